"""A million real replicates of `first_look`: size on disk, memory, and how long a query over all of them takes.

    python benchmarks/million.py [DIR]           runs them (half an hour of one core), or continues what was begun there
    python benchmarks/million.py --runs 20000    fewer of them; sizes are scaled, and queries read each run so often
                                                 that they are a million

Not part of `make bench`. Aims: under 200 MB of results, a query in under a second.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from pathlib import Path

import duckdb

import shorad

DRAWS, REPLICATES = 1000, 1000
FIXED = ("draws", "provenance")  # as large for any number of replicates
SIZE, QUERY = 200e6, 1.0  # bytes; s
QUERIES = {
    "leakers and missiles": "SELECT avg(leakers), avg(missiles) FROM '{0}/runs.parquet'",
    "the ten worst draws": "SELECT k, avg(leakers) FROM '{0}/runs.parquet' GROUP BY k ORDER BY 2 DESC LIMIT 10",
    "fate of each drone": "SELECT name, reason, count(*) FROM '{0}/objects.parquet' GROUP BY ALL",
}


def run(folder: Path, replicates: int) -> int:
    """All of them into the folder; how many there are."""
    began = time.process_time()
    found = shorad.run(
        shorad.load("first_look"), draws=DRAWS, replicates=replicates, threads=1, but_for=False, parts=False,
        out=folder, resume=folder.exists(),
    )  # fmt: skip
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    print(f"{len(found):,} runs, {time.process_time() - began:.0f} CPU s here, {peak:.0f} MB of memory at most")
    return len(found)


def asked(folder: Path, text: str) -> float:
    """Seconds that a query takes; CPU seconds where those are fewer: the work of others here is not counted."""
    wall, cpu = time.perf_counter(), time.process_time()
    with duckdb.connect() as db:
        db.execute(text.format(str(folder).replace("'", "''"))).fetchall()
    return min(time.perf_counter() - wall, time.process_time() - cpu)


def size_of(folder: Path, scale: float) -> float:
    """Bytes of all tables; those with a row for each run scaled."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return sum(path.stat().st_size * (1.0 if path.stem in FIXED else scale) for path in files)


def grown(folder: Path, into: Path, times: int) -> Path:
    """The tables that queries read, each row so many times."""
    into.mkdir()
    with duckdb.connect() as db:
        for name in ("runs", "objects"):
            db.execute(f"COPY (SELECT t.* FROM '{folder}/{name}.parquet' t, range({times})) TO '{into}/{name}.parquet'")
    return into


def report(folder: Path, runs: int, spare: Path) -> bool:
    """Print size and times against the aims; whether one is missed."""
    count = run(folder, runs // DRAWS)
    scale, note = 1e6 / count, "" if count == 1_000_000 else " for a million"
    size = size_of(folder, scale)
    missed = size > SIZE
    print(f"{size / 1e6:.0f} MB of results{note}, at most {SIZE / 1e6:.0f}: {'PASS' if size <= SIZE else 'MISS'}")
    whole = grown(folder, spare / "grown", round(scale)) if scale > 1.0 else folder
    asked(whole, QUERIES["leakers and missiles"])  # the first opens the library
    for name, text in QUERIES.items():
        took = asked(whole, text)
        missed |= took > QUERY
        print(f"{name}: {took:.2f} s{note}, at most {QUERY:.0f}: {'PASS' if took <= QUERY else 'MISS'}")
    return missed


def main() -> None:
    """Exit code 1 where an aim is missed."""
    parser = argparse.ArgumentParser(description="A million runs of first_look: size, memory, queries.")
    parser.add_argument("folder", nargs="?", type=Path, help="default: one that is removed at the end")
    parser.add_argument("--runs", type=int, default=DRAWS * REPLICATES)
    given = parser.parse_args()
    if given.runs < DRAWS:
        parser.error(f"at least one run in each of {DRAWS} draws")
    with tempfile.TemporaryDirectory() as spare:
        missed = report(given.folder or Path(spare) / "million", given.runs, Path(spare))
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
