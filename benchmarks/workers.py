"""Two workers against one: throughput by wall clock, in interleaved pairs, so that a busy machine slows both alike."""

from __future__ import annotations

import os
from statistics import median
from time import perf_counter

from shorad import load, run

PAIRS, DRAWS, REPLICATES = 5, 10, 200
AIM = 1.8  # times the throughput of one


def seconds(threads: int, replicates: int) -> float:
    """Wall seconds of a run."""
    began = perf_counter()
    run(load("first_look"), draws=DRAWS, replicates=replicates, threads=threads, but_for=False)
    return perf_counter() - began


def report(quick: bool) -> None:
    """Print the ratio of each pair and their median."""
    replicates = REPLICATES // 4 if quick else REPLICATES
    seconds(1, 2)
    ratios = []
    for i in range(PAIRS):
        order = (1, 2) if i % 2 else (2, 1)  # whoever comes first changes
        found = {threads: seconds(threads, replicates) for threads in order}
        ratios.append(found[1] / found[2])
    told = ", ".join(f"{each:.2f}" for each in sorted(ratios))
    verdict = "PASS" if median(ratios) >= AIM else "MISS"
    busy = os.getloadavg()[0] / (os.cpu_count() or 1)
    print(f"\nTwo threads against one, first_look, {DRAWS} x {replicates} runs, wall clock; aim {AIM}")
    print(f"median {median(ratios):.2f} of {told}   {verdict}", end="")
    print(f"   (machine busy: {busy:.1f} waiting per core, so no verdict)" if busy > 1.5 else "", flush=True)
