"""Text with a unit to SI and back: `36 km` is 36000.0, and `36 km` where a time is wanted is an error that says so.

A small whitelist on purpose: every unit that a scenario or the catalogue may use stands in `DIMENSIONS`, with the
factor that makes it SI. Angles become radians, g becomes m/s2, dB and dBsm become linear.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from difflib import get_close_matches

from shorad.errors import ScenarioError

G = 9.80665  # m/s2, standard gravity (CGPM 1901)
DEG = math.pi / 180.0
LOGARITHMIC = ("dB", "dBsm", "dBm", "dBW")


@dataclass(frozen=True, slots=True)
class Dimension:
    """What a number measures: its name in a sentence, its units with their SI factors, whether it may stand bare."""

    name: str
    units: dict[str, float]
    example: str
    bare: bool = False


DIMENSIONS: dict[str, Dimension] = {
    "length": Dimension(
        "a length",
        {"m": 1.0, "km": 1e3, "cm": 1e-2, "mm": 1e-3, "um": 1e-6, "ft": 0.3048, "nmi": 1852.0},
        "5 km",
    ),
    "time": Dimension("a time", {"s": 1.0, "ms": 1e-3, "min": 60.0, "h": 3600.0, "day": 86400.0}, "20 s"),
    "speed": Dimension(
        "a speed",
        {"m/s": 1.0, "km/h": 1 / 3.6, "km/s": 1e3, "kt": 1852 / 3600, "ft/s": 0.3048, "ft/min": 0.3048 / 60},
        "50 m/s",
    ),
    "angle": Dimension("an angle", {"deg": DEG, "rad": 1.0, "mrad": 1e-3, "urad": 1e-6}, "30 deg"),
    "angular_rate": Dimension(
        "an angular rate", {"deg/s": DEG, "rad/s": 1.0, "mrad/s": 1e-3, "rpm": math.pi / 30}, "60 deg/s"
    ),
    "area": Dimension("an area", {"m2": 1.0, "cm2": 1e-4, "dBsm": 1.0}, "0.1 m2"),
    "mass": Dimension("a mass", {"kg": 1.0, "g": 1e-3, "t": 1e3}, "75 kg"),
    "acceleration": Dimension("an acceleration", {"g": G, "m/s2": 1.0}, "30 g"),
    "acceleration_psd": Dimension("a power density of acceleration", {"m2/s3": 1.0}, "10 m2/s3"),
    "rate": Dimension("a rate", {"/s": 1.0, "/min": 1 / 60, "/h": 1 / 3600, "/day": 1 / 86400}, "2 /h"),
    "money": Dimension("an amount of money", {"USD": 1.0, "kUSD": 1e3, "MUSD": 1e6, "bnUSD": 1e9}, "150 kUSD"),
    "frequency": Dimension("a frequency", {"Hz": 1.0, "kHz": 1e3, "MHz": 1e6, "GHz": 1e9}, "4 GHz"),
    "power": Dimension("a power", {"W": 1.0, "mW": 1e-3, "kW": 1e3, "dBm": 1e-3, "dBW": 1.0}, "100 mW"),
    "precipitation": Dimension("a rain rate", {"mm/h": 1e-3 / 3600.0}, "5 mm/h"),
    "attenuation": Dimension("an attenuation with distance", {"dB/km": math.log(10.0) / 1e4}, "5 dB/km"),
    "temperature_difference": Dimension("a temperature difference", {"K": 1.0}, "10 K"),
    "ratio": Dimension("a ratio", {"dB": 1.0, "%": 1e-2}, "3 dB", bare=True),
    "probability": Dimension("a probability", {"%": 1e-2}, "0.3", bare=True),
    "none": Dimension("a plain number", {}, "4", bare=True),
}

_NUMBER = re.compile(r"([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*(.*)", re.DOTALL)
_SPELLING = str.maketrans({"µ": "u", "μ": "u", "²": "2", "³": "3", "°": "deg", "−": "-"})


def parse(text: object, dimension: str) -> float:
    """SI value of `text` ("36 km", "-20 dBsm", "30 %", or a bare number) in the given dimension.

    Raises ScenarioError with what is wrong and what would be right; never returns NaN or infinity.
    """
    want = DIMENSIONS[dimension]
    number, unit = _split(text, want)
    if not unit and not want.bare:
        raise ScenarioError(f"{_short(text)} has no unit", _with_units(number, want))
    if unit and unit not in want.units:
        raise _wrong_unit(unit, want)
    value = _to_si(number, unit, want)
    if not math.isfinite(value):
        raise ScenarioError(f"{_short(text)} is not a finite number", f'write {want.name}, such as "{want.example}"')
    return value


def _split(text: object, want: Dimension) -> tuple[float, str]:
    if isinstance(text, bool) or not isinstance(text, int | float | str):
        raise _not_a_number(text, want)
    if not isinstance(text, str):
        try:
            return float(text), ""
        except OverflowError:
            return math.inf, ""
    match = _NUMBER.fullmatch(text.translate(_SPELLING).strip())
    if match is None:
        raise _not_a_number(text, want)
    if match[2].startswith(",") or match[2].startswith("_"):
        raise ScenarioError(f"{_short(text)} is no number", 'write it with a point and no separators, such as "1500.5"')
    return float(match[1]), re.sub(r"\s+", "", match[2])


def _to_si(number: float, unit: str, want: Dimension) -> float:
    if unit in LOGARITHMIC:
        return want.units[unit] * 10.0 ** (number / 10.0) if number < 3000.0 else math.inf
    return number * want.units[unit] if unit else number


def _short(text: object) -> str:
    shown = f'"{text}"' if isinstance(text, str) else str(text)
    return shown if len(shown) <= 60 else shown[:57] + "..."


def _not_a_number(text: object, want: Dimension) -> ScenarioError:
    if text is None:
        return ScenarioError("nothing stands here", f'write {want.name}, such as "{want.example}"')
    what = {bool: "yes/no", dict: "a mapping", list: "a list"}.get(type(text))
    return ScenarioError(
        f"{what or _short(text)} is not {want.name}", f'write a number with its unit, such as "{want.example}"'
        if not want.bare else f'write {want.name}, such as "{want.example}"',
    )  # fmt: skip


def _with_units(number: float, want: Dimension) -> str:
    offers = [f'"{number:g} {unit}"' for unit in list(want.units)[:2]]
    return f"write {' or '.join(offers)}"


def _wrong_unit(unit: str, want: Dimension) -> ScenarioError:
    right = f'{want.name} is wanted here, such as "{want.example}"'
    for other in DIMENSIONS.values():
        if unit in other.units:
            return ScenarioError(f"{unit} is {_measures(unit, other)}, {right}")
    known = {u.lower(): u for u in want.units}
    near = get_close_matches(unit.lower(), list(known), n=1, cutoff=0.5)
    hint = f'did you mean "{known[near[0]]}"? ' if near else ""
    units = ", ".join(want.units) or "no unit"
    return ScenarioError(
        f'"{unit[:30]}" is no unit known here', f"{hint}{want.name[0].upper()}{want.name[1:]} takes {units}"
    )


def _measures(unit: str, other: Dimension) -> str:
    return "a mass or an acceleration" if unit == "g" else other.name


# ---- SI to readable text ---------------------------------------------------------------------
_LADDERS: dict[str, tuple[tuple[float, str], ...]] = {  # from this magnitude on (SI), this unit
    "length": ((5e3, "km"), (0.5, "m"), (5e-4, "mm"), (0.0, "um")),
    "time": ((3 * 3600.0, "h"), (300.0, "min"), (0.05, "s"), (0.0, "ms")),
    "speed": ((0.0, "m/s"),),
    "angle": ((0.9 * DEG, "deg"), (0.0, "mrad")),
    "angular_rate": ((0.0, "deg/s"),),
    "area": ((0.0, "m2"),),
    "mass": ((1e-1, "kg"), (0.0, "g")),
    "acceleration": ((G, "g"), (0.0, "m/s2")),
    "acceleration_psd": ((0.0, "m2/s3"),),
    "rate": ((0.1, "/s"), (0.0, "/h")),
    "money": ((1e6, "MUSD"), (1e4, "kUSD"), (0.0, "USD")),
    "frequency": ((1e9, "GHz"), (1e6, "MHz"), (1e3, "kHz"), (0.0, "Hz")),
    "power": ((0.5, "W"), (1e-6, "mW"), (0.0, "W")),
    "precipitation": ((0.0, "mm/h"),),
    "attenuation": ((0.0, "dB/km"),),
    "temperature_difference": ((0.0, "K"),),
}


def format_si(value: float | str, dimension: str, digits: int = 4) -> str:
    """Readable text of an SI value in a sensible unit: ``format_si(36000, "length")`` is ``36 km``. Words pass."""
    if isinstance(value, str):
        return value
    ladder = _LADDERS.get(dimension)
    if ladder is None:
        return _plain(value, digits)
    unit = next(unit for least, unit in ladder if abs(value) >= least)
    if value == 0.0:
        unit = next(iter(DIMENSIONS[dimension].units))
    return f"{_plain(value / DIMENSIONS[dimension].units[unit], digits)} {unit}"


def _plain(value: float, digits: int) -> str:
    """`digits` significant digits, without an exponent where that stays short."""
    if value == 0.0:
        return "0"
    if 1e-5 <= abs(value) < 1e7:
        decimals = max(0, digits - 1 - math.floor(math.log10(abs(value))))
        text = f"{value:.{decimals}f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return f"{value:.{digits}g}"
