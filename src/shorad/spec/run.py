"""How often to run, and a sweep: the defaults of the command."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator

from shorad.errors import Issue
from shorad.spec.noun import Noun, PathText, Sentence
from shorad.spec.quantity import complaint


def _at_least(low: int) -> BeforeValidator:
    def check(raw: object) -> int:
        if isinstance(raw, bool) or not isinstance(raw, int) or not low <= raw < 2**31:
            raise complaint(
                Issue(
                    f'"{str(raw)[:60]}" is not a whole number from {low} to {2**31 - 1}',
                    f"write a count such as {max(low, 20)}",
                )
            )
        return raw

    return BeforeValidator(check)


class Run(Noun):
    """`draws` epistemic draws with `replicates` chance replicates each."""

    replicates: Annotated[int, _at_least(1)] = 50
    draws: Annotated[int, _at_least(1)] = 20
    seed: Annotated[int, _at_least(0)] = 1


class Sweep(Noun):
    """One path over several values; `until` is a condition that ends it, such as "assets.town.survival < 0.5"."""

    path: PathText
    values: tuple[Any, ...]
    until: Sentence | None = None
