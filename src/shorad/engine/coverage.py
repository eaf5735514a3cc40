"""What a fire unit sees of an object that flies at it, point by point: the stages' own functions, without a run."""

import math

import numpy as np

from shorad.engine.codes import BY_OPTICS, BY_RADAR, HEARD_RF, I_COVERAGE, I_DETECTION
from shorad.engine.echo import GEOMETRIC, search_echo, search_sight
from shorad.engine.ground import ground
from shorad.engine.jit import entry, njit
from shorad.engine.listen import radio_odds, sends, sound_odds
from shorad.engine.scan import covered
from shorad.engine.sight import line_of_sight, optical_reach, optical_share, relative
from shorad.engine.tables import open_model
from shorad.physics.detection import pd_lookup


@njit
def chance_seen(m, u, o, x, y, z, by):
    """Probability that one look of unit u's search radar, receiver or microphones (or its optics with all the time in
    the world) finds object o at a point, flying level towards the unit at its cruising speed."""
    if by == BY_RADAR:
        return _by_radar(m, u, o, x, y, z) if search_sight(m, u, x, y, z) else 0.0
    optics = by == BY_OPTICS
    if not line_of_sight(m, u, x, y, z, BY_OPTICS if optics else BY_RADAR):
        return 0.0
    distance, _, elevation = relative(m, u, x, y, z, BY_OPTICS if optics else BY_RADAR)
    if optics:
        return optical_share(m, u, o, distance, z) if optical_reach(m, u, distance, elevation) else 0.0
    if by == HEARD_RF:
        g = m.rf[m.unit[u].rf]
        near = distance <= g.range_max and elevation <= g.elevation_max
        return _sure(m, radio_odds(m, u, o, distance)) if sends(m, u, o) and _reached(m, near) else 0.0
    q = m.acoustic[m.unit[u].acoustic]
    near = distance <= q.range_max and elevation <= q.elevation_max
    return _sure(m, sound_odds(m, u, o, distance)) if m.obj[o].source_level > 0.0 and _reached(m, near) else 0.0


@njit
def _reached(m, near):
    return near or m.ideal[I_COVERAGE] == 1


@njit
def _sure(m, chance):
    """With ideal detection every look succeeds."""
    return 1.0 if m.ideal[I_DETECTION] == 1 else chance


@njit
def _by_radar(m, u, o, x, y, z):
    row = m.unit[u]
    dx, dy = row.x - x, row.y - y
    flat = max(math.sqrt(dx * dx + dy * dy), 1.0)
    vx, vy = m.obj[o].speed * dx / flat, m.obj[o].speed * dy / flat
    g = m.radar[row.radar]
    distance, azimuth, elevation = relative(m, u, x, y, z, BY_RADAR)
    if not covered(m, u, o, g, distance, elevation, x, y, z, vx, vy, 0.0):
        return 0.0
    echo = search_echo(m, u, o, distance, azimuth, x, y, z, vx, vy, 0.0, GEOMETRIC, 0.0)  # no jammer flies here
    return _sure(m, pd_lookup(m.pd[g.pd_by[m.obj[o].rcs_fluctuation]], echo))


@entry
def cover(model, units, sensors, o, xs, ys, height, above_ground, relief, visible, chance):
    """Coverage of units int64[n] by sensors int64[n] against object o at points xs float64[columns], ys float64[rows]
    (m); a sensor is BY_RADAR, BY_OPTICS, HEARD_RF or HEARD_ACOUSTIC.

    `height` (m) above the ground or above the datum. Into relief float32[rows, columns] (height of the ground, m),
    visible uint8[n, rows, columns] (in line of sight) and chance float32[n, rows, columns]; a radar may also look
    behind an edge.
    """
    m = open_model(model)
    for i in range(np.int64(len(ys))):
        for j in range(np.int64(len(xs))):
            base = ground(m, xs[j], ys[i])
            relief[i, j] = base
            z = height + base if above_ground else height
            for n in range(np.int64(len(units))):
                if z < base:
                    continue
                by = BY_OPTICS if sensors[n] == BY_OPTICS else BY_RADAR
                if line_of_sight(m, units[n], xs[j], ys[i], z, by):
                    visible[n, i, j] = 1
                chance[n, i, j] = chance_seen(m, units[n], o, xs[j], ys[i], z, sensors[n])
