"""Wind by height, and what it does to what flies through it.

Sources: power law and logarithmic law as in E. Simiu and R. H. Scanlan, *Wind Effects on Structures*, and IEC 61400-1;
deflection by the lag rule (Didion; R. L. McCoy, *Modern Exterior Ballistics*, ch. 7). m, m/s, rad. Steady wind:
no gusts, no turning with height. Validity of both profiles: the lowest few hundred metres; here they are used up to
1 km and held above.
"""

import math

from shorad.engine.jit import njit

HEIGHT_MAX = 1_000.0  # m above ground, from where the wind is taken as constant: top of the boundary layer
HEIGHT_MIN = 0.1


@njit
def power_law(height: float, reference: float, exponent: float) -> float:
    """Wind speed at `height` over that at `reference` (m above ground): (z / z_r)^exponent. Not bounded in height."""
    return (max(height, HEIGHT_MIN) / reference) ** exponent


@njit
def log_law(height: float, reference: float, roughness: float) -> float:
    """The same for neutral air over ground of `roughness` length (m): ln(z/z0) / ln(z_r/z0); 0 below z0."""
    if height <= roughness:
        return 0.0
    return math.log(height / roughness) / math.log(reference / roughness)


@njit
def profile(height: float, reference: float, exponent: float, roughness: float) -> float:
    """Factor on the reference speed at a height above ground, constant above 1 km; roughness 0 takes the power law."""
    z = min(height, HEIGHT_MAX)
    if roughness > 0.0:
        return log_law(z, reference, roughness)
    return power_law(z, reference, exponent)


@njit
def blowing(speed: float, direction: float) -> tuple[float, float]:
    """East and north component (m/s) of the wind's motion; `direction` (rad, clockwise from north) it comes *from*."""
    return -speed * math.sin(direction), -speed * math.cos(direction)


@njit
def ground_speed(airspeed: float, along: float, across: float) -> float:
    """Speed over ground (m/s) on a track held by crabbing: sqrt(V^2 - across^2) + along; not below 0.

    `along`, `across`: components of the wind on the track. 0 also when the crosswind alone is above the airspeed.
    """
    if abs(across) >= airspeed:
        return 0.0
    return max(math.sqrt(airspeed * airspeed - across * across) + along, 0.0)


@njit
def deflection(across: float, time: float, distance: float, v0: float) -> float:
    """Sideways drift (m) of a projectile: crosswind times its lag, t - x / v0 (none without drag)."""
    return across * max(time - distance / v0, 0.0)
