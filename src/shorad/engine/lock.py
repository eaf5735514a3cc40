"""Slew to the designation and lock: M of N looks of the tracking channel, on whatever is there."""

import math

import numpy as np

from shorad.engine.calendar import grid
from shorad.engine.channel import cancel, channel_works, track_lives
from shorad.engine.codes import (
    BY_RADAR,
    FLYING,
    GRID,
    IDLE,
    I_REACTION,
    LOCKING,
    ORDERED,
    P_EO_FOUND,
    P_LOCK_DWELL,
    READY,
    SOFT,
    V_LOCK,
    V_SLEW,
)
from shorad.engine.echo import tracking_snr
from shorad.engine.fire import fire
from shorad.engine.jit import njit
from shorad.engine.motion import at_time
from shorad.engine.nearby import NEAR, nearby
from shorad.engine.picture import state_at
from shorad.engine.record import emit
from shorad.engine.rng import trait, uniform
from shorad.engine.sight import line_of_sight, optical_reach, optical_share, relative
from shorad.physics.detection import pd_lookup
from shorad.physics.geometry import wrap_pi

LOCK_GATE = 3.0  # standard errors of the designation, beside half a beam, within which an object is taken for it


@njit
def begin_lock(m, s, u, c, b):
    """The order is there: turn the turret to the target, or take it inside the sector of one at work."""
    ch = s.channel[c]
    t = ch.t_due
    if not track_lives(s, ch) or not channel_works(m, s, u, ch.by):
        cancel(m, s, u, c, b)
        return
    row = m.unit[u]
    x, y, _, _, _, _ = state_at(s, ch.picture, t)
    azimuth = math.atan2(x - row.x, y - row.y)
    turn = 0.0
    if _others_at_work(m, s, u, c):
        if ch.by == BY_RADAR and abs(wrap_pi(azimuth - s.unit[u].turret)) > m.tracker[row.tracker].sector:
            s.track[ch.picture].assign_due = max(b + np.int64(1), grid(t + 1.0))
            cancel(m, s, u, c, b)
            return
    else:
        turn = abs(wrap_pi(azimuth - s.unit[u].turret))
        s.unit[u].turret = azimuth
    emit(s, t, V_SLEW, -1 - u, ch.intended, turn)
    ch.phase = LOCKING
    ch.t_slewed = t if m.ideal[I_REACTION] == 1 else t + turn / row.slew_rate
    ch.dwells = np.int64(0)
    ch.window = np.int64(0)
    ch.t_give_up = ch.t_slewed + lock_patience(m, u, ch.by)
    ch.t_due = ch.t_slewed
    ch.due = grid(ch.t_due)
    if ch.due <= b:
        dwell(m, s, u, c, b)


@njit
def lock_patience(m, u, by):
    """How long (s) a channel tries to lock before it gives up."""
    if by == BY_RADAR:
        return m.tracker[m.unit[u].tracker].lock_timeout
    return 5.0 * m.optics[m.unit[u].optics].cued_tau


@njit
def _others_at_work(m, s, u, c):
    row = m.unit[u]
    for j in range(row.channel0, row.channel0 + row.channels):
        if s.channel[j].weapon == SOFT:
            continue  # an antenna of its own
        if j != c and s.channel[j].phase != IDLE and s.channel[j].phase != ORDERED:
            return True
    return False


@njit
def dwell(m, s, u, c, b):
    """One look of the tracking channel along the designation; M of N of them make a lock on whatever is there."""
    ch = s.channel[c]
    t = ch.t_due
    if not track_lives(s, ch) or not channel_works(m, s, u, ch.by):
        cancel(m, s, u, c, b)
        return
    o = _designated(m, s, u, ch, t)
    hit = o >= 0 and (m.ideal[I_REACTION] == 1 or _look(m, s, u, ch, o, t))
    ch.dwells += np.int64(1)
    need, window = np.int64(1), np.int64(1)
    wait = 1.0
    if ch.by == BY_RADAR:
        g = m.tracker[m.unit[u].tracker]
        need, window, wait = g.lock_m, g.lock_n, g.dwell
    else:
        wait = m.optics[m.unit[u].optics].look_period
    if m.ideal[I_REACTION] == 1:
        need = np.int64(1)
    if m.ideal[I_REACTION] == 1:
        wait = min(wait, GRID)
    ch.window = ((ch.window << np.int64(1)) | np.int64(hit)) & ((np.int64(1) << window) - np.int64(1))
    if hit and _count(ch.window) >= need:
        _locked(m, s, u, c, o, t, b)
    elif t + wait > ch.t_give_up:
        tr = s.track[ch.picture]
        tr.assign_due = max(b + np.int64(1), grid(t + 2.0))
        cancel(m, s, u, c, b)
    else:
        ch.t_due = t + wait
        ch.due = max(b + np.int64(1), grid(ch.t_due))


