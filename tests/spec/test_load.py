"""A scenario that is in order: what the loader makes of it."""

import hashlib
import math
import subprocess
import sys
import time

import pytest

import shorad
from shorad.errors import ScenarioError
from shorad.spec import EmissionPlan, Ring, load_scenario, parse_scenario, read_at


def test_numbers_are_si_and_words_are_words(text):
    scenario = parse_scenario(text)
    battery = scenario.defence["battery"]
    assert scenario.duration.number == 1200.0
    assert [q.number for q in scenario.posts["command"].at] == [200.0, -1000.0]
    assert isinstance(battery.at, Ring)
    assert battery.at.ring.number == 1500.0
    assert [q.number for q in battery.readiness.shares] == pytest.approx([0.4, 0.3, 0.2, 0.1])
    assert isinstance(battery.emission, EmissionPlan)
    assert battery.jamming.noise_rise.number == pytest.approx(10**0.6)
    assert scenario.attack["drones"].from_.bearing.number == pytest.approx(math.pi / 2)
    assert scenario.neutral["airliner"].start.at.number == 300.0
    assert scenario.neutral["airliner"].corridor is True
    assert scenario.weather.night is False
    assert battery.roe == "tight"


def test_a_range_and_its_basis_are_kept(text):
    correlation = parse_scenario(text).defence["battery"].readiness_correlation
    assert (correlation.low, correlation.value, correlation.high) == (0.5, 0.8, 0.9)
    assert (correlation.distribution, correlation.basis, correlation.varies) == ("triangular", "guess", True)


def test_every_number_has_its_path_and_line(text):
    scenario = parse_scenario(text, "x.yaml")
    numbers = dict(scenario.quantities())
    assert numbers["attack.drones.from.range"].number == 40000.0
    assert numbers["defence.battery.readiness.silent"].number == pytest.approx(0.3)
    assert numbers["attack.hunters.route.1.0"].number == 10000.0
    assert numbers["terrain.mask.90 deg"].number == pytest.approx(math.radians(0.5))
    assert scenario.place("attack.drones.from.range") == ("x.yaml", 34, 29)
    assert scenario.place("attack.drones.nothing.here") == ("x.yaml", 31, 3)
    assert scenario.given("attack.drones.count")
    assert not scenario.given("attack.hunters.count")


def test_mask_points_are_sorted_by_azimuth(text):
    assert [key for _, key in parse_scenario(text).terrain.points] == ["0 deg", "90 deg"]


def test_a_word_for_readiness_is_a_share_of_one(text):
    line = "    readiness: {radiating: 0.4, silent: 30 %, deploying: 0.2, crew_absent: 0.1}"
    scenario = parse_scenario(text.replace(line, "    readiness: silent"))
    assert [q.number for q in scenario.defence["battery"].readiness.shares] == [0.0, 1.0, 0.0, 0.0]


def test_a_list_of_positions_says_how_many(text):
    changed = text.replace("    count: 6\n", "").replace(
        "at: {ring: 1.5 km, centre: [0 km, 0 km], start: 0 deg}", "at: [[0 km, 0 km], [1 km, 0 km]]"
    )
    assert parse_scenario(changed).defence["battery"].count.number == 2.0


def test_hypotheses_on_scenario_paths_are_read(text):
    alternatives = parse_scenario(text).hypotheses["readiness"].alternatives
    found = alternatives["silent"].set
    assert found["defence.battery.readiness.silent"].number == 1.0
    assert found["defence.battery.readiness.radiating"].number == 0.0
    assert found["pantsir_s1.search_radar.gate"] == "none"
    assert alternatives["mixed"].set == {}


def test_text_and_hash_are_kept(text):
    origin = parse_scenario(text).origin
    assert origin.text == text
    assert origin.sha256 == hashlib.sha256(text.encode()).hexdigest()


def test_a_scenario_is_frozen(text):
    with pytest.raises(Exception, match="frozen"):
        parse_scenario(text).title = "other"


# ---- --set -------------------------------------------------------------------------------------
def test_set_changes_the_scenario_and_is_named_as_the_place(text):
    scenario = parse_scenario(text, "x.yaml", {"attack.drones.count": "7", "defence.battery.readiness": "silent"})
    assert scenario.attack["drones"].count.number == 7.0
    assert scenario.defence["battery"].readiness.silent.number == 1.0
    assert scenario.place("attack.drones.count") == ("--set attack.drones.count=7", 0, 0)
    assert parse_scenario(text).origin.sha256 == scenario.origin.sha256


def test_set_below_a_key_that_the_file_leaves_out(text):
    scenario = parse_scenario(text, overrides={"attack.hunters.start.at": "30 s"})
    assert scenario.attack["hunters"].start.at.number == 30.0


