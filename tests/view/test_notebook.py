"""What a notebook shows: tables and figures, nothing heavy before something is shown, no text that becomes markup."""

import re
import subprocess
import sys
from dataclasses import replace
from importlib import import_module

import pytest
from made import first_look_material, lucky_results, mixed_results
from recorded import result
from rich.text import Text

import shorad
from shorad.errors import ScenarioError
from shorad.view.notebook import PAGES, Page, html
from shorad.view.replay_page import bundle

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


def test_a_finding_is_its_page(monkeypatch):
    """The terminal's page of each kind of finding, set as text."""
    for kind, (module, function) in PAGES.items():
        monkeypatch.setattr(f"shorad.view.{module}.{function}", lambda found: Text(f"{found.said} {EVIL}"))
        text = html(type(kind, (), {"said": f"the page of {kind}"})())
        assert f"the page of {kind}" in text
        assert "<script" not in text and "&lt;script&gt;" in text


@pytest.mark.parametrize(("kind", "where"), [(name, module) for name, (module, _) in PAGES.items()])
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
