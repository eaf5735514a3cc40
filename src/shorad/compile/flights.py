"""The routes of one group: from what the scenario says (bearing and range, or waypoints) to segments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from shorad.compile import playback, routes
from shorad.compile.follow import Follow
from shorad.compile.formation import beside, places
from shorad.compile.routes import Limits, Point, Route
from shorad.compile.rows import Sheet
from shorad.compile.track import SHORT, Floats, Loiter, Weave
from shorad.compile.values import Entity, Now, Resolved, number
from shorad.compile.waves import WIND, carried
from shorad.engine import codes
from shorad.engine.types import Table
from shorad.spec import AttackGroup, NeutralGroup, Scenario, Waypoint
from shorad.spec.flight import place_of
from shorad.spec.quantity import Quantity

if TYPE_CHECKING:
    from shorad.compile.terrain import Surface
    from shorad.interop.recording import Aircraft

At = tuple[Quantity, ...]
STEADY = 0.9  # share of its rate of climb that a path over the ground is planned with: arcs between pieces take more
STEEP = 0.5  # largest slope of such a path
FLAT_STEP = 100.0  # m between looks at ground that is flat


def _flat(x: Floats, y: Floats) -> Floats:
    return np.zeros(np.shape(x))


@dataclass(frozen=True)
class Flight:
    """All members of one group, which fly alike."""

    path: str  # of the group
    group: AttackGroup | NeutralGroup
    rows: tuple[int, ...]  # of the members in the object table
    index: tuple[int, ...]  # of the members in the group
    kind: int
    speed: str  # paths
    load: str
    pitch: str
    altitude: str
    paths: frozenset[str]  # everything that the route depends on
    climb: str = ""  # paths of its limits, when it follows the ground
    descent: str = ""
    ground: Surface | None = None  # which it then follows
    recorded: tuple[Aircraft, ...] = ()  # instead of a route
    scenario: Scenario | None = None  # where there is a wind that carries what flies
    surface: Surface | None = None  # what written heights count from, when not from the datum

    def points(self, now: Now, target: Floats) -> Floats:
        """Waypoints (n, w, 3) up to where the attack leg begins; of recorded flights the corners of their room."""
        if self.recorded:
            return playback.box(list(self.recorded))
        if isinstance(self.group, AttackGroup) and self.group.from_:
            route = self._approach(now, target)
        else:
            route = self._abreast(now, self._written(now))
        if isinstance(self.group, AttackGroup) and self.group.formation:
            return self._in_formation(now, route, target, self.group.formation.shape)
        return route

    def course(self, now: Now, points: Floats, target: Floats) -> list[Point]:
        """The waypoints with what is flown at them."""
        legs = self.group.route or ()
        out = [
            self._figure(now, f"{self.path}.route.{j}", points[:, j], leg)
            for j, leg in enumerate(legs or [()] * points.shape[1])
        ]
        if isinstance(self.group, AttackGroup) and self.group.pop_up:
            at, height, climb = (number(now, f"{self.path}.pop_up.{key}") for key in ("range", "height", "climb"))
            top = height + self._ground(target[:, 0], target[:, 1])
            return routes.popping_up(out, target, at, np.broadcast_to(top, len(target)), climb)
        return out

    def _figure(self, now: Now, path: str, at: Floats, leg: object) -> Point:
        if not isinstance(leg, Waypoint):
            return Point(at)
        loiter, weave = None, None
        if leg.loiter:
            speed = number(now, self.speed)
            radius = number(now, f"{path}.loiter.radius") if leg.loiter.radius else speed**2 / number(now, self.load)
            loop = Loiter(1, radius, number(now, f"{path}.loiter.leg"), 1.0 if leg.loiter.turn == "left" else -1.0)
            rounds = round(number(now, f"{path}.loiter.time") * speed / loop.length)
            loiter = replace(loop, rounds=max(1, rounds))
        if leg.weave:
            weave = Weave(number(now, f"{path}.weave.amplitude"), number(now, f"{path}.weave.wavelength"))
        return Point(at, leg.pass_ == "over", loiter, weave)

    def goal(self, now: Now, points: Floats, target: Floats) -> Floats | None:
        """What is flown after the waypoints: over or onto the target, to a station. None: the last of them."""
        if self.kind == codes.STRIKER:
            return self._station(now, points)
        return target if self.kind in (codes.ONE_WAY, codes.DROPPER) else None

    def base(self, now: Now, points: Floats) -> Floats:
        """Where it goes home to: the base, else where it came from."""
        base = points[:, 0].copy()
        if isinstance(self.group, AttackGroup) and self.group.base:
            base[:] = self._position(now, f"{self.path}.base", self.group.base)
        return base

    def shape(self, now: Now, target: Floats) -> Floats:
        """Waypoints with the goal: what must have room for its turns."""
        points = self.points(now, target)
        goal = self.goal(now, points, target)
        return points if goal is None else np.concatenate([points, goal[:, None]], axis=1)

    def fly(self, now: Now, target: Floats) -> tuple[Route, Floats]:
        """Segments of all members, and their bases (n, 3); carried by the wind where the scenario asks for it."""
        if self.recorded:
            return playback.play(list(self.recorded)), np.array([f.position[0] for f in self.recorded])
        route, base = self._lay(now, target)
        return (carried(now, self.scenario, route, self.ground) if self.scenario else route), base

    def _lay(self, now: Now, target: Floats) -> tuple[Route, Floats]:
        points = self.points(now, target)
        limits = self._limits(now, points)
        base, goal = self.base(now, points), self.goal(now, points, target)
        course = self.course(now, points, target)
        if self.kind == codes.STRIKER:
            legs = course[:-1] if goal is None else course
            return routes.to_station(legs, points[:, -1] if goal is None else goal, limits), base
        if goal is None:
            return routes.to_end(course, limits), base
        if self.kind == codes.DROPPER:
            return routes.to_release(course, goal, base, limits), base
        return routes.to_impact(course, goal, limits, self._dive(now)), base

    def _limits(self, now: Now, points: Floats) -> Limits:
        speed = number(now, self.speed)
        limits = Limits(speed, number(now, self.load), number(now, self.pitch))
        if self.group.above_ground is None:
            return limits
        up, down = (STEADY * number(now, path) / speed for path in (self.climb, self.descent))
        ground = self.ground.ground if self.ground else None
        step = 0.5 * ground.spacing if ground else FLAT_STEP
        # the heights of the points hold the stack of a formation alone
        clearance = number(now, f"{self.path}.above_ground") + points[:, 0, 2]
        at = ground.at if ground else _flat
        return replace(limits, follow=Follow(at, clearance, min(up, STEEP), min(down, STEEP), step))

    def _dive(self, now: Now) -> float:
        given = isinstance(self.group, AttackGroup) and self.group.dive is not None
        return number(now, f"{self.path}.dive") if given else routes.DIVE_ANGLE

    def raised(self, now: Now) -> float:
        """By how much (m) chance may raise or lower the whole route."""
        waves = isinstance(self.group, AttackGroup) and self.group.waves
        more = number(now, f"{self.path}.waves.jitter.height") if waves else 0.0
        return number(now, f"{self.path}.jitter.height") + more

    def own(self, resolved: Resolved, full: str) -> str:
        """Where a catalogue value of this group stands: its own, else its system's."""
        mine = f"{self.path}.set.{full}"
        return mine if mine in resolved.parameters else f"{self.group.system}.{full}"

    # -- as written ------------------------------------------------------------------------
    def _position(self, now: Now, path: str, at: At) -> Floats:
        z = number(now, f"{path}.2") if len(at) > 2 else number(now, self.altitude)
        x, y = number(now, f"{path}.0"), number(now, f"{path}.1")
        if self.group.above_ground is not None:
            return np.array([x, y, 0.0])
        return np.array([x, y, z + self._ground(x, y)])

    def _ground(self, x: Floats | float, y: Floats | float) -> Floats | float:
        return self.surface.at(x, y) if self.surface else 0.0

    def _written(self, now: Now) -> Floats:
        route = self.group.route or ()
        paths = (f"{self.path}.route.{i}{'.at' if isinstance(leg, Waypoint) else ''}" for i, leg in enumerate(route))
        return np.array([self._position(now, path, place_of(leg)) for path, leg in zip(paths, route, strict=True)])

    def _abreast(self, now: Now, route: Floats) -> Floats:
        """One route for each member, side by side across its first leg."""
        n = int(number(now, f"{self.path}.count"))
        side = np.array([0.0, 1.0])
        if len(route) > 1:
            step = route[1, :2] - route[0, :2]
            side = np.array([-step[1], step[0]]) / max(float(np.hypot(*step)), SHORT)
        place = np.array(self.index) - (n - 1) / 2.0
        out = np.repeat(route[None], len(self.index), axis=0)
        out[:, :, :2] += (place * number(now, f"{self.path}.width"))[:, None, None] * side
        return out

    def _wave(self, count: int) -> int:
        """Members of one wave; all of them without waves."""
        waves = self.group.waves if isinstance(self.group, AttackGroup) else None
        return int(waves.size.number) if waves else max(count, 1)

    def _in_formation(self, now: Now, route: Floats, target: Floats, shape: str) -> Floats:
        """Each at its place beside the common route, wave by wave."""
        size, spacing = (
            self._wave(int(number(now, f"{self.path}.count"))),
            number(now, f"{self.path}.formation.spacing"),
        )
        place = np.array(self.index) % size
        left, behind = (spacing * places(shape, place, size)).T
        goal = self.goal(now, route, target)
        out = beside(route, route[:, -1, :2] if goal is None else goal[:, :2], left, behind)
        out[:, :, 2] += (place * number(now, f"{self.path}.formation.stack"))[:, None]
        return out

    def _approach(self, now: Now, target: Floats) -> Floats:
        """Starting points on an arc about the target, spread evenly over `width`."""
        n, index = int(number(now, f"{self.path}.count")), np.array(self.index)
        if isinstance(self.group, AttackGroup) and self.group.formation:  # a formation spreads wave by wave
            size = self._wave(n)
            n, index = -(-n // size), index // size
        bearing, distance, width = (number(now, f"{self.path}.from.{key}") for key in ("bearing", "range", "width"))
        angle = bearing + width * ((index + 0.5) / max(n, 1) - 0.5)
        out = np.empty((len(self.index), 1, 3))
        out[:, 0, 0] = target[:, 0] + distance * np.sin(angle)
        out[:, 0, 1] = target[:, 1] + distance * np.cos(angle)
        out[:, 0, 2] = 0.0
        if self.group.above_ground is None:
            out[:, 0, 2] = number(now, self.altitude) + self._ground(out[:, 0, 0], out[:, 0, 1])
        return out

    def _station(self, now: Now, points: Floats) -> Floats | None:
        assert isinstance(self.group, AttackGroup)
        if self.group.station is None:
            return None
        at = self._position(now, f"{self.path}.station.at", self.group.station.at)
        return np.repeat(at[None], len(points), axis=0)


def targets(flight: Flight, tables: Mapping[str, Table]) -> Floats:
    """Where each member's target stands (n, 3); the origin for who has none."""
    out = np.zeros((len(flight.rows), 3))
    rows = np.array(flight.rows)
    for field, table in (("target_asset", "asset"), ("target_unit", "unit")):
        aim = tables["obj"][field][rows]
        has = aim >= 0
        if has.any():
            out[has] = np.stack([tables[table][axis][aim[has]] for axis in "xyz"], axis=1)
    return out


def flights(resolved: Resolved, objects: Sequence[Entity], sheets: Mapping[str, Sheet]) -> list[Flight]:
    """One flight for each group of the attack and of the traffic that has members."""
    members: dict[str, list[tuple[int, Entity]]] = {}
    for row, entity in enumerate(objects):
        if not entity.carrier and entity.path != "birds":
            members.setdefault(entity.path, []).append((row, entity))
    return [_flight(resolved, path, found, sheets) for path, found in members.items()]


def _flight(resolved: Resolved, path: str, members: list[tuple[int, Entity]], sheets: Mapping[str, Sheet]) -> Flight:
    section, _, name = path.partition(".")
    group = getattr(resolved.scenario, section)[name]

    def own(full: str) -> str:
        mine = f"{path}.set.{full}"
        return mine if mine in resolved.parameters else f"{group.system}.{full}"

    altitude = f"{path}.altitude" if group.altitude is not None else own("airframe.altitude")
    speed, load, pitch = own("airframe.speed"), own("airframe.load"), own("airframe.load_pitch")
    rows = [sheets["obj"].rows[row] for row, _ in members]
    geometry = {
        p
        for p in resolved.parameters
        if p.startswith(tuple(f"{path}.{key}." for key in ("from", "route", "station", "base", "formation", "pop_up")))
        or p in (f"{path}.width", f"{path}.dive", f"{path}.above_ground", f"{path}.waves.size")
    }
    for row in rows:
        for field, sheet in (("target_asset", "asset"), ("target_unit", "unit")):
            at = row[field]
            if isinstance(at, int) and at >= 0:
                cells = (sheets[sheet].rows[at][axis] for axis in "xyz")
                geometry.update(p for cell in cells if not isinstance(cell, float | int | tuple) for p in cell.paths)
    if group.above_ground is not None:
        geometry |= {own("airframe.climb_max"), own("airframe.descent_max")}
    wind = resolved.scenario.weather.wind
    windy = wind is not None and wind.flight
    return Flight(
        path=path,
        group=group,
        rows=tuple(row for row, _ in members),
        index=tuple(entity.index for _, entity in members),
        kind=int(rows[0]["kind"]),  # type: ignore[arg-type]
        speed=speed,
        load=load,
        pitch=pitch,
        altitude=altitude,
        paths=frozenset(geometry | {speed, load, pitch, altitude} | (set(WIND) if windy else set())),
        climb=own("airframe.climb_max"),
        descent=own("airframe.descent_max"),
        ground=resolved.surface,
        recorded=tuple(resolved.recordings.get(name, ())) if section == "neutral" else (),
        scenario=resolved.scenario if windy else None,
        surface=resolved.surface if resolved.scenario.terrain.altitudes == "ground" else None,
    )
