"""The page of `shorad flip`, and the same as numbers, a table and a picture."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from rich.console import Group, RenderableType
from rich.text import Text

from shorad.results.sheets import Sheets, columns_of
from shorad.view.charts import BLUE, GREY, ORANGE, canvas, labels_on, plain_axes
from shorad.view.numbers import clip, limit_text, percent
from shorad.view.study import Scale, head, last_line, nothing_note, scale
from shorad.view.tables import heading, plain, stack

if TYPE_CHECKING:
    Flip = Any  # of shorad.study, handed in
    Found = Any

ROWS, NEAR = 12, 6


def page(found: Flip, scenario: str = "") -> Group:
    """The answer and its threshold, the changes that turn it, those that came near, how to look at one."""
    runs = f"{found.search.runs:,} runs over {found.search.screened} changes; confirmed in as many fresh draws"
    return stack(
        [
            [Text(found.question, style="bold")],
            [Text(sentence(found)), *nothing_note(found)],
            _turned(found),
            _near(found),
            _look(found, scenario),
            [Text(f"{last_line(found.provenance)}\n{runs}", style="dim")],
        ]
    )


def sentence(found: Flip) -> str:
    """What turns the answer, in plain words."""
    said, label = found.search, found.label[0].upper() + found.label[1:]
    s, limit = _scale(found, said.mean, said.interval), limit_text(said.threshold, found.unit)
    text = f"{label}: {s.text(said.mean)} ({s.span(said.interval)}), {'above' if said.above else 'below'} {limit}."
    if said.interval[0] <= said.threshold <= said.interval[1]:
        text += f" The runs do not tell it from {limit}: more draws first."
    if not found.found:
        return f"{text} No single change within what is believed is shown to carry it across."
    best = found.found[0]
    answer = _scale(found, best.turned.mean, best.turned.interval)
    what = f"{best.turned.change.path} = {best.written}"
    return (
        f"{text} The most plausible single change that turns it: {what}, which is believed with {chance(best)}; "
        f"then {answer.text(best.turned.mean)} ({answer.span(best.turned.interval)})."
    )


def chance(each: Found) -> str:
    return percent(each.turned.change.chance)


def _scale(found: Flip, mean: float, ends: tuple[float, float]) -> Scale:
    return scale(found.unit, abs(mean), (ends[1] - ends[0]) / 2)


def _row(found: Flip, each: Found) -> list[str]:
    s = _scale(found, each.turned.mean, each.turned.interval)
    change = each.turned.change
    side = "" if change.branch else "≤ " if change.u < 0.5 else "≥ "
    address = "" if each.turned.address is None else f"{each.turned.address[0]}:{each.turned.address[1]}"
    return [
        clip(change.path, 34), clip(f"{side}{each.written}", 13), clip(each.nominal, 11), chance(each),
        s.text(each.turned.mean), s.span(each.turned.interval), address,
    ]  # fmt: skip


def _turned(found: Flip) -> list[RenderableType]:
    if not found.found:
        return []
    rows = [_row(found, each) for each in found.found[:ROWS]]
    headers = ["", "change", "nominal", "belief", "answer", "95 %", "look"]
    table = _table(headers, rows)
    left = len(found.found) - len(rows)
    note = "belief: weight of the alternative, or chance that the number lies there or further out."
    note += f" {left} more: --json" if left > 0 else ""
    return [heading("Single changes that turn the answer, the most plausible first"), table, Text(note, style="dim")]


def _table(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> RenderableType:
    return plain(headers, rows, [34, 13, 11, 6, 6, 13, 7], right=(3, 4, 5, 6))


def _near(found: Flip) -> list[RenderableType]:
    if not found.nearest:
        return []
    rows = [[*_row(found, each)[:6], ""] for each in found.nearest[:NEAR]]
    title = "Not enough by themselves; nearest" if found.found else "Nearest to turning it"
    return [heading(f"{title} (not confirmed in fresh draws)"), _table([""] * 7, rows)]


def _look(found: Flip, scenario: str) -> list[RenderableType]:
    """How to see one replicate turn: as it is, and with the change."""
    each = next((each for each in found.found if each.turned.address and each.settable), None)
    if each is None or each.turned.address is None:
        return []
    (k, r), change, made = each.turned.address, each.turned.change, found.provenance
    before, after = each.turned.turned
    size = f"--seed {made.seed} --draws {2 * made.draws} --replicates {made.replicates}"
    settings = " ".join(_setting(text) for text in (*made.overrides, f"{change.path}={each.written}"))
    verb, folder = (
        ("compare", "flipped/variants/" + found.variant.partition(":")[0]) if found.variant else ("run", "flipped")
    )
    where = [f'    --variant "{found.variant}" \\'] if found.variant else []
    lines = [
        f"look: draw and replicate that the change turns. The first, {k}:{r} ({before:g} as it is, {after:g} with it):",
        f"  shorad {verb} {scenario} {size} --out flipped \\",
        *where,
        f"    {settings}",
        f"  shorad replay {folder} --replicate {k}:{r}    (without the last --set: as it is)",
    ]
    return [Text("\n".join(lines))]


def _setting(text: str) -> str:
    return f'--set "{text}"' if " " in text else f"--set {text}"


# ---- for other programs --------------------------------------------------------------------
def document(found: Flip) -> dict[str, Any]:
    """Everything as plain numbers, unrounded."""
    said = found.search
    return {
        **head("flip", found.provenance), "empty_draws": list(found.nothing),
        "question": found.question, "measure": found.measure, "unit": found.unit, "variant": found.variant,
        "threshold": said.threshold,
        "answer": said.mean, "interval": said.interval, "above": said.above, "screened": said.screened,
        "runs": said.runs,
        "turned": [_numbers(found, each) for each in found.found],
        "nearest": [_numbers(found, each) for each in found.nearest],
    }  # fmt: skip


def _numbers(found: Flip, each: Found) -> dict[str, Any]:
    turned, change = each.turned, each.turned.change
    return {
        "path": change.path, "value": each.written, "nominal": each.nominal, "hypothesis": bool(change.branch),
        "quantile": None if change.branch else change.u, "belief": change.chance, "density_ratio": each.density,
        "answer": turned.mean, "low": turned.interval[0], "high": turned.interval[1], "before": turned.before,
        "settable": each.settable, "draw": turned.address[0] if turned.address else None,
        "replicate": turned.address[1] if turned.address else None,
        "replicate_before": turned.turned[0] if turned.address else None,
        "replicate_after": turned.turned[1] if turned.address else None,
    }  # fmt: skip


def sheets(found: Flip) -> Sheets:
    """Table `changes`: those that turn the answer, and those that came near."""
    rows = [{**_numbers(found, each), "turns": True} for each in found.found]
    rows += [{**_numbers(found, each), "turns": False} for each in found.nearest]
    return Sheets(document(found), {"changes": columns_of(rows)})


def picture(found: Flip, path: Path) -> None:
    """The answer under each change against the threshold, beside how plausible the change is."""
    shown = [*found.found[:ROWS], *found.nearest[: max(3, 8 - len(found.found))]]
    title = f"{found.question}\nsingle changes against the threshold {limit_text(found.search.threshold, found.unit)}"
    with canvas(path, found.provenance, title, (10.0, 1.9 + 0.38 * max(len(shown), 4))) as figure:
        left, right = figure.subplots(1, 2, width_ratios=[2.2, 1.0], sharey=True)
        rows = np.arange(len(shown))
        for row, each in enumerate(shown):
            turned = each.turned
            colour = ORANGE if each in found.found else GREY
            error = np.abs([[turned.mean - turned.interval[0]], [turned.interval[1] - turned.mean]])
            left.errorbar([turned.mean], [row], xerr=error, fmt="D", ms=6, color=colour, elinewidth=1.8, capsize=4)
        left.axvspan(*found.search.interval, color=BLUE, alpha=0.18, lw=0, label="as it is, 95 %")
        left.axvline(found.search.mean, color=BLUE, lw=1.0)
        left.axvline(found.search.threshold, color="0.15", lw=1.2, ls="--", label="threshold")
        right.barh(rows, [each.turned.change.chance for each in shown], color=GREY, height=0.55)
        labels_on(left, [f"{clip(each.turned.change.path, 36)} = {each.written}" for each in shown], 60)
        plain_axes(left, f"{found.label} (orange: turns the answer)", percent=found.unit == "share")
        plain_axes(right, "belief: weight, or chance of so far out", percent=True)
        left.legend(fontsize=7.5, loc="best")
