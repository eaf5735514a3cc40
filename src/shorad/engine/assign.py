"""Stage `assign`: which unit takes which track with which weapon. Greedy by marginal return."""

import math

import numpy as np

from shorad.engine.angle_noise import line_sigma, noisy
from shorad.engine.calendar import begin, grid, settle, wake
from shorad.engine.codes import (
    BY_OPTICS, BY_RADAR, BY_SOFT, CONCENTRATE, EXTERNAL, FAR, FIRM, GRID, GUN, HOSTILE, I_CHANNEL, I_HIT, I_REACTION,
    I_ROUNDS, IDLE, MISSILE, MUNITION, NEVER, ORDERED, P_ASSIGN_DELAY, P_REACTION, R_CHANNEL, R_HELD,
    R_NONE, R_ROUNDS, R_ZONE, S_ASSIGN, S_ENGAGE, SALVO, SOFT, V_PAIRED, V_REFUSED, WAITING,
)  # fmt: skip
from shorad.engine.jit import njit
from shorad.engine.link import led, order_delay
from shorad.engine.picture import authorities, commands, crew_of, decides, state_at, tracks_of
from shorad.engine.reach import intercept, preparation
from shorad.engine.record import emit
from shorad.engine.rng import lasting, uniform
from shorad.engine.sight import believed_in_sight
from shorad.engine.soft import soft_can
from shorad.engine.units import crewed, radiating
from shorad.engine.zones import forbids
from shorad.physics.geometry import norm, wrap_pi
from shorad.physics.guidance import noise_share
from shorad.physics.warhead import fuzed_mean

RETRY = 1.0  # s before a track that nobody could take is tried again
BEAT = np.int64(10)  # grid points between two common decisions where fire is concentrated: that second
SURELY = 1.0e-3  # a planned survival below this counts as this, so that it can be taken back
BUSY, EMPTY_STOCK, OUT = np.int64(1), np.int64(2), np.int64(4)  # why units refused, as bits


@njit
def assign(m, s, b):
    """Give orders for released tracks that nobody is on."""
    begin(s, S_ASSIGN)
    first = NEVER
    for a in range(authorities(s)):
        if decides(m, s, a):
            k0, n = tracks_of(m, s, a)
            first = min(first, _share_out(m, s, a, k0, n, b))
    _take_orders(m, s, b)
    settle(s, S_ASSIGN, first, b)


@njit
def _share_out(m, s, a, k0, n, b):
    """Go through the open tracks from the highest score down; each gets the best unit that can take it.

    Where fire is concentrated all is shared out at common beats, a track stays open for one more, and its score counts
    as far as it may survive what is on it.
    """
    joins = m.unit[crew_of(m, s, a)].doctrine == CONCENTRATE
    first, wait = NEVER, -b % BEAT if joins else np.int64(0)
    while wait == 0:
        k = _next_open(s, k0, n, joins, b)
        if k < 0:
            break
        if _place(m, s, a, k, b) != 0:
            s.track[k].assign_due = max(b + np.int64(1), grid(b * GRID + RETRY))
    for k in range(k0, k0 + n):
        tr = s.track[k]
        if _open(tr, joins) and (tr.assign_due > b or wait > 0):
            first = min(first, max(tr.assign_due, grid(tr.dead_until), b + wait))
    return first


@njit
def _open(tr, joins):
    return tr.status == FIRM and tr.released == 1 and (joins or tr.engaged == 0)


@njit
def _next_open(s, k0, n, joins, b):
    """The open track of the highest score, the first of equals. What was placed or refused is no longer open at b."""
    best, most = np.int64(-1), 0.0
    for k in range(k0, k0 + n):
        tr = s.track[k]
        if not _open(tr, joins) or tr.assign_due > b or tr.dead_until > b * GRID + 1.0e-6:
            continue
        score = tr.score * tr.pk_planned
        if best < 0 or score > most:
            best, most = k, score
    return best


@njit
def _place(m, s, a, k, b):
    """Find the unit and weapon of highest marginal return for track k and order them. 0 when placed, else bits."""
    tr = s.track[k]
    thorough = False
    while True:  # one call in the text: it is compiled into its place
        u, weapon, c, pk, refused, unsure = _best(m, s, a, k, b, thorough)
        thorough = unsure and refused & EMPTY_STOCK != 0 and refused & BUSY == 0 and s.n[0].exhausted == 0
        if u >= 0 or not thorough:
            break
    if u < 0:
        if refused & EMPTY_STOCK and not refused & BUSY:
            _exhausted(m, s, b)
        emit(s, b * GRID, V_REFUSED, k, tr.origin, np.float64(refused))
        return refused
    order(m, s, u, weapon, c, k, pk, b)
    return np.int64(0)


