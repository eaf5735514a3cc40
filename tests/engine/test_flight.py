"""Missiles in flight: the guidance law flown, what noise and lag do to it, and how flights end."""

import sys
from math import hypot, sqrt
from pathlib import Path

import numpy as np
import pytest

from shorad.compile.flyout import flyout_table, solve_drag_scale, solve_thrust
from shorad.engine.angle_noise import line_sigma
from shorad.engine.approach import closest
from shorad.engine.codes import (
    BY_OPTICS,
    BY_RADAR,
    DOWN,
    F_NOT_FINITE,
    GRID,
    I_GUIDE,
    I_HIT,
    SALVO,
    SHOOT_LOOK_SHOOT,
    STRAIGHT,
    TURN,
)  # fmt: skip
from shorad.engine.flight import kill_probability, lookup
from shorad.engine.handle import pack
from shorad.engine.jit import njit
from shorad.engine.tables import open_model, open_state
from shorad.physics.profile import OUT_OF_REACH

sys.path.insert(0, str(Path(__file__).parent))
from tiny import MISSILE, fly_on, make, put, shoot, shoot_many

FUZED, PASSED, ENDED = 1, 2, 3
DRONE = (5657.0, 5657.0, 300.0, -30.0, -30.0, 0.0)  # 8 km north-east, coming


def fine(**more: float) -> dict[str, float]:
    return {"step_far": 0.005, "step_near": 0.005} | more


# ---- the law as flown ----------------------------------------------------------------------
def test_accelerations_against_the_closed_form() -> None:
    """Constant speed, crossing target, no lag (Garnell & East values): a and r at quarters of the flight, 0.5 %."""
    vm, vt, d, x0, t_end = 900.0, 250.0, 3000.0, 10_000.0, 9.1946
    m, s = make([(x0, d, 4.0, -vt, 0.0, 0.0)], {"lag": 0.0, "fuze_radius": 2.0, "range_max": 20e3}, **fine())
    mass = {"mass_launch": 60.0, "mass_burnout": 60.0, "mass_dart": 60.0}
    put(m.missile[0], mass | {"launch_speed": vm, "thrust": 0.0, "drag_scale": 0.0, "k_induced": 0.0})
    for share, a, r in ((0.25, 14.563, 2069.7), (0.5, 17.260, 4137.6), (0.75, 20.634, 6203.5)):
        shot = shoot(m, s, 0.0, until=share * t_end)
        assert hypot(shot["ax"], shot["ay"]) == pytest.approx(a, rel=5e-3)
        assert shot["az"] == pytest.approx(9.80665, rel=5e-3)  # carries its weight
        assert hypot(shot["x"], shot["y"]) == pytest.approx(r, rel=1e-3)
    shot = shoot(m, s, 0.0)
    assert (shot["burst"], shot["victim"]) == (FUZED, 0)
    assert shot["t_burst"] == pytest.approx(t_end, rel=1e-3)
    assert hypot(shot["ax"], shot["ay"]) == pytest.approx(24.904, rel=1e-2)


@pytest.mark.parametrize("speed", [0.0, 80.0, 250.0])
def test_without_lag_and_noise_it_stays_on_the_line(speed: float) -> None:
    """Mean distance from the true line of sight below 0.1 m, with the real thrust, drag and gravity."""
    m, s = make([(6000.0, 5000.0, 800.0, -speed, 0.0, 0.0)], {"lag": 0.0, "launch_speed": 70.0})
    offsets = []
    shot = shoot(m, s, 0.0, until=GRID)
    for b in range(2, 400):
        shot = fly_on(m, s, b * GRID)
        if shot["burst"]:
            break
        p = np.array([shot["x"], shot["y"], shot["z"] - 4.0])
        u = np.array([6000.0 - speed * b * GRID, 5000.0, 796.0])
        u /= np.linalg.norm(u)
        offsets.append(np.linalg.norm(p - (p @ u) * u))
    assert (shot["burst"], shot["victim"]) == (FUZED, 0)
    assert len(offsets) > 50
    assert np.mean(offsets) < 0.1
    assert shot["miss"] < 0.1


def test_lag_alone_costs_little_against_a_steady_target() -> None:
    m, s = make([(6000.0, 5000.0, 800.0, -200.0, 0.0, 0.0)])
    assert shoot(m, s, 0.0)["miss"] < 1.0


