"""What all nouns of a scenario share: frozen, no unknown keys, and the field types that carry a dimension."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, core_schema

from shorad import limits
from shorad.errors import Issue, suggest
from shorad.spec.quantity import Dim, Quantity, complaint


class Noun(BaseModel):
    """Base of everything that stands in a scenario file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def quantities(self, path: str = "") -> Iterator[tuple[str, Quantity]]:
        """Every number below this noun with its dotted path, defaults included."""
        for name, field in type(self).model_fields.items():
            yield from _quantities(getattr(self, name), _join(path, field.alias or name))


def _join(path: str, key: object) -> str:
    return f"{path}.{key}" if path else str(key)


def _quantities(item: object, path: str) -> Iterator[tuple[str, Quantity]]:
    if isinstance(item, Quantity):
        yield path, item
    elif isinstance(item, Noun):
        yield from item.quantities(path)
    elif isinstance(item, dict):
        for key, child in item.items():
            yield from _quantities(child, _join(path, key))
    elif isinstance(item, tuple):
        for index, child in enumerate(item):
            yield from _quantities(child, _join(path, index))


# ---- numbers with a dimension ------------------------------------------------------------------
Length = Annotated[Quantity, Dim("length", low=0.0, high=limits.DISTANCE)]
Coordinate = Annotated[Quantity, Dim("length", low=-limits.DISTANCE, high=limits.DISTANCE)]
Time = Annotated[Quantity, Dim("time", low=0.0, high=limits.TIME)]
Duration = Annotated[Quantity, Dim("time", high=limits.TIME, positive=True)]
Angle = Annotated[Quantity, Dim("angle", low=-limits.ANGLE, high=limits.ANGLE)]
Width = Annotated[Quantity, Dim("angle", high=limits.ANGLE, positive=True)]  # of a sector: nothing lies in none
Rate = Annotated[Quantity, Dim("rate", low=0.0)]
Money = Annotated[Quantity, Dim("money", low=0.0)]
Ratio = Annotated[Quantity, Dim("ratio", low=0.0)]
Probability = Annotated[Quantity, Dim("probability", low=0.0, high=1.0)]
Number = Annotated[Quantity, Dim("none", low=0.0)]
Count = Annotated[Quantity, Dim("none", low=0.0, high=limits.MEMBERS, integer=True)]
Stock = Annotated[Quantity, Dim("none", low=0.0, high=limits.STOCK, integer=True)]
Staff = Annotated[Quantity, Dim("none", low=1.0, high=limits.STOCK, integer=True)]
Offset = Annotated[Quantity, Dim("temperature_difference", low=-limits.TEMPERATURE, high=limits.TEMPERATURE)]


# ---- words, flags, names -----------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Word:
    """Annotation: one of these words."""

    allowed: tuple[str, ...]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.validate)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"enum": list(self.allowed)}

    def validate(self, raw: object) -> str:
        if isinstance(raw, str) and raw in self.allowed:
            return raw
        raise complaint(Issue(f"{_shown(raw)} is none of the words allowed here", suggest(str(raw), self.allowed)))


def _shown(raw: object) -> str:
    names = {dict: "a mapping", list: "a list", type(None): "nothing"}
    return names.get(type(raw), f'"{str(raw)[:60]}"')


@dataclass(frozen=True, slots=True)
class Text:
    """Annotation: text that matches a pattern; `right` says what would be right."""

    pattern: str
    right: str

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.validate)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"type": "string", "pattern": f"^(?:{self.pattern})$", "description": self.right}

    def validate(self, raw: object) -> str:
        text = str(raw) if isinstance(raw, int | float) and not isinstance(raw, bool) else raw
        if isinstance(text, str) and re.fullmatch(self.pattern, text, re.DOTALL):
            return text
        raise complaint(Issue(f"{_shown(raw)} does not fit", self.right))


def _flag(raw: object) -> object:
    word = {"yes": True, "no": False, "true": True, "false": False}.get(raw.lower()) if isinstance(raw, str) else raw
    if not isinstance(word, bool):
        raise complaint(Issue(f"{_shown(raw)} is neither yes nor no", "write yes or no"))
    return word


Flag = Annotated[bool, BeforeValidator(_flag, json_schema_input_type=bool | str)]
Sentence = Annotated[str, Text(r"\s*\S.*", "write a plain sentence")]
Question = Annotated[str, Text(r"\s*\S.*\?\s*", "write one plain sentence that ends in a question mark")]
Name = Annotated[
    str, Text(r"[a-z][a-z0-9_]*", "a name has small letters, digits and underscores, and starts with a letter")
]
AltName = Annotated[str, Text(r"[A-Za-z0-9_]+", "a name has letters, digits and underscores")]
SystemName = Name  # a file of the catalogue
Target = Annotated[
    str, Text(r"[a-z][a-z0-9_]*(\.[1-9][0-9]*)?", "name an asset, a defence group or one unit, such as battery.3")
]
PathText = Annotated[str, Text(r"[^\s.]+(\.[^.]+)*", "write a dotted path, such as attack.drones.count")]
