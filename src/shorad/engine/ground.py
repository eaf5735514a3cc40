"""The ground as every stage may ask for it; without terrain it is flat and lies at height 0."""

import math

import numpy as np

from shorad.engine.jit import entry, njit
from shorad.physics.geometry import TWO_PI, above_horizon
from shorad.physics.terrain import CURVATURE, clearance, floor_height, height, line_is_clear, trace_floor

EYE_SPAN = 3.0  # m by which an antenna may be lower than the floor was made for while UNIT.floor_top holds


@njit
def ground(m, x, y):
    """Height (m) of the ground above the datum at (x, y)."""
    if len(m.terrain) == 0:
        return 0.0
    g = m.terrain[0]
    return height(m.ground, g.x0, g.y0, g.spacing, x, y)


@njit
def free_line(m, ax, ay, az, bx, by, bz, k):
    """Do two points see each other over terrain or horizon? A march along the line: for ends that move, or are rare."""
    if len(m.terrain) == 0:
        return above_horizon(math.hypot(bx - ax, by - ay), az, bz, k)
    g = m.terrain[0]
    return line_is_clear(m.ground, g.x0, g.y0, g.spacing, g.top, ax, ay, az, bx, by, bz, k)


@njit
def above_floor(m, u, x, y, z, k):
    """Is a point seen from unit u's antenna over the terrain? One look into the unit's floor; the same both ways."""
    row = m.unit[u]
    eye = row.z + row.antenna_height
    dx, dy, dz = x - row.x, y - row.y, z - eye
    if dz > 0.0 and dz * dz > row.floor_top * row.floor_top * (dx * dx + dy * dy) and eye > row.floor_eye - EYE_SPAN:
        d = math.hypot(dx, dy)
        if dz - d * d * CURVATURE / k > row.floor_top * d:
            return True  # above all that hides anything from this unit, in any direction
    step = m.terrain[0].floor_step
    return z >= floor_height(m.floor[u], step, row.floor_eye, x - row.x, y - row.y, eye, k)


@entry
def trace_floors(grid, x0, y0, spacing, eyes, step, out):
    """Floors of fixed eyes float64[n, 3] (x, y, height, m) into out float32[n, azimuths, ranges, 2]."""
    for e in range(np.int64(len(eyes))):
        turns = np.int64(out.shape[1])
        for i in range(turns):
            azimuth = TWO_PI * i / turns
            trace_floor(grid, x0, y0, spacing, eyes[e, 0], eyes[e, 1], eyes[e, 2], azimuth, step, out[e, i])


@entry
def floor_heights(floor, step, made_at, k, offsets, eye, out):
    """Lowest visible height (m) at offsets float64[n, 2] (m) from the eye of one floor, into out float64[n]."""
    for i in range(np.int64(len(offsets))):
        out[i] = floor_height(floor, step, made_at, offsets[i, 0], offsets[i, 1], eye, k)


@entry
def clearances(grid, x0, y0, spacing, ends, k, out):
    """Least clearance (m) of lines float64[n, 6] (both ends, m) into out float64[n]."""
    for i in range(np.int64(len(ends))):
        a = ends[i]
        out[i] = clearance(grid, x0, y0, spacing, a[0], a[1], a[2], a[3], a[4], a[5], k)
