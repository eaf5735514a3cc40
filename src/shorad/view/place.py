"""The page of `shorad place`, and the same as numbers, a table and a picture."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from rich.console import Group, RenderableType
from rich.text import Text

from shorad.results.sheets import Sheets, columns_of
from shorad.view.charts import BLUE, GREY, ORANGE, canvas, labels_on, plain_axes
from shorad.view.numbers import bar, clip, percent
from shorad.view.study import Scale, head, last_line, nothing_note, points, scale
from shorad.view.tables import plain, stack

if TYPE_CHECKING:
    Placement = Any  # of shorad.study, handed in

ROWS = 16


def page(found: Placement) -> Group:
    """The winner with its margin and the chance that it is best, then all candidates."""
    said = found.selected
    extra = f" at most for each of {len(found.candidates)} candidates, same luck"
    runs = f"{said.runs:,} runs; value and margin of the winner from {said.fresh} draws that chose nobody"
    return stack(
        [
            [Text(found.question, style="bold")],
            [Text(sentence(found)), *nothing_note(found)],
            _table(found),
            [Text(f"{last_line(found.provenance, extra)}\n{runs}", style="dim")],
        ]
    )


def _scale(found: Placement) -> Scale:
    said = found.selected
    return scale(
        found.unit, max(abs(each.mean) for each in said.ranked), 2.0 * said.value_error or said.ranked[0].error
    )


def _name(found: Placement, i: int) -> str:
    return str(list(found.candidates)[i])


def sentence(found: Placement) -> str:
    """Who won, by how much, how surely."""
    said, s = found.selected, _scale(found)
    first, second = (_name(found, each.index) for each in said.ranked[:2])
    sign = 1.0 if found.more else -1.0
    low, high = said.margin_interval
    own = scale(found.unit, abs(said.margin), (high - low) / 2)
    unit = points(found.unit)
    ends = own.span((low, high)).removesuffix(" %") if unit else own.span((low, high))
    margin = own.plus(said.margin).removesuffix(" %") if unit else own.plus(said.margin)
    what = f"{found.label[0].upper()}{found.label[1:]}, {'more' if found.more else 'less'} is better"
    text = f"{what}. Best: {first}, with {s.text(sign * said.value)}, ahead of {second} by {margin} {unit}"
    text = f"{text.rstrip()} ({ends} with 95 % confidence). Chance that it is truly the best: "
    text += f"{percent(said.ranked[0].chance)}."
    if low <= 0.0:
        text += " The runs do not tell the two apart: either will do, or more draws are needed."
    return text


def _table(found: Placement) -> list[RenderableType]:
    said, s, sign = found.selected, _scale(found), 1.0 if found.more else -1.0
    rows = []
    for each in said.ranked[:ROWS]:
        low, high = each.behind_interval
        own = scale(found.unit, abs(each.behind), (high - low) / 2)
        behind = "" if each is said.ranked[0] else f"{own.text(each.behind)} ({own.bare(low)} to {own.bare(high)})"
        rows.append([
            clip(_name(found, each.index), 40), s.text(sign * each.mean), behind, str(each.draws),
            percent(each.chance), bar(each.chance, 8) if not each.dropped else "dropped",
        ])  # fmt: skip
    headers = ["", "value", "behind the winner", "draws", "best?", ""]
    left = len(said.ranked) - len(rows)
    note = "best?: chance to be truly best. dropped: surely behind, no more draws were spent on it."
    note += f" {left} more: --json" if left > 0 else ""
    return [plain(headers, rows, [40, 9, 22, 6, 7, 9], right=(1, 2, 3, 4)), Text(note, style="dim")]


# ---- for other programs --------------------------------------------------------------------
def document(found: Placement) -> dict[str, Any]:
    """Everything as plain numbers, SI, unrounded. Margins count in favour of the winner."""
    said, sign = found.selected, 1.0 if found.more else -1.0
    return {
        **head("place", found.provenance), "empty_draws": list(found.nothing),
        "question": found.question, "measure": found.measure, "unit": found.unit, "more_is_better": found.more,
        "winner": _name(found, said.ranked[0].index), "value": sign * said.value, "value_error": said.value_error,
        "margin": said.margin, "margin_interval": said.margin_interval, "fresh_draws": said.fresh, "runs": said.runs,
        "candidates": [
            {
                "name": _name(found, each.index), "settings": dict(found.candidates[_name(found, each.index)]),
                "mean": sign * each.mean, "error": each.error, "behind": each.behind, "low": each.behind_interval[0],
                "high": each.behind_interval[1], "draws": each.draws, "dropped": each.dropped, "chance": each.chance,
            }
            for each in said.ranked
        ],
    }  # fmt: skip


def sheets(found: Placement) -> Sheets:
    """Table `candidates`."""
    rows = [{key: value for key, value in each.items() if key != "settings"} for each in document(found)["candidates"]]
    return Sheets(document(found), {"candidates": columns_of(rows)})


def picture(found: Placement, path: Path) -> None:
    """How far each candidate is behind the winner, and its chance of being best."""
    said = found.selected
    shown = said.ranked[:ROWS]
    title = f"{found.question}\n{found.label}: candidates of the defender, the winner on top"
    extra = f" at most, {len(found.candidates)} candidates"
    with canvas(path, found.provenance, title, (10.0, 1.9 + 0.4 * max(len(shown), 4)), extra) as figure:
        left, right = figure.subplots(1, 2, width_ratios=[2.0, 1.0], sharey=True)
        rows = np.arange(len(shown))
        for row, each in enumerate(shown):
            low, high = each.behind_interval
            colour = ORANGE if row == 0 else GREY if each.dropped else BLUE
            error = np.abs([[each.behind - low], [high - each.behind]])
            left.errorbar([each.behind], [row], xerr=error, fmt="D", ms=6, color=colour, elinewidth=1.8, capsize=4)
        left.axvline(0.0, color="0.2", lw=0.9)
        labels_on(left, [_name(found, each.index) for each in shown], 44)
        plain_axes(left, "behind the winner, 95 % (grey: dropped)", percent=found.unit == "share")
        right.barh(rows, [each.chance for each in shown], color=ORANGE, height=0.55)
        right.set_xlim(0.0, 1.0)
        plain_axes(right, "chance of being truly best", percent=True)
