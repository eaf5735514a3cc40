"""Random numbers: published vectors, the layout of the address, distributions, and compiled == plain Python."""

import json
import math
import os
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from shorad.engine import rng
from shorad.engine.codes import NO_LONGEST
from shorad.engine.jit import njit

ADDR = np.array([20200518, 3, 41], dtype=np.int64)
ONES = 0xFFFFFFFF

# Random123, tests/kat_vectors, philox4x32 with 10 rounds: counter, key, block
VECTORS = [
    ([0] * 4, [0] * 2, [0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8]),
    ([ONES] * 4, [ONES] * 2, [0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD]),
    (
        [0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344],
        [0xA4093822, 0x299F31D0],
        [0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1],
    ),
]


@pytest.mark.parametrize(("trait", "plain"), [(rng.trait, rng.uniform), (rng.trait_normal2, rng.normal2)])
def test_traits_go_by_the_root(trait, plain):
    """In a plain replicate the same numbers as ever; in a copy those of what it was copied from."""
    root, copy = (np.array([20200518, 3, r, 41], dtype=np.int64) for r in (41, 7 << 16 | 41))
    assert trait(root, 12345, 7, 1) == plain(root, 12345, 7, 1) == trait(copy, 12345, 7, 1) != plain(copy, 12345, 7, 1)


def draw(index: int, purpose: int = 7, entity: int = 12345) -> float:
    return rng.uniform(ADDR, entity, purpose, index)


@njit
def fill(addr, entity, purpose, uniforms, normals):
    for i in range(np.int64(0), np.int64(uniforms.shape[0])):
        uniforms[i] = rng.uniform(addr, entity, purpose, i)
        normals[i, 0], normals[i, 1] = rng.normal2(addr, entity, purpose, i)


@pytest.fixture(scope="module")
def sample() -> tuple[np.ndarray, np.ndarray]:
    uniforms, normals = np.empty(200_000), np.empty((200_000, 2))
    fill(ADDR, 12345, 7, uniforms, normals)
    return uniforms, normals


@pytest.mark.parametrize(("counter", "key", "expected"), VECTORS)
def test_published_vectors(counter, key, expected):
    words = [np.uint64(w) for w in counter + key]
    assert [int(w) for w in rng.philox(*words)] == expected


@pytest.mark.parametrize(("counter", "key", "expected"), VECTORS[:1] + VECTORS[2:])
def test_layout_of_the_address(counter, key, expected):
    addr = np.array([key[0], key[1], counter[0]], dtype=np.int64)
    assert [int(w) for w in rng.block(addr, counter[1], counter[2], counter[3])] == expected


def test_nominal_draw_is_the_all_ones_key_word():
    addr = np.array([0, -1, 0], dtype=np.int64)
    zero = np.uint64(0)
    assert rng.block(addr, 0, 0, 0) == rng.philox(zero, zero, zero, zero, zero, np.uint64(ONES))


@pytest.mark.parametrize("place", range(3))
def test_every_part_of_addr_matters(place):
    other = ADDR.copy()
    other[place] += 1
    assert rng.uniform(other, 1, 1, 1) != rng.uniform(ADDR, 1, 1, 1)


def test_high_half_of_the_seed_matters():
    low, high = np.array([5, 0, 0], dtype=np.int64), np.array([5 + (1 << 32), 0, 0], dtype=np.int64)
    assert rng.uniform(low, 1, 1, 1) != rng.uniform(high, 1, 1, 1)


def test_first_of_uniform2_is_uniform():
    assert rng.uniform2(ADDR, 9, 8, 7)[0] == rng.uniform(ADDR, 9, 8, 7)


def test_never_an_end():
    zero, ones = np.uint64(0), np.uint64(ONES)
    assert rng._open_unit(zero, zero) == 2.0**-53
    assert rng._open_unit(ones, ones) == 1.0 - 2.0**-53


def test_uniform_distribution(sample):
    counts = np.histogram(sample[0], bins=256, range=(0.0, 1.0))[0]
    assert stats.chisquare(counts).pvalue > 1e-3
    assert stats.kstest(sample[0], "uniform").pvalue > 1e-3


def test_normal_distribution(sample):
    for column in sample[1].T:
        assert stats.kstest(column, "norm").pvalue > 1e-3
    assert abs(np.corrcoef(sample[1].T)[0, 1]) < 4.0 / math.sqrt(len(sample[1]))


def test_neighbouring_addresses_are_uncorrelated(sample):
    n = len(sample[0])
    assert abs(np.corrcoef(sample[0][:-1], sample[0][1:])[0, 1]) < 4.0 / math.sqrt(n)
    other, unused = np.empty(n), np.empty((n, 2))
    for addr, entity, purpose in (
        (ADDR, 12346, 7),
        (ADDR, 12345, 8),
        (ADDR + np.array([1, 0, 0]), 12345, 7),
        (ADDR + np.array([0, 1, 0]), 12345, 7),
        (ADDR + np.array([0, 0, 1]), 12345, 7),
    ):
        fill(addr, entity, purpose, other, unused)
        assert abs(np.corrcoef(sample[0], other)[0, 1]) < 4.0 / math.sqrt(n)


