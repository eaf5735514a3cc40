"""Three intervals that are never mixed: sampling, chance, ignorance.

Runs come nested: K epistemic draws (what is not known) with R_k replicates each (chance). With the draw means m_k:

- *sampling*: how far the estimate may lie from what endless runs would give. Mean of m_k +- t(K-1) s / sqrt(K); the
  draws are the sample, since replicates of one draw share its unknowns. Pooling all runs into one binomial interval
  would be far too narrow.
- *chance*: what one raid may bring, quantiles within each draw averaged over the draws.
- *ignorance*: how the expected value moves with what is not known, quantiles of the m_k shrunk to their mean until
  their variance is that of E[y | k], the noise of finite R_k taken off.

Measured coverage of the 95% sampling interval, 20 draws of 50 to 200 replicates: 0.94 to 0.96 for chances spread
as Beta(2, 3), Beta(0.5, 0.5), Beta(1, 9); 0.89 for Beta(0.2, 9.8), where most draws have no event at all.

Every function takes `y` (n,) and `k` (n,), the draw that each value belongs to. R_k may differ (a run cut short).
"""

from dataclasses import dataclass
from functools import lru_cache
from math import atan, cos, pi, sin, sqrt
from statistics import NormalDist

import numpy as np
from numpy.typing import ArrayLike, NDArray

from shorad.results.ordered import quantile, quantiles, ranked

LEVEL = 0.95  # of the sampling interval
LOW, HIGH = 0.05, 0.95  # quantiles of the chance and ignorance intervals
FEW = 30.0  # effective events below which a bounded share leaves the t interval for Wilson's

Array = NDArray[np.float64]
Interval = tuple[float, float]


@dataclass(frozen=True)
class Estimate:
    """A mean and its three intervals. `None` means that the runs cannot tell, and `note` says why."""

    mean: float
    sampling: Interval | None
    chance: Interval | None
    ignorance: Interval | None
    draws: int
    replicates: int
    method: str  # of the sampling interval: "t", "wilson", "wilson, all equal", "none"
    note: str = ""


def wilson(p: float, n: float, z: float | None = None) -> Interval:
    """Score interval of a share `p` seen in `n` trials (Wilson 1927). `z` defaults to the 95% normal quantile."""
    if not 0.0 <= p <= 1.0 or n <= 0.0:
        raise ValueError(f"a share of {p} in {n} trials has no interval")
    z = NormalDist().inv_cdf(0.5 + LEVEL / 2) if z is None else z
    centre = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    low = 0.0 if p == 0.0 else max(0.0, centre - half)
    return low, 1.0 if p == 1.0 else min(1.0, centre + half)


def _t_inside(t: float, dof: int) -> float:
    """P(-t < T < t) of Student's t for whole `dof` (Abramowitz and Stegun 26.7.3, 26.7.4)."""
    angle = atan(t / sqrt(dof))
    c2, odd = cos(angle) ** 2, dof % 2 == 1
    term = cos(angle) if odd else 1.0
    total = term if dof > 1 else 0.0
    for j in range(3 if odd else 2, dof - 1, 2):
        term *= c2 * (j - 1) / j
        total += term
    return 2 / pi * (angle + sin(angle) * total) if odd else sin(angle) * total


@lru_cache(maxsize=256)
def t_quantile(dof: int, level: float = LEVEL) -> float:
    """Half width, in standard errors, of the two-sided Student interval. Accurate to 1e-6."""
    z = NormalDist().inv_cdf(0.5 + level / 2)
    if dof > 200:  # Cornish-Fisher, Abramowitz and Stegun 26.7.5
        return z + (z**3 + z) / (4 * dof) + (5 * z**5 + 16 * z**3 + 3 * z) / (96 * dof**2)
    low, high = 0.0, 1.0
    while _t_inside(high, dof) < level:
        high *= 2
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _t_inside(middle, dof) < level else (low, middle)
    return (low + high) / 2


def _groups(k: ArrayLike) -> tuple[NDArray[np.int64], Array]:
    """Index of the draw of each value, 0..K-1, and the number of values of each draw."""
    _, index = ranked(k)
    return index, np.bincount(index).astype(np.float64)


