"""A report as one HTML file: no script, no request, light and dark as the reader's system has it, printable."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import singledispatch
from html import escape

from shorad.view.report.model import Block, Bullets, Listing, More, Para, Picture, Report, Section, Table
from shorad.view.report.style import CSS

Draw = Callable[[str], str]  # name of a figure -> its SVG
FEW = 4  # columns of a table that is as narrow as its screen; a wider one is moved sideways
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"


def page(report: Report, draw: Draw) -> str:
    """The whole file as text."""
    contents = "".join(f'<li><a href="#{s.anchor}">{escape(s.title)}</a></li>' for s in report.sections)
    body = "\n".join(_section(section, draw) for section in report.sections)
    title = escape(report.title)
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<meta name="generator" content="shorad">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>{CSS}</style>
</head>
<body>
<header><p class="kind">shorad: report of a simulation</p><h1>{title}</h1>
<p class="question">{escape(report.subtitle)}</p>
<nav aria-label="Contents"><ul>{contents}</ul></nav></header>
<main>
{body}
</main>
<footer><p>{escape(report.foot)}</p><p>A simulation from published figures and stated guesses: no statement about a real
place or unit.</p></footer>
</body>
</html>
"""


def _section(section: Section, draw: Draw) -> str:
    blocks = "\n".join(block(each, draw) for each in section.blocks)
    return f'<section id="{section.anchor}"><h2>{escape(section.title)}</h2>\n{blocks}</section>'


@singledispatch
def block(each: Block, draw: Draw) -> str:
    """One block as HTML; every text in it is escaped."""
    raise TypeError(f"no way to set {type(each).__name__}")


@block.register
def _(each: Para, draw: Draw) -> str:
    sign = "<strong>Note: </strong>" if each.style == "warn" else ""
    style = f' class="{each.style}"' if each.style else ""
    return f"<p{style}>{sign}{_text(each.text)}</p>"


@block.register
def _(each: Bullets, draw: Draw) -> str:
    return "<ul>" + "".join(f"<li>{escape(item)}</li>" for item in each.items) + "</ul>"


@block.register
def _(each: Listing, draw: Draw) -> str:
    return f"<pre>{escape(each.text)}</pre>"


@block.register
def _(each: Picture, draw: Draw) -> str:
    words = f"<strong>{escape(each.title)}.</strong> {_text(each.caption)}"
    return (
        f'<figure id="figure-{escape(each.name)}"><div class="wide">{draw(each.name)}</div>'
        f"<figcaption>{words}</figcaption></figure>"
    )


@block.register
def _(each: More, draw: Draw) -> str:
    inside = "\n".join(block(one, draw) for one in each.blocks)
    return f"<details><summary>{escape(each.title)}</summary>\n{inside}</details>"


@block.register
def _(each: Table, draw: Draw) -> str:
    columns = "".join(f'<col style="width:{100 * width:.1f}%">' for width in each.widths)
    head = ""
    if any(each.headers):
        cells = "".join(f"<th{_side(each, i)}>{_text(text)}</th>" for i, text in enumerate(each.headers))
        head = f"<thead><tr>{cells}</tr></thead>"
    rows = "".join(
        "<tr>" + "".join(f"<td{_side(each, i)}>{_breakable(text)}</td>" for i, text in enumerate(row)) + "</tr>\n"
        for row in each.rows
    )
    few = ' class="few"' if len(each.widths) <= FEW else ""
    return f'<div class="wide"><table{few}><colgroup>{columns}</colgroup>{head}<tbody>\n{rows}</tbody></table></div>'


def _side(table: Table, column: int) -> str:
    return ' class="n"' if column in table.right else ""


def _text(text: str) -> str:
    """Escaped, and no line ends between a number and its percent sign."""
    return escape(text).replace(" %", "\u00a0%")


def _breakable(text: str) -> str:
    """Long paths may break after a dot or an underscore."""
    safe = _text(text)
    if "http" in text:
        return re.sub(r"https?://[^\s&<]+", r'<a href="\g<0>" rel="noreferrer">\g<0></a>', safe)
    if " " in text or len(text) < 16:
        return safe
    return safe.replace(".", ".<wbr>").replace("_", "_<wbr>").replace("/", "/<wbr>")
