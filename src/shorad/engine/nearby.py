"""What flies near a point: an index of where everything in the air was, by cells on the ground.

Whoever asks gets the rows of a few candidates, in rising order, and decides by their exact positions: the answer is the
one of a look at every object. Only its cost is another: that of what is near, not of all that is in the air.

An object is entered where it is, and may be sought up to `DRIFT` from there, by its speed and the time since. One whose
leg has been rewritten meanwhile (`motion.moved`) is always a candidate, until the index is made anew.
"""

import math

import numpy as np

from shorad.engine.codes import FLYING, GRID, NEVER
from shorad.engine.jit import njit
from shorad.engine.motion import LIST, WHERE, place

CELL = 4000.0  # m
DRIFT = 1000.0  # m that the fastest object may have flown since the index was made
FEW = np.int64(4)  # objects for which no index is worth its making
MOST_LOOSE, MOST_CELLS = np.int64(12), np.int64(36)
HEAD, NEXT, NEAR = np.int64(0), np.int64(1), np.int64(4)  # columns of State.air, beside those of `motion`
ACROSS = np.int64(1 << 20)  # cells from west to east, at most
ZERO, ONE = np.int64(0), np.int64(1)


@njit
def nearby(m, s, x, y, radius, seconds):
    """List what may be within `radius` (m) of (x, y) at some time within `seconds` of this grid point; how many.

    Rows of flying objects, rising, in s.air[:, NEAR]; some of them may be farther away.
    """
    n, air, objects, found = s.n[0], s.air, s.obj, ZERO
    if np.int64(len(objects)) > FEW:
        late = (n.b - n.indexed) * GRID
        if n.indexed == NEVER or n.loose > MOST_LOOSE or n.fastest * late > DRIFT:
            _index(m, s, n.b)
            late = 0.0
        reach = radius + n.fastest * (late + seconds)
        west, east = np.int64(math.floor((x - reach) / CELL)), np.int64(math.floor((x + reach) / CELL))
        south, north = np.int64(math.floor((y - reach) / CELL)), np.int64(math.floor((y + reach) / CELL))
        if (east - west + ONE) * (north - south + ONE) <= MOST_CELLS:
            for i in range(ZERO, n.loose):
                found = _add(air, objects, air[i, LIST], found)
            for i in range(west, east + ONE):
                for j in range(south, north + ONE):
                    cell, o = _cell(i, j), air[_bucket(air, i, j), HEAD]
                    while o >= 0:
                        r = objects[o]
                        if air[o, WHERE] == cell and abs(r.px - x) <= reach and abs(r.py - y) <= reach:
                            found = _add(air, objects, o, found)
                        o = air[o, NEXT]
            return found
    for o in range(np.int64(len(objects))):
        if objects[o].life == FLYING:
            air[found, NEAR] = o
            found += ONE
    return found


@njit
def _cell(i, j):
    """Number of the cell in column i, row j; not negative within a million km."""
    return (i + ACROSS // np.int64(2)) * ACROSS + j + ACROSS // np.int64(2)


@njit
def _bucket(air, i, j):
    """Row of State.air whose HEAD begins the list of what is in this cell and in others that share it."""
    return (i * np.int64(31) + j) & (np.int64(len(air)) - ONE)


@njit
def _add(air, objects, o, found):
    """Put a row among the candidates, in rising order, if it still flies; their number."""
    if objects[o].life != FLYING:
        return found
    k = found
    while k > 0 and air[k - ONE, NEAR] > o:
        air[k, NEAR] = air[k - ONE, NEAR]
        k -= ONE
    air[k, NEAR] = o
    return found + ONE


@njit
def _index(m, s, b):
    """Enter everything that flies where it is at grid point b."""
    n, air = s.n[0], s.air
    for i in range(np.int64(len(air))):
        air[i, HEAD] = -ONE
    n.indexed, n.loose, n.fastest = b, ZERO, 0.0
    for o in range(np.int64(len(s.obj))):
        air[o, WHERE] = -ONE
        if s.obj[o].life == FLYING:
            place(m, s, o, b)
            r = s.obj[o]
            n.fastest = max(n.fastest, max(m.obj[o].speed_max, math.sqrt(r.vx * r.vx + r.vy * r.vy + r.vz * r.vz)))
            i, j = np.int64(math.floor(r.px / CELL)), np.int64(math.floor(r.py / CELL))
            head = _bucket(air, i, j)
            air[o, WHERE], air[o, NEXT] = _cell(i, j), air[head, HEAD]
            air[head, HEAD] = o
