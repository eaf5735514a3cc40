"""A stand-in for `engine.run.simulate_all`: coins by address, to test what is around the engine in a moment."""

import os
import signal
from collections.abc import Iterator

import numpy as np
import pytest

from shorad.engine.run import Outcomes, empty_outcomes


class StandIn:
    """Drones leak by chance, never under the switch `hit`; `interrupt_at` presses Ctrl-C after so many runs."""

    def __init__(self) -> None:
        self.runs = 0
        self.interrupt_at = -1

    def __call__(self, tasks, threads=1, progress=None, cancel=None) -> Iterator[Outcomes]:
        for task in tasks:
            out, done = task.out or empty_outcomes(task.model, len(task.numbers)), 0
            for row, r in enumerate(task.numbers):
                if cancel():
                    break
                self.replicate(task.model, out, row, task.seed, task.k, r)
                self.runs += 1
                done += 1
                if self.runs == self.interrupt_at:
                    os.kill(os.getpid(), signal.SIGINT)
                progress(1)
            yield Outcomes(*(table[:done] for table in out))
            if cancel():
                return

    def replicate(self, model, out, row, seed, k, r) -> None:
        hostile = np.flatnonzero((model.obj["side"] == 0) & (model.obj["leak_counts"] == 1))
        ready = model.unit["readiness"][:, 0].mean() if len(model.unit) else 0.0
        leak = np.random.default_rng((seed, k + 1, r)).random(len(hostile)) < 0.9 - 0.5 * ready
        leak &= model.ideal[14] == 0
        out.run["k"][row], out.run["r"][row], out.run["leakers"][row] = k, r, leak.sum()
        out.objects["life"][row] = 2
        out.objects["life"][row, hostile[leak]] = 3
        out.objects["leaked"][row, hostile] = leak
        out.objects["reason"][row, hostile] = np.where(leak, 10, 0)
        out.units["killer"][row] = out.assets["killer"][row] = -1
        if leak.sum() > len(hostile) / 2:
            out.assets["rung"][row], out.assets["reason"][row], out.assets["killer"][row] = 3, 10, hostile[0]


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> StandIn:
    found = StandIn()
    monkeypatch.setattr("shorad.study.sampling.simulate_all", found)
    return found
