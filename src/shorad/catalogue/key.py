"""What one catalogue key takes, and short ways to write it down."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

Kind = Literal["scalar", "count", "flag", "chance", "classes", "word", "name"]
INF = float("inf")
HALF_TURN = 3.1415926536
QUARTER_TURN = 1.5707963268


@dataclass(frozen=True, slots=True)
class Key:
    """What one catalogue key takes. Bounds are SI and inclusive; `positive` excludes zero."""

    dimension: str
    kind: Kind
    meaning: str
    words: tuple[str, ...] = ()
    low: float = 0.0
    high: float = INF
    positive: bool = False
    optional: bool = False  # a component may leave it out
    default: str = ""  # what stands for it then, a guess; empty: nothing does
    reason: str = ""  # what that guess leans on


def key(
    dimension: str, meaning: str, low: float = 0.0, high: float = INF, positive: bool = False, optional: bool = False
) -> Key:
    return Key(dimension, "scalar", meaning, (), low, high, positive, optional)


def positive(dimension: str, meaning: str) -> Key:
    return Key(dimension, "scalar", meaning, positive=True)


def chance(meaning: str) -> Key:
    return Key("time", "chance", meaning)


def probability(meaning: str) -> Key:
    return Key("probability", "scalar", meaning, (), 0.0, 1.0)


def count(meaning: str, low: float = 0.0) -> Key:
    return Key("none", "count", meaning, (), low)


def flag(meaning: str) -> Key:
    return Key("none", "flag", meaning)


def word(meaning: str, *words: str) -> Key:
    return Key("none", "word", meaning, words)


def name(meaning: str) -> Key:
    return Key("none", "name", meaning)


def classes(dimension: str, meaning: str, high: float = INF) -> Key:
    return Key(dimension, "classes", meaning, (), 0.0, high)


def default(key: Key, value: str, reason: str) -> Key:
    """A key that older files do not have; what stands for it shows as a guess."""
    return replace(key, optional=True, default=value, reason=reason)
