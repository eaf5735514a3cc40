"""Gas and rain against ITU-R P.676-13 and P.838-3 (validation 1.5); ITU-Rpy as an oracle where it is installed."""

import math
import warnings

import numpy as np
import pytest

from shorad.physics import attenuation
from shorad.physics.attenuation import GHZ, MM_PER_HOUR

GAS = [(1, 0.005440), (3, 0.007539), (5, 0.008714), (10, 0.014199), (15, 0.029058), (22, 0.187337)]
RAIN = [  # elevation deg, GHz, mm/h, dB/km: ITU-Rpy's table after the ITU's validation sheet, horizontal
    (31.076991, 14.25, 26.480520, 1.581308),
    (40.232036, 29.0, 33.936232, 6.278460),
    (22.278335, 14.25, 50.639304, 3.321396),
]


@pytest.mark.parametrize(("f", "gamma"), GAS)
def test_gas(f, gamma):
    assert sum(attenuation.gas(f * GHZ)) == pytest.approx(gamma, rel=0.05)


def test_gas_split():
    oxygen, vapour = attenuation.gas(10 * GHZ)
    assert (oxygen, vapour) == (pytest.approx(0.008224, rel=0.05), pytest.approx(0.005974, rel=0.05))
    assert attenuation.gas(0.01 * GHZ) == attenuation.gas(0.05 * GHZ)
    assert attenuation.gas(150 * GHZ) == attenuation.gas(100 * GHZ)
    assert sum(attenuation.gas(60 * GHZ)) == pytest.approx(14.75, rel=0.05)  # in the middle of the lines of oxygen


@pytest.mark.parametrize(("elevation", "f", "rate", "gamma"), RAIN)
def test_rain(elevation, f, rate, gamma):
    got = attenuation.rain(f * GHZ, rate * MM_PER_HOUR, math.radians(elevation), 0.0)
    assert got == pytest.approx(gamma, abs=1e-5)


def test_rain_on_a_horizontal_path():
    def at(rate, tilt):
        return attenuation.rain(10 * GHZ, rate * MM_PER_HOUR, 0.0, tilt)

    assert at(10, 0.0) == pytest.approx(0.219928, abs=1e-5)
    assert at(10, 0.5 * math.pi) == pytest.approx(0.185529, abs=1e-5)
    assert at(25, 0.0) == pytest.approx(0.695872, abs=1e-5)
    assert at(10, 0.5 * math.pi) < at(10, 0.25 * math.pi) < at(10, 0.0)
    assert at(0, 0.0) == 0.0


def test_itu_rpy_agrees():
    """Cross-check: 60 frequencies of each band, gas within 5 % (a table is shipped), rain within 1e-5 of its value."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        itu676 = pytest.importorskip("itur.models.itu676")
        itu838 = pytest.importorskip("itur.models.itu838")
        for f in np.geomspace(0.3, 40.0, 60):
            line_by_line = [
                float(part(f, 1013.25, 7.5, 288.15).value) for part in (itu676.gamma0_exact, itu676.gammaw_exact)
            ]
            assert attenuation.gas(f * GHZ) == pytest.approx(line_by_line, rel=0.05)
        for f in np.geomspace(40.0, 100.0, 60):  # through the lines of oxygen: both together
            whole = sum(
                float(part(f, 1013.25, 7.5, 288.15).value) for part in (itu676.gamma0_exact, itu676.gammaw_exact)
            )
            assert sum(attenuation.gas(f * GHZ)) == pytest.approx(whole, rel=0.03)
        for f in np.geomspace(1.0, 100.0, 60):
            oracle = float(itu838.rain_specific_attenuation(12.0, f, 20.0, 45.0).value)
            got = attenuation.rain(f * GHZ, 12.0 * MM_PER_HOUR, math.radians(20.0))
            assert got == pytest.approx(oracle, rel=1e-5)


def test_lengths():
    assert attenuation.length_below(0.0, 2000.0, 10e3, 1000.0) == pytest.approx(5e3)
    assert attenuation.length_below(2000.0, 0.0, 10e3, 1000.0) == pytest.approx(5e3)
    assert attenuation.length_below(0.0, 500.0, 10e3, 1000.0) == 10e3
    assert attenuation.length_below(1200.0, 1300.0, 10e3, 1000.0) == 0.0
    # integral of exp(-z / H) along the path, by 100 000 pieces
    z = (np.arange(100_000) + 0.5) / 100_000 * 6000.0
    numeric = 20e3 * np.exp(-z / 2000.0).mean()
    assert attenuation.length_thinning(0.0, 6000.0, 20e3, 2000.0) == pytest.approx(numeric, rel=1e-9)
    assert attenuation.length_thinning(6000.0, 0.0, 20e3, 2000.0) == pytest.approx(numeric, rel=1e-9)
    level = attenuation.length_thinning(1000.0, 1000.0, 5e3, 2000.0)
    assert level == pytest.approx(5e3 * math.exp(-0.5))
    assert attenuation.length_thinning(1000.0, 1000.01, 5e3, 2000.0) == pytest.approx(level, rel=1e-5)


def test_transmission():
    """0.01 dB/km over 10 km is 0.1 dB."""
    left = attenuation.transmission(0.01 * attenuation.DB_PER_KM, 10e3)
    assert -10.0 * math.log10(left) == pytest.approx(0.1, rel=1e-12)
