"""`shorad study uncertainty`: how sure."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from shorad.commands.common import Asked, study_command, with_settings
from shorad.commands.studies import check_out, deliver, studying


@study_command()
def uncertainty(
    scenario: Annotated[
        str | None, typer.Argument(metavar="SCENARIO", help="A scenario file, or the name of a shipped one.")
    ] = None,
    given: Annotated[
        Path | None, typer.Option("--from", metavar="RESULT", help="Read a result that `--out` wrote; run nothing.")
    ] = None,
    *,
    asked: Asked,
) -> None:
    """How sure: chance and what is not known kept apart, for every measure; the answer by hypothesis.

    shorad study uncertainty first_look

    shorad study uncertainty al_watiya_2020 --draws 100 --replicates 20 --out results/sure
    """
    from shorad.api import load_study
    from shorad.errors import ScenarioError
    from shorad.results.store import load_results
    from shorad.study.uncertainty import uncertainty as study
    from shorad.view import uncertainty as view

    if (scenario is None) == (given is None):
        raise ScenarioError("name one scenario, or one result with --from", "shorad study uncertainty first_look")
    if given is not None:
        check_out(asked.out)
        found = study(measure=asked.measure, results=load_results(given))
    else:
        made, studies = load_study(str(scenario), asked.overrides)
        measure = asked.measure or (studies.uncertainty.measure if studies.uncertainty else None)
        with studying(asked) as told:
            found = study(made, measure=measure, how=asked.how, progress=told)
    typed = with_settings(str(scenario), asked.settings)
    steps = [f"shorad study sensitivity {typed}    which unknown matters, alone and with others"] if scenario else []
    figures = {"uncertainty.png": lambda path: view.picture(found, path)}
    deliver(view.page(found, steps), view.sheets(found), figures, asked, found.stopped)
