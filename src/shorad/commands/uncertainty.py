"""`shorad study uncertainty`: how sure."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from shorad.commands.common import Draws, Quiet, Replicates, Seed, Settings, Threads, say_if_cold
from shorad.commands.studies import AsJson, MeasureOption, Out, check_out, deliver, engine_faults


def uncertainty(
    scenario: Annotated[
        str | None, typer.Argument(metavar="SCENARIO", help="A scenario file, or the name of a shipped one.")
    ] = None,
    measure: MeasureOption = None,
    draws: Draws = None,
    replicates: Replicates = None,
    seed: Seed = None,
    threads: Threads = None,
    settings: Settings = None,
    given: Annotated[
        Path | None, typer.Option("--from", metavar="RESULT", help="Read a result that `--out` wrote; run nothing.")
    ] = None,
    out: Out = None,
    json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """How sure: chance and what is not known kept apart, for every measure; the answer by hypothesis.

    shorad study uncertainty first_look

    shorad study uncertainty al_watiya_2020 --draws 100 --replicates 20 --out results/sure
    """
    from shorad.api import load_study, overrides
    from shorad.errors import ScenarioError
    from shorad.results.store import load_results
    from shorad.study.uncertainty import uncertainty as study
    from shorad.view import uncertainty as view
    from shorad.view.progress import watch

    if (scenario is None) == (given is None):
        raise ScenarioError("name one scenario, or one result with --from", "shorad study uncertainty first_look")
    check_out(out)
    if given is not None:
        found = study(measure=measure, results=load_results(given))
    else:
        made, studies = load_study(str(scenario), overrides(settings or []))
        measure = measure or (studies.uncertainty.measure if studies.uncertainty else None)
        say_if_cold(quiet)
        with watch(quiet) as told, engine_faults():
            found = study(
                made, measure=measure, draws=draws, replicates=replicates, seed=seed, threads=threads, progress=told
            )
    steps = [f"shorad study sensitivity {scenario}    which unknown matters, alone and with others"] if scenario else []
    deliver(
        view.page(found, steps), view.sheets(found),
        {"uncertainty.png": lambda path: view.picture(found, path)}, out, json, quiet,
    )  # fmt: skip
