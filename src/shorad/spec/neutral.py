"""Traffic that must not be hit."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, model_validator

from shorad.errors import Issue
from shorad.spec.attack import Start, Starting
from shorad.spec.flight import Course, Scatter
from shorad.spec.noun import Count, Flag, Length, Noun, PathText, SystemName, Word
from shorad.spec.quantity import complaint, fixed

IFF_STATES = ("works", "failed", "absent")
CLIMBS = ("follow the z of the route",)  # the only way there is; the key may be left out


class NeutralGroup(Noun):
    """Aircraft on a fixed route that never react. `iff` None: as the catalogue has it."""

    system: SystemName
    count: Count = fixed(1.0)
    route: Course
    width: Length = fixed(0.0, "length")
    altitude: Length | None = None  # of route points without z; None: as the catalogue has it
    above_ground: Length | None = None  # clearance kept along the whole route; None: heights as written
    start: Starting = Start()
    jitter: Scatter = Scatter()
    iff: Annotated[str, Word(IFF_STATES)] | None = None
    corridor: Flag = False  # flies where traffic is expected
    climb: Annotated[str, Word(CLIMBS)] | None = None
    set: dict[PathText, Any] = Field(
        default_factory=dict
    )  # catalogue values of this group only: component.key -> as written

    @model_validator(mode="after")
    def _leg(self) -> NeutralGroup:
        if len(self.route) < 2:
            raise complaint(
                Issue(
                    "a route needs two points or more", "write [[0 km, 0 km, 0 km], [20 km, 5 km, 3 km]]", path="route"
                )
            )
        return self
