"""The machinery of the proof itself: what misses fails and stands on the page, what is left out is told."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from proof import AGENDA, VERIFIED, Sheet, page
from proof.agenda import SECTIONS
from proof.numbers import difference, number, places_for

ROOT = Path(__file__).parents[1]
FACTS = {"ids": ["3 ISA"], "title": "t", "model": "m", "label": VERIFIED, "source": "s", "mark": "C", "section": 0}
CASES = """\
from proof import VERIFIED, case

@case("3 ISA", "good and bad rows", model="m", label=VERIFIED, source="s")
def test_bad(sheet):
    sheet.equal("agrees", 1.0, 1.0, rel=1e-6)
    sheet.equal("off", 1.0, 1.1, abs_=0.05)
    sheet.equal("none", 1.0, float("nan"), abs_=0.05)

@case("3 hot day", "breaks", model="m", label=VERIFIED, source="s")
def test_crash(sheet):
    sheet.same("first", 1, 1)
    raise ZeroDivisionError("halfway")

@case("8 public set", "left out", model="m", label=VERIFIED, source="s")
def test_skip(sheet):
    import pytest

    pytest.skip("no files")
"""


def sheet() -> Sheet:
    return Sheet(FACTS, None)


def body(made: Sheet, crash: str = "") -> dict:
    return {"facts": made.facts, "rows": made.rows, "notes": [], "plots": [], "crash": crash, "where": "here"}


def test_a_row_that_misses_fails_the_case_after_all_rows_are_laid():
    made = sheet()
    made.equal("off", 1.0, 1.1, abs_=0.05)
    made.chance("chance", 0.5, 0.9, 0.01)
    made.within("inside", 0.0, 1.0, 2.0)
    made.same("same", 3, 4)
    made.equal("nan", 1.0, float("nan"), rel=0.5)
    made.equal("good", 1.0, 1.0)
    with pytest.raises(AssertionError, match=r"off: 1\.000 expected, 1\.100 found"):
        made.settle()
    assert [row["ok"] for row in made.rows] == [False] * 5 + [True]


def test_what_is_known_not_to_be_met_is_red_and_fails_only_when_it_holds():
    made = sheet()
    made.known("far", "the model has no such thing")
    made.equal("far", 1.0, 2.0, abs_=0.1)
    made.settle()
    proof = page.Proof([body(made)])
    text = page.text(proof, "folder")
    assert not proof.missed
    assert "## 🔴 Known not to be met" in text
    assert "🔴 **not met**" in text
    assert "the model has no such thing" in text
    assert "| 1 | 1 | 0 | 🔴 1 |" in text
    for rows in ([("far", 1.0, 1.0)], [("other", 1.0, 1.0)]):
        made = sheet()
        made.known("far", "the model has no such thing")
        for what, reference, ours in rows:
            made.equal(what, reference, ours, abs_=0.1)
        with pytest.raises(AssertionError, match="declared as not met"):
            made.settle()
    made = sheet()
    made.known("far", "why")
    made.equal("far", 1.0, 1.0)
    assert page.Proof([body(made)]).missed


def test_a_case_without_a_row_fails():
    with pytest.raises(AssertionError, match="without a row"):
        sheet().settle()


def test_items_without_a_case_are_told():
    made = sheet()
    made.same("same", 1, 1)
    proof = page.Proof([body(made)])
    assert {item.id for item in proof.left} == {item.id for item in AGENDA} - {"3 ISA"}
    assert {item.id for item in proof.uncovered} == {item.id for item in AGENDA if not item.absent} - {"3 ISA"}
    text = page.text(proof, "folder")
    for item in proof.left:
        assert item.id in text
    assert "🔴 Missed" in text


def test_ids_of_the_agenda_are_one_of_a_kind():
    assert len({item.id for item in AGENDA}) == len(AGENDA)
    assert {item.section for item in AGENDA} == set(SECTIONS)


def test_a_missed_case_fails_the_command_and_is_on_the_page(tmp_path):
    for name in ("conftest.py", "proof"):
        (tmp_path / name).symlink_to(ROOT / "validation" / name)
    (tmp_path / "test_03.py").write_text(CASES, encoding="utf-8")
    out = tmp_path / "page.md"
    command = [sys.executable, "-m", "pytest", "-c", str(ROOT / "pyproject.toml"), "--rootdir", str(tmp_path),
               "-p", "no:cacheprovider", "--page", str(out), str(tmp_path)]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 1, done.stdout + done.stderr
    text = out.read_text(encoding="utf-8")
    assert "| off | 1.000 | 1.100 | +0.1 | 0.05 | 🔴 **missed** |" in text
    assert "| agrees | 1.0000000 | 1.0000000 | < 1e-08 | 1e-06 rel. | ✓ |" in text
    assert "ZeroDivisionError: halfway" in text
    assert "| first | 1 | 1 |" in text
    assert "left out" not in text
    assert "(`8 public set`)" in text


def test_the_page_in_the_docs_is_of_this_agenda():
    """Every item is on the page, by its case or by its reason; `make validate` writes it anew."""
    text = (ROOT / "docs" / "validation.md").read_text(encoding="utf-8")
    for item in AGENDA:
        assert item.id in text, f"{item.id} is not on docs/validation.md: make validate"
    assert "## 🔴 Missed" not in text
    assert (
        "| [1. Radar](#1-radar) |" in text and "[8. Assignment and shoot-look-shoot](#8-assignment-and-shoot-" in text
    )


@pytest.mark.parametrize(
    ("value", "allowed", "text"),
    [(1.23456, 1e-3, "1.2346"), (41056.57, 41.0, "41057"), (5.2144e-17, 5e-21, "5.2144e-17"), (-1e-9, 1e-3, "0.0000")],
)
def test_numbers_are_as_fine_as_the_tolerance(value, allowed, text):
    assert number(value, places_for(allowed, value)).startswith(text[:5])


def test_differences_far_below_the_tolerance_do_not_show_their_digits():
    assert difference(1.3e-12, 1e-6) == difference(-2.9e-15, 1e-6) == "< 1e-08"
    assert difference(-0.02, 0.1) == "-0.02"
    assert json.dumps(difference(float("nan"), 0.1)) == '"nan"'
