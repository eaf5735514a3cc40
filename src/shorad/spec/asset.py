"""What the defence protects."""

from __future__ import annotations

from typing import Annotated

from shorad.spec.noun import Length, Money, Noun, Number
from shorad.spec.place import Position
from shorad.spec.quantity import Dim, Quantity, fixed

Hits = Annotated[Quantity, Dim("none", low=1.0, integer=True)]


class Asset(Noun):
    """A place worth defending. `radius`: a miss inside it is a leak; `keep_out`: release circle for evaluation."""

    at: Position
    radius: Length = fixed(30.0, "length")
    value: Number = fixed(1.0)
    keep_out: Length = fixed(300.0, "length")
    hits_to_lose: Hits = fixed(1.0)
    price: Money = fixed(0.0, "money")
