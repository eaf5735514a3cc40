"""Zones, separation, listening and jamming: what is wrong gets its line and what would be right."""

import pytest

from shorad import compile as bridge
from shorad.errors import ScenarioError
from shorad.spec.load import parse_scenario

TEXT = """\
question: Does it say what is wrong?
duration: 10 min
assets: {depot: {at: [0 km, 0 km]}}
defence:
  jammers: {system: jammer_team, at: [0 km, 1 km]}
attack:
  drones: {system: quadcopter, from: {bearing: 0 deg, range: 3 km}, altitude: 100 m, target: depot}
"""
ROUTE = "[[0 km, 9 km, 3 km], [9 km, 9 km, 3 km]]"
SHAPE = "circle: {radius: 1 km}"


@pytest.mark.parametrize(
    ("line", "problem", "right"),
    [
        ("zones: {a: {fire: none}}", "without a shape", "polygon"),
        (f"zones: {{a: {{{SHAPE}, polygon: [[0 km, 0 km], [1 km, 0 km], [1 km, 1 km]]}}}}", "together", "one of"),
        ("zones: {a: {polygon: [[0 km, 0 km], [1 km, 0 km]]}}", "three corners", "[[0 km, 0 km]"),
        ("zones: {a: {polygon: [[0 km], [1 km, 0 km], [1 km, 1 km]]}}", "no position", "[x, y]"),
        ("zones: {a: {circle: {radius: 0 m}}}", "", ""),
        (f"zones: {{a: {{{SHAPE}, floor: 300 m, ceiling: 100 m}}}}", "not above floor", "raise"),
        (f"zones: {{a: {{{SHAPE}, fire: never}}}}", "none of the words", "any, hold, none, tight"),
        (f"zones: {{a: {{{SHAPE}, protected: maybe}}}}", "neither yes nor no", "yes or no"),
        (f"zones: {{a: {{{SHAPE}, closes: {{}}}}}}", "reopen", ""),
        (f"zones: {{a: {{{SHAPE}, closes: {{reopen: 0 min}}}}}}", "", ""),
        (f"zones: {{a: {{{SHAPE}, celing: 100 m}}}}", "celing", "ceiling"),
        (f"zones: {{depot: {{{SHAPE}}}}}", 'two things have the name "depot"', "rename"),
        ("separation: {horizontal: 600 m}", "vertical", ""),
        ("separation: {horizontal: 600, vertical: 80 m}", "no unit", "m"),
        (f"neutral: {{liner: {{system: a320, route: {ROUTE}, waits: yes}}}}", "nothing closes", "closes: {reopen"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_zone(line: str, problem: str, right: str) -> None:
    with pytest.raises(ScenarioError) as raised:
        bridge.resolve(parse_scenario(f"{TEXT}{line}\n", "zones.yaml"))
    issue = raised.value.issues[0]
    assert (issue.file, issue.line) == ("zones.yaml", 8)
    assert problem in issue.problem and right in issue.right, issue


@pytest.mark.parametrize(
    ("path", "value", "problem"),
    [
        ("jammer_team.jammer.frequency_max", "1 GHz", "is not below"),
        ("quadcopter.radio.controller_power", "0 W", "controller_power of zero"),
        ("quadcopter.radio.frequency", "0 Hz", "frequency of zero"),
        ("quadcopter.radio.on_link_loss", "panic", "panic"),
        ("jammer_team.jammer.js_spread", "0 dB", ""),
        ("jammer_team.jammer.link_power", "10 dB", "dB"),
    ],
)
def test_figures_that_cannot_be(path: str, value: str, problem: str) -> None:
    with pytest.raises(ScenarioError) as raised:
        bridge.resolve(parse_scenario(TEXT, "zones.yaml", {path: value}))
    assert problem in raised.value.issues[0].problem


def test_a_unit_that_hears_needs_no_radar() -> None:
    bridge.resolve(parse_scenario(TEXT.replace("jammer_team", "rf_detector"), "zones.yaml"))


@pytest.mark.parametrize(
    ("corners", "side"),
    [
        ("[0 km, 0 km], [2 km, 2 km], [2 km, 0 km], [0 km, 2 km]", 2),  # a bow tie
        ("[0 km, 0 km], [2 km, 0 km], [1 km, 0 km], [1 km, 2 km]", 1),  # back over itself
        ("[0 km, 0 km], [2 km, 0 km], [2 km, 0 km], [1 km, 2 km]", 1),  # a corner twice
    ],
)
def test_an_outline_that_meets_itself(corners: str, side: int) -> None:
    text = f"question: q?\nduration: 9 min\nzones:\n  z:\n    polygon: [{corners}]\n"
    with pytest.raises(ScenarioError) as raised:
        parse_scenario(text, "zones.yaml")
    issue = raised.value.first
    assert (issue.line, issue.path) == (5, f"zones.z.polygon.{side}")
    assert "meets side" in issue.problem and "in their order" in issue.right


def test_an_outline_with_notches_is_fine() -> None:
    corners = "[0 km, 0 km], [3 km, 0 km], [3 km, 3 km], [2 km, 1 km], [1 km, 3 km], [1 km, 1 km], [0 km, 3 km]"
    text = f"question: q?\nduration: 9 min\nzones:\n  z: {{polygon: [{corners}]}}\n"
    assert len(parse_scenario(text, "zones.yaml").zones["z"].polygon or ()) == 7
