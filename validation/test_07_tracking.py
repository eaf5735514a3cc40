"""7. Tracking: gains, lag, converted measurements, consistency, assignment."""

import math

import numpy as np
from proof import VERIFIED, case
from scipy.linalg import solve_discrete_are
from scipy.optimize import linear_sum_assignment
from scipy.stats import chi2

from shorad.compile.derive import _chi2_quantile
from shorad.engine import associate
from shorad.physics import kalman
from shorad.physics.measurement import unbiased

UNIT = (1.0, 0.0, 0.0, 1.0, 0.0, 1.0)
GAINS = {0.01: (0.131851, 0.009317), 0.1: (0.36, 0.08), 1.0: (0.75, 0.5), 10.0: (0.978714, 1.458980)}


def step(x, p, z, index):
    """One step of the filter, T 1 s and sigma 1 m, with noise constant over a step (tracking index `index`)."""
    kalman.predict(x, p, 1.0, 0.0)
    for i in range(3):
        p[i, i] += index**2 / 4
        p[i, i + 3] += index**2 / 2
        p[i + 3, i] += index**2 / 2
        p[i + 3, i + 3] += index**2
    kalman.update(x, p, z, 0.0, 0.0, UNIT)


def settled(index):
    x, p = np.zeros(6), np.eye(6) * 100.0
    for _ in range(600):
        step(x, p, 0.0, index)
    return x, p


@case(
    "7 alpha-beta", "Steady-state gains", model="physics.kalman.predict, update", label=VERIFIED, mark="C",
    source="Kalata 1984; equal to the discrete Riccati equation (scipy)",
)  # fmt: skip
def test_gains(sheet):
    for index, (alpha, beta) in GAINS.items():
        _, p = settled(index)
        sheet.equal(f"tracking index {index:g}: alpha", alpha, p[0, 0], abs_=1e-6)
        sheet.equal(f"tracking index {index:g}: beta", beta, p[3, 0], abs_=1e-6)
    f, h, q = np.array([[1.0, 2.0], [0.0, 1.0]]), np.array([[1.0, 0.0]]), 4.0
    prior = solve_discrete_are(f.T, h.T, q * np.array([[8 / 3, 2.0], [2.0, 2.0]]), np.array([[900.0]]))
    x, p = np.zeros(6), np.eye(6) * 1e4
    for _ in range(300):
        kalman.predict(x, p, 2.0, q)
        kalman.update(x, p, 0.0, 0.0, 0.0, (900.0, 0.0, 0.0, 900.0, 0.0, 900.0))
    alpha = prior[0, 0] / (prior[0, 0] + 900.0)
    sheet.equal("its own noise (white acceleration): alpha by Riccati", alpha, p[0, 0] / 900.0, abs_=1e-9)


@case(
    "7 reduction", "Variance reduction and lag", model="physics.kalman.predict, update", label=VERIFIED, mark="C",
    source="Kx = (2a^2 + b(2 - 3a)) / (a(4 - 2a - b)); lag (1 - a) A T^2 / b",
)  # fmt: skip
def test_reduction(sheet):
    sheet.equal("the formula, a 0.5, b 1/6", 7 / 17, reduction(0.5, 1 / 6), abs_=1e-6)
    for index, (alpha, beta) in GAINS.items():
        x, p = settled(index)
        total = 0.0
        for i in range(4000):  # linear filter: variance out = sum of squares of the answer to one unit plot
            step(x, p, 1.0 if i == 0 else 0.0, index)
            total += x[0] ** 2
        sheet.equal(f"tracking index {index:g}: variance out of a unit in", reduction(alpha, beta), total, abs_=2e-5)
        x, p = settled(index)
        steps = 4000
        for i in range(1, steps):
            step(x, p, 0.5 * i**2, index)
        lag = 0.5 * (steps - 1) ** 2 - x[0]
        sheet.equal(f"tracking index {index:g}: lag at 1 m/s2", (1 - alpha) / beta, lag, rel=1e-3, unit="m")


def reduction(a, b):
    return (2 * a**2 + b * (2 - 3 * a)) / (a * (4 - 2 * a - b))


