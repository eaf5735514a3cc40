"""The records of combat that ship: which there are, which cannot be built yet, and how far claims go."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shorad.errors import ScenarioError, suggest
from shorad.spec.record import Record, load_record
from shorad.spec.text_file import read_text
from shorad.spec.yaml_text import read_mapping

FOLDER = Path(__file__).parent / "records"
LISTS = ("claims", "not_yet")


@dataclass(frozen=True, slots=True)
class NotYet:
    """A record for which no scenario can be built, and why."""

    rows: str
    title: str
    why: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A claim and what was confirmed of the same event."""

    event: str
    claimed: float
    confirmed: float
    what: str
    place: str


def list_records() -> tuple[str, ...]:
    """Names of the records that can be run, sorted."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml") if path.stem not in LISTS))


def find_record(name: str | Path) -> Record:
    """A shipped record by its name, or one from a file. ScenarioError without it."""
    path, shipped = Path(name), list_records()
    if path.exists() or len(path.parts) > 1:
        return load_record(path)
    stem = str(name).removesuffix(".yaml")
    if stem not in shipped:
        raise ScenarioError(f'there is no file and no record called "{name}"', suggest(stem, shipped))
    return load_record(FOLDER / f"{stem}.yaml")


def not_yet() -> tuple[NotYet, ...]:
    """Rows of the collection that cannot be built yet."""
    fields = ("rows", "title", "why")
    return tuple(NotYet(**{key: str(each[key]) for key in fields}) for each in _list("not_yet", "records"))


def pairs(without: str = "") -> tuple[Pair, ...]:
    """Pairs of claims and confirmations, except those of one event."""
    found = (Pair(**each) for each in _list("claims", "pairs"))
    return tuple(each for each in found if each.event != without)


def inflation(without: str = "") -> NDArray[np.float64]:
    """Natural logarithms of claim over confirmation, one for each pair of another event."""
    return np.log([each.claimed / each.confirmed for each in pairs(without)])


def _list(name: str, key: str) -> list[dict[str, Any]]:
    path = FOLDER / f"{name}.yaml"
    raw, _ = read_mapping(read_text(path), str(path), "a list")
    return list(raw[key])
