"""The scripts of examples/ run, with fewer draws than they take by themselves."""

import runpy
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import shorad
from shorad import compile as bridge

EXAMPLES = Path(__file__).parents[1] / "examples"


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    real = shorad.run

    def run(scenario: Any, **settings: Any) -> Any:
        return real(scenario, **{**settings, "draws": 2, "replicates": 4})

    monkeypatch.setattr(shorad, "run", run, raising=False)


@pytest.mark.slow
def test_tables_of_relief_and_rain(few: None, capsys: pytest.CaptureFixture[str]) -> None:
    script = runpy.run_path(str(EXAMPLES / "relief_and_rain.py"))
    script["ridge"]()
    head, *lines = capsys.readouterr().out.splitlines()
    assert [line[:33].strip() for line in lines] == list(script["RIDGE"])
    assert all("%" in line and len(line) == len(head) for line in lines)
    warning = [float(line.split(" s")[0].split()[-1]) for line in (lines[0], lines[1])]
    assert warning[0] < 0.5 * warning[1]  # what the ridge takes


def test_variants_of_relief_and_rain_are_understood() -> None:
    script = runpy.run_path(str(EXAMPLES / "relief_and_rain.py"))
    for settings in script["WHY"].values():
        assert shorad.load("ridge_raid", settings)
    for scenario, plain in script["PLAINS"].items():
        for rain in script["RAINS"]:
            assert shorad.load(scenario, plain | {"weather.rain": rain}).weather.rain is not None


HIDDEN = EXAMPLES / "hidden_raid" / "hidden_raid.yaml"


def test_the_recording_that_is_shipped_is_the_one_that_the_script_writes(tmp_path: Path) -> None:
    script = runpy.run_path(str(EXAMPLES / "hidden_raid.py"))
    script["record"](tmp_path / "traffic.csv")
    assert (tmp_path / "traffic.csv").read_bytes() == (HIDDEN.parent / "traffic.csv").read_bytes()


def test_the_hidden_raid_flies_in_waves_and_wedges_low_over_the_ground_under_recorded_traffic() -> None:
    resolved = bridge.resolve(shorad.load(HIDDEN))
    built = bridge.build(resolved, bridge.draw(resolved, 1, -1))
    names = list(built.names.objects)
    assert names == [*(f"raid.{k}" for k in range(1, 10)), "traffic.1", "traffic.2"]
    obj, model = built.model.obj, built.model
    starts = obj["start"][:9]
    assert starts[3] - starts[0] == starts[6] - starts[3] == 60.0
    first = model.segment[obj["seg0"]]
    assert np.hypot(first["x"][1] - first["x"][2], first["y"][1] - first["y"][2]) > 150.0  # the wings of a wedge
    rows = model.segment[obj["seg0"][0] : obj["seg0"][0] + obj["segs"][0]]
    landscape = runpy.run_path(str(EXAMPLES / "own_terrain.py"))["landscape"]
    low = rows["z"] - landscape(rows["x"] / 1e3, rows["y"] / 1e3)
    assert min(low[:-4]) > 50.0  # the last ones are the dive
    assert np.median(low) < 140.0
    landing = model.segment[obj["seg0"][9]]
    assert (landing["x"], landing["y"]) == pytest.approx((-30e3, -25e3), rel=0.01)


@pytest.mark.slow
def test_the_hidden_raid_runs(few: None, capsys: pytest.CaptureFixture[str]) -> None:
    script = runpy.run_path(str(EXAMPLES / "hidden_raid.py"))
    script["main"]()
    head, *lines = capsys.readouterr().out.splitlines()
    assert [line.split(" ", 2)[:2] for line in lines] == [text.split() for text in script["CLEARANCES"]]
    assert all(len(line) == len(head) for line in lines)
