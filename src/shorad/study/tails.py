"""How much knowledge might be worth beyond what the draws show: the upper end of the intervals of `worth`.

A rule fitted on a few hundred draws misses part of a small value, and where knowing pays only once in a hundred draws
the sample may hold no such draw at all: resampling what was seen then says nothing of what was not. So the upper end
comes from a model as well: what would be expected if something were known is taken as normal, with the covariance that
a least-squares fit explains, its overfit taken off. Draws are resampled (multinomial weights) and the value computed
in closed form but for one fixed set of quasi-normal points. The value itself never comes from here.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
RESAMPLES = 200
POINTS = 256
LEVEL = 0.975
LEVEL_ALL = 0.99  # the value of everything leans on a difference of variances: at 0.975 it missed 9 % at the small end
SHARE = 4  # at most one column in so many draws: with more a fit explains everything


def reach(cells: Array, noise: Array | None, columns: Array | None = None) -> float:
    """Upper end of the value of knowing `columns` (n, p), or everything when None; inf when they are too many.

    `cells` (n, options): mean payoffs of each draw. `noise` (n, options - 1, options - 1): see `worth`; only used
    for everything.
    """
    n = len(cells)
    y = cells[:, 1:] - cells[:, :1]
    weights = np.random.default_rng(0).multinomial(n, np.full(n, 1.0 / n), RESAMPLES) / n
    means = weights @ y
    if columns is None:
        known = _covariance(weights, y, means)
        if noise is not None:
            known = known - np.einsum("bn,nij->bij", weights, noise)
    else:
        x = columns[:, columns.std(axis=0) > 1e-12]
        if not x.shape[1]:
            return 0.0
        if x.shape[1] * SHARE > n:
            return np.inf
        known = _explained(weights, x, y, means)
    return float(np.quantile(_values(means, known), LEVEL_ALL if columns is None else LEVEL))


def _covariance(weights: Array, y: Array, means: Array) -> Array:
    second = np.einsum("bn,ni,nj->bij", weights, y, y, optimize=True)
    return np.asarray(second - means[:, :, None] * means[:, None, :])


def _explained(weights: Array, x: Array, y: Array, means: Array) -> Array:
    """(b, k, k) covariance of the fitted values, less what a fit of that many columns explains of nothing.

    It is taken off twice: once for the overfit to the draws, once for that to the resample.
    """
    n, p = x.shape
    z = (x - x.mean(axis=0)) / x.std(axis=0)
    at = weights @ z
    inner = np.einsum("bn,ni,nj->bij", weights, z, z, optimize=True) - at[:, :, None] * at[:, None, :]
    cross = np.einsum("bn,ni,nj->bij", weights, z, y, optimize=True) - at[:, :, None] * means[:, None, :]
    slopes = np.linalg.solve(inner + 1e-9 * np.eye(p), cross)
    fitted = np.einsum("bpi,bpj->bij", slopes, cross)
    rest = _covariance(weights, y, means) - fitted
    return np.asarray(fitted - 2.0 * p / max(1, n - p - 1) * rest)


def _values(means: Array, known: Array) -> Array:
    """(b,) expected maximum over options (the first pays 0) less the maximum of expectations, of normal payoffs."""
    values, vectors = np.linalg.eigh(0.5 * (known + np.swapaxes(known, 1, 2)))
    root = vectors * np.sqrt(np.maximum(values, 0.0))[:, None, :]
    z = _normal(means.shape[1])
    paid = means[:, None, :] + np.einsum("qk,bik->bqi", z, root)
    return np.asarray(np.maximum(paid.max(axis=2), 0.0).mean(axis=1) - np.maximum(means.max(axis=1), 0.0))


@lru_cache(maxsize=8)
def _normal(size: int) -> Array:
    """Quasi-normal points, their mean 0 and their spread 1."""
    from scipy.special import ndtri
    from scipy.stats import qmc

    u = qmc.Sobol(size, seed=1).random(POINTS)
    z = ndtri(np.clip(u, 1e-9, 1.0 - 1e-9))
    z = np.concatenate([z, -z])
    return np.asarray(z / z.std(axis=0))
