"""A small scenario on the real catalogue, and a way to change it."""

from shorad import compile as bridge
from shorad.spec.load import parse_scenario

SMALL = """\
question: What chance has a depot behind one vehicle against one drone?
duration: 20 min
assets:
  depot: {at: [0 km, 0 km]}
defence:
  guard: {system: pantsir_s1, at: [800 m, 500 m]}
attack:
  drones:
    system: shahed_136
    count: 2
    from: {bearing: 90 deg, range: 30 km, width: 20 deg}
    altitude: 300 m
    target: depot
    start: {at: 5 s, every: 10 s, jitter: 2 s}
"""


def resolved(text=SMALL, **overrides):
    """Resolve a text; `__` in a keyword stands for a dot."""
    settings = {path.replace("__", "."): value for path, value in overrides.items()}
    return bridge.resolve(parse_scenario(text, "small.yaml", settings))
