"""Running until an interval is narrow enough."""

import numpy as np
import pytest
from small_scenario import SMALL

import shorad
from shorad.engine.fates import RUN
from shorad.errors import ScenarioError
from shorad.results.columns import Outcomes
from shorad.results.measures import _cost, measure
from shorad.spec.load import parse_scenario
from shorad.study import run
from shorad.study.stopping import LEAST, look, numbers, per_draw, until, width
from shorad.view.summary import answer_lines

ANSWER = "assets.depot.survival"


@pytest.mark.parametrize(
    ("text", "path", "half"),
    [
        ("assets.depot.survival +- 0.02", ANSWER, 0.02),
        ("leakers ± 0.1", "leakers", 0.1),
        ("+- 2%", ANSWER, 0.02),
        ("halfwidth of leakers < 1e-1", "leakers", 0.1),
        ("half-width of leakers<0.1", "leakers", 0.1),
    ],
)
def test_how_it_is_written(text: str, path: str, half: float) -> None:
    found = width(text, ANSWER)
    assert (found.path, found.half) == (path, pytest.approx(half))


@pytest.mark.parametrize("text", ["leakers", "leakers < 0.5", "leakers +- 0", "leakers +- -1", "leakers +- 1e", ""])
def test_what_says_nothing_is_refused(text: str) -> None:
    with pytest.raises(ScenarioError, match=r"--until \"assets\.depot\.survival \+- 0\.02\""):
        width(text, ANSWER)


def test_looks_are_few_and_end_at_the_limit() -> None:
    found = list(numbers(10, 1000))
    assert found[0] == LEAST
    assert found[-1] == 1000
    assert len(found) < 16
    assert sorted(set(found)) == found
    assert list(numbers(50, 20)) == [20]


def test_draws_that_all_agree_are_not_certain() -> None:
    assert look(np.zeros(32), 0.0, 1.0).half > 0.05
    assert look(np.zeros(1), 0.0, 1.0).half == np.inf
    rng = np.random.default_rng(1)
    y = rng.normal(5.0, 2.0, 10_000)
    assert look(y, float(y.min()), float(y.max())).half == pytest.approx(1.96 * 2.0 / 100.0, rel=0.05)


def test_it_stops_where_it_should() -> None:
    y = np.random.default_rng(2).random(20_000) < 0.3
    seen, reached = until(0.02, lambda n: (y[:n].astype(float), 0.0, 1.0), 32, 20_000)
    assert reached
    assert 0.95 * 1.96**2 * 0.21 / 0.02**2 < seen.draws < 1.35 * 1.96**2 * 0.21 / 0.02**2
    seen, reached = until(0.02, lambda n: (y[:n].astype(float), 0.0, 1.0), 32, 500)
    assert not reached
    assert seen.draws == 500


def scenario() -> shorad.Scenario:
    return parse_scenario(SMALL + f"answer: {ANSWER}\n", "small.yaml")


def test_a_run_until(stand_in, tmp_path) -> None:
    found = run(scenario(), replicates=3, until="leakers +- 0.15", but_for=False)
    draws = found.provenance.draws
    assert len(found) == 3 * draws == stand_in.runs
    assert found.provenance.stopping.startswith("leakers ± 0.15: reached, ± 0.1")
    assert f"Run until {found.provenance.stopping}." in answer_lines(found)
    whole = run(scenario(), replicates=3, draws=draws, but_for=False)
    assert all(a.tobytes() == b.tobytes() for a, b in zip(whole.outcomes, found.outcomes, strict=True))
    kept = run(scenario(), replicates=3, until="leakers +- 0.15", but_for=False, out=tmp_path / "r")
    assert kept.draws == found.draws
    assert shorad.load_results(tmp_path / "r").provenance.stopping == found.provenance.stopping
    again = run(scenario(), replicates=3, until="leakers +- 0.15", but_for=False, out=tmp_path / "r", resume=True)
    assert again.draws == found.draws


def test_a_run_that_gives_up_says_so(stand_in) -> None:
    found = run(scenario(), replicates=2, until="+- 0.001", most=40, but_for=False)
    assert found.provenance.draws == 40
    assert f"{ANSWER} ± 0.001: not reached" in found.provenance.stopping


def test_an_unknown_measure_and_a_limit_without_a_rule(stand_in) -> None:
    with pytest.raises(ScenarioError, match="leakers"):
        run(scenario(), until="leaker +- 0.1")
    with pytest.raises(ScenarioError, match="add --until"):
        run(scenario(), most=100)
    assert stand_in.runs == 0


def test_ratios_have_the_spread_of_their_linear_part() -> None:
    rng = np.random.default_rng(3)
    k = np.repeat(np.arange(3000), 2)
    run_rows = np.zeros(6000, RUN)
    run_rows["k"], run_rows["cost_defence"], run_rows["cost_attack"] = (
        k,
        rng.gamma(2.0, size=6000),
        1 + rng.random(6000),
    )
    none = np.zeros((6000, 0))
    outcomes = Outcomes(run_rows, none, none, none)
    definition = next(each for each in _cost() if each.path == "cost.exchange")
    found, (values, low, high) = measure(definition, outcomes), per_draw(definition, outcomes)
    assert found is not None
    assert found.estimate.sampling is not None
    assert values.mean() == pytest.approx(found.estimate.mean)
    half = 0.5 * (found.estimate.sampling[1] - found.estimate.sampling[0])
    assert look(values, low, high).half == pytest.approx(half, rel=0.2)
