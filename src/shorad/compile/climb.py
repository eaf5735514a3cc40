"""The heights along a ground track: every change of the angle of climb is an arc in the vertical plane.

Heights run linearly along the track from waypoint to waypoint; a turn keeps one angle of climb, the mean of the two
legs that it joins, and passes its waypoint's height half-way. Pull-ups and push-overs have the radius V^2 / load_pitch
and lie on the straight parts, whose own angle is solved so that the heights are met exactly.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shorad.compile.track import Element, Floats

NEWTON = 60  # steps at most: converges in a handful, from any slope that an aircraft flies
HEIGHT_ERROR = 1.0e-9  # m left by it


@dataclass(frozen=True)
class Dive:
    """The end of the last leg: down onto `target` (n, 3) at `angle` (rad) below the horizontal.

    From a height that the push-over uses up the dive is as steep as the push-over has become when it meets the target.
    """

    target: Floats
    angle: float


@dataclass(frozen=True)
class Incline:
    """One element in the vertical: how it is entered, flown and left (angles of climb, rad; ground lengths, m)."""

    element: Element
    start: Floats  # height at its start
    entered: Floats
    angle: Floats
    left: Floats
    ground: Floats  # of the element, without the dive that follows it
    straight: Floats  # of the middle part; below zero where there is no room for the two vertical arcs
    dives: NDArray[np.bool_] | None = None  # members that dive after it


def incline(elements: Sequence[Element], heights: Floats, radius: float, dive: Dive | None) -> list[Incline]:
    """Heights (n, w) of the waypoints into angles of climb; `radius` of vertical arcs, m."""
    dives, angles = dive_angles(elements, heights[:, -1], radius, dive)
    if dive is not None:  # who has no room to dive goes straight down to the target from the last waypoint
        heights = heights.copy()
        heights[:, -1] = np.where(dives, heights[:, -1], dive.target[:, 2])
    slopes = _slopes(elements, heights)
    at = _boundaries(elements, heights, slopes)
    return join(elements, at, [np.arctan(t) for t in slopes], radius, dive, dives, angles)


def join(
    elements: Sequence[Element],
    at: Sequence[Floats],
    arcs: Sequence[Floats],
    radius: float,
    dive: Dive | None,
    dives: NDArray[np.bool_],
    angles: Floats,
) -> list[Incline]:
    """Elements with their boundary heights `at` and nominal angles of climb into what is flown; lines meet the arcs."""
    out: list[Incline] = []
    for i, e in enumerate(elements):
        if e.radius > 0.0:
            out.append(Incline(e, at[i], arcs[i], arcs[i], arcs[i], e.length, e.length))
            continue
        before = None if i == 0 else arcs[i - 1]
        after = None if i + 1 == len(elements) else arcs[i + 1]
        out.append(_line(e, at[i], at[i + 1], before, after, arcs[i], radius))
    if dive is not None:
        before = None if len(elements) == 1 else arcs[-2]
        out[-1] = _into_dive(out[-1], at[-2], at[-1], before, dive.target[:, 2], angles, dives, radius)
    return out


def dive_angles(
    elements: Sequence[Element], height: Floats, radius: float, dive: Dive | None
) -> tuple[NDArray[np.bool_], Floats]:
    """Who has room to dive from this height, and how steeply."""
    if dive is None:
        return np.zeros(len(height), dtype=bool), np.zeros(len(height))
    below = height - dive.target[:, 2]
    angle = np.minimum(dive.angle, np.arccos(np.clip(1.0 - below / radius, -1.0, 1.0)))
    angle = np.where(below > 0.0, angle, dive.angle)
    needs = below / np.tan(angle) + radius * np.tan(0.5 * angle)
    return (below > 0.0) & (elements[-1].length > needs), angle


def _slopes(elements: Sequence[Element], heights: Floats) -> list[Floats]:
    """Tangent of the angle of climb of each element."""
    legs = heights.shape[1] - 1
    ground = np.zeros((len(heights), legs))
    for e in elements:
        if not e.level:
            ground[:, math.floor(e.leg)] += 0.5 * e.length
            ground[:, math.ceil(e.leg)] += 0.5 * e.length
    rise = np.diff(heights, axis=1)
    tan = np.where(ground > 0.0, rise / np.where(ground > 0.0, ground, 1.0), 0.0)
    return [
        np.zeros(len(heights)) if e.level else 0.5 * (tan[:, math.floor(e.leg)] + tan[:, math.ceil(e.leg)])
        for e in elements
    ]


def _boundaries(elements: Sequence[Element], heights: Floats, slopes: Sequence[Floats]) -> list[Floats]:
    """Heights at the start of each element and at the end of the last: what arcs need, lines follow."""
    at, z = [heights[:, 0]], heights[:, 0]
    for e, slope in zip(elements, slopes, strict=True):
        if e.leg != math.floor(e.leg):  # the turn at a waypoint passes its height half-way
            middle = heights[:, math.ceil(e.leg)]
            at[-1] = middle - 0.5 * slope * e.length
            z = middle + 0.5 * slope * e.length
        else:
            z = z + slope * e.length
        at.append(z)
    at[-1] = heights[:, -1]
    return at


def _line(
    e: Element, low: Floats, high: Floats, before: Floats | None, after: Floats | None, guess: Floats, radius: float
) -> Incline:
    """A line between two heights whose ends have the angles of climb of its neighbours (None: free)."""
    angle, straight = _solve(e.length, high - low, before, after, guess, radius)
    a, b = angle if before is None else before, angle if after is None else after
    return Incline(e, low, a, angle, b, e.length, straight)


def _solve(
    ground: Floats, rise: Floats, before: Floats | None, after: Floats | None, guess: Floats, radius: float
) -> tuple[Floats, Floats]:
    """The angle between two vertical arcs that meets the height, and the ground length left for it."""
    if not (guess.any() or rise.any() or (before is not None and before.any()) or (after is not None and after.any())):
        return guess, ground  # level all the way
    angle = guess
    for _ in range(NEWTON):
        up, used = _arcs(angle, before, after, radius)
        rest = ground - used
        error = up + rest * np.tan(angle) - rise
        if np.all(np.abs(error) < HEIGHT_ERROR):
            return angle, rest
        # the ends of the arcs move along with the angle, so only the straight part counts
        gain = np.maximum(rest, 0.1 * ground + HEIGHT_ERROR) / np.cos(angle) ** 2
        better = np.clip(angle - error / gain, -1.5, 1.5)
        angle = np.where(np.abs(error) < HEIGHT_ERROR, angle, better)
    return angle, np.where(np.abs(error) < HEIGHT_ERROR, rest, -np.maximum(ground, 1.0))


def _arcs(angle: Floats, before: Floats | None, after: Floats | None, radius: float) -> tuple[Floats, Floats]:
    """Height gained and ground covered by the arcs into and out of this angle."""
    up, used = np.zeros(len(angle)), np.zeros(len(angle))
    for first, last in ((before, angle), (angle, after)):
        if first is None or last is None:
            continue
        up += radius * np.sign(last - first) * (np.cos(first) - np.cos(last))
        used += radius * np.abs(np.sin(last) - np.sin(first))
    return up, used


def _into_dive(
    last: Incline,
    low: Floats,
    high: Floats,
    before: Floats | None,
    target: Floats,
    angles: Floats,
    dives: NDArray[np.bool_],
    radius: float,
) -> Incline:
    """The last line again, ending on the line of the dive for those who dive."""
    below, cut = high - target, radius * np.tan(0.5 * angles)
    ground = last.element.length - below / np.tan(angles) + cut * np.cos(angles)
    ground = np.where(dives, ground, last.ground)
    rise = np.where(dives, high - cut * np.sin(angles), high) - low
    left = np.where(dives, -angles, last.left)
    angle, straight = _solve(ground[dives], rise[dives], _of(before, dives), left[dives], 0.0 * rise[dives], radius)
    flown, rest = last.angle.copy(), last.straight.copy()
    flown[dives], rest[dives] = angle, straight
    entered = last.entered if before is not None else flown
    return Incline(last.element, low, entered, flown, left, ground, rest, dives)


def _of(angles: Floats | None, members: NDArray[np.bool_]) -> Floats | None:
    return None if angles is None else angles[members]
