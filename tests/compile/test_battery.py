"""A battery of the catalogue is a group of fire units and a post, and nothing else."""

from pathlib import Path

import numpy as np
import pytest

import shorad
from shorad import compile as bridge
from shorad.catalogue import load_system
from shorad.compile.explain import claims_used, explain
from shorad.errors import ScenarioError
from shorad.spec.load import parse_scenario

HEAD = """\
question: What chance has a depot behind a battery against four drones?
duration: 20 min
assets:
  depot: {at: [0 km, 0 km]}
attack:
  drones:
    system: shahed_136
    count: 4
    from: {bearing: 90 deg, range: 20 km, width: 20 deg}
    altitude: 300 m
    target: depot
"""
ONE_LINE = "defence: {battery: {system: pantsir_battery, at: [1 km, 500 m]}}\n"
BY_HAND = """\
defence:
  battery:
    system: pantsir_s1
    count: 6
    at:
      ring: {value: 1.5 km, range: [0.5 km, 4 km], distribution: log_triangular, basis: guess, note: as the entry}
      centre: [1 km, 500 m]
    post: battery_post
    coordinated: COORDINATED
posts:
  battery_post: {system: battery_command_post, at: [1 km, 500 m]}
"""


def resolved(text, file="battery.yaml", **settings):
    return bridge.resolve(parse_scenario(HEAD + text, file, settings))


def wrong(text, file="battery.yaml", **settings):
    with pytest.raises(ScenarioError) as found:
        resolved(text, file, **settings)
    return found.value.first


@pytest.mark.parametrize("word", ["yes", "no"])
def test_a_battery_equals_the_same_written_by_hand(word):
    entry = ONE_LINE.replace("500 m]", f"500 m], coordinated: {word}")
    ways = [parse_scenario(HEAD + text, "x.yaml") for text in (entry, BY_HAND.replace("COORDINATED", word))]
    found = [shorad.run(each, draws=2, replicates=2, but_for=False).outcomes for each in ways]
    for a, b in zip(*found, strict=True):
        assert np.array_equal(a, b)


def test_each_for_itself_is_what_it_is_without_a_post():
    """The post still stands there; nobody listens to it."""
    alone = BY_HAND.replace("COORDINATED", "no")
    without = "".join(
        line + "\n" for line in alone.splitlines() if not line.strip().startswith(("post", "coord", "battery_post"))
    )
    runs = [shorad.run(parse_scenario(HEAD + text, "x.yaml"), draws=1, replicates=4, but_for=False)
            for text in (alone, without)]  # fmt: skip
    a, b = (each.outcomes for each in runs)
    assert np.array_equal(a.units, b.units)
    assert np.array_equal(a.objects, b.objects)


def test_the_entry_says_six_vehicles_and_a_post_with_sources():
    found = resolved(ONE_LINE)
    assert len(found.plan.units) == 6 and list(found.scenario.posts) == ["battery_post"]
    assert {e.system for e in found.plan.units} == {"pantsir_s1"}
    assert set(found.hypotheses["pantsir_battery.coordination"].branches) == {"as_one", "each_for_itself"}
    rows = {row.path: row for row in explain(found)}
    assert rows["defence.battery.count"].sources == ("enha", "defenseromania", "missilery")
    assert (rows["defence.battery.at.ring"].basis, rows["defence.battery.at.ring"].where) == (
        "GUESS",
        "pantsir_battery",
    )
    assert rows["pantsir_battery.battery.post"].value == "battery_command_post"
    assert ("defence.battery.count", "enha") in {(path, claim.source) for path, claim in claims_used(found)}


def test_coordination_moves_the_post_of_the_units():
    found = resolved(ONE_LINE)
    rows = {
        name: bridge.build(found, {"pantsir_battery.coordination": name}).model.unit["post"]
        for name in ("as_one", "each_for_itself")
    }
    assert set(rows["as_one"]) == {0} and set(rows["each_for_itself"]) == {-1}


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("at: [1 km", "count: 4, at: [1 km", lambda r: len(r.plan.units) == 4),
        ("at: [1 km, 500 m]", "at: {ring: 3 km}", lambda r: r.nominal["defence.battery.at.ring"] == 3000.0),
        ("at: [1 km, 500 m]", "at: [[0 m, 0 m], [2 km, 0 m]]", lambda r: len(r.plan.units) == 2),
        ("at: [1 km", "coordinated: no, at: [1 km", lambda r: not any("coordination" in path for path in r.hypotheses)),
        ("at: [1 km", "set: {search_radar.gate: radial}, at: [1 km", lambda r: "gate" in str(list(r.parameters))),
    ],
)  # fmt: skip
def test_what_the_group_writes_takes_the_place_of_the_entry(old, new, what):
    assert what(resolved(ONE_LINE.replace(old, new)))


def test_a_post_of_ones_own_takes_the_place_of_the_entrys():
    text = ONE_LINE.replace("500 m]", "500 m], post: hq") + (
        "posts: {hq: {system: battery_command_post, at: [0 m, 0 m], lost_at: 60 s}}\n"
    )
    assert list(resolved(text).scenario.posts) == ["hq"]


