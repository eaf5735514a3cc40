"""Stage `sense`: looks of search radars and of optics, and the plots that come of them."""

import math

import numpy as np

from shorad.engine.calendar import BLOCK, begin, block_row, grid, settle, wake
from shorad.engine.codes import (
    BY_OPTICS, BY_RADAR, F_PLOTS, FLYING, GATE_RADIAL, GATE_TOTAL, I_COVERAGE, I_DETECTION, LOST,
    NEVER, P_EO_FOUND, P_EO_LOOK, P_LOOK_DETECT, P_LOOK_ERROR, P_LOOK_ERROR2, RADIATING, S_AUDIT, S_SENSE, S_TRACK,
    SILENT,
    V_EO_PLOT, V_LOOK, V_PLOT,
)  # fmt: skip
from shorad.engine.echo import GEOMETRIC, look_phase, search_sight, search_snr
from shorad.engine.jit import njit
from shorad.engine.motion import at_time, place
from shorad.engine.nearby import NEAR, nearby
from shorad.engine.record import emit, fail
from shorad.engine.rng import normal2, trait, uniform
from shorad.engine.sight import line_of_sight, optical_reach, optical_share, relative
from shorad.physics.detection import pd_lookup
from shorad.physics.geometry import TWO_PI, range_azimuth_elevation, wrap_pi
from shorad.physics.radar import sigma_angle, sigma_range

EARS = 10.0  # s for which something heard tells the optics where to look
LOOK, WATCH, AUDIT = (np.int64(i) for i in range(3))  # columns of State.due
EXACT_RANGE, EXACT_ANGLE = 0.1, 1.0e-6  # m, rad: what an ideal look still claims as its error


@njit
def sense(m, s, b):
    """All looks that are due at grid point b."""
    begin(s, S_SENSE)
    first = NEVER
    for u in range(np.int64(len(s.unit))):
        r = s.unit[u]
        if r.rung == LOST or r.sensor_alive == 0:
            continue
        if r.look_due <= b:
            r.look_due = _look(m, s, u, b)
        first = min(first, r.look_due)
    settle(s, S_SENSE, first, b)
    if s.n[0].plots > 0:
        wake(s, S_TRACK, b)


@njit
def _look(m, s, u, b):
    """The looks of unit u that are due at b; when the next of them is."""
    first = NEVER
    for o in range(np.int64(0), np.int64(len(s.obj)), BLOCK):
        row = block_row(s, u, o)
        if s.due[row, LOOK] <= b:
            _look_block(m, s, u, o, b)
        first = min(first, s.due[row, LOOK])
    return first


@njit
def _look_block(m, s, u, begins, b):
    """The looks of unit u at one block of objects that are due at b, and when the next of them is."""
    n_obj = np.int64(len(s.obj))
    row, first = block_row(s, u, begins), NEVER
    for o in range(begins, min(begins + BLOCK, n_obj)):
        i = u * n_obj + o
        if s.due[i, LOOK] <= b:
            s.due[i, LOOK] = NEVER
            if s.obj[o].life == FLYING:
                _radar_look(m, s, u, o, b)
        if s.due[i, WATCH] <= b:
            s.due[i, WATCH] = NEVER
            if s.obj[o].life == FLYING:
                _optical_look(m, s, u, o, b)
        first = min(first, min(s.due[i, LOOK], s.due[i, WATCH]))
    s.due[row, LOOK] = first


# ---- when ---------------------------------------------------------------------------------
@njit
def start_radar(m, s, u, t):
    """The radar comes on at exact time t: a first look at everything that flies."""
    for o in range(np.int64(len(s.obj))):
        schedule_look(m, s, u, o, t)


@njit
def stop_radar(m, s, u):
    """The radar goes off: no looks."""
    n_obj = np.int64(len(s.obj))
    for o in range(n_obj):
        s.due[u * n_obj + o, LOOK] = NEVER
    for o in range(n_obj):
        row = block_row(s, u, o)
        if o % BLOCK == 0:
            s.due[row, LOOK] = NEVER
        s.due[row, LOOK] = min(s.due[row, LOOK], s.due[u * n_obj + o, WATCH])
    s.unit[u].look_due = s.n[0].b  # asks the blocks


