"""A measure in each draw by itself: how it moves with what is not known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shorad.results.intervals import Estimate, estimate, ratio
from shorad.results.measures import find
from shorad.results.ordered import distinct
from shorad.results.results import Results

Array = NDArray[np.float64]


@dataclass(frozen=True)
class DrawValue:
    """The measure over the replicates of one draw; its sampling interval is that of chance alone."""

    k: int
    estimate: Estimate


def by_draw(results: Results, path: str) -> tuple[DrawValue, ...]:
    """One value per draw in which there was something to measure, in their order. KeyError for no measure."""
    definition, k = find(results.cast, path), results.outcomes.run["k"]
    top, bottom = per_run(results, path)
    found = []
    for draw in distinct(k):
        mine, own = k == draw, np.zeros(int((k == draw).sum()), np.int64)
        value: Estimate | None
        if definition.bottom is None:
            value = estimate(top[mine], own, definition.upper)
        else:
            value = ratio(top[mine], bottom[mine], own, definition.upper)
        if value is not None:
            found.append(DrawValue(int(draw), value))
    return tuple(found)


def per_run(results: Results, path: str) -> tuple[Array, Array]:
    """Numerator and denominator (n,) of a measure in each replicate; the denominator is 1 where there is none."""
    definition = find(results.cast, path)
    top = np.asarray(definition.top(results.outcomes), dtype=np.float64)
    if definition.bottom is None:
        return top, np.ones(len(top))
    return top, np.asarray(definition.bottom(results.outcomes), dtype=np.float64)
