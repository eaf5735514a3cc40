"""Range equation, jamming, errors and M-of-N against printed and computed reference values."""

import math

import numpy as np
import pytest

from shorad.physics import radar


def db(value):
    return 10.0 ** (value / 10.0)


def test_range_equation_v11():
    """MATLAB radareqrng prints 4.1057e4."""
    got = radar.detection_range(1.0e6, 10.0e-6, db(20.0), radar.LIGHT / 10.0e9, 1.0, 290.0, 1.0, db(6.0))
    assert got == pytest.approx(41_056.57, rel=1e-3)
    assert got == pytest.approx(4.1057e4, abs=0.5)


def test_search_form_v12():
    aperture = radar.effective_aperture(db(34.0), radar.LIGHT / 2.5e9)
    solid_angle = 2.0 * math.pi * math.sin(math.radians(40.0))
    got = radar.search_range(2100.0, aperture, 1.0, 60.0 / 12.5, solid_angle, 487.0, db(20.0), db(13.0))
    assert got == pytest.approx(80_767.0, rel=1e-3)


def test_scaling_v13():
    def reach(rcs):
        return radar.detection_range(1.0e6, 1.0e-5, 100.0, 0.03, rcs, 290.0, 1.0, 4.0)

    assert reach(10.0) / reach(1.0) == pytest.approx(1.77828, rel=1e-6, abs=3e-6)
    assert reach(10.0) / reach(1.0) == pytest.approx(10.0**0.25, rel=1e-12)
    assert reach(0.01) / reach(1.0) == pytest.approx(0.1**0.5, rel=1e-12)


def test_noise_v14_v15():
    assert radar.noise_power(10.0e3, db(1.0), 300.0) == pytest.approx(5.2144e-17, rel=1e-4)
    assert radar.system_temperature(db(5.0), 300.0) == pytest.approx(948.6833, abs=1e-4)
    # both conventions agree when the antenna is at the reference and the line has no loss
    factor = db(5.0)
    assert radar.system_temperature_barton(300.0, 0.0, 1.0, 300.0 * (factor - 1.0)) == pytest.approx(300.0 * factor)


def test_snr_from_a_published_point():
    """The ratio form is the full equation: same S at every range and cross section."""
    assert radar.snr(19.0, 36e3, 2.0, 36e3, 2.0, 1.0) == pytest.approx(19.0)
    assert radar.snr(19.0, 36e3, 2.0, 18e3, 2.0, 1.0) == pytest.approx(19.0 * 16.0)
    assert radar.snr(19.0, 36e3, 2.0, 36e3, 0.02, 4.0) == pytest.approx(19.0 / 400.0)
    for range_, rcs in ((5e3, 0.1), (20e3, 1.0), (60e3, 30.0)):
        s = radar.snr(db(13.0), 30e3, 2.0, range_, rcs, 1.0)
        point = radar.detection_range(1e6, 1e-5, 1e3, 0.03, 2.0, 290.0, 1.0, db(13.0))
        here = radar.detection_range(1e6, 1e-5, 1e3, 0.03, rcs, 290.0, 1.0, s)
        assert here / point == pytest.approx(range_ / 30e3, rel=1e-12)


def test_the_two_published_points_differ_by_2_8_db():
    """36 km at 2 m2 against 20 km at 0.1 m2."""
    gap = radar.snr(1.0, 20e3, 0.1, 36e3, 2.0, 1.0)
    assert 10.0 * math.log10(gap) == pytest.approx(2.8, abs=0.05)


def test_aspect():
    assert radar.aspect_rcs(0.1, 10.0, 1.0, 1.0) == pytest.approx(0.1)
    assert radar.aspect_rcs(0.1, 10.0, 1.0, -1.0) == pytest.approx(1.0)
    assert radar.aspect_rcs(0.1, 10.0, 1.0, 0.0) == pytest.approx(10.0)
    # 45 degrees off the nose: half way in dB between 10 and -10 dBsm
    assert radar.aspect_rcs(0.1, 10.0, 1.0, math.cos(math.pi / 4)) == pytest.approx(1.0)
    for angle in np.linspace(0.0, math.pi, 37):
        end = 0.1 if math.cos(angle) >= 0 else 1.0
        decibel = 10.0 + (10.0 * math.log10(end) - 10.0) * math.cos(angle) ** 2
        assert radar.aspect_rcs(0.1, 10.0, 1.0, math.cos(angle)) == pytest.approx(db(decibel), rel=1e-12)


def test_burn_through():
    args = (100e3, db(35.0), 2.0, 10.0, db(6.0), 50e6, 1e6)
    assert radar.burn_through(*args, 10.0) == pytest.approx(2514.17, rel=1e-5)
    assert radar.burn_through(*args, 1.0) == pytest.approx(7950.51, rel=1e-5)
    assert radar.burn_through(100e3, db(35.0), 8.0, *args[3:], 1.0) == pytest.approx(2 * 7950.51, rel=1e-5)


def test_measurement_errors_v18():
    s = db(13.0)
    assert math.degrees(radar.sigma_angle(math.radians(1.0), s, 0.0)) == pytest.approx(0.098938, abs=1e-6)
    resolution = radar.LIGHT / (2.0 * 5e6)
    assert radar.sigma_range(resolution, s, 0.0) == pytest.approx(4.7458, abs=1e-4)
    assert radar.sigma_range(resolution, s / 10, 0.0) / radar.sigma_range(resolution, s, 0.0) == pytest.approx(10**0.5)
    assert radar.sigma_angle(0.02, s / 10, 0.0) / radar.sigma_angle(0.02, s, 0.0) == pytest.approx(10**0.5)
    assert radar.sigma_range(resolution, s, 3.0) == pytest.approx(math.hypot(4.7458, 3.0), abs=1e-4)
    assert radar.sigma_angle(0.02, 1e30, 1e-3) == pytest.approx(1e-3)


@pytest.mark.parametrize(
    ("p", "two_of_three", "three_of_five", "two_of_four"),
    [(0.5, 0.5, 0.5, 0.6875), (0.7, 0.784, 0.83692, 0.9163), (0.9, 0.972, 0.99144, None)],
)
def test_m_of_n(p, two_of_three, three_of_five, two_of_four):
    assert radar.m_of_n(p, 2, 3) == pytest.approx(two_of_three, abs=1e-12)
    assert radar.m_of_n(p, 3, 5) == pytest.approx(three_of_five, abs=1e-12)
    if two_of_four is not None:
        assert radar.m_of_n(p, 2, 4) == pytest.approx(two_of_four, abs=1e-12)


def test_sliding_two_of_three():
    got = [radar.sliding_m_of_n(0.5, 2, 3, k) for k in range(1, 7)]
    assert got == pytest.approx([0.0, 0.25, 0.5, 0.625, 0.71875, 0.796875], abs=1e-12)
    assert radar.sliding_m_of_n(0.3, 1, 1, 4) == pytest.approx(1 - 0.7**4, abs=1e-12)
    assert radar.sliding_m_of_n(0.7, 2, 3, 3) == pytest.approx(radar.m_of_n(0.7, 2, 3), abs=1e-12)


def test_cumulative():
    missed = 1.0
    for p in (0.1, 0.2, 0.35, 0.5, 0.7):
        missed *= 1.0 - p
    assert 1.0 - missed == pytest.approx(0.9298, abs=1e-12)
    assert radar.m_of_n(0.4, 1, 6) == pytest.approx(1.0 - 0.6**6, abs=1e-12)


def test_bits():
    assert [radar.bits(np.int64(i)) for i in (0, 1, 2, 3, 255, 2**40)] == [0, 1, 1, 2, 8, 1]
