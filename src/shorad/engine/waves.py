"""What stands between free space and what a radar of the defence receives: path, filter, clutter, jammers.

Only entered when `PARAMETERS.waves` is not 0. `by` is BY_SEARCH or BY_TRACKING, `g` the row of that radar, `wide` and
`high` its beam (rad). Heights count above the unit's own ground: the mirror is a smooth sphere through its foot.
"""

import math

import numpy as np

from shorad.engine.codes import (
    BY_BOTH, FLYING, W_CLUTTER, W_DIFFRACTION, W_JAMMER, W_LOSS, W_MULTIPATH, W_RANDOM,
)  # fmt: skip
from shorad.engine.jit import njit
from shorad.engine.motion import at_time
from shorad.engine.sight import free_sight
from shorad.physics.attenuation import OXYGEN_HEIGHT, VAPOUR_HEIGHT, length_below, length_thinning, transmission
from shorad.physics.clutter import cell_rcs, cell_volume, grazing_sine, sigma0, staggered, two_way_gain
from shorad.physics.diffraction import fresnel_parameter, knife_edge_power
from shorad.physics.geometry import EARTH_RADIUS, K_RADAR, mask_angle
from shorad.physics.jamming import jam_to_noise, receive_gain
from shorad.physics.multipath import beam_voltage, factor2, lobe_average, over_sphere, roughness_factor
from shorad.physics.radar import snr
from shorad.physics.terrain import floor_height, hidden_slope

RADIUS = K_RADAR * EARTH_RADIUS  # m
TWO_PI = 2.0 * math.pi
SIDELOBE_TWO_WAY = 1.0e-5  # guess: -50 dB, for ground seen beside the beam where no sidelobe is given
BEYOND = 6.0  # diffraction parameter above which nothing is looked for: 28 dB each way


# ---- the path -----------------------------------------------------------------------------
@njit
def bend(m, u, dx, dy, dz):
    """Parameter v of the edge nearest to hiding a point (offset from unit u's antenna, m), and whether there is one."""
    row = m.unit[u]
    d = math.sqrt(dx * dx + dy * dy)
    wavelength = 0.0
    if d < 1.0:
        return -BEYOND, False, wavelength
    eye = row.z + row.antenna_height
    if len(m.terrain) > 0:
        step = m.terrain[0].floor_step
        _, s = hidden_slope(m.floor[u], step, d, math.atan2(dx, dy))
        hidden = floor_height(m.floor[u], step, row.floor_eye, dx, dy, eye, K_RADAR) - eye - dz
    elif row.mask >= 0:
        s = m.par[0].edge_distance
        seen = dz - d * d / (2.0 * RADIUS)
        hidden = d * math.tan(mask_angle(m.mask[row.mask], math.atan2(dx, dy))) - seen
    else:
        return -BEYOND, False, wavelength
    s = min(max(s, 1.0), 0.99 * d)
    return hidden * s / d, True, s


@njit
def passes_edge(m, u, x, y, z, wavelength):
    """Does enough bend over the edge that hides the point to look for it? False where the earth itself hides it."""
    if m.par[0].waves & W_DIFFRACTION == 0:
        return False
    row = m.unit[u]
    dx, dy, dz = x - row.x, y - row.y, z - row.z - row.antenna_height
    over, edge, s = bend(m, u, dx, dy, dz)
    if not edge:
        return False
    return fresnel_parameter(over, s, math.sqrt(dx * dx + dy * dy) - s, wavelength) < BEYOND


@njit
def _edge_power(m, u, wavelength, dx, dy, dz):
    """What the edge leaves of the power, one way; 1 without an edge."""
    over, edge, s = bend(m, u, dx, dy, dz)
    if not edge:
        return 1.0
    return knife_edge_power(fresnel_parameter(over, s, math.sqrt(dx * dx + dy * dy) - s, wavelength))


@njit
def _multipath(m, u, wavelength, high, d, dz, phase):
    """F^4 of the reflection; `phase` (rad) as drawn, below 0: of the geometry, or the mean where phases are drawn."""
    p, row = m.par[0], m.unit[u]
    h1 = max(row.antenna_height, 0.0)
    delta, sine, divergence = over_sphere(h1, max(dz + row.antenna_height, 0.0), d, RADIUS)
    rho = p.reflection * roughness_factor(p.roughness, sine, wavelength) * divergence
    # the beam points at the target; the mirror point lies lower by elevation and grazing angle
    rho *= beam_voltage(math.atan2(dz, max(d, 1.0)) + math.asin(min(sine, 1.0)), high)
    if phase >= 0.0:
        square = factor2(phase, rho)
        return square * square
    if p.waves & W_RANDOM:
        return lobe_average(rho)
    square = factor2(TWO_PI * delta / wavelength, rho)
    return square * square


@njit
def _loss(m, g, z1, z2, distance):
    """Two-way loss of gas and rain. Gas counts from the published range on, which was measured in air."""
    p = m.par[0]
    lost = g.rain * length_below(z1, z2, distance, p.rain_top)
    if g.oxygen + g.vapour > 0.0:
        lost += g.oxygen * (length_thinning(z1, z2, distance, OXYGEN_HEIGHT) - g.ref_range)
        lost += g.vapour * (length_thinning(z1, z2, distance, VAPOUR_HEIGHT) - g.ref_range)
    return transmission(2.0, lost)


