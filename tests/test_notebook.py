"""The notebook of examples/ as a reader runs it: every cell, in a kernel of its own, and what it then shows."""

import html
import os
import re
from base64 import b64decode
from pathlib import Path

import pytest

nbformat = pytest.importorskip("nbformat", reason="nbformat is not installed: the notebook goes unchecked")
ROOT = Path(__file__).parents[1]
FILE = ROOT / "examples" / "first_look.ipynb"


def read():
    return nbformat.read(FILE, as_version=4)


def test_it_is_kept_without_outputs():
    cells = [cell for cell in read().cells if cell.cell_type == "code"]
    assert len(cells) >= 8
    assert all(cell.outputs == [] and cell.execution_count is None for cell in cells)
    nbformat.validate(read())


@pytest.fixture(scope="module")
def executed(tmp_path_factory):
    """The notebook after all its cells ran, in an empty folder; any cell that fails fails the test."""
    nbclient = pytest.importorskip("nbclient", reason="nbclient is not installed: the notebook goes unchecked")
    pytest.importorskip("ipykernel", reason="ipykernel is not installed: the notebook goes unchecked")
    book, where = read(), str(tmp_path_factory.mktemp("notebook"))
    paths = os.pathsep.join(filter(None, (str(ROOT / "src"), os.environ.get("PYTHONPATH", ""))))
    client = nbclient.NotebookClient(book, timeout=600, kernel_name="python3", resources={"metadata": {"path": where}})
    client.execute(env={**os.environ, "PYTHONPATH": paths, "IPYTHONDIR": where})
    return book


def shown(book, words):
    """What the cell whose source has `words` gave back: (HTML, PNG, printed)."""
    cell = next(each for each in book.cells if each.cell_type == "code" and words in each.source)
    data = [each.data for each in cell.outputs if each.output_type in ("execute_result", "display_data")]
    printed = "".join(each.text for each in cell.outputs if each.output_type == "stream" and each.name == "stdout")
    picture = "".join(each.get("image/png", "") for each in data)
    return "".join(each.get("text/html", "") for each in data), b64decode(picture), printed


@pytest.mark.slow
def test_a_result_is_a_table_with_plots(executed):
    text, _, _ = shown(executed, "results = shorad.run")
    assert "Chance that depot survives" in text.replace("\u00a0", " ")
    assert text.count("<tr>") > 10 and text.count("<svg") >= 2
    assert "<script" not in text


@pytest.mark.slow
def test_reasons_and_their_plot(executed):
    assert re.search(r"leakers: \d+\n +\d+%  \w", shown(executed, "results.reasons")[2])
    _, picture, _ = shown(executed, '"butfor"')
    assert picture.startswith(b"\x89PNG") and len(picture) > 20_000


@pytest.mark.slow
def test_a_recorded_raid_is_a_timeline_and_its_chains(executed):
    text, _, _ = shown(executed, "recording = shorad.record")
    assert text.count("<svg") == 1 and "what broke" in text
    assert set(re.findall(r"<tr><td>(drones\.\d)</td>", text)) == {f"drones.{i}" for i in range(1, 5)}


@pytest.mark.slow
def test_the_replay_stands_in_its_frame(executed):
    text, _, _ = shown(executed, 'results.replay("worst")')
    frame = re.fullmatch(r'<iframe [^>]*sandbox="allow-scripts"[^>]* srcdoc="([^"]*)"></iframe>', text)
    assert frame
    page = html.unescape(frame[1])
    assert page.lstrip().lower().startswith("<!doctype html") and 500_000 < len(page.encode()) <= 2_000_000
    assert "default-src 'none'" in html.unescape(page[:3000])


@pytest.mark.slow
def test_one_link_repaired_and_a_study(executed):
    assert re.search(r"\d drones? got through; with missiles that always hit, \d", shown(executed, "repaired =")[2])
    text, _, _ = shown(executed, "shorad.sweep(")
    rows = re.findall(r"<tr><td>(\d+)</td><td class=\"n\">(\d+)\u00a0%", text)
    assert [count for count, _ in rows] == ["2", "4", "6", "8", "10"]
    assert int(rows[0][1]) > int(rows[-1][1])  # more drones, less chance
    assert '<img alt="sweep' in text
