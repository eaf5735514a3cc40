"""Flight recordings: read, refused with the row, and flown as they were recorded."""

import math
from itertools import pairwise

import numpy as np
import pytest
from invented_flights import COLUMNS, LATITUDE, LONGITUDE, invented, write

from shorad.compile import build, draw, resolve
from shorad.compile.playback import biarc, directions, play
from shorad.compile.routes import positions
from shorad.engine import codes
from shorad.errors import ScenarioError
from shorad.interop.recording import Aircraft, read
from shorad.spec import parse_scenario

ORIGIN = (math.radians(LATITUDE), math.radians(LONGITUDE))


@pytest.fixture
def rows():
    return invented()


@pytest.mark.parametrize("name", ["flights.csv", "flights.parquet"])
def test_positions_and_times_are_those_recorded(tmp_path, rows, name):
    straight, circle = read(write(tmp_path / name, rows), *ORIGIN)
    assert [straight.name, circle.name] == ["3c1234 (INV101)", "4b5678 (INV202)"]
    assert straight.time == pytest.approx(np.arange(0.0, 301.0, 5.0))
    assert circle.time[0] == 20.0
    x = 30e3 - 140.0 * straight.time / math.sqrt(2.0)
    assert straight.position[:, 0] == pytest.approx(x, rel=2e-4)
    assert straight.position[:, 1] == pytest.approx(x, rel=4e-3)  # meridians meet: x^2 tan(latitude) / 2 R = 75 m
    assert straight.position[:, 2] == pytest.approx(3000.0 - 5.0 * straight.time, abs=0.02)
    near = np.hypot(circle.position[:, 0], circle.position[:, 1])
    assert near == pytest.approx(np.full(len(near), 4000.0), abs=5.0)


def test_seconds_other_units_and_a_choice(tmp_path, rows):
    for i, row in enumerate(rows):
        row["timestamp"], row["altitude"] = 1.7e9 + 5.0 * (i // 2), float(row["altitude"]) * 0.3048
    one = [row for row in rows if row["icao24"] == "3c1234"]
    for k, row in enumerate(one):
        row["timestamp"] = 1.7e9 + 5.0 * k
    (found,) = read(write(tmp_path / "x.csv", rows), *ORIGIN, {"altitude": "m"}, only=("INV101",))
    assert found.position[0, 2] == pytest.approx(3000.0, abs=0.1)


def teleport(rows):
    rows[40]["latitude"] = "47.9"


def gap(rows):
    del rows[30:70]


def unsorted_(rows):
    rows[10], rows[12] = rows[12], rows[10]


def doubled(rows):
    rows.insert(11, dict(rows[10]))


def hole(rows):
    rows[7]["altitude"] = ""


def metres(rows):
    for row in rows:
        row["altitude"] = "250000"


def alone(rows):
    rows.append({**rows[0], "icao24": "aaaaaa"})


def worded(rows):
    rows[6]["latitude"] = "north"


def undated(rows):
    rows[4]["timestamp"] = "noon"


def fast(rows):
    """m/s where knots are expected."""
    for row in rows:
        row["groundspeed"] = f"{float(row['groundspeed']) * 1852.0 / 3600.0:.2f}"


def high(rows):
    """Metres where feet are expected: the rate of climb tells."""
    for row in rows:
        row["altitude"] = f"{float(row['altitude']) * 0.3048:.1f}"


def jumping(rows):
    rows[40]["altitude"] = "60000"


def unknown_speed(rows):
    rows[0]["groundspeed"] = "fast"


def elsewhere(rows):
    for row in rows:
        row["latitude"] = str(float(row["latitude"]) - 40.0)


def emptied(rows):
    rows.clear()


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (teleport, ["row 41: ", "has moved", "m/s over the ground", "is believed here"]),
        (gap, ["row ", "was not heard for", "max_gap"]),
        (unsorted_, ["before its row", "sort the rows"]),
        (doubled, ["row 12: ", "at the same time as", "drop doubles"]),
        (hole, ["row 8: it has no altitude", "drop the row"]),
        (metres, ["row 1: altitude is 250000", "state it under units"]),
        (alone, ["aaaaaa has this row alone"]),
        (worded, ["row 7: latitude is no number: 'north'"]),
        (undated, ["row 5: its timestamps are text such as 'noon'"]),
        (fast, ["a groundspeed that its latitude and longitude contradict: they say 1.9 times", "kt or m/s or km/h"]),
        (high, ["a vertical_rate that its altitude contradict", "0.3 times", "altitude: ft or m"]),
        (jumping, ["row 41: ", "m/s up", "at most 150 m/s up or down"]),
        (unknown_speed, ["row 1: groundspeed is no number: 'fast'"]),
        (elsewhere, ["none of its aircraft comes nearer than 4", "origin at 47.000 deg"]),
        (emptied, ["it has no row"]),
    ],
)
def test_what_cannot_be_flown_is_refused_with_its_row(tmp_path, rows, spoil, words):
    spoil(rows)
    file = write(tmp_path / "spoilt.csv", rows)
    with pytest.raises(ScenarioError) as error:
        read(file, *ORIGIN)
    assert all(word in str(error.value) for word in [str(file), *words]), str(error.value)


