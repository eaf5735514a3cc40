"""Pricing what is not known: from the file of a decision to the page, the tables and the figure."""

import json
from pathlib import Path
from statistics import NormalDist

import duckdb
import numpy as np
import pytest
from typer.testing import CliRunner

import shorad
from shorad.api import studies, study_file
from shorad.cli import app
from shorad.errors import ScenarioError
from shorad.results.sheets import save_study
from shorad.spec.decision import load_decision
from shorad.study import worth
from shorad.study.decision import price
from shorad.study.variants import as_settings
from shorad.view import decision as page
from shorad.view.tables import render

ROOT = Path(__file__).parents[2]
CUE = "{set: {defence.pantsir.emission: on_cue, defence.pantsir.cue_range: 20 km}, cost: 1 MUSD}"
SHORT = f"""question: Should the vehicle be silent?
decider: its commander
knows: the published figures
scenario: first_look
options:
  on: {{}}
  silent: {CUE}
payoff: [{{measure: cost.defence, price: -1 USD}}]
groups:
  radar: ["pantsir_s1.search_radar.*"]
looks:
  poor: {{group: radar, error: 2}}
run: {{draws: 40, replicates: 2}}
"""


def write(folder: Path, text: str) -> Path:
    path = folder / "study.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def wrong(folder: Path, old: str, new: str) -> str:
    assert old in SHORT
    with pytest.raises(ScenarioError) as caught:
        price(load_decision(write(folder, SHORT.replace(old, new))), shorad.load)
    return str(caught.value)


# ---- bad input -----------------------------------------------------------------------------
def test_one_option_is_no_decision(tmp_path: Path) -> None:
    text = SHORT.replace(
        "  silent: {set: {defence.pantsir.emission: on_cue, defence.pantsir.cue_range: 20 km}, cost: 1 MUSD}\n", ""
    )
    found = CliRunner().invoke(app, ["study", "value", str(write(tmp_path, text))])
    assert isinstance(found.exception, ScenarioError)
    assert found.exception.exit_code == 2
    assert "study.yaml:5: options: a decision with one option is none; state two options or more" in str(
        found.exception
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("pantsir.emission", "pansir.emission", 'study.yaml:7: options.silent.set.defence.pansir.emission: there is no '
         'part of defence named "pansir"; did you mean "pantsir"?'),
        (".search_radar.*", ".serch_radar.*", 'study.yaml:10: groups.radar.0: "pantsir_s1.serch_radar.*" is nothing'),
        ("cost.defence", "cost.defense", "study.yaml:8: payoff.0.measure: no measure is called 'cost.defense'; near"),
        ("scenario: first_look", "scenario: firstlook", 'study.yaml:4: scenario: there is no file and no scenario'),
        ("scenario: first_look", "scenario: no/where.yaml", "study.yaml:4: scenario: no/where.yaml: there is no such"),
        ("price: -1 USD}", "price: -1 USD}, {measure: cost.defence, price: 2 USD}",
         "study.yaml:8: payoff.1.measure: cost.defence is paid twice"),
        ("price: -1 USD", "price: 0 USD", "study.yaml:8: payoff.0.price: a price of zero pays nothing"),
        ("price: -1 USD", "price: nan USD", 'study.yaml:8: payoff.0.price: "nan USD" is not an amount of money'),
        (", price: -1 USD", "", 'study.yaml:8: payoff.0: missing "price"'),
        ("  silent:", "  on: {cost: 1 MUSD}\n  silent:", 'study.yaml:7: the key "on" stands twice'),
        ("replicates: 2", "replicates: 1", "with one replicate per draw luck cannot be taken off"),
        ("cue_range: 20 km", "cue_range: {value: 20 km, range: [30 km, 10 km], basis: guess, note: x}",
         "study.yaml:7: options.silent.set.defence.pantsir.cue_range: the low end of the range is above its high end"),
        ("group: radar", "group: rader", 'study.yaml:12: looks.poor.group: there is no group "rader"; did you mean'),
        ("-1 USD", "-1 m", "study.yaml:8: payoff.0.price"),
        ("on_cue", "sometimes", "study.yaml:7: options.silent"),
    ],
)  # fmt: skip
def test_what_does_not_exist_is_named_with_its_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert said in wrong(tmp_path, old, new)


