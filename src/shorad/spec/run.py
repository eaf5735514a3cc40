"""How often to run, and a sweep: the defaults of the command."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator

from shorad import limits
from shorad.errors import Issue
from shorad.spec.noun import Noun, PathText, Sentence
from shorad.spec.quantity import complaint


def _whole(low: int, high: int) -> BeforeValidator:
    def check(raw: object) -> int:
        if isinstance(raw, bool) or not isinstance(raw, int) or not low <= raw <= high:
            raise complaint(
                Issue(
                    f'"{str(raw)[:60]}" is not a whole number from {low} to {high}',
                    f"write a count such as {max(low, 20)}",
                )
            )
        return raw

    return BeforeValidator(check)


class Run(Noun):
    """`draws` epistemic draws with `replicates` chance replicates each."""

    replicates: Annotated[int, _whole(1, limits.REPLICATES)] = 50
    draws: Annotated[int, _whole(1, limits.DRAWS)] = 20
    seed: Annotated[int, _whole(0, limits.SEED)] = 1


class Sweep(Noun):
    """One path over several values; `until` is a condition that ends it, such as "assets.town.survival < 0.5"."""

    path: PathText
    values: tuple[Any, ...]
    until: Sentence | None = None
