"""What the compiler understood, in the user's words: every number with its unit, range, basis and source."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from rich.console import Group, RenderableType
from rich.text import Text

from shorad.view.tables import heading, plain, stack

MARKS = {"GUESS": "? guess", "unverified": "~ unverified"}  # the rest stands as it is
LEGEND = "? guess: nobody's figure, a wide range.  ~ unverified: repeated from others.  notional: the scenario's own."


class Row(Protocol):
    """One line of `shorad.compile.explain`: everything as text."""

    @property
    def path(self) -> str: ...
    @property
    def meaning(self) -> str: ...
    @property
    def value(self) -> str: ...
    @property
    def range(self) -> str: ...
    @property
    def distribution(self) -> str: ...
    @property
    def basis(self) -> str: ...
    @property
    def sources(self) -> Sequence[str]: ...
    @property
    def where(self) -> str: ...


def explain(question: str, rows: Sequence[Row], warnings: Iterable[str] = ()) -> Group:
    """The page of `shorad explain`: one table per part of the scenario or system, marks for what is not confirmed."""
    sections: list[Sequence[RenderableType]] = [
        [Text(question, style="bold"), Text(_count(rows)), Text(LEGEND, style="dim")]
    ]
    sections += [_section(title, members) for title, members in _by_part(rows).items()]
    sections.append([Text(f"warning: {warning}", style="yellow") for warning in warnings])
    return stack(sections)


def _count(rows: Sequence[Row]) -> str:
    by = {basis: sum(row.basis == basis for row in rows) for basis in ("GUESS", "unverified", "sourced", "computed")}
    varied = sum(bool(row.range) for row in rows)
    return (
        f"{len(rows)} numbers: {by['sourced']} from sources, {by['computed']} computed, {by['unverified']} unverified, "
        f"{by['GUESS']} guesses; {varied} are varied from draw to draw."
    )


def _by_part(rows: Iterable[Row]) -> dict[str, list[Row]]:
    """Rows by their first two names (`pantsir_s1.search_radar`, `defence.battery`), in the order given."""
    parts: dict[str, list[Row]] = {}
    for row in rows:
        names = row.path.split(".")
        parts.setdefault(".".join(names[: min(2, len(names) - 1)]) or "scenario", []).append(row)
    return parts


def _section(title: str, rows: Sequence[Row]) -> Sequence[RenderableType]:
    start = 0 if title == "scenario" else len(title) + 1
    cells = [
        [row.path[start:], row.meaning, row.value, _spread(row), MARKS.get(row.basis, row.basis),
         ", ".join(row.sources) or _origin(row)]
        for row in rows
    ]  # fmt: skip
    return [heading(title), plain(["", "", "", "", "", ""], cells, [26, 44, 14, 30, 12, 26])]


def _spread(row: Row) -> str:
    if row.range:
        return f"{row.range} {row.distribution}".strip()
    return "by chance" if row.distribution == "chance" else ""


def _origin(row: Row) -> str:
    return "" if row.where in ("catalogue", "scenario") else row.where
