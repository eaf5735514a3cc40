"""Where an air object is: closed-form legs, rewritten only by events."""

import math

import numpy as np

from shorad.engine.calendar import grid, wake
from shorad.engine.codes import (
    FAR, FLYING, GRID, NEVER, S_ATTACK, S_IMPACT,
    PITCH, STRAIGHT, THEN_IMPACT, THEN_NEXT, THEN_RELEASE, TURN, V_SEGMENT,
)  # fmt: skip
from shorad.engine.jit import njit
from shorad.engine.record import emit

TWO_PI = 2.0 * math.pi
WHERE, LIST = np.int64(2), np.int64(3)  # columns of State.air: cell of an object or LOOSE; rows that are loose
LOOSE = np.int64(-2)


@njit
def along(kind, tau, x, y, z, vx, vy, vz, omega):
    """State a time tau (s) into a leg that starts at (x, y, z) with velocity v: 6 values, m and m/s."""
    if kind == TURN:
        a = omega * tau
        c, d = math.cos(a), math.sin(a)
        wx, wy = vx * c - vy * d, vx * d + vy * c
        # integral of the rotating velocity
        px = x + (vx * d - vy * (1.0 - c)) / omega
        py = y + (vx * (1.0 - c) + vy * d) / omega
        return px, py, z + vz * tau, wx, wy, vz
    if kind == PITCH:
        # the same circle, standing upright in the plane of the velocity; it never points straight up or down
        a = omega * tau
        c, d = math.cos(a), math.sin(a)
        ground = math.hypot(vx, vy)
        ex, ey = vx / ground, vy / ground
        forward = (ground * d - vz * (1.0 - c)) / omega
        rise = (ground * (1.0 - c) + vz * d) / omega
        now = ground * c - vz * d
        return x + ex * forward, y + ey * forward, z + rise, ex * now, ey * now, ground * d + vz * c
    return x + vx * tau, y + vy * tau, z + vz * tau, vx, vy, vz


@njit
def at_time(m, s, o, t):
    """Position and velocity of object o at exact time t on its present leg (extrapolated past its end)."""
    r = s.obj[o]
    return along(r.kind, t - r.t0, r.x, r.y, r.z, r.vx, r.vy, r.vz, r.omega)


@njit
def ahead(m, s, o, t):
    """True state at a later time t, following the scripted legs that come after the present one."""
    r = s.obj[o]
    if t <= r.t1 or r.next < 0:
        return at_time(m, s, o, t)
    start = r.t1
    leg = r.next
    while True:
        g = m.segment[leg]
        x, y, z, vx, vy, duration = placed(m, o, r.shift, r.lift, leg)
        last = leg + 1 >= m.obj[o].seg0 + m.obj[o].segs
        if t - start <= duration or last or g.then != THEN_NEXT:
            return along(g.kind, t - start, x, y, z, vx, vy, g.vz, g.omega)
        start += duration
        leg += np.int64(1)


@njit
def place(m, s, o, b):
    """Refresh the cached position of object o at grid point b."""
    r = s.obj[o]
    if r.at != b:
        r.px, r.py, r.pz, r.ux, r.uy, r.uz = at_time(m, s, o, b * GRID)
        r.at = b


@njit
def locate(m, s, b):
    """The same for every object that flies."""
    if s.n[0].located == b:
        return
    for o in range(np.int64(len(s.obj))):
        if s.obj[o].life == FLYING:
            place(m, s, o, b)
    s.n[0].located = b


@njit
def moved(s, o):
    """Object o has a new leg: its cached position holds no longer, and `nearby` must not go by where it was."""
    n = s.n[0]
    s.obj[o].at = np.int64(-1)
    n.located = NEVER
    n.falls_known = np.int64(0)
    if s.air[o, WHERE] != LOOSE:
        s.air[o, WHERE] = LOOSE
        s.air[n.loose, LIST] = o
        n.loose += np.int64(1)


@njit
def pivot(m, o):
    """Point (m) about which a jittered route is turned: what the object goes for, else where its route ends."""
    row = m.obj[o]
    if row.target_asset >= 0:
        return m.asset[row.target_asset].x, m.asset[row.target_asset].y
    if row.target_unit >= 0:
        return m.unit[row.target_unit].x, m.unit[row.target_unit].y
    g = m.segment[row.seg0 + row.segs - 1]
    ex, ey, _, _, _, _ = along(g.kind, min(g.duration, 1.0e6), g.x, g.y, g.z, g.vx, g.vy, g.vz, g.omega)
    return ex, ey


@njit
def turned(m, o, angle, x, y, vx, vy):
    """A point and velocity of the route after turning the whole route by `angle` (rad) about its pivot."""
    if angle == 0.0:
        return x, y, vx, vy
    cx, cy = pivot(m, o)
    c, d = math.cos(angle), math.sin(angle)
    dx, dy = x - cx, y - cy
    return cx + dx * c - dy * d, cy + dx * d + dy * c, vx * c - vy * d, vx * d + vy * c


@njit
def placed(m, o, shift, lift, leg):
    """Start, horizontal velocity and duration of row `leg` of a route that is turned by `shift` and raised by `lift`.

    A dive that begins higher begins farther back, so that it still ends at its target.
    """
    g = m.segment[leg]
    x, y = g.x, g.y
    if lift != 0.0 and g.back != 0.0:
        far = lift * g.back / math.hypot(g.vx, g.vy)
        x, y = x - far * g.vx, y - far * g.vy
    x, y, vx, vy = turned(m, o, shift, x, y, g.vx, g.vy)
    return x, y, g.z + lift, vx, vy, g.duration + lift * g.stretch


