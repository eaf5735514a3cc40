"""The scripts of examples/ run, with fewer draws than they take by themselves."""

import runpy
from pathlib import Path
from typing import Any

import pytest

import shorad

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
