"""`shorad study value`: what knowing would be worth."""

from __future__ import annotations

from typing import Annotated

import typer

from shorad.commands.common import Asked, study_command
from shorad.commands.studies import deliver, studying


@study_command("measure", "settings")
def value(
    decision: Annotated[
        str, typer.Argument(metavar="DECISION", help="A file that states a decision, or the name of a shipped one.")
    ],
    *,
    asked: Asked,
) -> None:
    """What knowing would be worth, to somebody who must choose among options.

    shorad study value studies/protect_al_watiya.yaml
    """
    from shorad import load
    from shorad.api import study_file
    from shorad.spec.decision import load_decision
    from shorad.study.decision import price
    from shorad.view import decision as page

    stated = load_decision(study_file(decision))
    with studying(asked) as told:
        found = price(stated, load, asked.how, told)
    figures = {"value.png": lambda path: page.figure(found, path)}
    deliver(page.decision(found), page.sheets(found), figures, asked)
