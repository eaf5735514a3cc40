"""Tables of the engine: what is fixed (`Model`) and what changes (`State`).

A table is a structured array with one row per entity; its length is known at run time only, so no scenario
recompiles. Their fields stand in `equipment`, `entities` and `states`. Fields that carry a catalogue name carry
exactly that name, in SI units and radians; the lines under ``# built`` are computed by `shorad.compile.build`. A field
of shape (3,) named after a time is a chance spread: low, mode, high of a triangular distribution that is drawn anew in
each replicate (high `codes.NO_LONGEST`: exponential). A field of shape (5,) runs over `codes.TARGET_CLASSES`.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from shorad.engine.entities import (
    ASSET, CORNER, NOISE, OBJECT, PAIR, PARAMETERS, POST, SEGMENT, TERRAIN, UNIT, ZONE,
)  # fmt: skip
from shorad.engine.equipment import (
    ACOUSTIC, GUN_TYPE, JAMMER, MISSILE_TYPE, OPTICS, RADAR, RF_SENSOR, TRACKER,
)  # fmt: skip
from shorad.engine.row import Table, f8, i8, table
from shorad.engine.states import (
    AIR_COLUMNS, ASSET_STATE, CHANNEL, COUNTERS, DUE_BLOCK, EVENT, INDEX_COLUMNS, MESSAGE, MESSAGES_PER_TRACK,
    OBJECT_STATE, ORDER, PAIR_STATE, PLOT, POST_STATE, SHOT, SHOTS_PER_CHANNEL, TRACK, UNIT_STATE,
)  # fmt: skip

__all__ = [
    "ACOUSTIC",
    "AIR_COLUMNS",
    "ASSET",
    "ASSET_STATE",
    "CHANNEL",
    "CORNER",
    "COUNTERS",
    "DUE_BLOCK",
    "EVENT",
    "FLYOUT_ELEVATIONS",
    "FLYOUT_RANGES",
    "GUN_TYPE",
    "INDEX_COLUMNS",
    "JAMMER",
    "MESSAGE",
    "MESSAGES_PER_TRACK",
    "MISSILE_TYPE",
    "NOISE",
    "OBJECT",
    "OBJECT_STATE",
    "OPTICS",
    "ORDER",
    "PAIR",
    "PAIR_STATE",
    "PARAMETERS",
    "PD_LOW",
    "PD_STEP",
    "PD_STEPS",
    "PLOT",
    "POST",
    "POST_STATE",
    "RADAR",
    "RF_SENSOR",
    "SEGMENT",
    "SHOT",
    "SHOTS_PER_CHANNEL",
    "TERRAIN",
    "TRACK",
    "TRACKER",
    "UNIT",
    "UNIT_STATE",
    "ZONE",
    "Model",
    "State",
    "Table",
    "f8",
    "i8",
    "table",
]  # fmt: skip

PD_LOW, PD_STEP, PD_STEPS = -30.0, 0.05, 1601  # dB grid of Model.pd: -30 .. 50
FLYOUT_ELEVATIONS = 7  # 0, 15 .. 90 degrees
FLYOUT_RANGES = 64  # 0 .. 1.1 range_max, evenly


class Model(NamedTuple):
    """Everything that does not change during a replicate. Never written by the engine (a test compares bytes)."""

    par: Table  # (1,) PARAMETERS
    ideal: NDArray[np.int64]  # (len(SWITCHES),) 1 where a link is made ideal
    radar: Table
    tracker: Table
    optics: Table
    missile: Table
    gun: Table
    unit: Table
    post: Table
    obj: Table
    segment: Table
    asset: Table
    pair: Table
    pd: NDArray[np.float64]  # (n_kinds, PD_STEPS) detection probability over SNR in dB
    flyout: NDArray[np.float64]  # (n_missiles, 2, FLYOUT_ELEVATIONS, FLYOUT_RANGES) time of flight s, speed m/s
    rf: Table
    acoustic: Table
    soft: Table
    zone: Table
    corner: Table
    mask: NDArray[np.float64]  # (n_masks, 360) terrain mask angle in rad by degree of azimuth clockwise from north
    terrain: Table = np.zeros(0, TERRAIN)
    ground: NDArray[np.float32] = np.zeros((0, 0), np.float32)  # heights in m, [north, east]
    floor: NDArray[np.float32] = np.zeros((0, 0, 0, 0), np.float32)  # (units, azimuths, ranges, 2): slope and where, m
    noise: Table = np.zeros(0, NOISE)


class State(NamedTuple):
    """Everything that changes. Owned by the caller, copied whole for a snapshot."""

    addr: NDArray[np.int64]  # (4,) seed, draw k, replicate r, replicate that a copy comes from (else r)
    clock: NDArray[np.int64]  # (len(STAGES),) next grid point at which a stage has something to do
    n: Table  # (1,) COUNTERS
    obj: Table
    unit: Table
    post: Table
    asset: Table
    pair: Table
    due: NDArray[np.int64]  # (n_units * n_objects, 3): grid points of the next radar look, optical look and audit;
    # then one row per unit and block of DUE_BLOCK objects: the earliest of their looks of any kind, unused, of audits
    track: Table
    track_x: NDArray[np.float64]  # (n_tracks, 6) position m, velocity m/s
    track_p: NDArray[np.float64]  # (n_tracks, 6, 6) covariance
    channel: Table
    shot: Table
    message: Table
    plot: Table
    order: Table
    air: NDArray[np.int64]  # index of what flies where (`nearby`): (power of two >= 2 n_objects, AIR_COLUMNS)
    work: NDArray[np.float64]  # scratch of the association: (n, n + 2), n = most plots + 2 x most tracks of a unit
    scratch: NDArray[np.int64]  # scratch of the association: (n, INDEX_COLUMNS)
    log: Table  # events; length 0 switches recording off
    mode_x: NDArray[np.float64] = np.zeros((0, 6))  # (2 n_tracks, 6), as track_x: the modes of each track (`modes`)
    mode_p: NDArray[np.float64] = np.zeros((0, 6, 6))  # (2 n_tracks, 6, 6); both empty where no unit has modes
