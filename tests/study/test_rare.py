"""Rare events: trees of copies, around a walk with a closed form and around the engine."""

import json
from random import Random
from typing import Any

import duckdb
import numpy as np
import pytest
from small_scenario import SMALL
from typer.testing import CliRunner

from shorad.cli import app
from shorad.compile import build, draw, new_state, resolve
from shorad.engine import codes
from shorad.engine.run import simulate
from shorad.errors import ScenarioError
from shorad.results.columns import cast_of
from shorad.results.measures import definitions
from shorad.results.shelf import Shelf
from shorad.spec.load import parse_scenario
from shorad.study.cases import StoppedError
from shorad.study.rare import Event, Raid, Rare, event, rare
from shorad.study.splitting import ROOTS, Plan, interval, pilot, tree
from shorad.view.rare import answer, worth


class Walk:
    """Up with chance 0.3, else down, from 1; the event is to reach 6 before 0."""

    exact = (0.7 / 0.3 - 1.0) / ((0.7 / 0.3) ** 6 - 1.0)
    numbers: list[int]

    def __init__(self) -> None:
        self.numbers = []

    def start(self, number: int) -> Any:
        self.numbers.append(number)
        return [1, Random(number)]

    def copy(self, state: Any, number: int) -> Any:
        return [state[0], self.start(number)[1]]

    def advance(self, state: Any, goal: float) -> bool:
        state[0] += 1 if state[1].random() < 0.3 else -1
        return state[0] in (0, 6)

    def height(self, state: Any) -> float:
        return float(state[0])

    def hit(self, state: Any) -> bool:
        return bool(state[0] == 6)


@pytest.mark.parametrize("plan", [Plan((2.0, 4.0), (3, 5)), Plan((3.0, 3.5, 5.0), (2, 2, 7)), Plan()])
def test_any_levels_and_copies_give_the_same_mean(plan: Plan) -> None:
    values = np.array([tree(Walk(), root, plan).value for root in range(4000)])
    assert values.mean() == pytest.approx(Walk.exact, abs=4.0 * values.std() / 4000**0.5)


def test_the_pilot_finds_levels_and_they_narrow_the_answer() -> None:
    plan = pilot(Walk(), range(200))
    assert list(plan.levels) == sorted(plan.levels)
    assert len(plan.levels) >= 2
    values = np.array([tree(Walk(), root, plan).value for root in range(3000)])
    assert values.var() < 0.6 * Walk.exact * (1.0 - Walk.exact)


def test_every_path_has_a_number_of_its_own() -> None:
    walk = Walk()
    for root in (5, 6):
        tree(walk, root, Plan((2.0, 3.0), (4, 4)))
    assert len(set(walk.numbers)) == len(walk.numbers)
    assert {number % ROOTS for number in walk.numbers} == {5, 6}
    with pytest.raises(ScenarioError, match="no number"):
        tree(walk, ROOTS, Plan())


def test_interval_of_nothing_seen_is_not_nothing() -> None:
    mean, low, high = interval(np.zeros(100), np.arange(100))
    assert mean == low == 0.0
    assert 0.03 < high < 0.04


def scenario(**settings: str):
    return parse_scenario(SMALL, "small.yaml", settings)


def test_a_tree_that_never_splits_is_the_plain_replicate() -> None:
    resolved = resolve(scenario())
    built = build(resolved, draw(resolved, 1, 0))
    measure = next(e for e in definitions(cast_of(built.model, built.names)) if e.path == "rounds.missiles")
    raid = Raid(built, 1, 0, Event("rounds.missiles", ">", 2.0), measure, 37)
    plain = simulate(built.model, lambda: new_state(built.model), 1, 0, range(30))
    assert [tree(raid, root, Plan()).value for root in range(30)] == (plain.run["missiles"] > 2).astype(float).tolist()


