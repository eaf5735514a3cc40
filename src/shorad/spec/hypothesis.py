"""Structure in dispute: named alternatives with weights, each an overlay on dotted paths."""

from __future__ import annotations

import math
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator

from shorad.errors import Issue, ScenarioError
from shorad.spec.noun import AltName, Flag, Noun, PathText, Question
from shorad.spec.quantity import Claim, complaint, read_claims
from shorad.units import parse


def _weight(raw: object) -> float:
    try:
        weight = parse(raw, "probability")
    except ScenarioError as error:
        raise complaint(error.first) from None
    if not 0.0 <= weight <= 1.0:
        raise complaint(Issue(f"{raw} is out of range", "write a weight from 0 to 1"))
    return weight


def _claims(raw: object) -> tuple[Claim, ...]:
    try:
        return read_claims(raw)
    except ScenarioError as error:
        issue = error.first
        raise complaint(Issue(issue.problem, issue.right, path=issue.path.partition(".")[2])) from None


class Alternative(Noun):
    """One answer to the question; an empty `set` changes nothing.

    After loading, `set` holds a Quantity, word or flag by path. In a scenario, catalogue paths stay as written.
    """

    weight: Annotated[float, BeforeValidator(_weight, json_schema_input_type=float | str)]
    set: dict[PathText, Any] = Field(default_factory=dict)
    claims: Annotated[tuple[Claim, ...], BeforeValidator(_claims, json_schema_input_type=list[dict[str, Any]])] = ()
    note: str = ""


class Hypothesis(Noun):
    """A question whose alternatives exclude each other; their weights sum to 1."""

    question: Question
    alternatives: dict[AltName, Alternative]
    note: str = ""
    shared: Flag = False  # of a catalogue file: one answer for all systems that ask it under this name

    @model_validator(mode="after")
    def _sum(self) -> Hypothesis:
        total = math.fsum(alternative.weight for alternative in self.alternatives.values())
        if abs(total - 1.0) > 1e-6:
            raise complaint(Issue(f"the weights sum to {total:.4g}, not 1", "change one of them", path="alternatives"))
        return self

    @property
    def heaviest(self) -> str:
        """Name of the alternative with the largest weight, the first of equals."""
        return max(self.alternatives, key=lambda name: self.alternatives[name].weight)
