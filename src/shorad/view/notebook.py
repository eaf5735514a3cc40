"""What a notebook shows of a result, a recorded replicate, a map of coverage, a finding: tables, and figures where
matplotlib is. Nothing here is imported before something is shown."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial, singledispatch
from html import escape
from importlib import import_module
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from typing import Any

from shorad.errors import install
from shorad.results.coverage import Coverage
from shorad.results.recording import Recording
from shorad.results.results import Results
from shorad.view.report import content, raid, why
from shorad.view.report.html import block
from shorad.view.report.model import Block, Para, Table

STYLE = (
    "<style>.shorad{max-width:60rem}.shorad table{border-collapse:collapse;width:100%;font-size:.9em}"
    ".shorad th,.shorad td{text-align:left!important;padding:.2em .6em .2em 0;border-bottom:1px solid #8884}"
    ".shorad .n{text-align:right!important}.shorad svg,.shorad img{max-width:100%;height:auto}"
    ".shorad .lead{font-weight:600}.shorad .note{opacity:.75;font-size:.85em}</style>"
)
# findings of studies: view module, function of their page in the terminal, function that writes their figure
PAGES = {
    "Comparison": ("compare", "page", "picture"), "Flip": ("flip", "page", "picture"),
    "Placement": ("place", "page", "picture"), "Priced": ("decision", "decision", "figure"),
    "Sensitivity": ("sensitivity", "page", "bars"), "Sweep": ("sweep", "page", "picture"),
    "Uncertainty": ("uncertainty", "page", "picture"),
}  # fmt: skip


def html(thing: Any) -> str:
    """HTML of something that shorad gives back: what `_repr_html_` of those objects asks for."""
    return f'{STYLE}<div class="shorad">{inside(thing)}</div>'


@singledispatch
def inside(thing: Any) -> str:
    """Page and figure of a finding of a study, by the name of its class; its repr without one."""
    if type(thing).__name__ not in PAGES:
        return f"<pre>{escape(repr(thing))}</pre>"
    from shorad.view.as_html import as_html

    name, page, figure = PAGES[type(thing).__name__]
    module = import_module(f"shorad.view.{name}")
    return as_html(getattr(module, page)(thing)) + _written(partial(getattr(module, figure), thing), name)


def _written(write: Callable[[BytesIO], None], name: str) -> str:
    """The picture that `write` leaves in a file; a line of words where matplotlib is not."""
    if find_spec("matplotlib") is None:
        return _drawn(None, ())
    write(file := BytesIO())
    data = b64encode(file.getvalue()).decode()
    return f'<figure><img alt="{name}: the same as a figure" src="data:image/png;base64,{data}"></figure>'


def _set(blocks: Sequence[Block]) -> str:
    return "\n".join(block(each, lambda name: "") for each in blocks)


def _drawn(given: Any, wanted: Sequence[str]) -> str:
    """Those of the figures that are there; a line of words where matplotlib is not."""
    if find_spec("matplotlib") is None:
        return f'<p class="note">Figures need matplotlib: {escape(install("plot"), quote=False)}</p>'
    from shorad.view.figures import names
    from shorad.view.report.write import Drawn

    drawn = Drawn(given)
    return "".join(f"<figure>{drawn.svg(name)}</figure>" for name in wanted if names.KINDS[name].there(given))


@inside.register
def _(results: Results) -> str:
    from shorad.view.figures.material import Material
    from shorad.view.summary import answer_lines, chosen, provenance_line

    first, *more = answer_lines(results)
    rows = [content.row(m) for m in chosen(results)]
    blocks: list[Block] = [
        Para(results.asked), Para(first, "lead"), *(Para(line) for line in more),
        Table(content.HEADERS, rows, content.WIDTHS, (1, 2, 3, 4)), *why.blocks(results),
    ]  # fmt: skip
    figures = _drawn(Material(results), ("answer", "parts", "chain"))
    return f"{_set(blocks)}{figures}{_set([Para(provenance_line(results), 'note')])}"


@inside.register
def _(recording: Recording) -> str:
    from shorad.view.figures.timeline import alone

    story = recording.story
    changed = f", with {story.variant.label}" if story.variant else ""
    head: list[Block] = [Para(f"{story.title or story.file}: {story.chosen}{changed}", "lead")]
    head += [Para(story.note)] * bool(story.note)
    foot = f"seed {story.seed}, draw {story.k}, replicate {story.r}; shorad {story.version}"
    figures = _svg("timeline", alone(recording)) if find_spec("matplotlib") else _drawn(None, ())
    return f"{_set(head)}{figures}{_set([*raid.blocks(recording), Para(foot, 'note')])}"


@inside.register
def _(found: Coverage) -> str:
    from shorad.view.coverage import HEADERS, rows, title
    from shorad.view.figures.cover import alone

    table = Table(HEADERS, rows(found), (0.25, 0.12, 0.2, 0.2, 0.11, 0.12), (2, 3, 4, 5))
    figures = _svg("coverage", alone(found)) if find_spec("matplotlib") else _drawn(None, ())
    return f"{_set([Para(title(found), 'lead'), table])}{figures}"


def _svg(name: str, figure: Any) -> str:
    from shorad.view.figures.style import THEMES, inline_svg

    return f"<figure>{inline_svg(figure, name, THEMES['light'], name)}</figure>"


# ---- the replay page ---------------------------------------------------------------------------
@dataclass(frozen=True, repr=False)
class Page:
    """A page that stands by itself: shown in a notebook in a frame of its own, or saved to a file."""

    text: str
    title: str
    height: int = 760  # pixels of the frame

    def __repr__(self) -> str:
        return f"<replay page of {self.title}: {len(self.text.encode()) // 1000} kB; save it with .save(path)>"

    def _repr_html_(self) -> str:
        """In a frame that may run its own script and reach nothing else."""
        return (
            f'<iframe title="{escape(self.title, quote=True)}" sandbox="allow-scripts" style="width:100%;border:0" '
            f'height="{self.height}" srcdoc="{escape(self.text, quote=True)}"></iframe>'
        )

    def save(self, path: str | Path) -> Path:
        """Write the page to a file."""
        Path(path).write_text(self.text, encoding="utf-8")
        return Path(path)
