"""Routes: segments meet in position and velocity, arcs have the radius they must, lengths, times and angles agree.

Tolerance: 1e-6 m and 1e-9 of a velocity unless a test says otherwise. Expected values are elementary geometry.
"""

import math
from itertools import pairwise

import numpy as np
import pytest

from shorad.compile import routes
from shorad.compile.climb import Dive
from shorad.compile.routes import DIVE_ANGLE, Limits, Point, lay, through
from shorad.compile.track import Loiter, Weave
from shorad.engine.codes import PITCH, STRAIGHT, THEN_DEPART, THEN_IMPACT, THEN_NEXT, THEN_RELEASE, THEN_SEARCH, TURN

SPEED, LOAD, PULL = 50.0, 9.80665, 4.9
LIMITS = Limits(SPEED, LOAD, PULL)
RADIUS = SPEED**2 / LOAD


def to_end(points, limits):
    return routes.to_end(through(points), limits)


def to_impact(points, target, limits, *dive):
    return routes.to_impact(through(points), target, limits, *dive)


def to_release(points, target, base, limits):
    return routes.to_release(through(points), target, base, limits)


def to_station(points, station, limits):
    return routes.to_station(through(points), station, limits)


def state(row, t):
    """Position and velocity on a segment, by rotation of the velocity about its axis, written independently."""
    p = np.array([row["x"], row["y"], row["z"]])
    v = np.array([row["vx"], row["vy"], row["vz"]])
    if row["kind"] == STRAIGHT:
        return p + v * t, v
    axis = np.array([0.0, 0.0, 1.0])
    if row["kind"] == PITCH:
        axis = np.cross(v, axis)
        axis = axis / np.linalg.norm(axis)
    # Rodrigues' formula for the velocity, and its integral
    w, along = row["omega"], axis * (axis @ v)
    across, normal = v - along, np.cross(axis, v)
    a = w * t
    turned = along + across * math.cos(a) + normal * math.sin(a)
    return p + along * t + (across * math.sin(a) + normal * (1.0 - math.cos(a))) / w, turned


def end_of(row):
    return state(row, row["duration"])


def start_of(row):
    return np.array([row["x"], row["y"], row["z"]]), np.array([row["vx"], row["vy"], row["vz"]])


def members(route):
    ends = np.cumsum(route.counts)
    return [route.rows[e - n : e] for e, n in zip(ends, route.counts, strict=True)]


def assert_flyable(route, limits=LIMITS):
    """Continuous, at constant speed, within the lateral and the vertical acceleration."""
    assert route.tight is None and route.steep < 0
    for rows in members(route):
        for a, b in pairwise(rows):
            (p, v), (q, w) = end_of(a), start_of(b)
            assert p == pytest.approx(q, abs=1e-6)
            assert v == pytest.approx(w, abs=1e-7)
        for row in rows:
            assert math.hypot(row["vx"], row["vy"], row["vz"]) == pytest.approx(limits.speed, rel=1e-12)
            if row["kind"] == TURN:
                assert abs(row["omega"]) * math.hypot(row["vx"], row["vy"]) <= limits.load * (1.0 + 1e-9)
            if row["kind"] == PITCH:
                assert abs(row["omega"]) * limits.speed == pytest.approx(limits.pitch)


def turn_of(rows, kind=TURN):
    """Total signed angle, rad."""
    here = rows["kind"] == kind
    return float(np.sum(rows["omega"][here] * rows["duration"][here]))


def test_a_corner_is_a_turn_that_touches_both_legs():
    points = np.array([[[10e3, 0.0, 500.0], [0.0, 0.0, 500.0], [0.0, 8e3, 500.0]]])
    route = to_end(points, LIMITS)
    assert [r["kind"] for r in route.rows] == [STRAIGHT, TURN, STRAIGHT]
    assert_flyable(route)
    assert SPEED / abs(route.rows[1]["omega"]) == pytest.approx(RADIUS)
    assert turn_of(route.rows) == pytest.approx(-math.pi / 2)  # flying west, then north: a right turn
    assert end_of(route.rows[-1])[0] == pytest.approx([0.0, 8e3, 500.0])
    assert [r["then"] for r in route.rows] == [THEN_NEXT, THEN_NEXT, THEN_DEPART]
    length = 18e3 - 2.0 * RADIUS + 0.5 * math.pi * RADIUS
    assert route.rows["duration"].sum() * SPEED == pytest.approx(length)


