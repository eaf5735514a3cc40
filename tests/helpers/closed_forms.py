"""Closed forms of shooting and how to ask them of the whole engine (tests/endtoend, validation).

`shoot`: one unit against drones that come in fan-wise at 10 km. `crossing`: drones that fly past at 8 km through a
sector that they cross in one second, the time between two attempts to place a track: each gets one attempt. All
channels busy: it is lost to the defence. Otherwise a missile, which always kills, holds a channel for its flight.
Drones of one group keep clear of the bursts meant for others by height.
"""

from dataclasses import dataclass
from math import comb, sqrt

import numpy as np
from laboratory import IDEAL, Laboratory, logged, outcomes
from numpy.typing import NDArray

from shorad.engine import codes

RUNS = 4000
FROM = {"bearing": "90 deg", "range": "10 km", "width": "40 deg"}
CROSSING = 200.0  # m/s
DISTANCE = 8000.0  # m
SECTOR = {"centre": "0 deg", "width": f"{2.0 * np.degrees(np.arctan(0.5 * CROSSING / DISTANCE)):.9f} deg"}
GOAL = {"depot": {"at": ["2.5 km", "8 km"], "hits_to_lose": 1000}}


def shoot(laboratory, targets, p, channels=None, runs=RUNS, **defence):
    """Outcomes of one unit with kill probability `p` against `targets` drones."""
    settings = {"missile.kill_p0": p, "tracking_radar.channels": channels or targets}
    drones = {"count": targets, "from": FROM, "altitude": "300 m", "target": "depot"}
    return outcomes(laboratory.scenario(defence={"set": settings, **defence}, attack={"drones": drones}), runs)


def binomial(n, p):
    return np.array([comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(n + 1)])


def shares(counts, law):
    """Frequencies of a whole number, and (reference, found, standard error) of each and of the mean."""
    n, k = len(counts), np.arange(len(law))
    assert counts.max() < len(law)
    found = np.bincount(counts, minlength=len(law)) / n
    rows = [(float(p), float(f), sqrt(p * (1.0 - p) / n)) for p, f in zip(law, found, strict=True)]
    mean = float((law * k).sum())
    return rows, (mean, float(counts.mean()), sqrt(float((law * (k - mean) ** 2).sum()) / n))


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


@dataclass(frozen=True)
class Loss:
    """Share of a Poisson raid that found every channel busy: one value per replicate."""

    service: float  # s
    lost: NDArray[np.float64]
    odd: float  # share whose fate is not that of its shots: two of one layer that fly side by side


def erlang_loss(laboratory: Laboratory, channels: int, load: float, runs: int = 40) -> Loss:
    """A Poisson raid (that is, starts drawn evenly over a long time), fixed engagement time, nobody waits."""
    layers, each = 10, 30
    # attempts follow the first look second by second: looks of no round period keep those of two drones independent
    scan = {"search_radar.scan_period": "0.73 s"}
    alone = [{"count": 1, "start": f"{20 * i} s"} for i in range(layers)]
    service = service_time(crossing(laboratory, alone, channels, **scan))
    span = layers * each * service / load
    groups = [{"count": each, "start": {"at": "0 s", "jitter": f"{span} s"}}] * layers
    out = outcomes(crossing(laboratory, groups, channels, duration=f"{span + 60.0} s", **scan), runs)
    down = out.objects["life"] == codes.DOWN
    assert np.all(down | (out.objects["leaked"] == 1))
    # those who leak fly on from the sector to the depot, level and then down at 30 degrees
    height = 300.0 + 40.0 * np.arange(layers).repeat(each)
    beyond = (2500.0 + height * (2.0 - sqrt(3.0))) / CROSSING
    arrival = out.objects["t_end"] - np.where(down, 0.0, beyond)
    settled = arrival > 60.0 + 3.0 * service  # by then the first arrivals, who found it empty, are forgotten
    lost = (settled & (out.objects["shots"] == 0)).sum(axis=1) / settled.sum(axis=1)
    return Loss(service, lost, float(np.mean(down != (out.objects["shots"] == 1))))


def evenly_spaced(laboratory: Laboratory, runs: int = 40):
    """20 drones 2 s apart, four channels: the time (s) that one keeps a channel, and who was served (runs, 20)."""
    timing = {"crew.assess_delay": ["1.4 s"] * 3}
    raid = {"count": 20, "start": {"at": "0 s", "every": "2 s"}}
    switches = tuple(switch for switch in IDEAL if switch != "assess")
    service = service_time(crossing(laboratory, [{"count": 1}], 4, switches, **timing))
    out = outcomes(crossing(laboratory, [raid], 4, switches, **timing), runs)
    return service, out.objects["life"] == codes.DOWN
