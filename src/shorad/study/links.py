"""The same luck with each link of the chain ideal in turn: only what differs is watched, in processes side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from shorad.compile import Built, build, resolve
from shorad.results.pick import Pick
from shorad.results.recording import Recording, Variant
from shorad.results.results import Results
from shorad.results.words import SWITCHES
from shorad.study.observe import ROOM, Observed, observe
from shorad.study.replay import recording_of, scenario_of, story_of, values_of
from shorad.study.steps import trace

FEW = 3  # raids to watch, up to which other processes take longer to start than they save


class Link(NamedTuple):
    """What one ideal link comes to. `recording` is None where nothing differs from the original."""

    name: str
    recording: Recording | None


def every_link(
    results: Results, chosen: Pick, links: Sequence[str], tell: Callable[[str], None], processes: int = 1
) -> list[Link]:
    """Rerun `chosen` once for each of `links`; `tell` hears of each when it is done. The answers are the same bits for
    any number of `processes`; more than one only where the caller may be started again (a command, not a script).
    """
    resolved = resolve(scenario_of(results))
    values, seed = values_of(resolved, results, chosen.k), results.provenance.seed
    plain = trace(build(resolved, values), seed, chosen.k, chosen.r, ROOM)
    built = {link: build(resolved, values, (link,)) for link in links}
    traces = {link: trace(each, seed, chosen.k, chosen.r, ROOM) for link, each in built.items()}
    other = [link for link in links if not plain or traces[link] != plain]
    watched = _watched([built[link] for link in other], (seed, chosen.k, chosen.r), processes)
    found = []
    for n, link in enumerate(links):
        recording = None
        if link in other:
            story = story_of(results, chosen, "", Variant(SWITCHES[link], (link,)))
            recording = recording_of(resolved, built[link], next(watched), story)
        found.append(Link(link, recording))
        tell(f"{SWITCHES[link]} ({n + 1} of {len(links)}{'' if recording else ', nothing differs'})")
    return found


def _watched(builts: Sequence[Built], address: tuple[int, int, int], processes: int) -> Iterator[Observed]:
    """What is seen of each, in their order."""
    count = min(processes, len(builts))
    if count < 2 or len(builts) <= FEW:
        yield from (observe(built, *address) for built in builts)
        return
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    done = 0
    try:
        with ProcessPoolExecutor(count, get_context("spawn")) as pool:
            for seen in pool.map(observe, builts, *([part] * len(builts) for part in address)):
                done += 1
                yield seen
    except (BrokenProcessPool, OSError):  # no processes to be had here: then one after the other
        yield from (observe(built, *address) for built in builts[done:])
