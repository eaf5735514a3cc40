"""Studies on functions with known answers, through the same code path that studies a scenario.

Sobol indices of the reference functions: test_sensitivity.py.
"""

from math import erf

import numpy as np
import pytest
from known_answers import I_FIRST, I_TOTAL, g_function, ishigami, payoffs, subject

from shorad.errors import ScenarioError
from shorad.study import worth
from shorad.study.given import given_data
from shorad.study.morris import morris
from shorad.study.sobol import sobol
from shorad.study.subject import Subject


def test_noise_is_taken_off_the_indices() -> None:
    """Noise of twice the function's own spread; without the correction every total index would be near 1."""
    found = sobol(subject(3, ishigami, noise=7.5), 2**13, 4)
    assert found.chance == pytest.approx(7.5**2, rel=0.05)
    assert found.variance == pytest.approx(13.844588, rel=0.1)
    for index, s1, st in zip(found.indices, I_FIRST, I_TOTAL, strict=True):
        assert index.first_interval[0] <= s1 <= index.first_interval[1], index
        assert index.total_interval[0] <= st <= index.total_interval[1], index
        assert index.total == pytest.approx(st, abs=0.12), index


def test_intervals_cover_the_truth() -> None:
    """First-order index of Ishigami's first input at 256 noisy points: 95 % intervals, 60 repeats, >= 52 cover.

    Fewer would come by chance once in 500 such tests.
    """
    hits = 0
    for seed in range(60):
        found = sobol(subject(3, ishigami, noise=2.0), 256, 4, seed=seed, only=("x0",))
        low, high = found.indices[0].first_interval
        hits += low <= I_FIRST[0] <= high
    assert hits >= 52


def test_screening_finds_what_matters_in_noise() -> None:
    found = {effect.name: effect for effect in morris(subject(8, g_function, noise=0.3), 60, 16)}
    assert found["x0"].size > found["x1"].size > max(found[f"x{i}"].size for i in range(4, 8))
    still = morris(subject(8, lambda u: np.zeros(len(u)), noise=1.0), 40, 8)
    assert np.mean([effect.size for effect in still]) < 0.25  # halves of one size: root of a mean of products


def test_given_data_indices_of_a_noisy_function() -> None:
    asked = subject(3, ishigami, noise=3.0)
    points = np.random.default_rng(3).random((4000, 3))
    found = {each.name: each for each in given_data(asked.names, points, asked.evaluate(points, 0, 8), asked)}
    assert found["x0"].share == pytest.approx(I_FIRST[0], abs=0.05)
    assert found["x1"].share == pytest.approx(I_FIRST[1], abs=0.08)  # eight classes flatten a sine
    assert abs(found["x2"].share) < 0.02 and not found["x2"].stands_out
    assert found["x0"].stands_out and found["x1"].stands_out


def test_hypotheses_are_inputs() -> None:
    """A branch taken with weight 0.3 that adds 2: variance 0.84; beside it a range with variance 1/12."""

    def evaluate(u: np.ndarray, first: int, count: int) -> np.ndarray:
        return np.repeat(((u[:, 0] >= 0.7) * 2.0 + u[:, 1])[:, None], count, axis=1)

    asked = Subject(("branch", "range"), evaluate, ((0.7, 1.0), ()))
    share = 0.84 / (0.84 + 1 / 12)
    points = np.random.default_rng(1).random((2000, 2))
    by_name = {each.name: each.share for each in given_data(asked.names, points, evaluate(points, 0, 1), asked)}
    assert by_name["branch"] == pytest.approx(share, abs=0.02)
    assert sobol(asked, 4096, 1).indices[0].first == pytest.approx(share, abs=0.01)


# ---- value of information ------------------------------------------------------------------
@pytest.mark.parametrize(("mu", "spread", "value"), [(0.0, 1.0, 0.398942), (1.0, 2.0, 0.395593), (500, 2000, 572.689)])
def test_perfect_information_normal(mu, spread, value) -> None:
    z = np.random.default_rng(5).standard_normal(10_000)
    for noise in (0.0, 1.0):
        found = worth.evpi(payoffs(len(z), 4, mu + spread * z, noise * spread))
        assert found.value == pytest.approx(value, rel=0.05), noise
        assert found.interval[0] <= value <= found.interval[1]


