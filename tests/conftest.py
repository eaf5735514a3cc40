"""What all tests share: searched examples are the same everywhere, and no test is timed by its first compilation."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import settings

settings.register_profile("shorad", derandomize=True, deadline=None)
settings.load_profile("shorad")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-golden", action="store_true", help="write tests/golden/*.json anew (make golden)")
    parser.addoption("--at-most", type=float, help="CPU-s after which a test is skipped half-way (make coverage)")
    parser.addoption("--heavy", action="store_true", help="also what is marked heavy (make validate)")


def pytest_configure(config: pytest.Config) -> None:
    """With a limit each process keeps to one processor: then it runs replicates on its main thread, which can stop."""
    if config.getoption("--at-most") and hasattr(os, "sched_setaffinity"):
        mine = sorted(os.sched_getaffinity(0))
        number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0")[2:])
        os.sched_setaffinity(0, {mine[number % len(mine)]})


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Iterator[None]:
    with _limited(item):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    with _limited(item):
        return (yield)


@contextmanager
def _limited(item: pytest.Item) -> Iterator[None]:
    """For the count of lines only: what a test has reached by then counts, what it asserts later does not."""
    most = item.config.getoption("--at-most")
    if not most:
        yield
        return

    def stop(number: int, frame: object) -> None:
        pytest.skip(f"longer than {most:g} CPU-s in plain Python")

    # CPU of this process; four times as much where it waits for another one
    limits = ((signal.SIGPROF, signal.ITIMER_PROF, most), (signal.SIGALRM, signal.ITIMER_REAL, 4.0 * most))
    before = [signal.signal(each, stop) for each, _, _ in limits]
    for _, timer, seconds in limits:
        signal.setitimer(timer, seconds)
    try:
        yield
    finally:
        for (each, timer, _), handler in zip(limits, before, strict=True):
            signal.setitimer(timer, 0.0)
            signal.signal(each, handler)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Heavy tests of this folder run when asked for; those of the proof are its own affair (validation/conftest.py)."""
    if config.getoption("--heavy"):
        return
    here = config.rootpath / "tests"
    left_out = [item for item in items if here in item.path.parents and item.get_closest_marker("heavy")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]
