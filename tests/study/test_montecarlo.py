"""Nested sampling, states, sweeps, but-for and Ctrl-C, around a stand-in for the engine."""

from types import SimpleNamespace

import numpy as np
import pytest

from shorad.api import load
from shorad.errors import ScenarioError
from shorad.results.butfor import event_flags
from shorad.spec.load import parse_scenario
from shorad.study import Progress, run
from shorad.study.butfor import picked, spread

TEXT = """
question: Does the depot survive?
answer: assets.depot.survival
duration: 10 min
assets: {depot: {at: [0 km, 0 km]}}
defence:
  battery:
    system: pantsir_s1
    count: 2
    at: {ring: 500 m}
    readiness: {radiating: {value: 0.6, range: [0.4, 0.8], basis: guess, note: made up}, silent: 0.4}
attack:
  drones: {system: shahed_136, count: 4, from: {bearing: 90 deg, range: 30 km}, target: depot}
"""


def test_every_draw_and_replicate_once(stand_in) -> None:
    results = run(parse_scenario(TEXT), draws=4, replicates=6, but_for=False)
    k, r = results.outcomes.run["k"], results.outcomes.run["r"]
    assert list(zip(k, r, strict=True)) == [(i, j) for i in range(4) for j in range(6)]
    assert set(results.draws) == {0, 1, 2, 3}
    assert results.draws[0] != results.draws[1]
    assert results.answer is not None
    assert results.provenance.interrupted is False
    assert any(each.basis == "guess" and "readiness" in each.path for each in results.about.inputs)


def test_the_same_seed_gives_the_same(stand_in) -> None:
    first, second, other = (
        run(parse_scenario(TEXT), draws=3, replicates=5, seed=seed, but_for=False) for seed in (1, 1, 2)
    )
    assert all(np.array_equal(a, b) for a, b in zip(first.outcomes, second.outcomes, strict=True))
    assert first.draws == second.draws
    assert first.draws != other.draws


def test_states_of_readiness_then_the_mixture(stand_in) -> None:
    results = run(parse_scenario(TEXT + "split: defence.battery.readiness\n"), draws=5, replicates=20, but_for=False)
    assert [part.label for part in results.parts] == ["radiating", "silent"]
    assert sum(part.weight for part in results.parts) == pytest.approx(1.0)
    assert 0.4 < results.parts[0].weight < 0.8
    radiating, silent = (part.results["leakers"].estimate.mean for part in results.parts)
    assert radiating == pytest.approx(1.6, abs=0.3)
    assert silent == pytest.approx(3.6, abs=0.3)
    assert radiating < results["leakers"].estimate.mean < silent


def test_split_by_a_hypothesis(stand_in) -> None:
    results = run(parse_scenario(TEXT + "split: pantsir_s1.search_band\n"), draws=2, replicates=2, but_for=False)
    assert {part.label for part in results.parts} == {"s", "uhf", "x"}
    assert all(
        values["pantsir_s1.search_band"] == part.label
        for part in results.parts
        for values in part.results.draws.values()
    )


def test_split_by_what_a_hypothesis_sets(stand_in) -> None:
    extra = """split: defence.battery.roe
hypotheses:
  rules:
    question: Which rules?
    alternatives:
      tight: {weight: 0.3, set: {defence.battery.roe: tight}}
      free: {weight: 0.7, set: {defence.battery.roe: free}}
"""
    results = run(parse_scenario(TEXT + extra), draws=2, replicates=2, but_for=False)
    assert [(part.label, part.weight) for part in results.parts] == [("tight", 0.3), ("free", 0.7)]
    assert all(values["defence.battery.roe"] == "tight" for values in results.parts[0].results.draws.values())


def test_a_sweep_stops_where_it_breaks(stand_in) -> None:
    sweep = "sweep: {path: attack.drones.count, values: [1, 2, 9, 12], until: leakers > 3}\n"
    results = run(parse_scenario(TEXT + sweep), draws=3, replicates=10, but_for=False)
    assert [part.label for part in results.parts] == ["1", "2", "9"]
    assert len(results.parts[2].results.cast.objects) == 9


def test_a_sweep_keeps_the_other_settings(stand_in) -> None:
    text = TEXT + "sweep: {path: attack.drones.count, values: [2]}\n"
    scenario = parse_scenario(text, overrides={"duration": "3 min", "pantsir_s1.search_radar.scan_period": "4 s"})
    part = run(scenario, draws=2, replicates=2, but_for=False).parts[0].results
    assert part.cast.duration == 180.0
    assert "duration=3 min" in part.provenance.overrides
    assert "pantsir_s1.search_radar.scan_period=4 s" in part.provenance.overrides


def test_but_for_reruns_what_was_affected(stand_in) -> None:
    results = run(parse_scenario(TEXT), draws=4, replicates=10)
    assert results.butfor is not None
    table = next(each for each in results.butfor_tables if each.kind == "leaker")
    prevented = {share.switch: share.prevented for share in table.shares}
    assert prevented["hit"] == 1.0
    assert prevented["detection"] == 0.0
    assert table.none_single == 0.0
    assert results.butfor.affected == int((results.outcomes.run["leakers"] > 0).sum())
    per_run = event_flags(results.outcomes, results.cast).sum(axis=1)
    mean = per_run[per_run > 0].mean()
    assert results.butfor.rerun == min(32, results.butfor.affected, max(12, int(48 / mean)))


