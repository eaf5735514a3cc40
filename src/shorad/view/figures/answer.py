"""The answer: its three intervals, side by side and never mixed; draw by draw; part by part."""

from __future__ import annotations

from typing import Any

from shorad.results.by_draw import by_draw
from shorad.results.measures import Measure
from shorad.results.results import Results
from shorad.results.words import part_words
from shorad.view.figures.material import Material
from shorad.view.figures.style import BLUE, GREEN, GREY, PURPLE, RED, Theme, legend_above
from shorad.view.numbers import estimate_text, limit_text, percent, scale, span_text

ROWS = (
    ("sampling error (95 %)\nmore runs would narrow it", "sampling", BLUE),
    ("what is not known (90 %)\nonly better sources would narrow it", "ignorance", PURPLE),
    ("chance of a single raid (90 %)\nnothing narrows it", "chance", GREEN),
)


def axis_label(measure: Measure) -> str:
    """The measure with its unit, for an axis."""
    _, unit = scale(measure)
    return f"{measure.label}, {unit}" if unit else measure.label


def draw_answer(figure: Any, given: Material, theme: Theme) -> None:
    measure = given.results.answer
    assert measure is not None  # `names.there` has asked
    divisor, _ = scale(measure)
    axes = figure.add_subplot()
    mean = measure.estimate.mean / divisor
    axes.axvline(mean, color=theme.ink, lw=1.2)
    axes.annotate(f"estimate {estimate_text(measure)}", (mean, 1.0), xycoords=("data", "axes fraction"),
                  xytext=(0, 3), textcoords="offset points", ha="center", va="bottom", fontweight="bold")  # fmt: skip
    for i, (_, kind, colour) in enumerate(ROWS):
        _interval(axes, measure, i, kind, colour, theme)
    axes.set_yticks(range(len(ROWS)), [label for label, _, _ in ROWS])
    axes.set_ylim(len(ROWS) - 0.5, -0.5)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.set_xlabel(axis_label(measure))
    axes.grid(axis="x")
    if measure.unit == "share":
        axes.set_xlim(-3.0, 103.0)
    else:
        axes.margins(x=0.2)


def _interval(axes: Any, measure: Measure, row: int, kind: str, colour: str, theme: Theme) -> None:
    """One bar with its numbers, or in words why there is none."""
    span, (divisor, _) = getattr(measure.estimate, kind), scale(measure)
    box = {"facecolor": theme.paper, "alpha": 0.85, "lw": 0.0, "pad": 0.8}
    if kind == "chance" and measure.yes_no:
        mean = measure.estimate.mean
        axes.plot([0.0, 1.0 / divisor], [row, row], "o", color=colour, ms=8, clip_on=False)
        for at, share, side in ((0.0, 1.0 - mean, "left"), (1.0 / divisor, mean, "right")):
            word = "yes" if at else "no"
            axes.annotate(f"{word}: {percent(share)} of raids", (at, row), xytext=(9 if side == "left" else -9, 0),
                          textcoords="offset points", ha=side, va="center", fontsize=8, bbox=box)  # fmt: skip
        return
    if span is None:
        why = "not given for a ratio" if kind == "chance" else measure.estimate.note or "these runs cannot tell"
        axes.annotate(why, (0.5, row), xycoords=("axes fraction", "data"), ha="center", va="center", fontsize=8,
                      bbox=box)  # fmt: skip
        return
    low, high = (end / divisor for end in span)
    axes.plot([low, high], [row, row], color=colour, lw=9, solid_capstyle="butt", alpha=0.85)
    axes.annotate(span_text(measure, span), ((low + high) / 2.0, row), xytext=(0, 8), textcoords="offset points",
                  ha="center", va="bottom", fontsize=8, bbox=box)  # fmt: skip


