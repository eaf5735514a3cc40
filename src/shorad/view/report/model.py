"""What a report is made of: plain text in blocks, so that page and PDF say the same. No markup anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Para:
    """A paragraph. `style`: "", "lead" for what matters most, "note" for small print, "warn" for what to beware of."""

    text: str
    style: str = ""


@dataclass(frozen=True)
class Bullets:
    items: Sequence[str]


@dataclass(frozen=True)
class Table:
    """Cells as text; `right` numbers the columns that hold figures; `widths` are shares of the width."""

    headers: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[float]
    right: Sequence[int] = ()


@dataclass(frozen=True)
class Picture:
    """A figure by its name (`figures.names`), with what it shows in words."""

    name: str
    title: str
    caption: str = ""


@dataclass(frozen=True)
class Listing:
    """Text as it was typed: a command, a file."""

    text: str


@dataclass(frozen=True)
class More:
    """Detail that a page folds away and a PDF leaves out, saying so."""

    title: str
    blocks: Sequence[Block]


Block = Para | Bullets | Table | Picture | Listing | More


@dataclass(frozen=True)
class Section:
    anchor: str
    title: str
    blocks: Sequence[Block]


@dataclass(frozen=True)
class Report:
    title: str
    subtitle: str
    sections: Sequence[Section]
    foot: str
