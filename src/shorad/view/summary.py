"""What a run says, on one page: question, answer, measures, reasons, but-for, what it leans on, what next."""

from textwrap import wrap

from rich.console import Group, RenderableType
from rich.text import Text

from shorad.results.branches import OWN, Branch, by_branch, own_hypotheses
from shorad.results.crossing import Crossing, crossing
from shorad.results.leaning import leaning
from shorad.results.measures import Measure, find
from shorad.results.results import Condition, Part, Results, breaking_value, condition
from shorad.results.words import part_words, split_words
from shorad.view.numbers import chance_text, clip, estimate_text, limit_text, percent, percent_span, span_text
from shorad.view.study import proposed
from shorad.view.tables import WIDTH, heading, plain, render, stack
from shorad.view.why import butfor_section, reasons_section

NAMED = 6  # states in the first sentence at most; the table has all
ROWS = 14  # measures shown; --json has them all
FIRST = (
    "assets.", "posts.", "defence.", "leakers", "strikers.", "munitions.", "airport.", "neutral.", "kills.soft",
    "debris.", "false.", "attack.down", "cost.", "rounds.", "exhaustion.", "warning.", "damage.", "kills.", "attack.",
)  # fmt: skip
EARLY = "Stopped early"
HIDDEN = (".undamaged", "neutral.exposed", "exhaustion.time", "cost.shots", "cost.defence", "cost.attack")


def summary(results: Results, next_steps: tuple[str, ...] = ()) -> Group:
    """The page of a run, under 60 lines of 100 columns. `next_steps` are commands worth typing next."""
    brief = bool(results.parts)
    return stack(
        [
            _question(results),
            _answer(results),
            _split(results),
            _disputes(results),
            _sweep(results),
            _measures(results, ROWS - 5 if brief else ROWS),
            reasons_section(results, 9 if brief else 14),
            butfor_section(results, 6 if brief else 7),
            _inputs(results, 2 if brief else 3),
            proposed(next_steps),
            [Text(provenance_line(results), style="dim")],
        ]
    )


def summary_text(results: Results, next_steps: tuple[str, ...] = ()) -> str:
    """The same as plain text."""
    return render(summary(results, next_steps))


def _question(results: Results) -> list[RenderableType]:
    changed = results.provenance.changed
    return [Text(results.about.question, style="bold"), *([Text(f"Changed: {changed}", "yellow")] if changed else [])]


def _answer(results: Results) -> list[RenderableType]:
    return [Text(line, style="yellow" if line.startswith(EARLY) else "") for line in answer_lines(results)]


def answer_lines(results: Results) -> list[str]:
    """The answer as a sentence, then what must be said with it."""
    return [*answered(results), *caveats(results)]


def answered(results: Results) -> list[str]:
    """The answer as a sentence; of a sweep where it turns, then the scenario as it stands."""
    path = results.about.answer
    if path and path not in results.measures:
        return [f"No answer: nothing of the kind ({path}) occurred in {len(results)} runs."]
    if not path:
        return []
    turn, stands = sweep_sentence(results), split_sentence(results) or sentence(results.measures[path])
    return [*turn, f"As the scenario stands: {stands[0].lower()}{stands[1:]}"] if turn else [stands]


def caveats(results: Results) -> list[str]:
    """What must be said with the answer: runs that are missing, a rule that ended them, time that ran out."""
    lines = []
    asked = results.provenance.draws * results.provenance.replicates
    if results.provenance.interrupted:
        lines.append(f"{EARLY}: {len(results):,} of {asked:,} runs are finished and counted.")
    if results.provenance.stopping:
        lines.append(f"Run until {results.provenance.stopping}.")
    censored = int(results.outcomes.run["censored"].sum())
    if censored:
        lines.append(f"In {censored:,} of {len(results):,} runs the time ended with something still in the air.")
    return lines


