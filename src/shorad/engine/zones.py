"""Zones: what is inside, whether a weapon may fire there, and where its rounds come down."""

import math

import numpy as np

from shorad.engine.codes import FIRE_ANY, FIRE_HOLD, FIRE_NONE, FIRE_TIGHT, GUN, HOSTILE, ZONE_SECTOR
from shorad.engine.ground import ground
from shorad.engine.gunfire import time_to
from shorad.engine.jit import njit
from shorad.physics.atmosphere import air
from shorad.physics.fall import G, comes_down, cross_section
from shorad.physics.geometry import wrap_pi
from shorad.physics.gun import flat_fire

LINE_SAMPLES = np.int64(40)  # points along a line of fire that are looked at
FOREVER = 1.0e9  # s
LANDINGS = np.int64(3)  # times that a fall over relief is brought to the ground where the one before came down


@njit
def over(m, k, x, y):
    """Is the point above or below zone k on the map?"""
    w = m.zone[k]
    if w.form == ZONE_SECTOR:
        dx, dy = x - w.x, y - w.y
        if dx * dx + dy * dy > w.radius * w.radius:
            return False
        return w.width >= math.pi or abs(wrap_pi(math.atan2(dx, dy) - w.bearing)) <= w.width
    inside = False
    j = w.corner0 + w.corners - np.int64(1)
    for i in range(w.corner0, w.corner0 + w.corners):
        a, b = m.corner[i], m.corner[j]
        # the ray to the east crosses this edge
        if (a.y > y) != (b.y > y) and x < (b.x - a.x) * (y - a.y) / (b.y - a.y) + a.x:
            inside = not inside
        j = i
    return inside


@njit
def contains(m, k, x, y, z):
    """Is the point inside zone k, between its floor and its ceiling?"""
    w = m.zone[k]
    return w.floor <= z <= w.ceiling and over(m, k, x, y)


@njit
def protected(m, x, y):
    """Does what comes down here fall into a protected zone?"""
    for k in range(np.int64(len(m.zone))):
        if m.zone[k].protected == 1 and over(m, k, x, y):
            return True
    return False


@njit
def forbids(m, s, u, weapon, track, x, y, z):
    """May unit u's missile or gun not meet this track at this point (m), because of a zone?"""
    z = max(z, ground(m, x, y))  # a diving target may be predicted below the ground
    for k in range(np.int64(len(m.zone))):
        rule = m.zone[k].fire
        if rule == FIRE_ANY:
            continue
        inside = contains(m, k, x, y, z)
        if rule == FIRE_NONE:
            if inside or _line_crosses(m, k, u, x, y, z) or (weapon == GUN and _rounds_fall_into(m, k, u, x, y, z)):
                return True
        elif inside and not _allowed(m, s, u, rule, track):
            return True
    return False


@njit
def _allowed(m, s, u, rule, track):
    """Weapons control of a zone: tight (hostile only) or hold (self-defence only)."""
    tr = s.track[track]
    if rule == FIRE_TIGHT:
        return tr.class_ == HOSTILE
    if rule == FIRE_HOLD:
        return tr.toward_unit >= 0 and tr.t_go <= m.unit[u].self_defence_time
    return True


@njit
def _line_crosses(m, k, u, x, y, z):
    """Does the straight line from the unit to the point pass through the zone?

    Walls exactly, where they are straight; floors, ceilings and arcs at points along the line and at the one nearest to
    the centre.
    """
    row, w = m.unit[u], m.zone[k]
    height = row.z + row.antenna_height
    for i in range(LINE_SAMPLES):
        if _at(m, k, row.x, row.y, height, x, y, z, i / LINE_SAMPLES):
            return True
    if w.form == ZONE_SECTOR:
        dx, dy = x - row.x, y - row.y
        along = (w.x - row.x) * dx + (w.y - row.y) * dy
        if _at(m, k, row.x, row.y, height, x, y, z, min(max(along / max(dx * dx + dy * dy, 1.0), 0.0), 1.0)):
            return True
        if w.width >= math.pi:
            return False
        for side in (-1.0, 1.0):
            angle = w.bearing + side * w.width
            bx, by = w.x + w.radius * math.sin(angle), w.y + w.radius * math.cos(angle)
            if _wall(w, row.x, row.y, height, x, y, z, w.x, w.y, bx, by):
                return True
        return False
    j = w.corner0 + w.corners - np.int64(1)
    for i in range(w.corner0, w.corner0 + w.corners):
        a, b = m.corner[i], m.corner[j]
        if _wall(w, row.x, row.y, height, x, y, z, a.x, a.y, b.x, b.y):
            return True
        j = i
    return False


@njit
def _at(m, k, x0, y0, z0, x1, y1, z1, f):
    """Is the point a part f along a line inside zone k?"""
    return contains(m, k, x0 + f * (x1 - x0), y0 + f * (y1 - y0), z0 + f * (z1 - z0))


@njit
def _wall(w, x0, y0, z0, x1, y1, z1, ax, ay, bx, by):
    """Does the line cross the wall over the edge a-b between the zone's floor and its ceiling?"""
    dx, dy, ex, ey = x1 - x0, y1 - y0, bx - ax, by - ay
    cross = dx * ey - dy * ex
    if cross == 0.0:
        return False
    f = ((ax - x0) * ey - (ay - y0) * ex) / cross
    g = ((ax - x0) * dy - (ay - y0) * dx) / cross
    if f < 0.0 or f > 1.0 or g < 0.0 or g > 1.0:
        return False
    return w.floor <= z0 + f * (z1 - z0) <= w.ceiling


@njit
def _rounds_fall_into(m, k, u, x, y, z):
    px, py, lands = rounds_land(m, u, x, y, z)
    return lands and over(m, k, px, py)


@njit
def rounds_land(m, u, x, y, z):
    """Where (m) rounds of unit u's gun that are fired through a point come down, and whether they do.

    Rounds that destroy themselves first do not. One mean trajectory stands for the burst.
    """
    row = m.unit[u]
    g = m.gun[row.gun]
    height = row.z + row.antenna_height
    offset = m.par[0].temperature_offset
    dx, dy, dz = x - row.x, y - row.y, z - height
    distance = max(math.sqrt(dx * dx + dy * dy + dz * dz), 1.0)
    density, sound = air(height + 0.5 * dz, offset)
    _, speed = flat_fire(distance, g.muzzle_velocity, g.mass, g.calibre, g.form_factor, density, sound)
    time = time_to(m, row.gun, u, x, y, z)
    left = FOREVER
    if g.self_destruct > 0.0:
        left = g.self_destruct - time
        if left <= 0.0:
            return x, y, False
    # on the arc through the point the velocity there has lost half of what gravity took on the way
    vx, vy, vz = speed * dx / distance, speed * dy / distance, speed * dz / distance - 0.5 * G * time
    return falls(m, x, y, z, vx, vy, vz, cross_section(g.calibre), g.mass, g.form_factor, row.z, left)


@njit
def falls(m, x, y, z, vx, vy, vz, area, mass, form, level, longest):
    """Where (m) something comes down, and whether within `longest` s: on flat ground at the height `level` (m).

    Over relief: on the ground as high as it is where it comes down, found by going there a few times.
    """
    offset = m.par[0].temperature_offset
    px, py, _, lands = comes_down(x, y, z, vx, vy, vz, area, mass, form, level, offset, longest)
    if len(m.terrain) > 0:
        for _ in range(LANDINGS):
            level = ground(m, px, py)
            px, py, _, lands = comes_down(x, y, z, vx, vy, vz, area, mass, form, level, offset, longest)
    return px, py, lands
