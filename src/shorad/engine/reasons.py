"""The first broken link behind a leaker or a loss: the furthest-link rule of the conceptual model, section 6."""

import numpy as np

from shorad.engine.codes import (
    I_REACTION, R_ASSESSED_DEAD, R_CHANNEL, R_COVERAGE, R_ENVELOPE, R_GUIDANCE, R_HELD, R_ID_RULES, R_LATE,
    R_LINK, R_LOCK, R_LOS, R_MISSED_GUN, R_MISSED_MISSILE, R_MISSED_SOFT, R_NOT_DETECTED, R_NOT_READY, R_OPERATOR,
    R_ROUNDS, R_SEEN_LATE, R_SILENT, R_TRACK_LOST, R_ZONE,
)  # fmt: skip
from shorad.engine.jit import njit


@njit
def reason_for(m, s, o):
    """(reason, unit row): the next link of the unit that got furthest with object o; LOS or ENVELOPE if none could."""
    n_obj = np.int64(len(s.obj))
    best, best_unit = np.int64(-1), np.int64(-1)
    seen = False
    for u in range(np.int64(len(s.unit))):
        p = s.pair[u * n_obj + o]
        if p.sight == 1:
            seen = True
        if p.feasible == 0:
            continue
        got = _furthest(m, s, u, o)
        if best < 0 or place(got) > place(best):
            best, best_unit = got, u
    if best_unit < 0:
        return (R_ENVELOPE if seen else R_LOS), np.int64(-1)
    return best, best_unit


@njit
def place(reason):
    """Place of a reason in the chain, times two: those that came to the list later stand where they belong."""
    if reason == R_ZONE or reason == R_HELD:
        return np.int64(2) * R_ENVELOPE - np.int64(1)
    if reason == R_SEEN_LATE:
        return np.int64(2) * R_LATE
    if reason == R_MISSED_SOFT:
        return np.int64(2) * R_MISSED_GUN + np.int64(1)
    return np.int64(2) * reason


@njit
def _furthest(m, s, u, o):
    """The link at which unit u's chain against object o broke."""
    p = s.pair[u * np.int64(len(s.obj)) + o]
    if p.launched == 1 or p.locked == 1 or p.paired == 1:
        return _after_pairing(p)
    if p.ready == 0:
        return R_NOT_READY
    if p.radiating == 0 and p.plots == 0:
        return R_SILENT
    if p.sight_on == 0 and p.plots == 0:
        return R_LOS
    if p.covered == 0:
        return R_COVERAGE
    if p.plots == 0:
        return R_NOT_DETECTED
    if p.firm == 0 and p.classified == 0:
        return R_TRACK_LOST
    if p.released == 0:
        return _unreleased(m, s, u, o, p)
    if p.lost_order == 1:
        return R_LINK
    return _unpaired(m, s, u, o, p)


@njit
def _unreleased(m, s, u, o, p):
    """Not released: the track was lost, nobody had decided yet, or the decision or the rules were against it."""
    if 0.0 < p.t_dropped < p.t_feasible_last:
        return R_TRACK_LOST
    if p.classified == 1:
        return R_ID_RULES
    if p.t_feasible_last - s.obj[o].t_firm < decision_time(m, u):
        return R_SEEN_LATE  # even an idle operator would not have been done
    return R_OPERATOR


@njit
def decision_time(m, u):
    """Time (s) from a firm track to the word of an operator who has nothing else to do."""
    crew = m.unit[u]
    service = crew.operator_time[1]
    if crew.post >= 0:
        service = m.post[crew.post].operator_time[1]
    return crew.iff_period * crew.iff_tries * np.float64(crew.iff) + service


@njit
def launch_time(m, u):
    """Shortest time (s) from a release to a launch."""
    if m.ideal[I_REACTION] == 1:
        return 0.0
    return m.unit[u].reaction[0] + m.unit[u].assign_delay[0]


@njit
def _unpaired(m, s, u, o, p):
    """Released and never paired: too late, and whose doing that was, or what was missing."""
    shortest = launch_time(m, u)
    if p.t_released + shortest > p.t_feasible_last:
        idle = s.obj[o].t_firm + decision_time(m, u) + shortest <= p.t_feasible_last
        return R_OPERATOR if idle else R_SEEN_LATE  # with an idle operator there would have been time
    if p.no_channel == 1:
        return R_CHANNEL
    if p.no_rounds == 1:
        return R_ROUNDS
    if p.no_zone == 1:
        return R_ZONE
    if p.held == 1:
        return R_HELD
    return R_TRACK_LOST if 0.0 < p.t_dropped < p.t_feasible_last else R_ENVELOPE


@njit
def _after_pairing(p):
    if p.assessed_dead == 1:
        return R_ASSESSED_DEAD
    if p.missed == 1:
        return R_GUIDANCE if p.guidance_lost == 1 else R_MISSED_MISSILE
    if p.missed == 2:
        return R_MISSED_GUN
    if p.missed == 3:
        return R_MISSED_SOFT
    if p.no_zone == 1 and p.launched == 0:
        return R_ZONE
    if p.guidance_lost == 1:
        return R_GUIDANCE
    # a missile still on its way, or a lock without a launch before the end: too late
    return R_LATE if p.locked == 1 or p.launched == 1 else R_LOCK


@njit
def explain_outcome(m, s):
    """Write reasons into the rows of leakers, of lost units (with the carrier's as second line) and of lost assets."""
    for o in range(np.int64(len(s.obj))):
        r = s.obj[o]
        if m.obj[o].munitions > 0 and r.t_effect >= 0.0:
            continue  # a carrier: fixed at its first release
        if r.leaked == 1 or r.caused_loss == 1:
            r.reason, r.reason_unit = reason_for(m, s, o)
    for u in range(np.int64(len(s.unit))):
        r = s.unit[u]
        if r.killer >= 0:
            r.reason = s.obj[r.killer].reason
            c = m.obj[r.killer].carrier
            if c >= 0:
                r.reason_carrier = s.obj[c].reason
    for a in range(np.int64(len(s.asset))):
        if s.asset[a].killer >= 0:
            s.asset[a].reason = s.obj[s.asset[a].killer].reason
