"""What does not fit on the map or in time: errors of routes, and warnings about what is probably not meant."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np

from shorad.compile import gnss, levels
from shorad.compile.checks import word
from shorad.compile.flights import Flight
from shorad.compile.plan import Plan, munition_name
from shorad.compile.routes import Route
from shorad.compile.rows import Row
from shorad.compile.terrain import Box
from shorad.compile.terrain_checks import into_ground
from shorad.compile.track import SHORT, Floats, TooTight
from shorad.compile.values import Now, Resolved, number
from shorad.errors import Issue

GROUND_NEEDED = 60e3  # m


def after(resolved: Resolved) -> list[Issue]:
    """Errors of geometry, once it is known who flies where; warnings go to `resolved.warnings`."""
    issues = [*_geometry(resolved), *_birds(resolved)]
    if not issues and resolved.surface is not None:
        issues += into_ground(resolved, partial(_spot, resolved))
    if not issues:
        for issue in (*_unattacked(resolved), *_out_of_reach(resolved), *_late(resolved), *_beyond_munition(resolved)):
            resolved.warnings.add(issue)
        for issue in (*gnss.warnings(resolved), *levels.warnings(resolved)):
            resolved.warnings.add(issue)
    return issues


# -- geometry ------------------------------------------------------------------------------
def area(resolved: Resolved) -> Box:
    """West, south, east, north (m) of all that stands on the ground or flies by a route, at nominal values.

    Of routes only what is within `GROUND_NEEDED` of what stands: farther off the ground hides nothing from anybody, and
    a passing airliner must not make the grid coarser for all others.
    """
    plan, now = _plan(resolved), resolved.now({})
    found = [_where(row, now)[:2] for name in ("unit", "post", "asset") for row in plan.sheets[name].rows]
    stands = np.array(found or [(0.0, 0.0)])
    low, high = stands.min(axis=0) - GROUND_NEEDED, stands.max(axis=0) + GROUND_NEEDED
    for flight in plan.flights:
        spots = _spot(resolved, flight, now)
        shape = flight.shape(now, spots)
        flown = np.vstack([_between(shape[..., :2]), flight.base(now, shape)[:, :2]])
        found += [tuple(p) for p in flown[((flown >= low) & (flown <= high)).all(axis=1)]]
    points = np.array(found or [(0.0, 0.0)])
    (west, south), (east, north) = points.min(axis=0).tolist(), points.max(axis=0).tolist()
    return west, south, east, north


def _between(shape: Floats) -> Floats:
    """Points along routes (members, points, 2): the corners and 40 steps between any two."""
    part = np.linspace(0.0, 1.0, 41)[:, None, None, None]
    first, last = shape[:, :-1], shape[:, 1:]
    return np.vstack([shape.reshape(-1, 2), (first + part * (last - first)).reshape(-1, 2)])


def _plan(resolved: Resolved) -> Plan:
    if resolved.plan is None:
        raise TypeError("geometry is checked after the plan is made")
    return resolved.plan


def _where(row: Row, now: Now) -> tuple[float, float, float]:
    """Position of a row that is not filled yet, m."""
    x, y, z = (row[axis] if isinstance(row[axis], float | int) else row[axis].value(now) for axis in "xyz")  # type: ignore[union-attr]
    return float(x), float(y), float(z)  # type: ignore[arg-type]


def _spot(resolved: Resolved, flight: Flight, now: Now) -> Floats:
    """Where each member's target stands (n, 3)."""
    sheets, out = _plan(resolved).sheets, np.zeros((len(flight.rows), 3))
    for i, row in enumerate(flight.rows):
        for field, sheet in (("target_asset", "asset"), ("target_unit", "unit")):
            at = sheets["obj"].rows[row][field]
            if isinstance(at, int) and at >= 0:
                out[i] = _where(sheets[sheet].rows[at], now)
    return out


