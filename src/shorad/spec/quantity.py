"""A number as a person writes it: `36 km`, or a mapping with a range, a basis and claims.

`Quantity` is the one class for numbers of a scenario and of the catalogue. `Dim` is the annotation that tells a
pydantic field its dimension: parsing then happens in validation.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from shorad.errors import Issue, ScenarioError, suggest
from shorad.units import DIMENSIONS, format_si, parse

DISTRIBUTIONS = ("triangular", "uniform", "log_uniform", "log_triangular", "fixed")
BASES = ("sourced", "repeated", "computed", "guess")


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement of a source about a value."""

    value: str  # as the source has it
    source: str  # id in sources.yaml
    place: str = ""
    grade: str = ""  # Admiralty code, such as C3
    conditions: str = ""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in SI (or a word), with what is known about it.

    ``chance`` is a spread drawn anew in each replicate (low, mode, high; SI); ``value`` is then its mode. An
    exponential spread is (0, mean, infinity). With both
    ``chance`` and a range, the range is that of the mode and the whole spread scales with it. ``low`` and ``high``
    equal ``value`` and ``distribution`` is ``fixed`` when nothing is varied.
    """

    value: float | str  # nominal; a word for an enumeration, 1.0 or 0.0 for a flag
    dimension: str = "none"
    low: float = 0.0
    high: float = 0.0
    distribution: str = "fixed"
    chance: tuple[float, float, float] | None = None
    basis: str = ""  # one of BASES; empty for a number written bare in a scenario
    claims: tuple[Claim, ...] = ()
    note: str = ""
    text: str = ""  # as written, nominal only

    @property
    def number(self) -> float:
        """``value`` when it is known to be a number."""
        if isinstance(self.value, str):
            raise TypeError(f"{self.value!r} is a word, not a number")
        return self.value

    @property
    def varies(self) -> bool:
        """True when the value is not known exactly: drawn once per epistemic draw."""
        return self.distribution != "fixed"

    @property
    def spread(self) -> tuple[float, float, float]:
        """Low, mode, high of the chance spread; three equal numbers without one."""
        return self.chance or (self.number, self.number, self.number)

    @property
    def exponential(self) -> bool:
        """True when the spread of chance has a mean and no longest value."""
        return self.spread[2] == math.inf


@dataclass(frozen=True, slots=True)
class Dim:
    """Annotation: the dimension of a field and the bounds (SI, inclusive) of what makes sense there."""

    dimension: str
    low: float = float("-inf")
    high: float = float("inf")
    integer: bool = False
    positive: bool = False  # strictly above zero
    chance: bool = False  # a chance triple may stand here

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.validate)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return json_schema(self)

    def validate(self, raw: Any) -> Quantity:
        """`raw` as a Quantity; ScenarioError becomes the error type that pydantic collects."""
        if isinstance(raw, Quantity):
            return raw
        try:
            return read(raw, self)
        except ScenarioError as error:
            raise complaint(error.first) from None


def complaint(issue: Issue) -> PydanticCustomError:
    """An `Issue` as pydantic collects it; `shorad.spec.problems` turns it back."""
    context = {"problem": issue.problem, "right": issue.right, "sub": issue.path}
    return PydanticCustomError("shorad", "{problem}", context)


def fixed(value: float | str, dimension: str = "none", text: str = "") -> Quantity:
    """A Quantity that is exactly `value` (SI)."""
    number = value if isinstance(value, float | int) else 0.0
    return Quantity(value, dimension, number, number, text=text or format_si(value, dimension))


def read(raw: Any, dim: Dim) -> Quantity:
    """A number with its unit, or a mapping {value, range, ...}, {chance: [low, mode, high]}, or {chance:
    {exponential: mean}}; SI inside.

    Raises ScenarioError whose path is that of the offending key below `raw`.
    """
    if isinstance(raw, Mapping):
        return _read_mapping(raw, dim)
    if dim.chance and isinstance(raw, list | tuple):
        return _read_mapping({"chance": list(raw)}, dim)
    value = _number(raw, dim)
    return Quantity(value, dim.dimension, value, value, text=_as_text(raw))


def _number(raw: Any, dim: Dim) -> float:
    value = parse(raw, dim.dimension)
    if dim.integer and value != math.floor(value):
        raise ScenarioError(f"{_as_text(raw)} is not a whole number", "write a count, such as 4")
    if dim.positive and value <= 0.0:
        raise ScenarioError(f"{_as_text(raw)} is not above zero", f"write {DIMENSIONS[dim.dimension].name} above zero")
    if not dim.low <= value <= dim.high:
        raise ScenarioError(f"{_as_text(raw)} is out of range", f"write {_bounds(dim)}")
    return value


def _bounds(dim: Dim) -> str:
    low, high = format_si(dim.low, dim.dimension), format_si(dim.high, dim.dimension)
    what = "a whole number" if dim.integer else DIMENSIONS[dim.dimension].name
    if math.isinf(dim.high):
        return f"{what} of {low} or more"
    return f"{what} of {high} or less" if math.isinf(dim.low) else f"{what} from {low} to {high}"


def _as_text(raw: Any) -> str:
    if isinstance(raw, bool):
        return "yes" if raw else "no"
    return str(raw)[:60]


_KEYS = ("value", "range", "distribution", "chance", "basis", "claims", "note")


def _read_mapping(raw: Mapping[Any, Any], dim: Dim) -> Quantity:
    _check_keys(raw, dim)
    chance = _read_triple(raw["chance"], dim) if "chance" in raw else None
    value = chance[1] if chance else _at("value", raw["value"], dim)
    low, high = _read_range(raw["range"], value, dim) if "range" in raw else (value, value)
    return Quantity(
        value=value,
        dimension=dim.dimension,
        low=low,
        high=high,
        distribution=_read_distribution(raw, low, high),
        chance=chance,
        basis=_read_basis(raw),
        claims=read_claims(raw.get("claims")),
        note=_read_note(raw),
        text=_as_text(_middle(raw["chance"]) if chance else raw["value"]),
    )


def _check_keys(raw: Mapping[Any, Any], dim: Dim) -> None:
    allowed = [k for k in _KEYS if dim.chance or k != "chance"]
    for key in raw:
        if key not in allowed:
            raise ScenarioError(f'unknown key "{key}"', suggest(str(key), allowed), path=str(key))
    if ("value" in raw) == ("chance" in raw):
        if "value" in raw:
            raise ScenarioError("value and chance together", "write one of them: the mode of chance is the value")
        wanted = (
            "value: or chance: [low, mode, high]"
            if dim.chance
            else f'value:, such as "value: {DIMENSIONS[dim.dimension].example}"'
        )
        raise ScenarioError('missing "value"', f"write {wanted}")


def _at(path: str, raw: Any, dim: Dim) -> float:
    try:
        return _number(raw, dim)
    except ScenarioError as error:
        raise error.within("", path=path) from None


def _read_triple(raw: Any, dim: Dim) -> tuple[float, float, float]:
    if isinstance(raw, Mapping):
        return 0.0, _read_mean(raw, dim), math.inf
    if not isinstance(raw, list | tuple) or len(raw) != 3:
        example = DIMENSIONS[dim.dimension].example
        raise ScenarioError(
            "a chance spread has three numbers", f"write [low, mode, high], each like {example}", path="chance"
        )
    low, mode, high = (_at(f"chance.{i}", item, dim) for i, item in enumerate(raw))
    if not low <= mode <= high:
        raise ScenarioError(
            "low, mode and high of the chance spread are not in order", "write [low, mode, high]", path="chance"
        )
    return low, mode, high


def _read_mean(raw: Mapping[Any, Any], dim: Dim) -> float:
    """The mean of `{exponential: 4 s}`."""
    for key in raw:
        if key != "exponential":
            raise ScenarioError(f'unknown key "{key}"', suggest(str(key), ["exponential"]), path=f"chance.{key}")
    example = DIMENSIONS[dim.dimension].example
    if not raw:
        raise ScenarioError("an empty spread", f"write {{exponential: {example}}}", path="chance")
    mean = _at("chance.exponential", raw["exponential"], dim)
    if mean <= 0.0:
        raise ScenarioError("a mean of zero", f"write a mean above zero, such as {example}", path="chance.exponential")
    return mean


def _middle(raw: Any) -> Any:
    """Mode or mean, as written."""
    return raw["exponential"] if isinstance(raw, Mapping) else raw[1]


def _read_range(raw: Any, value: float, dim: Dim) -> tuple[float, float]:
    if not isinstance(raw, list | tuple) or len(raw) != 2:
        raise ScenarioError("a range has two numbers", "write [low, high]", path="range")
    low, high = (_at(f"range.{i}", item, dim) for i, item in enumerate(raw))
    if low > high:
        raise ScenarioError("the low end of the range is above its high end", "write [low, high]", path="range")
    if not low <= value <= high:
        nominal = format_si(value, dim.dimension)
        raise ScenarioError(
            f"the range does not contain the value {nominal}", "widen the range or change the value", path="range"
        )
    return low, high


def _read_distribution(raw: Mapping[Any, Any], low: float, high: float) -> str:
    name = raw.get("distribution", "triangular" if high > low else "fixed")
    if name not in DISTRIBUTIONS:
        raise ScenarioError(f'unknown distribution "{name}"', suggest(str(name), DISTRIBUTIONS), path="distribution")
    if name != "fixed" and "range" not in raw:
        raise ScenarioError(f"{name} needs a range", "add range: [low, high]", path="distribution")
    if name.startswith("log") and low <= 0.0:
        raise ScenarioError(f"{name} needs a range above zero", "raise its low end", path="range")
    return "fixed" if low == high else str(name)


def _read_basis(raw: Mapping[Any, Any]) -> str:
    basis = raw.get("basis", "")
    if basis and basis not in BASES:
        raise ScenarioError(f'unknown basis "{basis}"', suggest(str(basis), BASES), path="basis")
    if basis == "guess" and not str(raw.get("note") or "").strip():
        raise ScenarioError("a guess without a note", "say in note: what it leans on")
    return str(basis)


def _read_note(raw: Mapping[Any, Any]) -> str:
    note = raw.get("note", "")
    if not isinstance(note, str):
        raise ScenarioError("the note is not text", "write a sentence", path="note")
    return note


_CLAIM_KEYS = ("value", "source", "place", "grade", "conditions")


def read_claims(raw: Any) -> tuple[Claim, ...]:
    """A list of {value, source, place, grade, conditions} as claims."""
    if raw is None:
        return ()
    if not isinstance(raw, list | tuple):
        raise ScenarioError("claims is not a list", "write - {value: ..., source: ..., place: ...}", path="claims")
    return tuple(_read_claim(item, f"claims.{i}") for i, item in enumerate(raw))


def _read_claim(raw: Any, path: str) -> Claim:
    if not isinstance(raw, Mapping):
        raise ScenarioError("a claim is not a mapping", "write {value: ..., source: ..., place: ...}", path=path)
    for key in raw:
        if key not in _CLAIM_KEYS:
            raise ScenarioError(f'unknown key "{key}"', suggest(str(key), _CLAIM_KEYS), path=f"{path}.{key}")
    for key in ("value", "source"):
        if raw.get(key) in (None, ""):
            raise ScenarioError(f'a claim without "{key}"', "write {value: ..., source: ...}", path=path)
    grade = str(raw.get("grade") or "")
    if not re.fullmatch(r"([A-F][1-6])?", grade):
        right = "write a letter A to F for the source and a digit 1 to 6 for the statement, such as C3"
        raise ScenarioError(f'"{grade[:60]}" is no grade', right, path=f"{path}.grade")
    return Claim(**{key: _as_text(item) if key == "value" else str(item) for key, item in raw.items()})


def json_schema(dim: Dim) -> dict[str, Any]:
    """JSON Schema of such a number, for editors: text with one of its units, or a mapping."""
    what = DIMENSIONS[dim.dimension]
    plain: list[dict[str, Any]] = [{"type": "string", "description": f"{what.name}, such as {what.example}"}]
    if what.bare:
        plain.append({"type": "integer" if dim.integer else "number"})
    number: dict[str, Any] = {"anyOf": plain}
    properties: dict[str, Any] = {
        "value": number,
        "range": {"type": "array", "items": number, "minItems": 2, "maxItems": 2},
        "distribution": {"enum": list(DISTRIBUTIONS)},
        "basis": {"enum": list(BASES)},
        "claims": {"type": "array", "items": {"type": "object"}},
        "note": {"type": "string"},
    }
    mapping = {"type": "object", "properties": properties, "required": ["value"], "additionalProperties": False}
    return {"anyOf": [*plain, mapping], "description": f"{what.name}, such as {what.example}"}
