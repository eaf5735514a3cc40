"""Ground and rain clutter, moving-target filters (validation 1.6)."""

import math

import numpy as np
import pytest

from shorad.physics import clutter

C = 299_792_458.0


def db(x):
    return 10.0 * math.log10(x)


def test_blind_speeds():
    assert clutter.blind_speed(1.0, C / 10e9, 4e3) == pytest.approx(59.958, abs=1e-3)
    assert clutter.blind_speed(1.0, C / 3e9, 1e3) == pytest.approx(49.965, abs=1e-3)


def test_canceller():
    """4 sin^2(pi f_d / PRF): 4 half way, 0 at a blind speed; with noise taken out the mean over all speeds is 1."""
    wavelength, prf = C / 10e9, 4e3
    blind = clutter.blind_speed(1.0, wavelength, prf)
    assert clutter.canceller_gain(0.5 * blind, wavelength, prf) == pytest.approx(4.0)
    speeds = (np.arange(1000) + 0.5) / 1000 * blind
    for order, top in ((1.0, 2.0), (2.0, 8.0 / 3.0)):
        got = [clutter.response(order, v, wavelength, prf) for v in speeds]
        assert np.mean(got) == pytest.approx(1.0, rel=1e-9)
        assert max(got) == pytest.approx(top, rel=1e-4)
        for n in (0.0, 1.0, 3.0):
            assert clutter.response(order, n * blind, wavelength, prf) == pytest.approx(0.0, abs=1e-12)
    assert clutter.response(0.0, blind, wavelength, prf) == 1.0


def test_stagger_fills_the_blind_speed_but_not_zero():
    wavelength, prf = C / 10e9, 4e3
    blind = clutter.blind_speed(1.0, wavelength, prf)
    assert clutter.staggered(2.0, blind, wavelength, prf, 1.0) == pytest.approx(0.0, abs=1e-12)
    assert clutter.staggered(2.0, blind, wavelength, prf, 1.25) > 0.3
    assert clutter.staggered(2.0, 0.0, wavelength, prf, 1.25) == 0.0


def test_improvement():
    """Gaussian clutter of 10 Hz at 1 kHz."""
    assert db(clutter.improvement_single(10.0, 1e3)) == pytest.approx(27.051, abs=0.01)
    assert db(2.0 * (1e3 / (2.0 * math.pi * 10.0)) ** 2) == pytest.approx(27.047, abs=0.001)
    assert db(clutter.improvement_double(10.0, 1e3)) == pytest.approx(51.083, abs=0.01)
    # the exact value is clutter in over clutter out, noise gain 2, of the filter 4 sin^2 over the spectrum
    f = np.linspace(-80.0, 80.0, 20_001)
    weight = np.exp(-0.5 * (f / 10.0) ** 2)
    out = (4.0 * np.sin(math.pi * f / 1e3) ** 2 * weight).sum() / weight.sum()
    assert clutter.improvement_single(10.0, 1e3) == pytest.approx(2.0 / out, rel=1e-6)


def test_ground():
    """sigma0 R theta (c tau / 2) sec psi, constant gamma."""
    psi = math.asin(0.01)
    s0 = clutter.sigma0(10**-1.5, 0.01)
    assert s0 == pytest.approx(3.1623e-4, rel=1e-4)
    assert clutter.sigma0(0.03, -0.01) == 0.0
    got = clutter.cell_rcs(s0, 5e3, math.radians(2.0), 75.0, math.cos(psi))
    assert got == pytest.approx(3.1623e-4 * 5e3 * math.radians(2.0) * 75.0 / math.cos(psi), rel=1e-4)


def test_grazing():
    """Flat near by, 0 at the horizon, negative beyond."""
    a = 4.0 / 3.0 * 6371e3
    assert clutter.grazing_sine(10.0, 1000.0, a) == pytest.approx(0.01, rel=0.01)
    assert clutter.grazing_sine(10.0, math.sqrt(2 * a * 10.0), a) == pytest.approx(0.0, abs=1e-12)
    assert clutter.grazing_sine(10.0, 20e3, a) < 0.0


def test_rain():
    """pi^5 |K|^2 Z / lambda^4 with Z = 200 R^1.6 and |K|^2 = 0.93, within 10 % of Skolnik's rounded 7e-12."""
    for f, rate in ((3e9, 4.0), (10e9, 10.0)):
        z = 200.0 * rate**1.6 * 1e-18
        theory = math.pi**5 * 0.93 * z / (C / f) ** 4
        assert clutter.rain_reflectivity(f, rate * clutter.MM_PER_HOUR) == pytest.approx(theory, rel=0.1)
    assert clutter.rain_reflectivity(10e9, 0.0) == 0.0


def test_cell_volume_is_the_integral_of_the_two_way_beam():
    az, el = 0.03, 0.05
    x = np.linspace(-0.2, 0.2, 4001)
    wide = [np.sum([clutter.two_way_gain(v, width, 0.0) for v in x]) * (x[1] - x[0]) for width in (az, el)]
    got = clutter.cell_volume(8e3, az, el, 50.0)
    assert got == pytest.approx(8e3**2 * wide[0] * wide[1] * 50.0, rel=1e-6)
    assert clutter.two_way_gain(0.5 * az, az, 0.0) == pytest.approx(0.25)
    assert clutter.two_way_gain(1.0, az, 1e-5) == 1e-5
