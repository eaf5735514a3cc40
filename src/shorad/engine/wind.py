"""The wind at a height, and what of it fire control does not know."""

from math import hypot

import numpy as np

from shorad.engine.codes import P_WIND
from shorad.engine.jit import njit
from shorad.engine.rng import trait_normal2
from shorad.physics.wind import profile


@njit
def wind_at(par, height):
    """East and north component (m/s) of the wind at a height (m) above ground; nothing without wind."""
    if par.wind_speed == 0.0:
        return 0.0, 0.0
    factor = profile(max(height, 0.0), par.wind_height, par.wind_exponent, par.wind_roughness)
    return par.wind_x * factor, par.wind_y * factor


@njit
def unknown_wind(m, s, u, height):
    """What a unit's fire control has wrong of the wind (m/s, east and north): one draw per unit and replicate."""
    share = m.gun[m.unit[u].gun].wind_error
    if share == 0.0 or m.par[0].wind_speed == 0.0:
        return 0.0, 0.0
    wx, wy = wind_at(m.par[0], height)
    speed = hypot(wx, wy)
    z1, z2 = trait_normal2(s.addr, m.unit[u].hash, P_WIND, np.int64(0))
    return share * speed * z1, share * speed * z2
