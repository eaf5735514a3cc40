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
WIDTH = 6.8  # inches of the map itself
FAINT = 0.01  # chance below which the map stays blank
HEADERS = ("fire unit", "sensor", "in line of sight", "detects half or more", "", "out to")
LOOKS = {
    "radar": "per look of the radar", "optics": "by eye and sight", "rf": "per look of a radio receiver",
    "acoustic": "per look of microphones",
}  # fmt: skip
RINGS = (1e3, 2e3, 5e3, 10e3, 20e3, 50e3, 100e3)  # m


def title(found: Coverage) -> str:
    """What is shown, in one line."""
    kinds = tuple(kind for kind in LOOKS if kind in found.sensors)
    looks = " or ".join(LOOKS[kind] for kind in kinds)
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
    area = found.area(sure)
    return share, f"{area:,.0f} km2" if area >= 10.0 or area == 0.0 else f"{area:.2g} km2", f"{sure.mean():.0%}"


# ---- picture ---------------------------------------------------------------------------------
def picture(found: Coverage, path: Path) -> None:
    """The map of all units together as PNG. ScenarioError without matplotlib."""
    try:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
    except ImportError:
        raise ScenarioError("the picture needs matplotlib, of the extra plot", install("plot")) from None
    west, east, south, north = _frame(found)
    high = WIDTH * (north - south) / (east - west) + 1.4  # inches: the map, its title and its axis
    figure = Figure(figsize=(9.0, min(max(high, 3.2), 11.0)), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    axes.set_aspect("equal")
    axes.set_xlim(west / 1e3, east / 1e3)
    axes.set_ylim(south / 1e3, north / 1e3)
    _ground(axes, found)
    _chances(figure, axes, found)
    _shadow(axes, found)
    _marks(axes, found, (west, east, south, north))
    _scale(axes, west, east, south, north)
    axes.set_xlabel("east of the origin, km")
    axes.set_ylabel("north of the origin, km")
    axes.set_title(
        f"{title(found)}\nnominal values, target flying level at the unit; hatched: no line of sight", fontsize=10
    )
    figure.legend(loc="outside lower right", ncols=3, fontsize=8, frameon=False)
    figure.savefig(path, dpi=130)


def _frame(found: Coverage) -> tuple[float, float, float, float]:
    """West, east, south, north (m) of the picture: all the ground there is; over a plain as far as anybody sees."""
    x, y = found.x, found.y
    if float(np.ptp(found.relief)) >= 1.0 or not found.seen.any():
        return float(x[0]), float(x[-1]), float(y[0]), float(y[-1])
    where = found.together >= FAINT if (found.together >= FAINT).any() else found.seen
    columns, rows = np.flatnonzero(where.any(axis=0)), np.flatnonzero(where.any(axis=1))
    spots = [*found.places.tolist(), *([e, n] for _, e, n in found.assets)]
    east, north = ([spot[i] for spot in spots] for i in (0, 1))
    ends = min(x[columns[0]], *east), max(x[columns[-1]], *east), min(y[rows[0]], *north), max(y[rows[-1]], *north)
    edge = 0.1 * max(ends[1] - ends[0], ends[3] - ends[2])
    return (
        float(max(ends[0] - edge, x[0])), float(min(ends[1] + edge, x[-1])),
        float(max(ends[2] - edge, y[0])), float(min(ends[3] + edge, y[-1])),
    )  # fmt: skip


def _chances(figure: Any, axes: Any, found: Coverage) -> None:
    """Chance of detection in colour, with its scale as high as the map."""
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
    scale = figure.colorbar(shown, cax=axes.inset_axes((1.02, 0.0, 0.025, 1.0)))
    scale.set_label("probability of detection,\nany unit (blank: below 0.01)", fontsize=9)


def _hide_low(chance: Any) -> Any:
    return np.ma.masked_less(chance, FAINT)


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
        np.arange(np.ceil((low + 0.01 * step) / step) * step, high, step),  # no line round a plain
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


def _marks(axes: Any, found: Coverage, frame: tuple[float, float, float, float]) -> None:
    """Units with names and range rings, and what is defended."""
    _rings(axes, found.places.mean(axis=0), frame)
    axes.plot(*(found.places.T / 1e3), "^", color="red", mec="white", ms=8, label="fire unit", ls="none", zorder=6)
    names = _names(found)
    west = min(names.values(), key=lambda spot: spot[0], default=(0.0, 0.0))
    for name, (x, y) in names.items():
        left = len(names) > 1 and (x, y) == west  # its neighbour's name goes to the right
        axes.annotate(
            name, (x / 1e3, y / 1e3), xytext=(-7 if left else 7, 5), textcoords="offset points", fontsize=8,
            ha="right" if left else "left", color="red", bbox=LABEL, zorder=7,
        )  # fmt: skip
    if not found.assets:
        return
    _, east, north = zip(*found.assets, strict=True)
    axes.plot(np.array(east) / 1e3, np.array(north) / 1e3, "s", color="black", mec="white", ms=6, ls="none",
              label="defended", zorder=5)  # fmt: skip
    for name, x, y in found.assets[:8]:
        place = (x / 1e3, y / 1e3)
        axes.annotate(name, place, xytext=(-7, -11), textcoords="offset points", fontsize=8, ha="right", bbox=LABEL)


def _rings(axes: Any, middle: Any, frame: tuple[float, float, float, float]) -> None:
    """Circles of round radius about the middle of the units, each with its radius where there is room for it."""
    west, east, south, north = frame
    inside = 0.75 * max(east - west, north - south)
    turn = np.linspace(0.0, 2.0 * np.pi, 181)
    for ring in (ring for ring in RINGS if 0.08 * inside < ring < inside):
        x, y = middle[0] + ring * np.sin(turn), middle[1] + ring * np.cos(turn)
        axes.plot(x / 1e3, y / 1e3, color="0.2", lw=1.8, alpha=0.35)
        axes.plot(x / 1e3, y / 1e3, color="white", lw=0.9, ls="--")
        edge = 0.03 * inside
        room = (x > west + edge) & (x < east - edge) & (y > south + edge) & (y < north - edge)
        if not room.any():
            continue
        at = int(np.flatnonzero(room)[0])
        axes.annotate(
            f"{ring / 1e3:g} km", (x[at] / 1e3, y[at] / 1e3), color="white", fontsize=7, ha="center", va="center",
            clip_on=True, bbox={"facecolor": "0.2", "alpha": 0.7, "pad": 1, "lw": 0},
        )  # fmt: skip


def _names(found: Coverage) -> dict[str, tuple[float, float]]:
    """Labels and where they stand: each unit, or each group at its middle when there are many."""
    if len(found.units) <= 3:
        return {name: (float(x), float(y)) for name, (x, y) in zip(found.units, found.places, strict=True)}
    members: dict[str, list[int]] = {}
    for n, name in enumerate(found.units):
        members.setdefault(name.rpartition(".")[0], []).append(n)
    east = {group: rows[int(np.argmax(found.places[rows, 0]))] for group, rows in members.items()}
    return {f"{g} ({len(members[g])})": (float(found.places[n, 0]), float(found.places[n, 1])) for g, n in east.items()}


def _scale(axes: Any, west: float, east: float, south: float, north: float) -> None:
    """A bar of a round length in the lower left corner."""
    across = east - west
    bar = max(ring for ring in (100.0, 200.0, 500.0, *RINGS) if ring <= max(0.2 * across, 100.0))
    x, y = west + 0.05 * across, south + 0.05 * (north - south)
    axes.plot([x / 1e3, (x + bar) / 1e3], [y / 1e3] * 2, color="black", lw=4, solid_capstyle="butt")
    words = f"{bar / 1e3:g} km" if bar >= 1e3 else f"{bar:g} m"
    axes.annotate(
        words, ((x + 0.5 * bar) / 1e3, y / 1e3), xytext=(0, 4), textcoords="offset points", ha="center", fontsize=8,
        bbox=LABEL,
    )  # fmt: skip
