"""The tracker stage: M of N, filter, association, duplicates."""

import itertools
import math

import numpy as np
import pytest
from scipy.stats import chi2
from tracking import CELLS, RULES, events, feed, fly, live, plot

from shorad.engine import codes as c
from shorad.engine.track import START_SPEED
from shorad.engine.track_bench import Rules, track_scans, world
from shorad.physics.radar import sliding_m_of_n


# ---- M of N ---------------------------------------------------------------------------------
@pytest.mark.parametrize(("m_hits", "n_window"), [(2, 3), (3, 5), (1, 1)])
def test_firm_exactly_when_m_of_the_last_n_looks_were_hits(m_hits, n_window):
    """Every history of seven looks at a standing object."""
    for history in itertools.product((0, 1), repeat=7):
        m, s = world(Rules(1.0, 1.0, m_hits=m_hits, n_window=n_window, coast_max=50.0), 1, 2)
        due = [any(sum(history[max(0, k - n_window + 1) : k + 1]) >= m_hits for k in range(i + 1)) for i in range(7)]
        for i, hit in enumerate(history):
            feed(m, s, 10 * i + 10, *([plot(i + 1.0, (9e3, 9e3, 1e3))] if hit else []))
            assert (s.obj.firm[0] == 1) == due[i], (history, i)
            assert len(live(s)) <= 1
        if any(due):
            assert s.obj.t_firm[0] == 1.0 + due.index(True)


