"""A group of like attackers."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from shorad.errors import Issue
from shorad.spec.flight import Course, Formation, PopUp, Scatter, Slope, Waves, above_ground_alone
from shorad.spec.noun import Count, Length, Noun, PathText, SystemName, Target, Time, Word
from shorad.spec.place import Approach, Position
from shorad.spec.propagation import NoiseJammer
from shorad.spec.quantity import complaint, fixed

AFTER_ATTACK = ("home",)


class Start(Noun):
    """When the members of a group start: the n-th at `at` + n `every` + uniform (0, `jitter`)."""

    at: Time = fixed(0.0, "time")
    every: Time = fixed(0.0, "time")
    jitter: Time = fixed(0.0, "time")


def _time_to_start(raw: object) -> object:
    return {"at": raw} if isinstance(raw, str | int | float) else raw


Starting = Annotated[Start, BeforeValidator(_time_to_start, json_schema_input_type=str | Start)]


class Station(Noun):
    """Where a striker starts searching."""

    at: Position


class Carries(Noun):
    """What each carrier brings; None means: as the catalogue has it."""

    munition: SystemName | None = None
    munitions: Count | None = None


class AttackGroup(Noun):
    """Attackers of one system on one target. Exactly one of `from` and `route` says how they come."""

    system: SystemName
    count: Count = fixed(1.0)
    from_: Approach | None = Field(default=None, alias="from")
    route: Course | None = None
    width: Length = fixed(0.0, "length")  # abreast spacing of a group on one route
    altitude: Length | None = None  # None: as the catalogue has it
    target: Target
    above_ground: Length | None = None  # clearance kept along the whole route; None: heights as written
    start: Starting = Start()
    formation: Formation | None = None
    waves: Waves | None = None
    jitter: Scatter = Scatter()
    dive: Slope | None = None  # of the final dive; None: 30 degrees
    pop_up: PopUp | None = None
    station: Station | None = None
    base: Position | None = None
    after_attack: Annotated[str, Word(AFTER_ATTACK)] | None = None
    carries: Carries | None = None
    jammer: NoiseJammer | None = None  # that each member carries to screen itself
    set: dict[PathText, Any] = Field(
        default_factory=dict
    )  # catalogue values of this group only: component.key -> as written

    @model_validator(mode="after")
    def _one_way_in(self) -> AttackGroup:
        if (self.from_ is None) == (self.route is None):
            found = "from and route together" if self.route else 'missing "from" or "route"'
            raise complaint(
                Issue(found, "write one of them: from: {bearing: 90 deg, range: 40 km} or route: [[x, y, z], ...]")
            )
        if self.route is not None and not self.route:
            raise complaint(Issue("a route without a point", "write [[30 km, 5 km, 1 km], ...]", path="route"))
        above_ground_alone(self)
        if self.formation and self.width.number > 0.0:
            raise complaint(Issue("width and formation together", "leave width out: the formation has its spacing"))
        return self
