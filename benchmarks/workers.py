"""Two threads against one: the shortest of several interleaved runs each, and what a busy machine does to that."""

from __future__ import annotations

import os
import time
from statistics import median
from time import perf_counter, process_time
from typing import NamedTuple

from shorad import load, run

PAIRS, DRAWS, REPLICATES = 7, 10, 200
AIM = 1.8  # times the throughput of one
IDLE = 0.9  # of the processors asked for: with less of them somebody else was at work, and the ratio is not ours


class Spent(NamedTuple):
    """A run."""

    wall: float  # s
    cpu: float  # s, of all threads
    main: float  # s, of the thread that hands out the work: nobody else can do this meanwhile

    @property
    def got(self) -> float:
        """Processors that it had, on average."""
        return self.cpu / self.wall


def spent(threads: int, replicates: int) -> Spent:
    """What a run takes."""
    began = perf_counter(), process_time(), time.thread_time()
    run(load("first_look"), draws=DRAWS, replicates=replicates, threads=threads, but_for=False)
    return Spent(perf_counter() - began[0], process_time() - began[1], time.thread_time() - began[2])


def report(quick: bool) -> None:
    """Print the ratio of the shortest runs, that of each pair, and what the clock of the processors says."""
    replicates = REPLICATES // 4 if quick else REPLICATES
    spent(1, 2)
    found: dict[int, list[Spent]] = {1: [], 2: []}
    for i in range(PAIRS):
        for threads in (1, 2) if i % 2 else (2, 1):  # whoever comes first changes
            found[threads].append(spent(threads, replicates))
    one, two = (min(found[threads]) for threads in (1, 2))
    pairs = sorted(a.wall / b.wall for a, b in zip(found[1], found[2], strict=True))
    ratio = one.wall / two.wall
    verdict = "PASS" if ratio >= AIM else "MISS"
    if two.got < 2.0 * IDLE and ratio < AIM:
        verdict = f"no verdict: two threads had {two.got:.1f} of {os.cpu_count()} processors; again on an idle machine"
    print(f"\nTwo threads against one, first_look, {DRAWS} x {replicates} runs; aim {AIM}")
    print(f"shortest of {PAIRS}: {one.wall:.2f} s and {two.wall:.2f} s, ratio {ratio:.2f}   {verdict}")
    print(f"pairs: median {median(pairs):.2f} of {', '.join(f'{each:.2f}' for each in pairs)}")
    cpu = min(each.cpu for each in found[2]) / min(each.cpu for each in found[1])
    alone = min(each.main for each in found[2]) / min(each.cpu for each in found[2])
    print(f"CPU of two against one {cpu:.2f}; the thread that hands out the work takes {alone:.1%} of it, "
          f"which allows {1 / (cpu * (alone + (1 - alone) / 2)):.2f}", flush=True)  # fmt: skip
