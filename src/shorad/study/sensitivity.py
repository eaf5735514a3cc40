"""`shorad study sensitivity`: which unknowns matter. Screening over all, Sobol indices of the strongest, the rest free.

`ask` works on any `Subject`: a scenario, or a formula whose indices are known, take the same path.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

import numpy as np

from shorad.compile import resolve
from shorad.errors import ScenarioError, suggest
from shorad.results.provenance import Provenance, provenance
from shorad.results.results import Results
from shorad.study.again import known
from shorad.study.given import LEAST as LEAST_GIVEN
from shorad.study.given import Given, given_data
from shorad.study.how import How, job_of
from shorad.study.montecarlo import about_of
from shorad.study.morris import Effect, morris
from shorad.study.overrides import overrides_of
from shorad.study.sampling import Meter, Progress
from shorad.study.sobol import LEAST, Sobol, sobol
from shorad.study.subject import Cells, Cube, Subject, definition_of, scenario_subject
from shorad.study.swing import Swing, swings

if TYPE_CHECKING:
    from shorad.spec import Scenario

Start = Callable[[str, int], None]
PLAIN = 1 << 25  # numbers of the luck of plain draws, apart from those of Sobol's points and of the screening


@dataclass(frozen=True)
class Plan:
    """How much to spend: trajectories x (unknowns + 1) x looks runs to screen, points x (4 + top) x replicates more."""

    trajectories: int = 10
    looks: int = 2  # replicates at each point of a trajectory, even
    points: int = 128  # rounded up to a power of two
    replicates: int = 4
    top: int = 8  # unknowns with Sobol indices: half those that the screening saw, half those that plain draws saw
    only: tuple[str, ...] = ()  # those instead, by path or pattern


@dataclass(frozen=True)
class Parts:
    """What was found. `screening` is empty when there was nothing to leave out; `sobol` None for runs made anyway."""

    screening: tuple[Effect, ...]
    sobol: Sobol | None
    given: tuple[Given, ...]  # first-order shares of all unknowns, largest first
    swings: tuple[Swing, ...]
    draws: int  # behind `given` and `swings`


@dataclass(frozen=True)
class Sensitivity:
    """The answer of the command."""

    question: str
    measure: str
    label: str
    unit: str
    hypotheses: frozenset[str]
    parts: Parts
    plan: Plan | None  # None: read from a result
    provenance: Provenance
    nothing: tuple[int, int] = (0, 0)  # points without anything to measure, and all of them

    def _repr_html_(self) -> str:
        """For notebooks."""
        import shorad

        return shorad.html(self)


def ask(subject: Subject, plan: Plan, seed: int = 1, start: Start | None = None) -> Parts:
    """Screen all unknowns, then Sobol indices of the strongest (or of `plan.only`), then what the same runs say of all.

    ScenarioError for too few points or trajectories, and for a pattern that names no unknown.
    """
    if plan.points < LEAST:
        raise ScenarioError(f"{plan.points} points are too few for Sobol indices", f"ask for {LEAST} or more: --points")
    told: Start = start or (lambda label, runs: None)
    points = 1 << (plan.points - 1).bit_length()
    chosen = _named(subject, plan.only)
    screening: tuple[Effect, ...] = ()
    extra: tuple[Cube, Cells] | None = None
    if not plan.only and subject.size > plan.top:
        told("plain draws", 2 * points * plan.replicates)
        extra = _plain(subject, 2 * points, plan.replicates, seed)
        told("screening", plan.trajectories * (subject.size + 1) * plan.looks)
        screening = morris(subject, plan.trajectories, plan.looks, seed)
        chosen = _strongest(given_data(subject.names, *extra, subject), screening, plan.top)
    told("Sobol indices", points * (2 + len(chosen)) * plan.replicates)
    found = sobol(subject, points, plan.replicates, seed, chosen)
    sample = found.sample if extra is None else _joined(extra, found.sample)
    given = given_data(subject.names, *sample, subject)
    return Parts(screening, found, given, swings(subject.names, *sample, subject), len(sample[0]))


def _plain(subject: Subject, draws: int, replicates: int, seed: int) -> tuple[Cube, Cells]:
    points = np.random.default_rng([seed, PLAIN]).random((draws, subject.size))
    return points, subject.evaluate(points, PLAIN, replicates)


def _joined(a: tuple[Cube, Cells], b: tuple[Cube, Cells]) -> tuple[Cube, Cells]:
    return np.concatenate([a[0], b[0]]), np.concatenate([a[1], b[1]])


def _strongest(given: Sequence[Given], screening: Sequence[Effect], top: int) -> list[str]:
    """Names that either way saw, taken in turns."""
    turns = (each.name for pair in zip(given, screening, strict=True) for each in pair)
    return list(dict.fromkeys(turns))[:top]


def _named(subject: Subject, only: Sequence[str]) -> list[str]:
    if not only:
        return list(subject.names)
    for pattern in only:
        if not any(fnmatchcase(name, pattern) for name in subject.names):
            raise ScenarioError(f'nothing unknown is called "{pattern}"', suggest(pattern, subject.names, 6), "--only")
    return [name for name in subject.names if any(fnmatchcase(name, pattern) for pattern in only)]


def sensitivity(
    scenario: Scenario | None = None,
    *,
    measure: str | None = None,
    plan: Plan | None = None,
    how: How | None = None,
    progress: Callable[[Progress], None] | None = None,
    results: Results | None = None,
    **hows: Any,
) -> Sensitivity:
    """Which unknowns move one measure of a scenario; or what `results` of an earlier run say of it, at no cost.

    ScenarioError for what does not exist or is too little; KeyboardInterrupt when stopped.
    """
    if results is not None:
        return _given(results, measure)
    if scenario is None:
        raise ScenarioError("nothing to study", "give a scenario, or results of a run")
    spend, told = plan or Plan(), how or How(**hows)
    resolved = resolve(scenario)
    if not resolved.addresses:
        raise ScenarioError(
            "everything in this scenario is known exactly", "give a number a range", scenario.origin.file
        )
    if spend.replicates < 2:
        right = "ask for 2 or more, better 4: --replicates 4"
        raise ScenarioError("with one replicate per point luck would count as ignorance", right)
    about, meter = about_of(resolved), Meter(progress)
    asked = measure or about.answer
    definition = definition_of(resolved, asked)
    made = provenance(
        scenario.origin.file, scenario.origin.text, overrides_of(scenario), told.seed_of(scenario),
        1 << (spend.points - 1).bit_length() if spend.points > 0 else 0, spend.replicates, told.cores,
    )  # fmt: skip
    with job_of("study sensitivity", made, told, meter) as job:
        subject = scenario_subject(resolved, job, asked)
        parts = ask(subject, spend, job.seed, meter.start)
    return Sensitivity(
        about.question, asked, definition.label, definition.unit, frozenset(resolved.hypotheses), parts, spend,
        replace(made, seconds=meter.seconds), subject.ratios.nothing if subject.ratios else (0, 0),
    )  # fmt: skip


def _given(results: Results, measure: str | None) -> Sensitivity:
    asked = measure or results.about.answer
    have = known(results, asked)
    subject = have.subject
    if len(have.points) < LEAST_GIVEN:
        raise ScenarioError(
            f"the result has {len(have.points)} draws, too few for given-data indices",
            f"run it with {LEAST_GIVEN} or more, better 100: --draws 100",
        )
    parts = Parts(
        (), None, given_data(subject.names, have.points, have.cells, subject),
        swings(subject.names, have.points, have.cells, subject), len(have.points),
    )  # fmt: skip
    label = results[asked]
    hypotheses = frozenset(name for i, name in enumerate(subject.names) if subject.sides(i))
    return Sensitivity(
        results.about.question,
        asked,
        label.label,
        label.unit,
        hypotheses,
        parts,
        None,
        results.provenance,
        have.nothing,
    )
