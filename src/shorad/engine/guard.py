"""Stage `guard`: the airport's eyes. Intrusions, closures of the runway, and traffic that a drone comes too near.

Closing rests on what the defence believes, intrusions and danger on the truth. The same second sees to the drones
whose pilots have lost them.
"""

import math

import numpy as np

from shorad.engine.calendar import begin, settle
from shorad.engine.codes import FIRM, FLYING, GRID, HOSTILE, NEUTRAL, NEVER, S_GUARD, V_CLOSED, V_REOPENED
from shorad.engine.jit import njit
from shorad.engine.motion import locate
from shorad.engine.picture import authorities, decides, state_at, tracks_of
from shorad.engine.record import emit
from shorad.engine.soft import out_of_hand
from shorad.engine.zones import contains

BEAT = np.int64(10)  # grid points between two looks: 1 s


@njit
def guard(m, s, b):
    """Look once a second; never without zones, a separation to keep, or drones that hang on their pilots."""
    begin(s, S_GUARD)
    if len(m.zone) == 0 and m.par[0].separation <= 0.0 and m.par[0].piloted == 0:
        settle(s, S_GUARD, NEVER, b)
        return
    n = s.n[0]
    if n.guard_due <= b:
        n.guard_due = (b // BEAT + np.int64(1)) * BEAT
        locate(m, s, b)
        t = b * GRID
        _closure(m, s, t)
        _intrusions(m, s)
        if m.par[0].separation > 0.0:
            _separation(m, s)
        if m.par[0].piloted == 1:
            out_of_hand(m, s, t)
    settle(s, S_GUARD, n.guard_due, b)


@njit
def _closure(m, s, t):
    """Close when something unidentified is believed inside; open again when nothing has been for `reopen` seconds."""
    n = s.n[0]
    delay = _believed(m, s, t)
    if delay >= 0.0:
        n.t_reopen = max(n.t_reopen, t + delay)
        if n.closed == 0:
            n.closed, n.t_closed = np.int64(1), t
            n.closures += np.int64(1)
            emit(s, t, V_CLOSED, 0, 0, 0.0)
    elif n.closed == 1 and t >= n.t_reopen:
        n.closed = np.int64(0)
        n.closed_time += n.t_reopen - n.t_closed
        emit(s, t, V_REOPENED, 0, 0, n.t_reopen - n.t_closed)


@njit
def _believed(m, s, t):
    """The longest re-opening delay of the closing zones in which a track that is not neutral lies; -1 without one."""
    delay = -1.0
    for a in range(authorities(s)):
        if not decides(m, s, a):
            continue
        k0, rows = tracks_of(m, s, a)
        for k in range(k0, k0 + rows):
            tr = s.track[k]
            if tr.status != FIRM or tr.decided == 0 or tr.class_ == NEUTRAL:
                continue
            x, y, z, _, _, _ = state_at(s, k, t)
            for i in range(np.int64(len(m.zone))):
                if m.zone[i].closes == 1 and m.zone[i].reopen > delay and contains(m, i, x, y, z):
                    delay = m.zone[i].reopen
    return delay


@njit
def _intrusions(m, s):
    """Attackers in a closing zone: 1 while the runway is open, 2 once it has been closed with them inside."""
    for o in range(np.int64(len(s.obj))):
        r = s.obj[o]
        if r.life != FLYING or m.obj[o].side != HOSTILE:
            continue
        for i in range(np.int64(len(m.zone))):
            if m.zone[i].closes == 1 and contains(m, i, r.px, r.py, r.pz):
                r.intruded = max(r.intruded, np.int64(1) + s.n[0].closed)


@njit
def _separation(m, s):
    """Traffic that comes nearer to a drone than the minimum, horizontally and vertically, within the next second."""
    far, high = m.par[0].separation, m.par[0].separation_height
    for o in range(np.int64(len(s.obj))):
        r = s.obj[o]
        if r.life != FLYING or m.obj[o].side != NEUTRAL or r.endangered == 1:
            continue
        for j in range(np.int64(len(s.obj))):
            q = s.obj[j]
            if q.life != FLYING or m.obj[j].side != HOSTILE or abs(q.pz - r.pz) > high:
                continue
            if _nearest(q.px - r.px, q.py - r.py, q.ux - r.ux, q.uy - r.uy) <= far:
                r.endangered = np.int64(1)


@njit
def _nearest(dx, dy, vx, vy):
    """Smallest horizontal distance (m) in the next second of straight flight."""
    speed2 = vx * vx + vy * vy
    t = 0.0
    if speed2 > 0.0:
        t = min(max(-(dx * vx + dy * vy) / speed2, 0.0), BEAT * GRID)
    return math.hypot(dx + t * vx, dy + t * vy)


@njit
def close_books(s, t):
    """The run ends with the airport closed: count up to its end."""
    n = s.n[0]
    if n.closed == 1:
        n.closed_time += max(min(t, n.t_reopen) - n.t_closed, 0.0)
