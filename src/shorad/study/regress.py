"""What would be expected if something were known: regression on unknowns, judged on draws that it has not seen.

Unknowns are coordinates of the unit cube: a range becomes its normal score, a hypothesis one column per branch. Three
designs of growing richness compete (straight lines; curves; curves and products of pairs), each as a ridge regression;
design and penalty are picked by leave-one-out error within the draws that a fit may see. Of many columns one more
design keeps the few that go with the payoffs most, judged by inner cross-validation, since picking them is part of the
fit. Where nothing helps, the mean wins, and what is predicted does not depend on the unknowns at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Ends = Sequence[tuple[float, ...]]
FOLDS = 10
PENALTIES = 10.0 ** np.arange(-3.0, 4.5, 0.5)  # ridge, in units of the number of draws
MOST = 400  # columns of products
FEW, INNER = 6, 5  # columns kept by screening, folds that judge it


def cross_fitted(sets: Sequence[Sequence[Array]], cells: Array) -> Array:
    """Predictions (n, options) of `cells`, each from fits without the fold that it predicts.

    `sets`: designs of what is known, and of parts of it.
    """
    out = np.zeros_like(cells)
    fold = np.arange(len(cells)) % FOLDS
    for f in range(FOLDS):
        rest = fold != f
        fits = [_fit(each[rest], each[~rest], cells[rest]) for some in sets for each in some]
        wide = [some[0] for some in sets if some[0].shape[1] > FEW]
        fits += [_screened(each[rest], each[~rest], cells[rest]) for each in wide]
        out[~rest] = _best(fits, cells[rest].mean(axis=0), int((~rest).sum()))
    return out


def designs(known: Array, ends: Ends = ()) -> list[Array]:
    """Columns for each degree of richness. `known` (n, p) lies in the unit cube; `ends` as in `worth.evppi`."""
    sides = ends or ((),) * known.shape[1]
    smooth = [i for i, each in enumerate(sides) if not each]
    branches = list(_branches(known, sides))
    z = normal_scores(known[:, smooth]) if smooth else np.zeros((len(known), 0))
    return rich(np.column_stack([z, *branches]), len(smooth))


def rich(columns: Array, smooth: int) -> list[Array]:
    """The designs of ready columns, of which the first `smooth` are normal scores."""
    z = columns[:, :smooth]
    curves = (
        np.column_stack([columns, z**2, z**3]) if smooth <= len(columns) // 40 else np.column_stack([columns, z**2])
    )
    found = [columns, curves] if smooth else [columns]
    p = columns.shape[1]
    if p > 1 and p * (p - 1) // 2 <= MOST:
        found.append(np.column_stack([curves, *(columns[:, i] * columns[:, j] for i in range(p) for j in range(i))]))
    return found


def normal_scores(u: Array) -> Array:
    """Coordinates of the unit cube as standard normal numbers (n, p)."""
    from scipy.special import ndtri  # heavy: only studies pay for it

    columns = np.atleast_2d(u.T).T
    return np.asarray(ndtri(np.clip(columns, 1e-9, 1.0 - 1e-9)), dtype=np.float64)


def branch_of(u: Array, ends: tuple[float, ...]) -> NDArray[np.int64]:
    """Which branch of a hypothesis each coordinate takes."""
    return np.searchsorted(np.array(ends[:-1]), u, side="right").astype(np.int64)


def indicators(branch: NDArray[np.int64], ends: tuple[float, ...]) -> Array:
    """One column per branch but the first."""
    return np.asarray(branch[:, None] == np.arange(1, len(ends)), dtype=np.float64)


def _branches(known: Array, sides: Ends) -> Iterator[Array]:
    for i, each in enumerate(sides):
        if each:
            yield indicators(branch_of(known[:, i], each), each)


def _fit(x: Array, new: Array, y: Array) -> tuple[Array, Array]:
    """Leave-one-out error (options,) under the best penalty of each option, and predictions (m, options) at `new`."""
    centre, scale = x.mean(axis=0), x.std(axis=0)
    keep = scale > 1e-12  # a branch that no draw of the rest took
    if not keep.any():
        return np.full(y.shape[1], np.inf), np.zeros((len(new), y.shape[1]))
    u, s, vt = np.linalg.svd((x[:, keep] - centre[keep]) / scale[keep], full_matrices=False)
    target = y - y.mean(axis=0)
    inner = u.T @ target
    least, chosen = np.full(y.shape[1], np.inf), np.zeros(y.shape[1])
    for penalty in PENALTIES * len(x):
        part = s**2 / (s**2 + penalty)
        leverage = (u**2) @ part + 1.0 / len(x)
        error = (((target - u @ (part[:, None] * inner)) / (1.0 - leverage)[:, None]) ** 2).mean(axis=0)
        better = error < least
        least, chosen = np.where(better, error, least), np.where(better, penalty, chosen)
    weight = (s[:, None] / (s[:, None] ** 2 + chosen)) * inner
    return least, y.mean(axis=0) + ((new[:, keep] - centre[keep]) / scale[keep]) @ (vt.T @ weight)


def _screened(x: Array, new: Array, y: Array) -> tuple[Array, Array]:
    """As `_fit`, from the `FEW` columns that go with y most, their squares and products; its error by `INNER` folds."""
    error, fold = np.zeros(y.shape[1]), np.arange(len(x)) // FOLDS % INNER
    for f in range(INNER):
        rest = fold != f
        error += ((y[~rest] - _few(x[rest], x[~rest], y[rest])) ** 2).sum(axis=0)
    return error / len(x), _few(x, new, y)


def _few(x: Array, new: Array, y: Array) -> Array:
    a, b = x - x.mean(axis=0), y - y.mean(axis=0)
    scale = np.outer((a**2).sum(axis=0), (b**2).sum(axis=0))
    share = np.divide((a.T @ b) ** 2, scale, out=np.zeros_like(scale), where=scale > 0.0)
    columns = np.sort(share.max(axis=1).argsort()[::-1][:FEW])
    pairs = [(i, j) for i in range(len(columns)) for j in range(i + 1)]

    def rich_of(z: Array) -> Array:
        return np.column_stack([z, *(z[:, i] * z[:, j] for i, j in pairs)])

    return _fit(rich_of(x[:, columns]), rich_of(new[:, columns]), y)[1]


def _best(fits: Sequence[tuple[Array, Array]], mean: Array, count: int) -> Array:
    """Of each option the prediction of the design with the least error."""
    errors = np.array([error for error, _ in fits])
    pick = errors.argmin(axis=0)
    out = np.array([fits[pick[j]][1][:, j] for j in range(len(mean))]).T
    out[:, ~np.isfinite(errors.min(axis=0))] = mean[~np.isfinite(errors.min(axis=0))]
    return out.reshape(count, len(mean))
