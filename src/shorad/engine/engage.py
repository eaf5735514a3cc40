"""Stage `engage`: slew, lock, wait, launch or fire, and hold the target until the result."""

import math

import numpy as np

from shorad.engine.calendar import begin, grid, settle, wake
from shorad.engine.codes import (
    ASSESSING, BY_RADAR, C_IFF, C_LOCK, C_NONE, C_OPERATOR, C_RULES, C_SWAP, FAR, FIRM, FLYING, GRID, GUN,
    HOSTILE, I_GUIDE, I_REACTION, I_ROUNDS, IDLE, IN_FLIGHT, LOCKING, MISSILE, NEUTRAL, NEVER, ORDERED,
    P_EO_FOUND, P_LAUNCH_FAIL, P_LOCK_DWELL, READY, S_ASSESS, S_ASSIGN, S_ENGAGE, S_IMPACT, UNKNOWN, V_CANCEL,
    V_EMPTY, V_GUIDANCE_LOST, V_GUN_BURST, V_LAUNCH, V_LAUNCH_FAIL, V_LOCK, V_SLEW,
)  # fmt: skip
from shorad.engine.flight import launch
from shorad.engine.gunfire import open_fire
from shorad.engine.jit import njit
from shorad.engine.motion import at_time
from shorad.engine.picture import state_at
from shorad.engine.record import emit
from shorad.engine.rng import uniform
from shorad.engine.sight import line_of_sight, optical_reach, optical_share, relative, tracking_snr
from shorad.engine.types import SHOTS_PER_CHANNEL
from shorad.engine.units import crewed, radiating, reload_if_empty
from shorad.physics.detection import pd_lookup
from shorad.physics.geometry import wrap_pi

HOLD_PERIOD = 0.5  # s between two checks that a target in engagement is still held
LOCK_GATE = 3.0  # standard errors of the designation, beside half a beam, within which an object is taken for it


@njit
def engage(m, s, b):
    """Every channel whose next step is due at grid point b."""
    begin(s, S_ENGAGE)
    first = NEVER
    for u in range(np.int64(len(s.unit))):
        row = m.unit[u]
        for c in range(row.channel0, row.channel0 + row.channels):
            ch = s.channel[c]
            if ch.phase == IDLE or ch.phase == ASSESSING:
                continue
            if not crewed(s, u) or s.unit[u].fire_alive == 0:
                _drop(m, s, u, c, b)
            elif ch.due <= b:
                _step(m, s, u, c, b)
            if ch.phase != IDLE and ch.phase != ASSESSING:
                first = min(first, ch.due)
    settle(s, S_ENGAGE, first, b)


@njit
def _step(m, s, u, c, b):
    ch = s.channel[c]
    if ch.phase == ORDERED:
        _begin_lock(m, s, u, c, b)
    elif ch.phase == LOCKING:
        _dwell(m, s, u, c, b)
    elif ch.phase == READY:
        _fire(m, s, u, c, b)
    elif ch.phase == IN_FLIGHT:
        _hold(m, s, u, c, b)


@njit
def _track_lives(s, ch):
    tr = s.track[ch.picture]
    return tr.status == FIRM and tr.serial == ch.track_serial and tr.released == 1


@njit
def channel_works(m, s, u, by):
    """Radar channels need the radar on, optical ones a live sensor."""
    if by == BY_RADAR:
        return radiating(s, u)
    return s.unit[u].sensor_alive == 1


@njit
def release_track(s, ch):
    """The channel no longer serves its track."""
    tr = s.track[ch.picture]
    if tr.serial == ch.track_serial and tr.engaged > 0:
        tr.engaged -= np.int64(1)


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
def _cancel(m, s, u, c, b):
    emit(s, b * GRID, V_CANCEL, -1 - u, s.channel[c].intended, np.float64(s.channel[c].phase))
    tr = s.track[s.channel[c].picture]
    tr.assign_due = max(tr.assign_due, b + np.int64(1))
    free(m, s, u, c, b)


@njit
def _drop(m, s, u, c, b):
    """The unit can no longer act: what flies is on its own, the rest is cancelled."""
    ch = s.channel[c]
    if ch.phase == IN_FLIGHT and ch.weapon == MISSILE and ch.shots_out > 0:
        _unguide(m, s, u, c, b * GRID)
        ch.shots_left = np.int64(0)
        ch.due = NEVER
    elif ch.phase == IN_FLIGHT and ch.burst_out == 1:
        ch.due = NEVER
    else:
        _cancel(m, s, u, c, b)