# ---- draw by draw --------------------------------------------------------------------------
def draw_draws(figure: Any, given: Material, theme: Theme) -> None:
    """Each draw of what is not known by itself, from low to high."""
    measure, results = given.results.answer, given.results
    assert measure is not None
    divisor, _ = scale(measure)
    values = sorted(by_draw(results, measure.path), key=lambda each: each.estimate.mean)
    axes = figure.add_subplot()
    if measure.estimate.ignorance is not None:
        low, high = measure.estimate.ignorance
        axes.axhspan(low / divisor, high / divisor, color=PURPLE, alpha=0.2, lw=0,
                     label=f"what is not known, 90 %: {span_text(measure, (low, high))}")  # fmt: skip
    axes.axhline(measure.estimate.mean / divisor, color=theme.ink, lw=1.0, label=f"estimate {estimate_text(measure)}")
    for i, value in enumerate(values):
        if value.estimate.sampling is not None:
            ends = [end / divisor for end in value.estimate.sampling]
            axes.plot([i + 1, i + 1], ends, color=GREY, lw=1.0, label="" if i else "its error by chance, 95 %")
    axes.plot(range(1, len(values) + 1), [value.estimate.mean / divisor for value in values], "o", color=BLUE, ms=4.5,
              label="mean over the raids of one draw")  # fmt: skip
    axes.set_xlabel("draws of what is not known, sorted by the answer")
    axes.xaxis.get_major_locator().set_params(integer=True)
    axes.set_ylabel(_wrapped(axis_label(measure)))
    axes.grid(axis="y")
    legend_above(axes)


def _wrapped(text: str, width: int = 34) -> str:
    import textwrap

    return "\n".join(textwrap.wrap(text, width))


# ---- part by part --------------------------------------------------------------------------
def draw_parts(figure: Any, given: Material, theme: Theme) -> None:
    """The answer for each state of a split or step of a sweep, with its sampling error."""
    results = given.results
    rows = parts_of(results)
    divisor, _ = scale(next(measure for _, measure, _ in rows if measure is not None))
    axes = figure.add_subplot()
    for i, (_, measure, whole) in enumerate(rows):
        if measure is None:
            axes.annotate("nothing of the kind occurred", (0.5, i), xycoords=("axes fraction", "data"), ha="center",
                          va="center", fontsize=8)  # fmt: skip
            continue
        mean, colour = measure.estimate.mean / divisor, RED if whole else BLUE
        if measure.estimate.sampling is not None:
            axes.plot([end / divisor for end in measure.estimate.sampling], [i, i], color=colour, lw=2.0)
        axes.plot(mean, i, "D" if whole else "o", color=colour, ms=7)
        axes.annotate(estimate_text(measure), (mean, i), xytext=(0, 6), textcoords="offset points", ha="center",
                      va="bottom", fontsize=8)  # fmt: skip
    threshold = results.about.threshold
    unit = next(measure for _, measure, _ in rows if measure is not None).unit
    axes.axvline(threshold / divisor, color=theme.ink, lw=1.0, ls=":")
    axes.annotate(f"threshold {limit_text(threshold, unit)}", (threshold / divisor, 1.0),
                  xycoords=("data", "axes fraction"), ha="center", va="bottom", fontsize=8)  # fmt: skip
    axes.set_yticks(range(len(rows)), [label for label, _, _ in rows])
    axes.set_ylim(len(rows) - 0.4, -0.7)
    axes.tick_params(axis="y", length=0)
    axes.set_xlabel(f"{axis_label(next(m for _, m, _ in rows if m is not None))}   (line: sampling error, 95 %)")
    axes.grid(axis="x")
    if unit == "share":
        axes.set_xlim(-3.0, 103.0)


def parts_of(results: Results) -> list[tuple[str, Measure | None, bool]]:
    """Label, answer, and whether it is that of the whole mixture."""
    path, rows = results.about.answer, []
    for part in results.parts:
        weight = f"  ({percent(part.weight)})" if part.kind == "split" else ""
        rows.append(
            (
                f"{part_words(part.path, part.label) if part.kind == 'split' else part.label}{weight}",
                part.results.measures.get(path),
                False,
            )
        )
    if any(part.kind == "split" for part in results.parts):
        rows.append(("all together, as mixed", results.measures.get(path), True))
    return rows
