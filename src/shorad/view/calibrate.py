"""A Bayesian update on one page: what the records told, of which unknown, and what they cannot tell."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.text import Text

from shorad.results.sheets import Sheets, columns_of
from shorad.view.charts import BLUE, canvas, labels_on, plain_axes
from shorad.view.numbers import clip
from shorad.view.study import head, last_line
from shorad.view.tables import heading, plain, stack

if TYPE_CHECKING:
    Check = Any
    Posterior = Any  # of shorad.study, handed in: pages read results, they do not run anything

MOST = 12  # unknowns shown
ENOUGH = 100  # simulated records, from which on their ranks say something


def page(found: Posterior, group: Sequence[str], check: Check | None = None) -> Group:
    """The page of `shorad calibrate`. `check`: chi-square of simulation-based calibration, where it was asked for."""
    names = ", ".join(each.record.name for each in found.evidence)
    return stack(
        [
            [Text(f"What {names} tell of {', '.join(group)}.", style="bold"), *map(Text, sentences(found))],
            _unknowns(found),
            _left_out(found),
            [Text(checked(check))] if check is not None else [],
            [Text(last_line(each.made, f" of {each.record.name}"), style="dim") for each in found.evidence],
        ]
    )


def sentences(found: Posterior) -> list[str]:
    """The answer in plain sentences: what is told, what is told only together, or that nothing is."""
    sure = [each for each in found.told if each.surely]
    total = len(found.weights)
    first = f"The records leave the weight of {found.effective:.0f} of {total} draws."
    if not sure and found.together is None:
        return [first, f"They say nothing of these {len(found.told)} unknowns that chance would not also show."]
    out = [first]
    if sure:
        out.append("Told beyond chance: " + "; ".join(f"{each.name}, {_moved(each)}" for each in sure[:4]) + ".")
    if found.together is not None:
        out.append(_combined(found.together))
    return out


def _moved(each: Any) -> str:
    word = "up" if each.shift > 0.0 else "down"
    return f"{word} by {abs(each.shift):.1f} of its spread, width {100.0 * each.width:.0f} % of before"


def _combined(both: Any) -> str:
    same = len({sign > 0.0 for sign in both.signs}) == 1
    return (
        f"Only together: {', '.join(both.names)}. Their {'sum or product' if same else 'difference or ratio'} "
        f"narrows to {100.0 * both.width:.0f} % of before, the best of them alone only to {100.0 * both.alone:.0f} %."
    )


def checked(check: Check) -> str:
    """What the check of the update by simulated records says."""
    if check.used < ENOUGH:
        return (
            f"Simulated records: only {check.used} of {check.trials} could come of another draw too, too few to say "
            "anything: ask for more draws, or fewer records at once."
        )
    verdict = "uniform, as they must be" if check.chi2 < 36.191 else "not uniform: do not trust this update"
    some = f", {check.used} of {check.trials} (no other draw explains the rest)" if check.used < check.trials else ""
    return f"Simulated records{some}, 20 classes of ranks: chi-square {check.chi2:.1f} (limit 36.2, 99 %): {verdict}."


def _unknowns(found: Posterior) -> list[RenderableType]:
    rows = [
        [clip(each.name, 34), _span(each.prior, None), _span(each.prior, each.posterior), f"{100.0 * each.width:.0f} %",
         "surely" if each.surely else ""]
        for each in found.told[:MOST]
    ]  # fmt: skip
    left = len(found.told) - len(rows)
    more = f" {left} more: --json" if left > 0 else ""
    return [
        heading("Each unknown: 5, 50 and 95 % before and after, and how much of its width is left"),
        plain(["", "before", "after", "width", ""], rows, [34, 24, 24, 5, 6], right=(3,)),
        Text(
            f"SI units; surely: beyond what chance shows of the luckiest of all {len(found.told)}.{more}", style="dim"
        ),
    ]


def _span(prior: Sequence[Any], posterior: Sequence[float] | None) -> str:
    if isinstance(prior[0], str):
        return (
            "-"
            if posterior is None
            else " ".join(f"{n} {100 * w:.0f} %" for n, w in zip(prior, posterior, strict=True))
        )
    return " ".join(f"{value:.3g}" for value in (prior if posterior is None else posterior))


def _left_out(found: Posterior) -> list[RenderableType]:
    if not found.left_out:
        return []
    rows = [
        [each.name, each.text, f"{each.before[0]:.0f} to {each.before[1]:.0f}",
         f"{each.after[0]:.0f} to {each.after[1]:.0f}", f"{each.gain:.2f}"]
        for each in found.left_out
    ]  # fmt: skip
    return [
        heading("Left out and predicted from the others (90 %)"),
        plain(["", "record", "before", "after", "times as likely"], rows, [36, 14, 12, 12, 16], right=(4,)),
    ]


def document(found: Posterior, group: Sequence[str], check: Check | None = None) -> dict[str, Any]:
    """The same as plain numbers, SI, unrounded."""
    return {
        **head("calibrate", found.evidence[0].made),
        "records": [each.record.name for each in found.evidence],
        "group": list(group),
        "answer": sentences(found),
        "effective": found.effective,
        "unknowns": [
            {"path": each.name, "shift": each.shift, "width": each.width, "surely": each.surely,
             "prior": list(each.prior), "posterior": list(each.posterior)}
            for each in found.told
        ],
        "together": found.together
        and {"paths": list(found.together.names), "signs": list(found.together.signs), "width": found.together.width,
             "alone": found.together.alone},
        "left_out": [
            {"count": each.name, "record": each.text, "before": list(each.before), "after": list(each.after),
             "gain": each.gain}
            for each in found.left_out
        ],
        "check": check and check._asdict(),
    }  # fmt: skip


def sheets(found: Posterior, group: Sequence[str], check: Check | None = None) -> Sheets:
    """Tables `unknowns` (shift and width of each) and `weights` (of each draw)."""
    rows = [{"path": t.name, "shift": t.shift, "width": t.width, "surely": t.surely} for t in found.told]
    weights = {"k": list(range(len(found.weights))), "weight": found.weights}
    return Sheets(document(found, group, check), {"unknowns": columns_of(rows), "weights": weights})


def figure(found: Posterior, path: Path) -> None:
    """Width left of each unknown (1: nothing was learnt), with the shift as an arrow from 0."""
    told = found.told[: 2 * MOST]
    made = found.evidence[0].made
    with canvas(path, made, "What the records tell of each unknown", (9.0, 1.6 + 0.27 * len(told))) as canvas_:
        axes = canvas_.subplots()
        for y, each in enumerate(told):
            axes.plot([each.shift - each.width, each.shift + each.width], [y, y], color=BLUE, linewidth=6,
                      alpha=0.9 if each.surely else 0.3, solid_capstyle="butt")  # fmt: skip
            axes.plot([each.shift], [y], "|", color="black", markersize=9)
        axes.axvspan(-1.0, 1.0, color="0.93", zorder=0)
        axes.axvline(0.0, color="0.6", lw=0.8)
        labels_on(axes, [each.name for each in told])
        plain_axes(
            axes, "standard deviations of what was believed before (grey: before; bar: after; pale: perhaps chance)"
        )


__all__ = ["document", "figure", "page", "sentences", "sheets"]
