"""The page of `shorad sweep`, and the same as numbers, tables, response curves and heat maps."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from rich.console import Group, RenderableType
from rich.text import Text

from shorad.results.measures import Measure
from shorad.results.sheets import Sheets, columns_of
from shorad.view.charts import BLUE, GREY, ORANGE, canvas, plain_axes
from shorad.view.numbers import bar, clip, estimate_text, limit_text, span_text
from shorad.view.study import head, last_line, share_text
from shorad.view.tables import heading, plain, stack

if TYPE_CHECKING:
    Sweep = Any  # of shorad.study, handed in

ROWS, COLUMNS, PANELS = 30, 7, 6


def page(found: Sweep) -> Group:
    """A row for each point; of two axes a table; of a Latin hypercube the ends and what moves it."""
    body = _latin(found) if found.latin else _grid(found) if len(found.axes) == 2 else _rows(found)
    label = _label(found)
    extra = f" at each of {len(found.points)} points, same luck"
    return stack(
        [
            [Text(found.question, style="bold")],
            [heading(clip(f"{label[0].upper()}{label[1:]} over {', '.join(a.path for a in found.axes)}", 100)), *body],
            _crossing(found),
            [Text(last_line(found.provenance, extra), style="dim")],
        ]
    )


def _label(found: Sweep) -> str:
    return str(next(each.label for each in found.answers if each is not None))


def _unit(found: Sweep) -> str:
    return str(next(each.unit for each in found.answers if each is not None))


def _rows(found: Sweep, chosen: Sequence[int] | None = None) -> list[RenderableType]:
    shown = list(range(len(found.points)))[:ROWS] if chosen is None else list(chosen)
    top = max((abs(each.estimate.mean) for each in found.answers if each is not None), default=1.0)
    width = min(22, 50 // len(found.axes))
    rows = []
    for i in shown:
        each = found.answers[i]
        values = [clip(value, width) for value in found.points[i].values]
        rows.append([*values, *_cells(each, top)])
    headers = [
        *(clip(axis.path.rpartition(".")[2], width) for axis in found.axes),
        "answer",
        "error, 95 %",
        "unknowns",
        "",
    ]
    widths = [*(width for _ in found.axes), 9, 15, 14, 8]
    n = len(found.axes)
    table = plain(headers, rows, widths, right=(n, n + 1, n + 2))
    left = len(found.points) - len(shown)
    note = "unknowns: how far what is not known moves the answer (90 %)."
    note += f" {left} more points: --json" if left and chosen is None else ""
    return [table, Text(note, style="dim")]


def _cells(each: Measure | None, top: float) -> list[str]:
    if each is None:
        return ["nothing", "", "", ""]
    share = abs(each.estimate.mean) / top if top > 0.0 else 0.0
    return [
        estimate_text(each), span_text(each, each.estimate.sampling), span_text(each, each.estimate.ignorance),
        bar(share, 8),
    ]  # fmt: skip


def _grid(found: Sweep) -> list[RenderableType]:
    """Down the first axis, across the second."""
    down, across = found.axes
    if len(across.values) > COLUMNS:
        return _rows(found)
    answers = iter(found.answers)
    rows = [[clip(value, 20), *(_cell(next(answers)) for _ in across.values)] for value in down.values]
    width = min(16, 74 // len(across.values))
    headers = ["", *(clip(value, width) for value in across.values)]
    table = plain(headers, rows, [20, *(width for _ in across.values)], right=range(1, len(headers)))
    note = f"down: {down.path}; across: {across.path}. In brackets the error (95 %)."
    return [table, Text(clip(note, 200), style="dim")]


def _cell(each: Measure | None) -> str:
    if each is None:
        return "nothing"
    ends = span_text(each, each.estimate.sampling).removesuffix(" %").replace(" to ", "-")
    return f"{estimate_text(each)} ({ends})"


def _latin(found: Sweep) -> list[RenderableType]:
    """The five highest and lowest points, and which axis moves the answer."""
    order = sorted(
        (i for i, each in enumerate(found.answers) if each is not None),
        key=lambda i: -found.points[i].measures[found.measure].estimate.mean,
    )
    few = order if len(order) <= 12 else [*order[:5], *order[-5:]]
    lines = _rows(found, few)
    if len(order) > len(few):
        lines.append(Text(f"The five highest and the five lowest of {len(order)} points.", style="dim"))
    if found.shares:
        rows = [
            [each.name, share_text(max(each.share, 0.0)), bar(each.share, 16),
             "surely" if each.surely else "perhaps" if each.stands_out else "not shown"]
            for each in found.shares
        ]  # fmt: skip
        lines += [Text(""), heading("What moves it over these ranges, each by itself")]
        lines.append(plain(["", "share", "", ""], rows, [56, 7, 17, 10], right=(1,)))
    return lines


def _crossing(found: Sweep) -> list[RenderableType]:
    """Where the answer crosses the scenario's threshold, of one axis with numbers."""
    if found.latin or len(found.axes) != 1 or found.threshold is None:
        return []
    limit, said = found.threshold, []
    pairs = list(zip(found.points, found.answers, strict=True))
    for (one, a), (two, b) in pairwise(pairs):
        if a is not None and b is not None and (a.estimate.mean < limit) != (b.estimate.mean < limit):
            said.append(f"between {one.values[0]} and {two.values[0]}")
    text = limit_text(limit, _unit(found))
    if not said:
        return [Text(f"The answer is nowhere on the other side of {text}.")]
    return [Text(f"The answer crosses {text} " + ", and ".join(said) + ".")]


