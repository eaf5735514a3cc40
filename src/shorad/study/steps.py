"""The engine, a few grid points at a time: the same call thousands of times, its arguments laid out once."""

from __future__ import annotations

from typing import Any

import numpy as np

from shorad.compile import new_state
from shorad.compile.build import Built
from shorad.engine import codes, run
from shorad.engine.handle import pack
from shorad.engine.jit import DISABLED
from shorad.engine.machine_code import kinds_of, words_of
from shorad.engine.run import conclude, empty_outcomes, run_until, start

LOOK = codes.EVENTS.index("look")  # a look that showed nothing changes nobody's mind
UNTIL = 7  # place of the grid point among the arguments of `chunk`


class Steps:
    """`run_until` for one replicate."""

    def __init__(self, model: Any, state: Any) -> None:
        self._packed = model, state  # held, because the code knows their addresses only
        self._block: Any = None

    def until(self, b: int) -> bool:
        """Run on to grid point b (exclusive); True when the replicate is over."""
        if DISABLED:
            return run_until(*self._packed, b)
        if self._block is None:
            over = run_until(*self._packed, b)  # makes or loads the machine code
            self._lay_out()
            return over
        self._block[self._at] = b
        if self._function(self._block.ctypes.data):
            raise RuntimeError("the engine raised in compiled code")
        return bool(self._block[self._size])

    def _lay_out(self) -> None:
        """The words of `Code.call`, for the arguments of `run_until`."""
        model, state = self._packed
        numbers = np.zeros(1, np.int64)
        self._args = (
            model, state, state, run.NOWHERE, run.NOWHERE, numbers, run.ADVANCE, np.int64(0), False, *run._no_outputs(),
        )  # fmt: skip
        kinds = kinds_of(self._args)
        code = run.chunk.codes[kinds]  # type: ignore[attr-defined]
        words: list[int] = []
        for arg in self._args:
            words += [arg.ctypes.data, *arg.shape] if isinstance(arg, np.ndarray) else [int(arg)]
        self._at = sum(words_of(kind) for kind in kinds[:UNTIL])
        self._size, self._function = code.size, code.function
        self._block = np.array([*words, *(0 for _ in code.results)], np.int64)


def trace(built: Built, seed: int, k: int, r: int, room: int) -> bytes:
    """What happens in a replicate, unwatched and so a hundred times as fast: its events but `look`, and its outcome.

    Two replicates with the same trace do not differ in anything that an event tells. `room`: events kept; where there
    are more the answer is empty, so that nobody takes it for that of another.
    """
    state = new_state(built.model, log=room)
    packed = pack(built.model), pack(state)
    start(*packed, pack(new_state(built.model)), seed, k, r)
    run_until(*packed, int(run.UNTIL_THE_END))
    outcome = empty_outcomes(built.model, 1)
    conclude(*packed, outcome)
    logged = int(state.n["logged"][0])
    if logged > room or state.n["fault"][0]:
        return b""
    log = state.log[:logged]
    events: bytes = log[log["kind"] != LOOK].tobytes()
    return events + b"".join(table.tobytes() for table in _told(outcome))


def _told(outcome: Any) -> list[Any]:
    """Outcome rows without the count of events, in which looks are."""
    row = outcome.run.copy()
    row["events"] = 0
    return [row, *outcome[1:]]
