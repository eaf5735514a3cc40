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
