"""What is near: the index and the gate by strips answer like a look at everything; tables that are only packed."""

import gc
import math
import sys
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shorad.engine import types
from shorad.engine.codes import DOWN, FLYING, GRID
from shorad.engine.handle import pack
from shorad.engine.jit import entry
from shorad.engine.motion import at_time, moved, place
from shorad.engine.nearby import FEW, NEAR, nearby
from shorad.engine.tables import open_model, open_state
from shorad.engine.track_bench import Rules, track_scans

sys.path.insert(0, str(Path(__file__).parent))
from tiny import make

ZERO = np.int64(0)


@entry
def _ask(model, state, b, x, y, radius, seconds):
    m, s = open_model(model), open_state(state)
    s.n[0].b = b
    return nearby(m, s, x, y, radius, seconds)


@entry
def _move(model, state, o, b, vx, vy):
    """A new leg from where the object is at grid point b."""
    m, s = open_model(model), open_state(state)
    place(m, s, o, b)
    r = s.obj[o]
    r.x, r.y, r.z, _, _, _ = at_time(m, s, o, b * GRID)
    r.t0, r.vx, r.vy = b * GRID, vx, vy
    moved(s, o)


def where(s, t):
    """Positions (m) on the ground at time t."""
    o = s.obj
    return np.stack([o["x"] + o["vx"] * (t - o["t0"]), o["y"] + o["vy"] * (t - o["t0"])], axis=1)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**31), objects=st.integers(1, 90), width=st.sampled_from([2e3, 2e4, 3e5]))
def test_nothing_near_is_missed(seed, objects, width):
    """Moving, turning and falling objects, at rising times: rows rise, fly, and hold all within the radius."""
    rng = np.random.default_rng(seed)
    place_, speed = rng.uniform(-width, width, (objects, 2)), rng.uniform(-400.0, 400.0, (objects, 2))
    m, s = make([(x, y, 1e3, vx, vy, 0.0) for (x, y), (vx, vy) in zip(place_, speed, strict=True)])
    m.obj["speed_max"], s.n["indexed"], s.air[:, 2] = 100.0, 1 << 60, -1
    packed = pack(m), pack(s)
    for b in np.cumsum(rng.integers(0, 25, 25)):
        kind, o = rng.integers(0, 4), rng.integers(0, objects)
        if kind == 0:
            _move(*packed, np.int64(o), np.int64(b), *rng.uniform(-600.0, 600.0, 2))
        elif kind == 1:
            s.obj["life"][o] = DOWN
        (x, y), radius, seconds = rng.uniform(-width, width, 2), 10.0 ** rng.uniform(0.0, 4.5), rng.uniform(0.0, 0.3)
        found = s.air[: _ask(*packed, np.int64(b), x, y, radius, seconds), NEAR].tolist()
        assert found == sorted(set(found)) and (s.obj["life"][found] == FLYING).all()
        for t in (b * GRID - seconds, b * GRID, b * GRID + seconds):
            near = (np.hypot(*(where(s, t) - (x, y)).T) <= radius) & (s.obj["life"] == FLYING)
            assert set(np.flatnonzero(near)) <= set(found)


def test_far_away_is_left_out():
    """The index is there to be quick: of a thousand objects on a line of 1000 km, few are candidates."""
    m, s = make([(1e3 * i, 0.0, 500.0, 50.0, 0.0, 0.0) for i in range(1000)])
    s.n["indexed"] = 1 << 60
    assert len(s.obj) > FEW and 3 <= _ask(pack(m), pack(s), ZERO, 5e5, 0.0, 1.5e3, 0.1) <= 5


def scans(targets, seed):
    """Plots of targets that fly straight through a field of 20 x 20 km, ten scans of 1 s, one in ten missed."""
    rng = np.random.default_rng(seed)
    start, speed = rng.uniform(-1e4, 1e4, (targets, 2)), rng.uniform(-200.0, 200.0, (targets, 2))
    for k in range(10):
        x, y = (start + speed * k).T
        rows = np.zeros(targets, types.PLOT)
        rows["t"], rows["obj"], rows["snr"] = k + rng.uniform(0.0, 0.9, targets), np.arange(targets), 100.0
        flat = np.hypot(x, y)
        rows["range"] = np.hypot(flat, 2e3) + rng.normal(0.0, 30.0, targets)
        rows["azimuth"] = (np.arctan2(x, y) + rng.normal(0.0, 5e-3, targets)) % (2 * math.pi)
        rows["elevation"] = np.arctan2(2e3, flat) + rng.normal(0.0, 5e-3, targets)
        rows["sigma_range"], rows["sigma_azimuth"], rows["sigma_elevation"] = 30.0, 5e-3, 5e-3
        yield rows[rng.random(targets) < 0.9]


@pytest.mark.parametrize("seed", range(4))
def test_strips_lose_no_candidate(seed):
    """Turned by a quarter, the strips of the gate hold other tracks, and the answer turns with them."""
    rows = list(scans(40, seed))
    number = np.repeat(np.arange(10), [len(r) for r in rows]).astype(np.int64)
    rules = Rules(1.0, 1.0, tracks_max=80, range_resolution=100.0, beamwidth=0.03, beamwidth_elevation=0.03)
    whole = track_scans(rules, np.concatenate(rows), number, np.arange(10) + 1.0)
    turned = np.concatenate(rows)
    turned["azimuth"] = (turned["azimuth"] + 0.5 * math.pi) % (2 * math.pi)
    other = track_scans(rules, turned, number, np.arange(10) + 1.0)
    assert [tuple(r) for r in whole[["scan", "serial", "status", "origin"]]] == [
        tuple(r) for r in other[["scan", "serial", "status", "origin"]]
    ]
    assert np.allclose(whole["x"][:, 0], -other["x"][:, 1], atol=1e-3)


def test_packed_tables_live_as_long_as_their_words():
    """`pack(temporary)`: nobody else holds the tables, and the memory is not given to others."""
    packed = [partial(_ask, *map(pack, make([(1e3 * i, 2e3, 500.0, 50.0, 0.0, 0.0)]))) for i in range(20)]
    gc.collect()
    litter = [np.full(4000, 7.7e77) for _ in range(400)]
    for each in packed:
        assert each(ZERO, 0.0, 0.0, 1.0, 0.0) == 1  # one object flies: garbage would not
    assert len(litter) == 400
