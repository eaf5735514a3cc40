"""The first moment of a replicate: everything that chance decides before the clock starts."""

import math

import numpy as np

from shorad.engine.calendar import grid
from shorad.engine.codes import (
    CREW_ABSENT, DEPLOYING, EMIT_PLAN, FAR, I_EMISSION, I_READY, MUNITION, NEVER, P_HEIGHT_JITTER, P_IFF_FAIL,
    P_RCS_OWN, P_READINESS_COMMON, P_READINESS_OWN, P_READINESS_PICK, P_ROUTE_JITTER, P_SCAN_PHASE, P_START_TIME,
    P_STATE_TIME, P_WAVE_HEIGHT, P_WAVE_LATERAL, P_WAVE_TIME, RADIATING, SILENT, WAITING,
)  # fmt: skip
from shorad.engine.jit import njit
from shorad.engine.motion import WHERE, pivot
from shorad.engine.rng import lasting, normal2, uniform
from shorad.engine.units import enter, go_to_work

COMMON_RISK = np.int64(0)


@njit
def reset(m, s, blank, seed, k, r):
    """Make `s` the start of replicate r under draw k: zero rows first, then the drawn beginnings."""
    _clear(s, blank)
    s.addr[0], s.addr[1], s.addr[2], s.addr[3] = seed, k, r, r
    s.n[0].located, s.n[0].indexed = NEVER, NEVER
    for i in range(np.int64(len(s.clock))):
        s.clock[i] = np.int64(0)
    for o in range(np.int64(len(s.obj))):
        _start_object(m, s, o)
    for i in range(np.int64(len(s.pair))):
        q = s.pair[i]
        q.t_released = FAR
        s.due[i, 0], s.due[i, 1], s.due[i, 2] = NEVER, NEVER, np.int64(0)
    for i in range(np.int64(len(s.pair)), np.int64(len(s.due))):
        s.due[i, 0], s.due[i, 2] = NEVER, np.int64(0)
    for c in range(np.int64(len(s.channel))):
        s.channel[c].due = NEVER
        s.channel[c].obj = np.int64(-1)
    for p in range(np.int64(len(s.post))):
        s.post[p].alive = np.int64(1)
        s.post[p].t_lost = -1.0
    for a in range(np.int64(len(s.asset))):
        s.asset[a].t_lost = -1.0
        s.asset[a].killer = np.int64(-1)
    for i in range(np.int64(len(s.order))):
        s.order[i].unit = np.int64(-1)
    for u in range(np.int64(len(s.unit))):
        _start_unit(m, s, u)


@njit
def _clear(s, blank):
    """Row by row, because a compiled copy of a whole structured array is not to be had."""
    s.n[0] = blank.n[0]
    for i in range(np.int64(len(s.obj))):
        s.obj[i] = blank.obj[i]
    for i in range(np.int64(len(s.unit))):
        s.unit[i] = blank.unit[i]
    for i in range(np.int64(len(s.post))):
        s.post[i] = blank.post[i]
    for i in range(np.int64(len(s.asset))):
        s.asset[i] = blank.asset[i]
    for i in range(np.int64(len(s.pair))):
        s.pair[i] = blank.pair[i]
    for i in range(np.int64(len(s.track))):
        s.track[i] = blank.track[i]
    for i in range(np.int64(len(s.channel))):
        s.channel[i] = blank.channel[i]
    for i in range(np.int64(len(s.shot))):
        s.shot[i] = blank.shot[i]
    for i in range(np.int64(len(s.message))):
        s.message[i] = blank.message[i]
    for i in range(np.int64(len(s.order))):
        s.order[i] = blank.order[i]


@njit
def _start_object(m, s, o):
    r = s.obj[o]
    row = m.obj[o]
    r.life = WAITING
    r.at = np.int64(-1)
    s.air[o, WHERE] = np.int64(-1)
    r.next = np.int64(-1)
    r.due, r.phase_due = NEVER, NEVER
    r.t_expected = -1.0
    r.t_end, r.t_effect, r.t_station, r.t_home = -1.0, -1.0, -1.0, FAR
    r.target, r.bomb, r.killer_unit, r.killer_weapon = np.int64(-1), np.int64(-1), np.int64(-1), np.int64(-1)
    r.aim_unit, r.aim_asset, r.gap_from = np.int64(-1), np.int64(-1), FAR
    r.reason_unit, r.soft_unit = np.int64(-1), np.int64(-1)
    r.iff_broken = np.int64(uniform(s.addr, row.hash, P_IFF_FAIL, np.int64(0)) < row.iff_fail)
    r.rcs_own = 1.0
    if row.rcs_spread > 1.0:
        z, _ = normal2(s.addr, row.hash, P_RCS_OWN, np.int64(0))
        r.rcs_own = row.rcs_spread**z
    if row.kind == MUNITION:
        return
    r.start = row.start + row.start_jitter * uniform(s.addr, row.hash, P_START_TIME, np.int64(0))
    if row.route_jitter > 0.0 and row.segs > 0:
        z, _ = normal2(s.addr, row.hash, P_ROUTE_JITTER, np.int64(0))
        r.shift = _sideways(m, o, row.route_jitter * z)
    if row.height_jitter > 0.0:
        r.lift = row.height_jitter * (2.0 * uniform(s.addr, row.hash, P_HEIGHT_JITTER, np.int64(0)) - 1.0)
    if row.wave_hash != 0:
        _start_wave(m, s, o)
    r.t_due = r.start
    r.due = grid(r.start)


