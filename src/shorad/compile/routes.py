"""From waypoints to route segments: straight legs joined by turns of constant rate.

Everything here works on all members of a group at once: points are (n, w, 3) arrays, m, z above mean sea level.
A turn has the radius V^2 / load and touches both legs, so position and heading are continuous; the corner itself is
cut. Heights run linearly along a leg. The speed along the path is constant.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shorad.engine.codes import STRAIGHT, THEN_DEPART, THEN_IMPACT, THEN_NEXT, THEN_RELEASE, THEN_SEARCH, TURN
from shorad.engine.types import SEGMENT, Table

Floats = NDArray[np.float64]

DIVE_ANGLE = math.radians(30.0)  # notional: a steep glide of a one-way drone onto its target
SHORT = 1.0e-6  # m or rad below which a leg or a corner does not exist


@dataclass(frozen=True)
class TooTight:
    """A corner whose turn does not fit between its neighbours."""

    member: int
    corner: int  # index of the waypoint
    needs: float  # m of leg
    has: float  # m


@dataclass(frozen=True)
class Route:
    """Segments of all members of a group, one after the other, and how many each has."""

    rows: Table
    counts: NDArray[np.int64]


def too_tight(points: Floats, radius: float) -> TooTight | None:
    """The first leg that is too short for the turns at its ends, if there is one."""
    lengths, _, cut = _corners(points, radius)
    need = cut[:, :-1] + cut[:, 1:]
    bad = np.argwhere((need > lengths + SHORT) | (lengths < SHORT))
    if not len(bad):
        return None
    member, leg = int(bad[0][0]), int(bad[0][1])
    corner = leg + 1 if cut[member, leg + 1] > cut[member, leg] else leg
    return TooTight(member, corner, float(need[member, leg]), float(lengths[member, leg]))


def to_impact(points: Floats, target: Floats, speed: float, load: float, dive: float = DIVE_ANGLE) -> Route:
    """Level to a point from which it dives onto `target` (n, 3); straight down the line when it is nearer."""
    last = target.copy()
    last[:, 2] = points[:, -1, 2]
    pieces = _fly(_append(points, last), speed, load)
    return _pack([*pieces[:-1], *_dive(pieces[-1], target, speed, dive)], THEN_IMPACT)


def to_release(points: Floats, target: Floats, base: Floats, speed: float, load: float) -> Route:
    """Level over `target`, let go, then one turn and straight to `base` (n, 3)."""
    over = target.copy()
    over[:, 2] = points[:, -1, 2]
    out = _fly(_append(points, over), speed, load)
    out[-1]["then"] = THEN_RELEASE
    heading = out[-1]["v"][:, :2] / np.linalg.norm(out[-1]["v"][:, :2], axis=1, keepdims=True)
    return _pack([*out, *_turn_back(over, heading, base, speed, load)], THEN_DEPART)


def to_station(points: Floats, station: Floats, speed: float, load: float) -> Route:
    """To `station` (n, 3), where a striker's own script takes over."""
    return _pack(_fly(_append(points, station), speed, load), THEN_SEARCH)


def to_end(points: Floats, speed: float, load: float) -> Route:
    """Along the waypoints, then out of the scenario."""
    return _pack(_fly(points, speed, load), THEN_DEPART)


# -- pieces: dicts of arrays over the members ------------------------------------------------
Piece = dict[str, Any]


def _append(points: Floats, last: Floats) -> Floats:
    return np.concatenate([points, last[:, None, :]], axis=1)


def _corners(points: Floats, radius: float) -> tuple[Floats, Floats, Floats]:
    """Leg lengths (n, w-1), signed turns (n, w) and what each turn cuts from its legs (n, w), on the ground."""
    step = np.diff(points[:, :, :2], axis=1)
    lengths = np.hypot(step[..., 0], step[..., 1])
    turn = np.zeros(points.shape[:2])
    a, b = step[:, :-1], step[:, 1:]
    turn[:, 1:-1] = np.arctan2(
        a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0], a[..., 0] * b[..., 0] + a[..., 1] * b[..., 1]
    )
    turn[np.abs(turn) < SHORT] = 0.0
    return lengths, turn, radius * np.tan(np.abs(turn) / 2.0)


def _fly(points: Floats, speed: float, load: float) -> list[Piece]:
    """Straight, turn, straight, ... along the waypoints."""
    radius = speed * speed / load
    lengths, turn, cut = _corners(points, radius)
    safe = np.maximum(lengths, SHORT)
    unit = np.diff(points, axis=1) / safe[..., None]  # horizontal unit vector, with the slope as third component
    into = points[:, 1:] - cut[:, 1:, None] * unit  # where leg j ends: start of the turn at point j + 1
    out = points[:, :-1] + cut[:, :-1, None] * unit  # where leg j starts
    pieces: list[Piece] = []
    for j in range(lengths.shape[1]):
        if j:
            pieces.append(_turn(into[:, j - 1], out[:, j], unit[:, j - 1, :2], turn[:, j], radius, speed))
        pieces.append(_straight(out[:, j], into[:, j], speed))
    return pieces