def test_time_of_flight_is_that_of_the_flyout_table() -> None:
    for x, z in ((11_000.0, 4_000.0), (5_000.0, 1_000.0), (15_000.0, 100.0)):
        m, s = make([(x, 0.0, z, 0.0, 0.0, 0.0)])
        r = hypot(x, z - 4.0)
        shot = shoot(m, s, 0.0)
        tof, speed = lookup(m.flyout[0], np.arctan2(z - 4.0, x), r, m.missile[0]["range_max"])
        assert shot["t_burst"] == pytest.approx(tof, rel=0.01)
        assert hypot(shot["vx"], shot["vy"], shot["vz"]) == pytest.approx(speed, rel=0.02)


# ---- noise ---------------------------------------------------------------------------------
def miss_per_axis(m, s, n: int = 400) -> float:  # type: ignore[no-untyped-def]
    return sqrt(np.mean(shoot_many(m, s, n)[:, 1] ** 2) / 2)


def test_miss_is_range_times_angle_error_when_the_noise_is_slow() -> None:
    """1-D sigma of the miss ~ R sigma_theta for noise much slower than a settled loop; so kill falls with range."""
    quick = {"noise_tau": 6.0, "guide_frequency": 5.0, "lag": 0.05}
    for r in (4_000.0, 8_000.0, 12_000.0):
        m, s = make([(0.0, r, 500.0, 0.0, 0.0, 0.0)], quick, optics_error=1e-3)
        assert miss_per_axis(m, s) == pytest.approx(1e-3 * r, rel=0.12)  # 4 standard errors of 400 x 2 are 10 %


def test_beacon_noise_counts_like_target_noise() -> None:
    m, s = make([(0.0, 8_000.0, 500.0, 0.0, 0.0, 0.0)], {"noise_tau": 6.0, "beacon_noise": 1e-3})
    assert miss_per_axis(m, s) == pytest.approx(8.0, rel=0.12)
    m, s = make([(0.0, 8_000.0, 500.0, 0.0, 0.0, 0.0)], {"noise_tau": 6.0, "beacon_noise": 1e-3}, optics_error=1e-3)
    assert miss_per_axis(m, s) == pytest.approx(8.0 * sqrt(2), rel=0.12)


def test_fast_noise_is_filtered_by_the_loop() -> None:
    m, s = make([(0.0, 8_000.0, 500.0, 0.0, 0.0, 0.0)], {"noise_tau": 0.1}, optics_error=1e-3)
    assert miss_per_axis(m, s) < 0.6 * 8.0


def test_ideal_guidance_has_neither_noise_nor_lag() -> None:
    m, s = make([DRONE], optics_error=5e-3)
    assert shoot_many(m, s, 50)[:, 1].max() > 2.0
    m.ideal[I_GUIDE] = 1
    assert shoot_many(m, s, 50)[:, 1].max() < 0.1


def test_noise_is_a_unit_gauss_markov_sequence_on_the_grid() -> None:
    m, s = make([DRONE], optics_error=1e-3)
    tau = m.missile[0]["noise_tau"]
    first, later = [], []
    for r in range(400):
        shot = shoot(m, s, 0.03, first=r, until=0.05)
        first.append((shot["noise_target_az"], shot["noise_target_el"], shot["noise_beacon_az"]))
        later.append((shot["next_target_az"], shot["next_target_el"], shot["next_beacon_az"]))
    x, y = np.array(first), np.array(later)
    assert np.mean(x**2, axis=0) == pytest.approx(np.ones(3), abs=4 * sqrt(2 / 400))
    assert np.mean(x * y, axis=0) == pytest.approx(np.full(3, np.exp(-GRID / tau)), abs=4 * sqrt(2 / 400))


def test_salvo_shares_the_error_of_the_target_line_not_of_the_beacon() -> None:
    m, s = make([DRONE], optics_error=1e-3)
    shoot(m, s, 0.0, until=4.0)
    shoot(m, s, 1.53, until=4.0, row=1)
    one, two = s.shot
    assert one["noise_block"] == two["noise_block"]
    assert two["noise_target_az"] == pytest.approx(one["noise_target_az"], abs=1e-3)
    assert two["next_target_el"] == pytest.approx(one["next_target_el"], abs=1e-3)
    assert abs(two["noise_beacon_az"] - one["noise_beacon_az"]) > 1e-3
    assert (one["serial"], two["serial"]) == (0, 1)
    assert one["hash"] != two["hash"]


