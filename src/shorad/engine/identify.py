"""Stage `identify`: interrogation, behaviour, the operator's queue and error, and release by the rules."""

import math

import numpy as np

from shorad.engine.calendar import begin, grid, settle, wake
from shorad.engine.codes import (
    BIRD, DECIDED, FIRM, FREE, GRID, HOLD, HOSTILE, I_IDENTIFY, I_OPERATOR, IFF_ABSENT, IFF_FAILED, NEUTRAL,
    NEVER, NOT_QUEUED, P_DECLARED, P_IFF_REPLY, P_OPERATOR_ERROR, P_OPERATOR_TIME, QUEUED, S_ASSIGN, S_IDENTIFY,
    SERVED, UNKNOWN, V_CLASSIFIED, V_IFF, V_QUEUED, V_RELEASED, V_WITHHELD,
)  # fmt: skip
from shorad.engine.jit import njit
from shorad.engine.picture import authorities, commands, crew_of, decides, tracks_of
from shorad.engine.record import emit
from shorad.engine.rng import lasting, trait, uniform


@njit
def identify(m, s, b):
    """Interrogate, weigh, queue and decide for every firm track of every picture that is decided upon."""
    begin(s, S_IDENTIFY)
    first = NEVER
    for a in range(authorities(s)):
        if not decides(m, s, a):
            continue
        k0, n = tracks_of(m, s, a)
        busy = np.int64(0)
        for k in range(k0, k0 + n):
            tr = s.track[k]
            if tr.status != FIRM:
                continue
            if tr.work == SERVED and tr.work_due <= b:
                _decide(m, s, a, k, tr.work_due * GRID)
            if tr.work == NOT_QUEUED and tr.iff_due <= b:
                _interrogate(m, s, a, k, b)
            if tr.work == DECIDED and tr.requeue_due <= b:
                _again(s, k, b)
            if tr.work == SERVED:
                busy += np.int64(1)
            first = min(first, _due(tr))
        first = min(first, _serve(m, s, a, k0, n, busy, b))
    settle(s, S_IDENTIFY, first, b)


@njit
def _due(tr):
    if tr.work == NOT_QUEUED:
        return tr.iff_due
    if tr.work == SERVED:
        return tr.work_due
    if tr.work == DECIDED:
        return tr.requeue_due
    return NEVER


@njit
def _again(s, k, b):
    """A track that was withheld is looked at anew."""
    tr = s.track[k]
    tr.work = NOT_QUEUED
    tr.iff_due = b
    tr.iff_tries = np.int64(0)
    tr.iff_replies = np.int64(0)
    tr.requeue_due = NEVER


# ---- evidence -----------------------------------------------------------------------------
@njit
def _interrogate(m, s, a, k, b):
    """One interrogation if there is an interrogator; after the last one, or a clear answer, on to the operator."""
    tr = s.track[k]
    crew = crew_of(m, s, a)
    row = m.unit[crew]
    if m.ideal[I_IDENTIFY] == 1:
        truth = m.obj[tr.origin].side
        tr.evidence = truth if truth != BIRD else NEUTRAL
        _queue(m, s, k, b)
        return
    if row.iff == 1 and tr.iff_tries < row.iff_tries:
        if _answers(m, s, crew, k):
            tr.iff_replies += np.int64(1)
        tr.iff_tries += np.int64(1)
        emit(s, b * GRID, V_IFF, -1 - crew, tr.origin, np.float64(tr.iff_replies))
    tr.log_odds = _weigh(m, s, row, k)
    done = row.iff == 0 or tr.iff_tries >= row.iff_tries or tr.iff_replies > 0
    if not done:
        tr.iff_due = max(b + np.int64(1), grid(b * GRID + row.iff_period))
        return
    tr.evidence = UNKNOWN
    if tr.log_odds >= row.hostile_threshold:
        tr.evidence = HOSTILE
    elif tr.log_odds <= row.neutral_threshold:
        tr.evidence = NEUTRAL
    _queue(m, s, k, b)


@njit
def _answers(m, s, crew, k):
    """Does the object behind the track answer? Equipment failures are drawn once per object and interrogator."""
    tr = s.track[k]
    o = tr.origin
    row = m.obj[o]
    if row.iff_state == IFF_ABSENT or row.iff_state == IFF_FAILED:
        return False
    if s.obj[o].iff_broken == 1 or s.unit[crew].iff_broken == 1:
        return False
    key = m.pair[crew * np.int64(len(s.obj)) + o].hash
    return uniform(s.addr, key, P_IFF_REPLY, tr.serial_decisions * np.int64(64) + tr.iff_tries) < row.reply_probability


@njit
def _weigh(m, s, row, k):
    """Log odds of hostile against neutral from the answer, speed, corridor and heading. The weights are guesses.

    Whether it flies in a corridor is the plan's word for the object behind the track: the crew knows the flight plans.
    """
    tr = s.track[k]
    odds = 0.0
    if tr.iff_replies > 0:
        odds += row.evidence_reply
    elif row.iff == 1 and tr.iff_tries >= row.iff_tries:
        odds += row.evidence_no_reply
    v = math.sqrt(s.track_x[k, 3] ** 2 + s.track_x[k, 4] ** 2 + s.track_x[k, 5] ** 2)
    if v < row.evidence_speed:
        odds += row.evidence_slow
    if m.obj[tr.origin].in_corridor == 1 and _declares(m, s, k):
        odds += row.evidence_corridor
    if tr.t_go < 1.0e9:
        odds += row.evidence_closing
    return odds


