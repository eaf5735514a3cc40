"""What stands in a report: answer, numbers, why, one raid, coverage, what it leans on, how to repeat it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from shorad.results.measures import Measure
from shorad.results.results import Results
from shorad.view.cite import Entry
from shorad.view.figures import names
from shorad.view.figures.material import Material
from shorad.view.numbers import chance_text, estimate_text, span_text
from shorad.view.report import leans, raid, why
from shorad.view.report.model import Block, Bullets, Listing, More, Para, Picture, Report, Section, Table
from shorad.view.report.repeat import again, provenance_rows
from shorad.view.summary import answered, branch_rows, caveats, chosen, provenance_line, split_said, sweep_said

HEADERS = ("measure", "estimate", "sampling error, 95 %", "chance of a raid, 90 %", "what is not known, 90 %")
WIDTHS = (0.36, 0.13, 0.17, 0.17, 0.17)
THREE = (
    "Three intervals, never mixed. Sampling error: how far the estimate may lie from what endless runs would give; "
    "more runs narrow it. Chance: what a single raid may bring; nothing narrows it. What is not known: how far the "
    "estimate moves with inputs that are uncertain or guessed; only better sources narrow it."
)
CAPTIONS = {
    "answer": "The estimate and its three intervals, each by itself.",
    "draws": "Each draw is one guess at everything that is not known; its grey line is the error of its few raids. "
    "Where the points spread wider than their lines, the spread is what is not known.",
    "parts": "Each part is a run of its own; the line is its sampling error.",
    "histograms": "Every run counts once. The dashed line is the estimate of the table above.",
    "chain": "Everything whose effect counts as a leak, from the left. A leaker drops out at the furthest link that "
    "its defence reached; what is left at the right was shot down or jammed.",
    "reasons": "The furthest link that was reached before each of these events; shares of a panel sum to 100 %.",
    "butfor": "The same raids with the same luck, each link of the chain made perfect in turn. Two links may each "
    "have been enough, so that shares need not sum to 100 %. A perfect link may also bring new events about.",
    "coverage_map": "Contours at 10, 50 and 90 %. Hidden ground and the horizon are in it; tracking and "
    "shooting are not.",
    "coverage_polar": "Left: how far out so many looks detect, at one height. Right: the same at half of the looks, "
    "by height. Low flyers come under the horizon.",
    "coverage_cut": "The same by height, averaged over all bearings. Blank: below 1 %.",
}  # fmt: skip


def report(given: Material, bibliography: Sequence[Entry], why_no_bibliography: str = "") -> Report:
    """The whole report of a result. Figures that need a replicate or a map are left out, and it is said why."""
    results, pictures = given.results, names.there(given)
    made = [
        Section("answer", "The answer", _answer(given, pictures)),
        Section("measures", "All that was measured", _measures(results, pictures)),
        Section("why", "Why it came so", [*why.blocks(results), *_pictures(("chain", "reasons", "butfor"), given)]),
        Section("raid", "One raid", _raid(given)),
        Section("coverage", "Where the defence sees", _coverage(given)),
        Section("leans", "What this answer leans on", leans.blocks(results)),
        Section("sources", "Bibliography", leans.bibliography(bibliography, why_no_bibliography)),
        Section("repeat", "How to repeat it", _repeat(results)),
    ]
    title = results.about.title or Path(results.provenance.file).stem
    part = f"Part {results.provenance.part}. " if results.provenance.part else ""
    sections = [section for section in made if section.blocks]
    return Report(title, part + results.asked, sections, provenance_line(results))


def _pictures(wanted: Sequence[str], given: Material) -> list[Block]:
    found = names.there(given)
    return [Picture(name, names.title(name, given), CAPTIONS.get(name, "")) for name in wanted if name in found]


def _answer(given: Material, pictures: Sequence[str]) -> list[Block]:
    results = given.results
    blocks: list[Block] = [Para(line, "lead" if i == 0 else "") for i, line in enumerate(answered(results))]
    blocks += [Para(line, "warn") for line in (*caveats(results), *given.notes())]
    blocks += [*_pictures(("answer",), given), Para(THREE, "note"), *_pictures(("draws",), given)]
    if results.parts:
        for said in (split_said(results), sweep_said(results)):
            if said is not None:
                title, rows, last = said
                headers = ("", "weight" if any(row[1] for row in rows) else "", "answer", "sampling error, 95 %")
                blocks += [Para(f"{title}."), Table(headers, rows, (0.4, 0.15, 0.2, 0.25), (1, 2, 3)), Para(last)]
        blocks += _pictures(("parts",), given)
    sides = branch_rows(results)
    if sides:
        blocks.append(Para("The answer by the scenario's own hypotheses, from the same runs:"))
        blocks.append(Table(("hypothesis", "side", "draws", "answer", "sampling error, 95 %"), sides,
                            (0.35, 0.2, 0.1, 0.15, 0.2), (2, 3, 4)))  # fmt: skip
    return blocks


def _measures(results: Results, pictures: Sequence[str]) -> list[Block]:
    shown = chosen(results, 24)
    every = list(results.measures.values())
    blocks: list[Block] = [Table(HEADERS, [row(m) for m in shown], WIDTHS, (1, 2, 3, 4))]
    if "histograms" in pictures:
        blocks.append(Picture("histograms", names.KINDS["histograms"].title, CAPTIONS["histograms"]))
    rows = [(m.path, *row(m)) for m in every]
    table = Table(("path", *HEADERS), rows, (0.2, 0.26, 0.12, 0.14, 0.14, 0.14), (2, 3, 4, 5))
    return [*blocks, More(f"All {len(every)} measures with their paths", [table])]


def row(m: Measure) -> tuple[str, ...]:
    return (m.label, estimate_text(m), span_text(m, m.estimate.sampling), chance_text(m),
            span_text(m, m.estimate.ignorance))  # fmt: skip


def _raid(given: Material) -> list[Block]:
    recording = given.recording
    if recording is None:
        return []
    story = recording.story
    blocks: list[Block] = [Para(
        f"One of {len(given.results):,} runs, run again from its address (seed {story.seed}, draw {story.k}, replicate "
        f"{story.r}: {story.chosen}) and watched. It shows how, not how often: for that see above."
    )]  # fmt: skip
    if story.note:
        blocks.append(Para(story.note, "warn"))
    return [*blocks, *_pictures(("timeline", "paths"), given), *raid.blocks(recording)]


def _coverage(given: Material) -> list[Block]:
    found = _pictures(("coverage_map", "coverage_polar", "coverage_cut"), given)
    if not found or given.coverage is None:
        return []
    what = given.coverage.target
    return [Para(
        f"Chance to detect {what} with the nominal values of all inputs, those that are guesses included. This is no "
        "result of the runs: it is the detection model asked point by point."
    ), *found]  # fmt: skip


def _repeat(results: Results) -> list[Block]:
    made = results.provenance
    blocks: list[Block] = [Para(
        "The same version, scenario and seed give the same bits, on any number of threads. The scenario is below as it "
        "was read; the command is:"
    ), Listing("\n".join(again(results)))]  # fmt: skip
    if results.about.warnings:
        blocks += [Para("Warnings of that run:"), Bullets(results.about.warnings)]
    blocks.append(Table(("", ""), provenance_rows(results), (0.25, 0.75)))
    blocks.append(More(f"The scenario as it was read ({Path(made.file).name})", [Listing(made.text)]))
    return blocks
