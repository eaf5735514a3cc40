"""Stage `listen`: radio-frequency and acoustic sensors. A position becomes a plot, a bearing alone becomes a cue."""

import math

import numpy as np

from shorad.engine.calendar import begin, later, settle, wake
from shorad.engine.codes import (
    BY_RADAR, F_PLOTS, FLYING, GRID, HEARD_ACOUSTIC, HEARD_RF, I_COVERAGE, I_DETECTION, NEVER, P_HEARD, P_HEARD_ERROR,
    P_HEARD_ERROR2, S_LISTEN, S_TRACK, V_HEARD,
)  # fmt: skip
from shorad.engine.jit import njit
from shorad.engine.motion import at_time
from shorad.engine.record import emit, fail
from shorad.engine.rng import normal2, uniform
from shorad.engine.sight import line_of_sight, relative
from shorad.engine.units import crewed
from shorad.physics.atmosphere import air
from shorad.physics.geometry import TWO_PI
from shorad.physics.listening import odds, received, sound_level, sound_noise


@njit
def listen(m, s, b):
    """Every sensor whose next look is due listens for everything that flies."""
    begin(s, S_LISTEN)
    first = NEVER
    for u in range(np.int64(len(s.unit))):
        r = s.unit[u]
        if r.rf_due <= b:
            _look(m, s, u, HEARD_RF, b)
            r.rf_due = later(b, m.rf[m.unit[u].rf].period)
        if r.acoustic_due <= b:
            _look(m, s, u, HEARD_ACOUSTIC, b)
            r.acoustic_due = later(b, m.acoustic[m.unit[u].acoustic].period)
        first = min(first, min(r.rf_due, r.acoustic_due))
    settle(s, S_LISTEN, first, b)
    if s.n[0].plots > 0:
        wake(s, S_TRACK, b)


@njit
def _look(m, s, u, kind, b):
    """One look of one sensor; the number of the look is its time, so that it is nobody else's luck."""
    if not crewed(s, u) or s.unit[u].sensor_alive == 0:
        return
    for o in range(np.int64(len(s.obj))):
        if s.obj[o].life == FLYING:
            if kind == HEARD_RF:
                _radio(m, s, u, o, b)
            else:
                _sound(m, s, u, o, b)


@njit
def sends(m, u, o):
    """Does object o send anything in the band of unit u's receiver?"""
    g, body = m.rf[m.unit[u].rf], m.obj[o]
    return body.link_power > 0.0 and g.frequency_min <= body.frequency <= g.frequency_max


@njit
def radio_odds(m, u, o, distance):
    """Chance that one look of unit u's receiver notices object o `distance` m away, in sight and in its limits."""
    g, body = m.rf[m.unit[u].rf], m.obj[o]
    return odds(received(body.link_power, g.gain, body.frequency, max(distance, 1.0)), g.sensitivity, g.spread)


@njit
def sound_odds(m, u, o, distance):
    """The same of its microphones, in the noise of the place and of the wind."""
    g = m.acoustic[m.unit[u].acoustic]
    level = g.gain * sound_level(m.obj[o].source_level, max(distance, 1.0), g.absorption)
    noise = sound_noise(g.noise, g.wind_noise, m.par[0].wind_speed)
    return odds(level / noise, g.threshold, g.spread)


@njit
def _radio(m, s, u, o, b):
    """Radio: what the drone itself sends, by free-space loss."""
    g = m.rf[m.unit[u].rf]
    if not sends(m, u, o):
        return
    t = b * GRID
    x, y, z, _, _, _ = at_time(m, s, o, t)
    distance, _, elevation = relative(m, u, x, y, z, BY_RADAR)
    if not _in_view(m, s, u, o, distance, elevation, g.range_max, g.elevation_max, x, y, z):
        return
    if _missed(m, s, u, o, b * np.int64(2), radio_odds(m, u, o, distance)):
        return
    _heard(m, s, u, o, b * np.int64(2), t, HEARD_RF, g.ranging, g.range_error, g.floor_angle, x, y, z)


