"""`shorad calibrate`: what records of combat tell of what is not known."""

from __future__ import annotations

from typing import Annotated

import typer

from shorad.commands.common import Draws, Quiet, Replicates, Seed, Threads, say_if_cold
from shorad.commands.studies import AsJson, Out, check_out, deliver, engine_faults

Group = Annotated[
    list[str] | None,
    typer.Option("--group", metavar="PATTERN", help="Unknowns to update, * for any text; may be given again."),
]


def calibrate(
    records: Annotated[list[str], typer.Argument(metavar="RECORD...", help="Names or files of records.")],
    group: Group = None,
    draws: Draws = None,
    replicates: Replicates = None,
    seed: Seed = None,
    threads: Threads = None,
    check: Annotated[
        bool, typer.Option("--check", help="Also update on simulated records and see whether the truth is met.")
    ] = False,
    out: Out = None,
    json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """What published combat records tell of what is not known: a Bayesian update, and what it cannot tell.

    shorad calibrate hmeimim_2018_07 --group "tor_m2.missile.*"
    """
    from shorad.api import calibrate as update
    from shorad.study.calibrate import simulated
    from shorad.view import calibrate as view
    from shorad.view.progress import watch

    wanted = group or ["*"]
    check_out(out)
    say_if_cold(quiet)
    with watch(quiet) as told, engine_faults():
        found = update(
            *records, group=wanted, draws=draws, replicates=replicates, seed=seed, threads=threads, progress=told
        )
    chi2 = simulated(found) if check else None
    deliver(
        view.page(found, wanted, chi2), view.sheets(found, wanted, chi2),
        {"calibrate.png": lambda path: view.figure(found, path)}, out, json, quiet,
    )  # fmt: skip
