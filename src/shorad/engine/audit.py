"""Stage `audit`: could a launch have met the object on its true path? Bookkeeping for reasons; it steers nothing."""

import math

import numpy as np

from shorad.engine.calendar import BLOCK, begin, block_row, later, settle
from shorad.engine.codes import (
    FLYING, GRID, GUN, HOSTILE, LOST, MISSILE, NEUTRAL, NEVER, RADIATING, S_AUDIT, SILENT, WARMING,
)  # fmt: skip
from shorad.engine.jit import njit
from shorad.engine.motion import locate
from shorad.engine.reach import true_intercept
from shorad.engine.reasons import decision_time, launch_time
from shorad.engine.scan import AUDIT
from shorad.engine.sight import line_of_sight


@njit
def audit(m, s, b):
    """Look at every pair of unit and object that is due, at most every `audit_period`."""
    begin(s, S_AUDIT)
    locate(m, s, b)
    first = NEVER
    for u in range(np.int64(len(s.unit))):
        if s.unit[u].rung == LOST:
            continue
        for o in range(np.int64(0), np.int64(len(s.obj)), BLOCK):
            row = block_row(s, u, o)
            if s.due[row, AUDIT] <= b:
                s.due[row, AUDIT] = _audit_block(m, s, u, o, b)
            first = min(first, s.due[row, AUDIT])
    settle(s, S_AUDIT, first, b)


@njit
def _audit_block(m, s, u, begins, b):
    """The audits of unit u in one block of objects that are due at b; when the next is. `meet` tells of new objects."""
    n_obj, first = np.int64(len(s.obj)), NEVER
    for o in range(begins, min(begins + BLOCK, n_obj)):
        i = u * n_obj + o
        if s.due[i, AUDIT] <= b and s.obj[o].life == FLYING:
            s.due[i, AUDIT] = _check(m, s, u, o, b)
        if s.due[i, AUDIT] > b:
            first = min(first, s.due[i, AUDIT])
    return first


@njit
def reach_of(m, u):
    """Longest range (m) of any weapon of the unit."""
    row = m.unit[u]
    reach = 0.0
    if row.missile >= 0:
        reach = m.missile[row.missile].range_max
    if row.gun >= 0:
        reach = max(reach, m.gun[row.gun].range_max)
    if row.soft >= 0:
        reach = max(reach, m.soft[row.soft].range_max)
    return reach


@njit
def _check(m, s, u, o, b):
    """Note what stands for this pair now; the grid point of its next audit."""
    r = s.obj[o]
    row = m.unit[u]
    p = s.pair[u * np.int64(len(s.obj)) + o]
    # audits keep to common grid points: one look at where everything is serves all pairs
    beat = max(np.int64(1), np.int64(m.par[0].audit_period / GRID))
    following = (b // beat + np.int64(1)) * beat
    if r.t_effect >= 0.0:
        return NEVER
    d = math.sqrt((r.px - row.x) ** 2 + (r.py - row.y) ** 2 + (r.pz - row.z) ** 2)
    outside = d - 1.1 * reach_of(m, u) - 60.0 * m.obj[o].speed_max
    if outside > 0.0:
        return max(following, later(b, outside / max(m.obj[o].speed_max, 1.0)) // beat * beat)
    if _known(m, s, u, o, r, p):
        return following
    t = b * GRID
    if p.sight == 0 and p.feasible == 0 and line_of_sight(m, u, r.px, r.py, r.pz, np.int64(0)):
        p.sight = np.int64(1)
    armed = _feasible(m, s, u, o, t)
    if not armed and not _in_reach_of_jammer(m, u, r.px, r.py, r.pz, d):
        return following
    if p.feasible == 0:
        p.feasible = np.int64(1)
        p.t_feasible_first = t
    p.t_feasible_last = t
    if _at_work(s, u):
        p.ready = np.int64(1)
        if m.obj[o].side == NEUTRAL and armed and _raid(m, s):
            r.exposed = np.int64(1)
    if s.unit[u].state == RADIATING:
        p.radiating = np.int64(1)
    return following


@njit
def _at_work(s, u):
    state = s.unit[u].state
    return state == RADIATING or state == SILENT or state == WARMING


@njit
def _known(m, s, u, o, r, p):
    """Could this audit change no reason and no exposure? Every note is made once, or asked only against a threshold.

    Of the last feasible moment reasons ask three things: was there time to decide since the first firm track, was there
    such a moment after the track was lost, and time to launch since the release? Before there is a track, and once it
    suffices, a later moment says nothing more. A reason needs `sight` only of objects that no unit could have met.
    """
    side = m.obj[o].side
    if side == NEUTRAL:
        return r.exposed == 1 or not _at_work(s, u) or not _raid(m, s)
    if side != HOSTILE:
        return True
    if p.feasible == 0:
        return False
    if p.paired == 1 or p.locked == 1 or p.launched == 1:
        return True
    if p.ready == 0:
        return not _at_work(s, u)
    if p.radiating == 0 and p.plots == 0:
        return False
    if p.released == 1:
        return p.t_released + launch_time(m, u) <= p.t_feasible_last
    return r.firm == 0 or (p.t_feasible_last - r.t_firm >= decision_time(m, u) and p.t_dropped < p.t_feasible_last)


@njit
def _feasible(m, s, u, o, t):
    row = m.unit[u]
    if row.missile >= 0:
        ok, _ = true_intercept(m, s, u, MISSILE, o, t)
        if ok:
            return True
    if row.gun >= 0:
        ok, _ = true_intercept(m, s, u, GUN, o, t)
        return ok
    return False


@njit
def _in_reach_of_jammer(m, u, x, y, z, distance):
    """A jammer could be laid on it: counts as a chance missed, not as danger to traffic."""
    row = m.unit[u]
    if row.soft < 0:
        return False
    return distance <= m.soft[row.soft].range_max and line_of_sight(m, u, x, y, z, np.int64(0))


@njit
def _raid(m, s):
    """Is any attacker in the air?"""
    for o in range(np.int64(len(s.obj))):
        if s.obj[o].life == FLYING and m.obj[o].side == HOSTILE:
            return True
    return False
