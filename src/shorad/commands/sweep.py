"""`shorad sweep`: a measure over grids and Latin hypercubes."""

from __future__ import annotations

from typing import Annotated

import typer

from shorad.commands.common import Asked, ScenarioArgument, study_command
from shorad.commands.studies import deliver, studying


@study_command()
def sweep(
    scenario: ScenarioArgument,
    over: Annotated[
        list[str] | None,
        typer.Option("--over", metavar="PATH=LOW:HIGH:N", help="An axis; also PATH=A,B,C. Again for more axes."),
    ] = None,
    latin: Annotated[int | None, typer.Option(min=2, help="So many points of a Latin hypercube, not a grid.")] = None,
    *,
    asked: Asked,
) -> None:
    """How the answer changes along any number or word: response curves, heat maps, Latin hypercubes.

    shorad sweep first_look --over attack.drones.count=2:12:6

    shorad sweep first_look --over "attack.drones.altitude=50 m:500 m:4" --over defence.pantsir.roe=free,tight

    Without --over: the sweep of the scenario's study block, or its own `sweep:`.
    """
    from shorad.api import load_study
    from shorad.errors import Issue
    from shorad.study.sweep import axis_of, read_axis
    from shorad.study.sweep import sweep as study
    from shorad.view import sweep as view

    made, written = load_study(scenario, asked.overrides)
    measure = asked.measure
    axes = [read_axis(text) for text in over or []]
    if not axes and written.sweep is not None:
        axes = [
            axis_of(path, values, written.where(f"sweep.over.{path}")) for path, values in written.sweep.over.items()
        ]
        latin, measure = latin or written.sweep.latin, measure or written.sweep.measure
    elif not axes and made.sweep is not None:
        axes = [axis_of(made.sweep.path, made.sweep.values, Issue("", "", *made.place("sweep.values"), "sweep.values"))]
    with studying(asked) as told:
        found = study(made, axes, latin=latin, measure=measure, how=asked.how, progress=told)
    figures = {"sweep.png": lambda path: view.picture(found, path)}
    deliver(view.page(found), view.sheets(found), figures, asked, found.stopped)
