"""What is written in a file of its own and names a scenario: where it was read, and errors with the line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from pydantic import PrivateAttr

from shorad.errors import Issue, ScenarioError
from shorad.spec.noun import Noun, Sentence

T = TypeVar("T")


class Written(Noun):
    """A noun with a file. `base`: the scenario, seen from that file; else its name as written."""

    scenario: Sentence
    _file: str = PrivateAttr(default="")
    _text: str = PrivateAttr(default="")
    _lines: dict[str, tuple[int, int]] = PrivateAttr(default_factory=dict)

    @property
    def file(self) -> str:
        """Where it was read."""
        return self._file

    @property
    def text(self) -> str:
        """As it was read."""
        return self._text

    @property
    def base(self) -> str:
        """The scenario: a file beside this one, else its name as written."""
        beside = Path(self._file).parent / self.scenario
        return str(beside) if beside.is_file() else self.scenario

    def load_base(self, load: Callable[[str, Mapping[str, str]], T], settings: Mapping[str, str]) -> T:
        """`load(base, settings)`; that there is no such scenario is said at the line that names it."""
        try:
            return load(self.base, settings)
        except ScenarioError as error:
            raise at_its_name(error, self.base, self.place("scenario")) from None

    def settled(self, load: Callable[[str, Mapping[str, str]], T], settings: Mapping[str, str], below: str) -> T:
        """As `load_base`; what is wrong with a setting is said at its line below `below` of the file."""
        try:
            return self.load_base(load, settings)
        except ScenarioError as error:
            raise error.told_at({path: Issue("", "", *self.place(f"{below}.{path}"), f"{below}.{path}")
                                 for path in settings}) from None  # fmt: skip

    def read_from(self, file: str, text: str, lines: dict[str, tuple[int, int]]) -> None:
        """Says where it was read."""
        self._file, self._text, self._lines = file, text, lines

    def place(self, path: str) -> tuple[str, int, int]:
        """File, line and column of a path, or of the nearest key above it that stands in the file."""
        where = path
        while where and where not in self._lines:
            where = where.rpartition(".")[0]
        return (self._file, *self._lines[where]) if where else (self._file, 1 if self._file else 0, 1)

    def error(self, path: str, problem: str, right: str = "") -> ScenarioError:
        """A ScenarioError placed at `path` of the file."""
        return ScenarioError(problem, right, *self.place(path), path)


def at_its_name(error: ScenarioError, name: str, place: tuple[str, int, int]) -> ScenarioError:
    """The error placed at the line that names a scenario, where it is that scenario which cannot be found or read."""

    def told(issue: Issue) -> Issue:
        if not issue.file:
            return replace(issue, file=place[0], line=place[1], column=place[2], path="scenario")
        if issue.file == name and not issue.line:
            return Issue(f"{name}: {issue.problem}", issue.right, *place, "scenario")
        return issue

    return ScenarioError.many([told(issue) for issue in error.issues])
