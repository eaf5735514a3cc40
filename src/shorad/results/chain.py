"""The kill chain as a flow: how many of those that came were still to be stopped at each link, and where it broke.

Each leaker has one reason, the furthest link that its defence reached (`reasons`). Counted from the first link on,
whatever broke there never came to the next; what is left at the end was stopped.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from shorad.results.results import Results
from shorad.results.words import DOWN, REASONS, WAITING

# link in plain words -> the reasons that break it, in the order of the chain; every reason stands in one of them
LINKS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "ready": ("not_ready", "silent"),
        "see": ("los", "coverage", "not_detected", "seen_late"),
        "track": ("track_lost",),
        "identify": ("id_rules", "operator", "zone"),
        "assign": ("link", "late", "channel", "rounds", "held", "envelope"),
        "guide": ("lock", "guidance"),
        "hit": ("missed_missile", "missed_gun", "missed_soft", "assessed_dead", "none"),
    }
)


@dataclass(frozen=True)
class Broken:
    """Those whose chain broke at one link."""

    link: str
    count: int
    reasons: tuple[tuple[str, int], ...]  # plain words of each, largest first


@dataclass(frozen=True)
class Chain:
    """Attackers over all replicates: came = idle + the broken + stopped."""

    came: int
    idle: int  # came to nothing by themselves: missed, failed, turned back
    broken: tuple[Broken, ...]  # every link in order, also where nothing broke
    stopped: int  # shot down, or ended by jamming
    runs: int

    @property
    def leaked(self) -> int:
        return sum(link.count for link in self.broken)


def chain(results: Results) -> Chain | None:
    """The flow of everything whose effect counts as a leak; None when nothing of the kind ever came."""
    rows = [row for group in results.cast.leak_groups().values() for row in group]
    fates = results.outcomes.objects[:, rows]
    flew = fates["life"] != WAITING
    leaked = flew & (fates["leaked"] > 0)
    stopped = flew & ~leaked & ((fates["life"] == DOWN) | (fates["soft"] > 0))
    if not flew.any():
        return None
    counts = np.bincount(fates["reason"][leaked].astype(np.int64), minlength=len(REASONS))
    by_reason = dict(zip(REASONS, counts.tolist(), strict=True))
    idle = int(flew.sum() - leaked.sum() - stopped.sum())
    broken = tuple(_broken(link, reasons, by_reason) for link, reasons in LINKS.items())
    return Chain(int(flew.sum()), idle, broken, int(stopped.sum()), len(results))


def _broken(link: str, reasons: tuple[str, ...], by_reason: Mapping[str, int]) -> Broken:
    found = sorted(((REASONS[each], by_reason[each]) for each in reasons if by_reason[each]), key=lambda x: -x[1])
    return Broken(link, sum(count for _, count in found), tuple(found))
