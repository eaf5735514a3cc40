"""`shorad flip`: the most plausible single change that turns the answer."""

from __future__ import annotations

from typing import Annotated

import typer

from shorad.commands.common import Draws, Quiet, Replicates, ScenarioArgument, Seed, Settings, Threads, say_if_cold
from shorad.commands.studies import AsJson, MeasureOption, Out, check_out, deliver, engine_faults


def flip(
    scenario: ScenarioArgument,
    threshold: Annotated[
        float | None, typer.Option(help="To cross; a share as 0.5. Default: the scenario's, or 0.5 for a share.")
    ] = None,
    measure: MeasureOption = None,
    weigh: Annotated[int, typer.Option(min=1, help="How many changes are looked at closely.")] = 12,
    looks: Annotated[int, typer.Option(min=1, help="Draws of the first look at every change.")] = 6,
    draws: Draws = None,
    replicates: Replicates = None,
    seed: Seed = None,
    threads: Threads = None,
    settings: Settings = None,
    out: Out = None,
    json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """What would have turned it: single changes of what is not known that carry the answer across a threshold.

    shorad flip first_look --threshold 0.8

    shorad flip al_watiya_2020
    """
    from shorad.commands.common import load_scenario
    from shorad.study.flip import flip as study
    from shorad.study.turn import Effort
    from shorad.study.variants import Size
    from shorad.view import flip as view
    from shorad.view.progress import watch

    check_out(out)
    made = load_scenario(scenario, settings)
    say_if_cold(quiet)
    with watch(quiet) as told, engine_faults():
        found = study(
            made, measure=measure, threshold=threshold, effort=Effort(screen=(looks, 8), weigh=weigh),
            size=Size(draws, replicates, seed, threads), progress=told,
        )  # fmt: skip
    figures = {"flip.png": lambda path: view.picture(found, path)}
    deliver(view.page(found, scenario), view.sheets(found), figures, out, json, quiet)
