"""Fields that follow from others (the lines under `# built` in `engine.types`): detection, flight, offsets."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from shorad.engine import codes
from shorad.engine.types import FLYOUT_ELEVATIONS, FLYOUT_RANGES, PD_LOW, PD_STEP, PD_STEPS, SHOTS_PER_CHANNEL, Table

if TYPE_CHECKING:
    from shorad.compile.flyout import Fit as Fit

Floats = NDArray[np.float64]
POST_TRACKS_MAX = 200
NOTHING = 1e-20  # of a probability
DENSEST, DENSEST_AT = 1.35, 294.65  # kg/m3 and K of the air 1 km below sea level
AT_RANGE_MAX = math.ceil((FLYOUT_RANGES - 1) / 1.1)  # column of the fly-out table at or beyond range_max
G7_MOST = 0.41  # above the largest value of the drag curve of guns
LEAST_DRAG = 1.0e-9  # 1/m
PASSING_MARGIN = 3e3  # m beyond the reach of a weapon: a shot may lead, a blast may reach out
SWERLING = (0, 1, 3)  # in the order of OBJECT.rcs_fluctuation, from 1


# -- detection -----------------------------------------------------------------------------
def detection(radar: Table, tracker: Table, own: Sequence[int] = ()) -> Floats:
    """Fill snr_ref, pd_row and pd_by of both tables; the rows of `Model.pd`, one for each law in use.

    `own`: the `rcs_fluctuation` of the objects; a law that none of them has costs no row.
    """
    laws: dict[tuple[int, float], int] = {}
    for table in (radar, tracker):
        for row in table:
            law = int(row["fluctuation"]), float(row["pfa"])
            row["pd_row"] = row["pd_by"] = laws.setdefault(law, len(laws))
            row["snr_ref"] = _snr(float(row["ref_pd"]), *law)
    for table in (radar, tracker):
        for row in table:
            for code in set(own) - {0}:
                row["pd_by"][code] = laws.setdefault((SWERLING[code - 1], float(row["pfa"])), len(laws))
    return np.array([_pd_row(*law) for law in laws]).reshape(len(laws), PD_STEPS)


@lru_cache(maxsize=512)
def _pd_row(fluctuation: int, pfa: float) -> Floats:
    """`tables.pd_table` of one pulse from closed forms, quick enough for a false-alarm probability new in each draw.

    Exponential and chi-square (4) cross sections: Swerling (1960); steady: noncentral chi-square. A test compares.
    """
    snr: Floats = np.power(10.0, (PD_LOW + PD_STEP * np.arange(PD_STEPS)) / 10.0)
    if fluctuation == 1:
        return np.asarray(pfa ** (1.0 / (1.0 + snr)))
    t = -np.log(pfa)
    if fluctuation == 3:
        half = 1.0 + snr / 2.0
        return np.asarray((1.0 + t * (snr / 2.0) / half**2) * np.exp(-t / half))
    if fluctuation != 0:
        raise ValueError(f"no detection law for Swerling case {fluctuation}")
    return _steady(np.asarray(snr), float(t))


def _steady(snr: Floats, t: float) -> Floats:
    """Detection probability of a steady target, one pulse: 1 - sum over k of Poisson(k; S) P(k + 1, T).

    P, the regularised lower gamma function, falls off so fast above k = T that the sum ends there.
    """
    count = int(t + 12.0 * t**0.5 + 60.0)
    terms = np.exp(-t + np.cumsum(np.append(0.0, np.log(t / np.arange(1.0, 2 * count)))))  # Poisson(k; T)
    below = np.cumsum(terms[::-1])[::-1][1 : count + 1]  # P(k + 1, T): from its small end, which keeps the digits
    weight = np.exp(-snr)  # Poisson(k; S); 0 where S is so large that nothing is missed
    missed = weight * below[0]
    for k in range(1, int(np.searchsorted(-below, -NOTHING))):  # what follows does not count
        weight *= snr / k
        missed += weight * below[k]
    return np.asarray(1.0 - missed)


@lru_cache(maxsize=512)
def _snr(pd: float, fluctuation: int, pfa: float) -> float:
    """Linear S at which the table, read linearly as the engine does, gives pd."""
    row = _pd_row(fluctuation, pfa)
    return float(10.0 ** (float(np.interp(pd, row, PD_LOW + PD_STEP * np.arange(PD_STEPS))) / 10.0))


def gates(radar: Table) -> None:
    """Fill gate_chi2 from gate_probability."""
    for row in radar:
        row["gate_chi2"] = _chi2_quantile(float(row["gate_probability"]))


@lru_cache(maxsize=256)
def _chi2_quantile(probability: float) -> float:
    """Quantile of chi-square with 3 degrees of freedom (0.99: 11.345), by bisection of its closed form."""
    low, high = 0.0, 1.0e3
    while low < (middle := 0.5 * (low + high)) < high:
        missed = math.erfc(math.sqrt(middle / 2.0)) + math.sqrt(2.0 * middle / math.pi) * math.exp(-middle / 2.0)
        low, high = (middle, high) if missed > 1.0 - probability else (low, middle)
    return high


# -- flight --------------------------------------------------------------------------------
def missiles(table: Table, temperature_offset: float) -> tuple[Floats, list[Fit]]:
    """Fill thrust and drag_scale; the rows of `Model.flyout`, and how well each missile met its quoted speed."""
    fits = [_fit(row.tobytes(), temperature_offset) for row in table]
    for row, (fit, flyout) in zip(table, fits, strict=True):
        row["thrust"], row["drag_scale"] = fit.thrust, fit.drag_scale
        row["flight_max"] = flyout[0, :, AT_RANGE_MAX].max()  # time grows with range
    empty = np.zeros((0, 2, FLYOUT_ELEVATIONS, FLYOUT_RANGES))
    return np.concatenate([empty, *(flyout[None] for _, flyout in fits)]), [fit for fit, _ in fits]


@lru_cache(maxsize=64)
def _fit(row: bytes, temperature_offset: float) -> tuple[Fit, Floats]:
    from shorad.compile.flyout import flyout_table, solve_drag_scale
    from shorad.engine.types import MISSILE_TYPE

    missile = np.frombuffer(bytearray(row), dtype=MISSILE_TYPE)
    fit = solve_drag_scale(missile[0])
    missile["thrust"], missile["drag_scale"] = fit.thrust, fit.drag_scale
    return fit, flyout_table(missile[0], temperature_offset)


def guns(table: Table, temperature_offset: float) -> None:
    """Fill flight_max: no round flies longer to range_max, for its drag is never above the curve's largest.

    In air as dense as 1 km below sea level; constant drag, `physics.gun.constant_drag`.
    """
    for row in table:
        density = DENSEST * DENSEST_AT / (DENSEST_AT + temperature_offset)
        area = math.pi * row["calibre"] ** 2 / 8.0
        k = max(row["form_factor"] * density * area / row["mass"] * G7_MOST, LEAST_DRAG)
        row["flight_max"] = math.expm1(k * 1.01 * row["range_max"]) / (k * row["muzzle_velocity"])


# -- units and posts -------------------------------------------------------------------------
def readiness(unit: Table) -> None:
    """Shares that were drawn one by one sum to 1 again."""
    total = unit["readiness"].sum(axis=1, keepdims=True)
    unit["readiness"] = np.where(total > 0.0, unit["readiness"] / np.where(total > 0.0, total, 1.0), [1.0, 0, 0, 0])


def offsets(
    unit: Table, post: Table, tracker: Table, optics: Table, radar: Table, listeners: tuple[Table, Table], soft: Table,
    unlimited: bool,
) -> None:  # fmt: skip
    """Channels, tracks and shots of each unit as blocks of the state's tables; then the tracks of the posts.

    `unlimited`: as many channels as tracks (the switch `channel`).
    """
    by_radar, by_optics = _by(unit["tracker"], tracker, "channels"), _by(unit["optics"], optics, "channels")
    tracks = np.where(
        unit["radar"] >= 0, _by(unit["radar"], radar, "tracks_max"), _by(unit["optics"], optics, "tracks_max")
    )
    for field, table in zip(("rf", "acoustic"), listeners, strict=True):
        tracks = np.where((tracks == 0) & (unit[field] >= 0), _by(unit[field], table, "tracks_max"), tracks)
    unit["interacting"] = np.where(
        unit["radar"] >= 0, _by(unit["radar"], radar, "filter"), _by(unit["optics"], optics, "filter")
    )
    by_soft = _by(unit["soft"], soft, "channels")
    if unlimited:
        room = np.maximum(tracks, _shared_tracks(unit, tracks))
        by_optics = np.where((by_radar == 0) & (by_optics > 0), room, by_optics)
        by_radar = np.where(by_radar > 0, room, by_radar)
        by_soft = np.where(by_soft > 0, room, by_soft)
    unit["radar_channels"], unit["soft_channels"], unit["tracks"] = by_radar, by_soft, tracks
    unit["channels"] = by_radar + by_optics + by_soft
    unit["channel0"] = _starts(unit["channels"])
    unit["shot0"] = unit["channel0"] * shots_per_channel(unit)
    unit["track0"] = _starts(tracks)
    post["tracks"] = [min(int(tracks[unit["post"] == i].sum()), POST_TRACKS_MAX) for i in range(len(post))]
    post["track0"] = int(tracks.sum()) + _starts(post["tracks"])


def shots_per_channel(unit: Table) -> int:
    """Rows of missiles in flight that each channel needs: the longest salvo of any unit."""
    return max(SHOTS_PER_CHANNEL, int(unit["salvo"].max(initial=0)))


def _by(rows: NDArray[np.int64], table: Table, field: str) -> NDArray[np.int64]:
    """The field of each unit's type, 0 without."""
    padded = np.append(table[field], 0)
    return np.asarray(padded[rows], dtype=np.int64)  # row -1 is the padding


