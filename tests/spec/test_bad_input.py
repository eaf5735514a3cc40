"""One wrong scenario after another: the error names file and line, what is wrong, and what would be right."""

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shorad.errors import ScenarioError
from shorad.spec import load_scenario, parse_scenario

# (what stands in the file, what is written instead, line of the error, its path, what is wrong, what would be right)
CASES = [
    # unknown keys
    ("    count: 6", "    cuont: 6", 16, "defence.battery.cuont", 'unknown key "cuont"', 'did you mean "count"?'),
    ("title: First", "titel: First", 2, "titel", 'unknown key "titel"', 'did you mean "title"?'),
    ("radius: 30 m", "radus: 30 m", 10, "assets.depot.radus", 'unknown key "radus"', 'did you mean "radius"?'),
    ("{ring: 1.5 km, centre", "{ring: 1.5 km, center", 17, "defence.battery.at.center", "unknown key", '"centre"'),
    ("off: 120 s", "of: 120 s", 21, "defence.battery.emission.of", "unknown key", 'did you mean "off"?'),
    ("silent: 30 %", "silnet: 30 %", 19, "defence.battery.readiness.silnet", "unknown key", '"silent"'),
    ("weight: 0.75", "wieght: 0.75", 55, "hypotheses.readiness.alternatives.mixed.wieght", "unknown key", '"weight"'),
    ("basis: guess, note", "bases: guess, note", 20,
     "defence.battery.readiness_correlation.bases", "unknown key", "basis"),
    # missing
    ("duration: 20 min\n", "", 1, "", 'missing "duration"', "duration: 20 s"),
    ("    target: depot\n", "", 31, "attack.drones", 'missing "target"', "target: depot"),
    ("bearing: 90 deg, range: 40 km", "range: 40 km", 34, "attack.drones.from", 'missing "bearing"', "bearing: 30 deg"),
    ("    system: pantsir_s1\n", "", 14, "defence.battery", 'missing "system"', "system: pantsir_s1"),
    ("    from: {bearing: 90 deg, range: 40 km, width: 20 deg}\n", "", 31,
     "attack.drones", '"from" or "route"', "bearing"),
    ("weight: 0.75", "set: {}", 55, "hypotheses.readiness.alternatives.mixed", 'missing "weight"', "weight: "),
    # units
    ("altitude: 300 m", "altitude: 300", 35, "attack.drones.altitude", "300 has no unit", '"300 m" or "300 km"'),
    ("range: 40 km", "range: 40 s", 34, "attack.drones.from.range", "s is a time, a length is wanted here", '"5 km"'),
    ("duration: 20 min", "duration: 20 km", 6, "duration", "km is a length, a time is wanted here", '"20 s"'),
    ("at: [0 km, 0 km], radius", "at: [0 km, 0], radius", 10, "assets.depot.at.1", "0 has no unit", '"0 km"'),
    ("10 km, 2 km, 5 km]]", "10 km, 2 kn, 5 km]]", 40, "attack.hunters.route.1.1", '"kn" is no unit known', '"km"'),
    ("price: 20 MUSD", "price: 20 MEUR", 10, "assets.depot.price", '"MEUR" is no unit known', "USD"),
    ("rate: 2 /h", "rate: 2", 49, "birds.rate", "2 has no unit", '"2 /s"'),
    ("{90 deg: 0.5 deg", "{90: 0.5 deg", 8, "terrain.mask.90", '"90" has no unit', '"90 deg"'),
    # out of range
    ("    count: 4\n    from", "    count: -4\n    from", 33, "attack.drones.count", "-4 is out of range",
     "from 0 to 10000"),
    ("    count: 6", "    count: 1.5", 16, "defence.battery.count", "1.5 is not a whole number", "a count"),
    ("missiles: 12", "missiles: many", 28, "defence.battery.missiles", '"many" is not a plain number', '"4"'),
    ("value: 0.8, range: [0.5, 0.9]", "value: 1.8, range: [0.5, 0.9]", 20,
     "defence.battery.readiness_correlation.value", "1.8 is out of range", "from 0 to 1"),
    ("range: [0.5, 0.9]", "range: [0.9, 0.5]", 20, "defence.battery.readiness_correlation.range", "above its high end",
     "[low, high]"),
    ("range: [0.5, 0.9]", "range: [0.1, 0.5]", 20, "defence.battery.readiness_correlation.range",
     "does not contain the value 0.8", "widen"),
    ("range: [0.5, 0.9]", "range: [0.5]", 20,
     "defence.battery.readiness_correlation.range", "two numbers", "[low, high]"),
    ("range: [0.5, 0.9]", "range: [0, 0.9], distribution: log_uniform", 20,
     "defence.battery.readiness_correlation.range", "range above zero", "low end"),
    ("basis: guess", "distribution: normal, basis: guess", 20, "defence.battery.readiness_correlation.distribution",
     'unknown distribution "normal"', "triangular"),
    (", note: one crew shelter", "", 20, "defence.battery.readiness_correlation", "a guess without a note", "leans on"),
    ("silent: 30 %", "silent: 50 %", 19, "defence.battery.readiness", "the shares sum to 1.2, not 1", "change one"),
    ("weight: 0.25", "weight: 0.5", 53,
     "hypotheses.readiness.alternatives", "the weights sum to 1.25, not 1", "change"),
    ("weight: 0.25", "weight: 2", 54, "hypotheses.readiness.alternatives.silent.weight", "2 is out of range", "0 to 1"),
    ("visibility: 20 km", "visibility: 0 km", 7, "weather.visibility", "0 km is out of range", "from 10 m to 400 km"),
    ("noise_rise: 6 dB", "noise_rise: -6 dB", 27, "defence.battery.jamming.noise_rise", "out of range", "1 or more"),
    ("seed: 1", "seed: -1", 59, "run.seed", '"-1" is not a whole number from 0', "write a count"),
    ("replicates: 50", "replicates: 0", 59, "run.replicates", '"0" is not a whole number from 1', "write a count"),
    ("radius: 30 m", "radius: .nan", 10, "", ".nan is not a finite number", "a finite number"),
    ("radius: 30 m", "radius: -.inf", 10, "", "-.inf is not a finite number", "a finite number"),
    ("radius: 30 m", "radius: 1e999 m", 10, "assets.depot.radius", "is not a finite number", "a length"),
    ("at: {ring: 1.5 km, centre: [0 km, 0 km], start: 0 deg}", "at: [[0 km, 0 km], [1 km, 0 km]]", 17,
     "defence.battery.at", "2 positions for a count of 6", "one position per unit"),
    ("route: [[0 km, 0 km, 0 km], [20 km, 0 km, 3 km]]", "route: [[0 km, 0 km, 0 km]]", 48, "neutral.airliner.route",
     "two points or more", "write [["),
    # more than makes sense
    ("    count: 4\n    from", "    count: 1000000\n    from", 33, "attack.drones.count", "out of range", "to 10000"),
    ("size: 12", "size: 100000000", 49, "birds.size", "out of range", "to 10000"),
    ("bearing: 90 deg", "bearing: 4000 deg", 34, "attack.drones.from.bearing", "out of range", "360 deg"),
    ("range: 40 km", "range: 100000 km", 34, "attack.drones.from.range", "out of range", "to 2000 km"),
    ("20 km, 0 km, 3 km", "800000 km, 0 km, 3 km", 48, "neutral.airliner.route.1.0", "out of range", "to 2000 km"),
    ("10 km, 2 km, 5 km]]", "10 km, 2e9 km, 5 km]]", 40, "attack.hunters.route.1.1", "out of range", "2000 km"),
    ("duration: 20 min", "duration: 900 day", 6, "duration", "out of range", "168 h"),
    ("missiles: 12", "missiles: 12000000", 28, "defence.battery.missiles", "out of range", "to 1000000"),
    ("width: 60 deg", "width: 0 deg", 26, "defence.battery.sector.width", "not above zero", "an angle"),
    ("missiles: 12", "operators: 0", 28, "defence.battery.operators", "0 is out of range", "from 1"),
    ("seed: 1", "seed: 3000000000", 59, "run.seed", "is not a whole number", "to 2147483647"),
    ("draws: 20", "draws: 2000000000", 59, "run.draws", "is not a whole number", "to 1000000"),
    ("basis: guess, note", "claims: [{value: 1, source: a, grade: Z9}], basis: sourced, note", 20,
     "defence.battery.readiness_correlation.claims.0.grade", '"Z9" is no grade', "such as C3"),
    # words
    ("roe: tight", "roe: tigth", 23, "defence.battery.roe", '"tigth" is none of the words', 'did you mean "tight"?'),
    ("iff: works", "iff: broken", 48, "neutral.airliner.iff", '"broken" is none of the words', "absent, failed, works"),
    ("night: no", "night: maybe", 7, "weather.night", "neither yes nor no", "yes or no"),
    ("[detection]", "[detecton]", 56, "switches.0", '"detecton" is none of the words', 'did you mean "detection"?'),
    ("four one-way drones?", "four drones.", 1, "question", "does not fit", "ends in a question mark"),
    ("system: shahed_136", "system: Shahed 136", 32, "attack.drones.system", "does not fit", "small letters"),
    # shapes
    ("assets:\n  depot: {at", "assets:\n  depot: oil #{at", 10, "assets.depot", '"oil" is not a mapping', "mapping"),
    ("at: [0 km, 0 km], radius", "at: 5 km, radius", 10, "assets.depot.at", "this is no position", "[x, y]"),
    ("birds: {rate: 2 /h, radius: 10 km, size: 12}", "birds: [1, 2]", 49,
     "birds", "a list is not a mapping", "mapping"),
    ("  depot: {at", "  De.pot: {at", 10, "assets.De.pot", '"De.pot" does not fit', "small letters"),
    # names
    ("  hunters:\n", "  battery:\n", 38, "attack.battery", 'two things have the name "battery"', "line 14"),
    ("  hunters:\n", "  birds:\n", 38, "attack.birds", 'two things have the name "birds"', "rename"),
    ("    salvo: 2\n", "    salvo: 2\n    salvo: 1\n", 26, "", 'the key "salvo" stands twice', "line 25"),
    ("values: [10, 20]", "values: [10, -20]", 58, "sweep.values.1", "-20 is out of range", "from 0 to 10000"),
    ("values: [10, 20]", "values: []", 58, "sweep.values", "no values", "[10, 20, 40]"),
    ("set: {defence.battery.readiness: silent,", "set: {defence.battery.readines: silent,", 54,
     "hypotheses.readiness.alternatives.silent.set", 'unknown key "readines"', 'did you mean "readiness"?'),
    # not YAML
    ("defence:\n  battery:", "defence:\n\tbattery:", 14, "", "this is not YAML", "tabs"),
    ("[detection]", "[detection", 57, "", "this is not YAML", ""),
    ("title: First look", "title: !!python/object:os.system ls", 2, "", "the tag", "leave the tag out"),
    ("title: First look", "title: *nowhere", 2, "", "the anchor &nowhere is not known", "define it above"),
    ("title: First look", "title: &a [*a]", 2, "", "*a stands inside itself", "above"),
    ("title: First look", "<<: {a: 1}", 2, "", "merge keys are not used here", "write the keys out"),
    ("title: First look", "[1, 2]: 3", 2, "", "a list stands where a key is wanted", "key: value"),
    ("title: First look", "---\ntitle: a", 2, "", "a second document starts here", "one document"),
    ("title: First look", "title: " + "[" * 40 + "]" * 40, 2, "", "nested more than", "flatter"),
    ("title: First look", "title: \x07", 2, "", "this is not YAML", ""),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line", "path", "problem", "right"), CASES, ids=[str(c[1])[:40] for c in CASES])
def test_each_mistake_is_named_with_its_line(text, old, new, line, path, problem, right):
    assert text.count(old) >= 1
    with pytest.raises(ScenarioError) as caught:
        parse_scenario(text.replace(old, new, 1), "scenarios/x.yaml")
    issue = caught.value.first
    assert (issue.file, issue.line, issue.path) == ("scenarios/x.yaml", line, path)
    assert str(caught.value).startswith(f"scenarios/x.yaml:{line}: ")
    assert problem in issue.problem
    assert right in str(issue)


def test_several_mistakes_come_at_once_in_the_order_of_the_file(text):
    wrong = (
        text.replace("roe: tight", "roe: tigth").replace("radius: 30 m", "radius: 30").replace("iff: works", "iff: x")
    )
    with pytest.raises(ScenarioError) as caught:
        parse_scenario(wrong, "x.yaml")
    assert [issue.line for issue in caught.value.issues] == [10, 23, 48]


def test_anchors_are_allowed(text):
    changed = text.replace("sector: {centre: 90 deg, width: 60 deg}", "sector: {centre: &east 90 deg, width: 60 deg}")
    changed = changed.replace("azimuth: 90 deg", "azimuth: *east")
    assert parse_scenario(changed).defence["battery"].jamming.azimuth.text == "90 deg"


def test_a_billion_laughs_end_early():
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 12)]
    with pytest.raises(ScenarioError, match="more than 100000 values, aliases expanded"):
        parse_scenario("\n".join(lines))


