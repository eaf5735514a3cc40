"""Where the defence sees: a map with contours, range by bearing, and a cut through the heights."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from shorad.results.coverage import Coverage
from shorad.view.figures.material import Material
from shorad.view.figures.style import BLUE, CHANCE_MAP, SERIES, THEMES, Theme, legend_above, new_figure, styled
from shorad.view.numbers import percent

LEVELS = (0.1, 0.5, 0.9)
STEPS = (0.01, *(0.1 * i for i in range(1, 11)))  # below the first: blank
HEIGHTS = (50.0, 100.0, 300.0, 1000.0, 3000.0)  # m above ground, of the polar plot
UPRIGHT = tuple(round(20.0 * 1.4**i, -1) for i in range(18))  # m, of the cut: 20 m to 6 km
LINES = ("-", "--", "-.", ":", (0, (1, 3)))
BEARINGS = 181
Array = NDArray[np.float64]


def looked_for(found: Coverage) -> str:
    looks = "each look of the radar" if "radar" in found.sensors else "eye and sight, at all"
    return f"chance to detect {found.target} ({looks}), any unit"


def foot_text(found: Coverage) -> str:
    return (
        f"nominal values, no draw: not a result of the runs; {found.target} flying level at the unit; "
        f"a point every {found.spacing:.0f} m"
    )


# ---- map -----------------------------------------------------------------------------------
def draw_map(figure: Any, given: Material, theme: Theme) -> None:
    assert given.coverage is not None
    _draw(figure, given.coverage, theme)


def alone(found: Coverage) -> Any:
    """A map without a result, as a notebook shows it."""
    theme = THEMES["light"]
    with styled(theme):
        figure = new_figure(9.0, 6.8)
        _draw(figure, found, theme)
    return figure


def _draw(figure: Any, found: Coverage, theme: Theme) -> None:
    axes, x, y = figure.add_subplot(), found.x / 1e3, found.y / 1e3
    chance = found.together
    relief = float(found.relief.max() - found.relief.min()) >= 1.0
    shown = axes.contourf(x, y, chance, STEPS, cmap=CHANCE_MAP, alpha=0.6 if relief else 0.85)
    _bar(figure, axes, shown, looked_for(found), 0.8)
    if relief:
        lines = axes.contour(x, y, found.relief, 8, colors=theme.ink, linewidths=0.4, alpha=0.6)
        axes.clabel(lines, fontsize=6, fmt="%g m")
    if float(chance.max()) > LEVELS[0]:
        lines = axes.contour(x, y, chance, LEVELS, colors="#ffffff", linewidths=(0.8, 1.6, 0.8))
        axes.clabel(lines, fmt={level: percent(level) for level in LEVELS}, fontsize=7)
    if not relief:
        _crop(axes, found)
    axes.plot(*(found.places.T / 1e3), "^", color="#ffffff", mec="#000000", ms=7, label="fire unit")
    if found.assets:
        at = np.array([(ax, ay) for _, ax, ay in found.assets]) / 1e3
        axes.plot(at[:, 0], at[:, 1], "s", color="#000000", mec="#ffffff", ms=6, label="defended")
    axes.set_aspect("equal")
    axes.set_xlabel("east of the origin, km")
    axes.set_ylabel("north of the origin, km")
    legend_above(axes)


def _bar(figure: Any, axes: Any, shown: Any, label: str, shrink: float) -> None:
    bar = figure.colorbar(shown, ax=axes, shrink=shrink, label=label)
    bar.set_ticks([STEPS[0], 0.2, 0.4, 0.6, 0.8, 1.0], labels=["1 %", "20 %", "40 %", "60 %", "80 %", "100 %"])


def _crop(axes: Any, found: Coverage) -> None:
    """On flat ground only the part of the map in which something is seen, or stands."""
    rows, columns = np.nonzero(found.together >= STEPS[0])
    x = [*found.x[columns], *found.places[:, 0], *(x for _, x, _ in found.assets)]
    y = [*found.y[rows], *found.places[:, 1], *(y for _, _, y in found.assets)]
    for ends, limit in ((x, axes.set_xlim), (y, axes.set_ylim)):
        edge = max(0.08 * (max(ends) - min(ends)), 500.0)
        limit((min(ends) - edge) / 1e3, (max(ends) + edge) / 1e3)


# ---- by bearing ----------------------------------------------------------------------------
def draw_polar(figure: Any, given: Material, theme: Theme) -> None:
    """How far out it detects, by bearing: how surely at one height; half of the time at several heights."""
    bearings = np.linspace(0.0, 2.0 * np.pi, BEARINGS)
    found = given.coverage
    assert found is not None
    sure = [(f"{percent(level)} or more", reach_by_bearing(found, bearings, level)) for level in LEVELS]
    high = [(f"{height:g} m", reach_by_bearing(given.covered(height), bearings)) for height in HEIGHTS]
    left, right = figure.subplots(1, 2, subplot_kw={"projection": "polar"})
    _rose(left, bearings, sure, f"chance of detection, {found.height:g} m high", theme)
    _rose(right, bearings, high, "50 % or more, by height above ground", theme)


def _rose(axes: Any, bearings: Array, lines: list[tuple[str, Array]], title: str, theme: Theme) -> None:
    from matplotlib.ticker import MaxNLocator

    axes.set_theta_zero_location("N")
    axes.set_theta_direction(-1)
    for i, (label, reach) in enumerate(lines):
        label = label if reach.any() else f"{label}: nowhere"
        # lines that lie on each other stay visible: the first is the widest
        axes.plot(bearings, reach / 1e3, color=SERIES[i], ls=LINES[i], lw=4.2 - 0.7 * i, label=label)
    axes.set_xticks(np.radians(np.arange(0, 360, 45)), ["N", "NE", "E", "SE", "S", "SW", "W", "NW"])
    axes.set_rlabel_position(67.5)
    axes.set_ylim(bottom=0.0)
    axes.yaxis.set_major_locator(MaxNLocator(4))
    axes.yaxis.set_major_formatter("{x:g} km")
    axes.tick_params(axis="y", labelsize=7)
    axes.set_axisbelow(False)
    for label in axes.get_yticklabels():  # over the lines, and readable there
        label.set_bbox({"facecolor": theme.paper, "edgecolor": "none", "pad": 0.6, "alpha": 0.8})
    axes.grid(alpha=0.4)
    axes.set_title(title, loc="center", pad=10)
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.08), ncols=3)


def reach_by_bearing(found: Coverage, bearings: Array, level: float = 0.5) -> Array:
    """Ground range (m) of the farthest point at each bearing where the chance of any unit is `level` or more."""
    ranges, chance = along_rays(found, bearings)
    return np.asarray(np.max(np.where(chance >= level, ranges, 0.0), axis=1))


def along_rays(found: Coverage, bearings: Array) -> tuple[Array, Array]:
    """Ranges (m) from the middle of the units, and the chance (bearings, ranges) there; 0 off the map."""
    east, north = found.places.mean(axis=0)
    far = float(np.hypot(np.ptp(found.x), np.ptp(found.y)))
    ranges = np.arange(0.0, far, found.spacing)
    x, y = east + np.outer(np.sin(bearings), ranges), north + np.outer(np.cos(bearings), ranges)
    return ranges, _between(found, found.together, x, y)


def _between(found: Coverage, field: Array, x: Array, y: Array) -> Array:
    """Bilinear between the points of the map, 0 off it."""
    u, v = (x - found.x[0]) / found.spacing, (y - found.y[0]) / found.spacing
    on = (u >= 0) & (v >= 0) & (u <= len(found.x) - 1) & (v <= len(found.y) - 1)
    i = np.clip(np.floor(u).astype(int), 0, len(found.x) - 2)
    j = np.clip(np.floor(v).astype(int), 0, len(found.y) - 2)
    a, b = np.clip(u - i, 0.0, 1.0), np.clip(v - j, 0.0, 1.0)
    low = field[j, i] * (1 - a) + field[j, i + 1] * a
    high = field[j + 1, i] * (1 - a) + field[j + 1, i + 1] * a
    return np.where(on, low * (1 - b) + high * b, 0.0)


# ---- through the heights -------------------------------------------------------------------
def draw_cut(figure: Any, given: Material, theme: Theme) -> None:
    """Chance by range and height, the mean over all bearings."""
    bearings = np.linspace(0.0, 2.0 * np.pi, 72, endpoint=False)
    maps = [given.covered(height) for height in UPRIGHT]
    rays = [along_rays(found, bearings) for found in maps]
    ranges, chance = rays[0][0] / 1e3, np.array([values.mean(axis=0) for _, values in rays])
    seen = np.flatnonzero(chance.max(axis=0) > 0.01)
    last = min(len(ranges), int(seen[-1]) + 3) if len(seen) else len(ranges)
    axes = figure.add_subplot()
    shown = axes.contourf(ranges[:last], UPRIGHT, chance[:, :last], STEPS, cmap=CHANCE_MAP, alpha=0.85)
    _bar(figure, axes, shown, "chance to detect,\nmean over all bearings", 1.0)
    for level, width in zip(LEVELS, (0.8, 1.6, 0.8), strict=True):
        _level(axes, ranges[:last], chance[:, :last], level, width)
    axes.set_yscale("log")
    axes.set_yticks(
        [20, 50, 100, 200, 500, 1000, 2000, 5000], ["20", "50", "100", "200", "500", "1000", "2000", "5000"]
    )
    axes.minorticks_off()
    axes.set_xlabel("ground range from the middle of the units, km")
    axes.set_ylabel("height above ground, m")
    axes.plot([0.0], [UPRIGHT[0]], "^", color=BLUE, mec=theme.ink, ms=8, clip_on=False)


def _level(axes: Any, ranges: Array, chance: Array, level: float, width: float) -> None:
    """One contour, named at its far end."""
    if float(chance.max()) <= level:
        return
    axes.contour(ranges, UPRIGHT, chance, [level], colors="#ffffff", linewidths=width)
    far = np.max(np.where(chance >= level, ranges, 0.0), axis=1)
    at = int(np.argmax(far))
    axes.annotate(percent(level), (far[at], UPRIGHT[at]), xytext=(-2, 0), textcoords="offset points", color="#ffffff",
                  fontsize=7, rotation=90, ha="right", va="center")  # fmt: skip
