"""12. Sensitivity and value of information: references through the code path that studies a scenario."""

from math import erf, exp, pi, sqrt

import numpy as np
import pytest
from known_answers import G_FIRST, G_TOTAL, I_FIRST, I_TOTAL, g_function, ishigami, linear, payoffs, subject
from proof import CROSS_CHECKED, VERIFIED, case

from shorad.study.calibrate import quantiles, ranks, uniformity, weigh
from shorad.study.sobol import sobol
from shorad.study.worth import evpi, evppi

POINTS = 2**14


def phi(x: float) -> float:
    return exp(-0.5 * x * x) / sqrt(2.0 * pi)


def normal_value(mu: float, spread: float) -> float:
    """EVPI of two options whose difference is N(mu, spread)."""
    x = mu / spread
    return spread * phi(x) + mu * 0.5 * (1.0 + erf(x / sqrt(2.0))) - max(0.0, mu)


def put(sheet, found, first, total):
    for index, s1, st in zip(found.indices, first, total, strict=False):
        sheet.equal(f"{index.name}, first order", s1, index.first, abs_=0.01)
        sheet.equal(f"{index.name}, total", st, index.total, abs_=0.01)


@case(
    "12 Ishigami", "Sobol indices: Ishigami", model="study.sobol", label=VERIFIED, mark="C",
    source="Ishigami & Homma 1990, a = 7, b = 0.1, closed form; 2^14 points",
)  # fmt: skip
def test_ishigami(sheet):
    found = sobol(subject(3, ishigami), POINTS, 1)
    put(sheet, found, I_FIRST, I_TOTAL)
    sheet.equal("variance", 13.844588, found.variance, rel=0.01)
    sheet.equal("mean", 3.5, found.mean, abs_=0.01)
    third = found.indices[2]
    sheet.equal("x1 and x3 together, S13 = ST3 - S3", 0.243684, third.total - third.first, abs_=0.01)


@pytest.mark.heavy
@case(
    "12 Ishigami", "Sobol indices against a program", model="study.sobol", label=CROSS_CHECKED,
    source="SALib 1.6 (MIT): Ishigami and the G function, 2^14 points of its own",
)  # fmt: skip
def test_against_salib(sheet):
    from SALib.analyze import sobol as analyze
    from SALib.sample import sobol as sample

    for name, size, f in (("Ishigami", 3, ishigami), ("G", 8, g_function)):
        problem = {"num_vars": size, "names": [f"x{i}" for i in range(size)], "bounds": [[0.0, 1.0]] * size}
        points = sample.sample(problem, POINTS, calc_second_order=False, seed=1)
        theirs = analyze.analyze(problem, f(points), calc_second_order=False, num_resamples=10, seed=1)
        for i, ours in enumerate(sobol(subject(size, f), POINTS, 1).indices[:4]):
            sheet.equal(f"{name}, {ours.name}: first order", theirs["S1"][i], ours.first, abs_=0.01)
            sheet.equal(f"{name}, {ours.name}: total", theirs["ST"][i], ours.total, abs_=0.01)


@case(
    "12 Ishigami", "Sobol indices: Ishigami with dice", model="study.sobol", label=VERIFIED, mark="C",
    source="the same function plus noise of twice its spread; 95 % intervals must hold the truth",
)  # fmt: skip
def test_noisy_ishigami(sheet):
    found = sobol(subject(3, ishigami, noise=7.5), 2**13, 4)
    sheet.equal("variance by chance", 7.5**2, found.chance, rel=0.05)
    for index, s1, st in zip(found.indices, I_FIRST, I_TOTAL, strict=True):
        for what, truth, (low, high) in (
            ("first order", s1, index.first_interval), ("total", st, index.total_interval)
        ):  # fmt: skip
            told = f"{low:.3f} to {high:.3f}"
            sheet.holds(f"{index.name}, {what}", f"holds {truth:.3f}", told, low <= truth <= high)


@case(
    "12 Sobol G", "Sobol indices: G function", model="study.sobol", label=VERIFIED, mark="C",
    source="Saltelli & Sobol 1995, a = (0, 1, 4.5, 9, 99 x 4), closed form",
)  # fmt: skip
def test_g_function(sheet):
    put(sheet, sobol(subject(8, g_function), POINTS, 1), G_FIRST, G_TOTAL)


