"""First-order indices from runs that were made anyway: how much of the answer's variance one unknown explains.

Draws are sorted into classes of each unknown (branches of a hypothesis, quantiles of a range) and the variance between
classes is compared with that between draws (Plischke et al., European J. of Operational Research 226 (2013) 536). Both
are freed of what chance alone would put there: epsilon-squared instead of eta-squared for the classes, the noise of a
mean over R replicates taken off the variance.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shorad.errors import ScenarioError
from shorad.study.subject import Cells, Cube, Subject

Array = NDArray[np.float64]
LEAST = 20  # draws
CLASSES = 32
PERMUTATIONS = 200


@dataclass(frozen=True)
class Given:
    """`share` of the variance between draws, negative by chance where there is none; `limit`: what chance reaches.

    `limit` is the 95th percentile of the share with the unknown shuffled against the answers.
    """

    name: str
    share: float
    limit: float
    luckiest: float = 0.0  # 95th percentile of the largest share of all unknowns, all of them shuffled

    @property
    def stands_out(self) -> bool:
        return self.share > self.limit

    @property
    def surely(self) -> bool:
        """More than the luckiest of so many unknowns that do nothing."""
        return self.stands_out and self.share > self.luckiest


def given_data(names: tuple[str, ...], points: Cube, cells: Cells, subject: Subject | None = None) -> tuple[Given, ...]:
    """Indices of all unknowns, largest first, from (n, d) points and their (n, R) answers.

    `subject` tells which coordinates are hypotheses. ScenarioError with fewer than `LEAST` draws.
    """
    n = len(points)
    if n < LEAST:
        raise ScenarioError(f"{n} draws are too few for given-data indices", f"ask for {LEAST} or more, better 100")
    means = cells.mean(axis=1)
    noise = float(cells.var(axis=1, ddof=1).mean()) / cells.shape[1] if cells.shape[1] > 1 else 0.0
    real = max(0.0, float(means.var(ddof=1)) - noise)
    rng = np.random.default_rng(0)
    rows = np.stack([means, *(rng.permutation(means) for _ in range(PERMUTATIONS))])
    scale = 1.0 / real if real > 0.0 else 0.0
    shares, shuffled = np.zeros(len(names)), np.zeros((len(names), PERMUTATIONS))
    for i in range(len(names)):
        found = _between(_classes(points[:, i], subject.sides(i) if subject else ()), rows) * scale
        shares[i], shuffled[i] = found[0], found[1:]
    limits = np.quantile(shuffled, 0.95, axis=1) if len(names) else shares
    luckiest = float(np.quantile(shuffled.max(axis=0), 0.95)) if len(names) else 0.0
    every = (Given(name, float(shares[i]), float(limits[i]), luckiest) for i, name in enumerate(names))
    return tuple(sorted(every, key=lambda each: -each.share))


def _classes(u: Array, ends: tuple[float, ...]) -> NDArray[np.int64]:
    if ends:
        return np.searchsorted(np.array(ends[:-1]), u, side="right").astype(np.int64)
    count = max(2, min(CLASSES, round(len(u) ** (1.0 / 3.0))))  # few classes: less luck between them
    rank = u.argsort().argsort()
    return np.asarray(rank * count // len(u), dtype=np.int64)


def _between(classes: NDArray[np.int64], rows: Array) -> Array:
    """Variance between classes of each row of (rows, n), without what luck puts there (epsilon-squared times it)."""
    kinds, index = np.unique(classes, return_inverse=True)
    n, m = rows.shape[1], len(kinds)
    if m < 2 or n <= m:
        return np.zeros(len(rows))
    counts = np.bincount(index)
    member = np.zeros((n, m))
    member[np.arange(n), index] = 1.0
    apart = rows - rows.mean(axis=1, keepdims=True)
    whole = (apart**2).sum(axis=1)
    between = ((apart @ member) ** 2 / counts).sum(axis=1)
    return np.asarray(whole / (n - 1.0) - (whole - between) / (n - m))
