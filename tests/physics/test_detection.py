"""Detection statistics against the reference values of Marcum and Swerling, and the compiled table against both."""

import math

import numpy as np
import pytest
from scipy.special import gammainc, gammaincc
from scipy.stats import binom, chi2, ncx2

from shorad.compile.tables import pd, pd_table, required_snr, threshold
from shorad.engine import types
from shorad.physics import detection

PFA = 1.0e-6
PD_VALUES = [  # N, S in dB, then Pd of Swerling 0..4
    (1, 10, 0.248049, 0.284804, 0.284804, 0.291882, 0.291882),
    (1, 13, 0.874441, 0.517178, 0.517178, 0.608965, 0.608965),
    (1, 20, 1.000000, 0.872156, 0.872156, 0.965257, 0.965257),
    (10, 0, 0.019383, 0.120528, 0.036293, 0.089473, 0.027681),
    (10, 5, 0.853317, 0.485543, 0.733987, 0.569375, 0.781789),
    (10, 10, 1.000000, 0.791115, 0.998967, 0.913945, 0.999963),
]
REQUIRED = [  # Pd, N, then S in dB of Swerling 0..4
    (0.5, 1, 11.2426, 12.7719, 12.7719, 11.9537, 11.9537),
    (0.9, 1, 13.1835, 21.1436, 21.1436, 17.2960, 17.2960),
    (0.9, 10, 5.2675, 13.4996, 6.2918, 9.6013, 5.8062),
]


@pytest.mark.parametrize("row", PD_VALUES)
def test_pd_reference(row):
    n, decibel, *expected = row
    for case, value in enumerate(expected):
        assert pd(np.array(10.0 ** (decibel / 10.0)), PFA, case, n) == pytest.approx(value, abs=2e-6)


@pytest.mark.parametrize("row", REQUIRED)
def test_required_snr_reference(row):
    wanted, n, *expected = row
    for case, value in enumerate(expected):
        assert 10.0 * math.log10(required_snr(wanted, PFA, case, n)) == pytest.approx(value, abs=0.001)


def test_required_snr_independent_value():
    assert 10.0 * math.log10(required_snr(0.9, PFA, 0)) == pytest.approx(13.183490056794499, abs=1e-5)


def test_thresholds():
    assert threshold(PFA, 1) == pytest.approx(13.8155106, abs=1e-6)
    assert threshold(PFA, 10) == pytest.approx(32.7103405, abs=1e-6)
    assert detection.threshold(PFA) == pytest.approx(13.8155106, abs=1e-6)


@pytest.mark.parametrize("n", [1, 3, 10, 40])
@pytest.mark.parametrize("pfa", [1e-3, 1e-6, 1e-9])
def test_mixture_equals_the_classical_forms(n, pfa):
    """The one mixture against five separate formulas."""
    t = threshold(pfa, n)
    snr = 10.0 ** (np.linspace(-20.0, 25.0, 46) / 10.0)
    assert pd(snr, pfa, 0, n) == pytest.approx(ncx2.sf(2 * t, 2 * n, 2 * n * snr), abs=1e-9)
    assert pd(snr, pfa, 2, n) == pytest.approx(gammaincc(n, t / (1 + snr)), abs=1e-9)
    assert pd(snr, pfa, 1, n) == pytest.approx([swerling1(s, t, n) for s in snr], abs=1e-9)
    assert pd(snr, pfa, 3, n) == pytest.approx([swerling3(s, t, n) for s in snr], abs=1e-6)
    assert pd(snr, pfa, 4, n) == pytest.approx([swerling4(s, t, n) for s in snr], abs=1e-9)


def swerling1(s, t, n):
    """Two incomplete gamma terms."""
    if n == 1:
        return math.exp(-t / (1 + s))
    factor = (1 + 1 / (n * s)) ** (n - 1)
    return gammaincc(n - 1, t) + factor * gammainc(n - 1, t / (1 + 1 / (n * s))) * math.exp(-t / (1 + n * s))


def swerling3(s, t, n):
    """Quadrature of the steady case over a chi-square of 4 degrees of freedom, Gauss-Legendre in probability."""
    nodes, weights = np.polynomial.legendre.leggauss(400)
    u = 0.5 * (nodes + 1)
    u, du = u**2 * (3 - 2 * u), 0.5 * weights * 6 * u * (1 - u)
    sigma = chi2.ppf(u, 4) / 4
    return float(np.sum(du * ncx2.sf(2 * t, 2 * n, 2 * n * s * sigma)))


def swerling4(s, t, n):
    k = np.arange(n + 1)
    return float(np.sum(binom.pmf(k, n, (s / 2) / (1 + s / 2)) * gammaincc(n + k, t / (1 + s / 2))))


