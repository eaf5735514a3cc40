"""The echo of an object in a unit's search or tracking radar, over noise, jamming and clutter."""

import math

from shorad.engine.codes import BY_RADAR, BY_SEARCH, BY_TRACKING, I_DETECTION, P_MULTIPATH, W_RANDOM
from shorad.engine.jit import njit
from shorad.engine.rng import uniform
from shorad.engine.sight import cross_section, line_of_sight
from shorad.engine.waves import clutter_residue, filter_gain, flying, passes_edge, path_gain, standing
from shorad.physics.geometry import wrap_pi
from shorad.physics.radar import snr

SNR_FLOOR = 1.0e-3  # a null or a blind speed: where the table of detection begins
GEOMETRIC = -1.0  # a phase that is not drawn


@njit
def noise_rise(m, u, azimuth):
    """(J + N) / N in a direction, as the scenario states it."""
    row = m.unit[u]
    if m.ideal[I_DETECTION] == 1 or row.jam_noise_rise <= 1.0:
        return 1.0
    if abs(wrap_pi(azimuth - row.jam_azimuth)) <= row.jam_width:
        return row.jam_noise_rise
    return 1.0


@njit
def in_free_space(m):
    """Nothing but noise and what the scenario states as its rise."""
    return m.par[0].waves == 0 or m.ideal[I_DETECTION] == 1


@njit
def search_snr(m, s, u, o, t, distance, azimuth, x, y, z, vx, vy, vz, phase):
    """Signal-to-noise ratio (linear) of object o in the unit's search radar at time t; `phase`: see `look_phase`."""
    g = m.radar[m.unit[u].radar]
    noise = flying(m, s, u, g, g.beamwidth, BY_SEARCH, t, x, y, z)
    return search_echo(m, u, o, distance, azimuth, x, y, z, vx, vy, vz, phase, noise)


@njit
def search_echo(m, u, o, distance, azimuth, x, y, z, vx, vy, vz, phase, noise):
    """The same of a median cross section; `noise`: (J/N) of jammers that fly."""
    g = m.radar[m.unit[u].radar]
    sigma = cross_section(m, u, o, x, y, z, vx, vy, vz)
    rise = noise_rise(m, u, azimuth)
    if in_free_space(m):
        return snr(g.snr_ref, g.ref_range, g.ref_rcs, max(distance, 1.0), sigma, rise)
    r, wide, high = max(distance, 1.0), g.beamwidth, g.beamwidth_elevation
    echo = snr(g.snr_ref, g.ref_range, g.ref_rcs, r, sigma, 1.0) * path_gain(m, u, g, high, r, x, y, z, phase)
    echo *= filter_gain(m, u, g, m.obj[o].gate_exempt, x, y, z, vx, vy, vz)
    noise += clutter_residue(m, u, g, wide, high, r, x, y, z) + standing(m, u, g, wide, BY_SEARCH, x, y, z)
    return max(echo / (rise + noise), SNR_FLOOR)


@njit
def tracking_snr(m, s, u, o, t, distance, azimuth, x, y, z, vx, vy, vz):
    """Signal-to-noise ratio (linear) of object o in the unit's tracking radar at time t."""
    g = m.tracker[m.unit[u].tracker]
    sigma = cross_section(m, u, o, x, y, z, vx, vy, vz)
    rise = noise_rise(m, u, azimuth)
    if in_free_space(m):
        return snr(g.snr_ref, g.ref_range, g.ref_rcs, max(distance, 1.0), sigma, rise)
    return in_the_beam(m, s, u, o, t, max(distance, 1.0), sigma, x, y, z, vx, vy, vz, rise)


@njit
def in_the_beam(m, s, u, o, t, r, sigma, x, y, z, vx, vy, vz, rise):
    """The tracking radar's echo with all that stands between; `sigma` the cross section (m2)."""
    g = m.tracker[m.unit[u].tracker]
    wide = g.beamwidth
    echo = snr(g.snr_ref, g.ref_range, g.ref_rcs, r, sigma, 1.0) * path_gain(m, u, g, wide, r, x, y, z, GEOMETRIC)
    echo *= filter_gain(m, u, g, m.obj[o].gate_exempt, x, y, z, vx, vy, vz)
    noise = standing(m, u, g, wide, BY_TRACKING, x, y, z) + flying(m, s, u, g, wide, BY_TRACKING, t, x, y, z)
    noise += clutter_residue(m, u, g, wide, wide, r, x, y, z)
    return max(echo / (rise + noise), SNR_FLOOR)


@njit
def look_phase(m, s, key, n):
    """Phase (rad) of the reflection at a look of number n, where the scenario has it drawn; else GEOMETRIC."""
    if m.par[0].waves & W_RANDOM == 0:
        return GEOMETRIC
    return 2.0 * math.pi * uniform(s.addr, key, P_MULTIPATH, n)


@njit
def search_sight(m, u, x, y, z):
    """Can the search radar receive anything from there: a clear line, or a bend over the edge that hides it?"""
    if line_of_sight(m, u, x, y, z, BY_RADAR):
        return True
    return passes_edge(m, u, x, y, z, m.radar[m.unit[u].radar].wavelength)
