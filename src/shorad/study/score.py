"""Records beside the runs of their scenarios, and how much better than by a flat guess each is predicted."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from shorad.catalogue.record_files import NotYet, find_record, list_records, not_yet
from shorad.study.evidence import Evidence, chance, claim_factor, gather_all

if TYPE_CHECKING:
    from pathlib import Path

    from shorad.spec.record import Count


@dataclass(frozen=True)
class Hindcast:
    """Records and what the runs say of each; what cannot be built; how far claims go; gains (see `gains`)."""

    evidence: tuple[Evidence, ...]
    missing: tuple[NotYet, ...]  # none where records were asked for by name
    factor: tuple[float, float, int]  # claim over truth: in the middle, and beyond which one in twenty goes; pairs
    gains: Mapping[str, float]


def hindcast(records: Sequence[str | Path], load: Callable[..., Any], **settings: Any) -> Hindcast:
    """Run the scenarios of records (all that ship when none is named). `settings`: see `evidence.gather_all`."""
    asked = [find_record(name) for name in records or list_records()]
    found = gather_all("hindcast", asked, load, **settings)
    return Hindcast(found, () if records else not_yet(), claim_factor(), gains(found))


def gains(found: Sequence[Evidence]) -> dict[str, float]:
    """Of each record, log2 of the chance that the runs give to what it says over that of a flat guess.

    The flat guess holds every number from 0 to the most that any run brought (or the record says) for equally likely.
    Counts of a record are averaged, since they hang together. A record that no run shows has the chance of half a run.
    """
    return {
        each.record.name: float(
            np.mean([_gain(c, each.values[name], each.record.event) for name, c in each.record.counts.items()])
        )
        for each in found
    }


def _gain(count: Count, truth: NDArray[np.float64], event: str) -> float:
    said = count.high if count.kind == "interval" else count.value
    flat = np.arange(max(float(truth.max()), float(said or 0)) + 1.0)
    seen = chance(count, truth, event)
    mean = float(seen.mean())
    if count.kind != "claim":
        mean = (float(seen.sum()) + 0.5) / (seen.size + 1.0)
    return float(np.log2(mean / chance(count, flat, event).mean()))