@pytest.mark.parametrize("pfa", [1e-2, 1e-6, 1e-12, 1e-100])
def test_marcum_q_against_noncentral_chi_square(pfa):
    for decibel in np.linspace(-40.0, 50.0, 91):
        s = 10.0 ** (decibel / 10.0)
        exact = float(pd(np.array(s), pfa, 0, 1))
        assert detection.pd_swerling0(s, pfa) == pytest.approx(exact, abs=1e-11)
    assert detection.pd_swerling0(0.0, pfa) == pytest.approx(pfa, rel=1e-9)


def test_closed_forms_of_one_pulse():
    for decibel in np.linspace(-30.0, 50.0, 81):
        s = 10.0 ** (decibel / 10.0)
        assert detection.pd_swerling1(s, PFA) == pytest.approx(PFA ** (1 / (1 + s)), abs=1e-15)
        assert detection.pd_swerling1(s, PFA) == pytest.approx(float(pd(np.array(s), PFA, 1)), abs=1e-12)
        assert detection.pd_swerling3(s, PFA) == pytest.approx(float(pd(np.array(s), PFA, 3)), abs=1e-12)


def test_monte_carlo_of_the_detector_itself():
    """Noise and signal as complex samples: N = 10, 5 dB, all five cases, 4 standard errors."""
    rng, n, trials, s = np.random.default_rng(7), 10, 100_000, 10**0.5
    t = threshold(PFA, n)
    shapes = {0: None, 1: (1, 1), 2: (1, n), 3: (2, 1), 4: (2, n)}
    for case, shape in shapes.items():
        power = np.full((trials, n), s)
        if shape is not None:
            power = s * np.broadcast_to(rng.gamma(shape[0], 1 / shape[0], (trials, shape[1])), (trials, n))
        iq = rng.normal(size=(trials, n, 2)) / math.sqrt(2)
        total = np.sum((iq[..., 0] + np.sqrt(power)) ** 2 + iq[..., 1] ** 2, axis=1)
        p = float(pd(np.array(s), PFA, case, n))
        assert np.mean(total > t) == pytest.approx(p, abs=4 * math.sqrt(p * (1 - p) / trials))


def test_albersheim_agrees_where_it_is_valid():
    """Within 0.30 dB for Pd 0.3-0.9 only."""
    for pfa in (1e-7, 1e-5, 1e-3):
        for n in (1, 10, 100):
            for wanted in (0.3, 0.6, 0.9):
                a, b = math.log(0.62 / pfa), math.log(wanted / (1 - wanted))
                approx = -5 * math.log10(n) + (6.2 + 4.54 / math.sqrt(n + 0.44)) * math.log10(
                    a + 0.12 * a * b + 1.7 * b
                )
                assert 10 * math.log10(required_snr(wanted, pfa, 0, n)) == pytest.approx(approx, abs=0.30)


@pytest.mark.parametrize("case", [0, 1, 3])
@pytest.mark.parametrize("pfa", [1e-4, 1e-6, 1e-8])
def test_lookup_error(case, pfa):
    row = pd_table(case, pfa)
    decibel = np.random.default_rng(1).uniform(-30.0, 50.0, 4000)
    snr = 10.0 ** (decibel / 10.0)
    got = np.array([detection.pd_lookup(row, s) for s in snr])
    assert np.max(np.abs(got - pd(snr, pfa, case))) < 1e-4


def test_lookup_outside_the_grid():
    row = pd_table(1, PFA)
    assert detection.pd_lookup(row, 0.0) == row[0]
    assert detection.pd_lookup(row, 1e-9) == row[0]
    assert detection.pd_lookup(row, 1e5) == row[-1]
    assert detection.pd_lookup(row, 1e12) == row[-1]
    assert math.isnan(detection.pd_lookup(row, math.nan))


def test_table_is_the_grid_of_the_model():
    row = pd_table(0, PFA)
    assert row.shape == (types.PD_STEPS,)
    assert row.dtype == np.float64
    assert (detection.GRID_LOW_DB, detection.GRID_STEP_DB) == (types.PD_LOW, types.PD_STEP)
    assert pd_table(0, PFA) is row
    assert np.all(np.diff(row) >= -1e-15)
    assert row[0] == pytest.approx(PFA, rel=0.1)
    with pytest.raises(ValueError, match="read-only"):
        row[0] = 1.0


def test_wrong_requests_are_refused():
    with pytest.raises(ValueError, match="Swerling case 5"):
        pd(np.array(1.0), PFA, 5)
    with pytest.raises(ValueError, match="must lie between"):
        required_snr(1.0, PFA, 1)
    with pytest.raises(ValueError, match="must lie between"):
        required_snr(1e-7, PFA, 1)
