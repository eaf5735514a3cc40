"""Flips of a function with known crossings, false alarms where nothing crosses, and the command with its addresses."""

import json
from pathlib import Path

import numpy as np
import pytest

import shorad
from shorad.compile import build, draw, resolve
from shorad.errors import ScenarioError
from shorad.study.compare import compare
from shorad.study.flip import _changes, _evaluate, flip
from shorad.study.ratios import Ratios
from shorad.study.sampling import Job, Meter, replicates
from shorad.study.subject import definition_of
from shorad.study.turn import END, Change, Effort, search
from shorad.study.variants import Variant

QUICK = Effort(screen=(1, 2), weigh=3)
RANGES = [Change(path, u) for path in ("slope", "weak", "idle") for u in (END, 1.0 - END)]
BRANCHES = [Change("side", branch=name, weight=weight) for name, weight in (("low", 0.2), ("high", 0.8))]


def noisy(change: Change | None, draws: range, count: int) -> np.ndarray:
    """Chance 0.7 + 0.4 (slope - 0.5) + 0.1 (weak - 0.5), 0.3 less under the side "low"; luck by draw and replicate."""
    out = []
    for k in draws:
        rng = np.random.default_rng([9, k])
        u = dict(zip(("slope", "weak", "idle", "side"), rng.random(4), strict=True))
        low = u["side"] < 0.2
        if change is not None:
            low = change.branch == "low" if change.branch else low
            u |= {} if change.branch else {change.path: change.u}
        p = 0.76 + 0.4 * (u["slope"] - 0.5) + 0.1 * (u["weak"] - 0.5) - 0.3 * low
        out.append(rng.random(count) < p)
    return np.array(out, dtype=float)


def each(evaluate):
    """A function of one change as one of several."""
    return lambda changes, draws, count: [evaluate(change, draws, count) for change in changes]


def test_what_crosses_is_found_and_ranked() -> None:
    """Expectation 0.70; it falls below 0.6 under the side "low" (0.46) and below slope 0.25; nothing else does it."""
    found = search([*RANGES, *BRANCHES], each(noisy), 0.6, Effort(draws=400, replicates=10), 1.0)
    assert found.above
    assert [each.change.path for each in found.turned] == ["side", "slope"]
    side, slope = found.turned
    assert side.change.chance == 0.2
    assert side.mean == pytest.approx(0.46, abs=0.03)
    assert 0.12 < slope.change.u < 0.25  # the most plausible value whose whole interval lies below
    assert slope.interval[1] < 0.6
    assert side.address is not None
    k, r = side.address
    assert 400 <= k < 800  # fresh luck
    assert noisy(None, range(k, k + 1), 10)[0, r] == 1.0
    assert noisy(side.change, range(k, k + 1), 10)[0, r] == 0.0
    assert {each.change.path for each in found.nearest} <= {"slope", "weak", "idle", "side"}


def test_luck_alone_turns_nothing() -> None:
    """Thirty unknowns that do nothing, an answer just above the threshold: at most one false flip in ten searches."""
    idle = [Change(f"idle_{i}", u) for i in range(30) for u in (END, 1.0 - END)]
    false = 0
    for seed in range(10):

        def evaluate(change: Change | None, draws: range, count: int, seed: int = seed) -> np.ndarray:
            name = 0 if change is None else int(change.path[5:]) * 1000 + int(100 * change.u)
            rows = [np.random.default_rng([seed, k, name]).random(count) < 0.55 for k in draws]
            return np.array(rows, dtype=float)  # no common luck at all: the hardest case

        false += len(search(idle, each(evaluate), 0.5, Effort(draws=30, replicates=10), 1.0).turned)
    assert false <= 1


def test_too_little_is_refused() -> None:
    with pytest.raises(ScenarioError, match="ask for 8 draws"):
        search(RANGES, each(noisy), 0.5, Effort(draws=4, replicates=10))


