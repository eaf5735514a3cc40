"""Replicates: one after the other inside a chunk, chunks of one or many Models side by side on threads."""

import threading
from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache
from queue import SimpleQueue
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from shorad.engine.codes import FAULTS
from shorad.engine.handle import pack, readable
from shorad.engine.jit import entry
from shorad.engine.outcome import write_outcome
from shorad.engine.reasons import explain_outcome
from shorad.engine.reset import reset
from shorad.engine.step import advance
from shorad.engine.tables import open_model, open_state
from shorad.engine.fates import ASSET_FATE, OBJECT_FATE, RUN, UNIT_FATE
from shorad.engine.types import (
    Model, State, Table,
)  # fmt: skip

UNTIL_THE_END = np.int64(1 << 59)
RESET, ADVANCE, CONCLUDE = np.int64(1), np.int64(2), np.int64(4)  # what `chunk` is to do
WHOLE = RESET | ADVANCE | CONCLUDE
NOWHERE = np.int64(0)
CHUNK = 64  # replicates per call at most: short enough for progress and Ctrl-C


class Outcomes(NamedTuple):
    """What replicates leave behind, in the order in which they were asked for."""

    run: Table  # (n,) RUN
    objects: Table  # (n, n_objects) OBJECT_FATE
    units: Table  # (n, n_units) UNIT_FATE
    assets: Table  # (n, n_assets) ASSET_FATE


class EngineError(RuntimeError):
    """A replicate met a number that is none, or a table that is full: it has no result."""


@entry
def chunk(model, state, zero, seed, k, numbers, task, until, every, run, objects, units, assets):
    """Run the replicates `numbers` (int64) one after the other into the rows of the outputs. Tables come packed.

    The only entry into the stages: a second one would compile them all once more. `task` says what of RESET, ADVANCE
    (to grid point `until`) and CONCLUDE is wanted, as bits. True when the last replicate is over.
    """
    m, s, blank = open_model(model), open_state(state), open_state(zero)
    over = False
    for i in range(np.int64(len(numbers))):
        if task & RESET:
            reset(m, s, blank, seed, k, numbers[i])
        if task & ADVANCE:
            over = advance(m, s, until, every)
        if task & CONCLUDE:
            explain_outcome(m, s)
            write_outcome(m, s, run[i], objects[i], units[i], assets[i])
    return over


def start(model: Any, state: Any, zero: Any, seed: int, k: int, r: int) -> None:
    """Make `state` the start of a replicate, for `run_until`. Tables come packed; `zero` is an empty state."""
    numbers = np.array([r], np.int64)
    chunk(model, state, zero, np.int64(seed), np.int64(k), numbers, RESET, NOWHERE, False, *_no_outputs())


def run_until(model: Any, state: Any, b: int, every: bool = False) -> bool:
    """Run on to grid point b (exclusive); True when the replicate is over. Then `conclude` gives its rows."""
    return bool(
        chunk(model, state, state, NOWHERE, NOWHERE, np.zeros(1, np.int64), ADVANCE, np.int64(b), every, *_no_outputs())
    )


def conclude(model: Any, state: Any, out: Outcomes) -> None:
    """Reasons and outcome rows, into tables of one replicate, of a replicate that is over."""
    tables = [readable(table) for table in out]
    chunk(model, state, state, NOWHERE, NOWHERE, np.zeros(1, np.int64), CONCLUDE, NOWHERE, False, *tables)


def _no_outputs() -> list[Table]:
    """Outputs of the right types for a call that writes none."""
    empty = np.zeros(0, RUN), np.zeros((0, 0), OBJECT_FATE), np.zeros((0, 0), UNIT_FATE), np.zeros((0, 0), ASSET_FATE)
    return [readable(table) for table in empty]


def empty_outcomes(model: Model, n: int) -> Outcomes:
    """Zeroed tables for n replicates of this model."""
    return Outcomes(
        np.zeros(n, RUN),
        np.zeros((n, len(model.obj)), OBJECT_FATE),
        np.zeros((n, len(model.unit)), UNIT_FATE),
        np.zeros((n, len(model.asset)), ASSET_FATE),
    )


def check_finite(model: Model, before: Model | None = None) -> None:
    """Raise EngineError, naming table and field, for a number of the Model that is none or infinite.

    `before`: a Model that has passed; tables that both share are not read again.
    """
    tables: tuple[Any, ...] = model
    for i, (name, table) in enumerate(zip(model._fields, tables, strict=True)):
        if name in ("ground", "floor") or (before is not None and table is before[i]):
            continue  # the ground is millions of numbers that all draws share: looked at when they were made
        if table.size and not np.isfinite(_floats(np.asarray(table))).all():
            fields = (f for f in table.dtype.names or () if not np.isfinite(_floats(table[f])).all())
            where = ".".join((name, *list(fields)[:1]))
            raise EngineError(f"{where} of the Model holds a number that is not finite: no result")


def _floats(table: NDArray[Any]) -> NDArray[Any]:
    """Every float of a table that is not empty; rows are made of words of eight bytes, a test of `types` says."""
    if table.dtype.names is None:
        return table if table.dtype.kind == "f" else np.zeros(0)
    return table.view(np.float64).reshape(table.size, -1)[:, _float_words(table.dtype)]


