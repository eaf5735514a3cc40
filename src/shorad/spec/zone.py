"""Parts of the airspace with rules of their own: no-fire zones, weapons control, protected ground, airports."""

from __future__ import annotations

from typing import Annotated

from pydantic import model_validator

from shorad import limits
from shorad.errors import Issue
from shorad.spec.noun import Angle, Coordinate, Duration, Flag, Noun, Width, Word
from shorad.spec.place import Position, Route
from shorad.spec.quantity import Dim, Quantity, complaint, fixed

Spot = tuple[float, float]
Side = tuple[Spot, Spot]
ZONE_FIRE = ("any", "tight", "hold", "none")
Radius = Annotated[Quantity, Dim("length", high=limits.DISTANCE, positive=True)]
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
    width: Width


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
        if self.polygon is not None:
            _plain_outline(self.polygon)
        if self.ceiling.number <= self.floor.number:
            problem = f"ceiling {self.ceiling.text} is not above floor {self.floor.text}"
            raise complaint(Issue(problem, "raise the ceiling", path="ceiling"))
        return self


def _plain_outline(polygon: Route) -> None:
    """A polygon must have an inside that everybody agrees on: its sides neither cross nor lie over each other."""
    if len(polygon) > limits.CORNERS:
        right = f"leave out corners that change little: {limits.CORNERS} at most"
        raise complaint(Issue(f"a polygon of {len(polygon)} corners", right, path="polygon"))
    spots = [(corner[0].number, corner[1].number) for corner in polygon]
    sides = list(zip(spots, (*spots[1:], spots[0]), strict=True))
    for i, side in enumerate(sides):
        for j in range(i + 1, len(sides)):
            beside = j == i + 1 or (i == 0 and j == len(sides) - 1)
            if _meet(*side, *sides[j]) and not (beside and not _folded(side, sides[j])):
                problem = f"side {i + 1} of the polygon meets side {j + 1}"
                right = "give the corners in their order along the outline, each once"
                raise complaint(Issue(problem, right, path=f"polygon.{j}"))


def _turn(a: Spot, b: Spot, c: Spot) -> float:
    """Twice the area of a triangle, positive counter-clockwise."""
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _within(a: Spot, b: Spot, c: Spot) -> bool:
    """True when c, on the line through a and b, lies between them."""
    return min(a[0], b[0]) <= c[0] <= max(a[0], b[0]) and min(a[1], b[1]) <= c[1] <= max(a[1], b[1])


def _meet(a: Spot, b: Spot, c: Spot, d: Spot) -> bool:
    """True when two sides have a point in common."""
    turns = _turn(a, b, c), _turn(a, b, d), _turn(c, d, a), _turn(c, d, b)
    if turns[0] * turns[1] < 0.0 and turns[2] * turns[3] < 0.0:
        return True
    ends = ((a, b, c), (a, b, d), (c, d, a), (c, d, b))
    return any(turn == 0.0 and _within(*end) for turn, end in zip(turns, ends, strict=True))


def _folded(first: Side, second: Side) -> bool:
    """True when two neighbouring sides lie over each other instead of only sharing a corner, or one has no length."""
    (a, b), (c, d) = first, second
    shared, one, other = (b, a, d) if b == c else (a, b, c)
    if one == shared or other == shared:
        return True
    along = (one[0] - shared[0]) * (other[0] - shared[0]) + (one[1] - shared[1]) * (other[1] - shared[1])
    return _turn(shared, one, other) == 0.0 and along > 0.0


class Separation(Noun):
    """Traffic nearer to a drone than both is endangered."""

    horizontal: Radius
    vertical: Radius
