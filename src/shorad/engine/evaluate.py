"""Stage `evaluate`: who threatens what, and how soon."""

import numpy as np

from shorad.engine.calendar import begin, settle, wake
from shorad.engine.codes import (
    FAR, FIRM, GRID, HOLD, I_TRACK, LOST, NEVER, S_ASSIGN, S_EVALUATE,
)  # fmt: skip
from shorad.engine.identify import note, release_by_rules
from shorad.engine.jit import njit
from shorad.engine.motion import at_time
from shorad.engine.picture import authorities, commands, crew_of, decides, enters, state_at, tracks_of

IDLE_WEIGHT = 1.0e-3  # score of a track that heads for nothing, per unit of value: engaged last, not never


@njit
def evaluate(m, s, b):
    """Score every updated firm track of every picture that is decided upon."""
    begin(s, S_EVALUATE)
    for a in range(authorities(s)):
        if not decides(m, s, a):
            continue
        k0, n = tracks_of(m, s, a)
        for k in range(k0, k0 + n):
            tr = s.track[k]
            if tr.status == FIRM and tr.evaluate_due <= b:
                _score(m, s, a, k, b * GRID)
                tr.evaluate_due = NEVER
                if m.unit[crew_of(m, s, a)].roe == HOLD and tr.decided == 1:
                    release_by_rules(m, s, a, k, b * GRID)
                    note(m, s, a, k)
                wake(s, S_ASSIGN, b)
    settle(s, S_EVALUATE, NEVER, b)


@njit
def _score(m, s, a, k, t):
    """value / max(t_go, 1 s) over all that is defended; time to go ends at the release or keep-out circle.

    The release range is that of the type of the object behind the track: the crew is taken to recognise types.
    """
    tr = s.track[k]
    x, y, _, vx, vy, _ = state_at(s, k, t)
    if m.ideal[I_TRACK] == 1:
        x, y, _, vx, vy, _ = at_time(m, s, tr.origin, t)
    reach = m.obj[tr.origin].release_range
    best, t_go = 0.0, FAR
    tr.toward_asset = np.int64(-1)
    tr.toward_unit = np.int64(-1)
    for i in range(np.int64(len(s.asset))):
        row = m.asset[i]
        if s.asset[i].rung == LOST:
            continue
        arrive = enters(x, y, vx, vy, row.x, row.y, reach + row.keep_out)
        score = row.value / max(arrive, 1.0) if arrive >= 0.0 else row.value * IDLE_WEIGHT
        if score > best:
            best = score
            tr.toward_asset = i if arrive >= 0.0 else np.int64(-1)
            t_go = arrive if arrive >= 0.0 else FAR
    for u in range(np.int64(len(s.unit))):
        w = m.unit[u]
        if s.unit[u].rung == LOST or not (commands(m, s, a, u) or u == crew_of(m, s, a)):
            continue
        arrive = enters(x, y, vx, vy, w.x, w.y, reach + w.radius)
        score = w.value / max(arrive, 1.0) if arrive >= 0.0 else w.value * IDLE_WEIGHT
        if score > best:
            best = score
            tr.toward_asset = np.int64(-1)
            tr.toward_unit = u if arrive >= 0.0 else np.int64(-1)
            t_go = arrive if arrive >= 0.0 else FAR
    tr.score = best
    tr.t_go = t_go
