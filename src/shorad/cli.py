"""The command line: which commands there are. Each imports what is heavy when it runs: help stays instant."""

from __future__ import annotations

import atexit
import gc
import os
import sys

# Before the imports: what a program imports stays, and looking through it for garbage, at the end too, was a fifth of
# the time to start and stop. Plugins of pydantic would be looked for in every installed package.
gc.set_threshold(20_000, 20, 50)
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

import typer  # noqa: E402

from shorad.commands import (  # noqa: E402
    calibrate,
    compare,
    coverage,
    export,
    flip,
    hindcast,
    place,
    program,
    rare,
    replay,
    report,
    run,
    sensitivity,
    sweep,
    uncertainty,
    understand,
    value,
)
from shorad.commands.common import INTERRUPTED, complain  # noqa: E402

STOPPED = "interrupted; the command is not finished: nothing is kept but files that it had written whole"
app = typer.Typer(
    help="A simulation laboratory for short-range air defence: chances, honest intervals, and why.\n\n"
    "Start with: shorad run first_look",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode="rich",
)
study = typer.Typer(help="Ask it: what matters, what it would be worth to know.", no_args_is_help=True)

# In the order in which help lists them.
for command in (
    run.run,
    replay.replay,
    understand.explain,
    understand.cite,
    understand.catalogue,
    compare.compare,
    sweep.sweep,
    flip.flip,
    place.place,
    hindcast.hindcast,
    calibrate.calibrate,
    coverage.coverage,
    report.report,
    report.plot,
    export.export,
    program.warmup,
    program.schema,
    program.version,
):
    app.command()(command)
app.add_typer(study, name="study")
for question in (uncertainty.uncertainty, sensitivity.sensitivity, value.value, rare.rare):
    study.command()(question)


def _leave() -> None:
    """The system takes back what a process had: no last look for garbage; the database complains without one."""
    if "duckdb" not in sys.modules:
        gc.freeze()


def _pressed(end: BaseException) -> bool:
    """Whether Ctrl-C is behind it, in a command that did not say so itself."""
    behind = end.__context__
    while behind is not None and type(behind) is not KeyboardInterrupt:
        behind = behind.__context__
    return behind is not None


def main() -> None:
    """Entry point: every mistake of the user ends here as a message and exit code 2, never as a traceback."""
    from shorad.errors import ScenarioError

    atexit.register(_leave)
    try:
        app(prog_name="shorad")
    except ScenarioError as error:
        complain(str(error), ScenarioError.exit_code)
    except SystemExit as end:
        if _pressed(end):  # typer ends with the right code, and without a word
            complain(STOPPED, INTERRUPTED)
        raise
    except KeyboardInterrupt:
        complain(STOPPED, INTERRUPTED)
    except BrokenPipeError:  # whoever read our output has gone (`| head`)
        sys.stderr.close()
        sys.exit(0)


if __name__ == "__main__":
    main()
