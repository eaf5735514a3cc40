"""`shorad replay`: what a person types, and what is said when it is wrong. Every mistake ends with exit code 2."""

import json
import socket
import sys

import pytest
from recorded import result

from shorad.cli import main
from shorad.errors import ScenarioError
from shorad.view.replay_page import MOST


@pytest.fixture
def typed(monkeypatch, capsys, tmp_path):
    """Runs a command in an empty folder: (exit code, output, messages)."""
    monkeypatch.chdir(tmp_path)

    def go(*words):
        monkeypatch.setattr(sys, "argv", ["shorad", "replay", *map(str, words)])
        with pytest.raises(SystemExit) as caught:
            main()
        out, err = capsys.readouterr()
        return int(caught.value.code or 0), out, err

    return go


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return result("first_look").save(tmp_path_factory.mktemp("results") / "first_look")


def test_export_writes_one_file(typed, folder, tmp_path):
    code, out, err = typed(folder, "--replicate", "worst", "--export", "worst.html")
    assert (code, out) == (0, "worst.html\n")
    assert "worst of assets.depot.survival: replicate" in err and "the same luck with: perfect detection" in err
    assert 500_000 < (tmp_path / "worst.html").stat().st_size <= MOST


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--replicate", "12"), "there is no replicate 12; the result has 12, numbered 0 to 11"),
        (("--replicate", "medium"), 'did you mean "median"'),
        (("--measure", "leaker"), "no measure is called"),
        (("--export", "/proc/no/such.html"), "cannot be written"),
    ],
)
def test_mistakes_are_said_plainly(typed, folder, words, said):
    code, _, err = typed(folder, "--no-open", *words)
    assert code == 2 and said in err and "Traceback" not in err


def test_a_busy_port(typed, folder):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        code, _, err = typed(folder, "--no-open", "--port", taken.getsockname()[1])
    assert code == 2 and "cannot be used" in err and "leave --port out" in err


def test_a_folder_without_a_result(typed, tmp_path):
    code, _, err = typed(tmp_path, "--no-open")
    assert code == 2 and "holds no shorad result" in err


def test_an_incomplete_folder(typed, tmp_path):
    broken = result("first_look").save(tmp_path / "broken")
    (broken / "objects.parquet").unlink()
    code, _, err = typed(broken, "--no-open")
    assert code == 2 and "is incomplete" in err


@pytest.fixture(scope="module")
def raids(folder):
    from shorad.results.store import load_results
    from shorad.study.raids import Raids

    return Raids(load_results(folder), str(folder))


@pytest.mark.parametrize(
    "setting",
    [
        {"terrain.file": "/etc/passwd"},
        {"terrain": "{file: ../../secret.tif, origin: {latitude: 1 deg, longitude: 1 deg}}"},
        {"catalogue": "[/etc]"},
        {"neutral.spy": "{system: a320, corridor: yes, recording: {file: /etc/passwd}}"},
    ],
)
def test_a_page_cannot_have_another_file_read(raids, setting, monkeypatch):
    """Refused before anything is opened: neither content nor existence of a file can be asked for through the page."""
    opened = []
    monkeypatch.setattr("shorad.study.raids.variant", lambda *asked: opened.append(asked))
    with pytest.raises(ScenarioError, match=r"names another file|is not one value"):
        raids.butfor("worst", "", setting)
    assert opened == []


def test_a_folder_of_another_format(typed, tmp_path):
    other = result("first_look").save(tmp_path / "other")
    note = json.loads((other / "provenance.json").read_text())
    (other / "provenance.json").write_text(json.dumps(note | {"version": 99}))
    code, _, err = typed(other, "--no-open")
    assert code == 2 and "was written in format 99" in err and "read it with shorad" in err


def test_a_result_of_another_version_says_so_and_still_shows(typed, tmp_path):
    """Its scenario is run by this version; that the outcome differs, or does not, is said on the page."""
    other = result("first_look").save(tmp_path / "older")
    note = json.loads((other / "provenance.json").read_text())
    note["provenance"]["version"] = "0.0.1"
    (other / "provenance.json").write_text(json.dumps(note))
    code, out, _ = typed(other, "--export", "older.html")
    assert (code, out) == (0, "older.html\n")
