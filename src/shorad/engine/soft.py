"""Soft kill: jamming of a drone's control link and satellite navigation, as a channel of a unit."""

import math

import numpy as np

from shorad.engine.calendar import grid, wake
from shorad.engine.channel import cancel, result, track_lives
from shorad.engine.codes import (
    BY_RADAR, CONTROL_REMOTE, DROPPER, E_JAMMED, E_LINK, FLYING, GNSS, HOME, I_HIT, I_REACTION, IDLE, IN_FLIGHT,
    NEUTRAL, ONE_WAY, ORDERED, P_SOFT, P_SOFT_DWELL, R_CHANNEL, R_ENVELOPE, R_NONE, READY, S_ENGAGE, SOFT_ASTRAY,
    SOFT_DRIFT, SOFT_HOME, SOFT_HOVER, SOFT_NONE, STRAIGHT, THEN_DEPART, THEN_IMPACT, V_ABORT, V_JAM_OFF, V_JAM_ON,
    V_JAMMED,
)  # fmt: skip
from shorad.engine.ground import free_line, ground
from shorad.engine.jit import njit
from shorad.engine.motion import at_time, finish_turn, steer, write_leg
from shorad.engine.picture import state_at
from shorad.engine.record import emit
from shorad.engine.rng import lasting, uniform
from shorad.engine.sight import LOW, line_of_sight, relative
from shorad.engine.units import crewed
from shorad.physics.geometry import K_RADAR, wrap_pi
from shorad.physics.listening import gnss_js, link_js, odds

HOLD_PERIOD = 0.5  # s between two checks that the beam still lies on the target
CLOSEST = 1.0  # m, below which distances do not count
PILOT = 1.5  # m above the ground: the antenna in a pilot's hands, a guess
SLOW = 1.0  # m/s, below which a drone has no heading to turn from


# ---- assignment ---------------------------------------------------------------------------
@njit
def soft_can(m, s, u, k, t):
    """Can unit u jam what track k shows? (reason, channel row, time at which it could begin)."""
    row = m.unit[u]
    none = np.int64(-1)
    g = m.soft[row.soft]
    if s.pair[u * np.int64(len(s.obj)) + s.track[k].origin].soft_tries >= g.tries:
        return np.int64(-1), none, t
    x, y, z, _, _, _ = state_at(s, k, t)
    if len(m.terrain) > 0:
        z = max(z, ground(m, x, y) + LOW)
    if not _reaches(m, u, x, y, z):
        return R_ENVELOPE, none, t
    for c in range(row.channel0 + row.channels - row.soft_channels, row.channel0 + row.channels):
        if s.channel[c].phase == IDLE:
            return R_NONE, c, t
    return R_CHANNEL, none, t


@njit
def _reaches(m, u, x, y, z):
    """Range, elevation, sector and line of sight of the jammer to a point (m)."""
    row = m.unit[u]
    g = m.soft[row.soft]
    distance, azimuth, elevation = relative(m, u, x, y, z, BY_RADAR)
    if distance > g.range_max or elevation > g.elevation_max:
        return False
    aside = abs(wrap_pi(azimuth - row.sector_centre))
    if aside > min(row.sector_width, row.turn_arc) and min(row.sector_width, row.turn_arc) < math.pi:
        return False
    return line_of_sight(m, u, x, y, z, BY_RADAR)


# ---- the channel --------------------------------------------------------------------------
@njit
def soft_step(m, s, u, c, b):
    """The next step of a jamming channel: take the target, wait for the crew, jam, and see whether it took."""
    ch = s.channel[c]
    t = ch.t_due
    if not track_lives(s, ch) or not crewed(s, u) or s.unit[u].fire_alive == 0:
        _stop(m, s, u, c, t, b)
    elif ch.phase == ORDERED:
        ch.obj = s.track[ch.picture].origin
        ch.phase = READY
        ch.t_due = max(ch.t_order, ch.t_ready)
        _again(s, ch, b)
    elif ch.phase == READY:
        _begin(m, s, u, c, t, b)
    elif ch.phase == IN_FLIGHT:
        _jam(m, s, u, c, t, b)


@njit
def _again(s, ch, b):
    ch.due = max(b + np.int64(1), grid(ch.t_due))
    wake(s, S_ENGAGE, ch.due)


@njit
def _stop(m, s, u, c, t, b):
    """Called off before it could take: an attempt that was on the air counts as one that failed."""
    if s.channel[c].phase == IN_FLIGHT:
        _end(m, s, u, c, t, b)
    else:
        cancel(m, s, u, c, b)


