"""Value of information: what it would be worth, to one who must choose, to know what is not known.

Payoffs are (n draws, R replicates, options) with equal luck for all options. A maximum over noisy means is too high:
two equal options would seem to make knowledge worth something. So

- EVPI shrinks the conditional means to the spread that is left when chance is taken off (exact for normal payoffs);
- EVPPI and EVSI are the gain of a *rule*: options chosen by a regression on what would be known, fitted without the
  draws that it is judged on. Such a gain is never too high on average, and is nothing for equal options.

Regression approach: Strong, Oakley, Brennan, Medical Decision Making 34 (2014) 311 and 35 (2015) 570 (samples).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shorad.errors import ScenarioError

Array = NDArray[np.float64]
Rows = NDArray[np.int64]
Ends = Sequence[tuple[float, ...]]
FOLDS = 10
LEAST = 40  # draws
PENALTY = 1e-3  # ridge, in units of the mean square of a column
BOOTSTRAPS = 300


@dataclass(frozen=True)
class Worth:
    """A value of information with its 95 % interval, in units of the payoff; not below zero."""

    name: str
    value: float
    interval: tuple[float, float]


@dataclass(frozen=True)
class Decision:
    """Mean payoff of each option over all draws, and what to choose without knowing more."""

    options: tuple[str, ...]
    means: tuple[float, ...]
    best: int


def decide(options: Sequence[str], payoffs: Array) -> Decision:
    """ScenarioError with fewer than two options or `LEAST` draws."""
    if len(options) < 2:
        raise ScenarioError("a decision with one option is none", "state two options or more")
    if len(payoffs) < LEAST:
        raise ScenarioError(f"{len(payoffs)} draws are too few to price knowledge", f"ask for {LEAST} or more")
    means = payoffs.mean(axis=(0, 1))
    return Decision(tuple(options), tuple(map(float, means)), int(means.argmax()))


def evpi(payoffs: Array) -> Worth:
    """Expected value of perfect information on everything that is not known (not on luck)."""
    cells, noise = payoffs.mean(axis=1), _noise(payoffs)

    def gain(rows: Rows, alone: int) -> float:
        true = shrunk(cells[rows], noise[rows].mean(axis=0))
        return float(true.max(axis=1).mean() - true[:, alone].mean())

    return _worth("everything", gain, cells)


def evppi(name: str, known: Array, payoffs: Array, ceiling: Worth | None = None, ends: Ends = ()) -> Worth:
    """Expected value of knowing `known` (n, p) exactly: coordinates of unknowns in the unit cube.

    `ends` has for each column the upper ends of the branches of a hypothesis, () for a range. `ceiling` (the EVPI of
    the same payoffs) bounds it from above, as it must.
    """
    found = _rule(name, _features(np.atleast_2d(known.T).T, ends), payoffs)
    return found if ceiling is None else _capped(found, ceiling)


def evsi(name: str, known: Array, error: float, payoffs: Array, seed: int = 1, ceiling: Worth | None = None) -> Worth:
    """Expected value of an imperfect look at `known`: its normal scores with a normal error of that size added.

    `error` = 0 is the exact value, 1 a look as uncertain as what one knew before, larger ones worse.
    """
    if error < 0.0:
        raise ScenarioError(f"an error of {error:g} is negative", "write 0 for an exact look, 1 for a poor one")
    scores = normal_scores(known)
    look = scores + error * np.random.default_rng(seed).standard_normal(scores.shape)
    found = _rule(name, _basis(look / np.sqrt(1.0 + error * error)), payoffs)
    return found if ceiling is None else _capped(found, ceiling)


def shrunk(cells: Array, noise: Array) -> Array:
    """Conditional means (n, options) moved towards their mean so that their covariance is free of `noise`.

    Only differences between options matter to a choice: everything is measured against the first.
    """
    apart = cells - cells[:, :1]
    centre = apart.mean(axis=0)
    seen = np.atleast_2d(np.cov(apart[:, 1:], rowvar=False))
    real = _positive(seen - noise)
    shrink = _root(real) @ np.linalg.pinv(_root(seen), hermitian=True)
    out = np.zeros_like(apart)
    out[:, 1:] = centre[1:] + (apart[:, 1:] - centre[1:]) @ shrink.T
    return out


def normal_scores(u: Array) -> Array:
    """Coordinates of the unit cube as standard normal numbers (n, p)."""
    from scipy.special import ndtri  # heavy: only studies pay for it

    columns = np.atleast_2d(u.T).T
    return np.asarray(ndtri(np.clip(columns, 1e-9, 1.0 - 1e-9)), dtype=np.float64)


def _noise(payoffs: Array) -> Array:
    """(n, options - 1, options - 1) covariance of the mean differences to the first option, by chance alone."""
    n, count, options = payoffs.shape
    if count < 2:
        return np.zeros((n, options - 1, options - 1))
    apart = payoffs[:, :, 1:] - payoffs[:, :, :1]
    apart = apart - apart.mean(axis=1, keepdims=True)
    return np.asarray(np.einsum("nri,nrj->nij", apart, apart) / (count - 1) / count)


def _rule(name: str, basis: Array, payoffs: Array) -> Worth:
    cells = payoffs.mean(axis=1)
    cells = cells - cells[:, :1]
    chosen = _cross_fitted(basis, cells).argmax(axis=1)
    taken = cells[np.arange(len(cells)), chosen]
    return _worth(name, lambda rows, alone: float((taken[rows] - cells[rows, alone]).mean()), cells)


def _cross_fitted(basis: Array, cells: Array) -> Array:
    """Predictions (n, options) by ridge regression, each fitted without the fold that it predicts."""
    out = np.zeros_like(cells)
    fold = np.arange(len(cells)) % FOLDS
    for f in range(FOLDS):
        rest = fold != f
        x, y = basis[rest], cells[rest]
        scale = PENALTY * (x**2).mean(axis=0) * len(x)
        scale[0] = 0.0
        scale[1:] += 1e-12  # a branch that no draw of the rest took
        out[~rest] = basis[~rest] @ np.linalg.solve(x.T @ x + np.diag(scale), x.T @ y)
    return out


def _features(known: Array, ends: Ends) -> Array:
    """Smooth functions of ranges, one column for each branch of a hypothesis but the first."""
    sides = ends or ((),) * known.shape[1]
    smooth = [i for i, each in enumerate(sides) if not each]
    columns = [_basis(normal_scores(known[:, smooth])) if smooth else np.ones((len(known), 1))]
    for i, each in enumerate(sides):
        branch = np.searchsorted(np.array(each[:-1]), known[:, i], side="right")
        columns += [(branch[:, None] == np.arange(1, len(each))).astype(np.float64)] if each else []
    return np.column_stack(columns)


def _basis(z: Array) -> Array:
    """Constant, Hermite polynomials up to the third degree of each score; products of pairs where they are few."""
    n, p = z.shape
    columns = [np.ones(n)]
    for i in range(p):
        x = z[:, i]
        columns += [x, x * x - 1.0] if p > n // 40 else [x, x * x - 1.0, x**3 - 3.0 * x]
    if p > 1 and p * (p - 1) // 2 <= n // 20:
        columns += [z[:, i] * z[:, j] for i in range(p) for j in range(i)]
    return np.column_stack(columns)


def _worth(name: str, gain: Callable[[Rows, int], float], cells: Array) -> Worth:
    """The gain over the option that is best without knowing; the interval allows for others that may be that option.

    Near a tie the best option is itself uncertain and a plain bootstrap covers too rarely (76 % instead of 95 % at an
    exact tie): the interval spans those of all options whose mean is not clearly below the best.
    """
    n, best = len(cells), int(cells.mean(axis=0).argmax())
    rng = np.random.default_rng(0)
    draws = [rng.integers(0, n, n) for _ in range(BOOTSTRAPS)]
    ends = [np.quantile([gain(rows, alone) for rows in draws], (0.025, 0.975)) for alone in _rivals(cells, best)]
    low, high = min(end[0] for end in ends), max(end[1] for end in ends)
    return Worth(name, max(0.0, gain(np.arange(n), best)), (max(0.0, float(low)), max(0.0, float(high))))


def _rivals(cells: Array, best: int) -> list[int]:
    """Options that may be the best one: within two standard errors of the difference."""
    apart = cells[:, best : best + 1] - cells
    error = apart.std(axis=0, ddof=1) / np.sqrt(len(cells))
    return [i for i in range(cells.shape[1]) if apart[:, i].mean() <= 2.0 * error[i]]


def _capped(found: Worth, ceiling: Worth) -> Worth:
    low, high = (min(end, ceiling.interval[1]) for end in found.interval)
    return Worth(found.name, min(found.value, ceiling.value), (low, high))


def _positive(matrix: Array) -> Array:
    """The nearest matrix without negative eigenvalues."""
    values, vectors = np.linalg.eigh(0.5 * (matrix + matrix.T))
    return np.asarray((vectors * np.maximum(values, 0.0)) @ vectors.T)


def _root(matrix: Array) -> Array:
    values, vectors = np.linalg.eigh(matrix)
    return np.asarray((vectors * np.sqrt(np.maximum(values, 0.0))) @ vectors.T)
