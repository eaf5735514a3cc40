"""What the ground leaves visible to each fire unit: tables for the engine, made once and shared by all draws."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from shorad.compile.terrain import fixed_path
from shorad.engine.types import TERRAIN, Table
from shorad.errors import ScenarioError

if TYPE_CHECKING:
    from shorad.compile.terrain import Ground, Surface

AZIMUTHS = 1440  # rays of a floor: a quarter of a degree, 44 m at 10 km
RANGES = 512  # nodes of a ray at most
POST_MAST = 10.0  # m, guess: the antenna of a command post's data link, on a mast


@dataclass(frozen=True, eq=False)
class Relief:
    """The ground as tables, and the floors of the units where the nominal values put them."""

    terrain: Table
    ground: NDArray[np.float32]
    eyes: NDArray[np.float64]  # (units, 3): where the floors were made for, m
    floor: NDArray[np.float32]
    top: NDArray[np.float64]  # (units,): steepest slope in each floor


def check_fixed(changed: Set[str]) -> None:
    """ScenarioError when a draw would change what the ground is made of."""
    for path in sorted(path for path in changed if path.startswith("terrain.")):  # few of some thousand
        if fixed_path(path):
            raise ScenarioError(
                f"{path} makes the ground, which all draws share", f"set it in the file, or --set {path}=..."
            )


def prepare(surface: Surface | None, unit: Table) -> Relief | None:
    """Ground and floors for units at their nominal places; None without relief."""
    ground = surface.ground if surface else None
    if ground is None:
        return None
    eyes = _eyes(unit)
    step = _step(ground, eyes)
    row = np.zeros(1, TERRAIN)
    row["x0"], row["y0"], row["spacing"], row["floor_step"] = ground.x0, ground.y0, ground.spacing, step
    row["top"] = ground.heights.max()
    heights = np.ascontiguousarray(ground.heights)
    floor = _trace(row, heights, eyes)
    return Relief(row, heights, eyes, floor, _top(floor))


def _top(floor: NDArray[np.float32]) -> NDArray[np.float64]:
    """Steepest slope that each floor may hold for an antenna up to EYE_SPAN lower; a thousandth more for rounding."""
    from shorad.engine.ground import EYE_SPAN

    steep = floor[..., 1:, 0] + EYE_SPAN / floor[..., 1:, 1]
    return np.asarray(np.maximum(steep.max(axis=(1, 2)), 0.0) * 1.001 + 1e-6, dtype=float)


def _eyes(unit: Table) -> NDArray[np.float64]:
    return np.stack([unit["x"], unit["y"], unit["z"] + unit["antenna_height"]], axis=1)


def _step(ground: Ground, eyes: NDArray[np.float64]) -> float:
    """Range between two nodes of a floor: they reach from every unit to the farthest corner of the grid."""
    rows, columns = ground.heights.shape
    x = ground.x0 + ground.spacing * np.array([0.0, columns - 1.0])
    y = ground.y0 + ground.spacing * np.array([0.0, rows - 1.0])
    dx, dy = (np.abs(axis[None] - eyes[:, i : i + 1]).max(initial=ground.spacing) for i, axis in enumerate((x, y)))
    return float(max(ground.spacing, np.hypot(dx, dy) / (RANGES - 1)))


def _trace(row: Table, heights: NDArray[np.float32], eyes: NDArray[np.float64]) -> NDArray[np.float32]:
    from shorad.engine.ground import trace_floors

    out = np.zeros((len(eyes), AZIMUTHS, RANGES, 2), np.float32)
    g = row[0]
    if not np.isfinite(heights).all():
        raise TypeError("the ground has a height that is no number")
    trace_floors(heights, g["x0"], g["y0"], g["spacing"], eyes, g["floor_step"], out)
    return out


def tables(relief: Relief | None, unit: Table, post: Table) -> dict[str, Any]:
    """Tables of the Model for these units. Floors of units that a draw has moved are made anew."""
    if relief is None:
        unit["post_hidden"] = _beyond_horizon(unit, post)
        return {}
    eyes, floor = _eyes(unit), relief.floor
    unit["floor_eye"], unit["floor_top"] = relief.eyes[:, 2], relief.top
    moved = np.flatnonzero((eyes[:, :2] != relief.eyes[:, :2]).any(axis=1))
    if len(moved):
        floor = floor.copy()
        floor[moved] = _trace(relief.terrain, relief.ground, eyes[moved])
        unit["floor_eye"][moved], unit["floor_top"][moved] = eyes[moved, 2], _top(floor[moved])
    unit["post_hidden"] = _hidden_posts(relief, unit, post)
    return {"terrain": relief.terrain, "ground": relief.ground, "floor": floor}


def _beyond_horizon(unit: Table, post: Table) -> NDArray[np.int64]:
    """1 for each unit whose post lies beyond the radio horizon of both masts, over flat ground."""
    from shorad.physics.geometry import EARTH_RADIUS, K_RADAR

    out = np.zeros(len(unit), np.int64)
    led = np.flatnonzero(unit["post"] >= 0)
    if len(led):
        at, eye = post[unit["post"][led]], _eyes(unit)[led]
        masts = np.sqrt(np.maximum(eye[:, 2], 0.0)) + np.sqrt(np.maximum(at["z"] + POST_MAST, 0.0))
        away = np.hypot(at["x"] - eye[:, 0], at["y"] - eye[:, 1])
        out[led] = away > np.sqrt(2.0 * K_RADAR * EARTH_RADIUS) * masts
    return out


def _hidden_posts(relief: Relief, unit: Table, post: Table) -> NDArray[np.int64]:
    """1 for each unit whose line to its post the ground cuts, over 4/3 earth."""
    from shorad.engine.ground import clearances
    from shorad.physics.geometry import K_RADAR
    from shorad.physics.terrain import TOUCH

    out = np.zeros(len(unit), np.int64)
    led = np.flatnonzero(unit["post"] >= 0)
    if len(led):
        at = post[unit["post"][led]]
        ends = np.column_stack([_eyes(unit)[led], at["x"], at["y"], at["z"] + POST_MAST])
        least, g = np.zeros(len(led)), relief.terrain[0]
        clearances(relief.ground, g["x0"], g["y0"], g["spacing"], ends, K_RADAR, least)
        out[led] = least < TOUCH
    return out
