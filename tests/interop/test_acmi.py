"""Tacview ACMI 2.2: read by pyacmi, which is not of this project, and held to the grammar of the public reference."""

import re

import numpy as np
import pytest
from pyacmi import Acmi

from shorad.interop import acmi
from shorad.interop.place import Place

PLACE = (40.2, -3.7)
NUMBER = r"-?\d+(\.\d+)?"
VALUE = r"(?:[^,\\]|\\,|\\\\)*"  # commas and backslashes come marked
GRAMMAR = re.compile(
    rf"#\d+(\.\d+)?|-[0-9a-f]+|[0-9a-f]+(,[A-Za-z0-9]+={VALUE})+"  # a frame, a removal, properties of an object
)
# the properties and event names that the reference lists, as far as they are used here
PROPERTIES = {
    "T", "Type", "Name", "Pilot", "Coalition", "Color", "Parent", "LockedTarget", "LockedTargetMode", "Event",
    "ReferenceTime", "Title", "DataSource", "DataRecorder", "Category", "Briefing", "Comments", "ReferenceLongitude",
    "ReferenceLatitude",
}  # fmt: skip
EVENTS = {"Message", "Destroyed", "LeftArea", "Timeout"}
TAGS = {"Air", "Ground", "Weapon", "Static", "FixedWing", "Biologic", "AntiAircraft", "Building", "Missile", "Bomb",
        "Projectile", "Shell"}  # fmt: skip
COLOURS = {"Red", "Orange", "Yellow", "Green", "Cyan", "Blue", "Violet", "Grey"}


@pytest.fixture(params=["first_look", "al_watiya", "hmeimim"])
def written(request, tmp_path):
    recording = request.getfixturevalue(request.param)
    return recording, acmi.write(recording, tmp_path / "x.txt.acmi", PLACE)


def lines(path):
    return path.read_text(encoding="utf-8-sig").splitlines()


def test_an_independent_reader_finds_everybody(written, capsys):
    recording, path = written
    found = Acmi()
    found.load_acmi(filepath=str(path))
    capsys.readouterr()  # the reader says that it does not know events
    lives, scene = recording["lives"], recording.scene
    flew = int((lives["t1"] >= lives["t0"]).sum())
    assert len(found.objects) == len(scene.units) + len(scene.assets) + flew + len(recording["shots"]) + len(
        recording["bursts"]
    )
    names = {each.json().get("Pilot") for each in found.objects.values()}
    assert {unit.name for unit in scene.units} <= names


def test_an_independent_reader_sees_everybody_fly_as_they_flew(written, capsys):
    """Every position that pyacmi reads (it adds the reference point itself) against the legs; when each was there."""
    recording, path = written
    found = Acmi()
    found.load_acmi(filepath=str(path))
    capsys.readouterr()
    lives, place, seen = recording["lives"], Place(*PLACE), 0
    for row in np.flatnonzero(lives["t1"] >= lives["t0"]):
        one = found.objects[f"{0x2000 + row:x}"]
        assert one.get_value("Pilot") == recording.scene.objects[row].name
        times = np.array(list(one.data["Longitude"]))
        assert times[0] == pytest.approx(float(lives["t0"][row]), abs=0.006)
        assert times[-1] <= float(lives["t1"][row]) + 0.006
        read = np.array([[one.longitude(t), one.latitude(t), one.altitude(t)] for t in times])
        ends = np.clip(times, lives["t0"][row], lives["t1"][row])  # times are told to 10 ms
        exact = place.geodetic(recording.path(int(row), ends)[0])
        assert np.abs(read[:, :2] - exact[:, :2]).max() < 3e-5  # 10 ms at 200 m/s are 2 m
        assert np.abs(read[:, 2] - exact[:, 2]).max() < 2.5
        seen += len(times)
    assert seen > 5 * len(lives)


def test_positions_are_the_truth(written):
    """The last position of each object against its legs: 7 digits of a degree are 1 cm, heights have 0.1 m."""
    recording, path = written
    last, now = {}, 0.0
    for line in lines(path):
        if line.startswith("#"):
            now = float(line[1:])
        elif found := re.match(rf"2([0-9a-f]{{3}}),T=({NUMBER})\|({NUMBER})\|({NUMBER})", line):
            last[int(found[1], 16)] = (now, float(found[2]) + np.floor(PLACE[1]), float(found[4]) + np.floor(PLACE[0]),
                                       float(found[6]))  # fmt: skip
    assert last
    for row, (t, lon, lat, height) in last.items():
        exact = float(recording["lives"]["t1"][row])
        assert t == pytest.approx(exact, abs=0.006)
        where, _ = recording.path(row, np.array([exact]))
        expected = Place(*PLACE).geodetic(where)[0]
        assert (lon, lat) == pytest.approx(tuple(expected[:2]), abs=2e-7)
        assert height == pytest.approx(expected[2], abs=0.06)


def test_the_grammar_of_the_reference_holds(written):
    _, path = written
    text = lines(path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbfFileType=text/acmi/tacview")
    assert text[:2] == ["FileType=text/acmi/tacview", "FileVersion=2.2"]
    assert any(re.fullmatch(r"0,ReferenceTime=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", line) for line in text)
    for line in text[2:]:
        assert GRAMMAR.fullmatch(line), line
    times = [float(line[1:]) for line in text if line.startswith("#")]
    assert times == sorted(set(times))


def test_only_known_words_are_used(written):
    _, path = written
    for line in lines(path)[2:]:
        for name, value in re.findall(rf",([A-Za-z0-9]+)=({VALUE})", line):
            assert name in PROPERTIES, line
            if name == "Type":
                assert set(value.split("+")) <= TAGS
            if name == "Color":
                assert value in COLOURS
            if name == "Event":
                assert value.split("|")[0] in EVENTS


def test_who_is_removed_was_there_and_stays_away(written):
    _, path = written
    seen, gone = set(), set()
    for line in lines(path)[2:]:
        if line.startswith("-"):
            assert line[1:] in seen - gone
            gone.add(line[1:])
        elif not line.startswith(("#", "0,")):
            assert line.split(",")[0] not in gone
            seen.add(line.split(",")[0])


def test_hostile_names_stay_on_their_line():
    assert acmi.escaped("a,b\\c\n#12\n-1") == "a\\,b\\\\c #12 -1"
