"""Gun bursts: opening fire at a predicted point, and what the rounds meet when they get there."""

from math import hypot, sqrt

import numpy as np

from shorad.engine.codes import (
    BY_OPTICS, FLYING, I_GUIDE, I_HIT, I_ROUNDS, P_AIM_RANGE, P_BURST_BIAS, P_BURST_HITS, P_KILL,
)  # fmt: skip
from shorad.engine.jit import njit
from shorad.engine.motion import at_time
from shorad.engine.rng import binomial, normal2, uniform
from shorad.engine.wind import unknown_wind
from shorad.physics.atmosphere import air
from shorad.physics.gun import flat_fire, rectangle_hit
from shorad.physics.wind import deflection

ZERO, ONE = np.int64(0), np.int64(1)
AIM_STEPS = np.int64(4)  # fixed point on flight time: the error shrinks by target speed over round speed each time


@njit
def time_to(m, gun_row, unit_row, x, y, z):
    """Flight time (s) of a round from the unit to a point (m). Flat fire, air as half way up."""
    gun, unit = m.gun[gun_row], m.unit[unit_row]
    height = unit.z + unit.antenna_height
    dx, dy, dz = x - unit.x, y - unit.y, z - height
    density, sound = air(height + 0.5 * dz, m.par[0].temperature_offset)
    distance = sqrt(dx * dx + dy * dy + dz * dz)
    time, _ = flat_fire(distance, gun.muzzle_velocity, gun.mass, gun.calibre, gun.form_factor, density, sound)
    return time


@njit
def open_fire(m, s, channel_row, unit_row, t):
    """Fire a burst at exact time `t` (s): size, aim point and mean time of impact go into the channel.

    Aimed at the straight prediction of the object that the channel holds. What the channel measures wrong in direction
    is in the burst's bias; a range that optics estimate wrong makes the lead too long or too short. Spends rounds;
    counting the burst is the caller's.
    """
    unit, row, ch = m.unit[unit_row], s.unit[unit_row], s.channel[channel_row]
    gun = m.gun[unit.gun]
    n = gun.burst_rounds
    if m.ideal[I_ROUNDS] == 1:
        row.loaded_rounds += n  # as if a load had been there: fired + left = start + loaded still holds
    else:
        n = min(n, row.rounds)
        row.rounds -= n
    row.fired_rounds += n
    middle = t + 0.5 * n / gun.rate
    px, py, pz, vx, vy, vz = at_time(m, s, ch.obj, t)
    impact = middle
    x, y, z = px, py, pz
    for _ in range(ZERO, AIM_STEPS):
        impact = middle + time_to(m, unit.gun, unit_row, x, y, z)
        x, y, z = px + (impact - t) * vx, py + (impact - t) * vy, pz + (impact - t) * vz
    late = _wrong_lead(m, s, unit_row, ch, x, y, z)
    ch.aim_x, ch.aim_y, ch.aim_z = x + late * vx, y + late * vy, z + late * vz
    ch.from_x, ch.from_y, ch.from_z = unit.x, unit.y, unit.z + unit.antenna_height
    ch.t_impact, ch.burst_out, ch.burst_n = impact, ONE, n


@njit
def _wrong_lead(m, s, unit_row, ch, x, y, z):
    """By how much (s) the lead at an object that will be at (x, y, z) is wrong, for a range that was estimated."""
    unit = m.unit[unit_row]
    if ch.by != BY_OPTICS or unit.optics < 0 or m.ideal[I_GUIDE] == 1:
        return 0.0
    pair = unit_row * np.int64(len(m.obj)) + ch.obj
    z1, _ = normal2(s.addr, m.pair[pair].hash, P_AIM_RANGE, s.pair[pair].bursts)
    k = max(1.0 + m.optics[unit.optics].range_error * z1, 0.1)
    dx, dy, dz = x - unit.x, y - unit.y, z - unit.z - unit.antenna_height
    far = time_to(m, unit.gun, unit_row, unit.x + k * dx, unit.y + k * dy, unit.z + unit.antenna_height + k * dz)
    return far - time_to(m, unit.gun, unit_row, x, y, z)


@njit
def resolve_burst(m, s, channel_row, unit_row):
    """What a burst does at its mean time of impact: (hits, killed). Nothing to an object that is no longer flying."""
    ch, unit = s.channel[channel_row], m.unit[unit_row]
    o = ch.obj
    if o < 0 or s.obj[o].life != FLYING or ch.burst_n <= 0:
        return ZERO, False
    gun, body = m.gun[unit.gun], m.obj[o]
    pair = unit_row * np.int64(len(m.obj)) + o
    key, counter = m.pair[pair].hash, s.pair[pair].bursts
    across, up, distance = _offset(m, s, ch, o)
    bias_across, bias_up = _bias(s.addr, s.unit[unit_row], gun, key, o, counter)
    p = 1.0
    if m.ideal[I_GUIDE] == 0 and m.par[0].wind_speed > 0.0:
        across += _blown(m, s, unit_row, ch, distance)
    if m.ideal[I_GUIDE] == 0:
        across, up = across + distance * bias_across, up + distance * bias_up
        p = rectangle_hit(body.width, body.height, across, up, distance * gun.dispersion)
    hits = binomial(uniform(s.addr, key, P_BURST_HITS, counter), ch.burst_n, p)
    if m.ideal[I_HIT] == 1:
        return max(hits, ONE), True
    survival = (1.0 - gun.pk_hit[body.size_class]) ** hits
    return hits, uniform(s.addr, key, P_KILL, counter) < 1.0 - survival


@njit
def _offset(m, s, ch, o):
    """Object against aim point, seen from the gun: metres to the right, metres up (both across the line), range."""
    x, y, z, _, _, _ = at_time(m, s, o, ch.t_impact)
    dx, dy, dz = ch.aim_x - ch.from_x, ch.aim_y - ch.from_y, ch.aim_z - ch.from_z
    flat, distance = max(hypot(dx, dy), 1.0e-9), sqrt(dx * dx + dy * dy + dz * dz)
    ex, ey, ez = x - ch.aim_x, y - ch.aim_y, z - ch.aim_z
    across = (ex * dy - ey * dx) / flat
    up = (ez * flat - (ex * dx + ey * dy) / flat * dz) / distance
    return across, up, distance


@njit
def _blown(m, s, unit_row, ch, distance):
    """How far (m, to the right) the wind that fire control has wrong carries the object off the rounds' path."""
    gun, unit = m.gun[m.unit[unit_row].gun], m.unit[unit_row]
    dx, dy = ch.aim_x - ch.from_x, ch.aim_y - ch.from_y
    flat = max(hypot(dx, dy), 1.0e-9)
    wx, wy = unknown_wind(m, s, unit_row, 0.5 * (ch.aim_z + ch.from_z) - unit.z)
    right = (wx * dy - wy * dx) / flat
    time = time_to(m, m.unit[unit_row].gun, unit_row, ch.aim_x, ch.aim_y, ch.aim_z)
    return -deflection(right, time, distance, gun.muzzle_velocity)


@njit
def _bias(addr, row, gun, key, o, counter):
    """Pointing error (rad) shared by the rounds of a burst; successive bursts at one object are correlated."""
    z1, z2 = normal2(addr, key, P_BURST_BIAS, counter)
    keep = gun.bias_correlation if row.bias_obj == o else 0.0
    rest = sqrt(1.0 - keep * keep) * gun.burst_bias
    row.bias_x, row.bias_y = keep * row.bias_x + rest * z1, keep * row.bias_y + rest * z2
    row.bias_obj = o
    return row.bias_x, row.bias_y
