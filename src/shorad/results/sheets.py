"""A study on disk: one folder with Parquet tables, `study.json` and figures. Written whole or not at all."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from shorad.errors import ScenarioError
from shorad.results.results import Results
from shorad.results.store import NOTE, save

STUDY = "study.json"
Columns = Mapping[str, Sequence[Any] | NDArray[Any]]
Figure = Callable[[Path], None]


@dataclass(frozen=True)
class Sheets:
    """What a study leaves on disk. `results`: whole results by folder below it ("" is the folder itself)."""

    document: Mapping[str, Any]  # becomes study.json
    tables: Mapping[str, Columns]  # name -> columns of equal length, no NaN
    results: Mapping[str, Results] = field(default_factory=dict)


def check_folder(folder: Path) -> None:
    """ScenarioError unless a study may be written to `folder`: absent, empty, or an older result or study."""
    if folder.exists() and not folder.is_dir():
        raise ScenarioError(f"{folder} is a file", "name a folder for the study", "--out")
    if folder.exists() and any(folder.iterdir()) and not any((folder / note).is_file() for note in (STUDY, NOTE)):
        raise ScenarioError(
            f"{folder} is not empty and holds no study of shorad", "name another folder: nothing there was touched",
            "--out",
        )  # fmt: skip


def save_study(folder: Path, sheets: Sheets, figures: Mapping[str, Figure] | None = None) -> list[str]:
    """Write a study; returns what could not be drawn and why. ScenarioError when the folder cannot be written."""
    folder = folder.resolve()
    check_folder(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=f".{folder.name}.", dir=folder.parent) as work:
            fresh, old = Path(work) / "new", Path(work) / "old"
            notes = _write(fresh, sheets, figures or {})
            if folder.exists():
                folder.rename(old)
            fresh.rename(folder)
    except OSError as error:
        raise ScenarioError(f"{folder} cannot be written: {error.strerror}", "name another folder", "--out") from None
    return notes


def _write(fresh: Path, sheets: Sheets, figures: Mapping[str, Figure]) -> list[str]:
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
    text = json.dumps(sheets.document, indent=1, allow_nan=False, ensure_ascii=False)
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
