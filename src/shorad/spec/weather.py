"""The air: what optics can see through, what attenuates radar, and the wind."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, model_validator

from shorad import limits
from shorad.errors import Issue
from shorad.spec.noun import Angle, Flag, Length, Noun, Offset, Word
from shorad.spec.quantity import Dim, Quantity, complaint, fixed

PROFILES = ("power", "log")
Positive = Annotated[Quantity, Dim("length", high=limits.DISTANCE, positive=True)]
Visibility = Annotated[Quantity, Dim("length", low=limits.VISIBILITY[0], high=limits.VISIBILITY[1])]


class Fog(Noun):
    """A layer on the ground that light of every colour passes badly. `top` above the datum."""

    visibility: Visibility
    top: Positive = fixed(200.0, "length")


class Wind(Noun):
    """Steady wind at a `height` above ground, and how it grows above it.

    `power` law with an `exponent`, or `log` law with a roughness length of the ground. With `flight` the speeds of the
    catalogue are airspeeds and the wind carries what flies; without, they are speeds over ground, as ever.
    """

    speed: Annotated[Quantity, Dim("speed", low=0.0, high=limits.WIND)]
    from_: Angle = Field(alias="from")
    height: Positive = fixed(10.0, "length")
    profile: Annotated[str, Word(PROFILES)] = "power"
    exponent: Annotated[Quantity, Dim("none", low=0.0, high=0.6)] = fixed(1.0 / 7.0, text="1/7")
    roughness: Annotated[Quantity, Dim("length", low=1e-5, high=5.0)] = fixed(0.03, "length")
    flight: Flag = False

    @model_validator(mode="after")
    def _above_the_ground(self) -> Wind:
        if self.profile == "log" and self.height.number <= 2.0 * self.roughness.number:
            problem = "the height of the wind lies in the roughness of the ground"
            raise complaint(Issue(problem, "write a height of 10 m, or a smaller roughness", path="height"))
        return self


class Weather(Noun):
    """A clear day unless said otherwise. `cloud_base` None: no cloud; `temperature_offset` from ISA."""

    visibility: Visibility = fixed(20e3, "length")
    cloud_base: Length | None = None
    night: Flag = False
    temperature_offset: Offset = fixed(0.0, "temperature_difference")
    rain: Annotated[Quantity, Dim("precipitation", low=0.0, high=300e-3 / 3600.0)] | None = None
    rain_top: Positive | None = None  # None: 4 km; above it the rain is snow, which counts as clear
    fog: Fog | None = None
    wind: Wind | None = None

    @model_validator(mode="after")
    def _rain_has_a_top(self) -> Weather:
        if self.rain_top is not None and self.rain is None:
            raise complaint(Issue("the top of a rain that does not fall", "add rain: 5 mm/h, or leave it out"))
        return self
