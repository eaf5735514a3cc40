"""Passive sensors and jamming: one-way propagation of radio and of sound, and the odds of a weak signal.

Radio: Friis, P_r = P G (lambda / 4 pi R)^2 (H. T. Friis, Proc. IRE 34 (1946)). Sound: spherical spreading and
absorption by the air, L(r) = L(1 m) - 20 lg r - alpha r (ISO 9613-1 and 9613-2). Levels are power ratios over
(20 uPa)^2. Jamming: the ratio of the powers of jammer and wanted transmitter at the victim's receiver (D. C. Schleher,
*Electronic Warfare in the Information Age* (1999), ch. 4). Free space: no multipath, no foliage, no refraction by wind.
"""

import math

from shorad.engine.jit import njit

LIGHT = 299_792_458.0  # m/s
FOUR_PI = 4.0 * math.pi
WIND_REFERENCE = 5.0  # m/s, wind for which a microphone's wind noise is quoted
GNSS_FREQUENCY = 1575.42e6  # Hz, L1
GNSS_POWER = 1.0e-16  # W (-160 dBW) of a satellite's signal at an antenna on the ground, about (GPS World, June 2008)


@njit
def received(power: float, gain: float, frequency: float, distance: float) -> float:
    """Power W at a receiver with `gain` from `power` W EIRP at `frequency` Hz, `distance` m away (> 0), free space."""
    ratio = LIGHT / (frequency * FOUR_PI * distance)
    return power * gain * ratio * ratio


@njit
def sound_level(source: float, distance: float, absorption: float) -> float:
    """Level at `distance` m (>= 1) of a source of level `source` at 1 m; `absorption` 1/m of power."""
    return source / (distance * distance) * math.exp(-absorption * (distance - 1.0))


@njit
def sound_noise(ambient: float, wind_noise: float, wind: float) -> float:
    """Noise at a microphone: ambient, and that of the wind, whose pressure goes with its square (power with u^4)."""
    u = wind / WIND_REFERENCE
    return ambient + wind_noise * u * u * u * u


@njit
def link_js(jammer: float, jammer_distance: float, pilot: float, pilot_distance: float) -> float:
    """Jamming-to-signal ratio at a drone: EIRP W and distance m of the jammer and of the pilot's set, like antennas."""
    ratio = pilot_distance / jammer_distance
    return jammer / pilot * ratio * ratio


@njit
def gnss_js(jammer: float, distance: float) -> float:
    """Jamming-to-signal ratio at a satellite receiver `distance` m from a jammer of EIRP W, isotropic antenna."""
    return received(jammer, 1.0, GNSS_FREQUENCY, distance) / GNSS_POWER


@njit
def odds(ratio: float, half: float, spread: float) -> float:
    """Probability 1 / (1 + (half / ratio)^(1 / ln spread)): logistic in decibels, 1/2 at `half`, `spread` > 1.

    A stand-in for shadowing, fading and antenna nulls, which are roughly normal in decibels: the logistic scale of s dB
    is close to a normal error of 1.7 s dB.
    """
    if ratio <= 0.0:
        return 0.0
    x = math.log(ratio / half) / math.log(spread)
    if x > 40.0:
        return 1.0
    if x < -40.0:
        return 0.0
    return 1.0 / (1.0 + math.exp(-x))
