"""The air: what optics can see through."""

from __future__ import annotations

from typing import Annotated

from shorad.spec.noun import Flag, Length, Noun, Offset
from shorad.spec.quantity import Dim, Quantity, fixed


class Weather(Noun):
    """A clear day unless said otherwise. `cloud_base` None: no cloud; `temperature_offset` from ISA."""

    visibility: Annotated[Quantity, Dim("length", positive=True)] = fixed(20e3, "length")
    cloud_base: Length | None = None
    night: Flag = False
    temperature_offset: Offset = fixed(0.0, "temperature_difference")
