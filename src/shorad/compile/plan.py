"""Who takes part: entities with dotted names, sorted, and for each the row that the engine will see.

Where a count is not known exactly the plan has rows for the largest; `build` keeps the members that a draw leaves out
from ever starting.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from shorad.catalogue import KEYS, System
from shorad.compile.flights import Flight, flights
from shorad.compile.names import Names, hashes, name_hash, order
from shorad.compile.rows import WORDS, Binding, Coded, Field, Linear, OnRing, Row, Sheet, Spread, bindings, one
from shorad.compile.values import Parameter, Resolved
from shorad.engine import codes, types
from shorad.engine.types import Table
from shorad.spec import AttackGroup, Birds, DefenceGroup, EmissionPlan, NeutralGroup, Ring
from shorad.spec.quantity import Quantity

Rows = NDArray[np.int64]
Group = DefenceGroup | AttackGroup | NeutralGroup | Birds

TYPE_TABLES = {  # component of a fire unit -> table, and the field of UNIT that holds its row
    "search_radar": ("radar", types.RADAR),
    "tracking_radar": ("tracker", types.TRACKER),
    "optics": ("optics", types.OPTICS),
    "missile": ("missile", types.MISSILE_TYPE),
    "gun": ("gun", types.GUN_TYPE),
}
KINDS = {
    "one_way": codes.ONE_WAY,
    "dropper": codes.DROPPER,
    "striker": codes.STRIKER,
    "munition": codes.MUNITION,
    "traffic": codes.TRAFFIC,
    "phantom": codes.PHANTOM,
}


@dataclass(frozen=True)
class Entity:
    """One thing with a name: which group it belongs to, its number there, what it is."""

    name: str
    group: str  # name of the group
    path: str  # of the group in the scenario
    index: int  # in the group, from 0
    system: str
    carrier: str = ""  # of a munition
    serial: int = -1


@dataclass
class Plan:
    """Rows to fill, routes to fly, names to label them with."""

    names: Names
    units: list[Entity]
    objects: list[Entity]
    sheets: dict[str, Sheet]
    bindings: dict[str, list[Binding]]
    flights: list[Flight]
    pair: Table
    rosters: dict[str, Rows] = field(default_factory=dict)  # count path -> rows of the members, in their order
    mask_paths: tuple[str, ...] = ()
    used: set[str] = field(default_factory=set)


def expand(resolved: Resolved) -> Plan:
    """The plan of a scenario whose names have been checked."""
    return _Expansion(resolved).plan()


def largest(resolved: Resolved, path: str) -> int:
    """The largest number that a count may take, over its range and all hypotheses."""
    numbers = [resolved.parameters[path].quantity]
    numbers += [b.overlay[path] for h in resolved.hypotheses.values() for b in h.branches.values() if path in b.overlay]
    return int(max(max(q.high, q.number) for q in numbers))


def count_paths(resolved: Resolved) -> set[str]:
    """Paths whose value changes who takes part, beside plain numbers."""
    scenario = resolved.scenario
    paths = {f"defence.{g}.count" for g in scenario.defence} | {f"neutral.{g}.count" for g in scenario.neutral}
    for g, group in scenario.attack.items():
        paths |= {f"attack.{g}.count", munitions_path(g, group)}
    return (paths | {"birds.size"}) & resolved.parameters.keys()


def munitions_path(g: str, group: AttackGroup) -> str:
    """Where the number of munitions of one carrier of this group stands."""
    if group.carries and group.carries.munitions is not None:
        return f"attack.{g}.carries.munitions"
    full = "carrier.munitions"
    return f"attack.{g}.set.{full}" if full in group.set else f"{group.system}.{full}"


def munition_name(resolved: Resolved, g: str) -> str:
    """The system that carriers of this attack group release."""
    group = resolved.scenario.attack[g]
    if group.carries and group.carries.munition:
        return group.carries.munition
    path = f"attack.{g}.set.carrier.munition"
    found = resolved.parameters.get(path) or resolved.parameters.get(f"{group.system}.carrier.munition")
    return str(found.quantity.value) if found else ""


class _Expansion:
    """The state of one expansion: lookups that every row needs."""

    def __init__(self, resolved: Resolved) -> None:
        self.resolved = resolved
        self.scenario = resolved.scenario
        self.parameters: dict[str, Parameter] = resolved.parameters
        self.units = sorted(self._units(), key=lambda e: order(e.name))
        self.objects = sorted(self._objects(), key=lambda e: order(e.name))
        self.posts = sorted(self.scenario.posts, key=order)
        self.assets = sorted([*self.scenario.assets, *self.posts], key=order)
        self.groups = sorted({e.group for e in (*self.units, *self.objects)}, key=order)
        self.unit_row = {e.name: i for i, e in enumerate(self.units)}
        self.object_row = {e.name: i for i, e in enumerate(self.objects)}
        self.types: dict[str, dict[tuple[object, ...], int]] = {name: {} for name, _ in TYPE_TABLES.values()}
        self.sheets = {name: Sheet(dtype) for name, dtype in TYPE_TABLES.values()}

    def plan(self) -> Plan:
        everyone = [*(e.name for e in self.units), *(e.name for e in self.objects), *self.assets, *self.groups]
        hashes(dict.fromkeys(everyone))
        self.sheets["unit"] = Sheet(types.UNIT, [self._unit(e) for e in self.units])
        self.sheets["post"] = Sheet(types.POST, [self._post(name) for name in self.posts])
        self.sheets["obj"] = Sheet(types.OBJECT, [self._object(e) for e in self.objects])
        self.sheets["asset"] = Sheet(types.ASSET, [self._asset(name) for name in self.assets])
        self.sheets["par"] = Sheet(types.PARAMETERS, [self._parameters()])
        bound = bindings(self.sheets)
        routes = flights(self.resolved, self.objects, self.sheets)
        mask = tuple(f"terrain.mask.{key}" for _, key in self.scenario.terrain.points)
        used = set(bound).union(mask, *(flight.paths for flight in routes)) | count_paths(self.resolved)
        return Plan(
            names=self._names(),
            units=self.units,
            objects=self.objects,
            sheets=self.sheets,
            bindings=bound,
            flights=routes,
            pair=_pairs([e.name for e in self.units], [e.name for e in self.objects]),
            rosters=self._rosters(),
            mask_paths=mask,
            used=used & self.parameters.keys(),
        )

    def _rosters(self) -> dict[str, Rows]:
        members: dict[str, list[int]] = {}
        for row, e in enumerate(self.objects):
            if not e.carrier:
                members.setdefault("birds.size" if e.path == "birds" else f"{e.path}.count", []).append(row)
        return {path: np.array(rows, dtype=np.int64) for path, rows in members.items()}

    # -- who -------------------------------------------------------------------------------
    def _count(self, path: str) -> int:
        return largest(self.resolved, path)

    def _units(self) -> Iterator[Entity]:
        for g, group in self.scenario.defence.items():
            for i in range(self._count(f"defence.{g}.count")):
                yield Entity(f"{g}.{i + 1}", g, f"defence.{g}", i, group.system)

    def _objects(self) -> Iterator[Entity]:
        for g, group in self.scenario.attack.items():
            carried = munition_name(self.resolved, g)
            for i in range(self._count(f"attack.{g}.count")):
                yield Entity(f"{g}.{i + 1}", g, f"attack.{g}", i, group.system)
                for j in range(self._count(munitions_path(g, group)) if carried else 0):
                    name = f"{g}.{i + 1}.{carried}.{j + 1}"
                    yield Entity(name, g, f"attack.{g}", i, carried, f"{g}.{i + 1}", j)
        for g, neutral in self.scenario.neutral.items():
            for i in range(self._count(f"neutral.{g}.count")):
                yield Entity(f"{g}.{i + 1}", g, f"neutral.{g}", i, neutral.system)
        if self.scenario.birds:
            for i in range(self._count("birds.size")):
                yield Entity(f"birds.{i + 1}", "birds", "birds", i, self.scenario.birds.system)

    def _names(self) -> Names:
        return Names(
            units=tuple(e.name for e in self.units),
            objects=tuple(e.name for e in self.objects),
            assets=tuple(self.assets),
            posts=tuple(self.posts),
            groups=tuple(self.groups),
            unit_systems=tuple(e.system for e in self.units),
            object_systems=tuple(e.system for e in self.objects),
        )

    # -- cells -----------------------------------------------------------------------------
    def _group(self, e: Entity) -> Group | None:
        section, _, g = e.path.partition(".")
        return self.scenario.birds if section == "birds" else getattr(self.scenario, section)[g]  # type: ignore[no-any-return]

    def _path(self, e: Entity, full: str) -> str:
        """Where the value of a component key stands for this entity: its group's own, or the system's."""
        own = f"{e.path}.set.{full}"
        return own if own in self.parameters and not e.carrier else f"{e.system}.{full}"

    def _cell(self, e: Entity, component: str, key: str) -> Field:
        kind, full = KEYS[component][key].kind, f"{component}.{key}"
        path = self._path(e, full)
        if kind == "classes":
            return tuple(one(self._path(e, f"{full}.{name}")) for name in codes.TARGET_CLASSES)
        if kind == "word":
            return Coded(path, WORDS[key])
        if kind == "chance":
            return Spread(path, self.parameters[path].quantity.spread)
        return one(path)

    def _component(self, e: Entity, component: str, dtype: np.dtype[np.void], skip: tuple[str, ...] = ()) -> Row:
        """Every field of a table that carries the name of a key of this component."""
        system: System = self.resolved.systems[e.system]
        if not system.has(component):
            return {}
        wanted = [key for key in KEYS[component] if key in (dtype.names or ()) and key not in skip]
        return {key: self._cell(e, component, key) for key in wanted}

    def _type_row(self, e: Entity, component: str) -> int:
        """Row of the type that this unit has, -1 without. Units share it unless their group sets one of its values."""
        if not self.resolved.systems[e.system].has(component):
            return -1
        table, dtype = TYPE_TABLES[component]
        own = any(path.startswith(f"{e.path}.set.{component}.") for path in self.parameters)
        known = self.types[table]
        key = (e.system, e.group if own else "")
        if key not in known:
            known[key] = len(known)
            self.sheets[table].rows.append(self._component(e, component, dtype))
        return known[key]

    def _at(self, path: str, at: tuple[Quantity, ...]) -> Row:
        return {axis: one(f"{path}.{i}") if i < len(at) else 0.0 for i, axis in enumerate("xyz")}

    # -- rows ------------------------------------------------------------------------------
    def _unit(self, e: Entity) -> Row:
        group = self.scenario.defence[e.group]
        row: Row = {
            "hash": name_hash(e.name),
            "group": self.groups.index(e.group),
            "group_hash": name_hash(e.group),
            "mask": 0 if self.scenario.terrain.mask else -1,
            "post": self.posts.index(group.post) if group.post else -1,
            **self._component(e, "vehicle", types.UNIT),
            **self._component(e, "crew", types.UNIT),
            **self._position(e, group),
            **self._doctrine(e, group),
        }
        for component, (table, _) in TYPE_TABLES.items():
            row[table] = self._type_row(e, component)
        for key in ("missiles", "rounds", "loads", "operators", "salvo"):
            if getattr(group, key) is not None:
                row[key] = one(f"{e.path}.{key}")
        return row

    def _position(self, e: Entity, group: DefenceGroup) -> Row:
        path = f"{e.path}.at"
        if isinstance(group.at, Ring):
            turn = e.index / self._count(f"{e.path}.count")
            z: Field = one(f"{path}.centre.2") if len(group.at.centre) > 2 else 0.0
            return {"x": OnRing(path, turn, 0), "y": OnRing(path, turn, 1), "z": z}
        if isinstance(group.at[0], Quantity):
            return self._at(path, group.at)  # type: ignore[arg-type]
        return self._at(f"{path}.{e.index}", group.at[e.index])  # type: ignore[arg-type]

    def _doctrine(self, e: Entity, group: DefenceGroup) -> Row:
        row: Row = {
            "readiness": tuple(one(f"{e.path}.readiness.{state}") for state in codes.READINESS),
            "readiness_correlation": one(f"{e.path}.readiness_correlation"),
            "cue_range": one(f"{e.path}.cue_range"),
            "roe": Coded(f"{e.path}.roe", WORDS["roe"]),
            "doctrine": Coded(f"{e.path}.doctrine", WORDS["doctrine"]),
            "sector_centre": 0.0,
            "sector_width": np.pi,  # half width: all round
            "jam_noise_rise": 1.0,
        }
        if isinstance(group.emission, EmissionPlan):
            row["emission"] = int(codes.EMIT_PLAN)
            row["emission_on"], row["emission_off"] = one(f"{e.path}.emission.on"), one(f"{e.path}.emission.off")
        else:
            row["emission"] = Coded(f"{e.path}.emission", WORDS["emission"])
        if group.sector:
            row["sector_centre"] = one(f"{e.path}.sector.centre")
            row["sector_width"] = one(f"{e.path}.sector.width", 0.5)
        if group.jamming:
            row["jam_noise_rise"] = one(f"{e.path}.jamming.noise_rise")
            row["jam_azimuth"] = one(f"{e.path}.jamming.azimuth")
            row["jam_width"] = one(f"{e.path}.jamming.width", 0.5)
        return row

    def _post(self, name: str) -> Row:
        post, path = self.scenario.posts[name], f"posts.{name}"
        lead = [i for i, e in enumerate(self.units) if self.scenario.defence[e.group].post == name]
        return {
            "hash": name_hash(name),
            **self._component(Entity(name, name, path, 0, post.system), "post", types.POST),
            **self._at(f"{path}.at", post.at),
            "lost_at": codes.FAR if post.lost_at is None else one(f"{path}.lost_at"),
            "lead": lead[0] if lead else -1,
            "asset": self.assets.index(name),
        }

    def _asset(self, name: str) -> Row:
        if name in self.scenario.posts:
            body = self._component(
                Entity(name, name, f"posts.{name}", 0, self.scenario.posts[name].system), "post", types.ASSET
            )
            at = self._at(f"posts.{name}.at", self.scenario.posts[name].at)
            return {"hash": name_hash(name), **body, **at, "hits_to_lose": 1, "post": self.posts.index(name)}
        path = f"assets.{name}"
        keys = ("value", "radius", "keep_out", "hits_to_lose", "price")
        at = self._at(f"{path}.at", self.scenario.assets[name].at)
        return {"hash": name_hash(name), **at, **{key: one(f"{path}.{key}") for key in keys}, "post": -1}

    def _object(self, e: Entity) -> Row:
        row: Row = {"hash": name_hash(e.name), "group": self.groups.index(e.group), "segs": 0}
        row["kind"] = int(KINDS[str(self.parameters[self._path(e, "airframe.kind")].quantity.value)])
        row.update(target_asset=-1, target_unit=-1, carrier=-1, serial=-1, munition0=-1)
        for component in ("airframe", "warhead", "munition", "carrier", "striker"):
            row.update(self._component(e, component, types.OBJECT, skip=("kind", "munitions")))
        group = self._group(e)
        if isinstance(group, AttackGroup):
            row.update(self._carried(e) if e.carrier else self._attacker(e, group))
        elif isinstance(group, NeutralGroup):
            row.update(self._start(e), side=int(codes.NEUTRAL), in_corridor=one(f"{e.path}.corridor"))
            if group.iff:
                row["iff_state"] = Coded(f"{e.path}.iff", WORDS["iff_state"])
        else:
            row.update(self._bird())
        return row

    def _start(self, e: Entity) -> Row:
        at = Linear(((f"{e.path}.start.at", 1.0), (f"{e.path}.start.every", float(e.index))))
        return {"start": at, "start_jitter": one(f"{e.path}.start.jitter")}

    def _attacker(self, e: Entity, group: AttackGroup) -> Row:
        row: Row = {"side": int(codes.HOSTILE), **self._start(e), **self._aim(e, group)}
        carried = munition_name(self.resolved, e.group)
        if f"{e.name}.{carried}.1" in self.object_row:
            row["munition0"] = self.object_row[f"{e.name}.{carried}.1"]
            row["munitions"] = one(munitions_path(e.group, group))
        if self.resolved.systems[e.system].has("striker"):
            row["release_range"] = self._cell(e, "striker", "standoff")
        return row

    def _aim(self, e: Entity, group: AttackGroup) -> Row:
        """What it goes for: an asset or post, one unit, or the units of a group in turn."""
        target = group.target
        if target in self.assets:
            return {"target_asset": self.assets.index(target)}
        if target in self.unit_row:
            return {"target_unit": self.unit_row[target]}
        members = [i for i, unit in enumerate(self.units) if unit.group == target]
        return {"target_unit": members[e.index % len(members)]} if members else {}

    def _carried(self, e: Entity) -> Row:
        row = self.object_row[e.carrier]
        return {"side": int(codes.HOSTILE), "start": codes.FAR, "carrier": row, "serial": e.serial}

    def _bird(self) -> Row:
        """Arrival times are the engine's; `build` sets their spread. The ceiling goes where a striker's stand-off is."""
        birds = self.scenario.birds
        assert birds is not None
        return {
            "side": int(codes.BIRD),
            "release_range": one("birds.radius"),
            "standoff": one(f"{birds.system}.airframe.altitude"),
            "base_x": one("birds.centre.0"),
            "base_y": one("birds.centre.1"),
        }

    def _parameters(self) -> Row:
        row: Row = {key: one(f"engine.{key}") for key in ENGINE}
        row["duration"] = one("duration")
        for key in ("visibility", "night", "temperature_offset"):
            row[key] = one(f"weather.{key}")
        row["cloud_base"] = codes.FAR if self.scenario.weather.cloud_base is None else one("weather.cloud_base")
        return row


# numerical settings: not part of a scenario, but values under `engine.` may change them (tests of step size)
ENGINE = {
    "step_far": 0.1,
    "step_near": 0.02,
    "endgame": 0.5,
    "fixed_launch": 0.0,
    "neutral_envelope_margin": 0.0,
    "audit_period": 1.0,
    "seed_free": 0.0,
}


def _pairs(units: list[str], objects: list[str]) -> Table:
    """Hashes of unit x object and of object x unit, row = unit * n_objects + object."""
    table = np.zeros(len(units) * len(objects), dtype=types.PAIR)
    table["hash"] = hashes(f"{u}|{o}" for u in units for o in objects)
    table["hash_attack"] = hashes(f"{o}|{u}" for u in units for o in objects)
    return table
