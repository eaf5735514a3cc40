from math import exp, pi, sqrt

import pytest

from shorad.physics import missile


def test_coast_with_constant_drag() -> None:
    k = 1.225 * missile.reference_area(0.09) * 0.35 / (2 * 60)
    assert k == pytest.approx(2.27299e-5, rel=1e-5)
    assert missile.coast(1300.0, k, 5.0) == pytest.approx((1132.656, 6062.44), rel=1e-5)
    assert missile.coast(1300.0, k, 10.0) == pytest.approx((1003.482, 11389.75), rel=1e-5)


def test_rocket() -> None:
    exhaust = 240 * 9.80665
    assert missile.rocket_speed(exhaust, 75.0, 45.0) == pytest.approx(1202.277, rel=1e-5)
    assert missile.rocket_distance(exhaust, 75.0, 45.0, 2.4) == pytest.approx(1320.43, rel=1e-5)


def test_drag_is_parasitic_plus_induced() -> None:
    q, s = 50_000.0, missile.reference_area(0.09)
    assert missile.drag(q, s, 0.3, 0.05, 0.0) == pytest.approx(q * s * 0.3)
    cn = 2.0
    assert missile.drag(q, s, 0.3, 0.05, cn * q * s) == pytest.approx(q * s * (0.3 + 0.05 * cn**2))


def test_turning_is_bounded_by_structure_and_by_air() -> None:
    assert missile.lateral_limit(1e6, 0.0064, 60.0, 300.0, 15.0) == 300.0
    assert missile.lateral_limit(1e4, 0.0064, 60.0, 300.0, 15.0) == pytest.approx(1e4 * 0.0064 * 15 / 60)


def test_mass_falls_evenly_and_then_holds() -> None:
    assert missile.mass_in_boost(0.0, 2.4, 75.0, 45.0) == 75.0
    assert missile.mass_in_boost(1.2, 2.4, 75.0, 45.0) == pytest.approx(60.0)
    assert missile.mass_in_boost(9.0, 2.4, 75.0, 45.0) == pytest.approx(45.0)


def test_lag_factor_is_the_exact_first_order_step() -> None:
    assert missile.lag_factor(0.1, 0.0) == 1.0
    assert missile.lag_factor(0.1, 0.2) == pytest.approx(1 - exp(-0.5), rel=1e-12)


def test_super_elevation_is_what_gravity_takes_before_the_fins_bear() -> None:
    """Integrate the sinking path g / V at constant axial acceleration until q S cn = m g."""
    axial, mass, cn, area = 500.0, 75.0, 10.0, pi * 0.17**2 / 4
    bearing = sqrt(2 * mass * 9.80665 / (1.225 * area * cn))
    speed, angle, dt = 20.0, 0.0, 1e-6
    while speed < bearing:
        angle += 9.80665 / speed * dt
        speed += axial * dt
    got = missile.super_elevation(20.0, axial, mass, 0.5 * 1.225 * area, cn)
    assert got == pytest.approx(angle, rel=1e-3)
    assert missile.super_elevation(500.0, axial, mass, 0.5 * 1.225 * area, cn) == 0.0
