"""Numbers of a measure, draw by draw; of a measure that is a ratio the ratio of sums over draws, as of `shorad run`.

A draw in which nothing could be measured (no neutral flight came within reach) has no ratio of its own, and a mean of
the others' would count a draw with one flight as much as one with ten. So each run counts by what it holds: the ratio
of the sums q = sum(top) / sum(bottom) is linearised, q + (top - q bottom) / mean(bottom). The mean of that over all
runs is q exactly, its spread is the error of q to first order, and an empty draw says nothing for or against. Cochran,
Sampling Techniques (1977), ch. 6.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shorad.errors import ScenarioError
from shorad.results.columns import Outcomes
from shorad.results.measures import Definition

Cells = NDArray[np.float64]
Seen = tuple[NDArray[Any], NDArray[Any] | None]  # top and bottom of a measure, of each run


@dataclass
class Ratios:
    """Turns outcomes into numbers of one measure and counts draws that had nothing to measure.

    `once`: linearise about the ratio of the first call in all calls, as a study of variance needs, where points of
    several calls belong together; otherwise about that of each call, whose mean is then exact.
    """

    definition: Definition
    once: bool = False
    empty: int = 0
    seen: int = 0
    _about: list[tuple[float, float]] = field(default_factory=list)

    def see(self, outcomes: Outcomes) -> Seen:
        """What `numbers` needs of the runs of one draw."""
        bottom = self.definition.bottom
        return self.definition.top(outcomes), None if bottom is None else bottom(outcomes)

    def cells(self, found: Sequence[Outcomes]) -> Cells:
        """(draws, R) numbers, one row per element. ScenarioError when there was nothing to measure in any of them."""
        return self.numbers([self.see(each) for each in found])

    def numbers(self, seen: Sequence[Seen]) -> Cells:
        """As `cells`, from what was seen of each draw."""
        tops = np.array([top for top, _ in seen], dtype=np.float64)
        self.seen += len(seen)
        if self.definition.bottom is None:
            return tops
        bottoms = np.array([bottom for _, bottom in seen], dtype=np.float64)
        self.empty += int((bottoms.sum(axis=1) <= 0.0).sum())
        ratio, whole = self._reference(tops, bottoms)
        return np.asarray(ratio + (tops - ratio * bottoms) / whole)

    def _reference(self, tops: Cells, bottoms: Cells) -> tuple[float, float]:
        if self.once and self._about:
            return self._about[0]
        if not bottoms.sum() > 0.0:
            n, count = bottoms.shape
            raise ScenarioError(
                f"{self.definition.path} has nothing to measure in any of {n} draws x {count} replicates",
                "study a measure that some run has (a count, for instance), or ask for more draws or replicates",
            )
        self._about[:] = [(float(tops.sum() / bottoms.sum()), float(bottoms.mean()))]
        return self._about[0]

    @property
    def nothing(self) -> tuple[int, int]:
        """Draws without anything to measure, and all draws."""
        return self.empty, self.seen
