"""Time per stage of the kill chain: the engine's own `step` with a clock read after each stage.

The functions are made from the source of `shorad.engine.step` by inserting those reads, so they cannot drift from it; a
source that no longer looks as expected is an error. A read costs some 10 ns. Compiled anew at each run, kept nowhere.
"""

from __future__ import annotations

import platform
import re
from collections.abc import Callable
from inspect import getsource
from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic

from benchmarks.measure import SEED, nominal, scenario, timed
from shorad import scenarios
from shorad.compile import new_state
from shorad.engine import run, step
from shorad.engine.codes import STAGES
from shorad.engine.handle import pack
from shorad.engine.jit import njit

STAGE = re.compile(r"(?P<call>    if every or s\.clock\[S_\w+\] <= b:\n        \w+\(m, s, b\)\n)")
HEAD = re.compile(r'def step\(m, s, b, every\):\n( +""".*?""")\n')
RESET, WHOLE, REASONS = (np.int64(len(STAGES) + i) for i in range(3))


@intrinsic
def tick(typingctx: Any) -> Any:
    """The processor's cycle counter."""

    def build(context: Any, builder: Any, signature: Any, args: Any) -> Any:
        read = builder.module.declare_intrinsic("llvm.readcyclecounter", (), ir.FunctionType(ir.IntType(64), ()))
        return builder.call(read, ())

    return types.int64(), build


@njit
def lap(spent, row, since):
    """Add what has passed to a row; now."""
    now = tick()
    spent[row] += now - since
    return now


def source_of(function: Any) -> str:
    return getsource(getattr(function, "py_func", function))


def with_clock() -> Callable[..., bool]:
    """`advance` of the engine with one more argument, int64[len(STAGES)]: cycles spent in each stage."""
    count = iter(range(len(STAGES) + 1))
    body, found = STAGE.subn(
        lambda m: f"{m['call']}    mark = lap(spent, np.int64({next(count)}), mark)\n", source_of(step.step)
    )
    body, head = re.subn(HEAD, r"def step(m, s, b, every, spent):\n\1\n    mark = tick()\n", body)
    loop, calls = re.subn(r"\bstep\(m, s, b, every\)", "step(m, s, b, every, spent)", source_of(step.advance))
    loop, heads = re.subn(r"def advance\(m, s, until, every\)", "def advance(m, s, until, every, spent)", loop)
    if (found, head, calls, heads) != (len(STAGES), 1, 1, 1):
        raise RuntimeError("engine/step.py no longer looks as benchmarks/stages.py expects")
    scope = {**vars(step), "tick": tick, "lap": lap}
    exec(body + "\n\n" + loop, scope)  # noqa: S102
    return scope["advance"]  # type: ignore[no-any-return]


def clocked() -> Callable[..., None]:
    """A function that runs replicates 0 .. n-1 of packed tables and adds up cycles in `spent`."""
    advance, reset, explain = with_clock(), run.reset, run.explain_outcome
    open_model, open_state, end = run.open_model, run.open_state, run.UNTIL_THE_END

    @njit
    def replicates(model, state, zero, n, spent):
        m, s, blank = open_model(model), open_state(state), open_state(zero)
        for r in range(np.int64(n)):
            mark = tick()
            reset(m, s, blank, np.int64(SEED), np.int64(-1), r)
            mark = lap(spent, RESET, mark)
            advance(m, s, end, False, spent)
            mark = lap(spent, WHOLE, mark)
            explain(m, s)
            mark = lap(spent, REASONS, mark)

    return replicates


def shares(replicates: Callable[..., None], model: Any, n: int) -> np.ndarray:
    """Share of the time spent in each stage, in the calendar, in reset and in reasons; sums to 1."""
    state, blank = new_state(model), new_state(model)
    spent = np.zeros(len(STAGES) + 3, np.int64)
    replicates(pack(model), pack(state), pack(blank), np.int64(1), spent)
    spent[:] = 0
    replicates(pack(model), pack(state), pack(blank), np.int64(n), spent)
    parts = spent.astype(float)
    parts[WHOLE] -= parts[: len(STAGES)].sum()
    return parts / parts.sum()


def report() -> None:
    """Print microseconds per replicate and stage for the shipped scenarios and the larger benchmarks."""
    if platform.machine().lower() not in ("x86_64", "amd64"):
        print("\nTime per stage: only measured on x86-64, whose cycle counter a program may read.")
        return
    print("\nTime per stage, microseconds per replicate: share of a clocked run x CPU time of a plain one", flush=True)
    replicates = clocked()
    names = [*sorted(scenarios()), "b1", "b2", "b3", "b5"]
    columns = []
    for name in names:
        model = nominal(scenario(name))
        cost = timed(model, 3).seconds
        n = max(3, int(0.5 / cost))
        columns.append(1e6 * timed(model, n).seconds * shares(replicates, model.model, n))
    print(f"{'':12}" + "".join(f"{name[:14]:>15}" for name in names))
    for row, label in enumerate((*STAGES, "reset", "calendar", "reasons")):
        print(f"{label:12}" + "".join(f"{column[row]:15.1f}" for column in columns))
    print(f"{'together':12}" + "".join(f"{column.sum():15.1f}" for column in columns))
    print("b4 is the stage `track` alone")
