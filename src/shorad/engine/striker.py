"""The script of a striker (a TB2): search, approach, stand off, release, designate, assess, again or home."""

import math

import numpy as np

from shorad.engine.calendar import grid, wake
from shorad.engine.codes import (
    APPROACH, ASSESS, DAMAGED, DESIGNATE, E_ENDURANCE, E_LINK, E_LOSSES, E_NOTHING_FOUND, E_SPENT, FAR, FLYING, HOME,
    LASER, LOST, NEVER, P_RELEASE_DELAY, P_STRIKER_ASSESS, P_TB2_EO_FOUND, P_TB2_EO_LOOK, RADIATING, S_ATTACK, SEARCH,
    STANDOFF, STRIKER, V_ABORT, V_ARRIVED, V_ASSESSED, V_ESM, V_FOUND, V_LASER_OFF, V_LASER_ON,
)  # fmt: skip
from shorad.engine.ground import free_line, ground
from shorad.engine.jit import njit
from shorad.engine.motion import at_time, loiter, steer
from shorad.engine.munition import laser_off, release
from shorad.engine.record import emit
from shorad.engine.rng import lasting, trait, uniform
from shorad.engine.sight import clouded, free_sight, haze
from shorad.physics.geometry import K_OPTICS, K_RADAR
from shorad.physics.optics import contrast_at, kruse, ttpf

LASER_PERIOD = 0.5  # s between two checks that the designator still sees its target
SENSOR_WAVELENGTH = 4.0e-6  # m, mid-wave thermal turret (class-typical)
SENSOR_CONTRAST, SENSOR_THRESHOLD = 0.5, 0.02  # guess: warm vehicle on desert ground, as in the optics reference case

BASE_MAST, ASSET_TOP = 10.0, 3.0  # m above the ground, guesses: the data link's mast, the top of what a laser lies on


@njit
def begin_search(m, s, o, t):
    """On station: circle and sweep."""
    r = s.obj[o]
    r.phase = SEARCH
    if r.t_station < 0.0:
        r.t_station = t
        r.t_home = t + m.obj[o].endurance
    emit(s, t, V_ARRIVED, o, 0, 0.0)
    loiter(m, s, o, t)
    _at(s, o, t + m.obj[o].sweep_period)


@njit
def _at(s, o, t):
    """The script goes on at exact time t."""
    r = s.obj[o]
    r.t_phase = t
    r.phase_due = max(grid(t), s.n[0].b + np.int64(1))
    wake(s, S_ATTACK, r.phase_due)


@njit
def script(m, s, o, b):
    """The next step of the script, due now."""
    r = s.obj[o]
    t = r.t_phase
    r.phase_due = NEVER
    if r.phase != HOME and t >= r.t_home and r.phase != DESIGNATE and r.phase != ASSESS:
        go_home(m, s, o, t, E_ENDURANCE if r.sweeps > 0 and _anything_found(m, s, o) else E_NOTHING_FOUND)
    elif r.phase != HOME and _out_of_link(m, s, o, t):
        go_home(m, s, o, t, E_LINK)
    elif r.phase != HOME and m.obj[o].losses_abort > 0 and _group_losses(m, s, o) >= m.obj[o].losses_abort:
        go_home(m, s, o, t, E_LOSSES)
    elif r.phase == SEARCH:
        _search(m, s, o, t)
    elif r.phase == STANDOFF:
        _strike(m, s, o, t)
    elif r.phase == DESIGNATE:
        _hold_laser(m, s, o, t)
    elif r.phase == ASSESS:
        _assess(m, s, o, t)


@njit
def _out_of_link(m, s, o, t):
    """Farther from its base than its data link reaches, or behind a hill from there."""
    row = m.obj[o]
    x, y, z, _, _, _ = at_time(m, s, o, t)
    if row.link_range <= 0.0:
        return False
    if math.hypot(x - row.base_x, y - row.base_y) > row.link_range:
        return True
    mast = ground(m, row.base_x, row.base_y) + BASE_MAST
    return not free_line(m, x, y, z, row.base_x, row.base_y, mast, K_RADAR)