@njit
def _begin(m, s, u, c, t, b):
    """On the air, if the target is there and in reach; otherwise the order is given back."""
    ch = s.channel[c]
    o = ch.obj
    x, y, z, _, _, _ = at_time(m, s, o, t)
    if s.obj[o].life != FLYING or not _reaches(m, u, x, y, z):
        cancel(m, s, u, c, b)
        return
    p = s.pair[u * np.int64(len(s.obj)) + o]
    key = m.pair[u * np.int64(len(s.obj)) + o].hash
    g = m.soft[m.unit[u].soft]
    v = uniform(s.addr, key, P_SOFT_DWELL, p.soft_tries)
    dwell = 0.0 if m.ideal[I_REACTION] == 1 else lasting(v, g.dwell[0], g.dwell[1], g.dwell[2])
    p.soft_tries += np.int64(1)
    p.launched = np.int64(1)
    s.unit[u].soft_uses += np.int64(1)
    s.obj[o].jammed = np.int64(1)
    ch.phase = IN_FLIGHT
    ch.t_slewed, ch.t_give_up = t, t + dwell
    emit(s, t, V_JAM_ON, -1 - u, o, dwell)
    ch.t_due = min(t + HOLD_PERIOD, ch.t_give_up)
    _again(s, ch, b)


@njit
def _jam(m, s, u, c, t, b):
    """Half a second more on the air: neutral traffic is exposed, the beam is held, and at the end it takes or not."""
    ch = s.channel[c]
    o = ch.obj
    _expose(m, s, u, o, ch.t_slewed, t)
    ch.t_slewed = t
    x, y, z, _, _, _ = at_time(m, s, o, t)
    if s.obj[o].life != FLYING or not _reaches(m, u, x, y, z):
        _end(m, s, u, c, t, b)
        return
    if t < ch.t_give_up - 1.0e-9:
        ch.t_due = min(t + HOLD_PERIOD, ch.t_give_up)
        _again(s, ch, b)
        return
    link, gnss = _takes(m, s, u, o, t, x, y, z)
    if link or gnss:
        jammed(m, s, o, u, t, link, gnss)
    _end(m, s, u, c, t, b)


@njit
def _end(m, s, u, c, t, b):
    """Off the air, and on to the assessment."""
    ch = s.channel[c]
    o = ch.obj
    p = s.pair[u * np.int64(len(s.obj)) + o]
    if s.obj[o].soft == SOFT_NONE and p.missed == 0:
        p.missed = np.int64(3)
    ch.killed = np.int64(s.obj[o].soft != SOFT_NONE)
    emit(s, t, V_JAM_OFF, -1 - u, o, np.float64(s.obj[o].soft))
    result(m, s, u, c, t, b)


@njit
def _takes(m, s, u, o, t, x, y, z):
    """Does the jamming break the link, does it break satellite navigation? One draw for both: one moment, one place."""
    row = m.unit[u]
    g = m.soft[row.soft]
    body = m.obj[o]
    key = m.pair[u * np.int64(len(s.obj)) + o].hash
    v = uniform(s.addr, key, P_SOFT, s.pair[u * np.int64(len(s.obj)) + o].soft_tries)
    distance, _, _ = relative(m, u, x, y, z, BY_RADAR)
    distance = max(distance, CLOSEST)
    link, gnss = 0.0, 0.0
    if body.control == CONTROL_REMOTE and g.link_power > 0.0 and body.controller_power > 0.0:
        if g.frequency_min <= body.frequency <= g.frequency_max:
            up = z - ground(m, body.base_x, body.base_y)
            pilot = max(math.sqrt((x - body.base_x) ** 2 + (y - body.base_y) ** 2 + up * up), CLOSEST)
            js = link_js(g.link_power, distance, body.controller_power, pilot)
            link = g.p_effect * odds(js, g.js_link, g.js_spread)
    if body.navigation == GNSS and g.gnss_power > 0.0:
        gnss = g.p_effect * odds(gnss_js(g.gnss_power, distance), g.js_gnss, g.js_spread)
    if m.ideal[I_HIT] == 1:
        return link > 0.0, gnss > 0.0
    return v < link, v < gnss


