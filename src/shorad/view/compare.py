"""The page of `shorad compare`, and the same as numbers, tables and a strip of paired differences."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from rich.console import Group, RenderableType
from rich.text import Text

from shorad.results.paired import Paired
from shorad.results.sheets import Sheets, columns_of
from shorad.view.charts import BLUE, GREY, ORANGE, canvas, labels_on, plain_axes
from shorad.view.numbers import clip
from shorad.view.study import Scale, head, last_line, points, scale
from shorad.view.summary import HIDDEN
from shorad.view.tables import heading, plain, stack

if TYPE_CHECKING:
    Comparison = Any  # of shorad.study, handed in

ROWS = 10


def page(found: Comparison) -> Group:
    """Question, the answer of each variant, the measures that differ most, what pairing saved."""
    made = found.results[found.first].provenance
    return stack(
        [
            [Text(found.question, style="bold")],
            [Text(sentence(found, name)) for name in found.pairs],
            _answers(found),
            *(_differences(found, name) for name in list(found.pairs)[:4]),
            [Text(last_line(made, f" of each of {len(found.results)} variants, same luck"), style="dim")],
        ]
    )


def scale_of(each: Paired) -> Scale:
    """How both sides and the difference are printed."""
    size = max(abs(each.first.mean), abs(each.second.mean), abs(each.difference))
    return scale(each.unit, size, (each.interval[1] - each.interval[0]) / 2)


def sentence(found: Comparison, name: str) -> str:
    """What a variant changes, in plain words."""
    each: Paired = found.pairs[name][found.measure]
    s, label = scale_of(each), each.label[0].upper() + each.label[1:]
    if each.differ == 0.0:
        n = len(each.apart)
        return (
            f"{label}: the same in every run of {found.first} and {name}; {n} draws may hide {s.span(each.interval)}."
        )
    what = f"{s.text(each.first.mean)} with {found.first}, {s.text(each.second.mean)} with {name}"
    word = _difference(each, s)
    if not each.seen:
        return f"{label}: {what}. No difference is shown: {word}."
    return f"{label}: {what}, a difference of {word}."


def _difference(each: Paired, s: Scale) -> str:
    unit = points(each.unit)
    text = s.plus(each.difference).removesuffix(" %") if unit else s.plus(each.difference)
    ends = s.span(each.interval).removesuffix(" %") if unit else s.span(each.interval)
    return f"{text} {unit} ({ends} with 95 % confidence)".replace("  ", " ")


def _answers(found: Comparison) -> list[RenderableType]:
    """The answer of each variant with its own error, and what was set."""
    rows = []
    for name, results in found.results.items():
        each = results[found.measure].estimate
        ends = each.sampling or (each.mean, each.mean)
        s = scale(results[found.measure].unit, abs(each.mean), (ends[1] - ends[0]) / 2)
        settings = "; ".join(f"{path}={value}" for path, value in found.settings.get(name, {}).items())
        rows.append([clip(name, 24), s.text(each.mean), s.span(each.sampling), clip(settings, 44)])
    return [plain(["", "answer", "error, 95 %", "set"], rows, [25, 10, 17, 45], right=(1, 2))]


def _differences(found: Comparison, name: str) -> list[RenderableType]:
    table = found.pairs[name]
    told = sorted((each for each in table.values() if _shown(each)), key=_strength, reverse=True)
    told = _once([table[found.measure], *told])[:ROWS]
    rows = [[clip(each.label, 34), *_cells(each)] for each in told]
    headers = ["", clip(found.first, 10), clip(name, 10), "difference", "95 %", "saved"]
    note = (
        f"*: shown with 95 % confidence; shares differ in percentage points. All {len(table)} measures: --json.\n"
        "saved: replicates that independent runs would need beyond these, and how many times as many that is."
    )
    return [
        heading(f"{name} against {found.first}"),
        plain(headers, rows, [34, 10, 10, 10, 16, 13], right=(1, 2, 3, 4, 5)),
        Text(note, style="dim"),
    ]


def _once(told: Sequence[Paired]) -> list[Paired]:
    """Without measures that say the same as one before (leakers, and leakers of the only group)."""
    known: dict[tuple[float, ...], Paired] = {}
    for each in told:
        known.setdefault((abs(each.difference), each.error, each.differ), each)
    return list(known.values())


def _shown(each: Paired) -> bool:
    return each.differ > 0.0 and not each.path.endswith(HIDDEN)


def _strength(each: Paired) -> float:
    return abs(each.difference) / each.error if each.error > 0.0 else 0.0


def _cells(each: Paired) -> list[str]:
    s = scale_of(each)
    mark = " *" if each.seen else ""
    return [
        s.text(each.first.mean), s.text(each.second.mean), s.plus(each.difference) + mark, s.span(each.interval),
        saved_text(each),
    ]  # fmt: skip


def saved(each: Paired) -> int:
    """Replicates of each variant that independent runs would need beyond those made; negative where pairing cost."""
    return round((each.gain - 1.0) * each.first.replicates) if each.gain > 0.0 else 0


def saved_text(each: Paired) -> str:
    """`3,400 (x8)`."""
    if each.gain <= 0.0:
        return "never differ"
    number = saved(each)
    times = f"{each.gain:.1f}" if each.gain < 100.0 else _short(each.gain)
    return f"{_short(number)} (x{times})" if number > 0 else f"none (x{times})"


def _short(number: float) -> str:
    """`9,422`, `18k`, `1.4M`: what fits its column."""
    if number < 10_000:
        return f"{number:,.0f}"
    return f"{number / 1e3:.0f}k" if number < 999_500 else f"{number / 1e6:.3g}M"


# ---- for other programs --------------------------------------------------------------------
def document(found: Comparison) -> dict[str, Any]:
    """Everything as plain numbers, SI, unrounded."""
    return {
        **head("compare", found.results[found.first].provenance),
        "question": found.question, "measure": found.measure, "first": found.first,
        "variants": {
            name: {
                "scenario": results.provenance.file, "settings": dict(found.settings.get(name, {})),
                "estimate": results[found.measure].estimate.mean,
                "sampling": results[found.measure].estimate.sampling,
            }
            for name, results in found.results.items()
        },
        "differences": {
            name: {path: _numbers(each) for path, each in table.items()} for name, table in found.pairs.items()
        },
    }  # fmt: skip


def _numbers(each: Paired) -> dict[str, Any]:
    return {
        "unit": each.unit, "first": each.first.mean, "second": each.second.mean, "difference": each.difference,
        "low": each.interval[0], "high": each.interval[1], "error": each.error, "seen": each.seen,
        "differ": each.differ, "gain": each.gain, "saved": saved(each),
    }  # fmt: skip


def sheets(found: Comparison) -> Sheets:
    """Tables `differences` and `draws` (of the answer, paired), and each variant's result below `variants/`."""
    rows = [
        {"variant": name, "path": path, **_numbers(each)}
        for name, table in found.pairs.items()
        for path, each in table.items()
    ]
    apart: Sequence[dict[str, Any]] = [
        {"variant": name, "draw": i, "difference": float(value)}
        for name, table in found.pairs.items()
        for i, value in enumerate(table[found.measure].apart)
    ]
    results = {f"variants/{name}": each for name, each in found.results.items()}
    return Sheets(document(found), {"differences": columns_of(rows), "draws": columns_of(apart)}, results)


