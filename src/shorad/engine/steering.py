"""One integration step of a missile: forces, command, lag. Tuples in, tuples out; positions relative to the antenna."""

from math import exp

from shorad.engine.jit import njit
from shorad.physics.atmosphere import GRAVITY, air
from shorad.physics.drag import missile_cd0
from shorad.physics.geometry import norm
from shorad.physics.guidance import line_of_sight, three_point
from shorad.physics.homing import proportional
from shorad.physics.missile import drag, lateral_limit, reference_area

STILL = (0.0, 0.0, 0.0)


@njit
def body_of(kind, boosting, since):
    """Thrust N, mass kg, mass flow kg/s, area m2, drag scale, K, load limit m/s2, C_N limit; `since` launch in s."""
    if boosting == 1:
        flow = (kind.mass_launch - kind.mass_burnout) / kind.boost_time
        mass, thrust, area = kind.mass_launch - flow * since, kind.thrust, reference_area(kind.diameter_boost)
    else:
        flow, mass, thrust, area = 0.0, kind.mass_dart, 0.0, reference_area(kind.diameter_dart)
    return thrust, mass, flow, area, kind.drag_scale, kind.k_induced, kind.load_max, kind.cn_max


@njit
def layer_of(z, here, offset, wind):
    """Air about height `z` (m), called `here` in the block's frame: that, density, slope, sound, slope, wind."""
    density, sound = air(z, offset)
    above, sound_above = air(z + 100.0, offset)
    return here, density, (above - density) * 0.01, sound, (sound_above - sound) * 0.01, wind[0], wind[1]


@njit
def _through_air(v, heading, thrust, mass, resistance, wind):
    """Thrust along the heading, drag against the air that moves with `wind` (m/s, east and north), gravity: m/s2."""
    push = thrust / mass
    ax, ay, az = v[0] - wind[0], v[1] - wind[1], v[2]
    back = resistance / (mass * norm((ax, ay, az)))
    return push * heading[0] - back * ax, push * heading[1] - back * ay, push * heading[2] - back * az - GRAVITY


@njit
def _stage(p, v, lateral, tau, mass, guided, body, layer, aim, noise, loop):
    """Commanded lateral acceleration, thrust + drag + gravity, and achieved lateral acceleration made normal to v."""
    speed = norm(v)
    hx, hy, hz = v[0] / speed, v[1] / speed, v[2] / speed
    k = lateral[0] * hx + lateral[1] * hy + lateral[2] * hz
    lateral = lateral[0] - k * hx, lateral[1] - k * hy, lateral[2] - k * hz
    up = p[2] - layer[0]
    still = layer[5] == 0.0 and layer[6] == 0.0
    airspeed = speed if still else norm((v[0] - layer[5], v[1] - layer[6], v[2]))
    pressure = 0.5 * (layer[1] + up * layer[2]) * airspeed * airspeed
    cd0 = body[4] * missile_cd0(airspeed / (layer[3] + up * layer[4]))
    resistance = drag(pressure, body[3], cd0, body[5], mass * norm(lateral))
    axial = (body[0] - resistance) / mass
    given = axial * hx, axial * hy, axial * hz - GRAVITY
    if not still:
        given = _through_air(v, (hx, hy, hz), body[0], mass, resistance, (layer[5], layer[6]))
    if guided == 0:
        return STILL, given, lateral
    px, py, pz = aim[0]
    vx, vy, vz = aim[1]
    ax, ay, az = aim[2]
    half = 0.5 * tau * tau
    d = px + vx * tau + ax * half, py + vy * tau + ay * half, pz + vz * tau + az * half
    n, dn = noise
    shift = n[0] + dn[0] * tau, n[1] + dn[1] * tau, n[2] + dn[2] * tau
    moves = vx + ax * tau, vy + ay * tau, vz + az * tau
    if loop[3] > 0.0:
        to = d[0] + shift[0] - p[0], d[1] + shift[1] - p[1], d[2] + shift[2] - p[2]
        rate = moves[0] + dn[0] - v[0], moves[1] + dn[1] - v[1], moves[2] + dn[2] - v[2]
        command = proportional(to, rate, v, given, loop[3], loop[4])
    else:
        u, w, ww, _ = line_of_sight(d, moves, aim[2])
        command = three_point(p, v, u, w, ww, shift, given, loop[0], loop[1])
    size, limit = norm(command), lateral_limit(pressure, body[3], mass, body[6], body[7])
    if size > limit:
        cut = limit / size
        command = command[0] * cut, command[1] * cut, command[2] * cut
    return command, given, lateral


@njit
def step(p, v, a, tau, since, h, guided, body, layer, aim, noise, loop):
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
