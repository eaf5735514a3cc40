"""9. Waiting: the operators' queue of the whole engine against queueing theory, from scenario files."""

from math import sqrt

import numpy as np
import pytest
from laboratory import IDEAL, Laboratory, logged
from proof import VERIFIED, case

from shorad.engine import codes

pytestmark = pytest.mark.heavy
SERVICE = 20.0  # s
COUNT = 1500
RUNS = 20
SETTLE = 0.1  # of the raid left out at either end


def raid(laboratory, operators, load, time):
    """A Poisson raid (starts drawn evenly over a long time) that `operators` identify, each in `time` s."""
    span = COUNT * SERVICE / load
    layers = {
        f"layer{i}": {
            "count": COUNT // 10, "route": [["-6 km", "8 km", f"{300 + 40 * i} m"]], "target": "depot",
            "set": {"airframe.speed": "24 m/s"}, "start": {"at": "0 s", "jitter": f"{span} s"},
        }
        for i in range(10)
    }  # fmt: skip
    figures = {"crew.operator_time": time, "search_radar.tracks_max": 200, "search_radar.scan_period": "0.5 s"}
    return laboratory.scenario(
        defence={"doctrine": "external", "operators": operators, "set": figures}, attack=layers,
        assets={"depot": {"at": ["6 km", "8 km"], "hits_to_lose": 10_000}},
        switches=tuple(s for s in IDEAL if s != "operator"), duration=f"{span + 600.0} s",
    )  # fmt: skip


def seen(resolved, operators, r):
    """Of one run, without its ends: how long tracks were with the crew (s), and which found every operator busy."""
    log = logged(resolved, r=r, room=1_000_000)
    log = log[np.isin(log["kind"], (codes.V_QUEUED, codes.V_CLASSIFIED))]
    since, inside, found = {}, 0, []
    for kind, t, o in zip(log["kind"].tolist(), log["t"].tolist(), log["object"].tolist(), strict=True):
        if kind == codes.V_QUEUED:
            since[o] = t, inside >= operators
            inside += 1
        else:
            start, waited = since.pop(o)
            found.append((start, t - start, waited))
            inside -= 1
    rows = np.array(sorted(found))[int(SETTLE * COUNT) : int((1.0 - SETTLE) * COUNT)]
    return rows[:, 1].mean(), rows[:, 2].mean()


def lay(sheet, laboratory, operators, load, time, wait, delayed):
    """Rows of the mean wait over the service time and of the share that waits, and what was found."""
    resolved = raid(laboratory, operators, load, time)
    means = np.array([seen(resolved, operators, r) for r in range(RUNS)])
    values = means[:, 0] / SERVICE - 1.0, means[:, 1]
    for name, reference, value in zip(("mean wait over service time", "share that waits"), (wait, delayed), values,
                                      strict=True):  # fmt: skip
        error = float(value.std(ddof=1)) / sqrt(RUNS)
        sheet.chance(f"c = {operators}, load {load:g}: {name}", reference, float(value.mean()), error)


@case(
    "9 M/D/c", "Waiting system, fixed service", model="the whole engine", label=VERIFIED, mark="C",
    source=f"M/D/c at load 0.8 a server (embedded chain); the operators' queue, {RUNS} raids of {COUNT}",
)  # fmt: skip
def test_fixed_service(sheet, tmp_path):
    laboratory = Laboratory(tmp_path)
    for operators, wait, delayed in ((1, 2.0, 0.8), (2, 0.903284, 0.701898), (4, 0.386095, 0.578282)):
        lay(sheet, laboratory, operators, 0.8 * operators, [f"{SERVICE:g} s"] * 3, wait, delayed)


@case(
    "9 Erlang C", "Waiting system, exponential service", model="the whole engine", label=VERIFIED, mark="C",
    source=f"Erlang C; mean wait C / (c - load) services; the operators' queue, {RUNS} raids of {COUNT}",
)  # fmt: skip
def test_exponential_service(sheet, tmp_path):
    laboratory = Laboratory(tmp_path)
    for operators, load, delayed in ((2, 1.0, 0.333333), (4, 3.0, 0.509434)):
        wait = delayed / (operators - load)
        lay(sheet, laboratory, operators, load, {"chance": {"exponential": f"{SERVICE:g} s"}}, wait, delayed)
