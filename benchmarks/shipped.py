"""The five scenarios that come with shorad: rate, work per replicate, time to build a Model."""

from __future__ import annotations

from time import process_time

from benchmarks.measure import SEED, best, nominal, scenario, timed
from shorad import scenarios
from shorad.compile import Resolved, build, draw

DRAWS = 20
CPU_SECONDS = 1.5  # spent on each run of a scenario


def build_times(resolved: Resolved) -> tuple[float, float]:
    """Mean and largest ms to build the Model of a draw; the first, which prepares the scenario, is not among them."""
    build(resolved, draw(resolved, SEED, -1))
    found = []
    for k in range(DRAWS):
        values = draw(resolved, SEED, k)
        began = process_time()
        build(resolved, values)
        found.append(1e3 * (process_time() - began))
    return sum(found) / DRAWS, max(found)


def report(quick: bool) -> float:
    """Print the table; the mean ms per draw of the slowest scenario."""
    print("\nShipped scenarios, nominal draw. Rate: replicates per CPU-second and thread (on 1 and on 2 threads).")
    print(f"{'scenario':20} {'1 thread':>9} {'2':>8} {'ms each':>8} {'points':>8} {'flight':>8} {'build ms':>9} {'max':>6}")
    slowest = 0.0
    for name in sorted(scenarios()):
        resolved = scenario(name)
        mean, most = build_times(resolved)
        built = nominal(resolved)
        guess = timed(built, 4).seconds
        n = max(4, int((0.3 if quick else 1.0) * CPU_SECONDS / guess))
        one, two = timed(built, n), timed(built, n, threads=2)
        slowest = max(slowest, mean)
        print(f"{name:20} {1 / one.seconds:9.1f} {1 / two.seconds:8.1f} {1e3 * one.seconds:8.2f} {one.mean('steps'):8.0f} "
              f"{one.mean('flight_steps'):8.0f} {mean:9.2f} {most:6.2f}", flush=True)  # fmt: skip
    print("points: grid points visited; flight: integration steps of missiles; build: one draw, of "
          f"{DRAWS}.")  # fmt: skip
    return slowest


__all__ = ["best", "build_times", "report"]
