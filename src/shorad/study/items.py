"""Work items: which replicates are run together, kept together and lost together.

A case is some replicates of one Model, an item some cases of one scenario. Both are addresses: whoever runs an item,
wherever and how often, gets the same rows.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from shorad.compile import build, draw, draw_at, switched
from shorad.engine.run import empty_outcomes
from shorad.results.columns import Outcomes
from shorad.study.overrides import overrides_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shorad.compile import Built, Resolved

Value = float | str
LEAST, MOST = 200, 2000  # replicates in an item
KEPT = 16_000_000  # bytes of Models kept for the but-for runs: some hundred draws
ABOUT = 400  # items in a run of middle size: a kill loses some hundredths of it at most


@dataclass(frozen=True)
class Case:
    """Replicates `numbers` of draw k: everything as drawn, or with values held, or at a point of the unit cube."""

    k: int  # of the random addresses, whatever the values are
    numbers: Sequence[int]
    fixed: tuple[tuple[str, Value], ...] = ()  # path, value
    point: bytes = b""  # float64 probabilities, one for each unknown, instead of those of draw k
    switches: tuple[str, ...] = ()  # links made ideal, beside those that the scenario names

    @property
    def values(self) -> tuple[int, tuple[tuple[str, Value], ...], bytes]:
        """What its numbers come from, switches apart."""
        return self.k, self.fixed, self.point


@dataclass(frozen=True)
class Work:
    """What items are of: one scenario and its seed.

    `drawn`, where there is one, keeps the values of each draw, and the Models of the first ones stay too: all cases
    then hold the same values fixed.
    """

    resolved: Resolved
    seed: int
    drawn: dict[int, Mapping[str, Value]] | None = None
    _last: list[Any] = field(default_factory=list)
    _built: dict[int, Built] = field(default_factory=dict)

    def values(self, case: Case) -> Mapping[str, Value]:
        """The value of everything that is not known."""
        if case.point:
            return draw_at(self.resolved, np.frombuffer(case.point).tolist())
        if self.drawn is None:
            return draw(self.resolved, self.seed, case.k, dict(case.fixed) or None)
        if case.k not in self.drawn:
            self.drawn[case.k] = draw(self.resolved, self.seed, case.k, dict(case.fixed) or None)
        return self.drawn[case.k]

    def built(self, case: Case) -> Built:
        """The Model of a case; cases with the same values one after the other share it but for their switches."""
        found = self._model(case)
        return switched(found, case.switches) if case.switches else found

    def _model(self, case: Case) -> Built:
        if self.drawn is not None and case.k in self._built:
            return self._built[case.k]
        if not self._last or self._last[0] != case.values:
            self._last[:] = case.values, build(self.resolved, self.values(case))
        found: Built = self._last[1]
        if self.drawn is not None and (len(self._built) + 1) * sum(table.nbytes for table in found.model) <= KEPT:
            self._built[case.k] = found
        return found

    @cached_property
    def blank(self) -> Outcomes:
        """Tables of no replicate: their types, and how many objects, units and assets there are."""
        return Outcomes(*empty_outcomes(build(self.resolved, draw(self.resolved, 0, -1)).model, 0))

    @cached_property
    def mark(self) -> str:
        """All that its rows depend on, beside the version."""
        origin, files = self.resolved.scenario.origin, self.resolved.files
        return json.dumps([origin.text, overrides_of(self.resolved.scenario), files, self.seed])

    @property
    def part(self) -> str:
        """Name of a whole sample of this scenario among others."""
        return f"scenario.{hashlib.sha256(self.mark.encode()).hexdigest()[:16]}"


@dataclass(frozen=True)
class Item:
    """Cases of one scenario under the name of its Parquet part."""

    work: Work
    name: str
    cases: tuple[Case, ...]

    @property
    def size(self) -> int:
        return sum(len(case.numbers) for case in self.cases)


def items(work: Work, part: str, draws: int, replicates: int, first: int = 0,
          fixed: tuple[tuple[str, Value], ...] = ()) -> Iterator[Item]:  # fmt: skip
    """The items of draws `first` .. `draws` - 1, all draws advancing together, a block of replicates at a time.

    Their names say where they are: part "all", "split.0" or "sweep.2", draws from-to, replicates from-to.
    """
    block = min(MOST, max(LEAST, (draws - first) * replicates // ABOUT))
    together = max(1, block // replicates)
    for r0 in range(0, replicates, block):
        r1 = min(r0 + block, replicates)
        for k0 in range(first, draws, together):
            k1 = min(k0 + together, draws)
            name = f"{part}-k{k0:06d}.{k1:06d}-r{r0:06d}.{r1:06d}"
            yield Item(work, name, tuple(Case(k, range(r0, r1), fixed) for k in range(k0, k1)))


def bundles(wanted: Iterable[tuple[Work, Case]]) -> Iterator[Item]:
    """Items of about `LEAST` replicates from any cases, in their order. Their names are hashes of what they are."""
    cases: list[Case] = []
    last: Work | None = None
    for work, case in wanted:
        if last is not None and (work is not last or sum(len(each.numbers) for each in cases) >= LEAST):
            yield _bundle(last, cases)
            cases = []
        last = work
        cases.append(case)
    if last is not None:
        yield _bundle(last, cases)


def _bundle(work: Work, cases: Sequence[Case]) -> Item:
    found = hashlib.sha256(work.mark.encode())
    for case in cases:
        found.update(repr((case.k, list(case.numbers), case.fixed, case.switches)).encode() + case.point)
    return Item(work, f"cases-{found.hexdigest()[:24]}", tuple(cases))
