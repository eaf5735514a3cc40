"""The settings with which a scenario was read, in the words of `--set`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from shorad.spec import Scenario


def as_text(value: object) -> str:
    """A value as it would be written after `--set path=`."""
    return value if isinstance(value, str) else json.dumps(value)


def overrides_of(scenario: Scenario) -> tuple[str, ...]:
    """All `--set` of a scenario, as path=value."""
    own = [label.removeprefix("--set ") for label in scenario.origin.labels.values()]
    return (*own, *(f"{path}={as_text(value)}" for path, value in scenario.overrides.items()))