def _extreme(resolved: Resolved, path: str, high: bool) -> float:
    """The largest or smallest value that a number may take, over its range and all hypotheses."""
    all_ = [resolved.parameters[path].quantity]
    all_ += [b.overlay[path] for h in resolved.hypotheses.values() for b in h.branches.values() if path in b.overlay]
    return max(max(q.high, q.number) for q in all_) if high else min(min(q.low, q.number) for q in all_)


def _geometry(resolved: Resolved) -> Iterator[Issue]:
    """Turns must fit at the highest speed and the lowest load that a draw may give."""
    now = resolved.now({})
    for flight in _plan(resolved).flights:
        worst = {
            flight.speed: _extreme(resolved, flight.speed, True),
            flight.load: _extreme(resolved, flight.load, False),
            flight.pitch: _extreme(resolved, flight.pitch, False),
        }
        route, _ = flight.fly({**now, **worst}, _spot(resolved, flight, now))
        radius, tight = worst[flight.speed] ** 2 / worst[flight.load], route.tight
        path = f"{flight.path}.route"
        if not resolved.scenario.given(path):
            path = f"{flight.path}.from"
        yield from _too_steep(resolved, flight, route, path, now)
        if tight is None:
            continue
        if tight.what != "turn":
            yield resolved.scenario.issue(f"{path}.{tight.corner}", *_figure_words(tight))
        elif tight.has < SHORT:
            yield resolved.scenario.issue(path, "two points of the route lie over each other", "move one of them")
        else:
            problem = f"too tight: its turns need {tight.needs / 1e3:.2g} km of a leg of {tight.has / 1e3:.2g} km"
            right = (
                f"its turning radius is up to {radius / 1e3:.2g} km: move point {tight.corner + 1} or open the angle"
            )
            yield resolved.scenario.issue(path, problem, right)


def _figure_words(tight: TooTight) -> tuple[str, str]:
    if tight.what == "short":
        problem = f"half a weave needs {tight.needs / 1e3:.2g} km and its leg has {tight.has / 1e3:.2g} km"
        return problem, "shorten the wavelength or lengthen the leg"
    problem = f"the {tight.what} has arcs of {tight.has:.0f} m and its turning radius is up to {tight.needs:.0f} m"
    return problem, "raise the radius" if tight.what == "loiter" else "raise the wavelength or lower the amplitude"


def _too_steep(resolved: Resolved, flight: Flight, route: Route, path: str, now: Now) -> Iterator[Issue]:
    """Changes of the angle of climb must have room, and nobody climbs or descends faster than the system can."""
    s = resolved.scenario
    if route.tight is None and route.steep >= 0:
        problem = f"leg {route.steep + 1} is too short for its changes of the angle of climb"
        yield s.issue(path, problem, "lengthen it, or bring the heights of its ends together")
        return
    nominal, _ = flight.fly(now, _spot(resolved, flight, now))
    if (raised := flight.raised(now)) > nominal.spare:
        problem = f"heights may change by {raised:.0f} m and the dive leaves room for {nominal.spare:.0f} m"
        yield s.issue(f"{flight.path}.jitter", problem, "lower jitter.height, fly higher, or start farther away")
    for what, key, rate in (("climbs", "climb_max", nominal.climb), ("descends", "descent_max", nominal.descent)):
        limit = flight.own(resolved, f"airframe.{key}")
        if limit in resolved.parameters and rate > (most := _extreme(resolved, limit, True)) * (1.0 + 1e-9):
            problem = f"{what} at {rate:.3g} m/s and {flight.group.system} {what} at {most:.3g} m/s at most"
            yield s.issue(
                path, problem, f"spread the change of height over more distance, or set: {{airframe.{key}: ...}}"
            )


def _birds(resolved: Resolved) -> Iterator[Issue]:
    s = resolved.scenario
    if s.birds is None:
        return
    expected = _extreme(resolved, "birds.rate", True) * s.duration.number
    if expected > 0.5 * s.birds.size.number:
        right = f"raise size to {int(np.ceil(4 * expected))} or more: birds that find no slot would be lost"
        yield s.issue(
            "birds", f"{expected:.3g} birds are expected and there are {s.birds.size.number:.0f} slots", right
        )