def test_a_link_that_is_ideal_already_is_not_switched(stand_in) -> None:
    results = run(parse_scenario(TEXT + "switches: [detection]\n"), draws=2, replicates=5)
    assert results.butfor is not None
    assert "detection" not in results.butfor.switches
    assert len(results.butfor.switches) == 15


def test_the_cap_is_spread_over_the_draws() -> None:
    k = np.repeat(np.arange(4), 25)
    rows = np.arange(100)[k != 1]
    chosen = spread(rows, k, 30)
    assert np.bincount(k[chosen], minlength=4).tolist() == [10, 0, 10, 10]
    assert len(spread(rows[:3], k, 30)) == 3


def test_reruns_look_first_at_what_the_answer_is_about(cast, make_blank) -> None:
    """Of 100 runs all have a leak and ten lose the depot: of 30 reruns all ten are among them, each for itself."""
    outcomes = make_blank(10, 10)
    outcomes.objects["leaked"][:, 1] = 1
    depot = cast.assets.index("depot")
    outcomes.assets["rung"][::10, depot] = 3
    whole = SimpleNamespace(outcomes=outcomes, cast=cast)
    rows, weights = picked(whole, np.arange(100), "asset_lost", 30)
    assert len(rows) == 30 and (np.diff(rows) > 0).all()
    mine = outcomes.assets["rung"][rows, depot] == 3
    assert mine.sum() == 10
    assert np.allclose(weights[mine], 1.0) and np.allclose(weights[~mine], 90 / 20)
    assert weights.sum() == pytest.approx(100)
    none, same = picked(whole, np.arange(100), "neutral_hit", 30)
    assert len(none) == 30 and np.allclose(same, 100 / 30)


def test_ctrl_c_keeps_what_is_finished(stand_in) -> None:
    stand_in.interrupt_at = 13
    results = run(parse_scenario(TEXT + "split: defence.battery.readiness\n"), draws=4, replicates=5)
    assert results.provenance.interrupted
    assert len(results) == 13
    assert sorted(results.draws) == [0, 1, 2]
    assert results.butfor is None
    assert results.parts == ()
    assert results["assets.depot.survival"].estimate.replicates == 13


def test_a_long_run_cut_short_has_seen_all_draws(stand_in) -> None:
    stand_in.interrupt_at = 1000
    results = run(parse_scenario(TEXT), draws=4, replicates=1000, but_for=False)
    assert len(results) == 1000
    assert sorted(results.draws) == [0, 1, 2, 3]
    counts = np.bincount(results.outcomes.run["k"])
    assert counts.tolist() == [400, 200, 200, 200]
    assert results["leakers"].estimate.ignorance is not None


def test_ctrl_c_during_but_for_keeps_whole_draws(stand_in) -> None:
    stand_in.interrupt_at = 20 + 120
    results = run(parse_scenario(TEXT), draws=4, replicates=5)
    assert results.provenance.interrupted
    assert len(results) == 20
    assert results.butfor is not None
    assert 0 < results.butfor.rerun < results.butfor.affected


def test_ctrl_c_before_anything(stand_in) -> None:
    stand_in.interrupt_at = 0
    stand_in.runs = -1  # pressed with the first replicate, which is still finished
    results = run(parse_scenario(TEXT), draws=2, replicates=2)
    assert len(results) == 1


def test_progress_counts_everything(stand_in) -> None:
    told: list[Progress] = []
    run(parse_scenario(TEXT), draws=2, replicates=3, progress=told.append)
    assert told[-1].done == told[-1].total == stand_in.runs
    assert [each.done for each in told] == sorted(each.done for each in told)
    assert told[-1].rate > 0
    assert told[0].left is None


@pytest.mark.parametrize(
    ("extra", "message"),
    [
        ("split: defence.batery.readiness\n", "defence.battery.readiness"),
        ("split: attack.drones.count\n", "neither a readiness"),
        ("sweep: {path: attack.drones.count, values: [2], until: it breaks}\n", "no condition"),
        ("sweep: {path: attack.drones.count, values: [2], until: depot < 3}\n", "no condition"),
    ],
)
def test_what_cannot_be_run_names_its_line(extra: str, message: str, stand_in) -> None:
    with pytest.raises(ScenarioError, match=message) as caught:
        run(parse_scenario(TEXT + extra), draws=1, replicates=1)
    assert caught.value.first.line == 14


def test_an_unknown_answer_suggests_the_nearest(stand_in) -> None:
    text = TEXT.replace("assets.depot.survival", "assets.depot.surviva")
    with pytest.raises(ScenarioError, match=r"assets\.depot\.survival"):
        run(parse_scenario(text), draws=1, replicates=1)


def test_shipped_scenarios_have_an_answer(stand_in) -> None:
    for name in ("first_look", "al_watiya_2020", "hmeimim_2018_07", "extraction_flight", "shahed_night"):
        results = run(load(name), draws=1, replicates=1, parts=False, but_for=False)
        assert results.about.answer in results.measures or "neutral" in results.about.answer
