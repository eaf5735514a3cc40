"""What the commands of studies share: how one is run, and how its answer is delivered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from shorad.commands.common import INTERRUPTED, Asked, complain, say_if_cold, show

if TYPE_CHECKING:
    from rich.console import RenderableType

    from shorad.results.sheets import Figure, Sheets


def typed_or(context: typer.Context, option: str, given: int, written: int | None) -> int:
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
def studying(asked: Asked) -> Iterator[Callable[..., Any] | None]:
    """Around the work of a study: gives whom to tell of progress. What can be said at once is said before it."""
    from shorad.study.how import FinishedError, InterruptedStudyError
    from shorad.view.progress import watch

    check_out(asked.out)
    say_if_cold(asked.quiet)
    try:
        with watch(asked.quiet) as told, engine_faults():
            yield told
    except FinishedError as error:
        _finished(asked, error)
    except InterruptedStudyError as stopped:
        complain(str(stopped), INTERRUPTED)


def _finished(asked: Asked, error: Exception) -> None:
    """There is nothing to resume: fine, if that is the study which was asked for."""
    from shorad.errors import ScenarioError
    from shorad.results.sheets import finished

    assert asked.out is not None
    kept = finished(asked.out)
    if kept is None or kept[1] != asked.words:
        problem = f"{asked.out} holds a finished study of other words than these"
        raise ScenarioError(problem, "leave out --resume to run it anew, or name another folder") from error
    typer.echo(f"This study is finished: its tables and figures are in {asked.out}.")
    raise typer.Exit


@contextmanager
def engine_faults() -> Iterator[None]:
    """A fault of the engine is a message and exit code 1, not a traceback."""
    from shorad.engine.run import EngineError

    try:
        yield
    except EngineError as error:
        complain(f"{error}\nThis is a fault of shorad, not of the scenario: please report it with the seed.", 1)


def deliver(
    page: RenderableType, sheets: Sheets, figures: Mapping[str, Figure], asked: Asked, stopped: str = ""
) -> None:
    """The page or the document on stdout; tables and figures into the folder.

    `stopped`: what is kept of a study that Ctrl-C ended; then the folder keeps that and gets nothing else.
    """
    notes: list[str] = []
    if asked.out is not None and not stopped:
        from shorad.results.sheets import save_study

        notes = save_study(asked.out, sheets, figures, asked.words)
    if asked.json:
        import json as codec

        typer.echo(codec.dumps(sheets.document, indent=1, allow_nan=False))
    else:
        show(page)
        if asked.out is not None and not stopped:
            typer.echo(f"Tables and figures are in {asked.out}.")
    if not asked.quiet:
        for note in notes:
            typer.echo(f"shorad: {note}", err=True)
    if stopped:
        complain(f"{stopped}. Above is what was finished", INTERRUPTED)
