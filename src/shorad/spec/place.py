"""Where something stands or flies. x is east, y is north, z is height above sea level."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Discriminator, GetCoreSchemaHandler, GetJsonSchemaHandler, Tag
from pydantic_core import CoreSchema, core_schema

from shorad import limits
from shorad.errors import Issue, ScenarioError
from shorad.spec.noun import Angle, Length, Noun
from shorad.spec.quantity import Dim, Quantity, complaint, fixed, json_schema, read

_COORDINATE = Dim("length", low=-limits.DISTANCE, high=limits.DISTANCE)


class _Position:
    """Annotation: [x, y] or [x, y, z]."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(read_position)

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        words = "[x, y] or [x, y, z], such as [2 km, 500 m]"
        return {"type": "array", "items": json_schema(_COORDINATE), "minItems": 2, "maxItems": 3, "description": words}


def read_position(raw: object) -> tuple[Quantity, ...]:
    """Two or three lengths."""
    if not isinstance(raw, list | tuple) or len(raw) not in (2, 3):
        raise complaint(Issue("this is no position", "write [x, y] or [x, y, z], such as [2 km, -500 m]"))
    return tuple(_coordinate(item, index) for index, item in enumerate(raw))


def _coordinate(raw: object, index: int) -> Quantity:
    if isinstance(raw, Quantity):
        return raw
    try:
        return read(raw, _COORDINATE)
    except ScenarioError as error:
        raise complaint(error.within("", path=str(index)).first) from None


Position = Annotated[tuple[Quantity, ...], _Position()]  # length 2 or 3
Route = tuple[Position, ...]


class Ring(Noun):
    """Units evenly on a circle, the first at `start` clockwise from north."""

    ring: Length
    centre: Position = (fixed(0.0, "length"), fixed(0.0, "length"))
    start: Angle = fixed(0.0, "angle")


class Approach(Noun):
    """Where attackers start, as seen from their target; a group spreads evenly over `width`."""

    bearing: Angle
    range: Length
    width: Annotated[Quantity, Dim("angle", low=0.0, high=limits.ANGLE)] = fixed(0.0, "angle")


def _form(raw: object) -> str:
    if isinstance(raw, dict | Ring):
        return "~ring"
    first = raw[0] if isinstance(raw, list | tuple) and raw else None
    return "~many" if isinstance(first, list | tuple) else "~one"


Placement = Annotated[
    Annotated[Ring, Tag("~ring")] | Annotated[Route, Tag("~many")] | Annotated[Position, Tag("~one")],
    Discriminator(_form),
]
