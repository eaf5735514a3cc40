"""Launch a missile or open fire; and whom that is really aimed at."""

import numpy as np

from shorad.engine.calendar import grid, wake
from shorad.engine.channel import cancel, channel_works, holds, result, shots_of, track_lives
from shorad.engine.codes import (
    F_SHOTS,
    C_IFF,
    C_LOCK,
    C_NONE,
    C_OPERATOR,
    C_RULES,
    C_SWAP,
    FLYING,
    GRID,
    HOSTILE,
    IN_FLIGHT,
    I_GUIDE,
    I_ROUNDS,
    MISSILE,
    NEUTRAL,
    NEVER,
    P_LAUNCH_FAIL,
    R_NONE,
    S_IMPACT,
    UNKNOWN,
    V_EMPTY,
    V_GUN_BURST,
    V_LAUNCH,
    V_LAUNCH_FAIL,
    V_WITHHELD_ZONE,
)
from shorad.engine.flight import launch
from shorad.engine.gunfire import open_fire
from shorad.engine.jit import njit
from shorad.engine.reach import intercept
from shorad.engine.record import emit, fail
from shorad.engine.rng import uniform
from shorad.engine.zones import forbids

HOLD_PERIOD = 0.5  # s between two checks that a target in engagement is still held


@njit
def fire(m, s, u, c, b):
    """Launch a missile or open fire, if the target is still released, held and there."""
    ch = s.channel[c]
    t = max(ch.t_due, (b - np.int64(1)) * GRID)
    if not track_lives(s, ch) or s.obj[ch.obj].life != FLYING or not channel_works(m, s, u, ch.by):
        cancel(m, s, u, c, b)
        return
    if not holds(m, s, u, ch, t):
        ch.t_due = t + HOLD_PERIOD
        ch.due = max(b + np.int64(1), grid(ch.t_due))
        if ch.t_due > ch.t_give_up + 10.0:
            cancel(m, s, u, c, b)
        return
    if len(m.zone) > 0 and _zone_holds(m, s, u, ch, t, b):
        if ch.t_due > ch.t_give_up + 10.0:
            cancel(m, s, u, c, b)
        return
    _count_engagement(m, s, u, ch)
    if ch.weapon == MISSILE:
        launch_missile(m, s, u, c, t, b)
    else:
        _burst(m, s, u, c, t, b)


@njit
def may_follow(m, s, u, ch, t):
    """May the next missile of a salvo go: is the target still there, held and released, and outside every zone?"""
    if not track_lives(s, ch) or s.obj[ch.obj].life != FLYING or not channel_works(m, s, u, ch.by):
        return False
    if not holds(m, s, u, ch, t):
        return False
    if len(m.zone) == 0:
        return True
    code, _, x, y, z = intercept(m, s, u, ch.weapon, ch.picture, t)
    return code != R_NONE or not forbids(m, s, u, ch.weapon, ch.picture, x, y, z)


@njit
def _zone_holds(m, s, u, ch, t, b):
    """Ready to fire, and a zone forbids it now: look again in a moment."""
    code, _, x, y, z = intercept(m, s, u, ch.weapon, ch.picture, t)
    if code != R_NONE or not forbids(m, s, u, ch.weapon, ch.picture, x, y, z):
        return False
    s.pair[u * np.int64(len(s.obj)) + ch.obj].no_zone = np.int64(1)
    s.n[0].zone_held += np.int64(1)
    emit(s, t, V_WITHHELD_ZONE, -1 - u, ch.obj, 0.0)
    ch.t_due = t + HOLD_PERIOD
    ch.due = max(b + np.int64(1), grid(ch.t_due))
    return True


@njit
def launch_missile(m, s, u, c, t, b):
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
    base = c * shots_of(s)
    for k in range(base, base + shots_of(s)):
        if s.shot[k].alive == 0:
            return k
    fail(s, F_SHOTS, c)  # build gives each channel a row per missile of its salvo
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
    if tr.class_ == UNKNOWN:
        return C_RULES
    if tr.evidence == UNKNOWN:
        return C_OPERATOR  # called hostile on no evidence
    if tr.evidence == HOSTILE:
        return C_IFF
    return C_NONE
