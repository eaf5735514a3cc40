"""Ground on a regular grid: its height, what it leaves free of a sight line, and the floor below which it hides things.

The surface is bilinear between the nodes of a grid float32[rows to the north, columns to the east] with node [0, 0] at
(x0, y0), m; outside the grid the nearest edge goes on. Sight lines are straight over an effective earth of radius k Re:
a point at ground distance s from one end of a line of length d lies s (d - s) / (2 k Re) lower than the chord says.
Heights are above one datum. Source of the clearance condition: ITU-R P.526 (effective earth, spherical diffraction).
"""

import math

import numpy as np

from shorad.engine.jit import njit
from shorad.physics.geometry import EARTH_RADIUS, K_RADAR, TWO_PI, wrap_2pi

ONE, TWO = np.int64(1), np.int64(2)
LOWEST = -10.0  # slope from which everything at the foot of an antenna is seen: 84 degrees below the horizontal
TOUCH = -1.0e-6  # m: a line that touches the ground is free
CURVATURE = 1.0 / (2.0 * EARTH_RADIUS)


@njit
def bilinear(grid, row, column):
    """Value between the nodes at a fractional row and column, held at the edges."""
    i = min(max(row, 0.0), float(grid.shape[0] - 1))
    j = min(max(column, 0.0), float(grid.shape[1] - 1))
    a = min(np.int64(i), max(np.int64(grid.shape[0]) - TWO, np.int64(0)))
    b = min(np.int64(j), max(np.int64(grid.shape[1]) - TWO, np.int64(0)))
    c, e = min(a + ONE, np.int64(grid.shape[0]) - ONE), min(b + ONE, np.int64(grid.shape[1]) - ONE)
    f, g = i - a, j - b
    low = grid[a, b] + g * (grid[a, e] - grid[a, b])
    high = grid[c, b] + g * (grid[c, e] - grid[c, b])
    return float(low + f * (high - low))


@njit
def height(grid, x0, y0, spacing, x, y):
    """Height (m) of the ground at (x, y), m."""
    return bilinear(grid, (y - y0) / spacing, (x - x0) / spacing)


@njit
def bulge(s, d, k):
    """How far (m) the earth rises into a line of ground length d (m) at distance s (m): s (d - s) / (2 k Re)."""
    return s * (d - s) * CURVATURE / k


@njit
def fresnel_radius(wavelength, d1, d2, n):
    """Radius (m) of the n-th Fresnel zone at distances d1 and d2 (m) from the ends (ITU-R P.526, eq. 2)."""
    return math.sqrt(n * wavelength * d1 * d2 / (d1 + d2))


@njit
def _crossing(a, da):
    """Share of the way from a to a + da at which the first whole number is crossed, and between two such crossings."""
    if da > 0.0:
        return (math.floor(a) + 1.0 - a) / da, 1.0 / da
    if da < 0.0:
        return (math.ceil(a) - 1.0 - a) / da, -1.0 / da
    return 2.0, 2.0


@njit
def clearance(grid, x0, y0, spacing, ax, ay, az, bx, by, bz, k):
    """Least height (m) of the sight line from a to b above the ground, the ends included.

    Exact for the bilinear surface: on a straight line it is a parabola inside each cell, as is the bulge of the earth;
    so three points of each cell give its minimum. The same from either end, bit for bit.
    """
    if bz < az or (bz == az and (bx < ax or (bx == ax and by < ay))):
        ax, ay, az, bx, by, bz = bx, by, bz, ax, ay, az
    return _march(grid, x0, y0, spacing, ax, ay, az, bx, by, bz, k, 1.0)


@njit
def _march(grid, x0, y0, spacing, ax, ay, az, bx, by, bz, k, until):
    """`clearance` of a line from its lower end a up to the share `until` of its way to b."""
    d = math.hypot(bx - ax, by - ay)
    u, v = (ax - x0) / spacing, (ay - y0) / spacing
    du, dv = (bx - ax) / spacing, (by - ay) / spacing
    next_u, step_u = _crossing(u, du)
    next_v, step_v = _crossing(v, dv)
    before, t = az - bilinear(grid, v, u), 0.0
    least = before
    while t < until:
        end = min(next_u, next_v, until)
        if next_u <= end:
            next_u += step_u
        if next_v <= end:
            next_v += step_v
        if end <= t:
            continue
        half = 0.5 * (t + end)
        middle = az + (bz - az) * half - bulge(half * d, d, k) - bilinear(grid, v + half * dv, u + half * du)
        after = az + (bz - az) * end - bulge(end * d, d, k) - bilinear(grid, v + end * dv, u + end * du)
        least = min(least, after, _lowest(before, middle, after))
        before, t = after, end
    return least


