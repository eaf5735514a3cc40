"""What the commands of studies share: their options, and how an answer is delivered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from shorad.commands.common import complain, show

if TYPE_CHECKING:
    from rich.console import RenderableType

    from shorad.results.sheets import Figure, Sheets

MeasureOption = Annotated[
    str | None,
    typer.Option("--measure", metavar="PATH", help="What is asked about; default: what answers the question."),
]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON document, unrounded, in SI.")]
Out = Annotated[
    Path | None,
    typer.Option("--out", metavar="DIR", help="Also write Parquet tables, study.json and the figure there."),
]


def asked(context: typer.Context, option: str, given: int, written: int | None) -> int:
    """An option as typed; where nothing was typed as the study file has it; else its default."""
    typed = context.get_parameter_source(option)
    if written is None or (typed is not None and typed.name != "DEFAULT"):
        return given
    return written


def check_out(out: Path | None) -> None:
    """Before the work, not after it."""
    if out is not None:
        from shorad.results.sheets import check_folder

        check_folder(out)


@contextmanager
def engine_faults() -> Iterator[None]:
    """A fault of the engine is a message and exit code 1, not a traceback."""
    from shorad.engine.run import EngineError

    try:
        yield
    except EngineError as error:
        complain(f"{error}\nThis is a fault of shorad, not of the scenario: please report it with the seed.", 1)


def deliver(
    page: RenderableType, sheets: Sheets, figures: Mapping[str, Figure], out: Path | None, json: bool, quiet: bool
) -> None:
    """The page or the document on stdout; tables and figures into the folder."""
    notes: list[str] = []
    if out is not None:
        from shorad.results.sheets import save_study

        notes = save_study(out, sheets, figures)
    if json:
        import json as codec

        typer.echo(codec.dumps(sheets.document, indent=1, allow_nan=False))
    else:
        show(page)
        if out is not None:
            typer.echo(f"Tables and figures are in {out}.")
    if not quiet:
        for note in notes:
            typer.echo(f"shorad: {note}", err=True)
