"""A record of combat against the runs of its scenario: what is predicted, and how likely the record is in each draw.

Draws of all records share their random addresses: draw k gives the same Pantsir to every record. Within a draw the
counts of one record are compared run by run, because they belong together (what Tor shot down, Pantsir did not).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from shorad.catalogue.record_files import inflation
from shorad.compile import Resolved, build, draw, resolve
from shorad.compile.draw import uniforms
from shorad.errors import suggest
from shorad.results.columns import Cast, Outcomes, cast_of, lost
from shorad.results.measures import find
from shorad.results.provenance import Provenance, provenance
from shorad.results.words import DAMAGED
from shorad.study.cases import see_each
from shorad.study.how import How, job_of
from shorad.study.items import Case, Work
from shorad.study.sampling import Job, Meter, Progress
from shorad.study.subject import branch_ends
from shorad.study.variants import as_settings

if TYPE_CHECKING:
    from shorad.spec.record import Count, Record

Array = NDArray[np.float64]
Value = float | str
Column = Callable[[Outcomes], NDArray[Any]]
HALF = 0.5  # added to claim and truth, so that nothing at all may be claimed, or true


@dataclass(frozen=True)
class Evidence:
    """What the runs say about one record."""

    record: Record
    values: Mapping[str, Array]  # count -> (draws, replicates)
    likelihood: Array  # (draws,) chance of the record's evidence in each draw, up to a factor
    drawn: tuple[Mapping[str, Value], ...]  # of each draw
    points: Array  # (draws, unknowns) in the unit cube
    names: tuple[str, ...]
    ends: tuple[tuple[float, ...], ...]
    made: Provenance


def gather(record: Record, load: Callable[..., Any], progress: Callable[[Progress], None] | None = None,
           **hows: Any) -> Evidence:  # fmt: skip
    """Run the scenario of one record: `gather_all`."""
    return gather_all("hindcast", [record], load, progress=progress, **hows)[0]


def gather_all(
    study: str,
    records: Sequence[Record],
    load: Callable[..., Any],
    how: How | None = None,
    progress: Callable[[Progress], None] | None = None,
    **hows: Any,
) -> tuple[Evidence, ...]:
    """Run the scenarios of records as one job of the command `study`, which may be killed and resumed.

    `hows` are those of `How`, None: as each record says. All records are checked before anything runs. ScenarioError.
    """
    how, meter = how or How(**hows), Meter(progress)
    asked = [_asked(each, load, how) for each in records]
    first = asked[0].made
    text = "\n".join(each.made.text for each in asked)
    files = tuple(dict.fromkeys(each for one in asked for each in one.resolved.files))
    whole = provenance(first.file, text, (), first.seed, first.draws, first.replicates, how.cores)
    with job_of(study, replace(whole, files=files), how, meter) as job:
        return tuple(_gathered(each, job) for each in asked)


@dataclass(frozen=True)
class _Asked:
    """A record ready to be run."""

    record: Record
    resolved: Resolved
    columns: Mapping[str, Column]
    made: Provenance


def _asked(record: Record, load: Callable[..., Any], how: How) -> _Asked:
    resolved = record.settled(lambda base, given: resolve(load(base, given)), as_settings(record.set), "set")
    run = record.run
    made = provenance(
        record.file, record.text, (), run.seed if how.seed is None else how.seed, how.draws or run.draws,
        how.replicates or run.replicates, how.cores,
    )  # fmt: skip
    return _Asked(record, resolved, _columns(record, resolved), made)


def _gathered(asked: _Asked, shared: Job) -> Evidence:
    """The runs of one record, as a part of the job that all records share."""
    record, resolved, made = asked.record, asked.resolved, asked.made
    job = replace(shared, seed=made.seed, draws=made.draws, replicates=made.replicates)
    drawn: dict[int, Mapping[str, Value]] = {}
    began = job.meter.seconds
    values = _values(job, record, Work(resolved, job.seed, drawn), asked.columns)
    return Evidence(
        record, values, likelihood(record, values, record.evidence), tuple(drawn[k] for k in range(job.draws)),
        np.array([uniforms(resolved.address_words, job.seed, k) for k in range(job.draws)]), resolved.addresses,
        tuple(branch_ends(resolved, path) for path in resolved.addresses),
        replace(made, seconds=job.meter.seconds - began),
    )  # fmt: skip


def likelihood(record: Record, values: Mapping[str, Array], only: Sequence[str] = ()) -> Array:
    """(draws,) mean over replicates of the chance of all counts together."""
    names = list(only) or list(record.counts)
    for name in names:
        if name not in record.counts:
            raise record.error("counts", f'{record.name} has no count "{name}"', suggest(name, list(record.counts)))
    together = np.ones_like(next(iter(values.values())))
    for name in names:
        together = together * chance(record.counts[name], values[name], record.event)
    return np.asarray(together.mean(axis=1))


def chance(count: Count, truth: Array, event: str = "") -> Array:
    """Chance (a density for a claim) of what the record says, where so many is true."""
    if count.kind == "exact":
        return np.asarray(truth == count.value, dtype=np.float64)
    if count.kind == "at_least":
        return np.asarray(truth >= float(count.value or 0), dtype=np.float64)
    if count.kind == "interval":
        return np.asarray((truth >= float(count.low or 0)) & (truth <= float(count.high or 0)), dtype=np.float64)
    from scipy.stats import t

    centre, scale, freedom = claims(event)
    ratio = np.log((float(count.value or 0) + HALF) / (truth + HALF))
    return np.asarray(t.pdf((ratio - centre) / scale, freedom) / scale)


def claims(event: str = "") -> tuple[float, float, int]:
    """Student's t of ln(claim / truth): centre, scale, degrees of freedom, from the pairs of all other events."""
    logs = inflation(event)
    return float(logs.mean()), float(logs.std(ddof=1) * np.sqrt(1.0 + 1.0 / len(logs))), len(logs) - 1


