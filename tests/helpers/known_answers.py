"""Functions whose sensitivity indices are known, with as much luck as one likes; payoffs with known value."""

from collections.abc import Callable
from math import pi

import numpy as np

from shorad.study import worth
from shorad.study.subject import Subject

A = np.array([0.0, 1.0, 4.5, 9.0, 99.0, 99.0, 99.0, 99.0])
G_FIRST, G_TOTAL = (0.716192, 0.179048, 0.023676, 0.007162), (0.787144, 0.242198, 0.034317, 0.010460)
I_FIRST, I_TOTAL = (0.313905, 0.442411, 0.0), (0.557589, 0.442411, 0.243684)


def subject(size: int, f: Callable[[np.ndarray], np.ndarray], noise: float = 0.0) -> Subject:
    def evaluate(u: np.ndarray, first: int, count: int) -> np.ndarray:
        luck = np.random.default_rng([first, 7]).standard_normal((len(u), count))
        return f(u)[:, None] + noise * luck

    return Subject(tuple(f"x{i}" for i in range(size)), evaluate)


def ishigami(u: np.ndarray) -> np.ndarray:
    x = pi * (2.0 * u - 1.0)
    return np.sin(x[:, 0]) + 7.0 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def g_function(u: np.ndarray) -> np.ndarray:
    return ((np.abs(4.0 * u - 2.0) + A) / (1.0 + A)).prod(axis=1)


def linear(u: np.ndarray) -> np.ndarray:
    return worth.normal_scores(u) @ np.array([3.0, 2.0, 1.0])


def payoffs(n: int, count: int, apart: np.ndarray, noise: float, seed: int = 0) -> np.ndarray:
    """Option "do" pays `apart`, option "leave" nothing; both with noise of their own."""
    rng = np.random.default_rng(seed)
    out = noise * rng.standard_normal((n, count, 2))
    out[:, :, 1] += apart[:, None]
    return out
