"""Electro-optics against the reference values: task laws, cycles, extinction, contrast."""

import math

import pytest

from shorad.physics import optics

TTPF = [(0.25, 0.0182, 0.02), (0.5, 0.1077, 0.10), (0.75, 0.2834, 0.30), (1.0, 0.5, 0.5), (2.0, 0.9449, 0.95),
        (3.0, 0.9949, 1.0)]  # fmt: skip


@pytest.mark.parametrize(("ratio", "formula", "table"), TTPF)
def test_ttpf(ratio, formula, table):
    assert optics.ttpf(ratio * 1.5, 1.5) == pytest.approx(formula, abs=1e-4)
    assert optics.ttpf(ratio, 1.0) == pytest.approx(table, abs=0.02)


@pytest.mark.parametrize(("ratio", "value"), [(0.5, 0.2442), (1.0, 0.5), (2.0, 0.7989)])
def test_ttp(ratio, value):
    assert optics.ttp(ratio * 20.0, 20.0) == pytest.approx(value, abs=1e-4)


def test_task_laws_at_their_ends():
    for law in (optics.ttpf, optics.ttp):
        assert law(0.0, 1.0) == 0.0
        assert law(1e-9, 1.0) == 0.0
        assert law(1e9, 1.0) == 1.0
        assert law(19.9, 1.0) == pytest.approx(1.0, abs=1e-8)
        assert law(2e-6, 1.0) < 1e-8


def test_cycles():
    assert optics.cycles(1.2, 0.5, 15e-6, 8e3) == pytest.approx(2.5, abs=1e-12)


def test_extinction():
    assert optics.koschmieder(10e3, 0.02) * 1e3 == pytest.approx(0.3912, abs=5e-5)
    assert optics.koschmieder(10e3, 0.05) * 1e3 == pytest.approx(0.2996, abs=5e-5)
    for wavelength, beta in ((1.06e-6, 0.1667), (4e-6, 0.0297), (10e-6, 0.0090)):
        assert optics.kruse(10e3, wavelength) * 1e3 == pytest.approx(beta, abs=5e-5)
    assert optics.kruse(10e3, 0.55e-6) == pytest.approx(optics.koschmieder(10e3, 0.02))
    # the exponent falls as the haze thickens: 1.6, 1.3, 0.585 V^(1/3)
    for visibility, q in ((60e3, 1.6), (20e3, 1.3), (3e3, 0.585 * 3.0 ** (1 / 3))):
        ratio = optics.kruse(visibility, 1.06e-6) / optics.koschmieder(visibility, 0.02)
        assert ratio == pytest.approx((1.06 / 0.55) ** -q, rel=1e-12)


def test_contrast_range():
    beta = optics.koschmieder(10e3, 0.02)
    assert optics.contrast_range(0.5, 0.02, beta) == pytest.approx(8.228e3, abs=1.0)
    assert optics.contrast_range(0.5, 0.05, beta) == pytest.approx(5.886e3, abs=1.0)
    assert optics.contrast_range(1.0, 0.02, beta) == pytest.approx(10e3, abs=1e-6)
    assert optics.contrast_range(-0.5, 0.02, beta) == pytest.approx(8.228e3, abs=1.0)
    assert optics.contrast_range(0.01, 0.02, beta) == 0.0
    assert optics.contrast_at(0.5, beta, optics.contrast_range(0.5, 0.02, beta)) == pytest.approx(0.02)


def found(range_, contrast=0.5, visibility=10e3, thermal=0, wavelength=0.55e-6):
    return optics.p_infinity(1.2, contrast, range_, 0.5, 15e-6, 1.0, 0.02, visibility, wavelength, thermal)


def test_p_infinity():
    assert found(8e3) == pytest.approx(optics.ttpf(2.5, 1.0))
    assert found(8.3e3) == 0.0  # below the threshold of contrast
    assert found(8.3e3, thermal=1, wavelength=10e-6) == pytest.approx(optics.ttpf(2.5 * 8.0 / 8.3, 1.0))
    assert found(2e3, contrast=0.0) == 0.0
    assert found(2e3, contrast=-0.5) == found(2e3)
    values = [found(r) for r in (1e3, 2e3, 4e3, 6e3, 8e3)]
    assert values == sorted(values, reverse=True)
    assert all(math.isfinite(v) for v in values)


def test_fog():
    """Kim: no colour sees better below 500 m; from 6 km Kruse's law; continuous between."""
    for wavelength in (0.55e-6, 4e-6, 10e-6):
        assert optics.kim(300.0, wavelength) == pytest.approx(optics.koschmieder(300.0, 0.02))
    assert optics.kim(20e3, 4e-6) == optics.kruse(20e3, 4e-6)
    for edge in (500.0, 1e3, 6e3):
        below, above = optics.kim(edge * (1 - 1e-9), 4e-6), optics.kim(edge * (1 + 1e-9), 4e-6)
        assert below == pytest.approx(above, rel=1e-6)


def test_rain_extinction():
    """1.076 R^0.67 dB/km: 5.03 dB/km at 10 mm/h."""
    got = optics.rain_extinction(10.0 * optics.MM_PER_HOUR)
    assert got / optics.DB_PER_KM == pytest.approx(5.033, abs=1e-3)
    assert optics.rain_extinction(0.0) == 0.0
