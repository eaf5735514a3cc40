"""11. Chance and intervals: random numbers, Wilson's interval."""

from math import sqrt
from statistics import NormalDist

import numpy as np
from proof import VERIFIED, case

from shorad.engine import rng
from shorad.results.intervals import wilson

ONES = 0xFFFFFFFF
VECTORS = [  # counter, key, block
    ([0] * 4, [0] * 2, "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
    ([ONES] * 4, [ONES] * 2, "408f276d 41c83b0e a20bc7c6 6d5451fd"),
    (
        [0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344], [0xA4093822, 0x299F31D0],
        "d16cfe09 94fdcceb 5001e420 24126ea1",
    ),
]  # fmt: skip


@case(
    "11 Wilson", "Wilson interval and sample sizes", model="results.intervals.wilson", label=VERIFIED, mark="C",
    source="Wilson 1927; values of scipy.stats.binomtest",
)  # fmt: skip
def test_wilson(sheet):
    for hits, n, low, high in (
        (0, 10, 0.0, 0.277533), (8, 10, 0.490162, 0.943318), (1, 100, 0.001767, 0.054486), (0, 1000, 0.0, 0.003827),
        (50, 100, 0.403832, 0.596168),
    ):  # fmt: skip
        got = wilson(hits / n, n)
        sheet.equal(f"{hits} of {n}, low", low, got[0], abs_=1e-6)
        sheet.equal(f"{hits} of {n}, high", high, got[1], abs_=1e-6)
    z = NormalDist().inv_cdf(0.975)
    for p, half, n in ((0.5, 0.01, 9604), (0.01, 0.001, 38_031)):
        sheet.equal(f"runs for +- {half:g} at {p:g}", n, (z / half) ** 2 * p * (1 - p), abs_=1.0)
        low, high = wilson(p, n)
        sheet.equal(f"half width of Wilson's interval of {n} at {p:g}", half, (high - low) / 2, rel=5e-3)


@case(
    "11 Philox", "Philox 4x32-10, published vectors", model="engine.rng.philox", label=VERIFIED, mark="R",
    source="Random123, tests/kat_vectors (Salmon et al. 2011)",
)  # fmt: skip
def test_philox(sheet):
    for counter, key, block in VECTORS:
        words = [np.uint64(w) for w in counter + key]
        got = " ".join(f"{int(w):08x}" for w in rng.philox(*words))
        sheet.same(f"counter {counter[0]:08x} ..., key {key[0]:08x} {key[1]:08x}", block, got)


@case(
    "11 Philox", "Uniform and independent by address", model="engine.rng.uniform", label=VERIFIED,
    source="mean, variance and correlation of neighbours of uniform numbers; 100 000 addresses",
)  # fmt: skip
def test_uniform(sheet):
    n = 100_000
    addr = np.array([20200518, 3, 41], dtype=np.int64)
    u = np.array([rng.uniform(addr, np.int64(12345), np.int64(7), np.int64(i)) for i in range(n)])
    sheet.chance("mean", 0.5, u.mean(), sqrt(1 / 12 / n))
    sheet.chance("variance", 1 / 12, u.var(), sqrt(1 / 180 / n))
    sheet.chance("correlation of neighbours", 0.0, float(np.corrcoef(u[1:], u[:-1])[0, 1]), 1 / sqrt(n))