@njit
def start_optics(m, s, u, t):
    """The optical watch begins, where there is no radar or while it is silent."""
    n_obj = np.int64(len(s.obj))
    for o in range(n_obj):
        schedule_optics(m, s, u, o, t)


@njit
def meet(m, s, o, t):
    """A new object is in the air: every sensor at work gets a first look at it."""
    wake(s, S_AUDIT, s.n[0].b)
    for u in range(np.int64(len(s.unit))):
        s.due[block_row(s, u, o), AUDIT] = s.n[0].b
        schedule_look(m, s, u, o, t)
        schedule_optics(m, s, u, o, t)


@njit
def schedule_look(m, s, u, o, after):
    """Next time the rotating beam meets the object at or after `after`: t = t0 + (n + azimuth(t) / 2 pi) T."""
    i = u * np.int64(len(s.obj)) + o
    p = s.pair[i]
    s.due[i, LOOK] = NEVER
    r = s.unit[u]
    row = m.unit[u]
    if row.radar < 0 or r.state != RADIATING or r.sensor_alive == 0 or r.rung == LOST or s.obj[o].life != FLYING:
        return
    g = m.radar[row.radar]
    after = _skip_distant(m, s, u, o, after, g.instrumented_range)
    period = g.scan_period
    turn = _azimuth(m, s, u, o, after) / TWO_PI
    n = math.ceil((after - r.scan_phase) / period - turn - 1.0e-9)
    t = r.scan_phase + (n + turn) * period
    for _ in range(np.int64(2)):
        before = turn
        turn = _near(_azimuth(m, s, u, o, t) / TWO_PI, turn)
        if turn == before:
            break
        t = r.scan_phase + (n + turn) * period
    if t < after:
        n += 1.0
        t += period
    p.t_look = t
    # half turns, so that a target that crosses north against the sense of rotation has no two looks of one number
    p.look_n = np.int64(math.floor((t - r.scan_phase) / (0.5 * period) + 1.0e-6))
    s.due[i, LOOK] = max(grid(t), s.n[0].b + np.int64(1))
    _book(s, u, o, s.due[i, LOOK])


@njit
def _book(s, u, o, due):
    """A look of unit u at object o is due."""
    row = block_row(s, u, o)
    s.due[row, LOOK] = min(s.due[row, LOOK], due)
    s.unit[u].look_due = min(s.unit[u].look_due, due)
    wake(s, S_SENSE, due)


@njit
def _skip_distant(m, s, u, o, after, reach):
    """No look can succeed before the object could have come inside the reach (m)."""
    if m.ideal[I_COVERAGE] == 1:
        return after
    x, y, z, _, _, _ = at_time(m, s, o, after)
    row = m.unit[u]
    outside = math.sqrt((x - row.x) ** 2 + (y - row.y) ** 2 + (z - row.z) ** 2) - reach
    if outside > 0.0:
        return after + outside / max(m.obj[o].speed_max, 1.0)
    return after


@njit
def _azimuth(m, s, u, o, t):
    x, y, _, _, _, _ = at_time(m, s, o, t)
    a = math.atan2(x - m.unit[u].x, y - m.unit[u].y)
    return a if a >= 0.0 else a + TWO_PI


@njit
def _near(turn, reference):
    """The same direction (in turns) on the branch next to the reference, so that north is no jump."""
    return turn + math.floor(reference - turn + 0.5)


@njit
def schedule_optics(m, s, u, o, after):
    """Next optical look at the object, one look period later."""
    i = u * np.int64(len(s.obj)) + o
    p = s.pair[i]
    s.due[i, WATCH] = NEVER
    r = s.unit[u]
    row = m.unit[u]
    if row.optics < 0 or r.sensor_alive == 0 or r.rung == LOST or s.obj[o].life != FLYING:
        return
    watching = r.state == SILENT or (r.state == RADIATING and row.radar < 0)
    if not watching:
        return
    e = m.optics[row.optics]
    p.t_eo = _skip_distant(m, s, u, o, after, e.range_max) + e.look_period
    p.eo_n = np.int64(p.t_eo / e.look_period)
    s.due[i, WATCH] = max(grid(p.t_eo), s.n[0].b + np.int64(1))
    _book(s, u, o, s.due[i, WATCH])