@njit
def _anything_found(m, s, o):
    n_obj = np.int64(len(s.obj))
    for u in range(np.int64(len(s.unit))):
        if s.pair[u * n_obj + o].found > 0:
            return True
    return False


@njit
def _group_losses(m, s, o):
    """Strikers of its group that did not come back so far."""
    count = np.int64(0)
    for j in range(np.int64(len(s.obj))):
        if m.obj[j].group == m.obj[o].group and m.obj[j].kind == STRIKER and s.obj[j].rung == LOST:
            count += np.int64(1)
    return count


# ---- finding ------------------------------------------------------------------------------
@njit
def _search(m, s, o, t):
    """One sweep over all vehicles, then the choice of a target."""
    r = s.obj[o]
    n_obj = np.int64(len(s.obj))
    for u in range(np.int64(len(s.unit))):
        p = s.pair[u * n_obj + o]
        if p.found == 0:
            _listen(m, s, o, u, t)
            if _sees(m, s, o, u, t):
                p.found = np.int64(1)
                p.t_found = t
                emit(s, t, V_FOUND, o, -1 - u, 0.0)
                _sees_wreck(m, s, o, u, np.int64(8192) + r.sweeps)
    r.sweeps += np.int64(1)
    choose_target(m, s, o, t)


@njit
def _listen(m, s, o, u, t):
    """A radiating radar in view gives an emitter cue; it steers the sweep and finds nothing by itself."""
    row = m.obj[o]
    r = s.unit[u]
    p = s.pair[u * np.int64(len(s.obj)) + o]
    if row.esm_range <= 0.0 or p.cued == 1 or r.state != RADIATING or r.sensor_alive == 0 or m.unit[u].radar < 0:
        return
    if r.rung == LOST:
        return
    if t - r.t_emit >= row.esm_delay and _distance(m, s, o, u, t) <= row.esm_range and in_view(m, s, o, u, t):
        p.cued = np.int64(1)
        emit(s, t, V_ESM, o, -1 - u, 0.0)


@njit
def _distance(m, s, o, u, t):
    x, y, z, _, _, _ = at_time(m, s, o, t)
    w = m.unit[u]
    return math.sqrt((w.x - x) ** 2 + (w.y - y) ** 2 + (w.z - z) ** 2)


@njit
def in_view(m, s, o, u, t):
    """Clear optical line from object o to vehicle u: horizon, the vehicle's terrain mask, cloud."""
    x, y, z, _, _, _ = at_time(m, s, o, t)
    if clouded(m, z, m.unit[u].z):
        return False
    # the line is the same both ways: what hides the object from the unit hides the unit from the object
    return free_sight(m, u, x, y, z, K_OPTICS)


@njit
def asset_in_view(m, s, o, a, t):
    """Clear optical line from object o to asset a: no cloud, fog or hill between."""
    x, y, z, _, _, _ = at_time(m, s, o, t)
    w = m.asset[a]
    if clouded(m, z, w.z) or _hazy(m, w.z, z, math.sqrt((w.x - x) ** 2 + (w.y - y) ** 2 + (w.z - z) ** 2)):
        return False
    return free_line(m, x, y, z, w.x, w.y, w.z + ASSET_TOP, K_OPTICS)


@njit
def fogged(m, s, o, u, t):
    """Do fog or rain, where there are any, hide vehicle u from object o?"""
    _, _, z, _, _, _ = at_time(m, s, o, t)
    return _hazy(m, m.unit[u].z, z, _distance(m, s, o, u, t))


