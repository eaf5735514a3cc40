"""`shorad study rare`: the chance of an event that plain runs hardly ever see."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated

import typer

from shorad.commands.common import Asked, ScenarioArgument, study_command
from shorad.commands.studies import deliver, studying


@study_command("measure", "threads", "executor")
def rare(
    scenario: ScenarioArgument,
    event: Annotated[
        str, typer.Option(metavar="EVENT", help='Of one run: "leakers >= 1"; default: that of the study block.')
    ] = "",
    plain: Annotated[int, typer.Option(min=0, help="Also so many plain runs per draw, to compare with.")] = 0,
    *,
    asked: Asked,
) -> None:
    """The chance of a rare event: a run that comes near goes on as several, each of less weight (splitting).

    Without more words 500 trees in one draw.

    shorad study rare first_look --event "leakers >= 3" --replicates 600

    shorad study rare studies/rare_leak.yaml --out results/rare_leak
    """
    from shorad.api import load_study
    from shorad.errors import ScenarioError
    from shorad.study.rare import rare_study
    from shorad.view import rare as view

    made, studies = load_study(scenario, asked.overrides)
    written = studies.rare
    event = event or (written.event if written else "")
    if not event:
        raise ScenarioError("no event is named", '--event "leakers >= 1", or `rare: {event: ...}` in the study block')
    how = replace(
        asked.how,
        draws=asked.draws or (written.draws if written else None),
        replicates=asked.replicates or (written.replicates if written else None),
    )
    with studying(asked) as told:
        found = rare_study(made, event, plain=plain, how=how, progress=told)
    deliver(view.page(found), view.sheets(found), {}, asked, found.stopped)
