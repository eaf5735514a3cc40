"""Ideal tracks: a track's state is the truth, looked at now and then."""

import numpy as np

from shorad.engine.calendar import grid
from shorad.engine.codes import GRID, STRAIGHT
from shorad.engine.jit import njit
from shorad.engine.link import answered_for
from shorad.engine.motion import at_time
from shorad.engine.plots import rules
from shorad.engine.sight import sees_all

REFRESH = np.int64(5)  # grid points between two looks at the truth of an ideal track
STRAIGHT_ON = np.int64(10)  # the same at most while it flies straight and everything is seen
SPECTATOR = np.int64(50)  # and when another unit answers for it
VARIANCE = 1.0e-2  # m2 and m2/s2
SIX = np.int64(6)


@njit
def until_refresh(m, s, b, u, row):
    """Grid points to the next look at the truth: a straight leg may be carried on, an event of its own ends it."""
    tr = s.track[row]
    r = s.obj[tr.origin]
    if not sees_all(m) or r.kind != STRAIGHT:
        return REFRESH
    period, _, _, _, _, _ = rules(m, u, tr.optical)
    steps = max(REFRESH, min(grid(period), STRAIGHT_ON))
    if m.unit[u].post >= 0 and answered_for(m, s, u, row):
        steps = SPECTATOR
    return steps if (b + steps) * GRID < r.t1 else REFRESH


@njit
def sure(s, row):
    """The covariance of an ideal track."""
    for i in range(np.int64(0), SIX):
        for j in range(np.int64(0), SIX):
            s.track_p[row, i, j] = 0.0
        s.track_p[row, i, i] = VARIANCE


@njit
def hold_truth(m, s, row, o, t):
    """State of object o at exact time t."""
    x = s.track_x[row]
    x[0], x[1], x[2], x[3], x[4], x[5] = at_time(m, s, o, t)
    s.track[row].t = t
