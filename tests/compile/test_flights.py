"""How groups fly as written: figures, formations, waves, scatter. Expected values are elementary geometry."""

import math

import numpy as np
import pytest

from shorad.compile import build, draw, resolve
from shorad.compile.formation import beside, places
from shorad.engine import codes
from shorad.errors import ScenarioError
from shorad.spec import parse_scenario

HEAD = """
question: What comes?
answer: assets.depot.survival
duration: 2 h
assets: {depot: {at: [0 km, 0 km], radius: 30 m, value: 10, hits_to_lose: 2, price: 20 MUSD}}
defence: {pantsir: {system: pantsir_s1, at: [800 m, 500 m]}}
attack:
  drones:
    system: shahed_136
    target: depot
    altitude: 300 m
"""


UNKNOWN_SIZE = """    from: {bearing: 90 deg, range: 40 km}
    waves: {size: {value: 4, range: [2, 8], basis: guess, note: x}, every: 9 min}
"""


def made(text, **values):
    resolved = resolve(parse_scenario(HEAD + text))
    return build(resolved, {**draw(resolved, 1, -1), **values})


def rows_of(built, name):
    o = built.names.objects.index(name)
    obj = built.model.obj[o]
    return obj, built.model.segment[obj["seg0"] : obj["seg0"] + obj["segs"]]


def complaints(text):
    with pytest.raises(ScenarioError) as found:
        resolve(parse_scenario(HEAD + text))
    return "\n".join(f"{i.line}: {i.problem}; {i.right}" for i in found.value.issues)


def test_figures_of_a_route_become_segments():
    built = made("""    route:
      - [40 km, 10 km]
      - {at: [30 km, 10 km], pass: over}
      - {at: [20 km, 10 km], loiter: {time: 5 min, radius: 600 m, leg: 1 km, turn: right}}
      - {at: [10 km, 10 km], weave: {amplitude: 150 m, wavelength: 3 km}}
      - [10 km, 0 km]
""")
    obj, rows = rows_of(built, "drones.1")
    turning = rows[rows["kind"] == codes.TURN]
    total = float(np.sum(turning["omega"] * turning["duration"]))
    rounds = round(300.0 * float(obj["speed"]) / (2.0 * math.pi * 600.0 + 2000.0))
    assert rounds == 3
    # right-hand rounds, then left at (10, 10) and right at (10, 0) towards the depot; weaves cancel
    assert total == pytest.approx(-2.0 * math.pi * rounds + 0.5 * math.pi - 0.5 * math.pi)
    assert np.abs(turning["omega"]).max() * obj["speed"] <= obj["load"] * (1.0 + 1e-9)
    assert rows["then"][-1] == codes.THEN_IMPACT


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("    route: [[40 km, 0 km], {at: [30 km, 0 km], loiter: {time: 5 min, radius: 20 m}}]", "arcs of 20 m"),
        ("    route: [{at: [30 km, 0 km], weave: {amplitude: 500 m, wavelength: 900 m}}]", "turning radius"),
        ("    route: [{at: [9 km, 0 km], weave: {amplitude: 50 m, wavelength: 20 km}}]", "half a weave needs"),
        ("    route: [[40 km, 0 km, 300 m], [30 km, 0 km, 5 km]]", "climbs at"),
        ("    route: [[40 km, 0 km], {at: [30 km, 0 km], pass: through}]", "through"),
        ("    from: {bearing: 90 deg, range: 40 km}\n    jitter: {height: 290 m}", "leaves room for"),
        ("    from: {bearing: 9 deg, range: 9km}\n    width: 9 m\n    formation: {shape: line, spacing: 9 m}", "width"),
        ("    from: {bearing: 90 deg, range: 40 km}\n    dive: 89 deg", "out of range"),
        (UNKNOWN_SIZE, "cannot be an unknown"),
    ],
)  # fmt: skip
def test_what_cannot_be_flown_is_named(text, words):
    assert words in complaints(text)


