"""Records of combat: read, compared, learnt from; updates with known answers through the same code."""

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

import shorad
from shorad.api import load
from shorad.catalogue import sources
from shorad.catalogue.record_files import find_record, inflation, list_records, not_yet, pairs
from shorad.cli import app
from shorad.errors import ScenarioError
from shorad.results.provenance import provenance
from shorad.spec.record import Count, Record, load_record
from shorad.study.calibrate import Check, calibrate, effective, quantiles, ranks, simulated, uniformity, weigh
from shorad.study.evidence import Evidence, chance, claims, gather, likelihood, predicted
from shorad.study.score import gains
from shorad.view import calibrate as calibrate_page
from shorad.view import hindcast as hindcast_page
from shorad.view.tables import render

TEXT = """title: A raid
date: today
rows: "0"
event: a_raid
question: How many?
scenario: first_look
counts:
  kills: {measure: defence.pantsir.kills, kind: exact, value: 4, label: shot down, source: oryx, place: "1", grade: B2}
  shots: {measure: defence.pantsir.missiles, kind: interval, low: 4, high: 9, label: shots, source: oryx, place: "2",
    grade: B2}
run: {draws: 30, replicates: 4}
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "raid.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def count(kind: str, value: int | None = None, **more: int) -> Count:
    return Count(measure="x.y", kind=kind, value=value, label="x", source="oryx", place="x", grade="B2", **more)


def made(points: np.ndarray, values: np.ndarray, seen: int, kind: str = "exact") -> Evidence:
    """Evidence of one count whose runs were made elsewhere; unknowns are u.0, u.1, ..."""
    record = Record(
        title="t", date="d", rows="0", event="e", question="Q?", scenario="s", counts={"n": count(kind, seen)}
    )
    names = tuple(f"u.{i}" for i in range(points.shape[1]))
    drawn = tuple({name: float(u) for name, u in zip(names, row, strict=True)} for row in points)
    held = {"n": values.astype(np.float64)}
    about = provenance("record.yaml", "", (), 1, len(points), values.shape[1], 1)
    return Evidence(record, held, likelihood(record, held), drawn, points, names, ((),) * len(names), about)


# ---- files ---------------------------------------------------------------------------------
def test_every_row_of_the_collection_is_there_once() -> None:
    """Rows 2a to 31 of the collection: built, or listed with the reason why not."""
    text = " ".join([*(find_record(name).rows for name in list_records()), *(each.rows for each in not_yet())])
    for row in (
        "2a",
        "2b",
        *map(str, range(3, 13)),
        *map(str, range(15, 23)),
        "23a",
        "24",
        "25",
        "26",
        *map(str, range(28, 32)),
    ):
        assert row in text.replace(",", " ").replace("-", " ").split(), row
    assert all(each.why for each in not_yet())


@pytest.mark.parametrize("name", list_records())
def test_shipped_records_have_sources_and_a_scenario(name: str) -> None:
    record = find_record(name)
    assert {each.source for each in record.counts.values()} <= set(sources())
    assert load(record.base).question
    assert not {pair.event for pair in pairs(record.event)} & {record.event}


def test_a_record_without_counts_is_refused(tmp_path: Path) -> None:
    for text in (TEXT.split("counts:")[0], TEXT.split("counts:")[0] + "counts: {}\n"):
        path = write(tmp_path, text)
        found = CliRunner().invoke(app, ["hindcast", str(path)])
        assert isinstance(found.exception, ScenarioError)
        assert found.exception.exit_code == 2
        assert "raid.yaml:" in str(found.exception) and "a record without counts" in str(found.exception)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("low: 4, high: 9", "low: 9, high: 4", "raid.yaml:9: counts.shots: low 9 is above high 4; exchange them"),
        ("kind: exact, value: 4", "kind: exact", "raid.yaml:8: counts.kills: exact needs a value"),
        ("kind: exact", "kind: exactly", 'raid.yaml:8: counts.kills.kind: "exactly" is none of the words'),
        ("value: 4", "value: -4", 'raid.yaml:8: counts.kills.value: "-4" is no count'),
        (
            "event: a_raid",
            "evidence: [kill]\nevent: a_raid",
            'evidence.0: there is no count "kill"; did you mean "kills"',
        ),
    ],
)
def test_wrong_records_are_named_with_their_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        load_record(write(tmp_path, TEXT.replace(old, new)))
    assert said in str(caught.value)


def test_a_measure_that_does_not_exist(tmp_path: Path) -> None:
    record = load_record(write(tmp_path, TEXT.replace("defence.pantsir.kills", "defence.pantsir.kill")))
    with pytest.raises(ScenarioError, match=r"raid.yaml:8: counts.kills.measure: no measure is called"):
        gather(record, load)
    with pytest.raises(ScenarioError, match="no record called"):
        find_record("hmeimin")


# ---- likelihoods ---------------------------------------------------------------------------
def test_likelihoods_of_each_kind() -> None:
    truth = np.array([[0.0, 1.0, 2.0, 5.0]])
    assert chance(count("exact", 2), truth).tolist() == [[0, 0, 1, 0]]
    assert chance(count("at_least", 2), truth).tolist() == [[0, 0, 1, 1]]
    assert chance(count("interval", low=1, high=3), truth).tolist() == [[0, 1, 1, 0]]
    claimed = chance(count("claim", 6), truth)[0]
    assert claimed.argmax() == 2  # six claimed: with claims of about 2.9 times the truth, two is likeliest
    assert (claimed > 0.0).all()


def test_claims_are_fixed_beforehand_by_other_events() -> None:
    logs = inflation("libya_2020_05")
    centre, scale, freedom = claims("libya_2020_05")
    assert len(logs) == len(inflation()) - 1 == freedom + 1
    assert centre == pytest.approx(np.mean(np.log([6 / 4, 71 / 46, 8 / 2, 12 / 4, 80 / 6])))
    assert scale > logs.std()
    said = predicted(count("claim", 6), np.full((100, 50), 4.0), "libya_2020_05")
    assert np.median(said) == pytest.approx(4.5 * math.exp(centre) - 0.5, rel=0.01)


def test_counts_of_one_run_belong_together() -> None:
    record = Record(
        title="t", date="d", rows="0", event="e", question="Q?", scenario="s",
        counts={"a": count("exact", 1), "b": count("exact", 1)},
    )  # fmt: skip
    apart = {"a": np.array([[1.0, 0.0]]), "b": np.array([[0.0, 1.0]])}
    assert likelihood(record, apart).tolist() == [0.0]
    assert likelihood(record, apart, ["a"]).tolist() == [0.5]


def test_the_overall_score_needs_ten_records_and_knows_good_from_bad() -> None:
    """Twenty records of a model that is right, and of one that always says the same wrong number."""
    rng = np.random.default_rng(7)
    truth = rng.integers(2, 9, 20)
    right = [made(rng.random((50, 1)), rng.binomial(10, n / 10.0, (50, 4)), rng.binomial(10, n / 10.0)) for n in truth]
    found = [replace(e, record=named(e.record, f"r{i}")) for i, e in enumerate(right)]
    steps = hindcast_page.rungs(found, predicted)
    assert "No overall score: 9 such records" in hindcast_page.summary(found[:9], steps[:9], gains(found[:9]))
    good = hindcast_page.score(found, steps, gains(found))
    assert good is not None and good.interval[0] > 1.0 and good.expected[0] <= good.inside <= 20
    assert "better than that guess" in hindcast_page.summary(found, steps, gains(found))
    wrong = [replace(e, values={"n": np.full((50, 4), 10.0)}) for e in found]
    bad = hindcast_page.score(wrong, hindcast_page.rungs(wrong, predicted), gains(wrong))
    assert bad is not None and bad.interval[1] < 1.0 and bad.inside < bad.expected[0]


def named(record: Record, name: str) -> Record:
    held = record.model_copy()
    held._file = f"{name}.yaml"
    return held


# ---- updates with known answers --------------------------------------------------------------
def binomial(draws: int, replicates: int, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    u = rng.random(draws)
    return u, rng.binomial(20, u[:, None], (draws, replicates)).astype(np.float64)


def test_conjugate_update() -> None:
    u, hits = binomial(4000, 60)
    weights = weigh([(hits == 12).mean(axis=1)])
    mean = float(weights @ u)
    assert mean == pytest.approx(0.590909, abs=0.01)
    assert math.sqrt(weights @ u**2 - mean**2) == pytest.approx(0.102519, abs=0.01)
    low, high = quantiles(u, weights, (0.05, 0.95))
    assert (low, high) == (pytest.approx(0.417199, abs=0.015), pytest.approx(0.755006, abs=0.015))


def test_simulated_records_find_a_wrong_update() -> None:
    u, hits = binomial(1500, 20)
    seen = ranks(u, [hits], lambda y, runs: 1.0 * (runs == y), 600)
    wrong = ranks(u, [hits], lambda y, runs: 1.0 * (runs == y), 600, narrow=0.7)
    assert uniformity(seen) < 36.191 < uniformity(wrong)


def test_the_check_takes_all_records_at_once() -> None:
    """A second record of which no two draws give the same count leaves nothing to update on, whatever the first is."""
    rng = np.random.default_rng(3)
    points = rng.random((1500, 2))
    one, other = (made(points, rng.binomial(8, points[:, [0]], (1500, 8)), 4) for _ in range(2))
    both = calibrate([one, other], ["u.*"])
    right = simulated(both)
    assert right.chi2 < 36.191 and 300 < right.used <= right.trials == 400
    assert "uniform, as they must be" in calibrate_page.checked(right)
    alone = replace(other, values={"n": np.repeat(np.arange(1500.0)[:, None], 8, axis=1)})
    none = simulated(replace(both, evidence=(one, alone)))
    assert none == (0.0, 0, 400)
    assert "only 0 of 400" in calibrate_page.checked(none)


def test_what_is_told_of_one_unknown_among_many() -> None:
    """In ten studies always found, first of thirty; others hardly ever beside it (1 % each study is meant)."""
    false = 0
    for seed in range(10):
        rng = np.random.default_rng(seed)
        points = rng.random((400, 30))
        hits = rng.binomial(10, points[:, [7]], (400, 10))
        found = calibrate([made(points, hits, 9)], ["u.*"])
        assert found.told[0].name == "u.7" and found.told[0].surely
        assert found.told[0].shift > 0.5 and found.told[0].width < 0.75
        assert found.told[0].posterior[1] > 0.65
        assert "Told beyond chance: u.7, up by" in " ".join(calibrate_page.sentences(found))
        false += sum(each.surely for each in found.told) - 1
    assert false <= 2


def test_a_record_that_says_nothing_is_said_to_say_nothing() -> None:
    rng = np.random.default_rng(3)
    said = 0
    for _ in range(10):
        found = calibrate([made(rng.random((300, 20)), rng.binomial(10, 0.5, (300, 10)), 5)], ["u.*"])
        said += "They say nothing of these 20 unknowns" in " ".join(calibrate_page.sentences(found))
    assert said >= 8


@pytest.mark.heavy
@pytest.mark.parametrize("seen", [5, 9])
def test_how_often_something_is_told_that_is_not(seen: int) -> None:
    """Records of which the unknowns know nothing, 150 studies of 30 unknowns each: 1 % are meant to flag any of them.

    Seen 5 of 10 leaves the weight of most draws, 9 of a few dozen. More than 5 of 150 has a chance of 0.3 % at 1 %.
    """
    flags = together = 0
    for seed in range(150):
        rng = np.random.default_rng([seed, seen])
        found = calibrate([made(rng.random((300, 30)), rng.binomial(10, 0.5, (300, 8)), seen)], ["u.*"])
        flags += any(each.surely for each in found.told)
        together += found.together is not None
    assert flags <= 5
    assert together <= 5


@pytest.mark.heavy
def test_beside_one_that_is_told_nothing_else_is() -> None:
    """150 studies in which one of thirty unknowns decides: always told, and another beside it in few of them."""
    beside = 0
    for seed in range(150):
        rng = np.random.default_rng([seed, 99])
        points = rng.random((400, 30))
        found = calibrate([made(points, rng.binomial(10, points[:, [7]], (400, 10)), 9)], ["u.*"])
        told = {each.name for each in found.told if each.surely}
        assert "u.7" in told
        beside += bool(told - {"u.7"})
    assert beside <= 5


def test_only_a_combination_is_identifiable() -> None:
    rng = np.random.default_rng(4)
    points = rng.random((2000, 6))
    total = 1.0 / (1.0 + np.exp(-4.0 * (points[:, 1] + points[:, 3] - 1.0)))
    found = calibrate([made(points, rng.binomial(40, total[:, None], (2000, 10)), 20)], ["u.*"])
    assert found.together is not None
    assert set(found.together.names) == {"u.1", "u.3"}
    assert len({sign > 0 for sign in found.together.signs}) == 1
    assert found.together.width < 0.6 * found.together.alone
    assert "Only together: u." in " ".join(calibrate_page.sentences(found))


def test_records_are_left_out_in_turn() -> None:
    rng = np.random.default_rng(5)
    points = rng.random((800, 3))
    first, second = (made(points, rng.binomial(10, points[:, [0]], (800, 10)), seen) for seen in (9, 8))
    second = replace(second, record=second.record.model_copy(update={"event": "other"}))
    found = calibrate([first, second], ["u.*"])
    assert len(found.left_out) == 2
    assert all(each.after[0] > each.before[0] and each.gain > 1.0 for each in found.left_out)


def test_too_little_is_refused() -> None:
    assert effective(np.full(50, 0.02)) == pytest.approx(50.0)
    with pytest.raises(ScenarioError, match="in no run did the records come out"):
        weigh([np.zeros(100)])
    with pytest.raises(ScenarioError, match=r"leave the weight of 1.0 draws of 100.*ask for 2000"):
        weigh([np.eye(100)[3]])
    points = np.random.default_rng(6).random((100, 2))
    with pytest.raises(ScenarioError, match=r"--group: \"v.\*\" is nothing that is not known"):
        calibrate([made(points, np.ones((100, 2)), 1)], ["v.*"])


# ---- the whole -----------------------------------------------------------------------------
@pytest.mark.slow
def test_from_a_record_to_both_pages(tmp_path: Path) -> None:
    record = load_record(write(tmp_path, TEXT))
    found = gather(record, load)
    assert found.values["kills"].shape == (30, 4)
    assert np.array_equal(gather(record, load, threads=1).likelihood, found.likelihood)
    steps = hindcast_page.rungs([found], predicted)
    text = render(hindcast_page.page([found], steps, not_yet(), (2.0, 9.0, 6)))
    assert "No overall score" in text and "Not yet buildable" in text
    assert all(len(line) <= 100 for line in text.splitlines())
    hindcast_page.figure([found], steps, tmp_path / "ladder.png")
    assert (tmp_path / "ladder.png").stat().st_size > 5_000
    after = calibrate([found], ["shahed_136.*"])
    shown = render(calibrate_page.page(after, ["shahed_136.*"], Check(20.0, 400, 400)))
    assert "uniform, as they must be" in " ".join(shown.split())
    assert all(len(line) <= 100 for line in shown.splitlines())
    calibrate_page.figure(after, tmp_path / "widths.png")
    assert shorad.load("first_look").question
