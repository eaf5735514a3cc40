"""But-for: affected replicates again, each time with one link of the defender's chain made ideal, all luck equal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from shorad.compile import Resolved
from shorad.results.butfor import ButFor, collect, event_flags
from shorad.results.columns import Outcomes, join, take
from shorad.results.measures import any_loss
from shorad.results.ordered import distinct
from shorad.results.words import SWITCHES
from shorad.study.cases import see_some
from shorad.study.items import Case, Work
from shorad.study.sampling import Job, Sample

CAP = 200  # replicates run again at most, spread evenly over the draws
LEAST, FEWEST = 32, 12  # and at least, where so many are affected: 32, or 12 where each has events in plenty
PLENTY = 48  # events; between those limits, no more reruns than there were runs


def butfor(resolved: Resolved, job: Job, whole: Sample, cap: int = CAP) -> ButFor | None:
    """Run up to `cap` affected replicates again under every switch that is not already ideal.

    Stopped early, whole draws that are finished count. None when nothing went wrong or nothing is finished. Newly
    caused events are those in the same replicates: one that had no event at all is not run again.
    """
    affected = np.flatnonzero(any_loss(whole.outcomes))
    switches = [switch for switch in SWITCHES if switch not in resolved.scenario.switches]
    if not len(affected) or not switches:
        return None
    most = min(cap, max(_least(whole, affected), len(whole.outcomes.run) // len(switches)))
    rows = spread(affected, whole.outcomes.run["k"], most)
    job.meter.start("but for one link", len(rows) * len(switches))
    chosen = take(whole.outcomes, rows)
    draws = distinct(chosen.run["k"])
    mine = {int(k): take(chosen, chosen.run["k"] == k) for k in draws}
    reruns = see_some(job, _cases(whole.work, mine, switches), lambda _, outcomes: outcomes)
    base: list[Outcomes] = []
    under: dict[str, list[Outcomes]] = {switch: [] for switch in switches}
    for i, found in enumerate(mine.values()):
        again = [each for each in reruns[i * len(switches) : (i + 1) * len(switches)] if each is not None]
        if len(again) < len(switches):
            continue  # somebody asked to stop
        base.append(found)
        for switch, outcomes in zip(switches, again, strict=True):
            under[switch].append(outcomes)
    if not base:
        return None
    return collect(join(base), {switch: join(found) for switch, found in under.items()}, whole.cast, len(affected))


def _least(whole: Sample, affected: NDArray[np.int64]) -> int:
    """How many reruns show some `PLENTY` events, within `FEWEST` and `LEAST`."""
    events = int(event_flags(take(whole.outcomes, affected[:CAP]), whole.cast).sum())
    return min(LEAST, max(FEWEST, PLENTY * len(affected[:CAP]) // max(events, 1)))


def _cases(work: Work, mine: Mapping[int, Outcomes], switches: Sequence[str]) -> Iterator[tuple[Work, Case]]:
    """The same replicates under each switch, draw by draw, beside the switches that the scenario names."""
    for k, found in mine.items():
        numbers = tuple(int(r) for r in found.run["r"])
        yield from ((work, Case(k, numbers, switches=(switch,))) for switch in switches)


def spread(rows: NDArray[np.int64], k: NDArray[np.int64], most: int) -> NDArray[np.int64]:
    """At most `most` of the replicates `rows`, taken in turn from each draw, in their old order."""
    taken = k[rows]
    turn = np.zeros(len(rows), dtype=np.int64)
    for each in distinct(taken):
        turn[taken == each] = np.arange((taken == each).sum())
    return np.sort(rows[np.argsort(turn, kind="stable")[:most]])
