"""At which weight the answer flips: by hand, how sure, how often right."""

import numpy as np
import pytest

from shorad.results.columns import Outcomes
from shorad.results.crossing import Crossing, crossing, flip_weight
from shorad.results.provenance import About, provenance
from shorad.results.results import Part, Results

PATH = "assets.depot.survival"


@pytest.fixture
def part(cast, make_blank):
    """A state in which draw i loses the depot in `lost[i]` of its ten raids."""

    def made(label: str, weight: float, lost: list[int]) -> Part:
        o: Outcomes = make_blank(len(lost), 10)
        o.assets["rung"][o.run["r"] < np.array(lost)[o.run["k"]], 1] = 3
        results = Results(o, cast, {}, About("?", answer=PATH), provenance("x", "q", (), 1, len(lost), 10, 1))
        return Part("split", "defence.battery.readiness", label, weight, results)

    return made


def test_a_crossing_by_hand(part) -> None:
    """The same in every draw: 0.8 and 0.2 meet one half in the middle, and the runs leave no doubt."""
    found = crossing([part("on", 0.5, [2, 2, 2]), part("off", 0.5, [8, 8, 8])], PATH, "on", 0.5)
    assert found.weight == pytest.approx(0.5)
    assert found.sampling == pytest.approx((0.5, 0.5))
    assert found.sure


def test_more_scatter_a_wider_crossing(part) -> None:
    near = crossing([part("on", 0.5, [1, 2, 3] * 4), part("off", 0.5, [8, 8, 8] * 4)], PATH, "on", 0.5)
    far = crossing([part("on", 0.5, [0, 2, 4] * 4), part("off", 0.5, [8, 8, 8] * 4)], PATH, "on", 0.5)
    assert near.sure
    assert far.sampling[0] < near.sampling[0] < near.weight < near.sampling[1] < far.sampling[1]


def test_draws_are_matched(part) -> None:
    """Where one state is worse in the draws in which the other is better, their mixture hardly varies."""
    on = part("on", 0.5, [1, 2, 3] * 4)
    same = crossing([on, part("off", 0.5, [7, 8, 9] * 4)], PATH, "on", 0.5)
    against = crossing([on, part("off", 0.5, [9, 8, 7] * 4)], PATH, "on", 0.5)
    assert same.weight == pytest.approx(against.weight)
    assert np.diff(against.sampling) < 0.5 * np.diff(same.sampling)


def test_it_says_that_there_may_be_none(part) -> None:
    """Alone, the better state survives 0.6 on average, but by its draws it may as well be below one half."""
    parts = [part("on", 0.5, [0, 9, 3, 4]), part("off", 0.5, [8, 8, 8, 8])]
    found = crossing(parts, PATH, "on", 0.5)
    assert found.weight == pytest.approx(0.75)
    assert found.sampling[1] == 1.0
    assert not found.sure


def test_none_in_the_estimates_but_one_within_the_error(part) -> None:
    perhaps = crossing([part("on", 0.5, [1, 10, 6, 6]), part("off", 0.5, [9, 9, 9, 9])], PATH, "on", 0.5)
    never = crossing([part("on", 0.5, [6, 6, 6, 6]), part("off", 0.5, [9, 9, 9, 9])], PATH, "on", 0.5)
    assert perhaps.weight is None
    assert perhaps.sampling is not None
    assert never == Crossing(None, None, False)


def test_one_draw_has_no_interval(part) -> None:
    found = crossing([part("on", 0.5, [2]), part("off", 0.5, [8])], PATH, "on", 0.5)
    assert (found.sampling, found.sure) == (None, False)


def test_ninety_five_in_a_hundred_hold_the_true_weight(part) -> None:
    """Chances of 0.9 and 0.3 on average, drawn together: they meet one half at a third."""
    rng, hits, repeats = np.random.default_rng(5), 0, 300
    for _ in range(repeats):
        shift = rng.uniform(-0.1, 0.1, 12)
        on, off = rng.binomial(10, 0.1 + shift), rng.binomial(10, 0.7 + shift)
        low, high = crossing([part("on", 0.5, list(on)), part("off", 0.5, list(off))], PATH, "on", 0.5).sampling
        hits += low <= 1 / 3 <= high
    assert 0.92 <= hits / repeats <= 0.98


def test_the_others_keep_their_proportion(part) -> None:
    parts = [part("on", 0.2, [0, 0]), part("off", 0.6, [8, 8]), part("away", 0.2, [4, 4]), part("never", 0.0, [0, 0])]
    found = crossing(parts, PATH, "on", 0.5)
    assert found.weight == flip_weight(parts, PATH, "on", 0.5) == pytest.approx(2 / 7)  # the others: 0.3
    assert found.sampling == pytest.approx((2 / 7, 2 / 7))
