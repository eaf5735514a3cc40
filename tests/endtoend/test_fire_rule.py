"""When a missile is worth firing, and when a second unit joins the first."""

import numpy as np
import pytest
from laboratory import IDEAL, Laboratory, outcomes

from shorad.engine import codes

P = 0.6
RAID = {"drones": {"count": 3, "from": {"bearing": "90 deg", "range": "12 km", "width": "60 deg"}, "target": "depot"}}
CLOSE = {"drones": {"count": 1, "from": {"bearing": "90 deg", "range": "6 km"}, "target": "depot"}}


def held(laboratory, worth, *, switches=IDEAL, doctrine="shoot_look_shoot", patience="0 s", raid=RAID, n=60, **more):
    """What comes of it when the crew wants that chance; `patience`: time (s) to the blow at which it fires anyway."""
    figures = {"missile.kill_p0": P, "crew.worth_firing": worth, "crew.self_defence_time": patience, **more}
    guard = {"set": figures, "missiles": 8, "doctrine": doctrine}
    return outcomes(laboratory.scenario(defence=guard, attack=raid, switches=switches), n)


@pytest.fixture
def laboratory(tmp_path):
    return Laboratory(tmp_path)


def test_a_chance_that_is_worth_it_changes_nothing(laboratory):
    assert np.array_equal(held(laboratory, 0.0).objects, held(laboratory, P - 0.01).objects)


def test_fire_is_held_to_the_end_and_the_reason_says_so(laboratory):
    out = held(laboratory, P + 0.01)
    assert (out.run["missiles"] == 0).all() and (out.run["leakers"] == 3).all()
    assert (out.objects["reason"] == codes.R_HELD).all()


def test_a_crew_that_holds_fires_before_the_blow(laboratory):
    out = held(laboratory, P + 0.01, patience="25 s")
    assert (out.run["missiles"] > 0).all()
    assert (out.run["missiles"] <= held(laboratory, 0.0).run["missiles"]).mean() > 0.9


def test_with_ideal_hits_nothing_is_held(laboratory):
    """But-for: the crew of a world in which every shot kills counts on just that."""
    out = held(laboratory, 1.0, switches=(*IDEAL, "hit"))
    assert (out.run["leakers"] == 0).all() and (out.run["missiles"] == 3).all()


def test_angle_noise_is_what_makes_far_shots_poor(laboratory):
    """A line that is 3 mrad wrong: the crew lets the drones come near, and hits with what it would waste far out."""
    real, poor = tuple(switch for switch in IDEAL if switch != "guide"), {"tracking_radar.floor_angle": "3 mrad"}
    eager, patient = (held(laboratory, worth, switches=real, n=40, **poor) for worth in (0.0, 0.5))
    down = [out.objects["t_end"][out.objects["leaked"] == 0] for out in (eager, patient)]
    assert down[1].min() > down[0].min() + 60.0
    shots = [out.run["missiles"].sum() / out.run["attackers_down"].sum() for out in (eager, patient)]
    assert shots[1] < 1.0 / 0.45 < 3.0 < shots[0]  # missiles for a kill


def test_a_second_missile_joins_while_it_is_worth_it(laboratory):
    """One drone, channels to spare: 0.6, then 0.4 x 0.6 = 0.24, then 0.096 to gain."""
    for worth, most in ((0.25, 1), (0.2, 2), (0.09, 3)):
        shots = held(laboratory, worth, doctrine="concentrate", raid=CLOSE).objects["shots"][:, 0]
        assert shots.min() == most, worth