@njit
def _hazy(m, below, above, distance):
    p = m.par[0]
    if p.fog_visibility == 0.0 and p.rain_light == 0.0:
        return False
    depth = haze(m, below, above, max(distance, 1.0), SENSOR_WAVELENGTH, 1)
    return SENSOR_CONTRAST * math.exp(-depth) < SENSOR_THRESHOLD


@njit
def _sees(m, s, o, u, t):
    """Does this sweep find vehicle u? `eo_detect` is where half of such vehicles can be found in clear air."""
    row = m.obj[o]
    if not in_view(m, s, o, u, t):
        return False
    distance = _distance(m, s, o, u, t)
    extinction = kruse(m.par[0].visibility, SENSOR_WAVELENGTH)
    if contrast_at(SENSOR_CONTRAST, extinction, distance) < SENSOR_THRESHOLD or fogged(m, s, o, u, t):
        return False
    n_obj = np.int64(len(s.obj))
    key = m.pair[u * n_obj + o].hash_attack
    if trait(s.addr, key, P_TB2_EO_FOUND, np.int64(0)) >= ttpf(row.eo_detect / max(distance, 1.0), 1.0):
        return False
    tau = row.cued_tau if s.pair[u * n_obj + o].cued == 1 else row.sweep_tau
    return uniform(s.addr, key, P_TB2_EO_LOOK, s.obj[o].sweeps) < 1.0 - math.exp(-row.sweep_period / tau)


@njit
def choose_target(m, s, o, t):
    """Go for the nearest vehicle it has found and does not believe dead; a known asset stands in for vehicles."""
    r = s.obj[o]
    row = m.obj[o]
    n_obj = np.int64(len(s.obj))
    best, best_distance = np.int64(-1), FAR
    for u in range(np.int64(len(s.unit))):
        if s.pair[u * n_obj + o].found == 1 and (row.target_unit < 0 or row.target_unit == u):
            d = _distance(m, s, o, u, t)
            if d < best_distance:
                best, best_distance = u, d
    if best < 0 and row.target_asset >= 0 and r.effects >= 0:
        best = np.int64(len(s.unit)) + row.target_asset
    if r.released >= row.munitions:
        go_home(m, s, o, t, E_SPENT)
    elif best < 0:
        if r.phase != SEARCH:
            begin_search(m, s, o, t)
        else:
            _at(s, o, t + row.sweep_period)
    else:
        approach(m, s, o, t, best)


@njit
def _sees_wreck(m, s, o, u, counter):
    """A look at vehicle u before anything is wasted on it: a wreck that is recognised is left alone."""
    pair = u * np.int64(len(s.obj)) + o
    if s.unit[u].rung != LOST or s.pair[pair].found != 1:
        return False
    if uniform(s.addr, m.pair[pair].hash_attack, P_STRIKER_ASSESS, counter) >= m.obj[o].p_kill_seen:
        return False
    s.pair[pair].found = np.int64(2)
    return True


# ---- striking -----------------------------------------------------------------------------
@njit
def target_point(m, s, o):
    """Where its present target stands (m)."""
    k = s.obj[o].target
    if k < len(s.unit):
        return m.unit[k].x, m.unit[k].y
    a = m.asset[k - np.int64(len(s.unit))]
    return a.x, a.y


@njit
def approach(m, s, o, t, target):
    """Fly to the stand-off distance from the target, or circle here when already inside it."""
    r = s.obj[o]
    r.target = target
    tx, ty = target_point(m, s, o)
    x, y, _, _, _, _ = at_time(m, s, o, t)
    if math.hypot(tx - x, ty - y) <= m.obj[o].standoff * 1.05:
        arrived(m, s, o, t)
    else:
        r.phase = APPROACH
        steer(m, s, o, t, tx, ty)


@njit
def arrived(m, s, o, t):
    """At the stand-off point: circle, and let go after a delay."""
    r = s.obj[o]
    row = m.obj[o]
    r.phase = STANDOFF
    loiter(m, s, o, t)
    u = uniform(s.addr, row.hash, P_RELEASE_DELAY, r.released)
    _at(s, o, t + lasting(u, row.release_delay[0], row.release_delay[1], row.release_delay[2]))