def _shared_tracks(unit: Table, tracks: NDArray[np.int64]) -> NDArray[np.int64]:
    """Tracks of the post of each unit, 0 without: what it may be ordered to engage."""
    posts = unit["post"]
    return np.array(
        [min(int(tracks[posts == p].sum()), POST_TRACKS_MAX) if p >= 0 else 0 for p in posts], dtype=np.int64
    )


def _starts(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.asarray(np.cumsum(counts) - counts, dtype=np.int64)


def birds(obj: Table, duration: float, rate: float) -> None:
    """Arrival of each slot: uniform over a time so long that `rate` arrivals per second fall into the run.

    The number that arrives is binomial over the slots: close to Poisson while slots are several times the expected.
    """
    rows = obj["kind"] == codes.PHANTOM
    slots = int(rows.sum())
    obj["start"][rows] = 0.0 if rate > 0.0 else codes.FAR
    obj["start_jitter"][rows] = max(duration, slots / rate) if rate > 0.0 else 0.0


def piloted(obj: Table, par: Table) -> None:
    """Is anything flown by radio that does not carry on without its pilot? Then somebody must look whether it hears."""
    led = (obj["control"] == codes.CONTROL_REMOTE) & (obj["on_link_loss"] != codes.SOFT_NONE)
    par["piloted"] = int(np.isin(obj["kind"][led], (codes.ONE_WAY, codes.DROPPER)).any())


def passing(obj: Table, segment: Table, unit: Table, missile: Table, gun: Table, duration: float) -> None:
    """Which neutral aircraft come within reach of a weapon: a run is not over before they have passed."""
    reach = np.zeros(len(unit))
    for column, weapons in (("missile", missile), ("gun", gun)):
        armed = unit[column] >= 0
        reach[armed] = np.maximum(reach[armed], weapons["range_max"][unit[column][armed]])
    for row in np.flatnonzero(obj["side"] == codes.NEUTRAL):
        legs = segment[obj["seg0"][row] : obj["seg0"][row] + obj["segs"][row]]
        allowed = reach + PASSING_MARGIN + 3.0 * obj["route_jitter"][row]
        near = _nearest(legs, unit, duration) <= allowed
        obj["passes"][row] = int((near & (reach > 0.0)).any())


def _nearest(legs: Table, unit: Table, duration: float) -> NDArray[np.float64]:
    """(units,) horizontal distance in m to the nearest point of a route; a bound from below on its arcs."""
    x, y = (unit[axis][:, None] - legs[axis] for axis in ("x", "y"))
    speed2 = np.maximum(legs["vx"] ** 2 + legs["vy"] ** 2, 1e-12)
    last = np.minimum(legs["duration"], duration)
    at = np.clip((x * legs["vx"] + y * legs["vy"]) / speed2, 0.0, last)
    straight = np.hypot(x - at * legs["vx"], y - at * legs["vy"])
    arc = np.hypot(x, y) - last * np.sqrt(speed2)
    return np.asarray(np.where(legs["kind"] == codes.STRAIGHT, straight, arc).min(axis=1, initial=np.inf))
