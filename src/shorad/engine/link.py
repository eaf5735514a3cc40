"""Stage `link`: reports up to the command post, its picture, heartbeat and orders down, and what their loss does."""

import numpy as np

from shorad.engine.calendar import begin, grid, settle, wake
from shorad.engine.codes import (
    EMPTY, F_MESSAGES, FAR, FIRM, GRID, I_LINK, I_SIGHT, NEVER, NOT_QUEUED, P_LINK_DELAY, P_LINK_LOSS, S_ASSIGN,
    S_EVALUATE, S_IDENTIFY, S_LINK, UNKNOWN, V_FALLBACK, V_LINK_LOST, V_LINK_SENT,
)  # fmt: skip
from shorad.engine.jit import njit
from shorad.engine.plots import rules
from shorad.engine.record import emit, fail
from shorad.engine.rng import lasting, uniform

REPORT, BEAT = np.int64(1), np.int64(2)


@njit
def link(m, s, b):
    """Deliver what arrives at grid point b; send heartbeats; time out; drop old fused tracks."""
    begin(s, S_LINK)
    first = _deliver_all(m, s, b)
    for p in range(np.int64(len(s.post))):
        first = min(first, _keep_post(m, s, p, b))
    for u in range(np.int64(len(s.unit))):
        first = min(first, _check_timeout(m, s, u, b))
    settle(s, S_LINK, first, b)


@njit
def _deliver_all(m, s, b):
    """Deliver what is due, in the order of rows; when the next is.

    Rows are taken in turn, so that messages in transit stand between the oldest one's row, `mail`, and the next free
    one, `messages`, and nothing else need be searched; a `mail` of -1 says that they may be anywhere.
    """
    first, size, n = NEVER, np.int64(len(s.message)), s.n[0]
    k, until = n.mail, n.messages
    if k < 0:
        k, until = np.int64(0), size
    elif k > until:
        k, size = np.int64(0), until  # gone round: the rows at the beginning of the table, then those behind `mail`
        until = np.int64(len(s.message))
    while k < until:
        if k == size:
            k = n.mail
        q = s.message[k]
        if q.kind != 0:
            if q.due <= b:
                _deliver(m, s, b, k)
                q.kind = np.int64(0)
            else:
                first = min(first, q.due)
        k += np.int64(1)
    _move_up(s, first)
    return first


@njit
def _move_up(s, first):
    """Take the row of the oldest message in transit up to the first that is still there; `first`: when one is due."""
    n, size = s.n[0], np.int64(len(s.message))
    if first == NEVER:
        n.mail = n.messages % size
    while n.mail >= 0 and first != NEVER and s.message[n.mail].kind == 0:
        n.mail = (n.mail + np.int64(1)) % size


@njit
def post_alive(m, s, p):
    """Does post p work? Ideal links keep it working."""
    return m.ideal[I_LINK] == 1 or s.post[p].alive == 1


@njit
def led(m, s, u):
    """Is unit u under a working post? Otherwise it decides for itself."""
    p = m.unit[u].post
    return p >= 0 and (m.ideal[I_LINK] == 1 or s.unit[u].linked == 1)


@njit
def _delay(m, s, p, u, entity, counter):
    """Transit time (s) of a message between post p and unit u, or a negative number when it is lost."""
    if m.ideal[I_LINK] == 1:
        return 0.0
    if m.unit[u].post_hidden == 1 and m.ideal[I_SIGHT] == 0:
        return -1.0
    row = m.post[p]
    if uniform(s.addr, entity, P_LINK_LOSS, counter) < row.link_loss:
        return -1.0
    v = uniform(s.addr, entity, P_LINK_DELAY, counter)
    return lasting(v, row.link_delay[0], row.link_delay[1], row.link_delay[2])


@njit
def _slot(s):
    """A free row of the message table, searched from where the last one was found."""
    size = np.int64(len(s.message))
    for i in range(size):
        k = (s.n[0].messages + i) % size
        if s.message[k].kind == 0:
            s.n[0].messages = k + np.int64(1)
            if i > 0 or (k + np.int64(1)) % size == s.n[0].mail:
                s.n[0].mail = np.int64(-1)
            return k
    fail(s, F_MESSAGES, np.int64(0))
    return np.int64(-1)


@njit
def report(m, s, b, u, track):
    """Unit u tells its post of a firm track."""
    p = m.unit[u].post
    if not post_alive(m, s, p):
        return
    tr = s.track[track]
    entity = m.pair[u * np.int64(len(s.obj)) + tr.origin].hash
    delay = _delay(m, s, p, u, entity, b * np.int64(4))
    if delay < 0.0:
        emit(s, b * GRID, V_LINK_LOST, -1 - u, tr.origin, 0.0)
        return
    k = _slot(s)
    if k < 0:
        return
    q = s.message[k]
    q.kind = REPORT
    q.due = grid(b * GRID + delay)
    q.unit, q.post, q.track, q.track_serial = u, p, track, tr.serial
    q.t_state, q.origin, q.snr = tr.t, tr.origin, tr.snr
    for i in range(np.int64(6)):
        q.x[i] = s.track_x[track, i]
        q.spread[i] = s.track_p[track, i, i]
    emit(s, b * GRID, V_LINK_SENT, -1 - u, tr.origin, delay)
    wake(s, S_LINK, q.due)


