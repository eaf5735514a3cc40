"""Prints all measurements; exit code 1 when a limit is not kept: compilation, building, the world, growth."""

import argparse
import platform
import sys

import numba

from benchmarks import peers, scaling, shipped, stages, startup, workers, world

COLD_LIMIT = 45.0  # CPU s
BUILD_LIMIT = 5.0  # ms per draw


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="no cold compilation, no stages, fewer replicates")
    quick = parser.parse_args().quick
    print(f"{platform.machine()}, Python {platform.python_version()}, numba {numba.__version__}")
    print("Times are CPU seconds of this process unless they say wall; best of three, which a shared machine needs.")
    failed = []
    if not quick:
        cold = startup.report()
        if cold > COLD_LIMIT:
            failed.append(f"cold compilation takes {cold:.1f} CPU-s, the limit is {COLD_LIMIT:.0f}")
    slowest = shipped.report(quick)
    if slowest > BUILD_LIMIT:
        failed.append(f"building a Model takes {slowest:.1f} ms per draw, the limit is {BUILD_LIMIT:.0f}")
    if not quick:
        stages.report()
        dearest = world.report()
        if dearest > world.LIMIT:
            failed.append(f"relief and weather cost {dearest:.2f} times the flat world, the limit is {world.LIMIT}")
    peers.report(quick)
    steepest = scaling.report(quick)
    if steepest > scaling.LIMIT:
        failed.append(f"cost grows as the number of targets to the power {steepest:.3f}, the limit is {scaling.LIMIT}")
    workers.report(quick)
    for line in failed:
        print(f"FAILED: {line}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