def picture(found: Comparison, path: Path) -> None:
    """One strip for each variant: the difference in every draw, their mean and its interval."""
    names = list(found.pairs)
    tables = [found.pairs[name][found.measure] for name in names]
    made = found.results[found.first].provenance
    title = f"{found.question}\n{tables[0].label}: difference to {found.first}, same luck"
    extra = f" of each of {len(found.results)} variants"
    with canvas(path, made, title, (8.5, 2.0 + 0.75 * len(names)), extra) as figure:
        axes = figure.subplots()
        rng = np.random.default_rng(0)
        for row, each in enumerate(tables):
            where = row + rng.uniform(-0.22, 0.22, len(each.apart))
            axes.plot(each.apart, where, "o", ms=4, color=GREY, alpha=0.55, mec="none")
            colour = (BLUE if each.difference < 0.0 else ORANGE) if each.seen else "0.25"
            half = np.abs(np.array([[each.difference - each.interval[0]], [each.interval[1] - each.difference]]))
            axes.errorbar(
                [each.difference], [row], xerr=half, fmt="D", ms=7, color=colour, elinewidth=2.2, capsize=5, zorder=5
            )
        axes.axvline(0.0, color="0.2", lw=1.0)
        labels_on(axes, names, 30)
        word = " (percentage points as %)" if tables[0].unit == "share" else ""
        plain_axes(
            axes, f"difference{word}; grey: each draw, diamond: mean with 95 %", percent=tables[0].unit == "share"
        )
