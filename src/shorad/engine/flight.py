"""Missiles in flight under command to line of sight: launch, one grid block of flight, closest approach, fuze.

A midpoint integrator with long steps while far and short ones near the target (`design/stepping.md`). Positions inside
a block are relative to the launching unit's antenna. The line of sight and its rates are those of the locked object's
true motion; what the crew's instruments add is angle noise, one Gauss-Markov value per grid point and axis.
"""

from math import atan2, cos, exp, floor, isfinite, sin, sqrt

import numpy as np

from shorad.engine.codes import (
    BY_RADAR, F_NOT_FINITE, FLYING, GRID, I_GUIDE, I_HIT, P_ANGLE_NOISE_BEACON, P_ANGLE_NOISE_TARGET, P_FUZE,
    V_GUIDANCE_LOST,
)  # fmt: skip
from shorad.engine.jit import njit
from shorad.engine.motion import along, at_time
from shorad.engine.record import emit, fail
from shorad.engine.rng import mix, normal2, uniform
from shorad.engine.types import FLYOUT_ELEVATIONS, FLYOUT_RANGES
from shorad.physics.atmosphere import GRAVITY, air
from shorad.physics.drag import missile_cd0
from shorad.physics.geometry import dot, norm, wrap_pi
from shorad.physics.guidance import line_of_sight, three_point
from shorad.physics.missile import drag, lateral_limit, reference_area, super_elevation
from shorad.physics.radar import aspect_rcs, sigma_angle, snr
from shorad.physics.warhead import carleton

ZERO, ONE = np.int64(0), np.int64(1)
FUZED, PASSED, ENDED = np.int64(1), np.int64(2), np.int64(3)  # SHOT.burst
NO_OBJECT = np.int64(-1)
MEMORY_MAX = np.int64(128)  # grid points that an angle error remembers at launch
HORIZON = 1.0e18  # m or s, "not yet"
TINY = 1.0e-9  # s
STILL = (0.0, 0.0, 0.0)
ELEVATION_STEP = 0.5 * np.pi / (FLYOUT_ELEVATIONS - 1)
LAST_ELEVATION, LAST_RANGE = np.int64(FLYOUT_ELEVATIONS - 2), np.int64(FLYOUT_RANGES - 2)
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
    _start_noise(m, s, shot, channel_row, unit_row, o, kind.noise_tau)


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


# ---- angle noise ---------------------------------------------------------------------------
@njit
def _noisy(m):
    return m.ideal[I_GUIDE] == 0 and m.par[0].fixed_launch == 0


@njit
def _salvo_hash(m, s, channel_row, unit_row, o):
    """Missiles of one order share the error of the target's line."""
    return mix(m.pair[unit_row * np.int64(len(m.obj)) + o].hash, s.channel[channel_row].orders)


@njit
def _retention(tau):
    """Correlation of the angle noise over one grid step."""
    if tau <= 0.0:
        return 0.0
    return exp(-GRID / tau)


@njit
def _start_noise(m, s, shot, channel_row, unit_row, o, tau):
    """Noise at the grid point before launch: for the target a weighted sum of the past, so that salvos share it."""
    b = np.int64(floor(shot.t / GRID + TINY))
    shot.noise_block = b - ONE
    keep = _retention(tau)
    az, el, weight, total = 0.0, 0.0, 1.0, 0.0
    entity = _salvo_hash(m, s, channel_row, unit_row, o)
    for i in range(ZERO, MEMORY_MAX):
        if weight < 1.0e-4 or not _noisy(m):
            break
        z1, z2 = normal2(s.addr, entity, P_ANGLE_NOISE_TARGET, b - i)
        az, el, total, weight = az + weight * z1, el + weight * z2, total + weight * weight, weight * keep
    scale = 1.0 / sqrt(max(total, TINY))
    shot.next_target_az, shot.next_target_el = az * scale, el * scale
    shot.next_beacon_az, shot.next_beacon_el = normal2(s.addr, shot.hash, P_ANGLE_NOISE_BEACON, b)


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
        z1, z2 = normal2(addr, entity, P_ANGLE_NOISE_TARGET, counter)
        shot.next_target_az = keep * shot.next_target_az + rest * z1
        shot.next_target_el = keep * shot.next_target_el + rest * z2
        z1, z2 = normal2(addr, shot.hash, P_ANGLE_NOISE_BEACON, counter)
        shot.next_beacon_az = keep * shot.next_beacon_az + rest * z1
        shot.next_beacon_el = keep * shot.next_beacon_el + rest * z2