@case(
    "12 linear", "Sobol indices: linear Gaussian", model="study.sobol", label=VERIFIED, mark="C",
    source="y = 3 z1 + 2 z2 + z3: shares 9/14, 4/14, 1/14, total = first",
)  # fmt: skip
def test_linear(sheet):
    shares = (9 / 14, 4 / 14, 1 / 14)
    put(sheet, sobol(subject(3, linear), POINTS, 1), shares, shares)


@case(
    "12 EVPI", "Value of perfect information", model="study.worth.evpi", label=VERIFIED, mark="C",
    source="two options, difference N(mu, s): s phi(mu/s) + mu Phi(mu/s) - max(0, mu); 20 000 draws, noisy replicates",
)  # fmt: skip
def test_perfect_information(sheet):
    z = np.random.default_rng(5).standard_normal(20_000)
    for mu, spread, value in ((0.0, 1.0, 0.398942), (1.0, 2.0, 0.395593), (500.0, 2000.0, 572.689)):
        sheet.equal(f"formula at N({mu:g}, {spread:g})", value, normal_value(mu, spread), rel=1e-5)
        found = evpi(payoffs(len(z), 4, mu + spread * z, spread))
        sheet.equal(f"N({mu:g}, {spread:g})", value, found.value, rel=0.03)
    equal = [evpi(payoffs(200, 10, np.zeros(200), 1.5, seed)).value for seed in range(20)]
    sheet.within("two equal options, mean of 20 studies", 0.0, 0.06, float(np.mean(equal)), note="naive: above 0.2")


@case(
    "12 EVPPI", "Value of partial information", model="study.worth.evppi", label=VERIFIED, mark="C",
    source="difference 1 + 1.5 z1 + z2; closed form with the spread of z1 alone",
)  # fmt: skip
def test_partial_information(sheet):
    z = np.random.default_rng(6).standard_normal((20_000, 2))
    u = 0.5 * (1.0 + np.vectorize(erf)(z / np.sqrt(2.0)))
    pay = payoffs(len(z), 4, 1.0 + 1.5 * z[:, 0] + z[:, 1], 1.0)
    everything = evpi(pay)
    one, both = evppi("z1", u[:, :1], pay, everything), evppi("z1 and z2", u, pay, everything)
    sheet.equal("z1", 0.226679, one.value, rel=0.05)
    sheet.equal("both", 0.327098, both.value, rel=0.06)
    sheet.equal("everything", 0.327098, everything.value, rel=0.05)
    sheet.holds("order", "z1 <= both <= everything", f"{one.value:.3f} {both.value:.3f} {everything.value:.3f}",
                one.value <= both.value <= everything.value)  # fmt: skip


def binomial(draws, replicates):
    """A chance from Beta(1, 1), and numbers of hits out of 20 under it."""
    rng = np.random.default_rng(1)
    u = rng.random(draws)
    return u, rng.binomial(20, u[:, None], (draws, replicates)).astype(np.float64)


@case(
    "12 conjugate", "Conjugate calibration", model="study.calibrate.weigh", label=VERIFIED, mark="C",
    source="Beta(1, 1), 12 hits of 20: Beta(13, 9), closed form; 20 000 draws of 40 runs, the likelihood from the runs",
)  # fmt: skip
def test_conjugate(sheet):
    u, hits = binomial(20_000, 40)
    weights = weigh([(hits == 12).mean(axis=1)])
    mean = float(weights @ u)
    low, high = quantiles(u, weights, (0.05, 0.95))
    sheet.equal("mean", 0.590909, mean, abs_=0.01)
    sheet.equal("standard deviation", 0.102519, sqrt(float(weights @ u**2) - mean**2), abs_=0.01)
    sheet.equal("5 %", 0.417199, low, abs_=0.01)
    sheet.equal("95 %", 0.755006, high, abs_=0.01)


@case(
    "12 SBC", "Simulation-based calibration", model="study.calibrate.ranks", label=VERIFIED, mark="C",
    source="Talts et al. 2018 (arXiv 1804.06788): ranks are uniform, chi-square of 20 classes below 36.191 (99 %)",
)  # fmt: skip
def test_simulated_records(sheet):
    u, hits = binomial(2000, 20)
    right = uniformity(ranks(u, [hits], lambda seen, runs: 1.0 * (runs == seen), 2000))
    wrong = uniformity(ranks(u, [hits], lambda seen, runs: 1.0 * (runs == seen), 2000, narrow=0.7))
    sheet.within("chi-square of the update", 0.0, 36.191, right)
    sheet.holds("posterior narrowed to 0.7 is found", "above 36.191", f"{wrong:.0f}", wrong > 36.191)
