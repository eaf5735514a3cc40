"""Proportional navigation: a missile that homes turns in proportion to the rate at which its line to the target turns.

Source: Zarchan, Tactical and Strategic Missile Guidance, chapters on proportional navigation and on its miss with a
single lag. Validity: the missile faster than its target's sideways motion, the target ahead of it.
"""

from shorad.engine.jit import njit
from shorad.physics.geometry import dot, norm

Vec = tuple[float, float, float]


@njit
def proportional(d: Vec, w: Vec, v: Vec, given: Vec, navigation: float, blind: float) -> Vec:
    """Lateral acceleration (m/s2, normal to `v`) of a homing missile: N' V_c times the turning rate of its line.

    `d`, `w`: where the target is and how it moves, as seen from the missile (m, m/s); `v`: velocity of the missile;
    `given`: acceleration it has anyway (thrust, drag, gravity), of which the part across its path is taken out;
    `navigation`: N'. The last `blind` seconds, and once the target is passed, it only carries its weight.
    """
    r, speed = norm(d), norm(v)
    ux, uy, uz = d[0] / r, d[1] / r, d[2] / r
    closing = -(w[0] * ux + w[1] * uy + w[2] * uz)
    gain = 0.0
    if closing > 0.0 and r > blind * closing:
        gain = navigation * closing / r
    ax = gain * (w[0] + closing * ux) - given[0]
    ay = gain * (w[1] + closing * uy) - given[1]
    az = gain * (w[2] + closing * uz) - given[2]
    along = dot((ax, ay, az), v) / (speed * speed)
    return ax - along * v[0], ay - along * v[1], az - along * v[2]
