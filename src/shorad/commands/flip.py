"""`shorad flip`: the most plausible single change that turns the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from shorad.commands.common import Asked, ScenarioArgument, study_command
from shorad.commands.studies import deliver, studying, typed_or

if TYPE_CHECKING:
    from shorad.spec import Scenario
    from shorad.spec.study import Study
    from shorad.study.variants import Variant


@study_command()
def flip(
    context: typer.Context,
    scenario: ScenarioArgument,
    threshold: Annotated[
        float | None, typer.Option(help="To cross; a share as 0.5. Default: the scenario's, or 0.5 for a share.")
    ] = None,
    variant: Annotated[
        str | None,
        typer.Option("--variant", metavar="TEXT", help='Turn a comparison with it: "NAME: PATH=VALUE; PATH=VALUE".'),
    ] = None,
    weigh: Annotated[int, typer.Option(min=1, help="How many changes are looked at closely.")] = 12,
    looks: Annotated[int, typer.Option(min=1, help="Draws of the first look at every change.")] = 6,
    *,
    asked: Asked,
) -> None:
    """What would have turned it: single changes of what is not known that carry the answer across a threshold.

    shorad flip first_look --threshold 0.8

    shorad flip first_look --variant "slow: pantsir_s1.crew.operator_time=40 s" --measure leakers
    """
    from shorad.api import load_study
    from shorad.spec.study import FlipStudy
    from shorad.study.flip import flip as study
    from shorad.study.turn import Effort
    from shorad.view import flip as view

    made, studies = load_study(scenario, asked.overrides)
    written = studies.flip or FlipStudy()
    screen = typed_or(context, "looks", looks, written.looks), 8
    with studying(asked) as told:
        found = study(
            made, measure=asked.measure or written.measure,
            threshold=written.threshold if threshold is None else threshold,
            variant=_variant(made, variant, studies),
            effort=Effort(screen=screen, weigh=typed_or(context, "weigh", weigh, written.weigh)),
            how=asked.how, progress=told,
        )  # fmt: skip
    figures = {"flip.png": lambda path: view.picture(found, path)}
    deliver(view.page(found, scenario), view.sheets(found), figures, asked)


def _variant(made: Scenario, typed: str | None, studies: Study) -> Variant | None:
    """What to compare with, as typed or as the study has it."""
    from shorad.errors import Issue
    from shorad.study.compare import read_variant, variant_of
    from shorad.study.variants import Variant, as_settings

    written = studies.flip and studies.flip.variant
    if typed is not None:
        name, settings = read_variant(typed, 1)
        places = {path: Issue("", "", f"--variant {typed}") for path in settings}
    elif written:
        name, settings = "variant", as_settings(written.set)
        places = {path: studies.where(f"flip.variant.set.{path}") for path in settings}
    else:
        return None
    return Variant(name, variant_of(made, settings, places), tuple(settings.items()))
