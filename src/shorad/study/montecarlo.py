"""From a scenario to `Results`: the mixture, then each state of readiness or step of a sweep, then but-for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from shorad.compile import Resolved, build, draw, explain, resolve, sources_used
from shorad.compile.beside import reads
from shorad.errors import ScenarioError, suggest
from shorad.results.butfor import asked_kind
from shorad.results.columns import cast_of
from shorad.results.measures import definitions, find
from shorad.results.provenance import About, Input, Provenance, provenance
from shorad.results.results import Part, Results, condition
from shorad.results.words import READINESS
from shorad.spec.load import parse_scenario
from shorad.study.butfor import CAP, butfor
from shorad.study.cases import StoppedError
from shorad.study.executors import executor as executor_of
from shorad.study.items import Value, Work
from shorad.study.overrides import as_text, overrides_of
from shorad.study.sampling import Job, Meter, Progress, Sample, all_threads, interruptible, sample
from shorad.study.stopping import MOST, Width, known, per_draw, width
from shorad.study.stopping import until as stop_at

if TYPE_CHECKING:
    from shorad.spec import Scenario

Cases = dict[str, tuple[float, Mapping[str, Value]]]
UNCONFIRMED = {"GUESS": "guess", "unverified": "unverified"}  # basis of an explain row -> of an Input


def run(
    scenario: Scenario,
    *,
    replicates: int | None = None,
    draws: int | None = None,
    seed: int | None = None,
    threads: int | None = None,
    but_for: bool = True,
    parts: bool = True,
    progress: Callable[[Progress], None] | None = None,
    executor: str = "threads",
    out: str | Path | None = None,
    resume: bool = False,
    until: str = "",
    most: int | None = None,
) -> Results:
    """Run a scenario: `draws` draws of what is not known with `replicates` chance replicates each.

    None: as the scenario's `run:` says, on all threads. `parts=False` leaves out `split:` and `sweep:`. Ctrl-C keeps
    what is finished (`provenance.interrupted`); before the first replicate it raises KeyboardInterrupt. `executor` is
    who runs the replicates (`study.executors.executor`). With `out` the results go to that folder, and every finished
    work item while the run goes on: with `resume` a run that was killed continues there and ends with the same bits.
    `until` ("assets.depot.survival +- 0.02") adds draws until the interval is that narrow, `most` at most; `draws` is
    then what it begins with (`study.stopping`).
    Raises ScenarioError, and EngineError for a replicate without a result.
    """
    resolved = resolve(scenario)
    about = about_of(resolved)
    meter = Meter(progress)
    with interruptible() as stopped:
        job = Job(
            scenario.run.seed if seed is None else seed, scenario.run.draws if draws is None else draws,
            scenario.run.replicates if replicates is None else replicates,
            all_threads() if threads is None else threads, meter, stopped, executor_of(executor),
        )  # fmt: skip
        rule = _rule(resolved, about, until, most)
        made = replace(_provenance(resolved, job), stopping=str(rule[0]) if rule else "")
        asked = Asked(resolved, about, made, but_for, parts, rule)
        try:
            if out is None:
                return _all_of_it(asked, job)
            from shorad.study.kept import kept  # the database only where something is kept

            return kept(Path(out), resume, made, job, partial(_all_of_it, asked))
        finally:
            job.executor.close()


def results_of(scenario: Scenario, job: Job, label: str) -> Results:
    """A scenario for a study that has a job and has counted its replicates: no but-for, no parts.

    StoppedError when nothing of it is finished; `provenance.interrupted` when something is not.
    """
    resolved, began = resolve(scenario), job.meter.seconds
    job.meter.start(label)
    found = sample(resolved, job, part=Work(resolved, job.seed).part)
    if found is None:
        raise StoppedError
    short = len(found.outcomes.run) < job.draws * job.replicates
    made = replace(_provenance(resolved, job), seconds=job.meter.seconds - began, interrupted=short)
    return _results(found, about_of(resolved), made)


def _provenance(resolved: Resolved, job: Job) -> Provenance:
    origin = resolved.scenario.origin
    made = provenance(
        origin.file, origin.text, overrides_of(resolved.scenario), job.seed, job.draws, job.replicates, job.threads
    )  # fmt: skip
    return replace(made, files=resolved.files, reads=reads(resolved.scenario))


class Asked(NamedTuple):
    """What a run is of, and how much of it is wanted."""

    resolved: Resolved
    about: About
    made: Provenance
    but_for: bool
    parts: bool
    rule: tuple[Width, int] | None = None  # until how narrow, and after how many draws to give up


def _rule(resolved: Resolved, about: About, until: str, most: int | None) -> tuple[Width, int] | None:
    """What `--until` says. ScenarioError for a measure that is not there, and for a limit without a rule."""
    if not until:
        if most is not None:
            raise ScenarioError("a largest number of draws needs something to run until", "add --until")
        return None
    found = width(until, about.answer)
    known(found.path, [each.path for each in definitions(cast_of(*_nominal(resolved)))])
    return found, most or MOST


def _all_of_it(asked: Asked, job: Job) -> Results:
    """The mixture, its parts, but-for: what the job's shelf has of them is not run again."""
    resolved, about, made, meter = asked.resolved, asked.about, asked.made, job.meter
    whole, job, said = _whole(asked, job)
    if whole is None:
        raise KeyboardInterrupt
    made = replace(made, draws=job.draws, stopping=said)
    results = _results(whole, about, made)
    if asked.parts and not job.stopped():
        more = (*_split(resolved, job, results), *_sweep(resolved.scenario, job, results))
        results = replace(results, parts=more)
    if asked.but_for and not job.stopped():
        results = replace(results, butfor=butfor(resolved, job, whole, asked_kind(about.answer), CAP))
    return replace(results, provenance=replace(made, seconds=meter.seconds, interrupted=job.stopped()))


