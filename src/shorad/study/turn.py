"""The search behind `shorad flip`: single changes of one unknown that carry a noisy answer across a threshold.

Works on any function with luck. Three stages under common random numbers, then one with fresh luck:

1. screen: every branch of a hypothesis, and both ends of every range, in few runs; what moves the answer most towards
   the threshold goes on;
2. weigh: those in all runs; a change crosses when the whole 95 % interval of the answer lies beyond the threshold;
3. narrow: halving between the middle of a range and the end that crosses, for the most plausible value that does;
4. confirm: the change and the unchanged answer again in draws that the search has not seen: among many candidates the
   luckiest would look better than it is.

Plausibility is one number for both kinds: the weight of the alternative, or the chance that a number lies so far out or
further.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from shorad.errors import ScenarioError
from shorad.results.intervals import Interval, estimate

Cells = NDArray[np.float64]
END = 0.01  # share of a range beyond its tested ends
HALVINGS = 4
FEWEST = 8  # draws


@dataclass(frozen=True)
class Change:
    """One unknown held: at probability `u` of its distribution, or at the alternative `branch`."""

    path: str
    u: float = 0.5
    branch: str = ""
    weight: float = 0.0  # of the alternative

    @property
    def chance(self) -> float:
        """How plausible: the weight of the alternative, or the chance of a number so far out or further."""
        return self.weight if self.branch else min(self.u, 1.0 - self.u)


@dataclass(frozen=True)
class Turned:
    """A change and the answer under it; `crosses` when the interval lies wholly beyond the threshold."""

    change: Change
    mean: float
    interval: Interval
    before: float  # unchanged, in the same draws
    crosses: bool
    address: tuple[int, int] | None = None  # (k, r) of a replicate that the change turns
    turned: tuple[float, float] = (0.0, 0.0)  # the measure in it, before and after


@dataclass(frozen=True)
class Search:
    """What was found. `turned` by falling plausibility; `nearest` came closest of all that were weighed."""

    threshold: float
    mean: float
    interval: Interval
    above: bool  # the unchanged answer
    turned: tuple[Turned, ...]
    nearest: tuple[Turned, ...]
    screened: int
    runs: int


Evaluate = Callable[[Sequence[Change | None], range, int], list[Cells]]  # (draws, replicates) under each change


@dataclass(frozen=True)
class Effort:
    """How much to spend."""

    draws: int = 40
    replicates: int = 12
    screen: tuple[int, int] = (6, 8)  # draws and replicates of the first stage, at most
    weigh: int = 12  # changes that go on to the second


class _Count:
    """Counts the runs of a search, and knows the best value that a replicate can have."""

    def __init__(self, evaluate: Evaluate, threshold: float, upper: float | None) -> None:
        self.evaluate, self.threshold, self.upper, self.runs = evaluate, threshold, upper, 0

    def cells(self, change: Change | None, draws: range, replicates: int) -> Cells:
        return self.each([change], draws, replicates)[0]

    def each(self, changes: Sequence[Change | None], draws: range, replicates: int) -> list[Cells]:
        found = self.evaluate(changes, draws, replicates)
        self.runs += sum(cells.size for cells in found)
        return found

    def interval(self, cells: Cells) -> Interval:
        found = estimate(cells.ravel(), np.repeat(np.arange(len(cells)), cells.shape[1]), self.upper)
        return found.sampling or (found.mean, found.mean)

    def turned(self, change: Change, cells: Cells, base: Cells, above: bool) -> Turned:
        low, high = self.interval(cells)
        crosses = high < self.threshold if above else low > self.threshold
        return Turned(change, float(cells.mean()), (low, high), float(base.mean()), crosses)


def search(
    changes: Sequence[Change], evaluate: Evaluate, threshold: float, effort: Effort, upper: float | None = None
) -> Search:
    """Look among `changes`: all alternatives, and both ends of every range. ScenarioError with too few draws."""
    if effort.draws < FEWEST or effort.replicates < 2:
        raise ScenarioError(
            f"{effort.draws} draws x {effort.replicates} replicates tell no side from the other",
            f"ask for {FEWEST} draws and 2 replicates or more, better 40 x 10",
        )
    count = _Count(evaluate, threshold, upper)
    draws, n = range(effort.draws), effort.replicates
    base = count.cells(None, draws, n)
    above = bool(base.mean() >= threshold)
    close = _screened(changes, count, base, above, effort)
    weighed = [
        count.turned(change, cells, base, above)
        for change, cells in zip(close, count.each(close, draws, n), strict=True)
    ]
    narrowed = [_narrowed(each, count, base, above) for each in weighed if each.crosses]
    fresh = range(effort.draws, 2 * effort.draws)
    again = count.cells(None, fresh, n) if narrowed else base
    confirmed = [_confirmed(each, count, again, fresh, above) for each in narrowed]
    found = {each.change.path: each for each in sorted(confirmed, key=lambda each: each.change.chance) if each.crosses}
    order = tuple(sorted(found.values(), key=lambda each: (-each.change.chance, each.change.path)))
    sign = 1.0 if above else -1.0
    nearest = sorted((each for each in weighed if each.change.path not in found), key=lambda each: sign * each.mean)
    return Search(
        threshold, float(base.mean()), count.interval(base), above, order, tuple(nearest), len(changes), count.runs
    )


def _screened(changes: Sequence[Change], count: _Count, base: Cells, above: bool, effort: Effort) -> list[Change]:
    """Those that move the answer most towards the threshold, as far as few runs can tell: mean and two errors."""
    draws, n = min(effort.screen[0], effort.draws), min(effort.screen[1], effort.replicates)
    sign, reach = -1.0 if above else 1.0, []
    for cells in count.each(changes, range(draws), n):
        apart = sign * (cells - base[:draws, :n])
        moved = apart.any()  # what never differs is not taken on, however few the runs
        error = float(apart.std()) / np.sqrt(apart.size)
        reach.append(float(apart.mean()) + 2.0 * error if moved else -np.inf)
    order = np.argsort(reach, kind="stable")[::-1][: effort.weigh]
    return [changes[i] for i in order if reach[i] > 0.0]


def _narrowed(each: Turned, count: _Count, base: Cells, above: bool) -> list[Turned]:
    """Values of a range that cross, the one nearest to its middle first."""
    if each.change.branch:
        return [each]
    out, inside, crossing = each.change.u, 0.5, [each]
    for _ in range(HALVINGS):
        middle = 0.5 * (out + inside)
        change = replace(each.change, u=middle)
        tried = count.turned(change, count.cells(change, range(len(base)), base.shape[1]), base, above)
        if tried.crosses:
            crossing.insert(0, tried)
            out = middle
        else:
            inside = middle
    return crossing


def _confirmed(crossing: Sequence[Turned], count: _Count, base: Cells, fresh: range, above: bool) -> Turned:
    """The first that crosses in draws that the search has not seen too, with the address of a replicate it turns."""
    for each in crossing:
        cells = count.cells(each.change, fresh, base.shape[1])
        found = count.turned(each.change, cells, base, above)
        if found.crosses:
            break
    moved = (base - cells) if above else (cells - base)
    k, r = np.unravel_index(int(moved.argmax()), moved.shape)
    if moved[k, r] <= 0.0:
        return found
    return replace(found, address=(fresh[int(k)], int(r)), turned=(float(base[k, r]), float(cells[k, r])))
