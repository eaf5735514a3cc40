"""Consequences: the ladder none < hit < damaged < lost, for vehicles, aircraft and assets."""

import numpy as np

from shorad.engine.calendar import wake
from shorad.engine.codes import (
    DAMAGED, DOWN, E_DAMAGED, E_SHOT_DOWN, FLYING, GUN, HIT, HOSTILE, LOST, MISSILE, MUNITION, NEVER,
    P_DAMAGE, P_DAMAGE2,
    S_ASSIGN, S_ATTACK, S_ENGAGE, V_DAMAGE, V_DOWN,
)  # fmt: skip
from shorad.engine.debris import wreck_falls
from shorad.engine.jit import njit
from shorad.engine.record import emit
from shorad.engine.rng import uniform


@njit
def bring_down(m, s, o, t, unit, weapon):
    """Object o is shot down at exact time t."""
    r = s.obj[o]
    r.life = DOWN
    s.n[0].falls_known = np.int64(0)
    r.rung = LOST
    r.t_end = t
    r.due = NEVER
    r.phase_due = NEVER
    r.killer_unit = unit
    r.killer_weapon = weapon
    r.sortie_end = E_SHOT_DOWN
    n = s.n[0]
    if m.obj[o].side != HOSTILE:
        pass  # neutral aircraft and birds have counts of their own
    elif weapon == MISSILE:
        n.kills_missile += np.int64(1)
    elif weapon == GUN:
        n.kills_gun += np.int64(1)
    emit(s, t, V_DOWN, o, unit, np.float64(weapon))
    wreck_falls(m, s, o, t)


@njit
def hit_object(m, s, o, t, unit, weapon, key, lost):
    """A burst or rounds took effect on object o. `lost`: the kill draw succeeded; otherwise a rung is drawn.

    `key` addresses the draw (the shot's or burst's own hash).
    """
    r = s.obj[o]
    row = m.obj[o]
    if not lost:
        u = uniform(s.addr, key, P_DAMAGE, r.shots + r.bursts)
        rung = HIT
        if u < row.p_hit_lost:
            rung = LOST
        elif u < row.p_hit_lost + row.p_hit_damaged:
            rung = DAMAGED
            if r.rung == DAMAGED and uniform(s.addr, key, P_DAMAGE2, r.shots + r.bursts) < row.p_accumulate:
                rung = LOST
        lost = rung == LOST
        if rung > r.rung:
            r.rung = rung
            emit(s, t, V_DAMAGE, o, unit, np.float64(rung))
        if rung == DAMAGED and row.kind != MUNITION:
            r.sortie_end = E_DAMAGED  # the script reads it and goes home
            wake(s, S_ATTACK, s.n[0].b)
    if lost:
        bring_down(m, s, o, t, unit, weapon)


@njit
def hit_unit(m, s, u, t, o, lost):
    """Object o took effect on fire unit u; `lost`: the kill draw succeeded, otherwise a rung is drawn."""
    r = s.unit[u]
    row = m.unit[u]
    key = m.pair[u * len(s.obj) + o].hash_attack
    rung = LOST
    if not lost:
        v = uniform(s.addr, key, P_DAMAGE, np.int64(0))
        rung = HIT
        if v < row.p_hit_lost:
            rung = LOST
        elif v < row.p_hit_lost + row.p_hit_damaged:
            rung = DAMAGED
            if r.rung == DAMAGED and uniform(s.addr, key, P_DAMAGE2, np.int64(0)) < row.p_accumulate:
                rung = LOST
    if rung == DAMAGED:
        # which function goes: the sensors or the weapons, even chances
        if uniform(s.addr, key, P_DAMAGE2, np.int64(1)) < 0.5:
            r.sensor_alive = np.int64(0)
        else:
            r.fire_alive = np.int64(0)
        wake(s, S_ENGAGE, s.n[0].b)
    if rung > r.rung:
        r.rung = rung
        emit(s, t, V_DAMAGE, -1 - u, o, np.float64(rung))
    if rung == LOST:
        lose_unit(m, s, u, t, o)


@njit
def lose_unit(m, s, u, t, o):
    """Fire unit u is lost at exact time t to object o."""
    r = s.unit[u]
    if r.t_lost < 0.0:
        r.t_lost = t
        r.killer = o
        s.obj[o].caused_loss = np.int64(1)
    r.rung = LOST
    r.due = NEVER
    r.emission_due = NEVER
    r.cue_due = NEVER
    wake(s, S_ENGAGE, s.n[0].b)
    wake(s, S_ASSIGN, s.n[0].b)


@njit
def hit_asset(m, s, a, t, o):
    """One effective hit on asset a; the rung follows from the share of the hits that lose it."""
    r = s.asset[a]
    row = m.asset[a]
    r.hits += np.int64(1)
    rung = HIT
    if r.hits >= row.hits_to_lose:
        rung = LOST
    elif 2 * r.hits >= row.hits_to_lose:
        rung = DAMAGED
    if rung > r.rung:
        r.rung = rung
    if rung == LOST and r.t_lost < 0.0:
        r.t_lost = t
        r.killer = o
        s.obj[o].caused_loss = np.int64(1)
        if row.post >= 0:
            s.post[row.post].alive = np.int64(0)
            s.post[row.post].t_lost = t


@njit
def alive(s, o):
    """Is object o in the air?"""
    return s.obj[o].life == FLYING
