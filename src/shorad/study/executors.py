"""Who runs the work items: threads of this process, a Ray cluster, a Dask cluster. The answers are the same bits.

An executor gets items (which replicates of which Models), and gives back each once, when it is done. It may run an
item twice, after a worker died for instance: an item is an address, so the second time gives the same rows.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Protocol

from shorad.compile import new_state, state_shape
from shorad.engine.run import Task
from shorad.errors import ScenarioError, install, suggest
from shorad.results.columns import Outcomes
from shorad.study.items import Case, Item

if TYPE_CHECKING:
    from shorad.study.sampling import Job

Into = Callable[[Case], Outcomes]  # rows (views) that a case is to fill
NAMES = ("threads", "ray", "dask")


class Executor(Protocol):
    """Runs items; see the module's docstring."""

    def run(self, todo: Iterable[Item], job: Job, into: Into | None = None) -> Iterator[tuple[Item, list[Outcomes]]]:
        """Each item with the finished rows of its cases; fewer cases or rows when the job was stopped.

        With `into`, the rows are in place when an item is given. Begins no further item after the job's `stopped`
        said so. EngineError for a replicate without a result.
        """
        ...

    def close(self) -> None:
        """Let go of whatever was started for this executor."""
        ...


class Threads:
    """Threads of this process: the default, and the quickest on one machine."""

    def run(self, todo: Iterable[Item], job: Job, into: Into | None = None) -> Iterator[tuple[Item, list[Outcomes]]]:
        from shorad.study.sampling import run_all

        asked: deque[Item] = deque()

        def tasks() -> Iterator[Task]:
            for item in todo:
                asked.append(item)
                for case in item.cases:
                    model = item.work.built(case).model
                    new, rows = partial(new_state, model), None if into is None else into(case)
                    yield Task(model, new, item.work.seed, case.k, case.numbers, state_shape(model), rows)

        done: list[Outcomes] = []
        for outcomes in run_all(job, tasks()):
            done.append(outcomes)
            if len(done) == len(asked[0].cases):
                yield asked.popleft(), done
                done = []
        if done:
            yield asked[0], done

    def close(self) -> None:
        """There is nothing to let go of."""


def executor(text: str) -> Executor:
    """The executor called `threads`, `ray`, `dask`, or `ray@ADDRESS`, `dask@ADDRESS` for a cluster that runs already.

    ScenarioError for another name, and where Ray or Dask is not installed.
    """
    name, _, address = text.partition("@")
    if name not in NAMES:
        raise ScenarioError(f'there is no executor "{name}"', suggest(name, NAMES))
    if name == "threads":
        if address:
            raise ScenarioError("threads have no address", "write --executor threads")
        return Threads()
    try:
        if name == "ray":
            from shorad.study.on_ray import Ray

            return Ray(address)
        from shorad.study.on_dask import Dask

        return Dask(address)
    except ImportError as error:
        raise ScenarioError(
            f"--executor {name} needs a package that is not installed: {error.name}", install(name)
        ) from error


__all__ = ["Executor", "Into", "Threads", "executor"]
