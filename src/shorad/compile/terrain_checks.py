"""Who would fly into the ground, or stand inside it: errors before a run instead of nonsense in it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from shorad.compile.routes import Route, positions
from shorad.compile.track import Floats
from shorad.engine import codes
from shorad.engine.types import Table
from shorad.errors import Issue
from shorad.units import format_si

if TYPE_CHECKING:
    from shorad.compile.flights import Flight
    from shorad.compile.terrain import Ground
    from shorad.compile.values import Now, Resolved

Spots = Callable[["Flight", "Now"], Floats]
GRAZE = 1.0  # m under the surface that count as rounding of the grid


def into_ground(resolved: Resolved, spots: Spots) -> list[Issue]:
    """Errors for routes through the ground, as planned (scatter is not looked at), and for things below it."""
    assert resolved.surface is not None
    ground = resolved.surface.ground
    assert ground is not None
    assert resolved.plan is not None
    issues = [*_buried(resolved, ground)]
    for flight in resolved.plan.flights:
        found = _route(resolved, flight, ground, spots)
        if found is not None:
            issues.append(found)
    return issues


def _buried(resolved: Resolved, ground: Ground) -> Iterator[Issue]:
    now, plan = resolved.now({}), resolved.plan
    assert plan is not None
    names = (("unit", plan.names.units, "defence"), ("asset", plan.names.assets, "assets"))
    for sheet, members, section in names:
        table = plan.sheets[sheet].fill(now)
        under = ground.at(table["x"], table["y"]) - table["z"]
        for row in np.flatnonzero(under > GRAZE)[:1]:
            name = members[row].rpartition(".")[0] if sheet == "unit" else members[row]
            where = section if sheet == "unit" or name in resolved.scenario.assets else "posts"
            z = float(table["z"][row])
            problem = f"{members[row]} stands at {z:.0f} m and the ground there is at {z + under[row]:.0f} m"
            yield resolved.scenario.issue(
                f"{where}.{name}.at", problem, "leave its height out: then it stands on the ground"
            )


def _route(resolved: Resolved, flight: Flight, ground: Ground, spots: Spots) -> Issue | None:
    """The first point of the flight that lies in the ground, at nominal values and at the lowest altitude drawn."""
    for words, now in _altitudes(resolved, flight):
        target = spots(flight, now)
        route, _ = flight.fly(now, target)
        found = _first_hit(route, ground, flight.raised(now))
        if found is not None:
            return _issue(resolved, flight, found, words)
    return None


def _altitudes(resolved: Resolved, flight: Flight) -> Iterator[tuple[str, Now]]:
    now = resolved.now({})
    yield "", now
    quantity = resolved.parameters[flight.altitude].quantity
    if quantity.varies:
        yield f" at its lowest altitude of {format_si(quantity.low, 'length')}", {**now, flight.altitude: quantity.low}


Hit = tuple[int, int, float, float, float, float, float]  # member, leg, x, y, height, ground; its deepest, m


def _first_hit(route: Route, ground: Ground, lowered: float) -> Hit | None:
    """`lowered`: by how much (m) chance may lower the route; a dive then begins later and still ends at its target."""
    ends, hit, deepest = np.cumsum(route.counts), None, 0.0
    for member, (end, count) in enumerate(zip(ends, route.counts, strict=True)):
        for row, leg in zip(route.rows[end - count : end], route.legs[end - count : end], strict=True):
            x, y, z = path_of(row, 0.5 * ground.spacing)
            under = ground.at(x, y) - z + (lowered if row["back"] == 0.0 else 0.0)
            deepest = max(deepest, float(under.max()))
            deep = np.flatnonzero(under > GRAZE)
            if len(deep) and hit is None:
                i = deep[0]
                hit = member, int(leg), float(x[i]), float(y[i]), float(z[i]), float(z[i] + under[i])
    return None if hit is None else (*hit, deepest)


def path_of(row: Table, step: float) -> tuple[Floats, Floats, Floats]:
    """Points (m) along a leg, no more than `step` (m) apart; of one without end a full circle."""
    speed = math.sqrt(float(row["vx"]) ** 2 + float(row["vy"]) ** 2 + float(row["vz"]) ** 2)
    lasts = float(row["duration"])
    if lasts >= codes.FAR:
        lasts = 2.0 * math.pi / abs(float(row["omega"])) if row["omega"] else 0.0
    t = np.linspace(0.0, lasts, max(2, math.ceil(speed * lasts / step) + 1))
    return positions(row, t)


def _issue(resolved: Resolved, flight: Flight, hit: Hit, words: str) -> Issue:
    member, leg, x, y, z, under, deepest = hit
    s = resolved.scenario
    way = "on its way to its target"
    if s.given(f"{flight.path}.route"):
        points = len(flight.group.route or ())
        way = f"after point {leg + 1} of its route" if leg < points else way
    named = (f"{flight.path}.{key}" for key in ("altitude", "route", "from"))
    path = next((p for p in named if s.given(p)), flight.path)
    group = flight.path.rpartition(".")[2]
    problem = (
        f"{group}.{flight.index[member] + 1} flies into the ground {way}{words}: "
        f"{x / 1e3:.2f} km east, {y / 1e3:.2f} km north it is at {z:.0f} m and the ground at {under:.0f} m"
    )
    counts = "above sea level" if s.terrain.altitudes == "sea" else "above the ground, at the points of its route"
    return s.issue(path, problem, f"raise it by more than {deepest:.0f} m, or go round; heights here count {counts}")
