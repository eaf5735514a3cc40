"""Where the members of a formation fly beside and behind the first: offsets of a common route."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from shorad.compile.track import SHORT, Floats

SHARPEST = 0.5  # of 1 + cosine of a corner: beyond 120 degrees the offset is not carried round it at full width


def places(shape: str, index: NDArray[np.int64], members: int) -> Floats:
    """Spacings (n, 2) to the left of and behind the first, for the index-th of so many members."""
    i = index.astype(float)
    if shape == "line":
        return np.column_stack([i - 0.5 * (members - 1), np.zeros(len(i))])
    if shape == "column":
        return np.column_stack([np.zeros(len(i)), i])
    if shape == "echelon":
        return np.column_stack([-i, i])
    rank = np.ceil(i / 2.0)  # wedge: the first ahead, then one to the left and one to the right of it, and so on
    return np.column_stack([np.where(index % 2 == 1, rank, -rank), rank])


def beside(route: Floats, goal: Floats, left: Floats, behind: Floats) -> Floats:
    """Routes (n, w, 3) `left` m beside a route (n, w, 3) that goes on to `goal` (n, 2), begun `behind` m farther back.

    Each leg is moved parallel to itself; the last one, to the goal, is not, since all have the same goal.
    """
    ground = np.concatenate([route[:, :, :2], goal[:, None]], axis=1)
    step = np.diff(ground, axis=1)
    unit = step / np.maximum(np.linalg.norm(step, axis=2, keepdims=True), SHORT)
    normal = np.stack([-unit[..., 1], unit[..., 0]], axis=2)
    before = np.concatenate([normal[:, :1], normal[:, :-1]], axis=1)
    share = np.maximum(1.0 + np.sum(before * normal, axis=2, keepdims=True), SHARPEST)
    out = route.copy()
    out[:, :, :2] += left[:, None, None] * (before + normal) / share
    out[:, 0, :2] -= behind[:, None] * unit[:, 0]
    return out