@pytest.mark.parametrize("text", ["", "   \n\n", "# only a comment\n"])
def test_an_empty_file(tmp_path, text):
    (tmp_path / "empty.yaml").write_text(text)
    with pytest.raises(ScenarioError, match=r"empty\.yaml:1: the file is empty; a scenario starts with a key"):
        load_scenario(tmp_path / "empty.yaml")


@pytest.mark.parametrize("text", ["just words", "- a\n- list", "42"])
def test_a_file_that_is_no_mapping(text):
    with pytest.raises(ScenarioError, match=r"x\.yaml:1: this is no mapping of keys"):
        parse_scenario(text, "x.yaml")


def test_a_folder(tmp_path, text):
    (tmp_path / "raid.yaml").write_text(text)
    with pytest.raises(ScenarioError, match=r"this is a folder; name a scenario file in it: raid\.yaml"):
        load_scenario(tmp_path)


def test_a_missing_file_suggests_near_names(tmp_path, text):
    (tmp_path / "first_look.yaml").write_text(text)
    with pytest.raises(ScenarioError, match=r'there is no such file; did you mean ".*first_look\.yaml"\?'):
        load_scenario(tmp_path / "frist_look.yaml")
    with pytest.raises(ScenarioError, match="no such file"):
        load_scenario(tmp_path / "no" / "where.yaml")


