"""The row of each kind of entity: which field comes from which number of the scenario or of the catalogue."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from shorad.catalogue import KEYS
from shorad.catalogue.filter_keys import FILTER, FILTERS
from shorad.compile import gnss, waves
from shorad.compile.names import name_hash
from shorad.compile.playback import fastest
from shorad.compile.rows import (
    WORDS,
    Cell,
    Coded,
    Field,
    Led,
    Linear,
    OnGround,
    OnRing,
    Row,
    Sheet,
    Shifted,
    Spread,
    one,
)
from shorad.compile.values import Entity
from shorad.engine import codes, types
from shorad.spec import AttackGroup, DefenceGroup, EmissionPlan, NeutralGroup, Ring
from shorad.spec.quantity import Quantity

if TYPE_CHECKING:
    from shorad.compile.plan import Cast

TYPE_TABLES = {  # component of a fire unit -> table, which is also the field of UNIT that holds its row
    "search_radar": ("radar", types.RADAR),
    "tracking_radar": ("tracker", types.TRACKER),
    "optics": ("optics", types.OPTICS),
    "missile": ("missile", types.MISSILE_TYPE),
    "gun": ("gun", types.GUN_TYPE),
    "rf_sensor": ("rf", types.RF_SENSOR),
    "acoustic": ("acoustic", types.ACOUSTIC),
    "jammer": ("soft", types.JAMMER),
}
KINDS = {
    "one_way": codes.ONE_WAY,
    "dropper": codes.DROPPER,
    "striker": codes.STRIKER,
    "munition": codes.MUNITION,
    "traffic": codes.TRAFFIC,
    "phantom": codes.PHANTOM,
}
STOCK = ("missiles", "rounds", "loads", "operators", "salvo")  # that a group may write beside its system
ENGINE = {  # numerical settings: no part of a scenario, but values under `engine.` may change them (tests of step size)
    "step_far": 0.1,
    "step_near": 0.02,
    "endgame": 1.0,
    "fixed_launch": 0.0,
    "neutral_envelope_margin": 0.0,
    "audit_period": 2.0,
    "seed_free": 0.0,
    "table_flight": 0.0,
}


def wave_name(group: str, wave: int) -> str:
    """What the draws of a wave are addressed by."""
    return f"{group}.wave.{wave + 1}"


class Rows:
    """Describes the rows of one cast, table by table."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.scenario = cast.scenario
        self.parameters = cast.resolved.parameters
        self.waves = waves.needed(cast.scenario)
        self.types: dict[str, dict[tuple[str, str], int]] = {name: {} for name, _ in TYPE_TABLES.values()}
        self.parts = self._parts()
        self.sheets = {name: Sheet(dtype) for name, dtype in TYPE_TABLES.values()}

    def all(self) -> dict[str, Sheet]:
        """A sheet for each table that has rows of its own."""
        self.sheets["unit"] = Sheet(types.UNIT, [self._unit(e) for e in self.cast.units])
        self.sheets["post"] = Sheet(types.POST, [self._post(name) for name in self.cast.posts])
        self.sheets["obj"] = Sheet(types.OBJECT, [self._object(e) for e in self.cast.objects])
        self.sheets["asset"] = Sheet(types.ASSET, [self._asset(name) for name in self.cast.assets])
        self.sheets["zone"], self.sheets["corner"] = self._zones()
        self.sheets["par"] = Sheet(types.PARAMETERS, [self._parameters()])
        self.sheets["noise"] = Sheet(types.NOISE, waves.noise(self.cast))
        return self.sheets

    # -- cells -----------------------------------------------------------------------------
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
        system = self.cast.resolved.systems[e.system]
        if not system.has(component):
            return {}
        wanted = [key for key in KEYS[component] if key in (dtype.names or ()) and key not in skip]
        return {key: self._cell(e, component, key) for key in wanted if self._asked(e, component, key)}

    def _asked(self, e: Entity, component: str, key: str) -> bool:
        """An optional key counts where somebody wrote it and the scenario has a use for it."""
        if key in ("accel_psd", *FILTER) and "filter" in KEYS[component]:
            return self._filtered(e, f"{component}.filter", key)
        if not KEYS[component][key].optional:
            return True
        if component in waves.RADARS and key not in self.waves:
            return False
        if key == "wind_error" and self.scenario.weather.wind is None:
            return False
        return self._path(e, f"{component}.{key}") in self.parameters

    def _filtered(self, e: Entity, full: str, key: str) -> bool:
        """Whether one of its filters, the one that is set or that some alternative sets, asks for this key."""
        path = self._path(e, full)
        branches = (b for h in self.cast.resolved.hypotheses.values() for b in h.branches.values())
        found = [self.parameters[path].quantity, *(b.overlay[path] for b in branches if path in b.overlay)]
        return any((str(quantity.value) == FILTERS[0]) == (key == "accel_psd") for quantity in found)

    def _type_row(self, e: Entity, component: str) -> int:
        """Row of the type that this unit has, -1 without. Units share it unless their group sets one of its values."""
        if not self.cast.resolved.systems[e.system].has(component):
            return -1
        table, dtype = TYPE_TABLES[component]
        own = any(path.startswith(f"{e.path}.set.{component}.") for path in self.parameters)
        known = self.types[table]
        key = (e.system, e.group if own else "")
        if key not in known:
            known[key] = len(known)
            skip = () if self.scenario.zones else ("self_destruct",) if component == "gun" else ()
            self.sheets[table].rows.append(self._component(e, component, dtype, skip))
        return known[key]

    def _at(self, path: str, size: int) -> Row:
        """A position of two or three numbers; on the ground without the third."""
        return self._placed(one(f"{path}.0"), one(f"{path}.1"), one(f"{path}.2") if size > 2 else None)

    def _placed(self, x: Cell, y: Cell, z: Cell | None) -> Row:
        """At east x, north y and the height that is written, else on the ground."""
        surface = self.cast.resolved.surface
        above = self.scenario.terrain.altitudes == "ground"
        if surface is None or (z is not None and not above):
            return {"x": x, "y": y, "z": 0.0 if z is None else z}
        return {"x": x, "y": y, "z": OnGround(surface, x, y, z)}

    def _parts(self) -> tuple[str, ...]:
        """Components of what flies that only some scenarios ask for: where nobody listens, sound is no input."""
        has = {part for e in self.cast.units for part in self.cast.resolved.systems[e.system].components}
        radio = ("radio",) if has & {"rf_sensor", "jammer"} or self.scenario.gnss_jamming else ()
        sound = ("sound",) if "acoustic" in has else ()
        return (*radio, *sound, *(("fall",) if self.scenario.zones else ()))

    # -- rows ------------------------------------------------------------------------------
    def _unit(self, e: Entity) -> Row:
        group = self.scenario.defence[e.group]
        row: Row = {
            "hash": name_hash(e.name),
            "group": self.cast.groups.index(e.group),
            "group_hash": name_hash(e.group),
            "mask": 0 if self.scenario.terrain.mask else -1,
            "post": Led(f"{e.path}.coordinated", self.cast.posts.index(group.post)) if group.post else -1,
            **self._component(e, "vehicle", types.UNIT),
            **self._component(e, "crew", types.UNIT),
            **self._position(e, group),
            **self._doctrine(e, group),
        }
        for component, (table, _) in TYPE_TABLES.items():
            row[table] = self._type_row(e, component)
        for key in STOCK:
            if getattr(group, key) is not None:
                row[key] = one(f"{e.path}.{key}")
        return row

    def _position(self, e: Entity, group: DefenceGroup) -> Row:
        path = f"{e.path}.at"
        if isinstance(group.at, Ring):
            turn = e.index / self.cast.count(f"{e.path}.count")
            z = one(f"{path}.centre.2") if len(group.at.centre) > 2 else None
            return self._placed(OnRing(path, turn, 0), OnRing(path, turn, 1), z)
        spot = group.at[e.index] if not isinstance(group.at[0], Quantity) else ()
        if isinstance(spot, tuple) and spot:
            return self._at(f"{path}.{e.index}", len(spot))
        return self._at(path, len(group.at))

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
        lead = [i for i, e in enumerate(self.cast.units) if self.scenario.defence[e.group].post == name]
        return {
            "hash": name_hash(name),
            **self._component(Entity(name, name, path, 0, post.system), "post", types.POST),
            **self._at(f"{path}.at", len(post.at)),
            "lost_at": codes.FAR if post.lost_at is None else one(f"{path}.lost_at"),
            "lead": lead[0] if lead else -1,
            "asset": self.cast.assets.index(name),
        }

    def _asset(self, name: str) -> Row:
        if name in self.scenario.posts:
            body = self._component(
                Entity(name, name, f"posts.{name}", 0, self.scenario.posts[name].system), "post", types.ASSET
            )
            at = self._at(f"posts.{name}.at", len(self.scenario.posts[name].at))
            return {"hash": name_hash(name), **body, **at, "hits_to_lose": 1, "post": self.cast.posts.index(name)}
        path = f"assets.{name}"
        keys = ("value", "radius", "keep_out", "hits_to_lose", "price")
        at = self._at(f"{path}.at", len(self.scenario.assets[name].at))
        return {"hash": name_hash(name), **at, **{key: one(f"{path}.{key}") for key in keys}, "post": -1}

    def _object(self, e: Entity) -> Row:
        row: Row = {"hash": name_hash(e.name), "group": self.cast.groups.index(e.group), "segs": 0}
        row["kind"] = int(KINDS[str(self.parameters[self._path(e, "airframe.kind")].quantity.value)])
        row.update(target_asset=-1, target_unit=-1, carrier=-1, serial=-1, munition0=-1)
        for component in ("airframe", "warhead", "munition", "carrier", "striker", *self.parts):
            row.update(self._component(e, component, types.OBJECT, skip=("kind", "munitions")))
        if e.carrier:
            row.update(self._carried(e))
        elif e.path.startswith("attack."):
            row.update(self._attacker(e, self.scenario.attack[e.group]))
        elif e.path.startswith("neutral."):
            row.update(self._neutral(e, self.scenario.neutral[e.group]))
        else:
            row.update(self._bird())
        return row

    def _neutral(self, e: Entity, group: NeutralGroup) -> Row:
        row: Row = {
            **self._start(e, group), "side": int(codes.NEUTRAL), "in_corridor": one(f"{e.path}.corridor"),
        }  # fmt: skip
        row["waits"] = one(f"{e.path}.waits")
        if group.recording:
            flown = self.cast.resolved.recordings[e.group][e.index]
            row["start"] = Shifted(f"{e.path}.start.at", by=float(flown.time[0]))
            row["speed_max"] = Shifted(self._path(e, "airframe.speed_max"), floor=fastest(flown))
            if group.jitter.lateral is None:
                row["route_jitter"] = 0.0  # it flew where it flew
        if group.iff:
            row["iff_state"] = Coded(f"{e.path}.iff", WORDS["iff_state"])
        return row

    def _start(self, e: Entity, group: AttackGroup | NeutralGroup) -> Row:
        """When it starts, and what chance does to its time and route."""
        waves = group.waves if isinstance(group, AttackGroup) else None
        wave, place = divmod(e.index, int(waves.size.number)) if waves else (0, e.index)
        terms = [(f"{e.path}.start.at", 1.0), (f"{e.path}.start.every", float(place))]
        row: Row = {"start_jitter": one(f"{e.path}.start.jitter"), "height_jitter": one(f"{e.path}.jitter.height")}
        if group.jitter.lateral is not None:
            row["route_jitter"] = one(f"{e.path}.jitter.lateral")
        if waves:
            terms.append((f"{e.path}.waves.every", float(wave)))
            row["wave_hash"] = name_hash(wave_name(e.group, wave))
            for field, key in (("wave_jitter", "time"), ("wave_shift", "lateral"), ("wave_lift", "height")):
                row[field] = one(f"{e.path}.waves.jitter.{key}")
        return {"start": Linear(tuple(terms)), **row}

    def _attacker(self, e: Entity, group: AttackGroup) -> Row:
        row: Row = {"side": int(codes.HOSTILE), **self._start(e, group), **self._aim(e, group)}
        carried = self.cast.munition(e.group)
        if f"{e.name}.{carried}.1" in self.cast.object_row:
            row["munition0"] = self.cast.object_row[f"{e.name}.{carried}.1"]
            row["munitions"] = one(self.cast.munitions_path(e.group))
        if self.cast.resolved.systems[e.system].has("striker"):
            row["release_range"] = self._cell(e, "striker", "standoff")
        return row

    def _aim(self, e: Entity, group: AttackGroup) -> Row:
        """What it goes for: an asset or post, one unit, or the units of a group in turn.

        A striker on a group has no target of its own: it searches, and takes the nearest vehicle that it has found.
        """
        target = group.target
        if target in self.cast.assets:
            return {"target_asset": self.cast.assets.index(target)}
        if target in self.cast.unit_row:
            return {"target_unit": self.cast.unit_row[target]}
        if self.cast.resolved.systems[e.system].has("striker"):
            return {}
        members = [i for i, unit in enumerate(self.cast.units) if unit.group == target]
        return {"target_unit": members[e.index % len(members)]} if members else {}

    def _carried(self, e: Entity) -> Row:
        row = self.cast.object_row[e.carrier]
        return {"side": int(codes.HOSTILE), "start": codes.FAR, "carrier": row, "serial": e.serial}

    def _bird(self) -> Row:
        """A phantom: ceiling and radius of its area stand where a striker has stand-off and sight (`derive.birds`)."""
        birds = self.scenario.birds
        assert birds is not None
        return {
            "side": int(codes.BIRD),
            "eo_detect": one("birds.radius"),
            "standoff": one(f"{birds.system}.airframe.altitude"),
            "base_x": one("birds.centre.0"),
            "base_y": one("birds.centre.1"),
        }

    def _zones(self) -> tuple[Sheet, Sheet]:
        """A row for each zone, and the corners of the polygons."""
        zones, corners = Sheet(types.ZONE), Sheet(types.CORNER)
        for name, zone in self.scenario.zones.items():
            path = f"zones.{name}"
            row: Row = {
                "floor": one(f"{path}.floor"),
                "ceiling": one(f"{path}.ceiling"),
                "fire": Coded(f"{path}.fire", WORDS["fire"]),
                "protected": one(f"{path}.protected"),
                "closes": int(zone.closes is not None),
                "reopen": one(f"{path}.closes.reopen") if zone.closes else 0.0,
            }
            if zone.polygon is not None:
                row.update(form=int(codes.ZONE_POLYGON), corner0=len(corners.rows), corners=len(zone.polygon))
                corners.rows += [
                    {axis: one(f"{path}.polygon.{i}.{j}") for j, axis in enumerate("xy")}
                    for i in range(len(zone.polygon))
                ]
            else:
                row.update(self._round(path, "circle" if zone.circle else "sector"))
            zones.rows.append(row)
        return zones, corners

    def _round(self, path: str, key: str) -> Row:
        """A circle or a slice of one."""
        at = f"{path}.{key}"
        row: Row = {"form": int(codes.ZONE_SECTOR), "x": one(f"{at}.centre.0"), "y": one(f"{at}.centre.1")}
        row.update(radius=one(f"{at}.radius"), bearing=0.0, width=np.pi)
        if key == "sector":
            row.update(bearing=one(f"{at}.bearing"), width=one(f"{at}.width", 0.5))
        return row

    def _parameters(self) -> Row:
        row: Row = {key: one(f"engine.{key}") for key in ENGINE}
        row["duration"] = one("duration")
        for key in ("visibility", "night", "temperature_offset"):
            row[key] = one(f"weather.{key}")
        row.update(waves.parameters(self.scenario))
        row.update(gnss.parameters(self.scenario))
        row["cloud_base"] = codes.FAR if self.scenario.weather.cloud_base is None else one("weather.cloud_base")
        if self.scenario.separation:
            row["separation"] = one("separation.horizontal")
            row["separation_height"] = one("separation.vertical")
        return row
