"""A fire-control channel: what it needs to work, and how it is given back."""

import numpy as np

from shorad.engine.calendar import wake
from shorad.engine.codes import (
    I_CHANNEL,
    ASSESSING,
    BY_RADAR,
    BY_SOFT,
    FAR,
    FIRM,
    FLYING,
    GRID,
    IDLE,
    NEVER,
    S_ASSESS,
    S_ASSIGN,
    V_CANCEL,
    V_GUIDANCE_LOST,
)
from shorad.engine.jit import njit
from shorad.engine.motion import at_time
from shorad.engine.record import emit
from shorad.engine.sight import beacon_seen, line_of_sight, optical_reach, optical_share, relative
from shorad.engine.units import crewed, radiating, reload_if_empty
from shorad.physics.geometry import wrap_pi


@njit
def shots_of(s):
    """Rows of State.shot that each channel has: as many as the longest salvo."""
    return np.int64(len(s.shot)) // np.int64(len(s.channel))


@njit
def track_lives(s, ch):
    tr = s.track[ch.picture]
    return tr.status == FIRM and tr.serial == ch.track_serial and tr.released == 1


@njit
def channel_works(m, s, u, by):
    """Radar channels need the radar on, optical ones a live sensor."""
    if by == BY_RADAR:
        return radiating(s, u)
    if by == BY_SOFT:
        return crewed(s, u) and s.unit[u].fire_alive == 1
    return s.unit[u].sensor_alive == 1


@njit
def release_track(s, ch):
    """The channel no longer serves its track, and what it was to do is no longer planned with."""
    tr = s.track[ch.picture]
    if tr.serial == ch.track_serial and tr.engaged > 0:
        tr.engaged -= np.int64(1)
        tr.pk_planned = tr.pk_planned / ch.survival if tr.engaged > 0 else 1.0


@njit
def free(m, s, u, c, b):
    """Give the channel, what it reserved and its track back."""
    ch = s.channel[c]
    s.unit[u].reserved -= ch.reserved
    ch.reserved = np.int64(0)
    release_track(s, ch)
    ch.phase = IDLE
    ch.due = NEVER
    ch.obj = np.int64(-1)
    reload_if_empty(m, s, u, b * GRID)
    wake(s, S_ASSIGN, b)


@njit
def cancel(m, s, u, c, b):
    emit(s, b * GRID, V_CANCEL, -1 - u, s.channel[c].intended, np.float64(s.channel[c].phase))
    tr = s.track[s.channel[c].picture]
    tr.assign_due = max(tr.assign_due, b + np.int64(1))
    free(m, s, u, c, b)


@njit
def holds(m, s, u, ch, t):
    """Is the target held: line of sight, elevation, turret sector, contrast?"""
    x, y, z, _, _, _ = at_time(m, s, ch.obj, t)
    if not line_of_sight(m, u, x, y, z, ch.by):
        return False
    distance, azimuth, elevation = relative(m, u, x, y, z, ch.by)
    if ch.by == BY_RADAR:
        g = m.tracker[m.unit[u].tracker]
        aside = abs(wrap_pi(azimuth - s.unit[u].turret))
        return elevation <= g.elevation_max and (m.ideal[I_CHANNEL] == 1 or aside <= g.sector)
    return optical_reach(m, u, distance, elevation) and optical_share(m, u, ch.obj, distance, z) > 0.0


@njit
def result(m, s, u, c, t, b):
    """All that this engagement fired has ended: on to the assessment."""
    ch = s.channel[c]
    ch.phase = ASSESSING
    ch.t_result = t
    ch.due = NEVER
    ch.verdict = np.int64(-1)
    wake(s, S_ASSESS, b)


@njit
def unguide(m, s, u, c, t):
    base = c * shots_of(s)
    for k in range(base, base + shots_of(s)):
        q = s.shot[k]
        if q.alive == 1 and q.guided == 1:
            q.guided = np.int64(0)
            q.t_unguided = t
            o = s.channel[c].obj
            if s.obj[o].life == FLYING:
                s.pair[u * np.int64(len(s.obj)) + o].guidance_lost = np.int64(1)
                emit(s, t, V_GUIDANCE_LOST, -1 - u, o, 0.0)


@njit
def reguide(m, s, u, c):
    """A line regained within the missile's memory guides again, when the missile itself is in sight."""
    base = c * shots_of(s)
    for k in range(base, base + shots_of(s)):
        q = s.shot[k]
        if q.alive == 1 and q.guided == 0 and beacon_seen(m, u, s.channel[c].by, q):
            s.shot[k].guided = np.int64(1)
            s.shot[k].t_unguided = FAR
