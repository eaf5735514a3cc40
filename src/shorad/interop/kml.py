"""OGC KML 2.2: paths, positions and events with their times, for any globe. Nothing outside the standard is used."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree as Xml

import numpy as np

from shorad.interop.geojson import where
from shorad.interop.place import START, Flight, Place, burst, flight, missile, place_of
from shorad.results.difference import sentence
from shorad.results.happenings import FELT
from shorad.results.recording import Recording

NAMESPACE = "http://www.opengis.net/kml/2.2"
PERIOD = 5.0  # s
STYLES = {"hostile": "ff3535e6", "neutral": "ff4ba446", "bird": "ff999999", "defence": "ffd98a2b", "shot": "ff00c8ff"}


def write(recording: Recording, path: Path, origin: tuple[float, float] | None = None) -> Path:
    """Write `recording` to `path` (*.kml)."""
    place, story = place_of(recording, origin), recording.story
    root = Xml.Element("kml", {"xmlns": NAMESPACE})
    document = _child(root, "Document")
    _child(document, "name", story.title or story.file)
    _child(document, "description", f"{story.question} Seed {story.seed}, draw {story.k}, replicate {story.r}.")
    for name, colour in STYLES.items():
        _style(document, name, colour)
    for title, marks in (
        ("Defence", _defence(recording, place)),
        ("In the air", _objects(recording, place)),
        ("Shots", _shots(recording, place)),
        ("Events", _events(recording, place)),
    ):
        folder = _child(document, "Folder")
        _child(folder, "name", title)
        folder.extend(marks)
    Xml.indent(root)
    Xml.ElementTree(root).write(path, encoding="utf-8", xml_declaration=True)
    return path


def _child(parent: Xml.Element, name: str, text: str = "") -> Xml.Element:
    found = Xml.SubElement(parent, name)
    if text:
        found.text = text
    return found


def _style(document: Xml.Element, name: str, colour: str) -> None:
    style = Xml.SubElement(document, "Style", {"id": name})
    _child(_child(style, "IconStyle"), "color", colour)
    line = _child(style, "LineStyle")
    _child(line, "color", colour)
    _child(line, "width", "2")


def _mark(name: str, style: str, span: tuple[float, float] | None = None, about: str = "") -> Xml.Element:
    """A placemark in the order of elements that the schema wants."""
    mark = Xml.Element("Placemark")
    _child(mark, "name", name)
    if about:
        _child(mark, "description", about)
    if span is not None:
        time = _child(mark, "TimeSpan")
        _child(time, "begin", instant(span[0]))
        _child(time, "end", instant(span[1]))
    _child(mark, "styleUrl", f"#{style}")
    return mark


def instant(t: float) -> str:
    """A time of the scenario as ISO 8601."""
    return (datetime.fromisoformat(START) + timedelta(seconds=round(t, 3))).isoformat().replace("+00:00", "Z")


def _coordinates(place: Place, points: np.ndarray) -> str:
    return " ".join(f"{lon:.7f},{lat:.7f},{height:.1f}" for lon, lat, height in place.geodetic(points))


def _point(place: Place, mark: Xml.Element, at: tuple[float, float, float], mode: str = "absolute") -> Xml.Element:
    point = _child(mark, "Point")
    _child(point, "altitudeMode", mode)
    _child(point, "coordinates", _coordinates(place, np.array([at])))
    return mark


def _line(place: Place, mark: Xml.Element, path: Flight) -> Xml.Element:
    line = _child(mark, "LineString")
    _child(line, "altitudeMode", "absolute")
    _child(line, "coordinates", _coordinates(place, path.position))
    return mark


def _defence(recording: Recording, place: Place) -> Iterator[Xml.Element]:
    for unit in recording.scene.units:
        yield _point(place, _mark(unit.name, "defence", about=unit.title), (unit.x, unit.y, unit.z), "clampToGround")
    for asset in recording.scene.assets:
        yield _point(place, _mark(asset.name, "defence"), (asset.x, asset.y, asset.z), "clampToGround")


def _objects(recording: Recording, place: Place) -> Iterator[Xml.Element]:
    for row, thing in enumerate(recording.scene.objects):
        path = flight(recording, row, PERIOD)
        if path is not None and len(path.t) > 1:
            end = recording.word("life", int(recording["lives"]["life"][row]))
            style = thing.side if thing.side in STYLES else "hostile"
            span = float(path.t[0]), float(path.t[-1])
            yield _line(place, _mark(thing.name, style, span, f"{thing.title}: {end}"), path)


def _shots(recording: Recording, place: Place) -> Iterator[Xml.Element]:
    scene = recording.scene
    for i, shot in enumerate(recording["shots"]):
        path = missile(recording, i)
        if len(path.t) > 1:
            title = f"{scene.units[shot['unit']].name} at {scene.objects[shot['object']].name}"
            yield _line(place, _mark(title, "shot", (float(path.t[0]), float(path.t[-1]))), path)
    for row in recording["bursts"]:
        path = burst(row)
        title = f"{scene.units[row['unit']].name}: {row['rounds']} rounds at {scene.objects[row['object']].name}"
        yield _line(place, _mark(title, "shot", (float(path.t[0]), float(path.t[-1]))), path)


def _events(recording: Recording, place: Place) -> Iterator[Xml.Element]:
    words = recording.story.terms["event"]
    for i, event in enumerate(recording["events"]):
        if words[int(event["kind"])] in FELT:
            t = float(event["t"])
            text = sentence(recording, i)
            yield _point(place, _mark(text, "shot", (t, recording.t_end), f"{t:.1f} s"), where(recording, event))
