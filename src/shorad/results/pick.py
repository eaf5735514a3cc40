"""Which replicate to look at: the median, the worst, the best, a percentile, a leaker, or any number."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shorad.errors import ScenarioError, suggest
from shorad.results.measures import any_loss, find
from shorad.results.results import Results

WAYS = ("median", "worst", "best", "p90", "leaker", "loss", "17", "3:17")


@dataclass(frozen=True)
class Pick:
    """One replicate of a result."""

    row: int  # of the outcomes
    k: int
    r: int
    why: str  # "median of leakers"


def pick(results: Results, which: str | int | tuple[int, int] = "median", measure: str = "") -> Pick:
    """The replicate that `which` names.

    "median", "worst", "best", "p90" (a percentile, counted from best to worst) rank by the badness of the replicate:
    `measure` where one is given (more is worse, but for chances of survival), else what the answer of the scenario
    measures, then leakers, then the value lost. "leaker" and "loss" take the first replicate that has one. A number
    counts replicates from 0 in the order of (k, r); (k, r) or "K:R" is an address. ScenarioError when there is none.
    """
    if isinstance(which, tuple):
        return _at(results, *which)
    text = str(which).strip().lower()
    if re.fullmatch(r"-?\d+", text):
        return _numbered(results, int(text))
    if found := re.fullmatch(r"(-?\d+):(\d+)", text):
        return _at(results, int(found[1]), int(found[2]))
    if text in ("leaker", "loss"):
        return _first(results, text)
    return _ranked(results, text, measure)


def _pick(results: Results, row: int, why: str) -> Pick:
    run = results.outcomes.run
    return Pick(row, int(run["k"][row]), int(run["r"][row]), why)


def _numbered(results: Results, number: int) -> Pick:
    if not 0 <= number < len(results):
        raise ScenarioError(
            f"there is no replicate {number}", f"the result has {len(results)}, numbered 0 to {len(results) - 1}"
        )
    return _pick(results, number, f"number {number}")


def _at(results: Results, k: int, r: int) -> Pick:
    run = results.outcomes.run
    rows = np.flatnonzero((run["k"] == k) & (run["r"] == r))
    if not len(rows):
        right = (
            f"draws go from {run['k'].min()} to {run['k'].max()}, replicates from {run['r'].min()} to {run['r'].max()}"
        )
        raise ScenarioError(f"there is no replicate {r} of draw {k}", right)
    return _pick(results, int(rows[0]), f"replicate {r} of draw {k}")


def _first(results: Results, what: str) -> Pick:
    o = results.outcomes
    rows = np.flatnonzero(o.run["leakers"] > 0 if what == "leaker" else any_loss(o))
    if not len(rows):
        raise ScenarioError(f"no replicate has a {what}", "try --replicate worst")
    return _pick(results, int(rows[0]), f"the first with a {what}")


def _ranked(results: Results, text: str, measure: str) -> Pick:
    share = {"best": 0.0, "median": 0.5, "worst": 1.0}.get(text)
    if found := re.fullmatch(r"p(\d+(?:\.\d+)?)", text):
        share = float(found[1]) / 100.0
    if share is None or share > 1.0:
        raise ScenarioError(f'"{text}" names no replicate', suggest(text, WAYS))
    order, by = ranking(results, measure)
    return _pick(results, int(order[round(share * (len(order) - 1))]), f"{text} of {by}")


def ranking(results: Results, measure: str = "") -> tuple[NDArray[np.int64], str]:
    """Rows of the replicates from best to worst, and what they are ranked by."""
    path = measure or results.about.answer or "leakers"
    run = results.outcomes.run
    try:
        definition = find(results.cast, path)
    except KeyError as error:
        if measure:
            raise ScenarioError(str(error.args[0]), "shorad run --json lists all measures") from None
        return np.lexsort((run["value_lost"], run["leakers"])), "leakers"
    bad = definition.top(results.outcomes).astype(np.float64)
    if definition.bottom is not None:
        bottom = definition.bottom(results.outcomes)
        bad = np.divide(bad, bottom, out=np.zeros(len(bad)), where=bottom > 0)
    good = path.endswith((".survival", ".undamaged", ".kills", ".down", "warning.time", "exhaustion.time"))
    # many replicates share an outcome: leakers, then what was lost, then time decide among them
    return np.lexsort((run["t_end"], run["value_lost"], run["leakers"], -bad if good else bad)), path
