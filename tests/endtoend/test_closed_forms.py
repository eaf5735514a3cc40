"""Closed forms of shooting asked of the whole engine, from scenario files of ideal systems (validation 8 and 9).

Monte Carlo bands are 4 standard errors of the closed form's own law, at a fixed seed.
"""

from math import comb, sqrt

import numpy as np
import pytest
from laboratory import IDEAL, Laboratory, logged, outcomes

from shorad.engine import codes

pytestmark = pytest.mark.slow
RUNS = 4000
FROM = {"bearing": "90 deg", "range": "10 km", "width": "40 deg"}


@pytest.fixture(scope="module")
def laboratory(tmp_path_factory: pytest.TempPathFactory) -> Laboratory:
    return Laboratory(tmp_path_factory.mktemp("laboratory"))


def shoot(laboratory, targets, p, channels=None, **defence):
    """Runs of one unit against drones that come in fan-wise at 10 km."""
    settings = {"missile.kill_p0": p, "tracking_radar.channels": channels or targets}
    drones = {"count": targets, "from": FROM, "altitude": "300 m", "target": "depot"}
    return outcomes(laboratory.scenario(defence={"set": settings, **defence}, attack={"drones": drones}), RUNS)


def binomial(n, p):
    return np.array([comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(n + 1)])


def agree(counts, law):
    """Every frequency of a whole number, and its mean, within 4 standard errors of its law."""
    n, k = len(counts), np.arange(len(law))
    assert counts.max() < len(law)
    found = np.bincount(counts, minlength=len(law)) / n
    assert np.all(np.abs(found - law) <= 4.0 * np.sqrt(law * (1.0 - law) / n) + 1e-12), (found, law)
    mean = (law * k).sum()
    assert abs(counts.mean() - mean) <= 4.0 * sqrt((law * (k - mean) ** 2).sum() / n), (counts.mean(), mean)


# ---- salvo, raid --------------------------------------------------------------------------------
@pytest.mark.parametrize(("n", "p", "expected"), [(2, 0.7, 0.91), (4, 0.7, 0.9919), (3, 0.6, 0.936)])
def test_salvo(laboratory, n, p, expected):
    """1 - (1 - p)^n."""
    out = shoot(laboratory, 1, p, doctrine="salvo", salvo=n, missiles=n)
    assert expected == pytest.approx(1.0 - (1.0 - p) ** n, abs=1e-12)
    agree(out.run["attackers_down"], np.array([1.0 - expected, expected]))
    assert np.all(out.run["leakers"] == 1 - out.run["attackers_down"])


@pytest.mark.parametrize(
    ("targets", "shots", "p", "none", "mean", "one"),
    [(4, 2, 0.7, 0.685750, 0.36, 0.957035), (8, 1, 0.8, 0.167772, 1.6, 0.503316)],
)
def test_raid_with_so_many_shots_each(laboratory, targets, shots, p, none, mean, one):
    out = shoot(laboratory, targets, p, doctrine="salvo", salvo=shots, missiles=targets * shots)
    law = binomial(targets, (1.0 - p) ** shots)
    assert (law[0], (law * np.arange(targets + 1)).sum(), law[:2].sum()) == pytest.approx((none, mean, one), abs=1e-6)
    assert np.all(out.objects["shots"] == shots)
    agree(out.run["leakers"], law)


# ---- shoot, look, shoot -------------------------------------------------------------------------
def test_shoot_look_shoot_at_one_target(laboratory):
    """Two missiles, p = 0.7: killed with 0.91, 1.3 missiles on the mean."""
    out = shoot(laboratory, 1, 0.7, missiles=2)
    agree(out.run["attackers_down"], np.array([0.09, 0.91]))
    agree(out.run["missiles"], np.array([0.0, 0.7, 0.3]))


@pytest.mark.parametrize(
    ("missiles", "targets", "p", "kills", "all_dead"),
    [(8, 4, 0.7, 3.929384, 0.942032), (12, 8, 0.6, 6.869452, 0.438178)],
)
def test_perfect_shoot_look_shoot(laboratory, missiles, targets, p, kills, all_dead):
    """No missile is wasted: min(targets, binomial(missiles, p)) kills."""
    out = shoot(laboratory, targets, p, missiles=missiles)
    law = binomial(missiles, p)
    law = np.append(law[:targets], law[targets:].sum())
    assert ((law * np.arange(targets + 1)).sum(), law[-1]) == pytest.approx((kills, all_dead), abs=1e-6)
    agree(out.run["attackers_down"], law)


