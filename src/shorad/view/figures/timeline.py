"""One replicate over time: what was in the air, who shot when and with what end, what was left."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from shorad.results.recording import Recording
from shorad.view.figures.material import Material
from shorad.view.figures.style import BLUE, GREEN, GREY, PURPLE, RED, THEMES, Theme, legend_above, new_figure, styled

LANES = 18  # fire units at most, those that shot most
READY = ("radiating", "silent")
Array = NDArray[np.float64]


def size(given: Material) -> tuple[float, float]:
    assert given.recording is not None
    return 9.0, 4.4 + 0.26 * (len(lanes(given.recording)) + 1)


def lanes(recording: Recording) -> list[int]:
    """Rows of the fire units that are shown, in the order of the cast."""
    n = len(recording.scene.units)
    used = np.bincount(recording["shots"]["unit"], minlength=n) + np.bincount(recording["bursts"]["unit"], minlength=n)
    return sorted(int(i) for i in np.argsort(-used, kind="stable")[:LANES])


def scale_of(recording: Recording) -> tuple[float, str]:
    return (60.0, "min") if recording.t_end > 600.0 else (1.0, "s")


def draw_timeline(figure: Any, given: Material, theme: Theme) -> None:
    assert given.recording is not None
    _draw(figure, given.recording, theme)


def _draw(figure: Any, recording: Recording, theme: Theme) -> None:
    rows = lanes(recording)
    air, units, left = figure.subplots(3, 1, sharex=True, height_ratios=(1.15, 0.4 + 0.26 * (len(rows) + 1), 1.0))
    _air(air, recording)
    _lanes(units, recording, rows, theme)
    _left(left, recording)
    per, unit = scale_of(recording)
    lives = recording["lives"]
    begin = float(lives["t0"][lives["t1"] >= lives["t0"]].min(initial=recording.t_end))
    left.set_xlim(begin / per, recording.t_end / per * 1.005)
    left.set_xlabel(f"time since the start, {unit}")
    legend_above(air, (units, left), columns=4)


def alone(recording: Recording) -> Any:
    """The timeline of a recording without a result, as a notebook shows it."""
    theme = THEMES["light"]
    with styled(theme):
        figure = new_figure(9.0, 4.4 + 0.26 * (len(lanes(recording)) + 1))
        _draw(figure, recording, theme)
    return figure


# ---- above: what is in the air ---------------------------------------------------------------
def _air(axes: Any, recording: Recording) -> None:
    per, _ = scale_of(recording)
    styles = {"hostile": (RED, "-"), "neutral": (GREEN, "--"), "bird": (GREY, ":")}
    for side, (colour, line) in styles.items():
        sides = ("hostile", "unknown") if side == "hostile" else (side,)
        rows = [i for i, each in enumerate(recording.cast.sides) if each in sides]
        t, count = _in_air(recording, rows)
        if len(t):
            name = {"hostile": "attackers in the air", "neutral": "neutral aircraft", "bird": "birds"}[side]
            axes.step(t / per, count, where="post", color=colour, ls=line, lw=1.4, label=name)
    axes.set_ylabel("in the air")
    axes.set_ylim(bottom=0.0)
    axes.yaxis.get_major_locator().set_params(integer=True)
    axes.grid(axis="both")


def _in_air(recording: Recording, rows: list[int]) -> tuple[Array, Array]:
    lives = recording["lives"][rows]
    lives = lives[lives["t1"] >= lives["t0"]]
    if not len(lives):
        return np.zeros(0), np.zeros(0)
    t = np.concatenate([lives["t0"], lives["t1"]])
    step = np.repeat([1.0, -1.0], len(lives))
    order = np.argsort(t, kind="stable")
    return np.concatenate([[t.min()], t[order], [recording.t_end]]), np.concatenate(
        [[0.0], np.cumsum(step[order]), [np.sum(step[order])]]
    )


# ---- middle: who shoots ----------------------------------------------------------------------
def _lanes(axes: Any, recording: Recording, rows: list[int], theme: Theme) -> None:
    at = {row: i + 1 for i, row in enumerate(rows)}
    for row, y in at.items():
        _idle(axes, recording, row, y)
    _missiles(axes, recording, at, theme)
    _bursts(axes, recording, at)
    _jamming(axes, recording, at)
    _happened(axes, recording, at, theme)
    names = ["on the ground", *(recording.scene.units[row].name for row in rows)]
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(len(names) - 0.4, -0.6)
    axes.tick_params(axis="y", length=0)
    axes.grid(axis="both")
    hidden = len(recording.scene.units) - len(rows)
    if hidden:
        axes.set_title(f"fire units ({hidden} that shot less are left out)")


def _idle(axes: Any, recording: Recording, row: int, y: int) -> None:
    """Grey where a unit is in no state to see or shoot."""
    per, _ = scale_of(recording)
    grey = {"height": 0.8, "color": GREY, "alpha": 0.35, "lw": 0}
    mine = recording["unit_states"][recording["unit_states"]["unit"] == row]
    ends = np.append(mine["t"][1:], recording.t_end)
    for state, end in zip(mine, ends, strict=True):
        lost = recording.word("rung", int(state["rung"])) == "lost"
        if end > state["t"] and (lost or recording.word("state", int(state["state"])) not in READY):
            axes.barh(y, (end - state["t"]) / per, left=state["t"] / per, label="not ready, or lost", **grey)


def _missiles(axes: Any, recording: Recording, at: dict[int, int], theme: Theme) -> None:
    per, _ = scale_of(recording)
    shots = recording["shots"][np.isin(recording["shots"]["unit"], list(at))]
    y = np.array([at[int(unit)] for unit in shots["unit"]], dtype=float)
    axes.hlines(y, shots["t0"] / per, shots["t1"] / per, color=BLUE, lw=1.6)
    hit = shots["victim"] >= 0
    for mask, mark, face, label in ((hit, "D", BLUE, "missile: hit"), (~hit, "o", theme.paper, "missile: no hit")):
        if mask.any():
            axes.plot(shots["t1"][mask] / per, y[mask], ls="", marker=mark, ms=5, mec=BLUE, mfc=face, label=label)


def _bursts(axes: Any, recording: Recording, at: dict[int, int]) -> None:
    per, _ = scale_of(recording)
    bursts = recording["bursts"][np.isin(recording["bursts"]["unit"], list(at))]
    y = np.array([at[int(unit)] + 0.22 for unit in bursts["unit"]], dtype=float)
    hit = bursts["hits"] > 0
    for mask, mark, label in ((hit, "^", "gun burst: hit"), (~hit, "|", "gun burst: no hit")):
        if mask.any():
            axes.plot(bursts["t0"][mask] / per, y[mask], ls="", marker=mark, ms=5, color=PURPLE, label=label)


def _jamming(axes: Any, recording: Recording, at: dict[int, int]) -> None:
    """Bars while a unit jams, and a mark where its target gave way."""
    per, _ = scale_of(recording)
    events, words = recording["events"], recording.story.terms["event"]
    on, off, done = (events[events["kind"] == words.index(kind)] for kind in ("jam_on", "jam_off", "jammed"))
    for each in on[np.isin(on["unit"], list(at))]:
        later = off[(off["unit"] == each["unit"]) & (off["object"] == each["object"]) & (off["t"] >= each["t"])]
        end = float(later["t"].min()) if len(later) else recording.t_end
        axes.hlines(at[int(each["unit"])], each["t"] / per, end / per, color=GREEN, lw=4.0, label="jamming")
    mine = done[np.isin(done["unit"], list(at))]
    if len(mine):
        y = [at[int(unit)] for unit in mine["unit"]]
        axes.plot(mine["t"] / per, y, ls="", marker="P", ms=7, color=GREEN, label="jammed: gave way")


def _happened(axes: Any, recording: Recording, at: dict[int, int], theme: Theme) -> None:
    """Releases and impacts in the first lane; losses of units in theirs."""
    per, _ = scale_of(recording)
    for kind, mark, colour, label in (("release", "v", theme.ink, "bomb released"), ("impact", "X", RED, "struck")):
        t = _times(recording, kind)
        if len(t):
            axes.plot(t / per, np.zeros(len(t)), ls="", marker=mark, ms=6, color=colour, label=label)
    for row, y in at.items():
        states = recording["unit_states"][recording["unit_states"]["unit"] == row]
        lost = [float(s["t"]) for s in states if recording.word("rung", int(s["rung"])) == "lost"]
        if lost:
            axes.plot(lost[0] / per, y, ls="", marker="X", ms=8, color=RED, mec=theme.ink)


def _times(recording: Recording, kind: str) -> Array:
    events = recording["events"]
    return np.asarray(events["t"][events["kind"] == recording.story.terms["event"].index(kind)])


# ---- below: what is left ---------------------------------------------------------------------
def _left(axes: Any, recording: Recording) -> None:
    """Missiles and rounds of all units together, as a share of what they began with."""
    per, _ = scale_of(recording)
    for field, colour, line in (("missiles", BLUE, "-"), ("rounds", PURPLE, "--")):
        t, count = _stock(recording, field)
        if len(count) and count[0] > 0:
            word = {"missiles": "missiles", "rounds": "gun rounds"}[field]
            label = f"{word} left ({count[0]:,.0f} at first, {count[-1]:,.0f} at the end)"
            axes.step(t / per, 100.0 * count / count[0], where="post", color=colour, ls=line, lw=1.4, label=label)
    axes.set_ylabel("left, %")
    axes.set_ylim(0.0, 105.0)
    axes.grid(axis="both")


def _stock(recording: Recording, field: str) -> tuple[Array, Array]:
    states = np.sort(recording["unit_states"], order=("t", "unit"), kind="stable")
    now = np.zeros(len(recording.scene.units))
    t: list[float] = []
    count: list[float] = []
    for state in states:
        now[state["unit"]] = state[field]
        if t and t[-1] == state["t"]:
            count[-1] = now.sum()
        else:
            t.append(float(state["t"]))
            count.append(float(now.sum()))
    if t:
        t.append(recording.t_end)
        count.append(count[-1])
    return np.array(t), np.array(count)
