"""Two interacting filters in the tracker: alike they are the one filter, unlike they hold a target that turns."""

import math

import numpy as np
import pytest

from shorad.engine import codes as c
from shorad.engine import types
from shorad.engine.handle import pack
from shorad.engine.track_bench import Rules, take_in, track_scans, world

SIGMA = (20.0, 0.002, 0.002)  # m, rad, rad
TURN = 5.0 * 9.81  # m/s2
ONE = Rules(1.0, 5.0, coast_max=8.0, range_resolution=75.0, beamwidth=0.06, beamwidth_elevation=0.06)
ALIKE = ONE._replace(filter=1, accel_psd_quiet=5.0, accel_psd_manoeuvre=5.0, quiet_time=20.0, manoeuvre_time=10.0)
TWO = ALIKE._replace(accel_psd_quiet=1.0, accel_psd_manoeuvre=2500.0)


def plots(paths, seed, detection=0.9):
    """Rows of types.PLOT and their scans, of paths m (scans, objects, 3) seen from the origin once a second."""
    rng, rows, scans = np.random.default_rng(seed), [], []
    for k, places in enumerate(paths):
        for o, (x, y, z) in enumerate(places):
            if rng.random() > detection:
                continue
            row = np.zeros(1, types.PLOT)
            row["t"], row["obj"], row["snr"] = k + 1.0, o, 100.0
            seen = (math.hypot(x, y, z), math.atan2(x, y), math.atan2(z, math.hypot(x, y)))
            for name, value, sigma in zip(("range", "azimuth", "elevation"), seen, SIGMA, strict=True):
                row[name], row[f"sigma_{name}"] = value + sigma * rng.normal(), sigma
            row["azimuth"] %= 2 * math.pi
            rows.append(row)
            scans.append(k)
    return np.concatenate(rows), np.array(scans, np.int64)


def neighbours(count=60):
    """Twelve pairs, 30 m apart, in one resolution cell, that all cross the picture: tracks starve and merge."""
    t = np.arange(count)[:, None]
    o = np.arange(24)
    x = 6e3 * (o // 2 % 6) - 15e3 + 40.0 * t * (-1.0) ** (o // 2)
    return np.stack([x, 6e3 * (o // 12) + 4e3 + 30.0 * (o % 2) + 20.0 * t, np.full_like(x, 1e3)], axis=2)


def turning(count=60):
    """Straight for 20 s, a level turn of 5 g for 10 s, straight again; m (count, 1, 3)."""
    at, heading, out = np.array([8e3, 9e3, 1500.0]), 4.0, []
    for k in range(100 * count):
        heading += 0.01 * TURN / 250.0 * (2000 <= k < 3000)
        at = at + 2.5 * np.array([math.sin(heading), math.cos(heading), 0.0])
        if k % 100 == 99:
            out.append(at)
    return np.array(out)[:, None]


def follow(rules, paths, seed, **more):
    rows, scans = plots(paths, seed, **more)
    return track_scans(rules, rows, scans, 1.0 + np.arange(float(len(paths))))


@pytest.mark.parametrize("paths", [neighbours(), turning()], ids=["neighbours", "turning"])
def test_modes_that_are_alike_are_one_filter_through_the_whole_stage(paths):
    """Gate, association, merging, coasting: every estimate, to the last bit."""
    for seed in (1, 2):
        one, alike = (follow(rules, paths, seed, detection=0.8) for rules in (ONE, ALIKE))
        assert np.array_equal(one, alike)
        assert paths.shape[1] == 1 or len(set(one["serial"])) > 30  # tracks do end and begin


def test_a_turn_is_held_that_a_quiet_filter_loses_and_flight_is_quieter_than_by_a_stiff_one():
    path, errors, lost = turning(), {}, {}
    for name, rules in (
        ("quiet", ONE._replace(accel_psd=1.0)), ("wide", ONE._replace(accel_psd=2500.0)), ("two", TWO),
    ):  # fmt: skip
        errors[name], lost[name] = [], 0
        for seed in range(10):
            got = follow(rules, path, seed)
            firm = got[got["status"] == c.FIRM]
            lost[name] += len(set(firm["serial"])) > 1
            k = firm["scan"]
            gap = firm["x"][:, :3] + (k + 1.0 - firm["t"])[:, None] * firm["x"][:, 3:] - path[k, 0]
            errors[name] += np.linalg.norm(gap, axis=1)[(k > 8) & (k < 20)].tolist()
    assert (lost["quiet"], lost["wide"], lost["two"]) == (10, 0, 0)
    assert np.mean(errors["two"]) < 0.8 * np.mean(errors["wide"])


def test_probability_of_the_manoeuvre():
    """It falls in straight flight, rises in the turn, and falls again."""
    m, s = world(TWO, 1, 4)
    rows, scans = plots(turning(), 3, detection=1.0)
    told = []
    for row, scan in zip(rows, scans, strict=True):
        s.plot[0] = row
        s.n.plots[0] = 1
        take_in(pack(m), pack(s), 10 * scan + 10)
        told.append(float(s.track.manoeuvring[0]))
    assert told[0] == pytest.approx(1 / 3)
    assert told[19] < 0.1 < 0.9 < max(told[21:30])
    assert told[-1] < 0.2
    assert s.n.fault[0] == 0


def test_a_copy_of_the_state_goes_on_the_same():
    m, s = world(TWO, 1, 4)
    _, other = world(TWO, 1, 4)
    rows, scans = plots(turning(), 5, detection=1.0)
    for row, scan in zip(rows, scans, strict=True):
        for state in (s, other)[: 1 if scan < 25 else 2]:
            state.plot[0] = row
            state.n.plots[0] = 1
            take_in(pack(m), pack(state), 10 * scan + 10)
        if scan == 24:
            for target, source in zip(other, s, strict=True):
                target[...] = source
    for name, a, b in zip(s._fields, s, other, strict=True):
        assert np.array_equal(a, b), name


@pytest.mark.parametrize(("field", "value"), [("mode_p", -1e9), ("mode_x", math.nan), ("mode_p", math.inf)])
def test_a_mode_without_numbers_is_a_fault(field, value):
    m, s = world(TWO, 1, 4)
    rows, _ = plots(turning(), 5, detection=1.0)
    for k in range(4):
        if k == 3:
            getattr(s, field)[:2] = value
        s.plot[0] = rows[k]
        s.n.plots[0] = 1
        take_in(pack(m), pack(s), 10 * k + 10)
    assert s.n.fault[0] == c.F_NOT_FINITE


def test_without_the_option_nothing_is_kept():
    _, s = world(ONE, 1, 4)
    assert s.mode_x.size == s.mode_p.size == 0
