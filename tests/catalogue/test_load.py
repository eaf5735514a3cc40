"""Catalogue files: all that we ship are in order, and each mistake in one is named with its line."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shorad.catalogue import key_of, list_systems, load_system, read_setting, sources
from shorad.catalogue.load import _built_in
from shorad.errors import ScenarioError

POST = """\
name: tent
title: A tent
kind: command_post
summary: Two people and a radio.
post:
  link_delay: {chance: [0.2 s, 0.5 s, 1.5 s], range: [0.3 s, 1.4 s], basis: guess, note: radio}
  link_loss: {value: 3 %, range: [0.5 %, 20 %], distribution: log_uniform, basis: guess, note: terrain}
  link_timeout: {value: 10 s, basis: guess, note: a few periods}
  fuse_gate: {value: 16.8, basis: computed, note: chi-square with six degrees of freedom}
  operators:
    value: 2
    basis: sourced
    claims:
      - {value: two, source: leaflet, place: p. 3, grade: C3}
  operator_time: {chance: [4 s, 8 s, 16 s], basis: guess, note: as elsewhere}
  coast_max: {value: 10 s, basis: guess, note: a few periods}
  value: {value: 6, basis: guess, note: a little above the units}
  price: {value: 5 kUSD, range: [2 kUSD, 15 kUSD], basis: guess, note: order of magnitude}
  radius: {value: 3 m, basis: guess, note: a tent}
hypotheses:
  radio:
    question: Is the radio a modern one?
    alternatives:
      modern: {weight: 0.4, set: {post.link_delay: [0.1 s, 0.2 s, 0.3 s]}, claims: [{value: new, source: leaflet}]}
      old: {weight: 0.6, set: {post.link_loss: {value: 0.1, range: [0.05, 0.3], basis: guess, note: age}}}
