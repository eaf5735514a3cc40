"""Ranking and selection under common random numbers: which of several noisy candidates is best, and how surely.

All candidates run the same draws. After every stage those are dropped whose paired difference to the leader lies below
zero with a one-sided confidence that allows for the number of candidates and stages (a Bonferroni bound on the
screening of Nelson, Swann, Goldsman and Song, Operations Research 49 (2001) 950); the draws double for the others. The
chance of being truly best comes from normal beliefs about the means with the paired covariance that was seen. The
winner looks better than it is, being the largest of several: its value and margin come from draws that chose nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from shorad.errors import ScenarioError
from shorad.results.intervals import Interval, t_quantile

Cells = NDArray[np.float64]
Sample = Callable[[Sequence[int], range], list[Cells]]  # (draws, replicates) of each in these draws; more is better
FIRST = 8  # draws of the first stage
LEVEL = 0.05  # that the best one is dropped
BELIEFS = 20_000


@dataclass(frozen=True)
class Ranked:
    """One candidate: mean over its draws, paired difference to the winner, and whether it was dropped."""

    index: int
    mean: float
    error: float
    behind: float  # winner minus this one, in the draws of both; 0 for the winner
    behind_interval: Interval
    draws: int
    dropped: bool
    chance: float  # of being truly best


@dataclass(frozen=True)
class Selected:
    """`ranked` by the chance of being best, the winner first; `margin` over the second from fresh draws."""

    ranked: tuple[Ranked, ...]
    margin: float
    margin_interval: Interval
    value: float  # of the winner, from fresh draws
    value_error: float
    fresh: int
    runs: int


def select(count: int, sample: Sample, most: int) -> Selected:
    """Choose among `count` candidates with up to `most` draws each, and half as many fresh ones for the first two.

    ScenarioError with fewer than two candidates or 16 draws.
    """
    if count < 2:
        raise ScenarioError("one candidate is no choice", "state two or more")
    if most < 2 * FIRST:
        raise ScenarioError(
            f"{most} draws are too few to choose by", f"ask for {2 * FIRST} or more, better 80: --draws"
        )
    held: list[list[Cells]] = [[] for _ in range(count)]
    alive, done, runs = list(range(count)), 0, 0
    stages = int(np.ceil(np.log2(most / FIRST))) + 1
    while done < most and len(alive) > 1:
        upto = min(max(FIRST, 2 * done), most)
        for i, cells in zip(alive, sample(alive, range(done, upto)), strict=True):
            held[i].append(cells)
            runs += cells.size
        done = upto
        means = {i: np.concatenate([each.mean(axis=1) for each in held[i]]) for i in alive}
        leader = max(alive, key=lambda i: float(means[i].mean()))
        alive = [i for i in alive if not _behind(means[leader] - means[i], LEVEL / (count - 1) / stages)]
    every = [np.concatenate([each.mean(axis=1) for each in cells]) for cells in held]
    return _fresh(_ranked(every, alive), sample, every, most, runs)


def _behind(apart: Cells, level: float) -> bool:
    """Whether these paired differences (leader minus other) are above zero with one-sided error `level`."""
    n, mean = len(apart), float(apart.mean())
    error = float(apart.std(ddof=1)) / sqrt(n)
    return mean > 0.0 and error > 0.0 and mean > t_quantile(n - 1, 1.0 - 2.0 * level) * error


def _ranked(every: list[Cells], alive: list[int]) -> list[Ranked]:
    chances = _chances(every, alive)
    winner = max(alive, key=lambda i: (float(every[i].mean()), -i))
    out = []
    for i, means in enumerate(every):
        apart = every[winner][: len(means)] - means
        half = t_quantile(len(apart) - 1) * float(apart.std(ddof=1)) / sqrt(len(apart))
        behind = float(apart.mean())
        out.append(
            Ranked(
                i, float(means.mean()), float(means.std(ddof=1)) / sqrt(len(means)), behind,
                (behind - half, behind + half), len(means), i not in alive, chances[i],
            )
        )  # fmt: skip
    return sorted(out, key=lambda each: (each.index != winner, each.dropped, -each.chance, each.behind))


def _chances(every: list[Cells], alive: list[int]) -> list[float]:
    """Chance that each has the largest mean: Student beliefs with the paired covariance, ties shared.

    A dropped candidate is compared with the leader alone, in the draws that both have.
    """
    rng = np.random.default_rng(0)
    n = len(every[alive[0]])
    data = np.array([every[i] for i in alive])
    scale = np.sqrt((n - 1.0) / rng.chisquare(n - 1.0, BELIEFS))[:, None]
    cover = np.atleast_2d(np.cov(data)) / n
    values, vectors = np.linalg.eigh(cover)
    noise = rng.standard_normal((BELIEFS, len(alive))) @ (vectors * np.sqrt(np.maximum(values, 0.0))).T
    means = data.mean(axis=1) + scale * noise
    top = means >= means.max(axis=1, keepdims=True) - 1e-12
    shares = (top / top.sum(axis=1, keepdims=True)).mean(axis=0)
    leader = alive[int(data.mean(axis=1).argmax())]
    chances = np.zeros(len(every))
    chances[alive] = shares
    for i, own in enumerate(every):
        if i not in alive:
            apart = every[leader][: len(own)] - own
            error = float(apart.std(ddof=1)) / sqrt(len(apart))
            above = rng.standard_t(len(apart) - 1, BELIEFS) * error > float(apart.mean())
            chances[i] = float(above.mean())
    return [float(each) for each in chances / chances.sum()]


def _fresh(ranked: list[Ranked], sample: Sample, every: list[Cells], most: int, runs: int) -> Selected:
    """Value and margin of the winner in draws that chose nobody."""
    draws = range(most, most + max(FIRST, most // 2))
    first, second = sample([each.index for each in ranked[:2]], draws)
    one, apart = first.mean(axis=1), first.mean(axis=1) - second.mean(axis=1)
    n, margin = len(one), float(apart.mean())
    half = t_quantile(n - 1) * float(apart.std(ddof=1)) / sqrt(n)
    return Selected(
        tuple(ranked), margin, (margin - half, margin + half), float(one.mean()),
        float(one.std(ddof=1)) / sqrt(n), n, runs + first.size + second.size,
    )  # fmt: skip
