"""The bridge from what a person writes to what the machine runs.

Importing it does not import numba or scipy: `build` does so when it first needs them.
"""

from shorad.compile.build import Built, build, new_state, state_shape, switched
from shorad.compile.draw import draw, draw_at
from shorad.compile.explain import Row, explain, sources_used
from shorad.compile.names import Names
from shorad.compile.resolve import resolve
from shorad.compile.values import Resolved

__all__ = [
    "Built",
    "Names",
    "Resolved",
    "Row",
    "build",
    "draw",
    "draw_at",
    "explain",
    "new_state",
    "resolve",
    "sources_used",
    "state_shape",
    "switched",
]