@pytest.mark.parametrize(("doctrine", "kept"), [(SALVO, True), (SHOOT_LOOK_SHOOT, False)])
def test_a_copy_keeps_what_a_salvo_shares(doctrine: int, kept: bool) -> None:
    """The run is copied between two launches (another replicate, the same root): the second finds the first's error."""
    m, s = make([DRONE], optics_error=1e-3)
    m.unit["doctrine"] = doctrine
    shoot(m, s, 0.0, until=1.5)
    shoot(m, s, 1.53, first=1 << 16, until=1.58, row=1)
    fly_on(m, s, 1.58)
    one, two = s.shot
    assert (abs(two["noise_target_az"] - one["noise_target_az"]) < 1e-3) == kept
    assert abs(two["noise_beacon_az"] - one["noise_beacon_az"]) > 1e-3


@njit
def _sigma(model, state, x, y):  # type: ignore[no-untyped-def]
    zero = np.int64(0)
    s = open_state(state)
    return line_sigma(open_model(model), s, s.channel[zero].by, zero, zero, (x, y, 0.0), (0.0, -100.0, 0.0))


def test_angle_error_from_the_signal_to_noise_ratio() -> None:
    """sqrt(floor^2 + (beamwidth / (1.6 sqrt(2 S)))^2), S ~ sigma / R^4; jamming in its sector only; optics: floor."""
    m, s = make([DRONE], optics_error=2e-4)
    s.channel["by"] = BY_RADAR
    snr = 20.0 * (24 / 12) ** 4 * 0.1 / 2.0
    wanted = hypot(3e-4, 0.03 / (1.6 * sqrt(2 * snr)))
    assert _sigma(pack(m), pack(s), 0.0, 12_000.0) == pytest.approx(wanted, rel=1e-9)
    put(m.unit[0], {"jam_noise_rise": 4.0, "jam_azimuth": 0.1, "jam_width": 0.2})
    jammed = hypot(3e-4, 0.03 / (1.6 * sqrt(2 * snr / 4)))
    assert _sigma(pack(m), pack(s), 0.0, 12_000.0) == pytest.approx(jammed, rel=1e-9)
    assert _sigma(pack(m), pack(s), 12_000.0, 0.0) == pytest.approx(wanted, rel=1e-9)
    s.channel["by"] = BY_OPTICS
    assert _sigma(pack(m), pack(s), 0.0, 12_000.0) == 2e-4


@pytest.mark.parametrize("turn", [0.0, 29.4 / 200.0])
def test_halving_the_steps_changes_nothing_that_matters(turn: float) -> None:
    """This law, with lag and noise, target steady or turning with 3 g: mean miss, flight time and kill probability.

    The noise is the same in both (it lives on the grid), so the difference is of integration alone.
    """
    means, n = [], 400
    for far, near in ((0.1, 0.02), (0.05, 0.01)):
        m, s = make([(3000.0, 6500.0, 1000.0, -200.0, 0.0, 0.0)], step_far=far, step_near=near, endgame=1.0)
        s.channel["by"] = BY_RADAR
        put(s.obj[0], {"kind": TURN if turn else STRAIGHT, "omega": turn})
        ends = shoot_many(m, s, n)
        kill = np.where(ends[:, 0] == FUZED, 0.95 * np.exp(-(ends[:, 1] ** 2) / 72), 0.0)
        means.append((ends[:, 1].mean(), ends[:, 2].mean(), kill.mean()))
        spread = ends[:, 1].std(), ends[:, 2].std(), kill.std()
    for coarse, halved, sigma in zip(*means, spread, strict=True):
        assert abs(coarse - halved) < 1.96 * sigma / sqrt(n)
    assert means[0][1] == pytest.approx(means[1][1], abs=1e-3)
    assert means[0][2] == pytest.approx(means[1][2], abs=2e-3)


