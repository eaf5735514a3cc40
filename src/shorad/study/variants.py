"""Variants of a scenario, each run with the same seed, draws and replicates: equal unknowns and equal luck."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from shorad.errors import Issue, ScenarioError
from shorad.results.provenance import provenance
from shorad.results.results import Results
from shorad.spec.load import parse_scenario
from shorad.study.cases import StoppedError
from shorad.study.how import How, InterruptedStudyError, job_of
from shorad.study.montecarlo import results_of
from shorad.study.overrides import as_text, overrides_of
from shorad.study.sampling import Meter, Progress

if TYPE_CHECKING:
    from shorad.spec import Scenario

T = TypeVar("T")


@dataclass(frozen=True)
class Variant:
    """A scenario by a name, and what was set in it."""

    name: str
    scenario: Scenario
    settings: tuple[tuple[str, str], ...] = ()


def as_settings(values: Mapping[str, Any]) -> dict[str, str]:
    """Values as they would be written after `--set path=`."""
    return {path: as_text(value) for path, value in values.items()}


def changed(scenario: Scenario, settings: Mapping[str, str]) -> Scenario:
    """The scenario with settings applied after its own. ScenarioError, in the words of `--set`."""
    given = dict(text.split("=", 1) for text in overrides_of(scenario))
    held = scenario.origin
    made = parse_scenario(held.text, held.file, {**given, **settings}, held.places)
    if any(path.startswith("run.") for path in settings):
        return made
    overrides, origin = made._overrides, made._origin
    made = made.model_copy(update={"run": scenario.run})  # that of a study file, perhaps
    made._overrides, made._origin = overrides, origin
    return made


@contextmanager
def told_at(places: Mapping[str, Issue]) -> Iterator[None]:
    """Errors of what is set at a path are said where that setting was written: an option, a line of a study."""
    try:
        yield
    except ScenarioError as error:
        raise error.told_at(places) from None


def run_each(
    study: str, variants: Sequence[Variant], how: How, progress: Callable[[Progress], None] | None = None
) -> Iterator[Results]:
    """Results of one variant after the other, without but-for and parts, for the command `study`.

    InterruptedStudyError when one is stopped, after what is finished of it (`provenance.interrupted`).
    """
    first, meter = variants[0].scenario, Meter(progress)
    made = provenance(
        first.origin.file, first.origin.text, overrides_of(first), how.seed_of(first), how.draws or first.run.draws,
        how.replicates or first.run.replicates, how.cores,
    )  # fmt: skip
    with job_of(study, made, how, meter) as job:
        meter.total = len(variants) * job.draws * job.replicates
        for each in variants:
            found = results_of(each.scenario, job, each.name)
            yield found
            if found.provenance.interrupted:
                raise StoppedError


def whole_ones(each: Iterator[Results], least: int, see: Callable[[Results], T]) -> tuple[list[T], str]:
    """What `see` makes of whole results; and when somebody stopped after `least` of them, what was said of that.

    InterruptedStudyError with fewer.
    """
    found: list[T] = []
    try:
        for results in each:
            if not results.provenance.interrupted:
                found.append(see(results))
    except InterruptedStudyError as stopped:
        if len(found) < least:
            raise
        return found, str(stopped)
    return found, ""
