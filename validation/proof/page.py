"""The page: what was shown, by label and by section, what missed, what is not built; nothing typed by hand."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from proof.agenda import AGENDA, NOT_BUILT, SECTIONS, Item
from proof.case import LABELS, MARKS

Case = Mapping[str, Any]
OK, MISSED, UNMET = "✓", "🔴 **missed**", "🔴 **not met**"
HEAD = """\
# Validation

Written by `make validate` from its own run; every value of ours was computed in it. A case that misses its tolerance
fails the command and stands here in red. Also red, but known: what the model cannot meet, with the reason; such a row
fails the command when it begins to hold.

Four kinds of claim, never mixed:

| label | means | cases | rows | missed | known not to be met |
|---|---|---|---|---|---|
"""
LIMITS = """
What this cannot show: no open data settles the figures of the weapons themselves (57E6, 2A38 and their like). Where a
case is *bracketed*, ours lies inside what is published or plausible, and that is all it says. Tolerances are fixed
beforehand; Monte Carlo rows are allowed 4 standard errors at a fixed seed.
"""


class Proof:
    """The cases of one run in the order of the agenda, and the items that no case covers."""

    def __init__(self, cases: Iterable[Case]) -> None:
        order = {item.id: i for i, item in enumerate(AGENDA)}
        last = len(order)
        self.cases = sorted(cases, key=lambda c: (section(c), order.get(c["facts"]["ids"][0], last), c["where"]))
        shown = {id_ for case in self.cases for id_ in case["facts"]["ids"]}
        self.left = [item for item in AGENDA if item.id not in shown]
        self.uncovered = [item for item in self.left if not item.absent]
        self.waiting = [item for item in self.left if item.absent == NOT_BUILT]
        self.excused = [item for item in self.left if item.absent not in ("", NOT_BUILT)]
        self.missed = [case for case in self.cases if not holds(case)]

    def of(self, number: int) -> list[Case]:
        return [case for case in self.cases if section(case) == number]


def section(case: Case) -> int:
    facts = case["facts"]
    places = {item.id: item.section for item in AGENDA}
    found = facts["section"] or places.get(facts["ids"][0], 0)
    if not found:
        raise ValueError(f"{case['where']}: {facts['ids'][0]} is not on the agenda, and no section is given")
    return int(found)


def holds(case: Case) -> bool:
    """Nothing missed, and nothing that was declared as not met holds."""
    return not case["crash"] and bool(case["rows"]) and all(row["ok"] != bool(row["known"]) for row in case["rows"])


def unmet(cases: Iterable[Case]) -> list[tuple[Case, Mapping[str, Any]]]:
    """Rows that are known not to be met."""
    return [(case, row) for case in cases for row in case["rows"] if row["known"] and not row["ok"]]


def in_brief(proof: Proof, path: Path) -> str:
    rows = sum(len(case["rows"]) for case in proof.cases)
    said = f"{path}: {len(proof.cases)} cases, {rows} rows, {len(proof.missed)} cases missed"
    said += f"; {len(proof.waiting)} items not built yet, {len(proof.excused)} not represented"
    known = len(unmet(proof.cases))
    said += f"; {known} rows in red, known not to be met" if known else ""
    if proof.uncovered:
        said += "\nNeither shown nor excused: " + ", ".join(item.id for item in proof.uncovered)
    return said


def text(proof: Proof, folder: str) -> str:
    parts = [HEAD + "".join(_by_label(proof)), "".join(_by_section(proof)), LIMITS]
    parts += [*_missed(proof), *_unmet(proof), *_left(proof)]
    for number, title in SECTIONS.items():
        cases = proof.of(number)
        if cases:
            parts.append(f"\n## {number}. {title}\n")
            parts += [_case(case, folder) for case in cases]
    return "".join(parts)


def _counts(cases: list[Case]) -> str:
    rows = sum(len(case["rows"]) for case in cases)
    missed = sum(row["ok"] == bool(row["known"]) for case in cases for row in case["rows"])
    missed += sum(bool(case["crash"]) for case in cases)
    red, known = (f"🔴 {n}" if n else "0" for n in (missed, len(unmet(cases))))
    return f"{len(cases)} | {rows} | {red} | {known} |"


def _by_label(proof: Proof) -> Iterator[str]:
    for label, means in LABELS.items():
        cases = [case for case in proof.cases if case["facts"]["label"] == label]
        yield f"| {_label(label)} | {means} | {_counts(cases)}\n"
    yield f"| all | | {_counts(proof.cases)}\n"


def _by_section(proof: Proof) -> Iterator[str]:
    yield "\n| section | cases | rows | missed | known not to be met | not built yet | not represented |\n"
    yield "|---|---|---|---|---|---|---|\n"
    for number, title in SECTIONS.items():
        counts = [sum(item.section == number for item in items) for items in (proof.waiting, proof.excused)]
        name = f"{number}. {title}"
        yield f"| [{name}](#{_anchor(name)}) | {_counts(proof.of(number))} {counts[0]} | {counts[1]} |\n"
    yield f"| all | {_counts(proof.cases)} {len(proof.waiting)} | {len(proof.excused)} |\n"


def _anchor(title: str) -> str:
    """How GitHub calls the place of a heading: small letters, hyphens for blanks, no other signs."""
    return "".join(c for c in title.lower().replace(" ", "-") if c.isalnum() or c == "-")


def _missed(proof: Proof) -> Iterator[str]:
    if proof.missed or proof.uncovered:
        yield "\n## 🔴 Missed\n\n"
    for case in proof.missed:
        reasons = [case["crash"]] if case["crash"] else []
        odd = [r for r in case["rows"] if r["ok"] == bool(r["known"])]
        reasons += [f"{r['what']}: {r['reference']} expected, {r['ours']} found" for r in odd]
        reasons += case["notes"]
        yield f"- **{case['facts']['ids'][0]}** {case['facts']['title']}: {_clean('; '.join(reasons))}\n"
    for item in proof.uncovered:
        yield f"- **{item.id}** {item.what}: no case ran, and no reason is given\n"


def _unmet(proof: Proof) -> Iterator[str]:
    found = unmet(proof.cases)
    if found:
        yield "\n## 🔴 Known not to be met\n\n"
    for case, r in found:
        told = f"{r['what']}: {r['reference']} expected, {r['ours']} found; {r['known']}"
        yield f"- **{case['facts']['ids'][0]}** {case['facts']['title']}: {_clean(told)}\n"


def _left(proof: Proof) -> Iterator[str]:
    groups: list[tuple[str, list[Item]]] = [
        ("Not built yet", proof.waiting), ("Not represented in the engine", proof.excused),
    ]  # fmt: skip
    for title, items in groups:
        if not items:
            continue
        yield f"\n## {title}\n\n| section | item | |\n|---|---|---|\n"
        for item in items:
            why = "" if item.absent == NOT_BUILT else item.absent
            yield f"| {item.section}. {SECTIONS[item.section]} | {item.what} (`{item.id}`) | {why} |\n"


def _label(label: str) -> str:
    return f"*{label}*" if label == "bracketed" else f"**{label}**"


def _clean(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def _case(case: Case, folder: str) -> str:
    facts = case["facts"]
    ids = ", ".join(facts["ids"])
    head = f"\n### {ids}: {facts['title']}\n\n{_label(facts['label'])} · `{facts['model']}` · {facts['source']}"
    if facts["mark"]:
        head += f" [{facts['mark']}: {MARKS[facts['mark']]}]"
    lines = [head + "\n"]
    if case["crash"]:
        lines.append(f"\n🔴 **did not run to its end**: {_clean(case['crash'])}\n")
    if case["rows"]:
        lines.append("\n| | reference | ours | difference | tolerance | |\n|---|---|---|---|---|---|\n")
        lines += [_row(row) for row in case["rows"]]
    lines += [f"\n{_clean(note)}\n" for note in case["notes"]]
    lines += [f"\n![{caption}]({folder}/{name}.svg)\n\n*{caption}*\n" for name, caption in case["plots"]]
    return "".join(lines)


def _row(row: Mapping[str, Any]) -> str:
    cells = [row[key] for key in ("what", "reference", "ours", "difference", "tolerance")]
    verdict = OK if row["ok"] else UNMET if row["known"] else MISSED
    if row["note"]:
        verdict += f" {row['note']}"
    return "| " + " | ".join(_clean(str(cell)) for cell in [*cells, verdict]) + " |\n"
