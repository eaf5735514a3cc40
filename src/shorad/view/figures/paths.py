"""One replicate from above: who flew where, what was shot at, what was hit."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from shorad.results.recording import Recording
from shorad.view.figures.material import Material
from shorad.view.figures.style import BLUE, GREEN, GREY, RED, Theme, legend_above

STEP = 2.0  # s between points of a path
MARGIN = 0.12
NARROW = 0.4  # the shorter side of the map, as a share of the longer one
LEAST = 2_000.0  # m: the map is at least this wide to each side
SIDES = {"hostile": (RED, "-", "attacker"), "unknown": (RED, "-", "attacker"), "neutral": (GREEN, "--", "neutral"),
         "bird": (GREY, ":", "bird")}  # fmt: skip


def size(given: Material) -> tuple[float, float]:
    assert given.recording is not None
    (x0, x1), (y0, y1) = window(given.recording)
    return 9.0, min(1.2 + 8.0 * (y1 - y0) / (x1 - x0), 8.4)


def draw_paths(figure: Any, given: Material, theme: Theme) -> None:
    recording = given.recording
    assert recording is not None
    axes = figure.add_subplot()
    _flights(axes, recording)
    _shots(axes, recording)
    _ground(axes, recording, theme)
    _ends(axes, recording, theme)
    (x0, x1), (y0, y1) = window(recording)
    axes.set_xlim(x0 / 1e3, x1 / 1e3)
    axes.set_ylim(y0 / 1e3, y1 / 1e3)
    axes.set_aspect("equal")
    axes.set_xlabel("east of the origin, km")
    axes.set_ylabel("north of the origin, km")
    axes.grid()
    legend_above(axes, columns=4)


def window(recording: Recording) -> tuple[tuple[float, float], tuple[float, float]]:
    """West, east; south, north (m): whatever stands on the ground, missiles, and where flights ended."""
    scene = recording.scene
    things: tuple[Any, ...] = (*scene.units, *scene.assets, *scene.posts)
    points = [(float(each.x), float(each.y)) for each in things]
    points += [(float(x), float(y)) for x, y in recording["flight"][["x", "y"]]]
    for row, life in enumerate(recording["lives"]):
        if life["t1"] >= life["t0"] and recording.word("life", int(life["life"])) in ("down", "impacted", "dud"):
            end, _ = recording.path(row, np.array([life["t1"]]))
            points.append((float(end[0, 0]), float(end[0, 1])))
    at = np.array(points)
    low, high = at.min(axis=0), at.max(axis=0)
    half = np.maximum(0.5 * (high - low) * (1.0 + 2.0 * MARGIN), LEAST)
    middle = 0.5 * (low + high)
    half = np.maximum(half, NARROW * half.max())
    return (middle[0] - half[0], middle[0] + half[0]), (middle[1] - half[1], middle[1] + half[1])


def _path(recording: Recording, row: int) -> NDArray[np.float64]:
    life = recording["lives"][row]
    times = np.append(np.arange(life["t0"], life["t1"], STEP), life["t1"])
    return recording.path(row, times)[0]


def _flights(axes: Any, recording: Recording) -> None:
    named: set[str] = set()
    line: Any
    for row, side in enumerate(recording.cast.sides):
        if recording["lives"]["t1"][row] < recording["lives"]["t0"][row]:
            continue
        colour, line, word = SIDES[side]
        if recording.cast.kinds[row] == "munition":
            line, word = (0, (3, 2)), "its weapon"
        at = _path(recording, row) / 1e3
        axes.plot(at[:, 0], at[:, 1], color=colour, ls=line, lw=0.9, alpha=0.8, label="" if word in named else word)
        named.add(word)


def _shots(axes: Any, recording: Recording) -> None:
    for i in range(len(recording["shots"])):
        at = recording["flight"][recording["flight"]["shot"] == i]
        axes.plot(at["x"] / 1e3, at["y"] / 1e3, color=BLUE, lw=1.3, label="" if i else "missile")
    bursts = recording["bursts"]
    if len(bursts):
        x, y = np.stack([bursts["fx"], bursts["ax"]]) / 1e3, np.stack([bursts["fy"], bursts["ay"]]) / 1e3
        lines = axes.plot(x, y, color=BLUE, lw=0.6, ls=(0, (4, 2)))
        lines[0].set_label("gun burst")


def _ground(axes: Any, recording: Recording, theme: Theme) -> None:
    scene = recording.scene
    for things, mark, word in ((scene.units, "^", "fire unit"), (scene.posts, "D", "command post")):
        if things:
            axes.plot([t.x / 1e3 for t in things], [t.y / 1e3 for t in things], ls="", marker=mark, ms=8, color=BLUE,
                      mec=theme.ink, label=word, zorder=5)  # fmt: skip
    plain = [asset for asset in scene.assets if asset.post < 0]
    if plain:
        axes.plot([a.x / 1e3 for a in plain], [a.y / 1e3 for a in plain], ls="", marker="s", ms=7, color=theme.ink,
                  mec=theme.paper, label="defended", zorder=5)  # fmt: skip
    if len(plain) <= 8:
        for asset in plain:
            axes.annotate(asset.name, (asset.x / 1e3, asset.y / 1e3), xytext=(6, -9), textcoords="offset points",
                          fontsize=8, zorder=7)  # fmt: skip


def _ends(axes: Any, recording: Recording, theme: Theme) -> None:
    """Where flights ended: shot down, or struck."""
    leaked = recording.outcome.objects[0]["leaked"] > 0
    down: list[Any] = []
    struck: list[Any] = []
    neutral: list[Any] = []
    for row, life in enumerate(recording["lives"]):
        if life["t1"] < life["t0"]:
            continue
        end, _ = recording.path(row, np.array([life["t1"]]))
        if recording.word("life", int(life["life"])) == "down":
            (neutral if recording.cast.sides[row] == "neutral" else down).append(end[0] / 1e3)
        elif leaked[row]:
            struck.append(end[0] / 1e3)
    kinds = (
        (down, "X", theme.paper, "shot down"), (neutral, "P", GREEN, "neutral shot down"),
        (struck, "*", RED, "struck (leaker)"),
    )  # fmt: skip
    for ends, mark, face, word in kinds:
        if ends:
            at = np.array(ends)
            axes.plot(at[:, 0], at[:, 1], ls="", marker=mark, ms=8, mfc=face, mec=theme.ink, label=word, zorder=6)
