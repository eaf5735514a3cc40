"""Gun bursts through the engine: aim, the error a burst shares, rounds, kills."""

import sys
from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from shorad.engine.codes import DOWN, I_GUIDE, I_HIT, I_ROUNDS
from shorad.engine.gunfire import time_to
from shorad.engine.handle import pack
from shorad.engine.jit import njit
from shorad.engine.tables import open_model
from shorad.physics.gun import burst_kill, flat_fire, rectangle_hit

sys.path.insert(0, str(Path(__file__).parent))
from tiny import burst_many, make, put

RANGE = 1000.0


def hover(**gun: Any) -> tuple[Any, Any]:
    """A hovering target 1 km away and a track that knows it exactly."""
    m, s = make([(0.0, RANGE, 4.0, 0.0, 0.0, 0.0)], gun=gun)
    s.track_x[0] = (0.0, RANGE, 4.0, 0.0, 0.0, 0.0)
    s.pair["bursts"] = 1
    return m, s


@pytest.mark.parametrize(
    ("rounds", "size", "sigma", "bias", "pk", "common", "naive"),
    [
        (60, (2.5, 0.6), 2.0, 3.0, 1.0, 0.507756, 0.663358),
        (60, (2.5, 0.6), 2.0, 3.0, 0.5, 0.351541, 0.418357),
        (30, (2.0, 0.5), 1.5, 1.5, 1.0, 0.585148, 0.645984),
    ],
)
def test_burst_kill_with_the_error_that_its_rounds_share(
    rounds: int, size: tuple[float, float], sigma: float, bias: float, pk: float, common: float, naive: float
) -> None:
    """Required: the engine gives the value with common bias, and clearly not that of independent rounds."""
    m, s = hover(burst_rounds=rounds, dispersion=sigma / RANGE, burst_bias=bias / RANGE, pk_hit=(pk,) * 5)
    put(m.obj[0], {"width": size[0], "height": size[1]})
    n = 12_000
    killed = burst_many(m, s, n)[:, 1].mean()
    assert killed == pytest.approx(common, abs=4 * sqrt(common * (1 - common) / n))
    assert killed < naive - 4 * sqrt(naive * (1 - naive) / n)
    assert burst_kill(float(rounds), *size, sigma, bias, pk, 141) == pytest.approx(common, abs=1e-5)


def test_aim_leads_a_moving_target() -> None:
    """Constant velocity, no errors: the aim point is where the object is at the mean time of impact."""
    start = (800.0, 1500.0, 300.0, -120.0, -60.0, -5.0)
    m, s = make([start], gun={"burst_bias": 0.0, "dispersion": 1e-9})
    s.track_x[0] = start
    assert burst_many(m, s, 1)[0, 0] == m.gun[0]["burst_rounds"]
    ch = s.channel[0]
    t = ch["t_impact"]
    aim = np.array([ch["aim_x"], ch["aim_y"], ch["aim_z"]])
    assert aim == pytest.approx(np.array(start[:3]) + t * np.array(start[3:]), abs=0.05)
    distance = float(np.linalg.norm(aim - (0.0, 0.0, 4.0)))
    assert t == pytest.approx(30 / 80 + flat_fire(distance, 960.0, 0.389, 0.03, 1.0, 1.21, 339.9)[0], rel=5e-3)


def test_a_target_that_leaves_the_prediction_is_missed() -> None:
    m, s = make([(0.0, 2000.0, 4.0, 30.0, 0.0, 0.0)], gun={"burst_bias": 0.0, "dispersion": 1e-3})
    away = (60.0, 0.0, 0.0)  # it turns off while the rounds are on their way
    assert burst_many(m, s, 50, away)[:, 0].max() == 0
    m.ideal[I_GUIDE] = 1
    assert burst_many(m, s, 50, away)[:, 0].min() == m.gun[0]["burst_rounds"]


def test_offset_across_and_up_are_told_apart() -> None:
    """2 m to the right of a 5 x 0.2 m plate is a hit; 2 m above is not, whatever the direction of fire."""
    for x, y in ((0.0, 1000.0), (1000.0, 0.0), (-600.0, -800.0)):
        side = (y / 1000.0, -x / 1000.0)
        for shift, hits in (((2 * side[0], 2 * side[1], 0.0), 60), ((0.0, 0.0, 2.0), 0)):
            m, s = make([(x, y, 4.0, 0.0, 0.0, 0.0)], gun={"burst_bias": 0.0, "dispersion": 1e-6})
            put(m.obj[0], {"width": 5.0, "height": 0.2})
            assert burst_many(m, s, 1, shift)[0, 0] == hits


