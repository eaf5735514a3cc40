"""The three intervals: reference values, coverage under nested draws, and the cases at the edges."""

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from shorad.results.intervals import estimate, pooled, ratio, t_quantile, wilson


def nested(rng: np.random.Generator, a: float, b: float, draws: int, replicates: int) -> tuple[NDArray, NDArray]:
    p = rng.beta(a, b, draws)
    k = np.repeat(np.arange(draws), replicates)
    return (rng.random(k.size) < p[k]).astype(float), k


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [(0, 10, 0, 0.277533), (8, 10, 0.490162, 0.943318), (1, 100, 0.001767, 0.054486), (0, 1000, 0, 0.003827),
     (50, 100, 0.403832, 0.596168)],
)  # fmt: skip
def test_wilson_reference_values(hits: int, n: int, low: float, high: float) -> None:
    assert wilson(hits / n, n) == pytest.approx((low, high), abs=1e-6)


@pytest.mark.parametrize("dof", [1, 2, 3, 4, 7, 19, 20, 99, 200, 201, 5000])
def test_t_quantile_against_scipy(dof: int) -> None:
    assert t_quantile(dof) == pytest.approx(stats.t.ppf(0.975, dof), abs=1e-6)


@pytest.mark.parametrize(("a", "b"), [(2.0, 3.0), (0.5, 0.5), (1.0, 9.0)])
def test_coverage_under_nested_draws(a: float, b: float) -> None:
    rng, repeats, hits = np.random.default_rng(20), 1000, 0
    for _ in range(repeats):
        low, high = estimate(*nested(rng, a, b, 20, 100), upper=1.0).sampling
        hits += low <= a / (a + b) <= high
    assert hits / repeats >= 0.93


def test_pooling_all_runs_covers_about_27_percent() -> None:
    """Beta(2, 3), 20 draws of 200: a design effect of 34. The reason why runs are not pooled."""
    rng, repeats, pooled, clustered = np.random.default_rng(4), 1000, 0, 0
    for _ in range(repeats):
        y, k = nested(rng, 2.0, 3.0, 20, 200)
        low, high = wilson(float(y.mean()), y.size)
        pooled += low <= 0.4 <= high
        low, high = estimate(y, k, upper=1.0).sampling
        clustered += low <= 0.4 <= high
    assert 0.22 <= pooled / repeats <= 0.32
    assert clustered / repeats >= 0.93


def test_coverage_with_draws_cut_short() -> None:
    rng, repeats, hits = np.random.default_rng(8), 600, 0
    for _ in range(repeats):
        y, k = nested(rng, 4.0, 4.0, 20, 100)
        keep = np.ones(y.size, bool)
        keep[-80:] = False  # the last draw kept 20 of 100
        low, high = estimate(y[keep], k[keep], upper=1.0).sampling
        hits += low <= 0.5 <= high
    assert hits / repeats >= 0.93


def test_the_mean_weighs_draws_equally() -> None:
    y, k = np.array([1.0, 1, 1, 1, 0, 0]), np.array([0, 0, 0, 0, 7, 7])
    assert estimate(y, k).mean == 0.5


def test_ignorance_takes_the_noise_of_chance_off() -> None:
    """One chance for every draw: the draw means scatter, yet nothing is unknown."""
    rng = np.random.default_rng(3)
    k = np.repeat(np.arange(200), 20)
    widths, raw = [], []
    for _ in range(20):
        y = (rng.random(k.size) < 0.5).astype(float)
        low, high = estimate(y, k, upper=1.0).ignorance
        widths.append(high - low)
        raw.append(np.ptp(np.quantile(y.reshape(200, 20).mean(1), (0.05, 0.95))))
    assert np.mean(widths) < 0.3 * np.mean(raw)


def test_ignorance_recovers_the_spread_of_expected_values() -> None:
    rng = np.random.default_rng(5)
    y, k = nested(rng, 2.0, 2.0, 1000, 20)
    low, high = estimate(y, k, upper=1.0).ignorance
    # shrinking keeps the variance right; the quantiles of a flat-topped beta then agree to 0.03
    assert (low, high) == pytest.approx(stats.beta.ppf((0.05, 0.95), 2, 2), abs=0.03)


def test_chance_is_within_a_draw() -> None:
    k = np.repeat(np.arange(50), 400)
    shift = np.repeat(np.random.default_rng(1).normal(0, 100, 50), 400)
    y = np.random.default_rng(2).normal(0, 1, k.size) + shift
    low, high = estimate(y, k).chance
    assert high - low == pytest.approx(2 * 1.645, rel=0.05)


def test_all_equal_is_wilson_over_the_draws() -> None:
    k = np.repeat(np.arange(20), 50)
    result = estimate(np.zeros(1000), k, upper=1.0)
    assert result.sampling == pytest.approx(wilson(0.0, 20))
    assert result.method == "wilson, all equal"
    assert estimate(np.full(1000, 4.0), k, upper=4.0).sampling[1] == 4.0


def test_one_draw_says_so() -> None:
    y = np.array([1.0, 0, 1, 1, 0, 1, 1, 1, 1, 1])
    result = estimate(y, np.zeros(10), upper=1.0)
    assert result.ignorance is None
    assert "one draw" in result.note
    assert result.sampling[0] < 0.8 < result.sampling[1]
    assert estimate(y * 3, np.zeros(10)).method == "t"
    assert estimate([2.0], [0]).sampling is None


