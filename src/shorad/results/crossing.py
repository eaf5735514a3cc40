"""At which weight of a state the answer crosses its threshold, and how surely the runs say so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from shorad.results.by_draw import per_run
from shorad.results.intervals import Interval, pulled, t_quantile
from shorad.results.results import Part

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Crossing:
    """Where the mixture of a state with the others, in fixed proportion, crosses the threshold.

    `weight`: None when no weight from 0 to 1 does it. `sampling`: the weights at which the runs cannot tell on which
    side the answer lies (95 %, clustered by draw, Fieller 1954); None when there are none, or from a single draw.
    `sure`: the state alone and the others alone lie on different sides, beyond that error; otherwise there may be no
    crossing at all.
    """

    weight: float | None
    sampling: Interval | None
    sure: bool


def crossing(parts: Sequence[Part], path: str, label: str, threshold: float) -> Crossing:
    """Of the state `label` and the measure `path`, which every part must have."""
    weight = flip_weight(parts, path, label, threshold)
    found = _by_draw(parts, path, label)
    if found is None:
        return Crossing(weight, None, False)
    alone, rest = found
    span, ends = _undecided(rest - threshold, alone - rest)
    if span is not None and weight is not None:
        span = min(span[0], weight), max(span[1], weight)
    return Crossing(weight, span, weight is not None and not any(ends))


def flip_weight(parts: Sequence[Part], path: str, label: str, threshold: float) -> float | None:
    """Weight of the state `label` at which the measure `path` crosses `threshold`, the rest in fixed proportion.

    Linear mixing between the state and the rest: exact when all units share one state. None when no weight from
    0 to 1 does it.
    """
    mine = next(part for part in parts if part.label == label)
    others = [part for part in parts if part is not mine and part.weight > 0.0]
    total = sum(part.weight for part in others)
    if total <= 0.0:
        return None
    rest = sum(part.weight * part.results[path].estimate.mean for part in others) / total
    alone = mine.results[path].estimate.mean
    if alone == rest:
        return None
    weight = (threshold - rest) / (alone - rest)
    return weight if 0.0 <= weight <= 1.0 else None


def _by_draw(parts: Sequence[Part], path: str, label: str) -> tuple[Array, Array] | None:
    """Values (K,) of the state and of the others mixed, in the draws that all of them have; None below two."""
    values, weights = [], []
    for part in parts:
        if part.label == label or part.weight > 0.0:
            values.append(pulled(*per_run(part.results, path), part.results.outcomes.run["k"]))
            weights.append(0.0 if part.label == label else part.weight)
    common = sorted(set.intersection(*(set(each) for each in values)))
    if len(common) < 2 or sum(weights) <= 0.0:
        return None
    table = np.array([[each[k] for k in common] for each in values])
    alone = table[weights.index(0.0)]
    return alone, np.average(table, axis=0, weights=weights)


def _undecided(start: Array, slope: Array) -> tuple[Interval | None, tuple[bool, bool]]:
    """Weights w in 0..1 at which the mean over draws of start + w slope may be 0, and whether 0 and 1 are among them.

    |mean| <= t times its standard error, squared: a quadratic in w. What lies between two stretches counts in.
    """
    reach = t_quantile(start.size - 1) ** 2 / start.size
    cover = reach * np.cov(start, slope)
    m, s = float(start.mean()), float(slope.mean())
    a, b, c = s * s - cover[1, 1], 2.0 * (m * s - cover[0, 1]), m * m - cover[0, 0]
    ends = bool(c <= 0.0), bool(a + b + c <= 0.0)
    inside = [w for w in (*_roots(a, b, c), *(float(i) for i in (0, 1) if ends[i])) if 0.0 <= w <= 1.0]
    return ((min(inside), max(inside)) if inside else None), ends


def _roots(a: float, b: float, c: float) -> list[float]:
    """Real roots of a w^2 + b w + c, without cancellation; a double one that rounding hides counts."""
    if a == 0.0:
        return [-c / b] if b != 0.0 else []
    square = b * b - 4.0 * a * c
    if square < -1e-12 * b * b:
        return []
    half = -0.5 * (b + np.copysign(sqrt(max(square, 0.0)), b))
    return [float(half / a), float(c / half)] if half != 0.0 else [0.0]
