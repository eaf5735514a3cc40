"""Rare events: trees of copies, around a walk with a closed form and around the engine."""

from random import Random
from typing import Any

import numpy as np
import pytest
from small_scenario import SMALL

from shorad.compile import build, draw, new_state, resolve
from shorad.engine.run import simulate
from shorad.errors import ScenarioError
from shorad.results.columns import cast_of
from shorad.results.measures import definitions
from shorad.spec.load import parse_scenario
from shorad.study.rare import Event, Raid, event, rare
from shorad.study.splitting import ROOTS, Plan, interval, pilot, tree


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

    def advance(self, state: Any) -> bool:
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