def test_copies_of_the_engine_keep_the_chance_of_an_event() -> None:
    found = rare(scenario(), "rounds.missiles >= 3", roots=150)
    resolved = resolve(scenario())
    built = build(resolved, draw(resolved, 1, 0))
    share = float((simulate(built.model, lambda: new_state(built.model), 1, 0, range(600)).run["missiles"] >= 3).mean())
    assert found.low / 1.3 < share < found.high * 1.3


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("leakers", "is no event"),
        ("leaker >= 1", "did you mean .leakers."),
        ("cost.exchange > 1", "no measure of a single"),
    ],
)
def test_what_is_no_event(text: str, message: str) -> None:
    known = {"leakers": None}
    with pytest.raises(ScenarioError, match=message):
        event(text, known)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "settings",
    [{"defence.guard.doctrine": "salvo"}, {"weather.wind.speed": "12 m/s", "weather.wind.from": "300 deg"}],
    ids=["salvo", "wind"],
)
def test_luck_drawn_once_for_a_run_is_kept_by_copies(settings: dict[str, str]) -> None:
    """A salvo's tracking noise and the wind that fire control does not know: the chance stays that of plain runs."""
    found = rare(scenario(**settings), "rounds.missiles >= 4", roots=100)
    resolved = resolve(scenario(**settings))
    built = build(resolved, draw(resolved, 1, 0))
    share = float((simulate(built.model, lambda: new_state(built.model), 1, 0, range(500)).run["missiles"] >= 4).mean())
    assert found.low / 1.3 < share < found.high * 1.3


def test_few_trees_end_the_interval_where_counting_them_would() -> None:
    values = np.zeros(500)
    values[:2] = 1e-6
    mean, low, high = interval(values, np.zeros(500, np.int64))
    assert low < mean == pytest.approx(4e-9)
    assert 0.01 < high < 0.02  # two of 500
    values[:20] = 1e-6
    assert interval(values, np.zeros(500, np.int64))[2] < 1e-7


def test_height_is_progress_of_those_who_can_still_bring_it_about() -> None:
    resolved = resolve(scenario(**{"attack.drones.count": "3"}))
    built = build(resolved, draw(resolved, 1, 0))
    measure = next(e for e in definitions(cast_of(built.model, built.names)) if e.path == "leakers")
    raid = Raid(built, 1, 0, Event("leakers", ">", 1.0), measure, 37)
    assert raid.wanted == 2
    state = raid.start(0)
    assert raid.height(state) == 0.0
    while raid.height(state) < 0.2:
        assert not raid.advance(state, 0.2)
    assert raid.height(state) < 0.3  # it was looked at often enough, and seldom before
    objects = state[0].obj
    objects["leaked"][raid.rows[0]] = 1
    assert raid.height(state) > 0.5
    objects["leaked"][raid.rows] = 0
    objects["life"][raid.rows[:2]] = codes.DOWN
    assert raid.height(state) == -1.0


def test_what_is_finished_counts_when_somebody_stops_it() -> None:
    asked = iter([False] * 40 + [True] * 9)
    found = rare(scenario(), "rounds.missiles >= 3", roots=100, stopped=lambda: next(asked))
    assert found.trees == 40
    with pytest.raises(StoppedError):
        rare(scenario(), "rounds.missiles >= 3", roots=9, stopped=lambda: True)


def test_the_event_may_stand_in_a_study_file(tmp_path, monkeypatch) -> None:
    (tmp_path / "small.yaml").write_text(SMALL)
    study = tmp_path / "study.yaml"
    study.write_text('scenario: small.yaml\nrun: {seed: 7}\nrare: {event: "rounds.missiles >= 3", replicates: 30}\n')
    done = CliRunner().invoke(app, ["study", "rare", str(study), "-q"])
    assert done.exit_code == 0, done.output
    assert "Chance of rounds.missiles >= 3" in done.output
    assert "30 trees in each of 1 draws" in done.output
    assert "seed 7" in done.output
    done = CliRunner().invoke(app, ["study", "rare", str(tmp_path / "small.yaml"), "-q"])
    assert isinstance(done.exception, ScenarioError)
    assert "no event is named" in str(done.exception)


