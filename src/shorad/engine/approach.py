"""Closest approach inside a step, to the locked object and to any other, and the fuze that goes by it."""

from math import sqrt

import numpy as np

from shorad.engine.codes import GRID, P_FUZE
from shorad.engine.jit import njit
from shorad.engine.motion import along, place
from shorad.engine.nearby import NEAR, nearby
from shorad.engine.rng import uniform
from shorad.physics.geometry import dot, norm

ZERO = np.int64(0)
FUZED, PASSED, ENDED = np.int64(1), np.int64(2), np.int64(3)  # SHOT.burst
NO_OBJECT = np.int64(-1)
HORIZON = 1.0e18  # m or s, "not yet"


@njit
def closest(before, after):
    """Closest approach of straight relative motion: share of the step (may lie outside 0..1) and distance inside it."""
    dx, dy, dz = after[0] - before[0], after[1] - before[1], after[2] - before[2]
    square = dx * dx + dy * dy + dz * dz
    if square <= 0.0:
        return HORIZON, norm(before)
    share = -(before[0] * dx + before[1] * dy + before[2] * dz) / square
    k = min(max(share, 0.0), 1.0)
    x, y, z = before[0] + k * dx, before[1] + k * dy, before[2] + k * dz
    return share, sqrt(x * x + y * y + z * z)


@njit
def _place(r, t):
    """Position of an object (row of State.obj) at exact time t; `motion.at_time` without the tables."""
    x, y, z, _, _, _ = along(r.kind, t - r.t0, r.x, r.y, r.z, r.vx, r.vy, r.vz, r.omega)
    return x, y, z


@njit
def _near(r, speed_max, x, y, z, t, margin):
    """Can the object come within `margin` (m) of (x, y, z) in the grid step from t? By its cached position."""
    if r.at < 0:
        return True
    dx, dy, dz = r.px - x, r.py - y, r.pz - z
    speed = max(speed_max, sqrt(r.vx * r.vx + r.vy * r.vy + r.vz * r.vz))
    bound = margin + speed * (abs(t - r.at * GRID) + GRID)
    return dx * dx + dy * dy + dz * dz <= bound * bound


@njit
def crowd(m, s, locked, x, y, z, t, margin):
    """How many objects there are to be looked at (`nearby`), if another one could be met within `margin` (m) of here.

    0 without: then none of them matters.
    """
    b, rows, objects, bodies = s.n[0].b, s.air, s.obj, m.obj
    if len(objects) == 1:
        return ZERO
    found = nearby(m, s, x, y, margin, abs(t - b * GRID) + GRID)
    for i in range(ZERO, found):
        o = rows[i, NEAR]
        if o != locked:
            place(m, s, o, b)
            if _near(objects[o], bodies[o].speed_max, x, y, z, t, margin):
                return found
    return ZERO


@njit
def _bystander(objects, bodies, rows, found, locked, before, after, t, h, radius):
    """First other object met within `radius` in a step between two world positions: share of step, distance, row.

    Of those in rows[:found, NEAR] (see `crowd`), the first one among equals.
    """
    best, miss, who = HORIZON, HORIZON, NO_OBJECT
    margin = radius + norm((after[0] - before[0], after[1] - before[1], after[2] - before[2]))
    for i in range(ZERO, found):
        o = rows[i, NEAR]
        r = objects[o]
        if o == locked:
            continue
        if not _near(r, bodies[o].speed_max, before[0], before[1], before[2], t, margin):
            continue
        x0, y0, z0 = _place(r, t)
        x1, y1, z1 = _place(r, t + h)
        share, d = closest(
            (before[0] - x0, before[1] - y0, before[2] - z0), (after[0] - x1, after[1] - y1, after[2] - z1)
        )
        if 0.0 <= share <= 1.0 and d <= radius and share < best:
            best, miss, who = share, d, o
    return best, miss, who


@njit
def _fuze_works(addr, shot, kind):
    """One draw per missile: a fuze that fails at one object fails at the next."""
    return uniform(addr, shot.hash, P_FUZE, ZERO) < kind.fuze_reliability


@njit
def meet(addr, shot, kind, o, before, after, here, p, t, h):
    """Closest approach to the locked object in this step: fuze, or a pass without it."""
    share, d = closest(before, after)
    shot.cpa = min(shot.cpa, d)
    # opening near the launcher (a receding target outruns a missile that still accelerates) is no pass
    if share > 1.0 or dot(p, p) < 0.25 * dot(here, here):
        return
    shot.t_burst, shot.miss, shot.burst = t + h * max(share, 0.0), d, PASSED
    if d <= kind.fuze_radius and _fuze_works(addr, shot, kind):
        shot.burst, shot.victim = FUZED, o


@njit
def meet_others(addr, shot, kind, objects, bodies, rows, found, o, origin, p, pn, t, h):
    """The fuze does not know whom it was meant for: any other object met first takes the burst."""
    before = p[0] + origin[0], p[1] + origin[1], p[2] + origin[2]
    after = pn[0] + origin[0], pn[1] + origin[1], pn[2] + origin[2]
    share, d, who = _bystander(objects, bodies, rows, found, o, before, after, t, h, kind.fuze_radius)
    if who >= 0 and t + h * share < shot.t_burst and _fuze_works(addr, shot, kind):
        shot.burst, shot.t_burst, shot.miss, shot.victim = FUZED, t + h * share, d, who