# ---- ends of a flight ----------------------------------------------------------------------
def test_fuze_takes_whatever_it_meets_first() -> None:
    m, s = make([DRONE, (2_000.0, 2_000.0, 113.0, 0.0, 0.0, 0.0)])  # the second hangs near the line
    shot = shoot(m, s, 0.0)
    assert (shot["burst"], shot["victim"]) == (FUZED, 1)
    assert shot["miss"] <= MISSILE["fuze_radius"]
    m, s = make([DRONE, (2_000.0, 2_000.0, 200.0, 0.0, 0.0, 0.0)])  # well above it
    assert shoot(m, s, 0.0)["victim"] == 0
    s.obj["life"][1] = DOWN
    assert shoot(m, s, 0.0)["victim"] == 0


def test_bystander_moving_fast_across_is_met_inside_the_step() -> None:
    """It crosses the line just when the missile is there; found by exact positions, whatever the far step."""
    m, s = make([DRONE])
    shot = shoot(m, s, 0.0, until=6.04)
    x, y, z, t = float(shot["x"]), float(shot["y"]), float(shot["z"]), 6.04
    start = (x - 200 * t, y + 200 * t, z + 1.0, 200.0, -200.0, 0.0)
    m, s = make([DRONE, start])
    shot = shoot(m, s, 0.0)
    assert (shot["burst"], shot["victim"]) == (FUZED, 1)
    assert shot["t_burst"] == pytest.approx(t, abs=0.02)


def test_failed_fuze_passes() -> None:
    m, s = make([DRONE], {"fuze_reliability": 0.7})
    ends = shoot_many(m, s, 400)
    assert set(ends[:, 0]) == {FUZED, PASSED}
    assert np.mean(ends[:, 0] == FUZED) == pytest.approx(0.7, abs=4 * sqrt(0.21 / 400))


def test_a_miss_beyond_the_fuze_is_a_pass_with_its_distance() -> None:
    m, s = make([DRONE], optics_error=4e-3)
    ends = shoot_many(m, s, 200)
    passed = ends[:, 0] == PASSED
    assert 20 < passed.sum() < 200
    assert ends[passed, 1].min() > MISSILE["fuze_radius"] >= ends[~passed, 1].max()


def test_loss_of_the_target_ends_guidance_then_the_flight() -> None:
    m, s = make([DRONE])
    shoot(m, s, 0.0, until=5.0)
    s.obj["life"] = DOWN
    shot = fly_on(m, s, 20.0)
    assert (shot["burst"], shot["guided"], shot["victim"]) == (ENDED, 0, -1)
    assert shot["t_unguided"] == pytest.approx(5.0)
    assert shot["t_burst"] == pytest.approx(5.0 + MISSILE["guidance_memory"])


def test_self_destruct_speed_and_ground() -> None:
    far = (0.0, 60_000.0, 3_000.0, 0.0, 0.0, 0.0)
    m, s = make([far], {"self_destruct": 11.23})
    shot = shoot(m, s, 0.0)
    assert (shot["burst"], shot["t_burst"]) == (ENDED, pytest.approx(11.23))
    m, s = make([far], {"self_destruct": 200.0, "speed_min": 400.0})
    shot = shoot(m, s, 0.0)
    assert shot["burst"] == ENDED
    assert hypot(shot["vx"], shot["vy"], shot["vz"]) == pytest.approx(400.0, rel=0.01)
    m, s = make([(0.0, 9_000.0, 60.0, 0.0, 0.0, 0.0)], {"guidance_memory": 100.0, "speed_min": 10.0})
    shoot(m, s, 0.0, until=3.0)
    s.obj["life"] = DOWN
    shot = fly_on(m, s, 100.0)
    assert shot["burst"] == ENDED
    assert shot["t_burst"] < 35.0
    assert shot["z"] == pytest.approx(0.0, abs=15.0)


def test_a_receding_target_that_outruns_the_start_is_no_pass() -> None:
    m, s = make([(0.0, 1_500.0, 400.0, 0.0, 250.0, 0.0)])
    shot = shoot(m, s, 0.0)
    assert (shot["burst"], shot["victim"]) == (FUZED, 0)


def test_not_finite_is_a_fault() -> None:
    m, s = make([DRONE])
    m.missile["thrust"] = np.nan
    shot = shoot(m, s, 0.0, until=1.0)
    assert s.n["fault"][0] == F_NOT_FINITE
    assert shot["burst"] == ENDED


