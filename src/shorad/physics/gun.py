"""Guns: flat-fire time of flight, hit probability of a round, kill probability of a burst.

Flat fire (McCoy, Modern Exterior Ballistics, ch. 5; Siacci's method): along a nearly straight path
dM/dx = -c M C_D(M) with c = i rho A / (2 m), so distance and time depend on Mach number only through
    S(M) = integral dM / (M C_D),   T(M) = integral dM / (M^2 C_D),
tabled once. Between knots C_D is linear in M and both integrals have closed forms, so the result is exact for the
table. Validity: elevation of the barrel a few degrees above the line, gravity drop taken out by fire control, no wind.
"""

from math import erf, exp, log, pi, sqrt

import numpy as np
from numpy.typing import NDArray

from shorad.engine.jit import njit, plain
from shorad.physics.drag import _G7, G7_STEP

Floats = NDArray[np.float64]
ROOT_TWO = sqrt(2.0)
ONE = np.int64(1)
TWO = np.int64(2)


@njit
def piece_space(mach: float, intercept: float, slope: float) -> float:
    """Primitive of 1 / (M C_D) for C_D = intercept + slope M (intercept not 0)."""
    return log(mach / (intercept + slope * mach)) / intercept


@njit
def piece_time(mach: float, intercept: float, slope: float) -> float:
    """Primitive of 1 / (M^2 C_D) for C_D = intercept + slope M (intercept not 0)."""
    drag = intercept + slope * mach
    return (slope * log(drag / mach) / intercept - 1.0 / mach) / intercept


def siacci_table(step: float, cd: Floats) -> Floats:
    """Rows S, T, intercept, slope of a drag curve given at Mach 0, step, 2 step ...; shape (4, len(cd)).

    S and T are zero at the first knot above Mach 0. The last piece continues with constant drag, and so does the
    piece below the first knot. A piece whose line passes through the origin (C_D proportional to M) is an error.
    """
    mach = np.arange(len(cd)) * step
    slope = np.append(np.diff(cd) / step, 0.0)
    slope[0] = 0.0
    intercept = cd - slope * mach
    intercept[0] = cd[1]
    if np.any(np.abs(intercept) < 1e-9):
        raise ValueError("drag proportional to Mach number inside a piece: move a knot")
    table = np.zeros((4, len(cd)))
    table[2], table[3] = intercept, slope
    space, time = plain(piece_space), plain(piece_time)
    for i in range(2, len(cd)):
        c, s = intercept[i - 1], slope[i - 1]
        table[0, i] = table[0, i - 1] + space(mach[i], c, s) - space(mach[i - 1], c, s)
        table[1, i] = table[1, i - 1] + time(mach[i], c, s) - time(mach[i - 1], c, s)
    return table


_G7_TABLE = siacci_table(G7_STEP, _G7)


@njit
def siacci(table: Floats, step: float, mach0: float, space: float) -> tuple[float, float]:
    """Mach number left, and rise of T, after going down by `space` in S from `mach0`; `table` from `siacci_table`."""
    last = np.int64(table.shape[1]) - ONE
    i = min(np.int64(mach0 / step), last)
    knot = max(i, ONE)
    c, s = table[2, i], table[3, i]
    base = piece_space(knot * step, c, s)
    wanted = table[0, knot] + piece_space(mach0, c, s) - base - space
    start = table[1, knot] + piece_time(mach0, c, s) - piece_time(knot * step, c, s)
    low, high = ONE, i
    while low < high:  # the last piece whose lower knot has S not above what is wanted
        middle = (low + high + ONE) // TWO
        if table[0, middle] <= wanted:
            low = middle
        else:
            high = middle - ONE
    if wanted < 0.0:  # slower than the first knot
        low = np.int64(0)
    knot = max(low, ONE)
    c, s = table[2, low], table[3, low]
    e = exp(c * (wanted - table[0, knot] + piece_space(knot * step, c, s)))
    mach = c * e / (1.0 - s * e)
    end = table[1, knot] + piece_time(mach, c, s) - piece_time(knot * step, c, s)
    return mach, start - end


