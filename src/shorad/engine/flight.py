"""Missiles in flight, commanded to the line of sight or homing: launch, one grid block, closest approach, fuze.

A midpoint integrator with long steps while far and short ones near the target (`design/stepping.md`). Positions inside
a block are relative to the launching unit's antenna. The line of sight and its rates are those of the locked object's
true motion; what the crew's instruments add is angle noise, one Gauss-Markov value per grid point and axis. A homing
missile is on its own from the launch: its noise is the wander of the point on its target that it sees.
"""

from math import atan2, cos, floor, isfinite, sin, sqrt

import numpy as np

from shorad.engine.angle_noise import line_sigma, noise_entity, noise_line, noisy, start_noise
from shorad.engine.approach import ENDED, FUZED, HORIZON, NO_OBJECT, PASSED, crowd, meet, meet_others
from shorad.engine.codes import F_NOT_FINITE, FLYING, GRID, I_GUIDE, I_HIT, P_FUZE, V_GUIDANCE_LOST
from shorad.engine.ground import ground
from shorad.engine.jit import njit
from shorad.engine.motion import along, at_time
from shorad.engine.record import emit, fail
from shorad.engine.rng import mix, uniform
from shorad.engine.sight import beacon_seen
from shorad.engine.steering import STILL, body_of, layer_of, step
from shorad.engine.wind import wind_at
from shorad.engine.types import FLYOUT_ELEVATIONS, FLYOUT_RANGES
from shorad.physics.atmosphere import air
from shorad.physics.geometry import dot, norm
from shorad.physics.missile import reference_area, super_elevation
from shorad.physics.warhead import carleton

ZERO, ONE = np.int64(0), np.int64(1)
TINY = 1.0e-9  # s
ELEVATION_STEP = 0.5 * np.pi / (FLYOUT_ELEVATIONS - 1)
LAST_ELEVATION, LAST_RANGE = np.int64(FLYOUT_ELEVATIONS - 2), np.int64(FLYOUT_RANGES - 2)
ARRIVAL_STEPS = np.int64(5)  # of the fixed point on flight time, as in `reach`
REACH = 1.1  # the table ends at this multiple of range_max


@njit
def lookup(table, elevation, range_, range_max):
    """Time of flight (s) and speed (m/s) at `range_` (m) and `elevation` (rad), from `table` float64[2, 7, 64].

    Bilinear; outside the table the nearest edge, except that beyond its last range the time is 1e6 s (out of reach).
    """
    y = min(max(elevation / ELEVATION_STEP, 0.0), LAST_ELEVATION + 1.0)
    x = range_ / (REACH * range_max) * (LAST_RANGE + 1.0)
    if x > LAST_RANGE + 1.0:
        return 1.0e6, 0.0
    i, j = min(np.int64(y), LAST_ELEVATION), min(np.int64(max(x, 0.0)), LAST_RANGE)
    f, g = y - i, x - j
    time = _bilinear(table, ZERO, i, j, f, g)
    return time, _bilinear(table, ONE, i, j, f, g)


@njit
def _bilinear(table, k, i, j, f, g):
    low = table[k, i, j] + g * (table[k, i, j + ONE] - table[k, i, j])
    high = table[k, i + ONE, j] + g * (table[k, i + ONE, j + ONE] - table[k, i + ONE, j])
    return low + f * (high - low)


@njit
def kill_probability(m, missile_row, object_row, miss):
    """Chance that a burst at `miss` (m) kills this object: Carleton, scale by its size class."""
    if m.ideal[I_HIT] == 1:
        return 1.0
    kind = m.missile[missile_row]
    return carleton(miss, kind.kill_p0, kind.lethal_b[m.obj[object_row].size_class])


