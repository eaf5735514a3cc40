"""Plots for trackers: targets seen by one radar. numpy alone, so that any program can take them.

A scene is where the targets are at each scan; `observe` makes plots of it. All plots of a scan have one time.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

SIGMA = (30.0, 5e-3, 5e-3)  # m, rad, rad: range, azimuth, elevation
DETECTION = 0.95
PERIOD = 1.0  # s
TURN = 3.0 * 9.81  # m/s2, of the targets of `weaving`
LEG = 12.0  # s from one turn of a weave to the next

Floats = NDArray[np.float64]
Columns = dict[str, Floats]


def truth(targets: int, seed: int) -> tuple[Floats, Floats]:
    """Positions m and velocities m/s (targets, 3) at time 0: 12 to 26 km out, 100 to 300 m/s, any heading."""
    rng = np.random.default_rng(seed)
    bearing, distance = rng.uniform(0, 2 * np.pi, targets), rng.uniform(12e3, 26e3, targets)
    heading, speed = rng.uniform(0, 2 * np.pi, targets), rng.uniform(100.0, 300.0, targets)
    height, climb = rng.uniform(500.0, 5000.0, targets), np.zeros(targets)
    position = np.stack([distance * np.sin(bearing), distance * np.cos(bearing), height], axis=1)
    return position, np.stack([speed * np.sin(heading), speed * np.cos(heading), climb], axis=1)


def times(count: int) -> Floats:
    """When the scans take place, s (count,)."""
    return PERIOD * (np.arange(count) + 1.0)


def straight(targets: int = 24, count: int = 60, seed: int = 1) -> Floats:
    """Straight lines, far apart for the most part: positions m (count, targets, 3)."""
    position, velocity = truth(targets, seed)
    return np.asarray(position + velocity * times(count)[:, None, None])


def crossing(targets: int = 24, count: int = 60, seed: int = 1) -> Floats:
    """Pairs that cross half-way, at the same height, 10 to 40 degrees apart in heading, 100 to 200 m/s."""
    rng, pairs = np.random.default_rng(seed), targets // 2
    bearing, distance = rng.uniform(0, 2 * np.pi, pairs), rng.uniform(12e3, 20e3, pairs)
    height, heading = rng.uniform(500.0, 5000.0, pairs), rng.uniform(0, 2 * np.pi, pairs)
    half, speed = 0.5 * np.radians(rng.uniform(10.0, 40.0, pairs)), rng.uniform(100.0, 200.0, (pairs, 2))
    met = np.stack([distance * np.sin(bearing), distance * np.cos(bearing), height], axis=1)
    way = heading[:, None] + half[:, None] * np.array([-1.0, 1.0])
    velocity = np.stack([speed * np.sin(way), speed * np.cos(way), np.zeros((pairs, 2))], axis=2)
    after = times(count) - 0.5 * PERIOD * (count + 1)
    return (met[:, None] + velocity * after[:, None, None, None]).reshape(count, 2 * pairs, 3)


def weaving(targets: int = 12, count: int = 60, seed: int = 1) -> Floats:
    """Constant speed, alternating level turns of 3 g for 4 s once in 12 s."""
    rng, fine = np.random.default_rng(seed), 0.01
    position, velocity = truth(targets, seed)
    first, side = rng.uniform(0.0, LEG, targets), rng.choice([-1.0, 1.0], targets)
    speed = np.linalg.norm(velocity, axis=1)
    heading = np.arctan2(velocity[:, 0], velocity[:, 1])
    out = np.zeros((count, targets, 3))
    per = round(PERIOD / fine)
    for k in range(count * per):
        leg, phase = np.divmod(k * fine + first, LEG)
        heading += fine * np.where(phase < 4.0, side * (-1.0) ** leg, 0.0) * TURN / speed
        position = position + fine * np.stack([speed * np.sin(heading), speed * np.cos(heading), 0 * speed], axis=1)
        if k % per == per - 1:
            out[k // per] = position
    return out


def observe(paths: Floats, seed: int = 1) -> Columns:
    """One row per plot: scan, time s, object, range m, azimuth and elevation rad. paths: m (count, targets, 3)."""
    count, targets, _ = paths.shape
    rng = np.random.default_rng(seed + 1)
    scan, obj = (index.ravel() for index in np.divmod(np.arange(targets * count), targets))
    x, y, z = paths[scan, obj].T
    flat = np.hypot(x, y)
    exact = np.stack([np.hypot(flat, z), np.arctan2(x, y), np.arctan2(z, flat)])
    seen = exact + np.array(SIGMA)[:, None] * rng.standard_normal(exact.shape)
    kept = rng.random(len(scan)) < DETECTION
    names = ("scan", "time", "obj", "range", "azimuth", "elevation")
    columns = (scan, times(count)[scan], obj, *seen)
    return {name: column[kept] for name, column in zip(names, columns, strict=True)}