@njit
def flat_fire(
    distance: float, v0: float, mass: float, calibre: float, form: float, density: float, sound: float
) -> tuple[float, float]:
    """Time of flight s and speed m/s of a G7 projectile after `distance` m.

    `v0` m/s at the muzzle, `mass` kg, `calibre` m, `form` factor on G7, `density` kg/m3 and `sound` m/s of the air.
    """
    c = form * density * pi * calibre * calibre / (8.0 * mass)
    mach, time = siacci(_G7_TABLE, G7_STEP, v0 / sound, c * distance)
    return time / (c * sound), mach * sound


@njit
def constant_drag(distance: float, v0: float, k: float) -> tuple[float, float]:
    """Time s and speed m/s for constant C_D: v = v0 exp(-k x), k = rho A C_D / (2 m) in 1/m."""
    speed = v0 * exp(-k * distance)
    return (1.0 / speed - 1.0 / v0) / k, speed


@njit
def three_halves_drag(distance: float, v0: float, b: float) -> tuple[float, float]:
    """Time s and speed m/s for C_D ~ 1/sqrt(M): sqrt v = sqrt v0 - b x / 2 (McCoy's 3/2-power law)."""
    root = sqrt(v0) - 0.5 * b * distance
    return distance / (sqrt(v0) * root), root * root


@njit
def normal_interval(half: float, offset: float, sigma: float) -> float:
    """Probability that a normal error of mean `offset` and `sigma` lies within +-`half`; the limit for sigma = 0."""
    if sigma <= 0.0:
        return 1.0 if abs(offset) <= half else 0.0
    scale = 1.0 / (sigma * ROOT_TWO)
    return 0.5 * (erf((half - offset) * scale) + erf((half + offset) * scale))


@njit
def rectangle_hit(width: float, height: float, dx: float, dy: float, sigma: float) -> float:
    """Probability that a round with circular normal error `sigma` (m) about (dx, dy) m hits a centred rectangle."""
    return normal_interval(0.5 * width, dx, sigma) * normal_interval(0.5 * height, dy, sigma)


@njit
def burst_kill(
    rounds: float, width: float, height: float, sigma: float, bias: float, pk_hit: float, points: int
) -> float:
    """Kill probability of a burst whose rounds share one normal error `bias` (m, each axis).

    Mean over the shared error of 1 - (1 - pk_hit p)^rounds, by the trapezoid rule on `points` per axis over +-7 bias
    (which converges faster than any power for a normal weight). `sigma` m is the error of each round alone.
    """
    step = 14.0 / (points - 1)
    survive, weight = 0.0, 0.0
    for i in range(points):
        x = -7.0 + i * step
        px = normal_interval(0.5 * width, bias * x, sigma)
        for j in range(points):
            y = -7.0 + j * step
            p = px * normal_interval(0.5 * height, bias * y, sigma)
            w = exp(-0.5 * (x * x + y * y))
            survive += w * (1.0 - pk_hit * p) ** rounds
            weight += w
    return 1.0 - survive / weight


@njit
def independent_burst_kill(
    rounds: float, width: float, height: float, sigma: float, bias: float, pk_hit: float
) -> float:
    """What the same burst would give if no round shared an error with another: an overstatement, to compare with."""
    p = rectangle_hit(width, height, 0.0, 0.0, sqrt(sigma * sigma + bias * bias))
    return 1.0 - (1.0 - pk_hit * p) ** rounds


@njit
def polya_williams(half: float, sigma: float) -> float:
    """Approximation of P(|x| < half): sqrt(1 - exp(-2 a^2 / (pi s^2))); error below 0.0063."""
    return sqrt(1.0 - exp(-2.0 * half * half / (pi * sigma * sigma)))
