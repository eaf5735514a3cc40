"""A study on disk: one folder with Parquet tables, `study.json` and figures. Written whole or not at all."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from shorad.errors import ScenarioError
from shorad.results.folder import STUDY, UNFINISHED, holds, install, reason
from shorad.results.results import Results
from shorad.results.shelf import Identity, identity_of, unfinished
from shorad.results.store import save

KEPT = "kept"  # key of the note that says of what run the items were
Columns = Mapping[str, Sequence[Any] | NDArray[Any]]
Figure = Callable[[Path], None]


@dataclass(frozen=True)
class Sheets:
    """What a study leaves on disk. `results`: whole results by folder below it ("" is the folder itself)."""

    document: Mapping[str, Any]  # becomes study.json
    tables: Mapping[str, Columns]  # name -> columns of equal length, no NaN
    results: Mapping[str, Results] = field(default_factory=dict)


def check_folder(folder: Path) -> None:
    """ScenarioError unless a study may be written to `folder`: absent, empty, or a result or study, finished or not."""
    if folder.exists() and not folder.is_dir():
        raise ScenarioError(f"{folder} is a file", "name a folder for the study", "--out")
    if folder.exists() and any(folder.iterdir()) and not holds(folder) and unfinished(folder) is None:
        raise ScenarioError(
            f"{folder} is not empty and holds no study of shorad", "name another folder: nothing there was touched",
            "--out",
        )  # fmt: skip


def save_study(
    folder: Path, sheets: Sheets, figures: Mapping[str, Figure] | None = None, asked: Mapping[str, Any] | None = None
) -> list[str]:
    """Write a study; returns what could not be drawn and why. What was kept for it while it ran goes when it is there.

    `asked`: what the command was asked for, kept in the note. ScenarioError when the folder cannot be written: what it
    held before, and all finished items, stay.
    """
    folder = folder.resolve()
    check_folder(folder)
    of = unfinished(folder)
    kept = {} if of is None else {KEPT: {"identity": asdict(of), "asked": dict(asked or {})}}
    safe = folder / UNFINISHED
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{folder.name}.", dir=folder.parent if of is None else safe) as work:
            notes = _write(Path(work) / "new", sheets, figures or {}, kept)
            folder.mkdir(exist_ok=True)
            install(Path(work) / "new", folder)
    except (OSError, duckdb.Error) as error:
        if of is None:
            problem = f"{folder} cannot be written: {reason(error)}"
            raise ScenarioError(problem, "name another folder", "--out") from None
        raise ScenarioError(
            f"cannot write the study to {folder}: {reason(error)}. All its finished runs are safe in {safe}",
            "make room, then give the same command with --resume",
        ) from error
    shutil.rmtree(safe, ignore_errors=True)
    return notes


def finished(folder: Path) -> tuple[Identity, dict[str, Any]] | None:
    """Of what a finished study in `folder` is, and what was asked for; None where none says so."""
    try:
        kept = json.loads((folder / STUDY).read_text(encoding="utf-8"))[KEPT]
        return identity_of(kept["identity"]), dict(kept["asked"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _write(fresh: Path, sheets: Sheets, figures: Mapping[str, Figure], kept: Mapping[str, Any]) -> list[str]:
    for below, results in sorted(sheets.results.items()):
        save(results, fresh / below if below else fresh)
    fresh.mkdir(parents=True, exist_ok=True)
    for name, columns in sheets.tables.items():
        write_table(fresh / f"{name}.parquet", columns)
    notes = []
    for name, figure in figures.items():
        try:
            figure(fresh / name)
        except ScenarioError as error:
            notes.append(f"no {name}: {error}")
    text = json.dumps({**sheets.document, **kept}, indent=1, allow_nan=False, ensure_ascii=False)
    (fresh / STUDY).write_text(text, encoding="utf-8")
    return notes


def write_table(path: Path, columns: Columns) -> None:
    """One table as Parquet; an empty one is not written. ValueError for a number that is not finite."""
    arrays = {name: _array(column) for name, column in columns.items()}
    for name, column in arrays.items():
        if column.dtype.kind == "f" and not np.isfinite(column).all():
            raise ValueError(f"{path.stem}.{name} holds a number that is not finite")
    if not arrays or any(column.size == 0 for column in arrays.values()):
        return
    with duckdb.connect() as db:
        db.register("columns", arrays)
        target = str(path).replace("'", "''")
        db.execute(f"COPY (SELECT * FROM columns) TO '{target}' (FORMAT parquet, COMPRESSION zstd)")


def _array(column: Sequence[Any] | NDArray[Any]) -> NDArray[Any]:
    """Text as objects, as DuckDB wants it; everything else as numpy makes it."""
    array = np.asarray(column)
    return np.array([str(each) for each in column], dtype=object) if array.dtype.kind in "UO" else array


def columns_of(rows: Sequence[Mapping[str, Any]]) -> dict[str, list[Any]]:
    """Rows with equal keys as columns. A value that may be absent takes two: itself (0) and `has_` it."""
    out: dict[str, list[Any]] = {}
    for key in rows[0] if rows else ():
        values = [row[key] for row in rows]
        if any(value is None for value in values):
            out[f"has_{key}"] = [value is not None for value in values]
            values = [0.0 if value is None else value for value in values]
        out[key] = values
    return out
