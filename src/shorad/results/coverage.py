"""A coverage map: where fire units see an object of a given height, and how surely."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Coverage:
    """Maps over x float64[columns], y float64[rows] (m east and north); rows run from south to north."""

    question: str
    target: str  # the system that is looked for
    height: float  # m
    above: str  # ground | sea
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    relief: NDArray[np.float32]  # (rows, columns) m
    units: tuple[str, ...]
    sensors: tuple[str, ...]  # of each unit: radar | optics | rf | acoustic
    places: NDArray[np.float64]  # (units, 2) m
    visible: NDArray[np.uint8]  # (units, rows, columns)
    chance: NDArray[np.float32]  # (units, rows, columns) per look; of finding it at all for optics
    assets: tuple[tuple[str, float, float], ...]
    origin: tuple[float, float] | None  # latitude, longitude (rad) of the scenario's origin, where it has one

    def _repr_html_(self) -> str:
        """For notebooks."""
        import shorad

        return shorad.html(self)

    @property
    def spacing(self) -> float:
        """m between points."""
        return float(self.x[1] - self.x[0])

    @property
    def together(self) -> NDArray[np.float64]:
        """Chance that at least one unit finds it, looks being independent."""
        return np.asarray(1.0 - np.prod(1.0 - self.chance.astype(float), axis=0))

    @property
    def seen(self) -> NDArray[np.bool_]:
        """Is there a line of sight to any unit?"""
        return np.asarray(self.visible.any(axis=0))

    def area(self, where: NDArray[np.bool_]) -> float:
        """Area (km2) of the points that are true."""
        return float(where.sum()) * (self.spacing / 1e3) ** 2

    def reach(self, unit: int, where: NDArray[np.bool_]) -> float:
        """Ground distance (m) of the farthest true point from a unit; 0 without one."""
        dx, dy = self.x[None] - self.places[unit, 0], self.y[:, None] - self.places[unit, 1]
        return float(np.max(np.hypot(dx, dy), initial=0.0, where=where))
