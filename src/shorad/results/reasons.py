"""Why: the first broken link behind each leaker and each loss, as shares; and but-for shares.

A reason is the furthest-link rule's verdict, which the engine leaves in the fates. One event has one reason, so the
shares of a table sum to 1. But-for shares need not: two links may each have been enough, or neither alone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shorad.results.columns import Cast, Outcomes, group_of, lost
from shorad.results.intervals import Estimate, ratio
from shorad.results.ordered import distinct
from shorad.results.words import NEUTRAL_CAUSES, REASONS, SORTIE_ENDS, WAITING, name

Flags = NDArray[np.bool_]
Codes = NDArray[np.integer]


@dataclass(frozen=True)
class Share:
    """One reason's part of the events of a table."""

    code: str
    label: str
    count: int
    estimate: Estimate  # of the share, a ratio of means clustered by draw


@dataclass(frozen=True)
class ReasonTable:
    """Shares of reasons, largest first. `what` says whose events these are, `path` names the table."""

    path: str
    what: str
    events: int
    shares: tuple[Share, ...]


def reason_tables(outcomes: Outcomes, cast: Cast) -> list[ReasonTable]:
    """Every table that has an event: leakers whole and by group, losses, neutral causes, ends of sorties."""
    found = [*_leakers(outcomes, cast), *_losses(outcomes, cast), *_neutral(outcomes, cast), *_sorties(outcomes, cast)]
    return [table for table in found if table is not None]


def _table(
    path: str, what: str, happened: Flags, code: Codes, k: NDArray[np.int64], words: Mapping[str, str]
) -> ReasonTable | None:
    """Shares of `code` (n, m) among the events `happened` (n, m)."""
    total = happened.sum(axis=1)
    if total.sum() == 0:
        return None
    shares = []
    for value in distinct(code[happened]):
        mine = (happened & (code == value)).sum(axis=1)
        part = ratio(mine, total, k, upper=1.0)
        assert part is not None  # total is not 0
        code_name = name(words, int(value))
        shares.append(Share(code_name, words[code_name], int(mine.sum()), part))
    shares.sort(key=lambda share: (-share.count, share.code))
    return ReasonTable(path, what, int(total.sum()), tuple(shares))


def _leakers(o: Outcomes, cast: Cast) -> Iterator[ReasonTable | None]:
    k = o.run["k"]
    groups = cast.leak_groups()
    every = [row for rows in groups.values() for row in rows]
    named = {"": every} | (groups if len(groups) > 1 else {})
    for group, rows in named.items():
        fate = o.objects[:, rows]
        path, what = (f"leakers.{group}", f"leakers of {group}") if group else ("leakers", "leakers")
        yield _table(path, what, fate["leaked"] > 0, fate["reason"], k, REASONS)


def _losses(o: Outcomes, cast: Cast) -> Iterator[ReasonTable | None]:
    k = o.run["k"]
    for group, rows in cast.unit_groups().items():
        fate = o.units[:, rows]
        happened = lost(fate)
        yield _table(f"losses.{group}", f"units of {group} lost", happened, fate["reason"], k, REASONS)
        carried = happened & _was_carried(fate["killer"], cast)
        yield _table(
            f"losses.{group}.carrier", f"units of {group} lost: why the bomb's carrier got to release", carried,
            fate["reason_carrier"], k, REASONS,
        )  # fmt: skip
    for row, asset in enumerate(cast.assets):
        fate = o.assets[:, [row]]
        happened = lost(fate)
        yield _table(f"losses.{asset}", f"{asset} lost", happened, fate["reason"], k, REASONS)
        carried = happened & _was_carried(fate["killer"], cast)
        yield _table(
            f"losses.{asset}.carrier", f"{asset} lost: why the bomb's carrier got to release", carried,
            _carrier_reason(o, fate["killer"], cast), k, REASONS,
        )  # fmt: skip


def _carrier_of(killer: Codes, cast: Cast) -> NDArray[np.int64]:
    """Row of the carrier of each killer, -1 without a killer or a carrier."""
    carriers = np.array([*cast.carriers, -1], dtype=np.int64)  # the last answers for a killer of -1
    return carriers[killer.astype(np.int64)]


def _was_carried(killer: Codes, cast: Cast) -> Flags:
    return _carrier_of(killer, cast) >= 0


def _carrier_reason(o: Outcomes, killer: Codes, cast: Cast) -> Codes:
    carrier = _carrier_of(killer, cast)
    if not cast.objects:
        return np.zeros(killer.shape, dtype=np.int64)
    return np.where(carrier >= 0, np.take_along_axis(o.objects["reason"], np.maximum(carrier, 0), axis=1), 0)


def _neutral(o: Outcomes, cast: Cast) -> Iterator[ReasonTable | None]:
    rows = [i for i, side in enumerate(cast.sides) if side == "neutral"]
    fate = o.objects[:, rows]
    yield _table(
        "neutral", "neutral aircraft engaged", fate["engaged"] > 0, fate["cause"], o.run["k"], NEUTRAL_CAUSES,
    )  # fmt: skip


def _sorties(o: Outcomes, cast: Cast) -> Iterator[ReasonTable | None]:
    groups: dict[str, list[int]] = {}
    for row in cast.rows("striker"):
        groups.setdefault(group_of(cast.objects[row]), []).append(row)
    for group, rows in groups.items():
        fate = o.objects[:, rows]
        flown = fate["life"] != WAITING
        yield _table(
            f"sorties.{group}", f"how the sorties of {group} ended", flown, fate["sortie_end"], o.run["k"],
            SORTIE_ENDS,
        )  # fmt: skip
