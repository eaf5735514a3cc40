"""Two recordings of the same luck side by side: where they part, and what came of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from shorad.results.happenings import FELT, MINOR, SENTENCES
from shorad.results.recording import Recording

IGNORED = frozenset({"look"})  # a look that showed nothing changes nobody's mind
TICK = 1.0e-3  # s: events nearer than this are the same
Key = tuple[str, str, str, str, str, int]


@dataclass(frozen=True)
class Moment:
    """An event that only one of the two has."""

    t: float  # s
    side: str  # "original" or "variant": whose it is
    kind: str
    text: str  # in words


@dataclass(frozen=True)
class Difference:
    """Where two recordings part. None: they do not."""

    first: Moment | None  # of any event
    felt: Moment | None  # of what somebody feels: launches, bursts, hits, losses, releases


def difference(original: Recording, variant: Recording) -> Difference:
    """The first event, and the first felt one, that one of the recordings has and the other has not."""
    told = _keyed(original), _keyed(variant)
    return Difference(_first(told, None), _first(told, FELT))


def sentence(recording: Recording, row: int) -> str:
    """One event of a recording in plain words."""
    event, story, scene = recording["events"][row], recording.story, recording.scene
    kind = story.terms["event"][int(event["kind"])]
    value = int(event["value"])
    unit = scene.units[event["unit"]].name if event["unit"] >= 0 else "the post"
    thing = scene.objects[event["object"]].name if event["object"] >= 0 else "nothing"
    other = scene.objects[event["other"]].name if event["other"] >= 0 else "nothing"
    asset = scene.assets[event["asset"]].name if event["asset"] >= 0 else "nothing"
    number = f"{event['value']:.1f}" if kind in ("burst", "miss") else f"{value}"
    pattern = SENTENCES.get(kind) or MINOR.get(kind) or kind.replace("_", " ") + " {object}"
    return pattern.format(
        unit=unit, object=thing, other=other, asset=asset, value=number, who=other if event["other"] >= 0 else unit,
        state=_word(recording, "state", value), rung=_word(recording, "rung", value),
        verdict="destroyed" if value else "not destroyed", **{"class": _word(recording, "class", value)},
    )  # fmt: skip


def _word(recording: Recording, what: str, code: int) -> str:
    words = recording.story.terms[what]
    return words[code] if 0 <= code < len(words) else str(code)


def _keyed(recording: Recording) -> list[tuple[float, Key, Recording, int]]:
    """Events as comparable keys: names, not rows, because a change may add or take away somebody."""
    events, scene, words = recording["events"], recording.scene, recording.story.terms["event"]
    units, objects = [e.name for e in scene.units] + [""], [e.name for e in scene.objects] + [""]
    assets = [e.name for e in scene.assets] + [""]
    ticks = np.rint(events["t"] / TICK).astype(np.int64)
    columns = (events[name].tolist() for name in ("t", "kind", "unit", "object", "other", "asset"))
    out = []
    for row, (t, code, unit, thing, other, asset, tick) in enumerate(zip(*columns, ticks.tolist(), strict=True)):
        if words[code] not in IGNORED:
            names = (units[unit], objects[thing], objects[other], assets[asset])
            out.append((t, (words[code], *names, tick), recording, row))
    return out


def _first(told: tuple[list[tuple[float, Key, Recording, int]], ...], kinds: frozenset[str] | None) -> Moment | None:
    chosen = [[each for each in side if kinds is None or each[1][0] in kinds] for side in told]
    count = [Counter(each[1] for each in side) for side in chosen]
    only: list[tuple[float, str, Key, Recording, int]] = []
    for i, name in enumerate(("original", "variant")):
        extra = count[i] - count[1 - i]
        found = next((each for each in chosen[i] if each[1] in extra), None)
        if found is not None:
            only.append((found[0], name, *found[1:]))
    if not only:
        return None
    t, side, key, recording, row = min(only, key=lambda each: each[0])
    return Moment(t, side, key[0], sentence(recording, row))
