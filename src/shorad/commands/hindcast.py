"""`shorad hindcast`: published records beside what the model predicts."""

from __future__ import annotations

from typing import Annotated

import typer

from shorad.commands.common import Asked, study_command
from shorad.commands.studies import deliver, studying


@study_command("measure", "settings")
def hindcast(
    records: Annotated[
        list[str] | None, typer.Argument(metavar="[RECORD]...", help="Names or files of records; all when left out.")
    ] = None,
    *,
    asked: Asked,
) -> None:
    """Published combat records beside what the model predicts for them.

    shorad hindcast

    shorad hindcast hmeimim_2018_07 --draws 400
    """
    from shorad.api import hindcast as run
    from shorad.study.evidence import predicted
    from shorad.view import hindcast as view

    size = {
        name: getattr(asked, name) for name in ("draws", "replicates", "seed", "threads", "executor", "out", "resume")
    }
    with studying(asked) as told:
        done = run(*(records or ()), progress=told, **size)
    found, steps = done.evidence, view.rungs(done.evidence, predicted)
    deliver(
        view.page(found, steps, done.missing, done.factor, done.gains),
        view.sheets(found, steps, done.missing, done.gains),
        {"hindcast.png": lambda path: view.figure(found, steps, path)}, asked,
    )  # fmt: skip
