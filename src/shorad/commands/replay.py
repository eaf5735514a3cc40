"""`shorad replay`: one raid to look at, in a browser."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from shorad.commands.common import PartName, Quiet, ResultArgument, load_result, say_if_cold

if TYPE_CHECKING:
    from shorad.study.raids import Raids


def replay(
    result: ResultArgument,
    replicate: Annotated[
        str,
        typer.Option(metavar="WHICH", help="median, worst, best, p90, leaker, loss, a number, or DRAW:REPLICATE."),
    ] = "median",
    measure: Annotated[
        str, typer.Option(metavar="PATH", help="What median and worst go by; default: the answer.")
    ] = "",
    part: PartName = "",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Of the server; 0: a free one.")] = 0,
    browser: Annotated[bool, typer.Option("--open/--no-open", help="Open the browser.")] = True,
    export: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write one HTML file instead, for mail and archives.")
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Look at one raid: map, time, what the crew saw, which link broke, and what would have changed it.

    shorad replay results/first_look

    shorad replay results/first_look --replicate worst --export worst.html
    """
    from shorad.results.pick import pick
    from shorad.study.raids import Raids
    from shorad.view.replay_page import bundle

    bundle()  # before the work, not after it
    results = load_result(result, part)
    chosen = pick(results, replicate, measure)
    raids = Raids(results, str(result), measure)
    if not quiet:
        typer.echo(f"{chosen.why}: replicate {chosen.r} of draw {chosen.k}", err=True)
    say_if_cold(quiet)
    if export is not None:
        _write(raids, replicate, export, quiet)
    else:
        _serve(raids, replicate, port, browser)


def _write(raids: Raids, which: str, path: Path, quiet: bool) -> None:
    from shorad.errors import ScenarioError
    from shorad.results.folder import whole
    from shorad.study.sampling import all_threads
    from shorad.view.replay_page import fitted

    def tell(label: str) -> None:
        if not quiet:
            typer.echo(f"the same luck with: {label}", err=True)

    text = fitted(raids.alone(which, tell, processes=all_threads()), raids.results.about.title)
    try:
        with whole(path) as working:
            working.write_text(text, encoding="utf-8")
    except OSError as error:
        raise ScenarioError(f"{path} cannot be written: {error.strerror}", "name another file") from None
    typer.echo(path)


def _serve(raids: Raids, which: str, port: int, browser: bool) -> None:
    import webbrowser

    from shorad.view.replay_page import page
    from shorad.view.replay_server import HOST, Desk, server

    serving = server(Desk(raids, page(raids.content(which), raids.results.about.title)), port)
    address = f"http://{HOST}:{serving.server_port}/"
    typer.echo(f"replay at {address} (on this machine only; stop with Ctrl-C)")
    if browser:
        webbrowser.open(address)
    try:
        serving.serve_forever()
    except KeyboardInterrupt:
        typer.echo("stopped", err=True)
    finally:
        serving.server_close()