@njit
def launch(m, s, shot_row, channel_row, unit_row, t):
    """Put a missile into row `shot_row` at exact time `t`, on the line to the channel's object.

    Its serial is the number of shots of this unit at this object so far (`PAIR_STATE.shots`, counted up here).
    """
    unit = m.unit[unit_row]
    kind = m.missile[unit.missile]
    o = s.channel[channel_row].obj
    pair = unit_row * np.int64(len(m.obj)) + o
    shot = s.shot[shot_row]
    shot.serial = s.pair[pair].shots
    s.pair[pair].shots += ONE
    shot.hash = mix(m.pair[pair].hash, shot.serial)
    shot.alive = ONE
    shot.t_launch, shot.t = t, t
    shot.x, shot.y, shot.z = unit.x, unit.y, unit.z + unit.antenna_height
    x, y, z, _, _, _ = at_time(m, s, o, t)
    ux, uy, uz = _launch_axis(m, kind, shot.z, (x - shot.x, y - shot.y, z - shot.z))
    shot.vx, shot.vy, shot.vz = kind.launch_speed * ux, kind.launch_speed * uy, kind.launch_speed * uz
    shot.ax, shot.ay, shot.az = 0.0, 0.0, 0.0
    shot.boosting, shot.guided, shot.t_unguided = ONE, ONE, HORIZON
    shot.burst, shot.t_burst, shot.miss, shot.victim, shot.cpa = ZERO, HORIZON, HORIZON, NO_OBJECT, HORIZON
    if m.par[0].table_flight == 1:
        _arrive(m, s, shot, unit_row, o)
    else:
        start_noise(m, s, shot, channel_row, unit_row, o, kind.noise_tau)


@njit
def _arrive(m, s, shot, unit_row, o):
    """A missile that is not flown: it meets its object where the fly-out table says, on the object's leg of now."""
    unit = m.unit[unit_row]
    kind = m.missile[unit.missile]
    flight = 0.0
    for _ in range(ARRIVAL_STEPS):
        x, y, z, _, _, _ = at_time(m, s, o, shot.t_launch + flight)
        dx, dy, dz = x - shot.x, y - shot.y, z - shot.z
        flat = sqrt(dx * dx + dy * dy)
        flight, _ = lookup(m.flyout[unit.missile], atan2(dz, flat), norm((dx, dy, dz)), kind.range_max)
    shot.burst, shot.t_burst, shot.miss, shot.cpa, shot.victim = FUZED, shot.t_launch + flight, 0.0, 0.0, o
    if flight > kind.self_destruct:
        shot.burst, shot.t_burst, shot.victim = ENDED, shot.t_launch + kind.self_destruct, NO_OBJECT
    elif uniform(s.addr, shot.hash, P_FUZE, ZERO) >= kind.fuze_reliability:
        shot.burst = PASSED


@njit
def _launch_axis(m, kind, height, d):
    """Unit vector of the launch: the line, lifted by what gravity takes before the fins bear."""
    r, flat = norm(d), sqrt(d[0] * d[0] + d[1] * d[1])
    density, _ = air(height, m.par[0].temperature_offset)
    q_area = 0.5 * density * reference_area(kind.diameter_boost)
    lift = super_elevation(kind.launch_speed, kind.thrust / kind.mass_launch, kind.mass_launch, q_area, kind.cn_max)
    lift *= flat / r
    if flat <= 0.0:
        return 0.0, 0.0, 1.0
    elevation = atan2(d[2], flat) + lift
    return d[0] / flat * cos(elevation), d[1] / flat * cos(elevation), sin(elevation)


