"""Finished trees of a study of rare events, on disk where it was given a folder: what `--resume` goes on from.

A plan (levels and copies) and a block of trees are each a part of their own. Both follow from an address (seed, draw,
roots) and the event, so that what is read back is what would come out again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from time import process_time
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from shorad.study.splitting import Plan

if TYPE_CHECKING:
    from shorad.results.shelf import Shelf

TOGETHER = 25  # trees in a part: some seconds, which is what a kill loses


@dataclass
class Trees:
    """The parts of one event. `spent`: CPU seconds of what was read back and not run again."""

    shelf: Shelf | None
    event: str
    spent: float = 0.0
    _mark: str = field(default="", init=False)

    def __post_init__(self) -> None:
        self._mark = hashlib.sha256(self.event.encode()).hexdigest()[:8]

    def plan(self, k: int, make: Callable[[], Plan]) -> Plan:
        """The plan of draw k, read back or made."""
        name = f"plan.{self._mark}-k{k:06d}.{k + 1:06d}"
        kept = self.shelf.numbers(name) if self.shelf is not None else None
        if kept is not None:
            self.spent += float(kept["seconds"][0])
            there = kept["copies"] > 0  # a plan without levels is a row that says so
            return Plan(tuple(kept["levels"][there].tolist()), tuple(kept["copies"][there].astype(int).tolist()))
        began = process_time()
        plan = make()
        rows = (plan.levels or (0.0,), plan.copies or (0,))
        self._keep(name, 0, levels=np.array(rows[0]), copies=np.array(rows[1], float), seconds=process_time() - began)
        return plan

    def block(self, k: int, roots: range, make: Callable[[], NDArray[np.float64]]) -> NDArray[np.float64]:
        """The values of these trees of draw k, read back or made; kept unless somebody stopped in the middle."""
        name = f"trees.{self._mark}-k{k:06d}.{k + 1:06d}-r{roots.start:06d}.{roots.stop:06d}"
        kept = self.shelf.numbers(name) if self.shelf is not None else None
        if kept is not None:
            self.spent += float(kept["seconds"][0])
            return kept["value"]
        began = process_time()
        values = make()
        if len(values) == len(roots):
            self._keep(name, len(values), value=values, seconds=process_time() - began)
        return values

    def _keep(self, name: str, trees: int, *, seconds: float, **columns: NDArray[np.float64]) -> None:
        if self.shelf is not None:
            n = len(next(iter(columns.values())))
            self.shelf.keep(name, {**columns, "seconds": np.full(n, seconds)}, trees)