def test_changes_of_a_scenario_stay_within_belief(stand_in) -> None:
    resolved = resolve(shorad.load("first_look"))
    changes = list(_changes(resolved))
    by_path = {change.path for change in changes}
    assert by_path >= set(resolved.hypotheses)
    assert all(0.0 < change.chance <= 1.0 for change in changes)
    weights = [change.weight for change in changes if change.path == "pantsir_s1.search_band"]
    assert sum(weights) == pytest.approx(1.0)
    job = Job(1, 2, 2, 1, Meter())
    evaluate = _evaluate([(resolved, Ratios(definition_of(resolved, "leakers")))], job)
    for change in changes[:: max(1, len(changes) // 25)]:
        assert evaluate([change], range(1), 2)[0].shape == (1, 2)  # every one of them can be built


@pytest.mark.slow
def test_the_address_of_a_flip_is_that_of_the_engine() -> None:
    """A change as a setting and as a held value are the same replicate, to the bit."""
    path, text = "pantsir_s1.missile.fuze_radius", "6 m"
    held = resolve(shorad.load("first_look"))
    job = Job(1, 1, 2, 1, Meter())
    one = replicates(build(held, draw(held, 1, 3, {path: 6.0})), job, 3, range(2))
    set_ = resolve(shorad.load("first_look", {path: text}))
    two = replicates(build(set_, draw(set_, 1, 3)), job, 3, range(2))
    assert np.array_equal(one.run, two.run)


def test_the_command(stand_in, tmp_path: Path, typed) -> None:
    out = tmp_path / "turned"
    words = ("--measure", "leakers", "--threshold", "1.0", "--draws", "8", "--replicates", "3", "--weigh", "3")
    code, page, _ = typed("flip", "first_look", *words, "--looks", "1", "-q", "--out", str(out))
    assert code == 0
    assert "seed 1, 8 draws x 3 replicates" in page
    assert max(map(len, page.splitlines())) <= 100
    assert {"flip.png", "study.json"} <= {path.name for path in out.iterdir()}
    found = json.loads((out / "study.json").read_text(encoding="utf-8"))
    assert found["threshold"] == 1.0
    assert found["screened"] > 100
    for each in found["turned"]:
        assert (each["high"] < 1.0) if found["above"] else (each["low"] > 1.0)
        assert each["draw"] >= 8


@pytest.mark.parametrize(
    ("words", "right"),
    [
        (("--measure", "leakers"), "state one: --threshold"),
        (("--threshold", "1.5"), "below 1"),
        (("--threshold", "0"), "above 0"),
        (("--measure", "assets.depo.survival"), "assets.depot.survival"),
        (("--draws", "3"), "ask for 8 draws"),
    ],
)
def test_bad_input(stand_in, typed, words, right) -> None:
    code, _, err = typed("flip", "first_look", "-q", *words)
    assert code == 2
    assert right in err
    assert stand_in.runs == 0


def test_python_gives_the_same(stand_in) -> None:
    found = flip(shorad.load("first_look"), measure="leakers", threshold=3.9, draws=8, replicates=3, effort=QUICK)
    assert found.search.threshold == 3.9
    assert not found.search.above
    assert found.label.startswith("leakers")


def test_a_comparison_turned_round(stand_in, typed) -> None:
    """The answer is the difference under equal luck; a change is held on both sides, if it is unknown there."""
    few = shorad.load("first_look", {"attack.drones.count": "2", "pantsir_s1.crew.operator_time": "40 s"})
    said = (("attack.drones.count", "2"), ("pantsir_s1.crew.operator_time", "40 s"))
    found = flip(shorad.load("first_look"), measure="leakers", variant=Variant("few", few, said), draws=8, replicates=3,
                 effort=QUICK)  # fmt: skip
    paired = compare({"as": shorad.load("first_look"), "few": few}, measure="leakers", draws=8, replicates=3)
    each = paired.pairs["few"]["leakers"]
    assert found.search.mean == pytest.approx(each.difference)
    assert (found.search.threshold, found.search.above) == (0.0, each.difference >= 0.0)
    assert found.label.endswith("few less as it stands")
    assert found.variant == "few: attack.drones.count=2; pantsir_s1.crew.operator_time=40 s"
    sides = [(one, Ratios(definition_of(one, "leakers"))) for one in (resolve(shorad.load("first_look")), resolve(few))]
    assert "pantsir_s1.crew.operator_time" in {change.path for change in _changes(sides[0][0])}
    assert "pantsir_s1.crew.operator_time" not in {change.path for change in _changes(sides[1][0])}
    words = ("--measure", "leakers", "--draws", "8", "--replicates", "3", "--looks", "1", "--weigh", "2", "-q")
    code, page, _ = typed("flip", "first_look", "--variant", "few: attack.drones.count=2", *words)
    assert code == 0 and "few less as it stands" in " ".join(page.split())
    code, _, err = typed("flip", "first_look", "--variant", "few: attack.dron.count=2", *words)
    assert code == 2 and "shorad: --variant few: attack.dron.count=2: there is no part of attack" in err
