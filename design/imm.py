"""Which two filters should interact, and by whose gate? Six flights of validation/tracks, one target at a time.

    PYTHONPATH=src:.:validation python design/imm.py

numpy alone, none of the engine. Each pair of models follows the plots through a gate of 99 %; a plot outside it is not
taken. Settings from the book before any flight was flown, none tuned: quiet 1 m2/s3; manoeuvring 5000 m2/s3, or a jerk
of (7 g)^2 / 1 s, or a turn rate that wanders by 7 g / 300 m/s in a second; 20 s and 10 s in each on average.
"""

import sys

import numpy as np
from benchmarks import plots
from scipy.stats import chi2
from tracks import turns

from shorad.physics.measurement import unbiased

SEEDS, FIRST, LOST, SPEED = range(1, 16), 5, 1500.0, 150.0
GATE = chi2.ppf(0.99, 3)
LOAD = 7 * 9.81
LEAVE, BACK = 1 / 20, 1 / 10
SIZE = 9  # position, velocity, then acceleration or (turn rate, 0, 0)


def velocity(q):
    """Constant velocity; what stands behind it in the state is forgotten."""

    def ahead(x, p, t):
        f, noise = np.zeros((SIZE, SIZE)), np.zeros((SIZE, SIZE))
        f[:6, :6] = np.kron([[1.0, t], [0.0, 1.0]], np.eye(3))
        noise[:6, :6] = q * np.kron([[t**3 / 3, t**2 / 2], [t**2 / 2, t]], np.eye(3))
        return f @ x, f @ p @ f.T + noise

    return ahead


def acceleration(q):
    """Constant acceleration with white jerk of density q (m2/s5)."""

    def ahead(x, p, t):
        f = np.kron([[1.0, t, t * t / 2], [0.0, 1.0, t], [0.0, 0.0, 1.0]], np.eye(3))
        noise = np.kron(
            [[t**5 / 20, t**4 / 8, t**3 / 6], [t**4 / 8, t**3 / 3, t**2 / 2], [t**3 / 6, t**2 / 2, t]], np.eye(3)
        )
        return f @ x, f @ p @ f.T + q * noise

    return ahead


def turn(q, quiet):
    """Level turn at an unknown rate that wanders with density q (rad2/s3); extended Kalman filter."""

    def moved(x, t):
        out, w = x.copy(), x[6]
        s, c = (np.sin(w * t) / w, (1 - np.cos(w * t)) / w) if abs(w) > 1e-6 else (t, 0.5 * w * t * t)
        out[0] += s * x[3] - c * x[4]
        out[1] += c * x[3] + s * x[4]
        out[2] += t * x[5]
        out[3] = np.cos(w * t) * x[3] - np.sin(w * t) * x[4]
        out[4] = np.sin(w * t) * x[3] + np.cos(w * t) * x[4]
        out[7:] = 0.0
        return out

    def ahead(x, p, t):
        steps = np.diag([1.0] * 6 + [1e-6] * 3)
        f = np.array([(moved(x + d, t) - moved(x - d, t)) / (2 * d[i]) for i, d in enumerate(steps)]).T
        noise = np.zeros((SIZE, SIZE))
        noise[:6, :6] = quiet * np.kron([[t**3 / 3, t**2 / 2], [t**2 / 2, t]], np.eye(3))
        noise[6, 6] = q * t
        return moved(x, t), f @ p @ f.T + noise

    return ahead


def moments(x, p, w):
    mean = w @ x
    off = x - mean
    return mean, np.einsum("i,ijk->jk", w, p) + np.einsum("i,ij,ik->jk", w, off, off)


