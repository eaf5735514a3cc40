"""From waypoints to route segments: straight legs joined by arcs, in the ground plane and in the vertical.

Everything here works on all members of a group at once: points are (n, w, 3) arrays, m, z above mean sea level.
Position and velocity are continuous all along and the speed along the path is constant; turns have the radius
V^2 / load, changes of the angle of climb V^2 / load_pitch. `track` lays the ground track, `climb` the heights.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shorad.compile.climb import Dive, Incline, incline
from shorad.compile.follow import Follow, following
from shorad.compile.track import SHORT, Element, Floats, Point, TooTight, Track, length
from shorad.engine.codes import (
    PITCH,
    STRAIGHT,
    THEN_DEPART,
    THEN_IMPACT,
    THEN_NEXT,
    THEN_RELEASE,
    THEN_SEARCH,
    TURN,
)
from shorad.engine.types import SEGMENT, Table

DIVE_ANGLE = math.radians(30.0)  # notional: a steep glide of a one-way drone onto its target
EMPTY = 1.0e-9  # s, a segment that is none


@dataclass(frozen=True)
class Limits:
    """How a group flies: speed along the path (m/s), lateral and vertical acceleration (m/s2)."""

    speed: float
    load: float
    pitch: float
    follow: Follow | None = None  # instead of the heights of the waypoints

    @property
    def turn(self) -> float:
        return self.speed**2 / self.load

    @property
    def pull(self) -> float:
        return self.speed**2 / self.pitch


@dataclass(frozen=True)
class Route:
    """Segments of all members of a group, one after the other, and how many each has."""

    rows: Table
    counts: NDArray[np.int64]
    legs: NDArray[np.int64]  # of each row: the waypoint, from 0, that it comes after
    tight: TooTight | None = None  # a turn without room: the rows are not to be flown
    steep: int = -1  # leg without room for its changes of climb, -1 none
    climb: float = 0.0  # m/s, fastest rise outside the final dive
    descent: float = 0.0  # m/s, fastest descent, likewise
    spare: float = math.inf  # m by which the route may be raised or lowered before its dive has no room


Course = Sequence[Point]


def to_impact(points: Course, target: Floats, limits: Limits, dive: float = DIVE_ANGLE) -> Route:
    """Level to a point from which it dives onto `target` (n, 3); straight down the line when it is nearer."""
    return lay([*points, _level(points, target)], limits, THEN_IMPACT, Dive(target, dive))


def to_release(points: Course, target: Floats, base: Floats, limits: Limits) -> Route:
    """Level over `target`, let go, then one level turn and straight to `base` (n, 3)."""
    over = _level(points, target)
    return lay([*points, Point(over.at, release=True), Point(base)], limits, THEN_DEPART)


def to_station(points: Course, station: Floats, limits: Limits) -> Route:
    """To `station` (n, 3), where a striker's own script takes over."""
    return lay([*points, Point(station)], limits, THEN_SEARCH)


def to_end(points: Course, limits: Limits) -> Route:
    """Along the waypoints, then out of the scenario."""
    return lay(points, limits, THEN_DEPART)


def through(points: Floats) -> list[Point]:
    """Waypoints flown by, from an (n, w, 3) array."""
    return [Point(points[:, j]) for j in range(points.shape[1])]


def popping_up(points: Course, target: Floats, at: float, height: Floats, climb: float) -> list[Point]:
    """With a climb on the way in: it begins `at` m of ground before the target, at the angle `climb`, to `height`."""
    last = points[-1].at
    gap = length(last[:, :2] - target[:, :2])
    unit = (last[:, :2] - target[:, :2]) / np.maximum(gap, SHORT)[:, None]
    foot = np.column_stack([target[:, :2] + at * unit, last[:, 2]])
    top = at - (height - last[:, 2]) / math.tan(climb)
    return [*points, Point(foot), Point(np.column_stack([target[:, :2] + top[:, None] * unit, height]))]


def _level(points: Course, goal: Floats) -> Point:
    """Over the goal, at the height of the last waypoint."""
    over = goal.copy()
    over[:, 2] = points[-1].at[:, 2]
    return Point(over)


