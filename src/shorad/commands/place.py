"""`shorad place`: where the defender should stand."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from shorad.commands.common import Asked, ScenarioArgument, study_command
from shorad.commands.studies import deliver, studying


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
    candidates: dict[str, Any] = {}
    if choose:
        axes = [read_axis(text) for text in choose]
        candidates = combinations({axis.path: axis.values for axis in axes})
    elif written.place is not None:
        candidates = {name: item.set for name, item in written.place.candidates.items()}
        candidates |= combinations(written.place.choose) if written.place.choose else {}
        measure = measure or written.place.measure
    with studying(asked) as told:
        found = study(made, candidates, measure=measure, how=asked.how, progress=told)
    deliver(view.page(found), view.sheets(found), {"place.png": lambda path: view.picture(found, path)}, asked)
