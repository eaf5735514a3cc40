"""`shorad compare`: variants under the same luck, each against the first."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shorad.compile import resolve
from shorad.errors import Issue, ScenarioError, suggest
from shorad.results.paired import Paired, pairs
from shorad.results.results import Results
from shorad.study.how import How
from shorad.study.sampling import Progress
from shorad.study.variants import Variant, changed, run_each, told_at, whole_ones

if TYPE_CHECKING:
    from shorad.spec import Scenario

FEWEST = 5  # draws in common


@dataclass(frozen=True)
class Comparison:
    """Results by name, the first of which is the one compared with; `pairs` of each other by measure."""

    question: str
    measure: str
    results: Mapping[str, Results]
    pairs: Mapping[str, Mapping[str, Paired]]
    settings: Mapping[str, Mapping[str, str]]
    stopped: str = ""  # what is kept, when somebody stopped it before the last variant

    @property
    def first(self) -> str:
        return next(iter(self.results))

    def _repr_html_(self) -> str:
        """For notebooks."""
        import shorad

        return shorad.html(self)


def compare(
    variants: Mapping[str, Scenario | Results] | Sequence[Scenario | Results],
    *,
    measure: str | None = None,
    how: How | None = None,
    settings: Mapping[str, Mapping[str, str]] | None = None,
    progress: Callable[[Progress], None] | None = None,
    **hows: Any,
) -> Comparison:
    """Compare scenarios, or results of runs with one seed, with the first of them.

    `settings` says, by name, what was set (for the page alone). `hows` are the fields of `How`; None: as the
    first scenario says. ScenarioError with fewer than two variants or 5 draws in common.
    """
    named = dict(variants) if isinstance(variants, Mapping) else _named(variants)
    if len(named) < 2:
        raise ScenarioError("one scenario cannot be compared with itself", "name a second one, or a --variant")
    how, stopped = how or How(**hows), ""
    kept = {name: each for name, each in named.items() if isinstance(each, Results)}
    if kept and len(kept) < len(named):
        raise ScenarioError("a result and a scenario", "compare results with results, or scenarios with scenarios")
    if not kept:
        made = [Variant(name, each) for name, each in named.items() if not isinstance(each, Results)]
        draws = how.draws or made[0].scenario.run.draws
        if draws < FEWEST:
            raise ScenarioError(f"{draws} draws are too few for an interval", f"ask for {FEWEST} or more, better 40")
        found, stopped = whole_ones(run_each("compare", made, how, progress), 2, lambda results: results)
        kept = dict(zip(named, found, strict=False))
    return _compared(kept, measure, settings or {}, stopped)


def _named(variants: Sequence[Scenario | Results]) -> dict[str, Scenario | Results]:
    out: dict[str, Scenario | Results] = {}
    for each in variants:
        file = each.provenance.file if isinstance(each, Results) else each.origin.file
        name, number = Path(file).stem, 2
        while name in out:
            name, number = f"{Path(file).stem}_{number}", number + 1
        out[name] = each
    return out


def _compared(
    results: Mapping[str, Results], measure: str | None, settings: Mapping[str, Mapping[str, str]], stopped: str
) -> Comparison:
    (first, base), *others = results.items()
    found: dict[str, dict[str, Paired]] = {}
    for name, each in others:
        try:
            found[name] = pairs(base, each)
        except ValueError as error:
            right = "run both with the same --seed and draws"
            raise ScenarioError(f"{first} and {name}: {error}", right) from None
    asked = measure or base.about.answer
    for name, table in found.items():
        if asked not in table:
            right = suggest(asked, list(table))
            raise ScenarioError(f'{first} and {name} have no measure "{asked}" in common', right, "--measure")
    return Comparison(base.about.question, asked, results, found, settings, stopped)


def variant_of(scenario: Scenario, settings: Mapping[str, str], places: Mapping[str, Issue]) -> Scenario:
    """The scenario with settings, resolved before anything runs; `places`: where they were written, for errors."""
    with told_at(places):
        made = changed(scenario, settings)
        resolve(made)
    return made


def read_variant(text: str, number: int) -> tuple[str, dict[str, str]]:
    """`NAME: path=value; path=value` of the command line; without a name it is called by its number."""
    found = re.match(r"\s*([A-Za-z_]\w*)\s*:(?!\d)\s*(.*)", text, re.DOTALL)
    name, rest = (found[1], found[2]) if found else (f"variant_{number}", text)
    settings: dict[str, str] = {}
    for part in filter(None, (each.strip() for each in rest.split(";"))):
        path, equals, value = part.partition("=")
        if not equals or not path.strip():
            right = 'write --variant "silent: defence.pantsir.emission=on_cue; attack.drones.count=8"'
            raise ScenarioError(f'"{part}" is no path=value', right, f"--variant {text}")
        settings[path.strip()] = value.strip()
    if not settings:
        raise ScenarioError("a variant that sets nothing", "write --variant NAME:PATH=VALUE", f"--variant {text}")
    return name, settings
