"""The ground: a mask angle by azimuth, heights from a file of the user's own, or heights from formulas."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from shorad import limits
from shorad.errors import Issue, ScenarioError
from shorad.spec.noun import Angle, Coordinate, Length, Name, Noun, Text, Word
from shorad.spec.place import Position
from shorad.spec.quantity import Dim, Quantity, complaint, fixed
from shorad.units import parse

Mask = Annotated[Quantity, Dim("angle", low=-0.2, high=1.5707963267948966)]
Extent = Annotated[Quantity, Dim("length", high=limits.DISTANCE, positive=True)]
Latitude = Annotated[Quantity, Dim("angle", low=-1.5, high=1.5)]
Longitude = Annotated[Quantity, Dim("angle", low=-3.1415926535897932, high=3.1415926535897932)]
FilePath = Annotated[str, Text(r"\s*\S.*", "write the path of a file, relative to this one, such as terrain/hills.tif")]
ABOVE = ("sea", "ground")


def _azimuths(mask: dict[str, Quantity]) -> dict[str, Quantity]:
    for key in mask:
        try:
            parse(key, "angle")
        except ScenarioError as error:
            raise complaint(error.within("", path=key).first) from None
    return mask


class Ridge(Noun):
    """A straight crest with flanks of constant slope: height * max(0, 1 - distance from the crest / width).

    With `length` the crest ends: beyond it the distance is taken from its end.
    """

    at: Position  # a point of the crest; its middle when it has a length
    bearing: Angle = fixed(0.0, "angle")  # in which the crest runs
    height: Length
    width: Extent = fixed(500.0, "length")  # from the crest to the foot
    length: Extent | None = None


class Hill(Noun):
    """A round hill: height * exp(-r^2 / (2 radius^2)); a hollow with a negative height."""

    at: Position
    height: Coordinate
    radius: Extent


class GeoOrigin(Noun):
    """Where the origin of the scenario lies on the earth (WGS 84)."""

    latitude: Latitude
    longitude: Longitude


class Terrain(Noun):
    """Mask angle by azimuth (`0 deg: 1 deg`), and at most one of `file` and formulas (`ridges`, `hills`).

    Formulas add up, on top of `base`. Without relief the ground is flat, at height 0.
    """

    mask: Annotated[dict[str, Mask], AfterValidator(_azimuths)] = Field(default_factory=dict)
    file: FilePath | None = None
    origin: GeoOrigin | None = None
    ridges: dict[Name, Ridge] = Field(default_factory=dict)
    hills: dict[Name, Hill] = Field(default_factory=dict)
    base: Coordinate | None = None
    spacing: Extent | None = None  # of the engine's grid; None: that of the file, 50 m for formulas
    altitudes: Annotated[str, Word(ABOVE)] = "sea"  # what a written height counts from

    @model_validator(mode="after")
    def _one_ground(self) -> Terrain:
        if self.file is not None and (self.ridges or self.hills or self.base is not None):
            raise complaint(Issue("file together with formulas", "write file, or ridges and hills, not both"))
        if self.origin is not None and self.file is None:
            raise complaint(
                Issue("an origin without a file", "formulas stand in the scenario's own frame: leave it out")
            )
        if not self.relief and (self.spacing is not None or self.altitudes != "sea"):
            right = "add file, ridges or hills, or leave this out"
            raise complaint(Issue("there is no relief that this could belong to", right))
        return self

    @property
    def relief(self) -> bool:
        """Is the ground anything but flat?"""
        return self.file is not None or bool(self.ridges) or bool(self.hills) or self.base is not None

    @property
    def points(self) -> tuple[tuple[float, str], ...]:
        """(azimuth in rad, key in `mask`), sorted by azimuth."""
        return tuple(sorted((parse(key, "angle"), key) for key in self.mask))
