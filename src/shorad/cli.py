"""The command line: which commands there are. Each imports what is heavy when it runs: help stays instant."""

from __future__ import annotations

import sys

import typer

from shorad.commands import (
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
from shorad.commands.common import INTERRUPTED, complain

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


def main() -> None:
    """Entry point: every mistake of the user ends here as a message and exit code 2, never as a traceback."""
    from shorad.errors import ScenarioError

    try:
        app(prog_name="shorad")
    except ScenarioError as error:
        complain(str(error), ScenarioError.exit_code)
    except KeyboardInterrupt:
        complain("interrupted; nothing was finished", INTERRUPTED)
    except BrokenPipeError:  # whoever read our output has gone (`| head`)
        sys.stderr.close()
        sys.exit(0)


if __name__ == "__main__":
    main()
