"""Stage `track`: plots become tracks. Start, association, filter, M of N, coasting and drop, for each fire unit.

A track's true origin is written down with it and never used to decide (but by the ideal switch).
"""

import math

import numpy as np

from shorad.engine.associate import CHOSEN, COL_OF, LEFT, PLOT_AT, TRACK_AT, settle
from shorad.engine.calendar import grid, no_more_looks, wake
from shorad.engine.codes import (
    EMPTY, F_NOT_FINITE, F_PLOTS, FIRM, FLYING, GRID, I_TRACK, LOST, NEVER, NOT_QUEUED, S_ASSIGN, S_EVALUATE,
    S_IDENTIFY, S_TRACK, TENTATIVE, V_TRACK_DROP, V_TRACK_FIRM, V_TRACK_FULL, V_TRACK_START, V_TRACK_SWAP,
)  # fmt: skip
from shorad.engine.gate import gate
from shorad.engine.jit import njit
from shorad.engine.link import answered_for, led, report, start_identity
from shorad.engine.merge import list_starving, take_over, twin
from shorad.engine.modes import begin, follow, sound
from shorad.engine.motion import expected_effect
from shorad.engine.plots import plot_position, rules
from shorad.engine.record import emit, fail
from shorad.engine.sight import sees_all
from shorad.engine.truth import hold_truth, sure, until_refresh
from shorad.physics.kalman import predict, start, update
from shorad.physics.radar import bits

START_SPEED = 150.0  # m/s, 1 sigma per axis of a new track's velocity: two sigma hold anything up to 300 m/s
SNR_SHARE = 0.3  # weight of the newest plot in the smoothed signal-to-noise ratio
ROUNDING = 1.0e-6  # s
ZERO, ONE, SIX = np.int64(0), np.int64(1), np.int64(6)


@njit
def track(m, s, b):
    """Take in the plots of grid point b, then drop the tracks whose time has come."""
    if s.n[0].plots > 0:
        for u in range(np.int64(len(s.unit))):
            rows = _gather(m, s, u)
            if rows > 0:
                _take_in(m, s, b, u, rows)
                s.unit[u].keep_due = b
        s.n[0].plots = ZERO
    first = NEVER
    for u in range(np.int64(len(s.unit))):
        if s.unit[u].keep_due <= b:
            s.unit[u].keep_due = _keep(m, s, b, u)
        first = min(first, s.unit[u].keep_due)
    s.clock[S_TRACK] = max(first, b + ONE)


# ---- plots of one unit at one grid point ----------------------------------------------------
@njit
def _gather(m, s, u):
    """List the plots of unit u in s.scratch[:, PLOT_AT]; their number."""
    rows = ZERO
    room = min(np.int64(len(s.scratch)), np.int64(s.work.shape[0])) - m.unit[u].tracks
    for k in range(ZERO, s.n[0].plots):
        if s.plot[k].unit == u:
            if rows >= room:
                fail(s, F_PLOTS, u)
                return rows
            s.scratch[rows, PLOT_AT] = k
            rows += ONE
    return rows


@njit
def _take_in(m, s, b, u, rows):
    if m.ideal[I_TRACK] == 0:
        _associate(m, s, u, rows)
    for i in range(ZERO, rows):
        k, j = s.scratch[i, PLOT_AT], s.scratch[i, CHOSEN]
        if m.ideal[I_TRACK] == 1:
            row = _take_ideal(m, s, b, u, k)
        elif j >= 0:
            row = _update(m, s, u, m.unit[u].track0 + j, k)
        else:
            row = _start(m, s, b, u, k)
        s.scratch[i, CHOSEN] = row
    starving = list_starving(m, s, u, rows) if m.ideal[I_TRACK] == 0 else ZERO
    for i in range(ZERO, rows):
        row = s.scratch[i, CHOSEN]
        if row >= 0:
            _after_plot(m, s, b, u, row, s.plot[s.scratch[i, PLOT_AT]], starving)


@njit
def _associate(m, s, u, rows):
    """Leaves each plot's track (counted from the unit's first), or -1, in s.scratch[:, CHOSEN].

    Firm tracks choose first, tentative ones among what is left: a track begun by a stray plot starves no firm one.
    """
    for i in range(ZERO, rows):
        s.scratch[i, LEFT] = i
    left = _choose(m, s, u, rows, FIRM)
    if left > 0:
        _choose(m, s, u, left, TENTATIVE)


@njit
def _choose(m, s, u, rows, status):
    """Global nearest neighbour of the plots listed in s.scratch[:rows, LEFT] with tracks of this status.

    Lists anew those that are left over; their number.
    """
    first, cols = m.unit[u].track0, ZERO
    for row in range(first, first + s.unit[u].used):
        if s.track[row].status == status:
            s.scratch[cols, TRACK_AT] = row - first
            cols += ONE
    settle(s, rows, cols, gate(m, s, u, rows, cols))
    return _leave(s, rows)


