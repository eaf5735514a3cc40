"""Whose picture is decided upon: a working post's for the units it leads, else each unit's own.

An authority is numbered like this: 0 .. n_units - 1 are the units themselves, n_units .. the posts.
"""

import math

import numpy as np

from shorad.engine.codes import LOST
from shorad.engine.jit import njit
from shorad.engine.link import led, post_alive


@njit
def authorities(s):
    """How many numbers there are."""
    return np.int64(len(s.unit)) + np.int64(len(s.post))


@njit
def decides(m, s, a):
    """Does authority a decide now?"""
    n = np.int64(len(s.unit))
    if a < n:
        return s.unit[a].rung != LOST and not led(m, s, a)
    return post_alive(m, s, a - n)


@njit
def tracks_of(m, s, a):
    """First row and number of rows of its picture, up to the last one in use."""
    n = np.int64(len(s.unit))
    if a < n:
        return m.unit[a].track0, s.unit[a].used
    return m.post[a - n].track0, s.post[a - n].used


@njit
def commands(m, s, a, u):
    """Does authority a give orders to unit u now?"""
    n = np.int64(len(s.unit))
    if a < n:
        return a == u and not led(m, s, u)
    return m.unit[u].post == a - n and led(m, s, u)


@njit
def crew_of(m, s, a):
    """The unit whose crew figures and rules count: the unit itself, or the post's lead."""
    n = np.int64(len(s.unit))
    return a if a < n else m.post[a - n].lead


@njit
def state_at(s, k, t):
    """Track k carried on in a straight line to exact time t: position and velocity."""
    dt = t - s.track[k].t
    x = s.track_x
    return (
        x[k, 0] + dt * x[k, 3], x[k, 1] + dt * x[k, 4], x[k, 2] + dt * x[k, 5], x[k, 3], x[k, 4], x[k, 5],
    )  # fmt: skip


@njit
def enters(px, py, vx, vy, cx, cy, radius):
    """Time (s) until a straight path enters a circle on the ground; 0 inside it, negative when it never does."""
    dx, dy = px - cx, py - cy
    c = dx * dx + dy * dy - radius * radius
    if c <= 0.0:
        return 0.0
    a = vx * vx + vy * vy
    h = dx * vx + dy * vy
    if h >= 0.0 or a <= 0.0:
        return -1.0
    root = h * h - a * c
    if root < 0.0:
        return -1.0
    return (-h - math.sqrt(root)) / a