@njit
def answered_for(m, s, u, track):
    """Does another unit answer for this track at a post that loses no message? Then a report of it says nothing new."""
    old = s.track[track].post_track
    if m.ideal[I_LINK] == 0 or old < 0:
        return False
    fused = s.track[old]
    if fused.status != FIRM or fused.serial != s.track[track].fused or fused.owner == u or fused.owner < 0:
        return False
    other = s.track[fused.owner_track]
    return other.status == FIRM and other.origin == s.track[track].origin


@njit
def order_delay(m, s, u, origin, b):
    """Time (s) an engagement order takes from the post to unit u; negative when it is lost."""
    entity = m.pair[u * np.int64(len(s.obj)) + origin].hash
    return _delay(m, s, m.unit[u].post, u, entity, b * np.int64(4) + np.int64(1))


@njit
def _deliver(m, s, b, k):
    q = s.message[k]
    if q.kind == BEAT:
        r = s.unit[q.unit]
        r.t_link = q.due * GRID
        if r.linked == 0:
            r.linked = np.int64(1)
            wake(s, S_ASSIGN, b)
    elif q.kind == REPORT and post_alive(m, s, q.post):
        row = _correlate(m, s, q)
        if row >= 0:
            _fuse(m, s, b, row, q)


# ---- the post's picture -------------------------------------------------------------------
@njit
def _correlate(m, s, q):
    """Row of the fused track a report belongs to: its old partner, else the nearest in the gate, else a new one."""
    p = m.post[q.post]
    own = s.track[q.track]
    old = own.post_track
    if own.serial == q.track_serial and old >= 0 and s.track[old].status == FIRM and s.track[old].serial == own.fused:
        if _gap(s, old, q) < 4.0 * p.fuse_gate:
            return old
    best, best_gap = np.int64(-1), p.fuse_gate
    for k in range(p.track0, p.track0 + s.post[q.post].used):
        if s.track[k].status == FIRM:
            gap = _gap(s, k, q)
            if gap < best_gap and not _held_by_another(m, s, k, q):
                best, best_gap = k, gap
    if best < 0:
        best = _new_fused(m, s, q)
    if best >= 0 and own.serial == q.track_serial:
        own.post_track = best
        own.fused = s.track[best].serial
    return best


@njit
def _gap(s, k, q):
    """Squared distance of a report from fused track k over position and velocity, in joint standard errors."""
    dt = q.t_state - s.track[k].t
    total = 0.0
    for i in range(np.int64(3)):
        j = i + np.int64(3)
        d = q.x[i] - s.track_x[k, i] - dt * s.track_x[k, j]
        total += d * d / (q.spread[i] + s.track_p[k, i, i] + dt * dt * s.track_p[k, j, j] + 1.0)
    return total


@njit
def _held_by_another(m, s, k, q):
    """Does another track of the same unit, seen at its last look, report to k? What a unit tells apart stays apart."""
    first = m.unit[q.unit].track0
    for other in range(first, first + s.unit[q.unit].used):
        tr = s.track[other]
        if other != q.track and tr.status == FIRM and tr.post_track == k and tr.fused == s.track[k].serial:
            period, _, _, _, _, _ = rules(m, q.unit, tr.optical)
            if q.t_state - tr.t_plot < 1.5 * period:
                return True
    return False


@njit
def _new_fused(m, s, q):
    p = m.post[q.post]
    duplicate = False
    free = np.int64(-1)
    used = s.post[q.post].used
    for k in range(p.track0, p.track0 + min(used + np.int64(1), p.tracks)):
        if s.track[k].status == EMPTY:
            if free < 0:
                free = k
        elif s.track[k].origin == q.origin:
            duplicate = True
    n = s.n[0]
    if free < 0:
        n.full += np.int64(1)
        return free
    if duplicate:
        n.duplicates += np.int64(1)
    n.track_serial += np.int64(1)
    start_identity(s, free, n.track_serial, q.due + np.int64(1))
    s.post[q.post].used = max(used, free - p.track0 + np.int64(1))
    tr = s.track[free]
    tr.status = FIRM
    tr.t_start = q.t_state
    tr.origin_firm = q.origin
    tr.owner = np.int64(-1)
    return free


