"""Munitions: released by a carrier, flown straight to the aim point, scattered by the guidance they lost."""

import math

import numpy as np

from shorad.engine.calendar import grid, wake
from shorad.engine.codes import (
    ASSESS, DESIGNATE, DUD, E_LASER_LOST, EMITTER, FAR, FLYING, IMPACTED, LASER, LOST, MUNITION, NEVER,
    P_BOMB_KILL, P_BOMB_MISS, P_IMPACT, RADIATING, S_ATTACK, S_IMPACT, SOFT_ASTRAY, STRAIGHT, UNGUIDED, V_DUD, V_IMPACT,
    V_RELEASE, V_SPOILED,
)  # fmt: skip
from shorad.engine.damage import hit_asset, hit_unit
from shorad.engine.ground import ground
from shorad.engine.jit import njit
from shorad.engine.motion import at_time, write_leg
from shorad.engine.reasons import reason_for
from shorad.engine.record import emit
from shorad.engine.rng import lasting, normal2, uniform
from shorad.engine.scan import meet
from shorad.physics.warhead import carleton


@njit
def aim_point(m, s, o):
    """Where object o strikes: its unit or its asset (m); its own position's foot when it has neither."""
    r = s.obj[o]
    if r.aim_unit >= 0:
        w = m.unit[r.aim_unit]
        return w.x, w.y, w.z
    if r.aim_asset >= 0:
        a = m.asset[r.aim_asset]
        return a.x, a.y, a.z
    return r.x, r.y, ground(m, r.x, r.y)


@njit
def release(m, s, o, t, aim_unit, aim_asset):
    """Carrier o lets its next munition go at exact time t. Returns the munition's row, -1 when it has none left."""
    row = m.obj[o]
    r = s.obj[o]
    if r.released >= row.munitions:
        return np.int64(-1)
    k = row.munition0 + r.released
    r.released += np.int64(1)
    x, y, z, _vx, _vy, _ = at_time(m, s, o, t)
    q = s.obj[k]
    q.life = FLYING
    q.aim_unit, q.aim_asset = aim_unit, aim_asset
    q.t_release = t
    q.gap_from = FAR  # guidance unbroken
    tx, ty, tz = aim_point(m, s, k)
    distance = math.sqrt((tx - x) ** 2 + (ty - y) ** 2 + (tz - z) ** 2)
    flight = distance / m.obj[k].speed
    write_leg(s, k, STRAIGHT, t, t + flight, x, y, z, (tx - x) / flight, (ty - y) / flight, (tz - z) / flight, 0.0)
    wake(s, S_IMPACT, q.due)
    if m.obj[k].guidance == EMITTER and aim_unit >= 0 and s.unit[aim_unit].state != RADIATING:
        q.gap_from = t
    if r.t_effect < 0.0:
        r.t_effect = t
        r.reason, r.reason_unit = reason_for(m, s, o)  # what failed to stop it from getting here
    if m.obj[o].leak_counts == 1:
        r.leaked = np.int64(1)
    emit(s, t, V_RELEASE, o, k, 0.0)
    meet(m, s, k, t)
    return k


@njit
def release_at(m, s, o, t):
    """A dropper over its target lets its salvo go."""
    row = m.obj[o]
    for _ in range(row.per_release):
        release(m, s, o, t, row.target_unit, row.target_asset)


@njit
def follow_emission(m, s, u, t, on):
    """Anti-radiation munitions on their way to unit u lose or regain their emitter."""
    for k in range(np.int64(len(s.obj))):
        q = s.obj[k]
        if q.life == FLYING and m.obj[k].guidance == EMITTER and m.obj[k].kind == MUNITION and q.aim_unit == u:
            q.gap_from = FAR if on else t


@njit
def laser_off(m, s, o, t, bomb):
    """The designator of o stops at exact time t; it acts on the bomb from this instant."""
    s.obj[o].laser = np.int64(0)
    if bomb >= 0 and s.obj[bomb].life == FLYING and s.obj[bomb].gap_from > t:
        s.obj[bomb].gap_from = t


@njit
def unguided_time(m, s, k, t):
    """Uninterrupted time (s) without guidance before impact at t that still matters."""
    q = s.obj[k]
    row = m.obj[k]
    if row.guidance == UNGUIDED:
        return 0.0
    if row.guidance == LASER and row.carrier >= 0:
        c = s.obj[row.carrier]
        # a designator that died, broke or left is off from that instant
        if c.life != FLYING and c.t_end >= 0.0 and c.t_end < q.gap_from:
            q.gap_from = c.t_end
    return max(0.0, t - q.gap_from - row.blind_time)


