"""Command to line of sight (three-point guidance): the missile is kept on the line from the launcher to the target.

Source: Garnell & East, Guided Weapon Control Systems, chapter on CLOS; the vector form below is derived from
p = r u(t) and reduces to the plane formula `lateral_demand`. Validity: fixed launcher, small offset from the line,
angle between missile velocity and line well below 90 degrees.
"""

from math import sqrt

from shorad.engine.jit import njit

Vec = tuple[float, float, float]


@njit
def lateral_demand(speed: float, rate: float, r: float, acceleration: float, speed_rate: float) -> float:
    """Lateral acceleration in m/s2 that keeps an ideal follower on a line turning in a plane.

    2 V w + r w' / cos psi - V' tan psi, with sin psi = r w / V; `rate` w in rad/s, `acceleration` w' in rad/s2,
    `speed_rate` V' in m/s2, `r` in m.
    """
    sine = r * rate / speed
    cosine = sqrt(1.0 - sine * sine)
    return 2.0 * speed * rate + r * acceleration / cosine - speed_rate * sine / cosine


@njit
def noise_share(frequency: float, damping: float, tau: float) -> float:
    """Share of the variance of Gauss-Markov angle noise (correlation time `tau` s) that the loop turns into offset.

    White noise through 1 / (s + a), a = 1 / tau, and the loop w^2 / (s^2 + 2 z w s + w^2): w^2 (a + 2 z w) /
    ((w^2 + 2 z w a)(a + 2 z w) - a w^2); `frequency` w in rad/s. Phillips' integral of third order (James, Nichols,
    Phillips 1947). Leaves out lag and limits of the missile.
    """
    if tau <= 0.0:
        return 0.0
    a, w2, df = 1.0 / tau, frequency * frequency, 2.0 * damping * frequency
    return w2 * (a + df) / ((w2 + df * a) * (a + df) - a * w2)


@njit
def line_of_sight(d: Vec, v: Vec, a: Vec) -> tuple[Vec, Vec, Vec, float]:
    """Unit vector to a point at `d` (m), its rate (1/s) and second derivative (1/s2), and the range (m).

    `v`, `a`: velocity and acceleration of the point relative to the origin.
    """
    r = sqrt(d[0] * d[0] + d[1] * d[1] + d[2] * d[2])
    ux, uy, uz = d[0] / r, d[1] / r, d[2] / r
    rr = v[0] * ux + v[1] * uy + v[2] * uz
    wx, wy, wz = (v[0] - rr * ux) / r, (v[1] - rr * uy) / r, (v[2] - rr * uz) / r
    along = a[0] * ux + a[1] * uy + a[2] * uz
    square = wx * wx + wy * wy + wz * wz
    k = 2.0 * rr / r
    sx = (a[0] - along * ux) / r - k * wx - square * ux
    sy = (a[1] - along * uy) / r - k * wy - square * uy
    sz = (a[2] - along * uz) / r - k * wz - square * uz
    return (ux, uy, uz), (wx, wy, wz), (sx, sy, sz), r


@njit
def three_point(
    p: Vec, v: Vec, u: Vec, w: Vec, s: Vec, shift: Vec, given: Vec, frequency: float, damping: float
) -> Vec:
    """Lateral acceleration (m/s2, normal to `v`) that brings a missile to the measured line and keeps it there.

    `p`, `v`: missile relative to the launcher, m and m/s; `u`, `w`, `s`: line of sight, its rate and second
    derivative; `shift`: angle error of the measured line against the measured missile (rad, a vector normal to u);
    `given`: acceleration it has anyway (thrust, drag, gravity), m/s2; `frequency` (rad/s) and `damping` of the loop
    on the offset. The rate of the line is the tracking filter's, taken as free of noise.

    Wanted across the line: 2 r' w + r w' + f^2 offset + 2 d f (offset rate), less what it has anyway; the part
    along the line is chosen so that the result is normal to the velocity.
    """
    r = p[0] * u[0] + p[1] * u[1] + p[2] * u[2]
    rr = v[0] * u[0] + v[1] * u[1] + v[2] * u[2]
    f2, df = frequency * frequency, 2.0 * damping * frequency
    k = 2.0 * rr + df * r
    bx = k * w[0] + r * s[0] + f2 * (r * (u[0] + shift[0]) - p[0]) - df * v[0] - given[0]
    by = k * w[1] + r * s[1] + f2 * (r * (u[1] + shift[1]) - p[1]) - df * v[1] - given[1]
    bz = k * w[2] + r * s[2] + f2 * (r * (u[2] + shift[2]) - p[2]) - df * v[2] - given[2]
    # only the part across the line is meant; the part along it is free and makes the whole normal to v
    along = (bx * v[0] + by * v[1] + bz * v[2]) / rr
    return bx - along * u[0], by - along * u[1], bz - along * u[2]