def test_a_climb_begins_and_ends_in_arcs_of_the_vertical():
    points = np.array([[[0.0, 0.0, 500.0], [9e3, 0.0, 500.0], [9e3, 8e3, 900.0], [20e3, 8e3, 900.0]]])
    route = to_end(points, LIMITS)
    assert_flyable(route)
    first, last = (math.asin(r["vz"] / SPEED) for r in (route.rows[0], route.rows[-1]))
    assert turn_of(route.rows, PITCH) == pytest.approx(last - first, abs=1e-12)
    assert abs(first) < 1e-3  # level, but for what the pull-up takes off the height of the turn
    assert end_of(route.rows[-1])[0] == pytest.approx([20e3, 8e3, 900.0])
    half = [state(r, 0.5 * r["duration"])[0][2] for r in route.rows if r["kind"] == TURN]
    assert half == pytest.approx([500.0, 900.0])  # the heights of the waypoints, half-way round each turn
    track = 8e3 - 2.0 * RADIUS + 0.5 * math.pi * RADIUS
    mean = SPEED * 400.0 / math.hypot(400.0, track)
    assert mean < route.climb < 1.05 * mean  # the arcs at its ends make the middle steeper


def test_straight_through_waypoints_on_one_line_no_turn():
    level = np.array([[[0.0, 0.0, 0.0], [1e3, 0.0, 0.0], [3e3, 0.0, 0.0]]])
    assert [r["kind"] for r in to_end(level, LIMITS).rows] == [STRAIGHT, STRAIGHT]
    steady = level + np.array([0.0, 0.0, 1.0]) * level[:, :, :1] * 0.05
    route = to_end(steady, LIMITS)
    assert [r["kind"] for r in route.rows] == [STRAIGHT, STRAIGHT]
    assert_flyable(route)


def test_level_then_dive_onto_the_target():
    target = np.array([[100.0, 0.0, 20.0]])
    route = to_impact(np.array([[[40e3, 0.0, 300.0]]]), target, LIMITS)
    rows = route.rows
    assert [r["kind"] for r in rows] == [STRAIGHT, PITCH, STRAIGHT]
    assert [r["then"] for r in rows] == [THEN_NEXT, THEN_NEXT, THEN_IMPACT]
    assert_flyable(route)
    assert rows[0]["vz"] == 0.0
    assert -rows[2]["vz"] == pytest.approx(SPEED * math.sin(DIVE_ANGLE))
    assert end_of(rows[2])[0] == pytest.approx(target[0], abs=1e-6)
    radius = SPEED**2 / PULL
    saved = 2.0 * radius * math.tan(0.5 * DIVE_ANGLE) - radius * DIVE_ANGLE  # the arc against the corner it cuts
    legs = 39900.0 - 280.0 / math.tan(DIVE_ANGLE) + 280.0 / math.sin(DIVE_ANGLE)
    assert rows["duration"].sum() * SPEED == pytest.approx(legs - saved)


@pytest.mark.parametrize("lift", [-40.0, 25.0, 60.0])
def test_a_route_that_is_raised_still_dives_onto_its_target(lift):
    route = to_impact(np.array([[[40e3, 3e3, 300.0]]]), np.zeros((1, 3)), LIMITS, math.radians(40.0))
    assert route.spare > 60.0
    rows = route.rows.copy()
    rows["duration"] += lift * rows["stretch"]
    ground = np.hypot(rows["vx"], rows["vy"])
    for axis in "xy":
        rows[axis] -= lift * rows["back"] * rows["v" + axis] / ground
    rows["z"] += lift
    for a, b in pairwise(rows):
        assert end_of(a)[0] == pytest.approx(start_of(b)[0], abs=1e-6)
    assert end_of(rows[-1])[0] == pytest.approx([0.0, 0.0, 0.0], abs=1e-6)


def test_too_near_for_the_dive_goes_straight_in():
    route = to_impact(np.array([[[100.0, 0.0, 300.0]]]), np.zeros((1, 3)), LIMITS)
    assert len(route.rows) == 1
    assert end_of(route.rows[0])[0] == pytest.approx([0.0, 0.0, 0.0], abs=1e-6)
    assert route.rows[0]["then"] == THEN_IMPACT
    assert route.spare == 0.0


@pytest.mark.parametrize("base", [[20e3, 100.0, 400.0], [-20e3, -3e3, 0.0], [60.0, 10.0, 200.0]])
def test_dropper_turns_home_after_release(base):
    points = np.array([[[20e3, 5e3, 200.0], [5e3, 0.0, 200.0]]])
    route = to_release(points, np.zeros((1, 3)), np.array([base]), LIMITS)
    assert_flyable(route)
    rows = route.rows
    release = np.flatnonzero(rows["then"] == THEN_RELEASE)
    assert len(release) == 1
    assert end_of(rows[release[0]])[0] == pytest.approx([0.0, 0.0, 200.0], abs=1e-6)
    assert end_of(rows[-1])[0] == pytest.approx(base, abs=1e-4)
    assert rows[-1]["then"] == THEN_DEPART


def test_members_keep_their_own_segments():
    points = np.array([[[10e3, 0.0, 1e3], [5e3, 0.0, 1e3]], [[10e3, 3e3, 1e3], [5e3, 3e3, 1e3]]])
    route = to_station(points, np.array([[0.0, 0.0, 1e3], [0.0, 0.0, 1e3]]), LIMITS)
    assert list(route.counts) == [2, 3]  # the first flies straight on and needs no turn
    assert_flyable(route)
    assert [r["then"] for r in route.rows[[1, 4]]] == [THEN_SEARCH, THEN_SEARCH]


