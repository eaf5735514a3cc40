"""14. What falls, and what a filter predicts: halved steps, the equation of motion, energy."""

from math import cos, hypot, radians, sin, sqrt

import numpy as np
import pytest
from proof import VERIFIED, case
from scipy.integrate import solve_ivp

from shorad.engine.jit import plain
from shorad.physics import fall, kalman

FOREVER = 1e9
LAST = "the last step is straight: its speed is that of its middle, half a step of gravity early or late"
BODIES = {  # height m, speed m/s, angle of climb deg, area m2, mass kg, form factor of G7 (0: drag area)
    "wreck of a drone, 200 kg": (1000.0, 50.0, 0.0, 0.5, 200.0, 0.0),
    "wreck of a quadcopter, 1.5 kg": (120.0, 15.0, 0.0, 0.06, 1.5, 0.0),
    "spent missile, 34 kg": (5000.0, 700.0, 20.0, 0.0064 * 0.4, 34.0, 0.0),
    "round of 30 mm": (2.0, 960.0, 30.0, fall.cross_section(0.030), 0.389, 1.0),
    "bullet of 12.7 mm": (2.0, 860.0, 15.0, fall.cross_section(0.0127), 0.048, 1.05),
}


def landing(height, speed, angle, area, mass, form, ground=0.0):
    """Distance (m) and time (s) by the engine."""
    a = radians(angle)
    x, _, t, lands = fall.comes_down(
        0.0, 0.0, height, speed * cos(a), 0.0, speed * sin(a), area, mass, form, ground, 0.0, FOREVER
    )  # fmt: skip
    assert lands
    return x, t


def solved(height, speed, angle, area, mass, form):
    """The same from the equation of motion, solved by scipy."""

    def rate(_, y):
        k = fall.slowing(y[2], 0.0, y[3], y[1], area, mass, form, 0.0)
        return y[2], y[3], -k * y[2], -k * y[3] - fall.G

    def down(_, y):
        return y[1]

    down.terminal, down.direction = True, -1
    a = radians(angle)
    start = 0.0, height, speed * cos(a), speed * sin(a)
    way = solve_ivp(rate, (0.0, 600.0), start, method="DOP853", rtol=1e-9, atol=1e-9, events=down, max_step=0.1)
    return float(way.y_events[0][0][0]), float(way.t_events[0][0])


@pytest.mark.heavy
@case(
    "14 steps", "Falling bodies against their equation of motion", model="physics.fall.comes_down", label=VERIFIED,
    source="the same forces integrated by scipy (DOP853, 1e-9); the engine's step is 0.1 s",
)  # fmt: skip
def test_falling(sheet):
    for name, body in BODIES.items():
        (x, t), (far, late) = landing(*body), solved(*body)
        sheet.equal(f"{name}: distance", far, x, rel=2e-3, unit="m")
        sheet.equal(f"{name}: time", late, t, rel=2e-3, unit="s")
    sheet.note("The tolerance is that of the fly-out tables; the last step ends on a straight line at the ground.")


@pytest.mark.heavy
@case(
    "14 steps", "Falling bodies: halved steps", model="physics.fall.comes_down", label=VERIFIED,
    source="the same bodies with steps of 0.05 s",
)  # fmt: skip
def test_halved_fall(sheet, monkeypatch):
    coarse = {name: landing(*body) for name, body in BODIES.items()}
    monkeypatch.setattr(fall, "comes_down", plain(fall.comes_down))  # the compiled one has its step built in
    monkeypatch.setattr(fall, "STEP", 0.5 * fall.STEP)
    for name, body in BODIES.items():
        (x, t), (far, late) = coarse[name], landing(*body)
        sheet.equal(f"{name}: distance", far, x, rel=2e-3, unit="m")
        sheet.equal(f"{name}: time", late, t, rel=2e-3, unit="s")


@case(
    "14 energy", "A falling body gains no more than its height", model="physics.fall.comes_down", label=VERIFIED,
    source="speed over the last metre against sqrt(v0^2 + 2 g h); 2000 random bodies, light and heavy, up and down",
)  # fmt: skip
def test_energy_of_the_fall(sheet):
    rng, worst, slower = np.random.default_rng(4), -np.inf, 0
    for _ in range(2000):
        height, speed, angle = rng.uniform(5.0, 3000.0), rng.uniform(0.0, 1000.0), rng.uniform(-80.0, 80.0)
        area, mass = 10.0 ** rng.uniform(-4.0, -0.7), 10.0 ** rng.uniform(0.0, 2.5)
        body = height, speed, angle, area, mass, rng.choice([0.0, 1.0])
        (x, t), (far, late) = landing(*body, ground=0.0), landing(*body, ground=-1.0)
        reached, allowed = hypot(far - x, 1.0) / (late - t), sqrt(speed**2 + 2.0 * fall.G * (height + 1.0))
        worst, slower = max(worst, reached - allowed), slower + (reached < 0.99 * allowed)
    most = 0.5 * fall.G * fall.STEP
    sheet.within("fastest above what its energy allows", -np.inf, most, worst, unit="m/s", digits=2, note=LAST)
    sheet.within("bodies that arrived more than 1 % slower than that", 1000, 2000, slower)


@case(
    "14 steps", "Filter: halved predictions", model="physics.kalman.predict", label=VERIFIED,
    source="white acceleration noise, exact for any step: one step of 2 s against 2 and 200 parts",
)  # fmt: skip
def test_halved_prediction(sheet):
    rng = np.random.default_rng(6)
    root = rng.normal(size=(6, 6))
    start, spread = rng.normal(size=6) * 100.0, root @ root.T
    x, p = start.copy(), spread.copy()
    kalman.predict(x, p, 2.0, 10.0)
    for parts in (2, 200):
        y, q = start.copy(), spread.copy()
        for _ in range(parts):
            kalman.predict(y, q, 2.0 / parts, 10.0)
        sheet.equal(f"{parts} parts: state, largest difference", 0.0, float(np.max(np.abs(x - y))), abs_=1e-9)
        sheet.equal(f"{parts} parts: covariance, largest difference", 0.0, float(np.max(np.abs(p - q))), abs_=1e-9)
