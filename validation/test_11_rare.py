"""11. Chance and intervals: rare events by splitting, through the code that studies a scenario."""

from math import log, sqrt
from random import Random

import numpy as np
import pytest
from proof import VERIFIED, case

from shorad.study.splitting import Plan, interval, pilot, tree

REPEATS = 200
COVERED = 0.89  # of nominal 0.95 in 200 repeats: four standard errors of a binomial share below


class Walk:
    """Gambler's ruin: up with chance 0.3, else down, from 1; the event is to reach 15 before 0."""

    exact = ((0.7 / 0.3) - 1.0) / ((0.7 / 0.3) ** 15 - 1.0)

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def start(self, number):
        return [1, Random(self.seed << 40 | number)]

    def copy(self, state, number):
        return [state[0], Random(self.seed << 40 | number)]

    def advance(self, state, goal):
        state[0] += 1 if state[1].random() < 0.3 else -1
        return state[0] in (0, 15)

    def height(self, state):
        return float(state[0])

    def hit(self, state):
        return state[0] == 15


class Motion:
    """Standard Brownian motion on [0, 1], 32 steps, the highest point of each step drawn from its exact law."""

    exact, steps, over = 4.65258e-4, 32, 3.5

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def start(self, number):
        return [0, 0.0, 0.0, Random(self.seed << 40 | number)]

    def copy(self, state, number):
        return [*state[:3], Random(self.seed << 40 | number)]

    def advance(self, state, goal):
        step, luck = 1.0 / self.steps, state[3]
        x = state[1]
        y = x + luck.gauss(0.0, sqrt(step))
        most = 0.5 * (x + y + sqrt((y - x) ** 2 - 2.0 * step * log(1.0 - luck.random())))
        state[0], state[1], state[2] = state[0] + 1, y, max(state[2], most)
        return state[0] == self.steps or self.hit(state)

    def height(self, state):
        return state[2]

    def hit(self, state):
        return state[2] > self.over


class Ending(Motion):
    """The same motion; the event is that it ends above 4."""

    exact, over = 3.16712e-5, 4.0

    def advance(self, state, goal):
        state[0], state[1] = state[0] + 1, state[1] + state[3].gauss(0.0, sqrt(1.0 / self.steps))
        state[2] = state[1]
        return state[0] == self.steps

    def hit(self, state):
        return state[0] == self.steps and state[1] > self.over


def repeated(process, plan: Plan, roots: int) -> tuple[float, float, float, float]:
    """Mean, its standard error, covering share and mean variance of a root, over independent repeats."""
    means, covered, spread = [], 0, 0.0
    for repeat in range(REPEATS):
        made = process(1000 + repeat)
        values = np.array([tree(made, root, plan).value for root in range(roots)])
        found = interval(values, np.arange(roots))[1:]
        means.append(values.mean())
        covered += found[0] <= process.exact <= found[1]
        spread += values.var(ddof=1) / REPEATS
    return float(np.mean(means)), float(np.std(means) / sqrt(REPEATS)), covered / REPEATS, spread


def put(sheet, process, roots: int) -> None:
    plan = pilot(process(1), range(200))
    mean, error, covered, spread = repeated(process, plan, roots)
    note = f"{len(plan.levels)} levels; {REPEATS} repeats of {roots} roots"
    sheet.chance("probability", process.exact, mean, error, note=note)
    sheet.within("share of 95 % intervals that cover", COVERED, 1.0, covered)
    sheet.within("variance of a plain run over that of a root", 1.0, float("inf"), process.exact / spread)


@pytest.mark.heavy
@case(
    "11 rare", "Splitting: gambler's ruin", model="study.splitting", label=VERIFIED, mark="C",
    source="closed form: ((q/p) - 1) / ((q/p)^15 - 1), p = 0.3; 4.02984e-6",
)  # fmt: skip
def test_ruin(sheet):
    sheet.equal("closed form", 4.02984e-6, Walk.exact, rel=1e-5)
    put(sheet, Walk, 300)


@pytest.mark.heavy
@case(
    "11 rare", "Splitting: highest point of Brownian motion", model="study.splitting", label=VERIFIED, mark="C",
    source="reflection principle: 2 P(Z > 3.5)",
)  # fmt: skip
def test_highest_point(sheet):
    put(sheet, Motion, 150)


@pytest.mark.heavy
@case(
    "11 rare", "Splitting: end of Brownian motion", model="study.splitting", label=VERIFIED, mark="C",
    source="P(Z > 4) of a normal variable",
)  # fmt: skip
def test_end(sheet):
    put(sheet, Ending, 300)