# ---- flight --------------------------------------------------------------------------------
# Below `_block` nothing takes the whole Model or State: thirty arrays by value cost more than an integration step.
@njit
def fly(m, s, shot_row, channel_row, unit_row, t1):
    """Advance a missile in flight from shot.t to `t1` (s), block by block, or until it ends.

    The end is in `shot.burst`: 1 fuzed (t_burst, miss, victim), 2 passed its object (t_burst, miss), 3 destroyed
    itself, too slow or on the ground (t_burst). Whether a burst kills is drawn elsewhere (`kill_probability`).
    """
    shot = s.shot[shot_row]
    if shot.guided == 1 and _locked(s, channel_row) < 0:
        shot.guided, shot.t_unguided = ZERO, shot.t
        emit(s, shot.t, V_GUIDANCE_LOST, -1 - unit_row, s.channel[channel_row].obj, 0.0)
    homes = np.int64(m.missile[m.unit[unit_row].missile].navigation > 0.0)
    while shot.burst == 0 and shot.t < t1 - TINY:
        if shot.guided == 1 and homes == 0 and not beacon_seen(m, unit_row, s.channel[channel_row].by, shot):
            shot.guided, shot.t_unguided = ZERO, shot.t
            emit(s, shot.t, V_GUIDANCE_LOST, -1 - unit_row, s.channel[channel_row].obj, 0.0)
        block_end = (np.int64(floor(shot.t / GRID + TINY)) + ONE) * GRID
        s.n[0].flight_steps += _block(m, s, shot, channel_row, unit_row, min(t1, block_end))
    total = shot.x + shot.y + shot.z + shot.vx + shot.vy + shot.vz + shot.ax + shot.ay + shot.az
    if not isfinite(total):
        fail(s, F_NOT_FINITE, shot_row)
        shot.burst, shot.t_burst = ENDED, shot.t


@njit
def _locked(s, channel_row):
    """Locked object while it flies, else -1."""
    o = s.channel[channel_row].obj
    if o >= 0 and s.obj[o].life == FLYING:
        return o
    return NO_OBJECT


@njit
def _aim(r, origin, t0, t1):
    """Locked object over a block: position and velocity at its start relative to `origin`, mean acceleration."""
    x, y, z, vx, vy, vz = along(r.kind, t0 - r.t0, r.x, r.y, r.z, r.vx, r.vy, r.vz, r.omega)
    _, _, _, wx, wy, wz = along(r.kind, t1 - r.t0, r.x, r.y, r.z, r.vx, r.vy, r.vz, r.omega)
    k = 1.0 / (t1 - t0)
    return (x - origin[0], y - origin[1], z - origin[2]), (vx, vy, vz), ((wx - vx) * k, (wy - vy) * k, (wz - vz) * k)


@njit
def _ahead(aim, tau):
    """Position of the locked object `tau` s into the block."""
    p, v, a = aim
    half = 0.5 * tau * tau
    return p[0] + v[0] * tau + a[0] * half, p[1] + v[1] * tau + a[1] * half, p[2] + v[2] * tau + a[2] * half


@njit
def _time_to_go(rel, v, aim, tau):
    """Distance over closing speed (s), `tau` s into the block; HORIZON when opening. `rel`: missile minus object."""
    _, w, a = aim
    dx, dy, dz = v[0] - w[0] - a[0] * tau, v[1] - w[1] - a[1] * tau, v[2] - w[2] - a[2] * tau
    closing = -(rel[0] * dx + rel[1] * dy + rel[2] * dz)
    if closing <= 0.0:
        return HORIZON
    return dot(rel, rel) / closing


@njit
def _block(m, s, shot, channel_row, unit_row, t1):
    """Fly to `t1`, at most one grid block: what is constant in a block is read here, once. Returns the steps taken."""
    unit, par = m.unit[unit_row], m.par[0]
    kind = m.missile[unit.missile]
    origin = unit.x, unit.y, unit.z + unit.antenna_height
    o = _locked(s, channel_row)
    aim, noise, floor_z = (STILL, STILL, STILL), (STILL, STILL), unit.z
    if len(m.terrain) > 0:
        floor_z = ground(m, shot.x, shot.y)
    if o >= 0:
        aim = _aim(s.obj[o], origin, shot.t, t1)
        # without terrain the ground is known at the unit only: nothing is stopped above its object's height
        floor_z = min(floor_z, origin[2] + aim[0][2])
        if noisy(m):
            entity = noise_entity(m, s, shot, channel_row, unit_row, o)
            if kind.navigation > 0.0:
                seen = aim[0][0] + origin[0] - shot.x, aim[0][1] + origin[1] - shot.y, aim[0][2] + origin[2] - shot.z
                noise = noise_line(s.addr, shot, entity, kind.noise_tau, kind.glint, 0.0, seen)
            else:
                sigma = line_sigma(m, s, s.channel[channel_row].by, unit_row, o, aim[0], aim[1])
                noise = noise_line(s.addr, shot, entity, kind.noise_tau, sigma, kind.beacon_noise, aim[0])
    lag = 0.0 if m.ideal[I_GUIDE] == 1 else kind.lag
    margin = kind.fuze_radius + (norm((shot.vx, shot.vy, shot.vz)) + 100.0) * (t1 - shot.t)
    crowded = crowd(m, s, o, shot.x, shot.y, shot.z, shot.t, margin)
    return _integrate(s.addr, shot, kind, par, s.obj, m.obj, s.air, crowded, o, origin, floor_z, aim, noise, lag, t1)


