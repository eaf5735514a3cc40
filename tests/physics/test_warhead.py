from math import sqrt

import numpy as np
import pytest

from shorad.physics import warhead


def test_carleton_under_a_normal_miss() -> None:
    assert warhead.carleton_mean(1.0, 5.0, 5.0, 0.0) == pytest.approx(0.5, abs=1e-6)
    assert warhead.carleton_mean(1.0, 5.0, 3.0, 4.0) == pytest.approx(0.581131, abs=1e-6)


def test_closed_form_is_the_mean_of_the_point_function() -> None:
    rng = np.random.default_rng(5)
    miss = np.hypot(rng.normal(4.0, 3.0, 40_000), rng.normal(0.0, 3.0, 40_000))
    kills = np.array([warhead.carleton(x, 1.0, 5.0) for x in miss])
    assert kills.mean() == pytest.approx(0.581131, abs=4 * kills.std() / sqrt(len(kills)))


@pytest.mark.parametrize(
    ("b", "reach", "sigma"), [(4.0, 9.0, 0.6), (4.0, 9.0, 6.0), (9.0, 5.0, 3.0), (3.0, 10.0, 80.0)]
)
def test_mean_out_to_the_reach_of_the_fuze(b: float, reach: float, sigma: float) -> None:
    """Against quadrature of the point function over the radius of a circular normal miss."""
    r = (np.arange(20_000) + 0.5) * reach / 20_000
    density = r / sigma**2 * np.exp(-0.5 * (r / sigma) ** 2)
    plain = float((np.array([warhead.carleton(x, 0.9, b) for x in r]) * density).sum() * reach / 20_000)
    assert warhead.fuzed_mean(0.9, b, reach, sigma) == pytest.approx(plain, rel=1e-6)


def test_mean_without_a_miss_or_without_effect() -> None:
    assert warhead.fuzed_mean(0.9, 4.0, 9.0, 0.0) == 0.9
    assert warhead.fuzed_mean(0.9, 0.0, 9.0, 1.0) == 0.0


def test_common_aim_salvo_is_below_independent_shots() -> None:
    one, two = (warhead.common_aim_salvo(n, 0.8, 6.0, 4.0) for n in (1, 2))
    assert one == pytest.approx(0.553846, abs=1e-6)
    assert two == pytest.approx(0.768869, abs=1e-6)
    assert 1 - (1 - one) ** 2 == pytest.approx(0.800947, abs=1e-6)


def test_same_lethal_area() -> None:
    radius = warhead.cookie_radius(6.0)
    assert warhead.cookie_mean(radius, 4.0) == pytest.approx(0.894601, abs=1e-6)
    assert warhead.carleton_mean(1.0, 6.0, 4.0, 0.0) == pytest.approx(0.692308, abs=1e-6)
    assert (warhead.cookie(radius, radius), warhead.cookie(radius * 1.001, radius)) == (1.0, 0.0)
    assert pytest.approx(1.177410, abs=1e-6) == warhead.CEP_PER_SIGMA


def test_isotropic_fragments() -> None:
    for r, p in ((3.0, 0.954710), (6.0, 0.538683), (9.0, 0.290967)):
        assert warhead.fragments(700.0, 0.5, 1.0, r) == pytest.approx(p, abs=1e-6)


def test_limits_of_the_point_function() -> None:
    assert warhead.carleton(0.0, 0.9, 5.0) == pytest.approx(0.9)
    assert warhead.carleton(0.0, 0.9, 0.0) == 0.9
    assert warhead.carleton(0.1, 0.9, 0.0) == 0.0
