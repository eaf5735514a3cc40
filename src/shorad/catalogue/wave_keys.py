"""Keys that only scenarios with propagation, rain, wind or jammers read; a system may leave them out."""

from __future__ import annotations

from shorad.catalogue.key import INF, Key

MTI = ("none", "single", "double")


def _wave(dimension: str, meaning: str, low: float = 0.0, high: float = INF, positive: bool = False) -> Key:
    return Key(dimension, "scalar", meaning, (), low, high, positive, optional=True)


# of both kinds of radar; without them a system cannot take part in what needs them
WAVES = {
    "frequency": _wave("frequency", "radio frequency", 5e7, 1e11),
    "prf": _wave("frequency", "pulse repetition frequency; sets the blind speeds", 10.0, 1e7),
    "mti": Key("none", "word", "moving-target filter: none, or one or two delays", MTI, optional=True),
    "stagger": _wave("none", "ratio of the two pulse intervals used in turn; 1 for a constant one", 1.0, 2.0),
    "improvement": _wave("ratio", "clutter improvement factor of the moving-target filter, with all its limits", 1.0),
    "peak_power": _wave("power", "transmitted power in a pulse", positive=True),
    "gain": _wave("ratio", "antenna gain", 1.0),
    "bandwidth": _wave("frequency", "receiver bandwidth", 1e3, 1e10),
    "sidelobe": _wave("ratio", "one-way level of the sidelobes below the main beam", 1e-8, 1.0),
}
RESOLUTION = _wave("length", "length of its resolution cell in range", positive=True)
WIND_ERROR = _wave("none", "share of the wind that fire control does not know, one standard deviation")
