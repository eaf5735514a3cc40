"""Accelerations of an ideal three-point follower against validation values (Garnell & East form), tolerance 0.5 %."""

from math import cos, hypot, sin

import numpy as np
import pytest

from shorad.physics.guidance import Vec, lateral_demand, line_of_sight, noise_share, three_point

CASES = [
    (900.0, 250.0, 3000.0, 10000.0, 9.1946, (14.563, 17.260, 20.634, 24.904), (2069.7, 4137.6, 6203.5, 8265.0)),
    (700.0, 100.0, 1500.0, 6000.0, 7.7642, (6.023, 6.626, 7.309, 8.087), None),
]


def target(vt: float, d: float, x0: float, t: float) -> tuple[Vec, Vec]:
    return (x0 - vt * t, d, 0.0), (-vt, 0.0, 0.0)


def follow(vm: float, vt: float, d: float, x0: float, t_end: float, quarters: int) -> list[tuple[float, float, float]]:
    """Ideal follower r(t) on the line, r' = sqrt(V^2 - (r w)^2), by fine midpoint steps; samples (t, r, demand)."""
    steps = 4 * 2000
    h, r, out = t_end / steps, 1.0, []

    def los(t: float) -> tuple[float, float, float]:
        p, v = target(vt, d, x0, t)
        _, w, s, rng = line_of_sight(p, v, (0.0, 0.0, 0.0))
        rate = hypot(w[0], w[1])  # turns one way throughout
        acceleration = (w[0] * s[0] + w[1] * s[1]) / rate
        return rate, acceleration, rng

    for i in range(steps):
        t = i * h
        middle = r + 0.5 * h * (vm**2 - (r * los(t)[0]) ** 2) ** 0.5
        r += h * (vm**2 - (middle * los(t + 0.5 * h)[0]) ** 2) ** 0.5
        if (i + 1) % (steps // quarters) == 0:
            rate, acceleration, _ = los(t + h)
            out.append((t + h, r, lateral_demand(vm, rate, r, acceleration, 0.0)))
    return out


@pytest.mark.parametrize("case", CASES)
def test_crossing_target(case: tuple) -> None:  # type: ignore[type-arg]
    vm, vt, d, x0, t_end, demands, ranges = case
    got = follow(vm, vt, d, x0, t_end, 4)
    for (_, _, a), wanted in zip(got, demands, strict=True):
        assert a == pytest.approx(wanted, rel=5e-3)
    if ranges:
        assert [r for _, r, _ in got] == pytest.approx(ranges, rel=1e-3)
    p, _ = target(vt, d, x0, t_end)
    assert got[-1][1] == pytest.approx(hypot(p[0], p[1]), rel=1e-3)  # it arrives when the target does


@pytest.mark.parametrize("speed_rate", [0.0, -30.0, 200.0])
def test_vector_form_reduces_to_the_plane_formula(speed_rate: float) -> None:
    """An ideal follower on the line, velocity at psi to it: same magnitude, normal to the velocity."""
    d, v = (6000.0, 3000.0, 1000.0), (-200.0, 30.0, 10.0)
    u, w, s, _ = line_of_sight(d, v, (0.0, 0.0, 0.0))
    rate = hypot(*w)
    n = tuple(c / rate for c in w)
    acceleration = sum(a * b for a, b in zip(n, s, strict=True))
    r, vm = 4000.0, 800.0
    sine = r * rate / vm
    cosine = (1 - sine * sine) ** 0.5
    p = tuple(r * c for c in u)
    velocity = tuple(vm * (cosine * a + sine * b) for a, b in zip(u, n, strict=True))
    given = tuple(speed_rate / vm * c for c in velocity)
    a = three_point(p, velocity, u, w, s, (0.0, 0.0, 0.0), given, 6.0, 0.7)
    assert hypot(*a) == pytest.approx(lateral_demand(vm, rate, r, acceleration, speed_rate), rel=1e-9)
    assert sum(x * y for x, y in zip(a, velocity, strict=True)) == pytest.approx(0.0, abs=1e-6)


def test_line_of_sight_derivatives_by_finite_differences() -> None:
    p0, v0, a0 = (4000.0, -2000.0, 500.0), (-150.0, 80.0, 5.0), (2.0, -9.0, 1.0)

    def unit(t: float) -> tuple[float, ...]:
        p = [x + v * t + 0.5 * a * t * t for x, v, a in zip(p0, v0, a0, strict=True)]
        r = hypot(*p)
        return tuple(x / r for x in p)

    u, w, s, _ = line_of_sight(p0, v0, a0)
    h = 1e-2
    before, now, after = unit(-h), unit(0.0), unit(h)
    for i in range(3):
        assert u[i] == pytest.approx(now[i], rel=1e-14)
        assert w[i] == pytest.approx((after[i] - before[i]) / (2 * h), rel=1e-5, abs=1e-8)
        assert s[i] == pytest.approx((after[i] - 2 * now[i] + before[i]) / h**2, rel=1e-4, abs=1e-8)


def test_offset_is_pulled_back_and_gravity_carried() -> None:
    """On a fixed line: demand = f^2 offset across the line, plus g upward."""
    u, zero = (cos(0.3), 0.0, sin(0.3)), (0.0, 0.0, 0.0)
    p = (1000 * u[0], 2.0, 1000 * u[2])
    v = (500 * u[0], 0.0, 500 * u[2])
    a = three_point(p, v, u, zero, zero, zero, (0.0, 0.0, -9.80665), 5.0, 0.7)
    assert a[1] == pytest.approx(-25 * 2.0)
    assert hypot(a[0], a[2]) == pytest.approx(9.80665 * cos(0.3))
    shifted = three_point(p, v, u, zero, zero, (0.0, 0.002, 0.0), (0.0, 0.0, -9.80665), 5.0, 0.7)
    assert shifted[1] == pytest.approx(0.0, abs=1e-9)  # 2 mrad at 1 km: it takes itself to be on the line


@pytest.mark.parametrize(("w", "z", "tau"), [(2.0, 0.7, 0.3), (5.0, 0.7, 6.0), (1.5, 0.9, 0.1)])
def test_share_of_the_noise_that_the_loop_follows(w: float, z: float, tau: float) -> None:
    """Against the covariance of noise and loop in steady state: A P + P A' + Q = 0, solved as linear equations."""
    a = np.array([[0.0, 1.0, 0.0], [-w * w, -2 * z * w, w * w], [0.0, 0.0, -1.0 / tau]])
    q, one = np.zeros((3, 3)), np.eye(3)
    q[2, 2] = 2.0 / tau  # noise of variance 1
    p = np.linalg.solve(np.kron(one, a) + np.kron(a, one), -q.ravel()).reshape(3, 3)
    assert p[2, 2] == pytest.approx(1.0)
    assert noise_share(w, z, tau) == pytest.approx(p[0, 0], rel=1e-9)
