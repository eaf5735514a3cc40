"""`shorad flip`: the most plausible single change that turns the answer."""

from __future__ import annotations

from typing import Annotated

import typer

from shorad.commands.common import Draws, Quiet, Replicates, ScenarioArgument, Seed, Settings, Threads, say_if_cold
from shorad.commands.studies import AsJson, MeasureOption, Out, asked, check_out, deliver, engine_faults


def flip(
    context: typer.Context,
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
    from shorad.api import load_study, overrides
    from shorad.spec.study import FlipStudy
    from shorad.study.flip import flip as study
    from shorad.study.turn import Effort
    from shorad.study.variants import Size
    from shorad.view import flip as view
    from shorad.view.progress import watch

    check_out(out)
    made, studies = load_study(scenario, overrides(settings or []))
    written = studies.flip or FlipStudy()
    screen = asked(context, "looks", looks, written.looks), 8
    say_if_cold(quiet)
    with watch(quiet) as told, engine_faults():
        found = study(
            made, measure=measure or written.measure,
            threshold=written.threshold if threshold is None else threshold,
            effort=Effort(screen=screen, weigh=asked(context, "weigh", weigh, written.weigh)),
            size=Size(draws, replicates, seed, threads), progress=told,
        )  # fmt: skip
    figures = {"flip.png": lambda path: view.picture(found, path)}
    deliver(view.page(found, scenario), view.sheets(found), figures, out, json, quiet)
