"""Screening: which unknowns move the answer at all, from few points (Morris, Technometrics 33 (1991) 161).

Elementary effects along random trajectories through a grid of the unit cube; mu* is the mean of their sizes
(Campolongo et al., Environmental Modelling & Software 22 (2007) 1509). A mean of noisy sizes would never be zero: the
size is estimated from two independent halves of the replicates, whose product has the square of the true effect as
its mean. All points of a trajectory share their luck where the subject can do that: steps are less noisy then.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shorad.errors import ScenarioError
from shorad.study.subject import Subject

Array = NDArray[np.float64]
LEVELS = 4  # grid levels; a step is 2/3 of the range, Morris' choice for an even number
APART = 1 << 24  # numbers of luck that no other part of a study uses
BOOTSTRAPS = 400
STEP = LEVELS / (2.0 * (LEVELS - 1))


@dataclass(frozen=True)
class Effect:
    """`size`: root mean square effect over half the range, noise taken off; `mean` with sign; `error` of that mean."""

    name: str
    size: float
    mean: float
    error: float
    interval: tuple[float, float] = (0.0, 0.0)  # 95 % of `size`, over the trajectories

    @property
    def seen(self) -> bool:
        """Whether the trajectories tell it from nothing."""
        return self.interval[0] > 0.0


def morris(
    subject: Subject, trajectories: int, replicates: int, seed: int = 1, tell: Callable[[int], None] | None = None
) -> tuple[Effect, ...]:
    """Effects of all unknowns, largest first, from trajectories x (unknowns + 1) points.

    ScenarioError for fewer than 4 trajectories or an odd or too small number of replicates.
    """
    if trajectories < 4:
        raise ScenarioError(f"{trajectories} trajectories are too few for screening", "ask for 4 or more, better 10")
    if replicates < 2 or replicates % 2:
        raise ScenarioError(f"{replicates} replicates cannot be halved", "ask for an even number, 2 or more")
    rng = np.random.default_rng(seed)
    halves = np.zeros((2, trajectories, subject.size))
    for t in range(trajectories):
        points, order, sign = _trajectory(rng, subject.size)
        if subject.alike is not None:
            cells = subject.alike(points, APART + t, replicates)
        else:
            cells = subject.evaluate(points, t * len(points), replicates)
        for h in (0, 1):
            steps = np.diff(cells[:, h::2].mean(axis=1))
            halves[h, t, order] = steps * sign
        if tell is not None:
            tell((t + 1) * len(points))
    return _effects(subject.names, halves)


def _trajectory(rng: np.random.Generator, size: int) -> tuple[Array, NDArray[np.int64], Array]:
    """(size + 1) points that differ in one coordinate each; the order of coordinates; the sign of each step."""
    low = rng.integers(0, LEVELS // 2, size) / (LEVELS - 1.0)
    up = rng.random(size) < 0.5
    order = rng.permutation(size)
    points = np.tile(np.where(up, low, low + STEP), (size + 1, 1))
    for i, column in enumerate(order):
        points[i + 1 :, column] = low[column] + (STEP if up[column] else 0.0)
    # the ends of a distribution are nobody's value: cells of the grid are entered at their middle
    return (points * (LEVELS - 1.0) + 0.5) / LEVELS, order, np.where(up[order], 1.0, -1.0)


def _effects(names: tuple[str, ...], halves: Array) -> tuple[Effect, ...]:
    square = (halves[0] * halves[1]).mean(axis=0)
    both = halves.mean(axis=0)
    error = both.std(axis=0, ddof=1) / np.sqrt(len(both))
    rng = np.random.default_rng(0)
    products = halves[0] * halves[1]
    again = np.array([products[rng.integers(0, len(both), len(both))].mean(axis=0) for _ in range(BOOTSTRAPS)])
    ends = np.sqrt(np.maximum(np.quantile(again, (0.025, 0.975), axis=0), 0.0))
    found = [
        Effect(
            name, float(np.sqrt(max(square[i], 0.0))), float(both[:, i].mean()), float(error[i]),
            (float(ends[0, i]), float(ends[1, i])),
        )
        for i, name in enumerate(names)
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda effect: -effect.size))