def test_one_replicate_per_draw_cannot_separate() -> None:
    result = estimate([0.0, 1, 1, 0, 1], range(5), upper=1.0)
    assert result.ignorance is None
    assert "told apart" in result.note


def test_ratio_of_means_covers() -> None:
    rng, repeats, hits = np.random.default_rng(11), 600, 0
    k = np.repeat(np.arange(20), 30)
    for _ in range(repeats):
        level = rng.uniform(1, 3, 20)[k]
        d = rng.poisson(5 * level) + 1.0
        x = 2.0 * d + rng.normal(0, 3, k.size) * level
        low, high = ratio(x, d, k).sampling
        hits += low <= 2.0 <= high
    assert hits / repeats >= 0.93


def test_ratio_is_not_the_mean_of_ratios() -> None:
    result = ratio([1.0, 9.0, 2.0, 8.0], [1.0, 3.0, 1.0, 3.0], [0, 0, 1, 1])
    assert result.mean == pytest.approx(20 / 8)


def test_ratio_without_any_denominator_is_absent() -> None:
    assert ratio([0.0, 0], [0.0, 0], [0, 1]) is None
    lone = ratio([0.0, 1, 0, 0], [0.0, 2, 0, 0], [0, 1, 2, 3])
    assert lone.sampling is None
    assert "3 of 4 draws" in lone.note


def test_no_silent_nan() -> None:
    with pytest.raises(ValueError, match="not finite"):
        estimate([1.0, float("nan")], [0, 1])
    with pytest.raises(ValueError, match="no replicate"):
        estimate([], [])


def test_what_is_never_negative_has_no_negative_interval() -> None:
    y, k = np.array([0.0, 0, 0, 100, 0, 0]), np.array([0, 0, 1, 1, 2, 2])
    assert estimate(y, k).sampling[0] == 0.0
    assert estimate(y - 1, k).sampling[0] < 0.0


def uneven(rng: np.random.Generator, draws: int, replicates: int) -> tuple[NDArray, NDArray, NDArray]:
    """Costs of two sides: few draws carry nearly all of the denominator, the others have ratios far above the whole."""
    k = np.repeat(np.arange(draws), replicates)
    level = rng.lognormal(0.0, 2.0, draws)[k]
    return 20.0 + 5.0 * rng.random(k.size), level * (1.0 + rng.random(k.size)), k


@pytest.mark.parametrize("seed", range(20))
def test_what_is_not_known_spreads_a_ratio_about_its_estimate(seed: int) -> None:
    """Centred on the ratios of the draws, as it was, the interval left the estimate out by far."""
    result = ratio(*uneven(np.random.default_rng(seed), 6, 5))
    low, high = result.ignorance
    assert 0.0 <= low <= result.mean <= high
    x, d, k = uneven(np.random.default_rng(seed), 6, 5)
    own = np.array([x[k == i].mean() / d[k == i].mean() for i in range(6)])
    assert own.mean() > result.mean


def test_unknowns_of_a_ratio_with_equal_denominators_are_those_of_a_mean() -> None:
    y, k = nested(np.random.default_rng(6), 2.0, 3.0, 30, 20)
    assert ratio(y, np.ones(y.size), k, 1.0).ignorance == pytest.approx(estimate(y, k, 1.0).ignorance)


def test_unknowns_of_a_ratio_take_the_noise_of_chance_off() -> None:
    """One chance for every draw, as above; the denominators scatter too."""
    rng, k = np.random.default_rng(3), np.repeat(np.arange(200), 20)
    widths, raw = [], []
    for _ in range(20):
        d = rng.poisson(3.0, k.size)
        x = rng.binomial(d, 0.4)
        low, high = ratio(x, d, k, upper=1.0).ignorance
        widths.append(high - low)
        raw.append(np.ptp(np.quantile(x.reshape(200, 20).sum(1) / d.reshape(200, 20).sum(1), (0.05, 0.95))))
    assert np.mean(widths) < 0.3 * np.mean(raw)


def test_unknowns_never_leave_the_estimate_out() -> None:
    """One draw of forty has it all: the 95 % quantile of the draws is 0, the estimate is not."""
    k = np.repeat(np.arange(40), 10)
    y = (k == 7).astype(float)
    for result in (estimate(y, k, upper=1.0), ratio(y, np.where(k % 2, 1.0, 2.0), k, upper=1.0)):
        assert result.ignorance[0] <= result.mean <= result.ignorance[1]


def test_pooled_covers_and_is_the_ratio_of_sums() -> None:
    rng, repeats, hits = np.random.default_rng(13), 600, 0
    for _ in range(repeats):
        p, k = rng.beta(4.0, 4.0, 20), np.repeat(np.arange(20), 4)
        d = rng.poisson(3.0, k.size)
        x = rng.binomial(d, p[k])
        mean, (low, high) = pooled(x, d, k, upper=1.0)
        assert mean == pytest.approx(x.sum() / d.sum())
        hits += low <= 0.5 <= high
    assert hits / repeats >= 0.93
    assert pooled([0.0, 0], [0.0, 0], [0, 1]) is None
    assert pooled([1.0, 0], [1.0, 1], [0, 0], upper=1.0)[1] is not None
    assert pooled([1.0], [1.0], [0])[1] is None