def test_too_tight_names_the_corner():
    points = np.array([[[1e3, 0.0, 0.0], [0.0, 0.0, 0.0], [900.0, 50.0, 0.0]]])
    found = to_end(points, LIMITS).tight
    assert found is not None and (found.member, found.corner) == (0, 1)
    assert found.needs > found.has
    assert to_end(points, Limits(SPEED, 2.5e3, PULL)).tight is None
    assert to_end(np.zeros((1, 2, 3)), LIMITS).tight is not None  # two waypoints in one place


def test_too_steep_names_the_leg():
    points = np.array([[[0.0, 0.0, 0.0], [5e3, 0.0, 0.0], [5.4e3, 0.0, 300.0], [9e3, 0.0, 300.0]]])
    assert to_end(points, LIMITS).steep == 1
    assert to_end(points, Limits(SPEED, LOAD, 50.0)).steep == -1


def at(*xyz):
    return np.array([xyz], dtype=float)


def test_a_waypoint_flown_over_is_met_and_the_turn_begins_there():
    points = [Point(at(0, 0, 300)), Point(at(8e3, 0, 300), over=True), Point(at(8e3, 9e3, 300))]
    route = lay(points, LIMITS, THEN_DEPART)
    assert_flyable(route)
    first, _, last = route.rows
    assert end_of(first)[0] == pytest.approx([8e3, 0.0, 300.0])
    assert turn_of(route.rows) > 0.5 * math.pi  # it has overshot and comes back onto its way
    assert end_of(last)[0] == pytest.approx([8e3, 9e3, 300.0])
    # the tangent from a circle of radius r to a point at distance d from its centre is sqrt(d^2 - r^2) long
    d = math.hypot(RADIUS - 9e3, 0.0)
    assert last["duration"] * SPEED == pytest.approx(math.sqrt(d**2 + 0.0 - RADIUS**2 + 0.0), rel=1e-9)


@pytest.mark.parametrize(("leg", "side"), [(0.0, 1.0), (2e3, -1.0)])
def test_a_loiter_is_a_whole_number_of_rounds(leg, side):
    loop = Loiter(5, 900.0, leg, side)
    points = [Point(at(0, 0, 300)), Point(at(8e3, 0, 400), loiter=loop), Point(at(20e3, 0, 300))]
    route = lay(points, LIMITS, THEN_DEPART)
    assert_flyable(route)
    assert turn_of(route.rows) == pytest.approx(side * 2.0 * math.pi * 5)
    loops = route.rows[(route.rows["z"] == 400.0) & (route.rows["vz"] == 0.0) & (route.rows["kind"] != PITCH)]
    flown = float(loops["duration"].sum() * SPEED)
    assert flown == pytest.approx(5 * loop.length, rel=1e-9)


def test_a_weave_swings_to_both_sides_and_stays_on_its_leg():
    weave = Weave(150.0, 3e3)
    points = [Point(at(0, 0, 300), weave=weave), Point(at(20e3, 0, 300))]
    route = lay(points, LIMITS, THEN_DEPART)
    assert_flyable(route)
    off = [state(r, s * r["duration"])[0][1] for r in route.rows for s in np.linspace(0.0, 1.0, 21)]
    assert max(off) == pytest.approx(150.0) and min(off) == pytest.approx(-150.0)
    assert turn_of(route.rows) == pytest.approx(0.0, abs=1e-9)
    assert end_of(route.rows[-1])[0] == pytest.approx([20e3, 0.0, 300.0], abs=1e-6)
    crests = [end_of(r)[0][0] for r in route.rows if abs(abs(end_of(r)[0][1]) - 150.0) < 1e-6]
    assert np.diff(crests) == pytest.approx(1.5e3)


def test_a_weave_that_is_too_sharp_is_seen_in_its_radius():
    assert Weave(300.0, 900.0).radius < RADIUS < Weave(300.0, 3e3).radius


def test_a_dive_of_many_members_from_different_heights_and_ranges():
    starts = np.array([[[12e3, 0.0, 500.0]], [[700.0, 100.0, 500.0]], [[0.0, 9e3, 50.0]]])
    target = np.zeros((3, 3))
    route = lay([Point(starts[:, 0]), Point(target + [[0.0, 0.0, 500.0], [0.0, 0.0, 500.0], [0.0, 0.0, 50.0]])],
                LIMITS, THEN_IMPACT, Dive(target, math.radians(60.0)))  # fmt: skip
    assert_flyable(route)
    for rows in members(route):
        assert end_of(rows[-1])[0] == pytest.approx([0.0, 0.0, 0.0], abs=1e-6)
        assert rows[-1]["then"] == THEN_IMPACT