def test_partial_information_normal() -> None:
    z = np.random.default_rng(6).standard_normal((20_000, 3))
    u = 0.5 * (1.0 + np.vectorize(erf)(z / np.sqrt(2.0)))
    pay = payoffs(20_000, 4, 1.0 + 1.5 * z[:, 0] + z[:, 1], 1.0)
    all_of_it = worth.evpi(pay)
    first, second, unrelated = (worth.evppi(f"z{i}", u[:, i], pay, all_of_it) for i in range(3))
    group = worth.evppi("z0 and z1", u[:, :2], pay, all_of_it)
    assert all_of_it.value == pytest.approx(0.327098, rel=0.05)
    assert first.value == pytest.approx(0.226679, rel=0.05)
    assert unrelated.value < 0.01
    assert unrelated.value <= second.value <= first.value <= group.value <= all_of_it.value
    assert group.value == pytest.approx(0.327098, rel=0.06)


def test_a_look_is_worth_less_the_poorer_it_is() -> None:
    """A look with normal error e at N(0, 1): the value is that of a spread 1 / sqrt(1 + e^2)."""
    z = np.random.default_rng(8).standard_normal(20_000)
    u = 0.5 * (1.0 + np.vectorize(erf)(z / np.sqrt(2.0)))
    pay = payoffs(20_000, 2, z, 0.5)
    looks = [worth.evsi("z", u, error, pay).value for error in (0.0, 0.5, 1.0, 3.0)]
    assert looks == sorted(looks, reverse=True)
    for value, error in zip(looks, (0.0, 0.5, 1.0, 3.0), strict=True):
        assert value == pytest.approx(0.398942 / np.sqrt(1.0 + error**2), rel=0.06)


def test_two_equal_options_make_knowledge_worth_nothing() -> None:
    """Where a maximum over noisy means would show 0.25 or more."""
    rng = np.random.default_rng(9)
    naive, perfect, partial = [], [], []
    for seed in range(20):
        pay = payoffs(200, 10, np.zeros(200), 1.5, seed)
        cells = pay.mean(axis=1)
        naive.append(cells.max(axis=1).mean() - cells.mean(axis=0).max())
        perfect.append(worth.evpi(pay).value)
        partial.append(worth.evppi("x", rng.random(200), pay).value)
    assert np.mean(naive) > 0.2
    assert np.mean(perfect) < 0.06
    assert np.mean(partial) < 0.04


def test_three_options() -> None:
    """The best of three independent standard normal payoffs: 3 / (2 sqrt(pi))."""
    z = np.random.default_rng(10).standard_normal((100_000, 3))
    truth = z.max(axis=1).mean()  # three independent normals: 3 / (2 sqrt(pi)) = 0.846284
    pay = z[:20_000, None, :] + 1.0 * np.random.default_rng(11).standard_normal((20_000, 4, 3))
    assert truth == pytest.approx(0.846284, rel=0.01)
    assert worth.evpi(pay).value == pytest.approx(0.846284, rel=0.03)


def test_too_little_is_refused() -> None:
    with pytest.raises(ScenarioError, match="ask for 32"):
        sobol(subject(3, ishigami), 8, 1)
    with pytest.raises(ScenarioError, match="two options"):
        worth.decide(["one"], np.zeros((50, 2, 1)))
    with pytest.raises(ScenarioError, match="ask for 40"):
        worth.decide(["one", "two"], np.zeros((5, 2, 2)))
    with pytest.raises(ScenarioError, match="ask for 20"):
        given_data(("x",), np.zeros((5, 1)), np.zeros((5, 2)))
    with pytest.raises(ScenarioError, match="even"):
        morris(subject(2, lambda u: u[:, 0]), 5, 3)
