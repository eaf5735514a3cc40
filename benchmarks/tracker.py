"""The tracker stage alone, on the plots of `benchmarks.plots`; `benchmarks.stone_soup` takes the same."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from benchmarks.measure import best
from benchmarks.plots import PERIOD, SIGMA, Columns, Floats, observe, straight, times
from shorad.engine import types
from shorad.engine.codes import FIRM
from shorad.engine.track_bench import Rules, track_scans
from shorad.engine.types import Table

Picture = list[dict[int, Floats]]  # after each scan: number of a track -> its position (m) at the time of the scan


class Tracked(NamedTuple):
    """CPU seconds of all scans; at the end: firm tracks, targets, rms error of position (m) of firm tracks."""

    seconds: float
    firm: int
    targets: int
    error: float


def rules(density: float = 1.0) -> Rules:
    """2 of 3 looks, gate of 99 %, ten scans without a plot; density: of the acceleration, m2/s3."""
    return Rules(scan_period=PERIOD, accel_psd=density, coast_max=10.0 * PERIOD)


def rows(columns: Columns) -> Table:
    """The plots as the stage takes them."""
    plots = np.zeros(len(columns["scan"]), types.PLOT)
    for field, column in (("t", "time"), ("obj", "obj"), ("range", "range"), ("elevation", "elevation")):
        plots[field] = columns[column]
    plots["azimuth"] = columns["azimuth"] % (2 * np.pi)
    for field, sigma in zip(("sigma_range", "sigma_azimuth", "sigma_elevation"), SIGMA, strict=True):
        plots[field] = sigma
    plots["snr"] = 100.0
    return plots


def picture(columns: Columns, count: int, density: float = 1.0) -> Picture:
    """Firm tracks after each of `count` scans, carried on in a straight line to the time of the scan."""
    found = track_scans(rules(density), rows(columns), columns["scan"].astype(np.int64), times(count))
    out: Picture = [{} for _ in range(count)]
    for e in found[found["status"] == FIRM]:
        gap = times(count)[e["scan"]] - e["t"]
        out[e["scan"]][int(e["serial"])] = e["x"][:3] + gap * e["x"][3:]
    return out


def tracked(targets: int = 24, count: int = 60, seed: int = 1) -> Tracked:
    """Time the stage on identical plots and see that it has tracked them."""
    paths = straight(targets, count, seed)
    columns = observe(paths, seed)
    plots, number, ends = rows(columns), columns["scan"].astype(np.int64), times(count)
    last = picture(columns, count)[-1]
    seconds = best(lambda: [track_scans(rules(), plots, number, ends) for _ in range(10)]) / 10
    return Tracked(seconds, len(last), targets, error(last, paths[-1]))


def error(last: dict[int, Floats], where: Floats) -> float:
    """Root mean square distance (m) of the tracks to the nearest target."""
    gaps = np.linalg.norm(np.stack(list(last.values()))[:, None] - where[None], axis=2)
    return float(np.sqrt(np.mean(gaps.min(axis=1) ** 2)))