@njit
def _sideways(m, o, shift):
    """Angle (rad) about its pivot that moves the start of a route by `shift` (m) sideways."""
    g = m.segment[m.obj[o].seg0]
    cx, cy = pivot(m, o)
    return math.atan2(shift, max(math.hypot(g.x - cx, g.y - cy), 1.0))


@njit
def _start_wave(m, s, o):
    """What all members of a wave have in common: the same address gives each of them the same draw."""
    r = s.obj[o]
    row = m.obj[o]
    r.start += row.wave_jitter * uniform(s.addr, row.wave_hash, P_WAVE_TIME, np.int64(0))
    if row.wave_shift > 0.0 and row.segs > 0:
        z, _ = normal2(s.addr, row.wave_hash, P_WAVE_LATERAL, np.int64(0))
        r.shift += _sideways(m, o, row.wave_shift * z)
    if row.wave_lift > 0.0:
        r.lift += row.wave_lift * (2.0 * uniform(s.addr, row.wave_hash, P_WAVE_HEIGHT, np.int64(0)) - 1.0)


@njit
def _start_unit(m, s, u):
    """Readiness by common shock: with probability sqrt(rho) a unit takes its group's draw, else its own."""
    r = s.unit[u]
    row = m.unit[u]
    r.sensor_alive, r.fire_alive = np.int64(1), np.int64(1)
    r.missiles, r.rounds, r.loads = row.missiles, row.rounds, row.loads
    r.due, r.emission_due, r.cue_due = NEVER, NEVER, NEVER
    r.rf_due, r.acoustic_due = NEVER, NEVER
    if row.rf >= 0:
        r.rf_due = np.int64(0)
    if row.acoustic >= 0:
        r.acoustic_due = np.int64(0)
    r.t_lost, r.t_cue, r.t_empty, r.killer, r.reason_unit = -1.0, -1.0, -1.0, np.int64(-1), np.int64(-1)
    r.bias_obj = np.int64(-1)
    r.linked = np.int64(row.post >= 0)
    r.turret = row.sector_centre
    r.iff_broken = np.int64(uniform(s.addr, row.hash, P_IFF_FAIL, np.int64(1)) < row.iff_fail)
    if row.radar >= 0:
        r.scan_phase = m.radar[row.radar].scan_period * uniform(s.addr, row.hash, P_SCAN_PHASE, np.int64(0))
    share = uniform(s.addr, row.hash, P_READINESS_OWN, np.int64(0))
    if uniform(s.addr, row.hash, P_READINESS_PICK, np.int64(0)) < math.sqrt(row.readiness_correlation):
        share = uniform(s.addr, row.group_hash, P_READINESS_COMMON, COMMON_RISK)
    state = _pick(row.readiness, share)
    r.initial = state
    r.state = state
    if m.ideal[I_READY] == 1 and (state == DEPLOYING or state == CREW_ABSENT):
        r.initial = RADIATING
        state = RADIATING
    v = uniform(s.addr, row.hash, P_STATE_TIME, np.int64(0))
    if state == DEPLOYING:
        # somewhere in the middle of its deployment
        whole = lasting(v, row.deploy_time[0], row.deploy_time[1], row.deploy_time[2])
        r.t_due = whole * uniform(s.addr, row.hash, P_STATE_TIME, np.int64(1))
        r.due = grid(r.t_due)
    elif state == CREW_ABSENT:
        r.t_due = lasting(v, row.crew_return[0], row.crew_return[1], row.crew_return[2])
        r.due = grid(r.t_due)
    elif state == SILENT and m.ideal[I_EMISSION] == 0:
        r.state = SILENT
        enter(m, s, u, 0.0, SILENT)
        if row.emission == EMIT_PLAN:
            r.t_emission = row.emission_off
            r.emission_due = grid(r.t_emission)
    else:
        r.state = SILENT
        go_to_work(m, s, u, 0.0)


@njit
def _pick(shares, u):
    """State by the share vector (radiating, silent, deploying, crew_absent)."""
    if u < shares[0]:
        return RADIATING
    if u < shares[0] + shares[1]:
        return SILENT
    if u < shares[0] + shares[1] + shares[2]:
        return DEPLOYING
    return CREW_ABSENT
