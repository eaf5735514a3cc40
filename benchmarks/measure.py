"""Timing of replicates: one Model and state, process CPU time, best of several."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from time import process_time
from typing import NamedTuple

from shorad import load
from shorad.compile import Built, Resolved, build, draw, new_state, resolve
from shorad.engine.run import Outcomes, simulate

HERE = Path(__file__).parent
SEED = 1
REPEATS = 3


class Timed(NamedTuple):
    """Replicates of one Model: CPU seconds for each, and what came out."""

    seconds: float
    outcomes: Outcomes

    def mean(self, field: str) -> float:
        """Mean of a RUN column."""
        return float(self.outcomes.run[field].mean())


def best(work: Callable[[], object], repeats: int = REPEATS) -> float:
    """Least CPU seconds of several runs."""
    found = []
    for _ in range(repeats):
        began = process_time()
        work()
        found.append(process_time() - began)
    return min(found)


def scenario(name: str, settings: Mapping[str, str] | None = None) -> Resolved:
    """A benchmark scenario by its name, or a shipped one."""
    own = HERE / "scenarios" / f"{name}.yaml"
    return resolve(load(own if own.exists() else name, settings))


def nominal(resolved: Resolved, values: Mapping[str, float] | None = None) -> Built:
    """The Model at nominal values, with some of them changed."""
    return build(resolved, {**draw(resolved, SEED, -1), **(values or {})})


def timed(built: Built, replicates: int, threads: int = 1) -> Timed:
    """Run replicates 0 .. n-1 of a Model several times; compilation does not count."""

    def work(n: int) -> Outcomes:
        return simulate(built.model, lambda: new_state(built.model), SEED, -1, range(n), threads)

    work(1)
    outcomes = work(replicates)
    return Timed(best(lambda: work(replicates)) / replicates, outcomes)
