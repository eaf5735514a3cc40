"""Why it came so, in words beside the figures."""

from __future__ import annotations

from shorad.results.chain import chain
from shorad.results.results import Results
from shorad.view.numbers import percent
from shorad.view.report.model import Block, Para
from shorad.view.why import asked_table, overlap, picked, rerun


def blocks(results: Results) -> list[Block]:
    """Two or three sentences; nothing where nothing came."""
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
        found.append(Para(
            f"Most often behind {first.what}: {share.label} ({percent(share.estimate.mean)} of {first.events:,})."
        ))  # fmt: skip
    if results.butfor_tables and results.butfor is not None:
        again = f"But for one link: {rerun(results.butfor)} run again with each link made perfect, luck equal."
        found.append(Para(f"{again} {overlap(asked_table(results))}"))
    return found