def test_a_hundred_megabytes_are_refused_before_they_are_read(tmp_path):
    file = tmp_path / "huge.yaml"
    with file.open("wb") as out:
        out.truncate(100_000_000)
    with pytest.raises(ScenarioError, match=r"a scenario of 100 MB is more than the 5 MB .* put tracks into Parquet"):
        load_scenario(file)


def test_an_endless_line():
    with pytest.raises(ScenarioError, match=r"x\.yaml:2: a line of more than 20000 characters"):
        parse_scenario("question: Why?\ntitle: " + "!" * 1_000_000, "x.yaml")


def test_text_that_is_not_utf8(tmp_path):
    file = tmp_path / "latin.yaml"
    file.write_bytes(b"question: Why?\ntitle: caf\xe9\n")
    with pytest.raises(ScenarioError, match=r"latin\.yaml:2: the file is not UTF-8 text"):
        load_scenario(file)


def test_a_pipe_is_no_file(tmp_path):
    os.mkfifo(tmp_path / "pipe.yaml")
    with pytest.raises(ScenarioError, match="not an ordinary file"):
        load_scenario(tmp_path / "pipe.yaml")


def test_a_name_that_no_file_can_have():
    with pytest.raises(ScenarioError):
        load_scenario("a\0b.yaml")


