"""Echoes of the ground and of rain, and what a moving-target filter does to them and to the target.

Sources: D. K. Barton, *Radar System Analysis and Modeling* (2005), ch. 3 and 9; M. I. Skolnik, *Introduction to Radar
Systems*, ch. 3 and 7; F. E. Nathanson, *Radar Design Principles* (1991) for rain. SI, ratios linear.
The constant-gamma law is a wide prior, not a measurement: real land clutter scatters by 10 dB and more about it.
"""

import math

from shorad.engine.jit import njit

MM_PER_HOUR = 1.0e-3 / 3600.0  # m/s
GHZ = 1.0e9
LN2 = math.log(2.0)


@njit
def sigma0(gamma: float, sin_grazing: float) -> float:
    """Cross section per area of ground: gamma sin(psi); 0 for a grazing angle below the horizon."""
    return gamma * max(sin_grazing, 0.0)


@njit
def cell_rcs(sigma0_: float, range_: float, beamwidth: float, resolution: float, cos_grazing: float) -> float:
    """Cross section (m2) of the ground in one cell: sigma0 R theta (c tau / 2) sec(psi); resolution = c tau / 2."""
    return sigma0_ * range_ * beamwidth * resolution / cos_grazing


@njit
def grazing_sine(height: float, range_: float, radius: float) -> float:
    """Sine of the grazing angle at slant range `range_` for an antenna `height` above a sphere: h/R - R/(2 a), all m.

    Negative beyond the antenna's horizon; never above 1.
    """
    return min(height / range_ - range_ / (2.0 * radius), 1.0)


@njit
def rain_reflectivity(frequency: float, rate: float) -> float:
    """Cross section per volume (1/m) of rain: 7e-12 f^4 R^1.6 (f in GHz, R in mm/h; here Hz and m/s). Rayleigh.

    Valid to about 15 GHz; above, Mie scattering gives less. Skolnik, from Marshall and Palmer's Z = 200 R^1.6.
    """
    f = frequency / GHZ
    return 7.0e-12 * f * f * f * f * (max(rate, 0.0) / MM_PER_HOUR) ** 1.6


@njit
def cell_volume(range_: float, azimuth: float, elevation: float, resolution: float) -> float:
    """Volume (m3) of a cell of Gaussian beams (rad between half-power points): pi / (8 ln 2) R^2 az el dR."""
    return math.pi / (8.0 * LN2) * range_ * range_ * azimuth * elevation * resolution


@njit
def two_way_gain(offset: float, beamwidth: float, floor: float) -> float:
    """Two-way power of a Gaussian beam `offset` (rad) off its axis, never below the sidelobes' `floor`."""
    share = offset / beamwidth
    return max(math.exp(-8.0 * LN2 * share * share), floor)


@njit
def blind_speed(n: float, wavelength: float, prf: float) -> float:
    """n-th blind speed (m/s): n lambda PRF / 2."""
    return 0.5 * n * wavelength * prf


@njit
def canceller_gain(speed: float, wavelength: float, prf: float) -> float:
    """Power response of a single delay-line canceller: 4 sin^2(pi f_d / PRF), f_d = 2 v / lambda. Radial speed m/s."""
    s = math.sin(2.0 * math.pi * speed / (wavelength * prf))
    return 4.0 * s * s


@njit
def response(order: float, speed: float, wavelength: float, prf: float) -> float:
    """Response of a canceller to a target, with noise gain taken out: mean 1 over all speeds, 0 at blind speeds.

    `order` 1: 2 sin^2; 2: 8/3 sin^4; 0: no canceller, 1. `speed` radial, m/s.
    """
    if order < 0.5:
        return 1.0
    half = 0.25 * canceller_gain(speed, wavelength, prf)
    if order < 1.5:
        return 2.0 * half
    return 8.0 / 3.0 * half * half


@njit
def staggered(order: float, speed: float, wavelength: float, prf: float, stagger: float) -> float:
    """The same, averaged over two pulse intervals, 1/PRF and stagger/PRF; stagger 1 is none."""
    first = response(order, speed, wavelength, prf)
    if stagger == 1.0:
        return first
    return 0.5 * (first + response(order, speed, wavelength, prf / stagger))


@njit
def improvement_single(spread: float, prf: float) -> float:
    """Improvement factor of one delay on Gaussian clutter of spectral `spread` (Hz, 1 sigma), exact: 1 / (1 - rho)."""
    x = math.pi * spread / prf
    return -1.0 / math.expm1(-2.0 * x * x)


@njit
def improvement_double(spread: float, prf: float) -> float:
    """The same for two delays, usual approximation: 2 (PRF / (2 pi s))^4, for a spread well below the PRF."""
    x = prf / (2.0 * math.pi * spread)
    return 2.0 * x * x * x * x
