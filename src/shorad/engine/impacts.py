"""Stage `impact`: fly what is in flight to this grid point and settle what happened on the way, in order of time."""

import math

import numpy as np

from shorad.engine.calendar import begin, grid, settle
from shorad.engine.codes import (
    C_BYSTANDER, FLYING, GRID, GUN, I_HIT, MISSILE, MUNITION, NEUTRAL, NEVER, P_KILL, S_IMPACT, THEN_IMPACT, V_BURST,
    V_GUN_HITS, V_MISS, V_SELF_DESTRUCT,
)  # fmt: skip
from shorad.engine.damage import hit_object
from shorad.engine.debris import missile_falls, rounds_fall
from shorad.engine.approach import ENDED, FUZED, PASSED
from shorad.engine.channel import result, shots_of
from shorad.engine.flight import fly, kill_probability
from shorad.engine.gunfire import resolve_burst
from shorad.engine.jit import njit
from shorad.engine.munition import impact
from shorad.engine.record import emit
from shorad.engine.rng import uniform

SHOT_ENDS, BURST_LANDS, MUNITION_LANDS = np.int64(1), np.int64(2), np.int64(3)


@njit
def impacts(m, s, b):
    """Advance missiles, then settle bursts, rounds and falling munitions up to grid point b by exact time."""
    begin(s, S_IMPACT)
    _fly_all(m, s, b)
    while True:
        kind, row, t = _earliest(m, s, b * GRID + 1.0e-9)
        if kind == SHOT_ENDS:
            _end_shot(m, s, row, t, b)
        elif kind == BURST_LANDS:
            _land_burst(m, s, row, t, b)
        elif kind == MUNITION_LANDS:
            impact(m, s, row, t)
        else:
            break
    settle(s, S_IMPACT, _next(m, s, b), b)


@njit
def unit_of(m, s, c):
    """Row of the fire unit that channel c belongs to."""
    for u in range(np.int64(len(s.unit))):
        if m.unit[u].channel0 <= c < m.unit[u].channel0 + m.unit[u].channels:
            return u
    return np.int64(-1)


@njit
def _fly_all(m, s, b):
    for k in range(np.int64(len(s.shot))):
        if s.shot[k].alive == 1 and s.shot[k].burst == 0:
            c = k // shots_of(s)
            fly(m, s, k, c, unit_of(m, s, c), b * GRID)


@njit
def _earliest(m, s, until):
    """What comes next: kind, row, exact time; kind 0 when nothing is left before `until`."""
    kind, row, t = np.int64(0), np.int64(-1), until
    for k in range(np.int64(len(s.shot))):
        q = s.shot[k]
        if q.alive == 1 and q.burst > 0 and q.t_burst < t:
            kind, row, t = SHOT_ENDS, k, q.t_burst
    for c in range(np.int64(len(s.channel))):
        ch = s.channel[c]
        if ch.burst_out == 1 and ch.t_impact < t:
            kind, row, t = BURST_LANDS, c, ch.t_impact
    _see_falling(m, s)
    if s.n[0].t_falls < t:
        for o in range(np.int64(len(s.obj))):
            r = s.obj[o]
            if r.life == FLYING and _comes_down(m, s, o) and r.t1 < t:
                kind, row, t = MUNITION_LANDS, o, r.t1
    return kind, row, t


@njit
def _see_falling(m, s):
    """When the next object comes down, exactly and on the grid: sought when a leg or a life has changed since."""
    n = s.n[0]
    if n.falls_known == 1:
        return
    n.falls_known, n.t_falls, n.b_falls = np.int64(1), math.inf, NEVER
    for o in range(np.int64(len(s.obj))):
        r = s.obj[o]
        if r.life == FLYING and _comes_down(m, s, o):
            n.t_falls, n.b_falls = min(n.t_falls, r.t1), min(n.b_falls, r.due)


@njit
def _comes_down(m, s, o):
    """Does its present leg end in an impact?"""
    return m.obj[o].kind == MUNITION or s.obj[o].then == THEN_IMPACT


@njit
def _next(m, s, b):
    """The next grid point with something in flight or falling."""
    first = NEVER
    for k in range(np.int64(len(s.shot))):
        if s.shot[k].alive == 1:
            if s.shot[k].burst == 0:
                return b + np.int64(1)
            first = min(first, grid(s.shot[k].t_burst))  # not flown: it is known when it arrives
    for c in range(np.int64(len(s.channel))):
        if s.channel[c].burst_out == 1:
            first = min(first, grid(s.channel[c].t_impact))
    _see_falling(m, s)
    return min(first, s.n[0].b_falls)


@njit
def _end_shot(m, s, k, t, b):
    """A missile's flight is over: fuzed near something, past its target, or destroyed."""
    q = s.shot[k]
    c = k // shots_of(s)
    u = unit_of(m, s, c)
    ch = s.channel[c]
    q.alive = np.int64(0)
    missile_falls(m, s, q, u, t)
    target = ch.obj
    if m.par[0].table_flight == 1 and q.guided == 0 and t > q.t_unguided + m.missile[m.unit[u].missile].guidance_memory:
        q.burst = ENDED
    if q.burst == FUZED or (m.ideal[I_HIT] == 1 and q.burst == PASSED):
        victim = q.victim if q.victim >= 0 else target
        emit(s, t, V_BURST, -1 - u, victim, q.miss)
        if s.obj[victim].life == FLYING:
            _effect(m, s, u, k, victim, t)
    elif q.burst == PASSED:
        emit(s, t, V_MISS, -1 - u, target, q.cpa)
    else:
        emit(s, t, V_SELF_DESTRUCT, -1 - u, target, q.cpa)
    ch.shots_out -= np.int64(1)
    if s.obj[target].life == FLYING:
        s.pair[u * np.int64(len(s.obj)) + target].missed = np.int64(1)
    if ch.shots_out == 0 and ch.shots_left == 0:
        ch.killed = np.int64(s.obj[target].life != FLYING)
        result(m, s, u, c, t, b)


@njit
def _effect(m, s, u, k, victim, t):
    """Kill draw by miss distance; a burst that does not kill still hits."""
    q = s.shot[k]
    p = kill_probability(m, m.unit[u].missile, victim, q.miss)
    killed = uniform(s.addr, q.hash, P_KILL, np.int64(0)) < p
    c = k // shots_of(s)
    if m.obj[victim].side == NEUTRAL and victim != s.channel[c].obj:
        if s.obj[victim].engaged == 0:
            s.obj[victim].cause = C_BYSTANDER
        s.obj[victim].engaged = np.int64(1)
    hit_object(m, s, victim, t, u, MISSILE, q.hash, killed)


@njit
def _land_burst(m, s, c, t, b):
    """Rounds of a burst arrive where the target was predicted to be."""
    u = unit_of(m, s, c)
    ch = s.channel[c]
    ch.burst_out = np.int64(0)
    o = ch.obj
    n_obj = np.int64(len(s.obj))
    stray = ch.burst_n
    if s.obj[o].life == FLYING:
        hits, killed = resolve_burst(m, s, c, u)
        emit(s, t, V_GUN_HITS, -1 - u, o, np.float64(hits))
        stray -= hits
        if hits > 0 or killed:
            key = m.pair[u * n_obj + o].hash
            hit_object(m, s, o, t, u, GUN, key, killed)
        if s.obj[o].life == FLYING:
            s.pair[u * n_obj + o].missed = np.int64(2)
    rounds_fall(m, s, ch, u, stray, t)
    ch.killed = np.int64(s.obj[o].life != FLYING)
    result(m, s, u, c, t, b)
