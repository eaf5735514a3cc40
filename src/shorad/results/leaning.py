"""Which unconfirmed inputs an answer leans on: how far it moved with each of them over the draws of this very run."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shorad.results.by_draw import per_run
from shorad.results.intervals import t_quantile
from shorad.results.ordered import distinct
from shorad.results.provenance import Input
from shorad.results.results import Results

ENOUGH = 8  # draws below which a correlation says nothing


@dataclass(frozen=True)
class Lean:
    """An unconfirmed input and how far the answer went along with it."""

    input: Input
    squared: float  # correlation of its drawn value with the answer's draw means, squared; 0 where nothing can be said
    stands_out: bool  # more than the luckiest of all inputs would reach by chance, at 95 %


def leaning(results: Results) -> list[Lean]:
    """Inputs, those first with which the answer moved most; prices only where the answer is one.

    A first look that costs nothing, not a sensitivity analysis: with many inputs and few draws nothing stands out.
    """
    finished = distinct(results.outcomes.run["k"])
    means = _answer_means(results, finished)
    inputs = [each for each in results.about.inputs if results.about.answer.startswith("cost") or not _is_price(each)]
    squared = [_squared([results.draws[k].get(each.path) for k in finished], means) for each in inputs]
    limit = _lucky(len(finished), sum(value > 0.0 for value in squared))
    found = [Lean(each, value, value > limit) for each, value in zip(inputs, squared, strict=True)]
    return sorted(found, key=lambda lean: -lean.squared)


def _is_price(each: Input) -> bool:
    return each.path.rpartition(".")[2] in ("cost", "price", "cost_round")


def _lucky(draws: int, inputs: int) -> float:
    """Squared correlation that the largest of so many unrelated inputs stays below with 95 % (Bonferroni)."""
    if draws < ENOUGH or inputs == 0:
        return 1.0
    t = t_quantile(draws - 2, 1.0 - 0.05 / inputs)
    return t * t / (t * t + draws - 2)


def _answer_means(results: Results, finished: NDArray[np.int64]) -> NDArray[np.float64] | None:
    """Mean of the answer in each finished draw; None when there are few, or one in which nothing occurred."""
    if not results.about.answer or len(finished) < ENOUGH:
        return None
    k = results.outcomes.run["k"]
    top, bottom = per_run(results, results.about.answer)
    sums = np.array([(top[k == draw].sum(), bottom[k == draw].sum()) for draw in finished], dtype=np.float64)
    return sums[:, 0] / sums[:, 1] if sums[:, 1].all() else None


def _squared(drawn: Sequence[float | str | None], means: NDArray[np.float64] | None) -> float:
    if means is None or not all(isinstance(value, float | int) for value in drawn):
        return 0.0
    values = np.array(drawn, dtype=np.float64)
    if values.std() == 0.0 or means.std() == 0.0:
        return 0.0
    return float(np.corrcoef(values, means)[0, 1] ** 2)
