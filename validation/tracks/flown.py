"""Aircraft that turn, as the engine's tracker and interacting models of numpy follow them on the same plots."""

import numpy as np
from benchmarks import plots
from benchmarks.tracker import rows, rules
from numpy.typing import NDArray

from shorad import catalogue
from shorad.engine.codes import FIRM
from shorad.engine.track_bench import track_scans
from shorad.physics.measurement import unbiased

from . import imm

Floats = NDArray[np.float64]
SEEDS = range(1, 26)
FIRST = 5  # scans left out at the start, while tracks begin
LOST = 1500.0  # m from the truth: the track follows nothing
MODES, STAY = (1.0, 5000.0), [[0.95, 0.05], [0.10, 0.90]]  # m2/s3; chances a second


def by_models(columns: plots.Columns, count: int) -> Floats:
    """Position m (scans, 3) by interacting models, from the plots of one target."""
    found, rows = np.full((count, 3), np.nan), {int(k): i for i, k in enumerate(columns["scan"])}
    filters, gap = None, 0.0
    for k in range(count):
        gap += plots.PERIOD
        if k in rows:
            m = unbiased(*(float(columns[name][rows[k]]) for name in ("range", "azimuth", "elevation")), *plots.SIGMA)
            z, r = np.array(m[:3]), np.array([[m[3], m[4], m[5]], [m[4], m[6], m[7]], [m[5], m[7], m[8]]])
            if filters is None:
                filters = imm.started(z, r, 150.0, MODES, STAY)
            else:
                filters.step(gap, z, r)
            gap = 0.0
        if filters is not None:
            x, _ = filters.estimate()
            found[k] = x[:3] + gap * x[3:]
    return found


def figure(name: str) -> float:
    """Nominal value of the catalogue's Pantsir-S1."""
    return float(catalogue.load_system("pantsir_s1").get(f"search_radar.{name}").number)


def followed(
    path: Floats, seed: int, density: float, period: float = plots.PERIOD, **filters: float
) -> tuple[Floats, bool]:
    """Error m after each scan of the engine's nearest track (NaN: none near), and whether one track held throughout.

    Tracks in one resolution cell of the radar become one, as in a run. `filters`: what else its rules are.
    """
    count, columns = len(path), plots.observe(path, seed)
    columns["time"] = columns["time"] * period / plots.PERIOD
    cell = {name: figure(name) for name in ("range_resolution", "beamwidth", "beamwidth_elevation", "coast_max")}
    ends = plots.times(count) * period / plots.PERIOD
    way = rules(density)._replace(scan_period=period, **cell, **filters)
    found = track_scans(way, rows(columns), columns["scan"].astype(np.int64), ends)
    numbers, errors = np.full(count, -1), np.full(count, np.nan)
    for e in found[found["status"] == FIRM]:
        k = e["scan"]
        gap = float(np.linalg.norm(e["x"][:3] + (ends[k] - e["t"]) * e["x"][3:] - path[k, 0]))
        if gap < min(LOST, np.nan_to_num(errors[k], nan=LOST)):
            numbers[k], errors[k] = e["serial"], gap
    return errors, -1 not in numbers[FIRST:] and len(set(numbers[FIRST:])) == 1


def rms(errors: Floats, when: NDArray[np.bool_] | None = None) -> float:
    """Over all runs and scans, or those scans in which `when` (scans,) holds."""
    counted = np.arange(errors.shape[1]) >= FIRST
    return float(np.sqrt(np.nanmean(np.square(errors[:, counted if when is None else counted & when]))))
