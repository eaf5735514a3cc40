"""`results.ordered` against numpy's own functions: the same bits."""

import numpy as np
import pytest

from shorad.results.ordered import distinct, quantile, quantiles, ranked

SEEDS = range(20)


@pytest.mark.parametrize("seed", SEEDS)
def test_distinct_and_ranked(seed: int) -> None:
    values = np.random.default_rng(seed).integers(-3, 9, 40 * seed)
    known, index = np.unique(values, return_inverse=True)
    assert np.array_equal(distinct(values), known)
    found, at = ranked(values)
    assert np.array_equal(found, known)
    assert np.array_equal(at, index)


@pytest.mark.parametrize("seed", SEEDS)
def test_quantiles(seed: int) -> None:
    luck = np.random.default_rng(seed)
    values = np.concatenate([luck.normal(size=300), luck.integers(0, 3, 100).astype(float)])
    index = np.concatenate([np.arange(9), luck.integers(0, 9, 391)])  # each group is there
    for share in (0.0, 0.05, 0.37, 0.5, 0.95, 1.0):
        expected = [np.quantile(values[index == group], share) for group in range(9)]
        assert quantiles(values, index, share).tolist() == expected
        assert quantile(values[: seed + 1], share) == np.quantile(values[: seed + 1], share)
