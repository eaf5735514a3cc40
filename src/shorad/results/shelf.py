"""Finished work items on disk while a run goes on: what survives a kill, a full disk, a lost machine.

`DIR/unfinished/study.json` says of what run they are; `DIR/unfinished/items/` holds one Parquet part per work item,
written under another name and then renamed: a part is whole or not there. Parts are keyed by address (part of the run,
draws, replicates), so that the same item twice is the same file. One row per replicate: the columns of its run row,
and the rows of its objects, units and assets as bytes.
"""

import json
import os
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from shorad.errors import ScenarioError
from shorad.results.columns import Outcomes
from shorad.results.fingerprint import fingerprint
from shorad.results.folder import STUDY, UNFINISHED, reason
from shorad.results.provenance import Provenance, version

ITEMS, LOCK = "items", "lock"
FATES = ("objects", "units", "assets")
MOVES_BITS = ("numpy", "numba", "scipy")  # libraries whose version may move a bit


@dataclass(frozen=True)
class Identity:
    """What must agree for two items to belong to the same run. How many of them are asked for may differ."""

    shorad: str
    sources: str  # fingerprint
    libraries: tuple[tuple[str, str], ...]
    scenario: str  # sha256 of its text
    overrides: tuple[str, ...]
    files: tuple[tuple[str, str], ...]
    seed: int
    study: str = "run"  # the command: another asks for other items

    @property
    def key(self) -> str:
        return json.dumps(asdict(self), sort_keys=True)


def identity(made: Provenance, study: str = "run") -> Identity:
    """The identity of the run, or of the study, that this provenance describes."""
    kept = tuple((name, number) for name, number in made.libraries if name in MOVES_BITS)
    return Identity(version(), fingerprint(), kept, made.sha256, made.overrides, made.files, made.seed, study)


def differs(kept: Identity, asked: Identity) -> tuple[str, str] | None:
    """What differs between the run in a folder and the one asked for, and what to do; None when nothing does."""
    if kept.study != asked.study:
        return f"parts of `{kept.study}`, not of `{asked.study}`", f"finish that one (shorad {kept.study})"
    if (kept.scenario, kept.files) != (asked.scenario, asked.files):
        return "another scenario, or another state of this one", "restore that scenario"
    if kept.overrides != asked.overrides:
        given = " ".join(f'--set "{each}"' for each in kept.overrides) or "none"
        return "other --set values", f"give the same ones ({given})"
    if kept.seed != asked.seed:
        return f"seed {kept.seed}, not {asked.seed}", f"give --seed {kept.seed}"
    if (kept.shorad, kept.sources) != (asked.shorad, asked.sources):
        return (
            f"another version (shorad {kept.shorad}, sources {kept.sources}; this is {asked.shorad}, {asked.sources})",
            "finish it with that version: results of two versions are never mixed",
        )
    if kept.libraries != asked.libraries:
        then = ", ".join(f"{name} {number}" for name, number in kept.libraries)
        return f"other libraries ({then})", "finish it with those: their versions may move the last bit"
    return None


def unfinished(folder: Path) -> Identity | None:
    """Of what run the unfinished items in `folder` are; None when there are none."""
    try:
        note = json.loads((folder / UNFINISHED / STUDY).read_text(encoding="utf-8"))
        return identity_of(note)
    except (OSError, ValueError, TypeError, KeyError):
        return None


def identity_of(note: dict[str, Any]) -> Identity:
    """An identity as JSON has it. KeyError, TypeError for what is none."""
    pairs = {name: tuple(tuple(each) for each in note[name]) for name in ("libraries", "files")}
    return Identity(**(note | pairs | {"overrides": tuple(note["overrides"])}))


