"""A run that keeps what is finished in a folder while it goes on, and continues there after a kill."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from shorad.errors import ScenarioError
from shorad.results.folder import NOTE
from shorad.results.provenance import Provenance
from shorad.results.results import Results
from shorad.results.shelf import Shelf, differs, identity, unfinished
from shorad.results.store import check_target, finish, load_results
from shorad.study.sampling import Job


def kept(folder: Path, resume: bool, made: Provenance, job: Job, work: Callable[[Job], Results]) -> Results:
    """What `work` gives for this job, with its items kept in `folder` until the result is written there.

    With `resume`, finished items are taken from there, and a finished result as it is. ScenarioError for a folder
    that holds something else, another run, or nothing to resume; and when something cannot be written.
    """
    folder = folder.resolve()
    check_target(folder)
    there = unfinished(folder) is not None
    if resume and not there:
        return _finished(folder, made)
    shelf = Shelf(folder, identity(made), resume)
    try:
        results = work(replace(job, shelf=shelf))
        finish(results, folder)
        if not results.provenance.interrupted:
            shelf.clear()
        return results
    finally:
        shelf.close()


def _finished(folder: Path, made: Provenance) -> Results:
    """The result that is there already."""
    if not (folder / NOTE).exists():
        raise ScenarioError(f"{folder} holds nothing to resume", "leave out --resume")
    found = load_results(folder)
    then = found.provenance
    problem = differs(replace(identity(then), sources=then.sources, shorad=then.version), identity(made))
    same_rule = bool(made.stopping) and then.stopping.startswith(f"{made.stopping}: reached")
    draws = then.draws if same_rule else made.draws  # a rule finds its number of draws
    if problem is None and (then.draws, then.replicates) != (draws, made.replicates):
        problem = f"{then.draws} draws of {then.replicates} replicates", "give the same numbers"
    if problem is None and then.interrupted:
        problem = f"{len(found)} of its {then.draws * then.replicates} runs, and its parts are gone", "run it anew"
    if problem:
        raise ScenarioError(f"{folder} holds a finished run with {problem[0]}", f"{problem[1]}, or name another folder")
    return found
