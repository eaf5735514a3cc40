"""Every word that a run may give as a reason occurs: for each there is a scenario that brings it about.

The scenarios are small and forced: a crew that is absent, a mask that hides everything, a missile that flies four
seconds. A reason that no scenario reaches would be a line in the tables that nobody ever sees.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from small_scenario import SMALL

import shorad
from shorad.results.columns import Outcomes
from shorad.results.words import NEUTRAL_CAUSES, REASONS, SORTIE_ENDS
from shorad.spec.load import parse_scenario

POST = SMALL.replace("500 m]}", "500 m], post: hq}") + "posts: {hq: {system: battery_command_post, at: [0 m, 900 m]}}\n"
ZONE = SMALL + "zones: {town: {circle: {centre: [0 km, 0 km], radius: 30 km}, fire: none}}\n"
NEUTRAL = (
    SMALL
    + """\
neutral:
  plane: {system: e190, count: 2, route: [[25 km, 2 km, 600 m], [-10 km, -2 km, 600 m]], iff: absent, corridor: no}
"""
)
HUNT = """\
question: What chance has a vehicle against hunters?
duration: 2 h
defence:
  guard: {system: pantsir_s1, at: [0 m, 0 m]}
attack:
  hunters:
    system: bayraktar_tb2
    count: 4
    from: {bearing: 45 deg, range: 30 km, width: 20 deg}
    target: guard
    station: {at: [6 km, 6 km]}
    base: [30 km, 30 km]
    start: {at: 0 s, every: 5 min}
    after_attack: home
"""
JAMMER = """\
question: What chance has a depot behind a team with a jammer against quadcopters?
duration: 20 min
assets:
  depot: {at: [0 km, 0 km]}
defence:
  ears: {system: rf_detector, at: [0 m, 100 m], post: hq}
  team: {system: jammer_team, at: [200 m, 0 m], post: hq}
posts: {hq: {system: battery_command_post, at: [0 m, 50 m]}}
attack:
  quads:
    system: quadcopter
    count: 4
    from: {bearing: 90 deg, range: 5 km, width: 20 deg}
    altitude: 100 m
    target: depot
