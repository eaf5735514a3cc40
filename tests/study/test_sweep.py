"""Sweeps: how axes are written, what every point says, grids and hypercubes, whole numbers."""

import json
from pathlib import Path

import pytest

import shorad
from shorad.errors import ScenarioError
from shorad.study.sweep import axis_of, read_axis, sweep

FEW = {"draws": 6, "replicates": 3}


def test_how_an_axis_is_written() -> None:
    assert read_axis("a.b=4 km:20 km:5").values == ("4 km", "8 km", "12 km", "16 km", "20 km")
    assert read_axis("a.b=1:100 m2:3:log").values == ("1 m2", "10 m2", "100 m2")
    assert read_axis("a.b=free,tight").values == ("free", "tight")
    assert read_axis("a.b=[0 km, 1 km],[2 km, 3 km]").values == ('["0 km", "1 km"]', '["2 km", "3 km"]')
    assert axis_of("a.b", [2, 4]).values == ("2", "4")
    assert read_axis("a.b=1:3").values == ()


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("attack.drones.count", "no path=values"),
        ("attack.drones.count=8:2:4", "write 2:8"),
        ("attack.drones.count=8:8:4", "two different ends"),
        ("attack.drones.count=2:8:1", "whole number from 2"),
        ("attack.drones.count=2:8:x", "whole number from 2"),
        ("attack.drones.count=4", "one value is no sweep"),
        ("attack.drones.count=4,4", "twice"),
        ("attack.drones.altitude=4 km:8 m:3", "both ends in one unit"),
        ("attack.drones.altitude=0 m:8 m:3:log", "above zero"),
        ("attack.dron.count=2:8:4", 'did you mean "drones"'),
        ("pantsir_s1.crew.operator_tim=5 s:9 s:2", "operator_time"),
        ("attack.drones.altitude=50 s:90 s:2", "length"),
        ("defence.pantsir.roe=free,tigth", 'did you mean "tight"'),
        ("attack.drones.altitude=50 m:90 m", "or --latin 50"),
        ("nope.path=1:2:2", "shorad: --over nope.path=1:2:2: nothing in this scenario"),
    ],
)
def test_bad_input(stand_in, typed, text, right) -> None:
    code, _, err = typed("sweep", "first_look", "--over", text, "-q")
    assert code == 2
    assert right in err
    assert stand_in.runs == 0


def test_a_grid_with_whole_numbers(stand_in) -> None:
    axes = [read_axis("attack.drones.count=2:5:5"), read_axis("defence.pantsir.roe=free,tight")]
    found = sweep(shorad.load("first_look"), axes, measure="leakers", **FEW)
    assert [point.values for point in found.points] == [(c, r) for c in "2345" for r in ("free", "tight")]
    assert stand_in.runs == 8 * 18
    alone = shorad.run(shorad.load("first_look", {"attack.drones.count": "3"}), but_for=False, **FEW)
    assert found.points[2].measures["leakers"] == alone["leakers"]
    means = [each.estimate.mean for each in found.answers]
    assert means[::2] == means[1::2]  # the stand-in knows no rules of fire
    assert means[::2] == sorted(means[::2])


def test_a_hypercube_says_what_moves_it(stand_in) -> None:
    axes = [read_axis("attack.drones.count=2:20"), read_axis("attack.drones.altitude=50 m:500 m")]
    found = sweep(shorad.load("first_look"), axes, latin=24, measure="leakers", **FEW)
    counts = sorted(int(point.values[0]) for point in found.points)
    assert counts[0] == 2
    assert counts[-1] == 20
    assert len(set(counts)) > 15
    assert found.shares[0].name == "attack.drones.count"
    assert found.shares[0].surely
    assert not found.shares[1].surely


def test_nothing_to_sweep_and_a_missing_measure(stand_in) -> None:
    scenario = shorad.load("first_look")
    with pytest.raises(ScenarioError, match="write --over"):
        sweep(scenario, [])
    with pytest.raises(ScenarioError, match='did you mean "leakers"'):
        sweep(scenario, [read_axis("attack.drones.count=2,3")], measure="leaker", **FEW)
    with pytest.raises(ScenarioError, match="twice"):
        sweep(scenario, [read_axis("attack.drones.count=2,3"), read_axis("attack.drones.count=4,5")])


@pytest.mark.parametrize("over", [["attack.drones.count=2:4:3"],
                                  ["attack.drones.count=2:4:2", "defence.pantsir.roe=free,tight"]])  # fmt: skip
def test_the_command(stand_in, tmp_path: Path, typed, over) -> None:
    out = tmp_path / "over"
    words = [word for text in over for word in ("--over", text)]
    code, page, _ = typed("sweep", "first_look", *words, "--draws", "6", "--replicates", "3", "-q", "--out", str(out))
    assert code == 0
    assert "seed 1, 6 draws x 3 replicates at each of" in page
    assert max(map(len, page.splitlines())) <= 100
    assert {path.name for path in out.iterdir()} == {"measures.parquet", "points.parquet", "study.json", "sweep.png"}
    found = json.loads((out / "study.json").read_text(encoding="utf-8"))
    assert found["points"][0]["values"]["attack.drones.count"] == "2"
    assert "leakers" in found["points"][-1]["measures"]


def test_written_down(stand_in, tmp_path: Path, typed) -> None:
    study = tmp_path / "study.yaml"
    study.write_text(
        "scenario: first_look\nrun: {draws: 5, replicates: 2}\n"
        "sweep: {measure: leakers, over: {attack.drones.count: [2, 4], attack.drones.altitude: '50 m:300 m:2'}}\n"
    )
    code, page, _ = typed("sweep", str(study), "-q")
    assert code == 0
    assert "5 draws x 2 replicates at each of 4 points" in page
    assert "Changed:" not in page  # the steps of a sweep are no change
    code, page, _ = typed("sweep", "shahed_night", "--draws", "2", "--replicates", "2", "-q")  # its own `sweep:`
    assert code == 0
