"""The few shapes that every printed page is made of."""

from collections.abc import Iterable, Sequence
from io import StringIO

from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

WIDTH = 100  # columns of a printed page


def plain(
    headers: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[int], right: Iterable[int] = ()
) -> Table:
    """A table without lines; the columns of `right` are aligned to the right, texts fold at their width."""
    numeric = set(right)
    table = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, show_header=any(headers), header_style="bold")
    for i, (header, width) in enumerate(zip(headers, widths, strict=True)):
        table.add_column(header, width=width, justify="right" if i in numeric else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    return table


def heading(text: str) -> Text:
    return Text(text, style="bold cyan")


def render(page: RenderableType, width: int = WIDTH, colour: bool = False) -> str:
    """A page as text."""
    out = StringIO()
    console = Console(
        file=out, width=width, force_terminal=colour, no_color=not colour, highlight=False, legacy_windows=False
    )
    console.print(page)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def stack(sections: Iterable[Sequence[RenderableType]]) -> Group:
    """Sections one below the other, an empty line between; empty ones are left out."""
    parts: list[RenderableType] = []
    for section in sections:
        if section:
            parts += [Text("")] * bool(parts) + list(section)
    return Group(*parts)
