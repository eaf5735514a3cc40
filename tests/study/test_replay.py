"""A replicate again by its address: what is recorded is what happened, and recording changes nothing."""

from dataclasses import replace
from functools import lru_cache

import numpy as np
import pytest
from recorded import recording, result

import shorad
from shorad.compile import build, new_state, resolve
from shorad.engine.run import simulate
from shorad.errors import ScenarioError
from shorad.results.columns import Outcomes
from shorad.results.difference import difference
from shorad.results.recording import IN_FLIGHT, Recording
from shorad.results.results import Results
from shorad.results.store import load_results
from shorad.spec.load import parse_scenario
from shorad.study.replay import differences, record, scenario_of, values_of, variant

NAMES = ("first_look", "al_watiya_2020", "hmeimim_2018_07")
each = pytest.mark.parametrize("name", NAMES)


def events(recording: Recording, kind: str):
    return recording["events"][recording["events"]["kind"] == recording.story.terms["event"].index(kind)]


# ---- the same replicate -----------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "which"), [*((name, "worst") for name in NAMES), ("first_look", "best"), ("extraction_flight", "7")]
)
def test_a_rerun_gives_the_stored_outcome(name, which):
    found = recording(name, which)
    assert found.story.reproduced, found.story.note
    assert found.story.note == ""


@each
def test_watching_changes_no_outcome(name):
    """Paused at each grid point, with a log, against straight through without one: every field but the log's length."""
    results = result(name)
    story = recording(name).story
    resolved = resolve(scenario_of(results))
    model = build(resolved, values_of(resolved, results, story.k)).model
    straight = simulate(model, lambda: new_state(model), story.seed, story.k, [story.r])
    assert differences(Outcomes(*straight), recording(name).outcome) == ""
    assert straight.run["events"][0] == 0 < recording(name).outcome.run["events"][0]


def test_the_model_is_not_written():
    results = result("first_look")
    resolved = resolve(scenario_of(results))
    from shorad.study.observe import observe

    model = build(resolved, values_of(resolved, results, 0))
    before = [table.tobytes() for table in model.model]
    observe(model, 3, 0, 1)
    assert [table.tobytes() for table in model.model] == before


def test_a_result_kept_on_disk_gives_the_same_recording(tmp_path, first_look):
    kept = load_results(result("first_look").save(tmp_path / "kept"))
    again = record(kept, "worst")
    assert again.story.reproduced
    assert all(np.array_equal(again[name], first_look[name]) for name in first_look.tables)


def test_another_version_is_told_apart():
    results = result("first_look")
    run = results.outcomes.run.copy()
    run["missiles"] += 1
    changed = replace(
        results, outcomes=results.outcomes._replace(run=run), provenance=replace(results.provenance, version="0.0.1")
    )
    found = record(changed, 0)
    assert not found.story.reproduced
    assert "version 0.0.1" in found.story.note
    assert f"missiles {run['missiles'][0]} then, {run['missiles'][0] - 1} now" in found.story.note


def test_a_scenario_that_no_longer_reads_is_named():
    results = result("first_look")
    broken = replace(results.provenance, text=results.provenance.text + "\nnonsense: 3\n", version="9.9.9")
    with pytest.raises(ScenarioError, match=r"cannot be read by shorad.*nonsense(.|\n)*9\.9\.9"):
        record(replace(results, provenance=broken), 0)


# ---- what is recorded is what happened ----------------------------------------------------------
def test_paths_pass_through_plots_without_error():
    """With perfect detection a plot is the true position at the time of the look: an independent way to the same place.

    Tolerance 1 mm: both are closed forms in double precision; range and angles lose some digits at 40 km.
    """
    found = variant(result("al_watiya_2020"), "worst", ideal="detection")
    plots = found["plots"][found["plots"]["optical"] == 0]
    assert len(plots) > 100
    for row in np.unique(plots["object"]):
        mine = plots[plots["object"] == row]
        place, _ = found.path(int(row), mine["t"])
        seen = np.stack([mine["x"], mine["y"], mine["z"]], axis=-1)
        assert np.abs(place - seen).max() < 1e-3


@each
def test_counts_agree_with_the_outcome(name):
    found = recording(name)
    run, objects = found.outcome.run[0], found.outcome.objects[0]
    assert len(found["shots"]) + len(events(found, "launch_fail")) == run["missiles"]
    assert len(found["bursts"]) == run["bursts"]
    assert found["bursts"]["rounds"].sum() == run["rounds"]
    assert np.array_equal(found["lives"]["life"], objects["life"])
    assert len(events(found, "down")) == (objects["life"] == 2).sum()
    last = {int(e["unit"]): e for e in found["unit_states"]}
    assert [last[u]["rung"] for u in range(len(last))] == found.outcome.units["rung"][0].tolist()
    firm = np.unique(found["tracks"]["origin"][(found["tracks"]["firm"] >= 0) & (found["tracks"]["unit"] >= 0)])
    assert objects["firm"][firm].all()


@each
def test_missiles_fly_from_their_launcher_to_their_end(name):
    found = recording(name)
    for i, shot in enumerate(found["shots"]):
        path = found["flight"][found["flight"]["shot"] == i]
        unit = found.scene.units[shot["unit"]]
        assert path["t"][0] == shot["t0"] and (np.diff(path["t"]) > 0).all()
        assert (path["x"][0], path["y"][0]) == (unit.x, unit.y)
        if shot["end"] != IN_FLIGHT:
            assert path["t"][-1] == pytest.approx(shot["t1"], abs=0.1)
        if shot["victim"] >= 0:  # it burst within its fuze radius: 20 m here, and 5 m for the last half step
            there, _ = found.path(int(shot["victim"]), np.array([shot["t1"]]))
            end = np.array([path["x"][-1], path["y"][-1], path["z"][-1]])
            assert np.linalg.norm(there[0] - end) < 60.0


