"""A million real replicates of `first_look`: size on disk, memory, and how long a query over all of them takes.

    python -m benchmarks.million DIR        runs them (half an hour of one core), or continues what was begun there

Not part of `make bench`. Aims: under 200 MB of results, a query in under a second.
"""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

import duckdb

import shorad

DRAWS, REPLICATES = 1000, 1000
SIZE, QUERY = 200e6, 1.0  # bytes; s
QUERIES = {
    "leakers and missiles": "SELECT avg(leakers), avg(missiles) FROM '{0}/runs.parquet'",
    "the ten worst draws": "SELECT k, avg(leakers) FROM '{0}/runs.parquet' GROUP BY k ORDER BY 2 DESC LIMIT 10",
    "fate of each drone": "SELECT name, reason, count(*) FROM '{0}/objects.parquet' GROUP BY ALL",
}


def main() -> None:
    """Print what was measured; exit code 1 where an aim is missed."""
    folder = Path(sys.argv[1])
    began, missed = time.process_time(), False
    found = shorad.run(
        shorad.load("first_look"), draws=DRAWS, replicates=REPLICATES, threads=1, but_for=False, parts=False,
        out=folder, resume=folder.exists(),
    )  # fmt: skip
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    print(f"{len(found):,} replicates, {time.process_time() - began:.0f} CPU s here, {peak:.0f} MB of memory at most")
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    missed |= size > SIZE
    print(f"{size / 1e6:.1f} MB of results, at most {SIZE / 1e6:.0f}: {'PASS' if size <= SIZE else 'MISS'}")
    for name, text in QUERIES.items():
        began = time.perf_counter()
        with duckdb.connect() as db:
            db.execute(text.format(str(folder).replace("'", "''"))).fetchall()
        took = time.perf_counter() - began
        missed |= took > QUERY
        print(f"{name}: {took:.2f} s, at most {QUERY:.0f}: {'PASS' if took <= QUERY else 'MISS'}")
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
