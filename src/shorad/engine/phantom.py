"""Birds and other things that a radar takes for targets: straight flights through the area at random times."""

import math

from shorad.engine.codes import P_PHANTOM, P_PHANTOM2, STRAIGHT, THEN_DEPART
from shorad.engine.ground import ground
from shorad.engine.jit import njit
from shorad.engine.motion import write_leg
from shorad.engine.rng import uniform2
from shorad.physics.geometry import TWO_PI


@njit
def appear(m, s, o, t):
    """Cross a disc of radius `eo_detect` about (`base_x`, `base_y`): the phantom's own fields of those names.

    Entry point and heading are such that chords are uniform in direction and in distance from the centre. It flies at
    a height drawn evenly up to `standoff` above the ground half-way, at its class's speed.
    """
    row = m.obj[o]
    radius, ceiling = row.eo_detect, row.standoff
    u1, u2 = uniform2(s.addr, row.hash, P_PHANTOM, 0)
    u3, _ = uniform2(s.addr, row.hash, P_PHANTOM2, 0)
    heading = TWO_PI * u1
    offset = (2.0 * u2 - 1.0) * radius
    half = math.sqrt(max(radius * radius - offset * offset, 0.0))
    dx, dy = math.cos(heading), math.sin(heading)
    x, y = row.base_x - half * dx - offset * dy, row.base_y - half * dy + offset * dx
    speed = max(row.speed, 1.0)
    z = max(10.0, u3 * ceiling) + ground(m, x + half * dx, y + half * dy)
    write_leg(s, o, STRAIGHT, t, t + 2.0 * half / speed, x, y, z, speed * dx, speed * dy, 0.0, 0.0)
    s.obj[o].then = THEN_DEPART