@njit
def _best(m, s, a, k, b, thorough):
    """Unit, weapon, channel and chance of highest return, unit -1 without; why others refused; are bits unknown?

    Where a unit can take nothing now, and the reasons know it already, its intercept is only solved when `thorough`
    or when a log is kept: it could change the bits alone.
    """
    tr = s.track[k]
    refused, unsure = OUT, False
    best_u, best_w, best_c, best_return, best_time, best_pk = np.int64(-1), MISSILE, np.int64(-1), -1.0, FAR, 0.0
    n_obj = np.int64(len(s.obj))
    for u in range(np.int64(len(s.unit))):
        row = m.unit[u]
        if not commands(m, s, a, u) or not crewed(s, u) or s.unit[u].fire_alive == 0 or row.doctrine == EXTERNAL:
            continue
        if tr.engaged > 0 and row.doctrine != CONCENTRATE:
            continue  # one more joins a track that somebody is on
        gun_takes_it = False
        for weapon in (SOFT, GUN, MISSILE):
            if weapon != SOFT and gun_takes_it:
                continue  # a jammer goes first, then inside its preferred distance the gun
            if (weapon == MISSILE and row.missile < 0) or (weapon == GUN and row.gun < 0):
                continue
            if weapon == SOFT and (row.soft < 0 or tr.engaged > 0):
                continue
            if not thorough and _idle_question(m, s, u, weapon, tr.origin):
                unsure = True
                continue
            why, c, t_meet = _can(m, s, u, weapon, k, b)
            pk = _planning_pk(m, s, u, weapon, c, k, t_meet) if why == R_NONE else 0.0
            if why == R_NONE and weapon == MISSILE and pk * tr.pk_planned < row.worth_firing:
                why = _waits(m, s, u, k, t_meet)
            p = s.pair[u * n_obj + tr.origin]
            if why == R_NONE:
                gun_takes_it = weapon != MISSILE
                gain = tr.score * tr.pk_planned * pk
                if gain > best_return or (gain == best_return and t_meet < best_time):
                    best_u, best_w, best_c, best_return, best_time, best_pk = u, weapon, c, gain, t_meet, pk
            elif why == R_HELD:
                p.held = np.int64(1)
            elif why == R_CHANNEL:
                p.no_channel = np.int64(1)
                refused |= BUSY
            elif why == R_ZONE:
                p.no_zone = np.int64(1)
                s.n[0].zone_held += np.int64(1)
            elif why == R_ROUNDS:
                p.no_rounds = np.int64(1)
                refused |= EMPTY_STOCK
    return best_u, best_w, best_c, best_pk, refused, unsure


@njit
def _idle_question(m, s, u, weapon, o):
    """Is it settled, without solving the intercept, that this weapon takes nothing and that asking brings no news?"""
    if weapon == SOFT or len(m.zone) > 0 or len(s.log) > 0:
        return False
    p = s.pair[u * np.int64(len(s.obj)) + o]
    if m.ideal[I_ROUNDS] == 0 and not _stocked(s, u, weapon):
        return p.no_rounds == 1 and s.n[0].exhausted == 1
    return p.no_channel == 1 and not _any_channel(m, s, u, weapon)


@njit
def _any_channel(m, s, u, weapon):
    """Could some channel of the unit take a target, wherever it were?"""
    if weapon == GUN and m.ideal[I_CHANNEL] == 0 and _gun_busy(m, s, u):
        return False
    row = m.unit[u]
    for c in range(row.channel0, row.channel0 + row.channels - row.soft_channels):
        if s.channel[c].phase == IDLE:
            return True
    return False


@njit
def _planning_pk(m, s, u, weapon, c, k, t):
    """What the crew counts on from one burst or attempt; from a missile by the miss to expect where it meets, at t.

    The miss is the angle error there of the channel that would guide, times range, as far as the loop follows it.
    """
    row = m.unit[u]
    if weapon == SOFT:
        return m.soft[row.soft].planning_pk
    if weapon == GUN:
        return m.gun[row.gun].planning_pk
    if m.ideal[I_HIT] == 1:
        return 1.0
    g, o, miss = m.missile[row.missile], s.track[k].origin, 0.0
    if noisy(m) and m.par[0].table_flight == 0:
        if g.navigation > 0.0:
            return g.fuze_reliability * fuzed_mean(g.kill_p0, g.lethal_b[m.obj[o].size_class], g.fuze_radius, g.glint)
        x, y, z, vx, vy, vz = state_at(s, k, t)
        d = x - row.x, y - row.y, z - row.z - row.antenna_height
        by = BY_RADAR if c - row.channel0 < row.radar_channels else BY_OPTICS
        sigma = math.hypot(line_sigma(m, s, by, u, o, d, (vx, vy, vz)), g.beacon_noise)
        miss = norm(d) * sigma * math.sqrt(noise_share(g.guide_frequency, g.guide_damping, g.noise_tau))
    return g.fuze_reliability * fuzed_mean(g.kill_p0, g.lethal_b[m.obj[o].size_class], g.fuze_radius, miss)


