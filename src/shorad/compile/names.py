"""Dotted names: their order, their hashes, and the lists that results are labelled with."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from hashlib import blake2s

from shorad.errors import ScenarioError

Key = tuple[tuple[int, int, str], ...]


@dataclass(frozen=True)
class Names:
    """Dotted names in row order of the Model's tables; `*_systems` name what each row is, by catalogue name."""

    units: tuple[str, ...]
    objects: tuple[str, ...]
    assets: tuple[str, ...]  # with the bodies of the posts
    posts: tuple[str, ...]
    groups: tuple[str, ...]  # of defence, attack, neutral and birds: UNIT.group and OBJECT.group index it
    unit_systems: tuple[str, ...]
    object_systems: tuple[str, ...]


def order(name: str) -> Key:
    """Sort key of a dotted name: parts that are numbers compare as numbers, and come before words."""
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in name.split("."))


def name_hash(name: str) -> int:
    """The entity of a random address: first 32 bits of blake2s of the dotted name, 0 .. 2**32 - 1."""
    return int.from_bytes(blake2s(name.encode(), digest_size=32).digest()[:4], "big")


def hashes(names: Iterable[str]) -> list[int]:
    """Hash of each of these distinct names. ScenarioError when two share one: they would share their luck."""
    seen: dict[int, str] = {}
    for name in names:
        value = name_hash(name)
        if seen.setdefault(value, name) != name:
            raise ScenarioError(
                f'the names "{seen[value]}" and "{name}" have the same 32-bit hash, so they would share their luck',
                "rename one of the groups",
            )
    return list(seen)


def nearest(path: str, known: Iterable[str]) -> str:
    """The second half of an error about a path: what may have been meant."""
    near = get_close_matches(path, list(known), n=3, cutoff=0.6)
    return f"did you mean {' or '.join(near)}?" if near else "shorad explain lists every path of this scenario"
