"""`shorad export`: one replicate for other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from shorad.commands.common import PartName, ResultArgument, Settings, load_result, say_if_cold


def export(
    result: ResultArgument,
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
    part: PartName = "",
    ideal: Annotated[str, typer.Option(metavar="LINK", help="The same luck with one link of the chain ideal.")] = "",
    settings: Settings = None,
) -> None:
    """One replicate, run again exactly, for other programs: Tacview, Cesium, a globe, GIS, DIS, tables.

    shorad export results/first_look --format czml --replicate worst

    shorad export results/first_look --format parquet --replicate leaker --out leaker

    shorad export results/al_watiya --format acmi --part silent
    """
    from shorad.api import overrides
    from shorad.interop.export import check_format, export, place
    from shorad.results.difference import difference
    from shorad.results.pick import pick
    from shorad.study.replay import record, variant

    check_format(kind)
    where = place(origin) if origin is not None else None
    results = load_result(result, part)
    chosen = pick(results, replicate, measure)
    say_if_cold(quiet=False)
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
