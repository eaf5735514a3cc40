"""Kill by a warhead at a miss distance: diffuse Gaussian (Carleton) and cookie cutter, with the closed forms that test
them. Source: Washburn & Kress, Combat Modeling; Driels, Weaponeering. Lengths in m. No fragment is traced."""

from math import exp, log, pi, sqrt

import numpy as np

from shorad.engine.jit import njit

CEP_PER_SIGMA = sqrt(2.0 * log(2.0))  # radius with probability 1/2 of a circular normal error, over its sigma
ONE = np.int64(1)


@njit
def carleton(miss: float, p0: float, b: float) -> float:
    """Kill probability p0 exp(-miss^2 / (2 b^2)); b = 0 kills at miss 0 only."""
    if b <= 0.0:
        return p0 if miss <= 0.0 else 0.0
    ratio = miss / b
    return p0 * exp(-0.5 * ratio * ratio)


@njit
def cookie(miss: float, radius: float) -> float:
    """Kill probability of a cookie cutter: 1 inside `radius`, 0 outside."""
    return 1.0 if miss <= radius else 0.0


@njit
def cookie_radius(b: float) -> float:
    """Radius of the cookie cutter with the same lethal area as a Carleton warhead of scale `b` and p0 = 1."""
    return b * sqrt(2.0)


@njit
def carleton_mean(p0: float, b: float, sigma: float, offset: float) -> float:
    """Mean Carleton kill probability under a circular normal miss `sigma` about an aim point `offset` away."""
    total = b * b + sigma * sigma
    return p0 * b * b / total * exp(-0.5 * offset * offset / total)


@njit
def fuzed_mean(p0: float, b: float, reach: float, sigma: float) -> float:
    """Mean Carleton kill probability under a centred circular normal miss `sigma`, none beyond the fuze's `reach`.

    p0 b^2 / (b^2 + s^2) (1 - exp(-reach^2 (1/b^2 + 1/s^2) / 2)): the integral of `carleton` out to `reach`.
    """
    if b <= 0.0 or sigma <= 0.0:
        return p0 if sigma <= 0.0 else 0.0
    seen = 1.0 - exp(-0.5 * reach * reach * (1.0 / (b * b) + 1.0 / (sigma * sigma)))
    return carleton_mean(p0, b, sigma, 0.0) * seen


@njit
def cookie_mean(radius: float, sigma: float) -> float:
    """Mean cookie-cutter kill probability under a centred circular normal miss `sigma`."""
    ratio = radius / sigma
    return 1.0 - exp(-0.5 * ratio * ratio)


@njit
def common_aim_salvo(n: int, p0: float, b: float, sigma: float) -> float:
    """Kill probability of `n` Carleton warheads that share one circular normal aim error `sigma`.

    sum over k of (-1)^(k+1) C(n, k) p0^k b^2 / (b^2 + k sigma^2).
    """
    total, binomial, power = 0.0, 1.0, 1.0
    for k in range(ONE, n + ONE):
        binomial *= (n - k + ONE) / k
        power *= -p0
        total -= binomial * power * b * b / (b * b + k * sigma * sigma)
    return total


@njit
def fragments(n: float, area: float, pk_hit: float, r: float) -> float:
    """Kill probability at distance `r` of `n` isotropic fragments against a presented `area` (m2): Poisson hits."""
    return 1.0 - exp(-n * area * pk_hit / (4.0 * pi * r * r))
