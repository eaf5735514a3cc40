"""What a replicate leaves behind: one row of counts, one row per object, fire unit and asset."""

import numpy as np

from shorad.engine.codes import (
    BIRD, DAMAGED, DOWN, F_NOT_FINITE, F_ROUNDS,
    E_LINK, FAR, HIT, HOSTILE, LOST, MUNITION, NEUTRAL, ONE_WAY, SOFT_NONE, STRIKER,
    WAITING,
)  # fmt: skip
from shorad.engine.jit import njit
from shorad.engine.record import fail


@njit
def write_outcome(m, s, run, objects, units, assets):
    """Fill row `run` (RUN) and the rows of objects, units and assets from a finished State."""
    _check_rounds(m, s)
    n = s.n[0]
    run.k, run.r = s.addr[1], s.addr[2]
    run.t_end = n.t
    run.censored = n.censored
    run.kills_missile, run.kills_gun = n.kills_missile, n.kills_gun
    run.swaps, run.duplicates, run.full = n.swaps, n.duplicates, n.full
    run.steps, run.flight_steps, run.events = n.steps, n.flight_steps, n.logged
    run.exhausted, run.t_exhausted, run.raid_exhausted = n.exhausted, n.t_exhausted, n.raid_exhausted
    run.closures, run.closed_time = n.closures, n.closed_time
    run.zone_held, run.debris_zone = n.zone_held, n.debris_zone
    run.missiles_zone, run.rounds_zone = n.missiles_zone, n.rounds_zone
    for o in range(np.int64(len(s.obj))):
        _object(m, s, o, run, objects[o])
    for u in range(np.int64(len(s.unit))):
        _unit(m, s, u, run, units[u])
    for a in range(np.int64(len(s.asset))):
        _asset(m, s, a, run, assets[a])
    run.cost_defence += run.cost_shots
    if not (np.isfinite(run.t_end) and np.isfinite(run.cost_defence) and np.isfinite(run.warning_sum)):
        fail(s, F_NOT_FINITE, np.int64(-1))
    run.fault = n.fault


@njit
def _check_rounds(m, s):
    """Fired + left = start + loaded, for missiles and rounds of every unit, lost ones too."""
    for u in range(np.int64(len(s.unit))):
        r = s.unit[u]
        row = m.unit[u]
        if r.fired_missiles + r.missiles != row.missiles + r.loaded_missiles:
            fail(s, F_ROUNDS, u)
        if r.fired_rounds + r.rounds != row.rounds + r.loaded_rounds:
            fail(s, F_ROUNDS, u)


@njit
def _object(m, s, o, run, out):
    r = s.obj[o]
    row = m.obj[o]
    out.life, out.rung, out.leaked, out.caused_loss = r.life, r.rung, r.leaked, r.caused_loss
    out.firm, out.engaged, out.exposed, out.cause = r.firm, r.engaged, _was_exposed(r), r.cause
    if r.leaked == 1 or r.caused_loss == 1:
        out.reason, out.reason_unit = r.reason, r.reason_unit
    out.killer_unit, out.killer_weapon, out.sortie_end = r.killer_unit, r.killer_weapon, r.sortie_end
    out.spoiled, out.shots, out.released = r.spoiled, r.shots, r.released
    out.soft, out.jammed, out.intruded, out.endangered = r.soft, r.jammed, r.intruded, r.endangered
    out.t_firm = r.t_firm if r.firm == 1 else 0.0
    out.t_effect = max(r.t_effect, 0.0)
    out.t_end = max(r.t_end, 0.0)
    if row.kind != MUNITION and row.start >= 0.5 * FAR:
        return  # a spare row of an uncertain count
    if row.side == HOSTILE:
        _attacker(m, s, o, run)
    elif row.side == NEUTRAL:
        run.neutrals += np.int64(1)
        run.neutral_exposed += _was_exposed(r)
        run.neutral_engaged += r.engaged
        run.neutral_hit += np.int64(r.rung >= HIT)
        run.neutral_lost += np.int64(r.rung == LOST)
        run.neutral_jammed += r.jammed
        run.gnss_exposure += r.exposed_gnss
        run.neutral_endangered += r.endangered
        run.neutral_waited += _waited(s, r)
    elif row.side == BIRD:
        run.phantom_engaged += r.engaged