def lay(points: Sequence[Point], limits: Limits, then: np.int64, dive: Dive | None = None) -> Route:
    """Segments along waypoints; the last of them does `then`."""
    track = Track(points, limits.turn)
    heights = np.ascontiguousarray(np.array([p.at[:, 2] for p in points]).T)
    if limits.follow and track.tight is None:
        inclines = following(track.elements, limits.follow, limits.pull, limits.turn, dive)
    else:
        inclines = incline(track.elements, heights, limits.pull, dive)
    pieces: list[Piece] = []
    legs: list[int] = []
    climb, descent, steep = 0.0, 0.0, -1
    for item in inclines:
        pieces += _pieces(item, limits, item.dives is None and not item.element.release)
        legs += [math.ceil(item.element.leg)] * (len(pieces) - len(legs))
        climb = max(climb, float(np.max(item.angle, initial=0.0)))
        descent = max(descent, float(np.max(-item.angle, initial=0.0)))
        if steep < 0 and (item.straight < -SHORT).any():
            steep = math.floor(item.element.leg)
    spare = math.inf
    if dive is not None:
        spare = _dive(pieces, inclines[-1], dive, limits)
        legs.append(legs[-1])
    keep, rows = _pack(pieces, then)
    after = np.broadcast_to(np.array(legs), keep.shape)[keep]
    return Route(
        rows[keep],
        keep.sum(axis=1),
        after,
        track.tight,
        steep,
        limits.speed * math.sin(climb),
        limits.speed * math.sin(descent),
        spare,
    )


# -- pieces: dicts of arrays over the members ------------------------------------------------
Piece = dict[str, Any]


def _pieces(item: Incline, limits: Limits, short: bool) -> list[Piece]:
    """An arc of the track, or a line with the vertical arcs at its ends; `short`: without arcs that nobody flies."""
    e, speed = item.element, limits.speed
    start = _space(e.start, item.start)
    if e.radius > 0.0:
        ground = speed * np.cos(item.angle)
        omega = np.sign(e.angle) * ground / e.radius
        out = [_piece(TURN, e.length / ground, start, _velocity(e.heading, item.angle, speed), omega)]
    elif short and not (item.entered != item.angle).any() and not (item.angle != item.left).any():
        return [_straight(start + 0.0, e.heading, item.angle, item.straight, speed)]
    else:
        out = [_vertical(start, e.heading, item.entered, item.angle, limits)]
        start = _after(start, e.heading, item.entered, item.angle, limits.pull)
        out.append(_straight(start, e.heading, item.angle, item.straight, speed))
        start = start + _space(e.heading, np.tan(item.angle)) * item.straight[:, None]
        out.append(_vertical(start, e.heading, item.angle, item.left, limits))
    if e.release:  # at the end of what takes time: an empty segment would come a grid point late
        bent = out[-1]["duration"] > EMPTY
        out[-1]["then"] = np.where(bent, THEN_RELEASE, THEN_NEXT)
        out[-2]["then"] = np.where(bent, THEN_NEXT, THEN_RELEASE)
    return out


def _velocity(heading: Floats, angle: Floats, speed: float) -> Floats:
    return _space(heading * (speed * np.cos(angle))[:, None], speed * np.sin(angle))


def _space(ground: Floats, up: Floats) -> Floats:
    """(n, 3) of (n, 2) and (n,); `np.column_stack` takes five times as long for these few."""
    out = np.empty((len(ground), 3))
    out[:, :2], out[:, 2] = ground, up
    return out


def _straight(start: Floats, heading: Floats, angle: Floats, ground: Floats, speed: float) -> Piece:
    duration = np.maximum(ground, 0.0) / (speed * np.cos(angle))
    return _piece(STRAIGHT, duration, start, _velocity(heading, angle, speed), np.zeros(len(start)))


def _vertical(start: Floats, heading: Floats, first: Floats, last: Floats, limits: Limits) -> Piece:
    """A pull-up or push-over from one angle of climb to another."""
    change, rate = last - first, limits.speed / limits.pull
    omega = np.where(change < 0.0, -rate, rate)
    return _piece(PITCH, np.abs(change) / rate, start, _velocity(heading, first, limits.speed), omega)


