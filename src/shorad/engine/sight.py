"""Between a fire unit and an object: horizon, terrain, mask, cloud, fog, rain; how large and how visible it is."""

import math

from shorad.engine.codes import BY_RADAR, FAR, I_COVERAGE, I_DETECTION, I_SIGHT, I_TRACK
from shorad.engine.ground import above_floor, ground
from shorad.engine.jit import njit
from shorad.physics.attenuation import length_below
from shorad.physics.geometry import K_OPTICS, K_RADAR, above_mask, apparent, clear
from shorad.physics.optics import VISUAL_THRESHOLD, kim, koschmieder, kruse, p_infinity, p_seen
from shorad.physics.radar import aspect_rcs

LOW = 2.0  # m above the ground: below it nobody believes that anything flies


@njit
def line_of_sight(m, u, x, y, z, by):
    """Is the point clear of horizon, terrain and mask for unit u, by radar (4/3 earth) or by optics (7/6)?"""
    return m.ideal[I_SIGHT] == 1 or free_sight(m, u, x, y, z, K_RADAR if by == BY_RADAR else K_OPTICS)


@njit
def believed_in_sight(m, u, x, y, z, by):
    """The same of where a track says that something is: an estimate that lies in the ground counts as above it."""
    if len(m.terrain) > 0:
        z = max(z, ground(m, x, y) + LOW)
    return line_of_sight(m, u, x, y, z, by)


@njit
def sees_all(m):
    """Are sight, coverage, detection and tracks all ideal? Then the first look tells a unit all that it can know."""
    seen = m.ideal[I_SIGHT] == 1 and m.ideal[I_COVERAGE] == 1
    return seen and m.ideal[I_DETECTION] == 1 and m.ideal[I_TRACK] == 1


@njit
def free_sight(m, u, x, y, z, k):
    """The same whatever links are made ideal. The line serves both its ends: what the unit sees also sees the unit."""
    row = m.unit[u]
    if len(m.terrain) == 0:
        return clear(m.mask, row.mask, x - row.x, y - row.y, row.antenna_height, z - row.z, k)
    if not above_floor(m, u, x, y, z, k):  # the terrain brings the horizon with it
        return False
    return row.mask < 0 or above_mask(m.mask[row.mask], x - row.x, y - row.y, z - row.z - row.antenna_height, k)


@njit
def beacon_seen(m, u, by, shot):
    """Command guidance: is the missile itself in sight of the unit? Without terrain only its target can be hidden."""
    return len(m.terrain) == 0 or line_of_sight(m, u, shot.x, shot.y, shot.z, by)


@njit
def relative(m, u, x, y, z, by):
    """Slant range (m), azimuth and apparent elevation (rad) of a point from the unit's antenna."""
    row = m.unit[u]
    k = K_RADAR if by == BY_RADAR else K_OPTICS
    return apparent(x - row.x, y - row.y, z - row.z - row.antenna_height, k)


@njit
def cross_section(m, u, o, x, y, z, vx, vy, vz):
    """Median cross section (m2) of object o seen from unit u."""
    row = m.unit[u]
    t = m.obj[o]
    dx, dy, dz = row.x - x, row.y - y, row.z + row.antenna_height - z
    norm = math.sqrt((dx * dx + dy * dy + dz * dz) * (vx * vx + vy * vy + vz * vz))
    cosine = 0.0
    if norm > 0.0:
        cosine = (dx * vx + dy * vy + dz * vz) / norm
    return aspect_rcs(t.rcs_front, t.rcs_side, t.rcs_rear, cosine)


@njit
def clouded(m, a, b):
    """Does the base of the clouds lie between two heights (m)?"""
    base = m.par[0].cloud_base
    return base < FAR and min(a, b) < base < max(a, b)


@njit
def haze(m, z1, z2, distance, wavelength, thermal):
    """Optical depth of a straight path between two heights (m): clear air by its visibility, fog below its top, rain.

    A visibility is stated without the rain, which adds its own.
    """
    p = m.par[0]
    clear_air, fog = distance, 0.0
    if p.fog_visibility > 0.0:
        fog = length_below(z1, z2, distance, p.fog_top)
        clear_air = distance - fog
    depth = p.rain_light * length_below(z1, z2, distance, p.rain_top)
    if thermal == 1:
        depth += kruse(p.visibility, wavelength) * clear_air
        if fog > 0.0:
            depth += kim(p.fog_visibility, wavelength) * fog
        return depth
    depth += koschmieder(p.visibility, VISUAL_THRESHOLD) * clear_air
    if fog > 0.0:
        depth += koschmieder(p.fog_visibility, VISUAL_THRESHOLD) * fog
    return depth


@njit
def optical_share(m, u, o, distance, z):
    """Share of such objects at this range that the unit's optics find with unlimited time."""
    e = m.optics[m.unit[u].optics]
    if m.ideal[I_DETECTION] == 1:
        return 1.0
    p = m.par[0]
    if clouded(m, z, m.unit[u].z):
        return 0.0
    if e.thermal == 0 and p.night == 1:
        return 0.0
    t = m.obj[o]
    contrast = t.contrast_thermal if e.thermal == 1 else t.contrast
    if p.fog_visibility > 0.0 or p.rain_light > 0.0:
        eye = m.unit[u].z + m.unit[u].antenna_height
        depth = haze(m, eye, z, max(distance, 1.0), e.wavelength, e.thermal)
        return p_seen(t.dimension, contrast, max(distance, 1.0), e.focal_length, e.pitch, e.n50, e.threshold, depth)
    return p_infinity(
        t.dimension, contrast, max(distance, 1.0), e.focal_length, e.pitch, e.n50, e.threshold, p.visibility,
        e.wavelength, e.thermal,
    )  # fmt: skip


@njit
def optical_reach(m, u, distance, elevation):
    """Inside the limits of the optical channel?"""
    e = m.optics[m.unit[u].optics]
    return m.ideal[I_COVERAGE] == 1 or (distance <= e.range_max and elevation <= e.elevation_max)
