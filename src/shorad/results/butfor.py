"""But-for: what one ideal link would have changed, event by event.

An event is a leak of an object, the loss of a unit or an asset, or a hit on a neutral aircraft. `ButFor` holds those
that happened in the run or in any rerun, with one bit per switch: set when the event happened under that switch.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shorad.results.columns import Cast, Outcomes, lost
from shorad.results.intervals import Interval, pooled
from shorad.results.ordered import ranked
from shorad.results.words import HIT

Shared = tuple[float, Interval | None]

EVENTS = ("leaker", "unit_lost", "asset_lost", "neutral_hit")
EVENT_WORDS = {
    "leaker": "leakers", "unit_lost": "units lost", "asset_lost": "assets lost", "neutral_hit": "neutral aircraft hit"
}  # fmt: skip
EVENT_ROW = np.dtype(
    [("k", "i8"), ("r", "i8"), ("kind", "i8"), ("row", "i8"), ("base", "i8"), ("under", "i8"), ("weight", "f8")]
)  # weight: affected replicates that the rerun one stands for
# first part of the answer's path -> the kind of event that it is about
ASKED = {"assets": "asset_lost", "posts": "asset_lost", "defence": "unit_lost", "neutral": "neutral_hit"}


@dataclass(frozen=True)
class ButFor:
    """Events (EVENT_ROW,) of the replicates that were run again, out of the affected ones."""

    events: NDArray[np.void]
    switches: tuple[str, ...]  # bit order of `under`
    rerun: int  # replicates run again
    affected: int  # replicates that had an event; more than `rerun` when the cap was reached


@dataclass(frozen=True)
class SwitchShare:
    """What one switch does to the events of one kind, as shares of the events that happened.

    The intervals are of sampling, 95 %, clustered by draw; None where the runs cannot tell.
    """

    switch: str
    prevented: float
    caused: float  # events that only happen under the switch, per event that happened
    prevented_sampling: Interval | None = None
    caused_sampling: Interval | None = None


@dataclass(frozen=True)
class ButForTable:
    """Shares of one kind of event. `overlap[i, j]`: share that switches i and j each prevent (i = j: prevented)."""

    kind: str
    events: int
    shares: tuple[SwitchShare, ...]
    overlap: NDArray[np.float64]
    none_single: float  # share that no single switch prevents
    none_sampling: Interval | None = None


def asked_kind(answer: str) -> str:
    """The kind of event that an answer is about."""
    return ASKED.get(answer.partition(".")[0], "leaker")


def event_flags(outcomes: Outcomes, cast: Cast) -> NDArray[np.bool_]:
    """Whether each possible event happened: (n, objects + units + assets + objects), in the order of EVENTS."""
    neutral = np.array([side == "neutral" for side in cast.sides], dtype=bool)
    hit = (outcomes.objects["rung"] >= HIT) & neutral
    hostile = np.array([side == "hostile" for side in cast.sides], dtype=bool)
    leaked = (outcomes.objects["leaked"] > 0) & hostile
    return np.concatenate([leaked, lost(outcomes.units), lost(outcomes.assets), hit], axis=1)


def columns_of(cast: Cast) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Kind and row of each column of `event_flags`."""
    sizes = (len(cast.objects), len(cast.units), len(cast.assets), len(cast.objects))
    kind = np.repeat(np.arange(len(EVENTS)), sizes)
    return kind, np.concatenate([np.arange(size) for size in sizes])


def collect(
    base: Outcomes, under: dict[str, Outcomes], cast: Cast, affected: int, weights: NDArray[np.float64] | None = None
) -> ButFor:
    """The events of `base` and of its reruns; all outcomes hold the same (k, r) in the same order.

    `weights` (n,): how many affected replicates each of them stands for; None: all stand for as many.
    """
    happened = event_flags(base, cast)
    mask = np.zeros(happened.shape, dtype=np.int64)
    for bit, outcomes in enumerate(under.values()):
        if not (np.array_equal(outcomes.run["k"], base.run["k"]) and np.array_equal(outcomes.run["r"], base.run["r"])):
            raise ValueError("the reruns do not belong to these replicates")
        mask |= event_flags(outcomes, cast).astype(np.int64) << bit
    kind, row = columns_of(cast)
    stands = np.ones(len(base.run)) if weights is None else weights
    n, column = np.nonzero(happened | (mask != 0))
    events = np.zeros(n.size, dtype=EVENT_ROW)
    events["k"], events["r"] = base.run["k"][n], base.run["r"][n]
    events["kind"], events["row"] = kind[column], row[column]
    events["base"], events["under"] = happened[n, column], mask[n, column]
    events["weight"] = stands[n]
    return ButFor(events, tuple(under), len(base.run), affected)


def butfor_tables(butfor: ButFor) -> list[ButForTable]:
    """One table per kind of event that happened."""
    found = []
    for code, kind in enumerate(EVENTS):
        events = butfor.events[butfor.events["kind"] == code]
        table = _table(kind, events, butfor.switches)
        if table is not None:
            found.append(table)
    return found


def _table(kind: str, events: NDArray[np.void], switches: tuple[str, ...]) -> ButForTable | None:
    base = events["base"] > 0
    total = int(base.sum())
    if total == 0 or not switches:
        return None
    under = (events["under"][:, None] >> np.arange(len(switches))) & 1 > 0
    prevented, caused = base[:, None] & ~under, ~base[:, None] & under
    weight = events["weight"]
    overlap = (prevented * weight[:, None]).T @ prevented.astype(float) / float(weight[base].sum())
    shares = []
    for i, switch in enumerate(switches):
        saved, one = _share(events, prevented[:, i], 1.0)
        added, other = _share(events, caused[:, i], None if caused[:, i].any() else 1.0)  # none seen is not none ever
        shares.append(SwitchShare(switch, saved, added, one, other))
    none = _share(events, base & ~prevented.any(axis=1), 1.0)
    return ButForTable(kind, total, tuple(shares), overlap, *none)


def _share(events: NDArray[np.void], chosen: NDArray[np.bool_], upper: float | None = None) -> Shared:
    """So many of the events that happened are `chosen`, with the sampling interval; one row of sums for each run."""
    run = events["k"] * (events["r"].max() + 1) + events["r"]
    first, index = ranked(run)
    happened = events["base"] > 0
    weight = events["weight"] / events["weight"][happened].mean()  # so that a sum of weights counts events
    base = np.bincount(index, weights=happened * weight)
    found = pooled(np.bincount(index, weights=chosen * weight), base, first // (events["r"].max() + 1), upper)
    assert found is not None  # something happened
    return found
