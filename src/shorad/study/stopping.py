"""Run until an interval is narrow enough: a fixed-width sequential rule over draws, corrected for looking.

Draws come in batches; after each, the rule asks whether the half-width of the 95 % interval has reached what was asked
for. A draw is the unit of chance: its replicates share its unknowns. Stopping at the first interval that happens to
look narrow gives intervals that miss too often (not in the limit of small widths: Chow and Robbins, 1965), above all
for shares near 0 or 1, where the first draws may all agree. Corrections: the spread is taken as if `IMAGINED`
further draws had given the least and as many the largest value there is (Frey, The American Statistician 64, 2010);
half a step between possible means is added, as for any count; looks are few, and none comes before `LEAST` draws. The
coverage that this gives is measured: docs/validation.md, "Sequential stopping".
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from shorad.errors import ScenarioError, suggest
from shorad.results.intervals import t_quantile

if TYPE_CHECKING:
    from shorad.results.columns import Outcomes
    from shorad.results.measures import Definition

LEAST = 32  # draws before the first look
IMAGINED = 2.0  # draws at each end
GROWTH = 1.3  # of the number of draws between two looks: few looks, some overshoot
MOST = 20_000  # draws, where nothing else is said
PATTERNS = (
    r"\s*(?:([\w.]+)\s*)?(?:\+-|\+/-|±)\s*([\d.eE+-]+)\s*(%?)\s*",
    r"\s*half-?width of ([\w.]+)\s*<\s*([\d.eE+-]+)\s*(%?)\s*",
)


@dataclass(frozen=True)
class Width:
    """What was asked for: the half-width of a measure's 95 % interval."""

    path: str
    half: float

    def __str__(self) -> str:
        return f"{self.path} ± {self.half:g}"


@dataclass(frozen=True)
class Look:
    """What one look saw."""

    draws: int
    mean: float
    half: float  # half-width, corrected


def width(text: str, answer: str = "") -> Width:
    """Read `PATH +- NUMBER`, `+- NUMBER` (of the answer) or `halfwidth of PATH < NUMBER`; `2 %` is 0.02."""
    import re

    for pattern in PATTERNS:
        found = re.fullmatch(pattern, text)
        if found is None:
            continue
        try:
            half = float(found[2]) * (0.01 if found[3] else 1.0)
        except ValueError:
            break
        if half > 0.0 and math.isfinite(half):
            return Width(found[1] or answer, half)
    raise ScenarioError(
        f'"{text}" says nothing to run until', f'write a measure and a half-width: --until "{answer} +- 0.02"'
    )


def look(values: ArrayLike, lowest: float, highest: float) -> Look:
    """One look at the values (K,) of K draws, which lie between `lowest` and `highest`."""
    y = np.asarray(values, dtype=np.float64)
    n = len(y)
    mean = float(y.mean())
    if n < 2:
        return Look(n, mean, math.inf)
    whole = n + 2.0 * IMAGINED
    centre = (y.sum() + IMAGINED * (lowest + highest)) / whole
    squares = ((y - centre) ** 2).sum() + IMAGINED * ((lowest - centre) ** 2 + (highest - centre) ** 2)
    half = t_quantile(n - 1) * math.sqrt(squares / (whole - 1.0) / whole)
    return Look(n, mean, half + 0.5 * (highest - lowest) / n)


def numbers(first: int, most: int) -> Iterator[int]:
    """How many draws there are at each look."""
    n = min(max(first, LEAST), most)
    while n < most:
        yield n
        n = min(most, max(n + 1, math.ceil(n * GROWTH)))
    yield most


def until(
    half: float, values: Callable[[int], tuple[NDArray[np.float64], float, float]], first: int, most: int
) -> tuple[Look, bool]:
    """Look until the half-width is at most `half`: the last look, and whether it got there.

    `values(n)` gives the values of the first n draws and the ends of their range.
    """
    seen = Look(0, 0.0, math.inf)
    for n in numbers(first, most):
        seen = look(*values(n))
        if seen.half <= half or seen.draws < n:  # fewer than asked for: somebody wants to stop
            break
    return seen, seen.half <= half


def per_draw(definition: Definition, outcomes: Outcomes) -> tuple[NDArray[np.float64], float, float]:
    """A measure's value of each draw (K,), and the ends of its range (of what was seen, where none is known).

    Of a ratio of means, its linear part: the mean of these values is the ratio, and their spread is its error.
    """
    _, index, n = np.unique(outcomes.run["k"], return_inverse=True, return_counts=True)
    top = np.bincount(index, definition.top(outcomes).astype(np.float64)) / n
    if definition.bottom is None:
        ends = (0.0, definition.upper) if definition.upper is not None else (float(top.min()), float(top.max()))
        return top, *ends
    bottom = np.bincount(index, definition.bottom(outcomes).astype(np.float64)) / n
    if not bottom.any():
        return np.zeros(1), 0.0, 1.0
    share = float(top.sum() / bottom.sum())
    linear = share + (top - share * bottom) / bottom.mean()
    return linear, float(linear.min()), float(linear.max())


def known(path: str, paths: list[str]) -> None:
    """ScenarioError for a measure that is not there."""
    if path not in paths:
        raise ScenarioError(f'no measure is called "{path}"', suggest(path, paths))