@njit
def line_sigma(m, s, channel_row, unit_row, o, d, v):
    """Standard error (rad, each axis) of the measured target line; `d`, `v`: object relative to the antenna."""
    unit = m.unit[unit_row]
    if s.channel[channel_row].by != BY_RADAR or unit.tracker < 0:
        return m.optics[unit.optics].floor_angle
    return _radar_sigma(unit, m.tracker[unit.tracker], m.obj[o], d, v)


@njit
def _radar_sigma(unit, radar, body, d, v):
    """The same for a tracking radar, from its signal-to-noise ratio on this object."""
    r, speed = norm(d), norm(v)
    aspect = -dot(d, v) / (r * max(speed, TINY))  # 1 when it flies at the radar
    rcs = aspect_rcs(body.rcs_front, body.rcs_side, body.rcs_rear, aspect)
    rise = 1.0
    if unit.jam_noise_rise > 1.0 and abs(wrap_pi(atan2(d[0], d[1]) - unit.jam_azimuth)) <= unit.jam_width:
        rise = unit.jam_noise_rise
    signal = snr(radar.snr_ref, radar.ref_range, radar.ref_rcs, r, rcs, rise)
    return sigma_angle(radar.beamwidth, signal, radar.floor_angle)


@njit
def _noise_line(addr, shot, entity, tau, sigma, beacon, d):
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


# ---- one integration step ------------------------------------------------------------------
@njit
def _body(kind, boosting, since):
    """Thrust N, mass kg, mass flow kg/s, area m2, drag scale, K, load limit m/s2, C_N limit; `since` launch in s."""
    if boosting == 1:
        flow = (kind.mass_launch - kind.mass_burnout) / kind.boost_time
        mass, thrust, area = kind.mass_launch - flow * since, kind.thrust, reference_area(kind.diameter_boost)
    else:
        flow, mass, thrust, area = 0.0, kind.mass_dart, 0.0, reference_area(kind.diameter_dart)
    return thrust, mass, flow, area, kind.drag_scale, kind.k_induced, kind.load_max, kind.cn_max


@njit
def _layer(z, here, offset):
    """Air about height `z` (m), called `here` in the block's frame: that, density, slope, sound, slope (linear)."""
    density, sound = air(z, offset)
    above, sound_above = air(z + 100.0, offset)
    return here, density, (above - density) * 0.01, sound, (sound_above - sound) * 0.01


@njit
def _stage(p, v, lateral, tau, mass, guided, body, layer, aim, noise, loop):
    """Commanded lateral acceleration, thrust + drag + gravity, and achieved lateral acceleration made normal to v."""
    speed = norm(v)
    hx, hy, hz = v[0] / speed, v[1] / speed, v[2] / speed
    k = lateral[0] * hx + lateral[1] * hy + lateral[2] * hz
    lateral = lateral[0] - k * hx, lateral[1] - k * hy, lateral[2] - k * hz
    up = p[2] - layer[0]
    pressure = 0.5 * (layer[1] + up * layer[2]) * speed * speed
    cd0 = body[4] * missile_cd0(speed / (layer[3] + up * layer[4]))
    axial = (body[0] - drag(pressure, body[3], cd0, body[5], mass * norm(lateral))) / mass
    given = axial * hx, axial * hy, axial * hz - GRAVITY
    if guided == 0:
        return STILL, given, lateral
    px, py, pz = aim[0]
    vx, vy, vz = aim[1]
    ax, ay, az = aim[2]
    half = 0.5 * tau * tau
    d = px + vx * tau + ax * half, py + vy * tau + ay * half, pz + vz * tau + az * half
    u, w, ww, _ = line_of_sight(d, (vx + ax * tau, vy + ay * tau, vz + az * tau), aim[2])
    n, dn = noise
    shift = n[0] + dn[0] * tau, n[1] + dn[1] * tau, n[2] + dn[2] * tau
    command = three_point(p, v, u, w, ww, shift, given, loop[0], loop[1])
    size, limit = norm(command), lateral_limit(pressure, body[3], mass, body[6], body[7])
    if size > limit:
        cut = limit / size
        command = command[0] * cut, command[1] * cut, command[2] * cut
    return command, given, lateral


