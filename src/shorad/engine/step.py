"""The kill chain, one grid point at a time: later stages see this point's results, earlier ones the next time."""

import numpy as np

from shorad.engine.assess import assess
from shorad.engine.assign import assign
from shorad.engine.attack import attack
from shorad.engine.audit import audit
from shorad.engine.calendar import next_point
from shorad.engine.codes import (
    F_NONE, F_STALLED, FAR, FLYING, GRID, HOSTILE, IDLE, MUNITION, S_ASSESS, S_ASSIGN, S_ATTACK, S_AUDIT,
    S_ENGAGE, S_EVALUATE, S_GUARD, S_IDENTIFY, S_IMPACT, S_LINK, S_LISTEN, S_SENSE, S_TRACK, S_UNIT, WAITING,
)  # fmt: skip
from shorad.engine.engage import engage
from shorad.engine.evaluate import evaluate
from shorad.engine.guard import close_books, guard
from shorad.engine.identify import identify
from shorad.engine.impacts import impacts
from shorad.engine.jit import njit
from shorad.engine.link import link
from shorad.engine.listen import listen
from shorad.engine.record import fail
from shorad.engine.scan import sense
from shorad.engine.track import track
from shorad.engine.units import units


@njit
def step(m, s, b, every):
    """Let each stage act that is due at grid point b; `every` lets all of them look (the reference)."""
    s.n[0].b = b
    s.n[0].t = b * GRID
    s.n[0].steps += np.int64(1)
    if every or s.clock[S_IMPACT] <= b:
        impacts(m, s, b)
    if every or s.clock[S_ATTACK] <= b:
        attack(m, s, b)
    if every or s.clock[S_UNIT] <= b:
        units(m, s, b)
    if every or s.clock[S_SENSE] <= b:
        sense(m, s, b)
    if every or s.clock[S_LISTEN] <= b:
        listen(m, s, b)
    if every or s.clock[S_TRACK] <= b:
        track(m, s, b)
    if every or s.clock[S_LINK] <= b:
        link(m, s, b)
    if every or s.clock[S_IDENTIFY] <= b:
        identify(m, s, b)
    if every or s.clock[S_EVALUATE] <= b:
        evaluate(m, s, b)
    if every or s.clock[S_ASSIGN] <= b:
        assign(m, s, b)
    if every or s.clock[S_ENGAGE] <= b:
        engage(m, s, b)
    if every or s.clock[S_ASSESS] <= b:
        assess(m, s, b)
    if every or s.clock[S_GUARD] <= b:
        guard(m, s, b)
    if every or s.clock[S_AUDIT] <= b:
        audit(m, s, b)
    for i in range(np.int64(len(s.clock))):
        s.clock[i] = max(s.clock[i], b + np.int64(1))  # what woke an earlier stage comes at the next point


@njit
def advance(m, s, until, every):
    """Run to grid point `until` (exclusive) or the end of the scenario. True when it is over."""
    last = np.int64(m.par[0].duration / GRID)
    b = s.n[0].b
    while s.n[0].done == 0:
        b = b + np.int64(1) if every and s.n[0].steps > 0 else max(next_point(s), np.int64(0))
        if b > last:
            s.n[0].t = m.par[0].duration
            finish(m, s)
        elif b >= until:
            return False
        else:
            if b < s.n[0].b:
                fail(s, F_STALLED, b)
            step(m, s, b, every)
            if s.n[0].fault != F_NONE or over(m, s):
                finish(m, s)
    return True


@njit
def over(m, s):
    """All attackers are lost, spent or gone, and nothing is in flight, no verdict pending. Never without attackers.

    Neutral aircraft that are still to pass within reach keep it going: a battery can hit one after the raid.
    """
    attackers = False
    for o in range(np.int64(len(s.obj))):
        side = m.obj[o].side
        attackers |= side == HOSTILE
        if side == HOSTILE or m.obj[o].passes == 1:
            life = s.obj[o].life
            if life == FLYING or (life == WAITING and takes_part(m, o)):
                return False
    if not attackers or s.n[0].closed == 1:
        return False
    for c in range(np.int64(len(s.channel))):
        if s.channel[c].phase != IDLE:
            return False
    return _quiet(s)


@njit
def takes_part(m, o):
    """Will it come by itself? Munitions wait for their carrier, spare rows of an uncertain count never come."""
    return m.obj[o].kind != MUNITION and m.obj[o].start < 0.5 * FAR


@njit
def _quiet(s):
    """No missile in the air."""
    for k in range(np.int64(len(s.shot))):
        if s.shot[k].alive == 1:
            return False
    return True


@njit
def finish(m, s):
    """Stop the clock; a run cut off with something in flight says so."""
    n = s.n[0]
    n.done = np.int64(1)
    close_books(s, n.t)
    if not _quiet(s):
        n.censored = np.int64(1)
    for o in range(np.int64(len(s.obj))):
        if s.obj[o].life == FLYING and m.obj[o].side == HOSTILE:
            n.censored = np.int64(1)
