"""Traffic that must not be hit."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field, model_validator

from shorad.errors import Issue
from shorad.spec.attack import Start, Starting
from shorad.spec.flight import Course, Scatter, above_ground_alone
from shorad.spec.noun import Count, Duration, Flag, Length, Noun, PathText, SystemName, Word
from shorad.spec.quantity import complaint, fixed
from shorad.spec.terrain import FilePath, GeoOrigin

IFF_STATES = ("works", "failed", "absent")
CLIMBS = ("follow the z of the route",)  # the only way there is; the key may be left out


class Units(Noun):
    """Units of a recording's columns where they are not those of the `traffic` library."""

    altitude: Annotated[str, Word(("ft", "m"))] = "ft"
    groundspeed: Annotated[str, Word(("kt", "m/s", "km/h"))] = "kt"
    vertical_rate: Annotated[str, Word(("ft/min", "m/s"))] = "ft/min"


class Recording(Noun):
    """Flights played back from a file; its first row is time 0 of the group."""

    file: FilePath
    origin: GeoOrigin | None = None  # of the scenario on the earth; None: that of the terrain
    units: Units = Units()
    max_gap: Duration = fixed(60.0, "time")  # longest time between two rows of one aircraft
    only: tuple[str, ...] = ()  # icao24 addresses or callsigns; none: all


class NeutralGroup(Noun):
    """Aircraft on a fixed route, or recorded ones, that never react. `iff` None: as the catalogue has it."""

    system: SystemName
    count: Count = fixed(1.0)
    route: Course | None = None
    recording: Recording | None = None
    width: Length = fixed(0.0, "length")
    altitude: Length | None = None  # of route points without z; None: as the catalogue has it
    above_ground: Length | None = None  # clearance kept along the whole route; None: heights as written
    start: Starting = Start()
    jitter: Scatter = Scatter()
    iff: Annotated[str, Word(IFF_STATES)] | None = None
    corridor: Flag = False  # flies where traffic is expected
    waits: Flag = False  # starts only when the airport is open
    climb: Annotated[str, Word(CLIMBS)] | None = None
    set: dict[PathText, Any] = Field(
        default_factory=dict
    )  # catalogue values of this group only: component.key -> as written

    @model_validator(mode="after")
    def _leg(self) -> NeutralGroup:
        if (self.route is None) == (self.recording is None):
            found = "route and recording together" if self.route else 'missing "route" or "recording"'
            raise complaint(
                Issue(found, "write one of them: route: [[x, y, z], ...] or recording: {file: flights.csv}")
            )
        if self.recording and self.above_ground is not None:
            raise complaint(Issue("recorded heights and above_ground together", "leave above_ground out"))
        above_ground_alone(self)
        if self.route is not None and len(self.route) < 2:
            raise complaint(
                Issue(
                    "a route needs two points or more", "write [[0 km, 0 km, 0 km], [20 km, 5 km, 3 km]]", path="route"
                )
            )
        return self
