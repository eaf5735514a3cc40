"""Birds: what looks like a target and is none."""

from __future__ import annotations

from shorad.spec.noun import Count, Length, Noun, Rate, SystemName
from shorad.spec.place import Position
from shorad.spec.quantity import fixed


class Birds(Noun):
    """Phantoms that arrive at random within `radius` of `centre`; `size` slots are kept for them."""

    rate: Rate
    radius: Length
    size: Count = fixed(12.0)
    centre: Position = (fixed(0.0, "length"), fixed(0.0, "length"))
    system: SystemName = "bird"
