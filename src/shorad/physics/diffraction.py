"""Diffraction over one knife edge.

Source: Recommendation ITU-R P.526, section 4.1 (single knife-edge obstacle). Lengths in m. Validity of the
approximation: parameter above -0.78, where its loss reaches 0; within 0.13 dB of the Fresnel integral from -0.5 to 4.
"""

import math

from shorad.engine.jit import njit


@njit
def fresnel_parameter(height: float, d1: float, d2: float, wavelength: float) -> float:
    """Parameter v of an edge `height` above the line (negative: below), d1 and d2 (> 0) from its ends."""
    return height * math.sqrt(2.0 * (d1 + d2) / (wavelength * d1 * d2))


@njit
def knife_edge(v: float) -> float:
    """Loss J(v) in dB, one way: 6.9 + 20 log10(sqrt((v - 0.1)^2 + 1) + v - 0.1); 0 for v below -0.78."""
    if v <= -0.78:
        return 0.0
    x = v - 0.1
    root = math.sqrt(x * x + 1.0)
    # root + x by its conjugate where it would cancel
    grown = root + x if x >= 0.0 else 1.0 / (root - x)
    return max(0.0, 6.9 + 20.0 * math.log10(grown))


@njit
def knife_edge_power(v: float) -> float:
    """What is left of the power, one way: 10^(-J(v) / 10); an echo goes by its square."""
    return 10.0 ** (-0.1 * knife_edge(v))
