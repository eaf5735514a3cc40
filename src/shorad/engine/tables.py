"""Model and State as compiled code sees them: the handles, and what opens packed words as one."""

import numpy as np

from shorad.engine.handle import Handle, opener
from shorad.engine.types import (
    ACOUSTIC, ASSET, ASSET_STATE, CHANNEL, CORNER, COUNTERS, EVENT, GUN_TYPE, JAMMER, MESSAGE, MISSILE_TYPE, NOISE,
    OBJECT, OBJECT_STATE, OPTICS, ORDER, PAIR, PAIR_STATE, PARAMETERS, PLOT, POST, POST_STATE, RADAR, RF_SENSOR,
    SEGMENT, SHOT, TERRAIN, TRACK, TRACKER, UNIT, UNIT_STATE, ZONE,
)  # fmt: skip

_F8, _F4, _I8 = np.dtype(np.float64), np.dtype(np.float32), np.dtype(np.int64)
MODEL = Handle(
    "Model",
    {
        "par": (PARAMETERS, 1), "ideal": (_I8, 1), "radar": (RADAR, 1), "tracker": (TRACKER, 1), "optics": (OPTICS, 1),
        "missile": (MISSILE_TYPE, 1), "gun": (GUN_TYPE, 1), "unit": (UNIT, 1), "post": (POST, 1), "obj": (OBJECT, 1),
        "segment": (SEGMENT, 1), "asset": (ASSET, 1), "pair": (PAIR, 1), "pd": (_F8, 2), "flyout": (_F8, 4),
        "rf": (RF_SENSOR, 1), "acoustic": (ACOUSTIC, 1), "soft": (JAMMER, 1), "zone": (ZONE, 1), "corner": (CORNER, 1),
        "mask": (_F8, 2), "terrain": (TERRAIN, 1), "ground": (_F4, 2), "floor": (_F4, 4),
        "noise": (NOISE, 1),
    },
)  # fmt: skip
STATE = Handle(
    "State",
    {
        "addr": (_I8, 1), "clock": (_I8, 1), "n": (COUNTERS, 1), "obj": (OBJECT_STATE, 1), "unit": (UNIT_STATE, 1),
        "post": (POST_STATE, 1), "asset": (ASSET_STATE, 1), "pair": (PAIR_STATE, 1), "due": (_I8, 2),
        "track": (TRACK, 1),
        "track_x": (_F8, 2), "track_p": (_F8, 3), "channel": (CHANNEL, 1), "shot": (SHOT, 1), "message": (MESSAGE, 1),
        "plot": (PLOT, 1), "order": (ORDER, 1), "air": (_I8, 2), "work": (_F8, 2), "scratch": (_I8, 2),
        "log": (EVENT, 1), "mode_x": (_F8, 2), "mode_p": (_F8, 3),
    },
)  # fmt: skip
open_model = opener(MODEL)
open_state = opener(STATE)


def air_rows(objects: int) -> int:
    """Rows of State.air: a power of two, at least twice the number of objects."""
    return 1 << (2 * max(objects, 1) - 1).bit_length()
