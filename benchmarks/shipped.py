"""The scenarios that come with shorad: rate, work per replicate, time to build a Model, memory."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from functools import partial
from time import sleep

from benchmarks.measure import SEED, best, nominal, scenario, timed
from shorad import scenarios
from shorad.compile import Resolved, build, derive, draw

DRAWS = 20
ROUNDS = 5
PAUSE = 0.4  # s between rounds
CPU_SECONDS = 1.5  # spent on each run of a scenario
FRESH = """
import sys, shorad
from benchmarks.memory import most
shorad.run(shorad.load(sys.argv[1]), draws=2, replicates=20, threads=1, but_for=False, parts=False)
print(most())
"""


def build_times(resolved: Resolved) -> tuple[float, float]:
    """Mean and largest ms to build the Model of a draw; the first, which prepares the scenario, is not among them.

    Of each draw the best of `ROUNDS` over all of them, each with nothing left in memory from the one before: a shared
    machine is slow for seconds at a time, and three builds of one draw would all fall into them.
    """
    build(resolved, draw(resolved, SEED, -1))
    draws = [draw(resolved, SEED, k) for k in range(DRAWS)]
    rounds = []
    for _ in range(ROUNDS):
        sleep(PAUSE)
        rounds.append([best(partial(_anew, resolved, values), 1) for values in draws])
    found = [1e3 * min(times) for times in zip(*rounds, strict=True)]
    return sum(found) / DRAWS, max(found)


def _anew(resolved: Resolved, values: Mapping[str, float | str]) -> None:
    """Build without what `derive` remembers of missiles and detection laws, which each draw changes."""
    for remembered in (derive._fit, derive._snr, derive._pd_row):
        remembered.cache_clear()
    build(resolved, values)


def memory(name: str) -> float:
    """MB at most of a process that runs this scenario; the engine is on disk by then."""
    done = subprocess.run([sys.executable, "-c", FRESH, name], capture_output=True, text=True, check=True)
    return float(done.stdout)


def report(quick: bool) -> float:
    """Print the table; the mean ms per draw of the slowest scenario."""
    print("\nShipped scenarios, nominal draw. Rate: replicates per CPU-second and thread (on 1 and on 2 threads).")
    heads = ("1 thread", "2", "ms each", "points", "flight", "build ms", "max", "MB")
    print(f"{'scenario':20}" + "".join(f"{head:>10}" for head in heads))
    slowest = 0.0
    for name in sorted(scenarios()):
        resolved = scenario(name)
        mean, most = build_times(resolved)
        built = nominal(resolved)
        guess = timed(built, 4).seconds
        n = max(4, int((0.3 if quick else 1.0) * CPU_SECONDS / guess))
        one, two = timed(built, n), timed(built, n, threads=2)
        slowest = max(slowest, mean)
        points, flight = round(one.mean("steps")), round(one.mean("flight_steps"))
        row = (1 / one.seconds, 1 / two.seconds, 1e3 * one.seconds, points, flight, mean, most, memory(name))
        print(f"{name:20}" + "".join(f"{each:10.5g}" for each in row), flush=True)
    print(f"points: grid points visited; flight: integration steps of missiles; build: mean and most of {DRAWS} draws")
    print(
        "MB: the most memory of a fresh process that loads the scenario and runs 2 draws x 20 replicates on one thread"
    )
    return slowest
