"""Which replicate: ranks, percentiles, addresses, and what is said when there is none."""

import numpy as np
import pytest
from outcomes import CAST, blank, lucky

from shorad.errors import ScenarioError
from shorad.results.pick import pick, ranking
from shorad.results.provenance import About, Provenance
from shorad.results.results import Results

MADE = Provenance("x.yaml", "", "0" * 64, (), 1, 4, 5, "0.1.0", "3.11", "here", (), "", "")


def results(outcomes, answer="leakers"):
    return Results(outcomes, CAST, {k: {} for k in range(4)}, About("Why?", answer=answer), MADE)


@pytest.fixture
def ranked():
    """Twenty replicates with 0 to 19 leakers, in a scrambled order."""
    o = blank(4, 5)
    o.run["leakers"] = np.random.default_rng(1).permutation(20)
    for row, n in enumerate(o.run["leakers"]):
        o.objects["leaked"][row, :] = 0
        o.run["value_lost"][row] = n
    return results(o, answer="damage.value")


@pytest.mark.parametrize(("which", "rank"), [("best", 0), ("worst", 19), ("p0", 0), ("p100", 19), ("p50", 10)])
def test_ranks_go_from_best_to_worst(ranked, which, rank):
    assert ranked.outcomes.run["leakers"][pick(ranked, which).row] == rank


def test_the_median_is_in_the_middle(ranked):
    assert ranked.outcomes.run["leakers"][pick(ranked).row] in (9, 10)
    assert pick(ranked).why == "median of damage.value"


def test_survival_counts_the_other_way():
    o = lucky()
    order, by = ranking(results(o, answer="assets.depot.survival"))
    assert by == "assets.depot.survival"
    assert o.assets["rung"][order[-1], 1] == 3 > o.assets["rung"][order[0], 1]


def test_addresses_and_numbers(ranked):
    assert (pick(ranked, "3:2").k, pick(ranked, "3:2").r) == (3, 2)
    assert pick(ranked, (3, 2)) == pick(ranked, "3:2")
    assert pick(ranked, 7).row == pick(ranked, "7").row == 7
    assert pick(ranked, "leaker").row == int(np.flatnonzero(ranked.outcomes.run["leakers"] > 0)[0])


@pytest.mark.parametrize(
    ("which", "said"),
    [
        ("20", "there is no replicate 20; the result has 20, numbered 0 to 19"),
        ("-1", "there is no replicate -1"),
        ("9:0", "no replicate 0 of draw 9; draws go from 0 to 3"),
        ("medan", 'did you mean "median"'),
        ("p101", '"p101" names no replicate'),
    ],
)
def test_what_is_not_there_is_an_error(ranked, which, said):
    with pytest.raises(ScenarioError, match=said):
        pick(ranked, which)


def test_no_leaker_is_an_error():
    with pytest.raises(ScenarioError, match="no replicate has a leaker"):
        pick(results(blank(4, 5)), "leaker")


def test_an_unknown_measure_is_an_error(ranked):
    with pytest.raises(ScenarioError, match="no measure is called"):
        pick(ranked, "median", "assets.depo.survival")