@njit
def _waits(m, s, u, k, t):
    """Too small a chance: held while waiting can mend it or somebody is on it; not when its blow is near."""
    tr, row = s.track[k], m.unit[u]
    x, y, z, vx, vy, vz = state_at(s, k, t)
    closes = (x - row.x) * vx + (y - row.y) * vy + (z - row.z) * vz < 0.0
    if tr.engaged > 0 or (closes and tr.t_go > row.self_defence_time):
        return R_HELD
    return R_NONE


@njit
def _exhausted(m, s, b):
    """A released, feasible target and no round for it: exhausted, by a raid of as many as came so far."""
    n = s.n[0]
    if n.exhausted == 0:
        n.exhausted = np.int64(1)
        n.t_exhausted = b * GRID
        for o in range(np.int64(len(s.obj))):
            n.raid_exhausted += np.int64(
                s.obj[o].life != WAITING and m.obj[o].side == HOSTILE and m.obj[o].kind != MUNITION
            )


@njit
def _can(m, s, u, weapon, k, b):
    """Can unit u take track k with this weapon now? (reason, channel row, time of intercept)."""
    row = m.unit[u]
    none = np.int64(-1)
    if (weapon == MISSILE and row.missile < 0) or (weapon == GUN and row.gun < 0):
        return np.int64(-1), none, FAR
    t = b * GRID
    if weapon == SOFT:
        return soft_can(m, s, u, k, t) if row.soft >= 0 else (np.int64(-1), none, FAR)
    code, t_meet, x, y, z = intercept(m, s, u, weapon, k, t + preparation(m, s, u))
    if code != R_NONE:
        return code, none, t_meet
    if weapon == GUN and row.missile >= 0 and (m.ideal[I_ROUNDS] == 1 or _stocked(s, u, MISSILE)):
        # both could: the gun is for inside its preferred distance
        if math.sqrt((x - row.x) ** 2 + (y - row.y) ** 2 + (z - row.z) ** 2) > row.gun_preference:
            ok, _, _, _, _ = intercept(m, s, u, MISSILE, k, t + preparation(m, s, u))
            if ok == R_NONE:
                return np.int64(-1), none, FAR
    if len(m.zone) > 0 and forbids(m, s, u, weapon, k, x, y, z):
        return R_ZONE, none, t_meet
    if m.ideal[I_ROUNDS] == 0 and not _stocked(s, u, weapon):
        return R_ROUNDS, none, t_meet
    if weapon == GUN and m.ideal[I_CHANNEL] == 0 and _gun_busy(m, s, u):
        return R_CHANNEL, none, t_meet
    c = _free_channel(m, s, u, x, y, z, b * GRID)
    if c < 0:
        return R_CHANNEL, none, t_meet
    return R_NONE, c, t_meet


@njit
def _gun_busy(m, s, u):
    """One gun, one target at a time."""
    row = m.unit[u]
    for c in range(row.channel0, row.channel0 + row.channels):
        if s.channel[c].phase != IDLE and s.channel[c].weapon == GUN:
            return True
    return False


@njit
def _stocked(s, u, weapon):
    r = s.unit[u]
    if weapon == MISSILE:
        return r.missiles - r.reserved > 0
    return r.rounds > 0


@njit
def _free_channel(m, s, u, x, y, z, t):
    """A channel that can hold a target in that direction now: radar first, then optics. -1 without."""
    row = m.unit[u]
    azimuth = math.atan2(x - row.x, y - row.y)
    if m.ideal[I_CHANNEL] == 0 and not turret_allows(m, s, u, azimuth, t):
        return np.int64(-1)
    if radiating(s, u) and believed_in_sight(m, u, x, y, z, BY_RADAR):
        for c in range(row.channel0, row.channel0 + row.radar_channels):
            if s.channel[c].phase == IDLE:
                return c
    if row.optics >= 0 and s.unit[u].sensor_alive == 1:
        d = math.sqrt((x - row.x) ** 2 + (y - row.y) ** 2 + (z - row.z) ** 2)
        if d <= m.optics[row.optics].range_max and believed_in_sight(m, u, x, y, z, BY_OPTICS):
            for c in range(row.channel0 + row.radar_channels, row.channel0 + row.channels - row.soft_channels):
                if s.channel[c].phase == IDLE:
                    return c
    return np.int64(-1)


