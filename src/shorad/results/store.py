"""Results on disk: one folder with Parquet tables and `provenance.json`. Written whole or not at all.

runs, objects, units, assets, draws, butfor (.parquet); parts of a split or sweep in folders below `parts/`. Any
DuckDB, polars or pandas reads the tables; `load_results` gives back the same `Results`.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from shorad.errors import ScenarioError
from shorad.results import inputs
from shorad.results.butfor import EVENT_ROW, ButFor
from shorad.results.columns import Cast, Outcomes
from shorad.results.folder import NOTE, UNFINISHED, install, reason
from shorad.results.provenance import About, Input, Provenance
from shorad.results.results import Part, Results
from shorad.results.shelf import unfinished

FORMAT, FORMAT_VERSION = "shorad results", 1
Columns = dict[str, NDArray[Any]]


def save(results: Results, folder: Path) -> Path:
    """Write to `folder`, replacing an older result there. ScenarioError when it holds anything else."""
    folder = folder.resolve()
    check_target(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}.", dir=folder.parent) as work:
        fresh, old = Path(work) / "new", Path(work) / "old"
        _write(results, fresh)
        if folder.exists():
            folder.rename(old)
        fresh.rename(folder)
    return folder


def finish(results: Results, folder: Path) -> Path:
    """Write the result of a run into the folder that holds its finished items (`shelf`), which stay as they are.

    Killed at any moment, the folder has the items still, and no note of a result that is not whole.
    """
    fresh = folder / UNFINISHED / "result"
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        _write(results, fresh)
        install(fresh, folder)
        fresh.rmdir()
    except (OSError, duckdb.Error) as error:
        shutil.rmtree(fresh, ignore_errors=True)
        raise ScenarioError(
            f"cannot write the result to {folder}: {reason(error)}. "
            f"All {len(results)} runs are safe in {folder / UNFINISHED}",
            "make room, then give the same command with --resume",
        ) from error
    return folder


def check_target(folder: Path) -> None:
    """ScenarioError unless results may be written to `folder`: absent, empty, or an older result."""
    if not folder.exists():
        return
    if not folder.is_dir():
        raise ScenarioError(f"{folder} is a file", "name a folder for the results")
    if any(folder.iterdir()) and _note(folder) is None and unfinished(folder) is None:
        raise ScenarioError(
            f"{folder} is not empty and holds no shorad result", "name another folder: nothing there was touched"
        )


def load_results(folder: str | Path) -> Results:
    """Results from a folder that `save` wrote. ScenarioError when it is missing, foreign or incomplete."""
    folder = Path(folder)
    note = _note(folder) if folder.is_dir() else None
    if note is None and unfinished(folder) is not None:
        raise ScenarioError(f"{folder} holds a run that is not finished", "continue it: the same command with --resume")
    if note is None:
        raise ScenarioError(f"{folder} holds no shorad result", f"name a folder that `shorad run --out` wrote ({NOTE})")
    if note["version"] != FORMAT_VERSION:
        raise ScenarioError(
            f"{folder} was written in format {note['version']}, this version reads {FORMAT_VERSION}",
            f"read it with shorad {note['provenance']['version']}",
        )
    try:
        return _read(folder, note)
    except (duckdb.Error, KeyError, ValueError, OSError) as error:
        raise ScenarioError(
            f"{folder} is incomplete: {str(error).splitlines()[0]}", "run the scenario again with the same seed"
        ) from error


# ---- writing -------------------------------------------------------------------------------
def _write(results: Results, folder: Path) -> None:
    folder.mkdir()
    results = replace(results, provenance=inputs.keep(results.provenance, folder))
    o, cast = results.outcomes, results.cast
    _parquet(folder / "runs.parquet", _fields(o.run))
    for name, table, rows in (("objects", o.objects, cast.objects), ("units", o.units, cast.units),
                              ("assets", o.assets, cast.assets)):  # fmt: skip
        _parquet(folder / f"{name}.parquet", _long(o.run, table), rows)
    _parquet(folder / "draws.parquet", _draw_columns(results.draws))
    if results.butfor is not None:
        _parquet(folder / "butfor.parquet", _fields(results.butfor.events))
    for i, part in enumerate(results.parts):
        (folder / "parts").mkdir(exist_ok=True)
        _write(replace(part.results, provenance=replace(part.results.provenance, reads=())), folder / "parts" / str(i))
    # last: a folder without this note is no result
    text = json.dumps(_note_of(results), indent=1, allow_nan=False, ensure_ascii=False)
    with (folder / NOTE).open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _note_of(results: Results) -> dict[str, Any]:
    butfor = results.butfor
    return {
        "format": FORMAT,
        "version": FORMAT_VERSION,
        "about": asdict(results.about),
        "provenance": asdict(results.provenance),
        "cast": asdict(results.cast),
        "fields": {
            name: [(field, table.dtype[field].str) for field in table.dtype.names or ()]
            for name, table in results.outcomes._asdict().items()
        },
        "butfor": butfor and {"switches": butfor.switches, "rerun": butfor.rerun, "affected": butfor.affected},
        "parts": [{key: getattr(part, key) for key in ("kind", "path", "label", "weight")} for part in results.parts],
    }


def _fields(table: NDArray[np.void]) -> Columns:
    return {name: np.ascontiguousarray(table[name]) for name in table.dtype.names or ()}


def _long(run: NDArray[np.void], table: NDArray[np.void]) -> Columns:
    """A table (n, m) as n m rows, each with its k, r and row number."""
    n, m = table.shape
    where: Columns = {"k": np.repeat(run["k"], m), "r": np.repeat(run["r"], m), "row": np.tile(np.arange(m), n)}
    return where | _fields(table.reshape(-1))


def _draw_columns(draws: Mapping[int, Mapping[str, float | str]]) -> Columns:
    rows = [(k, path, value) for k, values in draws.items() for path, value in values.items()]
    return {
        "k": np.array([k for k, _, _ in rows], dtype=np.int64),
        "path": np.array([path for _, path, _ in rows], dtype=object),
        "number": np.array([0.0 if isinstance(v, str) else float(v) for _, _, v in rows], dtype=np.float64),
        "word": np.array([v if isinstance(v, str) else "" for _, _, v in rows], dtype=object),
        "is_word": np.array([isinstance(v, str) for _, _, v in rows], dtype=bool),
    }


def _parquet(path: Path, columns: Columns, names: tuple[str, ...] = ()) -> None:
    """One table as Parquet. DuckDB would turn NaN into NULL without a word: what is not finite is refused here."""
    for name, column in columns.items():
        if column.dtype.kind == "f" and not np.isfinite(column).all():
            raise ValueError(f"{path.stem}.{name} holds a number that is not finite")
    if any(column.size == 0 for column in columns.values()):
        return  # nobody of this kind: no table
    named = ", [" + ", ".join(_quoted(name) for name in names) + "][row + 1] AS name" if names else ""
    with duckdb.connect() as db:
        db.register("columns", columns)
        db.execute(f"COPY (SELECT *{named} FROM columns) TO {_quoted(str(path))} (FORMAT parquet, COMPRESSION zstd)")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


# ---- reading -------------------------------------------------------------------------------
def _note(folder: Path) -> dict[str, Any] | None:
    try:
        note = json.loads((folder / NOTE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return note if isinstance(note, dict) and note.get("format") == FORMAT else None


def _read(folder: Path, note: dict[str, Any]) -> Results:
    cast = Cast(**_tuples(note["cast"]))
    kept = {name: np.dtype([(f, t) for f, t in fields], align=True) for name, fields in note["fields"].items()}
    run = _table(folder / "runs.parquet", kept["run"])
    tables = (("objects", cast.objects), ("units", cast.units), ("assets", cast.assets))
    fates = [_fates(folder / f"{name}.parquet", kept[name], len(run), len(rows)) for name, rows in tables]
    about = note["about"] | {"inputs": tuple(Input(**each) for each in note["about"]["inputs"])}
    results = Results(
        Outcomes(run, *fates),
        cast,
        _draws(folder / "draws.parquet", run),
        About(**_tuples(about)),
        inputs.find(Provenance(**_tuples(note["provenance"])), folder),
    )
    if note["butfor"]:
        rest = note["butfor"]
        events = _butfor_events(folder)
        results = replace(results, butfor=ButFor(events, tuple(rest["switches"]), rest["rerun"], rest["affected"]))
    parts = (Part(**each, results=load_results(folder / "parts" / str(i))) for i, each in enumerate(note["parts"]))
    return replace(results, parts=tuple(parts))


def _tuples(mapping: dict[str, Any]) -> dict[str, Any]:
    """JSON knows lists only; everything here was a tuple."""

    def back(item: Any) -> Any:
        return tuple(back(each) for each in item) if isinstance(item, list) else item

    return {key: back(value) for key, value in mapping.items()}


def _columns(path: Path) -> Columns:
    with duckdb.connect() as db:
        found = db.execute(f"SELECT * FROM read_parquet({_quoted(str(path))})").fetchnumpy()
    if any(np.ma.is_masked(column) for column in found.values()):
        raise ValueError(f"{path.name} has missing values")
    return {name: np.asarray(column) for name, column in found.items()}


def _table(path: Path, dtype: np.dtype[np.void]) -> NDArray[np.void]:
    columns = _columns(path)
    table = np.zeros(len(next(iter(columns.values()))), dtype)
    for name in dtype.names or ():
        table[name] = columns[name]
    return table


def _fates(path: Path, dtype: np.dtype[np.void], n: int, m: int) -> NDArray[np.void]:
    if m == 0:
        return np.zeros((n, 0), dtype)
    table = _table(path, dtype)
    if len(table) != n * m:
        raise ValueError(f"{path.name} has {len(table)} rows, not {n * m}")
    return table.reshape(n, m)


def _butfor_events(folder: Path) -> NDArray[np.void]:
    path = folder / "butfor.parquet"
    if not path.exists():
        return np.zeros(0, EVENT_ROW)
    known = _columns(path)  # results of before there were weights: all stand for as many
    events = np.ones(len(known["k"]), EVENT_ROW)
    for name in known:
        events[name] = known[name]
    return events


def _draws(path: Path, run: NDArray[np.void]) -> dict[int, dict[str, float | str]]:
    found: dict[int, dict[str, float | str]] = {int(k): {} for k in np.unique(run["k"])}
    if not path.exists():
        return found  # nothing is uncertain
    table = _columns(path)
    for k, name, number, word, is_word in zip(
        *(table[c] for c in ("k", "path", "number", "word", "is_word")), strict=True
    ):
        found[int(k)][str(name)] = str(word) if is_word else float(number)
    return found
