"""From a result back to the unknowns behind it: where in the unit cube each of its draws was taken."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shorad.compile import Resolved, draw, resolve
from shorad.compile.draw import uniforms
from shorad.errors import ScenarioError
from shorad.results.columns import take
from shorad.results.measures import Definition, find
from shorad.results.provenance import version
from shorad.results.results import Results
from shorad.study.ratios import Ratios
from shorad.study.replay import scenario_of
from shorad.study.subject import Cells, Cube, Subject, branch_ends, branch_labels


@dataclass(frozen=True)
class Known:
    """The unknowns of a result and where its draws lie: points (draws, unknowns), cells (draws, replicates)."""

    subject: Subject  # names and branches; its `evaluate` is not to be called
    points: Cube
    cells: Cells
    nothing: tuple[int, int] = (0, 0)  # draws without anything to measure, and all


def known(results: Results, measure: str) -> Known:
    """Points and cells of one measure of a result.

    ScenarioError for a measure that is not there, and for a result whose scenario this version reads differently.
    """
    try:
        definition = find(results.cast, measure)
    except KeyError as error:
        raise ScenarioError(str(error.args[0]), "shorad run SCENARIO --json lists all measures") from None
    resolved = resolved_of(results)
    points = np.array([uniforms(resolved.address_words, results.provenance.seed, k) for k in results.draws])
    names = resolved.addresses
    subject = Subject(
        names, _never, tuple(branch_ends(resolved, path) for path in names),
        tuple(branch_labels(resolved, path) for path in names),
    )  # fmt: skip
    return Known(subject, points.reshape(len(results.draws), len(names)), *cells_of(results, definition))


def resolved_of(results: Results) -> Resolved:
    """The scenario of a result, compiled again from the text that it keeps."""
    made = results.provenance
    resolved = resolve(scenario_of(results))
    k, stored = next(iter(results.draws.items()))
    if draw(resolved, made.seed, k) != dict(stored):
        raise ScenarioError(
            f"the draws kept in this result are not those of shorad {version()}",
            f"read it with shorad {made.version}, or run the scenario again",
        )
    return resolved


def cells_of(results: Results, definition: Definition) -> tuple[Cells, tuple[int, int]]:
    """(draws, replicates) of one measure: the replicates that every draw has; draws without anything, and all."""
    k = results.outcomes.run["k"]
    rows = [np.flatnonzero(k == each) for each in results.draws]
    least = min(map(len, rows))
    ratios = Ratios(definition)
    cells = ratios.cells([take(results.outcomes, own[:least]) for own in rows])
    return cells, ratios.nothing


def _never(points: Cube, first: int, count: int) -> NDArray[np.float64]:
    raise RuntimeError("these runs were made already")
