"""What a tornado shows: the answer with one unknown in its lowest and in its highest fifth, from runs made anyway."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from shorad.results.intervals import t_quantile
from shorad.study.subject import Cells, Cube, Subject

Array = NDArray[np.float64]
PART = 0.2  # of the draws, at each end


@dataclass(frozen=True)
class Swing:
    """Means of the answer at both ends of one unknown, everything else as believed, with their 95 % half widths.

    Of a hypothesis the ends are the two alternatives that lie furthest apart, each taken by three draws or more.
    """

    name: str
    low: float
    high: float
    low_half: float
    high_half: float
    low_label: str = "lowest fifth"
    high_label: str = "highest fifth"

    @property
    def size(self) -> float:
        return abs(self.high - self.low)


def swings(names: tuple[str, ...], points: Cube, cells: Cells, subject: Subject) -> tuple[Swing, ...]:
    """One for each unknown, largest first; hypotheses of which fewer than two sides were taken often are left out."""
    means = cells.mean(axis=1)
    found = (_swing(name, points[:, i], means, subject.sides(i), subject.labels_of(i)) for i, name in enumerate(names))
    return tuple(sorted((each for each in found if each is not None), key=lambda each: -each.size))


def _swing(name: str, u: Array, means: Array, ends: tuple[float, ...], labels: tuple[str, ...]) -> Swing | None:
    if ends:
        branch = np.searchsorted(np.array(ends[:-1]), u, side="right")
        groups = {labels[b] if labels else str(b): means[branch == b] for b in range(len(ends))}
        groups = {label: group for label, group in groups.items() if len(group) > 2}
        if len(groups) < 2:
            return None
        first, last = (pick(groups, key=lambda label: float(groups[label].mean())) for pick in (min, max))
    else:
        rank = u.argsort().argsort() / len(u)
        groups = {"lowest fifth": means[rank < PART], "highest fifth": means[rank >= 1.0 - PART]}
        first, last = groups
    (a, a_half), (b, b_half) = _mean(groups[first]), _mean(groups[last])
    return Swing(name, a, b, a_half, b_half, first, last)


def _mean(group: Array) -> tuple[float, float]:
    n = len(group)
    half = t_quantile(n - 1) * float(group.std(ddof=1)) / sqrt(n) if n > 1 else 0.0
    return float(group.mean()), half
