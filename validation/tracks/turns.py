"""Six aircraft that manoeuvre, after the benchmark of Blair, Watson, Kirubarajan and Bar-Shalom (IEEE T-AES 34, 1998).

Speeds, heights and the load of each turn follow that paper as remembered; its waypoints were not seen. Where the
flights begin is ours: inside the reach of a short-range radar, 15 to 35 km out, instead of 30 to 80 km.
"""

from math import pi

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
G = 9.80665
FINE = 0.01  # s, step of the integration

# name -> start m (east, north, height), heading rad, speed m/s, legs: (seconds, lateral g, to the right
# positive, climb m/s)
FLIGHTS: dict[str, tuple[tuple[float, float, float], float, float, tuple[tuple[float, float, float], ...]]] = {
    "cargo aircraft, 2 and 3 g": (
        (26e3, 20e3, 1260.0), -0.55 * pi, 290.0,
        ((40.0, 0.0, 0.0), (18.0, 2.0, 0.0), (30.0, 0.0, 0.0), (14.0, -3.0, 0.0), (40.0, 0.0, 0.0)),
    ),
    "business jet, 2.5 and 4 g": (
        (22e3, -8e3, 4570.0), -0.45 * pi, 305.0,
        ((30.0, 0.0, 0.0), (20.0, 2.5, -20.0), (25.0, 0.0, -20.0), (12.0, -4.0, -20.0), (40.0, 0.0, 0.0)),
    ),
    "fast bomber, 4 g": (
        (-24e3, 12e3, 3000.0), 0.6 * pi, 457.0,
        ((30.0, 0.0, 0.0), (9.2, 4.0, 0.0), (30.0, 0.0, 0.0), (18.3, -4.0, 0.0), (30.0, 0.0, 0.0)),
    ),
    "bomber, 4 and 6 g": (
        (-20e3, -14e3, 2290.0), 0.3 * pi, 251.0,
        ((30.0, 0.0, 0.0), (5.0, 4.0, 0.0), (30.0, 0.0, 0.0), (8.0, -6.0, 0.0), (40.0, 0.0, 0.0)),
    ),
    "fighter, 5, 6 and 7 g": (
        (5e3, 24e3, 1500.0), 0.9 * pi, 274.0,
        ((30.0, 0.0, 0.0), (8.0, 5.0, 0.0), (20.0, 0.0, 0.0), (10.0, -7.0, 0.0), (20.0, 0.0, 0.0), (6.0, 6.0, 30.0),
         (30.0, 0.0, 0.0)),
    ),
    "fighter, 6 and 7 g": (
        (28e3, -6e3, 1550.0), -0.5 * pi, 426.0,
        ((30.0, 0.0, 0.0), (8.0, 7.0, 0.0), (20.0, 0.0, 0.0), (10.0, -6.0, 0.0), (20.0, 0.0, 0.0), (9.0, 7.0, 0.0),
         (30.0, 0.0, 0.0)),
    ),
}  # fmt: skip


def flight(name: str, period: float) -> tuple[Floats, NDArray[np.bool_]]:
    """Positions m (scans, 1, 3) at period, 2 period, ... s, and whether the aircraft turns at each."""
    return path(*FLIGHTS[name], period)


def path(
    start: tuple[float, float, float], heading: float, speed: float, legs: tuple[tuple[float, float, float], ...],
    period: float,
) -> tuple[Floats, NDArray[np.bool_]]:  # fmt: skip
    """The same for legs of one's own; quantities and order as in FLIGHTS."""
    loads = np.concatenate([np.full(round(t / FINE), g) for t, g, _ in legs])
    climbs = np.concatenate([np.full(round(t / FINE), c) for t, _, c in legs])
    turned = heading + np.cumsum(loads) * G / speed * FINE
    way = np.stack([speed * np.sin(turned), speed * np.cos(turned), climbs], axis=1)
    along = np.array(start) + np.cumsum(way, axis=0) * FINE
    at = np.arange(round(period / FINE), len(along) + 1, round(period / FINE)) - 1
    return along[at][:, None], loads[at] != 0.0
