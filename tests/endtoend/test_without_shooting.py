"""Listening, jamming, zones and what falls, asked of the whole engine with everything else ideal."""

import numpy as np
import pytest
from soft_kill import IDEAL, TEXT, run

from shorad.engine import codes

pytestmark = pytest.mark.slow


def test_a_sure_jammer_stops_what_is_steered_and_nothing_is_counted_twice():
    o, _ = run()
    assert (o.run["soft_kills"] == 3).all() and (o.run["leakers"] == 0).all() and (o.run["attackers_down"] == 0).all()
    assert (o.run["soft_uses"] == 3).all() and (o.run["rounds"] == 0).all()
    assert (o.objects["soft"] == codes.SOFT_HOME).all() and (o.objects["life"] == codes.DEPARTED).all()


@pytest.mark.parametrize("word", ["home", "land", "hover", "drift", "carry_on"])
def test_what_follows_is_the_drones_own(word):
    o, _ = run(quadcopter__radio__on_link_loss=word)
    effect = codes.SOFT_EFFECTS.index(word)
    assert (o.objects["soft"] == effect).all()
    assert (o.run["soft_kills"] == (0 if word == "carry_on" else 3)).all()
    assert (o.run["leakers"] == (3 if word == "carry_on" else 0)).all()


def test_home_needs_navigation():
    o, _ = run(jammer_team__jammer__gnss_power="100 W")
    assert (o.objects["soft"] == codes.SOFT_DRIFT).all()


def test_a_silent_drone_is_neither_heard_nor_jammed_through_its_link():
    text = TEXT.replace("system: quadcopter", "system: quadcopter_autonomous")
    blind = {"jammer_team__optics__range_max": "1 m", "rf_detector__optics__range_max": "1 m"}
    o, _ = run(text.replace("SWITCHES", IDEAL.replace("coverage, ", "")), **blind)
    assert (o.objects["firm"] == 0).all() and (o.objects["soft"] == 0).all() and (o.run["leakers"] == 3).all()


def test_satellites_lost_means_astray_and_inertial_means_nothing():
    radar = TEXT.replace("ears: {system: rf_detector,", "ears: {system: tor_m2, missiles: 0,")
    radar = radar.replace("system: quadcopter", "system: quadcopter_autonomous")
    changes = {"jammer_team__jammer__gnss_power": "1 kW", "quadcopter_autonomous__radio__gnss_drift": "30 m/s"}
    post = "posts: {hq: {system: battery_command_post, at: [0 m, 50 m]}}\ndefence:"
    radar = radar.replace("defence:", post).replace("at: [100 m, 0 m]}", "at: [100 m, 0 m], post: hq}")
    radar = radar.replace("at: [-100 m, 0 m]}", "at: [-100 m, 0 m], post: hq}")
    o, _ = run(radar, **changes)
    tried = o.objects["jammed"] == 1
    assert tried.any() and (o.objects["soft"][tried] == codes.SOFT_ASTRAY).all()
    assert (o.run["soft_kills"] > 0).any()  # those whose miss grew beyond the depot
    o, _ = run(radar, quadcopter_autonomous__radio__navigation="inertial", **changes)
    assert (o.objects["jammed"] == 1).any() and (o.objects["soft"] == 0).all() and (o.run["leakers"] == 3).all()


def test_jamming_holds_by_the_distance_of_the_pilot():
    """EIRP 100 times the pilot's, needed 20 dB: it holds while the jammer is not farther than the pilot."""
    changes = {
        "jammer_team__jammer__link_power": "10 W", "quadcopter__radio__controller_power": "0.1 W",
        "jammer_team__jammer__js_link": "20 dB", "jammer_team__jammer__js_spread": "0.05 dB",
    }  # fmt: skip
    o, _ = run(attack__drones__base="[9 km, 0 km]", **changes)
    assert (o.objects["soft"] == codes.SOFT_HOME).all()
    near = TEXT.replace("from: {bearing: 90 deg, range: 2 km, width: 60 deg}", "from: {bearing: 90 deg, range: 900 m}")
    o, _ = run(near, attack__drones__base="[120 m, 0 m]", **changes)
    assert (o.objects["soft"] == 0).all() and (o.run["soft_uses"] > 0).all()


GUNS = TEXT.replace(
    "guard: {system: jammer_team, at: [100 m, 0 m]}", "guard: {system: machine_gun_group, at: [100 m, 0 m]}"
)
GUNS = GUNS.replace("  ears: {system: rf_detector, at: [-100 m, 0 m]}\n", "")


def test_no_shot_into_a_zone_and_the_reason_says_so():
    o, _ = run(GUNS + "zones: {all: {circle: {radius: 5 km}, fire: none}}\n")
    assert (o.run["rounds"] == 0).all() and (o.run["zone_held"] > 0).all() and (o.run["leakers"] == 3).all()
    assert (o.objects["reason"] == codes.R_ZONE).all()


def test_nor_through_one_nor_where_the_rounds_come_down():
    """A wall ten metres thick before the gun, and ground where its rounds land, each forbid it."""
    gate = "zones: {gate: {polygon: [[105 m, -2 km], [115 m, -2 km], [115 m, 2 km], [105 m, 2 km]], fire: none}}\n"
    # the gun may not turn to what has passed it
    east = {"defence__guard__sector": "{centre: 90 deg, width: 100 deg}"}
    beyond = "zones: {beyond: {sector: {centre: [100 m, 0 m], radius: 12 km, bearing: 90 deg, width: 150 deg}, "
    beyond += "ceiling: 1 m, fire: none}}\n"
    for text in (gate, beyond):
        o, _ = run(GUNS + text, **east)
        assert (o.run["rounds"] == 0).all() and (o.run["zone_held"] > 0).all()
    o, _ = run(GUNS + beyond, defence__guard__set="{gun.self_destruct: 3 s}", **east)  # ends in the air
    assert (o.run["rounds"] > 0).all()


