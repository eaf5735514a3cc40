"""Why it came so, in words beside the figures, and the numbers behind the bars."""

from __future__ import annotations

from shorad.results.butfor import SwitchShare
from shorad.results.chain import chain
from shorad.results.reasons import ReasonTable
from shorad.results.results import Results
from shorad.results.words import SWITCHES
from shorad.view.numbers import NOTHING, percent, percent_span, share_text
from shorad.view.report.model import Block, More, Para, Table
from shorad.view.why import asked_table, overlap, picked, rerun

REASONS, LINKS = (0.3, 0.34, 0.1, 0.1, 0.16), (0.4, 0.15, 0.15, 0.15, 0.15)  # widths of columns


def blocks(results: Results) -> list[Block]:
    """Two or three sentences, then tables folded away; nothing where nothing came."""
    found: list[Block] = []
    flow = chain(results)
    if flow is not None:
        found.append(Para(
            f"Of {flow.came:,} attackers and weapons that came in {flow.runs:,} raids, "
            f"{percent(flow.stopped / flow.came)} were stopped, {percent(flow.leaked / flow.came)} got through"
            + (f" and {percent(flow.idle / flow.came)} came to nothing on their own." if flow.idle else ".")
        ))  # fmt: skip
    tables = picked(results.reasons, results.about.answer)
    if tables:
        first = tables[0]
        share = first.shares[0]
        part = share_text(share.estimate.mean, share.estimate.sampling)
        found.append(Para(
            f"Most often behind {first.what}: {share.label}, {part} of {first.events:,}, with 95 % confidence."
        ))  # fmt: skip
    if results.butfor_tables and results.butfor is not None:
        again = f"But for one link: {rerun(results.butfor)} run again with each link made perfect, luck equal."
        found.append(Para(f"{again} {overlap(asked_table(results))}"))
    return [*found, *_numbers(results)]


def _numbers(results: Results) -> list[Block]:
    """Each share with its sampling error: of all reasons, and of the links of the table that the answer is about."""
    found: list[Block] = []
    if results.reasons:
        rows = [row for table in picked(results.reasons, results.about.answer) for row in _reasons(table)]
        shares = Table(("of", "first broken link", "events", "share", "error, 95 %"), rows, REASONS, (2, 3, 4))
        found.append(More("The shares of the reasons, with their errors", [shares]))
    if results.butfor_tables:
        best = sorted(asked_table(results).shares, key=lambda share: -share.prevented)
        headers = ("link made perfect", "prevented", "error, 95 %", "new ones", "error, 95 %")
        links = Table(headers, [_link(share) for share in best], LINKS, (1, 2, 3, 4))
        found.append(More("The but-for shares, with their errors", [links]))
    return found


def _reasons(table: ReasonTable) -> list[tuple[str, ...]]:
    return [
        (table.what, s.label, f"{s.count:,}", percent(s.estimate.mean), percent_span(s.estimate.sampling) or NOTHING)
        for s in table.shares
    ]


def _link(share: SwitchShare) -> tuple[str, ...]:
    prevented, caused = percent_span(share.prevented_sampling), percent_span(share.caused_sampling)
    shown = (percent(share.prevented), prevented or NOTHING, percent(share.caused), caused or NOTHING)
    return SWITCHES[share.switch], *shown