@njit
def _leave(s, rows):
    """Note the tracks chosen by the plots of s.scratch[:rows, LEFT]; list anew those without one, their number."""
    left = ZERO
    for i in range(ZERO, rows):
        at, j = s.scratch[i, LEFT], s.scratch[i, COL_OF]
        s.scratch[at, CHOSEN] = s.scratch[j, TRACK_AT] if j >= 0 else -ONE
        if j < 0:
            s.scratch[left, LEFT] = at
            left += ONE
    return left


@njit
def _update(m, s, u, row, k):
    """Filter plot k into a track and move its window of looks."""
    q = s.plot[k]
    tr = s.track[row]
    period, _, n_window, psd, _, _ = rules(m, u, q.optical)
    x, y, z, r = plot_position(m, q)
    if m.unit[u].interacting == 1:
        follow(m, s, u, row, q.t - tr.t, x, y, z, r)
    else:
        predict(s.track_x[row], s.track_p[row], q.t - tr.t, psd)
        update(s.track_x[row], s.track_p[row], x, y, z, r)
    _check(m, s, u, row)
    passed = ONE  # looks since the last plot; those without a plot were misses
    if tr.optical == q.optical:
        passed = max(ONE, np.int64(math.floor((q.t - tr.t_plot) / period + 0.5)))
    tr.looks += passed
    tr.hits += ONE
    tr.window = ((tr.window << min(passed, n_window)) | ONE) & ((ONE << n_window) - ONE)
    tr.t, tr.t_plot, tr.optical = q.t, q.t, q.optical
    tr.snr += SNR_SHARE * (q.snr - tr.snr)
    return row


@njit
def _start(m, s, b, u, k):
    """A plot that belongs to no track starts one, if there is room."""
    q = s.plot[k]
    row = _free_row(m, s, u, q.t, q.obj)
    if row < 0:
        return row
    x, y, z, r = plot_position(m, q)
    start(s.track_x[row], s.track_p[row], x, y, z, r, START_SPEED)
    if m.unit[u].interacting == 1:
        begin(m, s, u, row)
    _check(m, s, u, row)
    _open(m, s, b, u, row, q)
    return row


@njit
def _open(m, s, b, u, row, q):
    """The bookkeeping of a new track."""
    s.unit[u].used = max(s.unit[u].used, row - m.unit[u].track0 + ONE)
    s.n[0].track_serial += ONE
    start_identity(s, row, s.n[0].track_serial, b)
    tr = s.track[row]
    tr.status = TENTATIVE
    tr.t, tr.t_plot, tr.t_start = q.t, q.t, q.t
    tr.hits, tr.looks, tr.window = ONE, ONE, ONE
    tr.optical, tr.snr = q.optical, q.snr
    tr.origin, tr.origin_firm = q.obj, -ONE
    tr.owner, tr.owner_track = -ONE, -ONE
    emit(s, q.t, V_TRACK_START, -ONE - u, q.obj, np.float64(tr.serial))


@njit
def _free_row(m, s, u, t, o):
    """An empty row of the unit's track table; -1, counted, when all are taken: its crew sees no more targets."""
    first = m.unit[u].track0
    for row in range(first + s.unit[u].taken, first + m.unit[u].tracks):
        if s.track[row].status == EMPTY:
            s.unit[u].taken = row - first
            return row
    s.unit[u].taken = m.unit[u].tracks
    s.n[0].full += ONE
    emit(s, t, V_TRACK_FULL, -ONE - u, o, 0.0)
    return -ONE


@njit
def _check(m, s, u, row):
    for i in range(ZERO, SIX):
        if not math.isfinite(s.track_x[row, i]) or not s.track_p[row, i, i] > 0.0:
            fail(s, F_NOT_FINITE, u)
    if m.unit[u].interacting == 1 and not sound(s, row):
        fail(s, F_NOT_FINITE, u)


# ---- what a plot does to a track's standing --------------------------------------------------
@njit
def _after_plot(m, s, b, u, row, q, starving):
    """Origin, M of N, drop time, and word to the later stages."""
    tr = s.track[row]
    q.used = ONE
    tr.origin = q.obj
    period, m_hits, n_window, _, coast_max, _ = rules(m, u, q.optical)
    if m.ideal[I_TRACK] == 0 and (tr.status == FIRM or bits(tr.window) >= m_hits):
        row = _merge(m, s, b, u, row, period, starving)
        tr = s.track[row]
    if tr.status == TENTATIVE:
        if m.ideal[I_TRACK] == 1 or bits(tr.window) >= m_hits:
            _become_firm(m, s, b, u, row)
    elif tr.origin_firm != q.obj:
        emit(s, tr.t, V_TRACK_SWAP, -ONE - u, q.obj, np.float64(tr.serial))
        s.n[0].swaps += ONE
        _unheld(m, s, b, u, row)
        tr.origin_firm = q.obj
        _held(s, u, q.obj)
    if m.ideal[I_TRACK] == 1:
        tr.drop_due = b + until_refresh(m, s, b, u, row)
        if sees_all(m):
            no_more_looks(s, u, q.obj)
    elif tr.status == FIRM:
        tr.drop_due = grid(tr.t_plot + coast_max)
    else:
        tr.drop_due = grid(tr.t_plot + n_window * period)
    if tr.status == FIRM:
        _tell(m, s, b, u, row)


