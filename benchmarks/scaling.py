"""How cost grows with the number of targets at constant density: the whole engine, and the tracker alone.

Whole engine: cells of 25 drones, a fire unit and a depot on a square grid, so that area, drones, units and assets grow
together; so far apart that no drone comes into a neighbour's search range, so that each unit sees what it saw alone.
Tracker: one radar with a resolution cell, targets over an area that grows with them, plots of `benchmarks.plots`. An
exponent is the slope of a straight line through log cost over log number.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from ruamel.yaml import YAML

from benchmarks.measure import SEED, best, nominal
from benchmarks.plots import DETECTION, PERIOD, SIGMA, Floats, observe, times
from benchmarks.tracker import rows, rules
from shorad import load
from shorad.compile import Built, new_state, resolve
from shorad.engine.run import simulate
from shorad.engine.track_bench import track_scans

NUMBERS = (24, 50, 100, 200, 400)
CELL, SPACING = 25, 80.0  # drones; km: drones begin up to 20 km from their unit, and a search radar looks 50 km far
SCANS = 60
ROUNDS = 9
DENSITY = 24 / (np.pi * 15e3**2)  # targets per m2 of ground for the tracker
LIMIT = 1.1  # for the exponent
RESOLUTION = {"range_resolution": 75.0, "beamwidth": np.radians(3.5), "beamwidth_elevation": np.radians(4.0)}


def cell(i: int, side: int, count: int) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    """Asset, unit and drones of cell i on a grid `side` cells wide."""
    x, y = SPACING * (i % side), SPACING * (i // side)
    asset = {"at": [f"{x} km", f"{y} km"], "radius": "30 m", "value": 10, "hits_to_lose": 1000}
    unit = {"system": "pantsir_s1", "at": [[f"{x} km", f"{y + 0.5} km"]], "roe": "free", "readiness": "radiating"}
    drones = {
        "system": "shahed_136", "count": count, "from": {"bearing": "90 deg", "range": "20 km", "width": "60 deg"},
        "target": f"depot_{i}", "altitude": "300 m", "start": {"at": "0 s", "every": "10 s"},
    }  # fmt: skip
    return asset, unit, drones


def raid(targets: int) -> Built:
    """`targets` drones in cells of 25."""
    counts = [CELL] * (targets // CELL) + ([targets % CELL] if targets % CELL else [])
    side = int(np.ceil(len(counts) ** 0.5))
    cells = [cell(i, side, count) for i, count in enumerate(counts)]
    text = {
        "question": "How does the cost of a replicate grow with the raid?", "answer": "assets.depot_0.survival",
        "duration": "20 min",
        "assets": {f"depot_{i}": each[0] for i, each in enumerate(cells)},
        "defence": {f"unit_{i}": each[1] for i, each in enumerate(cells)},
        "attack": {f"drones_{i}": each[2] for i, each in enumerate(cells)},
    }  # fmt: skip
    with TemporaryDirectory() as folder:
        path = Path(folder) / "raid.yaml"
        YAML().dump(text, path)
        return nominal(resolve(load(path)))


def field(targets: int, seed: int = 1) -> Floats:
    """Straight flights over a disc as large as the density asks."""
    rng = np.random.default_rng(seed)
    radius = (targets / DENSITY / np.pi) ** 0.5
    bearing, out = rng.uniform(0, 2 * np.pi, targets), radius * rng.uniform(0, 1, targets) ** 0.5
    heading, speed = rng.uniform(0, 2 * np.pi, targets), rng.uniform(50.0, 150.0, targets)
    start = np.stack([out * np.sin(bearing), out * np.cos(bearing), rng.uniform(500.0, 5e3, targets)], axis=1)
    velocity = np.stack([speed * np.sin(heading), speed * np.cos(heading), 0.0 * speed], axis=1)
    return np.asarray(start + velocity * times(SCANS)[:, None, None])


def exponent(costs: Sequence[float]) -> float:
    """Slope of log cost over log number of targets."""
    return float(np.polyfit(np.log(NUMBERS), np.log(costs), 1)[0])


def engine_costs(replicates: int) -> list[float]:
    """CPU seconds per replicate of the whole engine."""
    return [seconds / replicates for seconds in least([engine_job(n, replicates) for n in NUMBERS])]


def engine_job(n: int, replicates: int) -> Callable[[], object]:
    model = raid(n).model
    return lambda: simulate(model, lambda: new_state(model), SEED, -1, range(replicates))


def tracker_costs() -> list[float]:
    """CPU seconds of 60 scans for the tracker alone, with as many rows in its table as targets and a half more."""
    return least([tracker_job(n) for n in NUMBERS])


def tracker_job(n: int) -> Callable[[], object]:
    columns = observe(field(n))
    plots, scan = rows(columns), columns["scan"].astype(np.int64)
    how = rules()._replace(tracks_max=n + n // 2, **RESOLUTION)
    return lambda: track_scans(how, plots, scan, times(SCANS))


def least(jobs: Sequence[Callable[[], object]]) -> list[float]:
    """Least CPU seconds of each job in several rounds through all of them: what disturbs one round disturbs all."""
    found = [float("inf")] * len(jobs)
    for _ in range(ROUNDS):
        for i, (n, job) in enumerate(zip(NUMBERS, jobs, strict=True)):
            repeats = NUMBERS[-1] // n  # about as long for each
            found[i] = min(found[i], best(lambda j=job, r=repeats: [j() for _ in range(r)], 1) / repeats)  # type: ignore[misc]
    return found


def report(quick: bool) -> float:
    """Print cost per target and the two exponents; the larger one."""
    print(f"\nCost over number of targets at constant density; limit: exponent {LIMIT}")
    print(f"{'':42}" + "".join(f"{n:>9}" for n in NUMBERS) + " exponent")
    kinds = (
        (f"engine, {CELL} drones to a unit, us per drone", engine_costs(2 if quick else 4)),
        (f"tracker, {SCANS} scans, one radar, us per target", tracker_costs()),
    )
    worst = 0.0
    for title, costs in kinds:
        each = "".join(f"{1e6 * cost / n:9.0f}" for cost, n in zip(costs, NUMBERS, strict=True))
        slope = exponent(costs)
        worst = max(worst, slope)
        print(f"{title:42}{each} {slope:8.2f}   {'PASS' if slope <= LIMIT else 'MISS'}", flush=True)
    print("engine: drones, units, assets and area grow together; plots of the tracker: errors", end=" ")
    print(f"{SIGMA[0]:.0f} m and {1e3 * SIGMA[1]:.0f} mrad, detection {DETECTION}, one scan in {PERIOD:.0f} s")
    return worst