class Shelf:
    """The items of one run in one folder. One process at a time; `close` it."""

    def __init__(self, folder: Path, asked: Identity, resume: bool) -> None:
        """Open or begin. ScenarioError for another run's items, for a folder in use, and where nothing can be written.

        Without `resume`, items that are already there are an error: nothing is thrown away unasked.
        """
        self.folder, self.identity = folder, asked
        self.home = folder / UNFINISHED
        self.items = self.home / ITEMS
        self.safe = 0  # replicates on disk
        try:
            self.items.mkdir(parents=True, exist_ok=True)
            self._lock = _locked(self.home / LOCK)
            try:
                self._begin(resume)
            except BaseException:
                self._lock.close()
                raise
        except OSError as error:
            raise ScenarioError(
                f"cannot write to {folder}: {error.strerror or error}", "name a folder you may write to, with --out"
            ) from error
        self.db = duckdb.connect()

    def _begin(self, resume: bool) -> None:
        kept = unfinished(self.folder)
        count = sum(1 for _ in self.items.glob("*.parquet"))
        if kept is None and count:
            raise ScenarioError(
                f"{self.items} holds {count} parts and nothing says of what run", f"move {self.home} elsewhere"
            )
        if kept is not None and (problem := differs(kept, self.identity)):
            raise ScenarioError(
                f"{self.folder} holds an unfinished run with {problem[0]}; {count} finished parts are safe there",
                f"{problem[1]}, or name another folder",
            )
        if kept is not None and count and not resume:
            raise ScenarioError(
                f"{self.folder} holds {count} finished parts of this run",
                f"continue with --resume; to start anew, delete {self.home}",
            )
        for left in self.home.rglob(".*.tmp"):  # of a run that was killed
            left.unlink()
        if kept is None:
            _write_text(self.home / STUDY, json.dumps(asdict(self.identity), indent=1))

    # ---- items ------------------------------------------------------------------------------
    def put(self, name: str, part: str, outcomes: Outcomes) -> None:
        """Keep one finished item under its name. ScenarioError when it cannot be written: what is safe stays so."""
        run, n = outcomes.run, len(outcomes.run)
        columns: dict[str, NDArray[Any]] = {field: np.ascontiguousarray(run[field]) for field in run.dtype.names or ()}
        for fate in FATES:
            table = np.ascontiguousarray(getattr(outcomes, fate))
            rows = np.empty(n, dtype=object)
            rows[:] = [table[i].tobytes() for i in range(n)]
            columns[_bytes_of(fate)] = rows
        names = [_bytes_of(fate) for fate in FATES]
        blobs = ", ".join(f"{name}::BLOB AS {name}" for name in names)
        self._put(name, columns, f"* EXCLUDE ({', '.join(names)}), {blobs}", part)
        self.safe += n

    def keep(self, name: str, columns: dict[str, NDArray[np.float64]], runs: int) -> None:
        """Keep numbers that are no outcomes, columns of equal length, under a name; they stand for so many runs."""
        self._put(name, dict(columns), "*", name)
        self.safe += runs

    def numbers(self, name: str) -> dict[str, NDArray[np.float64]] | None:
        """What `keep` kept under this name; None when it is not there."""
        path = self.items / f"{name}.parquet"
        if not path.exists() or not self._mine(path):
            return None
        found = self.db.execute(f"SELECT * FROM read_parquet({_quoted(str(path))})").fetchnumpy()
        return {column: np.asarray(values, np.float64) for column, values in found.items()}

    def _put(self, name: str, columns: dict[str, NDArray[Any]], select: str, part: str) -> None:
        """One part, under another name first and then renamed."""
        target = self.items / f"{name}.parquet"
        working = self.items / f".{name}.{os.getpid()}.tmp"
        try:
            self._write(columns, select, part, working)
            os.replace(working, target)
        except (OSError, duckdb.Error) as error:
            working.unlink(missing_ok=True)
            raise self._cannot_write(target, error) from error

    def _write(self, columns: dict[str, NDArray[Any]], select: str, part: str, path: Path) -> None:
        self.db.register("columns", columns)
        mark = f"{{study: {_quoted(self.identity.key)}, part: {_quoted(part)}}}"
        self.db.execute(
            f"COPY (SELECT {select} FROM columns) TO {_quoted(str(path))} "
            f"(FORMAT parquet, COMPRESSION zstd, KV_METADATA {mark})"
        )
        self.db.unregister("columns")
        with path.open("rb") as file:
            os.fsync(file.fileno())

    def _cannot_write(self, path: Path, error: Exception) -> ScenarioError:
        lost = f"cannot write to {path.parent if self.safe else self.folder}: {reason(error)}"
        if not self.safe:
            return ScenarioError(f"{lost}. Nothing was finished yet", "make room, or name another folder")
        return ScenarioError(
            f"{lost}. {self.safe} runs are safe in {self.home}", "make room, then give the same command with --resume"
        )

    def load(self, part: str, like: Outcomes, first: int = 0) -> Outcomes | None:
        """Rows kept of one part of the run, in no order, those of draws before `first` perhaps not among them.

        `like` has the tables' types. None when there are none.
        """
        named = [path for path in sorted(self.items.glob(f"{part}-k*.parquet")) if _last_draw(path) >= first]
        files = [path for path in named if self._mine(path)]
        if not files:
            return None
        kept = self._read(files, like)
        self.safe += len(kept.run)
        return kept

    def get(self, name: str, like: Outcomes, size: int) -> Outcomes | None:
        """The rows of one item as they were put; None when it is not there. `like` has the tables' types."""
        path = self.items / f"{name}.parquet"
        if not path.exists() or not self._mine(path):
            return None
        found = self._read([path], like)
        if len(found.run) != size:
            raise ScenarioError(f"{path} has {len(found.run)} runs, not {size}", "delete it and resume")
        self.safe += size
        return found

    def _read(self, files: list[Path], like: Outcomes) -> Outcomes:
        listed = "[" + ", ".join(_quoted(str(path)) for path in files) + "]"
        try:
            found = self.db.execute(f"SELECT * FROM read_parquet({listed})").fetchnumpy()
            tables = [_rows(found, like.run.dtype)]
            for fate in FATES:
                model = getattr(like, fate)
                raw = b"".join(bytes(each) for each in found[_bytes_of(fate)])
                tables.append(np.frombuffer(raw, model.dtype).reshape(len(tables[0]), model.shape[1]))
        except (duckdb.Error, ValueError, KeyError) as error:
            raise ScenarioError(
                f"the parts in {self.items} cannot be read: {str(error).splitlines()[0]}",
                "delete the damaged file and resume: its replicates are run again, the same to the bit",
            ) from error
        return Outcomes(*tables)

    def _mine(self, path: Path) -> bool:
        """Whether a part is of this run; an error for one of another: somebody has copied folders together."""
        try:
            rows = self.db.execute(f"SELECT key, value FROM parquet_kv_metadata({_quoted(str(path))})").fetchall()
        except duckdb.Error as error:
            raise ScenarioError(
                f"{path} is damaged: {str(error).splitlines()[0]}",
                "delete it and resume: its replicates are run again, the same to the bit",
            ) from error
        kept = {bytes(key).decode(): bytes(value).decode() for key, value in rows}
        if kept.get("study") != self.identity.key:
            try:
                problem = differs(identity_of(json.loads(kept["study"])), self.identity)
            except (KeyError, TypeError, ValueError):
                problem = None
            what = problem[0] if problem else "nothing that says of what run it is"
            raise ScenarioError(f"{path} is of a run with {what}", "move it out of this folder and resume")
        return True

    # ---- the end ----------------------------------------------------------------------------
    def close(self) -> None:
        """Let go of the folder; a run that has not kept anything leaves nothing behind."""
        self.db.close()
        self._lock.close()
        if self.home.exists() and not any(self.items.glob("*.parquet")):
            self.clear()

    def clear(self) -> None:
        """Remove the items: the result is there. The note goes last, as it came first."""
        shutil.rmtree(self.items, ignore_errors=True)
        shutil.rmtree(self.home, ignore_errors=True)
        if self.folder.is_dir() and not any(self.folder.iterdir()):
            self.folder.rmdir()