@njit
def _declares(m, s, k):
    """Does the declared position of the object behind track k tell which flight plan it follows?

    Where satellite navigation is denied it may be absent or wrong: once per object, by the chance of the scenario.
    """
    p, o = m.par[0], s.track[k].origin
    if p.gnss_radius <= 0.0 or math.hypot(s.track_x[k, 0] - p.gnss_x, s.track_x[k, 1] - p.gnss_y) > p.gnss_radius:
        return True
    return trait(s.addr, m.obj[o].hash, P_DECLARED, np.int64(0)) >= p.declared_lost


# ---- operator -----------------------------------------------------------------------------
@njit
def _queue(m, s, k, b):
    tr = s.track[k]
    tr.work = QUEUED
    tr.t_queue = b * GRID
    emit(s, b * GRID, V_QUEUED, k, tr.origin, np.float64(tr.evidence))


@njit
def _serve(m, s, a, k0, n, busy, b):
    """Free operators take the most urgent tracks that wait. Returns the earliest end of service that this starts."""
    crew = crew_of(m, s, a)
    first = NEVER
    servers = m.unit[crew].operators
    times = m.unit[crew].operator_time
    if a >= len(s.unit):
        servers = m.post[a - np.int64(len(s.unit))].operators
        times = m.post[a - np.int64(len(s.unit))].operator_time
    while m.ideal[I_OPERATOR] == 1 or busy < servers:
        k = _most_urgent(s, k0, n)
        if k < 0:
            break
        tr = s.track[k]
        tr.work = SERVED
        if m.ideal[I_OPERATOR] == 1:
            _decide(m, s, a, k, b * GRID)
            first = min(first, tr.requeue_due)
            continue
        busy += np.int64(1)
        key = m.pair[crew * np.int64(len(s.obj)) + tr.origin].hash
        u = uniform(s.addr, key, P_OPERATOR_TIME, tr.serial_decisions)
        tr.work_due = max(b + np.int64(1), grid(b * GRID + lasting(u, times[0], times[1], times[2])))
        first = min(first, tr.work_due)
    return first


@njit
def _most_urgent(s, k0, n):
    """The waiting track with the highest score; the one that came first among equals."""
    best = np.int64(-1)
    for k in range(k0, k0 + n):
        tr = s.track[k]
        if tr.status != FIRM or tr.work != QUEUED:
            continue
        if best < 0 or tr.score > s.track[best].score:
            best = k
        elif tr.score == s.track[best].score and tr.t_queue < s.track[best].t_queue:
            best = k
    return best


@njit
def _decide(m, s, a, k, t):
    """The operator's word: the evidence's class, or an error; then the rules of engagement."""
    tr = s.track[k]
    crew = crew_of(m, s, a)
    row = m.unit[crew]
    tr.work = DECIDED
    tr.decided = np.int64(1)
    tr.t_decided = t
    tr.origin_decided = tr.origin
    tr.class_ = tr.evidence
    tr.operator_wrong = np.int64(0)
    if m.ideal[I_OPERATOR] == 0:
        # one judgement per operator, object and evidence: looking again at the same thing brings no new luck
        key = m.pair[crew * np.int64(len(s.obj)) + tr.origin].hash
        u = trait(s.addr, key, P_OPERATOR_ERROR, tr.evidence)
        if tr.evidence == HOSTILE and u >= row.operator_hostile_right:
            tr.class_ = NEUTRAL
            tr.operator_wrong = np.int64(1)
        elif tr.evidence == NEUTRAL and u >= row.operator_neutral_right:
            tr.class_ = HOSTILE
            tr.operator_wrong = np.int64(1)
        elif tr.evidence == UNKNOWN and u < row.operator_unknown_hostile:
            tr.class_ = HOSTILE
    tr.serial_decisions += np.int64(1)
    emit(s, t, V_CLASSIFIED, k, tr.origin, np.float64(tr.class_))
    release_by_rules(m, s, a, k, t)
    tr.requeue_due = NEVER
    if tr.released == 0 and tr.class_ != NEUTRAL:
        tr.requeue_due = grid(t + row.reopen_time)
    note(m, s, a, k)
    wake(s, S_ASSIGN, s.n[0].b)


@njit
def release_by_rules(m, s, a, k, t):
    """Free: all but neutral; tight: hostile only; hold: what threatens the unit itself soon."""
    tr = s.track[k]
    row = m.unit[crew_of(m, s, a)]
    allowed = tr.class_ == HOSTILE
    if row.roe == FREE:
        allowed = tr.class_ != NEUTRAL
    elif row.roe == HOLD:
        allowed = tr.toward_unit >= 0 and tr.t_go <= row.self_defence_time and tr.class_ != NEUTRAL
    if m.ideal[I_IDENTIFY] == 1:
        allowed = tr.class_ == HOSTILE
    if allowed and tr.released == 0:
        tr.released = np.int64(1)
        tr.t_released = t
        emit(s, t, V_RELEASED, k, tr.origin, 0.0)
    elif not allowed:
        tr.released = np.int64(0)
        emit(s, t, V_WITHHELD, k, tr.origin, 0.0)


@njit
def note(m, s, a, k):
    """Bookkeeping for reasons: what was decided about the object, for every unit the authority leads."""
    tr = s.track[k]
    n_obj = np.int64(len(s.obj))
    for u in range(np.int64(len(s.unit))):
        if commands(m, s, a, u):
            p = s.pair[u * n_obj + tr.origin]
            p.classified = np.int64(1)
            if tr.released == 1:
                p.allowed = np.int64(1)
                if p.released == 0:
                    p.released = np.int64(1)
                    p.t_released = tr.t_released
                    p.t_queued = tr.t_queue
