"""Two interacting filters: against the matrix form of the book, against one filter, and where numbers end."""

import math

import numpy as np
import pytest
from scipy.linalg import expm

from shorad.physics import imm, kalman

RATES = (1 / 20, 1 / 10)  # 1/s: 20 s of quiet flight, 10 s of manoeuvre
WAY = (1.0, 5000.0, *RATES)
R = (900.0, 30.0, -20.0, 400.0, 10.0, 600.0)
FULL_R = np.array([[900.0, 30.0, -20.0], [30.0, 400.0, 10.0], [-20.0, 10.0, 600.0]])


def chances(dt, leave, back):
    """Transition probabilities [from, to] of the two-state Markov process: the matrix exponential of its rates."""
    return expm(np.array([[-leave, leave], [back, -back]]) * dt)


def pair(seed):
    """Two different modes: x (2, 6), p (2, 6, 6)."""
    rng = np.random.default_rng(seed)
    a = rng.normal(size=(2, 6, 6))
    return rng.normal(size=(2, 6)) * 100.0, a @ a.transpose(0, 2, 1) * 100.0 + np.eye(6)


def moments(x, p, weights):
    mean = weights @ x
    off = x - mean
    return mean, np.einsum("i,ijk->jk", weights, p) + np.einsum("i,ij,ik->jk", weights, off, off)


def by_the_book(x, p, mu, dt, z):
    """One cycle after Bar-Shalom, Li, Kirubarajan 2001, section 11.6.6: x, p, probabilities."""
    stay = chances(dt, *RATES)
    prior = mu @ stay
    f = np.block([[np.eye(3), dt * np.eye(3)], [np.zeros((3, 3)), np.eye(3)]])
    noise = np.kron([[dt**3 / 3, dt**2 / 2], [dt**2 / 2, dt]], np.eye(3))
    out_x, out_p, likely = [], [], []
    for j in range(2):
        x0, p0 = moments(x, p, mu * stay[:, j] / prior[j])
        x1, p1 = f @ x0, f @ p0 @ f.T + WAY[j] * noise
        s, off = p1[:3, :3] + FULL_R, z - x1[:3]
        gain = p1[:, :3] @ np.linalg.inv(s)
        out_x.append(x1 + gain @ off)
        out_p.append(p1 - gain @ s @ gain.T)
        likely.append(math.exp(-0.5 * off @ np.linalg.solve(s, off)) / math.sqrt(np.linalg.det(s)))
    weights = prior * likely
    return np.array(out_x), np.array(out_p), weights / weights.sum()


@pytest.mark.parametrize("dt", [0.02, 1.0, 7.3])
def test_one_cycle_is_that_of_the_book(dt):
    for seed in range(4):
        x, p = pair(seed)
        z = x[0, :3] + np.random.default_rng(seed + 9).normal(size=3) * 60.0
        want_x, want_p, want_mu = by_the_book(x, p, np.array([0.7, 0.3]), dt, z)
        mu = imm.step(x, p, 0, 0.3, dt, WAY, *z, R)
        assert mu == pytest.approx(want_mu[1], rel=1e-9)
        assert x == pytest.approx(want_x, rel=1e-9, abs=1e-8)
        assert p == pytest.approx(want_p, rel=1e-8, abs=1e-7)
        got_x, got_p = np.zeros(6), np.zeros((6, 6))
        imm.combine(x, p, 0, mu, got_x, got_p)
        mean, covariance = moments(want_x, want_p, want_mu)
        assert got_x == pytest.approx(mean, rel=1e-9, abs=1e-8)
        assert got_p == pytest.approx(covariance, rel=1e-8, abs=1e-7)


@pytest.mark.parametrize("dt", [1e-3, 1.0, 40.0, -1.0])
def test_switching_by_time(dt):
    stay = chances(abs(dt), *RATES)
    assert imm.switching(dt, *RATES) == pytest.approx((stay[0, 1], stay[1, 0]), rel=1e-12)