def claim_factor(event: str = "") -> tuple[float, float, int]:
    """How many times the truth is claimed: in the middle, and beyond which one in twenty goes; from so many pairs."""
    from scipy.stats import t

    centre, scale, freedom = claims(event)
    return float(np.exp(centre)), float(np.exp(centre + scale * t.ppf(0.95, freedom))), freedom + 1


def predicted(count: Count, truth: Array, event: str = "") -> Array:
    """Numbers (draws, replicates) as the record would state them: a claim goes beyond the truth."""
    if count.kind != "claim":
        return truth
    from scipy.stats import t

    centre, scale, freedom = claims(event)
    u = (np.random.default_rng(1).permutation(truth.size).reshape(truth.shape) + 0.5) / truth.size
    return np.asarray(np.maximum(0.0, (truth + HALF) * np.exp(centre + scale * t.ppf(u, freedom)) - HALF))


def _columns(record: Record, resolved: Resolved) -> dict[str, Column]:
    built = build(resolved, draw(resolved, 0, -1))
    cast = cast_of(built.model, built.names)
    return {
        name: _column(record, f"counts.{name}.measure", count.measure, cast) for name, count in record.counts.items()
    }


def _column(record: Record, where: str, path: str, cast: Cast) -> Column:
    """Numbers per replicate behind the path of a count."""
    first, _, rest = path.partition(".")
    if path == "defence.lost":
        return lambda o: lost(o.units).sum(axis=1)
    group, _, what = rest.partition(".")
    if first == "defence" and what in ("lost", "hit", "missiles"):
        rows = cast.unit_groups().get(group)
        if rows is None:
            raise record.error(where, f'there is no group "{group}"', suggest(group, list(cast.unit_groups())))
        if what == "lost":
            return lambda o: lost(o.units)[:, rows].sum(axis=1)
        if what == "hit":
            return lambda o: (o.units["rung"] >= DAMAGED)[:, rows].sum(axis=1)
        return lambda o: o.units["missiles"][:, rows].sum(axis=1)
    try:
        return find(cast, path).top
    except KeyError as error:
        raise record.error(where, str(error.args[0]), "or defence.lost, defence.GROUP.lost, .hit, .missiles") from None


def _values(job: Job, record: Record, work: Work, columns: Mapping[str, Column]) -> dict[str, Array]:
    job.meter.start(record.name, job.draws * job.replicates)
    cases = [(work, Case(k, range(job.replicates))) for k in range(job.draws)]
    rows = see_each(job, cases, lambda _, outcomes: [column(outcomes) for column in columns.values()])
    for _, case in cases:
        work.values(case)  # those that another process has drawn
    found = np.array(rows, dtype=np.float64)
    return {name: found[:, i] for i, name in enumerate(columns)}
