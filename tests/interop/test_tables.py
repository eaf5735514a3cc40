"""Parquet and CSV of one replicate: the same rows in both, names in place of numbers."""

import csv
import json

import duckdb
import numpy as np
import pytest

from shorad.errors import ScenarioError
from shorad.interop import tables
from shorad.interop.export import FORMATS, check_format, default_name, export, place


def test_both_kinds_hold_the_same_rows(al_watiya, tmp_path):
    parquet, text = tables.write(al_watiya, tmp_path / "p"), tables.write(al_watiya, tmp_path / "c", "csv")
    for name in (*al_watiya.tables, "truth", "chain"):
        with duckdb.connect() as db:
            found = db.execute(f"SELECT * FROM read_parquet('{parquet / name}.parquet')").fetchnumpy()
        with (text / f"{name}.csv").open(newline="") as file:
            rows = list(csv.DictReader(file))
        assert list(found) == list(rows[0]) if rows else True
        assert all(len(column) == len(rows) for column in found.values())
        if name in al_watiya.tables:
            assert len(rows) == len(al_watiya[name])
        for key, column in found.items():
            if np.asarray(column).dtype.kind == "f":
                assert np.array_equal(column, [float(row[key]) for row in rows])


def test_rows_carry_names_and_words(al_watiya, tmp_path):
    folder = tables.write(al_watiya, tmp_path / "c", "csv")
    with (folder / "events.csv").open(newline="") as file:
        events = list(csv.DictReader(file))
    launches = [row for row in events if row["kind"] == "launch"]
    assert len(launches) == len(al_watiya["shots"])
    assert {row["unit"] for row in launches} <= {unit.name for unit in al_watiya.scene.units}
    about = json.loads((folder / tables.NOTE).read_text())
    assert about["outcome"]["leakers"] == al_watiya.outcome.run["leakers"][0]


def test_a_foreign_folder_is_left_alone(first_look, tmp_path):
    (tmp_path / "mine.txt").write_text("precious")
    with pytest.raises(ScenarioError, match="holds something else"):
        tables.write(first_look, tmp_path)
    assert [each.name for each in tmp_path.iterdir()] == ["mine.txt"]


def test_an_export_of_ones_own_is_replaced(first_look, tmp_path):
    assert export(first_look, "csv", tmp_path / "x") == export(first_look, "csv", tmp_path / "x")


def test_all_formats_are_reached_by_name(first_look, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for kind in FORMATS:
        path = export(first_look, kind, tmp_path / kind if kind in ("csv", "parquet") else None)
        assert path.exists()
    assert (tmp_path / default_name(first_look, "dis")).exists()
    story = first_look.story
    assert default_name(first_look, "kml") == f"first_look-k{story.k}-r{story.r}.kml"


@pytest.mark.parametrize("text", ["48.2", "north,east", "91,0", "0,181", "nan,0", ""])
def test_a_place_that_is_none(text):
    with pytest.raises(ScenarioError, match="is no place"):
        place(text)


def test_a_format_that_is_none():
    with pytest.raises(ScenarioError, match='did you mean "czml"'):
        check_format("cmzl")
