"""What a person waits for: compilation in a fresh process with an empty cache, then with a filled one; memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from benchmarks.measure import nominal, scenario, timed

ONE = """
import json, resource, shorad
from benchmarks.memory import most
shorad.run(shorad.load("first_look"), draws=1, replicates=1, threads=1, but_for=False, parts=False)
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps([used.ru_utime + used.ru_stime, most()]))
"""
SECOND = "import shorad; shorad.run(shorad.load('first_look'))"
MANY = 100_000


class Start(NamedTuple):
    """A fresh process that runs one replicate of first_look."""

    wall: float  # s
    cpu: float  # s
    memory: float  # MB


def start(script: str, cache: Path) -> tuple[float, str]:
    """Wall seconds and output of a fresh process with this cache directory."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NUMBA_")}
    began = perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", script], env=kept | {"NUMBA_CACHE_DIR": str(cache)}, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    return perf_counter() - began, done.stdout


def one(cache: Path) -> Start:
    wall, out = start(ONE, cache)
    cpu, memory = json.loads(out)
    return Start(wall, cpu, memory)


def report() -> float:
    """Print the table; CPU seconds of cold compilation."""
    print("\nStart: a fresh process that loads first_look and runs one replicate", flush=True)
    with tempfile.TemporaryDirectory(prefix="shorad-bench-") as folder:
        cache = Path(folder)
        cold, warm = one(cache), min(one(cache) for _ in range(3))
        whole, _ = start(SECOND, cache)
        size = sum(file.stat().st_size for file in cache.rglob("*") if file.is_file()) / 2**20
    for name, each in (("empty cache", cold), ("filled cache", warm)):
        print(f"{name:20} {each.wall:6.1f} s wall {each.cpu:6.1f} CPU-s {each.memory:6.0f} MB at most")
    print(f"{'compilation':20} {cold.cpu - warm.cpu:29.1f} CPU-s (the difference); {size:.1f} MB kept on disk")
    print(f"{'first_look, whole':20} {whole:6.1f} s wall with a filled cache, as its run: says, with but-for")
    rows = sum(table.nbytes for table in timed(nominal(scenario("first_look")), 100).outcomes) / 100
    print(f"{'memory of results':20} {rows:6.0f} bytes per replicate of first_look: {MANY:,} of them, "
          f"{warm.memory + rows * MANY / 2**20:.0f} MB with the program")  # fmt: skip
    return cold.cpu - warm.cpu