# ---- anything at all ---------------------------------------------------------------------------
def _only_scenario_errors(text, overrides=None):
    problem = "none"
    try:
        parse_scenario(text, "x.yaml", overrides)
    except ScenarioError as error:
        problem = error.first.problem
    assert problem


@given(st.text(max_size=200))
def test_random_text_gives_nothing_but_scenario_errors(text):
    _only_scenario_errors(text)


@given(st.text(alphabet="abk: -[]{},&*!|>'\"%@`#?\n\t0.1~<=", max_size=80))
@settings(max_examples=400)
def test_random_punctuation_gives_nothing_but_scenario_errors(text):
    _only_scenario_errors(text)


@given(data=st.data())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_damaged_scenario_gives_nothing_but_scenario_errors(text, data):
    start = data.draw(st.integers(0, len(text)))
    length = data.draw(st.integers(0, 40))
    _only_scenario_errors(text[:start] + data.draw(st.text(max_size=8)) + text[start + length :])


_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=6)
    | st.sampled_from(["3 km", "5 s", "0.5"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(data=st.data(), value=_VALUES)
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_value_at_any_path_gives_nothing_but_scenario_errors(text, data, value):
    paths = sorted(parse_scenario(text).origin.lines)
    _only_scenario_errors(text, {data.draw(st.sampled_from(paths)): repr(value)})


@given(st.text(max_size=20), st.text(max_size=20))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_set_gives_nothing_but_scenario_errors(text, path, value):
    _only_scenario_errors(text, {path: value})


@pytest.mark.parametrize("wrong", [{"draws": 0}, {"replicates": 0}, {"threads": 0}, {"draws": 2.5}, {"seed": -1}])
def test_python_calls_are_bounded_like_the_command_line(text, wrong):
    import shorad

    with pytest.raises(ScenarioError, match="write a whole number"):
        shorad.run(shorad.load("first_look"), **wrong)


def test_python_settings_may_be_numbers():
    import shorad

    assert shorad.load("first_look", {"attack.drones.count": 6}).attack["drones"].count.number == 6
    with pytest.raises(ScenarioError, match="out of range"):
        shorad.load("first_look", {"attack.drones.count": -6})
