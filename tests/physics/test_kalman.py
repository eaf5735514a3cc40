"""The filter against its matrix form, steady-state gains, and the consistency of its own covariance."""

import math

import numpy as np
import pytest
from scipy.linalg import solve_discrete_are
from scipy.stats import chi2

from shorad.physics import kalman

R_PLAIN = (1.0, 0.0, 0.0, 1.0, 0.0, 1.0)


def full(r):
    return np.array([[r[0], r[1], r[2]], [r[1], r[3], r[4]], [r[2], r[4], r[5]]])


def transition(dt):
    f = np.eye(6)
    f[:3, 3:] = dt * np.eye(3)
    return f


def noise(dt, q):
    out = np.zeros((6, 6))
    out[:3, :3] = q * dt**3 / 3 * np.eye(3)
    out[:3, 3:] = out[3:, :3] = q * dt**2 / 2 * np.eye(3)
    out[3:, 3:] = q * dt * np.eye(3)
    return out


def random_case(seed):
    rng = np.random.default_rng(seed)
    a, b = rng.normal(size=(6, 6)), rng.normal(size=(3, 3))
    p, r = a @ a.T * 100 + np.eye(6), b @ b.T * 20 + np.eye(3)
    z = tuple(rng.normal(size=3) * 50)
    return rng.normal(size=6) * 100, p, z, (r[0, 0], r[0, 1], r[0, 2], r[1, 1], r[1, 2], r[2, 2])


@pytest.mark.parametrize("seed", range(5))
def test_predict_equals_the_matrix_form(seed):
    x, p, _, _ = random_case(seed)
    f = transition(1.7)
    expected_x, expected_p = f @ x, f @ p @ f.T + noise(1.7, 3.0)
    kalman.predict(x, p, 1.7, 3.0)
    assert x == pytest.approx(expected_x, rel=1e-12)
    assert p == pytest.approx(expected_p, rel=1e-12)


@pytest.mark.parametrize("seed", range(5))
def test_update_equals_the_joseph_form(seed):
    x, p, z, r = random_case(seed)
    h = np.eye(3, 6)
    gain = p @ h.T @ np.linalg.inv(h @ p @ h.T + full(r))
    a = np.eye(6) - gain @ h
    expected_x = x + gain @ (np.array(z) - x[:3])
    expected_p = a @ p @ a.T + gain @ full(r) @ gain.T
    kalman.update(x, p, *z, r)
    assert x == pytest.approx(expected_x, rel=1e-9)
    assert p == pytest.approx(expected_p, rel=1e-9, abs=1e-9)
    assert np.array_equal(p, p.T)
    assert np.linalg.eigvalsh(p).min() > 0


@pytest.mark.parametrize("seed", range(5))
def test_distance_is_that_of_the_predicted_state_and_changes_nothing(seed):
    x, p, z, r = random_case(seed)
    before = x.copy(), p.copy()
    d2, log_det = kalman.distance(x, p, 1.3, 2.0, *z, r)
    assert np.array_equal(x, before[0])
    assert np.array_equal(p, before[1])
    kalman.predict(x, p, 1.3, 2.0)
    s = p[:3, :3] + full(r)
    v = np.array(z) - x[:3]
    assert d2 == pytest.approx(v @ np.linalg.solve(s, v), rel=1e-9)
    assert log_det == pytest.approx(np.linalg.slogdet(s)[1], rel=1e-9)


def steady_gains(add_noise, r=1.0, t=1.0, steps=400):
    x, p = np.zeros(6), np.eye(6) * 100.0
    for _ in range(steps):
        kalman.predict(x, p, t, 0.0)
        add_noise(p)
        kalman.update(x, p, 0.0, 0.0, 0.0, (r, 0.0, 0.0, r, 0.0, r))
    return p[0, 0] / r, t * p[3, 0] / r


@pytest.mark.parametrize(
    ("index", "alpha", "beta"), [(0.01, 0.131851, 0.009317), (0.1, 0.36, 0.08), (1, 0.75, 0.5), (10, 0.978714, 1.45898)]
)
def test_steady_state_is_kalatas_alpha_beta(index, alpha, beta):
    """Tracking index lambda = sigma_a T^2 / sigma_z, noise constant over a step (Kalata 1984)."""

    def piecewise_constant(p):
        for i in range(3):
            p[i, i] += index**2 / 4
            p[i, i + 3] += index**2 / 2
            p[i + 3, i] += index**2 / 2
            p[i + 3, i + 3] += index**2

    root = (4 + index - math.sqrt(8 * index + index**2)) / 4
    closed = 1 - root**2, 2 * (2 - (1 - root**2)) - 4 * root
    assert steady_gains(piecewise_constant) == pytest.approx(closed, abs=1e-6)
    assert steady_gains(piecewise_constant) == pytest.approx((alpha, beta), abs=1e-6)


