"""4.1 Proportional navigation: the engine's own integration step against closed forms of the linear engagement."""

from math import cos, exp, radians, sin, sqrt

import numpy as np
from proof import VERIFIED, case

from shorad.engine.steering import STILL, step
from shorad.physics.atmosphere import GRAVITY

ZARCHAN = (
    "Zarchan, Tactical and Strategic Missile Guidance; single lag, linear engagement [M]; integrated independently"
)
VM, VT, LAG = 900.0, 100.0, 1.0  # m/s, m/s, s
STEP, HEADING = 0.1, radians(0.1)  # target step m/s2, heading error rad: small, for the theory is linear in them
BODY = (0.0, 60.0, 0.0, 0.01, 0.0, 0.0, 1e9, 1e9)  # no thrust, no drag, no limit
LAYER = (0.0, 1.225, 0.0, 340.0, 0.0, 0.0, 0.0)
TARGET = {  # N' -> miss / (n_T T^2) at x = t_F / T
    3: lambda x: 0.5 * x * x * exp(-x),
    4: lambda x: x * x * exp(-x) * (0.5 - x / 6),
    5: lambda x: x * x * exp(-x) * (0.5 - x / 3 + x * x / 24),
}
ROWS = [  # N', x, target step, heading error
    (3, 1, 0.183940, 0.183940), (3, 2, 0.270671, 0.0), (3, 4, 0.146525, -0.073263), (4, 2, 0.090224, -0.090224),
    (5, 1, 0.076642, -0.015328), (5, 2, 0.0, -0.090224),
]  # fmt: skip
RANDOM = {3: 0.433013, 4: 0.176777}  # rms over a uniform start of the step, by n_T T^2.5 / sqrt(t_F)


def fly(navigation, t_f, lag, turn=0.0, error=0.0, h=2e-3, end=None):
    """Head-on at constant speed: offset of the target at the end (m), and the command at each step (times, m/s2).

    `turn`: acceleration of the target to the side (m/s2) from the start; `error`: heading error of the missile (rad).
    """
    p, v, a = STILL, (VM * cos(error), VM * sin(error), 0.0), (0.0, 0.0, GRAVITY)
    aim = ((VM + VT) * t_f, 0.0, 0.0), (-VT, 0.0, 0.0), (0.0, turn, 0.0)
    loop = 0.0, 0.0, lag, float(navigation), 0.001 * LAG
    n = round((end or t_f) / h)
    times, commands = np.zeros(n), np.zeros(n)
    for i in range(n):
        t = i * h
        p, v, a = step(p, v, a, t, 0.0, h, 1, BODY, LAYER, aim, (STILL, STILL), loop)
        times[i], commands[i] = t + 0.5 * h, a[1]
    return 0.5 * turn * (n * h) ** 2 - p[1], times, commands


@case("4.1 miss", "Proportional navigation, single lag: miss", model="engine.steering, physics.homing",
      label=VERIFIED, mark="M", source=ZARCHAN)  # fmt: skip
def test_miss(sheet):
    sheet.note("Rows that are zero in the linear theory are allowed 2 % of the largest value of their curve.")
    for navigation, x, target, heading in ROWS:
        name, t_f = f"N' = {navigation}, t_F = {x} T", x * LAG
        miss = fly(navigation, t_f, LAG, turn=STEP)[0] / (STEP * LAG * LAG)
        sheet.equal(f"{name}: step of the target", target, miss, **_allowed(target))
        miss = fly(navigation, t_f, LAG, error=HEADING)[0] / (-VM * HEADING * LAG)
        sheet.equal(f"{name}: heading error", heading, miss, **_allowed(heading))
    for navigation in (3, 4, 5):
        late = fly(navigation, 12 * LAG, LAG, turn=STEP)[0] / (STEP * LAG * LAG)
        sheet.within(f"N' = {navigation}, t_F = 12 T: dies away", -0.01, 0.01, late, digits=4)

    def draw(axes):
        for navigation in (3, 4, 5):
            x = np.linspace(0.25, 10, 14)
            flown = [fly(navigation, each * LAG, LAG, turn=STEP, h=5e-3)[0] / (STEP * LAG * LAG) for each in x]
            fine = np.linspace(0.0, 10.0, 200)
            (line,) = axes.plot(fine, [TARGET[navigation](each) for each in fine], label=f"N' = {navigation}")
            axes.plot(x, flown, ".", color=line.get_color())
        axes.set_xlabel("time of flight after the step / lag")
        axes.set_ylabel("miss / (target acceleration x lag²)")
        axes.legend(frameon=False)

    sheet.plot("homing", "Miss after a step of the target's acceleration: as flown (dots), closed form (lines)", draw)


def _allowed(reference):
    return {"rel": 0.02} if reference else {"abs_": 0.02 * 0.270671}


@case("4.1 random", "Proportional navigation: random start of a step", model="engine.steering, physics.homing",
      label=VERIFIED, mark="M", source=ZARCHAN)  # fmt: skip
def test_random(sheet):
    points, weights = np.polynomial.legendre.leggauss(20)
    longest = 12.0
    x = 0.5 * longest * (points + 1)
    for navigation, reference in RANDOM.items():
        flown = [fly(navigation, each * LAG, LAG, turn=STEP, h=min(2e-3, 0.02 * each))[0] for each in x]
        rms = sqrt(float(0.5 * longest * weights @ np.square(flown)) * LAG)  # times sqrt(t_F), which cancels
        sheet.equal(f"N' = {navigation}: rms miss", reference, rms / (STEP * LAG**2.5), rel=0.02)


@case("4.1 ideal", "Proportional navigation without lag: acceleration", model="engine.steering, physics.homing",
      label=VERIFIED, mark="M", source=ZARCHAN)  # fmt: skip
def test_ideal(sheet):
    t_f = 4.0
    for navigation, half, quarter in ((3, 1.5, 2.25), (4, 1.5, 2.25), (5, 1.4583, 2.1094)):
        _, times, commands = fly(navigation, t_f, 0.0, turn=STEP)
        sheet.equal(
            f"N' = {navigation}, step of the target: half-way", half, _at(times, commands, 0.5 * t_f) / STEP, rel=0.02
        )
        final = navigation / (navigation - 2)
        sheet.equal(f"N' = {navigation}, step of the target: at the end", final, commands[-8] / STEP, rel=0.02)
        _, times, commands = fly(navigation, t_f, 0.0, error=HEADING)
        unit = -VM * HEADING / t_f
        sheet.equal(
            f"N' = {navigation}, heading error: at a quarter",
            quarter,
            _at(times, commands, 0.25 * t_f) / unit,
            rel=0.02,
        )


def _at(times, commands, t):
    return float(np.interp(t, times, commands))
