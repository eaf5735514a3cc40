"""The ground track of a route: lines and arcs that touch, no corner flown at a point.

Everything here works on all members of a group at once: points are (n, 2) or (n, 3) arrays in m. A turn has the radius
V^2 / load. A waypoint is flown *by* (the turn begins before it and touches both legs) or *over* (a level turn begins at
it and ends where the way to the next waypoint touches the circle). A loiter is a closed loop that begins and ends at
its waypoint; a weave is a row of equal arcs to alternate sides of its leg.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
SHORT = 1.0e-6  # m or rad below which a leg or a corner does not exist


@dataclass(frozen=True)
class Loiter:
    """A loop flown at a waypoint: circles, or a racetrack when `leg` is above zero."""

    rounds: int
    radius: float  # m, no smaller than the turning radius
    leg: float = 0.0  # m, straight sides
    side: float = 1.0  # +1 to the left, -1 to the right

    @property
    def length(self) -> float:
        """Ground length of one round, m."""
        return 2.0 * math.pi * self.radius + 2.0 * self.leg


@dataclass(frozen=True)
class Weave:
    """Swings to both sides of a leg: `amplitude` m each way, `wavelength` m of leg for one to and fro."""

    amplitude: float
    wavelength: float

    @property
    def angle(self) -> float:
        """Largest heading off the leg, rad: each half wave is two arcs of this angle."""
        return 2.0 * math.atan(4.0 * self.amplitude / self.wavelength)

    @property
    def radius(self) -> float:
        """Radius of its arcs, m."""
        return self.amplitude / (1.0 - math.cos(self.angle))

    @property
    def entry(self) -> tuple[float, float]:
        """Angle of the two arcs that lead from the leg to its first crest (rad), and their length along the leg (m)."""
        angle = math.acos(1.0 - 0.5 * self.amplitude / self.radius)
        return angle, 2.0 * self.radius * math.sin(angle)


@dataclass(frozen=True)
class Point:
    """A waypoint of all members, and what is flown at it and on the leg that begins there."""

    at: Floats  # (n, 3)
    over: bool = False
    loiter: Loiter | None = None
    weave: Weave | None = None
    release: bool = False  # munitions are let go here

    @property
    def flown_over(self) -> bool:
        return self.over or self.release or self.loiter is not None


@dataclass(frozen=True)
class Element:
    """A line (angle 0, `radius` 0) or an arc of the ground track, and the heights it joins."""

    start: Floats  # (n, 2)
    heading: Floats  # (n, 2), unit vector at the start
    length: Floats  # (n,) m
    angle: Floats  # (n,) rad, left positive
    leg: float  # index of the leg that it is part of; half-way between two for the turn at a waypoint
    radius: float = 0.0
    level: bool = False
    release: bool = False  # after it


@dataclass(frozen=True)
class TooTight:
    """A corner whose turn does not fit between its neighbours."""

    member: int
    corner: int  # index of the waypoint
    needs: float  # m of leg, or of radius
    has: float  # m
    what: str = "turn"  # | loiter | weave | short (no room for half a weave)


class Track:
    """Elements laid one after the other; `tight` tells where there was no room."""

    def __init__(self, points: Sequence[Point], radius: float) -> None:
        self.points, self.radius = points, radius
        self.elements: list[Element] = []
        self.tight: TooTight | None = None
        self.here = points[0].at[:, :2]
        self.heading = _unit(points[1].at[:, :2] - self.here)
        self._lay()

    def _lay(self) -> None:
        last, cut = len(self.points) - 1, np.zeros(len(self.here))
        for j in range(last):
            point, goal = self.points[j], self.points[j + 1]
            if j:
                if point.loiter:
                    self._loop(point.loiter, j)
                if point.flown_over:
                    cut = self._turn_to(goal.at[:, :2], j)
            self._way(j, cut)
            if j + 1 < last and not goal.flown_over:
                cut = self._fly_by(j + 1)
            if goal.release:
                self.elements[-1] = _released(self.elements[-1])

    # -- along a leg ---------------------------------------------------------------------------
    def _way(self, j: int, used: Floats) -> None:
        """Leg j from here to the next waypoint, short of what its turn cuts off; `used` is cut off already."""
        goal = self.points[j + 1]
        rest = length(goal.at[:, :2] - self.here)
        cut = np.zeros(len(rest))
        if j + 2 < len(self.points) and not goal.flown_over:
            cut = self.radius * np.tan(np.abs(self._corner(j + 1)) / 2.0)
        self._room(j, used + cut, rest + used, cut > used)
        weave = self.points[j].weave
        if weave is None:
            self._line(rest - cut, float(j))
            return
        self._weave(weave, rest - cut, j)

    def _corner(self, j: int) -> Floats:
        """Signed turn at waypoint j, from the present heading to the next leg."""
        out = _unit(self.points[j + 1].at[:, :2] - self.points[j].at[:, :2])
        a = self.heading
        angle = np.arctan2(a[:, 0] * out[:, 1] - a[:, 1] * out[:, 0], np.sum(a * out, axis=1))
        return np.where(np.abs(angle) < SHORT, 0.0, angle)

    def _fly_by(self, j: int) -> Floats:
        angle = self._corner(j)
        self._arc(angle, self.radius, j - 0.5)
        # on the next leg exactly: what rounding leaves must not add up along a route
        cut = self.radius * np.tan(np.abs(angle) / 2.0)
        self.heading = _unit(self.points[j + 1].at[:, :2] - self.points[j].at[:, :2])
        self.here = self.points[j].at[:, :2] + cut[:, None] * self.heading
        return np.asarray(cut)

    def _turn_to(self, goal: Floats, j: int) -> Floats:
        """One turn that ends where a line to the goal touches it, to the side that is shorter and can reach it."""
        options = [tangent(self.here, self.heading, goal, self.radius, side) for side in (1.0, -1.0)]
        (left, left_length), (right, right_length) = options
        near = np.minimum(left_length, right_length)
        gap = length(goal - self.here)
        self._room(j, np.where(np.isfinite(near), 0.0, 2.0 * self.radius), gap, np.zeros(len(gap), dtype=bool))
        self._arc(np.where(left_length <= right_length, left, -right), self.radius, float(j), level=True)
        self.heading = np.where((length(goal - self.here) > SHORT)[:, None],
                                _unit(goal - self.here), self.heading)  # fmt: skip
        return np.zeros(len(gap))

    def _room(self, j: int, needs: Floats, has: Floats, later: NDArray[np.bool_]) -> None:
        bad = np.flatnonzero((needs > has + SHORT) | (has < SHORT))
        if len(bad) and self.tight is None:
            i = int(bad[0])
            self.tight = TooTight(i, j + int(later[i]), float(needs[i]), float(has[i]))

    def _wide_enough(self, radius: float, j: int, what: str) -> None:
        if radius < self.radius * (1.0 - 1.0e-9) and self.tight is None:
            self.tight = TooTight(0, j, self.radius, radius, what)

    # -- figures -------------------------------------------------------------------------------
    def _loop(self, loiter: Loiter, j: int) -> None:
        self._wide_enough(loiter.radius, j, "loiter")
        n = len(self.here)
        for _ in range(2 * loiter.rounds):
            self._arc(np.full(n, loiter.side * math.pi), loiter.radius, float(j), level=True)
            if loiter.leg > 0.0:
                self._line(np.full(n, loiter.leg), float(j), level=True)

    def _weave(self, weave: Weave, length: Floats, j: int) -> None:
        """As many half waves as fit, in the middle of the leg; entered and left on the leg."""
        self._wide_enough(weave.radius, j, "weave")
        first, entry = weave.entry
        half, n = 0.5 * weave.wavelength, len(length)
        waves = math.floor((float(length.min()) - 2.0 * entry) / half + 1.0e-9)
        if waves < 1:
            waves = 0
            if self.tight is None:
                i = int(np.argmin(length))
                self.tight = TooTight(i, j, 2.0 * entry + half, float(length[i]), "short")
        lead = np.maximum(0.5 * (length - 2.0 * entry - waves * half), 0.0)
        self._line(lead, float(j))
        side = 1.0
        for angle in (first, *[weave.angle] * waves, first):
            for turn in (side, -side):
                self._arc(np.full(n, turn * angle), weave.radius, float(j))
            side = -side
        self._line(lead, float(j))

    def _line(self, length: Floats, leg: float, level: bool = False) -> None:
        self.elements.append(
            Element(self.here, self.heading, np.maximum(length, 0.0), np.zeros(len(length)), leg, level=level)
        )
        self.here = self.here + length[:, None] * self.heading

    def _arc(self, angle: Floats, radius: float, leg: float, level: bool = False) -> None:
        self.elements.append(Element(self.here, self.heading, radius * np.abs(angle), angle, leg, radius, level))
        c, s, side = np.cos(angle), np.sin(angle), np.sign(angle)
        hx, hy = self.heading[:, 0], self.heading[:, 1]
        step = _pair(hx * s - hy * (1.0 - c), hx * (1.0 - c) + hy * s)
        self.here = self.here + (radius * side)[:, None] * step
        self.heading = _pair(hx * c - hy * s, hx * s + hy * c)


def tangent(start: Floats, heading: Floats, goal: Floats, radius: float, side: float) -> tuple[Floats, Floats]:
    """Angle to fly on one circle (side +1: left) until the line to the goal touches it, and the length of the way.

    The length is inf where the goal lies inside the circle.
    """
    centre = start + side * radius * _pair(-heading[:, 1], heading[:, 0])
    away = goal - centre
    distance = np.hypot(away[:, 0], away[:, 1])
    reach = np.maximum(distance, radius)
    bearing = np.arctan2(away[:, 1], away[:, 0]) - side * np.arccos(radius / reach)
    first = np.arctan2(start[:, 1] - centre[:, 1], start[:, 0] - centre[:, 0])
    angle = np.mod(side * (bearing - first), 2.0 * math.pi)
    angle = np.where(angle > 2.0 * math.pi - SHORT, 0.0, angle)  # a goal straight ahead is no full circle away
    return angle, np.where(distance >= radius, radius * angle + np.sqrt(reach**2 - radius**2), np.inf)


def length(step: Floats) -> Floats:
    """(n,) of (n, 2): `np.linalg.norm` takes three times as long for these few, `np.stack` below likewise."""
    return np.asarray(np.sqrt(np.add.reduce(step * step, axis=1)))


def _pair(x: Floats, y: Floats) -> Floats:
    out = np.empty((len(x), 2))
    out[:, 0], out[:, 1] = x, y
    return out


def _unit(step: Floats) -> Floats:
    return np.asarray(step / np.maximum(length(step), SHORT)[:, None])


def _released(e: Element) -> Element:
    return Element(e.start, e.heading, e.length, e.angle, e.leg, e.radius, e.level, True)