def test_steady_state_of_its_own_noise_solves_the_riccati_equation():
    f, h, q = np.array([[1.0, 2.0], [0.0, 1.0]]), np.array([[1.0, 0.0]]), 4.0
    noise_ = q * np.array([[8 / 3, 2.0], [2.0, 2.0]])
    prior = solve_discrete_are(f.T, h.T, noise_, np.array([[900.0]]))
    alpha = prior[0, 0] / (prior[0, 0] + 900.0)
    x, p = np.zeros(6), np.eye(6) * 1e4
    for _ in range(300):
        kalman.predict(x, p, 2.0, q)
        kalman.update(x, p, 0.0, 0.0, 0.0, (900.0, 0.0, 0.0, 900.0, 0.0, 900.0))
    assert p[0, 0] / 900.0 == pytest.approx(alpha, abs=1e-9)
    assert p[3, 0] / 900.0 == pytest.approx(prior[0, 1] / (prior[0, 0] + 900.0), abs=1e-9)


def test_gates():
    """99 % gates; the distance of matching pairs follows them."""
    assert chi2.ppf(0.99, 2) == pytest.approx(9.2103, abs=1e-4)
    assert chi2.ppf(0.99, 3) == pytest.approx(11.3449, abs=1e-4)
    rng, n, inside = np.random.default_rng(11), 20_000, 0
    x, p, _, r = random_case(3)
    spread = np.linalg.cholesky(p[:3, :3] + full(r))
    for _ in range(n):
        z = x[:3] + spread @ rng.normal(size=3)
        inside += kalman.distance(x, p, 0.0, 1.0, *z, r)[0] < chi2.ppf(0.99, 3)
    assert inside / n == pytest.approx(0.99, abs=4 * math.sqrt(0.99 * 0.01 / n))


def run_filter(rng, steps=40, t=2.0, q=5.0, sigma=40.0):
    """Truth drawn from the filter's own model; returns the error and covariance at the last step."""
    truth = np.array([20e3, 5e3, 1e3, *(rng.normal(size=3) * 150.0)])
    x, p = np.zeros(6), np.zeros((6, 6))
    r = tuple(sigma**2 * np.array(R_PLAIN))
    z = truth[:3] + sigma * rng.normal(size=3)
    kalman.start(x, p, *z, r, 150.0)
    root = np.linalg.cholesky(noise(t, q))
    for _ in range(steps):
        truth = transition(t) @ truth + root @ rng.normal(size=6)
        kalman.predict(x, p, t, q)
        z = truth[:3] + sigma * rng.normal(size=3)
        kalman.update(x, p, *z, r)
    return truth - x, p


def test_nees_of_fifty_runs():
    """Mean normalised error squared inside the band of chi-square; for 4 of the 6 components, the printed band."""
    low, high = chi2.ppf([0.025, 0.975], 200) / 50
    assert (low, high) == pytest.approx((3.2546, 4.8212), abs=1e-4)
    rng = np.random.default_rng(5)
    runs = [run_filter(rng) for _ in range(50)]
    plane = [0, 1, 3, 4]
    nees4 = np.mean([e[plane] @ np.linalg.solve(p[np.ix_(plane, plane)], e[plane]) for e, p in runs])
    assert low <= nees4 <= high
    nees6 = np.mean([e @ np.linalg.solve(p, e) for e, p in runs])
    assert chi2.ppf(0.00003, 300) / 50 <= nees6 <= chi2.ppf(0.99997, 300) / 50


def test_start_is_the_plot_with_an_unknown_velocity():
    x, p = np.ones(6), np.ones((6, 6))
    r = (4.0, 1.0, 0.5, 5.0, 0.2, 6.0)
    kalman.start(x, p, 1.0, 2.0, 3.0, r, 150.0)
    assert list(x) == [1.0, 2.0, 3.0, 0.0, 0.0, 0.0]
    assert np.array_equal(p[:3, :3], full(r))
    assert np.array_equal(p[3:, 3:], 150.0**2 * np.eye(3))
    assert not p[:3, 3:].any()
    assert not p[3:, :3].any()


@pytest.mark.parametrize("seed", range(40))
def test_the_cheap_bound_never_rejects_what_the_gate_accepts(seed):
    x, p, z, r = random_case(seed)
    for scale in (0.1, 0.5, 1.0, 3.0, 10.0):
        far = tuple(x[i] + scale * z[i] for i in range(3))
        if kalman.outside(x, p, 0.8, 2.0, *far, r, 11.345):
            assert kalman.distance(x, p, 0.8, 2.0, *far, r)[0] > 11.345
    assert kalman.outside(x, p, 0.8, 2.0, 1e7, 0.0, 0.0, r, 11.345)
    assert not kalman.outside(x, p, 0.0, 2.0, x[0], x[1], x[2], r, 11.345)