# ---- what is seen -------------------------------------------------------------------------
@njit
def _radar_look(m, s, u, o, b):
    p = s.pair[u * np.int64(len(s.obj)) + o]
    t, n = p.t_look, p.look_n
    g = m.radar[m.unit[u].radar]
    x, y, z, vx, vy, vz = at_time(m, s, o, t)
    p.radiating = np.int64(1)
    schedule_look(m, s, u, o, t + 0.5 * g.scan_period)
    if not search_sight(m, u, x, y, z):
        return
    distance, az, el = relative(m, u, x, y, z, BY_RADAR)
    p.sight = np.int64(1)
    p.sight_on = np.int64(1)
    if not covered(m, u, o, g, distance, el, x, y, z, vx, vy, vz):
        return
    p.covered = np.int64(1)
    key = m.pair[u * np.int64(len(s.obj)) + o].hash
    phase = look_phase(m, s, key, n)
    echo = search_snr(m, s, u, o, t, distance, az, x, y, z, vx, vy, vz, phase) * s.obj[o].rcs_own
    if m.ideal[I_DETECTION] == 0:
        pd = pd_lookup(m.pd[g.pd_by[m.obj[o].rcs_fluctuation]], echo)
        if uniform(s.addr, key, P_LOOK_DETECT, n) >= pd:
            emit(s, t, V_LOOK, -1 - u, o, pd)
            return
    if _in_stronger_cell(m, s, u, o, b, distance):
        return
    p.plots += np.int64(1)
    distance, az, el = _geometric(m, u, x, y, z)
    if m.ideal[I_DETECTION] == 1:
        _plot(m, s, u, o, n, t, distance, az, el, EXACT_RANGE, EXACT_ANGLE, EXACT_ANGLE, echo, False)
    else:
        sr = sigma_range(g.range_resolution, echo, g.floor_range)
        sa = sigma_angle(g.beamwidth, echo, g.floor_angle)
        se = sigma_angle(g.beamwidth_elevation, echo, g.floor_angle)
        _plot(m, s, u, o, n, t, distance, az, el, sr, sa, se, echo, False)


@njit
def covered(m, u, o, g, distance, el, x, y, z, vx, vy, vz):
    """Range and elevation limits and the slow-target gate.

    A gate on total speed takes the true speed: one look cannot measure it, a stand-in for track-wise filtering.
    """
    if m.ideal[I_COVERAGE] == 1:
        return True
    if distance > g.instrumented_range or el < g.elevation_min or el > g.elevation_max:
        return False
    if m.obj[o].gate_exempt == 1:
        return True
    if g.gate == GATE_TOTAL:
        return math.sqrt(vx * vx + vy * vy + vz * vz) >= g.gate_speed
    if g.gate == GATE_RADIAL:
        row = m.unit[u]
        dx, dy, dz = x - row.x, y - row.y, z - row.z - row.antenna_height
        return abs(vx * dx + vy * dy + vz * dz) / max(distance, 1.0) >= g.gate_speed
    return True


@njit
def _in_stronger_cell(m, s, u, o, b, distance):
    """Two objects in one resolution cell give one plot, at the stronger echo (of two equals: the first row's).

    Both echoes are taken at the grid point: at two look times each of two that come nearer might find the other
    stronger. What the radar cannot receive, or does not look at, hides nothing.
    """
    g = m.radar[m.unit[u].radar]
    place(m, s, o, b)
    me = s.obj[o]
    reach = g.range_resolution + distance * max(g.beamwidth, g.beamwidth_elevation)
    for i in range(nearby(m, s, me.px, me.py, reach, 0.0)):
        j = s.air[i, NEAR]
        if j == o:
            continue
        place(m, s, j, b)
        r = s.obj[j]
        if abs(r.px - me.px) > reach or abs(r.py - me.py) > reach or abs(r.pz - me.pz) > reach:
            continue
        d1, a1, e1 = relative(m, u, me.px, me.py, me.pz, BY_RADAR)
        d2, a2, e2 = relative(m, u, r.px, r.py, r.pz, BY_RADAR)
        if abs(d1 - d2) > g.range_resolution or abs(wrap_pi(a1 - a2)) > g.beamwidth:
            continue
        if abs(e1 - e2) > g.beamwidth_elevation:
            continue
        if not search_sight(m, u, r.px, r.py, r.pz):
            continue
        if not covered(m, u, j, g, d2, e2, r.px, r.py, r.pz, r.ux, r.uy, r.uz):
            continue
        here = s.n[0].t
        mine = search_snr(m, s, u, o, here, d1, a1, me.px, me.py, me.pz, me.ux, me.uy, me.uz, GEOMETRIC) * me.rcs_own
        other = search_snr(m, s, u, j, here, d2, a2, r.px, r.py, r.pz, r.ux, r.uy, r.uz, GEOMETRIC) * r.rcs_own
        if other > mine or (other == mine and j < o):
            return True
    return False