@case(
    "7 converted", "Converted measurements", model="physics.measurement.unbiased", label=VERIFIED, mark="C",
    source="conditioned on the plot: Bordonaro, Willett, Bar-Shalom 2012; 2-D form of Lerro and Bar-Shalom 1993",
)  # fmt: skip
def test_converted(sheet):
    for range_, degrees, bias in ((50e3, 1.0, 7.615), (10e3, 3.0, 13.698)):
        got = unbiased(range_, 0.0, 0.0, 0.0, math.radians(degrees), 0.0)
        sheet.equal(f"bias taken off, {range_ / 1e3:g} km, {degrees:g} deg", bias, range_ - got[1], abs_=1e-3, unit="m")
    got = unbiased(10e3, math.radians(45.0), 0.0, 50.0, math.radians(1.5), 0.0)
    sheet.equal("10 km, 50 m, 45 deg, 1.5 deg: x", 7068.645, got[0], abs_=1e-3, unit="m")
    sheet.equal("R11", 35507.72, got[3], abs_=0.01, unit="m2")
    sheet.equal("R22", 35507.72, got[6], abs_=0.01, unit="m2")
    sheet.equal("R12", -32985.96, got[4], abs_=0.01, unit="m2")
    rng, n = np.random.default_rng(3), 400_000
    r = 10e3 - 50.0 * rng.normal(size=n)
    truth = r * np.sin(math.radians(45.0) - math.radians(1.5) * rng.normal(size=n))
    sheet.chance("mean of 400 000 draws", float(truth.mean()), got[0], float(truth.std()) / math.sqrt(n), unit="m")


@case(
    "7 consistency", "Consistency of the covariance, gates", model="physics.kalman, compile.derive", label=VERIFIED,
    mark="C", source="Bar-Shalom, Li, Kirubarajan 2001: mean normalised error squared, 50 runs, 4 components",
)  # fmt: skip
def test_consistency(sheet):
    low, high = chi2.ppf([0.025, 0.975], 200) / 50
    sheet.equal("95 % band, low", 3.2546, low, abs_=1e-4)
    sheet.equal("95 % band, high", 4.8212, high, abs_=1e-4)
    sheet.equal("99 % gate, 2-D", 9.2103, chi2.ppf(0.99, 2), abs_=1e-4)
    sheet.equal("99 % gate, 3-D, as a run has it", 11.3449, _chi2_quantile(0.99), abs_=1e-4)
    rng, plane = np.random.default_rng(5), [0, 1, 3, 4]
    runs = [run_filter(rng) for _ in range(50)]
    nees = np.mean([e[plane] @ np.linalg.solve(p[np.ix_(plane, plane)], e[plane]) for e, p in runs])
    sheet.within("the filter's", low, high, nees)


def run_filter(rng, steps=40, t=2.0, q=5.0, sigma=40.0):
    """Truth drawn from the filter's own model; returns the error and covariance at the last step."""
    eye, zero = np.eye(3), np.zeros((3, 3))
    f = np.block([[eye, t * eye], [zero, eye]])
    noise = q * np.block([[t**3 / 3 * eye, t**2 / 2 * eye], [t**2 / 2 * eye, t * eye]])
    root = np.linalg.cholesky(noise)
    truth = np.array([20e3, 5e3, 1e3, *(rng.normal(size=3) * 150.0)])
    x, p, r = np.zeros(6), np.zeros((6, 6)), tuple(sigma**2 * np.array(UNIT))
    kalman.start(x, p, *(truth[:3] + sigma * rng.normal(size=3)), r, 150.0)
    for _ in range(steps):
        truth = f @ truth + root @ rng.normal(size=6)
        kalman.predict(x, p, t, q)
        kalman.update(x, p, *(truth[:3] + sigma * rng.normal(size=3)), r)
    return truth - x, p


@case(
    "7 GNN", "Global nearest neighbour", model="engine.associate.assign", label=VERIFIED, mark="C",
    source="instances by hand; 100 random ones against scipy.optimize.linear_sum_assignment",
)  # fmt: skip
def test_gnn(sheet):
    chosen, cost = assign([[1, 2, 10], [2, 4, 11], [3, 7, 30]], 1e6)
    sheet.same("3 x 3: columns and cost", ([1, 2, 0], 16.0), (chosen, cost))
    chosen, cost = assign([[1, 2], [1.5, 8]], 1e6)
    sheet.same("2 x 2, where greedy pays 9", 3.5, cost)
    worst, rng = 0.0, np.random.default_rng(0)
    for _ in range(100):
        rows, cols = rng.integers(1, 14), rng.integers(1, 20)
        costs, miss = rng.normal(10.0, 8.0, (rows, cols)), float(rng.uniform(2.0, 40.0))
        wide = np.hstack([costs, np.full((rows, rows), miss)])
        worst = max(worst, abs(assign(costs, miss)[1] - wide[linear_sum_assignment(wide)].sum()))
    sheet.equal("random: largest difference of the cost", 0.0, worst, abs_=1e-9)


def assign(cost, miss, size=40):
    """Column of each row (-1 without) and the total price, in the scratch of a State."""
    cost = np.asarray(cost, dtype=float)
    rows, cols = cost.shape
    work, whole = np.zeros((size, size + 2)), np.full((size, associate.PLOT_AT + 1), 77, np.int64)
    work[:rows, :cols] = cost
    associate.assign(work, np.int64(rows), np.int64(cols), miss, work[:, size - 1 :], whole)
    chosen = whole[:rows, associate.COL_OF].tolist()
    return chosen, float(sum(miss if j < 0 else cost[i, j] for i, j in enumerate(chosen)))