def test_two_short_steps_switch_like_a_long_one():
    once = imm.predicted(0.9, 3.0, *RATES)
    assert imm.predicted(imm.predicted(0.9, 1.2, *RATES), 1.8, *RATES) == pytest.approx(once, rel=1e-14)
    assert imm.predicted(0.9, 1e6, *RATES) == pytest.approx(imm.settled(WAY), rel=1e-12) == pytest.approx(1 / 3)


def test_modes_that_are_alike_are_one_filter_to_the_last_bit():
    rng, alike = np.random.default_rng(4), (5.0, 5.0, *RATES)
    x, p = np.zeros(6), np.zeros((6, 6))
    kalman.start(x, p, 1.0, 2.0, 3.0, R, 150.0)
    xs, ps, mu = np.tile(x, (2, 1)), np.tile(p, (2, 1, 1)), 0.2
    got_x, got_p = np.zeros(6), np.zeros((6, 6))
    for _ in range(100):
        z, dt = rng.normal(0.0, 100.0, 3), rng.uniform(0.1, 4.0)
        kalman.predict(x, p, dt, 5.0)
        kalman.update(x, p, *z, R)
        mu = imm.step(xs, ps, 0, mu, dt, alike, *z, R)
        imm.combine(xs, ps, 0, mu, got_x, got_p)
        assert np.array_equal(got_x, x)
        assert np.array_equal(got_p, p)


@pytest.mark.parametrize("dt", [0.5, 6.0])
def test_the_combined_prediction_is_that_of_one_filter_of_the_mean_density(dt):
    """What gates lean on: mixing keeps mean and covariance, both modes move alike, so only their noise differs."""
    x, p = pair(2)
    mean, covariance = moments(x, p, np.array([0.6, 0.4]))
    out, home = imm.switching(dt, *RATES)
    prior = imm.predicted(0.4, dt, *RATES)
    kalman.predict(mean, covariance, dt, imm.density(0.4, dt, WAY))
    imm.mix(x, p, 0, 0.4 * home / (1.0 - prior), 0.6 * out / prior)
    for i, q in enumerate(WAY[:2]):
        kalman.predict(x[i], p[i], dt, q)
    both = moments(x, p, np.array([1.0 - prior, prior]))
    assert mean == pytest.approx(both[0], rel=1e-12)
    assert covariance == pytest.approx(both[1], rel=1e-11)


def test_the_gate_is_that_of_the_mode_itself():
    x, p = pair(3)
    z, dt, mu = (60.0, -90.0, 20.0), 1.5, 0.3
    got = imm.mixed_distance(x, p, 0, imm.kept(mu, dt, WAY), dt, WAY[1], *z, R)
    out, home = imm.switching(dt, *RATES)
    prior = imm.predicted(mu, dt, *RATES)
    imm.mix(x, p, 0, mu * home / (1.0 - prior), (1.0 - mu) * out / prior)
    assert got == pytest.approx(kalman.distance(x[1], p[1], dt, WAY[1], *z, R)[0], rel=1e-10)


def test_no_mode_dies_however_unlikely_its_plots():
    x, p = np.zeros((2, 6)), np.tile(np.eye(6) * 100.0, (2, 1, 1))
    mu, seen = 1.0 / 3.0, []
    for z in (0.0,) * 30 + (2e4, -2e4) * 10 + (0.0,) * 30:
        mu = imm.step(x, p, 0, mu, 1.0, WAY, z, 0.0, 0.0, R)
        seen.append(mu)
        assert 0.0 < mu < 1.0
        assert np.isfinite(x).all() and np.isfinite(p).all() and min(np.linalg.eigvalsh(p).ravel()) > 0.0
    assert seen[29] < 0.1 < 0.999999 < max(seen[30:50])
    assert seen[-1] < 0.1
    assert imm.believed(0.5, 1e6, 0.0) == 1.0 - imm.LEAST
    assert imm.believed(0.5, 0.0, 1e6) == imm.LEAST
    assert 0.0 < imm.step(x, p, 0, imm.LEAST, 0.0, WAY, 0.0, 0.0, 0.0, R) < 1.0
