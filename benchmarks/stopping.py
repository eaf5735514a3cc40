"""Coverage of `--until`, exact, for chances from 0.02 to 0.98: `python benchmarks/stopping.py`.

Yes-or-no draws: the rule knows only how many there were of how many, so their distribution is carried from look to
look. No simulation: the figures are exact to rounding.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from shorad.study.stopping import look, numbers

SHARES = np.arange(0.02, 0.985, 0.02)
HALVES = (0.02, 0.05, 0.1)
MOST = 4000
SHOWN = (0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.98)
AIM = 0.94  # of nominal 0.95


def coverage(stops: Mapping[int, NDArray[np.bool_]], looks: Sequence[int], half: float) -> list[float]:
    """Chance, for each of `SHARES`, that it lies within `half` of the mean at which the rule stops.

    `stops[n][x]` says whether it stops at x of n, `looks` are the n at which it looks.
    """
    found = []
    for p in SHARES:
        chance, before, covered = np.ones(1), 0, 0.0
        for n in looks:
            for _ in range(n - before):
                chance = np.convolve(chance, (1.0 - p, p))
            before, x = n, np.arange(n + 1)
            ends = stops[n]
            covered += float(chance[ends & (np.abs(x / n - p) <= half)].sum())
            chance = np.where(ends, 0.0, chance)
            if chance.sum() < 1e-12:
                break
        found.append(covered)
    return found


def halves(n: int) -> NDArray[np.float64]:
    """Half-width that the rule sees at x = 0 .. n of n."""
    return np.array([look(np.repeat((1.0, 0.0), (x, n - x)), 0.0, 1.0).half for x in range(n + 1)])


def of_the_rule(half: float) -> list[float]:
    """Coverage at each of `SHARES` of the rule as it ships."""
    looks = list(numbers(1, MOST))
    return coverage({n: halves(n) <= half for n in looks}, looks, half)


def main() -> None:
    """Print the coverage for three widths, and the least over all shares."""
    print("Coverage of the estimate ± the width asked for, nominal 95 %, by the true chance")
    print("width     " + "".join(f"{share:>8.2f}" for share in SHOWN) + f"{'least':>8} (of {len(SHARES)} chances)")
    at = [int(np.argmin(np.abs(SHARES - share))) for share in SHOWN]
    for half in HALVES:
        found = of_the_rule(half)
        verdict = "PASS" if min(found) >= AIM else "MISS"
        cells = "".join(f"{100.0 * found[i]:>6.1f} %" for i in at)
        print(f"± {half:<8g}{cells}{100.0 * min(found):>6.1f} % {verdict}, aim {100.0 * AIM:.0f} %")


if __name__ == "__main__":
    main()