def test_an_answer_is_never_written_over_something_else(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    found = CliRunner().invoke(app, ["study", "value", str(write(tmp_path, SHORT)), "--out", str(tmp_path)])
    assert isinstance(found.exception, ScenarioError)
    assert (tmp_path / "mine.txt").read_text() == "mine"


# ---- shipped studies -----------------------------------------------------------------------
@pytest.mark.parametrize("name", sorted(studies()))
def test_shipped_studies_are_understood(name: str) -> None:
    from shorad.study.decision import _members, _resolved, _terms

    asked = load_decision(study_file(name))
    options = {each: _resolved(asked, each, shorad.load) for each in asked.options}
    assert all(_terms(asked, options).values())
    names = tuple(dict.fromkeys(path for each in options.values() for path in each.addresses))
    assert all(_members(asked, group, patterns, names) for group, patterns in asked.groups.items())


def test_the_captured_vehicle_is_one_group_with_its_parts() -> None:
    asked = load_decision(study_file("protect_al_watiya"))
    parts = {pattern for name, held in asked.groups.items() if name.startswith("its_") for pattern in held}
    assert parts == set(asked.groups["captured_vehicle"])
    errors = [look.error for look in asked.looks.values() if look.group == "captured_vehicle"]
    assert len(errors) == 2 and min(errors) > 0.0  # transfer is imperfect; perfect is the group itself


def test_the_options_of_the_flight_are_those_of_the_question() -> None:
    assert set(load_decision(study_file("extraction_flight")).options) == {
        "now", "later", "higher", "coordinated", "not_today",
    }  # fmt: skip


# ---- the whole -----------------------------------------------------------------------------
@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory):
    return price(load_decision(write(tmp_path_factory.mktemp("study"), SHORT)), shorad.load)


@pytest.mark.slow
def test_order_and_equal_luck(found) -> None:
    assert found.payoffs.shape == (40, 2, 2)
    for each in (*found.groups, *found.looks, *found.singles):
        assert 0.0 <= each.value <= found.everything.value
        assert each.interval[0] <= each.interval[1]
    again = price(found.decision, shorad.load, threads=1)
    assert np.array_equal(again.payoffs, found.payoffs)
    assert again.groups == found.groups


@pytest.mark.slow
def test_page_document_tables_and_figure(found, tmp_path: Path) -> None:
    text = render(page.decision(found))
    assert text.startswith(found.decision.question)
    assert "Best without knowing more: " in text
    assert "Is paid: -1 USD per unit of cost.defence, less the cost of the option" in " ".join(text.split())
    assert "seed 1, 40 draws x 2 replicates per option, equal luck" in text
    assert all(len(line) <= 100 for line in text.splitlines())
    if found.everything.interval[0] == 0.0:
        assert "not shown to be worth anything" in " ".join(text.split())
    document = page.document(found)
    assert json.loads(json.dumps(document, allow_nan=False))["draws"] == 40
    folder = tmp_path / "kept"
    notes = save_study(folder, page.sheets(found), {"value.png": lambda path: page.figure(found, path)})
    assert not notes and (folder / "value.png").stat().st_size > 10_000
    mean = duckdb.sql(f"select option, avg(payoff) m from '{folder}/payoffs.parquet' group by option").fetchall()
    assert dict(mean) == pytest.approx(document["options"])
    assert duckdb.sql(f"select count(*) from '{folder}/unknowns.parquet'").fetchall() == [(40 * len(found.names),)]


@pytest.mark.slow
def test_equal_options_price_at_zero(tmp_path: Path) -> None:
    """Through the engine: an option that differs in nothing but its name, and in its luck not at all."""
    text = SHORT.replace(
        "{set: {defence.pantsir.emission: on_cue, defence.pantsir.cue_range: 20 km}, cost: 1 MUSD}", "{}"
    )
    same = price(load_decision(write(tmp_path, text)), shorad.load)
    assert same.everything.value == 0.0
    assert all(each.value == 0.0 for each in (*same.groups, *same.looks, *same.singles))
    said = " ".join(page.sentences(same))
    assert "not shown to be worth anything" in said
    assert "silent is paid as on is in every run" in said


def test_settings_are_written_as_on_the_command_line() -> None:
    assert as_settings({"a.b": 3, "c.d": "9 km", "e.f": {"on": "60 s"}}) == {
        "a.b": "3",
        "c.d": "9 km",
        "e.f": '{"on": "60 s"}',
    }


