"""Straight flights of a missile: its speed profile, the thrust and drag that fit published speeds, fly-out tables.

A flight goes up a fixed line at constant elevation from sea level; the missile carries its weight across the line with
induced drag, as far as the air bears it (`cn_max`: at the speed of a catapult it does not yet, and a missile that sinks
there pays no drag for it). What it leaves out is what guidance adds: turning. Same forces as `shorad.engine.flight`.
"""

from math import cos, log, pi, sin
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from shorad.engine.jit import entry, njit
from shorad.physics.atmosphere import GRAVITY, air
from shorad.physics.drag import missile_cd0
from shorad.physics.missile import drag, lateral_limit, mass_in_boost, reference_area

Floats = NDArray[np.float64]
Climb = tuple[float, float]  # sine and cosine of the elevation

FIT_ELEVATION = 20.0 * pi / 180.0  # published speeds name no elevation; this one is an assumption
STEP = 0.1  # s
LONGEST = 300.0  # s, in which a quoted range must be reached
OUT_OF_REACH = 1.0e6  # s
SCALE_MIN, SCALE_MAX = 0.05, 20.0
TOLERANCE = 1.0e-5  # of a fitted speed
ZERO, ONE, TRIES = np.int64(0), np.int64(1), np.int64(60)


class Shape(NamedTuple):
    """What a straight flight needs of a missile type: SI, names as in the catalogue."""

    mass_launch: float
    mass_burnout: float
    mass_dart: float
    diameter_boost: float
    diameter_dart: float
    boost_time: float
    burnout_speed: float
    launch_speed: float
    speed_range: float
    speed_value: float
    speed_is_average: float
    k_induced: float
    cn_max: float
    load_max: float
    speed_min: float
    self_destruct: float


@njit
def _acceleration(
    shape: Shape, thrust: float, scale: float, t: float, r: float, speed: float, climb: Climb, offset: float
) -> float:
    """Acceleration along the line; The booster is gone after boost_time."""
    if t < shape.boost_time:
        mass = mass_in_boost(t, shape.boost_time, shape.mass_launch, shape.mass_burnout)
        area, push = reference_area(shape.diameter_boost), thrust
    else:
        mass, area, push = shape.mass_dart, reference_area(shape.diameter_dart), 0.0
    density, sound = air(r * climb[0], offset)
    cd0 = scale * missile_cd0(speed / sound)
    pressure = 0.5 * density * speed * speed
    carried = min(GRAVITY * climb[1], lateral_limit(pressure, area, mass, shape.load_max, shape.cn_max))
    resistance = drag(pressure, area, cd0, shape.k_induced, mass * carried)
    return (push - resistance) / mass - GRAVITY * climb[0]


@njit
def _advance(
    shape: Shape, thrust: float, scale: float, t: float, r: float, speed: float, climb: Climb, offset: float
) -> tuple[float, float, float]:
    """One midpoint step, ending at burnout if that comes first: time, distance, speed."""
    h = STEP
    if t < shape.boost_time and t + h > shape.boost_time - 1e-9:
        h = shape.boost_time - t
    half = 0.5 * h
    middle = speed + half * _acceleration(shape, thrust, scale, t, r, speed, climb, offset)
    middle = max(middle, 1.0)
    rate = _acceleration(shape, thrust, scale, t + half, r + half * speed, middle, climb, offset)
    end = shape.boost_time if t < shape.boost_time and t + h >= shape.boost_time else t + h
    return end, r + h * middle, max(speed + h * rate, 1.0)


@njit
def _burnout(shape: Shape, thrust: float, scale: float, offset: float) -> tuple[float, float, float]:
    """Time, distance and speed at burnout."""
    climb = (sin(FIT_ELEVATION), cos(FIT_ELEVATION))
    t, r, speed = 0.0, 0.0, shape.launch_speed
    while t < shape.boost_time:
        t, r, speed = _advance(shape, thrust, scale, t, r, speed, climb, offset)
    return t, r, speed


