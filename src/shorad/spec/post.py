"""A command post: one picture for its units."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from shorad.spec.noun import Noun, PathText, SystemName, Time
from shorad.spec.place import Position


class Post(Noun):
    """A command post; `lost_at` is a scripted loss, None when only the attack can cause it."""

    system: SystemName
    at: Position
    lost_at: Time | None = None
    set: dict[PathText, Any] = Field(
        default_factory=dict
    )  # catalogue values of this post only: component.key -> as written
