"""Nested sampling: draws of what is not known outside, chance replicates inside."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from shorad import limits
from shorad.compile import Resolved, new_state, state_shape
from shorad.engine.run import Task, empty_outcomes, simulate_all
from shorad.errors import ScenarioError
from shorad.results.columns import Cast, Outcomes, cast_of, pile, rows, take
from shorad.study.executors import Executor, Threads
from shorad.study.items import Case, Item, Value, Work, items

if TYPE_CHECKING:
    from shorad.compile import Built
    from shorad.results.shelf import Shelf


@dataclass(frozen=True)
class Progress:
    """How far a run is."""

    label: str  # what is being run: "all together", "silent", "but for: perfect tracks"
    done: int  # replicates, of everything
    total: int
    seconds: float  # since the start

    @property
    def rate(self) -> float:
        """Replicates per second so far."""
        return self.done / self.seconds if self.seconds > 0.0 else 0.0

    @property
    def left(self) -> float | None:
        """Seconds left at this rate; None before the first replicate."""
        return (self.total - self.done) / self.rate if self.done else None


@dataclass(frozen=True)
class Job:
    """How much to run, how to report it, and whether somebody asked to stop."""

    seed: int
    draws: int
    replicates: int
    threads: int
    meter: Meter
    stopped: Callable[[], bool] = lambda: False
    executor: Executor = field(default_factory=Threads)
    shelf: Shelf | None = None  # where finished items are kept while the run goes on

    def __post_init__(self) -> None:
        caps = (("seed", 0, limits.SEED), ("draws", 1, limits.DRAWS), ("replicates", 1, limits.REPLICATES))
        for name, low, high in (*caps, ("threads", 1, limits.STOCK)):
            given = getattr(self, name)
            if not isinstance(given, int | np.integer) or not low <= given <= high:
                raise ScenarioError(f"{name} is {given}", f"write a whole number from {low} to {high}")


@dataclass
class Meter:
    """Counts replicates over all parts of a run and tells whoever wants to know."""

    tell: Callable[[Progress], None] | None = None
    total: int = 0
    done: int = 0
    label: str = ""
    began: float = field(default_factory=time.perf_counter)

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self.began

    def add(self, replicates: int) -> None:
        self.done += replicates
        self._report()

    def skip(self, replicates: int) -> None:
        """What an earlier run has left need not be run."""
        self.total -= replicates
        self._report()

    def start(self, label: str, replicates: int = 0) -> None:
        """Begin a part; `replicates` is what it adds to the total."""
        self.label = label
        self.total += replicates
        self._report()

    def _report(self) -> None:
        if self.tell is not None:
            self.tell(Progress(self.label, self.done, self.total, self.seconds))


@dataclass(frozen=True)
class Sample:
    """Outcomes of all finished draws, sorted by (k, r), with their cast and the values drawn."""

    outcomes: Outcomes
    cast: Cast
    draws: Mapping[int, Mapping[str, Value]]
    work: Work  # with the Models that the engine ran, as far as they are kept


def sample(
    resolved: Resolved,
    job: Job,
    fixed: Mapping[str, Value] | None = None,
    part: str = "all",
    before: Sample | None = None,
) -> Sample | None:
    """Run draws 0 .. K-1 with R replicates each, `fixed` values instead of drawn ones.

    All draws advance together, a block of replicates at a time: a run that is cut short has seen what is not known.
    Stops after the chunks in hand when the job says so; what is finished counts. None when nothing is. The engine
    fills one set of tables, in the order of (k, r): no copy of what may be hundreds of megabytes. What the job's shelf
    has of this `part` of the run is not run again, and what is finished goes there at once. `before`: the same sample
    with fewer draws, all of them whole.
    """
    first = len(before.draws) if before else 0
    held = tuple((fixed or {}).items())
    work = Work(resolved, job.seed, drawn={})
    built = work.built(Case(0, (), held))
    _check_memory(built, job)
    tables = Outcomes(*empty_outcomes(built.model, job.draws * job.replicates))
    there = np.zeros(job.draws * job.replicates, dtype=bool)

    def into(case: Case) -> Outcomes:
        at = case.k * job.replicates + case.numbers[0]
        return rows(tables, slice(at, at + len(case.numbers)))

    if job.shelf is not None:
        _fill(tables, there, job, job.shelf.load(part, tables, first))
    if before is not None:
        _fill(tables, there, job, before.outcomes)
    listed = items(work, part, job.draws, job.replicates, first, held)
    todo = [item for item in listed if not _whole(there, item, job.replicates)]
    job.meter.skip((job.draws - first) * job.replicates - sum(item.size for item in todo))
    for item, outcomes in job.executor.run(todo, job, into):
        for each in outcomes:
            there[each.run["k"] * job.replicates + each.run["r"]] = True
        if job.shelf is not None and sum(len(each.run) for each in outcomes) == item.size:
            job.shelf.put(item.name, part, pile(outcomes))
    if not there.any():
        return None
    finished = there.reshape(job.draws, job.replicates).any(axis=1)
    drawn = {int(k): work.values(Case(int(k), (), held)) for k in np.flatnonzero(finished)}
    return Sample(tables if there.all() else take(tables, there), cast_of(built.model, built.names), drawn, work)


def _check_memory(built: Built, job: Job) -> None:
    """The outcomes of all replicates are in memory at once: what cannot fit is refused before it is tried."""
    wanted = sum(table.nbytes for table in empty_outcomes(built.model, 1)) * job.draws * job.replicates
    if wanted > limits.OUTCOMES:
        problem = f"{job.draws} draws x {job.replicates} replicates need {wanted / 1e9:.3g} GB of memory for outcomes"
        raise ScenarioError(problem, f"ask for fewer: {limits.OUTCOMES / 1e9:.0f} GB at most", path="run")


def _fill(tables: Outcomes, there: NDArray[np.bool_], job: Job, kept: Outcomes | None) -> None:
    """Put what was kept of an earlier, unfinished run where it belongs; what is beyond this run's size stays out."""
    if kept is None:
        return
    mine = (kept.run["k"] < job.draws) & (kept.run["r"] < job.replicates)
    at = kept.run["k"][mine] * job.replicates + kept.run["r"][mine]
    for target, source in zip(tables, kept, strict=True):
        target[at] = source[mine]
    there[at] = True


