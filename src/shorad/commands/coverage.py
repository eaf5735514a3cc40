"""`shorad coverage`: where the fire units see."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from shorad.commands.common import ScenarioArgument, Settings, load_scenario, show

if TYPE_CHECKING:
    from shorad.results.coverage import Coverage


def coverage(
    scenario: ScenarioArgument,
    height: Annotated[
        str, typer.Option(metavar="LENGTH", help="At which the target flies, above the ground.")
    ] = "100 m",
    unit: Annotated[str | None, typer.Option(metavar="NAME", help="One fire unit, or one group; default all.")] = None,
    target: Annotated[
        str | None, typer.Option(metavar="SYSTEM", help="What flies; default the first that attacks.")
    ] = None,
    sensor: Annotated[
        str | None,
        typer.Option(metavar="KIND", help="radar, optics, rf or acoustic; default the radar, else the optics."),
    ] = None,
    sea: Annotated[bool, typer.Option("--sea", help="The height counts from sea level.")] = False,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Write picture, GeoTIFF and GeoJSON there.")] = None,
    settings: Settings = None,
) -> None:
    """Where the fire units see, over relief and horizon, and how surely: a map of detection.

    shorad coverage ridge_raid --height 100m --out maps

    shorad coverage own_terrain --height 50m --unit hill

    shorad coverage airport_quadcopters --height 50m --target quadcopter --sensor rf
    """
    from shorad.errors import ScenarioError
    from shorad.study.coverage import coverage as mapped
    from shorad.units import parse
    from shorad.view.coverage import page

    try:
        metres = parse(height, "length")
    except ScenarioError as error:
        raise error.within("--height") from None
    if metres < 0.0 and not sea:
        right = 'write "50 m", or add --sea for a height above sea level'
        raise ScenarioError("a height below the ground", right, "--height")
    found = mapped(load_scenario(scenario, settings), metres, unit=unit, target=target, sensor=sensor, sea=sea)
    stem = Path(scenario).stem + (f"_{sensor}" if sensor else "")
    written, notes = _write_maps(found, out, stem) if out is not None else ([], [])
    show(page(found, written, notes))


def _write_maps(found: Coverage, out: Path, stem: str) -> tuple[list[Path], list[str]]:
    """Picture and maps, as far as their libraries are there; what is missing is said."""
    from shorad.errors import ScenarioError
    from shorad.results.folder import reason, whole
    from shorad.view.coverage import picture
    from shorad.view.coverage_files import geojson, geotiff

    written: list[Path] = []
    notes: list[str] = []
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ScenarioError(f"{out} cannot be a folder: {error.strerror}", "name another one", "--out") from None
    name = f"{stem}_{found.height:g}m"
    for suffix, write in ((".png", picture), (".tif", geotiff), (".geojson", geojson)):
        try:
            with whole(out / f"{name}{suffix}") as working:
                write(found, working)
            written.append(out / f"{name}{suffix}")
        except ScenarioError as error:
            notes.append(f"no {name}{suffix}: {error}")
        except OSError as error:
            problem = f"{out / name}{suffix} cannot be written: {reason(error)}"
            raise ScenarioError(problem, "name another folder", "--out") from error
    return written, notes
