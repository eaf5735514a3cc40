"""A scenario in which everything occurs that a scenario can say, resolved and built once per module."""

import pytest
from small_scenario import resolved

from shorad.compile import build

FULL = """\
question: Does everything come out where it should?
duration: 30 min
weather:
  {visibility: 15 km, cloud_base: 4 km, night: yes, temperature_offset: 10 K, rain: 5 mm/h, rain_top: 3 km,
   fog: {visibility: 400 m, top: 150 m}, wind: {speed: 8 m/s, from: 270 deg, profile: log}}
propagation: {multipath: yes, diffraction: yes, gas: yes, clutter: yes, surface: farmland, edge_distance: 2 km}
jammers: {truck: {at: [40 km, 0 km, 20 m], power: 1 kW, bandwidth: 100 MHz, against: search}}
terrain: {mask: {350 deg: 2 deg, 10 deg: 4 deg}}
assets:
  depot: {at: [1 km, 2 km, 50 m], radius: 40 m, value: 7, keep_out: 500 m, hits_to_lose: 3, price: 2 MUSD}
posts:
  hq: {system: battery_command_post, at: [100 m, 200 m], lost_at: 90 s}
defence:
  battery:
    system: pantsir_s1
    count: 4
    at: {ring: 1 km, centre: [1 km, 0 km], start: 90 deg}
    post: hq
    readiness: {radiating: {value: 0.5, range: [0.2, 0.8]}, silent: 0.3, deploying: 0.1, crew_absent: 0.1}
    readiness_correlation: 0.8
    emission: {on: 60 s, off: 120 s}
    cue_range: 20 km
    roe: tight
    doctrine: salvo
    salvo: 2
    sector: {centre: 90 deg, width: 60 deg}
    jamming: {noise_rise: 6 dB, azimuth: 45 deg, width: 20 deg}
    missiles: 8
    rounds: 700
    loads: 0
    operators: 2
  other:
    {system: pantsir_s1, at: [5 km, 5 km, 20 m],
     set: {search_radar.filter: interacting, search_radar.gate: radial, missile.lethal_b.drone: 3 m}}
attack:
  shaheds:
    system: shahed_136
    count: {value: 3, range: [2, 4]}
    from: {bearing: 0 deg, range: 30 km, width: 30 deg}
    altitude: 300 m
    target: battery
    start: {at: 10 s, every: 5 s, jitter: 3 s}
  pair:
    system: bayraktar_tb2
    count: 2
    route: [[40 km, 0 km], [30 km, 8 km]]
    width: 2 km
    target: battery.2
    jammer: {power: 50 W, bandwidth: 200 MHz}
    station: {at: [12 km, 10 km]}
    base: [60 km, 0 km]
  dropper:
    system: improvised_drone
    route: [[-9 km, 0 km, 200 m], [-5 km, 1 km, 200 m]]
    target: depot
    carries: {munitions: 3}
  decapitation: {system: shahed_136, from: {bearing: 180 deg, range: 20 km}, altitude: 200 m, target: hq}
neutral:
  liner:
    {system: a320, count: 2, route: [[-20 km, 9 km, 8 km], [20 km, 9 km, 9 km]], width: 4 km, iff: failed,
     corridor: yes, start: 30 s}
birds: {rate: 4 /h, radius: 6 km, size: 10, centre: [1 km, 1 km]}
"""
SOFT = (
    FULL.replace(
        "  other:\n",
        """\
  ears: {system: rf_detector, at: [0 km, 1 km]}
  microphones: {system: acoustic_array, at: [0 km, 2 km]}
  jammers: {system: jammer_team, at: [0 km, 3 km], set: {optics.filter: interacting}}
  gunners: {system: machine_gun_group, at: [2 km, 0 km], set: {gun.self_destruct: 5 s}}
  other:
""",
    ).replace("corridor: yes,", "corridor: yes, waits: yes,")
    + """\
zones:
  terminal: {polygon: [[0 km, 0 km], [1 km, 0 km], [1 km, 2 km]], floor: 10 m, ceiling: 300 m, protected: yes}
  field: {circle: {centre: [1 km, 0 km], radius: 2 km}, closes: {reopen: 10 min}, fire: none}
  east: {sector: {centre: [0 km, 0 km], radius: 9 km, bearing: 90 deg, width: 60 deg}, fire: tight}
separation: {horizontal: 610 m, vertical: 76 m}
"""
)


@pytest.fixture(scope="module")
def full():
    return resolved(FULL)


@pytest.fixture(scope="module")
def soft():
    return resolved(SOFT)


@pytest.fixture(scope="module")
def made(full):
    return build(full, {})
