"""The page of `shorad study uncertainty`, and the same as numbers, tables and a picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from math import sqrt
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from rich.console import Group, RenderableType
from rich.text import Text

from shorad.results.measures import Measure
from shorad.results.sheets import Sheets, columns_of
from shorad.results.uncertainty import Dispute, Side, Spread, nested
from shorad.view.charts import BLUE, GREY, ORANGE, canvas, labels_on, plain_axes
from shorad.view.numbers import bar, clip, span_text
from shorad.view.study import Scale, head, last_line, proposed, scale, share_text
from shorad.view.summary import chosen
from shorad.view.tables import heading, plain, stack

if TYPE_CHECKING:
    Uncertainty = Any  # of shorad.study, handed in

ROWS, SIDES, UNKNOWNS = 14, 7, 8


def page(found: Uncertainty, next_steps: Sequence[str] = ()) -> Group:
    """Question, answer with both spreads, all measures, the answer by hypothesis, what moves it."""
    return stack(
        [
            [Text(found.results.about.question, style="bold")],
            [Text(sentence(found))],
            _measures(found),
            _disputes(found),
            _unknowns(found),
            proposed(next_steps),
            [Text(last_line(found.results.provenance), style="dim")],
        ]
    )


def sentence(found: Uncertainty) -> str:
    """The answer with both spreads in plain words."""
    each: Spread = found.spreads[found.measure]
    s = scale_of(each)
    label = each.label[0].upper() + each.label[1:]
    text = f"{label}: {s.text(each.estimate.mean)} ({s.span(each.estimate.sampling)} with 95 % confidence)."
    if each.ignorance <= 0.0 or each.share_interval[1] == 0.0:
        text += " These runs show nothing of what is not known in it: the spread between draws is that of chance."
    else:
        text += f" What is not known moves this expectation over {s.span(each.estimate.ignorance)} (90 %);"
        text += f" the draw means as they are would show {s.span(each.raw)}, chance in them included."
    low, high = each.share_interval
    text += f" Of the variance of a single raid {share_text(each.share)} ({share_text(low)} to {share_text(high)})"
    return f"{text} comes from what is not known, the rest is chance."


def scale_of(each: Spread) -> Scale:
    """How this measure is printed."""
    ends = each.estimate.sampling or (each.estimate.mean, each.estimate.mean)
    return scale(each.unit, max(map(abs, (each.estimate.mean, *ends))), (ends[1] - ends[0]) / 2)


def _measures(found: Uncertainty) -> list[RenderableType]:
    rows = [_row(found.spreads[m.path]) for m in chosen(found.results, ROWS) if m.path in found.spreads]
    headers = ["", "estimate", "error, 95 %", "chance ±", "unknowns ±", "share of unknowns"]
    table = plain(headers, rows, [33, 9, 15, 8, 10, 19], right=(1, 2, 3, 4))
    note = (
        "±: one standard deviation, of a single raid by chance, of the expectation by what is not known.\n"
        "share of unknowns: in the variance of a single raid, and its 95 % interval. All measures: --json"
    )
    return [table, Text(note, style="dim")]


def _row(each: Spread) -> list[str]:
    s = scale_of(each)
    chance, unknowns = sqrt(each.chance), sqrt(max(each.ignorance, 0.0))
    low, high = each.share_interval
    split = f"{bar(each.share, 6):<6} {100 * low:.0f} to {share_text(high)}" if chance > 0.0 else ""
    return [
        clip(each.label, 33), s.text(each.estimate.mean), span_text(_measure(each), each.estimate.sampling),
        _deviation(chance, each.unit), _deviation(unknowns, each.unit), split,
    ]  # fmt: skip


def _deviation(value: float, unit: str) -> str:
    """A standard deviation to two figures."""
    return scale(unit, value, value * 0.25).text(value) if value > 0.0 else "none"


def _measure(each: Spread) -> Measure:
    return Measure(each.path, each.label, each.unit, each.estimate, each.yes_no)


def _disputes(found: Uncertainty) -> list[RenderableType]:
    disputes: Sequence[Dispute] = found.disputes
    if not disputes:
        return []
    shares = {each.name: each for each in found.unknowns}
    unit = found.spreads[found.measure].unit
    rows = []
    for each in disputes[:SIDES]:
        given = shares.get(each.path)
        mark = " *" if given is not None and given.stands_out else ""
        for i, side in enumerate(each.sides):
            rows.append([f"{clip(each.path, 38)}{mark}" if i == 0 else "", *_side(side, unit)])
    more = f" ({len(disputes) - SIDES} more: --json)" if len(disputes) > SIDES else ""
    table = plain(["", "", "draws", "answer", "error, 95 %"], rows, [41, 24, 6, 10, 16], right=(2, 3, 4))
    note = Text("*: apart by more than chance would bring with 95 %, each hypothesis by itself", style="dim")
    return [heading(f"The answer by hypothesis, from the same draws{more}"), table, note]


def _side(side: Side, unit: str) -> list[str]:
    if side.estimate is None:
        return [clip(side.label, 24), str(side.draws), "nothing", ""]
    ends = side.estimate.sampling if side.draws > 1 else None
    half = (ends[1] - ends[0]) / 2 if ends else 0.0
    s = scale(unit, abs(side.estimate.mean), half)
    return [clip(side.label, 24), str(side.draws), s.text(side.estimate.mean), s.span(ends)]


def _unknowns(found: Uncertainty) -> list[RenderableType]:
    if not found.unknowns:
        return [Text(f"Fewer than 20 draws ({len(found.results.draws)}): what moves the answer is not to be told.")]
    told = [each for each in found.unknowns if each.stands_out][:UNKNOWNS]
    title = "What moves the expectation: share of the ignorance, each unknown by itself"
    swings = {each.name: each for each in found.swings}
    spread = found.spreads[found.measure]
    rows = []
    for each in told:
        swing = swings.get(each.name)
        s = scale_of(spread)
        ends = f"{s.bare(swing.low)} to {s.text(swing.high)}" if swing else ""
        mark = "surely" if each.surely else "perhaps"
        rows.append([clip(each.name, 46), share_text(max(each.share, 0.0)), bar(each.share, 14), ends, mark])
    if not rows:
        return [heading(title), Text("In so few draws none stands out.")]
    table = plain(["", "share", "", "low to high end", ""], rows, [47, 7, 15, 20, 9], right=(1, 3))
    note = (
        f"perhaps: above what chance gives one unknown in 95 %; surely: above the luckiest of all {len(found.unknowns)}"
    )
    return [heading(title), table, Text(note, style="dim")]


# ---- for other programs --------------------------------------------------------------------
def document(found: Uncertainty) -> dict[str, Any]:
    """Everything as plain numbers, SI, unrounded."""
    return {
        **head("uncertainty", found.results.provenance),
        "question": found.results.about.question,
        "measure": found.measure,
        "measures": {path: _spread(each) for path, each in found.spreads.items()},
        "hypotheses": {
            each.path: {side.label: {"draws": side.draws, **_estimate(side)} for side in each.sides}
            for each in found.disputes
        },
        "unknowns": [{**asdict(each), "stands_out": each.stands_out, "surely": each.surely} for each in found.unknowns],
        "swings": [asdict(each) for each in found.swings],
    }


def _spread(each: Spread) -> dict[str, Any]:
    return {**asdict(each), "estimate": each.estimate.mean, **_intervals(each.estimate)}


def _estimate(side: Side) -> dict[str, Any]:
    if side.estimate is None:
        return {"estimate": None}
    return {"estimate": side.estimate.mean, **_intervals(side.estimate)}


def _intervals(estimate: Any) -> dict[str, Any]:
    return {name: getattr(estimate, name) for name in ("sampling", "ignorance")} | {"note": estimate.note}


def sheets(found: Uncertainty) -> Sheets:
    """The result itself, and tables `measures`, `hypotheses`, `unknowns`, `cells`."""
    rows = [
        {
            "path": each.path, "unit": each.unit, "estimate": each.estimate.mean, "error": each.error,
            "low": (each.estimate.sampling or (None, None))[0], "high": (each.estimate.sampling or (None, None))[1],
            "chance_variance": each.chance, "ignorance_variance": each.ignorance, "ignorance_share": each.share,
            "share_low": each.share_interval[0], "share_high": each.share_interval[1],
            "ignorance_low": (each.estimate.ignorance or (None, None))[0],
            "ignorance_high": (each.estimate.ignorance or (None, None))[1],
        }
        for each in found.spreads.values()
    ]  # fmt: skip
    sides = [
        {"hypothesis": each.path, "side": side.label, "draws": side.draws, "estimate": side.estimate.mean}
        for each in found.disputes
        for side in each.sides
        if side.estimate is not None
    ]
    unknowns = [asdict(each) for each in found.unknowns]
    tables = {"measures": columns_of(rows), "hypotheses": columns_of(sides), "unknowns": columns_of(unknowns)}
    return Sheets(document(found), tables, {"": found.results})


def picture(found: Uncertainty, path: Path) -> None:
    """Split of the variance of each measure; the spread of the expectation, raw and freed of chance."""
    known = (found.spreads[m.path] for m in chosen(found.results, ROWS) if m.path in found.spreads)
    shown = [each for each in known if each.chance > 0.0]
    title = f"{found.results.about.question}\nchance and ignorance kept apart"
    with canvas(path, found.results.provenance, title, (10.5, 1.6 + 0.33 * max(len(shown), 8))) as figure:
        left, right = figure.subplots(1, 2, width_ratios=[1.25, 1.0])
        _split(left, shown)
        _expectation(right, found)


def _split(axes: Any, shown: Sequence[Spread]) -> None:
    rows = np.arange(len(shown))
    share = np.array([each.share for each in shown])
    ends = np.array([each.share_interval for each in shown])
    axes.barh(rows, share, color=ORANGE, height=0.62, label="what is not known")
    axes.barh(rows, 1.0 - share, left=share, color=BLUE, alpha=0.45, height=0.62, label="chance")
    error = np.abs(np.vstack([share - ends[:, 0], ends[:, 1] - share]))
    axes.errorbar(share, rows, xerr=error, fmt="none", ecolor="0.15", elinewidth=1.0, capsize=2)
    labels_on(axes, [each.label for each in shown], 40)
    plain_axes(axes, "share of the variance of a single raid (bar: 95 %)", percent=True)
    axes.set_xlim(0.0, 1.0)
    axes.legend(fontsize=7.5, loc="lower right", framealpha=0.9)


def _expectation(axes: Any, found: Uncertainty) -> None:
    from shorad.results.measures import find

    each: Spread = found.spreads[found.measure]
    cells = nested(find(found.results.cast, found.measure), found.results.outcomes)
    assert cells is not None, "the spread exists, so do its cells"
    seen = np.sort(cells.means)
    variance = float(seen.var(ddof=1))
    shrink = sqrt(max(each.ignorance, 0.0) / variance) if variance > 0.0 else 0.0
    freed = seen.mean() + shrink * (seen - seen.mean())
    level = (np.arange(len(seen)) + 0.5) / len(seen)
    axes.step(seen, level, where="mid", color=GREY, lw=1.2, label="draw means as they are")
    axes.step(freed, level, where="mid", color=ORANGE, lw=2.0, label="freed of chance")
    axes.axvline(each.estimate.mean, color="0.2", lw=0.9)
    if each.estimate.sampling:
        axes.axvspan(*each.estimate.sampling, color="0.2", alpha=0.12, lw=0, label="estimate, 95 %")
    axes.set_ylabel("share of draws below", fontsize=8.5)
    axes.set_ylim(0.0, 1.0)
    plain_axes(axes, each.label, percent=each.unit == "share")
    axes.legend(fontsize=7.5, loc="upper left")