# ---- a loss system: channels as servers, drones that cross a narrow sector as customers ---------------
# A drone flies past at 8 km through a sector that it crosses in one second, the time between two attempts to place a
# track: it gets one attempt. All channels busy: it is lost to the defence. Otherwise a missile, which always kills,
# holds a channel for its flight. Drones of one group keep clear of the bursts meant for others by height.
CROSSING = 200.0  # m/s
DISTANCE = 8000.0  # m
SECTOR = {"centre": "0 deg", "width": f"{2.0 * np.degrees(np.arctan(0.5 * CROSSING / DISTANCE)):.9f} deg"}
GOAL = {"depot": {"at": ["2.5 km", "8 km"], "hits_to_lose": 1000}}


def crossing(laboratory, groups, channels, switches=IDEAL, duration="20 min", **settings):
    """Drones of `groups` (count and start of each) in layers 40 m apart."""
    attack = {
        f"layer{i}": {
            "route": [["-4 km", "8 km", f"{300 + 40 * i} m"]], "target": "depot",
            "set": {"airframe.speed": f"{CROSSING} m/s"}, **group,
        }
        for i, group in enumerate(groups)
    }  # fmt: skip
    fixed = {"missile.kill_p0": 1, "missile.fuze_radius": "5 m", "tracking_radar.channels": channels}
    defence = {"sector": SECTOR, "missiles": 2000, "set": fixed | settings}
    return laboratory.scenario(defence=defence, attack=attack, assets=GOAL, switches=switches, duration=duration)


def service_time(resolved):
    """Mean time (s) that a drone keeps a channel: from the order's grid point to that of the verdict.

    Arrivals fall between grid points: on the mean half a step more counts as busy.
    """
    log = logged(resolved)
    ordered, verdict = (log[log["kind"] == kind] for kind in (codes.V_PAIRED, codes.V_VERDICT))
    assert len(ordered) == len(verdict) > 0
    start = dict(zip(ordered["object"].tolist(), np.round(ordered["t"] / codes.GRID), strict=True))
    end = dict(zip(verdict["object"].tolist(), np.ceil(verdict["t"] / codes.GRID - 1e-6), strict=True))
    return float(np.mean([end[o] - start[o] for o in start]) + 0.5) * codes.GRID


@pytest.mark.parametrize(("channels", "load", "expected"), [(1, 1, 0.5), (2, 1, 0.2), (4, 3, 0.206107)])
def test_erlang_loss(laboratory, channels, load, expected):
    """Poisson raid (that is, starts drawn evenly over a long time), fixed engagement time, nobody waits."""
    layers, each = 10, 30
    # attempts follow the first look second by second: looks of no round period keep those of two drones independent
    scan = {"search_radar.scan_period": "0.73 s"}
    alone = [{"count": 1, "start": f"{20 * i} s"} for i in range(layers)]
    service = service_time(crossing(laboratory, alone, channels, **scan))
    span = layers * each * service / load
    groups = [{"count": each, "start": {"at": "0 s", "jitter": f"{span} s"}}] * layers
    out = outcomes(crossing(laboratory, groups, channels, duration=f"{span + 60.0} s", **scan), 40)
    down = out.objects["life"] == codes.DOWN
    assert np.all(down | (out.objects["leaked"] == 1))
    assert np.mean(down != (out.objects["shots"] == 1)) < 1e-3  # two of one layer that fly side by side
    # those who leak fly on from the sector to the depot, level and then down at 30 degrees
    height = 300.0 + 40.0 * np.arange(layers).repeat(each)
    beyond = (2500.0 + height * (2.0 - sqrt(3.0))) / CROSSING
    arrival = out.objects["t_end"] - np.where(down, 0.0, beyond)
    settled = arrival > 60.0 + 3.0 * service  # by then the first arrivals, who found it empty, are forgotten
    lost = (settled & (out.objects["shots"] == 0)).sum(axis=1) / settled.sum(axis=1)
    assert abs(lost.mean() - expected) <= 4.0 * lost.std(ddof=1) / sqrt(len(lost)), (lost.mean(), expected)


def test_evenly_spaced_arrivals(laboratory):
    """20 drones 2 s apart, four channels, each busy until the seventh after: 14 are served, always the same."""
    timing = {"crew.assess_delay": ["1.4 s"] * 3}
    raid = {"count": 20, "start": {"at": "0 s", "every": "2 s"}}
    switches = tuple(switch for switch in IDEAL if switch != "assess")
    alone = crossing(laboratory, [{"count": 1}], 4, switches, **timing)
    assert 10.5 < service_time(alone) < 12.0
    out = outcomes(crossing(laboratory, [raid], 4, switches, **timing), 40)
    served = [i for i in range(20) if i % 6 < 4]
    assert len(served) == 14
    assert np.all((out.objects["life"] == codes.DOWN) == np.isin(np.arange(20), served))
