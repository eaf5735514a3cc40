"""Terrain following: the clearance is kept over the whole track and the limits of climb are, by look at the segments.

Tolerances: 1 m of clearance (0.5 m is what the compiler leaves, the rest is the grid between its samples), 2 % of the
rate of climb.
"""

import math
from itertools import pairwise

import numpy as np
import pytest

from shorad.compile import build, draw, resolve
from shorad.compile.routes import positions
from shorad.engine import codes
from shorad.errors import ScenarioError
from shorad.spec import parse_scenario

HEAD = """
question: What comes low?
answer: assets.depot.survival
duration: 2 h
assets: {depot: {at: [0 km, 0 km], radius: 30 m, value: 10, hits_to_lose: 2, price: 20 MUSD}}
defence: {pantsir: {system: pantsir_s1, at: [800 m, 500 m]}}
terrain:
  spacing: 50 m
  hills:
    north: {at: [12 km, 2 km], height: 300 m, radius: 1.5 km}
    south: {at: [18 km, -1 km], height: 500 m, radius: 2 km}
    hollow: {at: [6 km, 0 km], height: -40 m, radius: 800 m}
attack:
  drones:
    system: shahed_136
    target: depot
"""
LOW = """    above_ground: 60 m
    count: 3
    from: {bearing: 90 deg, range: 30 km, width: 10 deg}
"""
TURNING = """    above_ground: 80 m
    count: 2
    route:
      - [30 km, 5 km]
      - [18 km, 3 km]
      - {at: [15 km, -3 km], loiter: {time: 2 min, radius: 700 m}}
      - {at: [10 km, -3 km], weave: {amplitude: 100 m, wavelength: 2 km}}
      - [4 km, 1 km]
    formation: {shape: line, spacing: 300 m, stack: 20 m}
"""


def flown(text):
    resolved = resolve(parse_scenario(HEAD + text))
    made = build(resolved, draw(resolved, 1, -1)).model
    for o in made.obj:
        yield o, made.segment[o["seg0"] : o["seg0"] + o["segs"]], resolved.surface.ground


def path(rows):
    """x, y, z every metre or so, without the dive."""
    parts = [
        np.array(positions(row, np.linspace(0.0, row["duration"], max(2, int(row["duration"] * 25)))))
        for row in rows
        if row["back"] == 0.0
    ]
    return np.concatenate(parts, axis=1)


@pytest.mark.parametrize(("text", "clear"), [(LOW, [60, 60, 60]), (TURNING, [80, 100])])
def test_the_clearance_is_kept_and_the_climb_too(text, clear):
    for (o, rows, ground), least in zip(flown(text), clear, strict=True):
        x, y, z = path(rows)
        above = z - ground.at(x, y)
        assert above.min() >= least - 1.0
        assert np.quantile(above, 0.25) <= least + 60.0  # low where the ground lets it
        assert rows["vz"].max() <= 3.0 * 1.02  # climb_max of the system
        assert rows["vz"][rows["back"] == 0.0].min() >= -10.0 * 1.02
        speed = np.sqrt(rows["vx"] ** 2 + rows["vy"] ** 2 + rows["vz"] ** 2)
        assert speed == pytest.approx(np.full(len(rows), o["speed"]), rel=1e-9)
        for a, b in pairwise(rows):
            end = np.array(positions(a, np.array([a["duration"]])))[:, 0]
            assert end == pytest.approx([b["x"], b["y"], b["z"]], abs=1e-5)
        end = np.array(positions(rows[-1], np.array([rows[-1]["duration"]])))[:, 0]
        assert end[:2] == pytest.approx([0.0, 0.0], abs=1e-5)
        assert rows["then"][-1] == codes.THEN_IMPACT


def test_over_flat_ground_it_is_a_level_flight_and_a_dive():
    flat = HEAD[: HEAD.index("terrain:")] + HEAD[HEAD.index("attack:") :]
    resolved = resolve(parse_scenario(flat + "    above_ground: 60 m\n    from: {bearing: 90 deg, range: 30 km}\n"))
    rows = build(resolved, draw(resolved, 1, -1)).model.segment
    level = rows[(rows["kind"] == codes.STRAIGHT) & (rows["back"] == 0.0)]
    assert level["z"] == pytest.approx(np.full(len(level), 60.0)) and not level["vz"].any()
    assert rows["duration"].sum() * 51.0 == pytest.approx(30e3, rel=0.001)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (LOW + "    altitude: 300 m\n", "altitude and above_ground together"),
        (LOW.replace("from: {bearing: 90 deg, range: 30 km, width: 10 deg}", "route: [[9 km, 0 km, 1 km]]"), "heights"),
        (LOW + "    jitter: {height: 70 m}\n", "leaves room for"),
    ],
)
def test_what_does_not_go_together_is_named(text, words):
    with pytest.raises(ScenarioError) as error:
        resolve(parse_scenario(HEAD + text))
    assert words in str(error.value)


def test_who_has_no_limits_of_climb_must_get_them():
    text = LOW.replace("above_ground", "set: {airframe.load: 1 g}\n    above_ground")
    resolved = resolve(parse_scenario(HEAD + text))
    assert math.isclose(resolved.parameters["shahed_136.airframe.climb_max"].quantity.number, 3.0)
