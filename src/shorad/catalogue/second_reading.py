"""The published figures read twice: a second reading in `audit/*.yaml`, made without sight of the first, compared.

A value whose two readings agree is *audited*: the catalogue says what its sources say. That makes no figure true, and
a guess that both readings found stays a guess. A value that nobody has read again is *provisional*.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shorad.catalogue.files import HERE
from shorad.catalogue.keys import Key
from shorad.catalogue.model import System
from shorad.catalogue.read import key_of, read_value
from shorad.errors import ScenarioError, suggest
from shorad.spec.quantity import Dim, Quantity, read
from shorad.spec.text_file import read_text
from shorad.spec.yaml_text import read_mapping

AUDITS = HERE / "audit"
TOLERANCE = 0.01  # two readings of one figure differ by no more than its rounding
TAGS = {"S": "sourced", "R": "repeated", "C": "computed", "E": "guess"}
_HEAD = ("auditor", "date", "readings", "disagreements")
_KEYS = ("value", "range", "source", "place", "tag")


@dataclass(frozen=True, slots=True)
class Reading:
    """What the second reading found: SI; `value` is None where the figures give two ends and nothing between."""

    value: float | str | None
    low: float
    high: float
    text: str
    source: str
    place: str
    basis: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both readings of one value; `first` is None where the catalogue has no such value."""

    path: str
    first: Quantity | None
    second: Reading
    reason: str = ""  # why they may differ; empty where nothing was recorded

    @property
    def agrees(self) -> bool:
        return self.first is not None and _agree(self.first, self.second)


@dataclass(frozen=True, slots=True)
class Audit:
    """All that was read twice of one system, by path."""

    system: str
    comparisons: Mapping[str, Comparison]
    auditor: str = ""
    date: str = ""

    def status(self, path: str) -> str:
        """``audited``: two readings agree; ``disputed``: they differ; ``provisional``: read once."""
        found = self.comparisons.get(path)
        if found is None:
            return "provisional"
        return "audited" if found.agrees else "disputed"


def audited_systems(folder: Path = AUDITS) -> tuple[str, ...]:
    """Names of the systems that have a second reading."""
    return tuple(sorted(path.stem for path in folder.glob("*.yaml")))


def audit(system: System, folder: Path = AUDITS) -> Audit:
    """The second reading of `system` beside its values; empty without one. ScenarioError: its file is wrong."""
    path = folder / f"{system.name}.yaml"
    if not path.exists():
        return Audit(system.name, {})
    file = str(path.relative_to(HERE.parent)) if path.is_relative_to(HERE) else str(path)
    raw, lines = read_mapping(read_text(path, "a second reading"), file, "a second reading")
    try:
        return _audit(system, raw)
    except ScenarioError as error:
        raise error.within(file, *lines.get(error.first.path, (1, 1))) from None


def _audit(system: System, raw: Mapping[str, Any]) -> Audit:
    _only(raw, _HEAD, "")
    reasons = raw.get("disagreements") or {}
    readings = {path: _reading(path, entry) for path, entry in raw["readings"].items()}
    for path in reasons:
        if path not in readings:
            raise ScenarioError(f"no reading of {path}", suggest(path, list(readings)), path="disagreements")
    compared = {
        path: Comparison(path, system.get(path), reading, str(reasons.get(path) or "").strip())
        for path, reading in readings.items()
    }
    return Audit(system.name, compared, str(raw.get("auditor", "")), str(raw.get("date", "")))


def _only(raw: Any, allowed: tuple[str, ...], path: str) -> None:
    if not isinstance(raw, Mapping):
        raise ScenarioError("a mapping is wanted", f"write {', '.join(allowed)}", path=path)
    for name in raw:
        if name not in allowed:
            raise ScenarioError(f'unknown key "{name}"', suggest(str(name), allowed), path=path)


def _reading(path: str, entry: Any) -> Reading:
    here = f"readings.{path}"
    _only(entry, _KEYS, here)
    for name in ("source", "place", "tag"):
        if not entry.get(name):
            raise ScenarioError(f'a reading without "{name}"', f"write {name}:", path=here)
    if entry["tag"] not in TAGS:
        raise ScenarioError(f'unknown tag "{entry["tag"]}"', suggest(str(entry["tag"]), list(TAGS)), path=here)
    try:
        value, low, high = _figures(key_of(path), entry)
    except ScenarioError as error:
        raise ScenarioError(error.first.problem, error.first.right, path=here) from None
    text = _shown(entry.get("value", "")) or _shown(entry["range"])
    return Reading(value, low, high, text, str(entry["source"]), str(entry["place"]), TAGS[entry["tag"]])


def _shown(raw: Any) -> str:
    return " .. ".join(str(item) for item in raw) if isinstance(raw, list) else str(raw)


def _figures(key: Key, entry: Mapping[str, Any]) -> tuple[float | str | None, float, float]:
    """Value, low and high of a reading; the ends of a chance spread are its low and high.

    Without the bounds of the key: a source may say what the engine does not take, such as a speed that starts at zero.
    """
    dim = Dim(key.dimension, integer=key.kind == "count", chance=key.kind == "chance")
    if "value" in entry and key.kind in ("flag", "word", "name"):
        word = read_value(key, entry["value"])
        return word.value, word.low, word.high
    if "value" in entry:
        plain = isinstance(entry["value"], list)
        found = read(entry["value"] if plain else {k: entry[k] for k in ("value", "range") if k in entry}, dim)
        return (found.value, *_ends(found))
    if not isinstance(entry.get("range"), list) or len(entry["range"]) != 2:
        raise ScenarioError('a reading without "value" and "range"', "write one of them, or both")
    low, high = (read(end, dim).number for end in entry["range"])
    if low > high:
        raise ScenarioError("the low end of the range is above its high end", "write [low, high]")
    return None, low, high


def _ends(q: Quantity) -> tuple[float, float]:
    """Whatever a value is said to vary over, by chance or because nobody knows it."""
    low, _, high = q.spread
    return min(low, q.low), max(high, q.high)


# ---- agreement ---------------------------------------------------------------------------------
def _agree(first: Quantity, second: Reading) -> bool:
    """Equal values, or each value inside the other's range; and ranges that meet. Words must be the same."""
    if isinstance(second.value, str) or isinstance(first.value, str):
        return first.value == second.value
    low, high = _ends(first)
    if not (_upto(low, second.high) and _upto(second.low, high)):
        return False
    inside = _upto(second.low, first.value) and _upto(first.value, second.high)
    if second.value is None:
        return inside
    return _near(first.value, second.value) or (inside and _upto(low, second.value) and _upto(second.value, high))


def _near(a: float, b: float) -> bool:
    return abs(a - b) <= TOLERANCE * max(abs(a), abs(b))


def _upto(a: float, b: float) -> bool:
    return a <= b or _near(a, b)