def test_missing_columns_unknown_units_and_files_that_are_none(tmp_path, rows):
    few = write(tmp_path / "few.csv", rows, [c for c in COLUMNS if c not in ("altitude", "icao24")])
    broken = tmp_path / "broken.parquet"
    broken.write_bytes(b"no parquet at all")
    whole = write(tmp_path / "whole.csv", rows)
    for file, units, words in (
        (few, {}, "no column icao24, altitude"),
        (broken, {}, "cannot be read"),
        (tmp_path / "none.csv", {}, "there is no recording"),
        (tmp_path / "flights.xlsx", {}, "neither .csv nor .parquet"),
        (whole, {"altitude": "fathom"}, 'altitude in "fathom"'),
        (whole, {"depth": "m"}, 'a unit for "depth"'),
    ):
        with pytest.raises(ScenarioError, match=words):
            read(file, *ORIGIN, units)
    with pytest.raises(ScenarioError, match="none of its aircraft is INV999"):
        read(whole, *ORIGIN, only=("INV999",))


def end_of(row):
    x, y, z = positions(row, np.array([row["duration"]]))
    along = math.atan2(row["vy"], row["vx"]) + row["omega"] * row["duration"]
    return float(x[0]), float(y[0]), float(z[0]), along


def assert_joined(rows):
    for a, b in pairwise(rows):
        x, y, z, along = end_of(a)
        assert (x, y, z) == pytest.approx((b["x"], b["y"], b["z"]), abs=1e-6)
        assert math.remainder(along - math.atan2(b["vy"], b["vx"]), 2.0 * math.pi) == pytest.approx(0.0, abs=1e-9)


def test_a_recorded_circle_is_flown_as_a_circle():
    t = np.arange(0.0, 300.0, 5.0)
    at = np.column_stack([3e3 * np.cos(0.02 * t), 3e3 * np.sin(0.02 * t), 1000.0 - 2.0 * t])
    route = play([Aircraft("circle", t, at)])
    assert_joined(route.rows)
    assert route.rows["omega"] == pytest.approx(np.full(len(route.rows), 0.02))
    assert np.hypot(route.rows["vx"], route.rows["vy"]) == pytest.approx(np.full(len(route.rows), 60.0))
    assert route.rows["duration"].sum() == pytest.approx(t[-1])


def test_every_recorded_position_is_passed_at_its_time():
    rng = np.random.default_rng(4)
    at = np.cumsum(rng.normal(size=(60, 3)) * [200.0, 200.0, 20.0] + [500.0, 100.0, 5.0], axis=0)
    t = np.cumsum(rng.uniform(2.0, 9.0, 60))
    rows = play([Aircraft("wild", t - t[0], at)]).rows
    assert_joined(rows)
    passed, times = [], np.cumsum(rows["duration"])
    for row in rows[1::2]:
        passed.append(end_of(row)[:3])
    assert np.array(passed) == pytest.approx(at[1:], abs=1e-6)
    assert times[1::2] == pytest.approx(t[1:] - t[0])
    assert rows["then"][-1] == codes.THEN_DEPART and not rows["then"][:-1].any()


def test_biarcs_of_parallel_ends_and_what_stands_still():
    for last in (0.0, 0.3):
        arcs = biarc(np.zeros(2), 0.0, np.array([100.0, 40.0]), last)
        assert sum(length for _, _, length, _ in arcs) >= math.hypot(100.0, 40.0)
    assert directions(np.array([[0.0, 0.0], [1.0, 1.0]])).tolist() == pytest.approx([math.pi / 4] * 2)
    still = np.zeros((4, 3))
    rows = play([Aircraft("parked", np.arange(4.0), still)]).rows
    assert np.isfinite(rows["vx"]).all() and rows["duration"].sum() == pytest.approx(3.0)


SCENARIO = """
question: Who is in the way?
answer: neutral.hit
duration: 6 min
assets: {depot: {at: [0 km, 0 km], radius: 30 m, value: 10, hits_to_lose: 2, price: 20 MUSD}}
defence: {pantsir: {system: pantsir_s1, at: [800 m, 500 m]}}
neutral:
  traffic:
    system: a320
    start: {at: 30 s}
    corridor: yes
    recording: {file: flights.csv, origin: {latitude: 47 deg, longitude: 9 deg}}
"""


def test_a_recording_becomes_a_group_of_traffic(tmp_path, rows):
    write(tmp_path / "flights.csv", rows)
    resolved = resolve(parse_scenario(SCENARIO, str(tmp_path / "s.yaml")))
    built = build(resolved, draw(resolved, 1, -1))
    assert built.names.objects == ("traffic.1", "traffic.2")
    obj, segment = built.model.obj, built.model.segment
    assert obj["start"].tolist() == [30.0, 50.0]
    assert obj["route_jitter"].tolist() == [0.0, 0.0]
    first = segment[obj[0]["seg0"]]
    assert first["x"] == pytest.approx(30e3, rel=2e-4)
    assert math.hypot(first["vx"], first["vy"]) == pytest.approx(140.0, rel=0.005)
    speeds = np.sqrt(segment["vx"] ** 2 + segment["vy"] ** 2 + segment["vz"] ** 2)
    assert (obj["speed_max"] >= speeds.max()).all()
    assert obj["segs"].sum() == len(segment)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (", origin: {latitude: 47 deg, longitude: 9 deg}", "", "where the scenario lies on the earth"),
        ("file: flights.csv", "file: none.csv", "there is no recording"),
        ("    corridor: yes\n", "    count: 2\n", "a count beside a recording"),
        ("    corridor: yes\n", "    route: [[0 km, 0 km], [1 km, 1 km]]\n", "route and recording together"),
        ("file: flights.csv", "file: flights.csv, units: {altitude: fathom}", "fathom"),
    ],
)
def test_a_scenario_with_a_wrong_recording_says_where(tmp_path, rows, old, new, words):
    write(tmp_path / "flights.csv", rows)
    assert old in SCENARIO
    with pytest.raises(ScenarioError) as error:
        resolve(parse_scenario(SCENARIO.replace(old, new), str(tmp_path / "s.yaml")))
    assert words in str(error.value)
    assert error.value.first.line > 6
