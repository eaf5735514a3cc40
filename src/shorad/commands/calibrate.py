"""`shorad calibrate`: what records of combat tell of what is not known."""

from __future__ import annotations

from typing import Annotated

import typer

from shorad.commands.common import Asked, study_command
from shorad.commands.studies import deliver, studying

Group = Annotated[
    list[str] | None,
    typer.Option("--group", metavar="PATTERN", help="Unknowns to update, * for any text; may be given again."),
]


@study_command("measure", "settings")
def calibrate(
    records: Annotated[list[str], typer.Argument(metavar="RECORD...", help="Names or files of records.")],
    group: Group = None,
    check: Annotated[
        bool, typer.Option("--check", help="Also update on simulated records and see whether the truth is met.")
    ] = False,
    *,
    asked: Asked,
) -> None:
    """What published combat records tell of what is not known: a Bayesian update, and what it cannot tell.

    shorad calibrate hmeimim_2018_07 --group "tor_m2.missile.*"
    """
    from shorad.api import calibrate as update
    from shorad.study.calibrate import simulated
    from shorad.view import calibrate as view

    wanted = group or ["*"]
    size = {
        name: getattr(asked, name) for name in ("draws", "replicates", "seed", "threads", "executor", "out", "resume")
    }
    with studying(asked) as told:
        found = update(*records, group=wanted, progress=told, **size)
    checked = simulated(found) if check else None
    deliver(
        view.page(found, wanted, checked), view.sheets(found, wanted, checked),
        {"calibrate.png": lambda path: view.figure(found, path)}, asked,
    )  # fmt: skip