@njit
def _optical_look(m, s, u, o, b):
    n_obj = np.int64(len(s.obj))
    p = s.pair[u * n_obj + o]
    t, n = p.t_eo, p.eo_n
    e = m.optics[m.unit[u].optics]
    x, y, z, _, _, _ = at_time(m, s, o, t)
    schedule_optics(m, s, u, o, t)
    if not line_of_sight(m, u, x, y, z, BY_OPTICS):
        return
    distance, az, el = relative(m, u, x, y, z, BY_OPTICS)
    p.sight = np.int64(1)
    if m.unit[u].radar < 0:
        p.sight_on = np.int64(1)
        p.radiating = np.int64(1)
    if not optical_reach(m, u, distance, el):
        return
    if m.unit[u].radar < 0:
        p.covered = np.int64(1)
    key = m.pair[u * n_obj + o].hash
    share = optical_share(m, u, o, distance, z)
    if trait(s.addr, key, P_EO_FOUND, np.int64(0)) >= share:
        return
    tau = e.search_tau
    if p.t_heard > 0.0 and t - p.t_heard <= EARS:
        tau = e.cued_tau  # told by its ears where to look
    rate = 1.0 - math.exp(-e.look_period / tau)
    if m.ideal[I_DETECTION] == 0 and uniform(s.addr, key, P_EO_LOOK, n) >= rate:
        return
    p.plots += np.int64(1)
    p.covered = np.int64(1)
    distance, az, el = _geometric(m, u, x, y, z)
    _plot(m, s, u, o, n, t, distance, az, el, e.range_error * distance, e.floor_angle, e.floor_angle, 100.0, True)


@njit
def _geometric(m, u, x, y, z):
    """Range, azimuth and elevation as the set reports them: already corrected for the earth's curvature."""
    row = m.unit[u]
    return range_azimuth_elevation(x - row.x, y - row.y, z - row.z - row.antenna_height)


@njit
def _plot(m, s, u, o, n, t, distance, az, el, sigma_r, sigma_a, sigma_e, echo, optical):
    """Write a plot with its measurement errors."""
    k = s.n[0].plots
    if k >= len(s.plot):
        fail(s, F_PLOTS, u)
        return
    key = m.pair[u * np.int64(len(s.obj)) + o].hash
    z1, z2, z3 = 0.0, 0.0, 0.0
    if m.ideal[I_DETECTION] == 0:
        counter = n * np.int64(2) + np.int64(optical)
        z1, z2 = normal2(s.addr, key, P_LOOK_ERROR, counter)
        z3, _ = normal2(s.addr, key, P_LOOK_ERROR2, counter)
    q = s.plot[k]
    q.unit, q.t, q.obj = u, t, o
    q.range = max(distance + sigma_r * z1, 1.0)
    q.azimuth = (az + sigma_a * z2) % TWO_PI
    q.elevation = el + sigma_e * z3
    q.sigma_range, q.sigma_azimuth, q.sigma_elevation = sigma_r, sigma_a, sigma_e
    q.snr = echo
    q.optical = np.int64(optical)
    q.used = np.int64(0)
    s.n[0].plots = k + np.int64(1)
    emit(s, t, V_EO_PLOT if optical else V_PLOT, -1 - u, o, echo)
