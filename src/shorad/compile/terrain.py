"""The ground of a scenario: heights on a regular grid in its own east-north frame, from formulas or from a file.

Made once, when a scenario is resolved; every draw shares it. Heights are above the datum of the scenario (sea level).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from shorad.compile.terrain_file import Raster, open_raster
from shorad.errors import ScenarioError
from shorad.units import format_si

if TYPE_CHECKING:
    from shorad.compile.values import Resolved
    from shorad.spec import Scenario
    from shorad.spec.terrain import Hill, Ridge, Terrain

Floats = NDArray[np.float64]
Box = tuple[float, float, float, float]  # west, south, east, north, m

MARGIN = 3000.0  # m around everything that has a place in the scenario
SPACING = 50.0  # m, of formulas
MOST_NODES = 4_000_000  # 16 MB; a larger area gets a coarser grid, and a warning says so
FIXED = ("ridges", "hills", "base", "spacing", "origin")  # what makes the ground: not to be drawn


@dataclass(frozen=True, eq=False)
class Ground:
    """Heights (m) at the nodes float32[north, east]; node [0, 0] at (x0, y0), m."""

    x0: float
    y0: float
    spacing: float
    heights: NDArray[np.float32]
    source: str  # in words
    sha256: str = ""  # of the file

    def at(self, x: Floats | float, y: Floats | float) -> Floats:
        """Height between the nodes, held at the edges: as `physics.terrain.height`, for many points at once."""
        return interpolate(
            self.heights, (np.asarray(y) - self.y0) / self.spacing, (np.asarray(x) - self.x0) / self.spacing
        )

    @property
    def words(self) -> str:
        """One line for `shorad explain`."""
        rows, columns = self.heights.shape
        low, high = float(self.heights.min()), float(self.heights.max())
        return f"{self.source}: {columns} x {rows} nodes every {self.spacing:g} m, heights {low:.0f} to {high:.0f} m"


@dataclass(eq=False)
class Surface:
    """What asks for the height of the ground before it is read: only east and north are used until then."""

    ground: Ground | None = None

    def at(self, x: Floats | float, y: Floats | float) -> Floats:
        return np.zeros(np.shape(x)) if self.ground is None else self.ground.at(x, y)


def interpolate(grid: NDArray[np.floating], row: Floats, column: Floats) -> Floats:
    """Bilinear at fractional rows and columns, held at the edges; a hole (NaN) reaches to its neighbours."""
    i = np.clip(row, 0.0, grid.shape[0] - 1.0)
    j = np.clip(column, 0.0, grid.shape[1] - 1.0)
    a = np.minimum(i.astype(np.int64), max(grid.shape[0] - 2, 0))
    b = np.minimum(j.astype(np.int64), max(grid.shape[1] - 2, 0))
    c, e = np.minimum(a + 1, grid.shape[0] - 1), np.minimum(b + 1, grid.shape[1] - 1)
    f, g = i - a, j - b
    low = grid[a, b] + g * (grid[a, e] - grid[a, b])
    return np.asarray(low + f * (grid[c, b] + g * (grid[c, e] - grid[c, b]) - low))


def fixed_path(path: str) -> bool:
    """Does a path belong to what makes the ground, so that a draw cannot change it?"""
    parts = path.split(".")
    return parts[0] == "terrain" and len(parts) > 1 and parts[1] in FIXED


def survey(resolved: Resolved, needed: Box) -> Ground:
    """The ground under a scenario that has relief; `needed`: where things stand and fly. Raises ScenarioError."""
    terrain = resolved.scenario.terrain
    for path, item in resolved.parameters.items():
        if fixed_path(path) and item.quantity.varies:
            right = "write one number; compare two with --set or a sweep"
            raise resolved.scenario.error(path, "the ground cannot be an unknown", right)
    wanted = (needed[0] - MARGIN, needed[1] - MARGIN, needed[2] + MARGIN, needed[3] + MARGIN)
    ground = _from_formulas(terrain, wanted) if terrain.file is None else _from_file(resolved.scenario, needed, wanted)
    asked = terrain.spacing.number if terrain.spacing else ground.spacing
    if terrain.spacing and ground.spacing > asked:
        problem = f"the area needs more than {MOST_NODES / 1e6:g} million nodes at {format_si(asked, 'length')}"
        resolved.warnings.add(resolved.scenario.issue("terrain.spacing", problem, f"{ground.spacing:g} m are used"))
    return ground


def _axes(box: Box, spacing: float) -> tuple[Floats, Floats, float]:
    """Coordinates of the nodes, at whole multiples of the spacing; coarser where there would be too many."""
    while (box[2] - box[0]) * (box[3] - box[1]) > MOST_NODES * spacing**2:
        spacing *= 2.0
    first = [math.floor(edge / spacing) for edge in box[:2]]
    last = [max(math.ceil(edge / spacing), low + 1) for edge, low in zip(box[2:], first, strict=True)]
    x, y = (spacing * np.arange(float(low), high + 1.0) for low, high in zip(first, last, strict=True))
    return np.asarray(x), np.asarray(y), spacing


# ---- formulas ------------------------------------------------------------------------------
def _from_formulas(terrain: Terrain, box: Box) -> Ground:
    x, y, spacing = _axes(box, terrain.spacing.number if terrain.spacing else SPACING)
    east, north = np.meshgrid(x, y)
    parts = [
        f"{len(terrain.ridges)} ridges" * bool(terrain.ridges),
        f"{len(terrain.hills)} hills" * bool(terrain.hills),
    ]
    source = "formulas (" + (", ".join(filter(None, parts)) or "a plain") + ")"
    return Ground(float(x[0]), float(y[0]), spacing, formula(terrain, east, north).astype(np.float32), source)


def formula(terrain: Terrain, x: Floats, y: Floats) -> Floats:
    """Height (m) of base, ridges and hills together at (x, y), m."""
    out = np.full(np.shape(x), terrain.base.number if terrain.base else 0.0)
    for ridge in terrain.ridges.values():
        out += ridge_height(ridge, x, y)
    for hill in terrain.hills.values():
        out += hill_height(hill, x, y)
    return out


def ridge_height(ridge: Ridge, x: Floats, y: Floats) -> Floats:
    """height * max(0, 1 - d / width), d: distance from the crest line, or from the piece of it that has `length`."""
    along = (math.sin(ridge.bearing.number), math.cos(ridge.bearing.number))
    dx, dy = x - ridge.at[0].number, y - ridge.at[1].number
    across = dx * along[1] - dy * along[0]
    beyond = np.zeros(np.shape(x))
    if ridge.length is not None:
        beyond = np.maximum(np.abs(dx * along[0] + dy * along[1]) - 0.5 * ridge.length.number, 0.0)
    return np.asarray(ridge.height.number * np.maximum(0.0, 1.0 - np.hypot(across, beyond) / ridge.width.number))


def hill_height(hill: Hill, x: Floats, y: Floats) -> Floats:
    """height * exp(-r^2 / (2 radius^2))."""
    square = (x - hill.at[0].number) ** 2 + (y - hill.at[1].number) ** 2
    return np.asarray(hill.height.number * np.exp(-0.5 * square / hill.radius.number**2))


# ---- a file --------------------------------------------------------------------------------
def _from_file(scenario: Scenario, needed: Box, wanted: Box) -> Ground:
    """The file's heights at the nodes of a grid over the wanted area, as far as the file reaches."""
    terrain = scenario.terrain
    assert terrain.file is not None
    path = scenario.beside(terrain.file)
    origin = (terrain.origin.latitude.number, terrain.origin.longitude.number) if terrain.origin else None
    try:
        with open_raster(path, origin) as raster:
            box = _overlap(raster, needed, wanted)
            x, y, spacing = _axes(box, terrain.spacing.number if terrain.spacing else raster.spacing)
            heights = raster.sample(*np.meshgrid(x, y))
            _whole(raster, heights, x, y)
            return Ground(
                float(x[0]), float(y[0]), spacing, heights.astype(np.float32), f"file {path.name}", raster.sha256
            )
    except ScenarioError as error:
        first = error.first
        raise scenario.error(f"terrain.{first.path or 'file'}", first.problem, first.right) from None


