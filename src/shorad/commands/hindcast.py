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
    from shorad import load
    from shorad.catalogue.record_files import find_record, list_records, not_yet
    from shorad.study.evidence import claim_factor, gather, predicted
    from shorad.view import hindcast as view
    from shorad.view.progress import watch

    asked = [find_record(name) for name in records or list_records()]
    check_out(out)
    say_if_cold(quiet)
    with watch(quiet) as told, engine_faults():
        found = [gather(each, load, draws, replicates, seed, threads, told) for each in asked]
    steps, missing = view.rungs(found, predicted), () if records else not_yet()
    factor = claim_factor()
    deliver(
        view.page(found, steps, missing, factor), view.sheets(found, steps, missing),
        {"hindcast.png": lambda path: view.figure(found, steps, path)}, out, json, quiet,
    )  # fmt: skip
