"""Waves and weather on their way into the tables: what a scenario asks for, the ground's figures, loss by band.

A system whose radar does not say its frequency cannot take part in a scenario that asks for propagation: that is an
error, not a guess made here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from shorad.catalogue.surfaces import MEANINGS, surfaces
from shorad.compile.rows import Coded, Level, OnGround, Row, one
from shorad.compile.values import Branch, Hypothesis, Parameter, Resolved, number
from shorad.engine import codes
from shorad.engine.jit import plain
from shorad.engine.types import Table
from shorad.errors import Issue
from shorad.spec import Scenario
from shorad.spec.propagation import AGAINST

if TYPE_CHECKING:
    from shorad.compile.plan import Cast
    from shorad.compile.routes import Route
    from shorad.compile.terrain import Surface
    from shorad.compile.values import Now

GROUND = "surfaces.ground"  # hypothesis: which class of ground it is, where the scenario does not say
SLOWEST = 0.05  # of the airspeed: a flight that the wind holds back does not arrive in time, and does not divide by 0
MAST = 10.0  # m above the ground, a guess: the antenna of a jammer whose height is not written
RAIN_TOP = 4.0e3  # m, a guess: freezing level of a mild day (ITU-R P.839 gives 3 to 5 km)
# what each effect needs to know of a radar
BAND = ("frequency",)
FILTER = ("prf", "mti", "stagger", "improvement")
RECEIVER = ("peak_power", "gain", "bandwidth", "sidelobe")
KEYS = (*BAND, *FILTER, *RECEIVER)
WIND = tuple(f"weather.wind.{key}" for key in ("speed", "from", "height", "exponent", "roughness"))
RADARS = {"search_radar": "radar", "tracking_radar": "tracker"}


def jammed(scenario: Scenario) -> bool:
    """Does anybody radiate noise?"""
    return bool(scenario.jammers) or any(group.jammer for group in scenario.attack.values())


def needed(scenario: Scenario) -> tuple[str, ...]:
    """Keys of every radar that the scenario's effects read; none in free space."""
    p = scenario.propagation
    keys: tuple[str, ...] = ()
    if p.asked or scenario.weather.rain is not None:
        keys += BAND
    if p.clutter:
        keys += (*FILTER, "range_resolution")
    if jammed(scenario):
        keys += RECEIVER
    return keys


# ---- parameters and the hypothesis of the ground -------------------------------------------
def ground(scenario: Scenario) -> Iterator[tuple[str, Parameter]]:
    """Figures of the ground that the scenario leaves to its class, or to the classes in dispute."""
    p = scenario.propagation
    known = surfaces()
    name = p.surface or max(known, key=lambda key: known[key].weight)
    for key in p.needed:
        if getattr(p, key) is None:
            path = f"propagation.{key}"
            yield path, Parameter(path, known[name].values[key], MEANINGS[key], where="catalogue")


def hypotheses(scenario: Scenario) -> Iterator[Hypothesis]:
    """Which ground it is, when it matters and nobody says."""
    p = scenario.propagation
    keys = [key for key in p.needed if getattr(p, key) is None]
    if not keys or p.surface:
        return
    branches = {
        name: Branch(name, item.weight, {f"propagation.{key}": item.values[key] for key in keys}, note=item.title)
        for name, item in surfaces().items()
    }
    yield Hypothesis(GROUND, "What is the ground like that the radars look over?", branches)


# ---- checks --------------------------------------------------------------------------------
def checks(resolved: Resolved) -> Iterator[Issue]:
    """Radars that do not say what the scenario's effects need."""
    s, keys = resolved.scenario, needed(resolved.scenario)
    if not keys:
        return
    for name, group in s.defence.items():
        system = resolved.systems[group.system]
        for component in RADARS:
            if not system.has(component):
                continue
            places = (f"defence.{name}.set.{component}", f"{group.system}.{component}")
            missing = [k for k in keys if not any(f"{place}.{k}" in resolved.parameters for place in places)]
            if missing:
                right = f"add it to the catalogue, or below set: of this group ({component}.{missing[0]})"
                problem = f"the {component} of {group.system} has no {', '.join(missing)}, which {_why(s)} asks for"
                yield s.issue(f"defence.{name}", problem, right)


def _why(scenario: Scenario) -> str:
    if scenario.propagation.asked:
        return "propagation"
    return "rain" if scenario.weather.rain is not None else "a jammer"


# ---- rows ----------------------------------------------------------------------------------
def parameters(scenario: Scenario) -> Row:
    """Fields of PARAMETERS that weather and propagation fill."""
    w, p = scenario.weather, scenario.propagation
    row: Row = {"waves": _asked(scenario), "edge_distance": one("propagation.edge_distance")}
    row.update({key: one(f"propagation.{key}") for key in p.needed})
    if w.rain is not None:
        row["rain"] = one("weather.rain")
        row["rain_top"] = RAIN_TOP if w.rain_top is None else one("weather.rain_top")
    if w.fog is not None:
        row["fog_visibility"], row["fog_top"] = one("weather.fog.visibility"), one("weather.fog.top")
    if w.wind is not None:
        row["wind_speed"], row["wind_from"] = one("weather.wind.speed"), one("weather.wind.from")
        row["wind_height"] = one("weather.wind.height")
        row["wind_exponent"] = one("weather.wind.exponent")
        if w.wind.profile == "log":
            row["wind_roughness"] = one("weather.wind.roughness")
    if not p.diffraction:
        row.pop("edge_distance")
    return row


