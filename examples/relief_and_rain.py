"""What relief and rain change: the tables of docs/world.md, each in a few seconds.

    python examples/relief_and_rain.py [ridge | why | wait | rain]

Every line: 12 draws of what is not known, 25 replicates each, seed 1. The lines share draws and luck, so that they
differ by what was changed alone.
"""

import sys

import shorad

NO_RIDGE = {"terrain.ridges.east.height": "0 m"}
REACH = "pantsir_s1.missile.range_max"  # beyond it no missile is launched at anything
RIDGE = {
    "behind the ridge": {},
    "no ridge": NO_RIDGE,
    "vehicle on the crest": {"defence.guard.at": "[5 km, 500 m]"},
}
WHY = {
    "no ridge": NO_RIDGE,
    "no ridge, missiles held to 12 km": NO_RIDGE | {REACH: "12 km"},
    "no ridge, missiles held to 8 km": NO_RIDGE | {REACH: "8 km"},
    "no ridge, missiles held to 5 km": NO_RIDGE | {REACH: "5 km"},
    "no ridge, perfect guidance": NO_RIDGE | {"switches": "[guide]"},
    "no ridge, missiles without end": NO_RIDGE | {"switches": "[rounds]"},
    "the ridge": {},
    "the ridge, missiles without end": {"switches": "[rounds]"},
}
WORTH = "pantsir_s1.crew.worth_firing"  # chance of a kill below which a missile waits; the values are examples
WAIT = {
    **{
        f"no ridge, worth firing from {chance}": NO_RIDGE | {WORTH: chance}
        for chance in ("0", "0.3", "0.5", "0.7", "0.8")
    },
    **{f"the ridge, worth firing from {chance}": {WORTH: chance} for chance in ("0", "0.7", "0.8")},
}
PLAINS = {"ridge_raid": NO_RIDGE, "own_terrain": {"terrain": "{base: 30 m}"}}
RAINS = ("0 mm/h", "10 mm/h", "50 mm/h")


def head() -> None:
    print(f"{'':33}{'asset survives':>19}{'warning':>9}{'leakers':>9}{'missiles':>10}{'hit':>6}{'gun rounds':>12}")


def line(name: str, scenario: str, settings: dict[str, str]) -> None:
    """Run one variant and print what came of it."""
    found = shorad.run(shorad.load(scenario, settings), draws=12, replicates=25, but_for=False)
    assert found.answer is not None
    kept = found.answer.estimate
    low, high = kept.sampling or (0.0, 1.0)
    paths = ("warning.time", "leakers", "rounds.missiles", "kills.missile", "rounds.gun")
    warning, leakers, missiles, kills, rounds = (found[path].estimate.mean for path in paths)
    print(
        f"{name:33}{f'{kept.mean:.0%} ({low:.0%} to {high:.0%})':>19}{warning:7.0f} s{leakers:9.1f}"
        f"{missiles:10.1f}{kills / missiles:6.0%}{rounds:12.0f}"
    )


def ridge() -> None:
    """The raid over the ridge, without it, and with the vehicle on it."""
    head()
    for name, settings in RIDGE.items():
        line(name, "ridge_raid", settings)


def why() -> None:
    """What makes open ground the worse place: one thing changed at a time."""
    head()
    for name, settings in WHY.items():
        line(name, "ridge_raid", settings)


def wait() -> None:
    """A crew that waits until a shot is worth its missile."""
    head()
    for name, settings in WAIT.items():
        line(name, "ridge_raid", settings)


def rain() -> None:
    """Two scenarios, over their relief and over a plain, in three weathers."""
    head()
    for scenario, plain in PLAINS.items():
        for land, settings in (("relief", {}), ("plain", plain)):
            for fall in RAINS:
                line(f"{scenario:12}{land:8}{fall}", scenario, settings | {"weather.rain": fall})


if __name__ == "__main__":
    wanted = sys.argv[1:] or ["ridge", "why", "wait", "rain"]
    for table in wanted:
        {"ridge": ridge, "why": why, "wait": wait, "rain": rain}[table]()
