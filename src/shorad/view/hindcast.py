"""Records beside predictions: a table, a ladder as a figure, and what cannot be said yet."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
from rich.console import Group, RenderableType
from rich.text import Text

from shorad.results.sheets import Sheets, columns_of
from shorad.view.charts import BLUE, ORANGE, canvas, labels_on, plain_axes
from shorad.view.numbers import clip
from shorad.view.study import head, last_line
from shorad.view.tables import heading, plain, stack

if TYPE_CHECKING:
    Evidence = Any  # of shorad.study, handed in: pages read results, they do not run anything

ENOUGH = 10  # records: below, a score over all of them would be a number without a meaning
MARKS = {"exact": "o", "at_least": ">", "interval": "|", "claim": "D"}


@dataclass(frozen=True)
class Rung:
    """One count beside its prediction: quantiles of what the record would say, and where the record lies."""

    record: str
    name: str
    label: str
    kind: str
    text: str
    low: float
    middle: float
    high: float
    said: tuple[float, float]
    below: float  # chance of as little as the record says, or less
    above: float

    @property
    def verdict(self) -> str:
        """`inside`, `too high`, `too low`: where the prediction lies as seen from the record, at 90 %."""
        if self.kind == "at_least":
            return "inside" if self.above >= 0.05 else "too low"
        if self.above < 0.05:
            return "too low"
        return "too high" if self.below < 0.05 else "inside"


def rungs(found: Sequence[Evidence], predicted: Callable[..., Any]) -> list[Rung]:
    """All counts of all records; `predicted` of shorad.study.evidence."""
    out = []
    for each in found:
        for name, count in each.record.counts.items():
            x = predicted(count, each.values[name], each.record.event).ravel()
            low, high = (count.low, count.high) if count.kind == "interval" else (count.value, count.value)
            q = np.quantile(x, (0.05, 0.5, 0.95))
            if count.kind != "claim":
                q = np.quantile(x, (0.05, 0.5, 0.95), method="inverted_cdf")
            bottom, middle, top = (float(end) for end in q)
            below, above = float((x <= high).mean()), float((x >= low).mean())
            out.append(
                Rung(each.record.name, name, count.label, count.kind, count.text, bottom, middle, top, (low, high),
                     below, above)
            )  # fmt: skip
    return out


def page(
    found: Sequence[Evidence],
    steps: Sequence[Rung],
    not_yet: Sequence[Any],
    factor: tuple[float, float, int],
    gains: Mapping[str, float] = MappingProxyType({}),
) -> Group:
    """The page of `shorad hindcast`. `factor`: how far claims go, middle and upper end, and pairs."""
    rows = [
        [s.record, clip(s.label, 32), s.text, f"{s.low:.0f} to {s.high:.0f}", f"{s.middle:.0f}", _odds(s)]
        for s in steps
    ]
    return stack(
        [
            [Text(f"{len(steps)} counts of {len(found)} published records beside predictions.", style="bold"),
             Text(summary(found, steps, gains))],
            [heading("Record and prediction (90 % of runs over all draws of what is not known)"),
             plain(["", "", "record", "predicted", "middle", ""], rows, [20, 32, 11, 10, 6, 18], right=(3, 4))],
            _notes(found),
            [Text(f"Claims: half go beyond {factor[0]:.1f} times the truth, one in twenty beyond {factor[1]:.0f}: from "
                  f"{factor[2]} pairs of claim and confirmation, but for a record's own event. Never fitted.")],
            _missing(not_yet),
            [Text(last_line(each.made, f" of {each.record.name}"), style="dim") for each in found],
        ]
    )  # fmt: skip


def summary(found: Sequence[Evidence], steps: Sequence[Rung], gains: Mapping[str, float] = MappingProxyType({})) -> str:
    """How many lie inside; a score only where there are records enough for one."""
    counted = [s for s in steps if not _selected(found, s.record)]
    inside = sum(s.verdict == "inside" for s in counted)
    text = f"Inside the predicted interval: {inside} of {len(counted)} counts that could have come out otherwise."
    made = score(found, steps, gains)
    if made is None:
        few = f"{len({s.record for s in counted})} such records are too few ({ENOUGH} or more)"
        return f"{text} No overall score: {few}, and their counts hang together."
    low, high = made.interval
    told = "no better told from" if low <= 1.0 <= high else "better than" if low > 1.0 else "worse than"
    return (
        f"{text} Overall score: {made.inside:.1f} of {made.records} records inside, each counting once "
        f"(of a right model {made.expected[0]} to {made.expected[1]}); what happened had {made.gain:.2f} times "
        f"({low:.2f} to {high:.2f}) the chance that a flat guess from nothing to all gives it: {told} that guess. "
        "Wide predictions are easily met."
    )


@dataclass(frozen=True)
class Score:
    """Over all records that could have come out otherwise, each counting once."""

    records: int
    inside: float  # records, by the share of their counts that lie inside 90 %
    expected: tuple[int, int]  # 95 % of a right model: binomial, 90 % each
    gain: float  # geometric mean of the chance given to a record over that of a flat guess
    interval: tuple[float, float]  # 95 %, Student's t over records


def score(found: Sequence[Evidence], steps: Sequence[Rung], gains: Mapping[str, float]) -> Score | None:
    """None below `ENOUGH` records that are known for other reasons than what came out."""
    from scipy.stats import binom, t

    names = [each.record.name for each in found if not each.record.selected]
    if len(names) < ENOUGH or not gains:
        return None
    inside = sum(float(np.mean([s.verdict == "inside" for s in steps if s.record == name])) for name in names)
    logs = np.array([gains[name] for name in names])
    mean = float(logs.mean())
    wide = float(t.ppf(0.975, len(logs) - 1) * logs.std(ddof=1) / np.sqrt(len(logs)))
    low, high = binom.ppf((0.025, 0.975), len(names), 0.9)
    return Score(len(names), inside, (int(low), int(high)), 2.0**mean, (2.0 ** (mean - wide), 2.0 ** (mean + wide)))


def _selected(found: Sequence[Evidence], name: str) -> bool:
    return any(each.record.selected for each in found if each.record.name == name)


def _odds(step: Rung) -> str:
    if step.verdict == "inside":
        return f"inside ({_percent(step.above)} or more)" if step.kind == "at_least" else "inside"
    chance = step.above if step.verdict == "too low" else step.below
    return f"{step.verdict} ({_percent(chance)})"


def _percent(share: float) -> str:
    return "<1 %" if share < 0.01 else f"{100.0 * share:.0f} %"


def _notes(found: Sequence[Evidence]) -> list[RenderableType]:
    lines: list[RenderableType] = []
    for each in found:
        chosen = (
            " Known only because it happened: it says nothing about how often it does not."
            if each.record.selected
            else ""
        )
        lines.append(Text(f"{each.record.name}: {each.record.title}. {each.record.note}{chosen}"))
    return [heading("What stands behind each"), *lines]


def _missing(not_yet: Sequence[Any]) -> list[RenderableType]:
    if not not_yet:
        return []
    rows = [[each.rows, clip(each.title, 38), each.why] for each in not_yet]
    return [heading(f"Not yet buildable: {len(rows)} more"), plain(["row", "", "why not"], rows, [9, 38, 50])]


def sheets(
    found: Sequence[Evidence],
    steps: Sequence[Rung],
    not_yet: Sequence[Any],
    gains: Mapping[str, float] = MappingProxyType({}),
) -> Sheets:
    """Tables `counts` (one row each) and `runs` (every predicted number)."""
    rows = [
        {"record": s.record, "count": s.name, "label": s.label, "kind": s.kind, "said_low": s.said[0],
         "said_high": s.said[1], "low": s.low, "middle": s.middle, "high": s.high, "below": s.below, "above": s.above,
         "verdict": s.verdict}
        for s in steps
    ]  # fmt: skip
    runs: dict[str, list[Any]] = {"record": [], "count": [], "k": [], "r": [], "value": []}
    for each in found:
        for name, values in each.values.items():
            k, r = np.indices(values.shape)
            runs["record"] += [each.record.name] * values.size
            runs["count"] += [name] * values.size
            runs["k"] += k.ravel().tolist()
            runs["r"] += r.ravel().tolist()
            runs["value"] += values.ravel().tolist()
    made = score(found, steps, gains)
    document = {
        "study": "hindcast",
        "records": [
            {**head("hindcast", each.made), "record": each.record.name, "selected": each.record.selected,
             "chance": float(each.likelihood.mean()), "log2_gain": gains.get(each.record.name)}
            for each in found
        ],
        "counts": rows,
        "summary": summary(found, steps, gains),
        "score": made and asdict(made),
        "not_yet": [{"rows": each.rows, "title": each.title, "why": each.why} for each in not_yet],
    }  # fmt: skip
    return Sheets(document, {"counts": columns_of(rows), "runs": runs})


def figure(found: Sequence[Evidence], steps: Sequence[Rung], path: Path) -> None:
    """The ladder: predicted interval as a bar, the record as a mark of its kind; a logarithmic scale."""
    tall = (9.0, 2.0 + 0.3 * len(steps))
    with canvas(path, found[0].made, "Published records beside predictions", tall, below=_runs(found)) as made:
        axes = made.subplots()
        axes.set_xscale("symlog", linthresh=2.0, linscale=0.7)
        for y, s in enumerate(steps):
            axes.plot([s.low, s.high], [y, y], color=BLUE, linewidth=7, alpha=0.35, solid_capstyle="butt")
            axes.plot([s.middle], [y], "|", color=BLUE, markersize=12, markeredgewidth=2)
            axes.plot(s.said, [y, y], color=ORANGE, linewidth=2)
            axes.plot(s.said, [y, y], MARKS[s.kind], color=ORANGE, markersize=7, linestyle="none")
        labels_on(axes, [f"{s.record}: {s.label}" for s in steps], 60)
        most = 2.0 + 1.2 * max(s.high for s in steps)
        ticks = [n for n in (0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000) if n <= most]
        axes.set_xticks(ticks, [str(n) for n in ticks])
        axes.minorticks_off()
        axes.set_xlim(left=-0.3)
        plain_axes(axes, "bar: 90 % of predictions; circle exact, triangle at least, line between, diamond claimed")


def _runs(found: Sequence[Evidence]) -> str:
    """What was run for all of them."""
    made = [each.made for each in found]
    draws, replicates = sorted({m.draws for m in made}), sorted({m.replicates for m in made})

    def span(ends: Sequence[int]) -> str:
        return f"{ends[0]}" if len(ends) == 1 else f"{ends[0]} to {ends[-1]}"

    seeds = ", ".join(map(str, sorted({m.seed for m in made})))
    records = made[0].file.rpartition("/")[2] if len(made) == 1 else f"{len(made)} records"
    return f"{records}: {span(draws)} draws x {span(replicates)} replicates, seed {seeds}"


__all__ = ["Rung", "Score", "figure", "page", "rungs", "score", "sheets", "summary"]