def _overlap(raster: Raster, needed: Box, wanted: Box) -> Box:
    """The wanted area as far as the file has it; ScenarioError when it does not have all that is needed."""
    has = raster.extent()
    short = [name for name, low, edge in _sides(needed, has) if low > edge + 0.5 * raster.spacing]
    if short:
        problem = f"{raster.name} is too small: the scenario reaches beyond its {', '.join(short)} edge"
        right = (
            f"it needs {_km(needed)}, the file has {_km(has)} about the origin: take a larger file, or move the origin"
        )
        raise ScenarioError(problem, right)
    west, south = (max(a, b) for a, b in zip(wanted[:2], has[:2], strict=True))
    east, north = (min(a, b) for a, b in zip(wanted[2:], has[2:], strict=True))
    return west, south, east, north


def _sides(needed: Box, has: Box) -> list[tuple[str, float, float]]:
    """Name of each edge, how far out the scenario goes there and how far the file goes."""
    names, outward = ("western", "southern", "eastern", "northern"), (-1.0, -1.0, 1.0, 1.0)
    return [(name, way * need, way * edge) for name, way, need, edge in zip(names, outward, needed, has, strict=True)]


def _km(box: Box) -> str:
    west, south, east, north = (round(edge / 1e3, 1) for edge in box)
    return f"{west:g} to {east:g} km east and {south:g} to {north:g} km north"


def _whole(raster: Raster, heights: Floats, x: Floats, y: Floats) -> None:
    """No holes, and nothing that cannot be a height in metres."""
    holes = np.argwhere(~np.isfinite(heights))
    if len(holes):
        row, column = holes[0]
        where = f"{x[column] / 1e3:.2f} km east, {y[row] / 1e3:.2f} km north of the origin"
        problem = f"{raster.name} has no data at {len(holes)} of {heights.size} nodes, the first {where}"
        raise ScenarioError(problem, "fill the holes (gdal_fillnodata.py) or take another file")
    low, high = float(heights.min()), float(heights.max())
    if low < -500.0 or high > 9000.0:
        problem = f"{raster.name} has heights from {low:.0f} to {high:.0f}: they cannot be metres of ground"
        raise ScenarioError(problem, "declare its no-data value (gdal_edit.py -a_nodata), or convert it to metres")
