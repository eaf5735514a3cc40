"""A published record of combat as data: what was counted, how well it is known, and the scenario that stands for it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, ValidationError, model_validator

from shorad.errors import Issue, ScenarioError, suggest
from shorad.spec.noun import Flag, Name, Noun, PathText, Sentence, Word
from shorad.spec.problems import issues_of
from shorad.spec.quantity import complaint
from shorad.spec.run import Run
from shorad.spec.text_file import read_text
from shorad.spec.written import Written
from shorad.spec.yaml_text import read_mapping

KINDS = ("exact", "at_least", "interval", "claim")


def _count(raw: object) -> int:
    if isinstance(raw, bool) or not isinstance(raw, int) or raw < 0:
        raise complaint(Issue(f'"{str(raw)[:40]}" is no count', "write a whole number, 0 or more"))
    return raw


Whole = Annotated[int, BeforeValidator(_count)]


class Count(Noun):
    """One count. `measure`: a measure of a run, or `defence.lost` (fire units of all groups), `defence.GROUP.lost`,
    `defence.GROUP.hit` (damaged or lost), `defence.GROUP.missiles`.

    exact: so many. at_least: so many are proven, by photographs for instance. interval: between `low` and `high`.
    claim: one side says `value`; how far such claims go is fixed beforehand, from other events.
    """

    measure: PathText
    kind: Annotated[str, Word(KINDS)]
    value: Whole | None = None
    low: Whole | None = None
    high: Whole | None = None
    label: Sentence
    source: Name
    place: Sentence
    grade: Sentence
    note: str = ""

    @model_validator(mode="after")
    def _given(self) -> Count:
        if self.kind == "interval":
            if self.low is None or self.high is None:
                raise complaint(Issue("an interval needs two ends", "write low: 2, high: 8"))
            if self.low > self.high:
                raise complaint(Issue(f"low {self.low} is above high {self.high}", "exchange them"))
        elif self.value is None:
            raise complaint(Issue(f"{self.kind} needs a value", "write value: 4"))
        return self

    @property
    def text(self) -> str:
        """`4`, `9 or more`, `2 to 8`, `3 claimed`."""
        if self.kind == "interval":
            return f"{self.low} to {self.high}"
        return f"{self.value}" + {"exact": "", "at_least": " or more", "claim": " claimed"}[self.kind]


class Record(Written):
    """The file of a record. `selected`: known only because it happened; says nothing about how often it does not."""

    title: Sentence
    date: Sentence
    rows: Sentence  # of the collection of records
    question: Sentence
    set: dict[PathText, Any] = Field(default_factory=dict)
    counts: dict[Name, Count]
    evidence: tuple[Name, ...] = ()  # counts that calibration uses together; all when empty
    event: Name  # claims about the same event are no independent evidence of how far claims go
    selected: Flag = False
    note: str = ""
    run: Run = Run(draws=200, replicates=10)

    @property
    def name(self) -> str:
        return Path(self.file).stem


def load_record(path: str | Path) -> Record:
    """The record in a file. ScenarioError with file and line for every mistake, above all a record without counts."""
    file, text = str(path), read_text(path, "a record")
    raw, lines = read_mapping(text, file, "a record")
    blank = Record.model_construct()
    blank.read_from(file, text, lines)
    if not raw.get("counts"):
        right = "write counts: {kills: {measure: defence.tor.kills, kind: exact, value: 4, ...}}"
        raise blank.error("counts", "a record without counts: there is nothing to compare with", right)
    try:
        made = Record.model_validate(raw)
    except ValidationError as error:
        raise ScenarioError.many(issues_of(error, Record, blank.place)) from None
    made.read_from(file, text, lines)
    for number, name in enumerate(made.evidence):
        if name not in made.counts:
            raise made.error(f"evidence.{number}", f'there is no count "{name}"', suggest(name, list(made.counts)))
    return made
