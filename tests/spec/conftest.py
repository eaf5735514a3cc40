"""A scenario that uses every key, as text."""

import pytest

SCENARIO = """\
question: What chance has a fuel depot behind one Pantsir-S1 against four one-way drones?
title: First look
documented: [the figures of each system]
notional: [the place, the raid]
answer: assets.depot.survival
duration: 20 min
weather: {visibility: 20 km, cloud_base: 4 km, night: no, temperature_offset: 10 K}
terrain: {mask: {90 deg: 0.5 deg, 0 deg: 1 deg}}
assets:
  depot: {at: [0 km, 0 km], radius: 30 m, value: 10, keep_out: 300 m, hits_to_lose: 2, price: 20 MUSD}
posts:
  command: {system: battery_command_post, at: [0.2 km, -1 km], lost_at: 300 s}
defence:
  battery:
    system: pantsir_s1
    count: 6
    at: {ring: 1.5 km, centre: [0 km, 0 km], start: 0 deg}
    post: command
    readiness: {radiating: 0.4, silent: 30 %, deploying: 0.2, crew_absent: 0.1}
    readiness_correlation: {value: 0.8, range: [0.5, 0.9], basis: guess, note: one crew shelter}
    emission: {on: 60 s, off: 120 s}
    cue_range: 20 km
    roe: tight
    doctrine: salvo
    salvo: 2
    sector: {centre: 90 deg, width: 60 deg}
    jamming: {noise_rise: 6 dB, azimuth: 90 deg, width: 20 deg}
    missiles: 12
    set: {search_radar.gate: radial}
attack:
  drones:
    system: shahed_136
    count: 4
    from: {bearing: 90 deg, range: 40 km, width: 20 deg}
    altitude: 300 m
    target: depot
    start: {at: 0 s, every: 15 s, jitter: 10 s}
  hunters:
    system: bayraktar_tb2
    route: [[30 km, 5 km, 5 km], [10 km, 2 km, 5 km]]
    width: 500 m
    target: battery.3
    station: {at: [10 km, 0 km]}
    base: [60 km, 0 km]
    after_attack: home
    carries: {munition: mam_l, munitions: 4}
neutral:
  airliner: {system: a320, route: [[0 km, 0 km, 0 km], [20 km, 0 km, 3 km]], start: 5 min, iff: works, corridor: yes}
birds: {rate: 2 /h, radius: 10 km, size: 12}
hypotheses:
  readiness:
    question: Was the radar on?
    alternatives:
      silent: {weight: 0.25, set: {defence.battery.readiness: silent, pantsir_s1.search_radar.gate: none}}
      mixed: {weight: 0.75}
switches: [detection]
split: defence.battery.readiness
sweep: {path: attack.drones.count, values: [10, 20], until: "assets.depot.survival < 0.5"}
run: {replicates: 50, draws: 20, seed: 1}
"""


@pytest.fixture
def text():
    return SCENARIO
