"""Who takes part: entities with dotted names, sorted, and what the engine will see of them.

Where a count is not known exactly the plan has rows for the largest; `build` keeps the members that a draw leaves out
from ever starting.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shorad.catalogue.battery import MEMBERS, PART
from shorad.compile.entities import Rows, wave_name
from shorad.compile.flights import Flight, flights
from shorad.compile.limit_checks import addresses
from shorad.compile.names import Names, hashes, order
from shorad.compile.rows import Binding, Sheet, bindings
from shorad.compile.terrain import fixed_path
from shorad.compile.values import Entity, Resolved
from shorad.engine import types
from shorad.engine.types import Table


@dataclass(frozen=True)
class Plan:
    """Rows to fill, routes to fly, names to label them with."""

    names: Names
    units: list[Entity]
    objects: list[Entity]
    sheets: dict[str, Sheet]
    bindings: dict[str, list[Binding]]
    flights: list[Flight]
    pair: Table
    rosters: dict[str, NDArray[np.int64]]  # count path -> rows of the members, in their order
    mask: tuple[tuple[float, str], ...]  # azimuth in rad, and path of the mask angle there
    used: frozenset[str]  # paths that the model depends on


def expand(resolved: Resolved) -> Plan:
    """The plan of a scenario whose names have been checked."""
    cast = Cast(resolved)
    names = cast.names()
    addresses(resolved, [*names.units, *names.objects, *names.assets, *names.groups, *cast.waves()])
    sheets = Rows(cast).all()
    bound, routes = bindings(sheets), flights(resolved, cast.objects, sheets)
    mask = tuple((azimuth, f"terrain.mask.{key}") for azimuth, key in resolved.scenario.terrain.points)
    used = set(bound).union((path for _, path in mask), *(flight.paths for flight in routes), cast.count_paths())
    if resolved.scenario.birds:
        used.add("birds.rate")
    used.update(path for path in resolved.parameters if fixed_path(path))
    used.update(f"{entry.name}.{PART}.{key}" for entry in resolved.batteries.values() for key in MEMBERS)
    return Plan(
        names=names,
        units=cast.units,
        objects=cast.objects,
        sheets=sheets,
        bindings=bound,
        flights=routes,
        pair=_pairs(names.units, names.objects),
        rosters=cast.rosters(),
        mask=mask,
        used=frozenset(used & resolved.parameters.keys()),
    )


def _pairs(units: tuple[str, ...], objects: tuple[str, ...]) -> Table:
    """Hashes of unit x object and of object x unit, row = unit * n_objects + object."""
    table = np.zeros(len(units) * len(objects), dtype=types.PAIR)
    table["hash"] = hashes(f"{u}|{o}" for u in units for o in objects)
    table["hash_attack"] = hashes(f"{o}|{u}" for u in units for o in objects)
    return table


def largest(resolved: Resolved, path: str) -> int:
    """The largest number that a count may take, over its range and all hypotheses."""
    numbers = [resolved.parameters[path].quantity]
    numbers += [b.overlay[path] for h in resolved.hypotheses.values() for b in h.branches.values() if path in b.overlay]
    return int(max(max(q.high, q.number) for q in numbers))


def munitions_path(resolved: Resolved, g: str) -> str:
    """Where the number of munitions of one carrier of an attack group stands."""
    group = resolved.scenario.attack[g]
    if group.carries and group.carries.munitions is not None:
        return f"attack.{g}.carries.munitions"
    own = f"attack.{g}.set.carrier.munitions"
    return own if own in resolved.parameters else f"{group.system}.carrier.munitions"


def munition_name(resolved: Resolved, g: str) -> str:
    """The system that carriers of an attack group release; empty for who carries nothing."""
    group = resolved.scenario.attack[g]
    if group.carries and group.carries.munition:
        return group.carries.munition
    own = resolved.parameters.get(f"attack.{g}.set.carrier.munition")
    found = own or resolved.parameters.get(f"{group.system}.carrier.munition")
    return str(found.quantity.value) if found else ""


class Cast:
    """Everybody, in row order, and where each stands."""

    def __init__(self, resolved: Resolved) -> None:
        self.resolved = resolved
        self.scenario = resolved.scenario
        self.units = sorted(self._units(), key=lambda e: order(e.name))
        self.objects = sorted(self._objects(), key=lambda e: order(e.name))
        self.posts = sorted(self.scenario.posts, key=order)
        self.assets = sorted([*self.scenario.assets, *self.posts], key=order)
        self.groups = sorted({e.group for e in (*self.units, *self.objects)}, key=order)
        self.unit_row = {e.name: i for i, e in enumerate(self.units)}
        self.object_row = {e.name: i for i, e in enumerate(self.objects)}

    def count(self, path: str) -> int:
        return largest(self.resolved, path)

    def munition(self, g: str) -> str:
        return munition_name(self.resolved, g)

    def munitions_path(self, g: str) -> str:
        return munitions_path(self.resolved, g)

    def count_paths(self) -> set[str]:
        """Paths of all counts of who takes part."""
        paths = {f"{e.path}.count" for e in (*self.units, *self.objects) if e.path != "birds"}
        paths |= {self.munitions_path(g) for g in self.scenario.attack if self.munition(g)}
        return paths | ({"birds.size"} if self.scenario.birds else set())

    def waves(self) -> Iterator[str]:
        """Names of all waves: their hashes must be as different as those of entities."""
        for g, group in self.scenario.attack.items():
            if group.waves:
                last = -(-self.count(f"attack.{g}.count") // int(group.waves.size.number))
                yield from (wave_name(g, i) for i in range(last))

    def rosters(self) -> dict[str, NDArray[np.int64]]:
        """Rows of the members of each group in the air, by the path of its count."""
        members: dict[str, list[int]] = {}
        for row, e in enumerate(self.objects):
            if not e.carrier:
                members.setdefault("birds.size" if e.path == "birds" else f"{e.path}.count", []).append(row)
        return {path: np.array(rows, dtype=np.int64) for path, rows in members.items()}

    def names(self) -> Names:
        return Names(
            units=tuple(e.name for e in self.units),
            objects=tuple(e.name for e in self.objects),
            assets=tuple(self.assets),
            posts=tuple(self.posts),
            groups=tuple(self.groups),
            unit_systems=tuple(e.system for e in self.units),
            object_systems=tuple(e.system for e in self.objects),
        )

    def _units(self) -> Iterator[Entity]:
        for g, group in self.scenario.defence.items():
            for i in range(self.count(f"defence.{g}.count")):
                yield Entity(f"{g}.{i + 1}", g, f"defence.{g}", i, group.system)

    def _objects(self) -> Iterator[Entity]:
        for g, group in self.scenario.attack.items():
            for i in range(self.count(f"attack.{g}.count")):
                yield Entity(f"{g}.{i + 1}", g, f"attack.{g}", i, group.system)
                yield from self._munitions(g, i)
        for g, neutral in self.scenario.neutral.items():
            for i in range(self.count(f"neutral.{g}.count")):
                yield Entity(f"{g}.{i + 1}", g, f"neutral.{g}", i, neutral.system)
        if self.scenario.birds:
            for i in range(self.count("birds.size")):
                yield Entity(f"birds.{i + 1}", "birds", "birds", i, self.scenario.birds.system)

    def _munitions(self, g: str, i: int) -> Iterator[Entity]:
        carried = self.munition(g)
        for j in range(self.count(self.munitions_path(g)) if carried else 0):
            yield Entity(f"{g}.{i + 1}.{carried}.{j + 1}", g, f"attack.{g}", i, carried, f"{g}.{i + 1}", j)
