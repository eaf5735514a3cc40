"""SISO entity types: the numbers by which other simulations know what a system is. They change no result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from shorad.spec.text_file import read_text
from shorad.spec.yaml_text import read_mapping

FILE = Path(__file__).parent / "entity_types.yaml"
Seven = tuple[int, int, int, int, int, int, int]


@dataclass(frozen=True)
class Known:
    """An entity type: kind, domain, country, category, subcategory, specific, extra."""

    numbers: Seven
    guess: bool
    note: str


def entity_type(system: str, kind: str) -> Known:
    """The type of a system of the catalogue; one that is not listed goes by its kind, as a guess."""
    table = _table()
    found = table["systems"].get(system)
    if found is not None:
        return Known(_numbers(found["type"]), found["basis"] != "sourced", str(found["note"]))
    rough = table["kinds"][kind]
    return Known(_numbers(rough["type"]), True, str(rough["note"]))


def shot_type(weapon: str) -> Known:
    """The type of what a fire unit shoots: "missile" or "gun"."""
    rough = _table()["shots"][weapon]
    return Known(_numbers(rough["type"]), True, str(rough["note"]))


@lru_cache(maxsize=1)
def _table() -> Mapping[str, Any]:
    return read_mapping(read_text(FILE, "entity types"), str(FILE), "entity types")[0]


def _numbers(text: str) -> Seven:
    numbers = tuple(int(part) for part in str(text).split("."))
    if len(numbers) != 7:
        raise ValueError(f"{text} is no entity type: seven numbers with dots between them")
    return numbers
