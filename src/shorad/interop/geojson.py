"""GeoJSON (RFC 7946): where things stood and flew, what happened where, and the tracks that the crews saw."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from shorad.interop.place import Flight, Place, flight, missile, place_of
from shorad.results.difference import sentence
from shorad.results.happenings import FELT
from shorad.results.recording import Recording
from shorad.results.strips import strips

PERIOD = 5.0  # s between two points of a path
Feature = dict[str, Any]


def write(recording: Recording, path: Path, origin: tuple[float, float] | None = None) -> Path:
    """Write `recording` to `path` (*.geojson). Times are seconds from the start of the scenario."""
    place = place_of(recording, origin)
    story = recording.story
    whole = {
        "type": "FeatureCollection",
        "features": list(_features(recording, place)),
        "shorad": {"version": story.version, "file": story.file, "seed": story.seed, "k": story.k, "r": story.r},
    }
    path.write_text(json.dumps(whole, allow_nan=False, ensure_ascii=False), encoding="utf-8")
    return path


def _features(recording: Recording, place: Place) -> Iterator[Feature]:
    scene, lives = recording.scene, recording["lives"]
    for unit in scene.units:
        yield _point(place, (unit.x, unit.y, unit.z), what="fire unit", name=unit.name, system=unit.system)
    for asset in scene.assets:
        yield _point(place, (asset.x, asset.y, asset.z), what="asset", name=asset.name, radius=asset.radius)
    chain = {strip.object: strip for strip in strips(recording)}
    for row, thing in enumerate(scene.objects):
        path = flight(recording, row, PERIOD)
        if path is not None:
            known = chain.get(row)
            times = {link: round(t, 2) for link, t in known.times.items()} if known else {}
            end, reason = recording.word("life", int(lives[row]["life"])), known.reason if known else ""
            about = {"name": thing.name, "system": thing.system, "kind": thing.kind, "side": thing.side, "end": end}
            yield from _line(place, path, what="truth", **about, chain=times, broken=reason)
    for i, shot in enumerate(recording["shots"]):
        about = {"unit": scene.units[shot["unit"]].name, "target": scene.objects[shot["object"]].name}
        yield from _line(place, missile(recording, i), what="missile", **about)
    yield from _tracks(recording, place)
    yield from _events(recording, place)


def _tracks(recording: Recording, place: Place) -> Iterator[Feature]:
    """Firm tracks as their holders saw them."""
    scene, states = recording.scene, recording["states"]
    for i, track in enumerate(recording["tracks"]):
        mine = states[(states["track"] == i)]
        if track["firm"] < 0.0 or len(mine) < 2:
            continue
        points = np.stack([mine[name] for name in ("x", "y", "z")], axis=-1)
        holder = scene.units[track["unit"]].name if track["unit"] >= 0 else scene.posts[track["post"]].name
        identity = recording.word("class", int(mine["identity"][-1]))
        about = {
            "holder": holder,
            "serial": int(track["serial"]),
            "identity": identity,
            "phantom": bool(track["phantom"]),
        }
        yield from _line(place, Flight(mine["t"], points, np.zeros_like(points)), what="track", **about)


def _events(recording: Recording, place: Place) -> Iterator[Feature]:
    words = recording.story.terms["event"]
    for i, event in enumerate(recording["events"]):
        kind = words[int(event["kind"])]
        if kind in FELT:
            yield _point(
                place, where(recording, event), what="event", kind=kind, t=round(float(event["t"]), 3),
                text=sentence(recording, i),
            )  # fmt: skip


def where(recording: Recording, event: np.void) -> tuple[float, float, float]:
    """Where an event happened: at the object, else at the asset, else at the unit."""
    scene = recording.scene
    if event["object"] >= 0:
        place, _ = recording.path(int(event["object"]), np.array([float(event["t"])]))
        return float(place[0, 0]), float(place[0, 1]), float(place[0, 2])
    noun = scene.assets[event["asset"]] if event["asset"] >= 0 else scene.units[event["unit"]]
    return noun.x, noun.y, noun.z


def _point(place: Place, at: tuple[float, float, float], **about: Any) -> Feature:
    return _feature("Point", _rounded(place.geodetic(np.array([at])))[0], about)


def _line(place: Place, path: Flight, **about: Any) -> Iterator[Feature]:
    if len(path.t) > 1:
        about["t"] = [round(float(t), 2) for t in path.t]
        yield _feature("LineString", _rounded(place.geodetic(path.position)), about)


def _rounded(world: np.ndarray) -> list[list[float]]:
    return [[round(lon, 7), round(lat, 7), round(height, 1)] for lon, lat, height in world.tolist()]


def _feature(kind: str, coordinates: Any, about: dict[str, Any]) -> Feature:
    return {"type": "Feature", "geometry": {"type": kind, "coordinates": coordinates}, "properties": about}
