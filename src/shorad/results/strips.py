"""The kill chain of each target as a strip: when each link came, and which one broke."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

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
    came = _firsts(recording)
    found = []
    for row, side in enumerate(recording.cast.sides):
        fate = fates[row]
        if fate["life"] != WAITING and (side == "hostile" or fate["engaged"]):
            found.append(_strip(recording, row, fate, {link: float(t[row]) for link, t in came.items()}))
    return found


def _strip(recording: Recording, row: int, fate: Table, came: Mapping[str, float]) -> Strip:
    times = {link: t for link, t in came.items() if t != NOT_YET}
    neutral = recording.cast.sides[row] == "neutral"
    blamed = bool(fate["leaked"] or fate["caused_loss"])
    return Strip(
        row, times, name(REASONS, int(fate["reason"])) if blamed else "",
        int(fate["reason_unit"]) if blamed else -1, _end(recording, fate), bool(fate["leaked"]),
        name(NEUTRAL_CAUSES, int(fate["cause"])) if neutral and fate["rung"] >= HIT else "",
    )  # fmt: skip


def _firsts(recording: Recording) -> dict[str, NDArray[np.float64]]:
    """When each link first came, one time (s) for each object; NOT_YET where it never did."""
    events, words, n = recording["events"], recording.story.terms["event"], len(recording.cast.sides)
    kind = events["kind"]
    # what an object does to a unit is no hit on the object; a burst without a hit is none either
    told = (kind != words.index("damage")) | (events["other"] == events["object"])
    told &= (kind != words.index("gun_hits")) | (events["value"] > 0.0)
    found = {"seen": _earliest(recording["plots"], n)}
    for link, kinds in LINKS.items():
        found[link] = _earliest(events[told & np.isin(kind, [words.index(each) for each in kinds])], n)
    return found


def _earliest(table: Table, n: int) -> NDArray[np.float64]:
    found = np.full(n, np.inf)
    known = table["object"] >= 0
    np.minimum.at(found, table["object"][known], table["t"][known])
    return np.where(np.isinf(found), NOT_YET, found)


def _end(recording: Recording, fate: Table) -> str:
    sortie, life = name(SORTIE_ENDS, int(fate["sortie_end"])), recording.word("life", int(fate["life"]))
    on = sortie == "damaged" and life != "departed"  # a one-way drone flies on, whatever hit it
    return life if on or sortie in ("none", "shot_down") else SORTIE_ENDS[sortie]
