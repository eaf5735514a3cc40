"""Stage `attack`: the scripts of what flies. They react to events; nothing here looks for a better way to attack."""

import numpy as np

from shorad.engine.codes import (
    DAMAGED, DEPARTED, E_DAMAGED, E_LANDED, E_SPENT, FLYING, GRID, HOME, MUNITION, NEVER, PHANTOM,
    S_ATTACK, SEARCH, SOFT_ASTRAY, SOFT_NONE, STRIKER, THEN_IMPACT, THEN_NEXT, THEN_RELEASE, THEN_SEARCH, TRANSIT,
    V_DEPARTED, V_SPAWN, WAITING,
)  # fmt: skip
from shorad.engine.calendar import begin, grid, settle
from shorad.engine.jit import njit
from shorad.engine.motion import enter_segment, finish_turn
from shorad.engine.munition import impact, release_at
from shorad.engine.phantom import appear
from shorad.engine.record import emit
from shorad.engine.scan import meet
from shorad.engine.soft import soft_leg
from shorad.engine.striker import arrived, begin_search, go_home, script


@njit
def attack(m, s, b):
    """Objects whose own next event is due at grid point b."""
    begin(s, S_ATTACK)
    first = NEVER
    for o in range(np.int64(len(s.obj))):
        r = s.obj[o]
        if r.due <= b:
            if r.life == WAITING and m.obj[o].waits == 1 and s.n[0].closed == 1:
                r.due = max(b + np.int64(1), grid(s.n[0].t_reopen))
                r.t_due = r.due * GRID
            elif r.life == WAITING:
                _appear(m, s, o)
            elif r.life == FLYING:
                _leg_ends(m, s, o, b)
            else:
                r.due = NEVER
        if r.life == FLYING and m.obj[o].kind == STRIKER:
            if r.rung >= DAMAGED and r.phase != HOME:
                go_home(m, s, o, b * GRID, E_DAMAGED)
            elif r.phase_due <= b:
                script(m, s, o, b)
        first = min(first, r.due)
        if r.life == FLYING:
            first = min(first, r.phase_due)
    settle(s, S_ATTACK, first, b)


@njit
def _appear(m, s, o):
    """Take off, or come over the edge of the scenario."""
    r = s.obj[o]
    t = r.t_due
    r.life = FLYING
    r.waited = t - r.start
    r.phase = TRANSIT
    if m.obj[o].kind == PHANTOM:
        appear(m, s, o, t)
    else:
        enter_segment(m, s, o, m.obj[o].seg0, t)
    emit(s, t, V_SPAWN, o, 0, 0.0)
    meet(m, s, o, t)


@njit
def _leg_ends(m, s, o, b):
    """What the route says when its present leg is flown."""
    r = s.obj[o]
    t = r.t_due
    if m.obj[o].kind == MUNITION:
        impact(m, s, o, t)
        return
    if m.obj[o].kind == STRIKER and r.phase != TRANSIT:
        _striker_leg(m, s, o, t)
        return
    if r.soft != SOFT_NONE and r.soft != SOFT_ASTRAY:
        if soft_leg(m, s, o, t):
            depart(s, o, t)
        return
    then = r.then
    if then == THEN_NEXT and r.next >= 0:
        enter_segment(m, s, o, r.next, t)
    elif then == THEN_IMPACT:
        impact(m, s, o, t)
    elif then == THEN_RELEASE:
        if r.rung < DAMAGED:
            release_at(m, s, o, t)
        if r.next >= 0:
            enter_segment(m, s, o, r.next, t)
        else:
            depart(s, o, t)
    elif then == THEN_SEARCH:
        begin_search(m, s, o, t)
    else:
        depart(s, o, t)


@njit
def _striker_leg(m, s, o, t):
    """A turn that the script began ends in a straight leg; a straight leg ends where it was going."""
    r = s.obj[o]
    if r.dest_leg == 1:
        short = m.obj[o].standoff if r.phase != HOME and r.phase != SEARCH else 0.0
        finish_turn(m, s, o, t, short)
    elif r.phase == HOME:
        depart(s, o, t)
    else:
        arrived(m, s, o, t)


@njit
def depart(s, o, t):
    """It has left: landed, or out of the scenario."""
    r = s.obj[o]
    r.life = DEPARTED
    s.n[0].falls_known = np.int64(0)
    r.t_end = t
    r.due = NEVER
    r.phase_due = NEVER
    if r.sortie_end == 0:
        r.sortie_end = E_LANDED if r.released == 0 else E_SPENT
    emit(s, t, V_DEPARTED, o, 0, 0.0)