@njit
def _astray(m, s, o, t):
    """Growth (m, 1 sigma each axis) of the miss of a drone, or of what it dropped, without satellite navigation."""
    c = m.obj[o].carrier
    if c < 0:
        c = o
    lost = m.obj[c].gnss_time
    if s.obj[c].soft == SOFT_ASTRAY:
        until = t if c == o else min(t, s.obj[o].t_release)
        lost = max(lost, until - s.obj[c].t_soft)
    return m.obj[c].gnss_drift * lost


@njit
def impact(m, s, o, t):
    """Object o ends its attack at exact time t: where it falls, what that does."""
    row = m.obj[o]
    r = s.obj[o]
    if row.kind != MUNITION:
        r.aim_unit, r.aim_asset = row.target_unit, row.target_asset
    lost_for = unguided_time(m, s, o, t)
    sigma = math.sqrt(row.impact_sigma**2 + (row.drift * lost_for) ** 2)
    astray = _astray(m, s, o, t)
    if astray > 0.0:
        sigma = math.hypot(sigma, astray)
    z1, z2 = normal2(s.addr, row.hash, P_BOMB_MISS, np.int64(0))
    miss = sigma * math.sqrt(z1 * z1 + z2 * z2)
    r.due = NEVER
    s.n[0].falls_known = np.int64(0)
    r.t_end = t
    if r.t_effect < 0.0:
        r.t_effect = t
    if lost_for > 0.0 and row.kind == MUNITION:
        r.spoiled = np.int64(1)
        emit(s, t, V_SPOILED, o, row.carrier, lost_for)
    _count_leak(m, s, o, miss)
    if r.spoiled == 1 and r.leaked == 0:
        r.sortie_end = E_LASER_LOST
    if uniform(s.addr, row.hash, P_IMPACT, np.int64(0)) >= row.reliability:
        r.life = DUD
        emit(s, t, V_DUD, o, 0, miss)
    else:
        r.life = IMPACTED
        emit(s, t, V_IMPACT, o, r.aim_unit, miss)
        _effect(m, s, o, t, miss)
    if row.carrier >= 0:
        _tell_carrier(m, s, o, t)


@njit
def _count_leak(m, s, o, miss):
    """It got through when it comes down on what it went for, dud or not; what carries no warhead does not count."""
    r = s.obj[o]
    if m.obj[o].leak_counts == 0:
        return
    if r.aim_unit >= 0 and miss <= m.unit[r.aim_unit].radius:
        r.leaked = np.int64(1)
    elif r.aim_asset >= 0 and miss <= m.asset[r.aim_asset].radius:
        r.leaked = np.int64(1)
        s.asset[r.aim_asset].leaks += np.int64(1)


@njit
def _effect(m, s, o, t, miss):
    """Damage by Carleton's law; a near miss may still hit."""
    row = m.obj[o]
    r = s.obj[o]
    p = carleton(miss, 1.0, row.lethal_b)
    lost = uniform(s.addr, row.hash, P_BOMB_KILL, np.int64(0)) < p
    if r.aim_unit >= 0:
        if s.unit[r.aim_unit].rung < LOST and (lost or miss <= m.unit[r.aim_unit].radius):
            r.effects += np.int64(1)
            hit_unit(m, s, r.aim_unit, t, o, lost)
            if s.unit[r.aim_unit].sensor_alive == 0 or s.unit[r.aim_unit].rung == LOST:
                follow_emission(m, s, r.aim_unit, t, False)
    elif r.aim_asset >= 0:
        if lost:
            r.effects += np.int64(1)
            hit_asset(m, s, r.aim_asset, t, o)


@njit
def _tell_carrier(m, s, o, t):
    """A striker sees the impact of the munition it designated and goes on to assess it."""
    c = s.obj[m.obj[o].carrier]
    if c.life != FLYING or c.bomb != o or c.phase != DESIGNATE:
        return
    row = m.obj[m.obj[o].carrier]
    c.laser = np.int64(0)
    c.bomb = np.int64(-1)
    c.phase = ASSESS
    u = uniform(s.addr, m.obj[o].hash, P_IMPACT, np.int64(1))
    c.t_phase = t + lasting(u, row.assess_delay[0], row.assess_delay[1], row.assess_delay[2])
    c.phase_due = max(grid(c.t_phase), s.n[0].b + np.int64(1))
    wake(s, S_ATTACK, c.phase_due)
