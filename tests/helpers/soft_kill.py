"""A jammer team and a receiver against three quadcopters, with everything else ideal, and a way to change it."""

from functools import partial

from shorad import compile as bridge
from shorad.engine.run import simulate
from shorad.spec.load import parse_scenario

IDEAL = "[ready, sight, coverage, detection, identify, operator, link, reaction, assess]"
TEXT = """\
question: Does it do what the arithmetic says?
duration: 20 min
assets: {depot: {at: [0 km, 0 km], radius: 20 m}}
defence:
  guard: {system: jammer_team, at: [100 m, 0 m]}
  ears: {system: rf_detector, at: [-100 m, 0 m]}
attack:
  drones:
    system: quadcopter
    count: 3
    from: {bearing: 90 deg, range: 2 km, width: 60 deg}
    altitude: 100 m
    target: depot
    start: {at: 0 s, every: 60 s}
    base: [9 km, 0 km]
    set: {airframe.route_jitter: 0 m, warhead.impact_sigma: 0.01 m, warhead.reliability: 1}
switches: SWITCHES
"""
SURE = {
    "jammer_team.jammer.p_effect": "1", "jammer_team.jammer.gnss_power": "0 W", "jammer_team.jammer.js_link": "0 dB",
    "jammer_team.jammer.link_power": "1 kW", "rf_detector.rf_sensor.range_error": "0",
    "rf_detector.rf_sensor.floor_angle": "0.1 mrad",
}  # fmt: skip


def run(text=TEXT, replicates=6, **changes):
    """Outcomes and names at nominal values; `__` in a keyword stands for a dot."""
    settings = SURE | {path.replace("__", "."): value for path, value in changes.items()}
    known = {path: value for path, value in settings.items() if path.split(".")[0] not in absent(text)}
    resolved = bridge.resolve(parse_scenario(text.replace("SWITCHES", IDEAL), "soft.yaml", known))
    built = bridge.build(resolved, bridge.draw(resolved, 0, -1))
    return simulate(built.model, partial(bridge.new_state, built.model), 1, -1, range(replicates), 1), built


def absent(text):
    return [name for name in ("jammer_team", "rf_detector") if name not in text]