@njit
def path_gain(m, u, g, high, distance, x, y, z, phase):
    """Factor on an echo's power against free space: reflection, edge, gas and rain, there and back."""
    waves, row = m.par[0].waves, m.unit[u]
    dx, dy, dz = x - row.x, y - row.y, z - row.z - row.antenna_height
    gain = 1.0
    if waves & W_MULTIPATH:
        gain = _multipath(m, u, g.wavelength, high, math.sqrt(dx * dx + dy * dy), dz, phase)
    if waves & W_DIFFRACTION:
        edge = _edge_power(m, u, g.wavelength, dx, dy, dz)
        gain *= edge * edge
    if waves & W_LOSS:
        eye = row.z + row.antenna_height
        gain *= _loss(m, g, eye, z, distance)
    return gain


# ---- clutter ------------------------------------------------------------------------------
@njit
def filter_gain(m, u, g, exempt, x, y, z, vx, vy, vz):
    """Response of the moving-target filter to the target's radial speed; rotor blades pass it."""
    if m.par[0].waves & W_CLUTTER == 0 or g.mti == 0 or exempt == 1:
        return 1.0
    row = m.unit[u]
    dx, dy, dz = x - row.x, y - row.y, z - row.z - row.antenna_height
    radial = (vx * dx + vy * dy + vz * dz) / max(math.sqrt(dx * dx + dy * dy + dz * dz), 1.0)
    return staggered(float(g.mti), radial, g.wavelength, g.prf, max(g.stagger, 1.0))


@njit
def clutter_residue(m, u, g, wide, high, distance, x, y, z):
    """Clutter over noise behind the filter, in the target's cell: ground at its range, and rain about it."""
    p, row = m.par[0], m.unit[u]
    if p.waves & W_CLUTTER == 0:
        return 0.0
    floor = SIDELOBE_TWO_WAY
    if g.sidelobe > 0.0:
        floor = g.sidelobe * g.sidelobe
    dx, dy = x - row.x, y - row.y
    flat = math.sqrt(dx * dx + dy * dy)
    elevation = math.atan2(z - row.z - row.antenna_height - flat * flat / (2.0 * RADIUS), max(flat, 1.0))
    rcs = 0.0
    sine = grazing_sine(max(row.antenna_height, 0.0), distance, RADIUS)
    if sine > 0.0:
        cosine = math.sqrt(max(1.0 - sine * sine, 0.01))
        ground = cell_rcs(sigma0(p.gamma, sine), distance, wide, g.range_resolution, cosine)
        rcs = ground * two_way_gain(max(elevation + math.asin(sine), 0.0), high, floor)
    if g.rain_echo > 0.0 and z < p.rain_top:
        rcs += g.rain_echo * cell_volume(distance, wide, high, g.range_resolution)
    left = 1.0
    if p.waves & W_LOSS:
        eye = row.z + row.antenna_height
        left = _loss(m, g, eye, z, distance)
    return snr(g.snr_ref, g.ref_range, g.ref_rcs, distance, rcs, 1.0) * left / max(g.improvement, 1.0)


# ---- jammers ------------------------------------------------------------------------------
@njit
def standing(m, u, g, wide, by, x, y, z):
    """(J/N) of the noise jammers that stand, in a beam that points at (x, y, z)."""
    total = 0.0
    if m.par[0].waves & W_JAMMER == 0:
        return total
    for j in range(np.int64(len(m.noise))):
        q = m.noise[j]
        if q.obj < 0 and (q.against == BY_BOTH or q.against == by):
            total += _received(m, u, g, wide, q.power / q.bandwidth, q.x, q.y, q.z, x, y, z)
    return total


@njit
def flying(m, s, u, g, wide, by, t, x, y, z):
    """The same of those that are carried, at time t."""
    total = 0.0
    if m.par[0].waves & W_JAMMER == 0:
        return total
    for j in range(np.int64(len(m.noise))):
        q = m.noise[j]
        if q.obj < 0 or (q.against != BY_BOTH and q.against != by) or s.obj[q.obj].life != FLYING:
            continue
        jx, jy, jz, _, _, _ = at_time(m, s, q.obj, t)
        total += _received(m, u, g, wide, q.power / q.bandwidth, jx, jy, jz, x, y, z)
    return total


@njit
def _received(m, u, g, wide, density, jx, jy, jz, x, y, z):
    """(J/N) of one jammer at (jx, jy, jz), nothing without a clear line."""
    if not free_sight(m, u, jx, jy, jz, K_RADAR):
        return 0.0
    row = m.unit[u]
    eye = row.z + row.antenna_height
    dx, dy, dz = x - row.x, y - row.y, z - eye
    ex, ey, ez = jx - row.x, jy - row.y, jz - eye
    away = math.sqrt(ex * ex + ey * ey + ez * ez)
    cosine = (dx * ex + dy * ey + dz * ez) / max(away * math.sqrt(dx * dx + dy * dy + dz * dz), 1.0)
    gain = receive_gain(math.acos(min(max(cosine, -1.0), 1.0)), wide, g.sidelobe)
    return jam_to_noise(g.jam, density, max(away, 1.0), gain)