@njit
def _attacker(m, s, o, run):
    r = s.obj[o]
    row = m.obj[o]
    run.leakers += r.leaked
    if row.kind == MUNITION:
        if r.life != WAITING:
            run.released += np.int64(1)
            run.cost_attack += row.cost
        run.munitions_down += np.int64(r.life == DOWN)
        run.spoiled += np.int64(r.spoiled == 1)
        return
    run.attackers += np.int64(1)
    run.attackers_down += np.int64(r.life == DOWN)
    stopped = r.soft != SOFT_NONE and r.sortie_end != E_LINK  # by a jammer, not by a hill
    run.soft_kills += np.int64(stopped and r.life != DOWN and r.leaked == 0 and r.released == 0)
    run.intruders += np.int64(r.intruded > 0)
    run.intruders_unseen += np.int64(r.intruded == 1)
    if row.kind == STRIKER:
        run.strikers += np.int64(1)
        run.strikers_lost += np.int64(r.life == DOWN)
    if r.life == DOWN or row.kind == ONE_WAY:
        run.cost_attack += row.cost
    _warning(r, run)


@njit
def _was_exposed(r):
    """What was engaged or hit was in reach, whatever the audit's looks a second apart have seen of it."""
    return np.int64(r.exposed == 1 or r.engaged == 1 or r.rung >= HIT)


@njit
def _waited(s, r):
    """Seconds a flight was held back, or has been so far."""
    if r.life == WAITING:
        return max(s.n[0].t - r.start, 0.0)
    return r.waited


@njit
def _warning(r, run):
    """Time from the first firm track to release or impact, or to when it was to come had it not been stopped.

    A striker that was stopped before its first release does not count: when it would have let go nobody knows.
    """
    if r.firm == 0:
        run.never_tracked += np.int64(1)
        return
    expected = r.t_effect if r.t_effect >= 0.0 else r.t_expected
    if expected >= 0.0:
        run.warned += np.int64(1)
        run.warning_sum += expected - r.t_firm


@njit
def _unit(m, s, u, run, out):
    r = s.unit[u]
    row = m.unit[u]
    out.rung, out.initial, out.reason, out.reason_carrier = r.rung, r.initial, r.reason, r.reason_carrier
    out.killer, out.missiles, out.rounds = r.killer, r.fired_missiles, r.fired_rounds
    out.t_lost = max(r.t_lost, 0.0)
    run.units += np.int64(1)
    run.units_lost += np.int64(r.rung == LOST)
    run.units_damaged += np.int64(r.rung >= DAMAGED)
    run.missiles += r.fired_missiles
    run.rounds += r.fired_rounds
    run.bursts += r.bursts
    run.soft_uses += r.soft_uses
    if row.missile >= 0:
        run.cost_shots += r.fired_missiles * m.missile[row.missile].cost
    if row.gun >= 0:
        run.cost_shots += r.fired_rounds * m.gun[row.gun].cost_round
    if r.rung == LOST:
        run.cost_defence += row.price


@njit
def _asset(m, s, a, run, out):
    r = s.asset[a]
    out.rung, out.reason, out.hits, out.leaks, out.killer = r.rung, r.reason, r.hits, r.leaks, r.killer
    out.t_lost = max(r.t_lost, 0.0)
    run.assets_lost += np.int64(r.rung == LOST)
    share = min(1.0, r.hits / max(m.asset[a].hits_to_lose, np.int64(1)))
    run.value_lost += share * m.asset[a].value
    run.cost_defence += share * m.asset[a].price
