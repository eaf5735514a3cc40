"""How a study is run: how much of it, by whom, and where what is finished is kept while it goes on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from shorad.errors import ScenarioError
from shorad.study.cases import StoppedError
from shorad.study.executors import executor as executor_of
from shorad.study.sampling import Job, Meter, all_threads, interruptible

if TYPE_CHECKING:
    from shorad.results.provenance import Provenance
    from shorad.results.shelf import Shelf
    from shorad.spec import Scenario


@dataclass(frozen=True)
class How:
    """What every study can be told. None: as the scenario says, on all threads.

    `executor` is who runs the replicates (`executors.executor`). With `out` every finished work item is kept in that
    folder; with `resume` a study that was killed continues there and ends with the same bits.
    """

    draws: int | None = None
    replicates: int | None = None
    seed: int | None = None
    threads: int | None = None
    executor: str = "threads"
    out: str | Path | None = None
    resume: bool = False

    def __post_init__(self) -> None:
        for name in ("draws", "replicates", "threads"):
            given = getattr(self, name)
            if given is not None and given < 1:
                raise ScenarioError(f"{name} is {given}", "write a whole number from 1, or leave it out")

    def seed_of(self, scenario: Scenario) -> int:
        """The seed asked for, or that of the scenario."""
        return scenario.run.seed if self.seed is None else self.seed

    @property
    def cores(self) -> int:
        """How many threads, or processes of a cluster of our own."""
        return self.threads or all_threads()


class FinishedError(ScenarioError):
    """There is nothing to resume: the study in the folder is finished."""


class InterruptedStudyError(KeyboardInterrupt):
    """Somebody pressed Ctrl-C; the text says what is kept."""


@contextmanager
def job_of(study: str, made: Provenance, how: How, meter: Meter) -> Iterator[Job]:
    """The job of a study: `made` has its seed, draws, replicates and threads, `study` is the command ("study value").

    ScenarioError for a folder that holds something else, another study, or nothing to resume, and for an executor that
    is not there; FinishedError; InterruptedStudyError when the study ended by Ctrl-C (StoppedError).
    """
    with interruptible() as stopped:
        who, shelf = executor_of(how.executor), _shelf(study, made, how)
        try:
            yield Job(made.seed, made.draws, made.replicates, made.threads, meter, stopped, who, shelf)
        except StoppedError:
            raise InterruptedStudyError(interrupted(shelf)) from None
        finally:
            who.close()
            if shelf is not None:
                shelf.close()


def _shelf(study: str, made: Provenance, how: How) -> Shelf | None:
    """Where finished items are kept; the database only where something is."""
    if how.out is None:
        if how.resume:
            raise ScenarioError("nothing to resume", "name the folder with --out", "--resume")
        return None
    from shorad.results.sheets import check_folder, finished
    from shorad.results.shelf import Shelf, differs, identity, unfinished

    folder, asked = Path(how.out).resolve(), identity(made, study)
    check_folder(folder)
    if how.resume and unfinished(folder) is None:
        kept = finished(folder)
        if kept is None:
            raise ScenarioError(f"{folder} holds nothing to resume", "leave out --resume")
        if problem := differs(kept[0], asked):
            raise ScenarioError(
                f"{folder} holds a finished study with {problem[0]}", f"{problem[1]}, or name another folder"
            )
        raise FinishedError(f"{folder} holds this study, finished", "leave out --resume to run it anew")
    return Shelf(folder, asked, how.resume)


def interrupted(shelf: Shelf | None) -> str:
    """What Ctrl-C leaves."""
    if shelf is None:
        return "interrupted; nothing is kept (with --out DIR what is finished stays, and --resume continues)"
    return f"interrupted; {shelf.safe} runs are kept in {shelf.home}: the same command with --resume continues"
