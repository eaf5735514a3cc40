"""A decision to be priced: who decides, what is known already, options as variants of a scenario, and what they pay."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, ValidationError

from shorad.errors import Issue, ScenarioError, suggest
from shorad.spec.noun import Name, Noun, PathText, Question, Sentence
from shorad.spec.problems import Place, issues_of
from shorad.spec.quantity import Dim, Quantity, complaint, fixed
from shorad.spec.run import Run
from shorad.spec.text_file import read_text
from shorad.spec.written import Written
from shorad.spec.yaml_text import read_mapping

Price = Annotated[Quantity, Dim("money")]


def _error(raw: object) -> float:
    if isinstance(raw, bool) or not isinstance(raw, int | float) or not 0.0 <= raw < 1e6:
        raise complaint(Issue(f"{raw} is no error of a look", "write 0 for an exact look, 1 for a poor one"))
    return float(raw)


class Option(Noun):
    """One option: values set in the scenario, as `--set` does. An empty `set` is the scenario as it stands."""

    set: dict[PathText, Any] = Field(default_factory=dict)
    cost: Price = fixed(0.0, "money")  # of choosing it, whatever happens
    note: str = ""


class Term(Noun):
    """A measure of the run and what one unit of it is worth to whoever decides; a cost is negative."""

    measure: PathText
    price: Price
    note: str = ""


class Look(Noun):
    """An imperfect look at a group of unknowns: its error in standard deviations of what is believed now."""

    group: Name
    error: Annotated[float, BeforeValidator(_error)]
    note: str = ""


class Decision(Written):
    """The file of a value-of-information study. Groups name unknowns by path, `*` standing for any text."""

    question: Question
    decider: Sentence
    knows: Sentence
    options: dict[Name, Option]
    payoff: tuple[Term, ...]
    groups: dict[Name, tuple[Sentence, ...]] = Field(default_factory=dict)
    looks: dict[Name, Look] = Field(default_factory=dict)
    run: Run = Run(draws=200, replicates=10)


def load_decision(path: str | Path) -> Decision:
    """The decision in a file. ScenarioError with file and line for every mistake."""
    file = str(path)
    text = read_text(path)
    raw, lines = read_mapping(text, file, "a decision")
    blank = Decision.model_construct()
    blank.read_from(file, text, lines)
    try:
        made = Decision.model_validate(raw)
    except ValidationError as error:
        raise ScenarioError.many(issues_of(error, Decision, blank.place)) from None
    made.read_from(file, text, lines)
    _check(made, blank.place)
    return made


def _check(made: Decision, place: Place) -> None:
    issues: list[Issue] = []

    def wrong(path: str, problem: str, right: str) -> None:
        issues.append(Issue(problem, right, *place(path), path))

    if len(made.options) < 2:
        wrong("options", "a decision with one option is none", "state two options or more")
    if not made.payoff:
        wrong("payoff", "nothing pays", "write payoff: [{measure: damage.value, price: -1 MUSD}]")
    seen: set[str] = set()
    for index, term in enumerate(made.payoff):
        if term.measure in seen:
            wrong(f"payoff.{index}.measure", f"{term.measure} is paid twice", "add the two prices up, or leave one out")
        if term.price.number == 0.0:
            wrong(
                f"payoff.{index}.price", "a price of zero pays nothing", "write what one unit is worth, or leave it out"
            )
        seen.add(term.measure)
    for name, look in made.looks.items():
        if look.group not in made.groups:
            wrong(f"looks.{name}.group", f'there is no group "{look.group}"', suggest(look.group, list(made.groups)))
    if issues:
        raise ScenarioError.many(issues)
