"""What air and rain take from a radio wave.

`rain` is Recommendation ITU-R P.838-3 (its formula, 1 to 1000 GHz; below 1 GHz the value at 1 GHz stands, which is
next to nothing). `gas` is a table of ITU-R P.676-13, Annex 1, at sea level (1013.25 hPa, 288.15 K, 7.5 g/m3), linear in
the logarithms between its points: within 3 % of the line-by-line sum from 0.05 to 100 GHz. Both are evaluated once,
when a scenario is compiled, and are therefore plain Python. What runs in the engine are the lengths of a path.
"""

import math

import numpy as np

from shorad.engine.jit import njit

GHZ = 1.0e9
MM_PER_HOUR = 1.0e-3 / 3600.0  # m/s
DB_PER_KM = math.log(10.0) / 10.0 / 1000.0  # 1/m of power
OXYGEN_HEIGHT, VAPOUR_HEIGHT = 6_000.0, 2_000.0  # m, equivalent heights away from lines (P.676, Annex 2)
RAIN_RATE_MAX = 300.0  # mm/h

# log10 k: sum of a exp(-((log10 f - b) / c)^2) + m log10 f + c, alpha likewise without the logarithm (P.838-3)
_K_H = ((-5.33980, -0.10008, 1.13098), (-0.35351, 1.26970, 0.45400), (-0.23789, 0.86036, 0.15354),
        (-0.94158, 0.64552, 0.16817), (-0.18961, 0.71147))  # fmt: skip
_K_V = ((-3.80595, 0.56934, 0.81061), (-3.44965, -0.22911, 0.51059), (-0.39902, 0.73042, 0.11899),
        (0.50167, 1.07319, 0.27195), (-0.16398, 0.63297))  # fmt: skip
_ALPHA_H = ((-0.14318, 1.82442, -0.55187), (0.29591, 0.77564, 0.19822), (0.32177, 0.63773, 0.13164),
            (-5.37610, -0.96230, 1.47828), (16.1721, -3.29980, 3.43990), (0.67849, -1.95537))  # fmt: skip
_ALPHA_V = ((-0.07771, 2.33840, -0.76284), (0.56727, 0.95545, 0.54039), (-0.20238, 1.14520, 0.26809),
            (-48.2991, 0.791669, 0.116226), (48.5833, 0.791459, 0.116479), (-0.053739, 0.83433))  # fmt: skip
# GHz, dB/km of oxygen, dB/km of water vapour: evaluated from the line-by-line sum of P.676-13
_GAS = np.array((
    (0.05, 5.151e-5, 1.271e-7),
    (0.1, 2.017e-4, 5.084e-7), (0.2, 7.449e-4, 2.034e-6), (0.3, 1.486e-3, 4.576e-6), (0.5, 3.028e-3, 1.271e-5),
    (0.7, 4.240e-3, 2.493e-5), (1.0, 5.389e-3, 5.090e-5), (1.5, 6.306e-3, 1.147e-4), (2.0, 6.716e-3, 2.044e-4),
    (3.0, 7.076e-3, 4.628e-4), (4.0, 7.259e-3, 8.303e-4), (5.0, 7.400e-3, 1.313e-3), (6.0, 7.537e-3, 1.922e-3),
    (8.0, 7.844e-3, 3.572e-3), (10.0, 8.224e-3, 5.974e-3), (12.0, 8.698e-3, 9.535e-3), (14.0, 9.281e-3, 1.519e-2),
    (15.0, 9.619e-3, 1.944e-2), (16.0, 9.991e-3, 2.532e-2), (17.0, 1.040e-2, 3.383e-2), (18.0, 1.085e-2, 4.666e-2),
    (19.0, 1.134e-2, 6.658e-2), (20.0, 1.188e-2, 9.705e-2), (21.0, 1.248e-2, 0.1380), (21.5, 1.280e-2, 0.1584),
    (22.0, 1.313e-2, 0.1742), (22.235, 1.329e-2, 0.1790), (22.5, 1.348e-2, 0.1819), (23.0, 1.385e-2, 0.1804),
    (24.0, 1.464e-2, 0.1585), (25.0, 1.550e-2, 0.1307), (26.0, 1.646e-2, 0.1086), (28.0, 1.870e-2, 8.306e-2),
    (30.0, 2.145e-2, 7.237e-2), (32.0, 2.488e-2, 6.874e-2), (34.0, 2.923e-2, 6.875e-2), (36.0, 3.482e-2, 7.090e-2),
    (38.0, 4.218e-2, 7.443e-2), (40.0, 5.212e-2, 7.897e-2), (43.5, 8.038e-2, 8.868e-2), (46.5, 0.1282, 9.842e-2),
    (49.0, 0.2132, 0.1074), (50.5, 0.3247, 0.1131), (51.5, 0.4822, 0.1170), (52.0, 0.6184, 0.1190),
    (53.0, 1.127, 0.1232), (55.0, 4.193, 0.1317), (56.0, 7.055, 0.1361), (56.5, 8.607, 0.1383), (57.0, 10.07, 0.1406),
    (58.0, 12.35, 0.1452), (58.5, 13.10, 0.1476), (60.5, 14.97, 0.1573), (61.5, 14.72, 0.1624), (62.0, 14.00, 0.1650),
    (62.5, 12.68, 0.1676), (63.0, 10.83, 0.1703), (63.5, 8.781, 0.1730), (64.5, 5.173, 0.1786), (65.0, 3.809, 0.1815),
    (66.5, 1.413, 0.1907), (67.5, 0.7773, 0.1967), (68.5, 0.4887, 0.2023), (69.5, 0.3480, 0.2074),
    (71.5, 0.2183, 0.2178), (75.5, 0.1166, 0.2411), (82.5, 5.904e-2, 0.2871), (100.0, 3.363e-2, 0.4244),
))  # fmt: skip
GAS_LOW, GAS_HIGH = 0.05e9, 100.0e9  # Hz, ends of the table