def test_chance_to_be_firm_by_scan_k():
    """Sliding 2 of 3 at p = 0.5: 0, .25, .5, .625, .71875, .796875 of 576 objects far apart; 4 standard errors."""
    rng, objects, plots, scans = np.random.default_rng(2), 576, [], []
    places = [(6e3 * (i % 24 - 12), 6e3 * (i // 24) + 2e3, 3e3) for i in range(objects)]
    for k in range(6):
        for o in np.flatnonzero(rng.random(objects) < 0.5):
            plots.append(plot(1.0 + k, places[o], o, sigma=(5.0, 1e-4, 1e-4)))
            scans.append(k)
    rules = Rules(scan_period=1.0, accel_psd=1.0, coast_max=100.0, tracks_max=600)
    got = track_scans(rules, np.concatenate(plots), np.array(scans), 1.0 + np.arange(6.0))
    for k in range(6):
        p = sliding_m_of_n(0.5, 2, 3, k + 1)
        firm = len(set(got["origin"][(got["scan"] == k) & (got["status"] == c.FIRM)]))
        assert firm / objects == pytest.approx(p, abs=4 * math.sqrt(p * (1 - p) / objects))


# ---- filter -----------------------------------------------------------------------------------
def test_first_plot_starts_a_tentative_track_with_unknown_velocity():
    m, s = world(RULES, 1, 2, log=20)
    m.unit.x[0], m.unit.y[0], m.unit.z[0], m.unit.antenna_height[0] = 500.0, -300.0, 40.0, 5.0
    feed(m, s, 10, plot(1.0, (4e3, 3e3, 800.0)))
    (row,) = live(s)
    assert s.track_x[row, :3] == pytest.approx([4.5e3, 2.7e3, 845.0], abs=0.1)
    assert s.track_x[row, 3:].tolist() == [0.0, 0.0, 0.0]
    assert np.diag(s.track_p[row])[3:].tolist() == [START_SPEED**2] * 3
    tr = s.track[row]
    assert (tr.status, tr.serial, tr.hits, tr.looks, tr.window) == (c.TENTATIVE, 1, 1, 1, 1)
    assert (tr.origin, tr.owner, tr.post_track, tr.class_, tr.work) == (0, -1, -1, c.UNKNOWN, c.NOT_QUEUED)
    assert (tr.pk_planned, tr.dead_until, tr.engaged, tr.released) == (1.0, -c.FAR, 0, 0)
    assert tr.drop_due == 40
    assert s.clock[c.S_TRACK] == 40
    assert s.clock[c.S_IDENTIFY] == s.clock[c.S_EVALUATE] == s.clock[c.S_ASSIGN] == c.NEVER
    assert len(events(s, c.V_TRACK_START)) == 1


def test_second_plot_makes_it_firm_and_tells_the_later_stages():
    m, s = world(RULES, 2, 2, log=20)
    feed(m, s, 10, plot(1.0, (9e3, 9e3, 800.0), obj=1))
    feed(m, s, 20, plot(1.96, (9e3, 8.9e3, 800.0), obj=1, snr=200.0))
    tr = s.track[0]
    assert (tr.status, tr.t, tr.t_plot, tr.origin_firm) == (c.FIRM, 1.96, 1.96, 1)
    assert tr.snr == pytest.approx(130.0)
    assert tr.drop_due == 70  # 1.96 + 5 s
    assert (tr.evaluate_due, tr.iff_due) == (20, 21)  # identified after its first evaluation
    assert [s.clock[i] for i in (c.S_IDENTIFY, c.S_EVALUATE, c.S_ASSIGN)] == [20, 20, 20]
    assert s.unit.t_track[0] == 1.96
    assert s.obj.firm.tolist() == [0, 1]
    assert s.obj.t_firm[1] == 1.96
    assert s.pair.firm.tolist() == [0, 1]
    assert len(events(s, c.V_TRACK_FIRM)) == 1
    assert s.track_x[0, 4] == pytest.approx(-100.0, abs=30.0)


def test_track_errors_match_their_covariance():
    """Mean normalised error squared of 50 tracks, at the end, inside the band of chi-square with 6 x 50 degrees.

    The truth accelerates at random with the density the filter assumes, so that the filter's model is the world.
    """
    rng, q, scans = np.random.default_rng(8), 4.0, 25
    total = 0.0
    for _ in range(50):
        state = np.array([rng.uniform(-2e4, 2e4), rng.uniform(8e3, 2e4), 3e3, *(rng.normal(size=3) * 100.0)])
        rows = []
        root = np.linalg.cholesky(np.array([[1 / 3, 1 / 2], [1 / 2, 1]]) * q)
        for k in range(scans):
            shock = rng.normal(size=(3, 2)) @ root.T
            state = np.concatenate([state[:3] + state[3:] + shock[:, 0], state[3:] + shock[:, 1]])
            rows.append(plot(k + 1.0, state[:3], error=rng.normal(size=3)))
        rules = Rules(scan_period=1.0, accel_psd=q, gate_chi2=60.0)
        got = track_scans(rules, np.concatenate(rows), np.arange(scans), 1.0 + np.arange(scans))
        last = got[got["scan"] == scans - 1]
        assert len(last) == 1
        error = last["x"][0] - state
        total += error @ np.linalg.solve(last["p"][0], error)
    low, high = chi2.ppf([0.00003, 0.99997], 300)
    assert low < total < high


def test_tracking_halves_the_error_of_single_plots():
    rng, start, velocity = np.random.default_rng(4), (15e3, 10e3, 2e3), (-80.0, -60.0, 0.0)
    truth = [fly(start, velocity, k) for k in range(60)]
    rows = [plot(k + 1.0, truth[k], error=rng.normal(size=3)) for k in range(60)]
    rules = Rules(1.0, 0.01, gate_chi2=60.0)  # wide: one plot in a hundred misses the usual gate and starts a track
    got = track_scans(rules, np.concatenate(rows), np.arange(60), 1.0 + np.arange(60.0))
    assert set(got["serial"]) == {1}
    late = got[got["scan"] >= 30]
    rms = math.sqrt(np.mean([np.sum((e["x"][:3] - truth[e["scan"]]) ** 2) for e in late]))
    single = math.sqrt(20.0**2 + 2 * (0.002 * 16e3) ** 2)
    assert rms < 0.5 * single
    assert np.mean([e["x"][3:] for e in late], axis=0) == pytest.approx(velocity, abs=3.0)


def test_crossing_north_is_no_jump():
    rng = np.random.default_rng(6)
    rows = [plot(k + 1.0, (200.0 - 25.0 * k, 8e3, 1e3), error=rng.normal(size=3)) for k in range(16)]
    rules = Rules(1.0, 1.0, gate_chi2=40.0)
    got = track_scans(rules, np.concatenate(rows), np.arange(16), 1.0 + np.arange(16.0))
    assert set(got["serial"]) == {1}


# ---- association ------------------------------------------------------------------------------
def test_two_abreast_keep_their_tracks():
    """Two objects 400 m apart, flying alike: two tracks, no swap, each with its own velocity."""
    rng, plots, scans = np.random.default_rng(1), [], []
    for k in range(30):
        for o in (0, 1):
            position = fly((12e3, 400.0 * o, 1e3), (-60.0, 0.0, 0.0), float(k))
            plots.append(plot(k + 1.0, position, o, error=rng.normal(size=3)))
            scans.append(k)
    got = track_scans(Rules(1.0, 1.0, gate_chi2=40.0), np.concatenate(plots), np.array(scans), 1.0 + np.arange(30.0))
    assert set(got["serial"]) == {1, 2}
    for serial in (1, 2):
        assert len(set(got["origin"][got["serial"] == serial])) == 1


def test_global_beats_greedy():
    """One plot lies near both tracks, the other only near the first: greedy would leave a track without its plot."""
    m, s = world(Rules(1.0, 1.0, gate_chi2=11.345), 2, 4)
    sigma = (30.0, 0.003, 0.003)
    for k in range(8):  # two settled tracks, north of the set, 150 m apart in range
        both = [plot(k + 1.0, (0.0, 10e3 + 150.0 * o, 500.0), o, sigma) for o in (0, 1)]
        feed(m, s, 10 * k + 10, *both)
    assert len(live(s)) == 2
    # the plot of object 0 comes out long, nearer to track 1 than to its own; that of object 1 is longer still
    feed(m, s, 90, plot(9.0, (0.0, 10_080.0, 500.0), 0, sigma), plot(9.0, (0.0, 10_200.0, 500.0), 1, sigma))
    assert len(live(s)) == 2
    assert sorted((tr.origin_firm, tr.origin) for tr in s.track[:2]) == [(0, 0), (1, 1)]
    assert s.n.swaps[0] == 0


def test_firm_tracks_choose_before_tentative_ones():
    """A plot inside both gates goes to the firm track, although the tentative one stands nearer."""
    m, s = world(RULES, 2, 2)
    for k in (1, 2, 3, 4):
        feed(m, s, 10 * k, plot(float(k), (0.0, 9e3, 800.0)))
    s.track.optical[0] = 1  # the optics have just seen it: free for the radar
    feed(m, s, 45, plot(4.5, (0.0, 9.2e3, 800.0), obj=1))
    assert s.track.status[:2].tolist() == [c.FIRM, c.TENTATIVE]
    s.track_p[0] *= 40.0
    s.track_p[1, 3:, 3:] *= 1e-4
    feed(m, s, 55, plot(5.5, (0.0, 9.16e3, 800.0), obj=0))
    assert (s.track.t_plot[0], s.track.t_plot[1]) == (5.5, 4.5)


def test_far_apart_no_swap_and_no_duplicate():
    """24 targets at least 3 km apart, 60 scans, detection 0.9: no track ever changes its target."""
    rng, plots, scans = np.random.default_rng(7), [], []
    for k in range(60):
        for o in range(24):
            if rng.random() < 0.9:
                place = fly((6e3 * (o % 6) - 15e3, 6e3 * (o // 6) + 4e3, 1e3), (40.0 * (-1) ** o, 20.0, 0.0), float(k))
                plots.append(plot(k + 1.0, place, o, error=rng.normal(size=3)))
                scans.append(k)
    got = track_scans(CELLS, np.concatenate(plots), np.array(scans), 1.0 + np.arange(60.0))
    firm = got[got["status"] == c.FIRM]
    for serial in set(firm["serial"]):
        assert len(set(firm["origin"][firm["serial"] == serial])) == 1
    last = firm[firm["scan"] == 59]
    assert sorted(last["origin"]) == list(range(24))


# ---- duplicates -------------------------------------------------------------------------------


def begin(s, row, like, place, velocity, t):
    """A second firm track, as if it had begun beside the first."""
    s.track[row] = s.track[like]
    s.track_x[row] = [*place, *velocity]
    s.track_p[row] = s.track_p[like]
    tr = s.track
    tr.t[row], tr.t_plot[row], tr.t_start[row], tr.serial[row], tr.hits[row] = t, t, t - 1.0, 99, 2
    tr.class_[row], tr.released[row] = c.UNKNOWN, 0
    s.unit.used[0] = max(s.unit.used[0], row + 1)


def starving(velocity=(-30.0, 0.0, 0.0), aside=30.0, quiet=2.0, rules=CELLS):
    """A settled hostile track without a plot for `quiet` s and a younger one `aside` m off that has one now."""
    m, s = world(rules, 2, 4, log=100)
    for k in range(12):
        feed(m, s, 10 * k + 10, plot(k + 1.0, fly((2e3, 9e3, 1e3), (-30.0, 0.0, 0.0), float(k)), 0))
    s.track.class_[0], s.track.released[0] = c.HOSTILE, 1
    t = 12.0 + quiet
    x, y, z = fly((2e3, 9e3, 1e3), (-30.0, 0.0, 0.0), t - 2.0)
    begin(s, 1, 0, (x, y + aside, z), velocity, t - 1.0)
    now = fly((x, y + aside, z), velocity, 1.0)
    feed(m, s, round(10 * t), plot(t, now, 0))
    return m, s


def test_duplicates_merge_into_the_older_track():
    _, s = starving()
    assert live(s) == [0]
    assert (s.track.serial[0], s.track.class_[0], s.track.released[0]) == (1, c.HOSTILE, 1)
    assert (s.track.t_plot[0], s.track.origin[0]) == (14.0, 0)
    assert s.pair.t_dropped.max() == 0.0
    assert len(events(s, c.V_TRACK_DROP)) == 1


@pytest.mark.parametrize(
    "apart",
    [
        {"velocity": (30.0, 0.0, 0.0)},  # it crosses
        {"aside": 120.0},  # another cell
        {"quiet": 1.0},  # the old one has not starved
        {"rules": RULES},  # a radar without cells
    ],
)
def test_what_is_not_shown_to_be_one_target_stays_two(apart):
    _, s = starving(**apart)
    assert len(live(s)) == 2


def test_a_track_takes_one_plot_per_scan():
    """Two plots of one scan, at two grid points: the second is somebody else's."""
    m, s = world(RULES, 2, 2)
    feed(m, s, 10, plot(1.0, (9e3, 9e3, 800.0), obj=0))
    feed(m, s, 12, plot(1.2, (9.05e3, 9e3, 800.0), obj=1))
    assert len(live(s)) == 2
    assert s.track.origin[:2].tolist() == [0, 1]
    feed(m, s, 20, plot(2.0, (9e3, 9e3, 800.0), obj=0))
    assert len(live(s)) == 2


def test_identity_rides_on_the_track_through_a_swap():
    m, s = world(RULES, 2, 2, log=20)
    for k in (1, 2, 3):
        feed(m, s, 10 * k, plot(float(k), (9e3, 9e3, 800.0), obj=0))
    s.track.class_[0], s.track.released[0] = c.HOSTILE, 1
    feed(m, s, 40, plot(4.0, (9e3, 9e3, 800.0), obj=1))
    assert live(s) == [0]
    assert (s.track.origin[0], s.track.origin_firm[0], s.n.swaps[0]) == (1, 1, 1)
    assert (s.track.class_[0], s.track.released[0]) == (c.HOSTILE, 1)
    assert [e["object"] for e in events(s, c.V_TRACK_SWAP)] == [1]
    assert s.pair.firm.tolist() == [1, 0]
    feed(m, s, 50, plot(5.0, (9e3, 9e3, 800.0), obj=1))
    assert s.n.swaps[0] == 1


def test_plot_outside_every_gate_starts_another_track():
    m, s = world(RULES, 1, 2)
    for k in (1, 2, 3, 4):
        feed(m, s, 10 * k, plot(float(k), (9e3, 9e3, 800.0)))
    feed(m, s, 50, plot(5.0, (9e3, 12e3, 800.0)))
    assert len(live(s)) == 2


def test_two_firm_tracks_of_one_object_are_counted():
    m, s = world(RULES, 1, 2)
    for k in (1, 2, 3, 4):
        feed(m, s, 10 * k, plot(float(k), (9e3, 9e3, 800.0)))
    feed(m, s, 50, plot(5.0, (9e3, 12e3, 800.0)))
    feed(m, s, 60, plot(6.0, (9e3, 12e3, 800.0)))
    assert s.n.duplicates[0] == 1


def test_full_table_is_an_event_and_no_error():
    m, s = world(Rules(1.0, 1.0, tracks_max=2), 3, 3, log=10)
    feed(m, s, 10, *[plot(1.0, (9e3, 3e3 * o, 800.0), obj=o) for o in range(3)])
    assert live(s) == [0, 1]
    assert (s.n.full[0], s.n.fault[0], s.obj.firm.tolist()) == (1, 0, [0, 0, 0])
    assert [e["object"] for e in events(s, c.V_TRACK_FULL)] == [2]
