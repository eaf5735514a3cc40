"""Why it came so: reasons and but-for shares as bars."""

from collections.abc import Sequence
from textwrap import wrap

from rich.console import RenderableType
from rich.text import Text

from shorad.results.butfor import EVENT_WORDS, ButFor, ButForTable, asked_kind
from shorad.results.reasons import ReasonTable, Share
from shorad.results.results import Results
from shorad.results.words import SWITCHES
from shorad.view.numbers import bar, clip, percent, percent_span, share_text
from shorad.view.tables import WIDTH, heading, plain


def reasons_section(results: Results, lines: int) -> list[RenderableType]:
    """First broken link behind leakers and losses, within that many lines."""
    tables = picked(results.reasons, results.about.answer)
    if not tables or lines < 3:
        return []
    title = "Why: the first broken link behind each (a table sums to 100 %; share, its error at 95 %)"
    parts: list[RenderableType] = [heading(title)]
    for table, rows in _shared_out(tables, lines - 1):
        parts.append(Text(f" {clip(table.what, WIDTH - 20)} ({table.events:,})"))
        parts.extend(_table(table, rows))
    return parts


def _shared_out(tables: list[ReasonTable], lines: int) -> list[tuple[ReasonTable, int]]:
    """How many rows each table gets: a title and two rows (the first: four) for as many as fit, then row by row."""
    given: dict[str, int] = {}
    for table in tables:
        need = 1 + min(2 if given else 4, len(table.shares))
        if lines >= need:
            given[table.path] = need - 1
            lines -= need
    kept = [table for table in tables if table.path in given]
    while lines > 0 and any(given[table.path] < len(table.shares) for table in kept):
        for table in kept:
            if lines > 0 and given[table.path] < len(table.shares):
                given[table.path] += 1
                lines -= 1
    return [(table, given[table.path]) for table in kept]


def picked(tables: list[ReasonTable], answer: str) -> list[ReasonTable]:
    """Whole tables only: what the answer is about first, then leakers, losses, neutral aircraft, sorties."""
    order = ["leakers", "losses", "neutral", "sorties"]
    first = {"defence": "losses", "neutral": "neutral"}.get(answer.split(".")[0], "leakers")
    order.sort(key=lambda kind: kind != first)
    whole = [table for table in tables if not table.path.startswith("leakers.")]
    return sorted(whole, key=lambda table: order.index(table.path.split(".")[0]))


def _table(table: ReasonTable, most: int) -> list[RenderableType]:
    """The commonest as bars; what does not fit, as many as a line holds by name."""
    rows = table.shares
    if len(rows) <= most:
        return [_bars(rows)]
    return [_bars(rows[: most - 1]), Text(_others(rows[most - 1 :]))]


def _others(rows: Sequence[Share]) -> str:
    """One line: what the rest makes up together, and the first of it by name."""
    head = f"   {percent(sum(share.estimate.mean for share in rows))} others: "
    for named in range(len(rows), 0, -1):
        text = ", ".join(f"{share.label} {percent(share.estimate.mean)}" for share in rows[:named])
        more = f"; {len(rows) - named} more" if named < len(rows) else ""
        if len(head + text + more) <= WIDTH:
            return head + text + more
    return f"{head}{len(rows)} more"


def _bars(rows: Sequence[Share]) -> RenderableType:
    cells = [
        [f"   {clip(share.label, 49)}", percent(share.estimate.mean), percent_span(share.estimate.sampling),
         bar(share.estimate.mean)]
        for share in rows
    ]  # fmt: skip
    return plain(["", "", "", ""], cells, [53, 5, 10, 25], right=(1,))


def butfor_section(results: Results, lines: int) -> list[RenderableType]:
    """What one perfect link would have prevented, same luck otherwise."""
    tables = results.butfor_tables
    butfor = results.butfor
    if not tables or butfor is None:
        return []
    title = f"But for one link: prevented if perfect, luck equal ({rerun(butfor)} each; error at 95 %)"
    table = asked_table(results)
    last = wrap(overlap(table), WIDTH, initial_indent=" ", subsequent_indent=" ")
    parts: list[RenderableType] = [heading(clip(title, WIDTH)), _switches(table, lines - 1 - len(last))]
    return [*parts, *(Text(line, style="dim") for line in last)]


def rerun(butfor: ButFor) -> str:
    """How many runs were run again."""
    if butfor.rerun < butfor.affected:
        return f"{butfor.rerun} of {butfor.affected} affected runs"
    return f"{butfor.rerun} runs"


def asked_table(results: Results) -> ButForTable:
    """Of the but-for tables (there must be one) that of the kind of event that the answer is about."""
    asked = asked_kind(results.about.answer)
    return max(results.butfor_tables, key=lambda t: (t.kind == asked, t.events))


def _switches(table: ButForTable, most: int) -> RenderableType:
    best = sorted(table.shares, key=lambda share: -share.prevented)[:most]
    rows = []
    for share in best:
        caused = f"causes {percent(share.caused)} new" if share.caused else ""
        error = percent_span(share.prevented_sampling)
        rows.append([f"   {SWITCHES[share.switch]}", percent(share.prevented), error, bar(share.prevented, 22), caused])
    return plain(["", "", "", "", ""], rows, [41, 5, 10, 23, 16], right=(1,))


def overlap(table: ButForTable) -> str:
    """One line: whose events, what no single link prevents, and the two links that overlap most."""
    words = f"{table.events:,} {EVENT_WORDS[table.kind]}"
    text = f"No single link prevents {share_text(table.none_single, table.none_sampling)} of {words}"
    if table.none_single == 0.0 and table.none_sampling is not None:
        low, high = table.none_sampling
        text = f"One link or another prevents each of {words} ({percent_span((1.0 - high, 1.0 - low))} %)"
    pairs = [
        (float(table.overlap[i, j]), a.switch, b.switch)
        for i, a in enumerate(table.shares)
        for j, b in enumerate(table.shares[:i])
    ]
    if pairs and max(pairs)[0] > 0.0:
        share, a, b = max(pairs)
        text += f"; {percent(share)} by either of these alone: {SWITCHES[b]}, {SWITCHES[a]}"
    return f"{text}."
