"""`shorad run`: what would happen, and why."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from shorad import limits
from shorad.commands.common import (
    INTERRUPTED,
    Draws,
    Quiet,
    Replicates,
    Resume,
    ScenarioArgument,
    Seed,
    Settings,
    Threads,
    Who,
    complain,
    load_scenario,
    say_if_cold,
    show,
    with_settings,
)

if TYPE_CHECKING:
    from shorad.results.results import Results

Out = Annotated[Path | None, typer.Option(metavar="DIR", help="Also write Parquet tables and provenance there.")]
Until = Annotated[str, typer.Option(metavar="WIDTH", help='Add draws until "assets.depot.survival +- 0.02" holds.')]
Most = Annotated[int | None, typer.Option(min=2, max=limits.DRAWS, help="Draws after which --until gives up (20 000).")]


def run(
    scenario: ScenarioArgument,
    replicates: Replicates = None,
    draws: Draws = None,
    seed: Seed = None,
    threads: Threads = None,
    settings: Settings = None,
    json: Annotated[bool, typer.Option("--json", help="Everything as one JSON document, unrounded, in SI.")] = False,
    out: Out = None,
    resume: Resume = False,
    executor: Who = "threads",
    until: Until = "",
    most: Most = None,
    butfor: Annotated[bool, typer.Option("--butfor/--no-butfor", help="Rerun with each link made ideal.")] = True,
    quiet: Quiet = False,
) -> None:
    """What would happen: chances with their intervals, and why.

    shorad run first_look

    shorad run first_look --set attack.drones.count=8 --set pantsir_s1.search_radar.scan_period="4 s"

    shorad run al_watiya_2020 --draws 50 --replicates 100 --out results/al_watiya

    shorad run al_watiya_2020 --draws 50 --replicates 100 --out results/al_watiya --resume

    shorad run first_look --until "assets.depot.survival +- 0.02"
    """
    if resume and out is None:
        raise typer.BadParameter("name the folder with --out", param_hint="--resume")
    made = load_scenario(scenario, settings)
    if out is not None:
        from shorad.results.store import check_target

        check_target(out)  # before the work, not after it
    from shorad.engine.run import EngineError
    from shorad.study import run as run_study
    from shorad.view.progress import watch

    say_if_cold(quiet)
    with watch(quiet) as told:
        try:
            results = run_study(
                made, replicates=replicates, draws=draws, seed=seed, threads=threads, but_for=butfor, progress=told,
                executor=executor, out=out, resume=resume, until=until, most=most,
            )  # fmt: skip
        except EngineError as error:
            complain(f"{error}\nThis is a fault of shorad, not of the scenario: please report it with the seed.", 1)
    _show_results(results, with_settings(scenario, settings), out, json)
    _say_how_it_ended(results, out, quiet)


def _say_how_it_ended(results: Results, out: Path | None, quiet: bool) -> None:
    if not quiet:
        for warning in results.about.warnings:
            typer.echo(f"warning: {warning}", err=True)
    if results.provenance.interrupted:
        asked = results.provenance.draws * results.provenance.replicates
        more = "" if out is None else "; the same command with --resume continues"
        typer.echo(f"shorad: interrupted; {len(results)} of {asked} runs are kept and counted above{more}", err=True)
        raise typer.Exit(INTERRUPTED)


def _show_results(results: Results, asked: str, out: Path | None, json: bool) -> None:
    """`asked`: the scenario and its settings, as they were typed."""
    from shorad.view.document import document
    from shorad.view.summary import summary

    if json:
        import json as codec

        typer.echo(codec.dumps(document(results), indent=1, allow_nan=False))
        return
    stem = Path(results.provenance.file).stem
    keep = f"shorad run {asked} --out results/{stem}" if out is None else f"tables are in {out}"
    folder = f"results/{stem}" if out is None else out
    steps = (
        f"shorad explain {asked}    what was understood, number by number",
        f"shorad cite {asked}    where the numbers come from",
        keep,
        f"shorad replay {folder}    the median raid in a browser: what happened, and why",
    )
    show(summary(results, steps))
