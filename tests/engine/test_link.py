"""The command post's picture: which fused track a report belongs to."""

import numpy as np
import pytest

from shorad.engine import codes as c
from shorad.engine import types
from shorad.engine.jit import njit
from shorad.engine.link import _correlate
from shorad.engine.track_bench import Rules, world

UNIT_ROWS, POST_ROWS = 2, 3


@njit
def correlate(m, s):
    return _correlate(m, s, s.message[0])


def picture():
    """One unit with two tracks, its post with one fused track at (9 km, 9 km, 1 km), a report 60 m beside it."""
    m, s = world(Rules(2.0, 1.0, tracks_max=UNIT_ROWS + POST_ROWS), 2, 2)
    post, state = (np.zeros(1, dtype).view(np.recarray) for dtype in (types.POST, types.POST_STATE))
    post["track0"], post["tracks"], post["fuse_gate"] = UNIT_ROWS, POST_ROWS, 16.8
    m.unit.tracks[0], m.unit.post[0] = UNIT_ROWS, 0
    message = np.zeros(1, types.MESSAGE).view(np.recarray)
    m, s = m._replace(post=post), s._replace(post=state, message=message)
    tr = s.track
    tr.status[:3], tr.serial[:3], tr.post_track[:] = c.FIRM, (1, 2, 3), -1
    s.unit.used[0], s.post.used[0] = UNIT_ROWS, POST_ROWS
    tr.t[:3], tr.t_plot[:3] = 10.0, 10.0
    s.track_x[2] = 9e3, 9e3, 1e3, -50.0, 0.0, 0.0
    s.track_p[2] = np.diag([50.0**2] * 3 + [10.0**2] * 3)
    q = message
    q["track"], q["track_serial"], q["t_state"], q["origin"] = 1, 2, 10.0, 1
    q["x"], q["spread"] = [[9e3 + 60.0, 9e3, 1e3, -50.0, 0.0, 0.0]], [[50.0**2] * 3 + [10.0**2] * 3]
    return m, s


def test_a_report_joins_the_fused_track_beside_it():
    m, s = picture()
    assert correlate(m, s) == 2
    assert (s.track.post_track[1], s.track.fused[1]) == (2, 3)


@pytest.mark.parametrize(("seen", "row"), [(10.0, 3), (6.5, 2)])
def test_what_a_unit_tells_apart_stays_apart(seen, row):
    """Its other track holds the fused one as long as it is seen itself; a starving one holds nothing."""
    m, s = picture()
    s.track.post_track[0], s.track.fused[0], s.track.t_plot[0] = 2, 3, seen
    assert correlate(m, s) == row


def test_a_track_keeps_its_partner_beyond_the_gate():
    m, s = picture()
    s.message["x"][0][0] = 9e3 + 400.0
    assert correlate(m, s) == 3  # 32 > 16.8: nobody's
    m, s = picture()
    s.message["x"][0][0] = 9e3 + 400.0
    s.track.post_track[1], s.track.fused[1] = 2, 3
    assert correlate(m, s) == 2
