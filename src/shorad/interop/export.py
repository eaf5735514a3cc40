"""One door to all formats: `export(recording, "czml", path)`."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from types import MappingProxyType

from shorad.errors import ScenarioError, suggest
from shorad.results.folder import reason, whole
from shorad.results.recording import Recording

# format -> module, suffix of a file, what it is for
FORMATS: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "acmi": ("acmi", ".txt.acmi", "Tacview"),
        "czml": ("czml", ".czml", "Cesium"),
        "kml": ("kml", ".kml", "any globe"),
        "geojson": ("geojson", ".geojson", "maps and GIS"),
        "dis": ("dis", ".pcap", "DIS players and network analysers"),
        "parquet": ("tables", "", "analysis"),
        "csv": ("tables", "", "spreadsheets"),
        "json": ("page", ".json", "the replay page's own data"),
    }
)


def check_format(kind: str) -> None:
    """ScenarioError for a format that there is not, with the nearest names."""
    if kind not in FORMATS:
        raise ScenarioError(f'there is no format "{kind}"', suggest(kind, tuple(FORMATS)))


def place(text: str) -> tuple[float, float]:
    """Latitude and longitude (degrees) from `48.2,16.4`. ScenarioError when it is no place."""
    try:
        latitude, longitude = (float(part) for part in text.split(","))
    except ValueError:
        latitude, longitude = 999.0, 999.0
    if not (-89.0 <= latitude <= 89.0 and -180.0 <= longitude <= 180.0):
        raise ScenarioError(f'"{text}" is no place', "write latitude,longitude in degrees: --origin 48.2,16.4")
    return latitude, longitude


def export(
    recording: Recording, kind: str, out: str | Path | None = None, origin: tuple[float, float] | None = None
) -> Path:
    """Write a recording in one of FORMATS to `out` (None: a name of its own here). Returns the path.

    `origin`: latitude and longitude (degrees) of the scenario's origin, in place of the scenario's own.
    """
    check_format(kind)
    path = Path(out) if out is not None else Path(default_name(recording, kind))
    module = import_module(f"shorad.interop.{FORMATS[kind][0]}")
    try:
        if kind in ("parquet", "csv"):
            module.write(recording, path, kind)
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            with whole(path) as working:
                module.write(recording, working, origin)
    except OSError as error:
        raise ScenarioError(f"{path} cannot be written: {reason(error)}", "name another file with --out") from error
    return path


def default_name(recording: Recording, kind: str) -> str:
    """first_look-k3-r18.czml, and first_look-k3-r18-variant.czml for what was changed."""
    story = recording.story
    changed = "-variant" if story.variant is not None else ""
    return f"{Path(story.file).stem}-k{story.k}-r{story.r}{changed}{FORMATS[kind][1]}"
