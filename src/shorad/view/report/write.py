"""A report to its files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from shorad.errors import ScenarioError
from shorad.results.folder import whole
from shorad.view.cite import Entry
from shorad.view.figures import names
from shorad.view.figures.material import Material
from shorad.view.figures.style import THEMES, inline_svg, need_matplotlib, png
from shorad.view.report import html, pdf
from shorad.view.report.content import report

SHARP = 170  # dots per inch of the figures in a PDF


class Drawn:
    """The figures of a report, each drawn once: page and PDF share them. ScenarioError without matplotlib."""

    def __init__(self, given: Material) -> None:
        need_matplotlib()
        self.given, self.theme = given, THEMES["light"]
        self.figures: dict[str, Any] = {}

    def figure(self, name: str) -> Any:
        if name not in self.figures:
            self.figures[name] = names.draw(name, self.given, self.theme, titled=False)
        return self.figures[name]

    def svg(self, name: str) -> str:
        words = f"{names.title(name, self.given)}. {names.footing(name, self.given)}"
        return inline_svg(self.figure(name), name, self.theme, words)

    def png(self, name: str) -> tuple[bytes, float]:
        """With the height per width."""
        figure = self.figure(name)
        width, height = figure.get_size_inches()
        return png(figure, self.theme, SHARP), float(height / width)


def page(drawn: Drawn, bibliography: Sequence[Entry] = (), why_none: str = "") -> str:
    """The report as one HTML page."""
    return html.page(report(drawn.given, bibliography, why_none), drawn.svg)


def write_html(path: Path, drawn: Drawn, bibliography: Sequence[Entry] = (), why_none: str = "") -> Path:
    """The page to a file. ScenarioError when it cannot be written."""
    text = page(drawn, bibliography, why_none)
    return _written(path, lambda working: working.write_text(text, encoding="utf-8"))


def write_pdf(path: Path, drawn: Drawn, bibliography: Sequence[Entry] = (), why_none: str = "") -> Path:
    """The same as PDF. ScenarioError without ReportLab, or when it cannot be written."""
    pdf.need_reportlab()
    made = report(drawn.given, bibliography, why_none)
    return _written(path, lambda working: pdf.write(made, drawn.png, working))


def check_path(path: Path) -> None:
    """Make the folder of a file that is to be written. ScenarioError where that cannot be."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ScenarioError(f"{path} cannot be written: {error.strerror}", "name another file", "--out") from error


def _written(path: Path, write: Callable[[Path], object]) -> Path:
    check_path(path)
    try:
        with whole(path) as working:
            write(working)
    except OSError as error:
        raise ScenarioError(f"{path} cannot be written: {error.strerror}", "name another file", "--out") from error
    return path
