"""The page of `shorad study rare`, and the same as numbers and tables."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from rich.console import Group
from rich.text import Text

from shorad.results.sheets import Sheets
from shorad.view.study import head, last_line
from shorad.view.tables import stack

if TYPE_CHECKING:
    Found = Any  # of shorad.study, handed in
    Rare = Any

FEW = 10  # trees with the event
HEAVY = 0.25  # of all that was found in one tree


def page(found: Found) -> Group:
    """The chance, what it was made of, what splitting was worth."""
    said = [Text("\n".join([*answer(found.rare), *worth(found.rare)]))]
    return stack([[Text(found.question, style="bold")], said, [Text(last_line(found.provenance), style="dim")]])


def sheets(found: Found) -> Sheets:
    """Everything unrounded; a table of the trees."""
    rare = found.rare
    numbers = asdict(rare) | {"event": str(rare.event), "check": rare.check and rare.check._asdict()}
    rows = [(k, root, value) for k, some in enumerate(numbers.pop("values")) for root, value in enumerate(some)]
    values = dict(zip(("draw", "tree", "value"), zip(*rows, strict=True), strict=True))
    return Sheets({**head("rare", found.provenance), "question": found.question, **numbers}, {"trees": values})


def answer(found: Rare) -> list[str]:
    """The chance, and what it was made of."""
    low, high = min(found.levels), max(found.levels)
    levels = f"{low} levels" if low == high else f"{low} to {high} levels"
    lines = [
        f"Chance of {found.event}: {found.chance:.2g} ({found.low:.2g} to {found.high:.2g} with 95 % confidence)",
        f"{found.trees // len(found.levels)} trees in each of {len(found.levels)} draws, {levels}, seed {found.seed}; "
        f"{found.hits} trees had it; {found.seconds:.1f} CPU s",
    ]
    if found.check is not None:
        c = found.check
        lines.append(
            f"Plain runs of the same draws: {c.hits} of {c.runs:,} had it, {c.hits / c.runs:.2g} ({c.low:.2g} to "
            f"{c.high:.2g} by chance alone); {c.seconds:.1f} CPU s"
        )
    if 0 < found.hits < FEW:
        lines.append(
            f"Only {found.hits} trees had it: the interval ends where counting them would. More --replicates help"
        )
    elif found.heaviest > HEAVY:
        lines.append(f"One tree brings {100.0 * found.heaviest:.0f} % of it: take it with care. More --replicates help")
    return lines


def worth(found: Rare) -> list[str]:
    """What splitting was worth, even where that is nothing."""
    rate = f"{1e3 * found.root:.3g} ms a tree, {1e3 * found.plain:.3g} ms a plain run"
    if not any(found.levels):
        why = "it is not rare, or comes about at one stroke rather than step by step"
        return [f"Nothing was split: no path came nearer to it by steps ({why}). These were plain runs ({rate})"]
    if found.saving is None or found.runs is None:
        return ["Too little was seen to say what splitting saved: ask for more --replicates"]
    saving = f"{found.saving:.2g}" if found.saving < 99.5 else f"{float(f'{found.saving:.2g}'):,.0f}"
    lines = [f"Plain runs would need {saving} times the time for the same error of chance ({rate})"]
    if found.saving < 1.0:
        each = max(2, round(found.runs / len(found.levels)))
        lines.append(
            "Splitting brought nothing here: nearness of the attackers does not tell who will get there. "
            f"Quicker: plain runs, about --draws {len(found.levels)} --replicates {each} of shorad run"
        )
    return lines
