"""`shorad report` and `shorad plot`: a result as a page, as PDF, as figures."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from shorad.commands.common import PartName, ResultArgument, complain, load_result, say_if_cold

if TYPE_CHECKING:
    from shorad.catalogue import Entry
    from shorad.results.results import Results
    from shorad.view.figures.material import Material

FIGURES = (
    "answer", "draws", "parts", "histograms", "chain", "reasons", "butfor", "timeline", "paths", "coverage_map",
    "coverage_polar", "coverage_cut",
)  # fmt: skip
Which = Annotated[
    str,
    typer.Option("--replicate", metavar="WHICH", help="median, worst, best, p90, leaker, loss, 17, or DRAW:REPLICATE."),
]
Measured = Annotated[str, typer.Option("--measure", metavar="PATH", help="What median and worst go by.")]
Height = Annotated[
    str, typer.Option("--height", metavar="LENGTH", help="Of the map of coverage. Default: where the attackers fly.")
]
Stored = Annotated[
    bool, typer.Option("--stored-only", help="Run nothing again: no timeline, no paths, no coverage, no sources.")
]


def report(
    result: ResultArgument,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Default: a name of its own here.")] = None,
    pdf: Annotated[bool, typer.Option("--pdf", help="Also as PDF, beside it.")] = False,
    replicate: Which = "median",
    measure: Measured = "",
    part: PartName = "",
    height: Height = "",
    stored_only: Stored = False,
) -> None:
    """One report of a result as a single HTML file: answer, why, one raid, coverage, guesses, sources.

    It opens from disk, asks nothing of the network, and prints.

    shorad report results/first_look --pdf

    shorad report results/al_watiya --replicate worst --out al_watiya.html
    """
    from shorad.view.figures.style import need_matplotlib
    from shorad.view.report.pdf import need_reportlab
    from shorad.view.report.write import Drawn, check_path, write_html, write_pdf

    need_matplotlib()
    if pdf:
        need_reportlab()
    path = out or Path(f"{result.resolve().name}{f'-{part}' if part else ''}-report.html")
    if path.suffix.lower() not in (".html", ".htm"):
        complain(f"--out {path}: a report is an HTML file; the PDF comes beside it with --pdf", 2)
    results = load_result(result, part)
    check_path(path)  # before the work, not after it
    given = _material(results, replicate, measure, height, stored_only)
    sources, why_none = _sources(results, stored_only)
    drawn = Drawn(given)
    typer.echo(write_html(path, drawn, sources, why_none))
    if pdf:
        typer.echo(write_pdf(path.with_suffix(".pdf"), drawn, sources, why_none))
    _say(given)


def plot(
    result: ResultArgument,
    figure: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help=f"May be given again; default all: {', '.join(FIGURES)}.")
    ] = None,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where to.")] = Path("figures"),
    kind: Annotated[str, typer.Option("--format", metavar="NAME", help="png, svg or pdf.")] = "png",
    theme: Annotated[str, typer.Option(metavar="NAME", help="light or dark.")] = "light",
    replicate: Which = "median",
    measure: Measured = "",
    part: PartName = "",
    height: Height = "",
) -> None:
    """The figures of a result, each as a file.

    shorad plot results/first_look --figure chain --figure timeline --replicate worst --format svg
    """
    from shorad.errors import ScenarioError, suggest
    from shorad.results.folder import whole
    from shorad.view.figures import names
    from shorad.view.figures.style import FORMATS, THEMES, need_matplotlib, write

    need_matplotlib()
    for word, known, option in ((kind, FORMATS, "--format"), (theme, tuple(THEMES), "--theme")):
        if word not in known:
            raise ScenarioError(f'there is no {option[2:]} "{word}"', suggest(word, known), option)
    names.check(figure or ())
    given = _material(load_result(result, part), replicate, measure, height, False)
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name in figure or names.there(given):
            drawn = names.draw(name, given, THEMES[theme])
            with whole(out / f"{name}.{kind}") as working:
                write(drawn, working, THEMES[theme])
            typer.echo(out / f"{name}.{kind}")
    except OSError as error:
        raise ScenarioError(f"{out} cannot be written: {error.strerror}", "name another folder", "--out") from None
    _say(given)


def _material(results: Results, replicate: str, measure: str, height: str, stored_only: bool) -> Material:
    from shorad.results.pick import pick
    from shorad.units import parse
    from shorad.view.figures.material import Material

    metres = parse(height, "length") if height else None
    if stored_only:
        return Material(results, height=metres)
    from shorad.api import material

    chosen = pick(results, replicate, measure)
    say_if_cold(quiet=False)
    return material(results, chosen, metres)


def _sources(results: Results, stored_only: bool) -> tuple[list[Entry], str]:
    """The bibliography of the scenario as this version reads it, or why there is none."""
    from shorad.api import cite
    from shorad.errors import ScenarioError

    if stored_only:
        return [], "the report was made from the stored result only; shorad cite SCENARIO lists the sources"
    from shorad.study.replay import scenario_of

    try:
        return list(cite(scenario_of(results))), ""
    except ScenarioError as error:
        return [], str(error)


def _say(given: Material) -> None:
    recording = given.recording
    notes = [*given.notes(), *([recording.story.note] if recording is not None and recording.story.note else [])]
    for note in notes:
        typer.echo(f"warning: {note}", err=True)