@njit
def _strike(m, s, o, t):
    """Release one munition and put the laser on the target; one laser, one bomb at a time."""
    r = s.obj[o]
    k = r.target
    n_units = np.int64(len(s.unit))
    unit, asset = np.int64(-1), np.int64(-1)
    if k < n_units:
        unit = k
        if not in_view(m, s, o, k, t) or fogged(m, s, o, k, t):
            _at(s, o, t + 5.0)
            return
        if _sees_wreck(m, s, o, k, np.int64(4096) + r.released):
            choose_target(m, s, o, t)
            return
    else:
        asset = k - n_units
        if not asset_in_view(m, s, o, asset, t):
            _at(s, o, t + 5.0)
            return
    bomb = release(m, s, o, t, unit, asset)
    if bomb < 0:
        go_home(m, s, o, t, E_SPENT)
        return
    r.bomb = bomb
    r.laser = np.int64(1)
    r.phase = DESIGNATE
    emit(s, t, V_LASER_ON, o, bomb, 0.0)
    _at(s, o, t + LASER_PERIOD)


@njit
def _hold_laser(m, s, o, t):
    """The designator must keep its line of sight until impact; a regained line guides again."""
    r = s.obj[o]
    k = r.bomb
    if k < 0 or s.obj[k].life != FLYING:
        # shot down on its way: nothing to assess, the target is still there
        r.laser = np.int64(0)
        r.bomb = np.int64(-1)
        choose_target(m, s, o, t)
        return
    n_units = np.int64(len(s.unit))
    if r.target < n_units:
        sees = in_view(m, s, o, r.target, t) and not fogged(m, s, o, r.target, t)
    else:
        sees = asset_in_view(m, s, o, r.target - n_units, t)
    if m.obj[k].guidance == LASER:
        if r.laser == 1 and not sees:
            laser_off(m, s, o, t, k)
            emit(s, t, V_LASER_OFF, o, k, 0.0)
        elif r.laser == 0 and sees:
            r.laser = np.int64(1)
            s.obj[k].gap_from = FAR
            emit(s, t, V_LASER_ON, o, k, 0.0)
    _at(s, o, t + LASER_PERIOD)


@njit
def _assess(m, s, o, t):
    """Look at the result: a vehicle thought dead is left alone, another may be taken for dead."""
    r = s.obj[o]
    row = m.obj[o]
    k = r.target
    if k >= len(s.unit):
        a = k - np.int64(len(s.unit))
        if s.asset[a].rung == LOST:
            go_home(m, s, o, t, E_SPENT)
        else:
            choose_target(m, s, o, t)
        return
    dead = s.unit[k].rung >= DAMAGED
    p = row.p_kill_seen if dead else row.p_miss_called_kill
    pair = k * np.int64(len(s.obj)) + o
    called = uniform(s.addr, m.pair[pair].hash_attack, P_STRIKER_ASSESS, r.released) < p
    emit(s, t, V_ASSESSED, o, -1 - k, np.float64(called))
    if called:
        s.pair[pair].found = np.int64(2)
    choose_target(m, s, o, t)


@njit
def go_home(m, s, o, t, why):
    """Break off: the laser goes off now, the way leads to its base."""
    r = s.obj[o]
    if r.laser == 1:
        laser_off(m, s, o, t, r.bomb)
        emit(s, t, V_LASER_OFF, o, r.bomb, 0.0)
    r.bomb = np.int64(-1)
    r.phase = HOME
    if r.sortie_end == 0:
        r.sortie_end = why
    r.phase_due = NEVER
    emit(s, t, V_ABORT, o, why, 0.0)
    steer(m, s, o, t, m.obj[o].base_x, m.obj[o].base_y)