def _whole(there: NDArray[np.bool_], item: Item, replicates: int) -> bool:
    """Whether all replicates of an item are there."""
    return all(there[case.k * replicates + np.asarray(case.numbers)].all() for case in item.cases)


def task(built: Built, job: Job, k: int, numbers: Sequence[int], out: Outcomes | None = None) -> Task:
    """Replicates of one draw, for `run_all`."""
    model = built.model
    return Task(model, partial(new_state, model), job.seed, k, numbers, state_shape(model), out)


def replicates(built: Built, job: Job, k: int, numbers: Sequence[int]) -> Outcomes:
    """The finished ones of these replicates of one draw."""
    return next(run_all(job, [task(built, job, k, numbers)]))


def run_all(job: Job, tasks: Iterable[Task]) -> Iterator[Outcomes]:
    """The finished replicates of each task, in the order of the tasks, all on the job's threads."""
    for found in simulate_all(tasks, job.threads, job.meter.add, job.stopped):
        yield Outcomes(*found)


@contextmanager
def interruptible() -> Iterator[Callable[[], bool]]:
    """Gives a function that says whether Ctrl-C was pressed: the first press lets the chunk in hand finish.

    A second press interrupts at once. Outside the main thread nothing is caught and the function says no.
    """
    pressed = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield pressed.is_set
        return

    def press(number: int, frame: Any) -> None:
        if pressed.is_set():
            raise KeyboardInterrupt
        pressed.set()

    before = signal.signal(signal.SIGINT, press)
    try:
        yield pressed.is_set
    finally:
        signal.signal(signal.SIGINT, before)


def all_threads() -> int:
    """How many threads this machine has for us."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


__all__ = [
    "Job",
    "Meter",
    "Progress",
    "Sample",
    "all_threads",
    "interruptible",
    "replicates",
    "run_all",
    "sample",
    "task",
]
