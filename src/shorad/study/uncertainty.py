"""`shorad study uncertainty`: chance and ignorance of every measure kept apart, and what the ignorance comes from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from shorad.errors import ScenarioError, suggest
from shorad.results.results import Results
from shorad.results.uncertainty import Dispute, Spread, disputes, spreads
from shorad.study.again import Known, known
from shorad.study.given import LEAST, Given, given_data
from shorad.study.how import How, InterruptedStudyError
from shorad.study.sampling import Progress
from shorad.study.swing import Swing, swings
from shorad.study.variants import Variant, run_each

if TYPE_CHECKING:
    from shorad.spec import Scenario

FEWEST = (8, 2)  # draws and replicates below which chance and ignorance cannot be told apart


@dataclass(frozen=True)
class Uncertainty:
    """What nested runs say: `spreads` of every measure; for `measure` the answer by hypothesis and what moves it."""

    results: Results
    measure: str
    stopped: str = ""  # what is kept, when somebody stopped it

    @cached_property
    def spreads(self) -> dict[str, Spread]:
        return spreads(self.results)

    @cached_property
    def disputes(self) -> tuple[Dispute, ...]:
        """The answer by the sides of each hypothesis; those first that explain most of the ignorance."""
        shares = {each.name: each.share for each in self.unknowns}
        return tuple(
            sorted(disputes(self.results, self.measure), key=lambda each: (-shares.get(each.path, 0.0), each.path))
        )

    @cached_property
    def unknowns(self) -> tuple[Given, ...]:
        """First-order share of each unknown in the ignorance, at no extra cost; empty below `given.LEAST` draws."""
        if len(self.results.draws) < LEAST:
            return ()
        have = self._known
        return given_data(have.subject.names, have.points, have.cells, have.subject)

    @cached_property
    def swings(self) -> tuple[Swing, ...]:
        """The answer at both ends of each unknown, from the same runs; empty below `given.LEAST` draws."""
        if len(self.results.draws) < LEAST:
            return ()
        have = self._known
        return swings(have.subject.names, have.points, have.cells, have.subject)

    @cached_property
    def _known(self) -> Known:
        return known(self.results, self.measure)

    def _repr_html_(self) -> str:
        """For notebooks."""
        import shorad

        return shorad.html(self)


def uncertainty(
    scenario: Scenario | None = None,
    *,
    measure: str | None = None,
    how: How | None = None,
    progress: Callable[[Progress], None] | None = None,
    results: Results | None = None,
    **hows: Any,
) -> Uncertainty:
    """Run a scenario nested (`how`, or its fields) and split what it says; or read `results`, which costs nothing.

    ScenarioError with fewer than 8 draws or 2 replicates, and for a measure that is not there.
    """
    stopped = ""
    if results is None:
        if scenario is None:
            raise ScenarioError("nothing to study", "give a scenario, or results of a run")
        told = how or How(**hows)
        check(told.draws or scenario.run.draws, told.replicates or scenario.run.replicates)
        runs = run_each("study uncertainty", [Variant("all together", scenario)], told, progress)
        results = next(runs)
        try:
            next(runs, None)
        except InterruptedStudyError as interrupted:
            stopped = str(interrupted)  # what is finished counts
    made = results.provenance
    check(len(results.draws), min(made.replicates, len(results)))
    asked = measure or results.about.answer
    found = Uncertainty(results, asked, stopped)
    if asked not in found.spreads:
        raise ScenarioError(
            f'no measure "{asked}" that every draw has', suggest(asked, list(found.spreads)), "--measure"
        )
    return found


def check(draws: int, replicates: int) -> None:
    """ScenarioError when a nested study of this size would say nothing."""
    if draws < FEWEST[0]:
        right = f"ask for {FEWEST[0]} or more, better 40: --draws 40"
        raise ScenarioError(f"{draws} draws are too few to show what is not known", right, "--draws")
    if replicates < FEWEST[1]:
        right = f"ask for {FEWEST[1]} or more, better 10: --replicates 10"
        raise ScenarioError("with one replicate per draw chance and ignorance cannot be told apart", right)
