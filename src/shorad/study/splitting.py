"""Rare events by multilevel splitting: a path that comes nearer to the event goes on as several, each of less weight.

Fixed splitting (Kahn and Harris 1951; Glasserman, Heidelberger, Shahabuddin and Zajic, Operations Research 47, 1999):
levels of a height and a number of copies for each are chosen beforehand, from a pilot with luck of its own. A path that
first passes a level is copied, state and all; every copy takes a new number, so its luck from there on is its own, and
its weight is divided by the number of copies. The sum of the weights of the paths that end in the event has the event's
probability as its mean, whatever height, levels and copies are: those decide how wide the interval is, not where it is.

A number is the lineage: the root's in its low 16 bits, the serial number of the copy within the root's tree above them.
Numbers of roots are those of plain replicates: a tree that never splits is that replicate.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from shorad.errors import ScenarioError
from shorad.results.intervals import t_quantile, wilson

ROOTS = 1 << 16  # numbers of roots, and of copies in one tree
COPIES = 4  # aim: one in so many paths that passed a level passes the next
FEW = 16  # paths above a level, at least, for the pilot to trust it
LEVELS = 24
HITS = 10  # trees with the event: from so many on their weights tell how wide the interval is


class Process(Protocol):
    """Something with luck: it goes on from checkpoint to checkpoint and ends in the event or not."""

    def start(self, number: int) -> Any:
        """The beginning of the path with this number."""
        ...

    def copy(self, state: Any, number: int) -> Any:
        """The same state, with other luck from here on."""
        ...

    def advance(self, state: Any, goal: float) -> bool:
        """On to the next checkpoint; True when the path is over. It may be where `goal` can first be reached."""
        ...

    def height(self, state: Any) -> float:
        """How near to the event."""
        ...

    def hit(self, state: Any) -> bool:
        """Whether a path that is over ended in the event."""
        ...


@dataclass(frozen=True)
class Plan:
    """Levels of the height, rising, and into how many copies a path goes on above each."""

    levels: tuple[float, ...] = ()
    copies: tuple[int, ...] = ()


@dataclass(frozen=True)
class Tree:
    """All paths of one root: their weights, the highest point of each, whether it ended in the event."""

    weight: NDArray[np.float64]
    top: NDArray[np.float64]
    hit: NDArray[np.bool_]

    @property
    def value(self) -> float:
        """Its mean over roots is the probability of the event."""
        return float(self.weight[self.hit].sum())


def tree(process: Process, root: int, plan: Plan, watched: bool = False) -> Tree:
    """Run the paths of one root, depth first. ScenarioError for a root or a tree without numbers left.

    A path is looked at when it may have reached the next level, above the last one only if it is `watched`: then the
    highest points of the paths up there are exact.
    """
    if not 0 <= root < ROOTS:
        raise ScenarioError(f"root {root} has no number", f"ask for at most {ROOTS} replicates of a draw")
    open_paths: list[tuple[Any, int, float, float]] = [(process.start(root), 0, 1.0, -np.inf)]
    done: list[tuple[float, float, bool]] = []
    serial = 0
    while open_paths:
        state, level, weight, top = open_paths.pop()
        while not process.advance(state, _goal(plan, level, watched)):
            height = process.height(state)
            top = max(top, height)
            many = 1
            while level < len(plan.levels) and height >= plan.levels[level]:
                many *= plan.copies[level]
                level += 1
            weight /= many
            for _ in range(many - 1):
                serial += 1
                if serial >= ROOTS:
                    raise ScenarioError(f"the paths of root {root} outgrow their numbers", "choose fewer copies")
                open_paths.append((process.copy(state, root | serial << 16), level, weight, top))
        done.append((weight, max(top, process.height(state)), process.hit(state)))
    weights, tops, hits = zip(*done, strict=True)
    return Tree(np.array(weights), np.array(tops), np.array(hits))


def _goal(plan: Plan, level: int, watched: bool) -> float:
    """The next height at which something happens; above the last level, where it is `watched`, everything counts."""
    if level < len(plan.levels):
        return plan.levels[level]
    return -np.inf if watched else np.inf


def pilot(process: Process, roots: Sequence[int], copies: int = COPIES) -> Plan:
    """Levels such that about one in `copies` paths passes from each to the next, found from below, pass by pass."""
    plan = Plan()
    while len(plan.levels) < LEVELS:
        trees = [tree(process, root, plan, watched=True) for root in roots]
        weight, top, hit = (np.concatenate([getattr(t, name) for t in trees]) for name in ("weight", "top", "hit"))
        above = top >= plan.levels[-1] if plan.levels else np.ones(len(top), bool)
        mass = float(weight[above].sum())
        following = None if weight[hit].sum() * copies >= mass else _next(weight[above], top[above], copies)
        if following is None:
            return plan
        plan = Plan((*plan.levels, following[0]), (*plan.copies, following[1]))
    return plan


def _next(weight: NDArray[np.float64], top: NDArray[np.float64], copies: int) -> tuple[float, int] | None:
    """The level that one in `copies` passes, as nearly as the paths seen tell, and how many copies suit it."""
    order = np.argsort(-top, kind="stable")
    heights, share = top[order], np.cumsum(weight[order]) / weight.sum()
    last = np.append(heights[1:] != heights[:-1], True)  # of several paths of one height the last has seen them all
    usable = last & (np.arange(1, len(top) + 1) >= FEW) & (share < 0.75)
    if not usable.any():
        return None
    at = np.flatnonzero(usable)[np.argmin(np.abs(np.log(share[usable] * copies)))]
    return float(heights[at]), max(2, round(1.0 / float(share[at])))


def interval(values: NDArray[np.float64], k: NDArray[np.int64]) -> tuple[float, float, float]:
    """Mean over draws of the values of roots, and its 95 % interval.

    Few trees carry most of the weight: the interval is symmetric in the logarithm, which covers where one around the
    mean does not. A chance is never above the share of trees that have the event in them: where those are few, and what
    they weigh says little of the others, the interval ends no lower than the score interval of that share.
    """
    groups, index, n = np.unique(k, return_inverse=True, return_counts=True)
    means = np.bincount(index, values) / n if len(groups) > 1 else values
    mean = float(means.mean())
    if mean <= 0.0:
        return 0.0, *wilson(0.0, float(len(means)))
    error = float(means.std(ddof=1)) / math.sqrt(len(means)) if len(means) > 1 else mean
    factor = math.exp(t_quantile(max(len(means) - 1, 1)) * error / mean)
    hits = int((values > 0.0).sum())
    least = wilson(hits / len(values), float(len(values)))[1] if hits < HITS else 0.0
    return mean, mean / factor, min(1.0, max(mean * factor, least))
