"""`shorad study sensitivity`: which unknowns matter."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from shorad import limits
from shorad.commands.common import Asked, study_command, with_settings
from shorad.commands.studies import check_out, deliver, studying, typed_or

if TYPE_CHECKING:
    from shorad.spec.study import SensitivityStudy
    from shorad.study.sensitivity import Plan


@study_command("draws", "replicates")
def sensitivity(
    context: typer.Context,
    scenario: Annotated[
        str | None, typer.Argument(metavar="SCENARIO", help="A scenario file, or the name of a shipped one.")
    ] = None,
    points: Annotated[int, typer.Option(help="Of the Sobol sequence; the next power of two.")] = 128,
    replicates: Annotated[int, typer.Option(min=1, max=limits.REPLICATES, help="Chance replicates at each point.")] = 4,
    trajectories: Annotated[int, typer.Option(help="Of the screening, over all unknowns.")] = 10,
    looks: Annotated[int, typer.Option(help="Replicates at each point of the screening, an even number.")] = 2,
    top: Annotated[int, typer.Option(min=1, help="How many unknowns get Sobol indices.")] = 8,
    only: Annotated[
        list[str] | None, typer.Option("--only", metavar="PATH", help="These instead, no screening; * for any text.")
    ] = None,
    given: Annotated[
        Path | None, typer.Option("--from", metavar="RESULT", help="Given-data indices of a kept result; run nothing.")
    ] = None,
    *,
    asked: Asked,
) -> None:
    """Which unknown matters: screening of all, Sobol indices of the strongest, given-data indices of the same runs.

    shorad study sensitivity first_look

    shorad study sensitivity first_look --only pantsir_s1.tracking_calibration --points 256

    shorad study sensitivity --from results/sure
    """
    from shorad.api import load_study
    from shorad.errors import ScenarioError
    from shorad.results.store import load_results
    from shorad.spec.study import SensitivityStudy
    from shorad.study.sensitivity import Plan
    from shorad.study.sensitivity import sensitivity as study
    from shorad.view import sensitivity as view

    if (scenario is None) == (given is None):
        raise ScenarioError("name one scenario, or one result with --from", "shorad study sensitivity first_look")
    if given is not None:
        check_out(asked.out)
        found = study(measure=asked.measure, results=load_results(given))
    else:
        made, studies = load_study(str(scenario), asked.overrides)
        written = studies.sensitivity or SensitivityStudy()
        measure = asked.measure or written.measure
        plan = _plan(context, Plan(trajectories, looks, points, replicates, top, tuple(only or written.only)), written)
        with studying(asked) as told:
            found = study(made, measure=measure, plan=plan, how=asked.how, progress=told)
    figures = {
        "sensitivity.png": lambda path: view.bars(found, path), "tornado.png": lambda path: view.tornado(found, path)
    }  # fmt: skip
    typed = with_settings(str(scenario), asked.settings)
    steps = [f"shorad flip {typed}    the most plausible single change that turns the answer"] if scenario else []
    deliver(view.page(found, steps), view.sheets(found), figures, asked)


def _plan(context: typer.Context, typed: Plan, written: SensitivityStudy) -> Plan:
    """What was typed; where nothing was, what is written down."""

    def size(name: str) -> int:
        return typed_or(context, name, getattr(typed, name), getattr(written, name))

    return replace(
        typed, trajectories=size("trajectories"), looks=size("looks"), points=size("points"),
        replicates=size("replicates"), top=size("top"),
    )  # fmt: skip
