"""`shorad flip`: the most plausible single change that turns the answer."""

from __future__ import annotations

from typing import Annotated

import typer

from shorad.commands.common import Asked, ScenarioArgument, study_command
from shorad.commands.studies import deliver, studying, typed_or


@study_command()
def flip(
    context: typer.Context,
    scenario: ScenarioArgument,
    threshold: Annotated[
        float | None, typer.Option(help="To cross; a share as 0.5. Default: the scenario's, or 0.5 for a share.")
    ] = None,
    weigh: Annotated[int, typer.Option(min=1, help="How many changes are looked at closely.")] = 12,
    looks: Annotated[int, typer.Option(min=1, help="Draws of the first look at every change.")] = 6,
    *,
    asked: Asked,
) -> None:
    """What would have turned it: single changes of what is not known that carry the answer across a threshold.

    shorad flip first_look --threshold 0.8

    shorad flip al_watiya_2020
    """
    from shorad.api import load_study
    from shorad.spec.study import FlipStudy
    from shorad.study.flip import flip as study
    from shorad.study.turn import Effort
    from shorad.view import flip as view

    made, studies = load_study(scenario, asked.overrides)
    written = studies.flip or FlipStudy()
    screen = typed_or(context, "looks", looks, written.looks), 8
    with studying(asked) as told:
        found = study(
            made, measure=asked.measure or written.measure,
            threshold=written.threshold if threshold is None else threshold,
            effort=Effort(screen=screen, weigh=typed_or(context, "weigh", weigh, written.weigh)),
            how=asked.how, progress=told,
        )  # fmt: skip
    figures = {"flip.png": lambda path: view.picture(found, path)}
    deliver(view.page(found, scenario), view.sheets(found), figures, asked)
