"""Relief asked of the whole engine: what hides and what does not."""

import math
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from laboratory import IDEAL, Laboratory, logged
from small_scenario import SMALL

from shorad import compile as bridge
from shorad import spec
from shorad.compile.terrain_file import to_earth
from shorad.engine.codes import EVENTS
from shorad.engine.run import simulate
from shorad.physics.geometry import EARTH_RADIUS, K_RADAR
from shorad.spec.load import parse_scenario

pytestmark = pytest.mark.slow
CREST, HEIGHT, ALTITUDE, ANTENNA = 6000.0, 250.0, 320.0, 5.0
RIDGE = {"ridges": {"east": {"at": ["6 km", "0 km"], "height": "250 m", "width": "600 m"}}}


@pytest.fixture(scope="module")
def laboratory(tmp_path_factory):
    return Laboratory(tmp_path_factory.mktemp("laboratory"))


def first_plot(laboratory, terrain, name):
    """Range (m) at which a drone that comes level from the east gives its first plot; everything but sight is ideal."""
    switches = tuple(each for each in IDEAL if each != "sight")
    attack = {"drones": {"from": {"bearing": "90 deg", "range": "30 km"}, "altitude": "320 m", "target": "depot"}}
    hold = {"roe": "hold", "missiles": 0}
    made = laboratory.scenario(defence=hold, attack=attack, switches=switches, terrain=terrain, name=name)
    log = logged(made)
    t = log["t"][log["kind"] == EVENTS.index("plot")].min()
    return 30_000.0 - 50.0 * t


def test_a_drone_is_first_seen_over_the_crest(laboratory):
    """Where the line over the crest meets its height, to one turn of the antenna (50 m) and one range of the floor."""
    d1 = CREST
    d = np.linspace(d1, 12_000.0, 60_001)
    line = ANTENNA + (HEIGHT - ANTENNA + d1 * (d - d1) / (2.0 * K_RADAR * EARTH_RADIUS)) * d / d1
    expected = d[line <= ALTITUDE].max()
    assert expected == pytest.approx(7690.0, abs=20.0)
    assert first_plot(laboratory, RIDGE, "ridge") == pytest.approx(expected, abs=110.0)
    horizon = math.sqrt(2.0 * K_RADAR * EARTH_RADIUS) * (math.sqrt(ANTENNA) + math.sqrt(ALTITUDE))
    assert first_plot(laboratory, {"base": "0 m"}, "plain") == pytest.approx(min(horizon, 30_000.0), abs=110.0)


def test_a_plain_at_any_height_is_no_terrain():
    """The same raid, lifted as a whole by 200 m, without weather that knows heights: the same sight, the same plots."""
    low, high = (
        SMALL.replace("altitude: 300 m", f"altitude: {300 + base} m") + f"terrain: {{base: {base} m}}\n"
        for base in (0, 200)
    )
    firm = []
    for text in (low, high):
        model = bridge.build(bridge.resolve(parse_scenario(text, "plain.yaml")), {}).model
        out = simulate(model, partial(bridge.new_state, model), 1, -1, range(20), 1)
        firm.append(out.objects["t_firm"])
    assert np.array_equal(*firm)


def test_a_post_behind_the_ridge_leads_nobody():
    post = "posts:\n  command: {system: battery_command_post, at: [12 km, 500 m]}\n"
    text = SMALL.replace("at: [800 m, 500 m]", "at: [800 m, 500 m], post: command") + post
    found = []
    for ground in ("", "terrain: {ridges: {east: {at: [6 km, 0 km], height: 250 m, width: 600 m}}}\n"):
        resolved = bridge.resolve(parse_scenario(text + ground, "post.yaml"))
        hidden = bridge.build(resolved, {}).model.unit["post_hidden"].tolist()
        found.append((hidden, int((logged(resolved)["kind"] == EVENTS.index("fallback")).sum())))
    assert found == [([0], 0), ([1], 1)]


def test_the_shipped_tile_is_what_its_script_writes():
    import runpy

    root = Path(__file__).parents[2]
    script = runpy.run_path(str(root / "examples" / "own_terrain.py"))
    ground = bridge.resolve(spec.load_scenario(root / "scenarios" / "own_terrain.yaml")).surface.ground
    east, north = np.meshgrid(np.linspace(-3000.0, 18_000.0, 43), np.linspace(-3000.0, 18_000.0, 43))
    longitude, latitude = to_earth(east, north, (np.radians(0.5), np.radians(0.5)))
    x, y = (script["KM_PER_DEGREE"] * (axis - 0.5) for axis in (longitude, latitude))
    away = np.abs(ground.at(east, north) - script["landscape"](x, y))
    assert away.max() < 1.5  # whole metres, and two interpolations