def test_settings_reach_the_entry_and_the_group():
    found = resolved(ONE_LINE, **{"pantsir_battery.battery.spread": "2 km", "defence.battery.count": "3"})
    assert (found.nominal["defence.battery.at.ring"], len(found.plan.units)) == (2000.0, 3)
    assert found.parameters["defence.battery.at.ring"].where.startswith("--set pantsir_battery.battery.spread")
    chosen = resolved(ONE_LINE, **{"pantsir_battery.coordination": "each_for_itself"})
    assert set(bridge.build(chosen, {}).model.unit["post"]) == {-1}


@pytest.mark.parametrize(
    ("old", "new", "problem", "right"),
    [
        ("pantsir_battery", "pantsir_batery", 'unknown system "pantsir_batery"', 'did you mean "pantsir_battery"?'),
        ("at: [1 km", "count: -1, at: [1 km", "-1 is out of range", "a whole number from 0"),
        ("at: [1 km", "count: 0, at: [1 km", "no group of the defence has this post", "post: battery_post"),
        ("at: [1 km", "count: {value: 6, range: [3, 6]}, at: [1 km", "cannot be an unknown", "one number"),
        ("at: [1 km", "post: hq, at: [1 km", 'there is no post "hq"', ""),
        ("at: [1 km", "coordinated: perhaps, at: [1 km", "neither yes nor no", "write yes or no"),
        ("pantsir_battery", "pantsir_s1, coordinated: no", "no post leads this group", "add post:"),
    ],
)
def test_what_does_not_fit_is_named_with_its_line(old, new, problem, right):
    issue = wrong(ONE_LINE.replace(old, new))
    assert (issue.file, issue.line) == ("battery.yaml", 12)
    assert problem in issue.problem and right in issue.right


def test_settings_that_do_not_fit_are_named():
    issue = wrong(ONE_LINE, **{"pantsir_battery.battery.spred": "2 km"})
    assert "spread" in issue.right and "--set pantsir_battery.battery.spred" in issue.file
    issue = wrong(ONE_LINE.replace("at: [1", "count: 4, at: [1"), **{"pantsir_battery.battery.count": "3"})
    assert issue.right == "set defence.battery.count"
    issue = wrong(ONE_LINE.replace("battery:", "drones_post:", 1).replace("drones_post", "drone"),
                  **{"pantsir_battery.coordnation": "as_one"})  # fmt: skip
    assert "pantsir_battery.coordination" in issue.right


def test_only_a_defence_has_a_battery():
    issue = wrong(ONE_LINE.replace("pantsir_battery", "pantsir_s1"), **{"attack.drones.system": "pantsir_battery"})
    assert issue.problem == "pantsir_battery is a battery, not an attacker"


def test_the_name_of_the_post_must_be_free():
    issue = wrong(ONE_LINE.replace("battery: {", "guard: {").replace("guard", "depot_x") + (
        "neutral: {depot_x_post: {system: a320, route: [[0 km, 0 km, 1 km], [9 km, 0 km, 1 km]]}}\n"))  # fmt: skip
    assert 'two things have the name "depot_x_post"' in issue.problem


OWN = "name: mine\ntitle: Mine\nkind: battery\ninherits: pantsir_battery\nbattery:\n  {key}: {value}\n"


@pytest.mark.parametrize(
    ("key", "value", "problem", "right"),
    [
        ("member", "{value: pantsir_s2, basis: guess, note: a slip}", 'unknown system "pantsir_s2"', "pantsir_s1"),
        ("member", "{value: shahed_136, basis: guess, note: a slip}", "shahed_136 is not a fire unit", "catalogue"),
        ("member", "{value: mine, basis: guess, note: a slip}", "mine is not a fire unit", "catalogue"),
        (
            "member",
            "{value: acoustic_array, basis: guess, note: deaf}",
            "nothing on acoustic_array can guide",
            "channels",
        ),
        ("post", "{value: gepard, basis: guess, note: a slip}", "gepard is not a command post", "catalogue"),
        ("count", "{value: -6, basis: guess, note: a slip}", "-6 is out of range", "1 or more"),
        ("count", "{value: 4, range: [2, 6], basis: guess, note: who knows}", "cannot be an unknown", "one number"),
        ("spread", "{value: 2, basis: guess, note: bare}", "2 has no unit", "km"),
        ("vehicles", "{value: 2, basis: guess, note: no such key}", 'unknown key "vehicles"', "member"),
    ],
)
def test_a_battery_of_ones_own_is_checked_with_file_and_line(tmp_path: Path, key, value, problem, right):
    (tmp_path / "mine.yaml").write_text(OWN.format(key=key, value=value))
    with pytest.raises(ScenarioError) as found:
        load_system("mine", [str(tmp_path)])
    issue = found.value.first
    assert (Path(issue.file).name, issue.line) == ("mine.yaml", 6)
    assert problem in issue.problem and right in issue.right


def test_an_alternative_cannot_set_who_takes_part(tmp_path: Path):
    text = OWN.format(key="count", value="{value: 3, basis: guess, note: three}")
    text += (
        "hypotheses:\n  many:\n    question: How many?\n    alternatives:\n"
        "      three: {weight: 1, set: {battery.count: 4}}\n"
    )
    (tmp_path / "mine.yaml").write_text(text)
    with pytest.raises(ScenarioError, match="who takes part") as found:
        load_system("mine", [str(tmp_path)])
    assert found.value.first.line == 11
