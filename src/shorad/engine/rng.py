"""Random numbers with an address: the same address gives the same number, whoever asks and in whatever order.

Philox4x32-10, a counter-based generator (Salmon, Moraes, Dror, Shaw: Parallel random numbers: as easy as 1, 2, 3,
SC11, 2011). One block of four 32-bit words per address::

    key      word 0: seed (its high half folded in)   word 1: epistemic draw k (-1: nominal values)
    counter  word 0: replicate r   word 1: entity (32-bit hash of the dotted name)   word 2: purpose   word 3: counter

``addr`` is `State.addr` = (seed, k, r, root). Each is taken modulo 2**32: distinct values of 0 to 2**32 - 1 never
share a block. A draw never depends on thread, batch or on what else stands in the scenario.

All integers are int64 at the door and uint64 inside: products of two 32-bit words fit, so nothing overflows, in
compiled code as in plain Python.
"""

import math

import numpy as np
from numpy.typing import NDArray

from shorad.engine.jit import njit

_LOW = np.int64(0xFFFFFFFF)
_MASK = np.uint64(0xFFFFFFFF)
_M0, _M1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)  # multipliers and Weyl increments of the paper
_W0, _W1 = np.uint64(0x9E3779B9), np.uint64(0xBB67AE85)
_S12, _S20, _S32 = np.uint64(12), np.uint64(20), np.uint64(32)
_ROUNDS = np.int64(10)
_ZERO, _ONE = np.int64(0), np.int64(1)
_UNIT = 2.0**-52
_TWO_PI = 2.0 * math.pi

Addr = NDArray[np.int64]
Int = int | np.int64


@njit
def _word(i: Int) -> np.uint64:
    """Low 32 bits of an int64, as uint64 (two's complement: -1 becomes 0xFFFFFFFF)."""
    return np.uint64(np.int64(i) & _LOW)


@njit
def philox(
    c0: np.uint64, c1: np.uint64, c2: np.uint64, c3: np.uint64, k0: np.uint64, k1: np.uint64
) -> tuple[np.uint64, np.uint64, np.uint64, np.uint64]:
    """One block of Philox4x32-10. Words are uint64 below 2**32."""
    for _ in range(_ROUNDS):
        p0, p1 = _M0 * c0, _M1 * c2
        c0, c1, c2, c3 = (p1 >> _S32) ^ c1 ^ k0, p1 & _MASK, (p0 >> _S32) ^ c3 ^ k1, p0 & _MASK
        k0, k1 = (k0 + _W0) & _MASK, (k1 + _W1) & _MASK
    return c0, c1, c2, c3


@njit
def _key(addr: Addr) -> np.uint64:
    """Word 0 of the key; a seed below 2**32 is its own."""
    seed = np.int64(addr[0])
    return _word(seed) ^ (_word(seed >> np.int64(32)) * _W0 & _MASK)


@njit
def block(addr: Addr, entity: Int, purpose: Int, counter: Int) -> tuple[np.uint64, np.uint64, np.uint64, np.uint64]:
    """The four words at an address."""
    return philox(_word(addr[2]), _word(entity), _word(purpose), _word(counter), _key(addr), _word(addr[1]))


@njit
def _open_unit(a: np.uint64, b: np.uint64) -> float:
    """Two words to (i + 1/2) / 2**52, i < 2**52: inside (0, 1), never either end."""
    return (float((a << _S20) | (b >> _S12)) + 0.5) * _UNIT


@njit
def uniform(addr: Addr, entity: Int, purpose: Int, counter: Int) -> float:
    """Uniform on the open interval (0, 1), 52 bits."""
    a, b, _, _ = block(addr, entity, purpose, counter)
    return _open_unit(a, b)


@njit
def trait(addr: Addr, entity: Int, purpose: Int, counter: Int) -> float:
    """`uniform` for luck that a replicate has once and looks up again and again: whether an eye ever finds a target.

    Read at the number of the replicate that a copy comes from (`State.addr[3]`, else r itself): a copy made on the way
    keeps what its original had. In a replicate that is no copy it equals `uniform`.
    """
    key = _key(addr)
    root = addr[len(addr) - 1]
    a, b, _, _ = philox(_word(root), _word(entity), _word(purpose), _word(counter), key, _word(addr[1]))
    return _open_unit(a, b)


