"""What falls: the parabola, the terminal speed, and a bullet's range."""

import math

import pytest

from shorad.physics.atmosphere import air
from shorad.physics.fall import G, comes_down, cross_section

FOREVER = 1e9


def test_without_drag_it_is_the_parabola() -> None:
    x, y, t, lands = comes_down(0.0, 0.0, 500.0, 30.0, -10.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, FOREVER)
    expected = math.sqrt(2.0 * 500.0 / G)
    assert lands
    assert t == pytest.approx(expected, rel=2e-4)  # the last step is cut linearly
    assert (x, y) == (pytest.approx(30.0 * expected, rel=2e-4), pytest.approx(-10.0 * expected, rel=2e-4))


def test_terminal_speed() -> None:
    """From 400 m on, 1.5 kg on 0.06 m2 fall at sqrt(2 m g / (rho CdA)), about 20 m/s."""
    density, _ = air(200.0, 0.0)
    speed = math.sqrt(2.0 * 1.5 * G / (density * 0.06))
    _, _, t1, _ = comes_down(0.0, 0.0, 600.0, 0.0, 0.0, 0.0, 0.06, 1.5, 0.0, 0.0, 0.0, FOREVER)
    _, _, t2, _ = comes_down(0.0, 0.0, 200.0, 0.0, 0.0, 0.0, 0.06, 1.5, 0.0, 0.0, 0.0, FOREVER)
    assert 400.0 / (t1 - t2) == pytest.approx(speed, rel=0.02)  # density between 0 and 600 m varies by 6 %


def test_drag_shortens_the_throw() -> None:
    free = comes_down(0.0, 0.0, 300.0, 50.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, FOREVER)
    held = comes_down(0.0, 0.0, 300.0, 50.0, 0.0, 0.0, 0.06, 1.5, 0.0, 0.0, 0.0, FOREVER)
    assert held[0] < free[0] and held[2] > free[2]


def test_a_round_comes_down_kilometres_away() -> None:
    """12.7 mm at 860 m/s and 30 degrees: the maximum range of such rounds is given as 6 to 7 km."""
    vx, vz, area = 860.0 * math.cos(0.52), 860.0 * math.sin(0.52), cross_section(0.0127)
    x, _, t, lands = comes_down(0.0, 0.0, 1.0, vx, 0.0, vz, area, 0.048, 1.05, 0.0, 0.0, FOREVER)
    assert lands and 5.5e3 < x < 7.5e3 and 25.0 < t < 50.0


def test_a_round_that_destroys_itself_does_not() -> None:
    *_, lands = comes_down(
        0.0, 0.0, 1.0, 700.0, 0.0, 400.0, cross_section(0.03), 0.4, 1.0, 0.0, 0.0, 6.0
    )  # fmt: skip
    assert not lands


@pytest.mark.parametrize("mass", [3.0, 1.0, 0.1, 1e-2, 1e-3])
@pytest.mark.parametrize("speed", [10.0, 100.0, 300.0])
def test_a_feather_is_stopped_and_sinks(mass: float, speed: float) -> None:
    """On 1 m2 drag stops it after v/k metres or so, never backwards; then it sinks at sqrt(2 m g / (rho CdA))."""
    density, _ = air(20.0, 0.0)
    sinks = math.sqrt(2.0 * mass * G / density)
    x, y, t, lands = comes_down(0.0, 0.0, 40.0, speed, 0.0, 0.0, 1.0, mass, 0.0, 0.0, 0.0, FOREVER)
    assert lands and y == 0.0
    stop = 2.0 * mass / density  # m, in which drag takes the first e-th of its speed
    assert 0.0 < x < stop * (1.0 + math.log1p(speed / sinks)) + 1.0
    assert t == pytest.approx(40.0 / sinks, rel=0.02, abs=1.5 * sinks / G)


def test_on_the_ground_it_lies_where_it_is() -> None:
    assert comes_down(1.0, 2.0, 0.0, 9.0, 9.0, 0.0, 1.0, 1.0, 0.0, 0.0, 0.0, FOREVER) == (1.0, 2.0, 0.0, True)
