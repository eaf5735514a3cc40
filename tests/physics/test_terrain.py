"""Height between nodes, sight lines over the ground, and the floor below which it hides things."""

import math

import numpy as np
import pytest

from shorad.compile.terrain import interpolate
from shorad.engine.ground import clearances, floor_heights, trace_floors
from shorad.physics import terrain as t
from shorad.physics.geometry import EARTH_RADIUS, K_OPTICS, K_RADAR, above_horizon

SPACING, CREST, HEIGHT = 100.0, 12_000.0, 250.0


@pytest.fixture(scope="module")
def ridge():
    """A knife ridge along north at 12 km east, one cell wide on each side, out of a deep plain."""
    x = np.arange(0.0, 30_001.0, SPACING)
    profile = -3000.0 + (HEIGHT + 3000.0) * np.maximum(0.0, 1.0 - np.abs(x - CREST) / SPACING)
    return np.repeat(profile[None].astype(np.float32), 41, axis=0)


def ends_across(n, rng):
    """Lines across the ridge whose clearance over the crest is known and spans a millimetre to 100 m, both signs."""
    ax, bx = rng.uniform(0.0, 11_000.0, n), rng.uniform(13_000.0, 30_000.0, n)
    ay, by, az = rng.uniform(-1900.0, 1900.0, n), rng.uniform(-1900.0, 1900.0, n), rng.uniform(0.0, 400.0, n)
    wanted = rng.choice([-1.0, 1.0], n) * 10.0 ** rng.uniform(-3.0, 2.0, n)
    d = np.hypot(bx - ax, by - ay)
    d1 = d * (CREST - ax) / (bx - ax)
    bz = az + (HEIGHT + wanted + d1 * (d - d1) / (2.0 * K_RADAR * EARTH_RADIUS) - az) * d / d1
    return np.stack([ax, ay, az, bx, by, bz], axis=1), wanted


def test_analytic_ridge_is_exact_and_symmetric(ridge):
    """Visible iff h1 + (h2 - h1) d1 / D - d1 (D - d1) / (2 k Re) > H, to a micron; the same bits from either end."""
    ends, wanted = ends_across(2000, np.random.default_rng(1))
    there, back = np.zeros(len(ends)), np.zeros(len(ends))
    clearances(ridge, 0.0, -2000.0, SPACING, ends, K_RADAR, there)
    clearances(ridge, 0.0, -2000.0, SPACING, np.ascontiguousarray(ends[:, [3, 4, 5, 0, 1, 2]]), K_RADAR, back)
    assert there == pytest.approx(wanted, abs=1e-6)
    assert (there == back).all()


def test_clearance_finds_the_minimum_inside_a_cell():
    """Across the diagonal of a saddle the ground is a parabola whose top lies at no node and no crossing."""
    saddle = np.array([[0.0, 100.0], [100.0, 0.0]], np.float32)
    out = np.zeros(1)
    clearances(saddle, 0.0, 0.0, 100.0, np.array([[5.0, 0.0, 200.0, 100.0, 95.0, 200.0]]), 1e12, out)
    s = np.linspace(0.0, 1.0, 100_001)
    x, y = 5.0 + 95.0 * s, 95.0 * s
    expected = (200.0 - x - y + 0.02 * x * y).min()
    assert out[0] == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize("k", [K_RADAR, K_OPTICS])
@pytest.mark.parametrize("lift", [0.0, -1.5, 1.0])
def test_floor_behind_the_ridge_is_the_line_over_its_crest(ridge, k, lift):
    """For the k and the antenna that it was made for and for others; tolerance: the angle between two rays."""
    eye, step = 106.0, 100.0
    floor = np.zeros((1, 1440, 320, 2), np.float32)
    trace_floors(ridge, 0.0, -2000.0, SPACING, np.array([[1000.0, 0.0, eye]]), step, floor)
    dx, dy = np.repeat(np.linspace(11_300.0, 28_000.0, 60), 3), np.tile([0.0, 777.0, -1500.0], 60)
    found, h = np.zeros(len(dx)), eye + lift
    floor_heights(floor[0], step, eye, k, np.stack([dx, dy], axis=1), h, found)
    d = np.hypot(dx, dy)
    d1 = d * 11_000.0 / dx
    expected = h + (HEIGHT + d1 * (d - d1) / (2.0 * k * EARTH_RADIUS) - h) * d / d1
    assert found == pytest.approx(expected, abs=0.05)


def test_floor_of_a_plain_is_the_horizon():
    """Within one range step of the formula of the smooth earth."""
    plain, step = np.zeros((3, 1001), np.float32), 100.0
    floor = np.zeros((1, 8, 501, 2), np.float32)
    trace_floors(plain, 0.0, -100.0, SPACING, np.array([[0.0, 0.0, 10.0]]), step, floor)
    for height in (20.0, 50.0):
        at = np.arange(20_000.0, 49_000.0, 10.0)
        found = np.zeros(len(at))
        floor_heights(floor[0], step, 10.0, K_RADAR, np.stack([at, np.zeros(len(at))], axis=1), 10.0, found)
        seen = at[found <= height].max()
        reach = math.sqrt(2.0 * K_RADAR * EARTH_RADIUS) * (math.sqrt(10.0) + math.sqrt(height))
        assert seen == pytest.approx(reach, abs=step)
        assert above_horizon(seen - step, 10.0, height, K_RADAR)


def test_heights_between_nodes_and_beyond_the_edge():
    grid = np.array([[0.0, 10.0, 30.0], [20.0, 50.0, 90.0]], np.float32)
    assert t.height(grid, 100.0, 200.0, 50.0, 125.0, 225.0) == pytest.approx(20.0)
    assert t.height(grid, 100.0, 200.0, 50.0, 200.0, 250.0) == 90.0
    assert t.height(grid, 100.0, 200.0, 50.0, 1e6, 1e6) == 90.0
    assert t.height(grid, 100.0, 200.0, 50.0, -1e6, -1e6) == 0.0
    rng = np.random.default_rng(2)
    row, column = rng.uniform(-1.0, 3.0, 200), rng.uniform(-1.0, 4.0, 200)
    one_by_one = [t.bilinear(grid, a, b) for a, b in zip(row, column, strict=True)]
    assert interpolate(grid, row, column) == pytest.approx(np.array(one_by_one), abs=1e-5)  # the compiler's twin


def test_published_bulge_and_fresnel_zone():
    """20 km, middle, k = 4/3: 5.886 m; first zone at 3 GHz, 10 + 10 km: 22.353 m (ITU-R P.526)."""
    assert t.bulge(10_000.0, 20_000.0, K_RADAR) == pytest.approx(5.886, abs=5e-4)
    assert t.fresnel_radius(299_792_458.0 / 3e9, 1e4, 1e4, 1.0) == pytest.approx(22.353, abs=5e-4)
