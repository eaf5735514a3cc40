"""Parts of the airspace with rules of their own: no-fire zones, weapons control, protected ground, airports."""

from __future__ import annotations

from typing import Annotated

from pydantic import model_validator

from shorad.errors import Issue
from shorad.spec.noun import Angle, Coordinate, Duration, Flag, Noun, Word
from shorad.spec.place import Position, Route
from shorad.spec.quantity import Dim, Quantity, complaint, fixed

ZONE_FIRE = ("any", "tight", "hold", "none")
Radius = Annotated[Quantity, Dim("length", positive=True)]
RIGHT = "write one of polygon: [[x, y], ...], circle: {centre: [x, y], radius: 1 km} and sector: {centre: ...}"


class Circle(Noun):
    """All within `radius` of `centre`."""

    centre: Position = (fixed(0.0, "length"), fixed(0.0, "length"))
    radius: Radius


class Slice(Noun):
    """A part of a circle: `width` wide about `bearing`, azimuth clockwise from north."""

    centre: Position = (fixed(0.0, "length"), fixed(0.0, "length"))
    radius: Radius
    bearing: Angle
    width: Angle


class Closing(Noun):
    """An unidentified object believed inside closes the airport until `reopen` after it was last believed there."""

    reopen: Duration


class Zone(Noun):
    """One shape on the map between `floor` and `ceiling`. `fire`: what weapons may do there, beside their own rules."""

    polygon: Route | None = None
    circle: Circle | None = None
    sector: Slice | None = None
    floor: Coordinate = fixed(0.0, "length")
    ceiling: Coordinate = fixed(20e3, "length")
    fire: Annotated[str, Word(ZONE_FIRE)] = "any"
    protected: Flag = False  # what falls into it is counted, whatever its height
    closes: Closing | None = None

    @model_validator(mode="after")
    def _one_shape(self) -> Zone:
        given = [name for name in ("polygon", "circle", "sector") if getattr(self, name) is not None]
        if len(given) != 1:
            raise complaint(Issue(" and ".join(given) + " together" if given else "a zone without a shape", RIGHT))
        if self.polygon is not None and len(self.polygon) < 3:
            right = "write [[0 km, 0 km], [2 km, 0 km], [2 km, 1 km]]"
            raise complaint(Issue("a polygon needs three corners or more", right, path="polygon"))
        if self.ceiling.number <= self.floor.number:
            problem = f"ceiling {self.ceiling.text} is not above floor {self.floor.text}"
            raise complaint(Issue(problem, "raise the ceiling", path="ceiling"))
        return self


class Separation(Noun):
    """Traffic nearer to a drone than both is endangered."""

    horizontal: Radius
    vertical: Radius
