"""What a fire unit sees of an object that flies at it, point by point: the stages' own functions, without a run."""

import math

import numpy as np

from shorad.engine.codes import BY_OPTICS, BY_RADAR
from shorad.engine.echo import GEOMETRIC, search_echo
from shorad.engine.ground import ground
from shorad.engine.jit import entry, njit
from shorad.engine.scan import covered
from shorad.engine.sight import line_of_sight, optical_reach, optical_share, relative
from shorad.engine.tables import open_model
from shorad.physics.detection import pd_lookup


@njit
def chance_seen(m, u, o, x, y, z):
    """Probability that one look of unit u's search radar (or, without one, all the time in the world of its optics)
    finds object o at a point, flying level towards the unit at its cruising speed; the line of sight is not asked."""
    row = m.unit[u]
    dx, dy = row.x - x, row.y - y
    flat = max(math.sqrt(dx * dx + dy * dy), 1.0)
    vx, vy = m.obj[o].speed * dx / flat, m.obj[o].speed * dy / flat
    if row.radar < 0:
        distance, _, elevation = relative(m, u, x, y, z, BY_OPTICS)
        return optical_share(m, u, o, distance, z) if optical_reach(m, u, distance, elevation) else 0.0
    g = m.radar[row.radar]
    distance, azimuth, elevation = relative(m, u, x, y, z, BY_RADAR)
    if not covered(m, u, o, g, distance, elevation, x, y, z, vx, vy, 0.0):
        return 0.0
    echo = search_echo(m, u, o, distance, azimuth, x, y, z, vx, vy, 0.0, GEOMETRIC, 0.0)  # no jammer flies here
    return pd_lookup(m.pd[g.pd_row], echo)


@entry
def cover(model, units, o, xs, ys, height, above_ground, relief, visible, chance):
    """Coverage of units int64[n] against object o at points xs float64[columns], ys float64[rows] (m).

    `height` (m) above the ground or above the datum. Into relief float32[rows, columns] (height of the ground, m),
    visible uint8[n, rows, columns] and chance float32[n, rows, columns], 0 where the line of sight is cut.
    """
    m = open_model(model)
    for i in range(np.int64(len(ys))):
        for j in range(np.int64(len(xs))):
            base = ground(m, xs[j], ys[i])
            relief[i, j] = base
            z = height + base if above_ground else height
            for n in range(np.int64(len(units))):
                u = units[n]
                by = BY_OPTICS if m.unit[u].radar < 0 else BY_RADAR
                if z >= base and line_of_sight(m, u, xs[j], ys[i], z, by):
                    visible[n, i, j] = 1
                    chance[n, i, j] = chance_seen(m, u, o, xs[j], ys[i], z)
