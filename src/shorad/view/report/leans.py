"""What an answer leans on: what is documented and what is made up, guesses, sources."""

from __future__ import annotations

from collections.abc import Sequence

from shorad.results.leaning import Lean, leaning
from shorad.results.results import Results
from shorad.view.cite import GRADES, Entry
from shorad.view.report.model import Block, Bullets, More, Para, Table

TOP = 12
MARKS = {"guess": "? guess", "unverified": "~ unverified"}
HEADERS = ("input", "what it is", "value", "range", "basis")
WIDTHS = (0.28, 0.25, 0.12, 0.17, 0.13)


def blocks(results: Results) -> list[Block]:
    about, found = results.about, leaning(results)
    guesses = sum(each.basis == "guess" for each in about.inputs)
    made: list[Block] = []
    for title, items in (("Documented:", about.documented), ("Notional, that is made up:", about.notional)):
        if items:
            made += [Para(title), Bullets(items)]
    if not found:
        return [*made, Para("No input of this run is unconfirmed.")]
    told, moves = "In so few draws none of them stands out.", found[0].stands_out
    if moves:
        told = (
            "Those with which the answer moved most stand first; the last column is the share of its variation that "
            "goes along with each (a first look, no analysis of causes)."
        )
    made.append(Para(f"{len(about.inputs)} inputs are unconfirmed, {guesses} of them guesses (marked ?). {told}"))
    rows = [_row(each, moves) for each in found]
    headers, widths = (*HEADERS, *["moves with"] * moves), WIDTHS + (0.09,) * moves
    made.append(Table(headers, rows[:TOP], widths, (5,)))
    if len(rows) > TOP:
        aside = " (prices, which the answer does not ask for, aside)" if len(rows) < len(about.inputs) else ""
        made.append(More(f"All {len(rows)} unconfirmed inputs{aside}", [Table(headers, rows, widths, (5,))]))
    return made


def _row(each: Lean, moves: bool) -> tuple[str, ...]:
    share = f"{100.0 * each.squared:.0f} %" if each.squared > 0.0 else ""
    item = each.input
    return (item.path, item.meaning, item.value, item.spread, MARKS[item.basis], *[share] * moves)


def bibliography(entries: Sequence[Entry], why_not: str) -> list[Block]:
    """The sources of this run, those that most numbers lean on first."""
    if not entries:
        return [Para(f"Not to be had: {why_not}", "warn")] if why_not else []
    ordered = sorted(entries, key=lambda entry: (-len(entry.paths), entry.source.id))
    opened = sum(entry.source.opened for entry in ordered)
    rows = []
    for entry in ordered:
        source = entry.source
        parts = (source.author, source.title.rstrip("."), source.year, source.url)
        grade = f"{source.reliability}, {GRADES.get(source.reliability, '')}" if source.reliability else "not graded"
        state = "" if source.opened else "; ~ not opened"
        rows.append((source.id, ". ".join(part for part in parts if part), grade + state, str(len(entry.paths))))
    head = f"{len(ordered)} sources; {opened} were opened, the others are known only as quoted by another."
    return [Para(head), Table(("id", "source", "reliability", "values"), rows, (0.14, 0.58, 0.2, 0.08), (3,))]
