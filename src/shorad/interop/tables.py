"""The tables of a recording as Parquet or CSV: one file per table, with names beside the row numbers, in SI."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from errno import EIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import numpy as np
from numpy.typing import NDArray

from shorad.errors import ScenarioError
from shorad.interop.place import flight
from shorad.results.folder import reason
from shorad.results.payload import measured
from shorad.results.recording import Recording
from shorad.results.strips import LINKS, strips

NOTE = "recording.json"
PERIOD = 1.0  # s between two rows of the truth
SUFFIX = {"parquet": "FORMAT parquet, COMPRESSION zstd", "csv": "FORMAT csv, HEADER"}
CODES = {"status": "status", "identity": "class", "life": "life", "rung": "rung", "state": "state", "phase": "phase",
         "weapon": "weapon", "by": "by", "end": "end"}  # column -> list of words  # fmt: skip
Columns = dict[str, NDArray[Any]]


def write(recording: Recording, folder: Path, kind: str = "parquet") -> Path:
    """Write truth.*, chain.* and a file per table into `folder`, with `recording.json` saying what they are.

    ScenarioError when the folder holds something else.
    """
    if folder.is_file() or (folder.is_dir() and any(folder.iterdir()) and not (folder / NOTE).exists()):
        raise ScenarioError(f"{folder} holds something else", "name another folder: nothing there was touched")
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=f".{folder.name}.", dir=folder.parent) as work:  # whole or not at all
        _write(recording, Path(work), kind)
        folder.mkdir(exist_ok=True)
        for made in sorted(Path(work).iterdir(), key=lambda path: path.name == NOTE):  # the note last
            made.replace(folder / made.name)
    return folder


def _write(recording: Recording, folder: Path, kind: str) -> None:
    for name in recording.tables:
        _copy(_named(recording, name), folder / f"{name}.{kind}", kind)
    _copy(_truth(recording), folder / f"truth.{kind}", kind)
    _copy(_chain(recording), folder / f"chain.{kind}", kind)
    about = {
        "story": asdict(recording.story),
        "outcome": {name: recording.outcome.run[name][0].item() for name in recording.outcome.run.dtype.names or ()},
        "measures": measured(recording),
    }
    (folder / NOTE).write_text(json.dumps(about, indent=1, allow_nan=False, ensure_ascii=False), encoding="utf-8")


def _copy(columns: Columns, path: Path, kind: str) -> None:
    """One file; DuckDB would turn NaN into NULL without a word, so what is not finite is refused here."""
    for name, column in columns.items():
        if column.dtype.kind == "f" and not np.isfinite(column).all():
            raise ValueError(f"{path.stem}.{name} holds a number that is not finite")
    with duckdb.connect() as db:
        db.register("columns", columns)
        quoted = "'" + str(path).replace("'", "''") + "'"
        try:
            db.execute(f"COPY (SELECT * FROM columns) TO {quoted} ({SUFFIX[kind]})")
        except duckdb.Error as error:
            raise OSError(EIO, reason(error)) from error


def _names(recording: Recording) -> Mapping[str, list[str]]:
    """Column of row numbers -> names, the last one for -1."""
    scene = recording.scene
    units, objects = [e.name for e in scene.units] + [""], [e.name for e in scene.objects] + [""]
    return {
        "unit": units, "object": objects, "other": objects, "victim": objects, "munition": objects, "intended": objects,
        "origin": objects, "asset": [e.name for e in scene.assets] + [""], "post": [e.name for e in scene.posts] + [""],
    }  # fmt: skip


def _named(recording: Recording, name: str) -> Columns:
    """A table as columns, names and words in place of codes; references to other tables stay row numbers."""
    table, names = recording[name], _names(recording)
    columns: Columns = {}
    for column in table.dtype.names or ():
        values = np.ascontiguousarray(table[column])
        if column in names:
            values = np.array(names[column], dtype=object)[values]
        elif column in CODES:
            values = np.array(recording.story.terms[CODES[column]], dtype=object)[values]
        elif column == "kind":
            values = np.array(recording.story.terms["event" if name == "events" else "leg"], dtype=object)[values]
        columns[column] = values
    return columns


def _truth(recording: Recording) -> Columns:
    """Where everything in the air was, once a second and at each change of leg."""
    pieces = []
    for row, thing in enumerate(recording.scene.objects):
        path = flight(recording, row, PERIOD)
        if path is not None:
            pieces.append((thing, path))
    numbers = np.concatenate([np.column_stack([p.t, p.position, p.velocity]) for _, p in pieces] or [np.zeros((0, 7))])
    columns: Columns = {
        word: np.array([getattr(thing, key) for thing, p in pieces for _ in p.t], dtype=object)
        for word, key in (("object", "name"), ("system", "system"), ("kind", "kind"), ("side", "side"))
    }
    return columns | {
        name: np.ascontiguousarray(numbers[:, i]) for i, name in enumerate(("t", "x", "y", "z", "vx", "vy", "vz"))
    }


def _chain(recording: Recording) -> Columns:
    """The kill chain of each target; -1 for a link that did not come."""
    found = strips(recording)
    scene = recording.scene
    columns: Columns = {"object": np.array([scene.objects[s.object].name for s in found], dtype=object)}
    for link in ("seen", *LINKS):
        columns[link] = np.array([s.times.get(link, -1.0) for s in found], np.float64)
    columns["broken"] = np.array([s.broken for s in found], dtype=object)
    columns["reason"] = np.array([s.reason for s in found], dtype=object)
    columns["end"] = np.array([s.end for s in found], dtype=object)
    columns["leaked"] = np.array([s.leaked for s in found], bool)
    return columns
