"""Outcomes made by hand, without an engine: fixtures for the tests of results, view and study."""

from collections.abc import Callable

import numpy as np
import pytest

from shorad.engine import fates
from shorad.results.columns import Cast, Outcomes

CAST = Cast(
    units=("battery.1", "battery.2"),
    objects=("airliner.1", "drones.1", "drones.2", "tb2.1", "tb2.1.mam_l.1"),
    assets=("command", "depot"),
    kinds=("traffic", "one_way", "one_way", "striker", "munition"),
    sides=("neutral", "hostile", "hostile", "hostile", "hostile"),
    carriers=(-1, -1, -1, -1, 3),
    counts=(False, True, True, False, True),
    posts=(True, False),
    duration=600.0,
)


def blank(draws: int, replicates: int) -> Outcomes:
    """Nothing happened: everything zero, with k and r filled in."""
    n = draws * replicates
    run = np.zeros(n, fates.RUN)
    run["k"], run["r"] = np.divmod(np.arange(n), replicates)
    run["attackers"], run["neutrals"], run["units"], run["t_end"] = 3, 1, 2, 500.0
    objects = np.zeros((n, len(CAST.objects)), fates.OBJECT_FATE)
    objects["killer_unit"] = objects["reason_unit"] = -1
    units = np.zeros((n, len(CAST.units)), fates.UNIT_FATE)
    assets = np.zeros((n, len(CAST.assets)), fates.ASSET_FATE)
    units["killer"] = assets["killer"] = -1
    return Outcomes(run, objects, units, assets)


def lucky(draws: int = 10, replicates: int = 20, seed: int = 1) -> Outcomes:
    """Chance outcomes that hang together: drones leak, the depot burns, a bomb kills a unit, the airliner is hit."""
    rng = np.random.default_rng(seed)
    o = blank(draws, replicates)
    n, k = len(o.run), o.run["k"]
    p = rng.beta(2, 3, draws)[k]
    o.objects["life"][:, 3], o.objects["firm"][:, 1:4] = 5, 1
    for row in (1, 2):
        leak = rng.random(n) < p
        o.objects["leaked"][:, row] = leak
        o.objects["life"][:, row] = np.where(leak, 3, 2)
        o.objects["killer_unit"][:, row] = np.where(leak, -1, 0)
        o.objects["reason"][:, row] = np.where(leak, rng.choice([5, 10, 16, 17], n), 0)
    o.run["leakers"] = o.objects["leaked"].sum(axis=1)
    o.run["attackers_down"] = (o.objects["life"][:, 1:3] == 2).sum(axis=1)
    gone = o.run["leakers"] == 2
    o.assets["rung"][gone, 1], o.assets["killer"][gone, 1], o.assets["reason"][gone, 1] = 3, 2, 10
    bombed = rng.random(n) < 0.2
    o.units["rung"][bombed, 0], o.units["killer"][bombed, 0] = 3, 4
    o.units["reason"][bombed, 0], o.units["reason_carrier"][bombed, 0] = 5, 13
    o.objects["engaged"][:, 0] = rng.random(n) < 0.1
    o.objects["cause"][:, 0] = np.where(o.objects["engaged"][:, 0], 3, 0)
    o.objects["rung"][:, 0] = np.where(o.objects["engaged"][:, 0], 3, 0)
    o.run["neutral_exposed"] = 1
    for field in ("neutral_engaged", "neutral_hit", "neutral_lost"):
        o.run[field] = o.objects["engaged"][:, 0]
    o.run["missiles"] = rng.poisson(5, n)
    o.run["rounds"] = 60 * rng.poisson(4, n)
    o.run["cost_shots"] = 150e3 * o.run["missiles"]
    o.run["cost_defence"] = o.run["cost_shots"] + 20e6 * gone  # the engine's includes the shots
    o.run["cost_attack"] = 50e3 * 2
    o.run["warned"], o.run["warning_sum"] = 2, rng.normal(240, 30, n)
    return o


@pytest.fixture
def cast() -> Cast:
    return CAST


@pytest.fixture
def make_blank() -> Callable[[int, int], Outcomes]:
    return blank


@pytest.fixture
def make_lucky() -> Callable[..., Outcomes]:
    return lucky
