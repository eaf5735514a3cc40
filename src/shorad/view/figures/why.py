"""Why it came so: reasons and but-for shares as bars, with words at each."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import Any

from shorad.results.butfor import EVENT_WORDS, ButForTable, asked_kind
from shorad.results.intervals import Interval
from shorad.results.reasons import ReasonTable
from shorad.results.results import Results
from shorad.results.words import SWITCHES
from shorad.view.figures.material import Material
from shorad.view.figures.style import BLUE, GREEN, RED, Theme
from shorad.view.numbers import percent
from shorad.view.why import picked

TABLES, ROWS = 4, 8  # shown at most


def tables(results: Results) -> list[ReasonTable]:
    return picked(results.reasons, results.about.answer)[:TABLES]


def reasons_size(given: Material) -> tuple[float, float]:
    return 9.0, 0.5 + sum(0.65 + 0.3 * min(len(table.shares), ROWS) for table in tables(given.results))


def draw_reasons(figure: Any, given: Material, theme: Theme) -> None:
    """One panel per kind of event: the share of each reason, with its sampling error."""
    found = tables(given.results)
    heights = [0.65 + 0.3 * min(len(table.shares), ROWS) for table in found]
    grid = figure.subplots(len(found), 1, squeeze=False, sharex=True, height_ratios=heights)[:, 0]
    for axes, table in zip(grid, found, strict=True):
        shares = table.shares[:ROWS]
        labels = [share.label for share in shares]
        bars(axes, labels, [share.estimate.mean for share in shares], BLUE)
        errors(axes, [share.estimate.sampling for share in shares], theme)
        more = f"; {len(table.shares) - ROWS} rarer reasons left out" if len(table.shares) > ROWS else ""
        axes.set_title(f"{table.what} ({table.events:,}{more})")
    grid[-1].set_xlabel("share of these events, %   (thin line: sampling error, 95 %)")


def bars(axes: Any, labels: Sequence[str], shares: Sequence[float], colour: str) -> None:
    """Horizontal bars from the top down, labels at the left, shares at the right edge."""
    axes.barh(range(len(labels)), [100.0 * share for share in shares], color=colour, height=0.62)
    axes.set_yticks(range(len(labels)), ["\n".join(textwrap.wrap(label, 44)) for label in labels])
    axes.set_ylim(len(labels) - 0.5, -0.5)
    axes.set_xlim(0.0, 100.0)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="x")
    for i, share in enumerate(shares):
        axes.annotate(percent(share), (1.0, i), xycoords=("axes fraction", "data"), xytext=(4, 0),
                      textcoords="offset points", va="center", fontsize=8)  # fmt: skip


def errors(axes: Any, spans: Sequence[Interval | None], theme: Theme) -> None:
    """A thin line over each bar: its sampling error."""
    for i, span in enumerate(spans):
        if span is not None:
            axes.plot([100.0 * span[0], 100.0 * span[1]], [i, i], color=theme.ink, lw=1.2, marker="|", ms=5)


# ---- but for -------------------------------------------------------------------------------
def butfor_tables(results: Results) -> list[ButForTable]:
    """The kind of event that the answer is about first."""
    asked = asked_kind(results.about.answer)
    return sorted(results.butfor_tables, key=lambda table: (table.kind != asked, -table.events))[:2]


def butfor_size(given: Material) -> tuple[float, float]:
    return 9.0, 0.9 + sum(0.7 + 0.27 * len(_rows(table)) for table in butfor_tables(given.results))


def _rows(table: ButForTable) -> list[Any]:
    """The links that do something, those that prevent most first."""
    found = sorted(table.shares, key=lambda share: -share.prevented)
    return [share for share in found if share.prevented > 0.0 or share.caused > 0.0][:10] or found[:3]


def draw_butfor(figure: Any, given: Material, theme: Theme) -> None:
    """What one perfect link would have prevented (to the right) and brought about (to the left, hatched)."""
    found = butfor_tables(given.results)
    heights = [0.7 + 0.27 * len(_rows(table)) for table in found]
    grid = figure.subplots(len(found), 1, squeeze=False, sharex=True, height_ratios=heights)[:, 0]
    lowest = 0.0
    for axes, table in zip(grid, found, strict=True):
        rows = _rows(table)
        bars(axes, [SWITCHES[share.switch] for share in rows], [share.prevented for share in rows], GREEN)
        errors(axes, [share.prevented_sampling for share in rows], theme)
        caused = [-100.0 * share.caused for share in rows]
        axes.barh(range(len(rows)), caused, color=RED, height=0.62, hatch="////")
        lowest = min(lowest, *caused)
        axes.axvline(0.0, color=theme.ink, lw=0.8)
        none = (
            f"{percent(table.none_single)} of which no single link" if table.none_single else "each of which some link"
        )
        axes.set_title(f"{table.events:,} {EVENT_WORDS[table.kind]}, {none} would have prevented")
    for axes in grid:
        axes.set_xlim(1.05 * lowest, 100.0)
    left = "new ones brought about (left, hatched) and " if lowest < 0.0 else ""
    grid[-1].set_xlabel(f"{left}prevented, % of those events   (thin line: sampling error, 95 %)")
    grid[-1].xaxis.set_major_formatter(lambda value, _: f"{abs(value):g}")
