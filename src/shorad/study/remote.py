"""What travels to a worker in another process, and what it does there: a scenario as text, an item as an address."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from shorad.compile import Resolved, new_state, resolve
from shorad.engine.run import simulate
from shorad.errors import ScenarioError
from shorad.results.columns import Outcomes
from shorad.results.fingerprint import fingerprint
from shorad.spec.load import parse_scenario
from shorad.study.executors import Into
from shorad.study.items import Case, Item, Work
from shorad.study.overrides import overrides_of

RETRIES = 4  # of an item whose worker died: an item that kills every worker must end


@dataclass(frozen=True)
class Recipe:
    """Everything a worker needs to make the same Models; small, and hashable: a worker resolves it once."""

    text: str
    file: str
    overrides: tuple[tuple[str, str], ...]
    files: tuple[tuple[str, str], ...]  # what the scenario reads beside its text: name, sha256
    seed: int
    sources: str  # fingerprint of whoever asks
    places: tuple[tuple[str, str], ...] = ()  # of files that lie with a result instead of beside the scenario


def recipe(work: Work) -> Recipe:
    """The recipe of some work."""
    scenario = work.resolved.scenario
    given = tuple((path, value) for path, _, value in (text.partition("=") for text in overrides_of(scenario)))
    return Recipe(
        scenario.origin.text, scenario.origin.file, given, work.resolved.files, work.seed, fingerprint(),
        tuple(scenario.origin.places.items()),
    )  # fmt: skip


@lru_cache(maxsize=8)
def _resolved(made: Recipe) -> Resolved:
    """The scenario of a recipe, once per worker. ScenarioError for another version, or another state of its files."""
    if made.sources != fingerprint():
        raise ScenarioError(
            f"a worker has other sources of shorad ({fingerprint()}) than who asks ({made.sources})",
            "install the same version on every machine: results of two versions are never mixed",
        )
    found = resolve(parse_scenario(made.text, made.file, dict(made.overrides), dict(made.places)))
    if found.files != made.files:
        raise ScenarioError(f"a worker reads other files than who asks: {made.files}", "share the folder")
    return found


def run_item(made: Recipe, cases: Sequence[Case]) -> list[tuple[Any, ...]]:
    """The four tables of the replicates of each case. One thread: a worker has one core."""
    work, found = Work(_resolved(made), made.seed), []
    for case in cases:
        model = work.built(case).model
        found.append(tuple(simulate(model, lambda m=model: new_state(m), made.seed, case.k, case.numbers)))  # type: ignore[misc]
    return found


class Recipes:
    """The recipe of each work, made once, as it goes to the workers (`ship`)."""

    def __init__(self, ship: Callable[[Recipe], Any]) -> None:
        self.ship = ship
        self.shipped: dict[int, tuple[Work, Any]] = {}  # the work is kept: its id stays its own

    def of(self, item: Item) -> Any:
        """What stands for the recipe of an item."""
        if id(item.work) not in self.shipped:
            self.shipped[id(item.work)] = item.work, self.ship(recipe(item.work))
        return self.shipped[id(item.work)][1]


def arrived(item: Item, tables: Iterable[Iterable[Any]], into: Into | None) -> list[Outcomes]:
    """What a worker sent, put where it belongs."""
    found = [Outcomes(*each) for each in tables]
    if into is not None:
        for case, outcomes in zip(item.cases, found, strict=True):
            for target, source in zip(into(case), outcomes, strict=True):
                target[...] = source
    return found


def windowed(
    todo: Iterable[Item], room: int, submit: Callable[[Item], Any], wait: Callable[[list[Any]], Any],
    stopped: Callable[[], bool],
) -> Iterator[tuple[Item, Any]]:  # fmt: skip
    """Keep `room` items in the air and give each once, with what stands for it, in the order in which they end."""
    waiting = iter(todo)
    running: list[tuple[Item, Any]] = []
    more = True
    while more or running:
        while more and len(running) < room and not stopped():
            item = next(waiting, None)
            more = item is not None
            if item is not None:
                running.append((item, submit(item)))
        if not running:
            return
        ended = wait([handle for _, handle in running])
        at = next(i for i, (_, handle) in enumerate(running) if handle is ended)
        yield running.pop(at)
