"""Replicates: one after the other inside a chunk, chunks side by side on threads."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
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
from shorad.engine.types import (
    ASSET_FATE, OBJECT_FATE, RUN, UNIT_FATE, Model, State, Table,
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


def check_finite(model: Model) -> None:
    """Raise EngineError, naming table and field, for a number of the Model that is none or infinite."""
    tables: tuple[Any, ...] = model
    for name, table in zip(model._fields, tables, strict=True):
        if name in ("ground", "floor"):
            continue  # millions of numbers that all draws share: looked at when they were made
        columns = table.dtype.names or ("",)
        for field in columns:
            column = table[field] if field else table
            if column.dtype.kind == "f" and not np.isfinite(column).all():
                where = ".".join(part for part in (name, field) if part)
                raise EngineError(f"{where} of the Model holds a number that is not finite: no result")


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
    check_finite(model)
    numbers = np.asarray(list(replicates), np.int64)
    out = empty_outcomes(model, len(numbers))
    size = max(1, min(CHUNK, -(-len(numbers) // (4 * max(threads, 1)))))
    done = np.zeros(len(numbers), bool)
    local = threading.local()
    packed = pack(model)

    def work(first: int) -> int:
        if not hasattr(local, "state"):
            local.state, local.blank = new_state(), new_state()
            local.packed = pack(local.state), pack(local.blank)
        part = slice(first, min(first + size, len(numbers)))
        state, blank = local.packed
        tables = [readable(table[part]) for table in out]
        address = np.int64(seed), np.int64(k), numbers[part]
        chunk(packed, state, blank, *address, WHOLE, UNTIL_THE_END, reference, *tables)
        return first

    def finished(first: int) -> None:
        part = slice(first, min(first + size, len(numbers)))
        done[part] = True
        if progress is not None:
            progress(len(range(*part.indices(len(numbers)))))

    starts = range(0, len(numbers), size)
    if threads <= 1:
        for first in starts:
            if cancel is not None and cancel():
                break
            finished(work(first))
    else:
        _on_threads(work, finished, starts, threads, cancel)
    return _checked(out, done)


def _on_threads(
    work: Callable[[int], int],
    finished: Callable[[int], None],
    starts: Sequence[int],
    threads: int,
    cancel: Callable[[], bool] | None,
) -> None:
    """Keep `threads` chunks in the air until there are none left or the caller cancels."""
    todo = iter(starts)
    with ThreadPoolExecutor(threads) as pool:
        running: set[Future[int]] = {pool.submit(work, first) for _, first in zip(range(threads), todo, strict=False)}
        while running:
            ready, running = wait(running, return_when=FIRST_COMPLETED)
            for future in ready:
                finished(future.result())
                if cancel is not None and cancel():
                    continue
                following = next(todo, None)
                if following is not None:
                    running.add(pool.submit(work, following))


def _checked(out: Outcomes, done: NDArray[np.bool_]) -> Outcomes:
    """The finished rows, or an error that names the first replicate with a fault."""
    bad = np.flatnonzero(done & (out.run["fault"] != 0))
    if len(bad):
        row = out.run[bad[0]]
        raise EngineError(
            f"replicate {row['r']} of draw {row['k']} has no result: {FAULTS[row['fault']]} at t = {row['t_end']:.1f} s"
        )
    if done.all():
        return out
    return Outcomes(*(table[done] for table in out))