@njit
def enter_segment(m, s, o, leg, t):
    """Take row `leg` of the model's route as the present leg, from exact time t."""
    g = m.segment[leg]
    r = s.obj[o]
    r.kind = g.kind
    r.t0 = t
    r.x, r.y, r.z, r.vx, r.vy, duration = placed(m, o, r.shift, r.lift, leg)
    r.t1 = t + duration
    r.vz, r.omega = g.vz, g.omega
    r.then = g.then
    more = leg + 1 < m.obj[o].seg0 + m.obj[o].segs
    r.next = leg + np.int64(1) if more else np.int64(-1)
    moved(s, o)
    set_due(s, o, r.t1)
    if g.then == THEN_IMPACT:
        wake(s, S_IMPACT, r.due)
    emit(s, t, V_SEGMENT, o, leg, 0.0)


@njit
def expected_effect(m, s, o):
    """When its route is to end in an impact or come to a release (s); -1 when no route says so."""
    r = s.obj[o]
    t, then, leg = r.t1, r.then, r.next
    while then == THEN_NEXT and leg >= 0:
        _, _, _, _, _, duration = placed(m, o, r.shift, r.lift, leg)
        t += duration
        then = m.segment[leg].then
        leg = leg + np.int64(1) if leg + 1 < m.obj[o].seg0 + m.obj[o].segs else np.int64(-1)
    planned = (then == THEN_IMPACT or then == THEN_RELEASE) and t < FAR
    return t if planned else -1.0


@njit
def set_due(s, o, t):
    """The object's own next event comes at exact time t."""
    r = s.obj[o]
    r.t_due = t
    r.due = grid(t)
    wake(s, S_ATTACK, r.due)


@njit
def write_leg(s, o, kind, t, t_end, x, y, z, vx, vy, vz, omega):
    """Replace the present leg by a new one (a reaction)."""
    r = s.obj[o]
    r.kind = kind
    r.t0, r.t1 = t, t_end
    r.x, r.y, r.z = x, y, z
    r.vx, r.vy, r.vz = vx, vy, vz
    r.omega = omega
    r.next = np.int64(-1)
    moved(s, o)
    set_due(s, o, t_end)


@njit
def loiter(m, s, o, t):
    """Circle where it is, to the left, at its turning load, until told otherwise."""
    x, y, z, vx, vy, _ = at_time(m, s, o, t)
    speed = math.hypot(vx, vy)
    write_leg(s, o, TURN, t, FAR, x, y, z, vx, vy, 0.0, m.obj[o].load / max(speed, 1.0))
    s.obj[o].due = NEVER


@njit
def steer(m, s, o, t, dest_x, dest_y):
    """Turn towards a point and fly there: a tangent turn now, the straight leg after it (`finish_turn`)."""
    x, y, z, vx, vy, _ = at_time(m, s, o, t)
    speed = math.hypot(vx, vy)
    radius = speed * speed / m.obj[o].load
    side = 1.0
    cross = vx * (dest_y - y) - vy * (dest_x - x)
    if cross < 0.0:
        side = -1.0
    # a point inside the near turning circle can only be reached by the other turn
    cx, cy = x - side * vy / speed * radius, y + side * vx / speed * radius
    if math.hypot(dest_x - cx, dest_y - cy) < radius:
        side = -side
        cx, cy = x - side * vy / speed * radius, y + side * vx / speed * radius
    angle = _turn_angle(x, y, cx, cy, dest_x, dest_y, radius, side)
    omega = side * speed / radius
    write_leg(s, o, TURN, t, t + angle / abs(omega), x, y, z, vx, vy, 0.0, omega)
    r = s.obj[o]
    r.dest_x, r.dest_y = dest_x, dest_y
    r.dest_leg = np.int64(1)


@njit
def _turn_angle(x, y, cx, cy, dest_x, dest_y, radius, side):
    """Angle (rad) to fly on the circle until the tangent points at the destination."""
    dx, dy = dest_x - cx, dest_y - cy
    distance = max(math.hypot(dx, dy), radius)
    # the leaving point sits acos(R/d) before the destination's bearing, seen from the centre
    leave = math.atan2(dy, dx) - side * math.acos(min(1.0, radius / distance))
    start = math.atan2(y - cy, x - cx)
    return (side * (leave - start)) % TWO_PI


@njit
def finish_turn(m, s, o, t, short_of):
    """After the turn: straight on to the destination, ending `short_of` metres before it."""
    x, y, z, vx, vy, _ = at_time(m, s, o, t)
    r = s.obj[o]
    speed = math.hypot(vx, vy)
    dx, dy = r.dest_x - x, r.dest_y - y
    distance = math.hypot(dx, dy)
    run = max(distance - short_of, 0.0)
    if distance > 1.0e-6:
        vx, vy = speed * dx / distance, speed * dy / distance
    write_leg(s, o, STRAIGHT, t, t + run / max(speed, 1.0), x, y, z, vx, vy, 0.0, 0.0)
    s.obj[o].dest_leg = np.int64(0)
