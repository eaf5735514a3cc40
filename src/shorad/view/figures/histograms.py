"""How single raids came out: one histogram per measure."""

from __future__ import annotations

import math
import textwrap
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shorad.results.by_draw import per_run
from shorad.results.measures import Measure
from shorad.results.results import Results
from shorad.view.figures.material import Material
from shorad.view.figures.style import BLUE, Theme
from shorad.view.numbers import estimate_text, percent, scale
from shorad.view.summary import chosen

MOST = 9
BINS = 20
ACROSS = 3


def shown(results: Results) -> list[Measure]:
    """The answer, then what is more than a yes or no, then the rest; nothing that was always the same."""
    answer = results.about.answer
    found = [m for m in chosen(results, 4 * MOST) if m.path == answer or np.ptp(_values(results, m.path))]
    return sorted(found, key=lambda m: (m.path != answer, m.yes_no, found.index(m)))[:MOST]


def size(given: Material) -> tuple[float, float]:
    return 9.0, 0.5 + 2.1 * math.ceil(len(shown(given.results)) / ACROSS)


def draw_histograms(figure: Any, given: Material, theme: Theme) -> None:
    measures = shown(given.results)
    grid = figure.subplots(math.ceil(len(measures) / ACROSS), min(ACROSS, len(measures)), squeeze=False)
    for axes, measure in zip(grid.flat, measures, strict=False):
        _one(axes, given.results, measure, theme)
    for axes in list(grid.flat)[len(measures) :]:
        axes.remove()
    for row in grid:
        row[0].set_ylabel("share of raids, %")


def _one(axes: Any, results: Results, measure: Measure, theme: Theme) -> None:
    divisor, unit = scale(measure)
    values = _values(results, measure.path) / divisor
    weights = np.full(len(values), 100.0 / max(len(values), 1))
    axes.set_title("\n".join([*textwrap.wrap(measure.label, 38), f"estimate {estimate_text(measure)}"]), fontsize=8.5)
    if measure.yes_no:
        shares = 1.0 - measure.estimate.mean, measure.estimate.mean
        bars = axes.bar(["no", "yes"], [100.0 * s for s in shares], color=BLUE, width=0.6)
        axes.bar_label(bars, [percent(s) for s in shares], fontsize=8)
        axes.margins(y=0.15)
        return
    axes.hist(values, bins=_bins(values), weights=weights, color=BLUE, edgecolor=theme.paper, lw=0.5)
    mean = measure.estimate.mean / divisor
    axes.axvline(mean, color=theme.ink, lw=1.1, ls="--")
    axes.set_xlabel(unit or {"count": "number in a raid", "value": "value"}.get(measure.unit, measure.unit))


def _values(results: Results, path: str) -> NDArray[np.float64]:
    """The measure in each raid in which there was something to measure."""
    top, bottom = per_run(results, path)
    there = bottom > 0
    return np.asarray(top[there] / bottom[there])


def _bins(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """One bin per whole number where there are few, else equal ones of a round width."""
    if not len(values):
        return np.array([0.0, 1.0])
    low, high = float(values.min()), float(values.max())
    if (values == np.round(values)).all() and high - low <= BINS:
        return np.asarray(np.arange(low - 0.5, high + 1.0))
    width = _round_up((high - low) / BINS) if high > low else 1.0
    if (values == np.round(values)).all():
        width = max(1.0, math.ceil(width))
    return np.asarray(np.arange(math.floor(low / width), math.floor(high / width) + 2) * width)


def _round_up(width: float) -> float:
    """The next 1, 2 or 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(width))
    return next(power * step for step in (1.0, 2.0, 5.0, 10.0) if power * step >= width * 0.999999)
