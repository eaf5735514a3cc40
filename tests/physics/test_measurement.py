"""Modified unbiased conversion: the 2-D reference case, exact moments by quadrature, and the known traps."""

import itertools
import math

import numpy as np
import pytest

from shorad.physics.measurement import unbiased

INDEX = {(0, 0): 3, (0, 1): 4, (0, 2): 5, (1, 1): 6, (1, 2): 7, (2, 2): 8}


def test_two_dimensional_reference():
    """r 10 km, sigma_r 50 m, 45 degrees, sigma 1.5 degrees."""
    got = unbiased(10e3, math.radians(45.0), 0.0, 50.0, math.radians(1.5), 0.0)
    assert got[0] == pytest.approx(7068.645, abs=1e-3)
    assert got[1] == pytest.approx(7068.645, abs=1e-3)
    assert (got[3], got[6]) == pytest.approx((35507.72, 35507.72), abs=0.01)
    assert got[4] == pytest.approx(-32985.96, abs=0.01)
    assert (got[2], got[5], got[7], got[8]) == pytest.approx((0.0, 0.0, 0.0, 0.0), abs=1e-9)


@pytest.mark.parametrize(("range_", "degrees", "bias"), [(50e3, 1.0, 7.615), (10e3, 3.0, 13.698)])
def test_raw_conversion_is_biased(range_, degrees, bias):
    """What the unbiased conversion takes away: R (1 - exp(-s^2 / 2))."""
    got = unbiased(range_, 0.0, 0.0, 0.0, math.radians(degrees), 0.0)
    assert range_ - got[1] == pytest.approx(bias, abs=1e-3)


@pytest.mark.parametrize(("azimuth", "elevation"), list(itertools.product((0.3, 2.1, 5.5), (-0.1, 0.02, 0.7, 1.4))))
def test_three_dimensional_moments_by_quadrature(azimuth, elevation):
    """Mean and covariance of the true position given the plot, by Gauss-Hermite over the three errors."""
    range_, sr, sa, se = 12e3, 40.0, 0.03, 0.05
    nodes, weights = np.polynomial.hermite_e.hermegauss(24)
    weights = weights / weights.sum()
    er, ea, ee = np.meshgrid(nodes, nodes, nodes, indexing="ij")
    w = weights[:, None, None] * weights[None, :, None] * weights[None, None, :]
    r, a, e = range_ - sr * er, azimuth - sa * ea, elevation - se * ee
    xyz = np.array([r * np.cos(e) * np.sin(a), r * np.cos(e) * np.cos(a), r * np.sin(e)])
    mean = (w * xyz).sum(axis=(1, 2, 3))
    got = unbiased(range_, azimuth, elevation, sr, sa, se)
    assert got[:3] == pytest.approx(mean, abs=1e-6)
    for (i, j), at in INDEX.items():
        exact = (w * (xyz[i] - mean[i]) * (xyz[j] - mean[j])).sum()
        assert got[at] == pytest.approx(exact, abs=1e-3, rel=1e-9)


def test_mean_error_conditioned_on_the_plot_is_zero():
    """Monte Carlo, 4 standard errors; dividing by the factor instead leaves + 4.8 m."""
    rng, n = np.random.default_rng(3), 400_000
    r = 10e3 - 50.0 * rng.normal(size=n)
    a = math.radians(45.0) - math.radians(1.5) * rng.normal(size=n)
    x = unbiased(10e3, math.radians(45.0), 0.0, 50.0, math.radians(1.5), 0.0)[0]
    truth = r * np.sin(a)
    error = 4 * truth.std() / math.sqrt(n)
    assert truth.mean() == pytest.approx(x, abs=error)
    older = 10e3 * math.sin(math.radians(45.0)) * math.exp(0.5 * math.radians(1.5) ** 2)
    assert older - x == pytest.approx(4.8, abs=0.1)


def test_covariance_is_positive_and_perfect_plots_have_none():
    for range_, az, el in ((500.0, 1.0, 1.2), (36e3, 6.0, 0.01), (80e3, 3.0, 0.4)):
        got = unbiased(range_, az, el, 20.0, 0.005, 0.01)
        matrix = np.array([[got[3], got[4], got[5]], [got[4], got[6], got[7]], [got[5], got[7], got[8]]])
        assert np.linalg.eigvalsh(matrix).min() > 0.0
        perfect = unbiased(range_, az, el, 0.0, 0.0, 0.0)
        assert perfect[3:] == pytest.approx([0.0] * 6, abs=1e-5)
