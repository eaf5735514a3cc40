"""What travels to a worker in another process, and what it does there: a scenario as text, an item as an address."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from shorad.compile import Resolved, build, draw, new_state, resolve
from shorad.engine.run import empty_outcomes, simulate
from shorad.errors import ScenarioError
from shorad.results.columns import Outcomes, join
from shorad.results.fingerprint import fingerprint
from shorad.spec.load import parse_scenario
from shorad.study.executors import Into, Work
from shorad.study.items import Item
from shorad.study.overrides import overrides_of

RETRIES = 4  # of an item whose worker died: an item that kills every worker must end


@dataclass(frozen=True)
class Recipe:
    """Everything a worker needs to make the same Models; small, and hashable: a worker resolves it once."""

    text: str
    file: str
    overrides: tuple[tuple[str, str], ...]
    files: tuple[tuple[str, str], ...]  # what the scenario reads beside its text: name, sha256
    fixed: tuple[tuple[str, float | str], ...]
    seed: int
    sources: str  # fingerprint of whoever asks


def recipe(work: Work) -> Recipe:
    """The recipe of some work."""

    scenario, fixed = work.resolved.scenario, work.fixed or {}
    given = tuple((path, value) for path, _, value in (text.partition("=") for text in overrides_of(scenario)))
    return Recipe(
        scenario.origin.text, scenario.origin.file, given, work.resolved.files, tuple(fixed.items()), work.seed,
        fingerprint(),
    )  # fmt: skip


@lru_cache(maxsize=8)
def _resolved(made: Recipe) -> Resolved:
    """The scenario of a recipe, once per worker. ScenarioError for another version, or another state of its files."""
    if made.sources != fingerprint():
        raise ScenarioError(
            f"a worker has other sources of shorad ({fingerprint()}) than who asks ({made.sources})",
            "install the same version on every machine: results of two versions are never mixed",
        )
    found = resolve(parse_scenario(made.text, made.file, dict(made.overrides)))
    if found.files != made.files:
        raise ScenarioError(f"a worker reads other files than who asks: {made.files}", "share the folder")
    return found


def run_item(made: Recipe, item: Item) -> tuple[Any, ...]:
    """The four tables of an item's replicates, in the order of (k, r). One thread: a worker has one core."""
    resolved, found = _resolved(made), []
    for k in item.draws:
        model = build(resolved, draw(resolved, made.seed, k, dict(made.fixed) or None)).model
        found.append(simulate(model, lambda m=model: new_state(m), made.seed, k, item.numbers))  # type: ignore[misc]
    return tuple(join(found)) if found else tuple(empty_outcomes(model, 0))


def place(item: Item, tables: Iterable[Any], into: Into) -> Outcomes:
    """Put what a worker sent where it belongs."""
    outcomes = Outcomes(*tables)
    for i, k in enumerate(item.draws):
        rows = slice(i * len(item.numbers), (i + 1) * len(item.numbers))
        for target, source in zip(into(k, item.r0, item.r1), outcomes, strict=True):
            target[...] = source[rows]
    return outcomes


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
