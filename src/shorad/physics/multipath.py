"""Two-ray multipath over a smooth or rough, flat or spherical earth.

Sources: L. V. Blake, *Radar Range-Performance Analysis* (1986), ch. 6 (reflection point, divergence); P. Beckmann and
A. Spizzichino, *The Scattering of Electromagnetic Waves from Rough Surfaces* (1963) (roughness, as quoted by Barton).
F is the one-way voltage factor of the path against free space; an echo scales with F^4. m, rad, ratios linear.
Validity: grazing angles of a few degrees at most, where the reflection turns the phase by half a turn, both ends above
the horizon. Diffuse scattering, vegetation and anything between that stands up are left out.
"""

import math

from shorad.engine.jit import njit

LN2 = math.log(2.0)
TINY = 1.0e-9  # m


@njit
def roughness_factor(sigma_h: float, sin_grazing: float, wavelength: float) -> float:
    """What heights of standard deviation sigma_h (m) leave of the mirror reflection: exp(-2 (2 pi s sin psi / l)^2)."""
    g = 2.0 * math.pi * sigma_h * sin_grazing / wavelength
    return math.exp(-2.0 * g * g)


@njit
def path_difference(h1: float, h2: float, d: float) -> float:
    """Reflected minus direct path (m) over a flat mirror, exact: heights h1, h2 (m), ground distance d (m)."""
    reflected = math.sqrt(d * d + (h1 + h2) * (h1 + h2))
    direct = math.sqrt(d * d + (h1 - h2) * (h1 - h2))
    total = reflected + direct
    return 4.0 * h1 * h2 / total if total > 0.0 else 0.0


@njit
def factor2(phase: float, rho: float) -> float:
    """F^2 of a direct ray and one reflected with amplitude rho and half a turn, `phase` (rad) behind by its path."""
    half = math.sin(0.5 * phase)
    gap = 1.0 - rho  # 1 + rho^2 - 2 rho cos(phase), without losing digits in a null
    return gap * gap + 4.0 * rho * half * half


@njit
def two_ray(h1: float, h2: float, d: float, wavelength: float, rho: float) -> float:
    """F over a flat earth by exact paths; heights and ground distance in m, rho the reflection's amplitude, 0 .. 1."""
    return math.sqrt(factor2(2.0 * math.pi * path_difference(h1, h2, d) / wavelength, rho))


@njit
def two_ray_sine(h1: float, h2: float, range_: float, wavelength: float) -> float:
    """The usual approximation for a perfect mirror and small angles: |2 sin(2 pi h1 h2 / (lambda R))|."""
    return abs(2.0 * math.sin(2.0 * math.pi * h1 * h2 / (wavelength * range_)))


@njit
def lobe_average(rho: float) -> float:
    """Mean of F^4 over all phases, closed form: 1 + 4 rho^2 + rho^4 (6 for a mirror)."""
    square = rho * rho
    return 1.0 + 4.0 * square + square * square


@njit
def reflection_point(h1: float, h2: float, d: float, radius: float) -> float:
    """Ground distance (m) from end 1 to the mirror point on a sphere of `radius` (m, k times the earth's).

    Blake's closed solution of the cubic 2 x^3 - 3 d x^2 + (d^2 - 2 a (h1 + h2)) x + 2 a d h1 = 0.
    """
    p = 2.0 / math.sqrt(3.0) * math.sqrt(radius * (h1 + h2) + 0.25 * d * d)
    if p < TINY:
        return 0.5 * d
    turn = math.asin(min(1.0, max(-1.0, 2.0 * radius * d * (h2 - h1) / (p * p * p))))
    return min(max(0.5 * d - p * math.sin(turn / 3.0), 0.0), d)


@njit
def over_sphere(h1: float, h2: float, d: float, radius: float) -> tuple[float, float, float]:
    """Path difference (m), sine of the grazing angle and divergence factor (0 .. 1) over a sphere of `radius` (m).

    Heights count from the plane that touches the sphere in the mirror point; beyond the horizon all three are 0.
    """
    d1 = reflection_point(h1, h2, d, radius)
    d2 = d - d1
    e1, e2 = h1 - d1 * d1 / (2.0 * radius), h2 - d2 * d2 / (2.0 * radius)
    if e1 <= 0.0 or e2 <= 0.0:
        return 0.0, 0.0, 0.0
    if d < TINY:
        return path_difference(e1, e2, d), 1.0, 1.0
    slant = math.sqrt(d * d + (e1 + e2) * (e1 + e2))
    return path_difference(e1, e2, d), (e1 + e2) / slant, 1.0 / math.sqrt(1.0 + 2.0 * d1 * d2 / (radius * (e1 + e2)))


@njit
def beam_voltage(offset: float, beamwidth: float) -> float:
    """One-way voltage of a Gaussian beam `offset` (rad) off its axis; `beamwidth` (rad) between half-power points."""
    share = offset / beamwidth
    return math.exp(-2.0 * LN2 * share * share)
