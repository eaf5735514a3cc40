"""The results object: outcomes, who stood in them, what was drawn, where it comes from; everything else is computed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from shorad.errors import ScenarioError, suggest
from shorad.results.butfor import ButFor, ButForTable, butfor_tables
from shorad.results.columns import Cast, Outcomes
from shorad.results.measures import Measure, find, measure, measures
from shorad.results.provenance import About, Provenance
from shorad.results.reasons import ReasonTable, reason_tables

if TYPE_CHECKING:
    from shorad.view.notebook import Page

Values = Mapping[str, float | str]


@dataclass(frozen=True)
class Part:
    """One of several runs that belong together: a state of readiness, or a step of a sweep."""

    kind: str  # "split" or "sweep"
    path: str  # what was set: "defence.battery.readiness", "attack.drones.count"
    label: str  # to what: "silent", "20"
    weight: float  # of a state in the mixture, mean over draws; 0 for a step of a sweep
    results: "Results"

    @property
    def name(self) -> str:
        """What was set, as after `--set`: `attack.drones.count=20`."""
        return f"{self.path}={self.label}"


@dataclass(frozen=True, eq=False, repr=False)
class Results:
    """What a run gives back. Outcomes are sorted by (k, r); `draws[i]` are the values of the i-th finished draw.

    `results["assets.depot.survival"]` is a `Measure`; `results.measures` has all of them by path.
    """

    outcomes: Outcomes
    cast: Cast
    draws: Mapping[int, Values]  # by k
    about: About
    provenance: Provenance
    butfor: ButFor | None = None
    parts: tuple[Part, ...] = ()

    def __repr__(self) -> str:
        return f"<Results of {self.provenance.file}: {len(self.draws)} draws, {len(self)} replicates>"

    def _repr_html_(self) -> str:
        """For notebooks."""
        import shorad

        return shorad.html(self)

    def replay(self, which: str = "median") -> "Page":
        """The replicate `which` run again, as the page of `shorad replay` in one piece: for notebooks, or to save."""
        import shorad

        return shorad.replay(self, which)

    def __len__(self) -> int:
        """How many replicates were finished."""
        return len(self.outcomes.run)

    def __getitem__(self, path: str) -> Measure:
        """One measure by path. KeyError with the nearest paths when there is none, or when nothing was there."""
        found = measure(find(self.cast, path), self.outcomes)
        if found is None:
            raise KeyError(f"{path}: nothing of the kind occurred in {len(self)} replicates")
        return found

    @cached_property
    def measures(self) -> dict[str, Measure]:
        """Every measure by path, in reading order."""
        return measures(self.outcomes, self.cast)

    @cached_property
    def reasons(self) -> list[ReasonTable]:
        """Shares of reasons behind leakers, losses, engagements of neutrals."""
        return reason_tables(self.outcomes, self.cast)

    @cached_property
    def butfor_tables(self) -> list[ButForTable]:
        """But-for shares, one table per kind of event; empty when no replicate was run again."""
        return butfor_tables(self.butfor) if self.butfor is not None else []

    @property
    def answer(self) -> Measure | None:
        """The measure that answers the scenario's question."""
        return self[self.about.answer] if self.about.answer else None

    @property
    def asked(self) -> str:
        """The scenario's question, and what was changed since it was written."""
        changed = self.provenance.changed
        return f"{self.about.question} (Changed: {changed}.)" if changed else self.about.question

    def part(self, name: str) -> "Results":
        """One part of a split or sweep as a result of its own: by label (`silent`) or in full (`PATH=LABEL`).

        Its replicates can be picked and run again like those of the whole. ScenarioError when there is none.
        """
        found = [part for part in self.parts if name in (part.label, part.name)]
        if len(found) == 1:
            part, made = found[0], self.provenance
            changed = (part.name,) if part.kind == "sweep" else ()  # a split is in the drawn values already
            return replace(
                part.results, provenance=replace(made, part=part.name, overrides=(*made.overrides, *changed))
            )
        if not self.parts:
            raise ScenarioError(
                f'there is no part "{name}"', "this result has none: its scenario has no split or sweep"
            )
        known = tuple(part.name if found else part.label for part in (found or self.parts))
        said = "names several parts" if found else "names no part"
        raise ScenarioError(f'"{name}" {said} of this result', suggest(name, known))

    def save(self, folder: str | Path) -> Path:
        """Write everything to `folder` (Parquet and JSON). ScenarioError when the folder holds something else."""
        from shorad.results.store import save

        return save(self, Path(folder))


@dataclass(frozen=True)
class Condition:
    """A measure compared with a number: `assets.town.survival < 0.5`."""

    path: str
    below: bool
    limit: float

    def met(self, results: Results) -> bool:
        """Whether the estimate meets it; a measure of which nothing occurred does not."""
        found = results.measures.get(self.path)
        return found is not None and (found.estimate.mean < self.limit) == self.below


def condition(text: str) -> Condition | None:
    """The condition written as `PATH < NUMBER` or `PATH > NUMBER`; None when it is none."""
    found = re.fullmatch(r"\s*([\w.]+)\s*([<>])\s*([-+.\deE]+)\s*", text)
    try:
        return Condition(found[1], found[2] == "<", float(found[3])) if found else None
    except ValueError:
        return None


def breaking_value(parts: tuple[Part, ...], limit: Condition) -> str | None:
    """Label of the first step of a sweep that meets the condition; None when none does."""
    return next((part.label for part in parts if part.kind == "sweep" and limit.met(part.results)), None)
