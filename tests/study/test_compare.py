"""Paired comparison: intervals that cover, what the pairing saved, variants by every way of writing them."""

import json
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

import shorad
from shorad.errors import ScenarioError
from shorad.results.paired import difference_interval, matched, pairs
from shorad.study.compare import compare, read_variant
from shorad.view import compare as view

FEWER = {"attack.drones.count": "2"}


@pytest.mark.parametrize(("rate", "change"), [(0.4, 0.1), (0.03, 0.02), (0.01, 0.0)])
def test_the_interval_of_a_difference_covers(rate, change) -> None:
    """40 draws x 12 replicates that share most of their luck: of 300 intervals for 95 %, 276 or more hold the truth."""
    rng, hits, k = np.random.default_rng(1), 0, np.repeat(np.arange(40), 12)
    for _ in range(300):
        p = rng.beta(3 * rate, 3 * (1 - rate), 40)
        luck = rng.random((40, 12))
        q = np.minimum(p * (1.0 + change / rate), 1.0)
        truth = rate + change - rate if q.max() < 1.0 else None
        own = rng.random((40, 12)) < 0.2  # a fifth of the runs have luck of their own
        second = np.where(own, rng.random((40, 12)), luck) < q[:, None]
        apart = second.astype(float) - (luck < p[:, None])
        means = apart.mean(axis=1)
        low, high = difference_interval(apart.ravel(), k, means, means.std(ddof=1) / np.sqrt(40), 1.0)
        hits += low <= (change if truth is not None else float((q - p).mean())) <= high
    assert hits >= 276


def test_nothing_differs_is_not_certainty() -> None:
    low, high = difference_interval(np.zeros(400), np.repeat(np.arange(20), 20), np.zeros(20), 0.0, 1.0)
    assert low == -high
    assert high == pytest.approx(0.161, abs=0.001)  # Wilson, none of 20


def test_pairs_of_a_stand_in(stand_in) -> None:
    """Two drones of four with the luck of the first two: what is common cancels, what is saved is counted."""
    found = compare(
        {"four": shorad.load("first_look"), "two": shorad.load("first_look", FEWER)}, draws=20, replicates=10
    )
    each = found.pairs["two"]["leakers"]
    four, two = found.results["four"], found.results["two"]
    assert each.difference == pytest.approx(two["leakers"].estimate.mean - four["leakers"].estimate.mean)
    assert each.interval[0] < each.difference < each.interval[1] < 0.0
    assert each.seen
    one, other = matched(four, two)
    means = [(o.run["leakers"].reshape(20, 10)).mean(axis=1) for o in (one, other)]
    assert each.gain == pytest.approx(sum(m.var(ddof=1) for m in means) / (means[1] - means[0]).var(ddof=1))
    assert each.gain > 1.5
    same = pairs(four, four)["leakers"]
    assert (same.difference, same.differ, same.gain) == (0.0, 0.0, 0.0)
    assert not same.seen


def test_kept_results_are_compared(stand_in, tmp_path: Path, typed) -> None:
    size = {"draws": 6, "replicates": 3, "but_for": False}
    one = shorad.run(shorad.load("first_look"), **size).save(tmp_path / "one")
    two = shorad.run(shorad.load("first_look", FEWER), **size).save(tmp_path / "two")
    runs = stand_in.runs
    code, page, _ = typed("compare", str(one), str(two), "--measure", "leakers", "-q")
    assert code == 0
    assert stand_in.runs == runs
    assert "two against one" in page
    other = shorad.run(shorad.load("first_look"), seed=9, **size)
    with pytest.raises(ScenarioError, match=r"seed 1 and seed 9 share no luck"):
        compare({"one": shorad.load_results(one), "other": other})


def test_the_command(stand_in, tmp_path: Path, typed) -> None:
    out = tmp_path / "apart"
    words = ("compare", "first_look", "--variant", "few: attack.drones.count=2", "--variant",
             "attack.drones.count=8; duration=30 min", "--draws", "8", "--replicates", "4", "-q")  # fmt: skip
    code, page, _ = typed(*words, "--out", str(out))
    assert code == 0
    assert "few against first_look" in page
    assert "variant_2 against first_look" in page
    assert "seed 1, 8 draws x 4 replicates of each of 3 variants" in page
    assert max(map(len, page.splitlines())) <= 100
    assert {path.name for path in out.iterdir()} == {
        "compare.png", "differences.parquet", "draws.parquet", "study.json", "variants"
    }  # fmt: skip
    kept = shorad.load_results(out / "variants" / "few")
    assert len(kept) == 32
    found = json.loads((out / "study.json").read_text(encoding="utf-8"))
    assert found["variants"]["variant_2"]["settings"] == {"attack.drones.count": "8", "duration": "30 min"}
    assert found["differences"]["few"]["leakers"]["difference"] < 0.0


