"""How radar waves travel and what else comes back: each effect acts where it is asked for, free space otherwise."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, model_validator

from shorad.errors import Issue
from shorad.spec.noun import Flag, Length, Noun, Probability, Ratio, Word
from shorad.spec.place import Position
from shorad.spec.quantity import Dim, Quantity, complaint, fixed

MULTIPATH = ("no", "lobes", "random")
SURFACES = ("desert", "farmland", "forest", "hills", "town", "water")  # those of catalogue/surfaces.yaml
AGAINST = ("search", "tracking", "all")
GROUND = ("gamma", "roughness", "reflection")  # what a surface says when the scenario does not


def _yes_is_lobes(raw: object) -> object:
    return {"yes": "lobes", "true": "lobes", True: "lobes", False: "no", "false": "no"}.get(raw, raw)


class Propagation(Noun):
    """Effects on every radar of the defence.

    `multipath`: `lobes` by geometry (or yes), `random` phase at each look; `diffraction` over the edge that hides;
    `gas` loss beyond that of the published range; `clutter` of ground and rain with the radar's own filter.
    """

    multipath: Annotated[str, Word(MULTIPATH), BeforeValidator(_yes_is_lobes)] = "no"
    diffraction: Flag = False
    gas: Flag = False
    clutter: Flag = False
    surface: Annotated[str, Word(SURFACES)] | None = None
    gamma: Ratio | None = None  # sigma0 = gamma sin(grazing angle)
    roughness: Length | None = None  # standard deviation of the ground's height
    reflection: Probability | None = None  # of voltage, by a smooth surface of this kind
    edge_distance: Annotated[Quantity, Dim("length", positive=True)] = fixed(3e3, "length")  # of terrain.mask

    @model_validator(mode="after")
    def _ground_is_asked_for(self) -> Propagation:
        if self.surface and not (self.clutter or self.multipath != "no"):
            problem = "a surface that nothing asks about"
            raise complaint(Issue(problem, "add clutter: yes or multipath: yes", path="surface"))
        return self

    @property
    def asked(self) -> bool:
        """Does anything differ from free space?"""
        return self.diffraction or self.gas or self.clutter or self.multipath != "no"

    @property
    def needed(self) -> tuple[str, ...]:
        """Which figures of the ground the asked effects need."""
        return ("gamma",) * self.clutter + ("roughness", "reflection") * (self.multipath != "no")


class NoiseJammer(Noun):
    """Barrage noise: effective radiated `power` over `bandwidth`, against radars of one sort. Set on, always on."""

    power: Annotated[Quantity, Dim("power", low=0.0)]
    bandwidth: Annotated[Quantity, Dim("frequency", positive=True)]
    against: Annotated[str, Word(AGAINST)] = "all"


class StandOffJammer(NoiseJammer):
    """A noise jammer that stands or orbits at a place."""

    at: Position


LOST = Quantity(
    0.7, "probability", 0.3, 1.0, "triangular", basis="guess", text="0.7",
    note="Reports speak of flights that vanish from the picture or jump over the map; no rate was found.",
)  # fmt: skip


class GnssJamming(Noun):
    """Satellite navigation denied within `radius` of `at`, at all heights, all the time.

    What navigates by it drifts (`radio.gnss_drift`); a neutral flight's declared position is absent or wrong there, and
    so no help to identify it, with the chance `declared_lost`.
    """

    at: Position = (fixed(0.0, "length"), fixed(0.0, "length"))
    radius: Annotated[Quantity, Dim("length", positive=True)]
    declared_lost: Probability = LOST
