"""`shorad study value`: what knowing would be worth."""

from __future__ import annotations

from typing import Annotated

import typer

from shorad.commands.common import Draws, Quiet, Replicates, Seed, Threads, say_if_cold
from shorad.commands.studies import AsJson, Out, check_out, deliver, engine_faults


def value(
    decision: Annotated[
        str, typer.Argument(metavar="DECISION", help="A file that states a decision, or the name of a shipped one.")
    ],
    draws: Draws = None,
    replicates: Replicates = None,
    seed: Seed = None,
    threads: Threads = None,
    out: Out = None,
    json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """What knowing would be worth, to somebody who must choose among options.

    shorad study value studies/protect_al_watiya.yaml
    """
    from shorad import load
    from shorad.api import study_file
    from shorad.spec.decision import load_decision
    from shorad.study.decision import price
    from shorad.view import decision as page
    from shorad.view.progress import watch

    asked = load_decision(study_file(decision))
    check_out(out)
    say_if_cold(quiet)
    with watch(quiet) as told, engine_faults():
        found = price(asked, load, draws, replicates, seed, threads, told)
    deliver(
        page.decision(found), page.sheets(found), {"value.png": lambda path: page.figure(found, path)}, out, json, quiet
    )
