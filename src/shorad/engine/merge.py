"""Two tracks of one target: a track that starves beside another one in the same resolution cell.

Two targets in one cell of the radar give one plot a look; so two tracks in one cell cannot be told apart by plots, and
one of them starves. When their states are also equal within their errors, they are taken for one target: the test of
common origin (Y. Bar-Shalom, P. Willett, X. Tian, *Tracking and Data Fusion* (2011), section 9.2), without the cross
covariance. Targets that cross in one cell differ in velocity and are kept apart. Optics have no such cell.
"""

import math

import numpy as np

from shorad.engine.associate import PLOT_AT
from shorad.engine.codes import FIRM
from shorad.engine.jit import njit
from shorad.engine.modes import hand_over
from shorad.engine.plots import rules
from shorad.physics.geometry import range_azimuth_elevation, wrap_pi
from shorad.physics.kalman import inverse, position_variance, quadratic

ALIKE = 12.838156466598647  # chi-square of 3 degrees of freedom at 0.995: position and velocity, 0.99 together
STARVING = np.int64(14)  # column of the integer scratch
ROOM = 1.0 + 1.0e-9  # for rounding
STARVED = 1.5  # periods since its last plot: it has missed a look
ZERO, ONE, TWO, THREE, SIX = (np.int64(i) for i in (0, 1, 2, 3, 6))


@njit
def list_starving(m, s, u, rows):
    """List the firm tracks of unit u that may starve at a plot in s.scratch[:rows, PLOT_AT]; how many there are.

    Rows, rising, in s.scratch[:, STARVING]. Who has had no plot before them starves at none of them.
    """
    late, shortest, found = -math.inf, math.inf, ZERO
    for i in range(ZERO, rows):
        q = s.plot[s.scratch[i, PLOT_AT]]
        period, _, _, _, _, _ = rules(m, u, q.optical)
        late, shortest = max(late, q.t), min(shortest, period)
    first = m.unit[u].track0
    for row in range(first, first + s.unit[u].used):
        if s.track[row].status == FIRM and late - s.track[row].t_plot >= STARVED * shortest:
            s.scratch[found, STARVING] = row
            found += ONE
    return found


@njit
def twin(m, s, u, row, period, starving):
    """A firm track of unit u that starves and follows the target of `row`, which has a plot just now; -1 without.

    `starving`: how many tracks `list_starving` has listed.
    """
    me = s.track[row]
    if m.unit[u].radar < 0 or me.optical == 1 or m.radar[m.unit[u].radar].range_resolution <= 0.0:
        return -ONE
    for k in range(ZERO, starving):
        other = s.scratch[k, STARVING]
        tr = s.track[other]
        if other == row or tr.status != FIRM or tr.optical == 1 or me.t - tr.t_plot < STARVED * period:
            continue
        if not _near(m, s, u, row, other, me.t - tr.t):
            continue
        if _one_cell(m, s, u, row, other, me.t - tr.t) and _alike(s, row, other, me.t - tr.t):
            return other
    return -ONE


@njit
def _near(m, s, u, row, other, dt):
    """May both lie in one resolution cell, by the longest way through such a cell? Spares `_one_cell` its angles."""
    g, unit, a, b = m.radar[m.unit[u].radar], m.unit[u], s.track_x[row], s.track_x[other]
    x, y, z = a[ZERO] - unit.x, a[ONE] - unit.y, a[TWO] - unit.z - unit.antenna_height
    away = math.sqrt(x * x + y * y + z * z)
    longest = (g.range_resolution + away * (g.beamwidth + g.beamwidth_elevation)) * ROOM
    x = a[ZERO] - b[ZERO] - dt * b[THREE]
    y = a[ONE] - b[ONE] - dt * b[THREE + ONE]
    z = a[TWO] - b[TWO] - dt * b[THREE + TWO]
    return x * x + y * y + z * z < longest * longest


@njit
def _one_cell(m, s, u, row, other, dt):
    """Do both, the other carried on by dt (s), lie in one resolution cell of the radar?"""
    g, unit = m.radar[m.unit[u].radar], m.unit[u]
    a, b = s.track_x[row], s.track_x[other]
    height = unit.z + unit.antenna_height
    d1, a1, e1 = range_azimuth_elevation(a[ZERO] - unit.x, a[ONE] - unit.y, a[TWO] - height)
    d2, a2, e2 = range_azimuth_elevation(
        b[ZERO] + dt * b[THREE] - unit.x, b[ONE] + dt * b[THREE + ONE] - unit.y, b[TWO] + dt * b[THREE + TWO] - height
    )
    if abs(d1 - d2) >= g.range_resolution or abs(wrap_pi(a1 - a2)) >= g.beamwidth:
        return False
    return abs(e1 - e2) < g.beamwidth_elevation


@njit
def _alike(s, row, other, dt):
    """Are positions and velocities equal within their errors, the other carried on by dt (s)?"""
    a, b, p, q = s.track_x[row], s.track_x[other], s.track_p[row], s.track_p[other]
    w = inverse(
        _position(p, q, ZERO, ZERO, dt), _position(p, q, ZERO, ONE, dt), _position(p, q, ZERO, TWO, dt),
        _position(p, q, ONE, ONE, dt), _position(p, q, ONE, TWO, dt), _position(p, q, TWO, TWO, dt),
    )  # fmt: skip
    v = inverse(
        _velocity(p, q, ZERO, ZERO), _velocity(p, q, ZERO, ONE), _velocity(p, q, ZERO, TWO),
        _velocity(p, q, ONE, ONE), _velocity(p, q, ONE, TWO), _velocity(p, q, TWO, TWO),
    )  # fmt: skip
    vx, vy, vz = a[THREE] - b[THREE], a[THREE + ONE] - b[THREE + ONE], a[THREE + TWO] - b[THREE + TWO]
    x = a[ZERO] - b[ZERO] - dt * b[THREE]
    y = a[ONE] - b[ONE] - dt * b[THREE + ONE]
    z = a[TWO] - b[TWO] - dt * b[THREE + TWO]
    return quadratic(w, x, y, z) < ALIKE and quadratic(v, vx, vy, vz) < ALIKE


@njit
def _position(p, q, i, j, dt):
    """Element of the covariance of the difference in position, the second track carried on by dt (s)."""
    return p[i, j] + position_variance(q, i, j, dt)


@njit
def _velocity(p, q, i, j):
    return p[i + THREE, j + THREE] + q[i + THREE, j + THREE]


@njit
def take_over(m, s, u, keep, give):
    """Track `keep` of unit u takes state, plots and window of `give`; who it is stays."""
    a, b = s.track[keep], s.track[give]
    a.t, a.t_plot, a.optical, a.snr, a.origin = b.t, b.t_plot, b.optical, b.snr, b.origin
    a.window, a.hits, a.looks = b.window, a.hits + b.hits, a.looks + b.looks
    for i in range(ZERO, SIX):
        s.track_x[keep, i] = s.track_x[give, i]
        for j in range(ZERO, SIX):
            s.track_p[keep, i, j] = s.track_p[give, i, j]
    if m.unit[u].interacting == 1:
        hand_over(s, keep, give)
