"""Rows of a recording made from the tables of the engine at one grid point: what stands in each column, and no more."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from shorad.engine.types import Model, State, Table
from shorad.results.recording import NOT_YET
from shorad.study.recorded import made

COVARIANCE = {"xx": (0, 0), "xy": (0, 1), "xz": (0, 2), "yy": (1, 1), "yz": (1, 2), "zz": (2, 2)}
SEEN = ("unit", "t", "range", "azimuth", "elevation", "sigma_range", "sigma_azimuth", "sigma_elevation", "snr",
        "optical", "used")  # fmt: skip


def differing(now: Table, last: Table, fields: tuple[str, ...]) -> NDArray[np.bool_]:
    """Which rows differ in any of the fields."""
    out = np.zeros(len(now), bool)
    for name in fields:
        out |= now[name] != last[name]
    return out


def plots(m: Model, q: Table) -> Table:
    """Plots (rows of the plot table) with the places that the sensor takes them for."""
    unit = m.unit[q["unit"]]
    flat = q["range"] * np.cos(q["elevation"])
    place = {
        "x": unit["x"] + flat * np.sin(q["azimuth"]),
        "y": unit["y"] + flat * np.cos(q["azimuth"]),
        "z": unit["z"] + unit["antenna_height"] + q["range"] * np.sin(q["elevation"]),
    }
    return made("plots", len(q), {name: q[name] for name in SEEN} | place | {"object": q["obj"]})


def estimates(s: State, rows: NDArray[np.int64], tracks: NDArray[np.int64]) -> Table:
    """What the picture holds of these rows of the track table; `tracks`: which tracks of the recording they are."""
    tr, x, p = s.track[rows], s.track_x[rows], s.track_p[rows]
    values: dict[str, Any] = {name: x[:, i] for i, name in enumerate(("x", "y", "z", "vx", "vy", "vz"))}
    values |= {name: p[:, i, j] for name, (i, j) in COVARIANCE.items()}
    values |= {name: tr[name] for name in ("t", "status", "released", "optical", "engaged", "origin")}
    return made("states", len(rows), values | {"track": tracks, "identity": tr["class_"]})


def order(now: Any, unit: int, channel: int, track: int) -> Table:
    """An engagement as it is ordered."""
    values = {
        "unit": unit, "channel": channel, "track": track, "intended": now["intended"], "object": -1,
        "weapon": now["weapon"], "by": now["by"], "t0": now["t_order"], "lock": NOT_YET, "fire": NOT_YET,
        "result": NOT_YET, "t1": NOT_YET,
    }  # fmt: skip
    return made("engagements", 1, values)


def burst(now: Any, unit: int, t0: float) -> Table:
    """A burst on its way."""
    values = {
        "unit": unit, "object": now["obj"], "t0": t0, "t1": now["t_impact"], "rounds": now["burst_n"], "hits": -1,
        "fx": now["from_x"], "fy": now["from_y"], "fz": now["from_z"],
        "ax": now["aim_x"], "ay": now["aim_y"], "az": now["aim_z"],
    }  # fmt: skip
    return made("bursts", 1, values)
