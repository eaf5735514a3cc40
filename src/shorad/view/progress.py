"""A progress bar with rate and time left, on stderr: what goes to stdout stays clean."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar


class Report(Protocol):
    """How far a run is (`shorad.study.Progress`)."""

    @property
    def label(self) -> str: ...
    @property
    def done(self) -> int: ...
    @property
    def total(self) -> int: ...
    @property
    def rate(self) -> float: ...
    @property
    def left(self) -> float | None: ...


@contextmanager
def watch(quiet: bool) -> Iterator[Callable[[Report], None] | None]:
    """What to report progress to; None when nobody looks (quiet, or stderr is no terminal)."""
    console = Console(stderr=True, highlight=False)
    if quiet or not console.is_terminal:
        yield None
        return
    columns = (TextColumn("{task.description}"), BarColumn(24), MofNCompleteColumn(), TextColumn("{task.fields[pace]}"))
    with Bar(*columns, TimeElapsedColumn(), console=console, transient=True) as bar:
        task = bar.add_task("starting", total=None, pace="")

        def told(report: Report) -> None:
            bar.update(
                task, description=report.label[:32], completed=report.done, total=report.total, pace=pace(report)
            )

        yield told


def pace(report: Report) -> str:
    """`420 runs/s, 12 s left`."""
    if report.left is None:
        return ""
    return f"{report.rate:,.0f} runs/s, {span(report.left)} left"


def span(seconds: float) -> str:
    """Seconds as a person says them."""
    if seconds < 100.0:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 6000.0 else f"{seconds / 3600:.1f} h"
