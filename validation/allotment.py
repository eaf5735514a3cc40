"""Weapon-target assignment, static: who fires at whom so that the least value survives. Programs to compare with.

weights: value of each target (n,). kill: chance that weapon i kills target j (m, n). Each weapon fires once; what
survives is the sum over j of w_j times the product of (1 - p_ij) over the weapons that fire at j.
"""

from itertools import product

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

Floats = NDArray[np.float64]


def formula(weapons: int, targets: int, k: int) -> tuple[Floats, Floats]:
    """The instances without a file: w_j = 1 + (7j + 3k) mod 5, p_ij = (1 + (3i + 5j + 2ij + k) mod 9) / 10."""
    i, j = np.mgrid[0:weapons, 0:targets]
    return 1.0 + (7.0 * np.arange(targets) + 3.0 * k) % 5, 0.1 * (1.0 + (3 * i + 5 * j + 2 * i * j + k) % 9)


def surviving(weights: Floats, kill: Floats, aim: tuple[int, ...]) -> float:
    """Value that survives when weapon i fires at target aim[i]."""
    left = weights.copy()
    for i, j in enumerate(aim):
        left[j] *= 1.0 - kill[i, j]
    return float(left.sum())


def optimum(weights: Floats, kill: Floats) -> float:
    """The least value that can survive, by trying all."""
    return min(surviving(weights, kill, aim) for aim in product(range(len(weights)), repeat=len(kill)))


def greedy(weights: Floats, kill: Floats) -> float:
    """Maximum marginal return: again and again the pair that takes most from what is left (Ahuja et al. 2007)."""
    left, free = weights.copy(), list(range(len(kill)))
    while free:
        gains = kill[free] * left
        a, j = np.unravel_index(int(np.argmax(gains)), gains.shape)
        left[j] *= 1.0 - kill[free.pop(int(a)), j]
    return float(left.sum())


def relaxed(weights: Floats, kill: Floats, stock: Floats | None = None, least: Floats | None = None) -> float:
    """The same with weapons that may be divided: a convex problem, a lower bound of `optimum`.

    stock: how many weapons of kind i there are (1 each); least: weapons that target j must get (0).
    """
    m, n = kill.shape
    stock = np.ones(m) if stock is None else stock
    least = np.zeros(n) if least is None else least
    worth = -np.log1p(-np.minimum(kill, 1.0 - 1e-12))

    def value(x: Floats) -> float:
        return float(weights @ np.exp(-(worth * x.reshape(m, n)).sum(axis=0)))

    def slope(x: Floats) -> Floats:
        left = weights * np.exp(-(worth * x.reshape(m, n)).sum(axis=0))
        return np.asarray(-(worth * left).ravel())

    rows, columns = np.kron(np.eye(m), np.ones(n)), np.kron(np.ones(m), np.eye(n))
    limits = [{"type": "ineq", "fun": lambda x: stock - rows @ x, "jac": lambda _: -rows}]
    if least.any():
        held = least > 0.0
        limits.append({
            "type": "ineq", "fun": lambda x: columns[held] @ x - least[held], "jac": lambda _: columns[held]
        })  # fmt: skip
    start = np.repeat(stock / n, n)
    upper = [(0.0, float(s)) for s in np.repeat(stock, n)]
    found = minimize(
        value,
        start,
        jac=slope,
        bounds=upper,
        constraints=limits,
        method="SLSQP",
        options={"maxiter": 1000, "ftol": 1e-12},
    )
    if not found.success:
        raise ArithmeticError(f"the relaxation did not converge: {found.message}")
    return float(found.fun)


# J. Bracken, G. P. McCormick, Selected Applications of Nonlinear Programming (1968), chapter 2, as in GAMS's model
# library (WEAPONS): five kinds of weapon, twenty targets.
BRACKEN_STOCK = np.array([200.0, 100.0, 300.0, 150.0, 250.0])
BRACKEN_VALUE = np.array([
    60, 50, 50, 75, 40, 60, 35, 30, 25, 150, 30, 45, 125, 200, 200, 130, 100, 100, 100, 150,
], dtype=float)  # fmt: skip
BRACKEN_LEAST = {1: 30.0, 6: 100.0, 10: 40.0, 14: 50.0, 15: 70.0, 16: 35.0, 20: 10.0}
_BRACKEN_KILL = (
    {2: 0.05, 6: 0.15, 7: 0.10, 8: 0.15, 9: 0.20, 18: 0.05},
    {1: 0.16, 2: 0.17, 3: 0.15, 4: 0.16, 5: 0.15, 6: 0.19, 7: 0.19, 8: 0.18, 9: 0.20, 10: 0.14, 12: 0.02, 14: 0.12,
     15: 0.13, 16: 0.12, 17: 0.15, 18: 0.16, 19: 0.15, 20: 0.15},
    {1: 0.04, 2: 0.05, 3: 0.04, 4: 0.04, 5: 0.04, 6: 0.10, 7: 0.08, 8: 0.09, 9: 0.08, 10: 0.05, 11: 0.01, 12: 0.02,
     13: 0.01, 14: 0.02, 15: 0.03, 16: 0.02, 17: 0.05, 18: 0.08, 19: 0.07, 20: 0.08},
    {10: 0.04, 11: 0.09, 12: 0.08, 13: 0.09, 14: 0.08, 15: 0.02, 16: 0.07},
    {1: 0.08, 2: 0.06, 3: 0.08, 4: 0.05, 5: 0.05, 6: 0.02, 7: 0.02, 10: 0.10, 11: 0.05, 12: 0.04, 13: 0.09, 14: 0.02,
     15: 0.01, 16: 0.01},
)  # fmt: skip


def bracken() -> float:
    """Most damage that Bracken's weapons can do."""
    kill, least = np.zeros((5, 20)), np.zeros(20)
    for i, row in enumerate(_BRACKEN_KILL):
        for j, p in row.items():
            kill[i, j - 1] = p
    for j, number in BRACKEN_LEAST.items():
        least[j - 1] = number
    return float(BRACKEN_VALUE.sum()) - relaxed(BRACKEN_VALUE, kill, BRACKEN_STOCK, least)


def read(text: str) -> tuple[Floats, Floats]:
    """An instance of Andersen, Pavlikov and Toffolo: `m n mu`, n weights, then lines `i j p`."""
    words = text.split()
    m, n = int(words[0]), int(words[1])
    weights = np.array(words[3 : 3 + n], dtype=float)
    kill = np.zeros((m, n))
    for i, j, p in zip(*[iter(words[3 + n :])] * 3, strict=False):
        kill[int(i), int(j)] = float(p)
    return weights, kill
