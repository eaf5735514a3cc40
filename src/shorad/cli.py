"""The command line. Everything heavy is imported by the command that needs it: help and `cite` stay instant."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

if TYPE_CHECKING:
    from rich.console import RenderableType

    from shorad.results.coverage import Coverage
    from shorad.results.results import Results
    from shorad.spec import Scenario

INTERRUPTED = 130  # exit code after Ctrl-C, as shells have it
app = typer.Typer(
    help="A simulation laboratory for short-range air defence: chances, honest intervals, and why.\n\n"
    "Start with: shorad run first_look",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode="rich",
)
ScenarioArgument = Annotated[
    str,
    typer.Argument(metavar="SCENARIO", help="A scenario file, or the name of one that comes with shorad (first_look)."),
]
Settings = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="PATH=VALUE", help="Change one number or word; may be given again. Units as in the file."
    ),
]


def main() -> None:
    """Entry point: every mistake of the user ends here as a message and exit code 2, never as a traceback."""
    from shorad.errors import ScenarioError

    try:
        app(prog_name="shorad")
    except ScenarioError as error:
        _complain(str(error), ScenarioError.exit_code)
    except KeyboardInterrupt:
        _complain("interrupted; nothing was finished", INTERRUPTED)
    except BrokenPipeError:  # whoever read our output has gone (`| head`)
        sys.stderr.close()
        sys.exit(0)


def _complain(text: str, code: int) -> NoReturn:
    typer.echo(f"shorad: {text}", err=True)
    sys.exit(code)


@app.command()
def run(
    scenario: ScenarioArgument,
    replicates: Annotated[int | None, typer.Option(min=1, help="Chance replicates per draw.")] = None,
    draws: Annotated[int | None, typer.Option(min=1, help="Draws of what is not known.")] = None,
    seed: Annotated[int | None, typer.Option(min=0, help="Same seed, same bits.")] = None,
    threads: Annotated[int | None, typer.Option(min=1, help="Default: all. Results do not depend on it.")] = None,
    settings: Settings = None,
    json: Annotated[bool, typer.Option("--json", help="Everything as one JSON document, unrounded, in SI.")] = False,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Also write Parquet tables and provenance there.")
    ] = None,
    butfor: Annotated[bool, typer.Option("--butfor/--no-butfor", help="Rerun with each link made ideal.")] = True,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no messages: the result only.")] = False,
) -> None:
    """What would happen: chances with their intervals, and why.

    shorad run first_look

    shorad run first_look --set attack.drones.count=8 --set pantsir_s1.search_radar.scan_period="4 s"

    shorad run al_watiya_2020 --draws 50 --replicates 100 --out results/al_watiya
    """
    made = _load(scenario, settings)
    if out is not None:
        from shorad.results.store import check_target

        check_target(out)  # before the work, not after it
    from shorad.engine.run import EngineError
    from shorad.study import run as run_study
    from shorad.view.progress import watch

    _say_if_cold(quiet)
    with watch(quiet) as told:
        try:
            results = run_study(
                made, replicates=replicates, draws=draws, seed=seed, threads=threads, but_for=butfor, progress=told
            )
        except EngineError as error:
            _complain(f"{error}\nThis is a fault of shorad, not of the scenario: please report it with the seed.", 1)
    if out is not None:
        results.save(out)
    _show_results(results, scenario, out, json)
    if not quiet:
        for warning in results.about.warnings:
            typer.echo(f"warning: {warning}", err=True)
    if results.provenance.interrupted:
        asked = results.provenance.draws * results.provenance.replicates
        typer.echo(f"shorad: interrupted; {len(results)} of {asked} runs are kept and counted above", err=True)
        raise typer.Exit(INTERRUPTED)


@app.command()
def explain(scenario: ScenarioArgument, settings: Settings = None) -> None:
    """What was understood: every number with its unit, range, source and mark (? guess, ~ unverified).

    shorad explain first_look
    """
    from shorad.compile import explain as rows_of
    from shorad.compile import resolve
    from shorad.view.explain import explain as page

    made = _load(scenario, settings)
    resolved = resolve(made)
    _print(page(made.question, rows_of(resolved), map(str, resolved.warnings)), 160)


@app.command()
def cite(
    scenario: ScenarioArgument,
    settings: Settings = None,
    bibtex: Annotated[bool, typer.Option("--bibtex", help="As BibTeX entries.")] = False,
) -> None:
    """The bibliography of exactly what a scenario uses.

    shorad cite first_look --bibtex > sources.bib
    """
    from shorad import cite as entries_of
    from shorad.catalogue import as_bibtex
    from shorad.view.cite import cite as page

    made = _load(scenario, settings)
    entries = entries_of(made)
    if bibtex:
        typer.echo(as_bibtex(entries))
    else:
        _print(page(made.question, entries))


@app.command()
def catalogue(name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="One system whole.")] = None) -> None:
    """The systems that scenarios can use, or one of them with all its values, claims and disputes.

    shorad catalogue pantsir_s1
    """
    from shorad.catalogue import list_systems, load_system
    from shorad.catalogue.second_reading import audit
    from shorad.view import catalogue as view

    if name is None:
        _print(view.catalogue([load_system(each) for each in list_systems()]))
    else:
        found = load_system(name)
        readings = audit(found)
        meanings = {path: found.key(path).meaning for path in found.flat}
        _print(view.system(found, meanings, {path: readings.status(path) for path in found.flat}), 160)


study = typer.Typer(help="Ask it: what matters, what it would be worth to know.", no_args_is_help=True)
app.add_typer(study, name="study")


@study.command()
def value(
    decision: Annotated[Path, typer.Argument(metavar="DECISION", help="A file that states a decision.")],
    draws: Annotated[int | None, typer.Option(min=1, help="Draws of what is not known.")] = None,
    replicates: Annotated[int | None, typer.Option(min=1, help="Chance replicates per draw.")] = None,
    seed: Annotated[int | None, typer.Option(min=0, help="Same seed, same bits.")] = None,
    threads: Annotated[int | None, typer.Option(min=1, help="Default: all.")] = None,
    json: Annotated[bool, typer.Option("--json", help="As one JSON document, unrounded, in USD.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no messages: the result only.")] = False,
) -> None:
    """What knowing would be worth, to somebody who must choose among options.

    shorad study value studies/protect_al_watiya.yaml
    """
    from shorad import load
    from shorad.spec.decision import load_decision
    from shorad.study.decision import price
    from shorad.view import decision as page
    from shorad.view.progress import watch

    asked = load_decision(decision)
    beside = decision.resolve().parent / asked.scenario
    if beside.is_file():
        asked = asked.model_copy(update={"scenario": str(beside)})
    _say_if_cold(quiet)
    with watch(quiet) as told:
        found = price(asked, load, draws, replicates, seed, threads, told)
    if json:
        import json as codec

        typer.echo(codec.dumps(page.document(found), indent=1, allow_nan=False))
    else:
        _print(page.decision(found))


@app.command()
def coverage(
    scenario: ScenarioArgument,
    height: Annotated[
        str, typer.Option(metavar="LENGTH", help="At which the target flies, above the ground.")
    ] = "100 m",
    unit: Annotated[str | None, typer.Option(metavar="NAME", help="One fire unit, or one group; default all.")] = None,
    target: Annotated[str | None, typer.Option(metavar="SYSTEM", help="What flies; default the first.")] = None,
    sea: Annotated[bool, typer.Option("--sea", help="The height counts from sea level.")] = False,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Write picture, GeoTIFF and GeoJSON there.")] = None,
    settings: Settings = None,
) -> None:
    """Where the fire units see, over relief and horizon, and how surely: a map of detection.

    shorad coverage ridge_raid --height 100m --out maps

    shorad coverage own_terrain --height 50m --unit hill
    """
    from shorad.errors import ScenarioError
    from shorad.study.coverage import coverage as mapped
    from shorad.units import parse
    from shorad.view.coverage import page

    try:
        metres = parse(height, "length")
    except ScenarioError as error:
        raise error.within("--height") from None
    found = mapped(_load(scenario, settings), metres, unit=unit, target=target, sea=sea)
    written, notes = _write_maps(found, out, Path(scenario).stem) if out is not None else ([], [])
    _print(page(found, written, notes))


@app.command()
def export(
    result: Annotated[Path, typer.Argument(metavar="RESULT", help="A folder that `shorad run --out` wrote.")],
    kind: Annotated[
        str, typer.Option("--format", metavar="NAME", help="acmi, czml, kml, geojson, dis, parquet, csv or json.")
    ],
    replicate: Annotated[
        str,
        typer.Option(metavar="WHICH", help="median, worst, best, p90, leaker, loss, a number, or DRAW:REPLICATE."),
    ] = "median",
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where to; a folder for parquet and csv. Default: a name here.")
    ] = None,
    origin: Annotated[
        str | None, typer.Option(metavar="LAT,LON", help="Degrees: where on the globe the scenario's origin is put.")
    ] = None,
    measure: Annotated[
        str, typer.Option(metavar="PATH", help="What median and worst go by; default: the answer.")
    ] = "",
    ideal: Annotated[str, typer.Option(metavar="LINK", help="The same luck with one link of the chain ideal.")] = "",
    settings: Settings = None,
) -> None:
    """One replicate, run again exactly, for other programs: Tacview, Cesium, a globe, GIS, DIS, tables.

    shorad export results/first_look --format czml --replicate worst

    shorad export results/first_look --format parquet --replicate leaker --out leaker
    """
    from shorad.api import overrides
    from shorad.interop.export import check_format, export, place
    from shorad.results.difference import difference
    from shorad.results.pick import pick
    from shorad.results.store import load_results
    from shorad.study.replay import record, variant

    check_format(kind)
    where = place(origin) if origin is not None else None
    results = load_results(result)
    chosen = pick(results, replicate, measure)
    _say_if_cold(quiet=False)
    shown = original = record(results, chosen)
    if original.story.note:
        typer.echo(f"warning: {original.story.note}", err=True)
    typer.echo(f"{chosen.why}: replicate {chosen.r} of draw {chosen.k}", err=True)
    if ideal or settings:
        shown = variant(results, chosen, ideal, overrides(settings or []))
        moment = difference(original, shown).first
        said = f"first different at {moment.t:.1f} s: {moment.text} ({moment.side})" if moment else "nothing differs"
        typer.echo(said, err=True)
    typer.echo(export(shown, kind, out, where))


@app.command()
def warmup() -> None:
    """Compile the engine now instead of at the first run (about 30 s, once per version)."""
    import time

    began = time.perf_counter()
    from shorad.study import run as run_study

    _say_if_cold(quiet=False)
    run_study(_load("first_look", None), replicates=1, draws=1, but_for=False)
    typer.echo(f"ready after {time.perf_counter() - began:.1f} s")


@app.command()
def schema() -> None:
    """The JSON Schema of scenario files, for editors that complete and check YAML.

    shorad schema > scenario.schema.json
    """
    import json

    from shorad.spec import Scenario

    typer.echo(json.dumps(Scenario.model_json_schema(by_alias=True), indent=1))


@app.command()
def version() -> None:
    """The version of shorad."""
    from shorad.results.provenance import version as installed

    typer.echo(f"shorad {installed()}")


# ---- what the commands share ---------------------------------------------------------------
def _load(name: str, settings: list[str] | None) -> Scenario:
    from shorad.api import load, overrides

    return load(name, overrides(settings or []))


def _print(page: RenderableType, width: int = 100) -> None:
    """A page on the terminal; at its fixed width where the output goes into a file."""
    from rich.console import Console

    console = Console(highlight=False)
    if not console.is_terminal or console.width > width:
        console.width = width
    console.print(page)


def _show_results(results: Results, scenario: str, out: Path | None, json: bool) -> None:
    from shorad.view.document import document
    from shorad.view.summary import summary

    if json:
        import json as codec

        typer.echo(codec.dumps(document(results), indent=1, allow_nan=False))
        return
    stem = Path(scenario).stem
    keep = f"shorad run {scenario} --out results/{stem}" if out is None else f"tables are in {out}"
    steps = (
        f"shorad explain {scenario}    what was understood, number by number",
        f"shorad cite {scenario}    where the numbers come from",
        keep,
    )
    _print(summary(results, steps))


def _write_maps(found: Coverage, out: Path, stem: str) -> tuple[list[Path], list[str]]:
    """Picture and maps, as far as their libraries are there; what is missing is said."""
    from shorad.errors import ScenarioError
    from shorad.view.coverage import picture
    from shorad.view.coverage_files import geojson, geotiff

    written: list[Path] = []
    notes: list[str] = []
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ScenarioError(f"{out} cannot be a folder: {error.strerror}", "name another one", "--out") from None
    name = f"{stem}_{found.height:g}m"
    for suffix, write in ((".png", picture), (".tif", geotiff), (".geojson", geojson)):
        try:
            write(found, out / f"{name}{suffix}")
            written.append(out / f"{name}{suffix}")
        except ScenarioError as error:
            notes.append(f"no {name}{suffix}: {error}")
    return written, notes


def _say_if_cold(quiet: bool) -> None:
    """The engine is compiled at its first run: say so before the silence."""
    from shorad.engine.jit import is_cached
    from shorad.engine.run import chunk

    if not quiet and not is_cached(chunk):
        typer.echo("compiling the engine once (about 30 s)...", err=True)


if __name__ == "__main__":
    main()
