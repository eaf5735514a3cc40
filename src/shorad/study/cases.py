"""The one place where studies meet the Monte Carlo: cases in, something seen of each of them out.

Whatever a study asks, it asks as cases (`items.Case`). They go in items to the job's executor; what the job's shelf
already has is not run again, and what is finished goes there at once. So every study runs on threads, Ray or Dask, and
every study that was killed continues.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeVar

from shorad.results.columns import Outcomes, pile, rows
from shorad.study.items import Case, Item, Work, bundles

if TYPE_CHECKING:
    from shorad.study.sampling import Job

T = TypeVar("T")
KEPT = "cases"  # the part of a run that they are


class StoppedError(Exception):
    """Somebody asked to stop before the study could say anything."""


def see_each(job: Job, wanted: Iterable[tuple[Work, Case]], see: Callable[[int, Outcomes], T]) -> list[T]:
    """What `see` makes of case number i and its rows, for each, in their order. StoppedError when somebody stopped it.

    EngineError for a replicate without a result; ScenarioError where a finished item cannot be kept.
    """
    found = see_some(job, wanted, see)
    whole = [each for each in found if each is not None]
    if len(whole) < len(found):
        raise StoppedError
    return whole


def see_some(job: Job, wanted: Iterable[tuple[Work, Case]], see: Callable[[int, Outcomes], T]) -> list[T | None]:
    """As `see_each`, with None for each case that is not finished."""
    todo: list[Item] = []
    places: dict[int, int] = {}  # of an item's first case
    found: list[T | None] = []
    for item in bundles(wanted):
        kept = None if job.shelf is None else job.shelf.get(item.name, item.work.blank, item.size)
        if kept is not None:
            found += [see(len(found) + i, each) for i, each in enumerate(_apart(item, kept))]
            job.meter.skip(item.size)
            continue
        places[id(item)] = len(found)
        todo.append(item)
        found += [None] * len(item.cases)
    for item, outcomes in job.executor.run(todo, job):
        at = places[id(item)]
        for i, (case, each) in enumerate(zip(item.cases, outcomes, strict=False)):
            if len(each.run) == len(case.numbers):
                found[at + i] = see(at + i, each)
        if job.shelf is not None and sum(len(each.run) for each in outcomes) == item.size:
            job.shelf.put(item.name, KEPT, pile(outcomes))
    return found


def _apart(item: Item, outcomes: Outcomes) -> Iterable[Outcomes]:
    """The rows of each case."""
    at = 0
    for case in item.cases:
        yield rows(outcomes, slice(at, at + len(case.numbers)))
        at += len(case.numbers)
