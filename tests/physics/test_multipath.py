"""Two rays over flat and spherical earth against the reference values (validation 1.6)."""

import math

import numpy as np
import pytest

from shorad.physics import multipath
from shorad.physics.geometry import horizon_distance

C = 299_792_458.0
A = 4.0 / 3.0 * 6371e3


def test_flat_mirror():
    """|2 sin(2 pi h1 h2 / (lambda R))| and exact paths: 1 % away from nulls, the null itself."""
    assert multipath.two_ray_sine(5.0, 100.0, 8e3, C / 10e9) == pytest.approx(1.01565, rel=1e-4)
    assert multipath.two_ray(5.0, 100.0, 8e3, C / 10e9, 1.0) == pytest.approx(1.01389, rel=1e-4)
    assert multipath.two_ray_sine(10.0, 50.0, 10e3, C / 3e9) == pytest.approx(0.00435, abs=1e-5)
    assert multipath.two_ray(10.0, 50.0, 10e3, C / 3e9, 1.0) == pytest.approx(0.00427, abs=1e-5)


def test_echo_gains_at_most_12_db_and_7_8_on_the_mean():
    phase = (np.arange(100_000) + 0.5) * 2.0 * math.pi / 100_000
    f4 = np.array([multipath.factor2(p, 1.0) for p in phase[::100]]) ** 2
    assert 10 * math.log10(f4.max()) == pytest.approx(12.04, abs=0.01)
    assert f4.mean() == pytest.approx(6.0, rel=1e-12)
    assert multipath.lobe_average(1.0) == 6.0
    f4 = np.array([multipath.factor2(p, 0.3) for p in phase[::100]]) ** 2
    assert f4.mean() == pytest.approx(multipath.lobe_average(0.3), rel=1e-12)


def test_roughness():
    """exp(-2 (2 pi sigma sin psi / lambda)^2); Rayleigh's limit lambda / (8 sin psi) leaves exp(-pi^2 / 8)."""
    sigma = 0.03 / (8.0 * math.sin(0.01))
    assert multipath.roughness_factor(sigma, math.sin(0.01), 0.03) == pytest.approx(math.exp(-(math.pi**2) / 8.0))
    assert multipath.roughness_factor(0.0, 0.01, 0.03) == 1.0
    assert multipath.two_ray(10.0, 100.0, 5e3, 0.1, 0.0) == 1.0


@pytest.mark.parametrize(
    ("h1", "h2", "d"), [(5.0, 300.0, 15e3), (300.0, 5.0, 15e3), (10.0, 50.0, 30e3), (4.0, 4.0, 1e3)]
)
def test_mirror_point_on_the_sphere(h1, h2, d):
    """It solves Blake's cubic, and both rays meet the tangent plane at one angle."""
    x = multipath.reflection_point(h1, h2, d, A)
    assert 0.0 < x < d
    cubic = 2 * x**3 - 3 * d * x**2 + (d * d - 2 * A * (h1 + h2)) * x + 2 * A * d * h1
    assert abs(cubic) < 1e-9 * 2 * A * d * (h1 + h2)
    e1, e2 = h1 - x * x / (2 * A), h2 - (d - x) ** 2 / (2 * A)
    assert e1 / x == pytest.approx(e2 / (d - x), rel=1e-9)
    delta, sine, divergence = multipath.over_sphere(h1, h2, d, A)
    assert delta == pytest.approx(2 * e1 * e2 / d, rel=2e-3)
    assert sine == pytest.approx((e1 + e2) / math.hypot(d, e1 + e2))
    assert divergence == pytest.approx((1.0 + 2.0 * x * (d - x) / (A * (e1 + e2))) ** -0.5)
    assert divergence < 1.0
    assert delta < multipath.path_difference(h1, h2, d)


def test_the_sphere_near_by_is_flat_and_ends_at_the_horizon():
    flat = multipath.path_difference(10.0, 200.0, 2e3)
    delta, _, divergence = multipath.over_sphere(10.0, 200.0, 2e3, A)
    assert delta == pytest.approx(flat, rel=1e-2)
    assert divergence == pytest.approx(1.0, abs=5e-3)
    reach = horizon_distance(10.0, 50.0, 4.0 / 3.0)
    assert multipath.over_sphere(10.0, 50.0, reach * 1.01, A) == (0.0, 0.0, 0.0)
    assert multipath.over_sphere(10.0, 50.0, reach * 0.99, A)[0] < 1e-3


def test_beam():
    assert multipath.beam_voltage(0.0, 0.02) == 1.0
    assert multipath.beam_voltage(0.01, 0.02) ** 2 == pytest.approx(0.5)
