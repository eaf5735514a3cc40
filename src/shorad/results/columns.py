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


ABSENT = -1  # rung of a unit or an object, and life of an object, that a draw with smaller counts does not have


class Outcomes(NamedTuple):
    """Fates of n replicates: the dtypes are RUN, OBJECT_FATE, UNIT_FATE and ASSET_FATE of the engine.

    Columns are those of the `Cast`. Counts may differ between draws: who is missing in one has the rung `ABSENT`.
    """

    run: Table  # (n,)
    objects: Table  # (n, n_objects)
    units: Table  # (n, n_units)
    assets: Table  # (n, n_assets)


def join(pieces: Iterable[Any]) -> Outcomes:
    """One set of outcomes from several (anything with the four fields), in the order of (k, r)."""
    parts = [tuple(getattr(piece, name) for name in Outcomes._fields) for piece in pieces]
    if not parts:
        raise ValueError("no outcomes to join")
    whole = Outcomes(*(np.concatenate(column) for column in zip(*parts, strict=True)))
    return take(whole, np.lexsort((whole.run["r"], whole.run["k"])))


def take(outcomes: Outcomes, rows: NDArray[Any]) -> Outcomes:
    """The replicates of the given row numbers (or of a mask)."""
    return Outcomes(*(table[rows] for table in outcomes))


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

    def unit_groups(self) -> dict[str, list[int]]:
        return _groups(self.units, range(len(self.units)))

    def attackers(self) -> dict[str, list[int]]:
        """Rows of what attacks by itself, by group: neither munitions in the load nor neutrals."""
        return _groups(self.objects, self.rows("one_way", "dropper", "striker", "traffic", side="hostile"))

    def leak_groups(self) -> dict[str, list[int]]:
        """Rows of everything whose effect counts as a leak, by group: a munition belongs to its carrier's."""
        rows = [i for i, flag in enumerate(self.counts) if flag and self.sides[i] == "hostile"]
        return _groups(self.objects, rows)

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
    )


def union(casts: Sequence[Cast]) -> Cast:
    """The cast of all draws together: everybody who stands in any of them, in the order of dotted names."""
    if all(cast == casts[0] for cast in casts):
        return casts[0]
    units = sorted({name for cast in casts for name in cast.units}, key=_order)
    objects = sorted({name for cast in casts for name in cast.objects}, key=_order)
    rows = {name: row for row, name in enumerate(objects)}
    who = {name: (cast, row) for cast in casts for row, name in enumerate(cast.objects)}
    found = [who[name] for name in objects]
    carriers = (rows[c.objects[c.carriers[i]]] if c.carriers[i] >= 0 else -1 for c, i in found)
    return Cast(
        tuple(units),
        tuple(objects),
        casts[0].assets,
        tuple(c.kinds[i] for c, i in found),
        tuple(c.sides[i] for c, i in found),
        tuple(carriers),
        tuple(c.counts[i] for c, i in found),
        casts[0].posts,
        max(cast.duration for cast in casts),
    )


def align(outcomes: Outcomes, own: Cast, whole: Cast) -> Outcomes:
    """Outcomes of a draw with cast `own`, laid out for `whole`: who is missing gets a row that says so."""
    if own == whole:
        return outcomes
    unit_rows = np.array([*(whole.units.index(name) for name in own.units), -1], dtype=np.int64)
    object_rows = np.array([*(whole.objects.index(name) for name in own.objects), -1], dtype=np.int64)
    units, objects = (
        _widened(outcomes.units, unit_rows, len(whole.units)),
        _widened(outcomes.objects, object_rows, len(whole.objects)),
    )
    assets = outcomes.assets.copy()
    for table, field, rows in (
        (objects, "reason_unit", unit_rows), (objects, "killer_unit", unit_rows),
        (units, "killer", object_rows), (assets, "killer", object_rows),
    ):  # fmt: skip
        table[field] = rows[table[field].astype(np.int64)]  # -1 finds the last, which is -1
    return Outcomes(outcomes.run, objects, units, assets)


def _widened(table: Table, rows: NDArray[np.int64], width: int) -> Table:
    wide = np.zeros((len(table), width), dtype=table.dtype)
    for field in ("rung", "life", "reason_unit", "killer_unit", "killer"):
        if field in (table.dtype.names or ()):
            wide[field] = ABSENT
    wide[:, rows[:-1]] = table
    return wide


def _order(name: str) -> tuple[tuple[int, int, str], ...]:
    return tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in name.split("."))


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
