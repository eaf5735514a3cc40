"""`shorad export`: what a person types, and what is said when it is wrong. Every mistake ends with exit code 2."""

import json
import sys

import pytest
from recorded import result

from shorad.cli import main


@pytest.fixture
def typed(monkeypatch, capsys, tmp_path):
    """Runs a command in an empty folder: (exit code, output, messages)."""
    monkeypatch.chdir(tmp_path)

    def go(*words):
        monkeypatch.setattr(sys, "argv", ["shorad", *map(str, words)])
        with pytest.raises(SystemExit) as caught:
            main()
        out, err = capsys.readouterr()
        return int(caught.value.code or 0), out, err

    return go


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return result("first_look").save(tmp_path_factory.mktemp("results") / "first_look")


def test_an_export_says_which_replicate_and_where(typed, folder, tmp_path):
    code, out, err = typed("export", folder, "--format", "geojson", "--replicate", "worst", "--out", "x.geojson")
    assert (code, out) == (0, "x.geojson\n")
    assert "worst of assets.depot.survival: replicate" in err
    assert "warning" not in err
    assert json.loads((tmp_path / "x.geojson").read_text())["type"] == "FeatureCollection"


def test_but_for_says_where_the_two_part(typed, folder):
    code, out, err = typed("export", folder, "--format", "json", "--replicate", "worst", "--ideal", "hit")
    assert code == 0 and out.startswith("first_look-k") and out.endswith("-variant.json\n")
    assert "first different at" in err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--format", "cmzl"), 'did you mean "czml"'),
        (("--format", "kml", "--replicate", "12"), "there is no replicate 12; the result has 12, numbered 0 to 11"),
        (("--format", "kml", "--replicate", "2:0"), "there is no replicate 0 of draw 2"),
        (("--format", "kml", "--replicate", "medium"), 'did you mean "median"'),
        (("--format", "kml", "--measure", "leaker"), "no measure is called"),
        (("--format", "kml", "--origin", "nowhere"), "is no place"),
        (("--format", "kml", "--part", "silent"), "has no split or sweep"),
        (("--format", "kml", "--ideal", "luck"), "there is no link"),
        (("--format", "kml", "--set", "attack.drones.cuont=3"), "count"),
        (("--format", "kml", "--out", "/proc/no/such.kml"), "cannot be written"),
    ],
)
def test_mistakes_are_said_plainly(typed, folder, words, said):
    code, _, err = typed("export", folder, *words)
    assert code == 2
    assert said in err
    assert "Traceback" not in err


def test_a_folder_without_a_result(typed, tmp_path):
    code, _, err = typed("export", tmp_path, "--format", "kml")
    assert code == 2 and "holds no shorad result" in err


def test_an_incomplete_folder(typed, tmp_path):
    broken = result("first_look").save(tmp_path / "broken")
    (broken / "objects.parquet").unlink()
    code, _, err = typed("export", broken, "--format", "kml")
    assert code == 2 and "is incomplete" in err


def test_a_folder_of_another_format(typed, tmp_path):
    other = result("first_look").save(tmp_path / "other")
    note = json.loads((other / "provenance.json").read_text())
    (other / "provenance.json").write_text(json.dumps(note | {"version": 99}))
    code, _, err = typed("export", other, "--format", "kml")
    assert code == 2 and "was written in format 99" in err
