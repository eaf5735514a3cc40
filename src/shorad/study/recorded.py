"""What was seen of a replicate, made into the tables of a recording: legs cut, events in one shape, paths thinned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shorad.engine import codes
from shorad.engine.types import State, Table
from shorad.results.happenings import ACTORS, OWN
from shorad.results.recording import NOT_YET, TABLES

EVENTS = (*codes.EVENTS, *OWN)
KIND = {name: i for i, name in enumerate(EVENTS)}
NOBODY = ("unit", "object", "other", "track", "asset")
THIN = 2.0  # m: a point of a missile's path that lies this near the line between its neighbours is left out
TRACKED = ("track_start", "track_firm", "track_drop", "track_swap")  # kinds whose value is a track's serial


def made(table: str, n: int, values: Mapping[str, Any]) -> Table:
    """n rows of a table; a column that is not named holds 0."""
    rows = np.zeros(n, TABLES[table])
    for name, value in values.items():
        rows[name] = value
    return rows


def joined(pieces: Sequence[Table]) -> Table:
    """Pieces of one table put together; numpy's own way looks at the fields of each, which takes long for thousands."""
    return np.frombuffer(bytearray(b"".join([each.tobytes() for each in pieces])), pieces[0].dtype)


def finished(s: State, seen: Mapping[str, Sequence[Table]], meant: NDArray[np.int64]) -> dict[str, Table]:
    """All tables of a recording from the pieces seen, the final State, and the track that each log event means."""
    t_end = float(s.n["t"][0])
    t = {name: joined([np.zeros(0, dtype), *seen[name]]) for name, dtype in TABLES.items()}
    t["legs"] = np.sort(t["legs"], order=("object", "t0"), kind="stable")
    t["lives"] = _lives(s, t["legs"], t_end)
    _cut_legs(t["legs"], t["lives"])
    _close(t, t_end)
    t["flight"] = _thinned(t["flight"], t["shots"])
    t["events"] = _events(s, t, meant)
    _count_hits(t["bursts"], t["events"])
    t["plots"] = np.sort(t["plots"], order=("t", "unit"), kind="stable")
    t["states"] = np.sort(t["states"], order=("track", "t"), kind="stable")
    return t


def _lives(s: State, legs: Table, t_end: float) -> Table:
    """When each object is in the air. One that never was has t1 < t0."""
    n = len(s.obj)
    flew = s.obj["life"] != codes.WAITING
    first = np.zeros(n)
    rows, at = np.unique(legs["object"], return_index=True)
    first[rows] = legs["t0"][at]
    over = np.where((s.obj["life"] != codes.FLYING) & (s.obj["t_end"] >= 0.0), s.obj["t_end"], t_end)
    values = {"object": np.arange(n), "t0": np.where(flew, first, 0.0), "t1": np.where(flew, over, -1.0)}
    return made("lives", n, values | {"life": s.obj["life"], "rung": s.obj["rung"]})


def _cut_legs(legs: Table, lives: Table) -> None:
    """A leg ends where the next one begins, the last one with the flight."""
    if not len(legs):
        return
    same = legs["object"][1:] == legs["object"][:-1]
    ends = lives["t1"][legs["object"]]
    legs["t1"] = np.maximum(ends, legs["t0"])
    legs["t1"][:-1][same] = legs["t0"][1:][same]


def _close(t: Mapping[str, Table], t_end: float) -> None:
    """What was still open at the end ends there."""
    for name in ("tracks", "shots", "engagements"):
        t[name]["t1"][t[name]["t1"] == NOT_YET] = t_end
    t["lasers"]["t1"][t["lasers"]["t1"] < t["lasers"]["t0"]] = t_end


# ---- missiles ------------------------------------------------------------------------------
def _thinned(flight: Table, shots: Table) -> Table:
    """The points of each missile's path that a line between their neighbours does not give to within `THIN` metres."""
    flight = np.sort(flight, order=("shot", "t"), kind="stable")
    kept = []
    for i, shot in enumerate(shots):
        mine = flight[flight["shot"] == i]
        mine = mine[np.append(np.diff(mine["t"]) > 0.0, True)] if len(mine) else mine
        kept.append(mine[_corners(_at_end(mine, float(shot["t1"])))] if len(mine) > 1 else mine)
    return np.concatenate([np.zeros(0, TABLES["flight"]), *kept])