def test_booster_drops_at_burnout() -> None:
    m, s = make([DRONE])
    shot = shoot(m, s, 0.0, until=2.3)
    assert shot["boosting"] == 1
    before = hypot(shot["vx"], shot["vy"], shot["vz"])
    shot = fly_on(m, s, 2.5)
    assert shot["boosting"] == 0
    assert hypot(shot["vx"], shot["vy"], shot["vz"]) > before
    shot = fly_on(m, s, 2.6)
    assert hypot(shot["vx"], shot["vy"], shot["vz"]) < 1310.0


def test_same_address_same_bits_and_steps_are_counted() -> None:
    m, s = make([DRONE], optics_error=1e-3)
    one = shoot(m, s, 0.0, first=7).copy()
    steps = s.n["flight_steps"][0]
    s.pair["shots"] = 0
    two = shoot(m, s, 0.0, first=7).copy()
    assert one == two
    assert steps > 60
    assert s.n["flight_steps"][0] == 2 * steps


# ---- pieces --------------------------------------------------------------------------------
def test_closest_approach_of_straight_motion() -> None:
    share, d = closest((-10.0, 3.0, 0.0), (30.0, 3.0, 0.0))
    assert (share, d) == (pytest.approx(0.25), pytest.approx(3.0))
    share, d = closest((-10.0, 3.0, 0.0), (-5.0, 3.0, 0.0))
    assert share > 1
    assert d == pytest.approx(sqrt(34))


@njit
def _kill(model, o, miss):  # type: ignore[no-untyped-def]
    return kill_probability(open_model(model), np.int64(0), np.int64(o), miss)


def test_kill_probability_by_size_class() -> None:
    m, _ = make([DRONE, DRONE])
    m.obj["size_class"] = (1, 3)
    assert _kill(pack(m), 0, 6.0) == pytest.approx(0.95 * np.exp(-0.5))
    assert _kill(pack(m), 1, 6.0) == pytest.approx(0.95 * np.exp(-0.5 * (6 / 8) ** 2))
    m.ideal[I_HIT] = 1
    assert _kill(pack(m), 0, 6.0) == 1.0


# ---- fit and fly-out table -----------------------------------------------------------------
def test_fit_meets_burnout_speed_and_quoted_speed() -> None:
    m, _ = make([DRONE])
    row = m.missile[0]
    fit = solve_drag_scale(row)
    assert abs(fit.error) < 1e-4
    assert solve_thrust(row, fit.drag_scale) == pytest.approx(fit.thrust, rel=1e-6)
    table = flyout_table(row)
    tof, _ = lookup(table, np.radians(20.0), 12_000.0, 20_000.0)
    assert 12_000.0 / tof == pytest.approx(900.0, rel=5e-3)
    row["speed_is_average"] = 0
    row["thrust"], row["drag_scale"], _ = other = solve_drag_scale(row)
    assert other.drag_scale < fit.drag_scale  # reaching 900 m/s there asks for less drag than a mean of 900
    assert lookup(flyout_table(row), np.radians(20.0), 12_000.0, 20_000.0)[1] == pytest.approx(900.0, rel=5e-3)


def test_contradicting_speeds_are_told() -> None:
    m, _ = make([DRONE])
    row = m.missile[0]
    row["burnout_speed"], row["speed_value"] = 1000.0, 990.0
    assert solve_drag_scale(row).error < -0.02


def test_table_is_monotone_and_says_where_it_ends() -> None:
    m, _ = make([DRONE])
    time, speed = m.flyout[0]
    assert np.all(np.diff(time, axis=1) >= 0)
    reached = time < OUT_OF_REACH
    assert np.all(speed[reached][1:] > 0)
    assert np.all(speed[~reached] == 0)
    assert lookup(m.flyout[0], 0.3, 22_001.0, 20_000.0) == (OUT_OF_REACH, 0.0)
    hot = flyout_table(m.missile[0], 30.0)
    assert lookup(hot, 0.3, 12_000.0, 20_000.0)[0] < lookup(m.flyout[0], 0.3, 12_000.0, 20_000.0)[0]  # thinner air
