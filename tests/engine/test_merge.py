"""The quick look whether two tracks may share a resolution cell turns away no pair that does share one."""

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from shorad.engine.handle import pack
from shorad.engine.jit import entry
from shorad.engine.merge import _near, _one_cell
from shorad.engine.tables import open_model, open_state
from shorad.engine.track_bench import Rules, world

ZERO, ONE = np.int64(0), np.int64(1)
RULES = Rules(1.0, 1.0, tracks_max=2, range_resolution=75.0, beamwidth=0.06, beamwidth_elevation=0.07)


@entry
def _asked(model, state, dt):
    """May tracks 0 and 1 share a cell, and do they?"""
    m, s = open_model(model), open_state(state)
    return _near(m, s, ZERO, ZERO, ONE, dt), _one_cell(m, s, ZERO, ZERO, ONE, dt)


def _state(distance, azimuth, elevation, speed):
    level = distance * math.cos(elevation)
    return level * math.sin(azimuth), level * math.cos(azimuth), distance * math.sin(elevation), speed, -speed, 0.0


shares = st.floats(-1.2, 1.2)  # of the cell, in each of its three directions


@settings(max_examples=300, deadline=None)
@given(
    distance=st.floats(200.0, 60e3), azimuth=st.floats(-4.0, 4.0), elevation=st.floats(-0.1, 1.4),
    away=st.tuples(shares, shares, shares), speed=st.floats(-300.0, 300.0), dt=st.floats(0.0, 5.0),
)  # fmt: skip
def test_a_pair_in_one_cell_is_near(distance, azimuth, elevation, away, speed, dt):
    model, state = world(RULES, 1, 4)
    state.track_x[0] = _state(distance, azimuth, elevation, speed)
    other = _state(
        distance + away[0] * RULES.range_resolution, azimuth + away[1] * RULES.beamwidth,
        elevation + away[2] * RULES.beamwidth_elevation, speed,
    )  # fmt: skip
    state.track_x[1] = np.array(other) - dt * np.array([speed, -speed, 0.0, 0.0, 0.0, 0.0])
    near, one_cell = _asked(pack(model), pack(state), dt)
    assert near or not one_cell


def test_both_answers_occur():
    """Beside each other, in one beam at other ranges, and far apart."""
    model, state = world(RULES, 1, 4)
    state.track_x[0] = (0.0, 20e3, 1e3, 0.0, 0.0, 0.0)
    answers = []
    for x, y in ((600.0, 20e3), (0.0, 20.2e3), (9e3, 20e3)):
        state.track_x[1] = (x, y, 1e3, 0.0, 0.0, 0.0)
        answers.append(tuple(_asked(pack(model), pack(state), 0.0)))
    assert answers == [(True, True), (True, False), (False, False)]
