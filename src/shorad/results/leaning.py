"""Which unconfirmed inputs an answer leans on: how far it moved with each of them over the draws of this very run."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from shorad.results.provenance import Input
from shorad.results.results import Results

ENOUGH = 8  # draws below which a correlation says nothing


def leaning(results: Results) -> list[tuple[Input, float | None]]:
    """Inputs with the squared correlation between their drawn value and the answer's draw means, largest first.

    A first look that costs nothing, not a sensitivity analysis: with 20 draws, 0.2 may well be luck. None, in the
    catalogue's order, where nothing can be said (few draws, a word, not varied).
    """
    means = _answer_means(results)
    found = [(each, _correlation(results, each.path, means)) for each in results.about.inputs]
    return sorted(found, key=lambda pair: -1.0 if pair[1] is None else pair[1], reverse=True)


def _answer_means(results: Results) -> NDArray[np.float64] | None:
    if not results.about.answer or len(results.draws) < ENOUGH:
        return None
    from shorad.results.measures import find

    definition, k = find(results.cast, results.about.answer), results.outcomes.run["k"]
    top = definition.top(results.outcomes)
    bottom = np.ones(len(k)) if definition.bottom is None else definition.bottom(results.outcomes)
    if definition.bottom is not None and not all(bottom[k == draw].any() for draw in results.draws):
        return None
    return np.array([top[k == draw].sum() / bottom[k == draw].sum() for draw in results.draws])


def _correlation(results: Results, path: str, means: NDArray[np.float64] | None) -> float | None:
    drawn = [values.get(path) for values in results.draws.values()]
    if means is None or not _numbers(drawn):
        return None
    values = np.array(drawn, dtype=np.float64)
    if values.std() == 0.0 or means.std() == 0.0:
        return None
    return float(np.corrcoef(values, means)[0, 1] ** 2)


def _numbers(drawn: Iterable[float | str | None]) -> bool:
    return all(isinstance(value, float | int) for value in drawn)
