"""`shorad flip`: the most plausible single change of what is not known that turns the answer of a scenario."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from shorad.compile import Resolved, resolve
from shorad.compile.draw import quantile
from shorad.errors import ScenarioError
from shorad.results.measures import Definition
from shorad.results.provenance import Provenance, provenance
from shorad.spec.quantity import Quantity
from shorad.study.cases import see_each
from shorad.study.how import How, job_of
from shorad.study.items import Case, Work
from shorad.study.montecarlo import about_of
from shorad.study.overrides import overrides_of
from shorad.study.ratios import Ratios
from shorad.study.sampling import Job, Meter, Progress
from shorad.study.subject import definition_of
from shorad.study.turn import END, Cells, Change, Effort, Search, Turned, search
from shorad.study.variants import Variant
from shorad.units import format_si, parse

if TYPE_CHECKING:
    from shorad.spec import Scenario


Side = tuple[Resolved, Ratios]  # the scenario as it stands; then a variant


@dataclass(frozen=True)
class Found:
    """A change that turns the answer (or comes near), in words of the scenario."""

    turned: Turned
    written: str  # the value as after --set path=; of an alternative its name
    settable: bool  # whether --set does exactly this (not for the mode of a spread drawn in each replicate)
    nominal: str
    density: float  # of the value over that of the most probable one, 0 to 1; of an alternative its weight over that


@dataclass(frozen=True)
class Flip:
    """The answer of the command."""

    question: str
    measure: str
    label: str
    unit: str
    search: Search
    found: tuple[Found, ...]
    nearest: tuple[Found, ...]
    provenance: Provenance
    nothing: tuple[int, int] = (0, 0)  # draws without anything to measure, and all of all changes
    variant: str = ""  # what is compared with the scenario as it stands: `measure` is the difference

    def _repr_html_(self) -> str:
        """For notebooks."""
        import shorad

        return shorad.html(self)


def flip(
    scenario: Scenario,
    *,
    measure: str | None = None,
    threshold: float | None = None,
    variant: Variant | None = None,
    effort: Effort | None = None,
    how: How | None = None,
    progress: Callable[[Progress], None] | None = None,
    **hows: Any,
) -> Flip:
    """Changes of single unknowns that carry `measure` across `threshold`, the most plausible first.

    `threshold` is the scenario's by default, 0.5 for a share without one. With a `variant` the answer is by how much
    the measure is higher there under equal luck, and what turns it makes the comparison come out the other way round:
    across 0, or the difference stated. ScenarioError for a measure without a
    threshold or with one that it cannot reach, and for too few draws; KeyboardInterrupt when stopped.
    """
    how, resolved, meter = how or How(**hows), resolve(scenario), Meter(progress)
    about = about_of(resolved)
    asked = measure or about.answer
    definition = definition_of(resolved, asked)
    sides = [(resolved, Ratios(definition))]
    if variant is None:
        limit = _threshold(scenario, definition, threshold, own=asked == about.answer)
    else:
        limit, other = threshold or 0.0, resolve(variant.scenario)
        sides.append((other, Ratios(definition_of(other, asked))))
    run = scenario.run
    spend = replace(effort or Effort(), draws=how.draws or run.draws, replicates=how.replicates or run.replicates)
    made = provenance(
        scenario.origin.file, scenario.origin.text, overrides_of(scenario), how.seed_of(scenario), spend.draws,
        spend.replicates, how.cores,
    )  # fmt: skip
    changes = list({(each.path, each.u, each.branch): each for one, _ in sides for each in _changes(one)}.values())
    bounded = (
        definition.bottom is None and variant is None
    )  # numbers of a ratio are linearised, differences go either way
    upper = definition.upper if bounded else None
    with job_of("flip", made, how, meter) as job:
        few = min(spend.screen[0], spend.draws) * min(spend.screen[1], spend.replicates)
        runs = len(changes) * few + (1 + spend.weigh) * spend.draws * spend.replicates
        meter.start("looking", len(sides) * runs)
        said = search(changes, _evaluate(sides, job), limit, spend, upper)
    told, near = (tuple(_found(_home(sides, each.change.path), each) for each in some)
                  for some in (said.turned, said.nearest))  # fmt: skip
    label = definition.label if variant is None else f"{definition.label}, {variant.name} less as it stands"
    empty, seen = (sum(each) for each in zip(*(ratios.nothing for _, ratios in sides), strict=True))
    return Flip(
        about.question, asked, label, definition.unit, replace(said, runs=said.runs * len(sides)), told, near,
        replace(made, seconds=meter.seconds), (empty, seen), _written(variant),
    )  # fmt: skip


def _written(variant: Variant | None) -> str:
    """The variant as after --variant."""
    settings = "; ".join(f"{path}={value}" for path, value in variant.settings) if variant else ""
    return f"{variant.name}: {settings}" if variant else ""


def _home(sides: Sequence[Side], path: str) -> Resolved:
    """The scenario, or the variant where it alone leaves the path unknown."""
    return next(one for one, _ in sides if path in one.hypotheses or path in one.uncertain)


def _threshold(scenario: Scenario, definition: Definition, given: float | None, own: bool) -> float:
    """The number to cross, in the unit of the measure (shares from 0 to 1)."""
    if given is None and own and scenario.threshold is not None:
        given = scenario.threshold.number
    if given is None and definition.unit == "share":
        given = 0.5
    if given is None:
        raise ScenarioError(f"{definition.path} has no threshold", "state one: --threshold 2", "--threshold")
    top = math.inf if definition.upper is None else definition.upper
    if not 0.0 < given < top:
        right = f"write a number above 0{f' and below {top:g}' if top < math.inf else ''}"
        raise ScenarioError(f"{definition.path} cannot cross {given:g}", right, "--threshold")
    return given


# ---- what may be changed ---------------------------------------------------------------------
def _changes(resolved: Resolved) -> Iterator[Change]:
    for path, hypothesis in resolved.hypotheses.items():
        total = sum(branch.weight for branch in hypothesis.branches.values())
        for name, branch in hypothesis.branches.items():
            if len(hypothesis.branches) > 1 and branch.weight > 0.0:
                yield Change(path, branch=name, weight=branch.weight / total)
    for path in resolved.uncertain:
        if _quantity(resolved, path).varies:
            yield from (Change(path, u) for u in (END, 1.0 - END))


def _quantity(resolved: Resolved, path: str) -> Quantity:
    """What is believed of a number: that of the heaviest branch which sets it, or its own."""
    for hypothesis in resolved.hypotheses.values():
        heaviest = hypothesis.branches[str(resolved.nominal[hypothesis.path])]
        if path in heaviest.overlay:
            return heaviest.overlay[path]
    return resolved.parameters[path].quantity


def _value(resolved: Resolved, change: Change) -> tuple[float | str, str]:
    """The value of a change as a number that a person would write, and how he writes it."""
    if change.branch:
        return change.branch, change.branch
    quantity = _quantity(resolved, change.path)
    exact = quantile(quantity, change.u, resolved.parameters[change.path].integer)
    text = format_si(float(f"{exact:.3g}"), quantity.dimension)
    return parse(text, quantity.dimension), text


def _evaluate(sides: Sequence[Side], job: Job) -> Callable[[Sequence[Change | None], range, int], list[Cells]]:
    works = [Work(resolved, job.seed) for resolved, _ in sides]

    def held(resolved: Resolved, change: Change | None) -> tuple[tuple[str, float | str], ...]:
        """Nothing where a variant states the value itself."""
        if change is None or not (change.path in resolved.hypotheses or change.path in resolved.uncertain):
            return ()
        return ((change.path, _value(resolved, change)[0]),)

    def of(side: int, changes: Sequence[Change | None], draws: range, count: int) -> list[Cells]:
        (resolved, ratios), work, n = sides[side], works[side], len(draws)
        fixed = [held(resolved, change) for change in changes]
        cases = ((work, Case(k, range(count), each)) for each in fixed for k in draws)
        seen = see_each(job, cases, lambda _, outcomes: ratios.see(outcomes))
        return [ratios.numbers(seen[i * n : (i + 1) * n]) for i in range(len(changes))]

    def cells(changes: Sequence[Change | None], draws: range, count: int) -> list[Cells]:
        base = of(0, changes, draws, count)
        if len(sides) == 1:
            return base
        return [there - here for there, here in zip(of(1, changes, draws, count), base, strict=True)]

    return cells


def _found(resolved: Resolved, turned: Turned) -> Found:
    change = turned.change
    written = _value(resolved, change)[1]
    nominal = resolved.nominal[change.path]
    if change.branch:
        heaviest = max(branch.weight for branch in resolved.hypotheses[change.path].branches.values())
        mine = resolved.hypotheses[change.path].branches[change.branch].weight
        return Found(turned, written, True, str(nominal), mine / heaviest)
    quantity = _quantity(resolved, change.path)
    density = _density(quantity, float(_value(resolved, change)[0]))
    said = format_si(float(nominal), quantity.dimension)
    return Found(turned, written, quantity.chance is None, said, density)


def _density(q: Quantity, x: float) -> float:
    """Density at x over that at the mode, on the scale of the distribution (logarithmic for log_...)."""
    if "triangular" not in q.distribution:
        return 1.0
    low, mode, high = q.low, q.number, q.high
    if q.distribution.startswith("log_"):
        low, mode, high, x = (math.log(each) for each in (low, mode, high, x))
    side = low if x < mode else high
    return 1.0 if side == mode else min(max((x - side) / (mode - side), 0.0), 1.0)
