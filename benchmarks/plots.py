"""Plots for trackers: targets on straight lines seen by one radar. numpy alone, so that any program can take them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

SIGMA = (30.0, 5e-3, 5e-3)  # m, rad, rad: range, azimuth, elevation
DETECTION = 0.95
PERIOD = 1.0  # s

Columns = dict[str, NDArray[np.float64]]


def truth(targets: int, seed: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Positions m and velocities m/s (targets, 3) at time 0: 12 to 26 km out, 100 to 300 m/s, any heading."""
    rng = np.random.default_rng(seed)
    bearing, distance = rng.uniform(0, 2 * np.pi, targets), rng.uniform(12e3, 26e3, targets)
    heading, speed = rng.uniform(0, 2 * np.pi, targets), rng.uniform(100.0, 300.0, targets)
    height, climb = rng.uniform(500.0, 5000.0, targets), np.zeros(targets)
    position = np.stack([distance * np.sin(bearing), distance * np.cos(bearing), height], axis=1)
    return position, np.stack([speed * np.sin(heading), speed * np.cos(heading), climb], axis=1)


def scans(targets: int = 24, count: int = 60, seed: int = 1) -> Columns:
    """One row per plot: scan, time s, object, range m, azimuth and elevation rad; all plots of a scan at one time."""
    position, velocity = truth(targets, seed)
    rng = np.random.default_rng(seed + 1)
    scan, obj = (index.ravel() for index in np.divmod(np.arange(targets * count), targets))
    time = PERIOD * (scan + 1.0)
    x, y, z = (position[obj] + velocity[obj] * time[:, None]).T
    flat = np.hypot(x, y)
    exact = np.stack([np.hypot(flat, z), np.arctan2(x, y), np.arctan2(z, flat)])
    seen = exact + np.array(SIGMA)[:, None] * rng.standard_normal(exact.shape)
    kept = rng.random(len(scan)) < DETECTION
    names = ("scan", "time", "obj", "range", "azimuth", "elevation")
    return {name: column[kept] for name, column in zip(names, (scan, time, obj, *seen), strict=True)}
