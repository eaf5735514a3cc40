"""Which values there are, and quantiles: what `np.unique` and `np.quantile` give, bit for bit (a test compares).

Those load numpy's masked arrays, and take longer over a few numbers than over a million: together 0.05 s of each run.
"""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def distinct(values: ArrayLike) -> NDArray[Any]:
    """The different values among these, ascending, as a one-dimensional array; no NaN among them."""
    ordered = np.sort(np.asarray(values), axis=None)
    first = np.ones(len(ordered), dtype=bool)
    first[1:] = ordered[1:] != ordered[:-1]
    return np.asarray(ordered[first])


def ranked(values: ArrayLike) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """The different values, and for each value (flattened) which of them it is."""
    known = distinct(values)
    return known, np.asarray(np.searchsorted(known, np.ravel(np.asarray(values))), dtype=np.int64)


def quantile(values: Floats, share: float) -> float:
    """Linear between order statistics (Hyndman and Fan 1996, type 7). `values` (n,), n > 0, no NaN."""
    return float(quantiles(values, np.zeros(len(values), np.int64), share)[0])


def quantiles(values: Floats, index: NDArray[np.int64], share: float) -> Floats:
    """`quantile` of each group: (groups,). `index` (n,): the group of each value, 0 to groups - 1, each there."""
    ordered = values[np.lexsort((values, index))]
    counts = np.bincount(index)
    last = np.cumsum(counts) - 1
    at = (counts - 1) * share
    whole = np.floor(at)
    t, below = at - whole, last - (counts - 1) + whole.astype(np.int64)
    a, b = ordered[below], ordered[np.minimum(below + 1, last)]
    return np.asarray(np.where(t >= 0.5, b - (b - a) * (1.0 - t), a + (b - a) * t))