def _at_end(path: Table, t1: float) -> NDArray[np.float64]:
    """The path as numbers (n, 4: t, x, y, z), its last point drawn back to where the missile burst."""
    points = np.stack([path[name] for name in ("t", "x", "y", "z")], axis=-1)
    (ta, tb), t = points[-2:, 0], min(t1, float(points[-1, 0]))
    if ta < t < tb:
        points[-1] = points[-2] + (points[-1] - points[-2]) * (t - ta) / (tb - ta)
        for i, name in enumerate(("t", "x", "y", "z")):
            path[name][-1] = points[-1, i]
    return points


def _corners(points: NDArray[np.float64], tolerance: float = THIN) -> NDArray[np.bool_]:
    """Ramer, Douglas and Peucker, with positions compared at equal times."""
    keep = np.zeros(len(points), bool)
    keep[[0, -1]] = True
    todo = [(0, len(points) - 1)]
    while todo:
        a, b = todo.pop()
        if b - a < 2:
            continue
        share = (points[a + 1 : b, 0] - points[a, 0]) / (points[b, 0] - points[a, 0])
        line = points[a, 1:] + share[:, None] * (points[b, 1:] - points[a, 1:])
        off = np.linalg.norm(points[a + 1 : b, 1:] - line, axis=1)
        worst = int(np.argmax(off))
        if off[worst] > tolerance:
            at = a + 1 + worst
            keep[at] = True
            todo += [(a, at), (at, b)]
    return keep


def _count_hits(bursts: Table, events: Table) -> None:
    """How many rounds of each burst hit: the event says so when there was still something to hit."""
    hits = events[events["kind"] == KIND["gun_hits"]]
    for burst in bursts:
        mine = hits[(hits["unit"] == burst["unit"]) & (np.abs(hits["t"] - burst["t1"]) < 1.0e-6)]
        if len(mine):
            burst["hits"] = mine["value"][0]


# ---- events --------------------------------------------------------------------------------
def _events(s: State, t: Mapping[str, Table], meant: NDArray[np.int64]) -> Table:
    """The engine's log and what was seen beside it, in order of time, actors in columns of their own."""
    log = s.log[: int(s.n["logged"][0])]
    out = made("events", len(log), dict.fromkeys(NOBODY, -1) | {"t": log["t"], "value": log["value"]})
    out["kind"] = log["kind"]
    for kind in np.unique(log["kind"]):
        mine = log["kind"] == kind
        _actors(out, mine, ACTORS.get(EVENTS[kind], "uo"), log["subject"][mine], log["object"][mine])
    out["track"] = np.where(meant >= 0, meant, out["track"])
    by_row = np.isin(out["kind"], [KIND[name] for name in TRACKED])
    serials = {int(serial): i for i, serial in enumerate(t["tracks"]["serial"])}
    out["track"][by_row] = [serials.get(int(value), -1) for value in log["value"][by_row]]
    held = out["track"] >= 0
    out["unit"][held] = np.where(out["unit"][held] < 0, t["tracks"]["unit"][out["track"][held]], out["unit"][held])
    out = np.concatenate([out, t["events"]])
    return out[np.argsort(out["t"], kind="stable")]


def _actors(out: Table, mine: NDArray[np.bool_], code: str, first: Any, second: Any) -> None:
    """Write subject and object of the log rows `mine` where `code` (see `ACTORS`) says."""
    if code == "**":  # what was damaged, and by whom: an aircraft by a unit, or a unit by something in the air
        air = first >= 0
        out["object"][mine] = np.where(air, first, second)
        out["unit"][mine] = np.where(air, second, -1 - first)
        out["other"][mine] = np.where(air, first, -1)  # which of the two: -1 for the unit
        return
    for place, numbers in zip(code, (first, second), strict=True):
        if place == "u":
            out["unit"][mine] = -1 - numbers
        elif place == "U":
            out["unit"][mine] = numbers
        elif place == "o":
            out["other" if code == "oo" and numbers is second else "object"][mine] = numbers
    if code == "u." and len(first):
        out["value"][mine] = np.where(out["kind"][mine] == KIND["state"], second, out["value"][mine])