@njit
def turret_allows(m, s, u, azimuth, t):
    """One turret: while it is at work, further targets must lie in the sector about its present direction."""
    row = m.unit[u]
    width = m.tracker[row.tracker].sector if row.tracker >= 0 else 0.1
    for c in range(row.channel0, row.channel0 + row.channels):
        ch = s.channel[c]
        if ch.phase == IDLE or ch.weapon == SOFT:
            continue
        pointing = s.unit[u].turret
        if ch.phase == ORDERED:
            x, y, _, _, _, _ = state_at(s, ch.picture, t)
            pointing = math.atan2(x - row.x, y - row.y)
        if abs(wrap_pi(azimuth - pointing)) > width:
            return False
    return True


@njit
def order(m, s, u, weapon, c, k, pk, b):
    """Reserve channel and round, and send the order. `pk`: what the crew counts on from one shot."""
    tr = s.track[k]
    row = m.unit[u]
    r = s.unit[u]
    ch = s.channel[c]
    t = b * GRID
    p = s.pair[u * np.int64(len(s.obj)) + tr.origin]
    delay = order_delay(m, s, u, tr.origin, b) if led(m, s, u) and row.post >= 0 else 0.0
    p.ordered += np.int64(1)
    if delay < 0.0:
        p.lost_order = np.int64(1)
        tr.assign_due = max(b + np.int64(1), grid(t + RETRY))
        return
    p.lost_order = np.int64(0)
    p.paired = np.int64(1)
    key = m.pair[u * np.int64(len(s.obj)) + tr.origin].hash
    if m.ideal[I_REACTION] == 0:
        v = uniform(s.addr, key, P_ASSIGN_DELAY, p.ordered)
        delay += lasting(v, row.assign_delay[0], row.assign_delay[1], row.assign_delay[2])
    ch.phase = ORDERED
    ch.t_order = t + delay
    ch.t_due = ch.t_order
    ch.due = grid(ch.t_due)
    ch.picture = k
    ch.track_serial = tr.serial
    ch.by = BY_RADAR if c - row.channel0 < row.radar_channels else BY_OPTICS
    if weapon == SOFT:
        ch.by = BY_SOFT
    ch.weapon = weapon
    ch.obj = np.int64(-1)
    ch.intended = tr.origin
    ch.orders = p.ordered
    ch.shots_left = np.int64(1)
    if weapon == MISSILE and row.doctrine == SALVO:
        ch.shots_left = row.salvo
    ch.shots_out = np.int64(0)
    ch.burst_out = np.int64(0)
    ch.killed = np.int64(0)
    ch.t_ready = FAR
    ch.reserved = np.int64(0)
    if weapon == MISSILE and m.ideal[I_ROUNDS] == 0:
        ch.shots_left = min(ch.shots_left, r.missiles - r.reserved)
        ch.reserved = ch.shots_left
        r.reserved += ch.reserved
    ch.survival = max((1.0 - pk) ** np.float64(ch.shots_left), SURELY)
    tr.pk_planned *= ch.survival
    v = uniform(s.addr, key, P_REACTION, p.ordered)
    if m.ideal[I_REACTION] == 0:
        ch.t_ready = ch.t_order + lasting(v, row.reaction[0], row.reaction[1], row.reaction[2])
    else:
        ch.t_ready = ch.t_order
    tr.engaged += np.int64(1)
    emit(s, t, V_PAIRED, -1 - u, tr.origin, np.float64(weapon))
    wake(s, S_ENGAGE, max(ch.due, b))


@njit
def _take_orders(m, s, b):
    """External doctrine: orders come as rows (unit, track, weapon) that the caller wrote."""
    for i in range(np.int64(len(s.order))):
        q = s.order[i]
        if q.taken == 1 or q.unit < 0:
            continue
        q.taken = np.int64(1)
        if s.track[q.track].status != FIRM:
            continue
        why, c, _ = _can(m, s, q.unit, q.weapon, q.track, b)
        if why == R_NONE:
            order(m, s, q.unit, q.weapon, c, q.track, 0.0, b)