def _after(start: Floats, heading: Floats, first: Floats, last: Floats, radius: float) -> Floats:
    """Where a vertical arc ends."""
    side = np.sign(last - first)
    forward, up = (
        side * radius * (np.sin(last) - np.sin(first)),
        side * radius * (np.cos(first) - np.cos(last)),
    )
    return np.asarray(start + _space(heading * forward[:, None], up))


def _piece(kind: np.int64, duration: Floats, start: Floats, v: Floats, omega: Floats) -> Piece:
    n = len(start)
    return {
        "kind": _same(n, int(kind)),
        "duration": duration,
        "p": start,
        "v": v,
        "omega": omega,
        "back": _none(n),
        "stretch": _none(n),
        "then": _same(n, int(THEN_NEXT)),
    }


@lru_cache(maxsize=256)
def _same(n: int, code: int) -> NDArray[np.int64]:
    """Shared and read-only: `np.full` takes a quarter of the time of a piece."""
    out = np.full(n, code)
    out.setflags(write=False)
    return out


@lru_cache(maxsize=64)
def _none(n: int) -> Floats:
    """Likewise."""
    out = np.zeros(n)
    out.setflags(write=False)
    return out


def _dive(pieces: list[Piece], last: Incline, dive: Dive, limits: Limits) -> float:
    """Add the straight part of the dive; returns by how much (m) the route may be raised or lowered.

    Raised by h, the level part before it is h / tan(angle) shorter, the dive begins that much farther back and is
    h / sin(angle) longer. Who goes straight down the line has no dive: its route cannot be raised.
    """
    assert last.dives is not None
    _, level, over = pieces[-3:]
    angle = np.where(last.dives, -last.left, 1.0)
    tan, sin = np.tan(angle), np.sin(angle)
    start = _after(over["p"], last.element.heading, last.angle, last.left, limits.pull)
    ground = np.where(last.dives, length(dive.target[:, :2] - start[:, :2]), 0.0)
    pieces.append(_straight(start, last.element.heading, -angle, ground, limits.speed))
    level["stretch"] = np.where(last.dives, -1.0 / (limits.speed * tan), 0.0)
    pieces[-1]["stretch"] = np.where(last.dives, 1.0 / (limits.speed * sin), 0.0)
    over["back"] = pieces[-1]["back"] = np.where(last.dives, 1.0 / tan, 0.0)
    return float(np.min(np.where(last.dives, np.minimum(last.straight * tan, ground * tan), 0.0)))


def positions(row: Table, t: Floats) -> tuple[Floats, Floats, Floats]:
    """x, y, z (m) at times `t` (s) into a segment: `engine.motion.along` for many times at once."""
    x, y, z, vx, vy, vz, omega = (float(row[name]) for name in ("x", "y", "z", "vx", "vy", "vz", "omega"))
    if row["kind"] == STRAIGHT:
        return x + vx * t, y + vy * t, z + vz * t
    s, c = np.sin(omega * t) / omega, (1.0 - np.cos(omega * t)) / omega
    if row["kind"] == TURN:
        return x + vx * s - vy * c, y + vx * c + vy * s, z + vz * t
    ground = math.hypot(vx, vy)
    forward = s - vz / ground * c
    return x + vx * forward, y + vy * forward, z + ground * c + vz * s


def _pack(pieces: list[Piece], then: np.int64) -> tuple[NDArray[np.bool_], Table]:
    """SEGMENT rows (n, pieces) and which of them have a length; the last of each member does `then`."""
    rows = np.zeros((len(pieces[0]["p"]), len(pieces)), dtype=SEGMENT)
    for field in ("kind", "duration", "omega", "back", "stretch", "then"):
        rows[field] = np.array([piece[field] for piece in pieces]).T
    place, velocity = (np.array([piece[name] for piece in pieces]) for name in "pv")
    for i, axis in enumerate("xyz"):
        rows[axis], rows["v" + axis] = place[:, :, i].T, velocity[:, :, i].T
    keep = (rows["duration"] > EMPTY) | (rows["then"] != THEN_NEXT)
    keep[:, 0] |= ~keep.any(axis=1)
    last = keep.shape[1] - 1 - np.argmax(keep[:, ::-1], axis=1)
    rows["then"][np.arange(len(rows)), last] = then
    return keep, rows


__all__ = ["DIVE_ANGLE", "SHORT", "Dive", "Element", "Limits", "Point", "Route", "TooTight", "lay", "through"]
