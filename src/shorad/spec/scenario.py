"""A scenario as a person wrote it: numbers in SI, names not yet looked up (that is `shorad.compile.resolve`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, PrivateAttr

from shorad.errors import Issue, ScenarioError
from shorad.spec.asset import Asset
from shorad.spec.attack import AttackGroup
from shorad.spec.birds import Birds
from shorad.spec.defence import DefenceGroup
from shorad.spec.hypothesis import Hypothesis
from shorad.spec.neutral import NeutralGroup
from shorad.spec.noun import Duration, Name, Noun, PathText, Probability, Question, Sentence, Word
from shorad.spec.post import Post
from shorad.spec.propagation import GnssJamming, Propagation, StandOffJammer
from shorad.spec.run import Run, Sweep
from shorad.spec.study import Study
from shorad.spec.terrain import Terrain
from shorad.spec.weather import Weather
from shorad.spec.zone import Separation, Zone

SWITCHES = (
    "ready", "emission", "sight", "coverage", "detection", "track", "identify", "operator", "link", "reaction",
    "channel", "rounds", "reach", "guide", "hit", "assess",
)  # fmt: skip


@dataclass(frozen=True)
class Origin:
    """Where a scenario comes from: enough to point at any line of it and to repeat it."""

    file: str = ""
    text: str = ""
    sha256: str = ""
    lines: Mapping[str, tuple[int, int]] = field(default_factory=dict)  # dotted path -> (line, column), 1-based
    labels: Mapping[str, str] = field(default_factory=dict)  # dotted path -> "--set path=value" that put it there
    raw: Mapping[str, Any] = field(default_factory=dict)  # the mapping as read, overrides of the scenario applied
    places: Mapping[str, str] = field(default_factory=dict)  # what it reads, as written -> where, if not beside it


class Scenario(Noun):
    """The top of a scenario file."""

    question: Question
    title: str = ""
    documented: tuple[Sentence, ...] = ()
    notional: tuple[Sentence, ...] = ()
    answer: PathText | None = None
    threshold: Probability | None = None
    duration: Duration
    weather: Weather = Weather()
    terrain: Terrain = Terrain()
    propagation: Propagation = Propagation()
    assets: dict[Name, Asset] = Field(default_factory=dict)
    posts: dict[Name, Post] = Field(default_factory=dict)
    defence: dict[Name, DefenceGroup] = Field(default_factory=dict)
    attack: dict[Name, AttackGroup] = Field(default_factory=dict)
    neutral: dict[Name, NeutralGroup] = Field(default_factory=dict)
    gnss_jamming: GnssJamming | None = None
    jammers: dict[Name, StandOffJammer] = Field(default_factory=dict)
    birds: Birds | None = None
    zones: dict[Name, Zone] = Field(default_factory=dict)
    separation: Separation | None = None
    hypotheses: dict[Name, Hypothesis] = Field(default_factory=dict)
    switches: tuple[Annotated[str, Word(SWITCHES)], ...] = ()
    split: PathText | None = None
    sweep: Sweep | None = None
    study: Study = Study()
    run: Run = Run()
    catalogue: tuple[Sentence, ...] = ()  # folders with systems of one's own, relative to this file

    _origin: Origin = PrivateAttr(default_factory=Origin)
    _overrides: dict[str, Any] = PrivateAttr(default_factory=dict)

    @property
    def origin(self) -> Origin:
        return self._origin

    @property
    def overrides(self) -> Mapping[str, Any]:
        """What `--set` says about catalogue paths and hypotheses, as written: to be read by `shorad.compile`."""
        return self._overrides

    def beside(self, name: str) -> Path:
        """Where a file or folder lies that the scenario names: relative to its own file, or where a result kept it."""
        kept = self._origin.places.get(name)
        return Path(kept) if kept else Path(self._origin.file).parent / name

    def given(self, path: str) -> bool:
        """False for a default that the file does not mention."""
        return path in self._origin.lines or path in self._origin.labels

    def place(self, path: str) -> tuple[str, int, int]:
        """(file, line, column) of a path, or of its nearest parent in the file; or the `--set` that wrote it."""
        here = path
        while here:
            if here in self._origin.labels:
                return self._origin.labels[here], 0, 0
            if here in self._origin.lines:
                return (self._origin.file, *self._origin.lines[here])
            here = here.rpartition(".")[0]
        return self._origin.file, 0, 0

    def issue(self, path: str, problem: str, right: str = "") -> Issue:
        """An `Issue` at `path`, with its line: for errors (`ScenarioError.many`) and warnings alike."""
        file, line, column = self.place(path)
        return Issue(problem, right, file, line, column, path)

    def error(self, path: str, problem: str, right: str = "") -> ScenarioError:
        """A ScenarioError at `path`, with its line."""
        return ScenarioError.many([self.issue(path, problem, right)])
