"""Selection among candidates with known means; the command with what it refuses."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

import shorad
from shorad.errors import ScenarioError
from shorad.study.place import better, combinations, place
from shorad.study.select import select

TRUTH = np.array([0.50, 0.62, 0.55, 0.30, 0.60])


def candidate(seed: int, shift: np.ndarray):
    """Yes or no by draw and replicate with shared luck; each candidate's chance moves with the draw, but not alike."""

    def sample(chosen: Sequence[int], numbers: range) -> list[np.ndarray]:
        return [one(i, numbers) for i in chosen]

    def one(i: int, numbers: range) -> np.ndarray:
        rows = []
        for k in numbers:
            rng = np.random.default_rng([seed, k])
            common, luck = 0.1 * rng.standard_normal(), rng.random(10)
            own = 0.05 * np.random.default_rng([seed, k, i]).standard_normal()
            rows.append(luck < shift[i] + common + own)
        return np.array(rows, dtype=float)

    return sample


def test_the_best_wins_and_its_chance_is_honest() -> None:
    """Where the best leads by 0.02, the winner is right about as often as its chances of being best say."""
    right, claimed, dropped_best = 0, [], 0
    for seed in range(80):
        found = select(5, candidate(seed, TRUTH), 32)
        right += found.ranked[0].index == 1
        claimed.append(found.ranked[0].chance)
        dropped_best += next(each for each in found.ranked if each.index == 1).dropped
    assert right / 80 == pytest.approx(np.mean(claimed), abs=0.14)  # three standard errors of 80 trials
    assert dropped_best <= 8  # 5 % are allowed: more by chance once in 70 such tests
    assert right > 45


def test_clear_losers_cost_little_and_margins_are_fresh() -> None:
    margins, covered = [], 0
    for seed in range(60):
        found = select(3, candidate(seed, np.array([0.7, 0.4, 0.5])), 32)
        assert found.ranked[0].index == 0
        assert next(each for each in found.ranked if each.index == 1).dropped
        second = found.ranked[1].index
        truth = 0.7 - {1: 0.4, 2: 0.5}[second]
        margins.append(found.margin - truth)
        covered += found.margin_interval[0] <= truth <= found.margin_interval[1]
    assert abs(np.mean(margins)) < 0.02
    assert covered >= 53  # of 60 for 95 %: fewer by chance once in 200


def test_equal_candidates_share_the_chance() -> None:
    found = select(2, lambda chosen, numbers: candidate(3, np.array([0.5, 0.5]))([0] * len(chosen), numbers), 16)
    assert [each.chance for each in found.ranked] == pytest.approx([0.5, 0.5], abs=0.01)
    assert found.margin == 0.0
    assert not any(each.dropped for each in found.ranked)


def test_whose_measure_it_is() -> None:
    assert better("assets.depot.survival")
    assert better("defence.battery.kills")
    assert not better("leakers")
    assert not better("attack.drones.leakers")
    assert not better("neutral.lost")
    with pytest.raises(ScenarioError, match="no measure of the defender"):
        better("cost.attack")


def test_combinations_have_names() -> None:
    found = combinations({"defence.a.at": ["[1 km, 0 km]", "[2 km, 0 km]"], "defence.a.emission": ["always", "on_cue"]})
    assert len(found) == 4
    assert found["at [1 km, 0 km], emission on_cue"] == {
        "defence.a.at": "[1 km, 0 km]", "defence.a.emission": "on_cue"
    }  # fmt: skip


def test_the_command(stand_in, tmp_path: Path, typed) -> None:
    out = tmp_path / "stand"
    choose = "defence.pantsir.at=[0 km, 1 km],[2 km, 0 km],[5 km, 0 km]"
    words = ("place", "first_look", "--choose", choose, "--measure", "leakers", "--draws", "16", "--replicates", "2")
    code, page, _ = typed(*words, "-q", "--out", str(out))
    assert code == 0
    assert "less is better" in page
    assert "Chance that it is truly the best" in " ".join(page.split())
    assert "seed 1, 16 draws x 2 replicates at most for each of 3 candidates" in " ".join(page.split())
    assert max(map(len, page.splitlines())) <= 100
    assert {path.name for path in out.iterdir()} == {"candidates.parquet", "place.png", "study.json"}
    found = json.loads((out / "study.json").read_text(encoding="utf-8"))
    assert found["margin"] == 0.0  # the stand-in does not care where anybody stands
    assert sum(each["chance"] for each in found["candidates"]) == pytest.approx(1.0)
    assert stand_in.runs == 3 * 16 * 2 + 2 * 8 * 2


def test_written_down(stand_in, tmp_path: Path, typed) -> None:
    study = tmp_path / "study.yaml"
    study.write_text(
        "scenario: first_look\nrun: {draws: 16, replicates: 2}\nplace:\n  measure: leakers\n  candidates:\n"
        "    here: {}\n    there: {set: {'defence.pantsir.at': [[2 km, 0 km]]}}\n"
        "  choose: {defence.pantsir.emission: [always, on_cue]}\n"
    )
    code, page, _ = typed("place", str(study), "-q", "--draws", "16")
    assert code == 0
    assert "emission on_cue" in page


@pytest.mark.parametrize(
    ("words", "right"),
    [
        ((), "are no choice"),
        (("--choose", "attack.drones.count=2,4"), "not the defender's"),
        (("--choose", "defence.pantsir.at=[0 km, 1 km],[2 km, 0 km]", "--draws", "8"), "ask for 16"),
        (("--choose", "defence.pantsir.at=[0 km, 1 km],[2 km, 0 km]", "--measure", "cost.attack"), "of the defender"),
        (("--choose", "defence.pantsr.roe=free,tight"), 'did you mean "pantsir"'),
        (("--choose", "defence.pantsir.roe=free,tigt"), '--choose defence.pantsir.roe=free,tigt: "tigt" is none'),
        (("--choose", "defence.pantsir.roe=free"), "--choose defence.pantsir.roe=free: defence.pantsir.roe: one value"),
    ],
)
def test_bad_input(stand_in, typed, words, right) -> None:
    code, _, err = typed("place", "first_look", "-q", *words)
    assert code == 2
    assert right in err
    assert stand_in.runs == 0


def test_python_gives_the_same(stand_in) -> None:
    found = place(
        shorad.load("first_look"), {"free": {}, "tight": {"defence.pantsir.roe": "tight"}}, measure="leakers",
        draws=16, replicates=2,
    )  # fmt: skip
    assert found.candidates["tight"] == {"defence.pantsir.roe": "tight"}
    assert not found.more