@njit
def _step(p, v, a, tau, since, h, guided, body, layer, aim, noise, loop):
    """One midpoint step of `h` s from block time `tau` (`since`: s since `body` was true): position, velocity, a."""
    half = 0.5 * h
    lag = loop[2]
    keep = exp(-half / lag) if lag > 0.0 else 0.0  # first-order lag, exact for a command held over the step
    mass = body[1] - body[2] * since
    command, given, lateral = _stage(p, v, a, tau, mass, guided, body, layer, aim, noise, loop)
    if lag <= 0.0:
        lateral = command
    vm = (
        v[0] + half * (given[0] + lateral[0]),
        v[1] + half * (given[1] + lateral[1]),
        v[2] + half * (given[2] + lateral[2]),
    )
    pm = p[0] + half * v[0], p[1] + half * v[1], p[2] + half * v[2]
    am = _relax(command, a, keep)
    mass -= body[2] * half
    command, given, lateral = _stage(pm, vm, am, tau + half, mass, guided, body, layer, aim, noise, loop)
    if lag <= 0.0:
        lateral = command
    vn = v[0] + h * (given[0] + lateral[0]), v[1] + h * (given[1] + lateral[1]), v[2] + h * (given[2] + lateral[2])
    pn = p[0] + h * vm[0], p[1] + h * vm[1], p[2] + h * vm[2]
    return pn, vn, _relax(command, a, keep * keep)


@njit
def _relax(to, a, keep):
    return to[0] + (a[0] - to[0]) * keep, to[1] + (a[1] - to[1]) * keep, to[2] + (a[2] - to[2]) * keep


# ---- closest approach ----------------------------------------------------------------------
@njit
def closest(before, after):
    """Closest approach of straight relative motion: share of the step (may lie outside 0..1) and distance inside it."""
    dx, dy, dz = after[0] - before[0], after[1] - before[1], after[2] - before[2]
    square = dx * dx + dy * dy + dz * dz
    if square <= 0.0:
        return HORIZON, norm(before)
    share = -(before[0] * dx + before[1] * dy + before[2] * dz) / square
    k = min(max(share, 0.0), 1.0)
    x, y, z = before[0] + k * dx, before[1] + k * dy, before[2] + k * dz
    return share, sqrt(x * x + y * y + z * z)


@njit
def _place(r, t):
    """Position of an object (row of State.obj) at exact time t; `motion.at_time` without the tables."""
    x, y, z, _, _, _ = along(r.kind, t - r.t0, r.x, r.y, r.z, r.vx, r.vy, r.vz, r.omega, r.amplitude, r.period)
    return x, y, z


@njit
def _near(r, speed_max, x, y, z, t, margin):
    """Can the object come within `margin` (m) of (x, y, z) in the grid step from t? By its cached position."""
    if r.at < 0:
        return True
    dx, dy, dz = r.px - x, r.py - y, r.pz - z
    speed = max(speed_max, sqrt(r.vx * r.vx + r.vy * r.vy + r.vz * r.vz))
    bound = margin + speed * (abs(t - r.at * GRID) + GRID)
    return dx * dx + dy * dy + dz * dz <= bound * bound


@njit
def _crowded(objects, bodies, locked, x, y, z, t, margin):
    """Is there any other object in the air that could be met within `margin` (m) of here?"""
    for o in range(ZERO, np.int64(len(objects))):
        r = objects[o]
        if o != locked and r.life == FLYING and _near(r, bodies[o].speed_max, x, y, z, t, margin):
            return True
    return False


@njit
def _bystander(objects, bodies, locked, before, after, t, h, radius):
    """First other object met within `radius` in a step between two world positions: share of step, distance, row."""
    best, miss, who = HORIZON, HORIZON, NO_OBJECT
    margin = radius + norm((after[0] - before[0], after[1] - before[1], after[2] - before[2]))
    for o in range(ZERO, np.int64(len(objects))):
        r = objects[o]
        if o == locked or r.life != FLYING:
            continue
        if not _near(r, bodies[o].speed_max, before[0], before[1], before[2], t, margin):
            continue
        x0, y0, z0 = _place(r, t)
        x1, y1, z1 = _place(r, t + h)
        share, d = closest(
            (before[0] - x0, before[1] - y0, before[2] - z0), (after[0] - x1, after[1] - y1, after[2] - z1)
        )
        if 0.0 <= share <= 1.0 and d <= radius and share < best:
            best, miss, who = share, d, o
    return best, miss, who


@njit
def _fuze_works(addr, shot, kind):
    """One draw per missile: a fuze that fails at one object fails at the next."""
    return uniform(addr, shot.hash, P_FUZE, ZERO) < kind.fuze_reliability


@njit
def _meet(addr, shot, kind, o, before, after, here, p, t, h):
    """Closest approach to the locked object in this step: fuze, or a pass without it."""
    share, d = closest(before, after)
    shot.cpa = min(shot.cpa, d)
    # opening near the launcher (a receding target outruns a missile that still accelerates) is no pass
    if share > 1.0 or dot(p, p) < 0.25 * dot(here, here):
        return
    shot.t_burst, shot.miss, shot.burst = t + h * max(share, 0.0), d, PASSED
    if d <= kind.fuze_radius and _fuze_works(addr, shot, kind):
        shot.burst, shot.victim = FUZED, o


