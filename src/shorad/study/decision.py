"""Runs the options of a decision under equal luck and equal unknowns, and prices knowledge for whoever decides."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from shorad.compile import Resolved, build, draw, resolve
from shorad.compile.draw import uniforms
from shorad.errors import ScenarioError, suggest
from shorad.results.columns import Outcomes, cast_of
from shorad.results.measures import Definition, find
from shorad.results.provenance import Provenance, provenance
from shorad.study.cases import see_each
from shorad.study.how import How, job_of
from shorad.study.items import Case, Work
from shorad.study.sampling import Job, Meter, Progress
from shorad.study.subject import branch_ends, column
from shorad.study.variants import as_settings
from shorad.study.worth import Decision as Choice
from shorad.study.worth import Parts, Worth, decide, evpi, evppi, evsi

if TYPE_CHECKING:
    from shorad.spec.decision import Decision

Array = NDArray[np.float64]
SINGLES = 12  # unknowns priced one by one in the report, those worth most
Paid = list[tuple[float, Definition]]


@dataclass(frozen=True)
class Priced:
    """What a study of a decision gives back. Payoffs are (draws, replicates, options), USD."""

    decision: Decision
    choice: Choice
    errors: tuple[float, ...]  # standard error of each option's mean payoff, clustered by draw
    everything: Worth
    groups: tuple[Worth, ...]
    looks: tuple[Worth, ...]
    sizes: tuple[int, ...]  # unknowns in each group
    singles: tuple[Worth, ...]  # largest first
    payoffs: Array
    points: Array  # (draws, unknowns) in the unit cube
    names: tuple[str, ...]
    made: Provenance

    def _repr_html_(self) -> str:
        """For notebooks."""
        import shorad

        return shorad.html(self)


@dataclass(frozen=True)
class _Known:
    """The unknowns of all options: names, where each draw took them, branches of hypotheses."""

    names: tuple[str, ...]
    points: Array
    ends: tuple[tuple[float, ...], ...]

    def worth(self, name: str, rows: list[int], payoffs: Array, ceiling: Worth, parts: Parts = ()) -> Worth:
        return evppi(name, self.points[:, rows], payoffs, ceiling, [self.ends[i] for i in rows], parts)


def price(
    decision: Decision,
    load: Callable[..., Any],
    how: How | None = None,
    progress: Callable[[Progress], None] | None = None,
    **hows: Any,
) -> Priced:
    """Price what is not known. `load(scenario, settings)` gives a Scenario; `hows` are those of `How`.

    ScenarioError; KeyboardInterrupt when stopped.
    """
    options = {name: _resolved(decision, name, load) for name in decision.options}
    paid = _terms(decision, options)
    names = tuple(dict.fromkeys(path for resolved in options.values() for path in resolved.addresses))
    groups = {name: _members(decision, name, patterns, names) for name, patterns in decision.groups.items()}
    how, meter, run = how or How(**hows), Meter(progress), decision.run
    made = provenance(
        decision.file, decision.text, (), run.seed if how.seed is None else how.seed, how.draws or run.draws,
        how.replicates or run.replicates, how.cores,
    )  # fmt: skip
    if made.replicates < 2:
        right = "ask for 2 or more: --replicates 2"
        raise ScenarioError("with one replicate per draw luck cannot be taken off the value of knowing", right)
    with job_of("study value", made, how, meter) as job:
        payoffs = np.stack(
            [_option(job, name, options[name], paid[name]) - decision.options[name].cost.number for name in options],
            axis=2,
        )
    known = _Known(names, _points(options, names, job), tuple(_ends(options.values(), path) for path in names))
    return _report(decision, payoffs, known, groups, replace(made, seconds=meter.seconds))


def _resolved(decision: Decision, name: str, load: Callable[..., Any]) -> Resolved:
    """The scenario under one option. What is wrong with a setting is said at its line of the decision."""
    asked = as_settings(decision.options[name].set)
    return decision.settled(lambda base, given: resolve(load(base, given)), asked, f"options.{name}.set")


def _terms(decision: Decision, options: Mapping[str, Resolved]) -> dict[str, Paid]:
    """What each option pays by. A measure of something that an option does without counts nothing there."""
    paid: dict[str, Paid] = {name: [] for name in options}
    for index, term in enumerate(decision.payoff):
        missing: list[KeyError] = []
        for name, resolved in options.items():
            built = build(resolved, draw(resolved, 0, -1))
            try:
                paid[name].append((term.price.number, find(cast_of(built.model, built.names), term.measure)))
            except KeyError as error:
                missing.append(error)
        if len(missing) == len(options):
            right = "shorad run SCENARIO --json lists all measures"
            raise decision.error(f"payoff.{index}.measure", str(missing[0].args[0]), right)
    return paid


def _members(decision: Decision, name: str, patterns: tuple[str, ...], names: tuple[str, ...]) -> list[int]:
    """Rows of the unknowns that the patterns of a group name; each pattern must name one at least."""
    found: dict[int, None] = {}
    for number, pattern in enumerate(patterns):
        rows = [i for i, path in enumerate(names) if fnmatchcase(path, pattern)]
        if not rows:
            near = suggest(pattern.rstrip("*."), names, 6)
            raise decision.error(f"groups.{name}.{number}", f'"{pattern}" is nothing that is not known', near)
        found.update(dict.fromkeys(rows))
    if not found:
        raise decision.error(f"groups.{name}", "an empty group", 'name unknowns, such as "pantsir_s1.gun.*"')
    return sorted(found)


def _option(job: Job, name: str, resolved: Resolved, paid: Paid) -> Array:
    """(draws, replicates) payoffs of one option; the draws share the threads."""
    job.meter.start(name, job.draws * job.replicates)
    work = Work(resolved, job.seed)
    cases = ((work, Case(k, range(job.replicates))) for k in range(job.draws))
    return np.array(see_each(job, cases, lambda _, outcomes: _payoff(outcomes, paid)))


def _payoff(outcomes: Outcomes, paid: Paid) -> Array:
    zero = np.zeros(len(outcomes.run))
    if not len(zero):
        return zero
    return np.asarray(sum((worth * column(measure, outcomes) for worth, measure in paid), zero), dtype=np.float64)


def _points(options: Mapping[str, Resolved], names: tuple[str, ...], job: Job) -> Array:
    """Where each draw lies in the unit cube: the same for every option that has the unknown."""
    out = np.full((job.draws, len(names)), 0.5)
    at = {path: i for i, path in enumerate(names)}
    for resolved in options.values():
        columns = [at[path] for path in resolved.addresses]
        for k in range(job.draws):
            out[k, columns] = uniforms(resolved.address_words, job.seed, k)
    return out


def _ends(options: Iterable[Resolved], path: str) -> tuple[float, ...]:
    return next((branch_ends(resolved, path) for resolved in options if path in resolved.addresses), ())


def _report(
    decision: Decision, payoffs: Array, known: _Known, groups: Mapping[str, list[int]], made: Provenance
) -> Priced:
    choice = decide(tuple(decision.options), payoffs)
    everything = evpi(payoffs)
    singles = [known.worth(path, [i], payoffs, everything) for i, path in enumerate(known.names)]
    cells = payoffs.mean(axis=1)
    return Priced(
        decision, choice, tuple(map(float, cells.std(axis=0, ddof=1) / np.sqrt(len(cells)))), everything,
        tuple(known.worth(name, rows, payoffs, everything, _parts(rows, groups)) for name, rows in groups.items()),
        tuple(
            evsi(
                name, known.points[:, (rows := groups[look.group])], look.error, payoffs, ceiling=everything,
                ends=[known.ends[i] for i in rows], parts=_parts(rows, groups),
            )
            for name, look in decision.looks.items()
        ),
        tuple(map(len, groups.values())), tuple(sorted(singles, key=lambda each: -each.value)[:SINGLES]),
        payoffs, known.points, known.names, made,
    )  # fmt: skip


def _parts(rows: list[int], groups: Mapping[str, list[int]]) -> list[list[int]]:
    """Groups that lie inside a group, as places in it."""
    inside = (other for other in groups.values() if set(other) < set(rows))
    return [[rows.index(i) for i in other] for other in inside]
