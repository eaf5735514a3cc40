"""The bibliography of what a run used, as text and as BibTeX."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from shorad.catalogue.model import Source


@dataclass(frozen=True, slots=True)
class Entry:
    """A source and the paths of the values that lean on it."""

    source: Source
    paths: tuple[str, ...]


def bibliography(used: Iterable[tuple[str, Iterable[str]]], sources: Mapping[str, Source]) -> list[Entry]:
    """Entries by source id, from (path of a value, ids of its sources). KeyError for an id that is not in `sources`."""
    paths: dict[str, dict[str, None]] = {}
    for path, ids in used:
        for source in ids:
            paths.setdefault(source, {})[path] = None
    return [Entry(sources[source], tuple(sorted(found))) for source, found in sorted(paths.items())]


def as_text(entries: Iterable[Entry]) -> str:
    """One paragraph per source: what it is, whether it was opened, what leans on it."""
    return "\n\n".join(_paragraph(entry) for entry in entries)


def _paragraph(entry: Entry) -> str:
    source = entry.source
    who = f"{source.author}. " if source.author else ""
    rest = "".join(f"{part}. " for part in (source.title.rstrip("."), source.year, source.url) if part)
    marks = [f"reliability {source.reliability}"] if source.reliability else []
    if not source.opened:
        marks.append("not opened: known from others only")
    shown = ", ".join(entry.paths[:3]) + (f" and {len(entry.paths) - 3} more" if len(entry.paths) > 3 else "")
    return f"[{source.id}] {who}{rest}({'; '.join(marks) or 'opened'})\n    for {shown}"


def as_bibtex(entries: Iterable[Entry]) -> str:
    """BibTeX, one @misc (or @book, @article, @techreport) per source."""
    return "\n\n".join(_bibtex(entry.source) for entry in entries)


_TYPES = {"book": "book", "article": "article", "paper": "article", "report": "techreport", "thesis": "phdthesis"}
_ESCAPES = str.maketrans(
    {c: "\\" + c for c in "&%$#_{}"}
    | {"~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "\\": r"\textbackslash{}"}
)


def _bibtex(source: Source) -> str:
    kind = next((_TYPES[word] for word in source.kind.lower().split() if word in _TYPES), "misc")
    note = "; ".join(part for part in (source.note, "" if source.opened else "not opened") if part)
    year = re.search(r"\d{4}", source.year)
    fields = {
        "title": f"{{{source.title.translate(_ESCAPES)}}}",
        "author": source.author.translate(_ESCAPES),
        "year": year.group() if year else "",
        "url": source.url,
        "note": note.translate(_ESCAPES),
    }
    body = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@{kind}{{{source.id},\n{body}\n}}"
