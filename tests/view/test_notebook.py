"""What a notebook shows: tables and figures, nothing heavy before something is shown, no text that becomes markup."""

import re
import subprocess
import sys
from base64 import b64encode
from dataclasses import replace
from importlib import import_module

import pytest
from made import first_look_material, lucky_results, mixed_results
from recorded import result
from rich.console import Group
from rich.text import Text

import shorad
from shorad.errors import ScenarioError
from shorad.view.notebook import PAGES, Page, html
from shorad.view.replay_page import bundle
from shorad.view.tables import heading, plain

EVIL = "</pre><script>alert(1)</script>"


def built() -> bool:
    try:
        bundle()
    except ScenarioError:
        return False
    return True


def test_a_result_is_its_answer_a_table_and_figures():
    text = mixed_results()._repr_html_().replace("\u00a0", " ")
    assert "Chance that depot survives: " in text and "what is not known, 90 %" in text
    assert text.count("<svg") == 3  # answer, parts, chain
    assert "seed 1" in text and "<script" not in text


def test_a_recording_is_a_timeline_and_its_strips():
    text = first_look_material().recording._repr_html_()
    assert text.count("<svg") == 1 and "what broke" in text and "replicate" in text


def test_a_coverage_is_a_table_and_a_map():
    text = first_look_material().coverage._repr_html_()
    assert text.count("<svg") == 1 and "detects half or more" in text and "pantsir" in text


def test_a_finding_is_its_page_and_its_figure(monkeypatch):
    """The terminal's page of each kind of finding as tables and paragraphs, and the figure that its command writes."""
    for kind, (module, page, figure) in PAGES.items():
        table = plain(("who", "share"), [(f"{EVIL} of {kind}", "3 %")], (20, 6), right=(1,))
        monkeypatch.setattr(f"shorad.view.{module}.{page}", lambda found, t=table: Group(Text(found.said, "bold"), t))
        monkeypatch.setattr(f"shorad.view.{module}.{figure}", lambda found, file: file.write(b"a picture"))
        text = html(type(kind, (), {"said": f"the page of {kind} {EVIL}"})())
        assert f'<p class="lead">the page of {kind} &lt;/pre&gt;' in text
        assert '<th class="n">share</th>' in text and '<td class="n">3\u00a0%</td>' in text
        assert "<script" not in text and text.count("&lt;script&gt;") == 2
        assert f'src="data:image/png;base64,{b64encode(b"a picture").decode()}"' in text


def test_a_finding_without_matplotlib_is_its_tables(monkeypatch):
    monkeypatch.setattr("shorad.view.notebook.find_spec", lambda name: None)
    monkeypatch.setattr("shorad.view.sweep.page", lambda found: Group(plain(("a",), [("1",)], (3,)), heading("b")))
    text = html(type("Sweep", (), {})())
    assert "<td>1</td>" in text and "<h4>b</h4>" in text
    assert "<img" not in text and 'pip install "shorad[plot]"' in text


def test_a_figure_shows_itself_in_a_notebook():
    assert shorad.figure(lucky_results(), "answer")._repr_png_().startswith(b"\x89PNG")


@pytest.mark.parametrize(("kind", "where"), [(name, module) for name, (module, *_) in PAGES.items()])
def test_every_finding_of_a_study_shows_itself(kind, where):
    assert hasattr(getattr(import_module(f"shorad.study.{where}"), kind), "_repr_html_")


def test_hostile_names_stay_text():
    results = lucky_results()
    evil = replace(results, about=replace(results.about, question=EVIL, title=EVIL))
    assert "<script" not in html(evil)


def test_without_matplotlib_the_tables_stay(monkeypatch):
    monkeypatch.setattr("shorad.view.notebook.find_spec", lambda name: None)
    text = html(lucky_results())
    assert "<svg" not in text and 'pip install "shorad[plot]"' in text and "<table" in text


def test_nothing_heavy_is_imported_before_something_is_shown():
    script = "import sys, shorad.results.results, shorad.results.recording, shorad.results.coverage; print(" \
        "[m for m in ('matplotlib', 'rich', 'numba', 'shorad.view') if m in sys.modules])"  # fmt: skip
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_page_stands_in_a_frame_that_reaches_nothing(tmp_path):
    page = Page('<p title="x">a & b</p><script>1</script>', 'A "raid"')
    text = page._repr_html_()
    assert 'sandbox="allow-scripts"' in text and "<script" not in text
    assert re.search(r'srcdoc="&lt;p title=&quot;x&quot;&gt;a &amp; b&lt;/p&gt;&lt;script&gt;', text)
    assert page.save(tmp_path / "p.html").read_text() == page.text


@pytest.mark.heavy
@pytest.mark.skipif(not built(), reason="the replay page is not built here (make web)")
def test_a_result_replays_in_a_notebook():
    page = result("first_look").replay("worst")
    assert page.text.lstrip().lower().startswith("<!doctype html") and len(page.text.encode()) <= 2_000_000
    assert repr(page).startswith("<replay page of First look")


def test_the_front_door_has_them():
    assert {"figure", "html", "replay", "report"} <= set(shorad.__all__)
