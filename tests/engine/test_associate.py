"""The assignment against known instances, brute force, scipy, and the shortcut against the solver."""

import itertools
import math

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from shorad.engine import associate
from shorad.engine.jit import njit
from shorad.engine.track_bench import Rules, world

# the scratch of a State, so that one signature is compiled for all
SIZE = 40


def solve(cost, miss):
    """Column of each row or -1, and the total price."""
    cost = np.asarray(cost, dtype=float)
    rows, cols = cost.shape
    work = np.zeros((SIZE, SIZE + 2))
    work[:rows, :cols] = cost
    whole = np.full((SIZE, associate.COL_AT + 1), 77, np.int64)
    associate.assign(work, np.int64(rows), np.int64(cols), float(miss), work[:, SIZE - 1 :], whole)
    chosen = whole[:rows, associate.COL_OF]
    total = sum(miss if j < 0 else cost[i, j] for i, j in enumerate(chosen))
    assert len({j for j in chosen if j >= 0}) == sum(j >= 0 for j in chosen)
    return chosen.tolist(), total


def reference(cost, miss):
    """The same problem for scipy: one more column per row, at the price of being left alone."""
    rows = len(cost)
    wide = np.hstack([np.where(np.isinf(cost), 1e9, cost), np.full((rows, rows), miss)])
    return wide[linear_sum_assignment(wide)].sum()


def test_known_instances():
    assert solve([[1, 2, 10], [2, 4, 11], [3, 7, 30]], 1e6) == ([1, 2, 0], 16.0)
    assert solve([[1, 2], [1.5, 8]], 1e6) == ([1, 0], 3.5)  # greedy would pay 9


def test_unassigned_when_it_is_cheaper():
    assert solve([[5.0]], 4.0) == ([-1], 4.0)
    assert solve([[5.0]], 6.0) == ([0], 5.0)
    assert solve([[math.inf, math.inf]], 6.0) == ([-1], 6.0)
    assert solve([[1.0], [2.0], [0.5]], 10.0) == ([-1, -1, 0], 20.5)
    assert solve([[-3.0, -5.0], [-4.0, -5.5]], 2.0) == ([1, 0], -9.0)  # ln |S| may be negative


@pytest.mark.parametrize("seed", range(60))
def test_random_instances_against_scipy(seed):
    rng = np.random.default_rng(seed)
    rows, cols = rng.integers(1, 14), rng.integers(1, 20)
    cost = rng.normal(10.0, 8.0, (rows, cols))
    if seed % 3 == 1:
        cost = np.round(cost / 6.0)  # many ties
    cost[rng.random((rows, cols)) < (0.0, 0.4, 0.8)[seed % 3]] = math.inf
    miss = rng.uniform(2.0, 40.0)
    assert solve(cost, miss)[1] == pytest.approx(reference(cost, miss), abs=1e-9)


def test_brute_force_of_small_instances():
    rng = np.random.default_rng(0)
    for _ in range(20):
        cost, miss = rng.uniform(0, 10, (3, 3)), 4.0
        options = itertools.product((-1, 0, 1, 2), repeat=3)
        free = [o for o in options if len({j for j in o if j >= 0}) == sum(j >= 0 for j in o)]
        best = min(sum(miss if j < 0 else cost[i, j] for i, j in enumerate(o)) for o in free)
        assert solve(cost, miss)[1] == pytest.approx(best, abs=1e-12)


def test_more_columns_or_a_dearer_miss_never_hurt_or_help_wrongly():
    rng = np.random.default_rng(9)
    cost = rng.uniform(0, 10, (5, 7))
    totals = [solve(cost[:, :n], 20.0)[1] for n in range(1, 8)]
    assert totals == sorted(totals, reverse=True)
    prices = [solve(cost[:, :3], miss)[1] for miss in (1.0, 3.0, 9.0, 20.0)]
    assert prices == sorted(prices)


@njit
def settled(s, rows, tracks, miss):
    associate.settle(s, rows, tracks, miss)


@pytest.mark.parametrize("seed", range(30))
def test_shortcut_equals_the_solver(seed):
    """Sparse costs: often no conflict, and then no solver; the price is the same."""
    rng = np.random.default_rng(seed)
    rows, tracks = rng.integers(1, 5), 8
    cost = rng.uniform(0.0, 10.0, (rows, tracks))
    cost[rng.random((rows, tracks)) < 0.85] = math.inf
    _, s = world(Rules(scan_period=1.0, accel_psd=1.0, tracks_max=tracks), 1, 6)
    s.work[:rows, :tracks] = cost
    for i, finite in enumerate(np.isfinite(cost)):
        s.scratch[i, associate.COUNT] = finite.sum()
        s.work[i, tracks : tracks + finite.sum()] = np.flatnonzero(finite)
    settled(s, np.int64(rows), np.int64(tracks), 10.0)
    chosen = s.scratch[:rows, associate.COL_OF]
    assert len({j for j in chosen if j >= 0}) == sum(j >= 0 for j in chosen)
    total = sum(10.0 if j < 0 else cost[i, j] for i, j in enumerate(chosen))
    assert total == pytest.approx(reference(cost, 10.0), abs=1e-9)
