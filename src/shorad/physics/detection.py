"""Detection by one look: exact single-pulse probabilities and the lookup in a compiled table.

Square-law detector, signal-to-noise ratio S linear (mean over the fluctuation), false-alarm probability per look.
Sources: J. I. Marcum, "A statistical theory of target detection by pulsed radar", RAND RM-754 (1947);
P. Swerling, "Probability of detection for fluctuating targets", IRE Trans. IT-6 (1960).
Any number of pulses: `shorad.compile.tables`.
"""

import math

import numpy as np
from numpy.typing import NDArray

from shorad.engine.jit import njit

Floats = NDArray[np.float64]

GRID_LOW_DB = -30.0  # grid of a table row, in dB of S
GRID_STEP_DB = 0.05
SNR_TINY = 1.0e-30  # below it the logarithm is not taken


@njit
def threshold(pfa: float) -> float:
    """Normalised threshold T (noise power 1) of a single pulse, 0 < pfa < 1: P(noise > T) = exp(-T)."""
    return -math.log(pfa)


@njit
def marcum_q1(a: float, b: float) -> float:
    """Marcum's Q of order 1, Q_1(a, b), as a Poisson mixture of gamma tails; absolute error < 1e-13.

    Valid for b up to 25 (a false-alarm probability of 1e-135); any a >= 0.
    """
    s, t = 0.5 * a * a, 0.5 * b * b
    gap = a - b
    if gap > 9.0:  # 1 - Q <= exp(-gap^2 / 2) / 2 < 2e-18
        return 1.0
    weight, rest = math.exp(-s), 1.0  # Poisson term k, and the mass not yet summed
    term = math.exp(-t)
    tail = term  # upper regularised gamma of order k + 1 at t
    total = 0.0
    for k in range(np.int64(1), np.int64(4000)):
        total += weight * tail
        rest -= weight
        if k > s and rest < 1.0e-15:
            break
        weight *= s / k
        term *= t / k
        tail = min(1.0, tail + term)
    return min(1.0, total)


@njit
def pd_swerling0(snr: float, pfa: float) -> float:
    """Steady target, one pulse: Pd = Q_1(sqrt(2 S), sqrt(2 T)) (Marcum). snr linear; pfa from 1e-130 to 1."""
    return marcum_q1(math.sqrt(2.0 * snr), math.sqrt(2.0 * threshold(pfa)))


@njit
def pd_swerling1(snr: float, pfa: float) -> float:
    """Swerling 1 (and 2), one pulse: Pd = Pfa^(1 / (1 + S)), exact. snr linear."""
    return pfa ** (1.0 / (1.0 + snr))


@njit
def pd_swerling3(snr: float, pfa: float) -> float:
    """Swerling 3 (and 4), one pulse: Pd = (1 + 2 S T / (2 + S)^2) exp(-2 T / (2 + S)), exact. snr linear."""
    t = threshold(pfa)
    return (1.0 + 2.0 * snr * t / (2.0 + snr) ** 2) * math.exp(-2.0 * t / (2.0 + snr))


@njit
def pd_lookup(row: Floats, snr: float) -> float:
    """Detection probability from a row tabulated over dB (`compile.tables.pd_table`), linear between its points.

    snr is linear. Outside the grid the end values hold. A snr that is no number is returned as it came.
    """
    if snr != snr:
        return snr
    if snr < SNR_TINY:
        return row[np.int64(0)]
    at = (10.0 * math.log10(snr) - GRID_LOW_DB) / GRID_STEP_DB
    last = np.int64(len(row) - 1)
    if at <= 0.0:
        return row[np.int64(0)]
    if at >= last:
        return row[last]
    i = np.int64(at)
    share = at - i
    return row[i] + (row[i + np.int64(1)] - row[i]) * share
