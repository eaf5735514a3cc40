"""Which plot belongs to which track: gating and global nearest neighbour.

The assignment is the rectangular linear one by shortest augmenting paths, O(n^3) (R. Jonker and A. Volgenant,
Computing 38 (1987); the rectangular form of D. F. Crouse, IEEE Trans. AES 52 (2016)). Being left unassigned has a
price too. Association follows Y. Bar-Shalom, P. Willett, X. Tian, *Tracking and Data Fusion* (2011): d^2 + ln |S|.
"""

import math

import numpy as np

from shorad.engine.codes import EMPTY
from shorad.engine.jit import njit
from shorad.physics.kalman import distance, outside

# columns of the integer scratch (n, types.INDEX_COLUMNS)
PATH, ROW_OF, COL_OF, SEEN_ROW, SEEN_COL = (np.int64(i) for i in range(5))  # `assign` writes these
PLOT_AT, LEFT, CHOSEN, TRACK_AT = (np.int64(i) for i in range(5, 9))  # lists of the tracker
NEAREST, ROW_AT, COL_AT, COUNT = (np.int64(i) for i in range(9, 13))  # of `settle`
# columns of the last three of the float scratch (n, n + 2); the costs use columns before them
PRICE_ROW, PRICE_COL, REACH = np.int64(0), np.int64(1), np.int64(2)
ZERO, ONE = np.int64(0), np.int64(1)


@njit
def assign(cost, rows, cols, miss, real, whole):
    """Cheapest assignment of rows to columns; each row may stay unassigned at the price `miss`.

    cost: (>= rows, >= cols), inf where a pair is forbidden; miss: finite. real: (>= rows + cols, 3) and whole:
    (>= rows + cols, >= 5) scratch. Leaves the column of each row, or -1, in whole[:rows, COL_OF]; ties go to the
    lower column.
    """
    wide = cols + rows  # column cols + i stands for "unassigned"
    for i in range(ZERO, wide):
        real[i, PRICE_ROW], real[i, PRICE_COL] = 0.0, 0.0
        whole[i, ROW_OF], whole[i, COL_OF] = -ONE, -ONE
    for row in range(ZERO, rows):
        _augment(cost, row, rows, cols, miss, real, whole)
    for i in range(ZERO, rows):
        if whole[i, COL_OF] >= cols:
            whole[i, COL_OF] = -ONE


@njit
def _augment(cost, row, rows, cols, miss, real, whole):
    """Give one more row a column, along the cheapest path through those already taken."""
    sink, length = _shortest_path(cost, row, cols, cols + rows, miss, real, whole)
    real[row, PRICE_ROW] += length
    for i in range(ZERO, rows):
        if whole[i, SEEN_ROW] == 1 and i != row:
            real[i, PRICE_ROW] += length - real[whole[i, COL_OF], REACH]
    for j in range(ZERO, cols + rows):
        if whole[j, SEEN_COL] == 1:
            real[j, PRICE_COL] -= length - real[j, REACH]
    j = sink
    while True:
        i = whole[j, PATH]
        whole[j, ROW_OF] = i
        j, whole[i, COL_OF] = whole[i, COL_OF], j
        if i == row:
            return


@njit
def _shortest_path(cost, row, cols, wide, miss, real, whole):
    """Dijkstra from a row to the nearest free column: that column and the length of the path."""
    for j in range(ZERO, wide):
        real[j, REACH] = math.inf
        whole[j, SEEN_ROW], whole[j, SEEN_COL] = ZERO, ZERO
    i, length = row, 0.0
    while True:
        whole[i, SEEN_ROW] = ONE
        nearest, best = -ONE, math.inf
        for j in range(ZERO, wide):
            if whole[j, SEEN_COL] == 1:
                continue
            price = miss
            if j < cols:
                price = cost[i, j]
            step = length + price - real[i, PRICE_ROW] - real[j, PRICE_COL]
            if step < real[j, REACH]:
                real[j, REACH] = step
                whole[j, PATH] = i
            free_tie = real[j, REACH] == best and nearest >= 0 and whole[j, ROW_OF] < 0 and whole[nearest, ROW_OF] >= 0
            if real[j, REACH] < best or free_tie:
                nearest, best = j, real[j, REACH]
        length = best
        whole[nearest, SEEN_COL] = ONE
        if whole[nearest, ROW_OF] < 0:
            return nearest, length
        i = whole[nearest, ROW_OF]


