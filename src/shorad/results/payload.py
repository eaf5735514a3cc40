"""A recording as one compact JSON document for the page. `design/replay.md` is its description."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shorad.results.columns import Table
from shorad.results.happenings import SENTENCES, TOLD
from shorad.results.measures import definitions
from shorad.results.recording import Recording
from shorad.results.strips import LINKS, strips
from shorad.results.words import NEUTRAL_CAUSES, REASONS

FORMAT, VERSION = "shorad replay", 1
BUDGET = 1_500_000  # bytes of the document
FIT = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0)  # s: the finest of these whose numbers fit into two bytes
RELIEF = 160  # points a side of the ground that the page shows
METRES = (1.0, 2.0, 5.0, 10.0)
EXACT = {"t0": 1e-3, "t1": 1e-3, "x": 0.01, "y": 0.01, "z": 0.01, "vx": 1e-4, "vy": 1e-4, "vz": 1e-4, "omega": 1e-8}

STEPS = {"t": FIT, "t0": FIT, "t1": FIT, "firm": FIT, "lock": FIT, "fire": FIT, "result": FIT, "turret": (0.01,),
         "value": (0.01,), "miss": (0.01,), "angle": (np.pi / 128.0,), "major": METRES, "minor": METRES, "sz": METRES,
         "vx": (0.1, 1.0), "vy": (0.1, 1.0), "vz": (0.1, 1.0)} | dict.fromkeys(
             ("x", "y", "z", "fx", "fy", "fz", "ax", "ay", "az"), METRES)  # fmt: skip
SHOWN = {"plots": ("unit", "object", "t", "x", "y", "z", "optical", "used")}
Columns = Mapping[str, NDArray[Any]]


def to_json(recording: Recording, budget: int = BUDGET) -> str:
    """The document as text, at most `budget` bytes: plots and track states are thinned until it fits."""
    share = 1.0
    while True:
        text = json.dumps(document(recording, share), allow_nan=False, separators=(",", ":"), ensure_ascii=False)
        size = len(text.encode())
        if size <= budget or share < 0.01:
            return text
        share *= max(0.5, 0.9 * budget / size)


def document(recording: Recording, share: float = 1.0) -> dict[str, Any]:
    """The document as plain data, with `share` of the plots and of the states between changes of a track (0: none)."""
    story, scene = recording.story, recording.scene
    tables = {name: _columns(recording, name) for name in recording.tables}
    kept = {name: _kept(recording, name, share) for name in ("plots", "states")}
    for name, rows in kept.items():
        tables[name] = {column: values[rows] for column, values in tables[name].items()}
    return {
        "format": FORMAT,
        "version": VERSION,
        "made": {"version": story.version, "file": story.file, "sha256": story.sha256},
        "reproduced": story.reproduced,
        "note": story.note,
        "title": story.title,
        "question": story.question,
        "address": {"seed": story.seed, "k": story.k, "r": story.r},
        "chosen": story.chosen,
        "variant": asdict(story.variant) if story.variant else None,
        "duration": recording.cast.duration,
        "t_end": recording.t_end,
        "area": area(recording),
        "origin": dict(zip(("latitude", "longitude"), scene.origin, strict=True)) if scene.origin else None,
        "terrain": terrain(recording),
        "words": story.terms,
        "sentences": dict(SENTENCES),
        "units": [_facts(each) for each in scene.units],
        "objects": [_facts(each) for each in scene.objects],
        "assets": [_facts(each) for each in scene.assets],
        "posts": [_facts(each) for each in scene.posts],
        "tables": {name: _packed(name, columns) for name, columns in tables.items()},
        "thinned": {name: round(float(rows.mean()), 4) if len(rows) else 1.0 for name, rows in kept.items()},
        "strips": [_strip(each) for each in strips(recording)],
        "links": ["seen", *LINKS],
        "outcome": {name: recording.outcome.run[name][0].item() for name in recording.outcome.run.dtype.names or ()},
        "measures": measured(recording),
        "reasons": dict(REASONS),
        "causes": dict(NEUTRAL_CAUSES),
    }


def measured(recording: Recording) -> list[dict[str, Any]]:
    """Each measure of this one replicate: path, label, unit, value. What was not there to measure is left out."""
    found = []
    for each in definitions(recording.cast):
        top = float(each.top(recording.outcome)[0])
        bottom = 1.0 if each.bottom is None else float(each.bottom(recording.outcome)[0])
        if bottom > 0.0:
            found.append({"path": each.path, "label": each.label, "unit": each.unit, "value": top / bottom})
    return found


def area(recording: Recording) -> dict[str, list[float]]:
    """Lowest and highest x, y and z of everything that stands or flies (m)."""
    scene, legs = recording.scene, recording["legs"]
    standing = [(e.x, e.y, e.z) for e in scene.units] + [(e.x, e.y, e.z) for e in scene.assets]
    points = [np.array(standing).reshape(-1, 3)]
    for row in np.unique(legs["object"]):
        life = recording["lives"][row]
        points.append(recording.path(int(row), np.linspace(life["t0"], max(life["t1"], life["t0"]), 64))[0])
    whole = np.concatenate([*points, np.zeros((1, 3))])
    low, high = whole.min(axis=0), whole.max(axis=0)
    return {axis: [round(float(low[i]), 1), round(float(high[i]), 1)] for i, axis in enumerate("xyz")}


def terrain(recording: Recording) -> dict[str, Any]:
    """The mask angles and the ground, each None where there is none; the ground on at most `RELIEF` points a side."""
    scene, mask = recording.scene, None
    if scene.mask:
        mask = [round(angle, 4) for angle in scene.mask]
    if scene.ground is None:
        return {"mask": mask, "ground": None}
    g = scene.ground
    stride = -(-max(g.heights.shape) // RELIEF)
    heights = g.heights[::stride, ::stride]
    shape = {"rows": heights.shape[0], "columns": heights.shape[1]}
    place = {"x0": g.x0, "y0": g.y0, "spacing": g.spacing * stride}
    return {"mask": mask, "ground": place | shape | {"heights": _column(heights.ravel(), METRES)}}


def _facts(noun: Any) -> dict[str, Any]:
    """Facts without what only exports need."""

    def bare(item: Any) -> Any:
        return {k: bare(v) for k, v in item.items() if k != "entity"} if isinstance(item, dict) else item

    return dict(bare(asdict(noun)))


def _strip(strip: Any) -> dict[str, Any]:
    times = {link: round(t, 2) for link, t in strip.times.items()}
    rest = {"broken": strip.broken, "unit": strip.unit, "end": strip.end, "leaked": strip.leaked, "cause": strip.cause}
    return {"object": strip.object} | times | rest


# ---- tables --------------------------------------------------------------------------------
def _columns(recording: Recording, name: str) -> dict[str, NDArray[Any]]:
    table = recording[name]
    if name == "events":
        words = recording.story.terms["event"]
        table = table[np.isin(table["kind"], [i for i, word in enumerate(words) if word in TOLD])]
    columns = {column: table[column] for column in SHOWN.get(name, table.dtype.names or ())}
    if name == "states":
        columns = {c: v for c, v in columns.items() if c not in ("xx", "xy", "xz", "yy", "yz", "zz")} | _ellipses(table)
    return columns


def _ellipses(states: Table) -> dict[str, NDArray[np.float64]]:
    """Horizontal error ellipse of each state: 1-sigma half axes (m), direction of the larger (rad, east to north)."""
    mean, half = 0.5 * (states["xx"] + states["yy"]), 0.5 * (states["xx"] - states["yy"])
    radius = np.hypot(half, states["xy"])
    return {
        "major": np.sqrt(mean + radius),
        "minor": np.sqrt(np.maximum(mean - radius, 0.0)),
        "angle": np.mod(0.5 * np.arctan2(states["xy"], half), np.pi),
        "sz": np.sqrt(np.maximum(states["zz"], 0.0)),
    }


def _kept(recording: Recording, name: str, share: float) -> NDArray[np.bool_]:
    """Which rows stay: evenly so many, and of the states each first, last and changed one."""
    table = recording[name]
    number = np.arange(len(table))
    if share == 0.0:
        return np.zeros(len(table), bool)
    keep = np.floor(number * share) != np.floor((number - 1) * share)
    if name == "states" and len(table):
        new = np.ones(len(table), bool)
        flags = ("track", "status", "identity", "released", "origin")
        new[1:] = np.any([table[flag][1:] != table[flag][:-1] for flag in flags], axis=0)
        keep |= new | np.append(new[1:], True)
    return np.asarray(keep)


def _packed(name: str, columns: Columns) -> dict[str, Any]:
    rows = len(next(iter(columns.values()))) if columns else 0
    return {"rows": rows, "columns": {c: _column(v, _steps(name, c)) for c, v in columns.items()} if rows else {}}


def _steps(table: str, column: str) -> tuple[float, ...]:
    if table == "legs" and column in EXACT:
        return (EXACT[column],)
    return STEPS.get(column, (1.0,))


def _column(values: NDArray[Any], steps: tuple[float, ...]) -> dict[str, Any]:
    """Numbers as whole multiples of a step above the lowest; the finest step that fits into two bytes, or the last."""
    numbers = values.astype(np.float64)
    low, high = float(numbers.min()), float(numbers.max())
    if low == high:
        return {"value": low}
    step = next((each for each in steps if (high - low) / each < 65535.0), steps[-1])
    if len(steps) == 1:
        step = steps[0]
    whole = np.rint((numbers - low) / step)
    kind = next(each for each in ("<u1", "<u2", "<u4") if whole.max() <= np.iinfo(each).max)
    data = base64.b64encode(whole.astype(kind).tobytes()).decode()
    return {"low": low, "step": step, "bytes": int(kind[2]), "data": data}


def column(packed: Mapping[str, Any], rows: int) -> NDArray[np.float64]:
    """The numbers of a packed column, as the page reads them."""
    if "value" in packed:
        return np.full(rows, float(packed["value"]))
    whole = np.frombuffer(base64.b64decode(packed["data"]), f"<u{packed['bytes']}")
    return np.asarray(packed["low"] + packed["step"] * whole, np.float64)
