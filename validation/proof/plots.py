"""Figures as SVG, byte for byte the same at every run: no date, no random ids, text as text."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

STYLE = {
    "svg.hashsalt": "shorad", "svg.fonttype": "none", "font.size": 9, "axes.grid": True, "grid.alpha": 0.3,
    "axes.spines.top": False, "axes.spines.right": False, "figure.autolayout": False, "path.simplify": False,
    "font.family": "DejaVu Sans",
}  # fmt: skip
COLOURS = ("#1f4e79", "#c55a11", "#548235", "#7f6000", "#7030a0", "#808080")


def save(path: Path, draw: Callable[[Any], None], width: float = 6.4, height: float = 3.6) -> None:
    import matplotlib as mpl
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure

    with mpl.rc_context({**STYLE, "axes.prop_cycle": mpl.cycler(color=COLOURS)}):
        figure = Figure(figsize=(width, height))
        FigureCanvasSVG(figure)
        draw(figure.subplots())
        figure.tight_layout()
        path.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(path, format="svg", metadata={"Date": None, "Creator": "shorad"}, facecolor="white")
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(line.rstrip() for line in lines) + "\n", encoding="utf-8")