@njit
def pair_cost(s, row, t, psd, gate, x, y, z, r):
    """Cost d^2 + ln |S| of a plot at exact time t (position m, covariance r) on a track, and ln |S|; inf outside."""
    dt = t - s.track[row].t
    state, p = s.track_x[row], s.track_p[row]
    if outside(state, p, dt, psd, x, y, z, r, gate):
        return math.inf, 0.0
    d2, spread = distance(state, p, dt, psd, x, y, z, r)
    if d2 > gate:
        return math.inf, 0.0
    return d2 + spread, spread


@njit
def settle(s, rows, cols, miss):
    """Choose a column for each of the rows whose costs stand in s.work[:rows, :cols]; result in s.scratch[:, COL_OF].

    Only costs of candidates count: their columns, rising, in s.work[i, cols:], as many as s.scratch[i, COUNT]. A row
    none of whose candidates is wanted by another one takes the cheapest; the solver gets the others alone.
    """
    _count_wishes(s, rows, cols)
    disputed = _disputed(s, rows, cols)
    if disputed > 0:
        wanted = _compact(s, disputed, cols)
        n = np.int64(s.work.shape[0])
        assign(s.work, disputed, wanted, miss, s.work[:, n - ONE :], s.scratch)
        for i in range(ZERO, disputed):
            j = s.scratch[i, COL_OF]
            s.scratch[s.scratch[i, ROW_AT], NEAREST] = s.scratch[j, COL_AT] if j >= 0 else -ONE
    for i in range(ZERO, rows):
        s.scratch[i, COL_OF] = s.scratch[i, NEAREST]


@njit
def _count_wishes(s, rows, cols):
    """Each row's cheapest column, or -1, in s.scratch[:, NEAREST]; rows that want a column in s.scratch[:, ROW_OF]."""
    for j in range(ZERO, cols):
        s.scratch[j, ROW_OF] = ZERO
    for i in range(ZERO, rows):
        nearest = -ONE
        for k in range(cols, cols + s.scratch[i, COUNT]):
            j = np.int64(s.work[i, k])
            s.scratch[j, ROW_OF] += ONE
            if nearest < 0 or s.work[i, j] < s.work[i, nearest]:
                nearest = j
        s.scratch[i, NEAREST] = nearest


@njit
def _disputed(s, rows, cols):
    """List the rows with a candidate that another row wants too in s.scratch[:, ROW_AT]; their number."""
    found = ZERO
    for i in range(ZERO, rows):
        if s.scratch[i, NEAREST] < 0:
            continue
        for k in range(cols, cols + s.scratch[i, COUNT]):
            if s.scratch[np.int64(s.work[i, k]), ROW_OF] > 1:
                s.scratch[found, ROW_AT] = i
                found += ONE
                break
    return found


@njit
def _compact(s, disputed, cols):
    """Move the disputed rows and the columns they want to the corner of s.work; the number of these columns.

    A cost moves up and left only, in the order of reading, so that none is lost.
    """
    for j in range(ZERO, cols):
        s.scratch[j, ROW_OF] = ZERO
    for k in range(ZERO, disputed):
        i = s.scratch[k, ROW_AT]
        for at in range(cols, cols + s.scratch[i, COUNT]):
            s.scratch[np.int64(s.work[i, at]), ROW_OF] = ONE
    wanted = ZERO
    for j in range(ZERO, cols):
        if s.scratch[j, ROW_OF] == 1:
            s.scratch[wanted, COL_AT], s.scratch[j, ROW_OF] = j, wanted
            wanted += ONE
    for k in range(ZERO, disputed):
        i, c = s.scratch[k, ROW_AT], ZERO
        for at in range(cols, cols + s.scratch[i, COUNT]):
            j = np.int64(s.work[i, at])
            while c < s.scratch[j, ROW_OF]:
                s.work[k, c] = math.inf
                c += ONE
            s.work[k, c] = s.work[i, j]
            c += ONE
        for rest in range(c, wanted):
            s.work[k, rest] = math.inf
    return wanted


@njit
def taken(s, row, t, optical, period):
    """Has this track already had its plot of the present scan from this sensor? Then it may take no other."""
    tr = s.track[row]
    if tr.status == EMPTY:
        return True
    return tr.optical == optical and t - tr.t_plot < 0.5 * period
