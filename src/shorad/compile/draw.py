"""One epistemic draw: a branch of every hypothesis, then a number for every parameter that is not known exactly.

Each random number has the address (seed, k, path), so a new parameter never changes the draws of the others. The
generator is Philox 4x32-10 (Salmon et al., SC 2011) over whole arrays: 200 parameters cost well under a
millisecond without importing numba.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from hashlib import blake2s
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from shorad.errors import ScenarioError, suggest
from shorad.spec.quantity import Quantity

if TYPE_CHECKING:
    from shorad.compile.values import Hypothesis, Resolved

Value = float | str
Words = NDArray[np.uint64]

MULTIPLIERS = (np.uint64(0xD2511F53), np.uint64(0xCD9E8D57))
WEYL = (0x9E3779B9, 0xBB67AE85)
LOW32 = np.uint64(0xFFFFFFFF)
SHIFT32 = np.uint64(32)
ROUNDS = 10
IGNORANCE = 0x69676E6F  # last counter word, no purpose of the engine: these are not the draws of a replicate


def philox(counter: Sequence[Words], key: tuple[int, int]) -> tuple[Words, Words, Words, Words]:
    """Philox 4x32-10 of each counter (four arrays of 32-bit words held as uint64) under one key."""
    c0, c1, c2, c3 = counter
    k0, k1 = key
    for _ in range(ROUNDS):
        p0, p1 = MULTIPLIERS[0] * c0, MULTIPLIERS[1] * c2
        c0, c1, c2, c3 = (
            (p1 >> SHIFT32) ^ c1 ^ np.uint64(k0),
            p1 & LOW32,
            (p0 >> SHIFT32) ^ c3 ^ np.uint64(k1),
            p0 & LOW32,
        )
        k0, k1 = (k0 + WEYL[0]) & 0xFFFFFFFF, (k1 + WEYL[1]) & 0xFFFFFFFF
    return c0, c1, c2, c3


def address(path: str) -> tuple[int, int, int]:
    """The first 96 bits of blake2s(path) as three words."""
    digest = blake2s(path.encode()).digest()
    return tuple(int.from_bytes(digest[i : i + 4], "big") for i in (0, 4, 8))  # type: ignore[return-value]


def uniforms(words: NDArray[np.uint64], seed: int, k: int) -> list[float]:
    """A uniform number strictly between 0 and 1 for each row of `words` (n, 3), at (seed, k)."""
    last = np.full(len(words), IGNORANCE, dtype=np.uint64)
    key = ((seed ^ (seed >> 32)) & 0xFFFFFFFF, k & 0xFFFFFFFF)
    a, b, _, _ = philox((words[:, 0], words[:, 1], words[:, 2], last), key)
    mantissa = ((a >> np.uint64(5)) << np.uint64(26)) | (b >> np.uint64(6))
    return [float(u) for u in ((mantissa.astype(np.float64) + 0.5) / 2.0**53)]


def quantile(q: Quantity, u: float, integer: bool = False) -> float:
    """The value of an uncertain quantity at probability u of its distribution. Whole numbers are drawn as such."""
    if integer:
        half = 0.0 if q.distribution.startswith("log") else 0.5
        x = spread(q.distribution, q.low - half, q.number, q.high + half, u)
        return min(max(math.floor(x + 0.5), q.low), q.high)
    return spread(q.distribution, q.low, q.number, q.high, u)


def spread(distribution: str, low: float, mode: float, high: float, u: float) -> float:
    """Inverse distribution function: triangular and uniform, and both again in the logarithm."""
    if low == high or distribution == "fixed":
        return mode
    if distribution.startswith("log_"):
        x = spread(distribution[4:], math.log(low), math.log(mode), math.log(high), u)
        return min(max(math.exp(x), low), high)
    if distribution == "uniform":
        return low + u * (high - low)
    below, above, width = mode - low, high - mode, high - low
    if u * width < below:
        return low + math.sqrt(u * width * below)
    return high - math.sqrt((1.0 - u) * width * above)


def draw(resolved: Resolved, seed: int, k: int, fixed: Mapping[str, Value] | None = None) -> dict[str, Value]:
    """Values of everything that is not known exactly, by path, and the branch taken by each hypothesis.

    k = -1: nominal values and the heaviest branch of each hypothesis. `fixed` takes precedence: branches
    (`{"pantsir_s1.search_calibration": "36km_at_2m2"}`) or numbers; every other draw stays what it was.
    """
    luck = dict(zip(resolved.addresses, uniforms(resolved.address_words, seed, k), strict=True)) if k >= 0 else {}
    return _taken(resolved, luck, fixed or {})


def draw_at(resolved: Resolved, point: Sequence[float], fixed: Mapping[str, Value] | None = None) -> dict[str, Value]:
    """The draw at a point of the unit cube: `point` has a probability for each of `resolved.addresses`, in order."""
    return _taken(resolved, dict(zip(resolved.addresses, map(float, point), strict=True)), fixed or {})


def _taken(resolved: Resolved, luck: Mapping[str, float], fixed: Mapping[str, Value]) -> dict[str, Value]:
    """Values at these probabilities; without any, nominal ones."""
    out: dict[str, Value] = {}
    now: dict[str, Quantity] = {path: resolved.parameters[path].quantity for path in resolved.uncertain}
    for path, hypothesis in resolved.hypotheses.items():
        branch = str(fixed[path]) if path in fixed else choose(hypothesis, luck.get(path))
        if branch not in hypothesis.branches:
            raise ScenarioError(f'{path} has no alternative "{branch}"', suggest(branch, list(hypothesis.branches)))
        out[path] = branch
        now.update(hypothesis.branches[branch].overlay)
    for path, q in now.items():
        if not luck or not q.varies:
            out[path] = q.value
        else:
            out[path] = quantile(q, luck[path], resolved.parameters[path].integer)
    out.update({path: value for path, value in fixed.items() if path not in resolved.hypotheses})
    return out


def choose(hypothesis: Hypothesis, u: float | None) -> str:
    """The branch at probability u, in written order; the heaviest (first of equals) without u."""
    names = list(hypothesis.branches)
    if u is None:
        return max(names, key=lambda name: hypothesis.branches[name].weight)
    total = 0.0
    for name in names:
        total += hypothesis.branches[name].weight
        if u < total:
            return name
    return names[-1]
