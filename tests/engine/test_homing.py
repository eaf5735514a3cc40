"""Missiles that home: they meet what they were sent at by themselves, each with the wander of its own eye."""

import sys
from pathlib import Path

import numpy as np
import pytest
from laboratory import IDEAL, Laboratory, built, logged

from shorad.engine.codes import FLYING, TURN, V_GUIDANCE_LOST, V_LAUNCH

sys.path.insert(0, str(Path(__file__).parent))
from tiny import fly_on, make, shoot, shoot_many

HOMING = {"navigation": 4.0, "lag": 0.2, "fuze_radius": 1.5, "seeker_blind": 0.05}
CROSSING = (5_000.0, 2_000.0, 600.0, -60.0, 40.0, 0.0)


def test_meets_a_crossing_target() -> None:
    m, s = make([CROSSING], HOMING)
    shot = shoot(m, s, 0.0)
    assert (shot["burst"], shot["victim"]) == (1, 0)
    assert shot["miss"] < 0.3


def test_follows_one_that_turns() -> None:
    """A turn of 2 g, which nobody on the ground has to measure."""
    m, s = make([CROSSING], HOMING)
    s.obj[0]["kind"], s.obj[0]["omega"] = TURN, 20.0 / 72.0
    shot = shoot(m, s, 0.0)
    assert (shot["burst"], shot["victim"]) == (1, 0)
    assert shot["miss"] < 0.5


def test_glint_is_what_it_misses_by() -> None:
    wide = {"fuze_radius": 30.0, "noise_tau": 0.2}
    misses = []
    for glint in (0.0, 0.5, 1.0):
        m, s = make([CROSSING], HOMING | wide | {"glint": glint})
        misses.append(float(np.sqrt(np.mean(shoot_many(m, s, 400)[:, 1] ** 2))))
    assert misses[0] < 0.3
    assert misses[2] / misses[1] == pytest.approx(2.0, rel=0.1), "linear in the wander"
    assert 0.5 < misses[2] / np.sqrt(2.0) < 3.0, "of its order, each axis"


def test_the_launcher_measures_nothing() -> None:
    """Errors of sight and beacon, which a missile under command pays for, do not reach it."""
    noisy = {"beacon_noise": 5e-3, "noise_tau": 1.0}
    m, s = make([CROSSING], HOMING | noisy, optics_error=5e-3)
    assert shoot(m, s, 0.0)["miss"] < 0.3
    m, s = make([CROSSING], noisy | {"fuze_radius": 1.5}, optics_error=5e-3)
    assert shoot(m, s, 0.0)["burst"] == 2, "under command the same errors make it pass"


def test_each_has_its_own_eye() -> None:
    """Two of one order: under command they share the error of the target's line, homing they do not."""
    for navigation, shared in ((0.0, True), (4.0, False)):
        m, s = make([CROSSING], HOMING | {"navigation": navigation, "glint": 1.0, "noise_tau": 0.5}, optics_error=1e-3)
        shoot(m, s, 0.0, until=2.0, row=0)
        first = float(s.shot[0]["next_target_az"])
        shoot(m, s, 0.0, until=2.0, row=1)
        assert (float(s.shot[1]["next_target_az"]) == first) is shared


def test_loses_a_target_that_is_gone() -> None:
    m, s = make([CROSSING], HOMING | {"guidance_memory": 0.5})
    shoot(m, s, 0.0, until=2.0)
    s.obj[0]["life"] = FLYING + 1
    shot = fly_on(m, s, 20.0)
    assert shot["burst"] == 3
    assert shot["t_burst"] == pytest.approx(2.5, abs=0.11)


@pytest.mark.parametrize(("navigation", "lost"), [(0, True), (4, False)])
def test_nobody_has_to_hold_its_target(tmp_path: Path, navigation: float, lost: bool) -> None:
    """The radar falls silent every few seconds: a missile under command is lost by that, a homing one is not."""
    own = {"missile.navigation": {"value": navigation, "basis": "guess", "note": "test"}} if navigation else {}
    unit = {"emission": {"on": "9 s", "off": "9 s"}, "set": {"crew.drop_guidance": True, **own}}
    raid = {
        "raid": {"count": 4, "from": {"bearing": "0 deg", "range": "15 km"}, "altitude": "500 m", "target": "depot"}
    }
    switches = tuple(each for each in IDEAL if each not in ("emission", "guide", "reaction"))
    resolved = Laboratory(tmp_path).scenario(defence=unit, attack=raid, switches=switches)
    log = logged(resolved)
    assert built(resolved).model.missile[0]["navigation"] == navigation
    assert np.any(log["kind"] == V_LAUNCH)
    assert bool(np.any(log["kind"] == V_GUIDANCE_LOST)) is lost