@entry
def fit_thrust(shape: Shape, scale: float, offset: float) -> float:
    """Thrust in N that meets `burnout_speed` with drag `scale`: Newton steps with the slope of the rocket equation."""
    flow = (shape.mass_launch - shape.mass_burnout) / shape.boost_time
    slope = log(shape.mass_launch / shape.mass_burnout) / flow  # m/s per N
    thrust = (shape.burnout_speed - shape.launch_speed) / slope
    for _ in range(ZERO, TRIES):
        error = shape.burnout_speed - _burnout(shape, thrust, scale, offset)[2]
        thrust += error / slope
        if abs(error) < TOLERANCE * shape.burnout_speed:
            break
    return thrust


@njit
def _quoted_speed(shape: Shape, thrust: float, scale: float, offset: float) -> float:
    """Speed in m/s as it is quoted: mean to `speed_range`, or the speed there; 0 if it does not get there."""
    climb = (sin(FIT_ELEVATION), cos(FIT_ELEVATION))
    t, r, speed = 0.0, 0.0, shape.launch_speed
    while r < shape.speed_range:
        # after burnout it only gets slower: no need to wait for what it cannot reach any more
        if t > LONGEST or (t >= shape.boost_time and r + (LONGEST + 2.0 * STEP - t) * speed < shape.speed_range):
            return 0.0
        t0, r0, v0 = t, r, speed
        t, r, speed = _advance(shape, thrust, scale, t, r, speed, climb, offset)
    share = (shape.speed_range - r0) / (r - r0)
    if shape.speed_is_average > 0.5:
        return shape.speed_range / (t0 + share * (t - t0))
    return v0 + share * (speed - v0)


@njit
def _excess(shape: Shape, scale: float, offset: float) -> float:
    return _quoted_speed(shape, fit_thrust(shape, scale, offset), scale, offset) / shape.speed_value - 1.0


@entry
def fit_drag(shape: Shape, offset: float) -> tuple[float, float, float]:
    """Thrust N, factor on the drag curve, and what is left of the relative error of the quoted speed.

    False position (Illinois) on the logarithm of the factor, which is bounded to 0.05 .. 20: outside, the nearest
    bound is given and the error is not small (a published speed that this burnout speed cannot give).
    """
    low, high = log(SCALE_MIN), log(SCALE_MAX)
    at_low, at_high = _excess(shape, SCALE_MIN, offset), _excess(shape, SCALE_MAX, offset)
    if at_low <= 0.0 or at_high >= 0.0:
        scale, error = (SCALE_MIN, at_low) if at_low <= 0.0 else (SCALE_MAX, at_high)
        return fit_thrust(shape, scale, offset), scale, error
    scale, error, side = 1.0, 1.0, 0
    for _ in range(ZERO, TRIES):
        x = (low * at_high - high * at_low) / (at_high - at_low)
        scale = np.exp(x)
        error = _excess(shape, scale, offset)
        if abs(error) < TOLERANCE:
            break
        if error > 0.0:
            low, at_low = x, error
            if side == 1:
                at_high *= 0.5
            side = 1
        else:
            high, at_high = x, error
            if side == -1:
                at_low *= 0.5
            side = -1
    return fit_thrust(shape, scale, offset), scale, error


@entry
def fill(shape: Shape, thrust: float, scale: float, range_end: float, offset: float, out: Floats) -> None:
    """Write time of flight and speed into out float64[2, elevations 0 .. 90 deg, ranges 0 .. range_end].

    Where the missile is slower than speed_min, or older than self_destruct: 1e6 s and 0 m/s.
    """
    rows, columns = np.int64(out.shape[1]), np.int64(out.shape[2])
    spacing = range_end / (columns - ONE)
    for i in range(ZERO, rows):
        elevation = 0.5 * pi * i / (rows - ONE)
        climb = (sin(elevation), cos(elevation))
        t, r, speed = 0.0, 0.0, shape.launch_speed
        out[0, i, 0], out[1, i, 0] = t, speed
        j = ONE
        while j < columns and t < shape.self_destruct and (t < shape.boost_time or speed >= shape.speed_min):
            t0, r0, v0 = t, r, speed
            t, r, speed = _advance(shape, thrust, scale, t, r, speed, climb, offset)
            while j < columns and j * spacing <= r:
                share = (j * spacing - r0) / (r - r0)
                out[0, i, j], out[1, i, j] = t0 + share * (t - t0), v0 + share * (speed - v0)
                j += ONE
        out[0, i, j:], out[1, i, j:] = OUT_OF_REACH, 0.0
