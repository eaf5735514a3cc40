"""One file of the catalogue, read: a system with its components, values and hypotheses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from shorad.catalogue.keys import KEYS, TARGET_CLASSES, Key
from shorad.spec.hypothesis import Hypothesis
from shorad.spec.quantity import Quantity

Value = Quantity | dict[str, Quantity]  # a mapping over target classes for keys of kind "classes"


@dataclass(frozen=True)
class System:
    """A system of the catalogue: data only.

    ``components`` maps component -> key -> value. A key of kind "classes" holds one Quantity per target class, and
    its paths have a third part (``missile.lethal_b.drone``).
    """

    name: str
    title: str
    kind: str  # fire_unit | command_post | battery | air
    summary: str = ""
    components: dict[str, dict[str, Value]] = field(default_factory=dict)
    hypotheses: dict[str, Hypothesis] = field(default_factory=dict)  # alternatives' `set` holds Quantity by path
    inherits: str = ""
    file: str = ""

    def has(self, component: str) -> bool:
        return component in self.components

    def get(self, path: str) -> Quantity | None:
        """The value at ``search_radar.ref_range`` or ``missile.lethal_b.drone``; None where the file has none."""
        return self.flat.get(path)

    @cached_property
    def flat(self) -> dict[str, Quantity]:
        """`values` as a mapping."""
        return dict(self.values())

    def values(self) -> Iterator[tuple[str, Quantity]]:
        """(path, value) of everything, in the order of the file; words and flags too (see `Quantity.value`)."""
        for component, keys in self.components.items():
            for key, value in keys.items():
                if isinstance(value, Quantity):
                    yield f"{component}.{key}", value
                else:
                    yield from ((f"{component}.{key}.{name}", item) for name, item in value.items())

    def key(self, path: str) -> Key:
        """What the key of a path takes, and its meaning."""
        component, key = path.split(".")[:2]
        return KEYS[component][key]


@dataclass(frozen=True, slots=True)
class Source:
    """An entry of sources.yaml."""

    id: str
    title: str
    author: str = ""
    year: str = ""
    url: str = ""
    kind: str = ""  # book, article, web, report, database, ...
    reliability: str = ""  # Admiralty A-F
    opened: bool = False  # False: known from others only, shown as unverified
    note: str = ""


__all__ = ["TARGET_CLASSES", "Source", "System", "Value"]
