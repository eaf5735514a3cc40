"""Angles, curvature, horizon and mask."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shorad.physics import geometry as g

coordinate = st.floats(-1e5, 1e5, allow_nan=False)
NO_MASK = np.zeros((0, 360))


def test_azimuth_runs_clockwise_from_north():
    for (dx, dy), azimuth in {(0, 1): 0, (1, 0): 90, (0, -1): 180, (-1, 0): 270, (1, 1): 45}.items():
        range_, az, el = g.range_azimuth_elevation(float(dx), float(dy), 0.0)
        assert math.degrees(az) == pytest.approx(azimuth)
        assert range_ == pytest.approx(math.hypot(dx, dy))
        assert el == 0.0
    assert g.range_azimuth_elevation(3.0, 0.0, 4.0)[2] == pytest.approx(math.atan2(4, 3))


@settings(deadline=None)  # the first call compiles
@given(coordinate, coordinate, coordinate)
def test_spherical_round_trip(dx, dy, dz):
    range_, az, el = g.range_azimuth_elevation(dx, dy, dz)
    assert 0.0 <= az < 2 * math.pi
    assert g.from_spherical(range_, az, el) == pytest.approx((dx, dy, dz), abs=1e-8)


@settings(deadline=None)  # the first call compiles
@given(st.floats(-1e3, 1e3))
def test_wrap(angle):
    a, b = g.wrap_pi(angle), g.wrap_2pi(angle)
    assert -math.pi <= a < math.pi
    assert 0.0 <= b < 2 * math.pi
    for wrapped in (a, b):
        assert math.cos(wrapped) == pytest.approx(math.cos(angle), abs=1e-12)
        assert math.sin(wrapped) == pytest.approx(math.sin(angle), abs=1e-12)


def test_wrap_of_a_tiny_negative_angle_stays_below_a_turn():
    assert g.wrap_2pi(-1e-18) == 0.0


@settings(deadline=None)  # the first call compiles
@given(*[coordinate] * 6)
def test_vectors(a, b, c, d, e, f):
    u, v = (a, b, c), (d, e, f)
    w = g.cross(u, v)
    size = g.norm(u) * g.norm(v)
    assert abs(g.dot(w, u)) <= 1e-12 * max(1.0, size * g.norm(u))
    assert g.dot(u, v) ** 2 + g.norm(w) ** 2 == pytest.approx(size**2, rel=1e-9, abs=1e-9)
    assert g.sub(g.add(u, v), v) == pytest.approx(u, abs=1e-9)
    assert g.norm(g.scale(-2.0, u)) == pytest.approx(2 * g.norm(u))


@pytest.mark.parametrize(("h1", "h2", "d"), [(10, 50, 42_179.9), (30, 0, 22_576.1), (15, 1000, 146_306.8)])
def test_horizon(h1, h2, d):
    got = g.horizon_distance(float(h1), float(h2), g.K_RADAR)
    assert got == pytest.approx(d, abs=0.1)
    radius = g.K_RADAR * g.EARTH_RADIUS
    arc = radius * (math.acos(radius / (radius + h1)) + math.acos(radius / (radius + h2)))
    assert got == pytest.approx(arc, rel=1e-4)
    assert g.horizon_distance(float(h2), float(h1), g.K_RADAR) == got


def test_bulge_in_the_middle_of_20_km():
    """Two ends on the ground 20 km apart: the earth stands 5.886 m above the chord."""
    assert g.sagitta(10e3, g.K_RADAR) == pytest.approx(5.886, abs=1e-3)


def test_effective_height_and_elevation():
    assert g.effective_height(100.0, 36e3, g.K_RADAR) == pytest.approx(100.0 - 36e3**2 / (8 / 3 * 6371e3))
    assert g.elevation_angle(20e3, 100.0, g.K_RADAR) == pytest.approx(math.atan2(100.0 - 23.544, 20e3), abs=1e-7)
    range_, az, el = g.apparent(0.0, 20e3, 100.0, g.K_RADAR)
    assert az == 0.0
    assert el == pytest.approx(g.elevation_angle(20e3, 100.0, g.K_RADAR))
    assert range_ == pytest.approx(math.hypot(20e3, 100.0 - 23.544), abs=1e-3)
    # an exact circle: angle at the observer between the horizontal and the chord
    radius, d, h = g.K_RADAR * 6371e3, 20e3, 100.0
    phi = d / radius
    exact = math.atan2((radius + h) * math.cos(phi) - radius, (radius + h) * math.sin(phi))
    assert g.elevation_angle(d, h, g.K_RADAR) == pytest.approx(exact, abs=2e-6)


def test_clear_at_the_horizon():
    edge = g.horizon_distance(5.0, 100.0, g.K_RADAR)
    for bearing in (0.0, 1.0, 4.0):
        east, north = math.sin(bearing), math.cos(bearing)
        near, far = edge - 1.0, edge + 1.0
        assert g.clear(NO_MASK, -1, near * east, near * north, 5.0, 100.0, g.K_RADAR)
        assert not g.clear(NO_MASK, -1, far * east, far * north, 5.0, 100.0, g.K_RADAR)
        # the same line seen from its other end
        assert g.clear(NO_MASK, -1, -near * east, -near * north, 100.0, 5.0, g.K_RADAR)
        assert not g.clear(NO_MASK, -1, -far * east, -far * north, 100.0, 5.0, g.K_RADAR)


def test_mask_is_linear_and_closes_on_itself():
    row = np.radians(np.linspace(0.0, 3.59, 360))
    assert math.degrees(g.mask_angle(row, math.radians(10.5))) == pytest.approx(0.105)
    assert math.degrees(g.mask_angle(row, math.radians(359.5))) == pytest.approx(0.5 * (3.59 + 0.0))
    assert math.degrees(g.mask_angle(row, math.radians(-0.25))) == pytest.approx(0.25 * 3.59)
    assert g.mask_angle(row, -1e-18) == pytest.approx(0.0)


def test_clear_over_a_mask():
    masks = np.zeros((2, 360))
    masks[1, 90] = math.radians(1.0)
    height = 5.0 + 10e3 * math.tan(math.radians(1.0)) + g.sagitta(10e3, g.K_RADAR)
    assert g.clear(masks, 1, 10e3, 0.0, 5.0, height + 0.1, g.K_RADAR)
    assert not g.clear(masks, 1, 10e3, 0.0, 5.0, height - 0.1, g.K_RADAR)
    assert g.clear(masks, 0, 10e3, 0.0, 5.0, height - 0.1, g.K_RADAR)
    assert g.clear(masks, 1, 0.0, 10e3, 5.0, height - 0.1, g.K_RADAR)