def _sums(y: Array, index: NDArray[np.int64]) -> Array:
    return np.asarray(np.bincount(index, weights=y), dtype=np.float64)


def _clean(y: ArrayLike) -> Array:
    values = np.asarray(y, dtype=float)
    if values.size == 0:
        raise ValueError("no replicate: nothing to estimate from")
    if not np.isfinite(values).all():
        raise ValueError("a value that is not finite cannot be averaged")
    return values


def estimate(y: ArrayLike, k: ArrayLike, upper: float | None = None) -> Estimate:
    """Mean over draws and the three intervals of `y`.

    `upper` is the known largest value (1 for a share, the number of attackers for leakers; the smallest is 0): it
    lets a result that was the same in every run keep an honest width.
    """
    values = _clean(y)
    index, n = _groups(k)
    means = _sums(values, index) / n
    within = _within_variance(values - means[index], index, n)
    mean = float(means.mean())
    if n.size > 1:
        error = float(means.std(ddof=1)) / sqrt(n.size)
    else:
        error = float(values.std(ddof=1)) / sqrt(values.size) if values.size > 1 else 0.0
    same = bool(values.max() == values.min())
    sampling, method = _sampling(mean, error, n, same, upper)
    sampling = _bounded(sampling, values)
    ignorance, note = _ignorance(means, within, n, mean)
    return Estimate(mean, sampling, _chance(values, index), ignorance, n.size, values.size, method, note)


def ratio(x: ArrayLike, d: ArrayLike, k: ArrayLike, upper: float | None = None) -> Estimate | None:
    """Ratio of the means of `x` and `d` over draws, jackknifed over the draws; None when `d` is 0 throughout.

    Ignorance: each draw pulls the ratio R by the mean of its residuals (x - R d) / mean(d), the linear part of the
    ratio; so the pulls sum to 0 and the interval stands about R. Draws in which `d` is 0 have none and are left out.
    Chance: None. A ratio of single runs is another quantity than the ratio of means, and need not even lie near.
    """
    top, bottom = _clean(x), _clean(d)
    index, n = _groups(k)
    tops, bottoms = _sums(top, index) / n, _sums(bottom, index) / n
    if bottoms.sum() <= 0.0:
        return None
    mean = float(tops.sum() / bottoms.sum())
    units = (tops, bottoms) if n.size > 1 else (top, bottom)
    seen = bottom > 0
    each = top[seen] / bottom[seen]
    counts = _sums(seen.astype(np.float64), index)
    held = counts > 0
    sampling, method = _sampled(mean, _jackknife(*units), counts[held], each, upper)
    residual = (top - mean * bottom) / float(bottoms[held].mean())
    pull = _sums(residual, index) / n
    within = _within_variance(residual - pull[index], index, n)
    ignorance, note = _ignorance(mean + pull[held], within[held], n[held], mean)
    ignorance = _bounded(ignorance, each, upper)
    if not held.all():
        note = f"{note}; " * bool(note) + f"{int((~held).sum())} of {n.size} draws never had one"
    return Estimate(mean, sampling, None, ignorance, n.size, top.size, method, note)


def pooled(
    x: ArrayLike, d: ArrayLike, k: ArrayLike, upper: float | None = None
) -> tuple[float, Interval | None] | None:
    """Sum of `x` over sum of `d`, and its sampling interval, jackknifed over the draws; None when `d` sums to 0.

    For counts of events in runs that were picked out: each event weighs the same, whichever draw it is of. With one
    draw its runs are the sample.
    """
    top, bottom = _clean(x), _clean(d)
    index, n = _groups(k)
    units = (_sums(top, index), _sums(bottom, index)) if n.size > 1 else (top, bottom)
    if bottom.sum() <= 0.0:
        return None
    seen = bottom > 0
    held = units[1][units[1] > 0] if n.size > 1 else np.array([float(seen.sum())])
    mean = float(top.sum() / bottom.sum())
    return mean, _sampled(mean, _jackknife(*units), held, top[seen] / bottom[seen], upper)[0]


