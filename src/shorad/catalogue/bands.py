"""Values of which one is the lower end of the other: upside down they leave nothing, and nobody would see it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from shorad.spec.quantity import Quantity

# lower end, upper end, and whether they may be the same
BANDS = (
    ("missile.range_min", "missile.range_max", False),
    ("missile.height_min", "missile.height_max", False),
    ("gun.range_min", "gun.range_max", False),
    ("gun.elevation_min", "gun.elevation_max", False),
    ("search_radar.elevation_min", "search_radar.elevation_max", False),
    ("search_radar.m_hits", "search_radar.n_window", True),
    ("optics.m_hits", "optics.n_window", True),
    ("search_radar.accel_psd_quiet", "search_radar.accel_psd_manoeuvre", True),
    ("optics.accel_psd_quiet", "optics.accel_psd_manoeuvre", True),
    ("tracking_radar.lock_m", "tracking_radar.lock_n", True),
    ("rf_sensor.frequency_min", "rf_sensor.frequency_max", True),
    ("jammer.frequency_min", "jammer.frequency_max", True),
    ("crew.neutral_threshold", "crew.hostile_threshold", True),
)


def upside_down(found: Callable[[str], Quantity | None]) -> Iterator[tuple[str, str, str, str]]:
    """(lower path, upper path, problem, right) of every band that some draw within the ranges leaves nothing of.

    `found` gives the value at a path such as ``missile.range_min``, None where there is none.
    """
    for below, above, same in BANDS:
        low, high = found(below), found(above)
        if low is None or high is None:
            continue
        bottom, top = max(low.high, low.number), min(high.low, high.number)
        if bottom > top or (bottom == top and not same):
            problem = f"{below} {_shown(low)} is not below {above} {_shown(high)}"
            yield below, above, problem, f"lower {below} or raise {above}"


def _shown(q: Quantity) -> str:
    return f"{q.text} (with its range)" if q.varies else q.text