@njit
def _sound(m, s, u, o, b):
    """Sound: level against noise; it tells where the drone was when it left it."""
    g = m.acoustic[m.unit[u].acoustic]
    body = m.obj[o]
    if body.source_level <= 0.0:
        return
    t = b * GRID
    x, y, z, _, _, _ = at_time(m, s, o, t)
    distance, _, _ = relative(m, u, x, y, z, BY_RADAR)
    if distance > 2.0 * g.range_max and m.ideal[I_COVERAGE] == 0:
        return
    _, sound = air(0.5 * (z + m.unit[u].z), m.par[0].temperature_offset)
    x, y, z, _, _, _ = at_time(m, s, o, t - distance / sound)
    distance, _, elevation = relative(m, u, x, y, z, BY_RADAR)
    if not _in_view(m, s, u, o, distance, elevation, g.range_max, g.elevation_max, x, y, z):
        return
    number = b * np.int64(2) + np.int64(1)
    if _missed(m, s, u, o, number, sound_odds(m, u, o, distance)):
        return
    _heard(m, s, u, o, number, t, HEARD_ACOUSTIC, g.ranging, g.range_error, g.floor_angle, x, y, z)


@njit
def _in_view(m, s, u, o, distance, elevation, range_max, elevation_max, x, y, z):
    """Limits of the sensor and line of sight; for the reasons a sensor that listens counts as switched on."""
    p = s.pair[u * np.int64(len(s.obj)) + o]
    p.radiating = np.int64(1)
    if not line_of_sight(m, u, x, y, z, BY_RADAR):
        return False
    p.sight = np.int64(1)
    p.sight_on = np.int64(1)
    if m.ideal[I_COVERAGE] == 0 and (distance > range_max or elevation > elevation_max):
        return False
    p.covered = np.int64(1)
    return True


@njit
def _missed(m, s, u, o, number, chance):
    key = m.pair[u * np.int64(len(s.obj)) + o].hash
    return m.ideal[I_DETECTION] == 0 and uniform(s.addr, key, P_HEARD, number) >= chance


@njit
def _heard(m, s, u, o, number, t, kind, ranging, range_error, floor_angle, x, y, z):
    """A cue for the unit's own optics and radar; and a plot, when the sensor gives a position."""
    p = s.pair[u * np.int64(len(s.obj)) + o]
    p.t_heard = t
    s.unit[u].t_heard = t
    emit(s, t, V_HEARD, -1 - u, o, np.float64(kind))
    if ranging == 0:
        return
    k = s.n[0].plots
    if k >= len(s.plot):
        fail(s, F_PLOTS, u)
        return
    p.plots += np.int64(1)
    row = m.unit[u]
    dx, dy, dz = x - row.x, y - row.y, z - row.z - row.antenna_height
    flat = math.hypot(dx, dy)
    distance = math.hypot(flat, dz)
    key = m.pair[u * np.int64(len(s.obj)) + o].hash
    z1, z2, z3 = 0.0, 0.0, 0.0
    if m.ideal[I_DETECTION] == 0:
        z1, z2 = normal2(s.addr, key, P_HEARD_ERROR, number)
        z3, _ = normal2(s.addr, key, P_HEARD_ERROR2, number)
    q = s.plot[k]
    q.unit, q.t, q.obj = u, t, o
    q.sigma_range, q.sigma_azimuth, q.sigma_elevation = range_error * distance, floor_angle, floor_angle
    q.range = max(distance + q.sigma_range * z1, 1.0)
    q.azimuth = (math.atan2(dx, dy) + floor_angle * z2) % TWO_PI
    q.elevation = math.atan2(dz, flat) + floor_angle * z3
    q.snr = 100.0
    q.optical = kind
    q.used = np.int64(0)
    s.n[0].plots = k + np.int64(1)
