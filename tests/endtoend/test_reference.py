"""The calendar visits only grid points at which something is due; the reference lets every stage look at every point.

Both must give the same rows, to the last bit, in everything but the number of points visited.
"""

from functools import partial
from pathlib import Path

import numpy as np
import pytest
from laboratory import Laboratory
from small_scenario import SMALL

from shorad import compile as bridge
from shorad import spec
from shorad.compile import Resolved
from shorad.engine.run import simulate
from shorad.spec.load import parse_scenario

pytestmark = pytest.mark.slow
SCENARIOS = sorted((Path(__file__).parents[2] / "scenarios").glob("*.yaml"))
SEED = 11


def agree(resolved: Resolved, draws, replicates, switches=()) -> None:
    for k in draws:
        model = bridge.build(resolved, bridge.draw(resolved, SEED, k), switches).model
        both = [
            simulate(model, partial(bridge.new_state, model), SEED, k, range(replicates), 2, reference=every)
            for every in (False, True)
        ]
        calendar, fixed = both
        assert np.all(calendar.run["steps"] < fixed.run["steps"])
        for name, a, b in zip(calendar._fields, calendar, fixed, strict=True):
            different = [
                field for field in a.dtype.names if field != "steps" and not np.array_equal(a[field], b[field])
            ]
            assert not different, f"{name} of draw {k}: {different}"


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_shipped_scenarios(path):
    agree(bridge.resolve(spec.load_scenario(path)), draws=(-1, 0, 1, 2), replicates=4)


@pytest.mark.parametrize("emission", ["always", "on_cue", "{on: 20 s, off: 15 s}"])
def test_states_of_a_unit(emission):
    """Shares of readiness, emission by plan or on cue, reload, and a raid that comes for the unit itself."""
    text = (
        SMALL.replace(
            "at: [800 m, 500 m]}",
            f"at: [800 m, 500 m], emission: {emission}, cue_range: 20 km, missiles: 1, rounds: 60, loads: 2,\n"
            "    readiness: {radiating: 0.3, silent: 0.3, deploying: 0.2, crew_absent: 0.2}}",
        )
        .replace("count: 2", "count: 8")
        .replace("target: depot", "target: guard")
    )
    agree(bridge.resolve(parse_scenario(text, "states.yaml")), draws=(-1, 0), replicates=10)


@pytest.mark.parametrize("switch", ["detection", "track", "reaction", "channel", "rounds", "assess", "link"])
def test_ideal_links(switch):
    text = SMALL.replace("count: 2", "count: 6")
    agree(bridge.resolve(parse_scenario(text, "ideal.yaml")), draws=(0,), replicates=8, switches=(switch,))


def test_queue_for_four_channels(tmp_path):
    """Ideal systems, more drones than channels."""
    drones = {
        "count": 16, "from": {"bearing": "90 deg", "range": "12 km", "width": "60 deg"}, "target": "depot",
        "start": {"at": "0 s", "every": "3 s", "jitter": "10 s"},
    }  # fmt: skip
    agree(Laboratory(tmp_path).scenario(defence={}, attack={"drones": drones}), draws=(-1,), replicates=10)


def test_fire_that_is_held_and_concentrated():
    """Crews that wait for a better shot, and a post whose units join on one target at common beats."""
    post = "posts: {hq: {system: battery_command_post, at: [0 m, -500 m]}}\ndefence:"
    text = SMALL.replace("count: 2", "count: 8").replace("defence:", post, 1)
    text = text.replace(
        "at: [800 m, 500 m]}",
        "count: 2, at: [[800 m, 500 m], [-800 m, 500 m]], post: hq, doctrine: concentrate,\n"
        "    set: {crew.worth_firing: 0.3}}",
    )
    agree(bridge.resolve(parse_scenario(text, "held.yaml")), draws=(-1, 0, 1), replicates=8)


def test_two_interacting_filters():
    """Each track followed by two filters, some of them by plots of the optics too, beside a unit with one filter."""
    text = SMALL.replace("count: 2", "count: 8").replace(
        "at: [800 m, 500 m]}",
        "at: [800 m, 500 m], set: {search_radar.filter: interacting}}\n  other: {system: pantsir_s1, at: [0 m, 900 m]}",
    )
    agree(bridge.resolve(parse_scenario(text, "modes.yaml")), draws=(-1, 0, 1), replicates=8)


def test_the_calendar_is_exact_over_relief_with_a_searching_drone():
    """A TB2 that looks for the vehicle over hills and lays its laser: calendar and fixed steps, bit for bit."""
    tb2 = (
        "  hunter:\n    system: bayraktar_tb2\n    count: 1\n    from: {bearing: 45 deg, range: 30 km}\n"
        "    altitude: 3 km\n    target: guard\n    station: {at: [9 km, 9 km]}\n    base: [25 km, 25 km]\n"
    )
    hills = (
        "terrain:\n  hills:\n    a: {at: [5 km, 4 km], height: 900 m, radius: 1 km}\n"
        "    b: {at: [12 km, 14 km], height: 600 m, radius: 2 km}\n"
    )
    agree(bridge.resolve(parse_scenario(SMALL.replace("20 min", "40 min") + tb2 + hills, "hunter.yaml")), (-1, 0), 4)
