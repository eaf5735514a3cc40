"""A Bayesian update of what is not known on records of combat, by importance resampling of the draws.

The draws come from the prior; the weight of a draw is the chance of the records under it, estimated by its own runs
without bias, so that the weighted draws are the posterior however few runs there are (Andrieu & Roberts, Annals of
Statistics 37 (2009) 697). What the weights say of an unknown is held against the same weights dealt out at random: a
shift or a narrowing counts only beyond what the luckiest of all unknowns of the group would show by chance.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from shorad.errors import ScenarioError, suggest
from shorad.study.evidence import Evidence, likelihood, predicted
from shorad.study.regress import branch_of, normal_scores

Array = NDArray[np.float64]
Value = float | str
DRAWS, REPLICATES = 600, 8  # where nothing is asked for
LEAST = 10.0  # effective draws
SHUFFLES = 400
CLOSE = 5  # unknowns among which a combination is looked for
LEVEL = 0.99  # of the luckiest of all


@dataclass(frozen=True)
class Told:
    """What the records say of one unknown. Spreads and shift in standard deviations of the prior."""

    name: str
    shift: float
    width: float  # posterior spread over prior spread
    surely: bool  # beyond what chance gives the luckiest of the group
    prior: tuple[str, ...] | tuple[float, float, float]  # 5, 50, 95 %; of a hypothesis the branches
    posterior: tuple[float, ...]  # the same quantiles; of a hypothesis the weight of each branch


@dataclass(frozen=True)
class Together:
    """A combination of unknowns that the records tell better than any of them alone."""

    names: tuple[str, ...]
    signs: tuple[float, ...]
    width: float  # of the combination
    alone: float  # of the best of them alone


@dataclass(frozen=True)
class LeftOut:
    """A record (or count) as predicted without it: 90 % intervals before and after the others were used."""

    name: str
    text: str
    before: tuple[float, float]
    after: tuple[float, float]
    gain: float  # chance of it after over before


@dataclass(frozen=True)
class Posterior:
    """What an update gives back."""

    evidence: tuple[Evidence, ...]
    weights: Array  # (draws,), sum 1
    effective: float  # draws that the weights are worth
    told: tuple[Told, ...]  # the most told first
    together: Together | None
    left_out: tuple[LeftOut, ...]


def calibrate(evidence: Sequence[Evidence], patterns: Sequence[str]) -> Posterior:
    """Update the unknowns whose paths match `patterns` on all of the evidence (runs of equal draws). ScenarioError."""
    names, points, ends = _joined(evidence)
    rows = _members(names, patterns)
    weights = weigh([each.likelihood for each in evidence])
    drawn = {path: [each.drawn[k][path] for k in range(len(weights))] for each in evidence for path in each.drawn[0]}
    told, limit = _told(names, points, ends, rows, weights, drawn)
    return Posterior(
        tuple(evidence), weights, effective(weights), tuple(told), _together(names, points, ends, rows, weights, limit),
        tuple(_left_out(evidence)),
    )  # fmt: skip


def weigh(likelihoods: Sequence[Array]) -> Array:
    """Weights (draws,) of the posterior. ScenarioError when hardly a draw can bring the records about."""
    product = np.prod(np.array(likelihoods), axis=0)
    if not product.sum() > 0.0:
        right = "ask for more draws and replicates, or for fewer counts at once"
        raise ScenarioError("in no run did the records come out together: nothing can be learnt from them", right)
    weights = product / product.sum()
    if effective(weights) < LEAST:
        problem = (
            f"the records leave the weight of {effective(weights):.1f} draws of {len(weights)}: too few to say anything"
        )
        raise ScenarioError(
            problem, f"ask for {int(np.ceil(len(weights) * 2 * LEAST / effective(weights)))} draws or more"
        )
    return np.asarray(weights)


def effective(weights: Array) -> float:
    """How many equal draws the weights are worth (Kish)."""
    return float(1.0 / (weights**2).sum())


def resample(values: Array, weights: Array, count: int, rng: np.random.Generator) -> Array:
    """`count` draws from the posterior."""
    return np.asarray(rng.choice(values, count, p=weights))


def quantiles(values: Array, weights: Array, at: Sequence[float]) -> tuple[float, ...]:
    """Weighted quantiles."""
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(weights[order])
    last = len(values) - 1
    return tuple(float(values[order][min(int(np.searchsorted(reached, q)), last)]) for q in at)


def ranks(
    truth: Array, records: Sequence[Array], chance: Callable[[float, Array], Array], trials: int, count: int = 19,
    seed: int = 1, narrow: float = 1.0,
) -> NDArray[np.int64]:  # fmt: skip
    """Ranks of simulation-based calibration (Talts et al., arXiv 1804.06788): uniform on 0 .. count.

    `truth` (draws,) is one unknown, each of `records` (draws, replicates) what was observed under it, `chance(seen,
    runs)` the likelihood of one. Each trial takes one run of each for the record, updates the other draws on all of
    them and counts how many of `count` draws of that posterior lie below the truth; a trial that no other draw explains
    has no rank, so that there may be fewer than `trials`. `narrow` shrinks the posterior: a wrong one, to show that it
    is found.
    """
    rng, out = np.random.default_rng(seed), []
    for _ in range(trials):
        k = rng.integers(len(truth))
        weights = np.ones(len(truth))
        for runs in records:
            weights *= chance(float(runs[k, rng.integers(runs.shape[1])]), runs).mean(axis=1)
        weights[k] = 0.0
        if not weights.sum() > 0.0:
            continue
        weights /= weights.sum()
        sample = resample(truth, weights, count, rng)
        centre = float((weights * truth).sum())
        out.append(int((centre + narrow * (sample - centre) < truth[k]).sum()))
    return np.array(out, dtype=np.int64)


def uniformity(found: NDArray[np.int64], count: int = 19) -> float:
    """Chi-square of ranks against a uniform distribution over count + 1 bins (19: 99 % critical value 36.191)."""
    seen = np.bincount(found, minlength=count + 1)
    expected = len(found) / (count + 1)
    return float(((seen - expected) ** 2 / expected).sum())


class Check(NamedTuple):
    """Simulated records: chi-square of their ranks (20 classes), how many could be updated on, of how many."""

    chi2: float
    used: int
    trials: int


def simulated(found: Posterior, trials: int = 400) -> Check:
    """Ranks of the most told unknown when the records are runs of the model itself, all records at once.

    The likelihood is the one of the update: exact counts, all of a record's evidence at once.
    """
    records = [_outcomes(each) for each in found.evidence]
    names, points, _ = _joined(found.evidence)
    numeric = next((each.name for each in found.told if not isinstance(each.prior[0], str)), names[0])
    seen = ranks(points[:, names.index(numeric)], records, lambda one, all_: 1.0 * (all_ == one), trials)
    return Check(uniformity(seen) if len(seen) else 0.0, len(seen), trials)


def _outcomes(evidence: Evidence) -> Array:
    """A number (draws, replicates) for each combination of the counts that a record is judged by."""
    used = list(evidence.record.evidence) or list(evidence.record.counts)
    stacked = [evidence.values[name] for name in used]
    codes = np.unique(np.array([values.ravel() for values in stacked]), axis=1, return_inverse=True)[1]
    return np.asarray(codes.reshape(stacked[0].shape), np.float64)


# ---- parts ---------------------------------------------------------------------------------
def _joined(evidence: Sequence[Evidence]) -> tuple[tuple[str, ...], Array, list[tuple[float, ...]]]:
    """All unknowns of all records, each once: draws share their random addresses."""
    columns: dict[str, tuple[Array, tuple[float, ...]]] = {}
    for each in evidence:
        for i, path in enumerate(each.names):
            columns.setdefault(path, (each.points[:, i], each.ends[i]))
    return tuple(columns), np.array([u for u, _ in columns.values()]).T, [ends for _, ends in columns.values()]


def _members(names: Sequence[str], patterns: Sequence[str]) -> list[int]:
    for pattern in patterns:
        if not any(fnmatchcase(path, pattern) for path in names):
            near = suggest(pattern.rstrip("*."), list(names), 6)
            raise ScenarioError(f'"{pattern}" is nothing that is not known in these records', near, "--group")
    return [i for i, path in enumerate(names) if any(fnmatchcase(path, pattern) for pattern in patterns)]


def _scores(points: Array, ends: Sequence[tuple[float, ...]], rows: Sequence[int]) -> Array:
    """One column per unknown with mean 0 and spread 1; a hypothesis by the number of its branch."""
    columns = [branch_of(points[:, i], ends[i]) * 1.0 if ends[i] else normal_scores(points[:, [i]])[:, 0] for i in rows]
    z = np.array(columns).T
    spread = z.std(axis=0)
    return np.asarray((z - z.mean(axis=0)) / np.where(spread > 0.0, spread, 1.0))


def _moments(z: Array, weights: Array) -> tuple[Array, Array]:
    shift = weights @ z
    return shift, np.sqrt(np.maximum(weights @ z**2 - shift**2, 0.0))


def _told(
    names: Sequence[str], points: Array, ends: Sequence[tuple[float, ...]], rows: Sequence[int], weights: Array,
    drawn: Mapping[str, Sequence[Value]],
) -> tuple[list[Told], Array]:  # fmt: skip
    """Shift and width of each unknown; with them the shuffled weights."""
    z = _scores(points, ends, rows)
    rng = np.random.default_rng(0)
    dealt = np.array([rng.permutation(weights) for _ in range(SHUFFLES)])
    nulls = [_moments(z, each) for each in dealt]
    centre = [np.mean([n[j] for n in nulls], axis=0) for j in (0, 1)]
    scale = [np.std([n[j] for n in nulls], axis=0) + 1e-12 for j in (0, 1)]

    def size(found: tuple[Array, Array]) -> Array:
        return np.asarray(np.max([np.abs(found[j] - centre[j]) / scale[j] for j in (0, 1)], axis=0))

    limit = float(np.quantile([size(each).max() for each in nulls], LEVEL))
    shift, width = _moments(z, weights)
    strength = size((shift, width))
    out = []
    for j in np.argsort(-strength):
        path = names[rows[j]]
        prior, posterior = _spans(path, drawn[path], weights)
        out.append(
            Told(path, float(shift[j]), float(width[j] / centre[1][j]), bool(strength[j] > limit), prior, posterior)
        )
    return out, dealt


def _spans(
    path: str, values: Sequence[Value], weights: Array
) -> tuple[tuple[str, ...] | tuple[float, float, float], tuple[float, ...]]:
    if isinstance(values[0], str):
        branches = tuple(sorted({str(v) for v in values}))
        return branches, tuple(float(weights[[v == each for v in values]].sum()) for each in branches)
    x = np.array(values, dtype=np.float64)
    low, middle, high = quantiles(x, np.full(len(x), 1.0 / len(x)), (0.05, 0.5, 0.95))
    return (low, middle, high), quantiles(x, weights, (0.05, 0.5, 0.95))


def _together(
    names: Sequence[str],
    points: Array,
    ends: Sequence[tuple[float, ...]],
    rows: Sequence[int],
    weights: Array,
    dealt: Array,
) -> Together | None:
    """The best told direction among the most correlated unknowns, if it beats its parts and what chance would show."""
    z = _scores(points, ends, rows)
    if z.shape[1] < 2:
        return None
    width, vector, chosen = _direction(z, weights)
    if width >= np.quantile([_direction(z, each)[0] for each in dealt], 1.0 - LEVEL):
        return None
    alone = float(_moments(z[:, chosen], weights)[1].min())
    parts = np.flatnonzero(np.abs(vector) > 0.35)
    if len(parts) < 2 or width > 0.8 * alone:
        return None
    named = tuple(names[rows[chosen[i]]] for i in parts)
    return Together(named, tuple(float(vector[i]) for i in parts), width, alone)


def _direction(z: Array, weights: Array) -> tuple[float, Array, NDArray[np.int64]]:
    """Spread of the narrowest direction among the `CLOSE` unknowns that the weights bind most to each other."""
    centred = z - weights @ z
    covariance = centred.T @ (weights[:, None] * centred)
    bound = np.abs(covariance - np.diag(np.diag(covariance))).max(axis=0)
    chosen = np.argsort(-bound)[: min(CLOSE, z.shape[1])]
    values, vectors = np.linalg.eigh(covariance[np.ix_(chosen, chosen)])
    return float(np.sqrt(max(values[0], 0.0))), vectors[:, 0], chosen


def _left_out(evidence: Sequence[Evidence]) -> list[LeftOut]:
    """Each record predicted from the others; of one record, each of its counts from the others."""
    out = []
    for each in evidence:
        used = list(each.record.evidence) or list(each.record.counts)
        for name in used:
            if len(evidence) > 1:
                others = [other.likelihood for other in evidence if other is not each]
            elif len(used) > 1:
                others = [likelihood(each.record, each.values, [other for other in used if other != name])]
            else:
                return []
            product = np.prod(np.array(others), axis=0)
            if product.sum() > 0.0:
                out.append(_one_out(each, name, product / product.sum()))
    return out


def _one_out(each: Evidence, name: str, weights: Array) -> LeftOut:
    count, values = each.record.counts[name], each.values[name]
    said = predicted(count, values, each.record.event)
    flat = np.repeat(weights / said.shape[1], said.shape[1])
    before = quantiles(said.ravel(), np.full(said.size, 1.0 / said.size), (0.05, 0.95))
    after = quantiles(said.ravel(), flat, (0.05, 0.95))
    chance = likelihood(each.record, each.values, [name])
    gain = float((weights * chance).sum() / chance.mean()) if chance.mean() > 0.0 else 0.0
    return LeftOut(f"{each.record.name}.{name}", count.text, (before[0], before[1]), (after[0], after[1]), gain)