def test_set_reaches_into_lists_and_group_settings(text):
    overrides = {"attack.hunters.route.1.0": "12 km", "defence.battery.set.missile.lag": "0.2 s"}
    scenario = parse_scenario(text, overrides=overrides)
    assert scenario.attack["hunters"].route[1][0].number == 12000.0
    assert scenario.defence["battery"].set == {"search_radar.gate": "radial", "missile.lag": "0.2 s"}


def test_set_on_catalogue_paths_and_hypotheses_is_kept_for_compile(text):
    overrides = {
        "pantsir_s1.search_radar.ref_range": "20 km",
        "pantsir_s1.crew.reaction": "[1 s, 2 s, 3 s]",
        "hypotheses.readiness": "silent",
    }
    assert parse_scenario(text, overrides=overrides).overrides == {
        "pantsir_s1.search_radar.ref_range": "20 km",
        "pantsir_s1.crew.reaction": ["1 s", "2 s", "3 s"],
        "hypotheses.readiness": "silent",
    }


WRONG_SETS = [
    ({"attack.drones.cuont": "7"}, "--set attack.drones.cuont=7", 'did you mean "count"?'),
    ({"attack.drnes.count": "7"}, "--set attack.drnes.count=7", 'did you mean "drones"?'),
    ({"attack.drones": "7"}, "--set attack.drones=7", "attack.drones.count"),
    ({"attack.drones.count": "-7"}, "--set attack.drones.count=-7", "out of range"),
    ({"atack": "3"}, "--set atack=3", 'did you mean "attack"?'),
    ({"duration": "5 km"}, "--set duration=5 km", "km is a length, a time is wanted here"),
    ({"duration": "[5"}, "--set duration=[5", "not YAML"),
    ({"duration": ""}, "--set duration=", "nothing stands after the ="),
    ({"duration": "&a [*a]"}, "--set duration=&a [*a]", "stands inside itself"),
    ({"title.x": "4"}, "--set title.x=4", "title is a single value"),
    ({"hypotheses.radiness": "silent"}, "--set hypotheses.radiness=silent", 'did you mean "readiness"?'),
    ({"hypotheses.readiness": "slient"}, "--set hypotheses.readiness=slient", 'did you mean "silent"?'),
    ({"attack.hunters.route.7.0": "1 km"}, "--set attack.hunters.route.7.0=1 km", "from 0 to 1"),
    (
        {"defence.battery.readiness.silent": "0.9"},
        "--set defence.battery.readiness.silent=0.9",
        "the shares sum to 1.6, not 1",
    ),
]


@pytest.mark.parametrize(("overrides", "where", "right"), WRONG_SETS)
def test_a_wrong_set_is_named(text, overrides, where, right):
    with pytest.raises(ScenarioError) as caught:
        parse_scenario(text, "x.yaml", overrides)
    assert caught.value.first.file == where
    assert right in str(caught.value)


def test_read_at_gives_typed_values(text):
    scenario = parse_scenario(text)
    found = read_at(scenario, {"weather.visibility": "3 km", "defence.battery.roe": "hold", "attack.drones.count": 9})
    assert found["weather.visibility"].number == 3000.0
    assert found["defence.battery.roe"] == "hold"
    assert found["attack.drones.count"].number == 9.0


# ---- speed -------------------------------------------------------------------------------------
def test_a_hundred_lines_load_within_a_tenth_of_a_second(text, tmp_path):
    extra = "".join(
        f"  drones{i}:\n    system: shahed_136\n    count: 4\n"
        f"    from: {{bearing: {i} deg, range: 40 km}}\n    target: depot\n"
        for i in range(10)
    )
    file = tmp_path / "long.yaml"
    file.write_text(text.replace("neutral:\n", extra + "neutral:\n"))
    assert len(file.read_text().splitlines()) >= 100
    spent = []
    for _ in range(5):
        start = time.process_time()
        load_scenario(file)
        spent.append(time.process_time() - start)
    assert min(spent) < 0.1


def test_importing_spec_is_quick_and_free_of_numba():
    code = (
        "import sys, time; t = time.process_time(); import shorad.spec, shorad.catalogue;"
        "print(time.process_time() - t); assert not {'numba', 'scipy', 'duckdb'} & set(sys.modules)"
    )
    spent = [
        float(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout) for _ in range(2)
    ]
    assert min(spent) < 0.5


def test_a_group_of_nobody_may_keep_its_positions() -> None:
    """What a planner asks first: the same without this group."""
    group = load_scenario(shorad.scenarios()["airport_quadcopters"], {"defence.jammers.count": "0"}).defence["jammers"]
    assert group.count.number == 0
    with pytest.raises(ScenarioError, match="2 positions for a count of 4"):
        load_scenario(shorad.scenarios()["airport_quadcopters"], {"defence.jammers.count": "4"})
