"""Every command has a Python call of the same defaults, and every study command takes its study from a file."""

import inspect
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

import shorad
from shorad.api import load_study
from shorad.cli import app
from shorad.errors import ScenarioError
from shorad.study.sensitivity import Plan
from shorad.study.turn import Effort

PYTHON = {"plot": "figure"}  # every other command has the name of its call
OURS = {"json", "quiet", "out", "settings", "given"}  # of the terminal; `settings` belong to shorad.load
DOCS = (Path(__file__).parents[1] / "docs" / "study.md").read_text(encoding="utf-8")


def commands() -> dict[str, Any]:
    group: Any = typer.main.get_command(app)
    found = {name: command.callback for name, command in group.commands.items() if name != "study"}
    return found | {name: command.callback for name, command in group.commands["study"].commands.items()}


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_command_has_a_call(name: str) -> None:
    call = getattr(shorad, PYTHON.get(name, name))
    if name == "catalogue":
        return
    typed = inspect.signature(inspect.unwrap(commands()[name])).parameters
    spoken = inspect.signature(call).parameters
    for each in (typed.keys() & spoken.keys()) - OURS:
        ours, theirs = typed[each].default, spoken[each].default
        if inspect.Parameter.empty not in (ours, theirs) and None not in (ours, theirs):
            assert ours == theirs, f"{name} {each}"


def test_what_studies_cost_is_the_same_by_default() -> None:
    typed = inspect.signature(inspect.unwrap(commands()["sensitivity"])).parameters
    plan = Plan()
    for each in fields(plan):
        if each.name != "only":
            assert typed[each.name].default == getattr(plan, each.name), each.name
    typed = inspect.signature(inspect.unwrap(commands()["flip"])).parameters
    assert (typed["looks"].default, typed["weigh"].default) == (Effort().screen[0], Effort().weigh)


def test_the_page_of_studies_names_every_call() -> None:
    for name in ("uncertainty", "sensitivity", "value", "rare", "compare", "sweep", "flip", "place", "hindcast",
                 "calibrate"):  # fmt: skip
        assert f"shorad.{name}(" in DOCS, name


# ---- studies that are written down -----------------------------------------------------------
STUDY = """scenario: first_look
run: {draws: 9, replicates: 3}
uncertainty: {measure: leakers}
sensitivity: {measure: leakers, points: 64, top: 3, only: ["pantsir_s1.*"]}
flip: {measure: leakers, threshold: 1.5, looks: 4}
"""


class CaughtError(Exception):
    """Carries what a study was asked."""


def asked(monkeypatch: pytest.MonkeyPatch, module: str, *words: str) -> tuple[tuple[Any, ...], dict[str, Any]]:
    def study(*args: Any, **named: Any) -> None:
        raise CaughtError(args, named)

    monkeypatch.setattr(module, study)
    done = CliRunner().invoke(app, [*words, "--quiet"])
    assert isinstance(done.exception, CaughtError), done.exception
    args, named = done.exception.args
    return args, named


def test_each_study_command_reads_its_study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "study.yaml"
    path.write_text(STUDY, encoding="utf-8")
    scenario, study = load_study(path)
    assert scenario.run.draws == 9 and study.flip is not None and study.flip.threshold == 1.5
    args, named = asked(monkeypatch, "shorad.study.flip.flip", "flip", str(path))
    assert args[0].run.draws == 9
    assert (named["measure"], named["threshold"], named["effort"]) == ("leakers", 1.5, Effort(screen=(4, 8)))
    args, named = asked(monkeypatch, "shorad.study.flip.flip", "flip", str(path), "--looks", "6", "--threshold", "2")
    assert (named["threshold"], named["effort"]) == (2.0, Effort())
    args, named = asked(monkeypatch, "shorad.study.sensitivity.sensitivity", "study", "sensitivity", str(path))
    assert (named["measure"], named["plan"]) == ("leakers", Plan(points=64, top=3, only=("pantsir_s1.*",)))
    args, named = asked(monkeypatch, "shorad.study.uncertainty.uncertainty", "study", "uncertainty", str(path))
    assert named["measure"] == "leakers"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("threshold: 1.5", "threshold: high", 'study.yaml:5: flip.threshold: "high" is no threshold'),
        ("points: 64", "points: 0", 'study.yaml:4: sensitivity.points: "0" is no number of runs or points'),
        ("looks: 4", "look: 4", "study.yaml:5: flip.look"),
    ],
)
def test_wrong_studies_are_named_with_their_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    path = tmp_path / "study.yaml"
    path.write_text(STUDY.replace(old, new), encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        load_study(path)
    assert said in str(caught.value)
