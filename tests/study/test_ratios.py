"""Measures that are ratios, in draws of which some have nothing to measure."""

import numpy as np
import pytest

from shorad.errors import ScenarioError
from shorad.results.columns import Outcomes
from shorad.results.measures import Definition
from shorad.study.ratios import Ratios


def outcomes(top: list[float], bottom: list[float]) -> Outcomes:
    table = np.zeros(len(top), [("a", float), ("b", float)])
    table["a"], table["b"] = top, bottom
    return Outcomes(table, table, table, table)


ASKED = Definition("x.share", "x", "share", lambda o: o.run["a"], lambda o: o.run["b"], upper=1.0)
DRAWS = [outcomes([1, 0], [2, 2]), outcomes([0, 0], [0, 0]), outcomes([3, 1], [4, 0])]


def test_the_mean_is_the_ratio_of_sums_and_an_empty_draw_says_nothing() -> None:
    made = Ratios(ASKED)
    cells = made.cells(DRAWS)
    assert cells.shape == (3, 2)
    assert cells.mean() == pytest.approx(5.0 / 8.0)
    assert cells[1] == pytest.approx([5.0 / 8.0, 5.0 / 8.0])
    assert made.nothing == (1, 3)
    assert np.isfinite(cells).all()


def test_without_empty_draws_and_with_equal_bottoms_it_is_the_plain_mean() -> None:
    cells = Ratios(ASKED).cells([outcomes([1, 0], [2, 2]), outcomes([2, 1], [2, 2])])
    assert cells == pytest.approx(np.array([[0.5, 0.0], [1.0, 0.5]]))


def test_the_spread_is_the_error_of_the_ratio() -> None:
    """Against 4,000 ratios of fresh samples: 200 draws of Poisson exposures with a share of 0.3."""
    rng = np.random.default_rng(1)

    def sample() -> list[Outcomes]:
        flights = rng.poisson(0.4, (200, 3))
        return [outcomes(list(rng.binomial(n, 0.3)), list(n)) for n in flights]

    means = [Ratios(ASKED).cells(sample()).mean() for _ in range(400)]
    one = Ratios(ASKED).cells(sample()).mean(axis=1)
    assert np.mean(means) == pytest.approx(0.3, abs=0.005)
    assert one.std(ddof=1) / np.sqrt(200) == pytest.approx(np.std(means), rel=0.2)


def test_points_of_several_calls_are_measured_against_the_first() -> None:
    made = Ratios(ASKED, once=True)
    made.cells(DRAWS)
    again = made.cells([outcomes([0, 0], [0, 0])])
    assert again == pytest.approx(np.full((1, 2), 5.0 / 8.0))
    assert made.nothing == (2, 4)


def test_nothing_at_all_is_refused() -> None:
    with pytest.raises(ScenarioError, match="nothing to measure in any of 1 draws x 2 replicates; study a measure"):
        Ratios(ASKED).cells([outcomes([0, 0], [0, 0])])


def test_a_count_stays_as_it_is() -> None:
    asked = Definition("x", "x", "count", lambda o: o.run["a"])
    assert Ratios(asked).cells(DRAWS) == pytest.approx(np.array([[1, 0], [0, 0], [3, 1]]))
