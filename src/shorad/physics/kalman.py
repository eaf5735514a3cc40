"""Kalman filter of a constant-velocity target, position measured: in place, without allocation.

State x (6,): position (m) and velocity (m/s); covariance p (6, 6). Process noise: white-noise acceleration of power
spectral density q (m2/s3). Measurement covariance r as the tuple xx, xy, xz, yy, yz, zz.
Source: Y. Bar-Shalom, X. R. Li, T. Kirubarajan, *Estimation with Applications to Tracking and Navigation* (2001),
sections 5.2 and 6.2. The update keeps the covariance symmetric by construction.
"""

import math

import numpy as np
from numpy.typing import NDArray

from shorad.engine.jit import njit

Floats = NDArray[np.float64]
Six = tuple[float, float, float, float, float, float]
Seven = tuple[float, float, float, float, float, float, float]

P0, P1, P2, P3 = np.int64(0), np.int64(1), np.int64(2), np.int64(3)


@njit
def predict(x: Floats, p: Floats, dt: float, q: float) -> None:
    """Move state and covariance by dt (s) in place; a step back in time also adds uncertainty."""
    step = abs(dt)
    q_pos, q_vel = q * step * step * step / 3.0, q * step
    q_cross = 0.5 * q * dt * step
    for i in range(P0, P3):
        x[i] += dt * x[i + P3]
        for j in range(P0, P3):
            vv = p[i + P3, j + P3]
            p[i, j] += dt * (p[i, j + P3] + p[i + P3, j]) + dt * dt * vv
            p[i, j + P3] += dt * vv
            p[i + P3, j] += dt * vv
        p[i, i] += q_pos
        p[i, i + P3] += q_cross
        p[i + P3, i] += q_cross
        p[i + P3, i + P3] += q_vel


@njit
def position_variance(p: Floats, i: np.int64, j: np.int64, dt: float) -> float:
    """Element of the predicted position covariance, without the process noise."""
    return p[i, j] + dt * (p[i, j + P3] + p[i + P3, j]) + dt * dt * p[i + P3, j + P3]


@njit
def inverse(xx: float, xy: float, xz: float, yy: float, yz: float, zz: float) -> Seven:
    """Inverse of a symmetric 3x3 matrix (its six elements) and its determinant."""
    a, b, c = yy * zz - yz * yz, xz * yz - xy * zz, xy * yz - xz * yy
    det = xx * a + xy * b + xz * c
    return (
        a / det,
        b / det,
        c / det,
        (xx * zz - xz * xz) / det,
        (xy * xz - xx * yz) / det,
        (xx * yy - xy * xy) / det,
        det,
    )


@njit
def quadratic(w: Seven, a: float, b: float, c: float) -> float:
    """v' W v for the six elements of a symmetric W."""
    return w[0] * a * a + w[3] * b * b + w[5] * c * c + 2.0 * (w[1] * a * b + w[2] * a * c + w[4] * b * c)


@njit
def distance(x: Floats, p: Floats, dt: float, q: float, zx: float, zy: float, zz: float, r: Six) -> tuple[float, float]:
    """Squared gate distance d2 of a position z (m) from the state predicted by dt (s), and ln |S| of its innovation.

    Reads x and p only. d2 is chi-square with 3 degrees of freedom when plot and track belong together.
    """
    step = abs(dt)
    noise = q * step * step * step / 3.0
    w = inverse(
        position_variance(p, P0, P0, dt) + noise + r[0],
        position_variance(p, P0, P1, dt) + r[1],
        position_variance(p, P0, P2, dt) + r[2],
        position_variance(p, P1, P1, dt) + noise + r[3],
        position_variance(p, P1, P2, dt) + r[4],
        position_variance(p, P2, P2, dt) + noise + r[5],
    )
    a, b, c = zx - x[P0] - dt * x[P3], zy - x[P1] - dt * x[P3 + P1], zz - x[P2] - dt * x[P3 + P2]
    return quadratic(w, a, b, c), math.log(w[6])


@njit
def outside(x: Floats, p: Floats, dt: float, q: float, zx: float, zy: float, zz: float, r: Six, gate: float) -> bool:
    """Is the position certainly outside the gate? Cheap bound: d2 >= |innovation|^2 / trace(S)."""
    a, b, c = zx - x[P0] - dt * x[P3], zy - x[P1] - dt * x[P3 + P1], zz - x[P2] - dt * x[P3 + P2]
    trace = r[0] + r[3] + r[5] + q * abs(dt) ** 3
    for i in range(P0, P3):
        trace += p[i, i] + dt * (2.0 * p[i, i + P3] + dt * p[i + P3, i + P3])
    return a * a + b * b + c * c > gate * trace


@njit
def update(x: Floats, p: Floats, zx: float, zy: float, zz: float, r: Six) -> None:
    """Take in a measured position z (m) of covariance r, in place: P - P_p S^-1 P_p', with P_p the first 3 columns."""
    w = inverse(
        p[P0, P0] + r[0], p[P0, P1] + r[1], p[P0, P2] + r[2], p[P1, P1] + r[3], p[P1, P2] + r[4], p[P2, P2] + r[5]
    )
    a, b, c = zx - x[P0], zy - x[P1], zz - x[P2]
    ua, ub, uc = w[0] * a + w[1] * b + w[2] * c, w[1] * a + w[3] * b + w[4] * c, w[2] * a + w[4] * b + w[5] * c
    for i in range(P0, P3 + P3):
        x[i] += p[i, P0] * ua + p[i, P1] * ub + p[i, P2] * uc
    # Lower triangle, rows from the last to the first: each needs the position columns of itself and of the rows above
    # it as they were; what is above the diagonal stays old until it is mirrored.
    for back in range(P0, P3 + P3):
        at = P3 + P2 - np.int64(back)
        a, b, c = p[at, P0], p[at, P1], p[at, P2]
        ga, gb, gc = w[0] * a + w[1] * b + w[2] * c, w[1] * a + w[3] * b + w[4] * c, w[2] * a + w[4] * b + w[5] * c
        for j in range(P0, at):
            p[at, j] -= p[j, P0] * ga + p[j, P1] * gb + p[j, P2] * gc
        p[at, at] -= a * ga + b * gb + c * gc
    for row in range(P1, P3 + P3):
        for j in range(P0, row):
            p[j, row] = p[row, j]


@njit
def start(x: Floats, p: Floats, zx: float, zy: float, zz: float, r: Six, sigma_speed: float) -> None:
    """Single-point initiation: the measured position, velocity zero with sigma_speed (m/s) on each axis."""
    for i in range(P0, P3 + P3):
        x[i] = 0.0
        for j in range(P0, P3 + P3):
            p[i, j] = 0.0
    x[P0], x[P1], x[P2] = zx, zy, zz
    p[P0, P0], p[P0, P1], p[P0, P2] = r[0], r[1], r[2]
    p[P1, P0], p[P1, P1], p[P1, P2] = r[1], r[3], r[4]
    p[P2, P0], p[P2, P1], p[P2, P2] = r[2], r[4], r[5]
    for i in range(P3, P3 + P3):
        p[i, i] = sigma_speed * sigma_speed
