"""The answer by the sides of a dispute: the same runs, sorted by the side that each draw took."""

from dataclasses import dataclass

import numpy as np

from shorad.results.columns import take
from shorad.results.measures import Measure, find, measure
from shorad.results.results import Results

OWN = "hypotheses."  # where the scenario's own hypotheses live; those of the catalogue begin with a system's name


@dataclass(frozen=True)
class Branch:
    """One side of a hypothesis and what the runs that took it say."""

    label: str
    draws: int
    measure: Measure | None  # None: nothing of the kind occurred in them


def own_hypotheses(results: Results) -> tuple[str, ...]:
    """Paths of the scenario's own hypotheses, but for the one that the answer is already split by."""
    first = next(iter(results.draws.values()))
    split = {part.label for part in results.parts if part.kind == "split"}
    paths = (path for path, value in first.items() if path.startswith(OWN) and isinstance(value, str))
    return tuple(path for path in paths if not split or {str(v[path]) for v in results.draws.values()} - split)


def by_branch(results: Results, hypothesis: str, path: str) -> tuple[Branch, ...]:
    """Measure `path` for each side of `hypothesis` that a draw took, in the order of the alternatives' names.

    The sides are not matched otherwise: each has its own draws of everything else, and its error counts them.
    KeyError for a path that is no hypothesis or no measure.
    """
    sides: dict[str, list[int]] = {}
    for k, values in results.draws.items():
        sides.setdefault(str(values[hypothesis]), []).append(k)
    definition = find(results.cast, path)
    column = results.outcomes.run["k"]
    return tuple(
        Branch(label, len(ks), measure(definition, take(results.outcomes, np.isin(column, ks))))
        for label, ks in sorted(sides.items())
    )
