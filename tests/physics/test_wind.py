"""Wind profiles (validation 3) and what wind does."""

import math

import pytest

from shorad.physics import gun, wind


def test_profiles():
    assert wind.power_law(100.0, 10.0, 1.0 / 7.0) == pytest.approx(1.38950, abs=5e-6)
    assert wind.log_law(100.0, 10.0, 0.03) == pytest.approx(1.39637, abs=5e-6)
    assert wind.profile(100.0, 10.0, 1.0 / 7.0, 0.0) == wind.power_law(100.0, 10.0, 1.0 / 7.0)
    assert wind.profile(100.0, 10.0, 1.0 / 7.0, 0.03) == wind.log_law(100.0, 10.0, 0.03)
    assert wind.profile(10.0, 10.0, 0.2, 0.0) == 1.0
    assert wind.profile(5e3, 10.0, 0.2, 0.0) == wind.profile(1e3, 10.0, 0.2, 0.0)
    assert wind.log_law(0.01, 10.0, 0.03) == 0.0


def test_it_comes_from_where_it_is_said_to():
    east, north = wind.blowing(10.0, math.radians(270.0))
    assert (east, north) == (pytest.approx(10.0), pytest.approx(0.0, abs=1e-12))
    east, north = wind.blowing(10.0, 0.0)
    assert (east, north) == (pytest.approx(0.0, abs=1e-12), -10.0)


def test_ground_speed():
    assert wind.ground_speed(50.0, -10.0, 0.0) == 40.0
    assert wind.ground_speed(50.0, 0.0, 30.0) == pytest.approx(40.0)
    assert wind.ground_speed(10.0, -12.0, 0.0) == 0.0
    assert wind.ground_speed(10.0, 0.0, 10.0) == 0.0


def test_deflection():
    """McCoy's rule against the equation of motion: drag along the relative wind, constant coefficient.

    With dv/dt = -k |v - w| (v - w) and w across much below v: y = w (t - x / v0).
    """
    k, v0, across, x_end = 3.34e-4, 960.0, 5.0, 2000.0
    x, y, vx, vy, t, h = 0.0, 0.0, v0, 0.0, 0.0, 1e-4
    while x < x_end:
        speed = math.hypot(vx, vy - across)
        x, y = x + h * vx, y + h * vy
        vx, vy = vx - h * k * speed * vx, vy - h * k * speed * (vy - across)
        t += h
    time, _ = gun.constant_drag(x_end, v0, k)
    assert t == pytest.approx(time, rel=1e-3)
    assert wind.deflection(across, time, x_end, v0) == pytest.approx(y, rel=2e-3)
    assert wind.deflection(across, x_end / v0, x_end, v0) == 0.0
