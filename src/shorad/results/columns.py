"""Outcomes as columns, and the cast: who stood in them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from shorad.results.words import LOST

Table = NDArray[np.void]
KINDS = ("one_way", "dropper", "striker", "munition", "traffic", "phantom")  # order of the codes
SIDES = ("hostile", "unknown", "neutral", "bird")


class Outcomes(NamedTuple):
    """Fates of n replicates: the dtypes are RUN, OBJECT_FATE, UNIT_FATE and ASSET_FATE of the engine.

    Columns are those of the `Cast`. Whoever a draw with a smaller count leaves out never starts (life `WAITING`).
    """

    run: Table  # (n,)
    objects: Table  # (n, n_objects)
    units: Table  # (n, n_units)
    assets: Table  # (n, n_assets)


def join(pieces: Iterable[Any]) -> Outcomes:
    """One set of outcomes from several (anything with the four fields), in the order of (k, r)."""
    whole = pile(pieces)
    return take(whole, np.lexsort((whole.run["r"], whole.run["k"])))


def pile(pieces: Iterable[Any]) -> Outcomes:
    """One set of outcomes from several, one after the other."""
    parts = [tuple(getattr(piece, name) for name in Outcomes._fields) for piece in pieces]
    if not parts:
        raise ValueError("no outcomes to join")
    return Outcomes(*(_end_to_end(column) for column in zip(*parts, strict=True)))


def _end_to_end(tables: Sequence[Table]) -> Table:
    """Tables of one kind one after the other. numpy's own way compares the fields of each with all before it."""
    out = np.empty((sum(len(table) for table in tables), *tables[0].shape[1:]), tables[0].dtype)
    at = 0
    for table in tables:
        out[at : at + len(table)] = table
        at += len(table)
    return out


def take(outcomes: Outcomes, rows: NDArray[Any]) -> Outcomes:
    """The replicates of the given row numbers (or of a mask)."""
    return Outcomes(*(_taken(table, rows) for table in outcomes))


def _taken(table: Table, rows: NDArray[Any]) -> Table:
    """`table[rows]`, each row as one lump: numpy's own goes field by field, twenty times slower."""
    lump = np.dtype((np.void, table.dtype.itemsize))
    return np.asarray(table.view(lump)[rows].view(table.dtype))


def rows(outcomes: Outcomes, part: slice) -> Outcomes:
    """A view of consecutive replicates."""
    return Outcomes(*(table[part] for table in outcomes))


@dataclass(frozen=True)
class Cast:
    """Names, kinds and ties of the rows of Outcomes: what is the same in every draw."""

    units: tuple[str, ...]
    objects: tuple[str, ...]
    assets: tuple[str, ...]
    kinds: tuple[str, ...]  # of each object, out of KINDS
    sides: tuple[str, ...]  # of each object, out of SIDES
    carriers: tuple[int, ...]  # row of the carrier of each object, -1 without
    counts: tuple[bool, ...]  # whether the object's effect counts as a leak
    posts: tuple[bool, ...]  # of each asset: it is the body of a command post
    duration: float  # s, horizon of the run
    jams: bool = False  # a unit has a jammer
    jams_gnss: bool = False
    zones: bool = False  # there are zones: something may be withheld or fall into them
    closes: bool = False  # a zone closes the airport
    keeps_apart: bool = False  # a separation between traffic and drones is asked for
    waits: bool = False  # a flight waits while the airport is closed

    def unit_groups(self) -> dict[str, list[int]]:
        return _groups(self.units, range(len(self.units)))

    def attackers(self) -> dict[str, list[int]]:
        """Rows of what attacks by itself, by group: neither munitions in the load nor neutrals."""
        return _groups(self.objects, self.rows("one_way", "dropper", "striker", "traffic", side="hostile"))

    def leak_groups(self) -> dict[str, list[int]]:
        """Rows of everything whose effect counts as a leak, by group: a munition belongs to its carrier's."""
        rows = [i for i, flag in enumerate(self.counts) if flag and self.sides[i] == "hostile"]
        return _groups(self.objects, rows)

    def neutral_groups(self) -> dict[str, list[int]]:
        """Rows of neutral aircraft, by group."""
        return _groups(self.objects, [i for i, side in enumerate(self.sides) if side == "neutral"])

    def rows(self, *kinds: str, side: str | None = None) -> list[int]:
        chosen = [i for i, kind in enumerate(self.kinds) if kind in kinds]
        return [i for i in chosen if side is None or self.sides[i] == side]


def cast_of(model: Any, names: Any) -> Cast:
    """The cast of a compiled scenario: `model` is an engine Model, `names` the Names of compile."""
    obj = model.obj
    return Cast(
        tuple(names.units),
        tuple(names.objects),
        tuple(names.assets),
        tuple(KINDS[int(i)] for i in obj["kind"]),
        tuple(SIDES[int(i)] for i in obj["side"]),
        tuple(int(i) for i in obj["carrier"]),
        tuple(bool(i) for i in obj["leak_counts"]),
        tuple(bool(i >= 0) for i in model.asset["post"]),
        float(model.par["duration"][0]),
        bool((model.unit["soft"] >= 0).any()),
        bool((model.soft["gnss_power"] > 0.0).any()),
        bool(len(model.zone)),
        bool(model.zone["closes"].any()),
        bool(model.par["separation"][0] > 0.0),
        bool(model.obj["waits"].any()),
    )


def group_of(name: str) -> str:
    """`battery.3` belongs to `battery`, `tb2.1.mam_l.4` to `tb2`."""
    return name.split(".", 1)[0]


def _groups(names: Sequence[str], rows: Iterable[int]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for row in rows:
        found.setdefault(group_of(names[row]), []).append(row)
    return found


def lost(table: Table) -> NDArray[np.bool_]:
    """Which entries of a table of fates reached the rung `lost`."""
    return np.asarray(table["rung"] >= LOST)
