"""How often the interval of a share of unknowns holds the truth that is known: `python benchmarks/covering.py`.

Chances are drawn from a beta distribution, and each is seen through replicates that come out yes or no.
"""

from __future__ import annotations

import numpy as np

from shorad.results.uncertainty import Nested, share

STUDIES, REPLICATES = 1000, 12
# draws, and the beta distribution of their chances
CASES = {
    "chances near a third": (40, 20.0, 40.0),
    "chances far apart": (40, 2.0, 3.0),
    "chances about a tenth": (60, 1.0, 9.0),
    "hardly any event": (60, 0.1, 2.0),
}


def holds(draws: int, a: float, b: float, studies: int = STUDIES) -> float:
    """Share of the studies whose interval holds the truth."""
    mean, rng, hits = a / (a + b), np.random.default_rng(4), 0
    truth = a * b / ((a + b) ** 2 * (a + b + 1)) / (mean * (1.0 - mean))
    for _ in range(studies):
        won = (rng.random((draws, REPLICATES)) < rng.beta(a, b, draws)[:, None]).astype(float)
        cells = Nested(won.mean(axis=1), won.var(axis=1, ddof=1), np.full(draws, float(REPLICATES)), np.arange(draws))
        low, high = share(cells)[1]
        hits += low <= truth <= high
    return hits / studies


def main() -> None:
    """Print how often, of so many studies each."""
    print(f"How often the 95 % interval of the share of unknowns holds the truth, of {STUDIES:,} studies each")
    for name, (draws, a, b) in CASES.items():
        print(f"{name}, {draws} draws x {REPLICATES} replicates".ljust(52) + f"{100.0 * holds(draws, a, b):.1f} %")


if __name__ == "__main__":
    main()