@njit
def _meet_others(addr, shot, kind, objects, bodies, o, origin, p, pn, t, h):
    """The fuze does not know whom it was meant for: any other object met first takes the burst."""
    before = p[0] + origin[0], p[1] + origin[1], p[2] + origin[2]
    after = pn[0] + origin[0], pn[1] + origin[1], pn[2] + origin[2]
    share, d, who = _bystander(objects, bodies, o, before, after, t, h, kind.fuze_radius)
    if who >= 0 and t + h * share < shot.t_burst and _fuze_works(addr, shot, kind):
        shot.burst, shot.t_burst, shot.miss, shot.victim = FUZED, t + h * share, d, who


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
    while shot.burst == 0 and shot.t < t1 - TINY:
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
    x, y, z, vx, vy, vz = along(r.kind, t0 - r.t0, r.x, r.y, r.z, r.vx, r.vy, r.vz, r.omega, r.amplitude, r.period)
    _, _, _, wx, wy, wz = along(r.kind, t1 - r.t0, r.x, r.y, r.z, r.vx, r.vy, r.vz, r.omega, r.amplitude, r.period)
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
    if o >= 0:
        aim = _aim(s.obj[o], origin, shot.t, t1)
        # the height of the ground is known at the unit only: nothing is stopped above its object's height
        floor_z = min(unit.z, origin[2] + aim[0][2])
        if _noisy(m):
            entity = _salvo_hash(m, s, channel_row, unit_row, o)
            sigma = line_sigma(m, s, channel_row, unit_row, o, aim[0], aim[1])
            noise = _noise_line(s.addr, shot, entity, kind.noise_tau, sigma, kind.beacon_noise, aim[0])
    lag = 0.0 if m.ideal[I_GUIDE] == 1 else kind.lag
    return _integrate(s.addr, shot, kind, par, s.obj, m.obj, o, origin, floor_z, aim, noise, lag, t1)


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
def _integrate(addr, shot, kind, par, objects, bodies, o, origin, floor_z, aim, noise, lag, t1):
    """The steps of one block, with closest approaches and the ends of a flight."""
    t0 = shot.t
    p = shot.x - origin[0], shot.y - origin[1], shot.z - origin[2]
    v, a = (shot.vx, shot.vy, shot.vz), (shot.ax, shot.ay, shot.az)
    rel = p[0] - aim[0][0], p[1] - aim[0][1], p[2] - aim[0][2]
    layer = _layer(shot.z, p[2], par.temperature_offset)
    loop = kind.guide_frequency, kind.guide_damping, lag
    burnout = shot.t_launch + kind.boost_time
    t_end = min(shot.t_launch + kind.self_destruct, shot.t_unguided + kind.guidance_memory)
    margin = kind.fuze_radius + (norm(v) + 100.0) * (t1 - t0)
    crowded = _crowded(objects, bodies, o, shot.x, shot.y, shot.z, t0, margin)
    body, t_body, t, steps = _body(kind, shot.boosting, t0 - shot.t_launch), t0, t0, ZERO
    while t < t1 - TINY and shot.burst == 0:
        tau = t - t0
        t_next = _next_time(par, crowded, rel, v, aim, t, tau, t1, shot.boosting, burnout, t_end)
        h = t_next - t
        pn, vn, an = _step(p, v, a, tau, t - t_body, h, shot.guided, body, layer, aim, noise, loop)
        here = _ahead(aim, tau + h)
        after = pn[0] - here[0], pn[1] - here[1], pn[2] - here[2]
        if o >= 0:
            _meet(addr, shot, kind, o, rel, after, here, pn, t, h)
        if crowded:
            _meet_others(addr, shot, kind, objects, bodies, o, origin, p, pn, t, h)
        p, v, a, t, rel = pn, vn, an, t_next, after
        steps += ONE
        if shot.boosting == 1 and t >= burnout - TINY:
            shot.boosting = ZERO
            body, t_body = _body(kind, ZERO, 0.0), t
        slow = shot.boosting == 0 and dot(v, v) < kind.speed_min * kind.speed_min
        if shot.burst == 0 and (t >= t_end - TINY or slow or p[2] + origin[2] <= floor_z):
            shot.burst, shot.t_burst = ENDED, t
    shot.x, shot.y, shot.z = p[0] + origin[0], p[1] + origin[1], p[2] + origin[2]
    shot.vx, shot.vy, shot.vz = v
    shot.ax, shot.ay, shot.az = a
    shot.t = t
    return steps
