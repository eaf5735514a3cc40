"""What the commands share: arguments, loading, showing, complaining."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from shorad import limits

if TYPE_CHECKING:
    from rich.console import RenderableType

    from shorad.engine.machine_code import Code, Kinds
    from shorad.results.results import Results
    from shorad.spec import Scenario
    from shorad.study.how import How

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
Who = Annotated[str, typer.Option(metavar="WHO", help="threads, ray, dask; ray@ADDRESS, dask@ADDRESS: a cluster.")]
Resume = Annotated[bool, typer.Option("--resume", help="Continue in --out what was killed or interrupted.")]
MeasureOption = Annotated[
    str | None,
    typer.Option("--measure", metavar="PATH", help="What is asked about; default: what answers the question."),
]
AsJson = Annotated[bool, typer.Option("--json", help="One JSON document, unrounded, in SI.")]
Out = Annotated[
    Path | None,
    typer.Option("--out", metavar="DIR", help="Also write Parquet tables, study.json and the figure there."),
]


@dataclass(frozen=True)
class Asked:
    """What every command of a study can be told; in this order help lists it."""

    measure: MeasureOption = None
    draws: Draws = None
    replicates: Replicates = None
    seed: Seed = None
    threads: Threads = None
    settings: Settings = None
    executor: Who = "threads"
    out: Out = None
    resume: Resume = False
    json: AsJson = False
    quiet: Quiet = False
    own: dict[str, Any] = field(default_factory=dict)  # the other words of the command

    @property
    def words(self) -> dict[str, str]:
        """All that matters to what comes out."""
        shared = {name: getattr(self, name) for name in ("measure", "draws", "replicates", "seed", "settings")}
        return {name: str(value) for name, value in {**self.own, **shared}.items() if value is not None}

    @property
    def how(self) -> How:
        """How much of the study, by whom, and where what is finished is kept."""
        from shorad.study.how import How

        return How(self.draws, self.replicates, self.seed, self.threads, self.executor, self.out, self.resume)

    @property
    def overrides(self) -> dict[str, str]:
        """All --set, by path."""
        from shorad.api import overrides

        return overrides(self.settings or [])


def _own(words: dict[str, Any]) -> dict[str, Any]:
    """What a command was told beside the shared options: not the context that some ask for."""
    return {name: word for name, word in words.items() if name != "context"}


def study_command(*without: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Gives a command the options of `Asked`, but for those `without`: its last parameter gets them together."""
    shared = [
        each for each in signature(Asked, eval_str=True).parameters.values() if each.name not in (*without, "own")
    ]

    def with_options(command: Callable[..., None]) -> Callable[..., None]:
        *own, _ = signature(command, eval_str=True).parameters.values()

        def run(**words: Any) -> None:
            told = {each.name: words.pop(each.name) for each in shared}
            command(**words, asked=Asked(**told, own=_own(words)))

        words = [each.replace(kind=Parameter.KEYWORD_ONLY) for each in (*own, *shared)]
        run.__name__, run.__doc__, run.__module__ = command.__name__, command.__doc__, command.__module__
        run.__signature__ = Signature(words)  # type: ignore[attr-defined]
        run.__annotations__ = {each.name: each.annotation for each in words}
        return run

    return with_options


def complain(text: str, code: int) -> NoReturn:
    typer.echo(f"shorad: {text}", err=True)
    sys.exit(code)


def load_scenario(name: str, settings: list[str] | None) -> Scenario:
    from shorad.api import load, overrides

    return load(name, overrides(settings or []))


def with_settings(scenario: str, settings: list[str] | None) -> str:
    """Both as they are typed, for the commands that a page proposes."""
    import shlex

    return " ".join([scenario, *(f"--set {shlex.quote(each)}" for each in settings or [])])


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
        typer.echo("compiling the engine once (under a minute)...", err=True)
        return compiles(kinds)

    chunk.__dict__["_compile"] = tells  # of this object: the next compilation asks here first
