"""Terrain following: a height above the ground kept along the whole track, within the limits of climb and descent.

The ground is sampled under the track; the lowest path that stays above it by the clearance and climbs and descends no
faster than it may is an envelope of two passes, one for each direction. Straight parts are cut into pieces that follow
it; turns and figures are flown level, and so is the last part before a dive. What the chords and the vertical arcs
between pieces cut off is measured on the finished path and added to the clearance.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from shorad.compile.climb import Dive, Incline, dive_angles, join
from shorad.compile.track import Element, Floats

GroundAt = Callable[[Floats, Floats], Floats]
ROUNDS = 6  # of raising what the envelope of one pass left too low
ALLOWED = 0.5  # m by which the finished path may come nearer to the ground than it should
ROOM = 4.0  # length of a piece over what its two vertical arcs need at most


@dataclass(frozen=True)
class Follow:
    """What a group keeps above the ground, and how steeply it may."""

    ground: GroundAt
    clearance: Floats  # (n,) m
    up: float  # largest tangent of the angle of climb
    down: float  # of descent
    step: float  # m between samples of the ground


def following(
    elements: Sequence[Element], follow: Follow, radius: float, turn: float, dive: Dive | None
) -> list[Incline]:
    """The track in pieces with angles of climb; `radius`, `turn`: of vertical arcs and of turns, m."""
    room = max(4.0 * follow.step, ROOM * radius * (follow.up + follow.down))
    pieces = _pieces(elements, room, turn, _run_in(elements, follow, radius, room, dive))
    clearance = follow.clearance
    for _ in range(ROUNDS):
        out = _flown(pieces, replace(follow, clearance=clearance), radius, dive)
        short = np.maximum(follow.clearance - _least(out, follow, radius), 0.0)
        if np.all(short < ALLOWED):
            return out
        clearance = clearance + short
    return out


# -- pieces ------------------------------------------------------------------------------------
def _run_in(elements: Sequence[Element], follow: Follow, radius: float, room: float, dive: Dive | None) -> Floats:
    """Length (n,) of the level part from which the dive is begun; 0 without a dive."""
    n = len(follow.clearance)
    if dive is None:
        return np.zeros(n)
    place = _samples(elements, follow.step)
    wanted = [follow.ground(x, y) + follow.clearance[:, None] for _, x, y in place]
    end = _envelope(np.concatenate([s for s, _, _ in place], axis=1), np.concatenate(wanted, axis=1), follow)[:, -1]
    below = np.maximum(end - dive.target[:, 2], 0.0) + follow.clearance
    tan = math.tan(dive.angle)
    return np.asarray(
        1.3 * (below / tan + radius * math.tan(0.5 * dive.angle)) / max(1.0 - follow.down / tan, 0.2) + room
    )


def _pieces(elements: Sequence[Element], room: float, turn: float, run_in: Floats) -> list[Element]:
    """Lines cut into parts of `room` or more, with a turn by no angle where two of them meet."""
    out: list[Element] = []
    for i, e in enumerate(elements):
        if e.radius > 0.0:
            out.append(e)
            continue
        last = i + 1 == len(elements) and bool(run_in.any())
        tail = np.minimum(run_in, e.length) if last else np.zeros(len(e.length))
        count = max(1, math.floor(float((e.length - tail).min()) / room))
        part = (e.length - tail) / count
        for k in range(count):
            if k:
                out.append(_joint(out[-1], turn))
            out.append(replace(e, start=e.start + (k * part)[:, None] * e.heading, length=part, release=False))
        if last:
            out.append(_joint(out[-1], turn))
            out.append(replace(e, start=e.start + (e.length - tail)[:, None] * e.heading, length=tail, level=True))
        out[-1] = replace(out[-1], release=e.release)
    return out


def _joint(before: Element, turn: float) -> Element:
    zero = np.zeros(len(before.length))
    start = before.start + before.length[:, None] * before.heading
    return Element(start, before.heading, zero, zero, before.leg, turn)


# -- heights -----------------------------------------------------------------------------------
def _flown(pieces: Sequence[Element], follow: Follow, radius: float, dive: Dive | None) -> list[Incline]:
    at = _boundaries(pieces, follow)
    tan = [(b - a) / np.maximum(e.length, 1e-9) for e, a, b in zip(pieces, at[:-1], at[1:], strict=True)]
    slopes = []
    for i, e in enumerate(pieces):
        if e.radius > 0.0 and not e.length.any() and 0 < i < len(pieces) - 1:
            slopes.append(0.5 * (tan[i - 1] + tan[i + 1]))
        else:
            slopes.append(np.where(e.length > 0.0, tan[i], 0.0))
    dives, angles = dive_angles(pieces, at[-1], radius, dive)
    if dive is not None:
        at[-1] = np.where(dives, at[-1], dive.target[:, 2])
        slopes[-1] = np.where(dives, 0.0, (at[-1] - at[-2]) / np.maximum(pieces[-1].length, 1e-9))
    return join(pieces, at, [np.arctan(t) for t in slopes], radius, dive, dives, angles)


def _boundaries(pieces: Sequence[Element], follow: Follow) -> list[Floats]:
    """Heights (n,) at the start of each piece and at the end of the last."""
    place = _samples(pieces, follow.step)
    s = np.concatenate([a for a, _, _ in place], axis=1)
    wanted = [follow.ground(x, y) + follow.clearance[:, None] for _, x, y in place]
    runs = _level_runs(pieces)
    for _ in range(ROUNDS):
        for run in runs:
            top = np.max(np.concatenate([wanted[i] for i in run], axis=1), axis=1)
            for i in run:
                wanted[i] = np.broadcast_to(top[:, None], wanted[i].shape).copy()
        z = np.split(
            _envelope(s, np.concatenate(wanted, axis=1), follow), np.cumsum([w.shape[1] for w in wanted])[:-1], 1
        )
        low = 0.0
        for (along, _, _), have, want in zip(place, z, wanted, strict=True):
            length = np.maximum(along[:, -1:] - along[:, :1], 1e-9)
            chord = have[:, :1] + (have[:, -1:] - have[:, :1]) * (along - along[:, :1]) / length
            short = np.max(want - chord, axis=1)
            low = max(low, float(short.max()))
            # raise the ends of the piece, which the envelope then climbs to
            lift = np.maximum(short, 0.0)
            want[:, 0], want[:, -1] = (
                np.maximum(want[:, 0], have[:, 0] + lift),
                np.maximum(want[:, -1], have[:, -1] + lift),
            )
        uneven = max(
            (float(np.max(np.ptp(np.concatenate([z[i] for i in run], axis=1), axis=1))) for run in runs), default=0.0
        )
        for run in runs:
            for i in run:
                wanted[i] = np.maximum(wanted[i], z[i])
        if low < 0.1 * ALLOWED and uneven < 1e-9:
            break
    starts = [part[:, 0] for part in z]
    for run in runs:
        top = np.max(np.concatenate([z[i] for i in run], axis=1), axis=1)
        for i in run:
            starts[i] = top
            if i + 1 < len(starts):
                starts[i + 1] = top
    end = starts[-1] if pieces[-1].level else z[-1][:, -1]
    return [*starts, end]


def _level_runs(pieces: Sequence[Element]) -> list[list[int]]:
    """Neighbouring pieces that are flown at one height: arcs, and the last line before a dive."""
    runs: list[list[int]] = []
    open_ = False
    for i, e in enumerate(pieces):
        level = e.level or (e.radius > 0.0 and bool(e.length.any()))
        if level and open_:
            runs[-1].append(i)
        elif level:
            runs.append([i])
        open_ = level
    return runs


def _envelope(s: Floats, wanted: Floats, follow: Follow) -> Floats:
    """The lowest heights not below `wanted` (n, m) at distances `s` with slopes within the limits."""
    z = wanted.copy()
    step = np.diff(s, axis=1)
    for i in range(1, z.shape[1]):
        z[:, i] = np.maximum(z[:, i], z[:, i - 1] - follow.down * step[:, i - 1])
    for i in range(z.shape[1] - 2, -1, -1):
        z[:, i] = np.maximum(z[:, i], z[:, i + 1] - follow.up * step[:, i])
    return z


def _samples(elements: Sequence[Element], step: float) -> list[tuple[Floats, Floats, Floats]]:
    """For each element: distance along the whole track, x, y of points (n, m) on it, its ends among them."""
    out, gone = [], np.zeros(len(elements[0].length))
    for e in elements:
        m = max(2, math.ceil(float(e.length.max()) / step) + 1)
        share = np.linspace(0.0, 1.0, m)
        along = e.length[:, None] * share
        x, y = place(e, along)
        out.append((gone[:, None] + along, x, y))
        gone = gone + e.length
    return out


def place(e: Element, along: Floats) -> tuple[Floats, Floats]:
    """East and north (n, m) at distances (n, m) along an element."""
    hx, hy = e.heading[:, :1], e.heading[:, 1:]
    if e.radius == 0.0:
        return e.start[:, :1] + along * hx, e.start[:, 1:] + along * hy
    side = np.sign(e.angle)[:, None]
    a = along / e.radius
    forward, across = e.radius * np.sin(a), side * e.radius * (1.0 - np.cos(a))
    return e.start[:, :1] + forward * hx - across * hy, e.start[:, 1:] + forward * hy + across * hx


# -- what became of it -------------------------------------------------------------------------
def _least(inclines: Sequence[Incline], follow: Follow, radius: float) -> Floats:
    """Least height above the ground (n,) of the finished path, its dive and a last straight descent left out."""
    least = np.full(len(follow.clearance), np.inf)
    for item in inclines:
        m = max(2, math.ceil(float(item.ground.max()) / follow.step) + 1)
        along = item.ground[:, None] * np.linspace(0.0, 1.0, m)
        x, y = place(item.element, along)
        if item.dives is not None:
            continue
        least = np.minimum(least, np.min(profile(item, along, radius) - follow.ground(x, y), axis=1))
    return least


def profile(item: Incline, along: Floats, radius: float) -> Floats:
    """Height (n, m) at ground distances (n, m) along one element: arc, straight part, arc."""
    z0, a, g, b = (v[:, None] for v in (item.start, item.entered, item.angle, item.left))
    if item.element.radius > 0.0:
        return np.asarray(z0 + along * np.tan(g))
    first = radius * np.abs(np.sin(g) - np.sin(a))
    middle = first + item.straight[:, None]
    into = _arc_height(np.minimum(along, first), a, np.sign(g - a), radius)
    flat = np.clip(along - first, 0.0, item.straight[:, None]) * np.tan(g)
    out = _arc_height(np.maximum(along - middle, 0.0), g, np.sign(b - g), radius)
    return np.asarray(z0 + into + flat + out)


def _arc_height(ground: Floats, angle: Floats, side: Floats, radius: float) -> Floats:
    """Height gained on a vertical arc from an angle of climb after so much ground; none where it does not bend."""
    sine = np.clip(np.sin(angle) + side * ground / radius, -1.0, 1.0)
    return np.asarray(np.where(side == 0.0, 0.0, side * radius * (np.cos(angle) - np.sqrt(1.0 - sine**2))))
