"""What a study asks: a function of the unit cube, with luck. A scenario is one; so is a formula with a known answer.

Every study works on a `Subject` and knows nothing else. One coordinate of the cube is the probability at which one
unknown is taken from its distribution; a coordinate of a hypothesis picks the branch.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from shorad.compile import build
from shorad.errors import ScenarioError
from shorad.results.columns import Outcomes, cast_of
from shorad.results.measures import Definition, find
from shorad.study.cases import see_each
from shorad.study.items import Case, Work
from shorad.study.ratios import Ratios
from shorad.study.sampling import Job

if TYPE_CHECKING:
    from shorad.compile import Resolved

Cube = NDArray[np.float64]  # (n, d), each coordinate strictly between 0 and 1
Cells = NDArray[np.float64]  # (n, R): one number per point and chance replicate


@dataclass(frozen=True)
class Subject:
    """`evaluate(points (n, d), first, R)` gives (n, R) numbers; `first` numbers the points, so that luck differs."""

    names: tuple[str, ...]
    evaluate: Callable[[Cube, int, int], Cells]
    branches: tuple[tuple[float, ...], ...] = ()  # per name the upper ends of a hypothesis' branches; () for a range
    labels: tuple[tuple[str, ...], ...] = ()  # per name what those branches are called
    alike: Callable[[Cube, int, int], Cells] | None = None  # as `evaluate`, all points under the luck of number `first`
    ratios: Ratios | None = None  # what the numbers are made by; counts points that had nothing to measure

    @property
    def size(self) -> int:
        return len(self.names)

    def sides(self, i: int) -> tuple[float, ...]:
        """Upper ends (cumulative weights) of the branches of unknown i; empty for a range."""
        return self.branches[i] if self.branches else ()

    def labels_of(self, i: int) -> tuple[str, ...]:
        """Names of those branches; empty where they have none."""
        return self.labels[i] if self.labels else ()


def scenario_subject(resolved: Resolved, job: Job, measure: str) -> Subject:
    """One measure of a scenario as a function of all that is not known.

    Point i has the random addresses of draw i, so that the luck of two points is independent. ScenarioError for a
    measure that does not exist.
    """
    ratios, work = Ratios(definition_of(resolved, measure), once=True), Work(resolved, job.seed)

    def evaluate(points: Cube, first: int, count: int) -> Cells:
        return _cells(work, job, ratios, points, range(first, first + len(points)), count)

    def alike(points: Cube, first: int, count: int) -> Cells:
        return _cells(work, job, ratios, points, [first] * len(points), count)

    ends = tuple(branch_ends(resolved, path) for path in resolved.addresses)
    labels = tuple(branch_labels(resolved, path) for path in resolved.addresses)
    return Subject(resolved.addresses, evaluate, ends, labels, alike, ratios)


def _cells(work: Work, job: Job, ratios: Ratios, points: Cube, numbers: Sequence[int], count: int) -> Cells:
    """All points on all threads; point i has the luck of draw numbers[i]."""
    cases = (
        (work, Case(k, range(count), point=np.asarray(point, np.float64).tobytes()))
        for point, k in zip(points, numbers, strict=True)
    )
    return ratios.numbers(see_each(job, cases, lambda _, outcomes: ratios.see(outcomes)))


def column(asked: Definition, outcomes: Outcomes) -> Cells:
    """(R,) numbers of one point. A ratio is spread over its replicates so that their mean is the ratio of means."""
    top = np.asarray(asked.top(outcomes), dtype=np.float64)
    if asked.bottom is None:
        return top
    bottom = np.asarray(asked.bottom(outcomes), dtype=np.float64)
    whole = float(bottom.mean())
    if whole <= 0.0:
        raise ScenarioError(
            f"{asked.path} has nothing to measure in {len(bottom)} replicates of one draw",
            "study a measure that every run has, or ask for more replicates",
        )
    ratio = float(top.mean()) / whole
    return (
        ratio + (top - ratio * bottom) / whole
    )  # linear in each replicate: the mean is exact, the spread to first order


def definition_of(resolved: Resolved, measure: str) -> Definition:
    """The measure of a scenario at this path; ScenarioError with the nearest ones when there is none."""
    from shorad.compile import draw

    built = build(resolved, draw(resolved, 0, -1))
    try:
        return find(cast_of(built.model, built.names), measure)
    except KeyError as error:
        raise ScenarioError(str(error.args[0]), "shorad run SCENARIO --json lists all measures") from None


def branch_ends(resolved: Resolved, path: str) -> tuple[float, ...]:
    """Upper ends (cumulative weights) of the branches of a hypothesis; () for a range."""
    hypothesis = resolved.hypotheses.get(path)
    if hypothesis is None:
        return ()
    return tuple(float(x) for x in np.cumsum([branch.weight for branch in hypothesis.branches.values()]))


def branch_labels(resolved: Resolved, path: str) -> tuple[str, ...]:
    """Names of the branches of a hypothesis, in the order of `branch_ends`; () for a range."""
    hypothesis = resolved.hypotheses.get(path)
    return tuple(hypothesis.branches) if hypothesis is not None else ()
