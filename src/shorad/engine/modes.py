"""A track that is followed by two interacting filters: its modes, beside the combined estimate that others read.

An option of a unit's search radar, or of its optics where it has no radar (`filter: interacting`). Rows 2 k and
2 k + 1 of State.mode_x and mode_p are the quiet and the manoeuvring mode of track k; where no unit has the option, both
tables are empty.
"""

import math

import numpy as np

from shorad.engine.jit import njit
from shorad.physics.imm import combine, density, kept, mixed_distance, settled, step
from shorad.physics.kalman import distance

ZERO, TWO, SIX = np.int64(0), np.int64(2), np.int64(6)


@njit
def way(m, u):
    """How the modes of unit u's tracks work, as `physics.imm.Way`; asked only where UNIT.interacting is 1."""
    if m.unit[u].radar >= 0:
        g = m.radar[m.unit[u].radar]
        return g.accel_psd_quiet, g.accel_psd_manoeuvre, 1.0 / g.quiet_time, 1.0 / g.manoeuvre_time
    e = m.optics[m.unit[u].optics]
    return e.accel_psd_quiet, e.accel_psd_manoeuvre, 1.0 / e.quiet_time, 1.0 / e.manoeuvre_time


@njit
def mixed_cost(m, s, u, row, t, gate, x, y, z, r):
    """As `associate.pair_cost`: the gate is that of the manoeuvring mode, the cost that of the combined prediction.

    One gate for both modes, by the larger innovation covariance: A. Houles, Y. Bar-Shalom, IEEE Trans. AES 25 (1989).
    A gate of the combined prediction would lose a target where its turn begins, while that mode is still improbable.
    """
    dt, mu, told = t - s.track[row].t, s.track[row].manoeuvring, way(m, u)
    if mixed_distance(s.mode_x, s.mode_p, TWO * row, kept(mu, dt, told), dt, told[1], x, y, z, r) > gate:
        return math.inf, 0.0
    d2, spread = distance(s.track_x[row], s.track_p[row], dt, density(mu, dt, told), x, y, z, r)
    return d2 + spread, spread


@njit
def begin(m, s, u, row):
    """Both modes of a new track start from its first estimate."""
    s.track[row].manoeuvring = settled(way(m, u))
    for mode in range(TWO * row, TWO * row + TWO):
        for i in range(ZERO, SIX):
            s.mode_x[mode, i] = s.track_x[row, i]
            for j in range(ZERO, SIX):
                s.mode_p[mode, i, j] = s.track_p[row, i, j]


@njit
def follow(m, s, u, row, dt, x, y, z, r):
    """Carry a track on by dt (s) and take in a position (m) with covariance r (m2)."""
    tr, k = s.track[row], TWO * row
    tr.manoeuvring = step(s.mode_x, s.mode_p, k, tr.manoeuvring, dt, way(m, u), x, y, z, r)
    combine(s.mode_x, s.mode_p, k, tr.manoeuvring, s.track_x[row], s.track_p[row])


@njit
def sound(s, row):
    """Are the variances of both modes positive? (What is not finite shows in the combined estimate.)"""
    for mode in range(TWO * row, TWO * row + TWO):
        for i in range(ZERO, SIX):
            if not s.mode_p[mode, i, i] > 0.0:
                return False
    return True


@njit
def hand_over(s, keep, give):
    """Track `keep` takes the modes of `give`."""
    s.track[keep].manoeuvring = s.track[give].manoeuvring
    for mode in range(ZERO, TWO):
        a, b = TWO * keep + mode, TWO * give + mode
        for i in range(ZERO, SIX):
            s.mode_x[a, i] = s.mode_x[b, i]
            for j in range(ZERO, SIX):
                s.mode_p[a, i, j] = s.mode_p[b, i, j]