def pulled(x: ArrayLike, d: ArrayLike, k: ArrayLike) -> dict[int, float]:
    """What each draw says of the ratio R of the means of `x` and `d`: R + mean(x - R d) / mean(d).

    The mean over draws is R; where `d` is 1 throughout, it is the mean of `x` in that draw. ValueError when `d` is 0
    throughout.
    """
    known, index = ranked(k)
    n = np.bincount(index)
    tops, bottoms = _sums(_clean(x), index) / n, _sums(_clean(d), index) / n
    if bottoms.sum() <= 0.0:
        raise ValueError("nothing to divide by in any run")
    mean = tops.sum() / bottoms.sum()
    values = mean + (tops - mean * bottoms) / bottoms.mean()
    return {int(draw): float(value) for draw, value in zip(known, values, strict=True)}


def _sampled(
    mean: float, error: float | None, n: Array, each: Array, upper: float | None
) -> tuple[Interval | None, str]:
    """Sampling interval of a ratio, `each` being that of single runs; none without an error."""
    if error is None:
        return None, "none"
    sampling, method = _sampling(mean, error, n, bool(each.max() == each.min()), upper)
    return _bounded(sampling, each), method


def _jackknife(tops: Array, bottoms: Array) -> float | None:
    """Standard error of sum(tops) / sum(bottoms), leaving out one at a time; None when one carries all."""
    rest = bottoms.sum() - bottoms
    if tops.size < 2 or rest.min() <= 0.0:
        return None
    left = (tops.sum() - tops) / rest
    return float(sqrt((tops.size - 1) / tops.size * ((left - left.mean()) ** 2).sum()))


def _sampling(mean: float, error: float, n: Array, same: bool, upper: float | None) -> tuple[Interval | None, str]:
    """Interval of the estimate. `n` replicates of each draw; with one draw its replicates are the sample."""
    size = float(n.size if n.size > 1 else n[0])
    if upper is not None and upper > 0.0:
        p = min(1.0, max(0.0, mean / upper))
        if same or (error == 0.0 and p in (0.0, 1.0)):
            low, high = wilson(p, size)
            return (min(low * upper, mean), max(high * upper, mean)), "wilson, all equal"
        z = t_quantile(int(size) - 1)
        # runs of one draw are alike, never more than independent: n_eff cannot pass the number of coins thrown
        coins = float(n.sum()) * max(1.0, upper)
        spread = max((error / upper) ** 2, p * (1 - p) / coins)
        n_eff = p * (1 - p) / spread
        half = z * error / upper
        if n_eff * min(p, 1 - p) < FEW or p - half < 0.0 or p + half > 1.0:
            low, high = wilson(p, n_eff, z)
            return (low * upper, high * upper), "wilson"
    if size < 2:
        return None, "none"
    half = t_quantile(int(size) - 1) * error
    return (mean - half, mean + half), "t"


def _bounded(span: Interval | None, values: Array, upper: float | None = None) -> Interval | None:
    """What is never negative has no negative interval, what has a largest value none beyond it."""
    if span is None or values.min() < 0.0:
        return span
    return max(0.0, span[0]), span[1] if upper is None else min(span[1], upper)


def _within_variance(residual: Array, index: NDArray[np.int64], n: Array) -> Array:
    """Variance inside each draw (K,); a draw of one run borrows the mean of the others (0 when there are none)."""
    many = n > 1
    squares = _sums(residual**2, index)
    variance = squares / np.maximum(n - 1, 1)
    variance[~many] = variance[many].mean() if many.any() else 0.0
    return variance


def _chance(values: Array, index: NDArray[np.int64]) -> Interval:
    return float(quantiles(values, index, LOW).mean()), float(quantiles(values, index, HIGH).mean())


def _ignorance(means: Array, within: Array, n: Array, mean: float) -> tuple[Interval | None, str]:
    """Quantiles of the shrunk draw means; at least up to the estimate, which one draw of many can pull past them."""
    if means.size < 2:
        return None, "one draw: what is not known was not varied"
    if n.max() < 2:
        return None, "one replicate per draw: chance and ignorance cannot be told apart"
    seen = float(means.var(ddof=1))
    real = max(0.0, seen - float((within / n).mean()))
    shrink = sqrt(real / seen) if seen > 0.0 else 0.0
    draws = mean + shrink * (means - mean)
    return (min(quantile(draws, LOW), mean), max(quantile(draws, HIGH), mean)), ""
