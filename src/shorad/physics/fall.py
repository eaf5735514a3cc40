"""What comes down: wrecks, spent missiles and stray rounds under gravity and drag, over flat ground.

Point mass, quadratic drag of constant drag area (a tumbling body) or of the G7 curve (a stable projectile), still air
of the standard atmosphere. Midpoint rule; backward Euler where drag stops a body within a step or two. In a vacuum the
result is the parabola exactly; the terminal speed is sqrt(2 m g / (rho C_D A)).
"""

from math import pi, sqrt

import numpy as np

from shorad.engine.jit import njit
from shorad.physics.atmosphere import air
from shorad.physics.drag import g7

G = 9.80665  # m/s2
STEP = 0.1  # s
STIFF = 0.5  # of the speed lost in a step: beyond it the midpoint rule would throw a light body back
MOST = np.int64(6000)  # steps: ten minutes of falling


@njit
def slowing(vx: float, vy: float, vz: float, z: float, area: float, mass: float, form: float, offset: float) -> float:
    """Deceleration over speed (1/s). `form` > 0: `area` is the cross section and drag is G7 times `form`."""
    density, sound = air(max(z, 0.0), offset)
    speed = sqrt(vx * vx + vy * vy + vz * vz)
    drag = area
    if form > 0.0:
        drag = area * form * g7(speed / sound)
    return 0.5 * density * speed * drag / mass


@njit
def comes_down(
    x: float, y: float, z: float, vx: float, vy: float, vz: float,
    area: float, mass: float, form: float, ground: float, offset: float, longest: float,
) -> tuple[float, float, float, bool]:  # fmt: skip
    """Where (m), after how many seconds, and whether something reaches the height `ground` within `longest` seconds.

    Position m, velocity m/s; `area` m2 (drag area, or cross section with a G7 `form` factor), `mass` kg, `offset` K of
    the atmosphere.
    """
    t = 0.0
    if z <= ground:
        return x, y, t, True
    for _ in range(MOST):
        k = slowing(vx, vy, vz, z, area, mass, form, offset)
        stiff = k * STEP > STIFF
        if stiff:
            kept = 1.0 / (1.0 + k * STEP)
            mx, my, mz = kept * vx, kept * vy, kept * (vz - STEP * G)
        else:
            h = 0.5 * STEP
            mx, my, mz = vx - h * k * vx, vy - h * k * vy, vz - h * (k * vz + G)
            k = slowing(mx, my, mz, z + h * vz, area, mass, form, offset)
        below = z + STEP * mz - ground
        if below <= 0.0:
            part = (z - ground) / (z - ground - below)  # of the last step
            t += part * STEP
            return x + part * STEP * mx, y + part * STEP * my, t, t <= longest
        x, y, z = x + STEP * mx, y + STEP * my, z + STEP * mz
        if stiff:
            vx, vy, vz = mx, my, mz
        else:
            vx, vy, vz = vx - STEP * k * mx, vy - STEP * k * my, vz - STEP * (k * mz + G)
        t += STEP
        if t > longest:
            return x, y, t, False
    return x, y, t, False


@njit
def cross_section(diameter: float) -> float:
    """Area (m2) of a circle."""
    return 0.25 * pi * diameter * diameter