@pytest.mark.parametrize(
    ("levels", "saving", "hits", "said"),
    [
        ((0, 0), None, 0, "Nothing was split"),
        ((3, 4), None, 0, "Too little was seen"),
        ((3, 4), 0.25, 60, "Splitting brought nothing here"),
        ((3, 4), 8.0, 60, "Plain runs would need 8 times the time"),
        ((3, 4), 423.0, 60, "Plain runs would need 420 times the time"),
        ((3, 4), 8.0, 3, "the interval ends where counting them would"),
    ],
)
def test_what_splitting_was_worth_is_said(levels, saving, hits, said) -> None:
    runs = None if saving is None else 5000.0
    found = Rare(Event("leakers", ">=", 1.0), 1e-4, 5e-5, 2e-4, levels, 2, 300, 600, hits, 0.1, 1, 4.0, saving, runs,
                 5e-4, 6e-3)  # fmt: skip
    assert said in "\n".join([*answer(found), *worth(found)])


def test_plain_runs_of_the_same_draws_with_luck_of_their_own() -> None:
    found = rare(scenario(), "rounds.missiles >= 3", roots=40, draws=2, plain_runs=150).check
    assert found is not None
    assert found.runs == 300
    resolved = resolve(scenario())
    hits = 0
    for k in (0, 1):
        model = build(resolved, draw(resolved, 1, k)).model
        hits += int((simulate(model, lambda m=model: new_state(m), 1, k, range(40, 190)).run["missiles"] >= 3).sum())
    assert found.hits == hits > 0
    assert found.low < hits / 300 < found.high
    with pytest.raises(ScenarioError, match="at most"):
        rare(scenario(), "rounds.missiles >= 3", roots=40, plain_runs=ROOTS)


def killed_after(monkeypatch, blocks: int) -> None:
    """The process dies when so many blocks of trees are kept."""
    keep, left = Shelf.keep, [blocks]

    def dies(self, name, *rest):
        keep(self, name, *rest)
        left[0] -= name.startswith("trees.")
        if not left[0]:
            raise SystemExit(9)

    monkeypatch.setattr(Shelf, "keep", dies)


def test_a_killed_study_goes_on_and_ends_with_the_same_bits(tmp_path, monkeypatch) -> None:
    (tmp_path / "small.yaml").write_text(SMALL)
    words = ["study", "rare", str(tmp_path / "small.yaml"), "--event", "rounds.missiles >= 3", "--draws", "2",
             "--replicates", "60", "-q"]  # fmt: skip
    plain = CliRunner().invoke(app, [*words, "--json"])
    out = ["--out", str(tmp_path / "found")]
    with monkeypatch.context() as patch:
        killed_after(patch, 4)
        assert CliRunner().invoke(app, [*words, *out]).exit_code == 9
    assert len(list((tmp_path / "found" / "unfinished" / "items").glob("trees.*.parquet"))) == 4
    with monkeypatch.context() as patch:
        killed_after(patch, 3)  # two blocks are missing: a third is never reached
        done = CliRunner().invoke(app, [*words, *out, "--resume", "--json"])
    assert done.exit_code == 0, done.output
    one, other = json.loads(plain.output), json.loads(done.output)
    for name in ("chance", "low", "high", "levels", "hits", "trees", "heaviest"):
        assert one[name] == other[name], name
    kept = json.loads((tmp_path / "found" / "study.json").read_text())
    assert kept["chance"] == one["chance"] and not (tmp_path / "found" / "unfinished").exists()
    with duckdb.connect() as db:
        found = db.execute(f"SELECT avg(value), count(*) FROM '{tmp_path / 'found' / 'trees.parquet'}'").fetchone()
    assert found == (pytest.approx(one["chance"]), 120)
    again = CliRunner().invoke(app, [*words, *out, "--resume"])
    assert "This study is finished" in again.output
    other_event = CliRunner().invoke(app, [*words[:4], "rounds.missiles >= 4", *words[5:], *out, "--resume"])
    assert "other words than these" in str(other_event.exception)


def test_the_page_says_of_what_it_was_asked(tmp_path) -> None:
    (tmp_path / "small.yaml").write_text(SMALL)
    words = ["study", "rare", str(tmp_path / "small.yaml"), "--event", "rounds.missiles >= 3", "--replicates", "20"]
    said = CliRunner().invoke(app, [*words, "--set", "attack.drones.count=2", "-q"]).output
    assert "\nChanged: attack.drones.count=2\n" in said
    assert "seed 1, 1 draws x 20 replicates" in said
    assert "ask for 2 or more" in str(CliRunner().invoke(app, [*words[:-1], "1"]).exception)