# ---- slew and lock ------------------------------------------------------------------------
@njit
def _begin_lock(m, s, u, c, b):
    """The order is there: turn the turret to the target, or take it inside the sector of one at work."""
    ch = s.channel[c]
    t = ch.t_due
    if not _track_lives(s, ch) or not channel_works(m, s, u, ch.by):
        _cancel(m, s, u, c, b)
        return
    row = m.unit[u]
    x, y, _, _, _, _ = state_at(s, ch.picture, t)
    azimuth = math.atan2(x - row.x, y - row.y)
    turn = 0.0
    if not _others_at_work(m, s, u, c):
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
        _dwell(m, s, u, c, b)


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
        if j != c and s.channel[j].phase != IDLE and s.channel[j].phase != ORDERED:
            return True
    return False


@njit
def _dwell(m, s, u, c, b):
    """One look of the tracking channel along the designation; M of N of them make a lock on whatever is there."""
    ch = s.channel[c]
    t = ch.t_due
    if not _track_lives(s, ch) or not channel_works(m, s, u, ch.by):
        _cancel(m, s, u, c, b)
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
        _cancel(m, s, u, c, b)
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
    for o in range(np.int64(len(s.obj))):
        if s.obj[o].life != FLYING:
            continue
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
        echo = tracking_snr(m, u, o, distance, azimuth, x, y, z, vx, vy, vz)
        return uniform(s.addr, key, P_LOCK_DWELL, counter) < pd_lookup(m.pd[g.pd_row], echo)
    e = m.optics[m.unit[u].optics]
    if not optical_reach(m, u, distance, elevation):
        return False
    if uniform(s.addr, key, P_EO_FOUND, np.int64(0)) >= optical_share(m, u, o, distance, z):
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
        _fire(m, s, u, c, b)


# ---- fire ---------------------------------------------------------------------------------
@njit
def _fire(m, s, u, c, b):
    """Launch a missile or open fire, if the target is still released, held and there."""
    ch = s.channel[c]
    t = max(ch.t_due, (b - np.int64(1)) * GRID)
    if not _track_lives(s, ch) or s.obj[ch.obj].life != FLYING or not channel_works(m, s, u, ch.by):
        _cancel(m, s, u, c, b)
        return
    if not holds(m, s, u, ch, t):
        ch.t_due = t + HOLD_PERIOD
        ch.due = max(b + np.int64(1), grid(ch.t_due))
        if ch.t_due > ch.t_give_up + 10.0:
            _cancel(m, s, u, c, b)
        return
    _count_engagement(m, s, u, ch)
    if ch.weapon == MISSILE:
        _launch(m, s, u, c, t, b)
    else:
        _burst(m, s, u, c, t, b)


@njit
def _launch(m, s, u, c, t, b):
    ch = s.channel[c]
    r = s.unit[u]
    g = m.missile[m.unit[u].missile]
    o = ch.obj
    p = s.pair[u * np.int64(len(s.obj)) + o]
    key = m.pair[u * np.int64(len(s.obj)) + o].hash
    ch.shots_left -= np.int64(1)
    r.fired_missiles += np.int64(1)
    if m.ideal[I_ROUNDS] == 0:
        r.missiles -= np.int64(1)
        r.reserved -= np.int64(1)
        ch.reserved -= np.int64(1)
        if r.missiles == 0:
            _empty(s, u, t)
    else:
        r.loaded_missiles += np.int64(1)
    ch.phase = IN_FLIGHT
    if m.ideal[I_GUIDE] == 0 and uniform(s.addr, key, P_LAUNCH_FAIL, p.shots) >= g.launch_reliability:
        p.shots += np.int64(1)
        emit(s, t, V_LAUNCH_FAIL, -1 - u, o, 0.0)
    else:
        shot = _shot_row(s, c)
        launch(m, s, shot, c, u, t)
        ch.shots_out += np.int64(1)
        p.launched = np.int64(1)
        s.obj[o].shots += np.int64(1)
        emit(s, t, V_LAUNCH, -1 - u, o, 0.0)
        wake(s, S_IMPACT, b + np.int64(1))
    if ch.shots_left > 0:
        ch.t_due = t + g.salvo_interval
    else:
        ch.t_due = t + HOLD_PERIOD
    ch.due = max(b + np.int64(1), grid(ch.t_due))
    if ch.shots_left == 0 and ch.shots_out == 0:
        result(m, s, u, c, t, b)


@njit
def _shot_row(s, c):
    """A free row for a missile of channel c: a salvo has at most as many in the air as there are rows."""
    base = c * np.int64(SHOTS_PER_CHANNEL)
    for k in range(base, base + np.int64(SHOTS_PER_CHANNEL)):
        if s.shot[k].alive == 0:
            return k
    return base


@njit
def _burst(m, s, u, c, t, b):
    ch = s.channel[c]
    o = ch.obj
    p = s.pair[u * np.int64(len(s.obj)) + o]
    p.bursts += np.int64(1)
    s.obj[o].bursts += np.int64(1)
    s.unit[u].bursts += np.int64(1)
    p.launched = np.int64(1)
    ch.phase = IN_FLIGHT
    open_fire(m, s, c, u, t)
    if s.unit[u].rounds == 0 and m.ideal[I_ROUNDS] == 0:
        _empty(s, u, t)
    emit(s, t, V_GUN_BURST, -1 - u, o, np.float64(ch.burst_n))
    ch.due = NEVER
    wake(s, S_IMPACT, max(b + np.int64(1), grid(ch.t_impact)))


