"""When a track becomes firm: the M-of-N law, and the whole engine asked for it (tests/endtoend, validation)."""

import numpy as np
from laboratory import Laboratory, outcomes

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


def first_firm(folder, p, m, n, fluctuation):
    """Share of runs with a firm track by scan 1 .. SCANS.

    A target all but stands at the reference range: each look sees it with the reference probability.
    """
    settings = {
        "search_radar.ref_pd": p, "search_radar.fluctuation": fluctuation, "search_radar.m_hits": m,
        "search_radar.n_window": n, "search_radar.scan_period": f"{PERIOD} s",
    }  # fmt: skip
    drone = {"route": [["20 km", "0 km", "100 m"]], "target": "depot", "set": {"airframe.speed": "1 m/s"}}
    resolved = Laboratory(folder).scenario(
        defence={"set": settings, "doctrine": "external"}, attack={"drone": drone}, switches=SWITCHES,
        duration=f"{SCANS * PERIOD} s", assets={"depot": {"at": ["20 km", "5 km"]}},
    )  # fmt: skip
    fate = outcomes(resolved, RUNS).objects[:, 0]
    look = np.floor(fate["t_firm"] / PERIOD) + 1  # the radar passes once in each period
    return np.array([np.mean((fate["firm"] == 1) & (look <= k)) for k in range(1, SCANS + 1)])
