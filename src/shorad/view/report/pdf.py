"""A report as PDF, set by ReportLab (BSD licence; extra `report`). What a page folds away is left out and named."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import singledispatch
from html import escape
from pathlib import Path
from typing import Any

from shorad.errors import ScenarioError, install
from shorad.view.report.model import Block, Bullets, Listing, More, Para, Picture, Report, Section, Table

Draw = Callable[[str], tuple[bytes, float]]  # name of a figure -> PNG and its height per width
FACES = {"Sans": "DejaVuSans.ttf", "Sans-Bold": "DejaVuSans-Bold.ttf", "Mono": "DejaVuSansMono.ttf"}
INSET = 12.0  # points that a frame keeps free at its sides
HIGHEST = 0.85  # of a figure, in widths of the text: two fit on a page
LONGEST = 110  # letters of a line of a listing


def need_reportlab() -> None:
    """ScenarioError that says what to install where ReportLab is absent."""
    try:
        import reportlab  # noqa: F401
    except ImportError:
        raise ScenarioError("the PDF needs reportlab, of the extra report", install("report")) from None


def write(report: Report, draw: Draw, path: Path) -> None:
    """Set the report on A4. The same report gives the same bytes."""
    need_reportlab()
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.units import mm
    from reportlab.platypus import SimpleDocTemplate

    _fonts()
    page = SimpleDocTemplate(
        str(path), pagesize=A4, leftMargin=16 * mm, rightMargin=16 * mm, topMargin=16 * mm, bottomMargin=18 * mm,
        title=report.title, author="shorad", subject=report.subtitle, invariant=1,
    )  # fmt: skip
    set_ = _Setter(draw, page.width - INSET)
    story: list[Any] = [set_.text("shorad: report of a simulation", "note"), set_.text(report.title, "title"),
                        set_.text(report.subtitle, "lead")]  # fmt: skip
    for section in report.sections:
        story += set_.section(section)

    def foot(canvas: Any, document: Any) -> None:
        canvas.setFont("Sans", 7)
        canvas.setFillGray(0.35)
        canvas.drawString(16 * mm, 10 * mm, report.foot)
        canvas.drawRightString(A4[0] - 16 * mm, 10 * mm, f"page {document.page}")

    page.build(story, onFirstPage=foot, onLaterPages=foot)


def _fonts() -> None:
    """DejaVu, as matplotlib carries it: names and sources need more letters than the PDF's own fonts have."""
    import matplotlib
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    folder = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    for name, file in FACES.items():
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, folder / file))


class _Setter:
    """Blocks to ReportLab's flowables; `width` (points) is that of the text."""

    def __init__(self, draw: Draw, width: float) -> None:
        from reportlab.lib.styles import ParagraphStyle

        def style(size: float, font: str = "Sans", **more: Any) -> Any:
            given = {"fontName": font, "fontSize": size, "leading": 1.35 * size, "spaceAfter": 5.0} | more
            return ParagraphStyle(f"{font}{size}{sorted(more)}", **given)

        self.draw, self.width = draw, width
        self.styles = {
            "": style(9), "lead": style(11, "Sans-Bold"), "note": style(7.5, textColor="#444444"),
            "warn": style(9, backColor="#fff3d6", borderPadding=4, spaceBefore=4, spaceAfter=9),
            "title": style(19, "Sans-Bold"), "h2": style(13, "Sans-Bold", spaceBefore=14, keepWithNext=1),
            "cell": style(6.8, spaceAfter=0), "number": style(6.8, spaceAfter=0, alignment=2),
            "head": style(6.8, "Sans-Bold", spaceAfter=0), "headn": style(6.8, "Sans-Bold", spaceAfter=0, alignment=2),
            "code": style(6.6, "Mono", backColor="#f2f2f2"),
        }  # fmt: skip

    def text(self, text: str, style: str = "") -> Any:
        from reportlab.platypus import Paragraph

        return Paragraph(escape(text).replace(" %", "\u00a0%"), self.styles[style])

    def section(self, section: Section) -> list[Any]:
        found: list[Any] = [self.text(section.title, "h2")]
        for each in section.blocks:
            found += _set(each, self)
        return found


@singledispatch
def _set(each: Block, to: _Setter) -> list[Any]:
    raise TypeError(f"no way to set {type(each).__name__}")


@_set.register
def _(each: Para, to: _Setter) -> list[Any]:
    return [to.text(f"Note: {each.text}" if each.style == "warn" else each.text, each.style)]


@_set.register
def _(each: Bullets, to: _Setter) -> list[Any]:
    return [to.text(f"• {item}") for item in each.items]


@_set.register
def _(each: More, to: _Setter) -> list[Any]:
    return [to.text(f"{each.title}: in the HTML report.", "note")]


@_set.register
def _(each: Listing, to: _Setter) -> list[Any]:
    import textwrap

    from reportlab.platypus import Preformatted

    lines = [part for line in each.text.splitlines() for part in textwrap.wrap(line, LONGEST) or [""]]
    return [Preformatted("\n".join(lines), to.styles["code"])]


@_set.register
def _(each: Picture, to: _Setter) -> list[Any]:
    from reportlab.platypus import Image, KeepTogether

    data, ratio = to.draw(each.name)
    width = to.width * min(1.0, HIGHEST / ratio)
    picture = Image(io.BytesIO(data), width=width, height=width * ratio)
    return [KeepTogether([picture, to.text(f"{each.title}. {each.caption}", "note")])]


@_set.register
def _(each: Table, to: _Setter) -> list[Any]:
    from reportlab.lib import colors
    from reportlab.platypus import Spacer
    from reportlab.platypus import Table as Grid

    rows = [[to.text(cell, "number" if i in each.right else "cell") for i, cell in enumerate(row)] for row in each.rows]
    titles = [to.text(cell, "headn" if i in each.right else "head") for i, cell in enumerate(each.headers)]
    head = [titles] if any(each.headers) else []
    if not rows:
        return []
    grid = Grid([*head, *rows], [to.width * width for width in each.widths], repeatRows=len(head))
    lines = ("LINEBELOW", (0, 0), (-1, -1), 0.3, colors.HexColor("#bbbbbb"))
    padding = [(side, (0, 0), (-1, -1), size) for side, size in (
        ("LEFTPADDING", 0), ("RIGHTPADDING", 5), ("TOPPADDING", 1.5), ("BOTTOMPADDING", 2))]  # fmt: skip
    grid.setStyle([lines, ("VALIGN", (0, 0), (-1, -1), "TOP"), *padding])
    return [grid, Spacer(1, 6)]
