"""Stage `engage`: slew, lock, wait, launch or fire, and hold the target until the result."""

import math

import numpy as np

from shorad.engine.angle_noise import homing
from shorad.engine.calendar import begin, grid, settle
from shorad.engine.channel import cancel, channel_works, holds, reguide, result, unguide
from shorad.engine.codes import (
    ASSESSING,
    FLYING,
    GRID,
    GUN,
    IDLE,
    IN_FLIGHT,
    LOCKING,
    MISSILE,
    NEVER,
    ORDERED,
    READY,
    S_ENGAGE,
    SOFT,
)
from shorad.engine.fire import HOLD_PERIOD, fire, launch_missile, may_follow
from shorad.engine.jit import njit
from shorad.engine.lock import begin_lock, dwell
from shorad.engine.motion import at_time
from shorad.engine.soft import soft_step
from shorad.engine.units import crewed


@njit
def engage(m, s, b):
    """Every channel whose next step is due at grid point b."""
    begin(s, S_ENGAGE)
    first = NEVER
    for u in range(np.int64(len(s.unit))):
        row = m.unit[u]
        for c in range(row.channel0, row.channel0 + row.channels):
            ch = s.channel[c]
            if ch.phase == IDLE or ch.phase == ASSESSING:
                continue
            if not crewed(s, u) or s.unit[u].fire_alive == 0:
                _drop(m, s, u, c, b)
            elif ch.due <= b:
                _step(m, s, u, c, b)
            if ch.phase != IDLE and ch.phase != ASSESSING:
                first = min(first, ch.due)
    settle(s, S_ENGAGE, first, b)


@njit
def _step(m, s, u, c, b):
    ch = s.channel[c]
    if ch.weapon == SOFT:
        soft_step(m, s, u, c, b)
    elif ch.phase == ORDERED:
        begin_lock(m, s, u, c, b)
    elif ch.phase == LOCKING:
        dwell(m, s, u, c, b)
    elif ch.phase == READY:
        fire(m, s, u, c, b)
    elif ch.phase == IN_FLIGHT:
        _hold(m, s, u, c, b)


@njit
def _drop(m, s, u, c, b):
    """The unit can no longer act: what flies is on its own, the rest is cancelled."""
    ch = s.channel[c]
    if ch.weapon == SOFT:
        ch.t_due = b * GRID
        soft_step(m, s, u, c, b)
    elif ch.phase == IN_FLIGHT and ch.weapon == MISSILE and ch.shots_out > 0:
        if not homing(m, u):
            unguide(m, s, u, c, b * GRID)
        ch.shots_left = np.int64(0)
        ch.due = NEVER
    elif ch.phase == IN_FLIGHT and ch.burst_out == 1:
        ch.due = NEVER
    else:
        cancel(m, s, u, c, b)


@njit
def _hold(m, s, u, c, b):
    """While it flies: the second missile of a salvo, and the end of guidance when the hold is lost."""
    ch = s.channel[c]
    t = ch.t_due
    if ch.weapon == GUN:
        ch.due = NEVER
        return
    if ch.shots_left > 0:
        if may_follow(m, s, u, ch, t):
            launch_missile(m, s, u, c, t, b)
            return
        s.unit[u].reserved -= ch.reserved
        ch.reserved = np.int64(0)
        ch.shots_left = np.int64(0)
    if ch.shots_out == 0:
        result(m, s, u, c, t, b)
        return
    kept = channel_works(m, s, u, ch.by) and s.obj[ch.obj].life == FLYING and holds(m, s, u, ch, t)
    if kept:
        reguide(m, s, u, c)
        _follow(m, s, u, c, t)
    elif not homing(m, u):
        unguide(m, s, u, c, t)
    ch.t_due = t + HOLD_PERIOD
    ch.due = max(b + np.int64(1), grid(ch.t_due))


@njit
def _follow(m, s, u, c, t):
    """The turret follows the target of its first channel at work."""
    row = m.unit[u]
    for j in range(row.channel0, c):
        if s.channel[j].phase == IN_FLIGHT and s.channel[j].weapon != SOFT:
            return
    x, y, _, _, _, _ = at_time(m, s, s.channel[c].obj, t)
    s.unit[u].turret = math.atan2(x - row.x, y - row.y)