# -- hash of a pair -------------------------------------------------------------------------
def test_mix_is_ordered_and_32_bit():
    assert rng.mix(1, 2) != rng.mix(2, 1)
    values = [rng.mix(a, b) for a in range(-70, 70) for b in range(-70, 70)]
    assert all(0 <= v <= ONES for v in values)
    # 19,600 values in 2**32: 0.045 collisions expected (there is one); more than two has a probability of 1.5e-5
    assert len(values) - len(set(values)) <= 2


def test_mix_avalanche():
    """Turning over one bit of the 128 turns over each bit of the hash with probability 1/2."""
    generator = np.random.default_rng(11)
    pairs = generator.integers(-(2**62), 2**62, size=(64, 2))
    flips = np.zeros(32)
    for a, b in pairs:
        start = int(rng.mix(a, b))
        for bit in range(62):
            for other in (rng.mix(a ^ (1 << bit), b), rng.mix(a, b ^ (1 << bit))):
                flips += [(start ^ int(other)) >> i & 1 for i in range(32)]
    share = flips / (64 * 62 * 2)
    assert np.all(np.abs(share - 0.5) < 4.5 * 0.5 / math.sqrt(64 * 62 * 2))


# -- quantiles ------------------------------------------------------------------------------
probability = st.floats(2.0**-53, 1.0 - 2.0**-53)


@settings(max_examples=300)
@given(u=probability, n=st.integers(0, 5000), p=st.floats(0.0, 1.0))
def test_binomial_is_the_quantile(u, n, p):
    k = rng.binomial(u, n, p)
    assert 0 <= k <= n
    law = stats.binom(n, p)
    # both tails, so that 1 - u and 1 - cdf are compared where they are small
    assert law.cdf(k) >= u * (1.0 - 1e-8) or law.sf(k) <= (1.0 - u) * (1.0 + 1e-8) + 1e-14
    assert k == 0 or law.cdf(k - 1) <= u * (1.0 + 1e-8) or law.sf(k - 1) >= (1.0 - u) * (1.0 - 1e-8) - 1e-14


@pytest.mark.parametrize(("n", "p"), [(1, 0.3), (40, 0.1), (40, 0.97), (3000, 0.5), (5000, 1e-4), (5000, 0.999)])
def test_binomial_moments(n, p):
    u = (np.arange(20_000) + 0.5) / 20_000
    k = np.array([rng.binomial(x, n, p) for x in u], dtype=float)
    assert np.all(np.diff(k) >= 0)
    assert k.mean() == pytest.approx(n * p, rel=2e-3, abs=2e-3)
    assert k.var() == pytest.approx(n * p * (1 - p), rel=2e-2)


def test_binomial_ends():
    top = 1.0 - 2.0**-53
    assert [rng.binomial(0.5, n, p) for n, p in ((0, 0.5), (10, 0.0), (10, 1.0), (10, -1.0), (10, 2.0))] == [
        0,
        0,
        10,
        0,
        10,
    ]
    assert rng.binomial(0.5, 10, math.nan) == -1
    assert rng.binomial(top, 4000, 0.3) < 4000 * 0.3 + 9.5 * math.sqrt(4000 * 0.21)  # not n when rounding ends the sum


@settings(max_examples=200)
@given(u=probability, ends=st.tuples(*[st.floats(-1e3, 1e3)] * 3).map(sorted))
def test_triangular_is_the_quantile(u, ends):
    low, mode, high = ends
    x = rng.triangular(u, low, mode, high)
    assert low <= x <= high or x == pytest.approx(low, rel=1e-12)
    if high - low > 1e-6:
        law = stats.triang((mode - low) / (high - low), low, high - low)
        assert x == pytest.approx(law.ppf(u), abs=1e-6 * (high - low))


@settings(max_examples=100)
@given(u=probability, ends=st.tuples(*[st.floats(0.0, 1e3)] * 3).map(sorted))
def test_a_time_is_triangular_or_without_a_longest_exponential(u, ends):
    low, mode, high = ends
    assert rng.lasting(u, low, mode, high) == rng.triangular(u, low, mode, high)
    assert rng.lasting(u, 0.0, mode, NO_LONGEST) == pytest.approx(stats.expon(scale=mode or 1.0).ppf(u) * (mode > 0.0))


def test_triangular_without_width_and_with_nan():
    assert rng.triangular(0.3, 4.0, 4.0, 4.0) == 4.0
    assert math.isnan(rng.triangular(0.3, 4.0, 4.0, math.nan))


# -- one source, two ways to run it ------------------------------------------------------------
SAME = """
import json, numpy as np
from shorad.engine import rng
out = []
for seed, k, r in ((1, -1, 0), (-5, 3, 7), (2**40 + 9, 2**31, 2**33 + 1)):
    addr = np.array([seed, k, r], dtype=np.int64)
    for c in range(20):
        u = rng.uniform(addr, c * 97, 3, c)
        out += [u, *rng.uniform2(addr, 3, 2, -c), *rng.normal2(addr, 4, 1, c), rng.triangular(u, 1.0, 2.0, 4.0)]
        out += [int(rng.mix(c - 10, 2**62 + c)), int(rng.binomial(u, 100 * c, 0.02 * c))]
print(json.dumps(out))
"""


def run(disable: str) -> list[float]:
    env = os.environ | {"NUMBA_DISABLE_JIT": disable}
    command = [sys.executable, "-W", "error", "-c", SAME]
    return json.loads(subprocess.run(command, env=env, check=True, capture_output=True, text=True).stdout)


def test_compiled_equals_plain_python():
    assert run("0") == run("1")
