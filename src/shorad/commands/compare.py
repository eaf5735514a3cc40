"""`shorad compare`: variants under the same luck."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from shorad.commands.common import Asked, study_command
from shorad.commands.studies import deliver, studying


@study_command()
def compare(
    scenarios: Annotated[
        list[str], typer.Argument(metavar="A [B ...]", help="Scenarios, a study file, or folders with kept results.")
    ],
    variant: Annotated[
        list[str] | None,
        typer.Option("--variant", metavar="TEXT", help='A, changed: "NAME: PATH=VALUE; PATH=VALUE". Again for more.'),
    ] = None,
    *,
    asked: Asked,
) -> None:
    """What is better: variants under the same luck, differences with intervals, and what the pairing saved.

    shorad compare first_look --variant "late: pantsir_s1.missile.reaction=6 s"

    shorad compare first_look shahed_night --measure leakers

    shorad compare results/a results/b
    """
    from shorad.study.compare import compare as study
    from shorad.view import compare as view

    named, changes, measure = _named(scenarios, variant or [], asked)
    with studying(asked) as told:
        found = study(named, measure=asked.measure or measure, how=asked.how, settings=changes, progress=told)
    figures = {"compare.png": lambda path: view.picture(found, path)}
    deliver(view.page(found), view.sheets(found), figures, asked, found.stopped)


def _named(
    names: list[str], variants: list[str], told: Asked
) -> tuple[dict[str, Any], dict[str, dict[str, str]], str | None]:
    """Scenarios or results by name, what is set in each, and the measure that a study file asks about."""
    from shorad.api import load_study
    from shorad.errors import Issue, ScenarioError
    from shorad.results.store import load_results
    from shorad.study.compare import read_variant, variant_of
    from shorad.study.variants import as_settings

    named: dict[str, Any] = {}
    changes: dict[str, dict[str, str]] = {}
    asked = None
    for name in names:
        label = _free(Path(name).stem, named)
        if Path(name).is_dir():
            named[label] = load_results(name)
            continue
        scenario, study = load_study(name, told.overrides)
        if len(names) == 1 and study.compare is not None and not variants:
            for each, item in study.compare.variants.items():
                changes[each] = as_settings(item.set)
                places = {path: study.where(f"compare.variants.{each}.set.{path}") for path in item.set}
                named[each] = variant_of(scenario, changes[each], places)
            return named, changes, study.compare.measure
        named[label] = scenario
    first = next(iter(named))
    for number, text in enumerate(variants, start=1):
        if Path(names[0]).is_dir():
            raise ScenarioError("a variant of a kept result", "name its scenario instead", f"--variant {text}")
        label, changes_here = read_variant(text, number)
        if label in named:
            raise ScenarioError(f'two variants are called "{label}"', "give each its own name", f"--variant {text}")
        changes[label] = changes_here
        written = {path: Issue("", "", f"--variant {text}") for path in changes_here}
        named[label] = variant_of(named[first], changes_here, written)
    return named, changes, asked


def _free(name: str, taken: dict[str, Any]) -> str:
    """The name, with a number behind it when it is taken."""
    number, free = 2, name
    while free in taken:
        free, number = f"{name}_{number}", number + 1
    return free
