"""Studies that are written down: in the `study:` block of a scenario, or in a file that names a scenario."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PrivateAttr, ValidationError

from shorad.errors import Issue, ScenarioError
from shorad.spec.noun import Name, Noun, PathText, Sentence
from shorad.spec.problems import Place, issues_of
from shorad.spec.quantity import complaint
from shorad.spec.run import Run
from shorad.spec.text_file import read_text
from shorad.spec.yaml_text import read_mapping


def _points(raw: object) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int) or not 2 <= raw < 100_000:
        raise complaint(Issue(f'"{raw}" is no number of points', "write a whole number from 2, such as 50"))
    return raw


def _whole(raw: object) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int) or not 1 <= raw < 1_000_000:
        raise complaint(Issue(f'"{raw}" is no number of runs or points', "write a whole number from 1"))
    return raw


def _number(raw: object) -> float:
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        raise complaint(Issue(f'"{raw}" is no threshold', "write a bare number, a share as 0.5"))
    return float(raw)


Whole = Annotated[int, BeforeValidator(_whole)]


class Variant(Noun):
    """A scenario with some values set, as `--set` does. An empty `set` is the scenario as it stands."""

    set: dict[PathText, Any] = Field(default_factory=dict)
    note: str = ""


class CompareStudy(Noun):
    """Variants to be compared with the first of them, under the same luck."""

    variants: dict[Name, Variant]
    measure: PathText | None = None


class SweepStudy(Noun):
    """Paths with their values (a list, or `low:high:n` as text); `latin`: so many points between the ends instead."""

    over: dict[PathText, Any]
    latin: Annotated[int, BeforeValidator(_points)] | None = None
    measure: PathText | None = None


class PlaceStudy(Noun):
    """What a defender may choose from: named candidates, or every combination of the values of some paths."""

    candidates: dict[Name, Variant] = Field(default_factory=dict)
    choose: dict[PathText, tuple[Any, ...]] = Field(default_factory=dict)
    measure: PathText | None = None


class UncertaintyStudy(Noun):
    """The measure that `shorad study uncertainty` is asked about."""

    measure: PathText | None = None


class SensitivityStudy(Noun):
    """What `shorad study sensitivity` looks at, and how closely; None: its own defaults."""

    measure: PathText | None = None
    points: Whole | None = None
    replicates: Whole | None = None
    trajectories: Whole | None = None
    looks: Whole | None = None
    top: Whole | None = None
    only: tuple[Sentence, ...] = ()


class FlipStudy(Noun):
    """What `shorad flip` is to turn; None: its own defaults."""

    measure: PathText | None = None
    threshold: Annotated[float, BeforeValidator(_number)] | None = None
    variant: Variant | None = None  # turn what tells it from the scenario as it stands
    weigh: Whole | None = None
    looks: Whole | None = None


class RareStudy(Noun):
    """The event that `shorad study rare` looks for, and how closely; None: its own defaults."""

    event: Sentence
    draws: Whole | None = None
    replicates: Whole | None = None


class Study(Noun):
    """The `study:` block: what the study commands do when nothing else is asked for."""

    uncertainty: UncertaintyStudy | None = None
    sensitivity: SensitivityStudy | None = None
    flip: FlipStudy | None = None
    compare: CompareStudy | None = None
    sweep: SweepStudy | None = None
    place: PlaceStudy | None = None
    rare: RareStudy | None = None
    _where: Place | None = PrivateAttr(default=None)

    def where(self, path: str) -> Issue:
        """File and line of a path of the block, as an issue that says nothing yet."""
        return Issue("", "", *(self._where(path) if self._where else ("", 0, 0)), path)

    def written_at(self, where: Place) -> Study:
        """The same, told where its paths stand."""
        told = self.model_copy()
        told._where = where
        return told


class StudyFile(Study):
    """A file of its own: the block, and the scenario that it is about (beside this file, or one that is shipped)."""

    scenario: Sentence
    question: str = ""
    run: Run | None = None


def read_study(path: str | Path) -> StudyFile | None:
    """The study in a file; None for a file that is none (no `scenario:` at its top). ScenarioError for mistakes."""
    file = str(path)
    raw, lines = read_mapping(read_text(path), file)
    if "scenario" not in raw or "options" in raw:
        return None

    def place(where: str) -> tuple[str, int, int]:
        while where and where not in lines:
            where = where.rpartition(".")[0]
        return (file, *lines[where]) if where else (file, 1, 1)

    try:
        made = StudyFile.model_validate(raw)
    except ValidationError as error:
        raise ScenarioError.many(issues_of(error, StudyFile, place)) from None
    made._where = place
    return made
