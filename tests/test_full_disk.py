"""A file that cannot be written to its end: what is wrong is said, and what stood there stays as it was.

The system's own limit plays the full disk: no file may grow beyond some hundred bytes.
"""

import resource
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pytest
from recorded import recording, result
from typed import typed  # noqa: F401 - a fixture

from shorad.errors import ScenarioError
from shorad.interop.export import FORMATS, export
from shorad.results.folder import reason, whole
from shorad.results.shelf import Shelf, identity


@contextmanager
def full(most: int = 300) -> Iterator[None]:
    before, heard = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, heard)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return result("first_look").save(tmp_path_factory.mktemp("results") / "first_look")


def test_a_file_is_whole_or_not_there(tmp_path: Path) -> None:
    target = tmp_path / "page.html"
    target.write_text("as it was")
    with full(), pytest.raises(OSError), whole(target) as working:
        working.write_text("x" * 5000)
    assert target.read_text() == "as it was"
    assert list(tmp_path.iterdir()) == [target]
    with whole(target) as working:
        working.write_text("new")
    assert target.read_text() == "new"


def test_the_database_says_it_in_the_words_of_the_system(tmp_path: Path) -> None:
    with duckdb.connect() as db, full(), pytest.raises(duckdb.Error) as caught:
        db.execute(f"COPY (SELECT * FROM range(90000)) TO '{tmp_path / 'x.parquet'}' (FORMAT parquet)")
    assert reason(caught.value) == "File too large"
    assert reason(OSError(28, "No space left on device")) == "No space left on device"
    raw = duckdb.IOException('IO Error: Async write failed: {"exception_message":"...","errno":"28"}')
    assert reason(raw) == "No space left on device"


@pytest.mark.parametrize("kind", sorted(FORMATS))
def test_an_export_that_does_not_fit_leaves_nothing_half(kind: str, tmp_path: Path) -> None:
    with full(), pytest.raises(ScenarioError, match=r"cannot be written: File too large; name another"):
        export(recording("first_look"), kind, tmp_path / "made")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "words",
    [
        ("report", "RESULT", "--stored-only", "--out", "OUT/a.html"),
        ("plot", "RESULT", "--figure", "answer", "--out", "OUT"),
        ("coverage", "first_look", "--out", "OUT"),
    ],
)
def test_a_command_says_it_and_leaves_nothing_half(typed, folder, tmp_path: Path, words) -> None:  # noqa: F811
    out = tmp_path / "there"
    out.mkdir()
    with full():
        code, _, err = typed(*(word.replace("RESULT", str(folder)).replace("OUT", str(out)) for word in words))
    assert code == 2 and "cannot be written: File too large; name another" in err and "Traceback" not in err
    assert not list(out.iterdir())


def test_where_nothing_was_finished_nothing_is_said_to_be_safe(tmp_path: Path) -> None:
    made = result("first_look")
    shelf = Shelf(tmp_path / "r", identity(made.provenance), resume=False)
    with full(), pytest.raises(ScenarioError, match=r"r: File too large. Nothing was finished yet; make room"):
        shelf.put("all-k000000.000001-r000000.000006", "all", made.outcomes)
    shelf.close()
