"""Radar: range equation, cross section by aspect, measurement errors, jamming, M-of-N.

Sources: D. K. Barton, *Radar System Analysis and Modeling* (2005); M. I. Skolnik, *Introduction to Radar Systems*.
All quantities SI, all ratios linear. Noise-limited free space: no multipath, no clutter, no atmospheric loss.
"""

import math

import numpy as np

from shorad.engine.jit import njit

LIGHT = 299_792_458.0  # m/s
BOLTZMANN = 1.380649e-23  # J/K
FOUR_PI = 4.0 * math.pi
MONOPULSE_SLOPE = 1.6  # k_m of the angle error


@njit
def snr(snr_ref: float, ref_range: float, ref_rcs: float, range_: float, rcs: float, noise_rise: float) -> float:
    """Signal-to-noise ratio at range_ (m) for cross section rcs (m2), from one published point.

    snr_ref holds at ref_range for ref_rcs; noise_rise = (J + N) / N >= 1. R^-4 law. range_ > 0.
    """
    ratio = ref_range / range_
    return snr_ref * ratio * ratio * ratio * ratio * (rcs / ref_rcs) / noise_rise


@njit
def detection_range(
    power: float,
    pulse_length: float,
    gain: float,
    wavelength: float,
    rcs: float,
    temperature: float,
    loss: float,
    snr_min: float,
) -> float:
    """Range (m) of a single pulse: R^4 = Pt tau G^2 lambda^2 sigma / ((4 pi)^3 k T S L). W, s, 1, m, m2, K, 1, 1."""
    top = power * pulse_length * gain * gain * wavelength * wavelength * rcs
    return (top / (FOUR_PI**3 * BOLTZMANN * temperature * snr_min * loss)) ** 0.25


@njit
def search_range(
    power_average: float,
    aperture: float,
    rcs: float,
    scan_time: float,
    solid_angle: float,
    temperature: float,
    loss: float,
    snr_min: float,
) -> float:
    """Range (m) of volume search: R^4 = Pav A sigma ts / (4 pi Omega k Ts L S). W, m2, m2, s, sr, K, 1, 1."""
    top = power_average * aperture * rcs * scan_time
    return (top / (FOUR_PI * solid_angle * BOLTZMANN * temperature * loss * snr_min)) ** 0.25


@njit
def effective_aperture(gain: float, wavelength: float) -> float:
    """Antenna aperture (m2) of a gain: G lambda^2 / (4 pi)."""
    return gain * wavelength * wavelength / FOUR_PI


@njit
def noise_power(bandwidth: float, noise_factor: float, temperature: float) -> float:
    """Receiver noise (W) in a bandwidth (Hz): k T B F, noise_factor linear, temperature of the reference (K)."""
    return BOLTZMANN * temperature * bandwidth * noise_factor


@njit
def system_temperature(noise_factor: float, reference: float) -> float:
    """System temperature (K) in the convention T0 F, with everything inside the noise factor (linear)."""
    return reference * noise_factor


@njit
def system_temperature_barton(antenna: float, line: float, line_loss: float, receiver: float) -> float:
    """System temperature (K) in Barton's convention at the antenna terminals: Ta + Tr + Lr Te."""
    return antenna + line + line_loss * receiver


@njit
def aspect_rcs(front: float, side: float, rear: float, cos_aspect: float) -> float:
    """Cross section (m2) at an aspect off the nose, in dB: side + (end - side) cos^2, end = front or rear.

    cos_aspect: cosine of the angle between the nose and the line to the radar. A guess of the right order of
    magnitude: real patterns have lobes. front, side, rear > 0.
    """
    end = front
    if cos_aspect < 0.0:
        end = rear
    return side * (end / side) ** (cos_aspect * cos_aspect)


@njit
def sigma_angle(beamwidth: float, snr_: float, floor: float) -> float:
    """Standard error (rad) of an angle: beamwidth / (1.6 sqrt(2 S)), root-sum-squared with the instrument's floor."""
    noise = beamwidth / (MONOPULSE_SLOPE * math.sqrt(2.0 * snr_))
    return math.sqrt(noise * noise + floor * floor)


@njit
def sigma_range(resolution: float, snr_: float, floor: float) -> float:
    """Standard error (m) of range: resolution / sqrt(2 S), resolution = c / (2 B); with the instrument's floor."""
    return math.sqrt(resolution * resolution / (2.0 * snr_) + floor * floor)


@njit
def burn_through(
    power: float,
    gain: float,
    rcs: float,
    jam_power: float,
    jam_gain: float,
    jam_bandwidth: float,
    bandwidth: float,
    ratio: float,
) -> float:
    """Range (m) inside which a self-screening jammer's noise is below the echo by `ratio` = S/J.

    R^2 = Pt G sigma Bj / (4 pi Pj Gj Br S/J); powers W, bandwidths Hz, rcs m2. Does not depend on wavelength.
    """
    top = power * gain * rcs * jam_bandwidth
    return math.sqrt(top / (FOUR_PI * jam_power * jam_gain * bandwidth * ratio))


@njit
def m_of_n(p: float, m: np.int64, n: np.int64) -> float:
    """Chance of at least m hits in n independent looks of probability p."""
    total = 0.0
    for k in range(m, n + np.int64(1)):
        ways = 1.0
        for i in range(np.int64(0), k):
            ways *= (n - i) / (k - i)
        total += ways * p**k * (1.0 - p) ** (n - k)
    return total


@njit
def sliding_m_of_n(p: float, m: np.int64, n: np.int64, looks: np.int64) -> float:
    """Chance that within `looks` looks some n successive ones held m hits (exact; sums 2^looks histories)."""
    mask = (np.int64(1) << n) - np.int64(1)
    total = 0.0
    for history in range(np.int64(0), np.int64(1) << looks):
        window, hits, firm = np.int64(0), np.int64(0), np.int64(0)
        for i in range(np.int64(0), looks):
            bit = (history >> i) & np.int64(1)
            hits += bit
            window = ((window << np.int64(1)) | bit) & mask
            if bits(window) >= m:
                firm = np.int64(1)
        if firm == 1:
            total += p**hits * (1.0 - p) ** (looks - hits)
    return total


@njit
def bits(word: np.int64) -> np.int64:
    """Number of ones in a non-negative word."""
    count = np.int64(0)
    while word > 0:
        word &= word - np.int64(1)
        count += np.int64(1)
    return count
