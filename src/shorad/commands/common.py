"""What the commands share: arguments, loading, showing, complaining."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from shorad import limits

if TYPE_CHECKING:
    from rich.console import RenderableType

    from shorad.engine.machine_code import Code, Kinds
    from shorad.results.results import Results
    from shorad.spec import Scenario

INTERRUPTED = 130  # exit code after Ctrl-C, as shells have it
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
Draws = Annotated[int | None, typer.Option(min=1, max=limits.DRAWS, help="Draws of what is not known.")]
Replicates = Annotated[int | None, typer.Option(min=1, max=limits.REPLICATES, help="Chance replicates per draw.")]
Seed = Annotated[int | None, typer.Option(min=0, max=limits.SEED, help="Same seed, same bits.")]
Threads = Annotated[int | None, typer.Option(min=1, help="Default: all. Results do not depend on it.")]
ResultArgument = Annotated[Path, typer.Argument(metavar="RESULT", help="A folder that `shorad run --out` wrote.")]
PartName = Annotated[
    str, typer.Option("--part", metavar="NAME", help="One part of a split or sweep, by its label: silent, 20.")
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no messages: the result only.")]


def complain(text: str, code: int) -> NoReturn:
    typer.echo(f"shorad: {text}", err=True)
    sys.exit(code)


def load_scenario(name: str, settings: list[str] | None) -> Scenario:
    from shorad.api import load, overrides

    return load(name, overrides(settings or []))


def load_result(folder: Path, part: str = "") -> Results:
    """The result in a folder, or one part of it."""
    from shorad.results.store import load_results

    whole = load_results(folder)
    return whole.part(part) if part else whole


def show(page: RenderableType, width: int = 100) -> None:
    """A page on the terminal; at its fixed width where the output goes into a file."""
    from rich.console import Console

    console = Console(highlight=False)
    if not console.is_terminal or console.width > width:
        console.width = width
    console.print(page)


def say_if_cold(quiet: bool) -> None:
    """The engine is compiled at its first run: have it say so right before the silence, and only then.

    What is typed may still turn out wrong, and then nothing is compiled.
    """
    from shorad.engine.jit import Entry, is_cached
    from shorad.engine.run import chunk

    if quiet or not isinstance(chunk, Entry) or is_cached(chunk):
        return
    compiles = chunk._compile

    def tells(kinds: Kinds) -> Code:
        chunk.__dict__.pop("_compile", None)  # once is enough
        typer.echo("compiling the engine once (about 30 s)...", err=True)
        return compiles(kinds)

    chunk.__dict__["_compile"] = tells  # of this object: the next compilation asks here first