# ---- for other programs --------------------------------------------------------------------
def document(found: Sweep) -> dict[str, Any]:
    """Everything as plain numbers, SI, unrounded; values of the axes as written."""
    return {
        **head("sweep", found.provenance),
        "question": found.question, "measure": found.measure, "latin": found.latin,
        "axes": [{"path": axis.path, "values": list(axis.values)} for axis in found.axes],
        "points": [
            {
                "values": dict(zip((axis.path for axis in found.axes), point.values, strict=True)),
                "measures": {path: _numbers(each) for path, each in point.measures.items()},
            }
            for point in found.points
        ],
        "shares": [{"path": each.name, "share": each.share, "limit": each.limit} for each in found.shares],
    }  # fmt: skip


def _numbers(each: Measure) -> dict[str, Any]:
    estimate = each.estimate
    return {"estimate": estimate.mean, "sampling": estimate.sampling, "ignorance": estimate.ignorance}


def sheets(found: Sweep) -> Sheets:
    """Tables `points` (values of the axes) and `measures` (one row for each point and measure)."""
    points = [
        {"point": i, "axis": axis.path, "value": value, "number": number}
        for i, point in enumerate(found.points)
        for axis, value, number in zip(found.axes, point.values, point.numbers, strict=True)
    ]
    rows = [
        {
            "point": i, "path": path, "unit": each.unit, "estimate": each.estimate.mean,
            "low": (each.estimate.sampling or (None, None))[0], "high": (each.estimate.sampling or (None, None))[1],
            "ignorance_low": (each.estimate.ignorance or (None, None))[0],
            "ignorance_high": (each.estimate.ignorance or (None, None))[1],
        }
        for i, point in enumerate(found.points)
        for path, each in point.measures.items()
    ]  # fmt: skip
    return Sheets(document(found), {"points": columns_of(points), "measures": columns_of(rows)})


