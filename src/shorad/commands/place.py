"""`shorad place`: where the defender should stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from shorad.commands.common import Asked, ScenarioArgument, study_command
from shorad.commands.studies import deliver, studying

if TYPE_CHECKING:
    from shorad.errors import Issue
    from shorad.spec.study import Study


@study_command()
def place(
    scenario: ScenarioArgument,
    choose: Annotated[
        list[str] | None,
        typer.Option("--choose", metavar="PATH=A,B", help="Values of a path of the defence; again: all combinations."),
    ] = None,
    *,
    asked: Asked,
) -> None:
    """Where to stand and when to radiate: the best of the candidates that the defender states, and how surely.

    shorad place studies/places.yaml

    shorad place first_look --choose "defence.pantsir.at=[0 km, 1 km],[2 km, 0 km],[5 km, 0 km]"
    """
    from shorad.api import load_study
    from shorad.study.place import combinations
    from shorad.study.place import place as study
    from shorad.study.sweep import read_axis
    from shorad.view import place as view

    made, written = load_study(scenario, asked.overrides)
    measure = asked.measure
    if choose:
        axes = [read_axis(text, "--choose") for text in choose]
        where = {axis.path: axis.written for axis in axes if axis.written}
        candidates = combinations({axis.path: axis.values for axis in axes})
        places = dict.fromkeys(candidates, where)
    else:
        candidates, places = _written(written)
        measure = measure or (written.place.measure if written.place else None)
    with studying(asked) as told:
        found = study(made, candidates, places=places, measure=measure, how=asked.how, progress=told)
    deliver(view.page(found), view.sheets(found), {"place.png": lambda path: view.picture(found, path)}, asked)


def _written(study: Study) -> tuple[dict[str, dict[str, Any]], dict[str, dict[str, Issue]]]:
    """The candidates of a study, and where what they set is written."""
    from shorad.study.place import combinations

    if study.place is None:
        return {}, {}
    named = {name: item.set for name, item in study.place.candidates.items()}
    chosen = combinations(study.place.choose) if study.place.choose else {}
    places = {name: {path: study.where(f"place.candidates.{name}.set.{path}") for path in each}
              for name, each in named.items()}  # fmt: skip
    places |= {name: {path: study.where(f"place.choose.{path}") for path in each} for name, each in chosen.items()}
    return named | chosen, places
