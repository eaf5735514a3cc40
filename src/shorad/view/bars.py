"""Bars with intervals, one per name, under headings: worths, widths, whatever is at least zero."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from shorad.results.provenance import Provenance
from shorad.view.charts import BLUE, canvas, labels_on, plain_axes

PALE = "#c3ced6"


class Bar(NamedTuple):
    """A length with its interval; `solid` where the interval leaves nothing out."""

    name: str
    value: float
    low: float
    high: float
    solid: bool = True
    block: str = ""  # heading under which it stands


def draw_bars(bars: Sequence[Bar], title: str, unit: str, made: Provenance, path: Path, extra: str = "") -> None:
    """Write the figure; blocks in the order given. ScenarioError without matplotlib."""
    rows: list[Bar | str] = []
    for block in dict.fromkeys(bar.block for bar in bars):
        rows += [block, *(bar for bar in bars if bar.block == block)]
    with canvas(path, made, title, (9.0, 1.4 + 0.24 * len(rows)), extra) as figure:
        axes = figure.subplots()
        for y, row in enumerate(rows):
            if isinstance(row, Bar):
                axes.barh(y, row.value, color=BLUE if row.solid else PALE, height=0.7)
                axes.plot([row.low, row.high], [y, y], "-|", color="black", linewidth=1.0, markersize=6)
        labels_on(axes, [row.name if isinstance(row, Bar) else row for row in rows])
        for label, row in zip(axes.get_yticklabels(), rows, strict=True):
            label.set_fontweight("normal" if isinstance(row, Bar) else "bold")
        axes.set_xlim(left=0.0)
        axes.tick_params(axis="y", length=0)
        plain_axes(axes, unit)


__all__ = ["Bar", "draw_bars"]
