"""Knife edge against ITU-R P.526 and the exact Fresnel integral (validation 10)."""

import math

import pytest
from scipy.special import fresnel

from shorad.physics import diffraction, terrain


def exact(v):
    """-20 log10 of the half-plane's field: |integral from v to infinity of exp(-i pi t^2 / 2)| / sqrt 2."""
    s, c = fresnel(v)
    return -20.0 * math.log10(math.hypot(0.5 - c, 0.5 - s) / math.sqrt(2.0))


@pytest.mark.parametrize(
    ("v", "j", "integral"),
    [(0.0, 6.0329, 6.0206), (1.0, 13.9257, 13.8641), (2.0, 19.0429, 19.0910), (4.0, 24.8813, 25.0030)],
)
def test_values(v, j, integral):
    assert diffraction.knife_edge(v) == pytest.approx(j, abs=1e-4)
    assert exact(v) == pytest.approx(integral, abs=1e-4)


def test_the_approximation_keeps_its_bound():
    for i in range(451):
        v = -0.5 + 0.01 * i
        assert abs(diffraction.knife_edge(v) - exact(v)) <= 0.13


def test_far_from_the_edge():
    assert diffraction.knife_edge(-0.8) == 0.0
    assert diffraction.knife_edge(-50.0) == 0.0
    assert diffraction.knife_edge(-0.77) < 0.1
    assert diffraction.knife_edge_power(0.0) == pytest.approx(10**-0.60329, rel=1e-4)


def test_parameter():
    """An edge one Fresnel radius into the path is v = sqrt 2."""
    wavelength = 299_792_458.0 / 3e9
    r = terrain.fresnel_radius(wavelength, 3e3, 12e3, 1.0)
    assert diffraction.fresnel_parameter(r, 3e3, 12e3, wavelength) == pytest.approx(math.sqrt(2.0))
