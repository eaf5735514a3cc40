"""What tests of the tracker share: rules, plots seen from the origin, one scan at a time."""

import math

import numpy as np

from shorad.engine import codes as c
from shorad.engine import types
from shorad.engine.handle import pack
from shorad.engine.track_bench import Rules, take_in

RULES = Rules(scan_period=1.0, accel_psd=1.0, coast_max=5.0)
CELLS = Rules(1.0, 1.0, coast_max=8.0, range_resolution=75.0, beamwidth=0.06, beamwidth_elevation=0.06)
SIGMA = (20.0, 0.002, 0.002)  # m, rad, rad


def plot(t, position, obj=0, sigma=SIGMA, error=(0.0, 0.0, 0.0), optical=0, snr=100.0):
    """One row of types.PLOT seen from the origin, with the errors (in units of sigma) added."""
    x, y, z = position
    row = np.zeros(1, types.PLOT)
    row["t"], row["obj"], row["snr"], row["optical"] = t, obj, snr, optical
    measured = (math.hypot(x, y, z), math.atan2(x, y), math.atan2(z, math.hypot(x, y)))
    for name, value, s, e in zip(("range", "azimuth", "elevation"), measured, sigma, error, strict=True):
        row[name], row[f"sigma_{name}"] = value + s * e, s
    row["azimuth"] %= 2 * math.pi
    return row


def feed(m, s, b, *plots):
    """Let the stage run at grid point b with these plots."""
    for k, p in enumerate(plots):
        s.plot[k] = p[0]
    s.n.plots[0] = len(plots)
    take_in(pack(m), pack(s), b)
    assert s.n.plots[0] == 0
    assert s.n.fault[0] == 0


def live(s):
    return np.flatnonzero(s.track.status != c.EMPTY).tolist()


def events(s, kind):
    return [row for row in s.log[: s.n.logged[0]] if row["kind"] == kind]


def fly(start, velocity, t):
    return tuple(p + v * t for p, v in zip(start, velocity, strict=True))
