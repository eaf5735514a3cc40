"""A group of like fire units."""

from __future__ import annotations

import math
from typing import Annotated, Any

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator

from shorad.errors import Issue
from shorad.spec.noun import (
    Angle,
    Count,
    Duration,
    Flag,
    Length,
    Name,
    Noun,
    PathText,
    Probability,
    Staff,
    Stock,
    SystemName,
    Width,
    Word,
)
from shorad.spec.place import Placement
from shorad.spec.quantity import Dim, Quantity, complaint, fixed

READINESS = ("radiating", "silent", "deploying", "crew_absent")
EMISSIONS = ("always", "on_cue")
ROES = ("free", "tight", "hold")
DOCTRINES = ("shoot_look_shoot", "salvo", "external", "concentrate")
NO = fixed(0.0, "probability")


class Readiness(Noun):
    """Shares of the states in which a unit may be found; a single word in the file is a share of 1."""

    radiating: Probability = NO
    silent: Probability = NO
    deploying: Probability = NO
    crew_absent: Probability = NO

    @property
    def shares(self) -> tuple[Quantity, Quantity, Quantity, Quantity]:
        """In the order of READINESS."""
        return self.radiating, self.silent, self.deploying, self.crew_absent

    @model_validator(mode="after")
    def _sum(self) -> Readiness:
        total = math.fsum(share.number for share in self.shares)
        if abs(total - 1.0) > 1e-6:
            raise complaint(Issue(f"the shares sum to {total:.4g}, not 1", f"change one of {', '.join(READINESS)}"))
        return self


def _word_to_share(raw: object) -> object:
    if isinstance(raw, str):
        return {Word(READINESS).validate(raw): 1.0}
    return raw


_Shares = BeforeValidator(_word_to_share, json_schema_input_type=Annotated[str, Word(READINESS)] | Readiness)


class EmissionPlan(Noun):
    """Radiates for `on`, is silent for `off`, and so on."""

    on: Duration
    off: Duration


class Sector(Noun):
    """Own sector: full `width` about `centre`, azimuth clockwise from north."""

    centre: Angle
    width: Width


class Jamming(Noun):
    """Noise that a stand-off jammer adds to the search radar in one sector; `noise_rise` is (J+N)/N."""

    noise_rise: Annotated[Quantity, Dim("ratio", low=1.0)]
    azimuth: Angle
    width: Width


def _emission_form(raw: object) -> str:
    return "~plan" if isinstance(raw, dict | EmissionPlan) else "~word"


Emission = Annotated[
    Annotated[Annotated[str, Word(EMISSIONS)], Tag("~word")] | Annotated[EmissionPlan, Tag("~plan")],
    Discriminator(_emission_form),
]


class DefenceGroup(Noun):
    """Fire units of one system, or a battery of the catalogue; None means: as the catalogue has it."""

    system: SystemName
    count: Count = fixed(1.0)
    at: Placement
    post: Name | None = None
    coordinated: Flag = True  # no: each for itself, whatever the post knows
    readiness: Annotated[Readiness, _Shares] = Readiness(radiating=fixed(1.0, "probability"))
    readiness_correlation: Probability = NO
    emission: Emission = "always"
    cue_range: Length = fixed(0.0, "length")
    roe: Annotated[str, Word(ROES)] = "free"
    doctrine: Annotated[str, Word(DOCTRINES)] = "shoot_look_shoot"
    salvo: Annotated[Quantity, Dim("none", low=1.0, integer=True)] | None = None
    sector: Sector | None = None
    jamming: Jamming | None = None
    missiles: Stock | None = None
    rounds: Stock | None = None
    loads: Stock | None = None
    operators: Staff | None = None
    set: dict[PathText, Any] = Field(
        default_factory=dict
    )  # catalogue values of this group only: component.key -> as written

    @model_validator(mode="before")
    @classmethod
    def _count_of_positions(cls, raw: Any) -> Any:
        """A list of positions says how many units there are; where none are to stand (count: 0) it does not matter."""
        at = raw.get("at") if isinstance(raw, dict) else None
        if not (isinstance(at, list) and at and isinstance(at[0], list)):
            return raw
        if "count" not in raw:
            return {**raw, "count": len(at)}
        return {**raw, "at": at[0]} if str(raw["count"]) == "0" else raw

    @model_validator(mode="after")
    def _one_position_each(self) -> DefenceGroup:
        if isinstance(self.at, tuple) and self.at and isinstance(self.at[0], tuple):
            places, count = len(self.at), self.count
            if count.varies or count.number != places:
                right = "give one position per unit, or {ring: 1.5 km}"
                raise complaint(Issue(f"{places} positions for a count of {count.text}", right, path="at"))
        return self
