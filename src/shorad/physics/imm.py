"""Two interacting Kalman filters for one target, quiet and manoeuvring: in place, without allocation.

H. A. P. Blom, Y. Bar-Shalom, IEEE Trans. Automatic Control 33 (1988) 780-783; Y. Bar-Shalom, X. R. Li, T. Kirubarajan,
*Estimation with Applications to Tracking and Navigation* (2001), section 11.6. Both modes are `physics.kalman` filters
of constant velocity; they differ in the density of the white-noise acceleration. Which one holds is a Markov process in
continuous time, with rates (1/s) of leaving each mode, so that plots at irregular times are right. `mu` is the
probability of the manoeuvring mode. Modes stand in tables x (rows, 6) and p (rows, 6, 6): row k is the quiet one, row
k + 1 the manoeuvring one.

Both modes move in the same way, and mixing keeps the mean and the covariance of the mixture. So the combined
prediction, the spread of the two means included, is that of one filter whose density is the mean over the predicted
probabilities: `density`. The cost of an association needs no more than that.
"""

import math

import numpy as np
from numpy.typing import NDArray

from shorad.engine.jit import njit
from shorad.physics.kalman import Six, distance, inverse, predict, quadratic, update

Floats = NDArray[np.float64]
Way = tuple[float, float, float, float]  # densities m2/s3, quiet and manoeuvring; rates 1/s of leaving each

LEAST = 1.0e-15  # probability below which no mode falls: it must be able to come back
FAR = 700.0  # half the difference of two costs beyond which `exp` says nothing more
Z0, Z1, Z2, Z3, Z6 = (np.int64(i) for i in (0, 1, 2, 3, 6))


@njit
def switching(dt: float, leave: float, back: float) -> tuple[float, float]:
    """Chance to be in the other mode after |dt| (s): from quiet to manoeuvring, and from manoeuvring to quiet."""
    total = leave + back
    share = -math.expm1(-total * abs(dt)) / total
    return leave * share, back * share


@njit
def predicted(mu: float, dt: float, leave: float, back: float) -> float:
    """Probability of the manoeuvring mode |dt| (s) later, without a plot."""
    out, home = switching(dt, leave, back)
    return mu + (1.0 - mu) * out - mu * home


@njit
def density(mu: float, dt: float, way: Way) -> float:
    """Density (m2/s3) with which one filter, started from the combined estimate, predicts as the mixture does."""
    quiet, turning, leave, back = way
    return quiet + predicted(mu, dt, leave, back) * (turning - quiet)


@njit
def settled(way: Way) -> float:
    """Probability of the manoeuvring mode when nothing is known: its share of the time."""
    return way[2] / (way[2] + way[3])


@njit
def mix(x: Floats, p: Floats, k: np.int64, a: float, b: float) -> None:
    """Each mode starts from what both believed: a is the weight of the second in the first, b the other way round."""
    m = k + Z1
    for i in range(Z0, Z6):
        for j in range(Z0, i + Z1):
            apart = (x[k, i] - x[m, i]) * (x[k, j] - x[m, j])
            va, vb = p[k, i, j], p[m, i, j]
            p[k, i, j] = va + a * (vb - va) + a * (1.0 - a) * apart
            p[m, i, j] = vb + b * (va - vb) + b * (1.0 - b) * apart
            p[k, j, i], p[m, j, i] = p[k, i, j], p[m, i, j]
    for i in range(Z0, Z6):
        off = x[m, i] - x[k, i]
        x[k, i] += a * off
        x[m, i] -= b * off


@njit
def believed(prior: float, quiet_cost: float, turning_cost: float) -> float:
    """Probability of the manoeuvring mode after a plot; cost: d^2 + ln |S| of the plot in each mode."""
    half = min(max(0.5 * (turning_cost - quiet_cost), -FAR), FAR)
    mu = prior / (prior + (1.0 - prior) * math.exp(half))
    return min(max(mu, LEAST), 1.0 - LEAST)


