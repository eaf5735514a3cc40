"""The tracker stage: coasting and drop, optics, what does not fit, and its ideal switch."""

import math

import numpy as np
import pytest
from tracking import RULES, events, feed, live, plot

from shorad.engine import codes as c
from shorad.engine import types
from shorad.engine.handle import pack
from shorad.engine.track_bench import Rules, take_in, track_scans, world


# ---- coasting and drop ------------------------------------------------------------------------
def test_tentative_track_goes_after_n_scans_and_firm_after_coasting():
    m, s = world(RULES, 1, 2, log=20)
    feed(m, s, 10, plot(1.0, (9e3, 9e3, 800.0)))
    feed(m, s, 39)
    assert live(s) == [0]
    feed(m, s, 40)
    assert live(s) == []
    assert s.pair.t_dropped[0] == 0.0  # never firm
    assert s.clock[c.S_TRACK] == c.NEVER
    for k in (5, 6):
        feed(m, s, 10 * k, plot(float(k), (9e3, 9e3, 800.0)))
    assert s.clock[c.S_TRACK] == 110
    feed(m, s, 109)
    assert live(s) == [0]
    feed(m, s, 110)
    assert live(s) == []
    assert s.pair.t_dropped[0] > 0.0
    assert len(events(s, c.V_TRACK_DROP)) == 2


def test_rows_and_serials_are_reused_and_new():
    m, s = world(RULES, 1, 2)
    for start in (10, 100, 200):
        feed(m, s, start, plot(start / 10, (9e3, 9e3, 800.0)))
        assert live(s) == [0]
        feed(m, s, start + 30)
        assert live(s) == []
    assert s.track.serial[0] == 3


# ---- optics -----------------------------------------------------------------------------------
def test_unit_with_optics_only():
    m, s = world(RULES, 1, 2)
    m.unit.radar[0], m.unit.optics[0] = -1, 0
    e = m.optics
    e.look_period[0], e.m_hits[0], e.n_window[0], e.accel_psd[0], e.coast_max[0] = 0.5, 3, 4, 1.0, 2.0
    for i in range(3):
        feed(m, s, 5 * i + 5, plot(0.5 * i + 0.5, (3e3, 3e3, 400.0), optical=1))
        assert (s.track.status[0] == c.FIRM) == (i == 2)
    assert s.track.drop_due[0] == 35
    feed(m, s, 35)
    assert live(s) == []


def test_radar_takes_over_an_optical_track_at_once():
    """The rule of one plot per scan holds within a sensor only."""
    m, s = world(RULES, 1, 2)
    m.unit.optics[0] = 0
    e = m.optics
    e.look_period[0], e.m_hits[0], e.n_window[0], e.accel_psd[0], e.coast_max[0] = 0.5, 2, 3, 1.0, 2.0
    feed(m, s, 10, plot(1.0, (3e3, 3e3, 400.0), optical=1))
    feed(m, s, 11, plot(1.1, (3e3, 3e3, 400.0)))
    assert live(s) == [0]
    assert s.track.status[0] == c.FIRM


# ---- errors -----------------------------------------------------------------------------------
def test_a_plot_without_numbers_is_a_fault():
    m, s = world(RULES, 1, 1)
    s.plot[0] = plot(1.0, (9e3, 9e3, 800.0), sigma=(math.nan, 0.002, 0.002))[0]
    s.n.plots[0] = 1
    take_in(pack(m), pack(s), 10)
    assert s.n.fault[0] == c.F_NOT_FINITE


def test_more_plots_than_scratch_is_a_fault():
    m, s = world(RULES, 1, 4)
    small = s._replace(work=np.zeros((66, 68)), scratch=np.zeros((66, types.INDEX_COLUMNS), np.int64))
    for k in range(3):
        s.plot[k] = plot(1.0, (9e3, 2e3 * k, 800.0))[0]
    s.n.plots[0] = 3
    take_in(pack(m), pack(small), 10)
    assert s.n.fault[0] == c.F_PLOTS


def test_bench_refuses_what_does_not_fit():
    with pytest.raises(ValueError, match="one scan number per plot"):
        track_scans(RULES, plot(1.0, (1e3, 1e3, 1e3)), np.array([3]), np.array([1.0]))


def test_perfect_plots_do_not_break_the_filter():
    rows = [plot(k + 1.0, (9e3 - 50.0 * k, 9e3, 800.0), sigma=(0.0, 0.0, 0.0)) for k in range(40)]
    got = track_scans(Rules(1.0, 0.0), np.concatenate(rows), np.arange(40), 1.0 + np.arange(40.0))
    assert got["x"][-1] == pytest.approx([9e3 - 50.0 * 39, 9e3, 800.0, -50.0, 0.0, 0.0], abs=0.05)


# ---- the ideal switch -------------------------------------------------------------------------
def ideal_world(objects=1):
    m, s = world(RULES, objects, 4, log=50)
    m.ideal[c.I_TRACK] = 1
    for o in range(objects):
        r = s.obj
        r.life[o], r.kind[o], r.t1[o] = c.FLYING, c.STRAIGHT, c.FAR
        r.rcs_own[o] = 1.0
        r.x[o], r.y[o], r.z[o], r.vx[o] = 9e3, 9e3 + 20.0 * o, 800.0, -50.0
    return m, s


def test_ideal_track_is_firm_at_once_and_is_the_truth():
    m, s = ideal_world()
    feed(m, s, 10, plot(1.0, (8.9e3, 9.1e3, 900.0)))
    assert (s.track.status[0], s.obj.firm[0], s.obj.t_firm[0]) == (c.FIRM, 1, 1.0)
    assert s.track_x[0].tolist() == [8950.0, 9e3, 800.0, -50.0, 0.0, 0.0]
    assert np.trace(s.track_p[0]) < 0.1
    assert s.clock[c.S_ASSIGN] == 10


def test_ideal_association_goes_by_origin():
    m, s = ideal_world(2)
    for k in (1, 2, 3):  # 20 m apart, plots in changing order and far off
        rows = [plot(float(k), (9e3, 9e3 + 300.0 * (-1) ** k * (o - 0.5), 800.0), obj=o) for o in (0, 1)]
        feed(m, s, 10 * k, *rows[:: (-1) ** k])
    assert len(live(s)) == 2
    assert s.n.swaps[0] == 0
    for row in (0, 1):
        assert s.track_x[row, 1] == 9e3 + 20.0 * s.track.origin[row]


def test_ideal_track_coasts_on_the_truth_until_the_object_is_gone():
    m, s = ideal_world()
    feed(m, s, 10, plot(1.0, (9e3, 9e3, 800.0)))
    b = 10
    while b < 300:
        b = int(s.clock[c.S_TRACK])
        feed(m, s, b)
        assert live(s) == [0]
        assert s.track_x[0, 0] == pytest.approx(9e3 - 50.0 * b * 0.1)
    assert s.unit.t_track[0] == pytest.approx(b * 0.1, abs=1.0)
    s.obj.life[0] = c.DOWN
    feed(m, s, int(s.clock[c.S_TRACK]))
    assert live(s) == []
