"""`shorad study value`: what knowing would be worth."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from shorad.commands.common import Draws, Quiet, Replicates, Seed, Threads, say_if_cold, show


def value(
    decision: Annotated[Path, typer.Argument(metavar="DECISION", help="A file that states a decision.")],
    draws: Draws = None,
    replicates: Replicates = None,
    seed: Seed = None,
    threads: Threads = None,
    json: Annotated[bool, typer.Option("--json", help="As one JSON document, unrounded, in USD.")] = False,
    quiet: Quiet = False,
) -> None:
    """What knowing would be worth, to somebody who must choose among options.

    shorad study value studies/protect_al_watiya.yaml
    """
    from shorad import load
    from shorad.spec.decision import load_decision
    from shorad.study.decision import price
    from shorad.view import decision as page
    from shorad.view.progress import watch

    asked = load_decision(decision)
    beside = decision.resolve().parent / asked.scenario
    if beside.is_file():
        asked = asked.model_copy(update={"scenario": str(beside)})
    say_if_cold(quiet)
    with watch(quiet) as told:
        found = price(asked, load, draws, replicates, seed, threads, told)
    if json:
        import json as codec

        typer.echo(codec.dumps(page.document(found), indent=1, allow_nan=False))
    else:
        show(page.decision(found))