# -- warnings ------------------------------------------------------------------------------
def _unattacked(resolved: Resolved) -> Iterator[Issue]:
    s = resolved.scenario
    targets = {group.target for group in s.attack.values()}
    for name in s.assets:
        if name not in targets:
            yield s.issue(f"assets.{name}", "nobody attacks this asset", f'an attack group needs "target: {name}"')


def _weapon_reach(resolved: Resolved) -> list[tuple[float, float, float]]:
    """x, y and longest weapon range of each unit, m."""
    now, out = resolved.now({}), []
    for entity, row in zip(_plan(resolved).units, _plan(resolved).sheets["unit"].rows, strict=True):
        reach = 0.0
        for full in ("missile.range_max", "gun.range_max"):
            for path in (f"{entity.path}.set.{full}", f"{entity.system}.{full}"):
                if path in resolved.parameters:
                    reach = max(reach, _extreme(resolved, path, True))
                    break
        x, y, _ = _where(row, now)
        out.append((x, y, reach))
    return out


def _out_of_reach(resolved: Resolved) -> Iterator[Issue]:
    """Attackers whose whole route stays outside every weapon's range. A striker leaves its route: not judged."""
    now, units = resolved.now({}), _weapon_reach(resolved)
    if not units:
        return
    for flight in _plan(resolved).flights:
        if (
            not flight.path.startswith("attack.")
            or word(resolved, flight.path, flight.group.system, "airframe.kind") == "striker"
        ):
            continue
        shape = flight.shape(now, _spot(resolved, flight, now))
        if all(_nearest(shape, x, y) > reach for x, y, reach in units):
            right = "no weapon can act on it: check the route and the positions"
            yield resolved.scenario.issue(flight.path, "its route never comes within the range of any weapon", right)


def _nearest(points: Floats, x: float, y: float) -> float:
    """Smallest ground distance of (x, y) from the legs of any member, m."""
    a, b = points[:, :-1, :2], points[:, 1:, :2]
    step, spot = b - a, np.array([x, y])
    length = np.maximum(np.sum(step**2, axis=-1), 1e-12)
    t = np.clip(np.sum((spot - a) * step, axis=-1) / length, 0.0, 1.0)
    return float(np.min(np.linalg.norm(a + t[..., None] * step - spot, axis=-1)))


def _late(resolved: Resolved) -> Iterator[Issue]:
    """Groups of which nobody reaches the goal before the end, at nominal values."""
    s, now = resolved.scenario, resolved.now({})
    for flight in _plan(resolved).flights:
        route, _ = flight.fly(now, _spot(resolved, flight, now))
        end = np.cumsum(route.counts)
        takes = min(float(route.rows["duration"][e - n : e].sum()) for e, n in zip(end, route.counts, strict=True))
        takes += number(now, f"{flight.path}.start.at")
        if flight.path.startswith("attack.") and takes > s.duration.number:
            problem = f"needs {takes / 60:.3g} min and the scenario ends after {s.duration.number / 60:.3g} min"
            yield s.issue(flight.path, problem, "lengthen duration or start nearer")


def _beyond_munition(resolved: Resolved) -> Iterator[Issue]:
    s = resolved.scenario
    for name, group in s.attack.items():
        own = f"attack.{name}.set.striker.standoff"
        standoff = resolved.parameters.get(own) or resolved.parameters.get(f"{group.system}.striker.standoff")
        reach = resolved.parameters.get(f"{munition_name(resolved, name)}.munition.range")
        if standoff and reach and standoff.quantity.number > reach.quantity.high:
            yield s.issue(
                f"attack.{name}", "it stands off farther than its munition flies", "lower striker.standoff with set:"
            )
