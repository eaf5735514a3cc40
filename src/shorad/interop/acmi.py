"""Tacview ACMI 2.2, text: the truth of one replicate, with shots, hits and messages.

Format: "Technical Reference, ACMI flight recordings 2.2" (tacview.net/documentation/acmi). UTF-8; two header lines; an
object line is `id,Property=value,...` with a hexadecimal id; `#seconds` begins a frame; `-id` removes an object; object
0 holds what is global. Commas in a value are written with a backslash.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from shorad.interop.place import START, Flight, Place, burst, flight, heading, missile, place_of
from shorad.results.difference import sentence
from shorad.results.happenings import FELT
from shorad.results.recording import FUZED, IN_FLIGHT, Recording

PERIOD = 1.0  # s between two positions of what flies straight
UNITS, OBJECTS, ASSETS, SHOTS, BURSTS = 0x1000, 0x2000, 0x3000, 0x100000, 0x200000  # first ids
TYPES = {
    "one_way": "Air+FixedWing",
    "dropper": "Air+FixedWing",
    "striker": "Air+FixedWing",
    "munition": "Weapon+Bomb",
    "traffic": "Air+FixedWing",
    "phantom": "Air+Biologic",
}
COALITIONS = {"hostile": ("Attack", "Red"), "neutral": ("Neutral", "Green"), "bird": ("Nature", "Grey")}
DEFENCE = "Coalition=Defence,Color=Blue"
Line = tuple[float, int, str]  # time, order within it, text
BEGIN, MOVE, HAPPEN, REMOVE = range(4)


def write(recording: Recording, path: Path, origin: tuple[float, float] | None = None) -> Path:
    """Write `recording` to `path` (usually *.txt.acmi)."""
    path.write_text("\n".join(_text(recording, place_of(recording, origin))) + "\n", encoding="utf-8-sig")
    return path


def _text(recording: Recording, place: Place) -> Iterator[str]:
    yield "FileType=text/acmi/tacview"
    yield "FileVersion=2.2"
    story = recording.story
    facts = {
        "ReferenceTime": START,
        "Title": story.title or story.file,
        "DataSource": f"shorad {story.version}",
        "DataRecorder": "shorad",
        "Category": "Simulation",
        "Briefing": story.question,
        "Comments": f"{story.file}, seed {story.seed}, draw {story.k}, replicate {story.r}. {story.note}".strip(),
        "ReferenceLongitude": f"{int(np.floor(place.longitude))}",
        "ReferenceLatitude": f"{int(np.floor(place.latitude))}",
    }
    for name, value in facts.items():
        yield f"0,{name}={escaped(value)}"
    now = -1.0
    for t, _, text in sorted(_lines(recording, place), key=lambda line: line[:2]):
        if round(t, 2) != now:
            now = round(t, 2)
            yield f"#{now:.2f}"
        yield text


def escaped(text: str) -> str:
    """A value as the format wants it: on one line, commas and backslashes marked."""
    return " ".join(text.split()).replace("\\", "\\\\").replace(",", "\\,")


def _lines(recording: Recording, place: Place) -> Iterator[Line]:
    scene = recording.scene
    for i, unit in enumerate(scene.units):
        kind = "Type=Ground+AntiAircraft"
        where = _at(place, np.array([[unit.x, unit.y, unit.z]]))[0]
        yield (
            0.0,
            BEGIN,
            f"{UNITS + i:x},T={where},{kind},Name={escaped(unit.title)},Pilot={escaped(unit.name)},{DEFENCE}",
        )
    for i, asset in enumerate(scene.assets):
        kind, where = "Type=Ground+Static+Building", _at(place, np.array([[asset.x, asset.y, asset.z]]))[0]
        yield 0.0, BEGIN, f"{ASSETS + i:x},T={where},{kind},Name={escaped(asset.name)},{DEFENCE}"
    for row, thing in enumerate(scene.objects):
        path = flight(recording, row, PERIOD)
        if path is not None:
            coalition, colour = COALITIONS.get(thing.side, ("Unknown", "Orange"))
            about = f"Type={TYPES[thing.kind]},Name={escaped(thing.title)},Pilot={escaped(thing.name)}"
            parent = f",Parent={OBJECTS + thing.carrier:x}" if thing.carrier >= 0 else ""
            yield from _moving(place, OBJECTS + row, path, f"{about},Coalition={coalition},Color={colour}{parent}")
            yield from _end_of_life(recording, row)
    for i, shot in enumerate(recording["shots"]):
        about = f"Type=Weapon+Missile,Name=missile,Parent={UNITS + shot['unit']:x},{DEFENCE}"
        path = missile(recording, i)
        yield from _moving(place, SHOTS + i, path, f"{about},LockedTarget={OBJECTS + shot['object']:x}")
        if shot["end"] != IN_FLIGHT:
            outcome = "Kill" if shot["end"] == FUZED and _killed(recording, shot) else "Miss"
            yield float(path.t[-1]), HAPPEN, _timeout(UNITS + shot["unit"], OBJECTS + shot["object"], outcome)
            yield float(path.t[-1]), REMOVE, f"-{SHOTS + i:x}"
    for i, row_ in enumerate(recording["bursts"]):
        path = burst(row_)
        yield from _moving(
            place, BURSTS + i, path, f"Type=Weapon+Projectile+Shell,Name={row_['rounds']} rounds,{DEFENCE}"
        )
        yield float(path.t[-1]), REMOVE, f"-{BURSTS + i:x}"
    yield from _locks(recording)
    yield from _messages(recording)


def _at(place: Place, points: np.ndarray, velocity: np.ndarray | None = None) -> list[str]:
    """`lon|lat|alt` relative to the reference, and with a velocity `|roll|pitch|yaw`, for each point."""
    world = place.geodetic(points)
    lon, lat = world[:, 0] - np.floor(place.longitude), world[:, 1] - np.floor(place.latitude)
    out = [f"{a:.7f}|{b:.7f}|{c:.1f}" for a, b, c in zip(lon, lat, world[:, 2], strict=True)]
    if velocity is None:
        return out
    turned = heading(velocity)
    return [f"{text}|0|{climb:.1f}|{yaw:.1f}" for text, (yaw, climb) in zip(out, turned, strict=True)]


def _moving(place: Place, identity: int, path: Flight, about: str) -> Iterator[Line]:
    where = _at(place, path.position, path.velocity)
    yield float(path.t[0]), BEGIN, f"{identity:x},T={where[0]},{about}"
    for t, text in zip(path.t[1:], where[1:], strict=True):
        yield float(t), MOVE, f"{identity:x},T={text}"


def _end_of_life(recording: Recording, row: int) -> Iterator[Line]:
    """Shot down, gone off, or gone home."""
    life = recording["lives"][row]
    word, t = recording.word("life", int(life["life"])), float(life["t1"])
    if word in ("down", "impacted", "dud"):
        yield t, HAPPEN, f"0,Event=Destroyed|{OBJECTS + row:x}|"
    elif word == "departed":
        yield t, HAPPEN, f"0,Event=LeftArea|{OBJECTS + row:x}|"
    if word != "flying":
        yield t, REMOVE, f"-{OBJECTS + row:x}"


def _killed(recording: Recording, shot: np.void) -> bool:
    life = recording["lives"][shot["victim"]]
    return bool(recording.word("life", int(life["life"])) == "down" and abs(life["t1"] - shot["t1"]) < 1e-6)


def _timeout(source: int, target: int, outcome: str) -> str:
    ends = f"SourceId:{source:x}|AmmoType:missile|AmmoCount:1|TargetId:{target:x}|IntendedTarget:1"
    return f"0,Event=Timeout|{ends}|Outcome:{outcome}"


def _locks(recording: Recording) -> Iterator[Line]:
    """Whom a unit's first channel at work holds."""
    for row in recording["engagements"]:
        if row["lock"] >= 0.0 and row["object"] >= 0:
            yield (
                float(row["lock"]),
                MOVE,
                f"{UNITS + row['unit']:x},LockedTargetMode=1,LockedTarget={OBJECTS + row['object']:x}",
            )
            yield float(row["t1"]), MOVE, f"{UNITS + row['unit']:x},LockedTargetMode=0"


def _messages(recording: Recording) -> Iterator[Line]:
    words = recording.story.terms["event"]
    for i, event in enumerate(recording["events"]):
        kind = words[int(event["kind"])]
        if kind in FELT:
            who = UNITS + event["unit"] if event["unit"] >= 0 else OBJECTS + event["object"]
            mark = f"{who:x}|" if who != OBJECTS - 1 else ""
            yield float(event["t"]), HAPPEN, f"0,Event=Message|{mark}{escaped(sentence(recording, i))}"
        if kind == "damage" and event["other"] < 0 and event["value"] >= 3:
            yield float(event["t"]), HAPPEN, f"0,Event=Destroyed|{UNITS + event['unit']:x}|"
        if kind == "asset_lost":
            yield float(event["t"]), HAPPEN, f"0,Event=Destroyed|{ASSETS + event['asset']:x}|"
