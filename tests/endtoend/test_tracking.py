"""The radar's detection probability and its M-of-N rule, seen through the whole engine: when a track becomes firm."""

import numpy as np
import pytest
from laboratory import Laboratory, outcomes

pytestmark = pytest.mark.slow
RUNS, SCANS, PERIOD = 4000, 8, 2.0
SWITCHES = ("ready", "emission", "sight", "coverage")


def confirmed(p, m, n, scans):
    """Chance that M hits fell into some N successive looks by look 1 .. scans: Markov chain over the last looks."""
    state, done, out = {(0,) * (n - 1): 1.0}, 0.0, []
    for _ in range(scans):
        following: dict[tuple[int, ...], float] = {}
        for past, weight in state.items():
            for hit, chance in ((1, p), (0, 1.0 - p)):
                if hit and sum(past) + 1 >= m:
                    done += weight * chance
                else:
                    last = (*past, hit)[1:]
                    following[last] = following.get(last, 0.0) + weight * chance
        state = following
        out.append(done)
    return np.array(out)


def test_the_reference_itself():
    assert confirmed(0.5, 2, 3, 6) == pytest.approx([0, 0.25, 0.5, 0.625, 0.71875, 0.796875], abs=1e-12)
    # the window just full: the binomial values
    for p, m, n, expected in ((0.7, 2, 3, 0.784), (0.7, 3, 5, 0.83692), (0.7, 2, 4, 0.9163), (0.9, 3, 5, 0.99144)):
        assert confirmed(p, m, n, n)[-1] == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize(("p", "m", "n"), [(0.5, 2, 3), (0.7, 3, 5), (0.9, 2, 4)])
@pytest.mark.parametrize("fluctuation", [0, 1, 3])
def test_first_firm_track(tmp_path, p, m, n, fluctuation):
    """A target that all but stands at the reference range: each look sees it with the reference probability."""
    settings = {
        "search_radar.ref_pd": p, "search_radar.fluctuation": fluctuation, "search_radar.m_hits": m,
        "search_radar.n_window": n, "search_radar.scan_period": f"{PERIOD} s",
    }  # fmt: skip
    drone = {"route": [["20 km", "0 km", "100 m"]], "target": "depot", "set": {"airframe.speed": "1 m/s"}}
    resolved = Laboratory(tmp_path).scenario(
        defence={"set": settings, "doctrine": "external"}, attack={"drone": drone}, switches=SWITCHES,
        duration=f"{SCANS * PERIOD} s", assets={"depot": {"at": ["20 km", "5 km"]}},
    )  # fmt: skip
    fate = outcomes(resolved, RUNS).objects[:, 0]
    look = np.floor(fate["t_firm"] / PERIOD) + 1  # the radar passes once in each period
    found = np.array([np.mean((fate["firm"] == 1) & (look <= k)) for k in range(1, SCANS + 1)])
    expected = confirmed(p, m, n, SCANS)
    assert np.all(found[: m - 1] == 0.0)
    assert np.all(np.abs(found - expected) <= 4.0 * np.sqrt(expected * (1.0 - expected) / RUNS)), (found, expected)
