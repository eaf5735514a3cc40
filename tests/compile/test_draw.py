"""Draws of ignorance: the generator, the distributions, addresses that do not move."""

import numpy as np
import pytest

from shorad.compile.draw import address, choose, draw, philox, quantile, spread, uniforms
from shorad.compile.values import Branch, Hypothesis
from shorad.spec.quantity import Quantity


def words(*values):
    return tuple(np.array([v], dtype=np.uint64) for v in values)


@pytest.mark.parametrize(
    ("counter", "key", "expected"),
    [  # Random123 kat_vectors, philox4x32-10
        ((0, 0, 0, 0), (0, 0), (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
        ((0xFFFFFFFF,) * 4, (0xFFFFFFFF,) * 2, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
        (
            (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
            (0xA4093822, 0x299F31D0),
            (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
        ),
    ],
)
def test_random123_vectors(counter, key, expected):
    assert tuple(int(w[0]) for w in philox(words(*counter), key)) == expected


def test_uniforms_are_uniform_and_addressed():
    table = np.array([address(f"p.{i}") for i in range(4000)], dtype=np.uint64)
    u = np.array(uniforms(table, 1, 0))
    assert u.min() > 0.0 and u.max() < 1.0
    assert abs(u.mean() - 0.5) < 4.0 * np.sqrt(1.0 / 12.0 / len(u))
    assert uniforms(table[7:8], 1, 0)[0] == u[7]  # alone or among others
    assert uniforms(table[7:8], 1, 1)[0] != u[7]
    assert uniforms(table[7:8], 2, 0)[0] != u[7]


@pytest.mark.parametrize(
    ("distribution", "low", "mode", "high", "mean"),
    [
        ("triangular", 1.0, 2.0, 6.0, 3.0),
        ("triangular", 1.0, 1.0, 4.0, 2.0),
        ("uniform", 2.0, 3.0, 6.0, 4.0),
        ("log_uniform", 1.0, 2.0, 100.0, 99.0 / np.log(100.0)),
    ],
)
def test_means_of_the_distributions(distribution, low, mode, high, mean):
    u = (np.arange(20000) + 0.5) / 20000
    x = np.array([spread(distribution, low, mode, high, v) for v in u])
    assert x.mean() == pytest.approx(mean, rel=1e-3)
    assert x.min() >= low and x.max() <= high
    assert np.all(np.diff(x) >= 0.0)


def test_log_triangular_is_triangular_in_the_logarithm():
    low, mode, high = 0.01, 0.1, 10.0
    x = [spread("log_triangular", low, mode, high, v) for v in (0.1, 1 / 3, 0.9)]
    logs = [spread("triangular", -2.0, -1.0, 1.0, v) for v in (0.1, 1 / 3, 0.9)]
    assert np.log10(x) == pytest.approx(logs)
    assert x[1] == pytest.approx(mode)


def test_whole_numbers_are_drawn_whole_and_reach_both_ends():
    q = Quantity(3.0, low=2.0, high=4.0, distribution="uniform")
    drawn = [quantile(q, (i + 0.5) / 300, integer=True) for i in range(300)]
    assert {drawn.count(v) for v in (2.0, 3.0, 4.0)} == {100}


def test_a_branch_is_taken_with_its_weight():
    h = Hypothesis("s.h", "?", {"a": Branch("a", 0.2, {}), "b": Branch("b", 0.5, {}), "c": Branch("c", 0.3, {})})
    taken = [choose(h, (i + 0.5) / 1000) for i in range(1000)]
    assert [taken.count(x) for x in "abc"] == [200, 500, 300]
    assert choose(h, None) == "b"


def test_all_radars_agree_how_a_target_fluctuates():
    """One answer per draw for search and tracking radars of every system: the target is one physical thing."""
    from small_scenario import SMALL, resolved

    text = SMALL.replace(
        "attack:", "  other: {system: tor_m2, at: [0 m, 900 m]}\n  gun: {system: gepard, at: [0 m, 9 m]}\nattack:"
    )
    found = resolved(text)
    seen = set()
    for k in range(40):
        now = found.now(draw(found, 1, k))
        radars = [
            now[f"{system}.{part}.fluctuation"]
            for system in ("pantsir_s1", "tor_m2", "gepard")
            for part in ("search_radar", "tracking_radar")
        ]
        assert len(set(radars)) == 1
        seen.add(radars[0])
    assert len(seen) == 3
    assert "all.target_fluctuation" in found.hypotheses