def sweep_sentence(results: Results) -> list[str]:
    """Where a sweep meets its condition, as one sentence; nothing without a sweep."""
    said = sweep_said(results)
    if said is None:
        return []
    limit, parts = condition(results.about.until), [part for part in results.parts if part.kind == "sweep"]
    what = find(results.cast, limit.path if limit else results.about.answer).label
    last, swept = said[2].removeprefix("It ").rstrip("."), parts[0].path
    where = last.replace(" at ", f" at {swept} = ") if " at " in last else f"{last} up to {swept} = {parts[-1].label}"
    return [f"{what[0].upper()}{what[1:]} {where}."]


def sentence(measure: Measure) -> str:
    """The answer as one sentence with its intervals."""
    label = measure.label[0].upper() + measure.label[1:]
    text = f"{label}: {estimate_text(measure)}"
    if measure.estimate.sampling is not None:
        text += f" ({span_text(measure, measure.estimate.sampling)} with 95 % confidence)"
    return f"{text}. {_unknowns(measure, 'it')}"


def _unknowns(measure: Measure, what: str) -> str:
    """How far what is not known moves the answer."""
    if measure.estimate.ignorance is None:
        return f"No range for what is not known: {measure.estimate.note}."
    spread = span_text(measure, measure.estimate.ignorance)
    if " to " not in spread:
        return f"What is not known does not move {what}."
    return f"What is not known spreads {what} over {spread}."


def split_sentence(results: Results) -> str:
    """The answer state by state, then mixed, as one sentence with the errors; "" without a split."""
    parts, whole = _states(results), results.measures[results.about.answer]
    if not parts:
        return ""
    label = whole.label[0].upper() + whole.label[1:]
    largest = sorted(parts, key=lambda part: -part.weight)[:NAMED]
    said = [f"{state(part)} {_brief(part.results.measures.get(whole.path))}" for part in parts if part in largest]
    more = f", {len(parts) - NAMED} more" if len(parts) > NAMED else ""
    text = f"{label}: {', '.join(said)}{more}; mixed as stated {_brief(whole)}, with 95 % confidence"
    return f"{text}. {_unknowns(whole, 'the mixture')}"


def _states(results: Results) -> tuple[Part, ...]:
    return tuple(part for part in results.parts if part.kind == "split")


def state(part: Part) -> str:
    """What a state or an alternative is called in a sentence."""
    return part_words(part.path, part.label, brief=True)


def _brief(found: Measure | None) -> str:
    """`67 % (51 to 80)`."""
    if found is None:
        return "nothing occurred"
    error = found.estimate.sampling
    return estimate_text(found) + (f" ({span_text(found, error, bare=True)})" if error is not None else "")


Said = tuple[str, list[list[str]], str]  # title, rows, last line


def _split(results: Results) -> list[RenderableType]:
    said = split_said(results)
    return _parts_table(said, [34, 8, 14, 22], (1, 2, 3)) if said else []


def _parts_table(said: Said, widths: list[int], right: tuple[int, ...]) -> list[RenderableType]:
    title, rows, last = said
    return [heading(clip(title, WIDTH)), plain(["", "", "", ""], rows, widths, right=right), Text(last)]


def split_said(results: Results) -> Said | None:
    """The answer for each state of a split: label, weight, answer, error; and where it crosses the threshold."""
    parts, path = _states(results), results.about.answer
    if not parts or not path:
        return None
    rows = [_part_row(part, part_words(part.path, part.label), percent(part.weight), path) for part in parts]
    if path in results.measures:
        whole = results.measures[path]
        rows.append(["all together, as mixed", "", estimate_text(whole), span_text(whole, whole.estimate.sampling)])
    title = f"The answer split by {split_words(parts[0].path)}: weight, answer, its error (95 %)"
    flips = _flips(parts, path, results.about.threshold, find(results.cast, path).unit)
    return title, rows, flips


