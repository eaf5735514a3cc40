"""Closed forms of shooting asked of the whole engine, from scenario files of ideal systems (validation 8 and 9).

Monte Carlo bands are 4 standard errors of the closed form's own law, at a fixed seed.
"""

from math import sqrt

import numpy as np
import pytest
from closed_forms import binomial, erlang_loss, evenly_spaced, shares, shoot
from laboratory import Laboratory

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def laboratory(tmp_path_factory: pytest.TempPathFactory) -> Laboratory:
    return Laboratory(tmp_path_factory.mktemp("laboratory"))


def agree(counts, law):
    """Every frequency of a whole number, and its mean, within 4 standard errors of its law."""
    rows, mean = shares(counts, law)
    for reference, found, error in [*rows, mean]:
        assert abs(found - reference) <= 4.0 * error + 1e-12, (rows, mean)


# ---- salvo, raid --------------------------------------------------------------------------------
@pytest.mark.parametrize(("n", "p", "expected"), [(2, 0.7, 0.91), (4, 0.7, 0.9919), (3, 0.6, 0.936)])
def test_salvo(laboratory, n, p, expected):
    """1 - (1 - p)^n."""
    out = shoot(laboratory, 1, p, doctrine="salvo", salvo=n, missiles=n)
    assert expected == pytest.approx(1.0 - (1.0 - p) ** n, abs=1e-12)
    agree(out.run["attackers_down"], np.array([1.0 - expected, expected]))
    assert np.all(out.run["leakers"] == 1 - out.run["attackers_down"])


@pytest.mark.parametrize(
    ("targets", "shots", "p", "none", "mean", "one"),
    [(4, 2, 0.7, 0.685750, 0.36, 0.957035), (8, 1, 0.8, 0.167772, 1.6, 0.503316)],
)
def test_raid_with_so_many_shots_each(laboratory, targets, shots, p, none, mean, one):
    out = shoot(laboratory, targets, p, doctrine="salvo", salvo=shots, missiles=targets * shots)
    law = binomial(targets, (1.0 - p) ** shots)
    assert (law[0], (law * np.arange(targets + 1)).sum(), law[:2].sum()) == pytest.approx((none, mean, one), abs=1e-6)
    assert np.all(out.objects["shots"] == shots)
    agree(out.run["leakers"], law)


# ---- shoot, look, shoot -------------------------------------------------------------------------
def test_shoot_look_shoot_at_one_target(laboratory):
    """Two missiles, p = 0.7: killed with 0.91, 1.3 missiles on the mean."""
    out = shoot(laboratory, 1, 0.7, missiles=2)
    agree(out.run["attackers_down"], np.array([0.09, 0.91]))
    agree(out.run["missiles"], np.array([0.0, 0.7, 0.3]))


@pytest.mark.parametrize(
    ("missiles", "targets", "p", "kills", "all_dead"),
    [(8, 4, 0.7, 3.929384, 0.942032), (12, 8, 0.6, 6.869452, 0.438178)],
)
def test_perfect_shoot_look_shoot(laboratory, missiles, targets, p, kills, all_dead):
    """No missile is wasted: min(targets, binomial(missiles, p)) kills."""
    out = shoot(laboratory, targets, p, missiles=missiles)
    law = binomial(missiles, p)
    law = np.append(law[:targets], law[targets:].sum())
    assert ((law * np.arange(targets + 1)).sum(), law[-1]) == pytest.approx((kills, all_dead), abs=1e-6)
    agree(out.run["attackers_down"], law)


# ---- a loss system: channels as servers, drones that cross a narrow sector as customers ---------------
@pytest.mark.parametrize(("channels", "load", "expected"), [(1, 1, 0.5), (2, 1, 0.2), (4, 3, 0.206107)])
def test_erlang_loss(laboratory, channels, load, expected):
    found = erlang_loss(laboratory, channels, load)
    assert found.odd < 1e-3
    lost = found.lost
    assert abs(lost.mean() - expected) <= 4.0 * lost.std(ddof=1) / sqrt(len(lost)), (lost.mean(), expected)


def test_evenly_spaced_arrivals(laboratory):
    """20 drones 2 s apart, four channels, each busy until the seventh after: 14 are served, always the same."""
    service, served = evenly_spaced(laboratory)
    assert 10.5 < service < 12.0
    expected = [i for i in range(20) if i % 6 < 4]
    assert len(expected) == 14
    assert np.all(served == np.isin(np.arange(20), expected))
