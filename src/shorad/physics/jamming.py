"""Noise jammers: what they add to a receiver's noise, and where an echo burns through it. Lost satellite navigation.

Sources: D. K. Barton, *Radar System Analysis and Modeling* (2005), ch. 3; D. C. Schleher, *Introduction to Electronic
Warfare* (1986). SI, ratios linear; `density` is effective radiated power over noise bandwidth (W/Hz).
"""

import math

from shorad.engine.jit import njit

FOUR_PI = 4.0 * math.pi
LN2 = math.log(2.0)


@njit
def receive_gain(offset: float, beamwidth: float, sidelobe: float) -> float:
    """One-way power gain of a Gaussian beam `offset` (rad) off its axis, never below its `sidelobe` level."""
    share = offset / beamwidth
    return max(math.exp(-4.0 * LN2 * share * share), sidelobe)


@njit
def sensitivity(snr_ref: float, ref_range: float, ref_rcs: float, energy_gain: float) -> float:
    """How strongly a radar takes in noise, in m2 Hz/W, from one published point of its detection range.

    With it (J/N) = sensitivity x density / R_j^2 in the beam's axis. `energy_gain` = Pt G / Br (J): peak power times
    antenna gain over bandwidth. Follows from S/N = Pt G^2 l^2 s / ((4 pi)^3 R^4 N) and J/N = p Br G l^2 / ((4 pi)^2
    R_j^2 N): wavelength and noise drop out, as in the burn-through range.
    """
    return snr_ref * FOUR_PI * ref_range * ref_range * ref_range * ref_range / (ref_rcs * energy_gain)


@njit
def jam_to_noise(sensitivity_: float, density: float, range_: float, gain: float) -> float:
    """(J/N) of a jammer at `range_` (m) received with `gain` relative to the beam's axis."""
    return sensitivity_ * density * gain / (range_ * range_)


@njit
def burn_through_stand_off(
    energy_gain: float, rcs: float, density: float, jammer_range: float, gain: float, ratio: float
) -> float:
    """Range (m) inside which the echo is `ratio` times the noise of a jammer elsewhere, at `jammer_range` (m).

    R^4 = (Pt G / Br) sigma R_j^2 / (4 pi density gain ratio); `gain` of the radar towards the jammer, relative.
    """
    top = energy_gain * rcs * jammer_range * jammer_range
    return math.sqrt(math.sqrt(top / (FOUR_PI * density * gain * ratio)))


@njit
def inertial_error(sigma: float, drift: float, time: float) -> float:
    """Position error (m, 1 sigma) after `time` (s) on inertial navigation: root of sigma^2 + (drift time)^2.

    `drift` (m/s): a velocity error that stays, the leading term of minutes without a fix; constant acceleration errors
    would grow with the square of time and gyroscope drift with its cube.
    """
    lost = drift * time
    return math.sqrt(sigma * sigma + lost * lost)
