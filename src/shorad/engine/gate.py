"""Which tracks a plot could belong to: the gate, asked of the tracks that lie in its strip from west to east alone.

Tracks are sorted by where they are at the middle of the plots' times; a plot then looks at those that its gate and
their motion could bring together. The costs are those of a look at every pair, and so is the order of the candidates.
"""

import math

import numpy as np

from shorad.engine.associate import COUNT, PLOT_AT, LEFT, TRACK_AT, pair_cost, taken
from shorad.engine.jit import njit
from shorad.engine.modes import mixed_cost, way
from shorad.engine.plots import plot_position, rules
from shorad.physics.imm import between

ORDER = np.int64(13)  # column of the integer scratch: tracks from west to east
FEW = np.int64(6)  # plots for which sorting is not worth it
ROOM = 1.0 + 1.0e-9  # for rounding
ZERO, ONE, TWO, THREE = (np.int64(i) for i in range(4))


@njit
def gate(m, s, u, rows, cols):
    """Cost of each plot in s.scratch[:rows, LEFT] on each track in s.scratch[:cols, TRACK_AT], where the gate lets it.

    In s.work[i, j]; the columns j of plot i, rising, in s.work[i, cols:], their number in s.scratch[i, COUNT]. Returns
    what a plot left over costs: no less than the worst that the gate lets in.
    """
    dearest, first, strip, mixed = 0.0, m.unit[u].track0, rows > FEW, m.unit[u].interacting == 1
    spread, drift = _sort(m, s, u, rows, cols) if strip else (0.0, 0.0)
    east, north = np.int64(s.work.shape[0]) - ONE, np.int64(s.work.shape[0]) - TWO
    for i in range(ZERO, rows):
        q = s.plot[s.scratch[s.scratch[i, LEFT], PLOT_AT]]
        period, _, _, psd, _, limit = rules(m, u, q.optical)
        x, y, z, r = plot_position(m, q)
        half, found, k = math.inf, ZERO, ZERO
        if strip:
            half = math.sqrt(limit * (spread + r[0] + r[3] + r[5])) * ROOM + drift
            k = _west(s, cols, x - half)
        while k < cols:
            j = s.scratch[k, ORDER] if strip else k
            if strip and s.work[east, j] > x + half:
                break
            k += ONE
            row = first + s.scratch[j, TRACK_AT]
            if (not strip or abs(s.work[north, j] - y) <= half) and not taken(s, row, q.t, q.optical, period):
                if mixed:
                    cost, volume = mixed_cost(m, s, u, row, q.t, limit, x, y, z, r)
                    dearest = max(dearest, cost) if cost < math.inf else dearest
                else:
                    cost, volume = pair_cost(s, row, q.t, psd, limit, x, y, z, r)
                if cost < math.inf:
                    dearest = max(dearest, limit + volume)
                    s.work[i, j] = cost
                    found = _enter(s, i, cols, found, j)
        s.scratch[i, COUNT] = found
    return dearest


@njit
def _enter(s, i, cols, found, j):
    """Add column j to the candidates of plot i, in rising order; their number."""
    k = cols + found
    while k > cols and s.work[i, k - ONE] > j:
        s.work[i, k] = s.work[i, k - ONE]
        k -= ONE
    s.work[i, k] = np.float64(j)
    return found + ONE


@njit
def _sort(m, s, u, rows, cols):
    """List the tracks from west to east; the largest variance (m2) of any and how far (m) it flies within the times.

    Where they are (m) at the middle of the times stands in the last two rows of s.work, which nobody else uses.
    """
    early, late, psd = math.inf, -math.inf, 0.0
    for i in range(ZERO, rows):
        q = s.plot[s.scratch[s.scratch[i, LEFT], PLOT_AT]]
        early, late = min(early, q.t), max(late, q.t)
        _, _, _, density, _, _ = rules(m, u, q.optical)
        psd = max(psd, density)
    mixed = m.unit[u].interacting == 1
    if mixed:
        psd = max(way(m, u)[0], way(m, u)[1])
    spread, drift, aside = 0.0, 0.0, 0.0
    east, north = np.int64(s.work.shape[0]) - ONE, np.int64(s.work.shape[0]) - TWO
    for j in range(ZERO, cols):
        row = m.unit[u].track0 + s.scratch[j, TRACK_AT]
        x, p, t = s.track_x[row], s.track_p[row], s.track[row].t
        s.work[east, j] = x[ZERO] + (0.5 * (early + late) - t) * x[THREE]
        s.work[north, j] = x[ONE] + (0.5 * (early + late) - t) * x[THREE + ONE]
        drift = max(drift, 0.5 * (late - early) * max(abs(x[THREE]), abs(x[THREE + ONE])))
        spread = max(spread, max(_trace(p, early - t, psd), _trace(p, late - t, psd)))  # convex in time
        if mixed:
            (before, gap), (after, apart) = _mixed_reach(s, row, early - t, psd), _mixed_reach(s, row, late - t, psd)
            spread, aside = max(spread, max(before, after)), max(aside, max(gap, apart))
        s.scratch[j, ORDER] = j
    gap = ONE
    while gap < cols // THREE:
        gap = THREE * gap + ONE
    while gap > 0:  # D. L. Shell's sort: short lists, no memory of its own
        for k in range(gap, cols):
            j, i = s.scratch[k, ORDER], k
            while i >= gap and s.work[east, s.scratch[i - gap, ORDER]] > s.work[east, j]:
                s.scratch[i, ORDER] = s.scratch[i - gap, ORDER]
                i -= gap
            s.scratch[i, ORDER] = j
        gap //= THREE
    return spread, drift + aside + 1.0e-6


@njit
def _trace(p, dt, psd):
    """Trace (m2) of the position covariance `dt` s on, with process noise, as the cheap bound of the gate takes it."""
    trace = psd * abs(dt) ** 3
    for i in range(ZERO, THREE):
        trace += p[i, i] + dt * (2.0 * p[i, i + THREE] + dt * p[i + THREE, i + THREE])
    return trace


@njit
def _mixed_reach(s, row, dt, psd):
    """A trace as above that no mixture of a track's modes exceeds, and how far (m) the modes are apart, dt (s) on."""
    a, b, apart = TWO * row, TWO * row + ONE, 0.0
    for i in range(ZERO, THREE):
        apart += between(s.mode_x, a, i, dt) ** 2
    return max(_trace(s.mode_p[a], dt, psd), _trace(s.mode_p[b], dt, psd)) + 0.25 * apart, math.sqrt(apart)


@njit
def _west(s, cols, x):
    """Place in the sorted list of the first track that is not west of x (m)."""
    low, high, east = ZERO, cols, np.int64(s.work.shape[0]) - ONE
    while low < high:
        k = (low + high) // TWO
        if s.work[east, s.scratch[k, ORDER]] < x:
            low = k + ONE
        else:
            high = k
    return low
