"""How all figures look: colours that a colour-blind reader can tell apart, light and dark, and what stands in the foot.

Colours: Paul Tol, "Colour schemes", SRON/EPS/TN/09-002 (2021), scheme "bright". Nothing is told by colour alone: each
figure names its parts in words, or by marks and hatches.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shorad.errors import ScenarioError, install
from shorad.results.results import Results

BLUE, CYAN, GREEN, YELLOW, RED, PURPLE, GREY = (
    "#4477AA", "#66CCEE", "#228833", "#CCBB44", "#EE6677", "#AA3377", "#999999"
)  # fmt: skip
SERIES = (BLUE, RED, GREEN, PURPLE, YELLOW, CYAN)
MARKS = ("o", "s", "^", "D", "v", "P")
CHANCE_MAP = "cividis"  # even for all kinds of colour vision, Nunez et al., PLOS ONE 13 (2018) e0199239
FORMATS = ("png", "svg", "pdf")
DPI = 150
TITLE, FOOT = 0.32, 0.24  # inches
SPAN = 0.86  # share of the width that a legend above the axes may take


@dataclass(frozen=True)
class Theme:
    """Colours of ink, of paper and of lines that should stay in the background."""

    ink: str
    paper: str
    faint: str


THEMES = {
    "light": Theme("#202020", "#fefefe", "#8a8a8a"),
    "dark": Theme("#e6e6e6", "#161a1f", "#8a8a8a"),
}


def need_matplotlib() -> Any:
    """The module; ScenarioError that says what to install without it."""
    try:
        import matplotlib
    except ImportError:
        raise ScenarioError("figures need matplotlib, of the extra plot", install("plot")) from None
    return matplotlib


@contextmanager
def styled(theme: Theme) -> Iterator[None]:
    """Everything drawn and saved within looks like this; nothing of the user's own settings changes."""
    settings = {
        "font.family": "sans-serif", "font.sans-serif": ["DejaVu Sans"], "font.size": 9.0,
        "text.color": theme.ink, "axes.labelcolor": theme.ink, "axes.edgecolor": theme.faint,
        "xtick.color": theme.ink, "ytick.color": theme.ink, "axes.titlesize": 9.5, "axes.titlelocation": "left",
        "axes.spines.top": False, "axes.spines.right": False, "axes.facecolor": "none",
        "figure.facecolor": theme.paper, "savefig.facecolor": theme.paper, "grid.color": theme.faint,
        "grid.alpha": 0.3, "grid.linewidth": 0.6, "legend.frameon": False, "legend.fontsize": 8.0,
        "text.parse_math": False,  # a dollar sign in a name is a dollar sign
        "text.usetex": False, "svg.fonttype": "none", "svg.hashsalt": "shorad", "pdf.fonttype": 42,
        "hatch.linewidth": 0.7, "hatch.color": theme.ink,
    }  # fmt: skip
    with need_matplotlib().rc_context(settings):
        yield


def new_figure(width: float, height: float) -> Any:
    """An empty figure (inches) with a canvas of its own: no window, no global list."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained")
    FigureCanvasAgg(figure)
    return figure


def legend_above(axes: Any, others: Sequence[Any] = (), columns: int = 2) -> None:
    """What the lines and marks of these axes mean, above the first of them."""
    found: dict[str, Any] = {}
    for each in (axes, *others):
        handles, labels = each.get_legend_handles_labels()
        found |= {label: handle for label, handle in zip(labels, handles, strict=True) if label not in found}
    figure = axes.get_figure()
    for wide in range(columns if found else 0, 0, -1):  # long names need fewer columns
        legend = axes.legend(list(found.values()), list(found), loc="lower left", bbox_to_anchor=(-0.01, 1.0),
                             ncols=wide, borderaxespad=0.2)  # fmt: skip
        if legend.get_window_extent(figure.canvas.get_renderer()).width < SPAN * figure.bbox.width:
            break


def frame(figure: Any, title: str, foot: str) -> None:
    """Title above and, in small letters, where the figure comes from below; everything else is kept clear of both."""
    _, height = figure.get_size_inches()
    top, bottom = (TITLE / height if title else 0.0), FOOT / height
    figure.get_layout_engine().set(rect=(0.0, bottom, 1.0, 1.0 - top - bottom))
    figure.text(0.01, 0.25 * bottom, foot, fontsize=7, alpha=0.75)
    if title:
        figure.text(0.01, 1.0 - 0.75 * top, title, fontsize=11, fontweight="bold")


def run_foot(results: Results) -> str:
    """n of draws x replicates, seed, unconfirmed inputs."""
    made, about = results.provenance, results.about
    guesses = sum(each.basis == "guess" for each in about.inputs)
    draws = len(results.draws)
    part = f", part {made.part}" if made.part else ""
    leans = f"; leans on {len(about.inputs)} unconfirmed inputs, {guesses} of them guesses" if about.inputs else ""
    return f"{len(results):,} runs: {draws} draws x {made.replicates} replicates, seed {made.seed}{part}{leans}"


# ---- saving --------------------------------------------------------------------------------
def write(figure: Any, path: Path, theme: Theme) -> None:
    """To a PNG, SVG or PDF file, by its suffix. The same figure gives the same bytes."""
    empty = {"svg": {"Date": None}, "pdf": {"CreationDate": None}, "png": {"Software": None}}
    kind = path.suffix[1:]
    with styled(theme):
        figure.savefig(path, format=kind, dpi=DPI, metadata=empty[kind])


def png(figure: Any, theme: Theme, dpi: int = DPI) -> bytes:
    out = io.BytesIO()
    with styled(theme):
        figure.savefig(out, format="png", dpi=dpi, metadata={"Software": None})
    return out.getvalue()


def inline_svg(figure: Any, name: str, theme: Theme, title: str) -> str:
    """For a page: no background, ink in the page's own colour, `title` for those who do not see it."""
    from html import escape

    out = io.StringIO()
    with styled(theme), need_matplotlib().rc_context({"svg.hashsalt": name, "savefig.facecolor": "none"}):
        figure.savefig(out, format="svg", dpi=110, metadata=dict.fromkeys(("Date", "Creator", "Format", "Type")))
    text = out.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    text = _without_idle_names(text, name)
    text = text.replace(theme.ink, "currentColor").replace(theme.paper, "var(--paper, transparent)")
    head, _, rest = text.partition(">")
    head = re.sub(r'\s(width|height)="[^"]*"', "", head)
    return f'{head} role="img" aria-label="{escape(title, quote=True)}">{rest}'


def _without_idle_names(text: str, name: str) -> str:
    """Identifiers that nothing refers to are dropped, the others made the figure's own: a page has several figures."""
    used = set(re.findall(r'(?:url\(#|href="#)([^")]+)', text))
    text = re.sub(r' id="([^"]*)"', lambda m: f' id="{name}-{m[1]}"' if m[1] in used else "", text)
    return re.sub(r'(url\(#|href="#)([^")]+)', rf"\g<1>{name}-\g<2>", text)