@njit
def _next_time(par, fine, rel, v, aim, t, tau, t1, boosting, burnout, t_end):
    """End of the next step: long while far, short near the object, never across burnout or the end of life."""
    h = par.step_far
    if fine or _time_to_go(rel, v, aim, tau) < par.endgame + par.step_far:
        h = par.step_near
    t_next = t + h
    if t_next > t1 - TINY:
        t_next = t1
    if boosting == 1 and t_next > burnout:
        t_next = max(burnout, t + TINY)
    return min(t_next, max(t_end, t + TINY))


@njit
def _integrate(addr, shot, kind, par, objects, bodies, rows, crowded, o, origin, floor_z, aim, noise, lag, t1):
    """The steps of one block, with closest approaches and the ends of a flight; `crowded`: others to look at."""
    t0 = shot.t
    p = shot.x - origin[0], shot.y - origin[1], shot.z - origin[2]
    v, a = (shot.vx, shot.vy, shot.vz), (shot.ax, shot.ay, shot.az)
    rel = p[0] - aim[0][0], p[1] - aim[0][1], p[2] - aim[0][2]
    layer = layer_of(shot.z, p[2], par.temperature_offset, wind_at(par, shot.z - origin[2]))
    loop = kind.guide_frequency, kind.guide_damping, lag, kind.navigation, kind.seeker_blind
    burnout = shot.t_launch + kind.boost_time
    t_end = min(shot.t_launch + kind.self_destruct, shot.t_unguided + kind.guidance_memory)
    body, t_body, t, steps = body_of(kind, shot.boosting, t0 - shot.t_launch), t0, t0, ZERO
    while t < t1 - TINY and shot.burst == 0:
        tau = t - t0
        t_next = _next_time(par, crowded > 0, rel, v, aim, t, tau, t1, shot.boosting, burnout, t_end)
        h = t_next - t
        pn, vn, an = step(p, v, a, tau, t - t_body, h, shot.guided, body, layer, aim, noise, loop)
        here = _ahead(aim, tau + h)
        after = pn[0] - here[0], pn[1] - here[1], pn[2] - here[2]
        if o >= 0:
            meet(addr, shot, kind, o, rel, after, here, pn, t, h)
        if crowded > 0:
            meet_others(addr, shot, kind, objects, bodies, rows, crowded, o, origin, p, pn, t, h)
        p, v, a, t, rel = pn, vn, an, t_next, after
        steps += ONE
        if shot.boosting == 1 and t >= burnout - TINY:
            shot.boosting = ZERO
            body, t_body = body_of(kind, ZERO, 0.0), t
        slow = shot.boosting == 0 and dot(v, v) < kind.speed_min * kind.speed_min
        if shot.burst == 0 and (t >= t_end - TINY or slow or p[2] + origin[2] <= floor_z):
            shot.burst, shot.t_burst = ENDED, t
    shot.x, shot.y, shot.z = p[0] + origin[0], p[1] + origin[1], p[2] + origin[2]
    shot.vx, shot.vy, shot.vz = v
    shot.ax, shot.ay, shot.az = a
    shot.t = t
    return steps
