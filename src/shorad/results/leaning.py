"""Which unconfirmed inputs an answer leans on: how far it moved with each of them over the draws of this very run."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from shorad.results.measures import find
from shorad.results.provenance import Input
from shorad.results.results import Results

ENOUGH = 8  # draws below which a correlation says nothing


def leaning(results: Results) -> list[tuple[Input, float | None]]:
    """Inputs with the squared correlation between their drawn value and the answer's draw means, largest first.

    A first look that costs nothing, not a sensitivity analysis: with 20 draws, 0.2 may well be luck. None, in the
    catalogue's order, where nothing can be said (few draws, a word, not varied).
    """
    finished = np.unique(results.outcomes.run["k"])
    means = _answer_means(results, finished)
    found = [
        (each, _correlation([results.draws[k].get(each.path) for k in finished], means))
        for each in results.about.inputs
    ]
    return sorted(found, key=lambda pair: -1.0 if pair[1] is None else pair[1], reverse=True)


def _answer_means(results: Results, finished: NDArray[np.int64]) -> NDArray[np.float64] | None:
    """Mean of the answer in each finished draw; None when there are few, or one in which nothing occurred."""
    if not results.about.answer or len(finished) < ENOUGH:
        return None
    definition, k = find(results.cast, results.about.answer), results.outcomes.run["k"]
    top = definition.top(results.outcomes)
    bottom = np.ones(len(k)) if definition.bottom is None else definition.bottom(results.outcomes)
    sums = np.array([(top[k == draw].sum(), bottom[k == draw].sum()) for draw in finished], dtype=np.float64)
    return sums[:, 0] / sums[:, 1] if sums[:, 1].all() else None


def _correlation(drawn: Sequence[float | str | None], means: NDArray[np.float64] | None) -> float | None:
    if means is None or not all(isinstance(value, float | int) for value in drawn):
        return None
    values = np.array(drawn, dtype=np.float64)
    if values.std() == 0.0 or means.std() == 0.0:
        return None
    return float(np.corrcoef(values, means)[0, 1] ** 2)
