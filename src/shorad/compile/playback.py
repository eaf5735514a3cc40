"""A recorded flight as segments: two arcs between each two positions, so that nothing turns at a point.

Between two recorded positions the path is a biarc: two circular arcs that touch each other and the directions at both
ends, which are those of the circle through each position and its neighbours. The speed over the ground and the rate
of climb are constant from one position to the next, so that each is passed at its recorded time.
"""

from __future__ import annotations

import math

import numpy as np

from shorad.compile.routes import Route
from shorad.compile.track import Floats
from shorad.engine.codes import STRAIGHT, THEN_DEPART, TURN
from shorad.engine.types import SEGMENT
from shorad.interop.recording import Aircraft

STILL = 1.0  # m between two positions below which the later one is passed over: it has no direction
FLAT = 1.0e-6  # rad, an arc that is a line


def play(flights: list[Aircraft]) -> Route:
    """Segments of all recorded aircraft, one after the other."""
    rows = [_segments(flight) for flight in flights]
    counts = np.array([len(r) for r in rows], dtype=np.int64)
    legs = np.concatenate([np.arange(len(r)) // 2 for r in rows])
    return Route(np.array([row for r in rows for row in r], dtype=SEGMENT), counts, legs)


def fastest(flight: Aircraft) -> float:
    """Highest speed along the path, m/s."""
    rows = np.array(_segments(flight), dtype=SEGMENT)
    return float(np.sqrt(rows["vx"] ** 2 + rows["vy"] ** 2 + rows["vz"] ** 2).max())


def box(flights: list[Aircraft]) -> Floats:
    """Corners (n, 2, 3) of what each aircraft flies through."""
    return np.array([[f.position.min(axis=0), f.position.max(axis=0)] for f in flights])


def moving(flight: Aircraft) -> tuple[Floats, Floats]:
    """Times and positions, without those at which it has hardly moved; the last one stays."""
    keep = [0]
    for i in range(1, len(flight.time)):
        if np.linalg.norm(flight.position[i, :2] - flight.position[keep[-1], :2]) >= STILL:
            keep.append(i)
    if len(keep) > 1:
        return flight.time[keep], flight.position[keep]
    # it stands: a metre a day to the east keeps the direction of flight defined
    end = flight.position[-1] + [1e-5 * (flight.time[-1] - flight.time[0]), 0.0, 0.0]
    return flight.time[[0, -1]], np.stack([flight.position[0], end])


def _segments(flight: Aircraft) -> list[tuple[float | int, ...]]:
    time, at = moving(flight)
    heading = directions(at[:, :2])
    out: list[tuple[float | int, ...]] = []
    for i in range(len(time) - 1):
        arcs = biarc(at[i, :2], heading[i], at[i + 1, :2], heading[i + 1])
        ground = sum(length for _, _, length, _ in arcs)
        lasts = float(time[i + 1] - time[i])
        speed, climb = ground / lasts, float(at[i + 1, 2] - at[i, 2]) / lasts
        z = float(at[i, 2])
        for start, along, length, angle in arcs:
            takes = length / speed
            kind, omega = (STRAIGHT, 0.0) if abs(angle) < FLAT else (TURN, angle / takes)
            vx, vy = speed * math.cos(along), speed * math.sin(along)
            x, y = float(start[0]), float(start[1])
            out.append((int(kind), takes, x, y, z, vx, vy, climb, omega, 0.0, 0.0, 0))
            z += climb * takes
    out[-1] = (*out[-1][:-1], int(THEN_DEPART))
    return out


def directions(at: Floats) -> Floats:
    """Direction (rad, from east to the left) at each point (n, 2): of the circle through it and its neighbours."""
    step = np.diff(at, axis=0)
    chord, length = np.arctan2(step[:, 1], step[:, 0]), np.linalg.norm(step, axis=1)
    turn = _wrapped(np.diff(chord))
    out = np.empty(len(at))
    # on a circle the tangent turns away from each chord by half the angle over that chord
    share = length[:-1] / (length[:-1] + length[1:]) if len(turn) else np.zeros(0)
    out[1:-1] = chord[:-1] + share * turn
    out[0] = chord[0] - _wrapped(out[1] - chord[0]) if len(turn) else chord[0]
    out[-1] = chord[-1] - _wrapped(out[-2] - chord[-1]) if len(turn) else chord[-1]
    return out


def _wrapped(angle: Floats) -> Floats:
    return np.asarray(np.mod(angle + math.pi, 2.0 * math.pi) - math.pi)


Arc = tuple[Floats, float, float, float]  # start, direction at it, length, angle turned


def biarc(a: Floats, first: float, b: Floats, last: float) -> list[Arc]:
    """Two arcs from `a` in direction `first` to `b` in direction `last`, with ends of equal reach (textbook biarc)."""
    u, v = np.array([math.cos(first), math.sin(first)]), np.array([math.cos(last), math.sin(last)])
    gap, both = b - a, u + v
    square, slant, rest = float(gap @ gap), float(gap @ both), 2.0 * (1.0 - float(u @ v))
    if rest < 1.0e-12:  # parallel ends
        across = float(gap @ v)
        reach = square / (4.0 * across) if across > 1.0e-9 * math.sqrt(square) else 0.5 * math.sqrt(square)
    else:
        reach = (math.sqrt(slant * slant + rest * square) - slant) / rest
    middle = 0.5 * (a + b + reach * (u - v))
    return [_arc(a, first, middle), _arc_back(middle, b, last)]


def _arc(start: Floats, along: float, end: Floats) -> Arc:
    """The arc from `start` in direction `along` to `end`."""
    gap = end - start
    half = float(_wrapped(np.array(math.atan2(gap[1], gap[0]) - along)))
    chord = float(np.linalg.norm(gap))
    length = chord if abs(half) < FLAT else chord * half / math.sin(half)
    return start, along, length, 2.0 * half


def _arc_back(start: Floats, end: Floats, along: float) -> Arc:
    """The arc from `start` that ends in direction `along` at `end`."""
    _, _, length, angle = _arc(end, along + math.pi, start)
    return start, along + angle, length, -angle
