"""Detection statistics for any number of pulses: the exact laws, their table over dB, and the required S.

Square law, N pulses summed without phase, mean S per pulse. All five cases are one mixture: given the target's
energy the sum is a noncentral chi-square, that is Gamma(N + k) with k Poisson; averaging the Poisson law over a
gamma-distributed cross section of shape K makes k negative binomial. So

    Pd = sum_k w_k Q(N + k, T),   w = Poisson(N S) or NegBin(K, 1 / (1 + N S / K)),  K = 1, N, 2, 2 N

for Swerling 1, 2, 3, 4. Sources: Marcum (1947); Swerling (1960); D. A. Shnidman, "Expanded Swerling target models",
IEEE Trans. AES 39 (2003) for the mixture view.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import brentq
from scipy.special import gammaincc, gammainccinv, gammaln, xlog1py, xlogy

from shorad.engine.types import PD_LOW, PD_STEP, PD_STEPS

Floats = NDArray[np.float64]

FLUCTUATIONS = (0, 1, 2, 3, 4)
SNR_DB_LIMITS = (-60.0, 120.0)  # where required_snr looks


def threshold(pfa: float, n_pulses: int = 1) -> float:
    """Threshold T, with the noise power of one pulse 1, that noise alone crosses with probability pfa."""
    return float(gammainccinv(n_pulses, pfa))


def shape(fluctuation: int, n_pulses: int) -> int:
    """Shape K of the gamma law of the summed cross section; 0 stands for a steady target."""
    if fluctuation not in FLUCTUATIONS:
        raise ValueError(f"Swerling case {fluctuation} is not one of {FLUCTUATIONS}")
    return (0, 1, n_pulses, 2, 2 * n_pulses)[fluctuation]


def pd(snr: Floats, pfa: float, fluctuation: int, n_pulses: int = 1) -> Floats:
    """Detection probability, absolute error below 1e-12. snr: linear, per pulse, any shape, >= 0."""
    t = threshold(pfa, n_pulses)
    energy = n_pulses * np.asarray(snr, dtype=np.float64)[..., None]
    # beyond this order the gamma tail at T is 1, and what is left of the weights counts whole
    k = np.arange(int(max(0.0, t - n_pulses) + 12.0 * np.sqrt(t) + 60.0), dtype=np.float64)
    weight = _weights(energy, k, shape(fluctuation, n_pulses))
    missed = np.sum(weight * (1.0 - gammaincc(n_pulses + k, t)), axis=-1)
    found = np.sum(weight * gammaincc(n_pulses + k, t), axis=-1)
    # the smaller of the two sums keeps its digits
    out: Floats = np.where(
        missed < 0.5, 1.0 - missed, np.minimum(1.0, found + np.maximum(0.0, 1.0 - weight.sum(axis=-1)))
    )
    return out


def _weights(energy: Floats, k: Floats, shape_: int) -> Floats:
    """Probability of k: Poisson(energy), or negative binomial of that mean and the shape."""
    if shape_ == 0:
        log_weight: Floats = xlogy(k, energy) - energy - gammaln(k + 1.0)
        return np.exp(log_weight)
    ratio = energy / shape_
    binomial = gammaln(k + shape_) - gammaln(k + 1.0) - gammaln(float(shape_))
    log_weight = binomial + xlogy(k, ratio) - xlog1py(k + shape_, ratio)
    return np.exp(log_weight)


@lru_cache(maxsize=256)
def pd_table(fluctuation: int, pfa: float, n_pulses: int = 1) -> Floats:
    """Row of `Model.pd`: float64[PD_STEPS] over the dB grid of `engine.types`. Shared and read-only."""
    decibel = PD_LOW + PD_STEP * np.arange(PD_STEPS, dtype=np.float64)
    row = pd(10.0 ** (decibel / 10.0), pfa, fluctuation, n_pulses)
    row.setflags(write=False)
    return row


@lru_cache(maxsize=256)
def required_snr(pd_wanted: float, pfa: float, fluctuation: int, n_pulses: int = 1) -> float:
    """Linear S per pulse that gives the wanted detection probability, solved to better than 0.001 dB.

    Raises ValueError when the wanted probability is not between pfa and 1, or needs more than 120 dB.
    """
    if not pfa < pd_wanted < 1.0:
        raise ValueError(f"a detection probability of {pd_wanted} must lie between the false-alarm {pfa} and 1")

    def excess(decibel: float) -> float:
        return float(pd(np.array(10.0 ** (decibel / 10.0)), pfa, fluctuation, n_pulses)) - pd_wanted

    low, high = SNR_DB_LIMITS
    if excess(low) > 0.0 or excess(high) < 0.0:
        raise ValueError(f"no signal-to-noise ratio between {low} and {high} dB gives Pd {pd_wanted}")
    return float(10.0 ** (brentq(excess, low, high, xtol=1.0e-7) / 10.0))