"""
SOURCES = "leaflet: {title: A leaflet, author: Someone, year: 2020, kind: report, reliability: C, opened: yes}\n"


@pytest.fixture
def load(tmp_path):
    def go(text, name="tent"):
        folder = tmp_path / "own"
        folder.mkdir(exist_ok=True)
        (folder / "sources.yaml").write_text(SOURCES)
        (folder / f"{name}.yaml").write_text(text)
        return load_system(name, (str(folder),))

    return go


# ---- what we ship ------------------------------------------------------------------------------
@pytest.mark.parametrize("name", list_systems())
def test_every_system_is_in_order(name):
    system = load_system(name)
    assert system.name == name
    assert system.title
    assert all(value.basis for _, value in system.values())


def test_the_systems_that_the_scenarios_need_are_there():
    assert {"pantsir_s1", "tor_m2", "gepard", "bayraktar_tb2", "mam_l", "shahed_136", "a320", "bird"} <= set(
        list_systems()
    )


def test_sources_have_titles_and_known_ids():
    found = sources()
    assert len(found) > 5
    used = {
        claim.source for name in list_systems() for _, value in load_system(name).values() for claim in value.claims
    }
    assert used <= set(found)


def test_loading_what_one_scenario_needs_is_quick():
    spent = []
    for _ in range(3):
        _built_in.cache_clear()
        start = time.process_time()
        for name in ("pantsir_s1", "battery_command_post", "bayraktar_tb2", "mam_l"):
            load_system(name)
        spent.append(time.process_time() - start)
    assert min(spent) < 0.3


# ---- one of one's own --------------------------------------------------------------------------
def test_values_are_si_with_their_evidence(load):
    system = load(POST)
    assert system.get("post.link_delay").chance == (0.2, 0.5, 1.5)
    assert system.get("post.link_delay").spread == (0.2, 0.5, 1.5)
    assert (system.get("post.link_delay").low, system.get("post.link_delay").high) == (0.3, 1.4)
    assert system.get("post.link_loss").distribution == "log_uniform"
    assert system.get("post.operators").claims[0].source == "leaflet"
    assert system.get("post.price").number == 5000.0
    assert system.get("post.nothing") is None
    alternatives = system.hypotheses["radio"].alternatives
    assert alternatives["modern"].set["post.link_delay"].chance == (0.1, 0.2, 0.3)
    assert alternatives["modern"].set["post.link_delay"].basis == "sourced"
    assert alternatives["old"].set["post.link_loss"].basis == "guess"
    assert system.hypotheses["radio"].heaviest == "old"


def test_a_child_inherits_what_it_does_not_say(load):
    load(POST)
    hut = "name: hut\ntitle: A hut\nkind: command_post\ninherits: tent\n"
    hut += "post:\n  radius: {value: 5 m, basis: guess, note: hut}\n"
    system = load(hut + "hypotheses:\n  radio: null\n", "hut")
    assert system.get("post.radius").number == 5.0
    assert system.get("post.link_timeout").number == 10.0
    assert system.title == "A hut"
    assert system.hypotheses == {}


def test_an_inherited_mistake_is_placed_in_the_parent_file(load):
    with pytest.raises(ScenarioError):
        load(POST.replace("10 s, basis: guess, note: a few", "10 km, basis: guess, note: a few", 1))
    with pytest.raises(ScenarioError) as caught:
        load("name: hut\ntitle: A hut\nkind: command_post\ninherits: tent\n", "hut")
    assert caught.value.first.file.endswith("tent.yaml")
    assert caught.value.first.line == 8


CASES = [
    ("name: tent", "name: tnet", 1, "name", "the name is not that of the file", "name: tent"),
    ("kind: command_post", "kind: comand_post", 3,
     "kind", 'unknown kind "comand_post"', 'did you mean "command_post"?'),
    ("summary:", "sumary:", 4, "sumary", 'unknown key "sumary"', 'did you mean "summary"?'),
    ("  link_loss:", "  link_los:", 7, "post.link_los", 'unknown key "link_los"', 'did you mean "link_loss"?'),
    ("  radius: {value: 3 m, basis: guess, note: a tent}\n", "", 5, "post", "missing radius", "radius: {value: 5 km"),
    ("value: 10 s, basis: guess, note: a few", "value: 10, basis: guess, note: a few", 8, "post.link_timeout.value",
     "10 has no unit", '"10 s"'),
    ("radius: {value: 3 m", "radius: {value: 3 s", 19, "post.radius.value", "s is a time, a length is wanted here", ""),
    ("radius: {value: 3 m", "radius: {value: 0 m", 19, "post.radius.value", "0 m is not above zero", "a length"),
    ("radius: {value: 3 m, basis: guess, note: a tent}", "radius: 3 m", 19, "post.radius", "says no basis", "sourced"),
    (", note: a tent", "", 19, "post.radius", "a guess without a note", "leans on"),
    ("basis: guess, note: a tent", "basis: gues, note: a tent", 19,
     "post.radius.basis", 'unknown basis "gues"', '"guess"'),
    ("basis: guess, note: a tent", "basis: repeated", 19,
     "post.radius", 'a value that is "repeated" without a claim', "claims"),
    ("note: chi-square with six degrees of freedom", "note: ''", 9, "post.fuse_gate", "computed value", "a note"),
    ("source: leaflet, place", "source: leafet, place", 10, "post.operators", 'unknown source "leafet"', '"leaflet"'),
    ("source: leaflet, place", "sourc: leaflet, place", 14, "post.operators.claims.0.sourc", "unknown key", '"source"'),
    ("range: [0.5 %, 20 %]", "range: [20 %, 0.5 %]", 7, "post.link_loss.range", "above its high end", "[low, high]"),
    ("range: [0.5 %, 20 %]", "range: [4 %, 20 %]", 7,
     "post.link_loss.range", "does not contain the value 0.03", "widen"),
    ("range: [0.5 %, 20 %]", "range: [0, 20 %]", 7,
     "post.link_loss.range", "log_uniform needs a range above zero", "low"),
    ("value: 3 %", "value: 130 %", 7, "post.link_loss.value", "130 % is out of range", "from 0 to 1"),
    ("chance: [4 s, 8 s, 16 s]", "chance: [8 s, 4 s, 16 s]", 15,
     "post.operator_time.chance", "not in order", "[low, mode"),
    ("chance: [4 s, 8 s, 16 s]", "chance: [8 s, 16 s]", 15, "post.operator_time.chance", "three numbers", "[low, mode"),
    ("chance: [4 s, 8 s, 16 s]", "chance: {exponentiel: 8 s}", 15, "post.operator_time.chance.exponentiel",
     "unknown key", '"exponential"'),
    ("chance: [4 s, 8 s, 16 s]", "chance: {}", 15, "post.operator_time.chance", "an empty spread", "{exponential: "),
    ("chance: [4 s, 8 s, 16 s]", "chance: {exponential: 0 s}", 15, "post.operator_time.chance.exponential",
     "a mean of zero", "above zero"),
    ("    value: 2\n", "    value: 2.5\n", 11, "post.operators.value", "2.5 is not a whole number", "a count"),
    ("radius: {value: 3 m", "radius: {chance: [1 m, 2 m, 3 m]", 19,
     "post.radius.chance", 'unknown key "chance"', "value"),
    ("weight: 0.4", "weight: 0.5", 23, "hypotheses.radio.alternatives", "the weights sum to 1.1, not 1", "change"),
    ("post.link_loss: {", "post.link_los: {", 25, "hypotheses.radio.alternatives.old.set.post.link_los",
     'post has no key "link_los"', 'did you mean "link_loss"?'),
    ("post.link_loss: {", "optics.pitch: {", 25, "hypotheses.radio.alternatives.old.set.optics.pitch",
     "tent has no optics", ""),
    ("{value: 0.1, range", "{value: 3 m, range", 25, "hypotheses.radio.alternatives.old.set.post.link_loss.value",
     "m is a length, a probability is wanted here", ""),
    ("source: leaflet}]", "source: leafet}]", 24, "hypotheses.radio.alternatives.modern.claims.0",
     'unknown source "leafet"', '"leaflet"'),
    ("question: Is", "qestion: Is", 22,
     "hypotheses.radio.qestion", 'unknown key "qestion"', 'did you mean "question"?'),
    ("title: A tent", "title: A tent\ntitle: A hut", 3, "", 'the key "title" stands twice', "line 2"),
    ("summary:", "inherits: tnet\nsummary:", 4, "", 'unknown system "tnet"', 'did you mean "tent"?'),
    ("summary:", "inherits: tent\nsummary:", 4, "inherits", "tent inherits from itself", "another system"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "line", "path", "problem", "right"), CASES, ids=[str(c[1])[:40] for c in CASES])
def test_each_mistake_is_named_with_its_line(load, old, new, line, path, problem, right):
    assert old in POST
    with pytest.raises(ScenarioError) as caught:
        load(POST.replace(old, new, 1))
    issue = caught.value.first
    assert issue.file.endswith("tent.yaml")
    assert (issue.line, issue.path) == (line, path)
    assert problem in issue.problem
    assert right in str(issue)


def test_an_unknown_system_gets_the_nearest_names():
    with pytest.raises(ScenarioError, match=r'unknown system "pantsr_s1"; did you mean "pantsir_s1"\?'):
        load_system("pantsr_s1")


@given(st.text(max_size=12), st.text(max_size=12))
@settings(max_examples=50, deadline=None)
def test_any_name_and_any_path_give_nothing_but_scenario_errors(name, path):
    with pytest.raises(ScenarioError):
        load_system(name)
    with pytest.raises(ScenarioError):
        key_of(path)


# ---- settings of a group -----------------------------------------------------------------------
def test_settings_are_read_by_their_key():
    assert read_setting("search_radar.gate", "radial")["search_radar.gate"].value == "radial"
    assert read_setting("optics.thermal", "yes")["optics.thermal"].value == 1.0
    assert read_setting("search_radar.fluctuation", 3)["search_radar.fluctuation"].value == "3"
    assert read_setting("crew.reaction", ["1 s", "2 s", "3 s"])["crew.reaction"].chance == (1.0, 2.0, 3.0)
    assert read_setting("crew.reaction", "2 s")["crew.reaction"].spread == (2.0, 2.0, 2.0)
    every = read_setting("missile.lethal_b", "5 m")
    assert set(every) == {f"missile.lethal_b.{c}" for c in ("small_drone", "drone", "munition", "aircraft", "bird")}
    one = read_setting("gun.pk_hit.drone", {"value": 0.2, "range": [0.1, 0.4]})
    assert one["gun.pk_hit.drone"].varies


@pytest.mark.parametrize(
    ("path", "raw", "says"),
    [
        ("search_radar.gate", "radia", 'did you mean "radial"?'),
        ("serch_radar.gate", "radial", 'did you mean "search_radar"?'),
        ("search_radar.gat", "radial", 'did you mean "gate"?'),
        ("search_radar.gate.x", "radial", "search_radar.gate is a single value"),
        ("missile.lethal_b.dron", "5 m", 'did you mean "drone"?'),
        ("missile.lethal_b", "5 s", "a length is wanted here"),
        ("optics.thermal", "perhaps", "neither yes nor no"),
    ],
)
def test_a_wrong_setting_is_named(path, raw, says):
    with pytest.raises(ScenarioError) as caught:
        read_setting(path, raw)
    assert says in str(caught.value)
    assert caught.value.first.path.startswith(path)