@njit
def _empty(s, u, t):
    r = s.unit[u]
    if r.empty == 0:
        r.empty = np.int64(1)
        r.t_empty = t
        emit(s, t, V_EMPTY, -1 - u, 0, 0.0)


@njit
def _count_engagement(m, s, u, ch):
    """Whom this engagement is really aimed at, and when it is not a foe, why."""
    o = ch.obj
    r = s.obj[o]
    side = m.obj[o].side
    if r.engaged == 0 and side == NEUTRAL:
        r.cause = _cause(s, ch)
    r.engaged = np.int64(1)
    if side == NEUTRAL:
        s.unit[u].neutral_shots += np.int64(1)
    elif side != HOSTILE:
        s.unit[u].phantom_shots += np.int64(1)


@njit
def _cause(s, ch):
    tr = s.track[ch.picture]
    if ch.obj != ch.intended:
        return C_LOCK
    if tr.origin_decided != tr.origin:
        return C_SWAP
    if tr.operator_wrong == 1:
        return C_OPERATOR
    if tr.class_ == UNKNOWN or tr.evidence == UNKNOWN:
        return C_RULES
    if tr.evidence == HOSTILE:
        return C_IFF
    return C_NONE


# ---- hold ---------------------------------------------------------------------------------
@njit
def holds(m, s, u, ch, t):
    """Is the target held: line of sight, elevation, turret sector, contrast?"""
    x, y, z, _, _, _ = at_time(m, s, ch.obj, t)
    if not line_of_sight(m, u, x, y, z, ch.by):
        return False
    distance, _, elevation = relative(m, u, x, y, z, ch.by)
    if ch.by == BY_RADAR:
        return elevation <= m.tracker[m.unit[u].tracker].elevation_max
    return optical_reach(m, u, distance, elevation) and optical_share(m, u, ch.obj, distance, z) > 0.0


@njit
def _hold(m, s, u, c, b):
    """While it flies: the second missile of a salvo, and the end of guidance when the hold is lost."""
    ch = s.channel[c]
    t = ch.t_due
    if ch.weapon == GUN:
        ch.due = NEVER
        return
    if ch.shots_left > 0:
        if _track_lives(s, ch) and s.obj[ch.obj].life == FLYING and channel_works(m, s, u, ch.by):
            _launch(m, s, u, c, t, b)
            return
        s.unit[u].reserved -= ch.reserved
        ch.reserved = np.int64(0)
        ch.shots_left = np.int64(0)
    if ch.shots_out == 0:
        result(m, s, u, c, t, b)
        return
    kept = channel_works(m, s, u, ch.by) and s.obj[ch.obj].life == FLYING and holds(m, s, u, ch, t)
    if kept:
        _reguide(s, c)
        _follow(m, s, u, c, t)
    else:
        _unguide(m, s, u, c, t)
    ch.t_due = t + HOLD_PERIOD
    ch.due = max(b + np.int64(1), grid(ch.t_due))


@njit
def _follow(m, s, u, c, t):
    """The turret follows the target of its first channel at work."""
    row = m.unit[u]
    for j in range(row.channel0, c):
        if s.channel[j].phase == IN_FLIGHT:
            return
    x, y, _, _, _, _ = at_time(m, s, s.channel[c].obj, t)
    s.unit[u].turret = math.atan2(x - row.x, y - row.y)


@njit
def _unguide(m, s, u, c, t):
    base = c * np.int64(SHOTS_PER_CHANNEL)
    for k in range(base, base + np.int64(SHOTS_PER_CHANNEL)):
        q = s.shot[k]
        if q.alive == 1 and q.guided == 1:
            q.guided = np.int64(0)
            q.t_unguided = t
            o = s.channel[c].obj
            if s.obj[o].life == FLYING:
                s.pair[u * np.int64(len(s.obj)) + o].guidance_lost = np.int64(1)
                emit(s, t, V_GUIDANCE_LOST, -1 - u, o, 0.0)


@njit
def _reguide(s, c):
    """A line regained within the missile's memory guides again."""
    base = c * np.int64(SHOTS_PER_CHANNEL)
    for k in range(base, base + np.int64(SHOTS_PER_CHANNEL)):
        if s.shot[k].alive == 1 and s.shot[k].guided == 0:
            s.shot[k].guided = np.int64(1)
            s.shot[k].t_unguided = FAR


@njit
def result(m, s, u, c, t, b):
    """All that this engagement fired has ended: on to the assessment."""
    ch = s.channel[c]
    ch.phase = ASSESSING
    ch.t_result = t
    ch.due = NEVER
    ch.verdict = np.int64(-1)
    wake(s, S_ASSESS, b)
