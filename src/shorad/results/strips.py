"""The kill chain of each target as a strip: when each link came, and which one broke."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from shorad.results.columns import Table
from shorad.results.recording import NOT_YET, Recording
from shorad.results.words import HIT, NEUTRAL_CAUSES, REASONS, SORTIE_ENDS, WAITING, name

# link -> kinds of events that make it; the strip has them in this order, after "seen"
LINKS: Mapping[str, tuple[str, ...]] = {
    "tracked": ("track_firm", "track_swap"),  # a firm track of it, or one of another that has gone over to it
    "identified": ("classified",),
    "released": ("released",),
    "assigned": ("paired",),
    "locked": ("lock",),
    "engaged": ("launch", "gun_burst", "jam_on"),
    "hit": ("damage", "gun_hits", "down", "jammed"),
    "down": ("down",),
    "assessed": ("verdict",),
}


@dataclass(frozen=True)
class Strip:
    """One target. `times` holds the first time (s) of each link that came; a link that is not there never came."""

    object: int
    times: Mapping[str, float]
    broken: str  # reason of a leaker or of what caused a loss, out of `words.REASONS`; "" for the others
    unit: int  # fire unit that the reason is about, -1 without
    end: str  # how it ended: a word of its life, or of its sortie
    leaked: bool
    cause: str = ""  # of a neutral aircraft that was hit: why, out of `words.NEUTRAL_CAUSES`

    @property
    def reason(self) -> str:
        """The broken link in plain words."""
        return REASONS[self.broken] if self.broken else ""


def strips(recording: Recording) -> list[Strip]:
    """One strip per hostile object that flew, and per other one that was fired at, in the order of the cast."""
    fates = recording.outcome.objects[0]
    found = []
    for row, side in enumerate(recording.cast.sides):
        fate = fates[row]
        if fate["life"] != WAITING and (side == "hostile" or fate["engaged"]):
            found.append(_strip(recording, row, fate))
    return found


def _strip(recording: Recording, row: int, fate: Table) -> Strip:
    times = {}
    plots = recording["plots"]
    mine = plots["t"][plots["object"] == row]
    if len(mine):
        times["seen"] = float(mine.min())
    for link, kinds in LINKS.items():
        t = first(recording, row, kinds)
        if t != NOT_YET:
            times[link] = t
    neutral = recording.cast.sides[row] == "neutral"
    blamed = bool(fate["leaked"] or fate["caused_loss"])
    return Strip(
        row, times, name(REASONS, int(fate["reason"])) if blamed else "",
        int(fate["reason_unit"]) if blamed else -1, _end(recording, fate), bool(fate["leaked"]),
        name(NEUTRAL_CAUSES, int(fate["cause"])) if neutral and fate["rung"] >= HIT else "",
    )  # fmt: skip


def first(recording: Recording, row: int, kinds: tuple[str, ...]) -> float:
    """When the first event of these kinds befell object `row`; NOT_YET without one."""
    events, words = recording["events"], recording.story.terms["event"]
    codes = [words.index(kind) for kind in kinds]
    mine = (events["object"] == row) & np.isin(events["kind"], codes)
    if "damage" in kinds:  # what an object does to a unit is no hit on the object; a burst without a hit is none either
        mine &= (events["kind"] != words.index("damage")) | (events["other"] == row)
        mine &= (events["kind"] != words.index("gun_hits")) | (events["value"] > 0.0)
    return float(events["t"][mine].min()) if mine.any() else NOT_YET


def _end(recording: Recording, fate: Table) -> str:
    sortie = name(SORTIE_ENDS, int(fate["sortie_end"]))
    if sortie not in ("none", "shot_down"):
        return SORTIE_ENDS[sortie]
    return recording.word("life", int(fate["life"]))
