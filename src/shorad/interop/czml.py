"""CZML for Cesium: everything that moves, lines of fire and of designators, and the firm tracks of the crews.

Format: "CZML Guide" of AnalyticalGraphicsInc/czml-writer. One JSON array of packets; the first is the document with
the clock; times are seconds after its epoch; positions are longitude, latitude (degrees), height (m).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from shorad.interop.kml import instant
from shorad.interop.place import START, Flight, Place, burst, flight, missile, place_of
from shorad.results.recording import Recording

PERIOD = 2.0  # s
COLOURS = {"hostile": [230, 75, 53, 255], "neutral": [70, 164, 75, 255], "bird": [153, 153, 153, 255]}
DEFENCE, SHOT, BEAM, TRACK = [43, 138, 217, 255], [255, 200, 0, 255], [255, 60, 200, 255], [255, 255, 255, 200]
Packet = dict[str, Any]
Span = tuple[float, float]  # from when to when, s


def write(recording: Recording, path: Path, origin: tuple[float, float] | None = None) -> Path:
    """Write `recording` to `path` (*.czml)."""
    packets = list(_packets(recording, place_of(recording, origin)))
    path.write_text(json.dumps(packets, allow_nan=False, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
    return path


def _packets(recording: Recording, place: Place) -> Iterator[Packet]:
    scene, story = recording.scene, recording.story
    whole = f"{START}/{instant(max(recording.t_end, 1.0))}"
    clock = {
        "interval": whole,
        "currentTime": START,
        "multiplier": 10,
        "range": "LOOP_STOP",
        "step": "SYSTEM_CLOCK_MULTIPLIER",
    }
    about = f"{story.question} Seed {story.seed}, draw {story.k}, replicate {story.r}."
    yield {"id": "document", "name": story.title or story.file, "description": about, "version": "1.0", "clock": clock}
    for unit in scene.units:
        yield _standing(place, f"unit/{unit.name}", unit.name, (unit.x, unit.y, unit.z), 10)
    for asset in scene.assets:
        yield _standing(place, f"asset/{asset.name}", asset.name, (asset.x, asset.y, asset.z), 7)
    aloft: dict[int, Span] = {}
    for row, thing in enumerate(scene.objects):
        path = flight(recording, row, PERIOD)
        if path is not None:
            aloft[row] = float(path.t[0]), float(path.t[-1])
            yield _moving(place, f"object/{thing.name}", thing.name, path, COLOURS.get(thing.side, SHOT), 8)
    for i in range(len(recording["shots"])):
        path = missile(recording, i)
        if len(path.t) > 1:
            yield _moving(place, f"shot/{i}", "", path, SHOT, 5)
    for i, row_ in enumerate(recording["bursts"]):
        yield _moving(place, f"burst/{i}", "", burst(row_), SHOT, 3)
    yield from _lines(recording, aloft)
    yield from _tracks(recording, place)


def _standing(place: Place, identity: str, name: str, at: tuple[float, float, float], size: int) -> Packet:
    where = [round(each, 7) for each in place.geodetic(np.array([at]))[0].tolist()]
    return {"id": identity, "name": name, "position": {"cartographicDegrees": where}} | _look(name, DEFENCE, size)


def _look(name: str, colour: list[int], size: int) -> Packet:
    look: Packet = {"point": {"pixelSize": size, "color": {"rgba": colour}}}
    if name:
        offset = {"cartesian2": [10, -10]}
        look["label"] = {"text": name, "font": "12px sans-serif", "pixelOffset": offset, "fillColor": {"rgba": colour}}
    return look


def _moving(place: Place, identity: str, name: str, path: Flight, colour: list[int], size: int) -> Packet:
    """A packet with sampled positions, there only while it is in the air, with a trail."""
    world = place.geodetic(path.position)
    samples = [
        number
        for t, (lon, lat, height) in zip(path.t.tolist(), world.tolist(), strict=True)
        for number in (round(t, 3), round(lon, 7), round(lat, 7), round(height, 1))
    ]
    span = f"{instant(float(path.t[0]))}/{instant(max(float(path.t[-1]), float(path.t[0]) + 0.001))}"
    position = {"epoch": START, "interpolationAlgorithm": "LINEAR", "cartographicDegrees": samples}
    trail = {"leadTime": 0, "trailTime": 60, "width": 1.5, "material": {"solidColor": {"color": {"rgba": colour}}}}
    packet: Packet = {"id": identity, "availability": span, "position": position, "path": trail}
    return packet | ({"name": name} if name else {}) | _look(name, colour, size)


def _lines(recording: Recording, aloft: dict[int, Span]) -> Iterator[Packet]:
    """Who fires at whom, and who designates for what, while there is somebody at either end."""
    scene = recording.scene
    for i, row in enumerate(recording["engagements"]):
        span = _common((row["lock"], row["t1"]), aloft, row["object"])
        if row["lock"] >= 0.0 and span is not None:
            ends = f"unit/{scene.units[row['unit']].name}", f"object/{scene.objects[row['object']].name}"
            yield _between(f"engagement/{i}", ends, span, SHOT)
    for i, row in enumerate(recording["lasers"]):
        span = _common((row["t0"], row["t1"]), aloft, row["object"], row["munition"])
        if span is not None:
            ends = f"object/{scene.objects[row['object']].name}", f"object/{scene.objects[row['munition']].name}"
            yield _between(f"laser/{i}", ends, span, BEAM)


def _common(span: Span, aloft: dict[int, Span], *objects: int) -> Span | None:
    """The part of a span in which all these objects fly: a crew may still wait for the verdict on one that is down."""
    spans = [span, *(aloft.get(int(row), (0.0, 0.0)) for row in objects)]
    first, last = max(float(a) for a, _ in spans), min(float(b) for _, b in spans)
    return (first, last) if first < last else None


def _between(identity: str, ends: tuple[str, str], span: Span, colour: list[int]) -> Packet:
    material = {"polylineDash": {"color": {"rgba": colour}}}
    line = {"positions": {"references": [f"{end}#position" for end in ends]}, "width": 1, "arcType": "NONE"}
    when = f"{instant(float(span[0]))}/{instant(float(span[1]))}"
    return {"id": identity, "availability": when, "polyline": line | {"material": material}}


def _tracks(recording: Recording, place: Place) -> Iterator[Packet]:
    states = recording["states"]
    for i, track in enumerate(recording["tracks"]):
        mine = states[states["track"] == i]
        mine = mine[np.append(np.diff(mine["t"]) > 0.0, True)] if len(mine) else mine
        if track["firm"] >= 0.0 and len(mine) > 1:
            points = np.stack([mine[name] for name in ("x", "y", "z")], axis=-1)
            yield _moving(place, f"track/{i}", "", Flight(mine["t"], points, np.zeros_like(points)), TRACK, 3)
