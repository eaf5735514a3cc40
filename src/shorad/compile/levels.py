"""Heights that leave something without effect: layers under the ground, jammers behind the horizon of every radar."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from shorad.compile.waves import MAST
from shorad.errors import Issue
from shorad.physics.geometry import EARTH_RADIUS, K_RADAR
from shorad.units import format_si

if TYPE_CHECKING:
    from shorad.compile.values import Resolved
    from shorad.engine.types import Table
    from shorad.spec.quantity import Quantity

COARSE = 2.0e3  # m between the nodes of a file from which on hills that hide drones fall through
ABOVE_SEA = "these heights count from sea level"


def warnings(resolved: Resolved) -> Iterator[Issue]:
    """What the heights of a scenario leave without effect."""
    yield from _layers(resolved)
    yield from _coarse(resolved)
    yield from _jammers(resolved)


def _layers(resolved: Resolved) -> Iterator[Issue]:
    """Fog, rain and zones that end below the lowest ground."""
    s, ground = resolved.scenario, resolved.surface and resolved.surface.ground
    if not ground:
        return
    low = float(ground.heights.min())
    w = s.weather
    tops: dict[str, Quantity | None] = {"weather.rain_top": w.rain_top}
    if w.fog:
        tops["weather.fog.top"] = w.fog.top
    tops.update({f"zones.{name}.ceiling": zone.ceiling for name, zone in s.zones.items()})
    for path, top in tops.items():
        if top is not None and top.number <= low:
            problem = f"it ends at {format_si(top.number, 'length')} and the lowest ground is at {low:.0f} m"
            yield s.issue(path, f"{problem}: it changes nothing", ABOVE_SEA)


def _coarse(resolved: Resolved) -> Iterator[Issue]:
    s, ground = resolved.scenario, resolved.surface and resolved.surface.ground
    if ground and ground.sha256 and ground.spacing > COARSE:
        problem = f"its heights lie {ground.spacing / 1e3:.0f} km apart, too far for the hills that hide drones"
        yield s.issue("terrain.file", problem, "take a file of 100 m or less, such as SRTM")


def _jammers(resolved: Resolved) -> Iterator[Issue]:
    """Noise jammers that stand behind the horizon of every radar, over flat ground."""
    s, plan = resolved.scenario, resolved.plan
    if not s.jammers or resolved.surface is not None or plan is None:
        return
    unit = plan.sheets["unit"].fill(resolved.now({}))
    for name, jammer in s.jammers.items():
        at = [quantity.number for quantity in jammer.at]
        if not _in_sight(unit, at[0], at[1], at[2] if len(at) > 2 else MAST):
            problem = "it stands behind the horizon of every radar: it changes nothing"
            yield s.issue(f"jammers.{name}.at", problem, "give it a height, such as [60 km, 0 km, 8 km]")


def _in_sight(unit: Table, x: float, y: float, z: float) -> bool:
    radars = unit[(unit["radar"] >= 0) | (unit["tracker"] >= 0)]
    masts = np.sqrt(np.maximum(radars["z"] + radars["antenna_height"], 0.0)) + np.sqrt(max(z, 0.0))
    away = np.hypot(radars["x"] - x, radars["y"] - y)
    return bool((away <= np.sqrt(2.0 * K_RADAR * EARTH_RADIUS) * masts).any())