@njit
def _merge(m, s, b, u, row, period, starving):
    """Two tracks of one target become one, with the older one's identity and the newer one's state; its row."""
    other = twin(m, s, u, row, period, starving)
    if other < 0:
        return row
    keep, give = row, other
    if s.track[other].t_start < s.track[row].t_start:
        take_over(m, s, u, other, row)
        keep, give = other, row
    _forget(m, s, b, u, give)
    return keep


@njit
def _become_firm(m, s, b, u, row):
    tr = s.track[row]
    o = tr.origin
    first = m.unit[u].track0
    for other in range(first, first + s.unit[u].used):
        if other != row and s.track[other].status == FIRM and s.track[other].origin == o:
            s.n[0].duplicates += ONE
            break
    tr.status = FIRM
    tr.origin_firm = o
    tr.iff_due = b + ONE  # the evaluation of this grid point comes first
    s.pair[u * np.int64(len(s.obj)) + o].firm = ONE
    _held(s, u, o)
    if s.obj[o].firm == 0:
        s.obj[o].firm = ONE
        s.obj[o].t_firm = tr.t
        s.obj[o].t_expected = expected_effect(m, s, o)
    emit(s, tr.t, V_TRACK_FIRM, -ONE - u, o, np.float64(tr.serial))


@njit
def _tell(m, s, b, u, row):
    """A firm track has news: the stages after this one look at it, and the post hears of it."""
    s.track[row].evaluate_due = b
    s.unit[u].t_track = max(s.unit[u].t_track, s.track[row].t)
    if not led(m, s, u):  # else its post decides, by what is reported
        if s.track[row].work == NOT_QUEUED:
            wake(s, S_IDENTIFY, b)
        wake(s, S_EVALUATE, b)
    wake(s, S_ASSIGN, b)
    if m.unit[u].post >= 0 and not (sees_all(m) and answered_for(m, s, u, row)):
        report(m, s, b, u, row)


@njit
def _keep(m, s, b, u):
    """Drop the unit's tracks that have coasted too long; the grid point at which the next one is due."""
    first, used = NEVER, ZERO
    start_row = m.unit[u].track0
    for row in range(start_row, start_row + s.unit[u].used):
        tr = s.track[row]
        if tr.status == EMPTY:
            continue
        if tr.drop_due <= b:
            if m.ideal[I_TRACK] == 1 and s.obj[tr.origin].life == FLYING and s.unit[u].rung != LOST:
                _refresh(m, s, b, u, row)
            else:
                _drop(m, s, b, u, row)
                continue
        first = min(first, tr.drop_due)
        used = row - start_row + ONE
    s.unit[u].used = used
    return first


@njit
def _drop(m, s, b, u, row):
    tr = s.track[row]
    if tr.status == FIRM:
        _unheld(m, s, b, u, row)
    _forget(m, s, b, u, row)


@njit
def _held(s, u, o):
    """Unit u has a firm track of object o (again)."""
    s.pair[u * np.int64(len(s.obj)) + o].t_dropped = 0.0


@njit
def _unheld(m, s, b, u, row):
    """The firm track in that row follows its object no more, dropped or swapped: it is lost unless another has it."""
    o = s.track[row].origin_firm
    first = m.unit[u].track0
    for other in range(first, first + s.unit[u].used):
        tr = s.track[other]
        if other != row and tr.status == FIRM and tr.origin_firm == o:
            return
    s.pair[u * np.int64(len(s.obj)) + o].t_dropped = b * GRID


@njit
def _forget(m, s, b, u, row):
    tr = s.track[row]
    tr.status = EMPTY
    s.unit[u].taken = min(s.unit[u].taken, row - m.unit[u].track0)
    wake(s, S_IDENTIFY, b)  # an operator may be free again
    emit(s, b * GRID, V_TRACK_DROP, -ONE - u, tr.origin, np.float64(tr.serial))


# ---- the ideal switch ------------------------------------------------------------------------
@njit
def _take_ideal(m, s, b, u, k):
    """The track of this plot's true object, or a new one; its state is the truth."""
    q = s.plot[k]
    row = -ONE
    first = m.unit[u].track0
    for other in range(first, first + s.unit[u].used):
        if s.track[other].status != EMPTY and s.track[other].origin == q.obj:
            row = other
    if row < 0:
        row = _free_row(m, s, u, q.t, q.obj)
        if row < 0:
            return row
        _open(m, s, b, u, row, q)
        sure(s, row)
    else:
        s.track[row].t_plot = q.t
        s.track[row].hits += ONE
    hold_truth(m, s, row, q.obj, q.t)
    return row


@njit
def _refresh(m, s, b, u, row):
    """Between plots an ideal track follows the truth; when plots stay away it tells of itself once a look."""
    tr = s.track[row]
    hold_truth(m, s, row, tr.origin, b * GRID)
    tr.drop_due = b + until_refresh(m, s, b, u, row)
    period, _, _, _, _, _ = rules(m, u, tr.optical)
    if tr.t - tr.t_plot >= period - (ROUNDING if sees_all(m) else 0.0):
        tr.t_plot = tr.t
        _tell(m, s, b, u, row)
