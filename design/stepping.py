"""Step sizes of the missile integrator, measured on this guidance law with lag and noise. Writes the table of
stepping.md to standard output: `python design/stepping.py [shots per case]`.

Angle noise has an address on the 0.1 s grid, so every row flies the same errors: differences against the reference
(0.5 ms throughout) are differences of integration alone, replicate by replicate.
"""

import sys
from pathlib import Path
from time import process_time

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "engine"))
from tiny import make, put, shoot_many

from shorad.engine.codes import BY_RADAR, TURN

REFERENCE = (0.0005, 0.0005, 0.0)  # far, near, endgame (s)
STEPS = [
    (0.001, 0.001, 0.0), (0.01, 0.01, 0.0), (0.02, 0.02, 0.0), (0.05, 0.05, 0.0), (0.1, 0.1, 0.0),
    (0.1, 0.02, 0.2), (0.1, 0.02, 0.4), (0.1, 0.01, 0.4), (0.05, 0.02, 0.4), (0.05, 0.01, 0.4), (0.1, 0.02, 1.0),
    (0.1, 0.01, 1.0),
]  # fmt: skip
CASES = {
    "slow drone, 8 km, coming": (5657.0, 5657.0, 300.0, -35.0, -35.0, 0.0),
    "crossing at 250 m/s, 6 km": (5000.0, 4000.0, 1500.0, -250.0, 0.0, 0.0),
    "turning with 3 g at 200 m/s, 7 km": (3000.0, 6500.0, 1000.0, -200.0, 0.0, 0.0),
}


def fly_case(name: str, steps: tuple[float, float, float], n: int) -> tuple[np.ndarray, float, float]:
    """Ends (n, 3), CPU seconds and steps per shot."""
    m, s = make([CASES[name]], {"beacon_noise": 2e-4})
    put(m.par[0], {"step_far": steps[0], "step_near": steps[1], "endgame": steps[2]})
    s.channel["by"] = BY_RADAR
    if "turning" in name:
        s.obj["kind"], s.obj["omega"] = TURN, 29.4 / 200.0
    shoot_many(m, s, 1)
    s.n["flight_steps"] = 0
    start = process_time()
    ends = shoot_many(m, s, n)
    return ends, (process_time() - start) / n, s.n["flight_steps"][0] / n


def kill(ends: np.ndarray) -> np.ndarray:
    """Kill probability of each shot: Carleton of 6 m if fuzed."""
    return np.where(ends[:, 0] == 1, 0.95 * np.exp(-(ends[:, 1] ** 2) / 72), 0.0)


def main(n: int) -> None:
    for name in CASES:
        truth, _, _ = fly_case(name, REFERENCE, n)
        miss, pk = truth[:, 1].mean(), kill(truth).mean()
        half = 1.96 * kill(truth).std() / n**0.5
        print(f"\n**{name}**: reference mean miss {miss:.3f} m, flight {truth[:, 2].mean():.4f} s, "
              f"Pk {pk:.4f} +- {half:.4f} ({n} shots)\n")  # fmt: skip
        print("| far s | near s | endgame s | d mean miss m | rms d miss m | d flight ms | d Pk | steps | us |")
        print("|---|---|---|---|---|---|---|---|---|")
        for steps in STEPS:
            ends, cpu, count = fly_case(name, steps, n)
            d = ends - truth
            print(f"| {steps[0]:g} | {steps[1]:g} | {steps[2]:g} | {d[:, 1].mean():+.3f} | "
                  f"{np.sqrt(np.mean(d[:, 1] ** 2)):.3f} | {1e3 * d[:, 2].mean():+.2f} | "
                  f"{(kill(ends) - kill(truth)).mean():+.4f} | {count:.0f} | {1e6 * cpu:.0f} |")  # fmt: skip


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 400)
