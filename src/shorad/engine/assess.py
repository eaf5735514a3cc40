"""Stage `assess`: is it dead? A verdict after a delay, sometimes wrong; then stop, or shoot again."""

import numpy as np

from shorad.engine.calendar import begin, grid, settle, wake
from shorad.engine.codes import (
    ASSESSING, FAR, FLYING, GUN, I_ASSESS, NEVER, P_ASSESS_CALL, P_ASSESS_DELAY, READY, S_ASSESS,
    S_ENGAGE, SOFT_ASTRAY, SOFT_NONE, V_VERDICT,
)  # fmt: skip
from shorad.engine.channel import channel_works, free, holds
from shorad.engine.jit import njit
from shorad.engine.reach import in_envelope
from shorad.engine.motion import at_time
from shorad.engine.record import emit
from shorad.engine.rng import lasting, uniform
from shorad.engine.units import crewed


@njit
def assess(m, s, b):
    """Start and finish the assessments that are due."""
    begin(s, S_ASSESS)
    first = NEVER
    for u in range(np.int64(len(s.unit))):
        row = m.unit[u]
        for c in range(row.channel0, row.channel0 + row.channels):
            ch = s.channel[c]
            if ch.phase != ASSESSING:
                continue
            if ch.due == NEVER:
                _look_at(m, s, u, c, b)
            if ch.due <= b:
                _verdict(m, s, u, c, b)
            else:
                first = min(first, ch.due)
    settle(s, S_ASSESS, first, b)


@njit
def _key(m, s, u, ch):
    return m.pair[u * np.int64(len(s.obj)) + ch.obj].hash, ch.orders * np.int64(64) + _fired(s, u, ch)


@njit
def _fired(s, u, ch):
    p = s.pair[u * np.int64(len(s.obj)) + ch.obj]
    return (p.shots + p.bursts) % np.int64(64)


@njit
def _look_at(m, s, u, c, b):
    """Begin: when the verdict will be there. A gunner who still sees his target fly needs no time."""
    ch = s.channel[c]
    row = m.unit[u]
    ch.t_due = ch.t_result
    if m.ideal[I_ASSESS] == 0 and not (ch.weapon == GUN and s.obj[ch.obj].life == FLYING):
        key, counter = _key(m, s, u, ch)
        v = uniform(s.addr, key, P_ASSESS_DELAY, counter)
        ch.t_due += lasting(v, row.assess_delay[0], row.assess_delay[1], row.assess_delay[2])
    ch.due = max(b, grid(ch.t_due))


@njit
def _verdict(m, s, u, c, b):
    ch = s.channel[c]
    row = m.unit[u]
    o = ch.obj
    dead = s.obj[o].life != FLYING or turned_away(s, o)
    called = dead
    if m.ideal[I_ASSESS] == 0:
        key, counter = _key(m, s, u, ch)
        p = row.p_kill_seen if dead else row.p_miss_called_kill
        called = uniform(s.addr, key, P_ASSESS_CALL, counter) < p
    emit(s, ch.t_due, V_VERDICT, -1 - u, o, np.float64(called))
    if called:
        tr = s.track[ch.picture]
        if tr.serial == ch.track_serial:
            tr.dead_until = ch.t_due + row.reopen_time
            if turned_away(s, o):
                tr.dead_until = FAR  # seen to leave or to come down: nobody fires at it
            tr.assign_due = grid(tr.dead_until)
        if not dead:
            s.pair[u * np.int64(len(s.obj)) + o].assessed_dead = np.int64(1)
        free(m, s, u, c, b)
    elif ch.weapon == GUN and not dead and _may_fire_on(m, s, u, ch):
        _fire_on(m, s, u, c, b)
    else:
        free(m, s, u, c, b)


@njit
def turned_away(s, o):
    """Does the object visibly give up, for it is jammed? One that has only lost its navigation does not."""
    return s.obj[o].soft != SOFT_NONE and s.obj[o].soft != SOFT_ASTRAY


@njit
def _may_fire_on(m, s, u, ch):
    """Same target, still held, released, in range, and rounds left: the next burst needs no new lock."""
    row = m.unit[u]
    tr = s.track[ch.picture]
    if tr.serial != ch.track_serial or tr.released == 0 or not crewed(s, u) or s.unit[u].fire_alive == 0:
        return False
    if s.unit[u].rounds <= 0 or not channel_works(m, s, u, ch.by):
        return False
    t = ch.t_due
    x, y, z, vx, vy, vz = at_time(m, s, ch.obj, t)
    speed = (vx * vx + vy * vy + vz * vz) ** 0.5
    return holds(m, s, u, ch, t) and in_envelope(m, u, GUN, x, y, z, speed) and row.gun >= 0


@njit
def _fire_on(m, s, u, c, b):
    """Bursts follow one another: after the pause, and not before the last one has landed."""
    ch = s.channel[c]
    ch.phase = READY
    ch.t_due = ch.t_due + m.gun[m.unit[u].gun].burst_interval
    ch.t_give_up = ch.t_due
    ch.due = max(b + np.int64(1), grid(ch.t_due))
    wake(s, S_ENGAGE, ch.due)
