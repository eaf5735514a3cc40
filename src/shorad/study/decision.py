"""Runs the options of a decision under equal luck and equal unknowns, and prices knowledge for whoever decides."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from shorad.compile import Resolved, build, draw, resolve
from shorad.compile.draw import uniforms
from shorad.errors import ScenarioError, suggest
from shorad.results.columns import Outcomes, cast_of
from shorad.results.measures import Definition, find
from shorad.study.sampling import Job, Meter, Progress, all_threads, interruptible, replicates
from shorad.study.subject import StoppedError, branch_ends, column
from shorad.study.worth import Decision as Choice
from shorad.study.worth import Worth, decide, evpi, evppi, evsi

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
    singles: tuple[Worth, ...]  # largest first
    payoffs: Array
    points: Array  # (draws, unknowns) in the unit cube
    names: tuple[str, ...]
    seed: int
    seconds: float


@dataclass(frozen=True)
class _Known:
    """The unknowns of all options: names, where each draw took them, branches of hypotheses."""

    names: tuple[str, ...]
    points: Array
    ends: tuple[tuple[float, ...], ...]

    def worth(self, name: str, rows: list[int], payoffs: Array, ceiling: Worth) -> Worth:
        return evppi(name, self.points[:, rows], payoffs, ceiling, [self.ends[i] for i in rows])


def price(
    decision: Decision,
    load: Callable[..., Any],
    draws: int | None = None,
    replicates: int | None = None,
    seed: int | None = None,
    threads: int | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Priced:
    """Price what is not known. `load(scenario, settings)` gives a Scenario. ScenarioError; KeyboardInterrupt."""
    options = {
        name: resolve(load(decision.scenario, settings(option.set))) for name, option in decision.options.items()
    }
    paid = _terms(decision, options)
    names = tuple(dict.fromkeys(path for resolved in options.values() for path in resolved.addresses))
    groups = {name: _members(name, patterns, names) for name, patterns in decision.groups.items()}
    meter, run = Meter(progress), decision.run
    with interruptible() as stopped:
        job = Job(
            run.seed if seed is None else seed, draws or run.draws, replicates or run.replicates,
            threads or all_threads(), meter, stopped,
        )  # fmt: skip
        payoffs = np.stack(
            [_option(job, name, options[name], paid[name]) - decision.options[name].cost.number for name in options],
            axis=2,
        )
    known = _Known(names, _points(options, names, job), tuple(_ends(options.values(), path) for path in names))
    return _report(decision, payoffs, known, groups, job, meter.seconds)


def settings(changed: Mapping[str, Any]) -> dict[str, str]:
    """Values of an option as they would be written after `--set path=`."""
    return {path: value if isinstance(value, str) else json.dumps(value) for path, value in changed.items()}


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
            raise ScenarioError(str(missing[0].args[0]), right, path=f"payoff.{index}.measure")
    return paid


def _members(name: str, patterns: tuple[str, ...], names: tuple[str, ...]) -> list[int]:
    found = [i for i, path in enumerate(names) if any(fnmatchcase(path, pattern) for pattern in patterns)]
    if not found:
        right = suggest(patterns[0].rstrip("*.") if patterns else name, sorted({path.split(".")[0] for path in names}))
        raise ScenarioError(f"group {name} holds nothing that is not known", right, path=f"groups.{name}")
    return found


def _option(job: Job, name: str, resolved: Resolved, paid: Paid) -> Array:
    """(draws, replicates) payoffs of one option."""
    job.meter.start(name, job.draws * job.replicates)
    return np.array([_payoff(job, resolved, paid, k) for k in range(job.draws)])


def _payoff(job: Job, resolved: Resolved, paid: Paid, k: int) -> Array:
    outcomes: Outcomes = replicates(build(resolved, draw(resolved, job.seed, k)), job, k, range(job.replicates))
    if len(outcomes.run) < job.replicates:
        raise KeyboardInterrupt from StoppedError()
    zero = np.zeros(job.replicates)
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
    decision: Decision, payoffs: Array, known: _Known, groups: Mapping[str, list[int]], job: Job, seconds: float
) -> Priced:
    choice = decide(tuple(decision.options), payoffs)
    everything = evpi(payoffs)
    singles = [known.worth(path, [i], payoffs, everything) for i, path in enumerate(known.names)]
    cells = payoffs.mean(axis=1)
    return Priced(
        decision, choice, tuple(map(float, cells.std(axis=0, ddof=1) / np.sqrt(len(cells)))), everything,
        tuple(known.worth(name, rows, payoffs, everything) for name, rows in groups.items()),
        tuple(
            evsi(name, known.points[:, groups[look.group]], look.error, payoffs, ceiling=everything)
            for name, look in decision.looks.items()
        ),
        tuple(sorted(singles, key=lambda each: -each.value)[:SINGLES]),
        payoffs, known.points, known.names, job.seed, seconds,
    )  # fmt: skip