"""
WATIYA = Path(__file__).parents[2] / "scenarios" / "al_watiya_2020.yaml"
TEXTS = {
    "small": SMALL,
    "post": POST,
    "zone": ZONE,
    "neutral": NEUTRAL,
    "hunt": HUNT,
    "jammer": JAMMER,
    "watiya": WATIYA.read_text(),
}
G = "defence.guard."
MISSILE, CREW, RADAR = f"{G}set.missile", f"{G}set.crew", f"{G}set.search_radar"
NO_GUN = {f"{G}rounds": "0"}
MANY = {**NO_GUN, "attack.drones.count": "16", "attack.drones.start.every": "0 s"}
ABSENT = {f"{G}readiness": "crew_absent"}
LEAKS: dict[str, tuple[str, Mapping[str, str]]] = {
    "not_ready": ("small", ABSENT),
    "silent": ("small", {f"{G}emission": "on_cue", "weather.visibility": "50 m"}),
    "los": ("small", {"terrain.mask": "{0 deg: 60 deg}"}),
    "coverage": ("small", {f"{RADAR}.elevation_min": "20 deg"}),
    "not_detected": ("small", {f"{RADAR}.ref_range": "500 m"}),
    "track_lost": ("small", {f"{RADAR}.ref_range": "500 m"}),
    "id_rules": ("small", {f"{G}roe": "hold"}),
    "operator": ("small", {"attack.drones.count": "12", f"{CREW}.operator_time": "[30 s, 60 s, 90 s]"}),
    "seen_late": ("small", {f"{RADAR}.elevation_min": "20 deg"}),
    "link": ("post", {"battery_command_post.post.link_loss": "0.9", "battery_command_post.post.link_timeout": "500 s"}),
    "late": ("small", {**MANY, f"{CREW}.reaction": "[20 s, 40 s, 60 s]"}),
    "channel": ("small", {**MANY, f"{G}set.tracking_radar.channels": "1", f"{G}set.optics.channels": "0"}),
    "rounds": ("small", {f"{G}missiles": "1", f"{G}rounds": "0", f"{G}loads": "0"}),
    "envelope": ("small", {f"{G}at": "[0 km, 25 km]"}),
    "lock": ("small", {f"{G}set.tracking_radar.ref_range": "1 km"}),
    "guidance": (
        "small",
        {
            **NO_GUN,
            f"{G}set.tracking_radar.elevation_max": "2 deg",
            f"{G}set.optics.channels": "0",
            f"{MISSILE}.guidance_memory": "0 s",
        },
    ),
    "missed_missile": ("small", {f"{MISSILE}.fuze_reliability": "0.01"}),
    "missed_gun": ("small", {f"{G}missiles": "0", f"{G}loads": "0"}),
    "assessed_dead": ("small", {f"{CREW}.p_miss_called_kill": "1", f"{MISSILE}.fuze_reliability": "0.01"}),
    "zone": ("zone", {}),
    "missed_soft": ("jammer", {"attack.quads.set.radio.on_link_loss": "carry_on"}),
    "held": ("small", {f"{CREW}.worth_firing": "1", f"{G}set.gun.range_max": "500 m"}),
}
ENDS: dict[str, tuple[str, Mapping[str, str]]] = {
    "shot_down": ("hunt", {}),
    "damaged": ("hunt", {}),
    "weapons_spent": ("hunt", {}),
    "nothing_found": ("hunt", {**ABSENT, "bayraktar_tb2.striker.eo_detect": "10 m",
                               "bayraktar_tb2.striker.endurance": "10 min"}),
    "endurance": ("hunt", {**ABSENT, "bayraktar_tb2.striker.release_delay": "[40 min, 50 min, 60 min]",
                           "bayraktar_tb2.striker.endurance": "30 min"}),
    "laser_lost": ("watiya", {"defence.battery.readiness": "silent"}),
    "losses_abort": ("hunt", {"bayraktar_tb2.striker.losses_abort": "1"}),
    "landed": ("neutral", {}),
    "jammed": ("jammer", {}),
    "link_lost": ("hunt", {"bayraktar_tb2.striker.link_range": "1 km"}),
}  # fmt: skip


@cache
def outcomes(text: str, settings: tuple[tuple[str, str], ...]) -> Outcomes:
    scenario = parse_scenario(TEXTS[text], f"{text}.yaml", dict(settings))
    draws, replicates = (8, 12) if text == "watiya" else (4, 6)  # a laser is seldom lost
    return shorad.run(scenario, draws=draws, replicates=replicates, but_for=False, parts=False).outcomes


def words(names: Mapping[str, str], codes: np.ndarray) -> set[str]:
    known = tuple(names)
    return {known[int(code)] for code in np.unique(codes)}


@pytest.mark.parametrize("reason", [name for name in REASONS if name != "none"])
def test_each_reason_of_a_leak_occurs(reason):
    text, settings = LEAKS[reason]
    found = outcomes(text, tuple(settings.items())).objects
    assert reason in words(REASONS, found["reason"][found["leaked"] > 0])


def test_no_leak_is_without_a_reason():
    for text, settings in LEAKS.values():
        found = outcomes(text, tuple(settings.items())).objects
        assert "none" not in words(REASONS, found["reason"][found["leaked"] > 0])


@pytest.mark.parametrize("cause", [name for name in NEUTRAL_CAUSES if name != "none"])
def test_each_cause_of_a_shot_at_a_neutral_aircraft_occurs(cause):
    assert cause in words(NEUTRAL_CAUSES, outcomes("neutral", ()).objects["cause"])


@pytest.mark.parametrize("end", [name for name in SORTIE_ENDS if name != "none"])
def test_each_end_of_a_sortie_or_a_bomb_occurs(end):
    text, settings = ENDS[end]
    assert end in words(SORTIE_ENDS, outcomes(text, tuple(settings.items())).objects["sortie_end"])
