"""The radar's detection probability and its M-of-N rule, seen through the whole engine: when a track becomes firm."""

import numpy as np
import pytest
from firm_tracks import RUNS, SCANS, confirmed, first_firm

pytestmark = pytest.mark.slow


def test_the_reference_itself():
    assert confirmed(0.5, 2, 3, 6) == pytest.approx([0, 0.25, 0.5, 0.625, 0.71875, 0.796875], abs=1e-12)
    # the window just full: the binomial values
    for p, m, n, expected in ((0.7, 2, 3, 0.784), (0.7, 3, 5, 0.83692), (0.7, 2, 4, 0.9163), (0.9, 3, 5, 0.99144)):
        assert confirmed(p, m, n, n)[-1] == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize(("p", "m", "n"), [(0.5, 2, 3), (0.7, 3, 5), (0.9, 2, 4)])
@pytest.mark.parametrize("fluctuation", [0, 1, 3])
def test_first_firm_track(tmp_path, p, m, n, fluctuation):
    found, expected = first_firm(tmp_path, p, m, n, fluctuation), confirmed(p, m, n, SCANS)
    assert np.all(found[: m - 1] == 0.0)
    assert np.all(np.abs(found - expected) <= 4.0 * np.sqrt(expected * (1.0 - expected) / RUNS)), (found, expected)