@njit
def _expose(m, s, u, target, t0, t1):
    """Seconds in which satellite navigation of neutral aircraft in the beam is jammed; jammers at once count once."""
    g = m.soft[m.unit[u].soft]
    if g.gnss_power <= 0.0:
        return
    x, y, z, _, _, _ = at_time(m, s, target, t1)
    _, azimuth, elevation = relative(m, u, x, y, z, BY_RADAR)
    for o in range(np.int64(len(s.obj))):
        r = s.obj[o]
        if m.obj[o].side != NEUTRAL or r.life != FLYING:
            continue
        x, y, z, _, _, _ = at_time(m, s, o, t1)
        distance, az, el = relative(m, u, x, y, z, BY_RADAR)
        if max(abs(wrap_pi(az - azimuth)) * math.cos(el), abs(el - elevation)) > 0.5 * g.beamwidth:
            continue
        if gnss_js(g.gnss_power, max(distance, CLOSEST)) < g.js_gnss or not line_of_sight(m, u, x, y, z, BY_RADAR):
            continue
        r.exposed_gnss += max(0.0, t1 - max(t0, r.t_exposed))
        r.t_exposed = max(r.t_exposed, t1)


# ---- pilots ---------------------------------------------------------------------------------
@njit
def out_of_hand(m, s, t):
    """Drones flown by radio that have gone behind a hill or the horizon from their pilot: what they do without a link.

    A dive once begun, and a way home, need no pilot.
    """
    for o in range(np.int64(len(s.obj))):
        r, body = s.obj[o], m.obj[o]
        if r.life != FLYING or body.control != CONTROL_REMOTE or body.on_link_loss == SOFT_NONE:
            continue
        if r.soft != SOFT_NONE or r.then == THEN_IMPACT or r.released > 0:
            continue
        x, y, z, _, _, _ = at_time(m, s, o, t)
        mast = ground(m, body.base_x, body.base_y) + PILOT
        if free_line(m, x, y, z, body.base_x, body.base_y, mast, K_RADAR):
            continue
        r.soft, r.t_soft, r.sortie_end = body.on_link_loss, t, E_LINK
        emit(s, t, V_ABORT, o, E_LINK, 0.0)
        _react(m, s, o, t, body.on_link_loss)


# ---- what the drone does -------------------------------------------------------------------
@njit
def jammed(m, s, o, u, t, link, gnss):
    """The reaction of object o, by its own guidance. Final: a drone that is jammed does not come back to its attack."""
    body = m.obj[o]
    r = s.obj[o]
    if r.soft != SOFT_NONE or (body.kind != ONE_WAY and body.kind != DROPPER):
        return
    effect = SOFT_NONE
    if link and body.on_link_loss != SOFT_NONE:
        effect = body.on_link_loss
        if gnss and effect != SOFT_DRIFT:
            effect = SOFT_DRIFT  # neither home nor a fixed point can be held without navigation
    elif gnss and body.control != CONTROL_REMOTE:
        effect = SOFT_ASTRAY
    elif gnss and body.on_link_loss == SOFT_NONE:
        effect = SOFT_ASTRAY
    if effect == SOFT_NONE:
        return
    r.soft, r.t_soft, r.soft_unit = effect, t, u
    emit(s, t, V_JAMMED, o, u, np.float64(effect))
    if effect != SOFT_ASTRAY:
        r.sortie_end = E_JAMMED
        _react(m, s, o, t, effect)


@njit
def _react(m, s, o, t, effect):
    r = s.obj[o]
    body = m.obj[o]
    x, y, z, vx, vy, _ = at_time(m, s, o, t)
    speed = math.hypot(vx, vy)
    if effect == SOFT_HOME and speed > SLOW:
        steer(m, s, o, t, body.base_x, body.base_y)
    elif effect == SOFT_HOVER or (effect == SOFT_DRIFT and speed <= SLOW):
        write_leg(s, o, STRAIGHT, t, t + body.hover_time, x, y, z, 0.0, 0.0, 0.0, 0.0)
    elif effect == SOFT_DRIFT:
        f = body.gnss_drift / speed
        write_leg(s, o, STRAIGHT, t, t + body.hover_time, x, y, z, vx * f, vy * f, 0.0, 0.0)
    else:
        _land(m, s, o, t)
    r.then = THEN_DEPART


@njit
def _land(m, s, o, t):
    """Straight down; the leg after it is the end."""
    r = s.obj[o]
    x, y, z, _, _, _ = at_time(m, s, o, t)
    rate = max(m.obj[o].descent, 0.1)
    write_leg(s, o, STRAIGHT, t, t + max(z - ground(m, x, y), 0.0) / rate, x, y, z, 0.0, 0.0, -rate, 0.0)
    r.phase = HOME
    r.then = THEN_DEPART


@njit
def soft_leg(m, s, o, t):
    """The present leg of a jammed drone is flown. True when that was its last: it is home, or down."""
    r = s.obj[o]
    if r.soft == SOFT_HOME:
        if r.dest_leg == 1:
            finish_turn(m, s, o, t, 0.0)
            r.then = THEN_DEPART
            return False
        return True
    if r.phase == HOME:
        return True
    _land(m, s, o, t)
    return False
