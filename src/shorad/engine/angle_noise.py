"""Angle noise of the guidance: how wrong the measured lines to target and missile are.

One Gauss-Markov value per axis and point of the 0.1 s grid, linear between, in units of its standard deviation.
Missiles of one order share the target's values, whenever they were launched.
"""

from math import atan2, exp, floor, sqrt

import numpy as np

from shorad.engine.codes import BY_RADAR, GRID, I_GUIDE, P_ANGLE_NOISE_BEACON, P_ANGLE_NOISE_TARGET, SALVO
from shorad.engine.echo import in_free_space, in_the_beam
from shorad.engine.jit import njit
from shorad.engine.rng import mix, normal2, trait_normal2
from shorad.physics.geometry import dot, norm, wrap_pi
from shorad.physics.radar import aspect_rcs, sigma_angle, snr

ZERO, ONE = np.int64(0), np.int64(1)
MEMORY_MAX = np.int64(128)  # grid points that an angle error remembers at launch
TINY = 1.0e-9  # s


@njit
def noisy(m):
    return m.ideal[I_GUIDE] == 0 and m.par[0].fixed_launch == 0


@njit
def homing(m, unit_row):
    """Does the unit's missile find its own way once it is launched?"""
    return m.missile[m.unit[unit_row].missile].navigation > 0.0


@njit
def noise_entity(m, s, shot, channel_row, unit_row, o):
    """Missiles of one order share the error of the target's line; a homing one sees with its own eye."""
    if homing(m, unit_row):
        return shot.hash
    return mix(m.pair[unit_row * np.int64(len(m.obj)) + o].hash, s.channel[channel_row].orders)


@njit
def _retention(tau):
    """Correlation of the angle noise over one grid step."""
    if tau <= 0.0:
        return 0.0
    return exp(-GRID / tau)


@njit
def start_noise(m, s, shot, channel_row, unit_row, o, tau):
    """Noise at the grid point before launch: for the target a weighted sum of the past, so that salvos share it."""
    b = np.int64(floor(shot.t / GRID + TINY))
    shot.noise_block = b - ONE
    keep = _retention(tau)
    az, el, weight, total = 0.0, 0.0, 1.0, 0.0
    entity = noise_entity(m, s, shot, channel_row, unit_row, o)
    shot.shared = np.int64(m.unit[unit_row].doctrine == SALVO and not homing(m, unit_row))
    for i in range(ZERO, MEMORY_MAX):
        if weight < 1.0e-4 or not noisy(m):
            break
        z1, z2 = _target(s.addr, shot, entity, b - i)
        az, el, total, weight = az + weight * z1, el + weight * z2, total + weight * weight, weight * keep
    scale = 1.0 / sqrt(max(total, TINY))
    shot.next_target_az, shot.next_target_el = az * scale, el * scale
    shot.next_beacon_az, shot.next_beacon_el = normal2(s.addr, shot.hash, P_ANGLE_NOISE_BEACON, b)


@njit
def _target(addr, shot, entity, counter):
    """Fresh part of the target's noise at a grid point.

    A missile launched in a copy of the run, after another one of its order, must find the past that both share.
    """
    if shot.shared == 1:
        return trait_normal2(addr, entity, P_ANGLE_NOISE_TARGET, counter)
    return normal2(addr, entity, P_ANGLE_NOISE_TARGET, counter)


@njit
def _roll_noise(addr, shot, entity, b, tau):
    """Move the noise on to grid point `b`; values are in units of their standard deviation."""
    keep = _retention(tau)
    rest = sqrt(1.0 - keep * keep)
    while shot.noise_block < b:
        shot.noise_block += ONE
        counter = shot.noise_block + ONE
        shot.noise_target_az, shot.noise_target_el = shot.next_target_az, shot.next_target_el
        shot.noise_beacon_az, shot.noise_beacon_el = shot.next_beacon_az, shot.next_beacon_el
        z1, z2 = _target(addr, shot, entity, counter)
        shot.next_target_az = keep * shot.next_target_az + rest * z1
        shot.next_target_el = keep * shot.next_target_el + rest * z2
        z1, z2 = normal2(addr, shot.hash, P_ANGLE_NOISE_BEACON, counter)
        shot.next_beacon_az = keep * shot.next_beacon_az + rest * z1
        shot.next_beacon_el = keep * shot.next_beacon_el + rest * z2


@njit
def line_sigma(m, s, by, unit_row, o, d, v):
    """Standard error (rad, each axis) of a target line measured `by` radar or optics; `d`, `v`: from the antenna."""
    unit = m.unit[unit_row]
    if by != BY_RADAR or unit.tracker < 0:
        return m.optics[unit.optics].floor_angle
    sigma, rcs, rise = _radar_sigma(unit, m.tracker[unit.tracker], m.obj[o], s.obj[o].rcs_own, d, v)
    if in_free_space(m):
        return sigma
    eye, t, radar = unit.z + unit.antenna_height, s.n[0].t, m.tracker[unit.tracker]
    x, y, z = d[0] + unit.x, d[1] + unit.y, d[2] + eye
    signal = in_the_beam(m, s, unit_row, o, t, norm(d), rcs, x, y, z, v[0], v[1], v[2], rise)
    return sigma_angle(radar.beamwidth, signal, radar.floor_angle)


@njit
def _radar_sigma(unit, radar, body, own, d, v):
    """The same for a tracking radar in free space, the cross section (m2) and the stated rise of its noise."""
    r, speed = norm(d), norm(v)
    aspect = -dot(d, v) / (r * max(speed, TINY))  # 1 when it flies at the radar
    rcs = aspect_rcs(body.rcs_front, body.rcs_side, body.rcs_rear, aspect) * own
    rise = 1.0
    if unit.jam_noise_rise > 1.0 and abs(wrap_pi(atan2(d[0], d[1]) - unit.jam_azimuth)) <= unit.jam_width:
        rise = unit.jam_noise_rise
    signal = snr(radar.snr_ref, radar.ref_range, radar.ref_rcs, r, rcs, rise)
    return sigma_angle(radar.beamwidth, signal, radar.floor_angle), rcs, rise


@njit
def noise_line(addr, shot, entity, tau, sigma, beacon, d):
    """Angle of the measured target line against the measured missile line: value at shot.t and rate, vectors (rad).

    `sigma`, `beacon`: standard errors of the two lines (rad); `d`: the target line.
    """
    b = np.int64(floor(shot.t / GRID + TINY))
    _roll_noise(addr, shot, entity, b, tau)
    az = sigma * shot.noise_target_az - beacon * shot.noise_beacon_az
    el = sigma * shot.noise_target_el - beacon * shot.noise_beacon_el
    az_rate = (sigma * shot.next_target_az - beacon * shot.next_beacon_az - az) / GRID
    el_rate = (sigma * shot.next_target_el - beacon * shot.next_beacon_el - el) / GRID
    since = shot.t - b * GRID
    now = _across(d, az + az_rate * since, el + el_rate * since)
    return now, _across(d, az_rate, el_rate)


@njit
def _across(d, az, el):
    """Vector normal to the line `d`: `az` along the horizontal to the right, `el` upward."""
    r, flat = norm(d), max(sqrt(d[0] * d[0] + d[1] * d[1]), TINY)
    ex, ey = d[1] / flat, -d[0] / flat
    climb = d[2] / r
    return az * ex - el * climb * d[0] / flat, az * ey - el * climb * d[1] / flat, el * flat / r
