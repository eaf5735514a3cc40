"""A coverage map as a table on the screen and as a picture (matplotlib, extra `plot`)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from rich.console import RenderableType
from rich.text import Text

from shorad.errors import ScenarioError, install
from shorad.results.coverage import Coverage
from shorad.view.tables import plain, stack

LABEL = {"facecolor": "white", "alpha": 0.6, "pad": 0.5, "lw": 0.0}
HEADERS = ("fire unit", "sensor", "in line of sight", "detects half or more", "", "out to")
RINGS = (1e3, 2e3, 5e3, 10e3, 20e3, 50e3, 100e3)  # m


def title(found: Coverage) -> str:
    """What is shown, in one line."""
    looks = "per look of the radar" if "radar" in found.sensors else "by eye and sight"
    return f"Chance to detect {found.target} {looks}, {found.height:g} m above {_above(found)}"


def _above(found: Coverage) -> str:
    return "sea level" if found.above == "sea" else "the ground"


def page(found: Coverage, written: list[Path], notes: list[str]) -> RenderableType:
    """The table of `shorad coverage`: for each unit and for all together what they see and detect."""
    table = plain(HEADERS, rows(found), (24, 8, 17, 21, 6, 10), (2, 3, 4, 5))
    size = f"{(found.x[-1] - found.x[0]) / 1e3:.0f} x {(found.y[-1] - found.y[0]) / 1e3:.0f} km"
    head = [
        Text(title(found), style="bold"),
        Text(f"map {size}, a point every {found.spacing:.0f} m; nominal values; target flying level at the unit"),
    ]
    tail = [Text(f"wrote {path}") for path in written] + [Text(note, style="dim") for note in notes]
    return stack([head, [table], tail])


def rows(found: Coverage) -> list[tuple[str, ...]]:
    """One row per unit under `HEADERS`, and one for all together."""
    made: list[tuple[str, ...]] = []
    for n, name in enumerate(found.units):
        seen, sure = found.visible[n] == 1, found.chance[n] >= 0.5
        made.append((name, found.sensors[n], *_row(found, seen, sure), f"{found.reach(n, sure) / 1e3:.1f} km"))
    if len(found.units) > 1:
        made.append(("all together", "", *_row(found, found.seen, found.together >= 0.5), ""))
    return made


def _row(found: Coverage, seen: Any, sure: Any) -> tuple[str, str, str]:
    share = f"{seen.mean():.0%} of the map"
    return share, f"{found.area(sure):,.0f} km2", f"{sure.mean():.0%}"


# ---- picture ---------------------------------------------------------------------------------
def picture(found: Coverage, path: Path) -> None:
    """The map of all units together as PNG. ScenarioError without matplotlib."""
    try:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
    except ImportError:
        raise ScenarioError("the picture needs matplotlib, of the extra plot", install("plot")) from None
    across, up = found.x[-1] - found.x[0], found.y[-1] - found.y[0]
    figure = Figure(figsize=(9.0, min(max(8.0 * up / across, 4.5), 11.0)), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    _ground(axes, found)
    shown = axes.pcolormesh(
        found.x / 1e3,
        found.y / 1e3,
        _hide_low(found.together),
        cmap="viridis",
        vmin=0.0,
        vmax=1.0,
        alpha=0.75,
        rasterized=True,
    )
    figure.colorbar(shown, ax=axes, shrink=0.8, label="probability of detection, any unit (blank: below 0.01)")
    _shadow(axes, found)
    _marks(axes, found)
    _scale(axes, found)
    axes.set_aspect("equal")
    axes.set_xlim(found.x[0] / 1e3, found.x[-1] / 1e3)
    axes.set_ylim(found.y[0] / 1e3, found.y[-1] / 1e3)
    axes.set_xlabel("east of the origin, km")
    axes.set_ylabel("north of the origin, km")
    axes.set_title(
        f"{title(found)}\nnominal values, target flying level at the unit; hatched: no line of sight", fontsize=10
    )
    figure.savefig(path, dpi=130)


def _hide_low(chance: Any) -> Any:
    return np.ma.masked_less(chance, 0.01)


def _ground(axes: Any, found: Coverage) -> None:
    """Relief as shaded grey with contour lines, where there is any."""
    low, high = float(found.relief.min()), float(found.relief.max())
    axes.set_facecolor("0.93")
    if high - low < 1.0:
        return
    north, east = np.gradient(found.relief.astype(float), found.spacing)
    light = 0.82 + 0.6 * (east - north) / np.sqrt(2.0 * (1.0 + east**2 + north**2))  # sun in the north-west
    axes.pcolormesh(
        found.x / 1e3, found.y / 1e3, np.clip(light, 0.0, 1.0), cmap="gray", vmin=0.0, vmax=1.0, rasterized=True
    )
    step = next(s for s in (5, 10, 20, 50, 100, 200, 500, 1000) if (high - low) / s <= 10)
    lines = axes.contour(
        found.x / 1e3,
        found.y / 1e3,
        found.relief,
        np.arange(np.ceil(low / step) * step, high, step),
        colors="0.25",
        linewidths=0.4,
    )
    axes.clabel(lines, fontsize=6, fmt="%g m")


def _shadow(axes: Any, found: Coverage) -> None:
    """Hatching where no unit has a line of sight."""
    if not found.seen.all():
        x, y, seen = found.x / 1e3, found.y / 1e3, found.seen.astype(float)
        hatched = axes.contourf(x, y, seen, [-0.5, 0.5], colors="none", hatches=["///"])
        hatched.set_edgecolor("0.6")
        hatched.set_linewidth(0.0)


def _marks(axes: Any, found: Coverage) -> None:
    """Units with names and range rings, and what is defended."""
    inside = 0.75 * max(found.x[-1] - found.x[0], found.y[-1] - found.y[0])
    rings = [ring for ring in RINGS if 0.08 * inside < ring < inside]
    turn = np.linspace(0.0, 2.0 * np.pi, 181)
    middle = found.places.mean(axis=0)
    for ring in rings:
        axes.plot(
            (middle[0] + ring * np.sin(turn)) / 1e3,
            (middle[1] + ring * np.cos(turn)) / 1e3,
            color="white",
            lw=0.9,
            ls="--",
        )
        axes.annotate(
            f"{ring / 1e3:g} km",
            (middle[0] / 1e3, (middle[1] + ring) / 1e3),
            color="white",
            fontsize=7,
            ha="center",
            va="bottom",
            clip_on=True,
            bbox={"facecolor": "0.2", "alpha": 0.6, "pad": 1, "lw": 0},
        )
    axes.plot(*(found.places.T / 1e3), "^", color="red", mec="white", ms=8, label="fire unit", zorder=6)
    for name, (x, y) in _names(found).items():
        place = (x / 1e3, y / 1e3)
        axes.annotate(name, place, xytext=(7, 5), textcoords="offset points", fontsize=8, color="red", bbox=LABEL)
    for n, (_, x, y) in enumerate(found.assets):
        axes.plot(x / 1e3, y / 1e3, "s", color="black", mec="white", ms=6, label="defended" if n == 0 else None)
    if found.assets:
        for name, x, y in found.assets[:8]:
            place = (x / 1e3, y / 1e3)
            axes.annotate(name, place, xytext=(-7, -11), textcoords="offset points", fontsize=8, ha="right", bbox=LABEL)
    axes.legend(loc="upper right", fontsize=8)


def _names(found: Coverage) -> dict[str, tuple[float, float]]:
    """Labels and where they stand: each unit, or each group at its middle when there are many."""
    if len(found.units) <= 3:
        return {name: (float(x), float(y)) for name, (x, y) in zip(found.units, found.places, strict=True)}
    members: dict[str, list[int]] = {}
    for n, name in enumerate(found.units):
        members.setdefault(name.rpartition(".")[0], []).append(n)
    east = {group: rows[int(np.argmax(found.places[rows, 0]))] for group, rows in members.items()}
    return {f"{g} ({len(members[g])})": (float(found.places[n, 0]), float(found.places[n, 1])) for g, n in east.items()}


def _scale(axes: Any, found: Coverage) -> None:
    """A bar of a round length in the lower left corner."""
    across = found.x[-1] - found.x[0]
    bar = max(ring for ring in (100.0, 200.0, 500.0, *RINGS) if ring <= max(0.2 * across, 100.0))
    x, y = found.x[0] + 0.05 * across, found.y[0] + 0.05 * (found.y[-1] - found.y[0])
    axes.plot([x / 1e3, (x + bar) / 1e3], [y / 1e3] * 2, color="black", lw=4, solid_capstyle="butt")
    words = f"{bar / 1e3:g} km" if bar >= 1e3 else f"{bar:g} m"
    axes.annotate(
        words, ((x + 0.5 * bar) / 1e3, y / 1e3), xytext=(0, 4), textcoords="offset points", ha="center", fontsize=8
    )
