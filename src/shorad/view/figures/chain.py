"""The kill chain as a flow (Sankey): what came from the left, what broke at each link drops out below."""

from __future__ import annotations

import textwrap
from typing import Any

from shorad.results.chain import Chain, chain
from shorad.view.figures.material import Material
from shorad.view.figures.style import BLUE, GREY, RED, Theme
from shorad.view.numbers import percent

GAP = 0.30  # between the flow and where what dropped out ends, in shares of all that came
FIRST, WIDE, NARROW = 1.6, 1.3, 0.75  # widths: of the beginning, of a link at which something broke, of any other
LINE = 0.085  # height of a line of words, in shares of all that came
WORDS = 16  # letters of a line below a link
MOST = 3  # reasons named at a link


def draw_chain(figure: Any, given: Material, theme: Theme) -> None:
    found = chain(given.results)
    assert found is not None  # `names.there` has asked
    axes = figure.add_subplot()
    axes.axis("off")
    left, x, lowest = 1.0, FIRST, 0.0
    axes.fill_between([0.0, x], 0.0, -1.0, color=BLUE, lw=0, alpha=0.75)
    for name, share, lines in _slots(found):
        width = WIDE if share > 0.0 else NARROW
        _peel(axes, x, left, share, GREY if name == "on its own" else RED)
        axes.fill_between([x, x + width], 0.0, share - left, color=BLUE, lw=0, alpha=0.75)
        axes.plot([x, x], [0.0, -left], color=theme.paper, lw=1.0)
        axes.annotate(name, (x + 0.5 * width, 0.03), ha="center", va="bottom", fontweight="bold")
        if share > 0.0:
            bottom = -1.0 - GAP - share - 0.03
            axes.annotate("\n".join(lines), (x + 0.5 * width, bottom), ha="center", va="top", fontsize=7.0)
            lowest = min(lowest, bottom - LINE * len(lines))
        left, x = left - share, x + width
    axes.fill_between([x, x + 0.4], 0.0, -left, color=BLUE, lw=0, alpha=0.75)
    axes.annotate(f"came:\n{found.came / found.runs:.3g} per raid", (0.06, -0.5), va="center", fontweight="bold")
    axes.annotate(f"stopped:\n{percent(left)}", (x + 0.46, -left / 2.0), va="center", fontweight="bold")
    axes.set_xlim(0.0, x + 1.3)
    axes.set_ylim(lowest, 0.14)


def _slots(found: Chain) -> list[tuple[str, float, list[str]]]:
    """Name of each link, the share of all that came which dropped out there, and the words below it."""
    slots = []
    if found.idle:
        share = found.idle / found.came
        slots.append(("on its own", share, [percent(share), *textwrap.wrap("missed, failed or turned back", WORDS)]))
    for link in found.broken:
        share = link.count / found.came
        lines = [percent(share)]
        for label, count in link.reasons[:MOST]:
            tail = f" ({percent(count / found.came)})".replace(" %", "\u00a0%") if len(link.reasons) > 1 else ""
            lines += textwrap.wrap(_short(label) + tail, WORDS, break_long_words=False)
        slots.append((link.link, share, lines))
    return slots


def _short(label: str) -> str:
    """Without what stands in brackets."""
    return label.partition(" (")[0]


def _peel(axes: Any, x: float, left: float, share: float, colour: str) -> None:
    """A band that leaves the flow at its lower edge and ends below it."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    if share <= 0.0:
        return
    top, low = -(left - share), -left
    end_top, end_low = -1.0 - GAP, -1.0 - GAP - share
    a, b, middle = x, x + 0.95, x + 0.48
    points = [(a, top), (middle, top), (middle, end_top), (b, end_top), (b, end_low), (middle, end_low), (middle, low),
              (a, low), (a, top)]  # fmt: skip
    kinds = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
    axes.add_patch(PathPatch(Path(points, kinds), facecolor=colour, lw=0, alpha=0.85))
