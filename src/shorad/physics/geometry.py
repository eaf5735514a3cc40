"""Vectors as 3-tuples, angles, the curved earth, and the one gate for lines of sight.

Frame: x east, y north, z up; the plane is flat, and curvature enters sight lines and elevation angles only, as
z_eff = z - d^2 / (2 k Re). Azimuth clockwise from north. m and rad.
"""

import math

import numpy as np
from numpy.typing import NDArray

from shorad.engine.jit import njit

Floats = NDArray[np.float64]
Vector = tuple[float, float, float]

EARTH_RADIUS = 6371.0e3  # m
K_RADAR = 4.0 / 3.0  # effective earth of standard refraction, radar and data links
K_OPTICS = 7.0 / 6.0
TWO_PI = 2.0 * math.pi
DEGREES = 360.0 / TWO_PI


@njit
def add(a: Vector, b: Vector) -> Vector:
    """Sum of two vectors."""
    return a[0] + b[0], a[1] + b[1], a[2] + b[2]


@njit
def sub(a: Vector, b: Vector) -> Vector:
    """Difference a - b."""
    return a[0] - b[0], a[1] - b[1], a[2] - b[2]


@njit
def scale(k: float, a: Vector) -> Vector:
    """k times a."""
    return k * a[0], k * a[1], k * a[2]


@njit
def dot(a: Vector, b: Vector) -> float:
    """Inner product."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


@njit
def cross(a: Vector, b: Vector) -> Vector:
    """Vector product."""
    return a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]


@njit
def norm(a: Vector) -> float:
    """Length."""
    return math.sqrt(a[0] * a[0] + a[1] * a[1] + a[2] * a[2])


@njit
def wrap_pi(angle: float) -> float:
    """The same angle in [-pi, pi)."""
    return (angle + math.pi) % TWO_PI - math.pi


@njit
def wrap_2pi(angle: float) -> float:
    """The same angle in [0, 2 pi)."""
    turned = angle % TWO_PI
    if turned >= TWO_PI:  # a tiny negative angle rounds up to a whole turn
        turned = 0.0
    return turned


@njit
def range_azimuth_elevation(dx: float, dy: float, dz: float) -> Vector:
    """Slant range (m), azimuth clockwise from north in [0, 2 pi), elevation (rad) of a difference vector."""
    d = math.sqrt(dx * dx + dy * dy)
    return math.sqrt(d * d + dz * dz), wrap_2pi(math.atan2(dx, dy)), math.atan2(dz, d)


@njit
def from_spherical(range_: float, azimuth: float, elevation: float) -> Vector:
    """Difference vector of a slant range, azimuth clockwise from north and elevation."""
    d = range_ * math.cos(elevation)
    return d * math.sin(azimuth), d * math.cos(azimuth), range_ * math.sin(elevation)


@njit
def sagitta(d: float, k: float) -> float:
    """How far (m) the earth has dropped below the tangent plane at ground distance d: d^2 / (2 k Re).

    Parabola: within 0.01 % of the exact arc out to 150 km.
    """
    return d * d / (2.0 * k * EARTH_RADIUS)


@njit
def effective_height(z: float, d: float, k: float) -> float:
    """Height (m) of a point above the observer's tangent plane, at ground distance d (m)."""
    return z - sagitta(d, k)


@njit
def apparent(dx: float, dy: float, dz: float, k: float) -> Vector:
    """Slant range, azimuth and elevation of a difference vector as an instrument sees it over a curved earth."""
    return range_azimuth_elevation(dx, dy, dz - sagitta(math.sqrt(dx * dx + dy * dy), k))


@njit
def elevation_angle(d: float, dz: float, k: float) -> float:
    """Apparent elevation (rad) of a point at ground distance d (m), dz (m) above the observer."""
    return math.atan2(effective_height(dz, d, k), d)


@njit
def horizon_distance(h1: float, h2: float, k: float) -> float:
    """Ground distance (m) at which two heights (m) above the ground lose sight of each other; 0 counts below it."""
    reach = 2.0 * k * EARTH_RADIUS
    return math.sqrt(reach * max(h1, 0.0)) + math.sqrt(reach * max(h2, 0.0))


@njit
def above_horizon(d: float, h1: float, h2: float, k: float) -> bool:
    """Do two points of heights h1, h2 (m) above the ground, d (m) apart, see each other? Symmetric in its ends."""
    return d <= horizon_distance(h1, h2, k)


@njit
def mask_angle(row: Floats, azimuth: float) -> float:
    """Terrain mask angle (rad) at an azimuth, linear between the whole degrees of row float64[360]."""
    at = wrap_2pi(azimuth) * DEGREES
    i = np.int64(at) % np.int64(360)
    j = (i + np.int64(1)) % np.int64(360)
    return row[i] + (row[j] - row[i]) * (at - math.floor(at))


@njit
def above_mask(row: Floats, dx: float, dy: float, dz: float, k: float) -> bool:
    """Is a point dx east, dy north and dz above the observer (m) not below the mask angle in its direction?"""
    return elevation_angle(math.sqrt(dx * dx + dy * dy), dz, k) >= mask_angle(row, math.atan2(dx, dy))


@njit
def clear(masks: Floats, mask: np.int64, dx: float, dy: float, height: float, target_height: float, k: float) -> bool:
    """Line of sight from an observer to a point dx east and dy north of it (m).

    masks float64[n, 360] and mask its row, -1 for none; height and target_height (m) above the same ground level.
    Clear when the point is above the horizon and not below the mask angle in its direction.
    """
    d = math.sqrt(dx * dx + dy * dy)
    if not above_horizon(d, height, target_height, k):
        return False
    if mask < 0:
        return True
    return elevation_angle(d, target_height - height, k) >= mask_angle(masks[mask], math.atan2(dx, dy))
