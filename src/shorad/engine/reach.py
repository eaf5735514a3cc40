"""Can this unit's weapon meet that target, and when? On a track's prediction, or on the true path for the reasons."""

import math

import numpy as np

from shorad.engine.codes import (
    BY_OPTICS, BY_RADAR, FAR, I_REACH, I_REACTION, MISSILE, R_ENVELOPE, R_LATE, R_NONE,
)  # fmt: skip
from shorad.engine.flight import lookup
from shorad.engine.gunfire import time_to
from shorad.engine.ground import ground
from shorad.engine.jit import njit
from shorad.engine.motion import ahead
from shorad.engine.picture import state_at
from shorad.engine.sight import line_of_sight
from shorad.physics.geometry import wrap_pi

ITERATIONS = np.int64(5)  # of the fixed point on flight time: converges fast while the target is slower than the weapon
GUN_FLIGHT_MAX = 30.0  # s, longer than any round flies to its longest range
SETTLED = 0.5  # s, largest step left in the iteration: a weapon that the target outruns has no meeting point


@njit
def preparation(m, s, u):
    """Typical time (s) from an order to the first launch."""
    if m.ideal[I_REACTION] == 1:
        return 0.0
    return m.unit[u].reaction[1] + m.unit[u].assign_delay[1]


@njit
def flight_time(m, u, weapon, x, y, z):
    """Time of flight (s) of the unit's missile or gun to a point; beyond the table it is out of reach (1e6 s)."""
    row = m.unit[u]
    dx, dy, dz = x - row.x, y - row.y, z - row.z - row.antenna_height
    distance = math.sqrt(dx * dx + dy * dy + dz * dz)
    if weapon == MISSILE:
        elevation = math.atan2(dz, math.hypot(dx, dy))
        tof, _ = lookup(m.flyout[row.missile], elevation, distance, m.missile[row.missile].range_max)
        return tof
    return time_to(m, row.gun, u, x, y, z)


@njit
def in_envelope(m, u, weapon, x, y, z, speed):
    """Range, height, speed, elevation and arc limits of the unit's weapon for an intercept point (m)."""
    row = m.unit[u]
    dx, dy, dz = x - row.x, y - row.y, z - row.z
    flat = math.hypot(dx, dy)
    distance = math.sqrt(flat * flat + dz * dz)
    azimuth = math.atan2(dx, dy)
    if row.turn_arc < math.pi and abs(wrap_pi(azimuth - row.sector_centre)) > row.turn_arc:
        return False
    if row.sector_width < math.pi and abs(wrap_pi(azimuth - row.sector_centre)) > row.sector_width:
        return False
    if m.ideal[I_REACH] == 1:
        return True
    elevation = math.atan2(dz, flat)
    if weapon == MISSILE:
        g = m.missile[row.missile]
        low = dz if len(m.terrain) == 0 else z - ground(m, x, y)  # over relief the ground is where the target is
        if distance < g.range_min or distance > g.range_max or low < g.height_min or dz > g.height_max:
            return False
        return speed <= g.target_speed_max and elevation <= _guide_elevation(m, u)
    w = m.gun[row.gun]
    if distance < w.range_min or distance > w.range_max or dz > w.height_max:
        return False
    return w.elevation_min <= elevation <= w.elevation_max


@njit
def _guide_elevation(m, u):
    """Highest elevation (rad) at which a channel of the unit can hold a target."""
    row = m.unit[u]
    top = -1.0
    if row.tracker >= 0:
        top = m.tracker[row.tracker].elevation_max
    if row.optics >= 0:
        top = max(top, m.optics[row.optics].elevation_max)
    return top


@njit
def _too_far(m, u, weapon, x, y, z, speed):
    """Spares the iteration: even flying straight at the unit it could not come into reach within the longest flight."""
    row = m.unit[u]
    if weapon == MISSILE:
        longest, known = m.missile[row.missile].self_destruct, m.missile[row.missile].flight_max
        reach = m.missile[row.missile].range_max
    else:
        longest, known = GUN_FLIGHT_MAX, m.gun[row.gun].flight_max
        reach = m.gun[row.gun].range_max
    if known > 0.0:
        longest = min(longest, known + SETTLED)
    reach += speed * longest
    if m.ideal[I_REACH] == 1:
        return False
    return (x - row.x) ** 2 + (y - row.y) ** 2 + (z - row.z) ** 2 > reach * reach


@njit
def intercept(m, s, u, weapon, k, t_launch):
    """Meet track k when launched at t_launch: (code, time of intercept s, x, y, z). Code R_NONE means feasible."""
    t = t_launch
    x, y, z, vx, vy, vz = state_at(s, k, t)
    if _too_far(m, u, weapon, x, y, z, math.sqrt(vx * vx + vy * vy + vz * vz)):
        return R_ENVELOPE, FAR, x, y, z
    for _ in range(ITERATIONS):
        t = t_launch + flight_time(m, u, weapon, x, y, z)
        x, y, z, vx, vy, vz = state_at(s, k, t)
    speed = math.sqrt(vx * vx + vy * vy + vz * vz)
    if abs(t_launch + flight_time(m, u, weapon, x, y, z) - t) > SETTLED:
        return R_ENVELOPE, t, x, y, z
    if not in_envelope(m, u, weapon, x, y, z, speed):
        return R_ENVELOPE, t, x, y, z
    if _past_its_goal(m, s, k, x, y, vx, vy):
        return R_LATE, t, x, y, z
    return R_NONE, t, x, y, z


@njit
def _past_its_goal(m, s, k, x, y, vx, vy):
    """Would the meeting point lie beyond what the track is heading for?"""
    tr = s.track[k]
    if tr.toward_asset >= 0:
        a = m.asset[tr.toward_asset]
        return (x - a.x) * vx + (y - a.y) * vy > 0.0 and m.obj[tr.origin].release_range <= 0.0
    if tr.toward_unit >= 0:
        w = m.unit[tr.toward_unit]
        return (x - w.x) * vx + (y - w.y) * vy > 0.0 and m.obj[tr.origin].release_range <= 0.0
    return False


@njit
def true_intercept(m, s, u, weapon, o, t_launch):
    """The same on the true path of object o: (feasible, time of intercept s). Used for reasons and exposure only."""
    t = t_launch
    x, y, z, vx, vy, vz = ahead(m, s, o, t)
    if _too_far(m, u, weapon, x, y, z, m.obj[o].speed_max):
        return False, t
    for _ in range(ITERATIONS):
        t = t_launch + flight_time(m, u, weapon, x, y, z)
        x, y, z, vx, vy, vz = ahead(m, s, o, t)
    if abs(t_launch + flight_time(m, u, weapon, x, y, z) - t) > SETTLED:
        return False, t
    speed = math.sqrt(vx * vx + vy * vy + vz * vz)
    row = m.unit[u]
    by = BY_RADAR if row.tracker >= 0 else BY_OPTICS
    ok = in_envelope(m, u, weapon, x, y, z, speed) and line_of_sight(m, u, x, y, z, by)
    # an intercept after the object has ended its flight is none
    last = s.obj[o].next < 0 and t > s.obj[o].t1
    return ok and not last, t