def _whole(asked: Asked, job: Job) -> tuple[Sample | None, Job, str]:
    """The mixture; the job with the draws that it took; how a rule for stopping ended."""
    if asked.rule is None:
        job.meter.start("all together", job.draws * job.replicates)
        return sample(asked.resolved, job), job, ""
    (asks, most), found = asked.rule, None
    definition = None

    def values(n: int) -> tuple[Any, float, float]:
        nonlocal job, found, definition
        job.meter.start("all together", (n - (len(found.draws) if found else 0)) * job.replicates)
        job = replace(job, draws=n)
        found = sample(asked.resolved, job, before=found)
        if found is None:
            raise KeyboardInterrupt
        definition = definition or find(found.cast, asks.path)
        return per_draw(definition, found.outcomes)

    seen, reached = stop_at(asks.half, values, job.draws, most)
    ended = "reached" if reached else "not reached"
    return found, job, f"{asks}: {ended}, ± {seen.half:.3g} after {seen.draws} draws"


def _results(found: Sample, about: About, made: Provenance) -> Results:
    return Results(found.outcomes, found.cast, found.draws, about, made)


# ---- parts ---------------------------------------------------------------------------------
def _split(resolved: Resolved, job: Job, whole: Results) -> Iterator[Part]:
    """One run per state of readiness, all units in that state; or per alternative of a hypothesis."""
    path = resolved.scenario.split
    if path is None:
        return
    cases = _cases(resolved, path, whole)
    for i, (label, (weight, fixed)) in enumerate(cases.items()):
        job.meter.start(label, job.draws * job.replicates)
        found = sample(resolved, job, fixed, f"split.{i}")
        if found is not None:
            yield Part("split", path, label, weight, _results(found, whole.about, whole.provenance))


