"""A raid and its changes as documents that fit together: what does not fit is thinned, and then left out and said so.

The raid itself comes first, then the truth of as many changes as there is room for, the small ones first, then what the
crew saw of each. Of a change whose replay is left out stays what came of it and where it first differs.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import partial
from typing import Any

from shorad.results.difference import Difference, difference
from shorad.results.payload import document
from shorad.results.recording import Recording

Json = dict[str, Any]
Change = tuple[str, str, Recording | None]  # switch, label, what was recorded with it; None where nothing differs
SHARES = (1.0, 0.5, 0.25, 0.1, 0.05, 0.02)  # of plots and track states
TRUTH = 0.0  # share: nothing of what the crew saw
OWN = 0.4  # part of the room that the raid itself may take
STATED = ("strips", "outcome", "measures", "t_end")  # of a change whose replay is left out


def size(content: Any) -> int:
    """Bytes of a document in a page, compressed."""
    return len(gzip.compress(json.dumps(content, separators=(",", ":"), ensure_ascii=False).encode(), 6))


def fit(original: Recording, changed: Sequence[Change], room: int) -> tuple[Json, list[Json]]:
    """The document of a raid and what each change is to it, in at most `room` bytes compressed, if that can be."""
    shown = _largest(lambda share: document(original, share), SHARES, int(OWN * room))
    parted = [None if each is None else difference(original, each) for _, _, each in changed]

    def made(i: int, share: float) -> Json:
        return compared(changed[i], parted[i], original, shown, share)

    found = [made(i, TRUTH) for i in range(len(changed))]
    sizes = list(map(size, found))
    told = [_stated(each) for each in found]
    left = room - size(shown) - sum(map(size, told))
    kept = []
    for i in sorted(range(len(changed)), key=sizes.__getitem__):  # as many as there is room for
        more = sizes[i] - size(told[i])
        if more <= left:
            left -= more
            kept.append(i)
        else:
            found[i] = told[i]
    whole = {i: size(made(i, 1.0)) for i in kept}
    for n, i in enumerate(sorted(kept, key=whole.__getitem__)):  # what is left goes to what the crew saw
        found[i] = _with_crew(partial(made, i), sizes[i], whole[i], sizes[i] + left // (len(kept) - n))
        left -= size(found[i]) - sizes[i]
    return shown, found


def compared(change: Change, parted: Difference | None, original: Recording, shown: Json, share: float) -> Json:
    """What a change is to the page: where it parts from `original`, and what of its document `shown` has not."""
    switch, label, recording = change
    moments = {"first": parted and parted.first, "felt": parted and parted.felt}
    said = {name: moment and asdict(moment) for name, moment in moments.items()}
    new = _changes(shown, document(recording, share)) if recording is not None and said["first"] else None
    return {"switch": switch, "label": label, "document": new, "left_out": False} | said


def _stated(truth: Json) -> Json:
    """Without its replay: what came of it."""
    if truth["document"] is None:
        return truth
    return truth | {"document": {k: v for k, v in truth["document"].items() if k in STATED}, "left_out": True}


def _with_crew(made: Callable[[float], Json], least: int, whole: int, allowed: int) -> Json:
    """With as much of what the crew saw as goes into `allowed` bytes; `least` and `whole`: without it, with all."""
    if whole <= allowed:
        return made(1.0)
    guess = (allowed - least) / max(whole - least, 1)
    return _largest(made, [*(share for share in SHARES if share <= guess), TRUTH], allowed)


def _largest(made: Callable[[float], Json], shares: Sequence[float], allowed: int) -> Json:
    """The first that is small enough; the last one otherwise."""
    for share in shares[:-1]:
        found = made(share)
        if size(found) <= allowed:
            return found
    return made(shares[-1])


def _changes(original: Json, changed: Json) -> Json:
    """Only what differs, of the tables those that do: the page takes the rest from the original."""
    new = {key: value for key, value in changed.items() if value != original[key]}
    if "tables" in new:
        new["tables"] = {name: t for name, t in changed["tables"].items() if t != original["tables"][name]}
    return new