def _curve(rows: tuple[tuple[float, ...], ...], x: float) -> float:
    slope, constant = rows[-1]
    return sum(a * math.exp(-(((x - b) / c) ** 2)) for a, b, c in rows[:-1]) + slope * x + constant


def rain_coefficients(frequency: float, elevation: float, tilt: float) -> tuple[float, float]:
    """k and alpha of gamma = k R^alpha (dB/km, R in mm/h) at `frequency` (Hz).

    `elevation` of the path and `tilt` of the polarisation in rad: 0 horizontal, pi/2 vertical, pi/4 circular.
    """
    x = math.log10(max(frequency / GHZ, 1.0))
    k_h, k_v = 10.0 ** _curve(_K_H, x), 10.0 ** _curve(_K_V, x)
    alpha_h, alpha_v = _curve(_ALPHA_H, x), _curve(_ALPHA_V, x)
    mix = math.cos(elevation) ** 2 * math.cos(2.0 * tilt)
    k = 0.5 * (k_h + k_v + (k_h - k_v) * mix)
    return k, 0.5 * (k_h * alpha_h + k_v * alpha_v + (k_h * alpha_h - k_v * alpha_v) * mix) / k


def rain(frequency: float, rate: float, elevation: float = 0.0, tilt: float = 0.25 * math.pi) -> float:
    """Specific attenuation in dB/km of rain of `rate` (m/s of water), one way; other arguments as above."""
    if rate <= 0.0:
        return 0.0
    k, alpha = rain_coefficients(frequency, elevation, tilt)
    return float(k * (rate / MM_PER_HOUR) ** alpha)


def gas(frequency: float) -> tuple[float, float]:
    """Specific attenuation in dB/km of oxygen and of water vapour at sea level, one way.

    `frequency` in Hz, 0.05 to 100 GHz; beyond, the value at that end.
    """
    x = math.log(min(max(frequency, GAS_LOW), GAS_HIGH) / GHZ)
    at = np.log(_GAS[:, 0])
    oxygen, vapour = (math.exp(float(np.interp(x, at, np.log(_GAS[:, i])))) for i in (1, 2))
    return oxygen, vapour


@njit
def length_below(z1: float, z2: float, length: float, top: float) -> float:
    """How much (m) of a straight path of `length` (m) between heights z1 and z2 runs below `top`."""
    low, high = min(z1, z2), max(z1, z2)
    if high <= top:
        return length
    if low >= top:
        return 0.0
    return length * (top - low) / (high - low)


@njit
def length_thinning(z1: float, z2: float, length: float, scale: float) -> float:
    """Length (m) at sea-level density that a path of `length` is worth where density falls as exp(-z / scale)."""
    x = (z2 - z1) / scale
    start = math.exp(-z1 / scale)
    if abs(x) < 1.0e-6:
        return length * start * (1.0 - 0.5 * x)
    return length * start * -math.expm1(-x) / x


@njit
def transmission(extinction: float, length: float) -> float:
    """Share of power left after `length` (m) at `extinction` (1/m), one way."""
    return math.exp(-extinction * length)
