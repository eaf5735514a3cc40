"""What the world costs: al_watiya_2020 as shipped against the same over relief and in weather, per replicate.

The raid is not quite the same one: hills hide, and a hidden vehicle is fought for longer or not at all. So the events
per replicate stand beside the time. The rain is a drizzle for the same reason: through 4 mm/h the TB2s find nothing and
circle until their endurance ends, which is another raid (and takes 3.6 times as long), not a dearer look.
"""

from __future__ import annotations

from time import perf_counter

import shorad
from benchmarks.measure import SEED, timed
from shorad.compile import build, draw, resolve
from shorad.spec.load import parse_scenario

LIMIT = 1.5  # times the flat world in clear air
DRAWS, REPLICATES = 6, 30
FLAT = "terrain: {mask: {0 deg: 0.3 deg, 180 deg: 0.5 deg}} # notional: a flat plain\n"
HILLS = """terrain:
  mask: {0 deg: 0.3 deg, 180 deg: 0.5 deg}
  hills:
    a: {at: [12 km, 4 km], height: 180 m, radius: 2 km}
    b: {at: [4 km, 12 km], height: 140 m, radius: 1.5 km}
    c: {at: [-6 km, -3 km], height: 220 m, radius: 2.5 km}
    d: {at: [20 km, 18 km], height: 300 m, radius: 4 km}
"""
CLEAR = "weather: {visibility: 20 km, temperature_offset: 12 K} # a clear warm day\n"
WEATHER = """weather: {visibility: 20 km, temperature_offset: 12 K, rain: 0.5 mm/h, wind: {speed: 8 m/s, from: 300 deg}}
propagation: {multipath: yes, diffraction: yes, gas: yes, clutter: yes, surface: desert}
"""
WORLDS: dict[str, dict[str, str]] = {  # name -> text of the scenario to replace, and by what
    "flat, clear": {},
    "hills": {FLAT: HILLS},
    "weather and waves": {CLEAR: WEATHER},
    "hills, weather, waves": {FLAT: HILLS, CLEAR: WEATHER},
}


def report() -> float:
    """Print the table; the dearest world as a multiple of the first."""
    path = shorad.scenarios()["al_watiya_2020"]
    text, first, worst = path.read_text(encoding="utf-8"), 0.0, 0.0
    print("\nWorld: al_watiya_2020, CPU ms per replicate (limit for all together: 1.5 times the first line)")
    for name, changes in WORLDS.items():
        changed = text
        for old, new in changes.items():
            if old not in changed:
                raise ValueError(f"{path.name} no longer has the line that {name} replaces: {old!r}")
            changed = changed.replace(old, new)
        resolved = resolve(parse_scenario(changed, str(path)))
        began = perf_counter()
        build(resolved, {})
        made = perf_counter() - began
        runs = [timed(build(resolved, draw(resolved, SEED, k)), REPLICATES) for k in range(DRAWS)]
        each = 1e3 * sum(run.seconds for run in runs) / DRAWS
        steps = sum(run.mean("steps") for run in runs) / DRAWS
        first = first or each
        worst = max(worst, each / first)
        print(
            f"  {name:24} {each:7.2f} ms  {each / first:5.2f} x  {steps:8.0f} grid points  tables made in {made:.2f} s"
        )
    return worst


if __name__ == "__main__":
    report()
