"""Who runs the work items: threads of this process, a Ray cluster, a Dask cluster. The answers are the same bits.

An executor gets `Work` (what to run) and items (which replicates), and gives back each item once, when it is done. It
may run an item twice, after a worker died for instance: an item is an address, so the second time gives the same rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Protocol

from shorad.compile import Built, Resolved, build, draw, new_state, state_shape
from shorad.engine.run import Task
from shorad.errors import ScenarioError, suggest
from shorad.results.columns import Outcomes
from shorad.study.items import Item

if TYPE_CHECKING:
    from shorad.study.sampling import Job

Value = float | str
Into = Callable[[int, int, int], Outcomes]  # rows (views) for draw k, replicates r0 .. r1 - 1
NAMES = ("threads", "ray", "dask")
KEPT = 16_000_000  # bytes of built Models kept for the but-for runs: some hundred draws


@dataclass(frozen=True)
class Work:
    """What the items are replicates of: one scenario, its seed, and values that stand instead of drawn ones."""

    resolved: Resolved
    seed: int
    fixed: Mapping[str, Value] | None = None
    _drawn: dict[int, Mapping[str, Value]] = field(default_factory=dict)
    _built: dict[int, Built] = field(default_factory=dict)

    def values(self, k: int) -> Mapping[str, Value]:
        """The values of draw k."""
        if k not in self._drawn:
            self._drawn[k] = draw(self.resolved, self.seed, k, self.fixed)
        return self._drawn[k]

    def built(self, k: int) -> Built:
        """What the engine runs for draw k; the first draws are kept as long as they fit into `KEPT`."""
        if k in self._built:
            return self._built[k]
        built = build(self.resolved, self.values(k))
        if (len(self._built) + 1) * sum(table.nbytes for table in built.model) <= KEPT:
            self._built[k] = built
        return built


class Executor(Protocol):
    """Runs items; see the module's docstring."""

    def run(self, work: Work, todo: Iterable[Item], job: Job, into: Into) -> Iterator[tuple[Item, Outcomes]]:
        """Each item with its finished rows, which are in place when it is given; fewer when the job was stopped.

        Begins no further item after the job's `stopped` said so. EngineError for a replicate without a result.
        """
        ...


class Threads:
    """Threads of this process: the default, and the quickest on one machine."""

    def run(self, work: Work, todo: Iterable[Item], job: Job, into: Into) -> Iterator[tuple[Item, Outcomes]]:
        from shorad.results.columns import join
        from shorad.study.sampling import run_all

        asked: list[Item] = []

        def tasks() -> Iterator[Task]:
            for item in todo:
                asked.append(item)
                for k in item.draws:
                    model = work.built(k).model
                    rows = into(k, item.r0, item.r1)
                    new = partial(new_state, model)
                    yield Task(model, new, work.seed, k, item.numbers, state_shape(model), rows)

        done: list[Outcomes] = []
        for outcomes in run_all(job, tasks()):
            done.append(outcomes)
            item = asked[0]
            if len(done) == len(item.draws):
                asked.pop(0)
                yield item, (done[0] if len(done) == 1 else join(done))
                done = []
        if done and asked:
            yield asked[0], join(done)


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
            f"--executor {name} needs a package that is not installed: {error.name}", f"pip install 'shorad[{name}]'"
        ) from error


__all__ = ["Executor", "Into", "Threads", "Work", "executor"]
