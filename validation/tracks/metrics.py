"""OSPA and GOSPA distances between sets of positions, and what they leave out: who is who.

OSPA: D. Schuhmacher, B.-T. Vo, B.-N. Vo, IEEE Trans. Signal Processing 56 (2008). GOSPA with alpha = 2: A. S.
Rahmathullah, A. F. Garcia-Fernandez, L. Svensson, FUSION 2017 (arXiv 1601.05585).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

Floats = NDArray[np.float64]


def pairs(x: Floats, y: Floats, c: float, p: float) -> tuple[Floats, NDArray[np.int64], NDArray[np.int64]]:
    """Distances, and the assignment that is best when a pair costs at most c^p."""
    gaps = np.linalg.norm(np.reshape(x, (-1, 1, x.shape[-1])) - np.reshape(y, (1, -1, y.shape[-1])), axis=2)
    rows, cols = linear_sum_assignment(np.minimum(gaps, c) ** p)
    return gaps, rows, cols


def ospa(x: Floats, y: Floats, c: float, p: float) -> float:
    """Optimal sub-pattern assignment distance, m; cut-off c (m), order p."""
    if max(len(x), len(y)) == 0:
        return 0.0
    gaps, rows, cols = pairs(x, y, c, p)
    total = np.sum(np.minimum(gaps[rows, cols], c) ** p) + c**p * abs(len(x) - len(y))
    return float((total / max(len(x), len(y))) ** (1.0 / p))


def gospa(x: Floats, y: Floats, c: float, p: float) -> float:
    """Generalised OSPA with alpha = 2, m: each missed and each false one costs c^p / 2."""
    gaps, rows, cols = pairs(x, y, c, p)
    near = gaps[rows, cols] < c
    alone = len(x) + len(y) - 2 * np.count_nonzero(near)
    return float((np.sum(gaps[rows, cols][near] ** p) + 0.5 * c**p * alone) ** (1.0 / p))


class Quality(NamedTuple):
    """Of a picture against the truth, over all scans from `first` on."""

    gospa: float  # m, root mean square over scans, per target
    rmse: float  # m, of the tracks that are nearer than c to the target assigned to them
    missed: float  # targets without a track, per scan
    false: float  # tracks without a target, per scan
    switches: int  # times that a target is followed by another track than before


def quality(picture: list[dict[int, Floats]], paths: Floats, c: float, first: int) -> Quality:
    """picture: per scan, number of a track -> position m; paths: truth m (scans, targets, 3)."""
    targets = paths.shape[1]
    squares, costs, missed, false, switches = [], [], 0, 0, 0
    before: dict[int, int] = {}
    for k in range(first, len(paths)):
        numbers = list(picture[k])
        found = np.array([picture[k][n] for n in numbers]).reshape(-1, 3)
        gaps, rows, cols = pairs(paths[k], found, c, 2.0)
        near = gaps[rows, cols] < c
        now = {int(i): numbers[j] for i, j in zip(rows[near], cols[near], strict=True)}
        switches += sum(before.get(i, n) != n for i, n in now.items())
        before |= now
        squares += list(gaps[rows, cols][near] ** 2)
        missed, false = missed + targets - len(now), false + len(numbers) - len(now)
        costs.append(gospa(paths[k], found, c, 2.0) ** 2 / targets)
    scans = len(paths) - first
    rmse = float(np.sqrt(np.mean(squares))) if squares else float("inf")
    return Quality(float(np.sqrt(np.mean(costs))), rmse, missed / scans, false / scans, switches)
