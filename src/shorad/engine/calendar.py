"""The integer time grid: rows hold the grid point at which they are due, stages hold the earliest of their rows."""

import math

import numpy as np

from shorad.engine.codes import FAR, GRID, NEVER
from shorad.engine.jit import njit
from shorad.engine.states import DUE_BLOCK

BLOCK = np.int64(DUE_BLOCK)


@njit
def grid(t):
    """First grid point not before the exact time t (s)."""
    if t >= 1.0e15:
        return NEVER
    if t <= -1.0e15:
        return -NEVER
    return np.int64(math.ceil(t / GRID - 1.0e-9))


@njit
def wake(s, stage, b):
    """A row of this stage is due at grid point b."""
    if b < s.clock[stage]:
        s.clock[stage] = b


@njit
def begin(s, stage):
    """A stage starts its turn: wake-ups from here on count for its next one."""
    s.clock[stage] = NEVER


@njit
def settle(s, stage, first, b):
    """A stage ends its turn at b: it comes back for the earliest row or wake-up, not before the next point."""
    s.clock[stage] = max(b + np.int64(1), min(first, s.clock[stage]))


@njit
def block_row(s, u, o):
    """Row of State.due for unit u and the block of objects that o lies in: nothing is due there any earlier."""
    n_obj = np.int64(len(s.obj))
    blocks = (n_obj + BLOCK - np.int64(1)) // BLOCK
    return np.int64(len(s.unit)) * n_obj + u * blocks + o // BLOCK


@njit
def no_more_looks(s, u, o):
    """Unit u need not look at object o again: what it knows of it comes without."""
    i = u * np.int64(len(s.obj)) + o
    s.due[i, 0], s.due[i, 1] = NEVER, NEVER


@njit
def next_point(s):
    """Earliest grid point at which any stage has something to do."""
    first = NEVER
    for i in range(np.int64(len(s.clock))):
        if s.clock[i] < first:
            first = s.clock[i]
    return first


@njit
def later(b, seconds):
    """Grid point `seconds` after grid point b, at least one step ahead."""
    if seconds >= FAR * 0.5:
        return NEVER
    return max(b + np.int64(1), grid(b * GRID + seconds))