def _last_draw(path: Path) -> int:
    """From the name of a part: all-k000000.000020-r000000.000100.parquet."""
    try:
        return int(path.name.split("-k")[1].split("-")[0].split(".")[1]) - 1
    except (IndexError, ValueError) as error:
        raise ScenarioError(f"{path} is no part of a run", "move it out of this folder") from error


def _bytes_of(fate: str) -> str:
    """Name of the column that holds the rows of a table of fates."""
    return f"rows_of_{fate}"


def _rows(found: dict[str, Any], dtype: np.dtype[np.void]) -> NDArray[np.void]:
    names = dtype.names or ()
    table = np.zeros(len(found[names[0]]), dtype)
    for name in names:
        if np.ma.is_masked(found[name]):
            raise ValueError(f"{name} has missing values")
        table[name] = found[name]
    return table


def _write_text(path: Path, text: str) -> None:
    """Whole or not at all."""
    working = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    with working.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(working, path)


def _locked(path: Path) -> Any:
    """The open lock file of a folder; the system lets go of it when the process dies, however it dies."""
    file = path.open("w", encoding="utf-8")
    try:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except ImportError:
        pass  # no such locks on this system: two writers still write the same bits
    except BlockingIOError as error:
        file.close()
        raise ScenarioError(
            f"another run is writing to {path.parent.parent}", "wait for it, or name another folder"
        ) from error
    return file


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