# ---- regression ----------------------------------------------------------------------------
def test_a_group_of_many_unknowns_is_not_lost_in_them() -> None:
    """One of sixty unknowns decides; a rule from all sixty must find most of its worth, and nothing in others."""
    rng = np.random.default_rng(3)
    u = rng.random((400, 60))
    pay = rng.standard_normal((400, 3, 2))
    pay[:, :, 1] += 2.0 * worth.normal_scores(u[:, :1])
    all_of_it = worth.evpi(pay)
    found = worth.evppi("group", u, pay, all_of_it)
    others = worth.evppi("others", u[:, 1:], pay, all_of_it)
    assert found.value > 0.85 * 2.0 * 0.398942
    assert others.value < 0.1 and others.interval[0] == 0.0


def test_a_look_at_a_hypothesis() -> None:
    """Two branches, payoffs +1 and -1: exactly known worth 1/2 (weights 1/2); seen rightly or blindly, less."""
    rng = np.random.default_rng(4)
    u = rng.random((2000, 1))
    pay = np.zeros((2000, 2, 2))
    pay[:, :, 1] = np.where(u < 0.5, 1.0, -1.0)
    ends = ((0.5, 1.0),)
    assert worth.evppi("h", u, pay, ends=ends).value == pytest.approx(0.5, abs=0.03)
    keep = 1.0 / np.sqrt(2.0)
    assert worth.evsi("h", u, 1.0, pay, ends=ends).value == pytest.approx(0.5 * keep, abs=0.03)


def test_the_largest_of_many_must_stand_out() -> None:
    found = worth.Worth("x", 2.5, (0.1, 5.0), 1.0)
    assert found.shown and found.stands_out(1) and not found.stands_out(200)


@pytest.mark.heavy
def test_intervals_cover() -> None:
    """95 % intervals of the value of perfect information, 200 draws of 3 noisy replicates, exact tie and not."""
    for mu, truth in ((0.0, 0.398942), (0.5, 0.197797)):
        hits = 0
        for seed in range(60):
            rng = np.random.default_rng(seed)
            pay = 1.5 * rng.standard_normal((200, 3, 2))
            pay[:, :, 1] += (mu + rng.standard_normal(200))[:, None]
            low, high = worth.evpi(pay).interval
            hits += low <= truth <= high
        assert hits >= 52, mu


@pytest.mark.heavy
@pytest.mark.parametrize("kind", ["range", "hypothesis"])
@pytest.mark.parametrize("mu", [0.0, 1.5, 2.0])
def test_intervals_of_one_unknown_cover(kind: str, mu: float) -> None:
    """As above for knowing one unknown beside another half as strong, down to a hundredth of the spread (0.008)."""
    share = NormalDist()
    truth = share.pdf(mu) - mu * share.cdf(-mu)
    if kind == "hypothesis":
        sides = 0.7 * (mu + 0.655), 0.3 * (mu - 1.53)  # their mean is mu - 0.0005
        truth = sum(max(0.0, side) for side in sides) - max(0.0, sum(sides))
    hits, trials = 0, 40
    for seed in range(trials):
        rng = np.random.default_rng([seed, 7])
        u = rng.random((200, 1))
        known = worth.normal_scores(u)[:, 0] if kind == "range" else np.where(u[:, 0] < 0.3, -1.53, 0.655)
        pay = 1.5 * rng.standard_normal((200, 3, 2))
        pay[:, :, 1] += (mu + known + 0.5 * rng.standard_normal(200))[:, None]
        ends = ((0.3, 1.0),) if kind == "hypothesis" else ((),)
        low, high = worth.evppi("x", u, pay, worth.evpi(pay), ends).interval
        hits += low - 1e-9 <= truth <= high
    assert hits >= 34, hits  # 95 % meant; fewer than 34 of 40 has a chance of 1 % at 93 %


def test_a_small_value_is_not_said_to_be_none() -> None:
    """Where no draw happens to lie beyond the tie, the upper end still does not touch zero."""
    rng = np.random.default_rng(1)
    z = np.clip(rng.standard_normal(200), -2.4, 2.4)
    pay = np.zeros((200, 2, 2))
    pay[:, :, 1] = (2.5 + z)[:, None]
    found = worth.evpi(pay)
    assert found.value == 0.0 and found.interval[1] > 0.002
    unrelated = worth.evppi("u", rng.random((200, 1)), pay, found)
    assert unrelated.value == unrelated.interval[0] == 0.0
    assert unrelated.interval[1] <= found.interval[1]