def _flips(parts: tuple[Part, ...], path: str, threshold: float, unit: str) -> str:
    """Up to two lines: the weights at which the answer crosses its threshold, with their error."""
    limit = limit_text(threshold, unit)
    every = all(path in each.results.measures for each in parts)
    found = [(part, crossing(parts, path, part.label, threshold)) for part in parts if every]
    there = [_flip(part, each) for part, each in found if each.weight is not None]
    if there:
        return _flip_lines(f"By linear mixing, the answer crosses {limit} when the weight of ", there)
    text = f"No weight of a single state moves the answer across {limit} (linear mixing with the others)"
    perhaps = [state(part) for part, each in found if each.sampling is not None]
    return clip(f"{text}{'; within the error one may: ' * bool(perhaps)}{', '.join(perhaps)}.", 2 * WIDTH)


def _flip_lines(head: str, there: list[str]) -> str:
    """As many of the weights as two lines hold, each whole; then how many more there are."""
    for said in range(len(there), 0, -1):
        more = f"; {len(there) - said} more: --json" if said < len(there) else ""
        text = f"{head}{', or of '.join(there[:said])}{more}."
        if len(wrap(text, WIDTH)) <= 2:
            return text
    return clip(f"{head}{there[0]}.", 2 * WIDTH)


def _flip(part: Part, found: Crossing) -> str:
    """`no crew is 92 % (81 to 100, or never; now 18 %)`."""
    error = percent_span(found.sampling) + ", or never" * (not found.sure)
    error = f"{error}; " if found.sampling is not None else ""
    return f"{state(part)} is {percent(found.weight or 0.0)} ({error}now {percent(part.weight)})"


def _disputes(results: Results) -> list[RenderableType]:
    """One line for each hypothesis of the scenario itself: the answer in the runs that took each side."""
    path = results.about.answer
    if not path:
        return []
    found = {name: by_branch(results, name, path) for name in own_hypotheses(results)}
    lines = [
        Text(clip(f" {name.removeprefix(OWN)}: " + "; ".join(map(_branch_text, sides)), WIDTH))
        for name, sides in found.items()
        if len(sides) > 1
    ]
    return [heading("The answer by hypothesis, from the same runs"), *lines] if lines else []


def _branch_text(branch: Branch) -> str:
    if branch.measure is None:
        return f"{branch.label} nothing occurred"
    error = branch.measure.estimate.sampling
    text = f"{branch.label} {estimate_text(branch.measure)}"
    return f"{text} ({span_text(branch.measure, error)})" if error is not None and branch.draws > 1 else text


def branch_rows(results: Results) -> list[tuple[str, ...]]:
    """The same as rows: hypothesis, side, draws, answer, its error."""
    path = results.about.answer
    rows: list[tuple[str, ...]] = []
    for name in own_hypotheses(results) if path else ():
        sides = by_branch(results, name, path)
        for side in sides if len(sides) > 1 else ():
            answer = estimate_text(side.measure) if side.measure else "nothing occurred"
            error = span_text(side.measure, side.measure.estimate.sampling) if side.measure else ""
            rows.append((name.removeprefix(OWN), side.label, str(side.draws), answer, error))
    return rows


def _part_row(part: Part, label: str, weight: str, path: str) -> list[str]:
    found = part.results.measures.get(path)
    if found is None:
        return [label, weight, "nothing occurred", ""]
    return [label, weight, estimate_text(found), span_text(found, found.estimate.sampling)]


def _sweep(results: Results) -> list[RenderableType]:
    said = sweep_said(results)
    return _parts_table(said, [34, 1, 14, 22], (2, 3)) if said else []


