"""Two results under the same luck: the paired difference of each measure, clustered by draw, and what pairing saved.

Replicates of two results belong together when they have the same seed, draw and replicate number: equal unknowns, and
random numbers that go by address, so that what both variants have in common has the same luck.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from shorad.results.columns import Outcomes, take
from shorad.results.intervals import Estimate, Interval, estimate, t_quantile, wilson
from shorad.results.measures import Definition, definitions, measure
from shorad.results.results import Results

Array = NDArray[np.float64]
RARE = 15  # draws in which the two differ, below which the t interval would be too narrow


@dataclass(frozen=True)
class Paired:
    """One measure of both, and second minus first."""

    path: str
    label: str
    unit: str
    first: Estimate
    second: Estimate
    difference: float
    interval: Interval  # 95 %, the draws are the sample
    error: float  # standard error of the difference
    differ: float  # share of the replicates in which the two are not equal
    gain: float  # variance of the difference of independent runs, over that of paired ones; 0: never differed
    apart: Array  # (K,) differences of the draw means

    @property
    def seen(self) -> bool:
        """Whether the interval leaves zero out."""
        return self.interval[0] > 0.0 or self.interval[1] < 0.0


def matched(a: Results, b: Results) -> tuple[Outcomes, Outcomes]:
    """The replicates that both have, in one order. ValueError when the seeds differ or nothing is in common."""
    if a.provenance.seed != b.provenance.seed:
        raise ValueError(f"seed {a.provenance.seed} and seed {b.provenance.seed} share no luck")
    common, first, second = np.intersect1d(_keys(a), _keys(b), assume_unique=True, return_indices=True)
    if len(np.unique(common >> 32)) < 2:
        raise ValueError("fewer than two draws in common")
    return take(a.outcomes, first), take(b.outcomes, second)


def _keys(results: Results) -> NDArray[np.int64]:
    run = results.outcomes.run
    return np.asarray(run["k"].astype(np.int64) << 32 | run["r"], dtype=np.int64)


def pairs(a: Results, b: Results) -> dict[str, Paired]:
    """Every measure that both have and in which something was there to measure, by path."""
    one, two = matched(a, b)
    others = {each.path: each for each in definitions(b.cast)}
    found = (_pair(each, others[each.path], one, two) for each in definitions(a.cast) if each.path in others)
    return {each.path: each for each in found if each is not None}


def _pair(first: Definition, second: Definition, one: Outcomes, two: Outcomes) -> Paired | None:
    a, b = measure(first, one), measure(second, two)
    if a is None or b is None:
        return None
    x, y = _linear(first, one), _linear(second, two)
    k, index = np.unique(one.run["k"], return_inverse=True)
    n, counts = len(k), np.bincount(index)
    means = [np.bincount(index, each) / counts for each in (x, y)]
    apart = means[1] - means[0]
    error = float(apart.std(ddof=1)) / sqrt(n)
    alone = sum(float(each.var(ddof=1)) for each in means)
    gain = alone / float(apart.var(ddof=1)) if error > 0.0 else 0.0
    middle = float(apart.mean())
    upper = None if first.upper is None or second.upper is None else max(first.upper, second.upper)
    if first.bottom is not None:
        upper = None
    interval = difference_interval(y - x, one.run["k"], apart, error, upper)
    return Paired(
        first.path, first.label, first.unit, a.estimate, b.estimate, middle, interval, error,
        float((x != y).mean()), gain, apart,
    )  # fmt: skip


def _linear(asked: Definition, outcomes: Outcomes) -> Array:
    """(n,) numbers whose mean is the measure; of a ratio its linearisation about the ratio of the means."""
    top = np.asarray(asked.top(outcomes), dtype=np.float64)
    if asked.bottom is None:
        return top
    bottom = np.asarray(asked.bottom(outcomes), dtype=np.float64)
    whole = float(bottom.mean())
    ratio = float(top.mean()) / whole
    return np.asarray(ratio + (top - ratio * bottom) / whole)


def difference_interval(
    apart: Array, k: NDArray[np.int64], means: Array, error: float, upper: float | None
) -> Interval:
    """Student's over the draws; where few draws differ at all, gains and losses each by their own score interval."""
    n, middle = len(means), float(means.mean())
    half = t_quantile(n - 1) * error
    if upper is None or int((means != 0.0).sum()) >= RARE:
        return middle - half, middle + half
    if not apart.any():
        reach = wilson(0.0, n)[1] * upper  # nothing differed: as much as so many draws may hide
        return -reach, reach
    (g, g_low, g_high), (s, s_low, s_high) = (_share(np.maximum(sign * apart, 0.0) / upper, k) for sign in (1.0, -1.0))
    low = (g - s) - sqrt((g - g_low) ** 2 + (s_high - s) ** 2)  # Zou and Donner, Statistics in Medicine 27 (2008) 1693
    high = (g - s) + sqrt((g_high - g) ** 2 + (s - s_low) ** 2)
    return min(low * upper, middle - half), max(high * upper, middle + half)


def _share(values: Array, k: NDArray[np.int64]) -> tuple[float, float, float]:
    found = estimate(values, k, 1.0)
    low, high = found.sampling or (found.mean, found.mean)
    return found.mean, low, high