def test_waves_start_together_and_share_their_draws():
    built = made("""    count: 10
    from: {bearing: 90 deg, range: 40 km}
    start: {at: 60 s, every: 5 s}
    waves: {size: 4, every: 10 min, jitter: {time: 2 min, lateral: 500 m, height: 40 m}}
    jitter: {lateral: 100 m, height: 20 m}
""")
    obj = [rows_of(built, f"drones.{i}")[0] for i in range(1, 11)]
    assert [float(o["start"]) for o in obj] == [60.0 + 600.0 * (i // 4) + 5.0 * (i % 4) for i in range(10)]
    waves = [int(o["wave_hash"]) for o in obj]
    assert waves == [waves[0]] * 4 + [waves[4]] * 4 + [waves[8]] * 2 and len(set(waves)) == 3 and 0 not in waves
    assert {(float(o["wave_jitter"]), float(o["wave_shift"]), float(o["wave_lift"])) for o in obj} == {(120, 500, 40)}
    assert {(float(o["route_jitter"]), float(o["height_jitter"])) for o in obj} == {(100, 20)}


def test_a_group_without_waves_keeps_the_jitter_of_the_catalogue():
    obj, _ = rows_of(made("    from: {bearing: 90 deg, range: 40 km}\n"), "drones.1")
    assert obj["wave_hash"] == 0 and obj["route_jitter"] == 150.0 and obj["height_jitter"] == 0.0


@pytest.mark.parametrize(
    ("shape", "left", "behind"),
    [
        ("line", [-1.5, -0.5, 0.5, 1.5], [0, 0, 0, 0]),
        ("column", [0, 0, 0, 0], [0, 1, 2, 3]),
        ("wedge", [0, 1, -1, 2], [0, 1, 1, 2]),
        ("echelon", [0, -1, -2, -3], [0, 1, 2, 3]),
    ],
)
def test_shapes(shape, left, behind):
    found = places(shape, np.arange(4), 4)
    assert found[:, 0].tolist() == left and found[:, 1].tolist() == behind


def test_a_formation_keeps_its_distance_round_a_corner():
    route = np.zeros((1, 3, 3))
    route[0, :, :2] = [[20e3, 0.0], [0.0, 0.0], [0.0, 10e3]]  # west, then north
    moved = beside(route, np.array([[0.0, 20e3]]), np.array([300.0]), np.array([500.0]))[0]
    # left of a westward way is south, left of a northward way is west
    assert moved[:, :2].tolist() == pytest.approx(np.array([[20.5e3, -300.0], [-300.0, -300.0], [-300.0, 10e3]]))


def test_a_wedge_is_seen_in_the_model_and_stacks():
    built = made("""    count: 3
    route: [[40 km, 0 km], [10 km, 0 km]]
    formation: {shape: wedge, spacing: 400 m, stack: 50 m}
""")
    starts = np.array([[rows_of(built, f"drones.{i}")[1][0][axis] for axis in "xyz"] for i in (1, 2, 3)])
    assert starts == pytest.approx(np.array([[40e3, 0, 300], [40.4e3, -400, 350], [40.4e3, 400, 400]]))


def test_pop_up_and_dive():
    built = made(
        """    from: {bearing: 90 deg, range: 40 km}
    altitude: 100 m
    dive: 60 deg
    pop_up: {range: 6 km, height: 500 m, climb: 12 deg}
    set: {airframe.climb_max: 15 m/s}
""".replace("    altitude: 100 m\n", "")
    )
    obj, rows = rows_of(built, "drones.1")
    speed = float(obj["speed"])
    straight = rows[rows["kind"] == codes.STRAIGHT]
    angles = np.degrees(np.arcsin(straight["vz"] / speed))
    assert angles.tolist() == pytest.approx([0.0, 12.0, 0.0, -60.0], abs=0.3)
    top = straight[2]
    assert top["z"] == pytest.approx(500.0, abs=3.0)
    assert rows["then"][-1] == codes.THEN_IMPACT


def test_who_does_not_dive_says_so():
    text = """    from: {bearing: 90 deg, range: 40 km}
  bombers:
    system: improvised_drone
    from: {bearing: 90 deg, range: 40 km}
    target: depot
    dive: 40 deg
"""
    assert "does not dive" in complaints(text)
