"""`shorad hindcast`: published records beside what the model predicts."""

from __future__ import annotations

from typing import Annotated

import typer

from shorad.commands.common import Draws, Quiet, Replicates, Seed, Threads, say_if_cold
from shorad.commands.studies import AsJson, Out, check_out, deliver, engine_faults


def hindcast(
    records: Annotated[
        list[str] | None, typer.Argument(metavar="[RECORD]...", help="Names or files of records; all when left out.")
    ] = None,
    draws: Draws = None,
    replicates: Replicates = None,
    seed: Seed = None,
    threads: Threads = None,
    out: Out = None,
    json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Published combat records beside what the model predicts for them.

    shorad hindcast

    shorad hindcast hmeimim_2018_07 --draws 400
    """
    from shorad.api import hindcast as run
    from shorad.study.evidence import predicted
    from shorad.view import hindcast as view
    from shorad.view.progress import watch

    check_out(out)
    say_if_cold(quiet)
    with watch(quiet) as told, engine_faults():
        done = run(*(records or ()), draws=draws, replicates=replicates, seed=seed, threads=threads, progress=told)
    found, steps = done.evidence, view.rungs(done.evidence, predicted)
    deliver(
        view.page(found, steps, done.missing, done.factor, done.gains),
        view.sheets(found, steps, done.missing, done.gains),
        {"hindcast.png": lambda path: view.figure(found, steps, path)}, out, json, quiet,
    )  # fmt: skip
