"""How cases become a page: rows travel with pytest's reports (also between processes) and are written at the end.

`pytest validation` alone runs the quick cases; `--page FILE` runs all of them, oracles and long Monte Carlo too, and
writes the page. `make validate` does the latter.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from proof import page
from proof.sheet import Sheet

# the hand-made world of the flight kernels
sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "engine"))
FOLDER = "validation"  # of the plots, beside the page


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--page", default="", help="run every case and write the page into this file")


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--page") and not hasattr(config, "workerinput"):
        config.pluginmanager.register(Ledger(Path(config.getoption("--page"))), "ledger")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--page"):
        return
    kept = [item for item in items if item.get_closest_marker("heavy") is None]
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = kept


@pytest.fixture
def sheet(request: pytest.FixtureRequest) -> Sheet:
    """The sheet of the case that asks for it; what it holds reaches the page even when the case fails or crashes."""
    mark = request.node.get_closest_marker("case")
    assert mark is not None, "a test with a sheet is a case: give it @case(...)"
    path = request.config.getoption("--page")
    made = Sheet(mark.kwargs, Path(path).parent / FOLDER if path else None)
    request.node.sheet = made
    return made


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> Iterator[None]:
    try:
        result = yield
    except pytest.skip.Exception:
        raise  # no case: its item is told as left out
    except BaseException as error:
        _hand_over(pyfuncitem, f"{type(error).__name__}: {error}")
        raise
    made = getattr(pyfuncitem, "sheet", None)
    if made is None:
        return result
    _hand_over(pyfuncitem, "")
    made.settle()
    return result


def _hand_over(item: pytest.Function, crash: str) -> None:
    made = getattr(item, "sheet", None)
    if made is not None:
        body = {"facts": made.facts, "rows": made.rows, "notes": made.notes, "plots": made.plots, "crash": crash}
        item.user_properties.append(("case", json.dumps(body | {"where": item.nodeid.rpartition("/")[2]})))


class Ledger:
    """Gathers the cases of a run, in the one process that reports, and writes the page when all is done."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.found: list[dict] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call":
            self.found += [json.loads(str(value)) for name, value in report.user_properties if name == "case"]

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        if not self.found:
            return
        proof = page.Proof(self.found)
        self.path.write_text(page.text(proof, FOLDER), encoding="utf-8")
        if proof.uncovered and session.exitstatus == 0:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self.found:
            terminalreporter.write_line(page.in_brief(page.Proof(self.found), self.path))
