"""What falls into protected zones: wrecks, spent missiles, stray rounds. Counted only; nothing of it steers a run."""

import numpy as np

from shorad.engine.codes import V_FELL
from shorad.engine.jit import njit
from shorad.engine.motion import at_time
from shorad.engine.record import emit
from shorad.engine.zones import FOREVER, falls, protected, rounds_land
from shorad.physics.fall import cross_section

TUMBLING = 8.0  # drag area of a spent missile over its cross section: a guess, a slender body falling across the air
WRECK, BODY, ROUNDS = 0.0, 1.0, 2.0  # value of the event


@njit
def wreck_falls(m, s, o, t):
    """Object o was shot down at exact time t and falls with the velocity it had."""
    row = m.obj[o]
    if len(m.zone) == 0 or row.fall_mass <= 0.0:
        return
    x, y, z, vx, vy, vz = at_time(m, s, o, t)
    px, py, lands = falls(m, x, y, z, vx, vy, vz, row.fall_area, row.fall_mass, 0.0, 0.0, FOREVER)
    if lands and protected(m, px, py):
        s.n[0].debris_zone += np.int64(1)
        emit(s, t, V_FELL, o, -1, WRECK)


@njit
def missile_falls(m, s, q, u, t):
    """The body of a missile comes down after its burst or its self-destruction, in one piece."""
    if len(m.zone) == 0:
        return
    g = m.missile[m.unit[u].missile]
    area = TUMBLING * cross_section(g.diameter_dart)
    px, py, lands = falls(m, q.x, q.y, q.z, q.vx, q.vy, q.vz, area, g.mass_dart, 0.0, m.unit[u].z, FOREVER)
    if lands and protected(m, px, py):
        s.n[0].missiles_zone += np.int64(1)
        emit(s, t, V_FELL, -1 - u, -1, BODY)


@njit
def rounds_fall(m, s, ch, u, stray, t):
    """Rounds of a burst that hit nothing come down."""
    if len(m.zone) == 0 or stray <= 0:
        return
    px, py, lands = rounds_land(m, u, ch.aim_x, ch.aim_y, ch.aim_z)
    if lands and protected(m, px, py):
        s.n[0].rounds_zone += stray
        emit(s, t, V_FELL, -1 - u, stray, ROUNDS)
