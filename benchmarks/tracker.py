"""The tracker stage alone, on the plots of `benchmarks.plots`."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from benchmarks.measure import best
from benchmarks.plots import PERIOD, SIGMA, scans, truth
from shorad.engine import types
from shorad.engine.codes import FIRM
from shorad.engine.track_bench import Rules, track_scans

RULES = Rules(scan_period=PERIOD, accel_psd=1.0)


class Tracked(NamedTuple):
    """CPU seconds of all scans; at the end: firm tracks, targets, rms error of position (m) of firm tracks."""

    seconds: float
    firm: int
    targets: int
    error: float


def tracked(targets: int = 24, count: int = 60, seed: int = 1) -> Tracked:
    """Time the stage on identical plots and see that it has tracked them."""
    columns = scans(targets, count, seed)
    plots = np.zeros(len(columns["scan"]), types.PLOT)
    for field, column in (("t", "time"), ("obj", "obj"), ("range", "range"), ("elevation", "elevation")):
        plots[field] = columns[column]
    plots["azimuth"] = columns["azimuth"] % (2 * np.pi)
    for field, sigma in zip(("sigma_range", "sigma_azimuth", "sigma_elevation"), SIGMA, strict=True):
        plots[field] = sigma
    plots["snr"] = 100.0
    number, ends = columns["scan"].astype(np.int64), PERIOD * (np.arange(count) + 1.0)
    estimates = track_scans(RULES, plots, number, ends)
    seconds = best(lambda: [track_scans(RULES, plots, number, ends) for _ in range(10)]) / 10
    last = estimates[(estimates["scan"] == count - 1) & (estimates["status"] == FIRM)]
    position, velocity = truth(targets, seed)
    where = position[last["origin"]] + velocity[last["origin"]] * last["t"][:, None]
    error = float(np.sqrt(np.mean(np.sum((last["x"][:, :3] - where) ** 2, axis=1))))
    return Tracked(seconds, len(last), targets, error)
