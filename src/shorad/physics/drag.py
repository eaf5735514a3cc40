"""Drag coefficients over Mach number.

`g7` is the standard G7 function (long boat-tailed projectile), the published 84 points of the standard table, linear
between them. Validity: Mach 0 to 5, no yaw; a real projectile is G7 times a form factor.

`missile_cd0` is a **guess**: the usual shape of a slender finned body without exhaust (flat subsonic, rise through
Mach 1, fall about as 1/M), referred to the body's cross section. Only its shape matters, because its size is scaled
until a published speed is met (`shorad.compile.flyout`).
"""

import numpy as np

from shorad.engine.jit import njit

G7_MACH = (
    0.0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.725, 0.75, 0.775, 0.8, 0.825,
    0.85, 0.875, 0.9, 0.925, 0.95, 0.975, 1.0, 1.025, 1.05, 1.075, 1.1, 1.125, 1.15, 1.2, 1.25, 1.3, 1.35, 1.4, 1.5,
    1.55, 1.6, 1.65, 1.7, 1.75, 1.8, 1.85, 1.9, 1.95, 2.0, 2.05, 2.1, 2.15, 2.2, 2.25, 2.3, 2.35, 2.4, 2.45, 2.5,
    2.55, 2.6, 2.65, 2.7, 2.75, 2.8, 2.85, 2.9, 2.95, 3.0, 3.1, 3.2, 3.3, 3.4, 3.5, 3.6, 3.7, 3.8, 3.9, 4.0, 4.2,
    4.4, 4.6, 4.8, 5.0,
)  # fmt: skip
G7_CD = (
    0.1198, 0.1197, 0.1196, 0.1194, 0.1193, 0.1194, 0.1194, 0.1194, 0.1193, 0.1193, 0.1194, 0.1193, 0.1194, 0.1197,
    0.1202, 0.1207, 0.1215, 0.1226, 0.1242, 0.1266, 0.1306, 0.1368, 0.1464, 0.1660, 0.2054, 0.2993, 0.3803, 0.4015,
    0.4043, 0.4034, 0.4014, 0.3987, 0.3955, 0.3884, 0.3810, 0.3732, 0.3657, 0.3580, 0.3440, 0.3376, 0.3315, 0.3260,
    0.3209, 0.3160, 0.3117, 0.3078, 0.3042, 0.3010, 0.2980, 0.2951, 0.2922, 0.2892, 0.2864, 0.2835, 0.2807, 0.2779,
    0.2752, 0.2725, 0.2697, 0.2670, 0.2643, 0.2615, 0.2588, 0.2561, 0.2533, 0.2506, 0.2479, 0.2451, 0.2424, 0.2368,
    0.2313, 0.2258, 0.2205, 0.2154, 0.2106, 0.2060, 0.2017, 0.1975, 0.1935, 0.1861, 0.1793, 0.1730, 0.1672, 0.1618,
)  # fmt: skip
SLENDER_MACH = (0.0, 0.8, 0.9, 1.0, 1.1, 1.2, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 5.0)
SLENDER_CD = (0.32, 0.32, 0.36, 0.48, 0.54, 0.53, 0.47, 0.39, 0.335, 0.295, 0.265, 0.24, 0.21)

# Both curves on even grids that contain every knot, so that a lookup needs no search and loses nothing.
G7_STEP = 0.025
SLENDER_STEP = 0.1
_G7 = np.interp(np.arange(201) * G7_STEP, G7_MACH, G7_CD)
_SLENDER = np.interp(np.arange(51) * SLENDER_STEP, SLENDER_MACH, SLENDER_CD)
_LAST_G7 = np.int64(200)
_LAST_SLENDER = np.int64(50)


@njit
def g7(mach: float) -> float:
    """Drag coefficient of the standard G7 projectile; above Mach 5 the last value."""
    place = mach / G7_STEP
    i = np.int64(place)
    if i >= _LAST_G7:
        return _G7[_LAST_G7]
    return _G7[i] + (place - i) * (_G7[i + 1] - _G7[i])


@njit
def missile_cd0(mach: float) -> float:
    """Zero-lift drag coefficient of a generic slender missile (a guess, see above); beyond Mach 5 the last value."""
    place = mach / SLENDER_STEP
    i = np.int64(place)
    if i >= _LAST_SLENDER:
        return _SLENDER[_LAST_SLENDER]
    return _SLENDER[i] + (place - i) * (_SLENDER[i + 1] - _SLENDER[i])
