"""`shorad warmup`, `schema` and `version`: about the program itself."""

from __future__ import annotations

import typer

from shorad.commands.common import load_scenario, say_if_cold


def warmup() -> None:
    """Compile the engine now instead of at the first run (under a minute, once per version)."""
    import time

    began = time.perf_counter()
    from shorad.study import run as run_study

    say_if_cold(quiet=False)
    run_study(load_scenario("first_look", None), replicates=1, draws=1, but_for=False)
    typer.echo(f"ready after {time.perf_counter() - began:.1f} s")


def schema() -> None:
    """The JSON Schema of scenario files, for editors that complete and check YAML.

    shorad schema > scenario.schema.json
    """
    import json

    from shorad.spec import Scenario

    typer.echo(json.dumps(Scenario.model_json_schema(by_alias=True), indent=1))


def version() -> None:
    """The version of shorad."""
    from shorad.results.provenance import version as installed

    typer.echo(f"shorad {installed()}")