@njit
def _count(word):
    n = np.int64(0)
    while word > 0:
        word &= word - np.int64(1)
        n += np.int64(1)
    return n


@njit
def _designated(m, s, u, ch, t):
    """The object nearest to where the track says the target is, within the beam and the track's own error. -1 none."""
    x, y, z, _, _, _ = state_at(s, ch.picture, t)
    k = ch.picture
    row = m.unit[u]
    d = math.sqrt((x - row.x) ** 2 + (y - row.y) ** 2 + (z - row.z) ** 2)
    dt = t - s.track[k].t
    spread = 0.0
    for i in range(np.int64(3)):
        j = i + np.int64(3)
        spread += s.track_p[k, i, i] + dt * dt * s.track_p[k, j, j]
    beam = m.tracker[row.tracker].beamwidth * 0.5 if ch.by == BY_RADAR else 0.01
    best_gap = LOCK_GATE * math.sqrt(max(spread, 0.0)) + beam * d + 50.0
    best = np.int64(-1)
    for i in range(nearby(m, s, x, y, best_gap, abs(t - s.n[0].b * GRID))):
        o = s.air[i, NEAR]
        ox, oy, oz, _, _, _ = at_time(m, s, o, t)
        gap = math.sqrt((ox - x) ** 2 + (oy - y) ** 2 + (oz - z) ** 2)
        if gap < best_gap:
            best, best_gap = o, gap
    if m.ideal[I_REACTION] == 1 and s.obj[ch.intended].life == FLYING:
        return ch.intended
    return best


@njit
def _look(m, s, u, ch, o, t):
    """Does one dwell of the tracking radar, or one look of the cued optics, see object o?"""
    x, y, z, vx, vy, vz = at_time(m, s, o, t)
    if not line_of_sight(m, u, x, y, z, ch.by):
        return False
    distance, azimuth, elevation = relative(m, u, x, y, z, ch.by)
    n_obj = np.int64(len(s.obj))
    key = m.pair[u * n_obj + o].hash
    counter = ch.orders * np.int64(4096) + ch.dwells
    if ch.by == BY_RADAR:
        g = m.tracker[m.unit[u].tracker]
        if elevation > g.elevation_max:
            return False
        echo = tracking_snr(m, s, u, o, t, distance, azimuth, x, y, z, vx, vy, vz) * s.obj[o].rcs_own
        row = g.pd_by[m.obj[o].rcs_fluctuation]
        return uniform(s.addr, key, P_LOCK_DWELL, counter) < pd_lookup(m.pd[row], echo)
    e = m.optics[m.unit[u].optics]
    if not optical_reach(m, u, distance, elevation):
        return False
    if trait(s.addr, key, P_EO_FOUND, np.int64(0)) >= optical_share(m, u, o, distance, z):
        return False
    return uniform(s.addr, key, P_LOCK_DWELL, counter) < 1.0 - math.exp(-e.look_period / e.cued_tau)


@njit
def _locked(m, s, u, c, o, t, b):
    ch = s.channel[c]
    ch.obj = o
    ch.phase = READY
    s.pair[u * np.int64(len(s.obj)) + o].locked = np.int64(1)
    emit(s, t, V_LOCK, -1 - u, o, 0.0)
    ch.t_due = max(ch.t_ready, t)
    ch.due = grid(ch.t_due)
    if ch.due <= b:
        fire(m, s, u, c, b)
