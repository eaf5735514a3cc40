"""From a missile's published figures to what the engine flies with: thrust, drag, and a fly-out table.

The published figures say how fast, not how strong or how slippery. Two numbers are solved for, on a straight flight at
20 degrees of elevation in a standard atmosphere: thrust meets `burnout_speed`, a factor on a generic drag curve meets
`speed_value` (mean speed to `speed_range`, or the speed there, by hypothesis). The elevation is an assumption.
"""

from typing import Any, NamedTuple

import numpy as np

from shorad.engine.flight import REACH
from shorad.engine.types import FLYOUT_ELEVATIONS, FLYOUT_RANGES
from shorad.physics.profile import Floats, Shape, fill, fit_drag, fit_thrust


class Fit(NamedTuple):
    """Solved figures of a missile. `error`: what is left of the relative error of the quoted speed; about 0 if met."""

    thrust: float  # N
    drag_scale: float
    error: float


def shape_of(row: Any) -> Shape:
    """The figures of one MISSILE_TYPE row (or any mapping with its field names) that a straight flight needs."""
    return Shape(*(float(row[name]) for name in Shape._fields))


def solve_thrust(row: Any, drag_scale: float) -> float:
    """Thrust in N that meets the row's burnout_speed with this factor on the drag curve."""
    return float(fit_thrust(shape_of(row), drag_scale, 0.0))


def solve_drag_scale(row: Any) -> Fit:
    """Thrust and drag factor that together meet burnout_speed and speed_value.

    The factor stays within 0.05 .. 20. If the two speeds contradict each other it is the nearest bound and `error`
    says by how much the quoted speed is missed: the caller decides whether to refuse or to warn.
    """
    return Fit(*(float(value) for value in fit_drag(shape_of(row), 0.0)))


def flyout_table(row: Any, temperature_offset: float = 0.0) -> Floats:
    """Row of `Model.flyout`: float64[2, FLYOUT_ELEVATIONS, FLYOUT_RANGES], time of flight s and speed m/s.

    From sea level along straight lines, evenly over 0 .. 90 degrees and 0 .. 1.1 range_max; `row` has thrust and
    drag_scale filled in. 1e6 s and 0 m/s where the missile is too slow or too old.
    """
    out = np.zeros((2, FLYOUT_ELEVATIONS, FLYOUT_RANGES))
    end = REACH * float(row["range_max"])
    fill(shape_of(row), float(row["thrust"]), float(row["drag_scale"]), end, temperature_offset, out)
    return out
