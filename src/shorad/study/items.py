"""Work items: which replicates are run together, kept together and lost together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

LEAST, MOST = 200, 2000  # replicates in an item
ABOUT = 400  # items in a run of middle size: a kill loses some hundredths of it at most


@dataclass(frozen=True)
class Item:
    """Replicates r0 .. r1 - 1 of each of the draws k0 .. k1 - 1: an address: running it twice changes nothing."""

    part: str  # "all", "split.0", "sweep.2"
    k0: int
    k1: int
    r0: int
    r1: int

    @property
    def draws(self) -> range:
        return range(self.k0, self.k1)

    @property
    def numbers(self) -> range:
        return range(self.r0, self.r1)

    @property
    def size(self) -> int:
        return len(self.draws) * len(self.numbers)

    @property
    def name(self) -> str:
        """File name of its Parquet part."""
        return f"{self.part}-k{self.k0:06d}.{self.k1:06d}-r{self.r0:06d}.{self.r1:06d}"


def items(part: str, draws: int, replicates: int, first: int = 0) -> Iterator[Item]:
    """The items of draws `first` .. `draws` - 1, all draws advancing together, a block of replicates at a time."""
    block = min(MOST, max(LEAST, (draws - first) * replicates // ABOUT))
    together = max(1, block // replicates)
    for r0 in range(0, replicates, block):
        for k0 in range(first, draws, together):
            yield Item(part, k0, min(k0 + together, draws), r0, min(r0 + block, replicates))
