"""The bibliography of exactly what a scenario uses, on the screen (as BibTeX: `shorad.catalogue.as_bibtex`)."""

from collections.abc import Sequence
from typing import Any, Protocol

from rich.console import Group, RenderableType
from rich.text import Text

from shorad.view.tables import stack

GRADES = {
    "A": "completely reliable", "B": "usually reliable", "C": "fairly reliable", "D": "not usually reliable",
    "E": "unreliable", "F": "cannot be judged",
}  # fmt: skip


class Entry(Protocol):
    """A source and the paths of the values that lean on it (`shorad.catalogue.Entry`)."""

    @property
    def source(self) -> Any: ...
    @property
    def paths(self) -> Sequence[str]: ...


def cite(title: str, entries: Sequence[Entry]) -> Group:
    """The page of `shorad cite`: each source once, those that most numbers lean on first."""
    ordered = sorted(entries, key=lambda entry: (-len(entry.paths), entry.source.id))
    opened = sum(entry.source.opened for entry in ordered)
    head = f"{len(ordered)} sources; {opened} were opened, the others are known only as quoted by another."
    return stack([[Text(title, style="bold"), Text(head)], *(_entry(entry) for entry in ordered)])


def _entry(entry: Entry) -> Sequence[RenderableType]:
    source = entry.source
    parts = (source.author, source.title.rstrip("."), source.year, source.kind)
    lines: list[RenderableType] = [Text(f"[{source.id}] " + ". ".join(part for part in parts if part) + ".")]
    if source.url:
        lines.append(Text(f"    {source.url}"))
    grade = f"{source.reliability}, {GRADES.get(source.reliability, '?')}" if source.reliability else "not graded"
    state = "opened" if source.opened else "~ unverified: not opened"
    shown = ", ".join(entry.paths[:3]) + (f" and {len(entry.paths) - 3} more" if len(entry.paths) > 3 else "")
    lines.append(Text(f"    {grade}; {state}; for {shown}", style="dim"))
    return lines