def test_rounds_are_spent_and_conserved() -> None:
    m, s = hover()
    m.unit["rounds"] = 45  # fewer than a burst of 60
    burst_many(m, s, 1)
    assert (s.channel["burst_n"][0], s.unit["rounds"][0], s.unit["fired_rounds"][0]) == (45, 0, 45)
    m.ideal[I_ROUNDS] = 1
    burst_many(m, s, 1)
    unit = s.unit[0]
    assert (s.channel["burst_n"][0], unit["rounds"]) == (60, 45)
    assert unit["fired_rounds"] + unit["rounds"] == 2 * 45 + unit["loaded_rounds"]


def test_rounds_at_a_dead_target_count_and_do_nothing() -> None:
    m, s = hover(burst_bias=0.0, dispersion=1e-9)
    s.obj["life"] = DOWN
    assert burst_many(m, s, 20)[:, :2].sum() == 0
    assert s.unit["fired_rounds"][0] == 20 * 60


def test_hit_made_ideal_kills() -> None:
    m, s = hover(pk_hit=(0.0,) * 5)
    assert burst_many(m, s, 50)[:, 1].sum() == 0
    m.ideal[I_HIT] = 1
    out = burst_many(m, s, 50)
    assert out[:, 1].min() == 1
    assert out[:, 0].min() >= 1


def test_successive_bursts_at_one_object_share_their_bias() -> None:
    m, s = hover(bias_correlation=0.7)
    previous, now = [], []
    for r in range(800):
        s.addr[1], s.unit["bias_obj"], s.pair["bursts"] = r, -1, 1
        first = burst_many(m, s, 1)[0, 2:].copy()
        s.pair["bursts"] = 2
        previous.append(first)
        now.append(burst_many(m, s, 1)[0, 2:].copy())
    x, y = np.array(previous) / 3e-3, np.array(now) / 3e-3
    band = 4 * sqrt(2 / 1600)
    assert np.mean(x**2) == pytest.approx(1.0, abs=band)
    assert np.mean(y**2) == pytest.approx(1.0, abs=band)
    assert np.mean(x * y) == pytest.approx(0.7, abs=band)


@njit
def _time(model: Any, x: float, y: float, z: float) -> float:
    zero = np.int64(0)
    return time_to(open_model(model), zero, zero, x, y, z)


def test_flight_time_to_a_point() -> None:
    m, _ = hover()
    assert _time(pack(m), 0.0, 2000.0, 4.0) == pytest.approx(2.8969, rel=2e-3)
    assert _time(pack(m), 1200.0, 0.0, 1604.0) < 2.8969  # as far, through thinner air


@pytest.mark.parametrize("bearing", [0.0, 50.0, 90.0, 200.0])
def test_a_burst_knows_no_north(bearing: float) -> None:
    """The same target, moved the same way across and along the line, elsewhere about the gun: the same hits."""
    hits = []
    for angle in (0.0, np.radians(bearing)):
        m, s = hover(dispersion=2e-3, burst_bias=1e-3)
        sine, cosine = np.sin(angle), np.cos(angle)
        at = (RANGE * sine, RANGE * cosine, 4.0, 0.0, 0.0, 0.0)
        put(s.obj[0], {"x": at[0], "y": at[1]})
        s.track_x[0] = at
        across, along = 1.5, 40.0
        shift = across * cosine + along * sine, along * cosine - across * sine, 0.3
        hits.append(burst_many(m, s, 200, shift)[:, 0])
    assert hits[0].sum() > 0
    np.testing.assert_array_equal(*hits)


def test_a_range_that_is_wrong_leads_wrongly() -> None:
    """Optics misjudge the range by 10 %: the mean hits are those over the lead's error, by quadrature."""
    v, error, rounds, runs = 60.0, 0.1, 60, 4000
    start = (0.0, RANGE, 4.0, v, 0.0, 0.0)
    m, s = make([start], gun={"burst_rounds": rounds, "dispersion": 2e-3, "burst_bias": 0.0})
    m.optics["range_error"] = error
    s.track_x[0] = start
    s.pair["bursts"] = 1
    hits = burst_many(m, s, runs)[:, 0] / rounds
    g, body = m.gun[0], m.obj[0]
    times = [flat_fire(k * RANGE, g["muzzle_velocity"], g["mass"], g["calibre"], g["form_factor"], 1.225, 340.294)[0]
             for k in (0.95, 1.0, 1.05)]  # fmt: skip
    slope = (times[2] - times[0]) / (0.1 * RANGE)  # s/m
    z, weight = np.polynomial.hermite_e.hermegauss(80)
    expected = sum(
        w * rectangle_hit(body["width"], body["height"], v * slope * error * RANGE * x, 0.0, 2e-3 * RANGE)
        for x, w in zip(z, weight / weight.sum(), strict=True)
    )
    assert hits.mean() == pytest.approx(expected, rel=0.05)
    assert expected < 0.8 * rectangle_hit(body["width"], body["height"], 0.0, 0.0, 2e-3 * RANGE)