def sweep_said(results: Results) -> Said | None:
    """The answer for each step of a sweep, and where it meets its condition."""
    parts = tuple(part for part in results.parts if part.kind == "sweep")
    path = results.about.answer
    if not parts or not path:
        return None
    limit = condition(results.about.until) or Condition(path, True, results.about.threshold)
    rows = [_part_row(part, part.label, "", limit.path) for part in parts]
    title = f"The answer for each {parts[0].path}: {find(results.cast, limit.path).label}, its error (95 %)"
    broken = breaking_value(parts, limit)
    side = "below" if limit.below else "above"
    value = limit_text(limit.limit, find(results.cast, limit.path).unit)
    last = f"It falls {side} {value} at {broken}." if broken else f"It is nowhere {side} {value}."
    return title, rows, last.replace("falls above", "rises above")


def _measures(results: Results, most: int) -> list[RenderableType]:
    shown = chosen(results, most)
    rows = [
        [clip(m.label, 38), estimate_text(m), span_text(m, m.estimate.sampling), chance_text(m),
         span_text(m, m.estimate.ignorance)]
        for m in shown
    ]  # fmt: skip
    headers = ["", "estimate", "error, 95 %", "chance, 90 %", "unknowns, 90 %"]
    table = plain(headers, rows, [38, 11, 16, 14, 16], right=(1, 2, 3, 4))
    left = len(results.measures) - len(shown)
    more = f" {left} more: --json" if left else ""
    return [
        table,
        Text(
            f"chance: what one raid may bring; unknowns: how far they move the estimate.{more}",
            style="dim",
        ),
    ]


def chosen(results: Results, most: int = ROWS) -> list[Measure]:
    """The measures for the table: the answer first, then by kind, last who was never hurt; without details
    and without what never occurred."""
    answer = results.about.answer

    def rank(m: Measure) -> tuple[bool, bool, int]:
        kind = next((i for i, start in enumerate(FIRST) if m.path.startswith(start)), len(FIRST))
        unhurt = m.path.endswith(".survival") and m.estimate.mean == 1.0
        return m.path != answer, unhurt, kind

    wanted = (m for m in results.measures.values() if m.path == answer or _telling(m, results))
    return sorted(wanted, key=rank)[:most]


def _telling(m: Measure, results: Results) -> bool:
    """Whether a measure adds something to the page."""
    parts = m.path.split(".")
    if m.path.endswith(HIDDEN) or (parts[0] == "defence" and len(parts) > 3):
        return False  # detail, or one unit of a group
    if parts[0] == "neutral" and len(parts) > 2:
        return False
    if parts[-1] == "kills" and len(results.cast.unit_groups()) == 1:
        return False
    if m.path == "attack.down" and len(results.cast.attackers()) == 1:
        return False  # the group's line says it
    if parts[0] == "attack" and parts[-1] == "leakers" and m.estimate.mean == results.measures["leakers"].estimate.mean:
        return False
    return m.unit == "share" or m.estimate.mean != 0.0


def _inputs(results: Results, most: int) -> list[RenderableType]:
    leans, inputs = leaning(results), results.about.inputs
    if not leans:
        return []
    guesses = sum(each.basis == "guess" for each in inputs)
    title = f"Leans on {len(inputs)} unconfirmed inputs ({guesses} guesses)"
    title += "; the answer moved most with" if leans[0].stands_out else "; in so few draws none stands out; such as"
    rows = []
    for lean in leans[:most]:
        value = f"{lean.input.value} ({lean.input.spread})" if lean.input.spread else lean.input.value
        rows.append([clip(lean.input.path, 44), clip(value, 36), lean.input.basis])
    return [heading(clip(title, WIDTH)), plain(["", "", ""], rows, [45, 37, 12])]


def provenance_line(results: Results) -> str:
    """One line from which the run can be repeated."""
    p = results.provenance
    libraries = dict(p.libraries)
    return clip(
        f"shorad {p.version}, scenario {p.sha256[:8]}, seed {p.seed}, {p.draws} x {p.replicates}, "
        f"python {p.python}, numpy {libraries.get('numpy')}, numba {libraries.get('numba')}, {p.seconds:.1f} s",
        WIDTH,
    )
