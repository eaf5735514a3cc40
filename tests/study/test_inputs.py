"""A result remembers what its scenario reads beside its text: any raid of it runs again from any folder."""

import json
import shutil
from pathlib import Path

import pytest

import shorad
from shorad.errors import ScenarioError
from shorad.study.replay import record, scenario_of

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A folder with a scenario that reads a relief, a recording of traffic and a folder of systems."""
    home = tmp_path_factory.mktemp("home")
    shutil.copy(ROOT / "examples" / "hidden_raid" / "traffic.csv", home)
    (home / "terrain").mkdir()
    shutil.copy(ROOT / "scenarios" / "terrain" / "N00E000.hgt.zip", home / "terrain")
    text = (ROOT / "examples" / "hidden_raid" / "hidden_raid.yaml").read_text(encoding="utf-8")
    assert "../../scenarios/terrain" in text
    text = text.replace("../../scenarios/terrain", "terrain")
    (home / "raid.yaml").write_text(text + "\ncatalogue: [systems]\n", encoding="utf-8")
    (home / "systems").mkdir()
    shutil.copy(ROOT / "src" / "shorad" / "catalogue" / "targets" / "shahed_136.yaml", home / "systems" / "mine.yaml")
    return home


@pytest.fixture(scope="module")
def folder(home, tmp_path_factory):
    """Its result, made by a relative path."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(home)
        results = shorad.run(shorad.load("raid.yaml"), draws=1, replicates=2, but_for=False)
        return results.save(tmp_path_factory.mktemp("results") / "raid")


def kept(folder):
    return sorted(path.relative_to(folder / "inputs").as_posix() for path in (folder / "inputs").glob("*/*"))


def test_a_result_replays_where_the_scenario_is_gone(folder, tmp_path, monkeypatch):
    moved = tmp_path / "elsewhere" / "raid"
    shutil.copytree(folder, moved)
    monkeypatch.chdir(tmp_path)
    results = shorad.load_results("elsewhere/raid")
    monkeypatch.chdir("/")
    recording = record(results, 0)
    assert recording.story.reproduced, recording.story.note
    assert kept(moved) == ["0/N00E000.hgt.zip", "1/traffic.csv", "2/systems"]
    again = results.save(tmp_path / "again")  # saved anew, it keeps them still
    assert (again / "inputs" / "1" / "traffic.csv").read_bytes() == (
        folder / "inputs" / "1" / "traffic.csv"
    ).read_bytes()


def test_nothing_of_where_it_was_made_is_kept(folder, home):
    assert str(home) not in (folder / "provenance.json").read_text(encoding="utf-8")


def test_checksums_are_those_of_all_that_was_read(folder):
    made = shorad.load_results(folder).provenance
    assert [name for name, _ in made.files] == ["N00E000.hgt.zip", "traffic.csv", "mine.yaml"]


def test_a_changed_file_is_not_taken_for_the_one_that_was_read(folder, home, tmp_path):
    """What changed between the run and its saving is not kept: the place is, and the replay says what differs."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(home)
        results = shorad.run(shorad.load("raid.yaml"), draws=1, replicates=1, but_for=False)
        csv = home / "traffic.csv"
        text = csv.read_text(encoding="utf-8")
        csv.write_text(text + "\n", encoding="utf-8")
        made = results.save(tmp_path / "raid")
        csv.write_text(text, encoding="utf-8")
    assert kept(made) == ["0/N00E000.hgt.zip", "2/systems"]
    assert dict(json.loads((made / "provenance.json").read_text())["provenance"]["reads"])["traffic.csv"] == str(csv)


def test_a_file_that_is_gone_is_named(folder, tmp_path):
    short = tmp_path / "short"
    shutil.copytree(folder, short)
    (short / "inputs" / "1" / "traffic.csv").unlink()
    with pytest.raises(ScenarioError, match=r"reads traffic\.csv, and there is no .*1/traffic\.csv"):
        record(shorad.load_results(short), 0)


def test_what_is_derived_from_a_result_reads_the_same(folder, monkeypatch, tmp_path):
    from shorad.study.variants import changed

    monkeypatch.chdir(tmp_path)
    scenario = scenario_of(shorad.load_results(folder))
    fewer = changed(scenario, {"attack.raid.count": "3"})
    assert fewer.beside("traffic.csv") == scenario.beside("traffic.csv") == folder / "inputs" / "1" / "traffic.csv"
