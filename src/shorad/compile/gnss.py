"""Satellite navigation denied in an area: how long each scripted flight is without it before its attack ends."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from shorad.compile.flights import Flight
from shorad.compile.routes import Route
from shorad.compile.rows import Row, one
from shorad.compile.track import Floats
from shorad.compile.values import Resolved
from shorad.engine import codes
from shorad.engine.types import Table
from shorad.errors import Issue
from shorad.spec import Scenario

SAMPLES = 33  # places along a turn at which it is asked whether they lie inside


def parameters(scenario: Scenario) -> Row:
    """Fields of PARAMETERS, zero without an area."""
    if scenario.gnss_jamming is None:
        return {}
    path = "gnss_jamming"
    return {
        "gnss_x": one(f"{path}.at.0"), "gnss_y": one(f"{path}.at.1"), "gnss_radius": one(f"{path}.radius"),
        "declared_lost": one(f"{path}.declared_lost"),
    }  # fmt: skip


def denied(obj: Table, flown: list[tuple[Flight, Route]], par: np.void) -> None:
    """Fill OBJECT.gnss_time of all who navigate by satellite: s inside the area up to the release, or to the end."""
    if par["gnss_radius"] <= 0.0:
        return
    for flight, route in flown:
        if flight.kind not in (codes.ONE_WAY, codes.DROPPER):  # a striker aims by what it sees
            continue
        inside = _inside(route.rows, par)
        ends = np.cumsum(route.counts)
        for row, end, count in zip(flight.rows, ends, route.counts, strict=True):
            leg = slice(int(end - count), int(end))
            released = np.flatnonzero(route.rows["then"][leg] == codes.THEN_RELEASE)
            last = int(released[0]) + 1 if len(released) else int(count)
            satellite = obj["navigation"][row] == codes.GNSS
            obj["gnss_time"][row] = inside[leg][:last].sum() if satellite else 0.0


def _inside(rows: Table, par: np.void) -> Floats:
    """Time (s) that each segment spends in the area: straight lines exactly, turns by places along their arc."""
    x, y = rows["x"] - par["gnss_x"], rows["y"] - par["gnss_y"]
    vx, vy, radius = rows["vx"], rows["vy"], float(par["gnss_radius"])
    square = np.maximum(vx**2 + vy**2, 1e-12)
    middle = -(x * vx + y * vy) / square  # time of closest approach
    half = np.sqrt(np.maximum(radius**2 - (x + vx * middle) ** 2 - (y + vy * middle) ** 2, 0.0) / square)
    out = np.clip(middle + half, 0.0, rows["duration"]) - np.clip(middle - half, 0.0, rows["duration"])
    turns = rows["kind"] == codes.TURN
    if turns.any():
        a = rows["omega"][turns, None] * rows["duration"][turns, None] * (np.arange(SAMPLES) + 0.5) / SAMPLES
        u, v, omega = vx[turns, None], vy[turns, None], rows["omega"][turns, None]
        px = x[turns, None] + (u * np.sin(a) - v * (1.0 - np.cos(a))) / omega
        py = y[turns, None] + (u * (1.0 - np.cos(a)) + v * np.sin(a)) / omega
        out[turns] = rows["duration"][turns] * (np.hypot(px, py) <= radius).mean(axis=1)
    return np.asarray(out, dtype=np.float64)


def warnings(resolved: Resolved) -> Iterator[Issue]:
    """An area in which nobody navigates by satellite and nobody declares a position."""
    s = resolved.scenario
    if s.gnss_jamming is None or s.neutral:
        return
    users = [f"{group.system}.radio.navigation" for group in s.attack.values()]
    known = [resolved.parameters[path].quantity.value for path in users if path in resolved.parameters]
    if "gnss" not in known:
        problem = "no attacker navigates by satellite, and there is no neutral traffic: it changes nothing"
        yield s.issue("gnss_jamming", problem, "the radio of a target says how it navigates")
