"""Stage `unit`: what state each fire unit is in, when its radar is on, when it reloads."""

import math

import numpy as np

from shorad.engine.calendar import begin, grid, settle, wake
from shorad.engine.codes import (
    EMIT_ALWAYS, EMIT_ON_CUE, EMIT_PLAN, FIRM, FLYING, GRID, HOSTILE, I_EMISSION, I_READY,
    I_ROUNDS, IDLE, LOST, NEVER, P_CUE_DELAY, P_CUE_ERROR, P_RELOAD_TIME, RADIATING, RELOADING, S_ASSIGN, S_ENGAGE,
    S_UNIT,
    SILENT, V_CUE, V_EMIT_OFF, V_EMIT_ON, V_RELOAD, V_STATE, WARMING,
)  # fmt: skip
from shorad.engine.jit import njit
from shorad.engine.motion import at_time
from shorad.engine.munition import follow_emission
from shorad.engine.record import emit
from shorad.engine.rng import lasting, normal2, uniform
from shorad.engine.scan import EARS, start_optics, start_radar, stop_radar

CUE_PERIOD = 1.0  # s between two looks of a silent unit at its warning net: a bookkeeping step, not a model


@njit
def units(m, s, b):
    """State changes, emission plans and cues that are due at grid point b."""
    begin(s, S_UNIT)
    first = NEVER
    for u in range(np.int64(len(s.unit))):
        r = s.unit[u]
        if r.rung == LOST:
            continue
        if r.due <= b:
            _change(m, s, u, b)
        if r.emission_due <= b:
            _plan(m, s, u, b)
        if r.cue_due <= b:
            _cue(m, s, u, b)
        first = min(first, min(r.due, min(r.emission_due, r.cue_due)))
    settle(s, S_UNIT, first, b)


@njit
def crewed(s, u):
    """Deployed, manned and alive: it can act, whether or not its radar is on."""
    r = s.unit[u]
    return r.rung != LOST and (r.state == SILENT or r.state == WARMING or r.state == RADIATING)


@njit
def radiating(s, u):
    """Its search and tracking radars work now."""
    r = s.unit[u]
    return r.rung != LOST and r.state == RADIATING and r.sensor_alive == 1


@njit
def enter(m, s, u, t, state):
    """Take a new state at exact time t."""
    r = s.unit[u]
    before = r.state
    r.state = state
    r.due = NEVER
    emit(s, t, V_STATE, -1 - u, state, np.float64(before))
    wake(s, S_ASSIGN, s.n[0].b)
    wake(s, S_ENGAGE, s.n[0].b)
    if before == RADIATING and state != RADIATING:
        emit(s, t, V_EMIT_OFF, -1 - u, 0, 0.0)
        stop_radar(m, s, u)
        follow_emission(m, s, u, t, False)
    if state == RADIATING:
        r.t_emit = t
        r.t_track = t
        emit(s, t, V_EMIT_ON, -1 - u, 0, 0.0)
        start_radar(m, s, u, t)
        follow_emission(m, s, u, t, True)
    if state == SILENT or state == RADIATING:
        start_optics(m, s, u, t)
    if state == SILENT and on_cue(m, s, u):
        r.cue_due = grid(t + CUE_PERIOD)
    elif state == RADIATING and on_cue(m, s, u) and m.unit[u].silent_timeout > 0.0:
        r.cue_due = grid(t + m.unit[u].silent_timeout)
    else:
        r.cue_due = NEVER
    wake(s, S_UNIT, min(r.cue_due, r.emission_due))


@njit
def on_cue(m, s, u):
    """Does this unit keep its radar off until it is cued? A unit that starts silent does, whatever its plan."""
    if m.ideal[I_EMISSION] == 1:
        return False
    return m.unit[u].emission == EMIT_ON_CUE or (m.unit[u].emission == EMIT_ALWAYS and s.unit[u].initial == SILENT)


@njit
def go_to_work(m, s, u, t):
    """Deployed and manned: radiate or stay silent, as doctrine says."""
    if on_cue(m, s, u):
        enter(m, s, u, t, SILENT)
    elif m.unit[u].emission == EMIT_PLAN and m.ideal[I_EMISSION] == 0:
        r = s.unit[u]
        enter(m, s, u, t, RADIATING)
        r.t_emission = t + m.unit[u].emission_on
        r.emission_due = grid(r.t_emission)
        wake(s, S_UNIT, r.emission_due)
    else:
        enter(m, s, u, t, RADIATING)


@njit
def _change(m, s, u, b):
    r = s.unit[u]
    t = r.t_due
    if r.state == RELOADING:
        _finish_reload(m, s, u, t)
    if r.state == WARMING:
        enter(m, s, u, t, RADIATING)
    else:
        go_to_work(m, s, u, t)


@njit
def _plan(m, s, u, b):
    """The alternation of an emission plan; it waits for guidance to end unless told to drop it."""
    r = s.unit[u]
    row = m.unit[u]
    t = r.t_emission
    if r.state == RADIATING:
        if guiding(m, s, u) and row.drop_guidance == 0:
            r.t_emission = t + 1.0
        else:
            enter(m, s, u, t, SILENT)
            r.t_emission = t + row.emission_off
    elif r.state == SILENT:
        enter(m, s, u, t, RADIATING)
        r.t_emission = t + row.emission_on
    else:
        r.t_emission = t + row.emission_on
    r.emission_due = grid(r.t_emission)


