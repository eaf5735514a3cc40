"""What is written in a file of its own and names a scenario: where it was read, and errors with the line."""

from __future__ import annotations

from pathlib import Path

from pydantic import PrivateAttr

from shorad.errors import ScenarioError
from shorad.spec.noun import Noun, Sentence


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