def test_a_tight_zone_asks_for_hostile_targets():
    unknown = {"machine_gun_group.crew.hostile_threshold": "50", "machine_gun_group.crew.neutral_threshold": "-50"}
    text = GUNS + "zones: {all: {circle: {radius: 5 km}, fire: tight}}\n"
    text = text.replace("SWITCHES", "[ready, sight, coverage, detection, link, reaction, assess]")
    never = {**unknown, "machine_gun_group.crew.operator_unknown_hostile": "0"}
    o, _ = run(text, **{path.replace(".", "__"): value for path, value in never.items()})
    assert (o.run["rounds"] == 0).all() and (o.run["zone_held"] > 0).any()


def test_everything_that_goes_up_comes_down():
    """One protected zone under all of it: every wreck, every missile that left, every round that did not hit."""
    text = TEXT.replace(
        "guard: {system: jammer_team, at: [100 m, 0 m]}", "guard: {system: pantsir_s1, at: [100 m, 0 m]}"
    )
    text = text.replace("system: quadcopter", "system: shahed_136").replace(
        "  ears: {system: rf_detector, at: [-100 m, 0 m]}\n", ""
    )
    text = text.replace("range: 2 km", "range: 15 km") + "zones: {all: {circle: {radius: 100 km}, protected: yes}}\n"
    o, _ = run(text, pantsir_s1__missile__launch_reliability="1")
    assert (o.run["attackers_down"] > 0).any()
    assert np.array_equal(o.run["debris_zone"], o.run["attackers_down"])
    assert np.array_equal(o.run["missiles_zone"], o.run["missiles"])
    guns, _ = run(
        GUNS + "zones: {all: {circle: {radius: 100 km}, protected: yes}}\n",
        machine_gun_group__gun__pk_hit__small_drone="0",
    )
    assert (guns.run["rounds"] > 0).all()
    assert (guns.run["rounds_zone"] <= guns.run["rounds"]).all() and (
        guns.run["rounds_zone"] > 0.9 * guns.run["rounds"]
    ).all()


def test_closing_lasts_from_the_belief_to_the_delay_after_the_last():
    """One drone, known at once, 15 m/s into a zone of 1.2 km: inside 80 s, its track coasts, then five minutes."""
    text = TEXT.replace("count: 3", "count: 1").replace("  guard: {system: jammer_team, at: [100 m, 0 m]}\n", "")
    text += "zones: {field: {circle: {radius: 1.2 km}, ceiling: 1 km, closes: {reopen: 5 min}}}\n"
    o, _ = run(text, quadcopter__airframe__speed="15 m/s")
    inside, coast = 1200.0 / 15.0, 12.0
    assert (o.run["closures"] == 1).all() and (o.run["intruders"] == 1).all() and (o.run["intruders_unseen"] == 0).all()
    assert (np.abs(o.run["closed_time"] - (inside + 300.0 + 0.5 * coast)) <= 0.5 * coast + 4.0).all()
    late = text + "neutral: {liner: {system: a320, count: 2, route: [[-20 km, 9 km, 3 km], [20 km, 9 km, 3 km]], "
    late += "start: {at: 100 s, every: 30 s}, waits: yes, iff: works}}\n"
    o, _ = run(late, quadcopter__airframe__speed="15 m/s")
    held = o.run["t_end"] - 100.0 + o.run["t_end"] - 130.0
    assert (o.run["neutral_waited"] > 500.0).all() and (o.run["neutral_waited"] <= held + 2.0).all()


def test_traffic_is_endangered_by_distance_and_height():
    text = TEXT.replace("  guard: {system: jammer_team, at: [100 m, 0 m]}\n", "").replace("count: 3", "count: 1")
    text += "separation: {horizontal: 600 m, vertical: 80 m}\n"
    text += (
        "neutral: {liner: {system: a320, route: [[-2 km, Y, Z], [30 km, Y, Z]], set: {airframe.route_jitter: 0 m}}}\n"
    )
    for y, z, near in (("0 m", "150 m", 1), ("0 m", "400 m", 0), ("900 m", "100 m", 0)):
        o, _ = run(text.replace("Y", y).replace("Z", z))
        assert (o.run["neutral_endangered"] == near).all(), (y, z)


def test_acoustic_reach_falls_with_noise_and_wind():
    text = TEXT.replace("  guard: {system: jammer_team, at: [100 m, 0 m]}\n", "").replace(
        "rf_detector", "acoustic_array"
    )
    text = text.replace("[ready, sight, coverage, detection,", "[ready,").replace(
        "SWITCHES", "[ready, identify, operator]"
    )
    heard = []
    for noise, wind in (("35 dB", "0 m/s"), ("55 dB", "0 m/s"), ("35 dB", "20 m/s")):
        o, _ = run(text, acoustic_array__acoustic__noise=noise, weather__wind=f"{{speed: {wind}, from: 0 deg}}",
                   acoustic_array__acoustic__ranging="yes", acoustic_array__optics__range_max="1 m")  # fmt: skip
        heard.append(np.where(o.objects["firm"] == 1, o.objects["t_end"] - o.objects["t_firm"], 0.0).mean())
    quiet, loud, windy = heard
    assert quiet > 2.0 * loud and quiet > 2.0 * windy
    assert 150.0 < quiet * 15.0 < 700.0  # m from the target when the track is firm: hundreds of metres
