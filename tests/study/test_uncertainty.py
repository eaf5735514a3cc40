"""Chance and ignorance kept apart: unbiased, with intervals that cover, and the whole command on a stand-in engine."""

import json
from pathlib import Path

import numpy as np
import pytest
from benchmarks.covering import CASES, holds

import shorad
from shorad.errors import ScenarioError
from shorad.results.intervals import estimate
from shorad.results.uncertainty import Nested, variances
from shorad.study.again import known, resolved_of
from shorad.study.uncertainty import uncertainty


def cells(p: np.ndarray, replicates: int, seed: int) -> tuple[np.ndarray, Nested]:
    y = np.random.default_rng([seed, 5]).random((len(p), replicates)) < p[:, None]
    means = y.mean(axis=1)
    within = y.var(axis=1, ddof=1)
    return y.astype(float), Nested(means, within, np.full(len(p), float(replicates)), np.arange(len(p)))


def test_the_case_where_raw_means_lie() -> None:
    """30 replicates, chances of which 90 % lie in [.23, .38]: raw draw means show about [.17, .47]."""
    z = np.linspace(-1.0, 1.0, 200)
    p = 0.305 + 0.075 / 0.9 * z  # uniform: 5 and 95 % at .230 and .380
    raw, freed = [], []
    for seed in range(60):
        y, nested = cells(p, 30, seed)
        raw.append(np.quantile(nested.means, (0.05, 0.95)))
        freed.append(estimate(y.ravel(), np.repeat(np.arange(200), 30)).ignorance)
    ignorance = [variances(cells(p, 30, seed)[1])[1] for seed in range(1000)]
    assert np.mean(raw, axis=0) == pytest.approx([0.155, 0.465], abs=0.015)  # what would be shown without correction
    assert np.mean(freed, axis=0) == pytest.approx([0.23, 0.38], abs=0.02)
    assert np.mean(ignorance) == pytest.approx(p.var(ddof=1), rel=0.05)  # four standard errors


def test_ignorance_is_unbiased_where_there_is_none() -> None:
    """Twice its standard error over 400 studies of 20 x 12; half of the estimates are negative, and kept so."""
    found = [variances(cells(np.full(20, 0.4), 12, seed)[1])[1] for seed in range(400)]
    assert abs(np.mean(found)) < 2.0 * np.std(found) / 20.0
    assert min(found) < 0.0


@pytest.mark.parametrize("case", sorted(CASES))
def test_the_interval_of_the_split_covers(case: str) -> None:
    """Nominal 95 %: of 200 studies at least 90 % (less by chance once in 1000 such tests)."""
    assert holds(*CASES[case], studies=200) >= 0.90


def test_all_measures_hypotheses_and_unknowns(stand_in) -> None:
    found = uncertainty(shorad.load("first_look"), draws=24, replicates=6)
    assert found.measure == "assets.depot.survival"
    assert {"leakers", "cost.defence"} <= set(found.spreads)
    each = found.spreads["leakers"]
    assert each.estimate.mean == pytest.approx(found.results["leakers"].estimate.mean)
    assert 0.0 <= each.share_interval[0] <= each.share <= each.share_interval[1] <= 1.0
    assert all(sum(side.draws for side in dispute.sides) == 24 for dispute in found.disputes)
    assert len(found.unknowns) == len(resolved_of(found.results).addresses)
    assert found.swings[0].size >= found.swings[-1].size


def test_an_earlier_run_is_read_at_no_cost(stand_in, tmp_path: Path) -> None:
    first = uncertainty(shorad.load("first_look", {"attack.drones.count": "2"}), draws=22, replicates=4, seed=3)
    runs = stand_in.runs
    back = uncertainty(results=shorad.load_results(first.results.save(tmp_path / "kept")))
    assert stand_in.runs == runs
    assert back.spreads == first.spreads
    assert back.unknowns == first.unknowns
    assert known(back.results, "leakers").cells.shape == (22, 4)


def test_too_little_is_refused(stand_in) -> None:
    scenario = shorad.load("first_look")
    with pytest.raises(ScenarioError, match="ask for 8 or more"):
        uncertainty(scenario, draws=4)
    with pytest.raises(ScenarioError, match="ask for 2 or more"):
        uncertainty(scenario, replicates=1)
    with pytest.raises(ScenarioError, match=r'did you mean "leakers"'):
        uncertainty(scenario, measure="leaker", draws=8, replicates=2)
    assert stand_in.runs == 16  # refused before the work, but for the last


def test_the_command(stand_in, tmp_path: Path, typed) -> None:
    out = tmp_path / "sure"
    words = ("study", "uncertainty", "first_look", "--draws", "20", "--replicates", "4", "-q", "--out", str(out))
    code, page, _ = typed(*words)
    assert code == 0
    assert "Chance that depot survives" in page
    assert "seed 1, 20 draws x 4 replicates" in page
    assert max(map(len, page.splitlines())) <= 100
    assert {"uncertainty.png", "measures.parquet", "hypotheses.parquet", "study.json", "runs.parquet"} <= {
        path.name for path in out.iterdir()
    }
    code, text, _ = typed("study", "uncertainty", "--from", str(out), "--json", "-q")
    again = json.loads(text)
    assert again["measures"] == json.loads((out / "study.json").read_text(encoding="utf-8"))["measures"]
    assert again["seed"] == 1
    assert typed("study", "uncertainty", "-q")[0] == 2
    (tmp_path / "foreign").mkdir()
    (tmp_path / "foreign" / "letter.txt").touch()
    code, _, err = typed(*words[:-1], str(tmp_path / "foreign"))
    assert code == 2
    assert "nothing there was touched" in err
