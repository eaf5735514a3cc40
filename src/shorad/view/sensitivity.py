"""The page of `shorad study sensitivity`, and the same as numbers, tables and pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from rich.console import Group, RenderableType
from rich.text import Text

from shorad.results.sheets import Sheets, columns_of
from shorad.view.charts import BLUE, ORANGE, canvas, labels_on, plain_axes
from shorad.view.numbers import bar, clip
from shorad.view.study import head, last_line, nothing_note, proposed, scale, share_text
from shorad.view.tables import heading, plain, stack

if TYPE_CHECKING:
    Sensitivity = Any  # of shorad.study, handed in

ROWS = 10
TARGET = 0.1  # half width of an interval that one would like to have


def page(found: Sensitivity, next_steps: Sequence[str] = ()) -> Group:
    """Answer, Sobol indices, what the screening saw beside them, what the same runs say of all unknowns."""
    return stack(
        [
            [Text(found.question, style="bold")],
            [Text(sentence(found)), *nothing_note(found)],
            _indices(found),
            _screening(found),
            _given(found),
            proposed(next_steps),
            [Text(last_line(found.provenance, spent(found)), style="dim")],
        ]
    )


def sentence(found: Sensitivity) -> str:
    """What moves the answer most, in one sentence or two."""
    label = found.label[0].upper() + found.label[1:]
    if found.parts.sobol is None:
        told = [each for each in found.parts.given if each.stands_out]
        if not told:
            return f"{label}: in so few draws no unknown stands out."
        return (
            f"{label}: of single unknowns {told[0].name} moves it most ({share_text(told[0].share)} of the ignorance)."
        )
    sobol = found.parts.sobol
    s = scale(found.unit, abs(sobol.mean), max(sobol.variance, 1e-12) ** 0.5 * 0.3)
    text = (
        f"{label}: {s.text(sobol.mean)}, give or take {s.text(max(sobol.variance, 0.0) ** 0.5)} by what is not known."
    )
    most = max(sobol.indices, key=lambda each: each.total, default=None)
    if most is None or most.total_interval[0] <= 0.0:
        return f"{text} {_from_draws(found)}"
    low, high = most.total_interval
    return (
        f"{text} The largest part of that is owed to {most.name}: {share_text(most.total)} with all that it works "
        f"together with ({_ends((low, high))}), {_share(most.first)} by itself."
    )


def _from_draws(found: Sensitivity) -> str:
    """What plain draws say where Sobol indices say nothing yet."""
    sure = [f"{each.name} ({share_text(each.share)})" for each in found.parts.given if each.surely][:3]
    said = f"The indices of {found.parts.sobol.points} points tell no single unknown from nothing"
    if not sure:
        return f"{said}: it is many that move it a little, or more points are needed."
    return f"{said}; {found.parts.draws} draws show, by themselves, " + ", ".join(sure) + "."


def spent(found: Sensitivity) -> str:
    """What was run beside points and replicates, for the last line."""
    sobol, plan = found.parts.sobol, found.plan
    if sobol is None or plan is None:
        return ""
    text = f" in {len(sobol.indices) + 2} designs"
    if found.parts.screening:
        text += f", screening {plan.trajectories} x {len(found.parts.screening) + 1} x {plan.looks}"
    return text


def _name(found: Sensitivity, path: str, width: int) -> str:
    mark = " (hypothesis)" if path in found.hypotheses else ""
    return clip(path, width - len(mark)) + mark


def _indices(found: Sensitivity) -> list[RenderableType]:
    sobol = found.parts.sobol
    if sobol is None:
        return []
    order = sorted(sobol.indices, key=lambda each: -each.total)
    rows = [
        [_name(found, each.name, 46), _share(each.first), _ends(each.first_interval), _share(each.total),
         _ends(each.total_interval), bar(each.total, 10) if each.total_interval[0] > 0.0 else "?"]
        for each in order
    ]  # fmt: skip
    table = plain(["", "alone", "", "in all", "", ""], rows, [47, 6, 13, 6, 13, 10], right=(1, 2, 3, 4))
    widest = max((each.total_interval[1] - each.total_interval[0]) / 2 for each in order) if order else 0.0
    lines = [
        "alone: share of the ignorance that knowing it takes away. in all: with what it does with others.",
        "?: not told from nothing.",
    ]
    if widest > TARGET:
        enough = 1 << (int(sobol.points * (widest / TARGET) ** 2) - 1).bit_length()
        lines[1] += f" Intervals of ±{100 * TARGET:.0f} % need about --points {enough} (now {sobol.points})."
    title = heading("Sobol indices: shares of the ignorance, with 95 % intervals")
    return [title, table, Text("\n".join(lines), style="dim")]


def _share(value: float) -> str:
    return share_text(min(max(value, 0.0), 1.0))


def _ends(ends: tuple[float, float]) -> str:
    """Estimates may lie outside of what a share can be; --json has them as they are."""
    low, high = (min(max(end, 0.0), 1.0) for end in ends)
    return f"{100 * low:.0f} to {share_text(high)}"


def _screening(found: Sensitivity) -> list[RenderableType]:
    effects = found.parts.screening
    if not effects:
        return []
    size = effects[0].size
    s = scale(found.unit, size, max(size * 0.15, 1e-12))
    rows = [
        [_name(found, each.name, 54), s.text(each.size), f"{s.bare(each.interval[0])} to {s.text(each.interval[1])}",
         _direction(each.mean, each.error)]
        for each in effects[:ROWS]
    ]  # fmt: skip
    seen = sum(each.seen for each in effects)
    title = f"Screening of all {len(effects)} unknowns: how far half the range of each moves the answer"
    note = f"{seen} of {len(effects)} are told from nothing at 95 %; luck alone would show {0.025 * len(effects):.0f}."
    table = plain(["", "moves it by", "", "more of it"], rows, [55, 12, 18, 11], right=(1, 2))
    return [heading(title), table, Text(note, style="dim")]


def _direction(mean: float, error: float) -> str:
    if abs(mean) < 2.0 * error:
        return ""
    return "raises" if mean > 0.0 else "lowers"


def _given(found: Sensitivity) -> list[RenderableType]:
    told = [each for each in found.parts.given if each.stands_out][:ROWS]
    title = f"Given-data indices of all {len(found.parts.given)} unknowns, from {found.parts.draws} draws made anyway"
    if not told:
        return [heading(title), Text("In so few draws none stands out.")]
    ends = {each.name: each for each in found.parts.swings}
    size = max((abs(each.high) for each in found.parts.swings), default=1.0)
    rows = []
    for each in told:
        swing = ends.get(each.name)
        s = scale(found.unit, size, max((swing.low_half + swing.high_half) / 2, 1e-12) if swing else 0.1)
        between = f"{s.bare(swing.low)} to {s.text(swing.high)}" if swing else ""
        mark = "surely" if each.surely else "perhaps"
        rows.append([_name(found, each.name, 48), _share(each.share), bar(each.share, 12), between, mark])
    table = plain(["", "alone", "", "low to high end", ""], rows, [49, 6, 13, 19, 8], right=(1, 3))
    note = f"perhaps: above what luck gives one unknown in 95 %; surely: the luckiest of all {len(found.parts.given)}"
    return [heading(title), table, Text(note, style="dim")]


# ---- for other programs --------------------------------------------------------------------
def document(found: Sensitivity) -> dict[str, Any]:
    """Everything as plain numbers, unrounded."""
    sobol = found.parts.sobol
    return {
        **head("sensitivity", found.provenance), "empty_draws": list(found.nothing),
        "question": found.question, "measure": found.measure, "unit": found.unit,
        "hypotheses": sorted(found.hypotheses),
        "plan": asdict(found.plan) if found.plan else None,
        "sobol": None if sobol is None else {
            "mean": sobol.mean, "ignorance_variance": sobol.variance, "chance_variance": sobol.chance,
            "points": sobol.points, "replicates": sobol.replicates, "indices": [asdict(each) for each in sobol.indices],
        },
        "screening": [{**asdict(each), "seen": each.seen} for each in found.parts.screening],
        "given_draws": found.parts.draws,
        "given": [{**asdict(each), "stands_out": each.stands_out} for each in found.parts.given],
        "swings": [asdict(each) for each in found.parts.swings],
    }  # fmt: skip


def sheets(found: Sensitivity) -> Sheets:
    """Tables `sobol`, `screening`, `given`, `swings`."""
    sobol = [
        {
            "path": each.name, "first": each.first, "first_low": each.first_interval[0],
            "first_high": each.first_interval[1], "total": each.total, "total_low": each.total_interval[0],
            "total_high": each.total_interval[1],
        }
        for each in (found.parts.sobol.indices if found.parts.sobol else ())
    ]  # fmt: skip
    screening = [
        {"path": each.name, "size": each.size, "low": each.interval[0], "high": each.interval[1], "mean": each.mean,
         "error": each.error}
        for each in found.parts.screening
    ]  # fmt: skip
    tables = {
        "sobol": columns_of(sobol), "screening": columns_of(screening),
        "given": columns_of([asdict(each) for each in found.parts.given]),
        "swings": columns_of([asdict(each) for each in found.parts.swings]),
    }  # fmt: skip
    return Sheets(document(found), tables)


def bars(found: Sensitivity, path: Path) -> None:
    """Sobol indices, or given-data ones, as bars with their intervals."""
    sobol = found.parts.sobol
    rows = len(sobol.indices) if sobol else ROWS
    title = f"{found.question}\nwhat the ignorance comes from: {found.label}"
    with canvas(path, found.provenance, title, (8.5, 1.6 + 0.42 * max(rows, 6)), spent(found)) as figure:
        axes = figure.subplots()
        if sobol is None:
            given = found.parts.given[:ROWS]
            axes.barh(range(len(given)), [max(each.share, 0.0) for each in given], color=BLUE, height=0.6)
            axes.plot(
                [each.limit for each in given], range(len(given)), "|", color="0.2", ms=12, label="reached by luck"
            )
            labels_on(axes, [_name(found, each.name, 46) for each in given])
        else:
            _sobol_bars(axes, sorted(sobol.indices, key=lambda each: -each.total), found)
        plain_axes(axes, "share of the ignorance", percent=True)
        axes.set_xlim(left=0.0)
        axes.legend(fontsize=8, loc="lower right")


def _sobol_bars(axes: Any, order: Sequence[Any], found: Sensitivity) -> None:
    for which, shift, colour, label in (
        ("first", -0.19, BLUE, "alone"),
        ("total", 0.19, ORANGE, "with all interactions"),
    ):
        values = np.array([max(getattr(each, which), 0.0) for each in order])
        ends = np.maximum([getattr(each, f"{which}_interval") for each in order], 0.0).reshape(-1, 2)
        where = np.arange(len(order)) + shift
        axes.barh(where, values, height=0.36, color=colour, label=label)
        error = np.maximum(np.vstack([values - ends[:, 0], ends[:, 1] - values]), 0.0)
        axes.errorbar(values, where, xerr=error, fmt="none", ecolor="0.2", elinewidth=1.0, capsize=2)
    labels_on(axes, [_name(found, each.name, 46) for each in order])


def tornado(found: Sensitivity, path: Path) -> None:
    """The answer at both ends of each unknown, everything else as believed."""
    told = {each.name for each in found.parts.given if each.stands_out}
    shown = [each for each in found.parts.swings if each.name in told][: ROWS + 4] or list(found.parts.swings[:ROWS])
    title = f"{found.question}\n{found.label}: lowest and highest fifth of each unknown, the rest as believed"
    with canvas(path, found.provenance, title, (9.0, 1.6 + 0.36 * max(len(shown), 6)), spent(found)) as figure:
        axes = figure.subplots()
        rows = np.arange(len(shown))
        centre = float(np.mean([(each.low + each.high) / 2 for each in shown])) if shown else 0.0
        if found.parts.sobol is not None:
            centre = found.parts.sobol.mean
        for which, colour, label in (("low", BLUE, "low end"), ("high", ORANGE, "high end")):
            values = np.array([getattr(each, which) for each in shown])
            halves = np.array([getattr(each, f"{which}_half") for each in shown])
            axes.barh(rows, values - centre, left=centre, height=0.6, color=colour, alpha=0.85, label=label)
            axes.errorbar(values, rows, xerr=halves, fmt="none", ecolor="0.25", elinewidth=0.8, capsize=2)
        axes.axvline(centre, color="0.2", lw=0.9)
        labels_on(axes, [_ends_label(found, each) for each in shown], 60)
        plain_axes(axes, found.label, percent=found.unit == "share")
        axes.legend(fontsize=8, loc="best")


def _ends_label(found: Sensitivity, each: Any) -> str:
    if each.name not in found.hypotheses:
        return clip(each.name, 50)
    return f"{clip(each.name, 34)}: {each.low_label}, {each.high_label}"