@njit
def step(
    x: Floats, p: Floats, k: np.int64, mu: float, dt: float, way: Way, zx: float, zy: float, zz: float, r: Six
) -> float:
    """Carry both modes on by dt (s) and take in a position z (m) with covariance r (m2), in place.

    0 < mu < 1. Returns the new probability of the manoeuvring mode.
    """
    out, home = switching(dt, way[2], way[3])
    prior = mu + (1.0 - mu) * out - mu * home
    mix(x, p, k, mu * home / (1.0 - prior), (1.0 - mu) * out / prior)
    q, before, cost = way[0], 0.0, 0.0
    for mode in range(k, k + Z2):
        predict(x[mode], p[mode], dt, q)
        d2, volume = distance(x[mode], p[mode], 0.0, 0.0, zx, zy, zz, r)
        update(x[mode], p[mode], zx, zy, zz, r)
        q, before, cost = way[1], cost, d2 + volume
    return believed(prior, before, cost)


@njit
def kept(mu: float, dt: float, way: Way) -> float:
    """Share of the manoeuvring mode's own past in what it starts from, |dt| (s) later."""
    out, home = switching(dt, way[2], way[3])
    return mu * (1.0 - home) / (mu + (1.0 - mu) * out - mu * home)


@njit
def between(x: Floats, k: np.int64, i: np.int64, dt: float) -> float:
    """How far (m) apart the two modes predict coordinate i, dt (s) on."""
    m = k + Z1
    return x[m, i] - x[k, i] + dt * (x[m, i + Z3] - x[k, i + Z3])


@njit
def spread(x: Floats, p: Floats, k: np.int64, w: float, i: np.int64, j: np.int64, dt: float) -> float:
    """Element of the predicted position covariance of the mixture with weight w of the second, without the noise."""
    m = k + Z1
    first = p[k, i, j] + dt * (p[k, i, j + Z3] + p[k, i + Z3, j]) + dt * dt * p[k, i + Z3, j + Z3]
    second = p[m, i, j] + dt * (p[m, i, j + Z3] + p[m, i + Z3, j]) + dt * dt * p[m, i + Z3, j + Z3]
    return first + w * (second - first) + w * (1.0 - w) * between(x, k, i, dt) * between(x, k, j, dt)


@njit
def mixed_distance(
    x: Floats, p: Floats, k: np.int64, w: float, dt: float, q: float, zx: float, zy: float, zz: float, r: Six
) -> float:
    """Squared gate distance as of `kalman.distance` from the mixture with weight w of the second mode."""
    noise = q * abs(dt) ** 3 / 3.0
    inv = inverse(
        spread(x, p, k, w, Z0, Z0, dt) + noise + r[0],
        spread(x, p, k, w, Z0, Z1, dt) + r[1],
        spread(x, p, k, w, Z0, Z2, dt) + r[2],
        spread(x, p, k, w, Z1, Z1, dt) + noise + r[3],
        spread(x, p, k, w, Z1, Z2, dt) + r[4],
        spread(x, p, k, w, Z2, Z2, dt) + noise + r[5],
    )
    a = zx - x[k, Z0] - dt * x[k, Z3] - w * between(x, k, Z0, dt)
    b = zy - x[k, Z1] - dt * x[k, Z3 + Z1] - w * between(x, k, Z1, dt)
    c = zz - x[k, Z2] - dt * x[k, Z3 + Z2] - w * between(x, k, Z2, dt)
    return quadratic(inv, a, b, c)


@njit
def combine(x: Floats, p: Floats, k: np.int64, mu: float, mean: Floats, covariance: Floats) -> None:
    """Mean (6,) and covariance (6, 6) of the mixture, the spread of the two means included."""
    m = k + Z1
    for i in range(Z0, Z6):
        mean[i] = x[k, i] + mu * (x[m, i] - x[k, i])
        for j in range(Z0, Z6):
            apart = (x[k, i] - x[m, i]) * (x[k, j] - x[m, j])
            covariance[i, j] = p[k, i, j] + mu * (p[m, i, j] - p[k, i, j]) + mu * (1.0 - mu) * apart