@njit
def _lowest(a, b, c):
    """Minimum of the parabola through a, b, c at 0, 1/2, 1."""
    bend = 2.0 * (a + c - 2.0 * b)
    slope = 4.0 * b - 3.0 * a - c
    if bend > 0.0 and 0.0 < -slope < 2.0 * bend:
        return a - slope * slope / (4.0 * bend)
    return min(a, c)


@njit
def line_is_clear(grid, x0, y0, spacing, top, ax, ay, az, bx, by, bz, k):
    """Do two points see each other over the ground? `top` (m): its highest point, above which nothing is searched."""
    if bz < az or (bz == az and (bx < ax or (bx == ax and by < ay))):
        ax, ay, az, bx, by, bz = bx, by, bz, ax, ay, az
    d = math.hypot(bx - ax, by - ay)
    above = az - bulge(0.5 * d, d, k) - top  # of the lower end, at the least
    if above > 0.0:
        return True
    until = min(1.0, -above / (bz - az)) if bz > az else 1.0  # from there on the line is higher than any ground
    return _march(grid, x0, y0, spacing, ax, ay, az, bx, by, bz, k, until) >= TOUCH


# ---- the floor of one fixed end ------------------------------------------------------------
@njit
def trace_floor(grid, x0, y0, spacing, ex, ey, eye, azimuth, step, out):
    """One ray of a floor: what hides the far side, from the eye at (ex, ey), height `eye`, in one direction.

    out float32[n, 2]: at the range j * step the steepest slope (tangent of the elevation over 4/3 earth) of the ground
    up to there, and how far (m) the point lies that has it.
    """
    n = np.int64(len(out))
    d = step * (n - ONE)
    du, dv = math.sin(azimuth) * d / spacing, math.cos(azimuth) * d / spacing
    u, v = (ex - x0) / spacing, (ey - y0) / spacing
    next_u, step_u = _crossing(u, du)
    next_v, step_v = _crossing(v, dv)
    best, at, t = LOWEST, 0.25 * step, 0.0
    out[0, 0], out[0, 1] = best, at
    for j in range(ONE, n):
        goal = j / (n - 1.0)
        while t < goal:
            end = min(next_u, next_v, goal)
            if next_u <= end:
                next_u += step_u
            if next_v <= end:
                next_v += step_v
            for share in (0.5, 1.0):
                now = t + share * (end - t)
                s = now * d
                if s <= 0.0:
                    continue
                slope = (bilinear(grid, v + now * dv, u + now * du) - eye) / s - s * CURVATURE / K_RADAR
                if slope > best:
                    best, at = slope, s
            t = max(t, end)
        out[j, 0], out[j, 1] = best, at


@njit
def hidden_slope(floor, step, d, azimuth):
    """Slope up to which the ground hides what is at distance d (m), and where the point lies (m) that hides it.

    floor float32[azimuths, ranges, 2] as `trace_floor` makes it, azimuths evenly from north; linear between.
    """
    turn = wrap_2pi(azimuth) * (len(floor) / TWO_PI)
    i = np.int64(turn) % np.int64(len(floor))
    j = (i + ONE) % np.int64(len(floor))
    f = turn - math.floor(turn)
    r = min(d / step, float(floor.shape[1] - 1))
    c = min(np.int64(r), np.int64(floor.shape[1]) - TWO)
    g = r - c
    a, b = floor[i, c], floor[i, c + ONE]
    p, q = floor[j, c], floor[j, c + ONE]
    slope_i, slope_j = a[0] + g * (b[0] - a[0]), p[0] + g * (q[0] - p[0])
    far_i, far_j = a[1] + g * (b[1] - a[1]), p[1] + g * (q[1] - p[1])
    return slope_i + f * (slope_j - slope_i), far_i + f * (far_j - far_i)


@njit
def floor_height(floor, step, made_at, dx, dy, eye, k):
    """Lowest height (m) seen at (dx, dy) from an eye at height `eye`: above the datum, over an earth of factor k.

    The floor was made for 4/3 earth and an eye at `made_at` (m). Another height or k lowers or lifts the slope to the
    hiding point by what it changes there; exact as long as the same point hides.
    """
    d = math.hypot(dx, dy)
    slope, s = hidden_slope(floor, step, d, math.atan2(dx, dy))
    slope += (made_at - eye) / s - s * CURVATURE * (1.0 / k - 1.0 / K_RADAR)
    return eye + d * slope + d * d * CURVATURE / k