@njit
def trait_normal2(addr: Addr, entity: Int, purpose: Int, counter: Int) -> tuple[float, float]:
    """`normal2` for luck that a copy has in common with what it was copied from: the same relation as `trait`'s."""
    key = _key(addr)
    root = addr[len(addr) - 1]
    a, b, c, d = philox(_word(root), _word(entity), _word(purpose), _word(counter), key, _word(addr[1]))
    radius, turn = math.sqrt(-2.0 * math.log(_open_unit(a, b))), _TWO_PI * _open_unit(c, d)
    return radius * math.cos(turn), radius * math.sin(turn)


@njit
def uniform2(addr: Addr, entity: Int, purpose: Int, counter: Int) -> tuple[float, float]:
    """Two independent uniforms from one block; the first is that of `uniform`."""
    a, b, c, d = block(addr, entity, purpose, counter)
    return _open_unit(a, b), _open_unit(c, d)


@njit
def normal2(addr: Addr, entity: Int, purpose: Int, counter: Int) -> tuple[float, float]:
    """Two independent standard normals from one block (Box and Muller, 1958). At most 8.6 in size."""
    u, v = uniform2(addr, entity, purpose, counter)
    radius = math.sqrt(-2.0 * math.log(u))
    return radius * math.cos(_TWO_PI * v), radius * math.sin(_TWO_PI * v)


@njit
def mix(a: Int, b: Int) -> Int:
    """32-bit hash of an ordered pair of int64, for the address of a pair of entities. mix(a, b) != mix(b, a)."""
    a, b = np.int64(a), np.int64(b)
    half = np.int64(32)
    word, _, _, _ = philox(_word(a), _word(a >> half), _word(b), _word(b >> half), _W1, _W0)
    return np.int64(word)


@njit
def triangular(u: float, low: float, mode: float, high: float) -> float:
    """Quantile u of the triangular distribution; ``low <= mode <= high``, all equal gives that value."""
    width = high - low
    if not width > 0.0:
        return low + width  # low itself, or NaN if an end is NaN
    if u * width < mode - low:
        return low + math.sqrt(u * width * (mode - low))
    return high - math.sqrt((1.0 - u) * width * (high - mode))


@njit
def lasting(u: float, low: float, mode: float, high: float) -> float:
    """Quantile u of a time of chance: triangular, or exponential of mean ``mode`` where ``high`` is below zero."""
    if high < 0.0:
        return -mode * math.log1p(-u)
    return triangular(u, low, mode, high)


@njit
def binomial(u: float, n: Int, p: float) -> Int:
    """Quantile u of the binomial distribution: the smallest k with P(K <= k) >= u. Non-decreasing in u, n and p.

    Returns -1 if ``p`` is NaN: a count cannot carry it. p outside [0, 1] acts as the nearest end. Relative error of
    the probabilities behind it below 1e-10 up to n of some thousands.
    """
    n = np.int64(n)
    if math.isnan(p):
        return np.int64(-1)
    if p <= 0.0 or n <= _ZERO:
        return _ZERO
    if p >= 1.0:
        return n
    if p > 0.5:  # count the failures instead: the search wants the short tail
        return n - _search(1.0 - u, n, 1.0 - p)
    return _search(u, n, p)


@njit
def _search(u: float, n: Int, p: float) -> Int:
    """The same for p <= 1/2: add up probabilities, each from the one before.

    Starts where less than exp(-50) lies below (Chernoff: exp(-t^2 / 2np), t = 10 sqrt(np)), at a probability taken
    from its logarithm: (1 - p)^n alone would underflow.
    """
    mean = n * p
    k = max(_ZERO, np.int64(math.floor(mean - 10.0 * math.sqrt(mean))))
    mass = math.exp(_log_mass(n, k, p))
    below, odds = mass, p / (1.0 - p)
    # Past the mean the sum may stop short of u by rounding: then stop where nothing is left to add.
    while below < u and k < n and (k < mean or mass > 1e-18):
        mass *= odds * (n - k) / (k + _ONE)
        k += _ONE
        below += mass
    return k


@njit
def _log_mass(n: Int, k: Int, p: float) -> float:
    """Logarithm of the binomial probability of k."""
    if k == _ZERO:
        return n * math.log1p(-p)
    ways = math.lgamma(n + 1.0) - math.lgamma(k + 1.0) - math.lgamma(n - k + 1.0)
    return ways + k * math.log(p) + (n - k) * math.log1p(-p)