def picture(found: Sweep, path: Path) -> None:
    """A response curve, heat maps (one for each value of a third axis), or a panel for each axis of a hypercube."""
    title = f"{found.question}\n{_label(found)}"
    extra = f" at each of {len(found.points)} points, same luck"
    panels = len(found.axes) if found.latin or len(found.axes) == 1 else 1
    if not found.latin and len(found.axes) > 2:
        panels = int(np.prod([len(axis.values) for axis in found.axes[2:]]))
    panels = min(panels, PANELS)
    with canvas(
        path, found.provenance, title, (max(7.0, 4.2 * min(panels, 3)), 4.6 * -(-panels // 3)), extra
    ) as figure:
        axes = np.atleast_1d(figure.subplots(-(-panels // 3), min(panels, 3), squeeze=False)).ravel()
        for unused in axes[panels:]:
            unused.set_visible(False)
        if found.latin or len(found.axes) == 1:
            for i in range(panels):
                _curve(axes[i], found, i)
        else:
            _maps(figure, list(axes[:panels]), found)


def _curve(axes: Any, found: Sweep, i: int) -> None:
    """The answer over one axis: its error, and how far what is not known moves it."""
    held = [(each, point) for each, point in zip(found.answers, found.points, strict=True) if each is not None]
    words = any(point.numbers[i] is None for _, point in held)
    names = list(dict.fromkeys(point.values[i] for _, point in held))
    x = np.array([names.index(p.values[i]) if words else p.numbers[i] for _, p in held], dtype=float)
    y = np.array([each.estimate.mean for each, _ in held])
    ends = np.array([each.estimate.sampling or (each.estimate.mean,) * 2 for each, _ in held])
    wide = np.array([each.estimate.ignorance or (each.estimate.mean,) * 2 for each, _ in held])
    if not found.latin and not words:
        axes.fill_between(x, wide[:, 0], wide[:, 1], color=ORANGE, alpha=0.25, lw=0, label="moved by unknowns, 90 %")
        axes.plot(x, y, color=BLUE, lw=1.2)
    error = np.maximum(np.vstack([y - ends[:, 0], ends[:, 1] - y]), 0.0)
    axes.errorbar(x, y, yerr=error, fmt="o", ms=4, color=BLUE, ecolor=GREY if found.latin else BLUE, elinewidth=0.9,
                  capsize=2, label="estimate, 95 %")  # fmt: skip
    if found.threshold is not None:
        axes.axhline(found.threshold, color="0.3", lw=0.8, ls="--", label="threshold")
    if words:
        axes.set_xticks(range(len(names)), [clip(name, 18) for name in names], fontsize=8)
    axes.set_ylabel(_label(found), fontsize=8.5)
    plain_axes(axes, _axis_label(found, i))
    _percent(axes, found)
    if i == 0:
        axes.legend(fontsize=7.5)


def _axis_label(found: Sweep, i: int) -> str:
    axis = found.axes[i]
    return f"{axis.path}, {axis.unit}" if axis.unit not in ("", "whole") else axis.path


def _percent(axes: Any, found: Sweep) -> None:
    if _unit(found) == "share":
        from matplotlib.ticker import PercentFormatter

        axes.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=None))


def _maps(figure: Any, panels: Sequence[Any], found: Sweep) -> None:
    """The first axis upwards, the second to the right, a panel for each value of the others."""
    shape = [len(axis.values) for axis in found.axes]
    means = np.array([np.nan if each is None else each.estimate.mean for each in found.answers]).reshape(*shape[:2], -1)
    low, high = np.nanmin(means), np.nanmax(means)
    errors = [each.estimate.sampling for each in found.answers if each is not None and each.estimate.sampling]
    wide = float(np.median([end[1] - end[0] for end in errors])) if errors else 0.0
    if high - low < wide:  # colours must not show what the error does not
        low, high = (low + high - wide) / 2, (low + high + wide) / 2
    for n, axes in enumerate(panels):
        shown = axes.imshow(means[:, :, n], origin="lower", aspect="auto", cmap="viridis", vmin=low, vmax=high)
        for (row, column), value in np.ndenumerate(means[:, :, n]):
            if means[:, :, n].size <= 150 and np.isfinite(value):
                text = f"{100 * value:.0f} %" if _unit(found) == "share" else f"{value:.3g}"
                dark = value < low + 0.6 * (high - low)
                axes.text(column, row, text, ha="center", va="center", fontsize=7.5, color="white" if dark else "black")
        axes.set_xticks(range(shape[1]), [clip(v, 12) for v in found.axes[1].values], fontsize=7.5)
        axes.set_yticks(range(shape[0]), [clip(v, 14) for v in found.axes[0].values], fontsize=7.5)
        axes.set_xlabel(_axis_label(found, 1), fontsize=8.5)
        axes.set_ylabel(_axis_label(found, 0), fontsize=8.5)
        if len(found.axes) > 2:
            point = found.points[n]
            axes.set_title(", ".join(point.values[2:]), fontsize=9)
    side = figure.colorbar(shown, ax=list(panels), shrink=0.8, label=_label(found))
    _percent(side.ax, found)