@njit
def guiding(m, s, u):
    """Has the unit an engagement on any channel?"""
    c0 = m.unit[u].channel0
    for c in range(c0, c0 + m.unit[u].channels):
        if s.channel[c].phase != IDLE:
            return True
    return False


@njit
def _cue(m, s, u, b):
    """A silent unit listens for a cue; a cued one falls silent again when it has had nothing to do."""
    r = s.unit[u]
    row = m.unit[u]
    t = b * GRID
    if r.state == RADIATING:
        idle = t - r.t_track
        if idle >= row.silent_timeout and (not guiding(m, s, u) or row.drop_guidance == 1):
            enter(m, s, u, t, SILENT)
        else:
            r.cue_due = grid(max(t + CUE_PERIOD, r.t_track + row.silent_timeout))
        return
    if r.state != SILENT:
        r.cue_due = NEVER
        return
    if r.t_cue > 0.0 and t >= r.t_cue:
        emit(s, t, V_CUE, -1 - u, 0, 0.0)
        r.t_cue = -1.0
        r.state = WARMING
        r.t_due = t + row.warmup
        r.due = grid(r.t_due)
        r.cue_due = NEVER
        return
    r.cue_due = grid(t + CUE_PERIOD)
    if r.t_cue <= 0.0:
        _listen(m, s, u, b, t)


@njit
def _listen(m, s, u, b, t):
    """A cue comes from the warning net, from the post's picture or from the unit's own optics."""
    r = s.unit[u]
    row = m.unit[u]
    for o in range(np.int64(len(s.obj))):
        if s.obj[o].life != FLYING or m.obj[o].side != HOSTILE:
            continue
        x, y, _, _, _, _ = at_time(m, s, o, t)
        distance = math.hypot(x - row.x, y - row.y)
        if distance > row.cue_range:
            continue
        key = m.pair[u * len(s.obj) + o].hash
        e1, e2 = normal2(s.addr, key, P_CUE_ERROR, r.cues)
        seen = math.hypot(x + row.cue_error * e1 - row.x, y + row.cue_error * e2 - row.y)
        if seen < row.cue_radius:
            v = uniform(s.addr, key, P_CUE_DELAY, r.cues)
            r.t_cue = t + lasting(v, row.cue_delay[0], row.cue_delay[1], row.cue_delay[2])
            break
    if r.t_cue <= 0.0 and _own_cue(m, s, u):
        r.t_cue = t
    if r.t_cue > 0.0:
        r.cues += np.int64(1)
        r.cue_due = max(b + np.int64(1), grid(r.t_cue))


@njit
def _own_cue(m, s, u):
    """Is there a firm track near enough, of its own optics or in the post's picture, or something in its ears?"""
    row = m.unit[u]
    if _ears(m, s, u):
        return True
    for k in range(row.track0, row.track0 + s.unit[u].used):
        if s.track[k].status == FIRM:
            return True
    if row.post >= 0 and s.unit[u].linked == 1:
        p = m.post[row.post]
        for k in range(p.track0, p.track0 + s.post[m.unit[u].post].used):
            if s.track[k].status == FIRM:
                d = math.hypot(s.track_x[k, 0] - row.x, s.track_x[k, 1] - row.y)
                if d < row.cue_radius:
                    return True
    return False


@njit
def _ears(m, s, u):
    """Has the unit, or one of its post, heard something a moment ago by radio or sound?"""
    now = s.n[0].t
    for v in range(np.int64(len(s.unit))):
        mine = v == u or (m.unit[v].post >= 0 and m.unit[v].post == m.unit[u].post and s.unit[v].linked == 1)
        if mine and (v == u or s.unit[u].linked == 1) and s.unit[v].t_heard > 0.0 and now - s.unit[v].t_heard <= EARS:
            return True
    return False


@njit
def reload_if_empty(m, s, u, t):
    """Leave the line to reload when the main weapon is empty, nothing is in hand and a load is left."""
    r = s.unit[u]
    row = m.unit[u]
    if m.ideal[I_ROUNDS] == 1 or r.loads <= 0 or not crewed(s, u) or guiding(m, s, u):
        return
    empty = r.missiles == 0 if row.missile >= 0 else r.rounds == 0
    if not empty:
        return
    emit(s, t, V_RELOAD, -1 - u, 0, 0.0)
    enter(m, s, u, t, RELOADING)
    v = uniform(s.addr, row.hash, P_RELOAD_TIME, r.reloads)
    r.t_due = t
    if m.ideal[I_READY] == 0:
        r.t_due = t + lasting(v, row.reload_time[0], row.reload_time[1], row.reload_time[2])
    r.due = max(s.n[0].b + np.int64(1), grid(r.t_due))
    r.reloads += np.int64(1)
    wake(s, S_UNIT, r.due)


@njit
def _finish_reload(m, s, u, t):
    r = s.unit[u]
    row = m.unit[u]
    r.loads -= np.int64(1)
    r.loaded_missiles += row.missiles - r.missiles
    r.loaded_rounds += row.rounds - r.rounds
    r.missiles = row.missiles
    r.rounds = row.rounds
