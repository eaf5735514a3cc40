"""What all figures of studies share: a canvas without a screen, colours, a line that says what it was made from."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from shorad.errors import ScenarioError, install
from shorad.results.provenance import Provenance
from shorad.view.numbers import clip

# from the palette of Okabe and Ito (2008), told apart with every kind of colour vision
BLUE, ORANGE, GREEN, GREY, RED = "#0072B2", "#E69F00", "#009E73", "#8C8C8C", "#D55E00"


@contextmanager
def canvas(
    path: Path | BinaryIO, made: Provenance, title: str, size: tuple[float, float], extra: str = "", below: str = ""
) -> Iterator[Any]:
    """A figure that is saved at the end (as PNG in an open file), with its title and seed, draws, replicates below.

    `below` stands for these where a figure shows more than one run. ScenarioError without matplotlib.
    """
    try:
        from matplotlib.backends.backend_agg import FigureCanvasAgg  # heavy, and an extra
        from matplotlib.figure import Figure
    except ImportError:
        raise ScenarioError("figures need matplotlib, of the extra plot", install("plot")) from None
    figure = Figure(figsize=size, layout="constrained")
    FigureCanvasAgg(figure)
    yield figure
    figure.suptitle(title, fontsize=11, wrap=True)
    runs = f"{made.draws} draws x {made.replicates} replicates{extra}, seed {made.seed}"
    below = below or f"{Path(made.file).name} ({made.sha256[:8]}): {runs}"
    figure.supxlabel(f"{below}, shorad {made.version}", fontsize=7.5, color="0.35")
    figure.savefig(path, dpi=130)


def labels_on(axes: Any, names: list[str], width: int = 46) -> None:
    """Names of rows down the left side, the first on top."""
    axes.set_yticks(range(len(names)), [clip(name, width) for name in names], fontsize=8)
    axes.set_ylim(len(names) - 0.4, -0.6)


def plain_axes(axes: Any, label: str, percent: bool = False) -> None:
    """Without a box; horizontal axis with its label, in percent for shares."""
    axes.spines[["top", "right"]].set_visible(False)
    axes.set_xlabel(label, fontsize=8.5)
    axes.tick_params(labelsize=8)
    axes.grid(axis="x", lw=0.4, color="0.85")
    axes.set_axisbelow(True)
    if percent:
        from matplotlib.ticker import PercentFormatter

        axes.xaxis.set_major_formatter(PercentFormatter(1.0, decimals=None))
