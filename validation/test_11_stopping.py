"""11. Chance and intervals: running until an interval is narrow enough."""

from math import ceil

import numpy as np
from benchmarks.stopping import SHARES, coverage, of_the_rule
from proof import VERIFIED, case

from shorad.results.intervals import t_quantile
from shorad.study.stopping import until


@case(
    "11 stopping", "Coverage of the rule, yes-or-no draws", model="study.stopping.until", label=VERIFIED, mark="C",
    source="exact: the distribution of the count carried from look to look; criterion: 0.94 for nominal 0.95",
)  # fmt: skip
def test_coverage(sheet):
    for half in (0.02, 0.05, 0.1):
        found = of_the_rule(half)
        where = f"at {SHARES[int(np.argmin(found))]:.2f}"
        sheet.within(f"± {half:g}: least over shares of 0.02 to 0.98", 0.94, 1.0, min(found), note=where)
        sheet.within(f"± {half:g}: mean over shares", 0.94, 1.0, float(np.mean(found)))


@case(
    "11 stopping", "What looking without a correction does", model="study.stopping.until", label=VERIFIED, mark="C",
    source="exact, for the rule that looks after every draw and takes the t interval as it is",
)  # fmt: skip
def test_naive(sheet):
    looks, half = list(range(2, 700)), 0.05

    def plain(n):
        x = np.arange(n + 1)
        return t_quantile(n - 1) * np.sqrt(x * (n - x) / n / (n - 1) / n)

    found = coverage({n: plain(n) <= half for n in looks}, looks, half)
    at = int(np.argmin(np.abs(SHARES - 0.3)))
    sheet.within("± 0.05 at 0.3: falls below", 0.0, 0.94, found[at])


@case(
    "11 stopping", "Coverage of the rule, draws of twelve replicates", model="study.stopping.until", label=VERIFIED,
    source="simulation: shares of draws spread as Beta, correlation 0.2 within a draw, 2000 runs each, seed 11",
)  # fmt: skip
def test_clustered(sheet):
    rng, inside, runs, half = np.random.default_rng(11), 12, 2000, 0.05
    for p in (0.02, 0.1, 0.3, 0.5, 0.9):
        covered, draws = 0, 0.0
        for _ in range(runs):
            y = rng.binomial(inside, rng.beta(4.0 * p, 4.0 * (1.0 - p), 600)) / inside
            seen, reached = until(half, lambda n, y=y: (y[:n], 0.0, 1.0), 1, 600)
            covered += abs(seen.mean - p) <= half and reached
            draws += seen.draws / runs
        needed = ceil((1.96 / half) ** 2 * p * (1 - p) * (0.2 + 0.8 / inside))
        note = f"{draws:.0f} draws; {needed} would do if the spread were known"
        sheet.within(f"± 0.05 at {p:g}", 0.94, 1.0, covered / runs, note=note)