def test_designators_and_munitions_hang_together(al_watiya):
    assert len(al_watiya["lasers"]) == len(events(al_watiya, "laser_on"))
    for beam in al_watiya["lasers"]:
        assert al_watiya.cast.carriers[beam["munition"]] == beam["object"]
        assert 0.0 < beam["t1"] - beam["t0"] < 120.0


def test_the_beam_points_at_what_it_sees(first_look):
    """A radar plot comes when the beam passes: its azimuth at the plot's time is the target's, to the angle error."""
    for plot in first_look["plots"][first_look["plots"]["optical"] == 0]:
        radar = first_look.scene.units[plot["unit"]].radar
        turn = (plot["t"] - radar.phase) / radar.period % 1.0 * 2.0 * np.pi
        off = (turn - plot["azimuth"] + np.pi) % (2.0 * np.pi) - np.pi
        assert abs(off) < 5.0 * plot["sigma_azimuth"]


# ---- but for -------------------------------------------------------------------------------------
def test_the_same_luck_until_something_differs():
    results = result("first_look")
    original, other = record(results, "worst"), variant(results, "worst", ideal="hit")
    moment = difference(original, other).felt
    assert moment is not None
    early = [e for e in events(original, "launch")["t"] if e < moment.t]
    assert early == [e for e in events(other, "launch")["t"] if e < moment.t]
    assert other.story.variant.label == "every completed shot kills"
    assert other.outcome.run["leakers"] <= original.outcome.run["leakers"]


def test_nothing_differs_from_itself(first_look):
    found = difference(first_look, first_look)
    assert found.first is None and found.felt is None


def test_one_path_changed_keeps_all_other_draws():
    results = result("first_look")
    changed = {"pantsir_s1.search_radar.scan_period": "1 s"}
    resolved = resolve(scenario_of(results, changed))
    now, was = resolved.now(values_of(resolved, results, 1, changed)), dict(results.draws[1])
    assert now["pantsir_s1.search_radar.scan_period"] == 1.0
    assert all(now[path] == value for path, value in was.items() if path not in changed)
    found = variant(results, (1, 2), settings=changed)
    assert found.scene.units[0].radar.period == 1.0
    assert difference(record(results, (1, 2)), found).first is not None


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"ideal": "luck"}, "no link"),
        ({}, "nothing is changed"),
        ({"settings": {"pantsir_s1.search_radar.colour": "1 s"}}, "colour"),
    ],
)
def test_a_change_that_is_none_is_an_error(given, said):
    with pytest.raises(ScenarioError, match=said):
        variant(result("first_look"), 0, **given)


# ---- parts ------------------------------------------------------------------------------------
SPLIT = """
split: defence.pantsir.readiness
run: {draws: 2, replicates: 3, seed: 5}
"""
SWEEP = """
sweep: {path: attack.drones.count, values: [2, 6]}
run: {draws: 2, replicates: 3, seed: 5}
"""


@lru_cache
def divided(text: str) -> Results:
    """first_look in parts: by the state of readiness, or by the number of drones."""
    kept = shorad.scenarios()["first_look"].read_text().partition("run:")[0]
    mixed = "readiness: {radiating: 0.5, silent: 0.5}\n    roe: free"
    kept = kept.replace("roe: free", mixed) if "split" in text else kept
    return shorad.run(parse_scenario(kept + text, "first_look.yaml"), but_for=False)


@pytest.mark.parametrize(
    ("text", "part", "objects"),
    [(SPLIT, "silent", 4), (SPLIT, "radiating", 4), (SWEEP, "2", 2), (SWEEP, "attack.drones.count=6", 6)],
)
def test_a_replicate_of_a_part_gives_its_stored_outcome(text, part, objects):
    whole = divided(text)
    mine = whole.part(part)
    assert mine.provenance.part.endswith(part)
    found = record(mine, "1:2")
    assert found.story.reproduced, found.story.note
    assert mine.provenance.part in found.story.chosen
    assert len(found.scene.objects) == objects


def test_parts_differ_from_the_whole_and_from_each_other():
    """A radar that is off at first sees later: another outcome than the whole's at the same address."""
    first = {part: record(divided(SPLIT).part(part), "0:0")["plots"]["t"][0] for part in ("silent", "radiating")}
    assert first["radiating"] < first["silent"]


def test_but_for_within_a_part_keeps_its_state():
    found = variant(divided(SPLIT).part("silent"), "0:0", ideal="hit")
    states = found["unit_states"]
    assert found.word("state", int(states["state"][0])) == "silent"


def test_a_part_survives_the_way_through_a_folder(tmp_path):
    kept = load_results(divided(SWEEP).save(tmp_path / "kept"))
    assert record(kept.part("6"), "worst").story.reproduced


def test_a_part_that_is_not_there():
    with pytest.raises(ScenarioError, match=r"names no part.*Allowed here: 2, 6"):
        divided(SWEEP).part("4")
    with pytest.raises(ScenarioError, match="no split or sweep"):
        result("first_look").part("silent")
