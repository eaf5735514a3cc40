"""Proportional navigation as an equation: normal to the path, still on a collision course, N' V_c times the rate."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from shorad.physics.geometry import cross, dot, norm
from shorad.physics.homing import proportional

NOTHING = (0.0, 0.0, 0.0)
REAL = st.floats(-3e3, 3e3)
POINT = st.tuples(REAL, REAL, REAL)


@given(d=POINT, w=POINT, v=POINT, given_=POINT, navigation=st.floats(1.0, 10.0))
def test_finite_and_normal_to_the_path(d, w, v, given_, navigation):
    assume(norm(d) > 1.0 and norm(v) > 1.0)
    a = proportional(d, w, v, given_, navigation, 0.0)
    assert abs(dot(a, v)) <= 1e-6 * (1.0 + norm(a)) * norm(v) * (1.0 + navigation * norm(w) ** 2 / norm(d))


def test_no_command_on_a_collision_course():
    a = proportional((4000.0, 300.0, 100.0), (-800.0, -60.0, -20.0), (700.0, 0.0, 0.0), NOTHING, 4.0, 0.0)
    assert a == pytest.approx(NOTHING, abs=1e-9)


def test_navigation_times_closing_speed_times_rate():
    """Target ahead, moving aside: the line turns at v / r, and the missile is told to turn after it."""
    a = proportional((5000.0, 0.0, 0.0), (-900.0, 50.0, 0.0), (700.0, 0.0, 0.0), NOTHING, 3.0, 0.0)
    assert a == pytest.approx((0.0, 3.0 * 900.0 * 50.0 / 5000.0, 0.0))
    d, w = (3000.0, 800.0, -200.0), (-700.0, 30.0, 90.0)
    closing = -dot(d, w) / norm(d)
    omega = tuple(each / dot(d, d) for each in cross(d, w))
    u = tuple(each / norm(d) for each in d)
    wanted = tuple(3.5 * closing * each for each in cross(omega, u))
    found = proportional(d, w, d, NOTHING, 3.5, 0.0)  # flying along the line: all of it is normal to the path
    assert found == pytest.approx(wanted, rel=1e-12)


def test_carries_its_weight_when_blind_or_past():
    weight, v = (0.0, 0.0, -9.80665), (700.0, 0.0, 0.0)
    for d, blind in (((30.0, 1.0, 0.0), 0.1), ((-30.0, 1.0, 0.0), 0.0)):
        assert proportional(d, (-900.0, 50.0, 0.0), v, weight, 4.0, blind) == pytest.approx((0.0, 0.0, 9.80665))