def _straight(a: Floats, b: Floats, speed: float) -> Piece:
    length = np.linalg.norm(b - a, axis=1)
    v = (b - a) / np.maximum(length, SHORT)[:, None] * speed
    return _piece(STRAIGHT, length / speed, a, v, np.zeros(len(a)))


def _turn(a: Floats, b: Floats, heading: Floats, angle: Floats, radius: float, speed: float) -> Piece:
    """A turn by `angle` (left positive) from a to b, climbing evenly from one height to the other."""
    arc, rise = radius * np.abs(angle), b[:, 2] - a[:, 2]
    duration = np.hypot(arc, rise) / speed
    safe = np.maximum(duration, SHORT / speed)
    v = np.concatenate([heading * (arc / safe)[:, None], (rise / safe)[:, None]], axis=1)
    return _piece(TURN, duration, a, v, angle / safe)


def _piece(kind: np.int64, duration: Floats, start: Floats, v: Floats, omega: Floats) -> Piece:
    n = len(start)
    return {
        "kind": np.full(n, kind),
        "duration": duration,
        "p": start,
        "v": v,
        "omega": omega,
        "then": np.full(n, THEN_NEXT),
    }


def _dive(last: Piece, target: Floats, speed: float, angle: float) -> list[Piece]:
    """The last level leg, split where the dive begins."""
    start = last["p"]
    ground = np.linalg.norm(target[:, :2] - start[:, :2], axis=1)
    below = start[:, 2] - target[:, 2]
    level = np.where(below > 0.0, np.maximum(ground - below / math.tan(angle), 0.0), 0.0)
    top = start + last["v"] / speed * level[:, None]
    return [_straight(start, top, speed), _straight(top, target, speed)]


def _turn_back(start: Floats, heading: Floats, goal: Floats, speed: float, load: float) -> list[Piece]:
    """One turn, then a straight line that touches it and ends at the goal; the shorter side that can reach it."""
    options = [_tangent(start, heading, goal, speed * speed / load, side) for side in (1.0, -1.0)]
    (left, left_out, left_length), (right, right_out, right_length) = options
    use_left = left_length <= right_length
    angle = np.where(use_left, left, -right)
    leave = np.where(use_left[:, None], left_out, right_out)
    return [_turn(start, leave, heading, angle, speed * speed / load, speed), _straight(leave, goal, speed)]


def _tangent(start: Floats, heading: Floats, goal: Floats, radius: float, side: float) -> tuple[Floats, Floats, Floats]:
    """Angle to fly on one circle (side +1: left), where to leave it, and the whole length (inf if out of reach)."""
    centre = start[:, :2] + side * radius * np.stack([-heading[:, 1], heading[:, 0]], axis=1)
    away = goal[:, :2] - centre
    distance = np.hypot(away[:, 0], away[:, 1])
    reach = np.maximum(distance, radius)
    bearing = np.arctan2(away[:, 1], away[:, 0]) - side * np.arccos(radius / reach)
    first = np.arctan2(start[:, 1] - centre[:, 1], start[:, 0] - centre[:, 0])
    angle = np.mod(side * (bearing - first), 2.0 * math.pi)
    leave = np.empty_like(start)
    leave[:, 0] = centre[:, 0] + radius * np.cos(bearing)
    leave[:, 1] = centre[:, 1] + radius * np.sin(bearing)
    leave[:, 2] = start[:, 2]
    length = np.where(distance >= radius, radius * angle + np.sqrt(reach**2 - radius**2), np.inf)
    return angle, leave, length


def _pack(pieces: list[Piece], then: np.int64) -> Route:
    """SEGMENT rows, member by member, without the legs that have no length."""
    pieces[-1]["then"] = np.full(len(pieces[0]["p"]), then)
    rows = np.zeros((len(pieces[0]["p"]), len(pieces)), dtype=SEGMENT)
    for j, piece in enumerate(pieces):
        rows["kind"][:, j], rows["duration"][:, j] = piece["kind"], piece["duration"]
        rows["omega"][:, j], rows["then"][:, j] = piece["omega"], piece["then"]
        for i, axis in enumerate("xyz"):
            rows[axis][:, j] = piece["p"][:, i]
            rows["v" + axis][:, j] = piece["v"][:, i]
    rows["period"] = 1.0
    keep = (rows["duration"] > 1.0e-9) | (rows["then"] != THEN_NEXT)
    return Route(rows[keep], keep.sum(axis=1))
