"""How a group flies: waypoints and what is flown at them, formations, waves, and what chance does to each."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag, model_validator

from shorad import limits
from shorad.errors import Issue
from shorad.spec.noun import Duration, Length, Noun, Time, Word
from shorad.spec.place import Position
from shorad.spec.quantity import Dim, Quantity, complaint, fixed

Extent = Annotated[Quantity, Dim("length", high=limits.DISTANCE, positive=True)]
Slope = Annotated[Quantity, Dim("angle", low=0.0174, high=1.4835)]  # 1 to 85 degrees
Members = Annotated[Quantity, Dim("none", low=1.0, high=limits.MEMBERS, integer=True)]
PASSES, SIDES, SHAPES = ("by", "over"), ("left", "right"), ("line", "column", "wedge", "echelon")


class Circling(Noun):
    """A loop at a waypoint for about `time`: a circle, or a racetrack with straight sides of length `leg`."""

    time: Duration
    radius: Extent | None = None  # None: as tight as it turns
    leg: Length = fixed(0.0, "length")
    turn: Annotated[str, Word(SIDES)] = "left"


class Weaving(Noun):
    """Swings of `amplitude` to both sides of the leg that begins at the waypoint, one to and fro per `wavelength`."""

    amplitude: Extent
    wavelength: Extent


class Waypoint(Noun):
    """A point of a route with more than its place: flown by (the corner is cut) or over, circled at, woven from."""

    at: Position
    pass_: Annotated[str, Word(PASSES)] = Field(default="by", alias="pass")
    loiter: Circling | None = None
    weave: Weaving | None = None


def _form(raw: object) -> str:
    return "~waypoint" if isinstance(raw, dict | Waypoint) else "~position"


Leg = Annotated[Annotated[Waypoint, Tag("~waypoint")] | Annotated[Position, Tag("~position")], Discriminator(_form)]
Course = tuple[Leg, ...]


class PopUp(Noun):
    """A climb before the dive: it begins at a ground distance from the target and ends at a height."""

    range: Extent
    height: Extent  # counted as altitudes are
    climb: Slope


class Formation(Noun):
    """Places of the members behind and beside the first; `stack`: each flies that much higher than the one before."""

    shape: Annotated[str, Word(SHAPES)]
    spacing: Extent
    stack: Length = fixed(0.0, "length")


class Scatter(Noun):
    """What chance does to one member: its route turned about the target (1 sigma at its start), raised or lowered."""

    lateral: Length | None = None  # None: route_jitter of the catalogue
    height: Length = fixed(0.0, "length")  # evenly within plus and minus


class WaveScatter(Noun):
    """What chance does to a wave as a whole; the same draw for all its members."""

    time: Time = fixed(0.0, "time")  # evenly from 0
    lateral: Length = fixed(0.0, "length")
    height: Length = fixed(0.0, "length")


class Waves(Noun):
    """The group in waves of `size`: the first members form the first wave, and so on; a new one starts each `every`."""

    size: Members
    every: Duration
    jitter: WaveScatter = WaveScatter()

    @model_validator(mode="after")
    def _whole(self) -> Waves:
        if self.size.varies:
            raise complaint(Issue("the size of a wave cannot be an unknown", "write one number", path="size"))
        return self


def place_of(leg: Any) -> tuple[Quantity, ...]:
    """The position of a point of a route."""
    return leg.at if isinstance(leg, Waypoint) else tuple(leg)


def above_ground_alone(group: Any) -> None:
    """A group that keeps its height above the ground has no other heights."""
    if group.above_ground is None:
        return
    if group.altitude is not None or getattr(group, "pop_up", None) is not None:
        other = "altitude" if group.altitude is not None else "pop_up"
        raise complaint(Issue(f"{other} and above_ground together", f"leave {other} out", path="above_ground"))
    for j, leg in enumerate(group.route or ()):
        if len(place_of(leg)) > 2:
            right = "leave the third number of its points out"
            raise complaint(Issue("a route with heights and above_ground together", right, path=f"route.{j}"))