def test_a_study_file_and_a_block(stand_in, tmp_path: Path, typed) -> None:
    block = "compare:\n  variants:\n    as_is: {}\n    few: {set: {attack.drones.count: 2}, note: half}\n"
    study = tmp_path / "study.yaml"
    study.write_text(f"scenario: first_look\n{block}  measure: leakers\nrun: {{draws: 6, replicates: 2, seed: 5}}\n")
    code, page, _ = typed("compare", str(study), "-q")
    assert code == 0
    assert "few against as_is" in page
    assert "seed 5, 6 draws x 2 replicates" in page
    scenario = tmp_path / "own.yaml"
    text = shorad.scenarios()["first_look"].read_text(encoding="utf-8")
    inside = "".join(f"  {line}\n" for line in block.splitlines())
    scenario.write_text(f"{text}\nstudy:\n{inside}")
    code, page, _ = typed("compare", str(scenario), "--draws", "5", "--replicates", "2", "-q")
    assert code == 0
    assert "few against as_is" in page


@pytest.mark.parametrize(
    ("words", "right"),
    [
        (("compare", "first_look"), "name a second one"),
        (("compare", "first_look", "--variant", "few: attack.dron.count=2"), 'did you mean "drones"'),
        (("compare", "first_look", "--variant", "few"), "no path=value"),
        (("compare", "first_look", "--variant", "few: attack.drones.count=2", "--draws", "3"), "ask for 5 or more"),
        (("compare", "first_look", "shahed_nigth"), 'did you mean "shahed_night"'),
    ],
)
def test_bad_input(stand_in, typed, words, right) -> None:
    code, _, err = typed(*words, "-q")
    assert code == 2
    assert right in err
    assert stand_in.runs == 0


def test_a_measure_that_is_missing(stand_in) -> None:
    with pytest.raises(ScenarioError, match='did you mean "leakers"'):
        compare([shorad.load("first_look"), shorad.load("first_look", FEWER)], measure="leaker", draws=5, replicates=2)


def test_how_a_variant_is_written() -> None:
    assert read_variant("few: a.b=2; c.d=[1 km, 2 km]", 1) == ("few", {"a.b": "2", "c.d": "[1 km, 2 km]"})
    assert read_variant("a.b={x: 1}", 3) == ("variant_3", {"a.b": "{x: 1}"})


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--variant", "a: nope.x=2"), '--variant a: nope.x=2: nothing in this scenario is called "nope.x"'),
        (("--variant", "a: pantsir_s1.crew.operator_tim=3 s"), 'operator_tim=3 s: crew has no key'),
        (("--variant", "a: attack.drones.count=2", "--variant", "a: attack.drones.count=3"),
         '--variant a: attack.drones.count=3: two variants are called "a"; give each its own name'),
        (("--variant", "a: attack.drones.count=2", "--set", "nope.x=3"), '--set nope.x=3: nothing in this scenario'),
    ],
)  # fmt: skip
def test_a_wrong_variant_is_said_where_it_was_written(stand_in, typed, words, said) -> None:
    code, _, err = typed("compare", "first_look", *words, "-q")
    assert code == 2
    assert said in err


STUDY = """scenario: first_look
compare:
  variants:
    as_it_is: {}
    slow: {set: {pantsir_s1.crew.operator_tim: 40 s}}
sweep: {over: {attack.drones.cnt: [1, 2]}}
place: {choose: {defence.pantsir.roe: [free, tigt]}}
"""


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("compare", 'study.yaml:5: compare.variants.slow.set.pantsir_s1.crew.operator_tim: crew has no key'),
        ("sweep", 'study.yaml:6: sweep.over.attack.drones.cnt: unknown key "cnt"; did you mean "count"'),
        ("place", 'study.yaml:7: place.choose.defence.pantsir.roe: "tigt" is none of the words'),
    ],
)  # fmt: skip
def test_a_wrong_line_of_a_study_is_named(stand_in, typed, tmp_path: Path, command, said) -> None:
    path = tmp_path / "study.yaml"
    path.write_text(STUDY, encoding="utf-8")
    code, _, err = typed(command, str(path), "-q")
    assert code == 2
    assert said in err
    path.write_text(STUDY.replace("first_look", "firstlook"), encoding="utf-8")
    code, _, err = typed(command, str(path), "-q")
    assert code == 2
    assert "study.yaml:1: scenario: there is no file and no scenario called" in err


def test_what_pairing_saved_fits_its_column(monkeypatch) -> None:
    for number, gain, said in ((3400, 8.04, "3,400 (x8.0)"), (18_287, 229.6, "18k (x230)"), (0, 1.02, "none (x1.0)"),
                               (1_370_729, 17_135.1, "1.37M (x17k)"), (999_600, 99.9, "1M (x99.9)")):  # fmt: skip
        monkeypatch.setattr(view, "saved", lambda each, number=number: number)
        text = view.saved_text(SimpleNamespace(gain=gain, differ=True))
        assert text == said and len(text) <= 13
