"""Coverage of a scenario's fire units: the compiled model asked point by point, at nominal values."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from shorad.compile import build, resolve
from shorad.engine import codes
from shorad.engine.coverage import cover
from shorad.engine.handle import pack
from shorad.errors import ScenarioError, suggest
from shorad.results.coverage import Coverage

if TYPE_CHECKING:
    from shorad.compile import Resolved
    from shorad.engine.types import Model
    from shorad.spec import Scenario

SENSORS = ("radar", "optics", "rf", "acoustic")  # columns of UNIT, and tables of the Model
CODES = dict(zip(SENSORS, (codes.BY_RADAR, codes.BY_OPTICS, codes.HEARD_RF, codes.HEARD_ACOUSTIC), strict=True))
WORDS = {"radar": "a search radar", "optics": "optics", "rf": "a radio receiver", "acoustic": "microphones"}
Rows = np.ndarray[tuple[int], np.dtype[np.int64]]

POINTS = 400  # along the longer side
MARGIN = 1.05


def coverage(
    scenario: Scenario,
    height: float,
    *,
    unit: str | None = None,
    target: str | None = None,
    sensor: str | None = None,
    sea: bool = False,
    points: int = POINTS,
) -> Coverage:
    """Where the fire units of a scenario (or the one called `unit`) see an object at `height` m above the ground.

    `target`: a system of the attack or of the traffic, default the first that attacks; it flies level at each unit.
    `sensor`: radar, optics, rf or acoustic of the units that have one; default the radar, else the optics of each.
    `sea`: the height counts from sea level; `points` lie along the longer side of the map. With relief the map is as
    large as the ground that the scenario has. Raises ScenarioError for an unknown unit, target or sensor, and for a
    scenario without fire units or without anything in the air.
    """
    resolved = resolve(scenario)
    built = build(resolved, {})
    m, names = built.model, built.names
    if not names.units or not len(m.obj):
        raise ScenarioError("there is nothing to map", "the scenario needs a fire unit, and something that flies")
    rows, kinds = _equipped(m, _chosen(unit, names.units), sensor)
    systems = list(dict.fromkeys(names.object_systems))
    if target is not None and target not in systems:
        raise ScenarioError(f'nothing in this scenario is a "{target}"', suggest(target, systems), "--target")
    attackers = [name for name, side in zip(names.object_systems, m.obj["side"], strict=True) if side == codes.HOSTILE]
    target = target or (attackers or systems)[0]
    x, y = _axes(resolved, m, rows, kinds, points)
    shape = (len(rows), len(y), len(x))
    relief, visible, chance = np.zeros(shape[1:], np.float32), np.zeros(shape, np.uint8), np.zeros(shape, np.float32)
    o, by = np.int64(names.object_systems.index(target)), np.array([CODES[kind] for kind in kinds])
    cover(pack(m), rows, by, o, x, y, float(height), not sea, relief, visible, chance)
    origin = scenario.terrain.origin
    return Coverage(
        question=scenario.question, target=target, height=height, above="sea" if sea else "ground", x=x, y=y,
        relief=relief, units=tuple(names.units[u] for u in rows),
        sensors=kinds,
        places=np.stack([m.unit["x"][rows], m.unit["y"][rows]], axis=1), visible=visible, chance=chance,
        assets=tuple((name, float(m.asset["x"][a]), float(m.asset["y"][a])) for a, name in enumerate(names.assets)),
        origin=(origin.latitude.number, origin.longitude.number) if origin else None,
    )  # fmt: skip


def _chosen(unit: str | None, units: tuple[str, ...]) -> Rows:
    """Rows of the units of that name, or of that group; all without a name."""
    rows = [i for i, name in enumerate(units) if unit is None or unit in (name, name.rpartition(".")[0])]
    if not rows:
        raise ScenarioError(f'there is no fire unit "{unit}"', suggest(str(unit), units), "--unit")
    return np.array(rows, dtype=np.int64)


def _equipped(m: Model, rows: Rows, sensor: str | None) -> tuple[Rows, tuple[str, ...]]:
    """The units that have such a sensor, and which one each is asked for."""
    if sensor is None:
        return rows, tuple("optics" if m.unit["radar"][u] < 0 else "radar" for u in rows)
    if sensor not in SENSORS:
        raise ScenarioError(f'there is no sensor "{sensor}"', suggest(sensor, list(SENSORS)), "--sensor")
    having = rows[m.unit[sensor][rows] >= 0]
    if not len(having):
        has = [word for word in SENSORS if (m.unit[word][rows] >= 0).any()]
        raise ScenarioError(f"no fire unit here has {WORDS[sensor]}", f"write one of {', '.join(has)}", "--sensor")
    return having, (sensor,) * len(having)


def _axes(resolved: Resolved, m: Model, rows: Rows, kinds: tuple[str, ...], points: int):  # type: ignore[no-untyped-def]
    """Points of the map: the ground that there is, else as far as the sensors are good for."""
    ground = resolved.surface and resolved.surface.ground
    if ground:
        west, south = ground.x0, ground.y0
        east, north = (
            a + ground.spacing * (n - 1) for a, n in zip((west, south), ground.heights.shape[::-1], strict=True)
        )
    else:
        reach = MARGIN * max(_reach(m, int(u), kind) for u, kind in zip(rows, kinds, strict=True))
        at = m.unit[rows]
        west, east = at["x"].min() - reach, at["x"].max() + reach
        south, north = at["y"].min() - reach, at["y"].max() + reach
    step = max(east - west, north - south) / points
    return np.arange(west, east + 0.5 * step, step), np.arange(south, north + 0.5 * step, step)


def _reach(m: Model, u: int, kind: str) -> float:
    """How far (m) the sensor of a unit may look."""
    table = getattr(m, kind)[m.unit[u][kind]]
    return float(table["instrumented_range" if kind == "radar" else "range_max"])