def _asked(scenario: Scenario) -> int:
    """The bits of PARAMETERS.waves."""
    p = scenario.propagation
    bits = {
        codes.W_MULTIPATH: p.multipath != "no",
        codes.W_RANDOM: p.multipath == "random",
        codes.W_DIFFRACTION: p.diffraction,
        codes.W_LOSS: p.gas or scenario.weather.rain is not None,
        codes.W_CLUTTER: p.clutter,
        codes.W_JAMMER: jammed(scenario),
    }
    return int(sum(int(bit) for bit, on in bits.items() if on))


def noise(cast: Cast) -> list[Row]:
    """One row for each stand-off jammer, and for each attacker that screens itself."""
    rows: list[Row] = []
    for name, jammer in cast.scenario.jammers.items():
        rows.append({**_stands(cast, f"jammers.{name}.at", len(jammer.at)), "obj": -1, **_radiates(f"jammers.{name}")})
    for row, e in enumerate(cast.objects):
        if e.path.startswith("attack.") and not e.carrier and cast.scenario.attack[e.group].jammer:
            rows.append({"obj": row, **_radiates(f"{e.path}.jammer")})
    return rows


def _stands(cast: Cast, path: str, written: int) -> Row:
    """Where a jammer stands: at its written height, else on a mast above the ground."""
    east, north = one(f"{path}.0"), one(f"{path}.1")
    if written > 2:
        return {"x": east, "y": north, "z": one(f"{path}.2")}
    surface = cast.resolved.surface
    return {"x": east, "y": north, "z": OnGround(surface, east, north, Level(MAST)) if surface else MAST}


def _radiates(path: str) -> Row:
    return {
        "power": one(f"{path}.power"), "bandwidth": one(f"{path}.bandwidth"),
        "against": Coded(f"{path}.against", AGAINST),
    }  # fmt: skip


# ---- what follows from them ----------------------------------------------------------------
def derive(resolved: Resolved, t: Mapping[str, Table]) -> None:
    """Fill the built fields of both radar tables and of PARAMETERS. Nothing to do on a clear day in free space."""
    scenario, par = resolved.scenario, t["par"][0]
    if scenario.weather.wind is not None:
        from shorad.physics.wind import blowing

        par["wind_x"], par["wind_y"] = plain(blowing)(float(par["wind_speed"]), float(par["wind_from"]))
    if par["rain"] > 0.0:
        from shorad.physics.optics import rain_extinction

        par["rain_light"] = plain(rain_extinction)(float(par["rain"]))
    if needed(scenario):
        for row in (*t["radar"], *t["tracker"]):
            _radar(row, float(par["rain"]), scenario)


def _radar(row: np.void, rain: float, scenario: Scenario) -> None:
    from shorad.physics import attenuation, clutter, jamming, radar

    frequency = float(row["frequency"])
    if frequency > 0.0:
        row["wavelength"] = radar.LIGHT / frequency
        row["rain"] = attenuation.rain(frequency, rain) * attenuation.DB_PER_KM
        if scenario.propagation.gas:
            row["oxygen"], row["vapour"] = (each * attenuation.DB_PER_KM for each in attenuation.gas(frequency))
        if scenario.propagation.clutter:
            row["rain_echo"] = plain(clutter.rain_reflectivity)(frequency, rain)
    if jammed(scenario) and row["peak_power"] > 0.0:
        energy = float(row["peak_power"] * row["gain"] / row["bandwidth"])
        snr, reach, rcs = (float(row[name]) for name in ("snr_ref", "ref_range", "ref_rcs"))
        row["jam"] = plain(jamming.sensitivity)(snr, reach, rcs, energy)


# ---- wind on what flies --------------------------------------------------------------------
def carried(now: Now, scenario: Scenario, route: Route, surface: Surface | None) -> Route:
    """The route flown at the catalogue's airspeed through the wind: straight legs take the time that it leaves them.

    The track stays as planned, held by crabbing; turns keep their own time. Who makes no headway creeps at a twentieth.
    """
    wind = scenario.weather.wind
    if wind is None or not wind.flight or number(now, "weather.wind.speed") == 0.0:
        return route
    rows = route.rows.copy()
    factors = [_headway(now, wind.profile, row, surface) if row["kind"] == codes.STRAIGHT else 1.0 for row in rows]
    for axis in ("vx", "vy", "vz"):
        rows[axis] *= factors
    rows["duration"] /= factors
    return replace(route, rows=rows)


def _headway(now: Now, law: str, row: np.void, surface: Surface | None) -> float:
    """Ground speed over airspeed along a leg, by the wind half way along it at its height above the ground."""
    from shorad.physics.wind import blowing, ground_speed, profile

    vx, vy = float(row["vx"]), float(row["vy"])
    airspeed = float(np.hypot(vx, vy))
    if airspeed < 1e-6:
        return 1.0
    half = 0.5 * float(row["duration"])
    height = float(row["z"]) + half * float(row["vz"])
    if surface is not None:
        height -= float(surface.at(float(row["x"]) + half * vx, float(row["y"]) + half * vy))
    reference, exponent = number(now, "weather.wind.height"), number(now, "weather.wind.exponent")
    rough = number(now, "weather.wind.roughness") if law == "log" else 0.0
    factor = plain(profile)(height, reference, exponent, rough)
    east, north = plain(blowing)(number(now, "weather.wind.speed") * factor, number(now, "weather.wind.from"))
    along, across = (east * vx + north * vy) / airspeed, (east * vy - north * vx) / airspeed
    return max(plain(ground_speed)(airspeed, along, across) / airspeed, SLOWEST)
