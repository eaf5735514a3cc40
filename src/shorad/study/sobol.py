"""Variance-based sensitivity: first-order and total Sobol indices of a noisy function, with intervals.

Design and first-order estimator: Saltelli et al., Computer Physics Communications 181 (2010) 259; total: Jansen,
Computer Physics Communications 117 (1999) 35. Points: scrambled Sobol sequence. The simulator throws dice, so each
point is a mean over R replicates whose noise enters the variance and the total indices: it is estimated from the
replicates and taken off. The luck of any two points is independent, which leaves the first-order estimator unbiased.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from shorad.errors import ScenarioError
from shorad.study.subject import Cells, Subject

Array = NDArray[np.float64]
Interval = tuple[float, float]
LEAST = 32  # base points below which an interval says nothing
BOOTSTRAPS = 400


@dataclass(frozen=True)
class Index:
    """Share of the variance: `first` by the unknown alone, `total` with all its interactions; 95 % intervals."""

    name: str
    first: float
    first_interval: Interval
    total: float
    total_interval: Interval


@dataclass(frozen=True)
class Sobol:
    """Indices in the order of the names, and what they are shares of."""

    indices: tuple[Index, ...]
    mean: float
    variance: float  # of the mean at a point: ignorance, without chance
    chance: float  # mean variance between replicates of one point
    points: int
    replicates: int
    sample: tuple[Array, Cells] = field(compare=False, repr=False)  # points and cells of a plain sample, twice `points`


@dataclass(frozen=True)
class _Sums:
    """What one base point gives: means at A, B and AB_i and the noise variance of each mean."""

    a: Array  # (n,)
    b: Array
    ab: Array  # (d, n)
    noise_a: Array  # (n,)
    noise_b: Array
    noise_ab: Array  # (d, n)


def sobol(
    subject: Subject,
    points: int,
    replicates: int,
    seed: int = 1,
    only: Sequence[str] | None = None,
    tell: Callable[[int], None] | None = None,
) -> Sobol:
    """Indices of the unknowns in `only` (all when None) from points x (2 + unknowns) x replicates runs.

    `points` is rounded up to a power of two, as the sequence wants. `tell` is given the number of points finished.
    ScenarioError when there are fewer than `LEAST` points or, for a noisy subject, fewer than two replicates.
    """
    if points < LEAST:
        raise ScenarioError(f"{points} points are too few for Sobol indices", f"ask for {LEAST} or more")
    chosen = range(subject.size) if only is None else [subject.names.index(name) for name in only]
    a, b = _design(subject.size, points, seed)
    sums, cells = _evaluate(subject, a, b, list(chosen), replicates, tell or (lambda _: None))
    return _report(sums, [subject.names[i] for i in chosen], replicates, (np.concatenate([a, b]), cells))


def _design(size: int, points: int, seed: int) -> tuple[Array, Array]:
    from scipy.stats import qmc  # heavy: only studies pay for it

    both = qmc.Sobol(2 * size, scramble=True, rng=np.random.default_rng(seed)).random_base2((points - 1).bit_length())
    both = np.clip(both, 1e-12, 1.0 - 1e-12)
    return both[:, :size], both[:, size:]


def _evaluate(
    subject: Subject, a: Array, b: Array, chosen: list[int], count: int, tell: Callable[[int], None]
) -> tuple[_Sums, Cells]:
    n = len(a)
    means, noises = [], []
    plain: list[Cells] = []
    for at, column in enumerate((None, None, *chosen)):
        block = (a, b)[at] if at < 2 else a.copy()
        if column is not None:
            block[:, column] = b[:, column]
        cells = subject.evaluate(block, at * n, count)
        if column is None:
            plain.append(cells)
        mean, noise = _mean_and_noise(cells)
        means.append(mean)
        noises.append(noise)
        tell((at + 1) * n)
    shape = (len(chosen), n)
    sums = _Sums(
        means[0], means[1], np.array(means[2:]).reshape(shape), noises[0], noises[1],
        np.array(noises[2:]).reshape(shape),
    )  # fmt: skip
    return sums, np.concatenate(plain)


def _mean_and_noise(cells: Cells) -> tuple[Array, Array]:
    """Mean of each point and the variance of that mean by chance; one replicate stands for a function without luck."""
    count = cells.shape[1]
    noise = cells.var(axis=1, ddof=1) / count if count > 1 else np.zeros(len(cells))
    return cells.mean(axis=1), noise


def _report(sums: _Sums, names: list[str], replicates: int, sample: tuple[Array, Cells]) -> Sobol:
    n = len(sums.a)
    whole = np.arange(n)
    first, total, variance = _indices(sums, whole)
    rng = np.random.default_rng(0)
    again = [_indices(sums, rng.integers(0, n, n))[:2] for _ in range(BOOTSTRAPS)]
    firsts, totals = (np.array(each) for each in zip(*again, strict=True))
    indices = tuple(
        Index(name, float(first[i]), _span(firsts[:, i]), float(total[i]), _span(totals[:, i]))
        for i, name in enumerate(names)
    )
    chance = float(np.concatenate([sums.noise_a, sums.noise_b]).mean()) * replicates
    mean = float(np.concatenate([sums.a, sums.b]).mean())
    return Sobol(indices, mean, variance, chance, n, replicates, sample)


def _indices(sums: _Sums, rows: NDArray[np.int64]) -> tuple[Array, Array, float]:
    """First-order and total indices from some of the base points; zero where nothing varies but luck."""
    a, b, ab = sums.a[rows], sums.b[rows], sums.ab[:, rows]
    both = np.concatenate([a, b])
    variance = float(both.var(ddof=1) - np.concatenate([sums.noise_a[rows], sums.noise_b[rows]]).mean())
    if variance <= 1e-12 * max(1.0, float(both.mean()) ** 2):
        nothing = np.zeros(len(ab))
        return nothing, nothing, max(variance, 0.0)
    centre = both.mean()
    first = ((b - centre) * (ab - a)).mean(axis=1) / variance
    noise = sums.noise_a[rows].mean() + sums.noise_ab[:, rows].mean(axis=1)
    total = 0.5 * (((a - ab) ** 2).mean(axis=1) - noise) / variance
    return first, total, variance


def _span(values: Array) -> Interval:
    low, high = np.quantile(values, (0.025, 0.975))
    return float(low), float(high)