def _cases(resolved: Resolved, path: str, whole: Results) -> Cases:
    """Label -> weight in the mixture and the values that make it so."""
    setting = (h for h in resolved.hypotheses.values() if any(path in branch.overlay for branch in h.branches.values()))
    hypothesis = resolved.hypotheses.get(path) or next(setting, None)
    if hypothesis is not None:
        branches = hypothesis.branches.values()
        return {branch.name: (branch.weight, {hypothesis.path: branch.name}) for branch in branches}
    if all(f"{path}.{state}" in resolved.parameters for state in READINESS):
        return _states(resolved, path, whole)
    known = [f"defence.{group}.readiness" for group in resolved.scenario.defence] + list(resolved.hypotheses)
    raise resolved.scenario.error(
        "split", f'"{path}" is neither a readiness, nor a hypothesis, nor set by one', suggest(path, known)
    )


def _states(resolved: Resolved, path: str, whole: Results) -> Cases:
    """The states of readiness that occur, with their mean shares."""
    states = {state: f"{path}.{state}" for state in READINESS}
    shares = [[float(resolved.now(values)[each]) for each in states.values()] for values in whole.draws.values()]
    weights = (np.array(shares) / np.sum(shares, axis=1, keepdims=True)).mean(axis=0)
    return {
        state: (float(weight), {each: float(other == state) for other, each in states.items()})
        for state, weight in zip(states, weights, strict=True)
        if weight > 0.0
    }


def _sweep(scenario: Scenario, job: Job, whole: Results) -> Iterator[Part]:
    """One run per value of the sweep, up to the first that meets its condition."""
    sweep = scenario.sweep
    if sweep is None:
        return
    limit = condition(whole.about.until)
    origin, given = scenario.origin, dict(text.split("=", 1) for text in overrides_of(scenario))
    for i, value in enumerate(sweep.values):
        written = as_text(value)
        changed = parse_scenario(origin.text, origin.file, {**given, sweep.path: written}, origin.places)
        job.meter.start(f"{sweep.path} = {written}", job.draws * job.replicates)
        found = sample(resolve(changed), job, part=f"sweep.{i}")
        if found is None:
            return
        part = Part("sweep", sweep.path, written, 0.0, _results(found, whole.about, whole.provenance))
        yield part
        if limit and limit.met(part.results):
            return


# ---- about ---------------------------------------------------------------------------------
def about_of(resolved: Resolved) -> About:
    """What a result says of its scenario."""
    scenario, rows = resolved.scenario, explain(resolved)
    inputs = (
        Input(row.path, row.meaning, row.value, row.range, UNCONFIRMED[row.basis], row.note)
        for row in rows
        if row.basis in UNCONFIRMED
    )
    until = scenario.sweep.until if scenario.sweep and scenario.sweep.until else ""
    known = [each.path for each in definitions(cast_of(*_nominal(resolved)))]
    limit = condition(until)
    if until and (limit is None or limit.path not in known):
        raise scenario.error(
            "sweep.until", f'"{until}" is no condition', f'write a measure and a limit: "{known[0]} < 0.5"'
        )
    return About(
        question=scenario.question,
        title=scenario.title,
        answer=answer_of(scenario, known),
        threshold=0.5 if scenario.threshold is None else scenario.threshold.number,
        until=until,
        documented=scenario.documented,
        notional=scenario.notional,
        warnings=tuple(str(issue) for issue in resolved.warnings),
        inputs=tuple(inputs),
        varied=len(resolved.addresses),
        sources=sources_used(resolved),
    )


def _nominal(resolved: Resolved) -> tuple[object, object]:
    built = build(resolved, draw(resolved, 0, -1))
    return built.model, built.names


def answer_of(scenario: Scenario, known: list[str]) -> str:
    """Path of the measure that answers the question; without one, the first chance of survival or the leakers."""
    if scenario.answer is None:
        return next((path for path in known if path.endswith(".survival")), known[0])
    if scenario.answer not in known:
        raise scenario.error("answer", f'no measure is called "{scenario.answer}"', suggest(scenario.answer, known))
    return scenario.answer
