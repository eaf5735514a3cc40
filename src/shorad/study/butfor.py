"""But-for: affected replicates again, each time with one link of the defender's chain made ideal, all luck equal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from shorad.compile import Resolved
from shorad.engine.codes import EMIT_ALWAYS, READINESS
from shorad.results.butfor import EVENTS, ButFor, collect, columns_of, event_flags
from shorad.results.columns import Outcomes, join, take
from shorad.results.measures import any_loss
from shorad.results.ordered import distinct
from shorad.results.words import SWITCHES
from shorad.study.cases import see_some
from shorad.study.items import Case, Work
from shorad.study.sampling import Job, Sample

CAP = 200  # replicates run again at most, spread evenly over the draws
MINE = 2 / 3  # of them, those with an event of the kind that the answer is about, where that many have one
LEAST, FEWEST = 32, 12  # and at least, where so many are affected: 32, or 12 where each has events in plenty
PLENTY = 48  # events; between those limits, no more reruns than there were runs


def butfor(resolved: Resolved, job: Job, whole: Sample, kind: str, cap: int = CAP) -> ButFor | None:
    """Run up to `cap` affected replicates again under every switch that is not already ideal.

    Most of them have an event of `kind` (of EVENTS), the one that the answer is about: see `picked`.

    Stopped early, whole draws that are finished count. None when nothing went wrong or nothing is finished. Newly
    caused events are those in the same replicates: one that had no event at all is not run again.
    """
    affected = np.flatnonzero(any_loss(whole.outcomes))
    switches = [switch for switch in SWITCHES if switch not in resolved.scenario.switches]
    if not len(affected) or not switches:
        return None
    most = min(cap, max(_least(whole, affected), len(whole.outcomes.run) // len(switches)))
    rows, weights = picked(whole, affected, kind, most)
    chosen = take(whole.outcomes, rows)
    draws = distinct(chosen.run["k"])
    mine = {int(k): take(chosen, chosen.run["k"] == k) for k in draws}
    stand = {int(k): weights[chosen.run["k"] == k] for k in draws}
    acting = {k: [each for each in switches if each not in _idle(whole.work, k)] for k in mine}
    job.meter.start("but for one link", sum(len(mine[k].run) * len(acting[k]) for k in mine))
    reruns = iter(see_some(job, _cases(whole.work, mine, acting), lambda _, outcomes: outcomes))
    base: list[Outcomes] = []
    kept: list[NDArray[np.float64]] = []
    under: dict[str, list[Outcomes]] = {switch: [] for switch in switches}
    for k, found in mine.items():
        again = {switch: next(reruns) for switch in acting[k]}
        if any(each is None for each in again.values()):
            continue  # somebody asked to stop
        base.append(found)
        kept.append(stand[k])
        for switch in switches:
            under[switch].append(again.get(switch) or found)
    if not base:
        return None
    again_all = {switch: join(found) for switch, found in under.items()}
    return collect(join(base), again_all, whole.cast, len(affected), np.concatenate(kept))


def picked(
    whole: Sample, affected: NDArray[np.int64], kind: str, most: int
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """At most `most` of the replicates `affected`, in order, and how many each stands for.

    Most of them have an event of `kind`, what the answer is about: those may be few among many in which only
    something else went wrong. The weights undo that choice.
    """
    columns = columns_of(whole.cast)[0] == EVENTS.index(kind)
    has = event_flags(take(whole.outcomes, affected), whole.cast)[:, columns].any(axis=1)
    first, rest = affected[has], affected[~has]
    n = min(len(first), max(round(MINE * most), most - len(rest)))
    groups = [(first, n), (rest, min(len(rest), most - n))]
    found = [(spread(rows, whole.outcomes.run["k"], size), len(rows)) for rows, size in groups if size > 0]
    rows = np.concatenate([each for each, _ in found])
    weights = np.concatenate([np.full(len(each), size / len(each)) for each, size in found])
    order = np.argsort(rows)
    return rows[order], weights[order]


def _least(whole: Sample, affected: NDArray[np.int64]) -> int:
    """How many reruns show some `PLENTY` events, within `FEWEST` and `LEAST`."""
    events = int(event_flags(take(whole.outcomes, affected[:CAP]), whole.cast).sum())
    return min(LEAST, max(FEWEST, PLENTY * len(affected[:CAP]) // max(events, 1)))


def _idle(work: Work, k: int) -> set[str]:
    """Switches that change nothing in a draw: links where nobody is told anything, silence where nobody is silent."""
    model = work.built(Case(k, ())).model
    found = set() if len(model.post) else {"link"}
    silent = model.unit["readiness"][:, READINESS.index("silent")]
    if not silent.any() and (model.unit["emission"] == EMIT_ALWAYS).all():
        found.add("emission")
    return found


def _cases(
    work: Work, mine: Mapping[int, Outcomes], acting: Mapping[int, Sequence[str]]
) -> Iterator[tuple[Work, Case]]:
    """The same replicates under each switch, draw by draw, beside the switches that the scenario names."""
    for k, found in mine.items():
        numbers = tuple(int(r) for r in found.run["r"])
        yield from ((work, Case(k, numbers, switches=(switch,))) for switch in acting[k])


def spread(rows: NDArray[np.int64], k: NDArray[np.int64], most: int) -> NDArray[np.int64]:
    """At most `most` of the replicates `rows`, taken in turn from each draw, in their old order."""
    taken = k[rows]
    turn = np.zeros(len(rows), dtype=np.int64)
    for each in distinct(taken):
        turn[taken == each] = np.arange((taken == each).sum())
    return np.sort(rows[np.argsort(turn, kind="stable")[:most]])
