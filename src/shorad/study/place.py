"""`shorad place`: where to stand, and when to radiate, out of what the defender says he can choose from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING, Any

from shorad.compile import resolve
from shorad.errors import Issue, ScenarioError
from shorad.results.provenance import Provenance, provenance
from shorad.study.cases import see_each
from shorad.study.how import How, job_of
from shorad.study.items import Case, Work
from shorad.study.montecarlo import about_of
from shorad.study.overrides import overrides_of
from shorad.study.ratios import Ratios
from shorad.study.sampling import Job, Meter, Progress
from shorad.study.select import Cells, Selected, select
from shorad.study.subject import definition_of
from shorad.study.variants import as_settings, changed, told_at

if TYPE_CHECKING:
    from shorad.spec import Scenario

OWN = ("defence.", "posts.")  # what a defender may move
GOOD = (".survival", ".undamaged", ".kills", ".down", "warning.time", "exhaustion.time", "kills.missile", "kills.gun",
        "kills.soft", "strikers.lost", "munitions.spoiled")  # fmt: skip
BAD = ("leakers", "damage.value", "exhaustion.share", "warning.never", "munitions.released", "cost.shots",
       "cost.defence", "cost.exchange", "rounds.missiles", "rounds.gun")  # fmt: skip
BAD_KINDS = ("neutral.", "false.", "airport.", "debris.")


@dataclass(frozen=True)
class Placement:
    """The answer of the command: candidates by name in the order given, and what was selected."""

    question: str
    measure: str
    label: str
    unit: str
    more: bool  # whether more of the measure is better for the defender
    candidates: Mapping[str, Mapping[str, str]]
    selected: Selected
    provenance: Provenance
    nothing: tuple[int, int] = (0, 0)  # draws without anything to measure, and all of all candidates

    def _repr_html_(self) -> str:
        """For notebooks."""
        import shorad

        return shorad.html(self)


def combinations(choose: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Every combination of the values of some paths, each with a name."""
    out: dict[str, dict[str, Any]] = {}
    for chosen in product(*(list(values) for values in choose.values())):
        settings = dict(zip(choose, chosen, strict=True))
        texts = as_settings(settings)
        out[", ".join(f"{path.rpartition('.')[2]} {text}" for path, text in texts.items())] = settings
    return out


def place(
    scenario: Scenario,
    candidates: Mapping[str, Mapping[str, Any]],
    *,
    places: Mapping[str, Mapping[str, Issue]] | None = None,
    measure: str | None = None,
    how: How | None = None,
    progress: Callable[[Progress], None] | None = None,
    **hows: Any,
) -> Placement:
    """Select the candidate that is best for the defender by one of his measures.

    `candidates` maps names to settings of `defence.` and `posts.` paths, `places` to where these were written, for
    errors. `draws` is the most that any candidate gets.
    ScenarioError for other paths, a measure that is not his, fewer than two candidates or 16 draws.
    """
    how, settings = how or How(**hows), {name: as_settings(each) for name, each in candidates.items()}
    _check(settings)
    resolved = {}
    for name, each in settings.items():
        with told_at((places or {}).get(name, {})):
            resolved[name] = resolve(changed(scenario, each))
    about = about_of(next(iter(resolved.values())))
    asked = measure or about.answer
    ratios = {name: Ratios(definition_of(each, asked)) for name, each in resolved.items()}
    more = better(asked)
    run, meter = scenario.run, Meter(progress)
    draws, count = how.draws or max(16, 2 * run.draws), how.replicates or run.replicates
    made = provenance(
        scenario.origin.file, scenario.origin.text, overrides_of(scenario),
        how.seed_of(scenario), draws, count, how.cores,
    )  # fmt: skip
    with job_of("place", made, how, meter) as job:
        meter.start("placing", len(settings) * draws * count + max(8, draws // 2) * 2 * count)
        names = list(settings)
        works = {name: Work(each, job.seed) for name, each in resolved.items()}

        def sample(chosen: Sequence[int], numbers: range) -> list[Cells]:
            found = _cells(job, [(works[names[i]], ratios[names[i]]) for i in chosen], numbers, count)
            return found if more else [-each for each in found]

        selected = select(len(names), sample, draws)
    first = next(iter(ratios.values())).definition
    nothing = sum(each.empty for each in ratios.values()), sum(each.seen for each in ratios.values())
    return Placement(
        about.question, asked, first.label, first.unit, more, settings, selected,
        replace(made, seconds=meter.seconds), nothing,
    )  # fmt: skip


def better(measure: str) -> bool:
    """Whether more of a measure is better for the defender. ScenarioError for one that is not his to choose by."""
    if measure in BAD or measure.endswith(".leakers") or measure.startswith(BAD_KINDS):
        return False
    if measure.endswith(GOOD):
        return True
    right = "choose by a survival, kills, warning.time, leakers, damage.value or a cost of the defence"
    raise ScenarioError(f"{measure} is no measure of the defender", right, "--measure")


def _check(candidates: Mapping[str, Mapping[str, str]]) -> None:
    if len(candidates) < 2:
        right = 'write a place: block with candidates, or --choose "defence.pantsir.at=[0 km, 1 km],[2 km, 0 km]"'
        raise ScenarioError(f"{len(candidates)} candidates are no choice", right)
    for name, settings in candidates.items():
        for path in settings:
            if not path.startswith(OWN):
                right = "candidates set paths below defence. or posts."
                raise ScenarioError(f"candidate {name} changes {path}, which is not the defender's", right)


def _cells(job: Job, those: Sequence[tuple[Work, Ratios]], numbers: range, count: int) -> list[Cells]:
    """(draws, replicates) of each candidate."""
    cases, n = [(work, Case(k, range(count))) for work, _ in those for k in numbers], len(numbers)
    seen = see_each(job, cases, lambda i, outcomes: those[i // n][1].see(outcomes))
    return [ratios.numbers(seen[i * n : (i + 1) * n]) for i, (_, ratios) in enumerate(those)]
