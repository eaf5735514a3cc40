"""`shorad study rare`: the chance of an event that plain runs hardly ever see."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from shorad import limits
from shorad.commands.common import Quiet, ScenarioArgument, Seed, Settings, load_scenario, say_if_cold


def rare(
    scenario: ScenarioArgument,
    event: Annotated[str, typer.Option(metavar="EVENT", help='Of one run: "leakers >= 1".')],
    draws: Annotated[int, typer.Option(min=1, max=limits.DRAWS, help="Draws of what is not known.")] = 1,
    replicates: Annotated[int, typer.Option(min=2, max=limits.REPLICATES, help="Trees per draw.")] = 500,
    seed: Seed = None,
    settings: Settings = None,
    json: Annotated[bool, typer.Option("--json", help="As one JSON document, unrounded.")] = False,
    quiet: Quiet = False,
) -> None:
    """The chance of a rare event: a run that comes near goes on as several, each of less weight (splitting).

    shorad study rare first_look --event "leakers >= 1" --set defence.pantsir.count=2
    """
    from shorad.study.rare import rare as find

    made = load_scenario(scenario, settings)
    say_if_cold(quiet)
    found = find(made, event, draws, replicates, made.run.seed if seed is None else seed)
    if json:
        import json as codec

        typer.echo(codec.dumps(asdict(found) | {"event": str(found.event)}, indent=1, allow_nan=False))
        return
    typer.echo(
        f"Chance of {found.event}: {found.chance:.2g} ({found.low:.2g} to {found.high:.2g} with 95 % confidence)"
    )
    typer.echo(
        f"{found.roots} trees in each of {found.draws} draws, {found.levels} levels, seed {found.seed}; "
        f"{found.hits} trees had it; {found.seconds:.1f} CPU s"
    )
    if found.saving is None:
        typer.echo("Too little was seen to say what splitting saved: ask for more --replicates")
    else:
        rate = f"{1e3 * found.root:.3g} ms a tree, {1e3 * found.plain:.3g} ms a plain run"
        typer.echo(f"Plain runs would need {found.saving:.2g} times the time for the same error of chance ({rate})")
