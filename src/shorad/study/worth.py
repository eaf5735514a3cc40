"""Value of information: what it would be worth, to one who must choose, to know what is not known.

Payoffs are (n draws, R replicates, options) with equal luck for all options. A maximum over noisy means is too high:
two equal options would seem to make knowledge worth something. So

- EVPI shrinks the conditional means to the spread that is left when chance is taken off (exact for normal payoffs);
- EVPPI and EVSI are the gain of a *rule*: options chosen by a regression on what would be known, fitted without the
  draws that it is judged on. Such a gain is never too high on average, and is nothing for equal options. For a group
  of many unknowns it is a floor: a rule from more draws would choose better.

Regression approach: Strong, Oakley, Brennan, Medical Decision Making 34 (2014) 311 and 35 (2015) 570 (samples).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shorad.errors import ScenarioError
from shorad.study.regress import Ends, branch_of, cross_fitted, designs, indicators, normal_scores, rich
from shorad.study.tails import SHARE, reach

Array = NDArray[np.float64]
Rows = NDArray[np.int64]
Parts = Sequence[Sequence[int]]
LEAST = 40  # draws
PICKS = 400_000  # draws picked for resamples, in all
RESAMPLES = (200, 1000)  # at least, at most
LOOKS = 4  # times that an imperfect look is tried, with other errors


@dataclass(frozen=True)
class Worth:
    """A value of information with its 95 % interval, in units of the payoff; not below zero."""

    name: str
    value: float
    interval: tuple[float, float]
    error: float = 0.0  # standard error

    @property
    def shown(self) -> bool:
        """Whether the interval leaves nothing out of the question."""
        return self.interval[0] > 0.0

    def stands_out(self, among: int) -> bool:
        """Shown even though it was picked as the largest of so many (Bonferroni, 2.5 % for all together)."""
        from statistics import NormalDist

        return self.shown and self.value > -NormalDist().inv_cdf(0.025 / max(1, among)) * self.error


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

    def apart(rows: Rows) -> Array:
        true = shrunk(cells[rows], noise[rows].mean(axis=0))
        return np.asarray(true.max(axis=1)[:, None] - true)

    return _worth("everything", apart, cells, reach(cells, noise))


def evppi(
    name: str, known: Array, payoffs: Array, ceiling: Worth | None = None, ends: Ends = (), parts: Parts = ()
) -> Worth:
    """Expected value of knowing `known` (n, p) exactly: coordinates of unknowns in the unit cube.

    `ends` has for each column the upper ends of the branches of a hypothesis, () for a range. `ceiling` (the EVPI of
    the same payoffs) bounds it from above, as it must. `parts` are columns that may be all that counts: a rule from
    them alone is one of the rules.
    """
    columns = np.atleast_2d(known.T).T
    sets = [designs(columns, ends), *(designs(columns[:, part], _ends(ends, part)) for part in parts)]
    found = _rule(name, [sets], payoffs)
    return found if ceiling is None else _capped(found, ceiling)


def evsi(
    name: str, known: Array, error: float, payoffs: Array, seed: int = 1, ceiling: Worth | None = None,
    ends: Ends = (), parts: Parts = (),
) -> Worth:  # fmt: skip
    """Expected value of an imperfect look at `known`.

    What is seen of a range is its normal score with a normal error of size `error` added; of a hypothesis its branch,
    or with probability 1 - 1 / sqrt(1 + error^2) a branch picked blindly by the weights: both keep the share
    1 / (1 + error^2) of the variance. `error` = 0 is the exact value, 1 a look as uncertain as what one knew before.
    """
    if error < 0.0:
        raise ScenarioError(f"an error of {error:g} is negative", "write 0 for an exact look, 1 for a poor one")
    columns = np.atleast_2d(known.T).T
    looks = [_look(columns, ends, error, np.random.default_rng([seed, i]), parts) for i in range(LOOKS if error else 1)]
    found = _rule(name, looks, payoffs)
    return found if ceiling is None else _capped(found, ceiling)


def _look(known: Array, ends: Ends, error: float, rng: np.random.Generator, parts: Parts) -> list[list[Array]]:
    """The designs of what an imperfect look shows."""
    keep = 1.0 / np.sqrt(1.0 + error * error)
    scores = normal_scores(known)
    scores = (scores + error * rng.standard_normal(scores.shape)) * keep
    seen = np.where(rng.random(known.shape) < keep, known, rng.random(known.shape))

    def shown(part: Sequence[int]) -> list[Array]:
        smooth = [i for i in part if not _ends(ends, [i])[0]]
        columns = [scores[:, smooth]]
        for i in part:
            (each,) = _ends(ends, [i])
            columns += [indicators(branch_of(seen[:, i], each), each)] if each else []
        return rich(np.column_stack(columns), len(smooth))

    return [shown(range(known.shape[1])), *map(shown, parts)]


def _ends(ends: Ends, part: Sequence[int]) -> list[tuple[float, ...]]:
    return [ends[i] if ends else () for i in part]


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


def _noise(payoffs: Array) -> Array:
    """(n, options - 1, options - 1) covariance of the mean differences to the first option, by chance alone."""
    n, count, options = payoffs.shape
    if count < 2:
        return np.zeros((n, options - 1, options - 1))
    apart = payoffs[:, :, 1:] - payoffs[:, :, :1]
    apart = apart - apart.mean(axis=1, keepdims=True)
    return np.asarray(np.einsum("nri,nrj->nij", apart, apart) / (count - 1) / count)


def _rule(name: str, looks: Sequence[Sequence[Sequence[Array]]], payoffs: Array) -> Worth:
    """The gain of choosing by what is seen, averaged over looks."""
    cells = payoffs.mean(axis=1)
    cells = cells - cells[:, :1]
    rows = np.arange(len(cells))
    taken = np.mean([cells[rows, cross_fitted(look, cells).argmax(axis=1)] for look in looks], axis=0)
    apart = taken[:, None] - cells
    return _worth(name, lambda some: apart[some], cells, _reach(looks[0][0], payoffs))


def _reach(known: Sequence[Array], payoffs: Array) -> float:
    """Upper end of what designs of growing richness may be worth; that of everything where there are too many columns.

    The second design (curves) is used where draws allow: straight lines do not see a value that lies in the middle.
    """
    cells = payoffs.mean(axis=1)
    curved = known[min(1, len(known) - 1)]
    columns = curved if curved.shape[1] * SHARE <= len(cells) else known[0]
    most = reach(cells, _noise(payoffs))
    return min(most, reach(cells, None, columns))


def _worth(name: str, apart: Callable[[Rows], Array], cells: Array, most: float) -> Worth:
    """The least gain over any option alone, which is that over the option that is best without knowing.

    `apart` gives what each of the draws `rows` gains over each option. Near a tie the best option is itself uncertain
    and a plain bootstrap covers too rarely: the least gain lies below the upper end of each rival, not above all
    lower ends. Gains are rare and large, hence a bootstrap of Student's t (Efron & Tibshirani 1993, ch. 12), and an
    upper end that is at least `most`: what a normal tail would hold beyond the draws (see `tails`).
    """
    n = len(cells)
    rivals = _rivals(cells, int(cells.mean(axis=0).argmax()))
    mean, error = _moments(apart(np.arange(n))[:, rivals])
    rng = np.random.default_rng(0)
    count = int(np.clip(PICKS // n, *RESAMPLES))
    tried = [_moments(apart(rng.integers(0, n, n))[:, rivals]) for _ in range(count)]
    least = np.maximum(0.2 * error, 1e-300)
    t = np.array([(m - mean) / np.maximum(e, least) for m, e in tried])
    high = max(most, float((mean - error * np.quantile(t, 0.025 / len(rivals), axis=0)).min()))
    low = (mean - error * np.quantile(t, 0.975, axis=0)).min()
    best = int(mean.argmin())
    return Worth(name, max(0.0, float(mean[best])), (max(0.0, float(low)), max(0.0, high)), float(error[best]))


def _moments(gains: Array) -> tuple[Array, Array]:
    """Mean over the draws and its standard error, of each option."""
    return gains.mean(axis=0), gains.std(axis=0, ddof=1) / np.sqrt(len(gains))


def _rivals(cells: Array, best: int) -> list[int]:
    """Options that may be the best one: within two standard errors of the difference."""
    apart = cells[:, best : best + 1] - cells
    error = apart.std(axis=0, ddof=1) / np.sqrt(len(cells))
    return [i for i in range(cells.shape[1]) if apart[:, i].mean() <= 2.0 * error[i]]


def _capped(found: Worth, ceiling: Worth) -> Worth:
    low, high = (min(end, ceiling.interval[1]) for end in found.interval)
    capped = Worth(found.name, min(found.value, ceiling.value), (low, high), found.error)
    assert 0.0 <= capped.value <= ceiling.value, f"{found.name} is worth more than everything"
    return capped


def _positive(matrix: Array) -> Array:
    """The nearest matrix without negative eigenvalues."""
    values, vectors = np.linalg.eigh(0.5 * (matrix + matrix.T))
    return np.asarray((vectors * np.maximum(values, 0.0)) @ vectors.T)


def _root(matrix: Array) -> Array:
    values, vectors = np.linalg.eigh(matrix)
    return np.asarray((vectors * np.sqrt(np.maximum(values, 0.0))) @ vectors.T)
