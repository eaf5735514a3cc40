"""Two interacting Kalman filters for one target, quiet and manoeuvring: in place, without allocation.

H. A. P. Blom, Y. Bar-Shalom, IEEE Trans. Automatic Control 33 (1988) 780-783; Y. Bar-Shalom, X. R. Li, T. Kirubarajan,
*Estimation with Applications to Tracking and Navigation* (2001), section 11.6. Both modes are `physics.kalman` filters
of constant velocity; they differ in the density of the white-noise acceleration. Which one holds is a Markov process in
continuous time, with rates (1/s) of leaving each mode, so that plots at irregular times are right. `mu` is the
probability of the manoeuvring mode.

Both modes move in the same way, and mixing keeps the mean and the covariance of the mixture. So the combined
prediction, the spread of the two means included, is that of one filter whose density is the mean over the predicted
probabilities: `density`. The cost of an association needs no more than that.
"""

import math

import numpy as np
from numpy.typing import NDArray

from shorad.engine.jit import njit
from shorad.physics.kalman import Six, distance, inverse, position_variance, predict, quadratic, update

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
def mix(xa: Floats, pa: Floats, xb: Floats, pb: Floats, a: float, b: float) -> None:
    """Each mode starts from what both believed: a is the weight of the second in the first, b the other way round."""
    for i in range(Z0, Z6):
        for j in range(Z0, i + Z1):
            apart = (xa[i] - xb[i]) * (xa[j] - xb[j])
            va, vb = pa[i, j], pb[i, j]
            pa[i, j] = va + a * (vb - va) + a * (1.0 - a) * apart
            pb[i, j] = vb + b * (va - vb) + b * (1.0 - b) * apart
            pa[j, i], pb[j, i] = pa[i, j], pb[i, j]
    for i in range(Z0, Z6):
        off = xb[i] - xa[i]
        xa[i] += a * off
        xb[i] -= b * off


@njit
def believed(prior: float, quiet_cost: float, turning_cost: float) -> float:
    """Probability of the manoeuvring mode after a plot; cost: d^2 + ln |S| of the plot in each mode."""
    half = min(max(0.5 * (turning_cost - quiet_cost), -FAR), FAR)
    mu = prior / (prior + (1.0 - prior) * math.exp(half))
    return min(max(mu, LEAST), 1.0 - LEAST)


@njit
def step(
    xa: Floats, pa: Floats, xb: Floats, pb: Floats, mu: float, dt: float, way: Way,
    zx: float, zy: float, zz: float, r: Six,
) -> float:  # fmt: skip
    """Carry both modes, quiet (xa, pa) and manoeuvring (xb, pb), on by dt (s) and take in a position z (m) with
    covariance r (m2), in place; the new probability of the manoeuvring mode. x (6,), p (6, 6), 0 < mu < 1.
    """
    quiet, turning, leave, back = way
    out, home = switching(dt, leave, back)
    prior = mu + (1.0 - mu) * out - mu * home
    mix(xa, pa, xb, pb, mu * home / (1.0 - prior), (1.0 - mu) * out / prior)
    predict(xa, pa, dt, quiet)
    predict(xb, pb, dt, turning)
    da, va = distance(xa, pa, 0.0, 0.0, zx, zy, zz, r)
    db, vb = distance(xb, pb, 0.0, 0.0, zx, zy, zz, r)
    update(xa, pa, zx, zy, zz, r)
    update(xb, pb, zx, zy, zz, r)
    return believed(prior, da + va, db + vb)


@njit
def kept(mu: float, dt: float, way: Way) -> float:
    """Share of the manoeuvring mode's own past in what it starts from, |dt| (s) later."""
    out, home = switching(dt, way[2], way[3])
    return mu * (1.0 - home) / (mu + (1.0 - mu) * out - mu * home)


@njit
def between(xa: Floats, xb: Floats, i: np.int64, dt: float) -> float:
    """How far (m) apart the two modes predict coordinate i, dt (s) on."""
    return xb[i] - xa[i] + dt * (xb[i + Z3] - xa[i + Z3])


@njit
def spread(
    xa: Floats, pa: Floats, xb: Floats, pb: Floats, w: float, i: np.int64, j: np.int64, dt: float
) -> float:  # fmt: skip
    """Element of the predicted position covariance of the mixture with weight w of the second, without the noise."""
    first = position_variance(pa, i, j, dt)
    more = w * (1.0 - w) * between(xa, xb, i, dt) * between(xa, xb, j, dt)
    return first + w * (position_variance(pb, i, j, dt) - first) + more


@njit
def mixed_distance(
    xa: Floats, pa: Floats, xb: Floats, pb: Floats, w: float, dt: float, q: float,
    zx: float, zy: float, zz: float, r: Six,
) -> float:  # fmt: skip
    """Squared gate distance as of `kalman.distance` from the mixture with weight w of the second mode."""
    noise = q * abs(dt) ** 3 / 3.0
    inv = inverse(
        spread(xa, pa, xb, pb, w, Z0, Z0, dt) + noise + r[0],
        spread(xa, pa, xb, pb, w, Z0, Z1, dt) + r[1],
        spread(xa, pa, xb, pb, w, Z0, Z2, dt) + r[2],
        spread(xa, pa, xb, pb, w, Z1, Z1, dt) + noise + r[3],
        spread(xa, pa, xb, pb, w, Z1, Z2, dt) + r[4],
        spread(xa, pa, xb, pb, w, Z2, Z2, dt) + noise + r[5],
    )
    a = zx - xa[Z0] - dt * xa[Z3] - w * between(xa, xb, Z0, dt)
    b = zy - xa[Z1] - dt * xa[Z3 + Z1] - w * between(xa, xb, Z1, dt)
    c = zz - xa[Z2] - dt * xa[Z3 + Z2] - w * between(xa, xb, Z2, dt)
    return quadratic(inv, a, b, c)


@njit
def combine(xa: Floats, pa: Floats, xb: Floats, pb: Floats, mu: float, x: Floats, p: Floats) -> None:
    """Mean x and covariance p of the mixture, the spread of the two means included."""
    for i in range(Z0, Z6):
        x[i] = xa[i] + mu * (xb[i] - xa[i])
        for j in range(Z0, Z6):
            apart = (xa[i] - xb[i]) * (xa[j] - xb[j])
            p[i, j] = pa[i, j] + mu * (pb[i, j] - pa[i, j]) + mu * (1.0 - mu) * apart