@lru_cache(maxsize=64)
def _float_words(dtype: np.dtype[Any]) -> NDArray[np.int64]:
    """Which words of a row are floats."""
    found: list[int] = []
    for field, place, *_ in (dtype.fields or {}).values():
        assert field.base.itemsize == 8 and place % 8 == 0, f"{dtype} is not made of words of eight bytes"
        found += range(place // 8, (place + field.itemsize) // 8) if field.base.kind == "f" else ()
    return np.array(sorted(found), np.int64)


class Task(NamedTuple):
    """Replicates of one Model to run; `new_state` makes a State for a thread."""

    model: Model
    new_state: Callable[[], State]
    seed: int
    k: int
    numbers: Sequence[int]
    shape: Hashable = None  # equal where the states of one task serve another; None: nobody else's
    out: Any = None  # Outcomes with rows to fill, as many as numbers; None: new ones


class _Work:
    """A task in hand: its outputs and which of them are there."""

    def __init__(self, task: Task, threads: int, reference: bool, before: Model | None = None) -> None:
        check_finite(task.model, before)
        self.task, self.reference = task, reference
        self.numbers = np.asarray(list(task.numbers), np.int64)
        self.out = empty_outcomes(task.model, len(self.numbers)) if task.out is None else task.out
        self.done = np.zeros(len(self.numbers), bool)
        self.packed = pack(task.model)
        size = max(1, min(CHUNK, -(-len(self.numbers) // (4 * max(threads, 1)))))
        self.parts = [slice(i, min(i + size, len(self.numbers))) for i in range(0, len(self.numbers), size)]

    def run(self, part: slice, local: threading.local) -> None:
        """Run one chunk on this thread, whose states are kept in `local` as long as they serve."""
        serves = self if self.task.shape is None else self.task.shape
        if getattr(local, "serves", None) != serves:
            local.serves, local.tables = serves, (self.task.new_state(), self.task.new_state())
            local.packed = [pack(tables) for tables in local.tables]
        tables = [readable(table[part]) for table in self.out]
        address = np.int64(self.task.seed), np.int64(self.task.k), self.numbers[part]
        state, blank = local.packed
        chunk(self.packed, state, blank, *address, WHOLE, UNTIL_THE_END, self.reference, *tables)

    def outcomes(self) -> Outcomes:
        """The finished rows, or an error that names the first replicate with a fault."""
        bad = np.flatnonzero(self.done & (self.out.run["fault"] != 0))
        if len(bad):
            row = self.out.run[bad[0]]
            raise EngineError(
                f"replicate {row['r']} of draw {row['k']} has no result: "
                f"{FAULTS[row['fault']]} at t = {row['t_end']:.1f} s"
            )
        if self.done.all():
            return self.out
        return Outcomes(*(table[self.done] for table in self.out))


def simulate(
    model: Model,
    new_state: Callable[[], State],
    seed: int,
    k: int,
    replicates: Sequence[int],
    threads: int = 1,
    progress: Callable[[int], None] | None = None,
    cancel: Callable[[], bool] | None = None,
    reference: bool = False,
) -> Outcomes:
    """Run replicates of one Model. The same bits for any number of threads and any order.

    `new_state` makes a State for a thread; `progress` is told how many replicates a chunk has added. When `cancel`
    says so, no further chunk is begun and only what is finished is returned. `reference` visits every grid point
    and lets every stage look (the test oracle). Raises EngineError for a replicate without a result.
    """
    task = Task(model, new_state, seed, k, replicates)
    return next(simulate_all([task], threads, progress, cancel, reference))


def simulate_all(
    tasks: Iterable[Task],
    threads: int = 1,
    progress: Callable[[int], None] | None = None,
    cancel: Callable[[], bool] | None = None,
    reference: bool = False,
) -> Iterator[Outcomes]:
    """`simulate` for one task after the other, in their order, without waiting between them.

    Tasks are taken one by one, shortly before a thread is free for them, and none after `cancel` said so; each task
    taken gives one Outcomes. One task at least is taken.
    """
    works: deque[_Work] = deque()
    before: Model | None = None  # the one checked last: many share most of their tables with it

    def chunks() -> Iterator[tuple[_Work, slice]]:
        nonlocal before
        for task in tasks:
            works.append(_Work(task, threads, reference, before))
            before = task.model
            for part in works[-1].parts:
                if cancel is not None and cancel():
                    return
                yield works[-1], part
            if cancel is not None and cancel():
                return

    for work, part in _run(chunks(), threads):
        work.done[part] = True
        if progress is not None:
            progress(part.stop - part.start)
        while works and works[0].done.all():
            yield works.popleft().outcomes()
    for work in works:
        yield work.outcomes()


def _run(chunks: Iterator[tuple[_Work, slice]], threads: int) -> Iterator[tuple[_Work, slice]]:
    """Run chunks on threads, two for each in the air, and name the finished ones."""
    local = threading.local()
    if threads <= 1:
        for work, part in chunks:
            work.run(part, local)
            yield work, part
        return
    with ThreadPoolExecutor(threads) as pool:
        running: dict[Future[None], tuple[_Work, slice]] = {}
        ready: SimpleQueue[Future[None]] = SimpleQueue()  # `concurrent.futures.wait` takes longer than a short chunk
        more = True
        while more or running:
            while more and len(running) < 2 * threads:
                following = next(chunks, None)
                more = following is not None
                if following is not None:
                    future = pool.submit(following[0].run, following[1], local)
                    running[future] = following
                    future.add_done_callback(ready.put)
            if running:
                future = ready.get()
                future.result()
                yield running.pop(future)
