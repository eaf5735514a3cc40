"""The ground: so far a mask angle by azimuth that every unit sees."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from shorad.errors import ScenarioError
from shorad.spec.noun import Noun
from shorad.spec.quantity import Dim, Quantity, complaint
from shorad.units import parse

Mask = Annotated[Quantity, Dim("angle", low=-0.2, high=1.5707963267948966)]


def _azimuths(mask: dict[str, Quantity]) -> dict[str, Quantity]:
    for key in mask:
        try:
            parse(key, "angle")
        except ScenarioError as error:
            raise complaint(error.within("", path=key).first) from None
    return mask


class Terrain(Noun):
    """Mask angle by azimuth (`0 deg: 1 deg`), linear between the points given and around north."""

    mask: Annotated[dict[str, Mask], AfterValidator(_azimuths)] = Field(default_factory=dict)

    @property
    def points(self) -> tuple[tuple[float, str], ...]:
        """(azimuth in rad, key in `mask`), sorted by azimuth."""
        return tuple(sorted((parse(key, "angle"), key) for key in self.mask))