def follow(models, columns, count, whose):
    """Positions m (count, 3) and plots not taken; the gate is that of the combined prediction or of the last model."""
    found, missed, n = np.full((count, 3), np.nan), 0, len(models)
    x, p, mu, since = None, None, np.full(n, 1.0 / n), 0.0
    at = {int(k): i for i, k in enumerate(columns["scan"])}
    for k in range(count):
        since += plots.PERIOD
        if k in at:
            m = unbiased(*(float(columns[name][at[k]]) for name in ("range", "azimuth", "elevation")), *plots.SIGMA)
            z, r = np.array(m[:3]), np.array([[m[3], m[4], m[5]], [m[4], m[6], m[7]], [m[5], m[7], m[8]]])
            if x is None:
                x, p = np.zeros((n, SIZE)), np.zeros((n, SIZE, SIZE))
                x[:, :3], p[:, :3, :3] = z, r
                p[:, 3:6, 3:6] = np.eye(3) * SPEED**2
                since = 0.0
            else:
                new = cycle(models, x, p, mu, since, z, r, whose)
                missed += new is None
                if new is not None:
                    (x, p, mu), since = new, 0.0
        if x is not None:
            mean, _ = moments(x, p, mu)
            found[k] = mean[:3] + since * mean[3:6]
    return found, missed


def cycle(models, x, p, mu, t, z, r, whose):
    n, total = len(models), LEAVE + BACK
    share = (1 - np.exp(-total * t)) / total
    stay = (
        np.array([[1 - LEAVE * share, LEAVE * share], [BACK * share, 1 - BACK * share]]) if n > 1 else np.ones((1, 1))
    )
    prior = mu @ stay
    ahead = [model(*moments(x, p, mu * stay[:, j] / prior[j]), t) for j, model in enumerate(models)]
    mean, cov = moments(np.array([a[0] for a in ahead]), np.array([a[1] for a in ahead]), prior)
    if whose == "last":
        mean, cov = ahead[-1]
    if (z - mean[:3]) @ np.linalg.solve(cov[:3, :3] + r, z - mean[:3]) > GATE:
        return None
    new, likely = [], []
    for xj, pj in ahead:
        s, off = pj[:3, :3] + r, z - xj[:3]
        gain = pj[:, :3] @ np.linalg.inv(s)
        new.append((xj + gain @ off, pj - gain @ s @ gain.T))
        likely.append(np.exp(-0.5 * off @ np.linalg.solve(s, off)) / np.sqrt(np.linalg.det(s)) + 1e-300)
    weights = prior * likely
    return np.array([a for a, _ in new]), np.array([b for _, b in new]), weights / weights.sum()


RATE = (LOAD / 300.0) ** 2
PAIRS = {
    "one filter, 5000 m2/s3": ((velocity(5000.0),), "last"),
    "velocity + velocity, gate of the combined": ((velocity(1.0), velocity(5000.0)), "combined"),
    "velocity + velocity, gate of the second": ((velocity(1.0), velocity(5000.0)), "last"),
    "velocity + acceleration, gate of the second": ((velocity(1.0), acceleration(LOAD**2)), "last"),
    "velocity + level turn, gate of the second": ((velocity(1.0), turn(RATE, 100.0)), "last"),
}


def main():
    sys.stdout.write("| models | RMSE, m | straight | turning | plots not taken, % | runs lost, % |\n")
    sys.stdout.write("|---|---|---|---|---|---|\n")
    for name, (models, whose) in PAIRS.items():
        sums, gone, missed, seen = [[], [], []], [], 0, 0
        for flight in turns.FLIGHTS:
            path, turning = turns.flight(flight, plots.PERIOD)
            for seed in SEEDS:
                columns = plots.observe(path, seed)
                found, out = follow(models, columns, len(path), whose)
                error = np.linalg.norm(found - path[:, 0], axis=1)[FIRST:]
                good = error < LOST
                gone.append(not good.all())
                for part, when in zip(sums, (good, good & ~turning[FIRST:], good & turning[FIRST:]), strict=True):
                    part += (error[when] ** 2).tolist()
                missed, seen = missed + out, seen + len(columns["scan"])
        rms = " | ".join(f"{np.mean(part) ** 0.5:.0f}" for part in sums)
        sys.stdout.write(f"| {name} | {rms} | {100 * missed / seen:.1f} | {100 * np.mean(gone):.0f} |\n")


if __name__ == "__main__":
    main()
