"""Routes: legs meet in position and heading, turns have the radius they must, lengths and times agree."""

import math
from itertools import pairwise

import numpy as np
import pytest

from shorad.compile.routes import DIVE_ANGLE, to_end, to_impact, to_release, to_station, too_tight
from shorad.engine.codes import STRAIGHT, THEN_DEPART, THEN_IMPACT, THEN_NEXT, THEN_RELEASE, THEN_SEARCH, TURN

SPEED, LOAD = 50.0, 9.80665


def end_of(row):
    """Position and velocity at the end of a segment, from the closed form of a turn written independently."""
    t = row["duration"]
    p = np.array([row["x"], row["y"], row["z"]])
    v = np.array([row["vx"], row["vy"], row["vz"]])
    if row["kind"] == STRAIGHT:
        return p + v * t, v
    a = row["omega"] * t
    rotate = np.array([[math.cos(a), -math.sin(a)], [math.sin(a), math.cos(a)]])
    centre = p[:2] + np.array([-v[1], v[0]]) / row["omega"]
    q = centre + rotate @ (p[:2] - centre)
    return np.array([*q, p[2] + v[2] * t]), np.array([*(rotate @ v[:2]), v[2]])


def heading(v):
    return v[:2] / np.hypot(*v[:2])


def assert_joined(rows):
    for a, b in pairwise(rows):
        p, v = end_of(a)
        assert np.allclose(p, [b["x"], b["y"], b["z"]], atol=1e-6)
        assert np.allclose(heading(v), heading(np.array([b["vx"], b["vy"]])), atol=1e-9)
    for row in rows:
        assert math.hypot(row["vx"], row["vy"], row["vz"]) == pytest.approx(SPEED, rel=1e-9)


def test_a_corner_is_a_turn_that_touches_both_legs():
    points = np.array([[[10e3, 0.0, 500.0], [0.0, 0.0, 500.0], [0.0, 8e3, 900.0]]])
    rows = to_end(points, SPEED, LOAD).rows
    assert [r["kind"] for r in rows] == [STRAIGHT, TURN, STRAIGHT]
    assert_joined(rows)
    radius = math.hypot(rows[1]["vx"], rows[1]["vy"]) / abs(rows[1]["omega"])
    assert radius == pytest.approx(SPEED**2 / LOAD)
    assert rows[1]["omega"] < 0.0  # flying west, then north: a right turn
    assert end_of(rows[-1])[0] == pytest.approx([0.0, 8e3, 900.0])
    assert [r["then"] for r in rows] == [THEN_NEXT, THEN_NEXT, THEN_DEPART]
    # heights run linearly along the ground track of the second leg
    assert rows[2]["z"] - 500.0 == pytest.approx(400.0 * radius / 8e3)


def test_straight_through_waypoints_on_one_line_no_turn():
    rows = to_end(np.array([[[0.0, 0.0, 0.0], [1e3, 0.0, 0.0], [3e3, 0.0, 100.0]]]), SPEED, LOAD).rows
    assert [r["kind"] for r in rows] == [STRAIGHT, STRAIGHT]


def test_level_then_dive_onto_the_target():
    target = np.array([[100.0, 0.0, 20.0]])
    rows = to_impact(np.array([[[40e3, 0.0, 300.0]]]), target, SPEED, LOAD).rows
    assert [r["then"] for r in rows] == [THEN_NEXT, THEN_IMPACT]
    assert rows[0]["vz"] == 0.0
    assert -rows[1]["vz"] == pytest.approx(SPEED * math.sin(DIVE_ANGLE))
    assert end_of(rows[1])[0] == pytest.approx(target[0], abs=1e-6)
    assert rows["duration"].sum() * SPEED == pytest.approx(
        39900.0 - 280.0 / math.tan(DIVE_ANGLE) + 280.0 / math.sin(DIVE_ANGLE)
    )


def test_too_near_for_the_dive_goes_straight_in():
    rows = to_impact(np.array([[[100.0, 0.0, 300.0]]]), np.zeros((1, 3)), SPEED, LOAD).rows
    assert len(rows) == 1
    assert end_of(rows[0])[0] == pytest.approx([0.0, 0.0, 0.0], abs=1e-6)
    assert rows[0]["then"] == THEN_IMPACT


@pytest.mark.parametrize("base", [[20e3, 100.0, 400.0], [-20e3, -3e3, 0.0], [60.0, 10.0, 200.0]])
def test_dropper_turns_home_after_release(base):
    points = np.array([[[20e3, 5e3, 200.0], [5e3, 0.0, 200.0]]])
    rows = to_release(points, np.zeros((1, 3)), np.array([base]), SPEED, LOAD).rows
    assert_joined(rows)
    release = np.flatnonzero(rows["then"] == THEN_RELEASE)
    assert len(release) == 1
    assert end_of(rows[release[0]])[0] == pytest.approx([0.0, 0.0, 200.0], abs=1e-6)
    assert end_of(rows[-1])[0] == pytest.approx(base, abs=1e-4)
    assert rows[-1]["then"] == THEN_DEPART


def test_members_keep_their_own_segments():
    points = np.array([[[10e3, 0.0, 1e3], [5e3, 0.0, 1e3]], [[10e3, 3e3, 1e3], [5e3, 3e3, 1e3]]])
    route = to_station(points, np.array([[0.0, 0.0, 1e3], [0.0, 0.0, 1e3]]), SPEED, LOAD)
    assert list(route.counts) == [2, 3]  # the first flies straight on and needs no turn
    assert_joined(route.rows[:2])
    assert_joined(route.rows[2:])
    assert [r["then"] for r in route.rows[[1, 4]]] == [THEN_SEARCH, THEN_SEARCH]


def test_too_tight_names_the_corner():
    points = np.array([[[1e3, 0.0, 0.0], [0.0, 0.0, 0.0], [900.0, 50.0, 0.0]]])
    found = too_tight(points, SPEED**2 / LOAD)
    assert found is not None and (found.member, found.corner) == (0, 1)
    assert found.needs > found.has
    assert too_tight(points, 1.0) is None
    assert too_tight(np.zeros((1, 2, 3)), 1.0) is not None  # two waypoints in one place
