"""What the terminal prints, as HTML: its tables as tables, its lines as paragraphs. Every text is escaped."""

from __future__ import annotations

from html import escape
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from shorad.view.tables import render

CLASSES = {"bold": "lead", "dim": "note"}  # styles of lines on the terminal and of paragraphs in a report


def as_html(page: RenderableType) -> str:
    """A page of `shorad.view.tables` as HTML without styles of its own; anything else as text set as it was typed."""
    if isinstance(page, Group):
        return "\n".join(filter(None, map(as_html, page.renderables)))
    if isinstance(page, Table):
        return _table(page)
    if isinstance(page, Text | str):
        return _line(page)
    return f"<pre>{escape(render(page))}</pre>"


def _line(text: Text | str) -> str:
    plain = _plain(text)
    if not plain:
        return ""
    style = str(text.style) if isinstance(text, Text) else ""
    if style == "bold cyan":
        return f"<h4>{escape(plain)}</h4>"
    name = CLASSES.get(style, "")
    return f'<p class="{name}">{escape(plain)}</p>' if name else f"<p>{escape(plain)}</p>"


def _table(table: Table) -> str:
    sides = [' class="n"' if column.justify == "right" else "" for column in table.columns]
    head = ""
    if table.show_header:
        cells = (f"<th{side}>{_cell(c.header)}</th>" for side, c in zip(sides, table.columns, strict=True))
        head = f"<thead><tr>{''.join(cells)}</tr></thead>"
    rows = zip(*(column.cells for column in table.columns), strict=True)
    body = "\n".join(
        f"<tr>{''.join(f'<td{side}>{_cell(cell)}</td>' for side, cell in zip(sides, row, strict=True))}</tr>"
        for row in rows
    )
    return f'<div class="wide"><table>{head}<tbody>\n{body}</tbody></table></div>'


def _cell(cell: Any) -> str:
    return escape(_plain(cell)).replace(" %", "\u00a0%")


def _plain(text: Any) -> str:
    return text.plain if isinstance(text, Text) else str(text)
