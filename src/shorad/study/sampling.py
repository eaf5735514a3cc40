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
from itertools import product
from typing import TYPE_CHECKING, Any

import numpy as np

from shorad.compile import Resolved, build, draw, new_state, state_shape
from shorad.engine.run import Task, empty_outcomes, simulate_all
from shorad.results.columns import Cast, Outcomes, cast_of, rows, take

if TYPE_CHECKING:
    from shorad.compile import Built

Value = float | str
BLOCK = 200  # replicates of one draw before the next draw has its turn


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


def sample(resolved: Resolved, job: Job, fixed: Mapping[str, Value] | None = None) -> Sample | None:
    """Run draws 0 .. K-1 with R replicates each, `fixed` values instead of drawn ones.

    All draws advance together, `BLOCK` replicates at a time: a run that is cut short has seen what is not known.
    Stops after the chunks in hand when the job says so; what is finished counts. None when nothing is. The engine
    fills one set of tables, in the order of (k, r): no copy of what may be hundreds of megabytes.
    """
    draws: dict[int, Mapping[str, Value]] = {}
    tables: list[Outcomes] = []
    casts: list[Cast] = []

    def tasks() -> Iterator[Task]:
        for first, k in product(range(0, job.replicates, BLOCK), range(job.draws)):
            draws[k] = draw(resolved, job.seed, k, fixed)
            built = build(resolved, draws[k])
            if not tables:
                tables.append(Outcomes(*empty_outcomes(built.model, job.draws * job.replicates)))
                casts.append(cast_of(built.model, built.names))
            numbers = range(first, min(first + BLOCK, job.replicates))
            at = k * job.replicates
            yield task(built, job, k, numbers, rows(tables[0], slice(at + first, at + numbers.stop)))

    there = np.zeros(job.draws * job.replicates, dtype=bool)
    for outcomes in run_all(job, tasks()):
        there[outcomes.run["k"] * job.replicates + outcomes.run["r"]] = True
    if not there.any():
        return None
    finished = {k: values for k, values in draws.items() if there[k * job.replicates : (k + 1) * job.replicates].any()}
    return Sample(tables[0] if there.all() else take(tables[0], there), casts[0], finished)


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
