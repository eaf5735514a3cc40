"""A missile as a point mass: forces along and across its velocity, and closed forms to test an integrator with.

Sources: Zipfel, Modeling and Simulation of Aerospace Vehicle Dynamics (3-degree-of-freedom models); Sutton, Rocket
Propulsion Elements (rocket equation). Validity: small incidence, thrust along the velocity, no wind.
"""

from math import exp, log, pi, sqrt

from shorad.engine.jit import njit
from shorad.physics.atmosphere import GRAVITY


@njit
def reference_area(diameter: float) -> float:
    """Cross section in m2 of a body of `diameter` (m)."""
    return 0.25 * pi * diameter * diameter


@njit
def drag(pressure: float, area: float, cd0: float, k_induced: float, normal_force: float) -> float:
    """Drag in N: q S (C_D0 + K C_N^2), with C_N = normal force / (q S).

    `pressure` is the dynamic pressure q in Pa (> 0), `area` S in m2, `normal_force` in N.
    """
    qs = pressure * area
    return qs * cd0 + k_induced * normal_force * normal_force / qs


@njit
def lateral_limit(pressure: float, area: float, mass: float, load_max: float, cn_max: float) -> float:
    """Largest lateral acceleration in m/s2: the lower of structure (`load_max`) and air (q S cn_max / m)."""
    return min(load_max, pressure * area * cn_max / mass)


@njit
def mass_in_boost(t: float, boost_time: float, mass_launch: float, mass_burnout: float) -> float:
    """Mass in kg at `t` s after launch at constant mass flow, until `boost_time`."""
    return mass_launch - (mass_launch - mass_burnout) * min(t / boost_time, 1.0)


@njit
def super_elevation(speed: float, axial: float, mass: float, q_area: float, cn_max: float) -> float:
    """Angle in rad to lift the launch by, so that gravity leaves the missile on its line when fins begin to bear.

    On a straight boost the path sinks at g / V until q S cn_max carries the weight: (g / a) ln(V_bear / V).
    `speed` m/s at launch, `axial` m/s2 of boost, `q_area` = rho S / 2 in kg/m.
    """
    bearing = sqrt(mass * GRAVITY / (q_area * cn_max))
    if bearing <= speed:
        return 0.0
    return min(GRAVITY / axial * log(bearing / speed), 0.2)


@njit
def coast(speed: float, k: float, t: float) -> tuple[float, float]:
    """Speed m/s and distance m after `t` s of constant-coefficient drag; k = rho A C_D / (2 m) in 1/m."""
    growth = 1.0 + k * speed * t
    return speed / growth, log(growth) / k


@njit
def rocket_speed(exhaust: float, mass_start: float, mass_end: float) -> float:
    """Ideal velocity gain in m/s (Tsiolkovsky); `exhaust` = specific impulse x g0 in m/s."""
    return exhaust * log(mass_start / mass_end)


@njit
def rocket_distance(exhaust: float, mass_start: float, mass_end: float, burn: float) -> float:
    """Distance in m flown from rest during a burn of `burn` s at constant mass flow, in vacuum without gravity."""
    ratio = mass_start / mass_end
    return exhaust * burn * (1.0 - log(ratio) / (ratio - 1.0))


@njit
def lag_factor(step: float, lag: float) -> float:
    """Share of the way to the command that a first-order lag goes in `step` s; 1 without lag."""
    if lag <= 0.0:
        return 1.0
    return 1.0 - exp(-step / lag)
