"""Variants of a scenario, each run with the same seed, draws and replicates: equal unknowns and equal luck."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shorad.errors import ScenarioError
from shorad.results.results import Results
from shorad.spec.load import parse_scenario
from shorad.study.montecarlo import run
from shorad.study.overrides import as_text, overrides_of
from shorad.study.sampling import Progress

if TYPE_CHECKING:
    from shorad.spec import Scenario


@dataclass(frozen=True)
class Variant:
    """A scenario by a name, and what was set in it."""

    name: str
    scenario: Scenario
    settings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Size:
    """How much to run each variant; None as the first scenario says."""

    draws: int | None = None
    replicates: int | None = None
    seed: int | None = None
    threads: int | None = None


def as_settings(values: Mapping[str, Any]) -> dict[str, str]:
    """Values as they would be written after `--set path=`."""
    return {path: as_text(value) for path, value in values.items()}


def changed(scenario: Scenario, settings: Mapping[str, str], label: str = "") -> Scenario:
    """The scenario with settings applied after its own. ScenarioError, with `label` in front where one is given."""
    given = dict(text.split("=", 1) for text in overrides_of(scenario))
    try:
        made = parse_scenario(scenario.origin.text, scenario.origin.file, {**given, **settings})
    except ScenarioError as error:
        raise (error.within("", path=label) if label else error) from None
    if any(path.startswith("run.") for path in settings):
        return made
    overrides, origin = made._overrides, made._origin
    made = made.model_copy(update={"run": scenario.run})  # that of a study file, perhaps
    made._overrides, made._origin = overrides, origin
    return made


def run_each(
    variants: Sequence[Variant], size: Size, progress: Callable[[Progress], None] | None = None
) -> Iterator[Results]:
    """Results of one variant after the other, without but-for and parts. KeyboardInterrupt when one is stopped."""
    from time import perf_counter

    first = variants[0].scenario.run
    draws, replicates = size.draws or first.draws, size.replicates or first.replicates
    seed = first.seed if size.seed is None else size.seed
    began = perf_counter()
    for i, each in enumerate(variants):

        def told(at: Progress, i: int = i, name: str = each.name) -> None:
            if progress is not None:
                total = draws * replicates
                progress(Progress(name, i * total + at.done, len(variants) * total, perf_counter() - began))

        found = run(
            each.scenario, draws=draws, replicates=replicates, seed=seed, threads=size.threads, but_for=False,
            parts=False, progress=told,
        )  # fmt: skip
        if found.provenance.interrupted:
            raise KeyboardInterrupt
        yield found