@njit
def start_identity(s, k, serial, b):
    """A track begins with nothing known of it but where it is."""
    tr = s.track[k]
    tr.serial = serial
    tr.class_ = UNKNOWN
    tr.log_odds = 0.0
    tr.iff_tries = np.int64(0)
    tr.iff_replies = np.int64(0)
    tr.iff_due = b
    tr.work = NOT_QUEUED
    tr.work_due = NEVER
    tr.serial_decisions = np.int64(0)
    tr.requeue_due = NEVER
    tr.decided = np.int64(0)
    tr.operator_wrong = np.int64(0)
    tr.evidence = UNKNOWN
    tr.origin_decided = np.int64(-1)
    tr.released = np.int64(0)
    tr.t_released = FAR
    tr.score = 0.0
    tr.t_go = FAR
    tr.toward_asset = np.int64(-1)
    tr.toward_unit = np.int64(-1)
    tr.engaged = np.int64(0)
    tr.pk_planned = 1.0
    tr.dead_until = -FAR
    tr.evaluate_due = b
    tr.assign_due = b
    tr.post_track = np.int64(-1)
    tr.fused = np.int64(-1)


@njit
def _fuse(m, s, b, row, q):
    """One unit at a time answers for a fused track: the one with the best report (reporting responsibility)."""
    tr = s.track[row]
    dt = q.t_state - tr.t
    mine, theirs = 0.0, 0.0
    for i in range(np.int64(3)):
        j = i + np.int64(3)
        mine += s.track_p[row, i, i] + dt * dt * s.track_p[row, j, j]
        theirs += q.spread[i]
    tr.t_plot = max(tr.t_plot, q.t_state)
    if q.t_state < tr.t:
        return  # overtaken on its way by a newer report
    if tr.owner == q.unit or tr.owner < 0 or theirs < mine:
        tr.owner, tr.owner_track = q.unit, q.track
        tr.t = q.t_state
        tr.snr = q.snr
        if tr.origin_firm != q.origin:
            s.n[0].swaps += np.int64(1)
            tr.origin_firm = q.origin
        tr.origin = q.origin
        for i in range(np.int64(6)):
            s.track_x[row, i] = q.x[i]
            for j in range(np.int64(6)):
                s.track_p[row, i, j] = 0.0
            s.track_p[row, i, i] = q.spread[i]
    tr.evaluate_due = b
    if tr.work == NOT_QUEUED:
        wake(s, S_IDENTIFY, b)
    wake(s, S_EVALUATE, b)
    wake(s, S_ASSIGN, b)


@njit
def _keep_post(m, s, p, b):
    """Scripted loss of the post, its heartbeat to the units, and the end of tracks nobody reports. Next due point."""
    row = m.post[p]
    r = s.post[p]
    t = b * GRID
    if r.alive == 1 and t >= row.lost_at and m.ideal[I_LINK] == 0:
        r.alive = np.int64(0)
        r.t_lost = row.lost_at
    if not post_alive(m, s, p):
        return NEVER
    first, used = NEVER, np.int64(0)
    for k in range(row.track0, row.track0 + r.used):
        tr = s.track[k]
        if tr.status == EMPTY:
            continue
        drop = grid(tr.t_plot + row.coast_max)
        if drop <= b:
            tr.status = EMPTY
            wake(s, S_IDENTIFY, b)
        else:
            first = min(first, drop)
            used = k - row.track0 + np.int64(1)
    r.used = used
    beat = max(np.int64(1), grid(row.link_timeout / 4.0))
    if b % beat == 0:
        for u in range(np.int64(len(s.unit))):
            if m.unit[u].post == p:
                _beat(m, s, p, u, b)
    if r.alive == 1 and m.ideal[I_LINK] == 0:
        first = min(first, grid(row.lost_at))
    return min(first, (b // beat + np.int64(1)) * beat)


@njit
def _beat(m, s, p, u, b):
    delay = _delay(m, s, p, u, m.unit[u].hash, b * np.int64(4) + np.int64(2))
    if delay < 0.0:
        return
    k = _slot(s)
    if k >= 0:
        q = s.message[k]
        q.kind = BEAT
        q.unit, q.post = u, p
        q.due = grid(b * GRID + delay)
        wake(s, S_LINK, q.due)


@njit
def _check_timeout(m, s, u, b):
    """A unit that has heard nothing for `link_timeout` decides for itself. Next due point."""
    p = m.unit[u].post
    r = s.unit[u]
    if p < 0 or r.linked == 0 or m.ideal[I_LINK] == 1:
        return NEVER
    limit = r.t_link + m.post[p].link_timeout
    if b * GRID < limit:
        return grid(limit)
    r.linked = np.int64(0)
    s.n[0].fallbacks += np.int64(1)
    emit(s, b * GRID, V_FALLBACK, -1 - u, p, 0.0)
    row = m.unit[u]
    for k in range(row.track0, row.track0 + r.used):
        s.track[k].evaluate_due = b
    wake(s, S_IDENTIFY, b)
    wake(s, S_EVALUATE, b)
    wake(s, S_ASSIGN, b)
    return NEVER
