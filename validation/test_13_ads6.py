"""13. ADS6: one drag scale fitted on its first engagement, the third one predicted with our missile model.

Facts and figures of the author's published Monte Carlo output (30 replicates). Its drag and its induced drag are not
published there: the shape of the drag curve and all figures of guidance are those of our catalogue, untouched; only
the scale of the drag is fitted. Its missile flies to a predicted point and homes at the end; ours flies command to
line of sight throughout.
"""

from dataclasses import dataclass
from math import cos, hypot, radians, sin

import numpy as np
import pytest
from proof import CROSS_CHECKED, case
from scipy.optimize import brentq

from shorad.catalogue.load import load_system
from shorad.engine.steering import STILL, layer_of, step
from shorad.physics.atmosphere import GRAVITY
from shorad.physics.missile import reference_area

BOOST, SUSTAIN = (7.0, 31.4e3, 85.8), (53.0, 260.0 * GRAVITY * 96.2 / 53.0, 96.2)  # s, N, kg
MASS, SPEED, REACH, UNGUIDED = 300.0, 16.0, 20e3, 5.0  # kg, m/s, m, s
DIAMETER = 0.25  # m, not published: only drag scale / area and K / area matter
STEP = 0.02  # s


@dataclass(frozen=True)
class Engagement:
    """Where the aircraft starts (east, north, up; m), where it heads, how the missile leaves (rad), what came out."""

    name: str
    start: tuple[float, float, float]
    heading: float
    azimuth: float
    elevation: float
    flight: float  # s
    t: float  # s of the intercept
    speed: float  # m/s
    height: float  # m

    def aircraft(self, t: float) -> tuple[float, float, float]:
        x, y, z = self.start
        return x + 250.0 * t * sin(self.heading), y + 250.0 * t * cos(self.heading), z

    def launch(self) -> float:
        """Time (s) at which its slant range to the radar at the origin falls to 20 km."""
        return brentq(lambda t: hypot(*self.aircraft(t)) - REACH, 0.0, 85.0 if self.name == "RF#3" else 60.0)


FIRST = Engagement(
    "RF#1", (-30e3, 0.0, 10e3), radians(90), radians(-90), radians(45), 25.112, 75.834, 780.7, 9997.0
)  # fmt: skip
THIRD = Engagement(
    "RF#3", (-25e3, -25e3, 5e3), radians(70), radians(-160), radians(30), 29.876, 108.776, 646.2, 4998.0
)  # fmt: skip


@dataclass(frozen=True)
class Flight:
    time: float
    speed: float
    miss: float
    path: list[tuple[float, float]]  # time s, speed m/s


def figure(name: str) -> float:
    quantity = load_system("pantsir_s1").get(f"missile.{name}")
    assert quantity is not None
    return quantity.number


def fly(plan: Engagement, scale: float, induced: float) -> Flight:
    """Our integration step, forces and guidance law, with a boost and a sustaining phase."""
    t0, velocity = plan.launch(), (250.0 * sin(plan.heading), 250.0 * cos(plan.heading), 0.0)
    flat = SPEED * cos(plan.elevation)
    p, a = STILL, STILL
    v = (flat * sin(plan.azimuth), flat * cos(plan.azimuth), SPEED * sin(plan.elevation))
    loop = figure("guide_frequency"), figure("guide_damping"), figure("lag"), 0.0, 0.0  # no seeker
    fixed = reference_area(DIAMETER), scale, induced, 50.0 * GRAVITY, figure("cn_max")
    t, path = 0.0, []
    while t < 60.0:
        early = t < BOOST[0] - 1e-9
        since, mass, (length, thrust, spent) = (t, MASS, BOOST) if early else (t - BOOST[0], MASS - BOOST[2], SUSTAIN)
        h = min(STEP, BOOST[0] - t) if early else STEP
        body = (thrust, mass, spent / length, *fixed)
        here = plan.aircraft(t0 + t)
        aim = (here, velocity, STILL)
        guided = np.int64(t >= UNGUIDED - 1e-9)
        layer = layer_of(p[2], p[2], 0.0, (0.0, 0.0))
        after, v, a = step(p, v, a, 0.0, since, h, guided, body, layer, aim, (STILL, STILL), loop)
        was, now = np.subtract(p, here), np.subtract(after, plan.aircraft(t0 + t + h))
        share = float(-(was @ (now - was)) / ((now - was) @ (now - was)))
        path.append((t, hypot(*v)))
        if t > BOOST[0] and 0.0 <= share <= 1.0:
            return Flight(t + share * h, hypot(*v), float(np.linalg.norm(was + share * (now - was))), path)
        p, t = after, t + h
    return Flight(t, 0.0, float("inf"), path)


def fitted(induced: float) -> float:
    """Drag scale that gives RF#1 its published time of flight."""
    return brentq(lambda scale: fly(FIRST, scale, induced).time - FIRST.flight, 0.5, 3.0, xtol=1e-4)


@pytest.mark.heavy
@case(
    "13 ADS6", "ADS6: fit on one engagement, predict the other", model="engine.steering.step, physics.guidance",
    label=CROSS_CHECKED, mark="R",
    source="Zipfel's ADS6 (CADAC), the author's published output; an independent 6-DoF program in C++",
)  # fmt: skip
def test_ads6(sheet):
    induced = figure("k_induced")
    scale = fitted(induced)
    one, three = fly(FIRST, scale, induced), fly(THIRD, scale, induced)
    sheet.equal("RF#1: time of launch", FIRST.t - FIRST.flight, FIRST.launch(), rel=1e-3, unit="s")
    sheet.equal("RF#1: time of flight (fitted)", FIRST.flight, one.time, abs_=1e-2, unit="s")
    sheet.equal("RF#3: time of launch", THIRD.t - THIRD.flight, THIRD.launch(), rel=1e-3, unit="s")
    sheet.equal("RF#3: time of flight, predicted", THIRD.flight, three.time, rel=0.02, unit="s")
    for plan, flown in ((FIRST, one), (THIRD, three)):
        there, here = plan.aircraft(plan.t), plan.aircraft(plan.launch() + flown.time)
        sheet.equal(f"{plan.name}: slant range of the intercept", hypot(*there), hypot(*here), rel=0.01, unit="m")
        sheet.equal(f"{plan.name}: height of the intercept", plan.height, here[2], rel=0.01, unit="m")
        apart = hypot(*np.subtract(there, here)) / hypot(*there)
        sheet.equal(f"{plan.name}: places apart, share of the slant range", 0.0, apart, abs_=0.01)
        sheet.within(
            f"{plan.name}: miss without noise, an order below theirs", 0.0, 4.5, flown.miss, unit="m", digits=1
        )
    low, high = (fly(THIRD, fitted(k), k).time / THIRD.flight - 1.0 for k in (0.02, 0.08))
    sheet.note(
        f"Drag scale {scale:.3f}. What does not agree: the speed at the end, {one.speed:.0f} against {FIRST.speed:.0f} "
        f"m/s in RF#1 and {three.speed:.0f} against {THIRD.speed:.0f} m/s in RF#3. Our drag curve is a guess in its "
        "shape, and one scale can meet a time or a speed."
    )
    sheet.note(
        f"How much leans on the induced drag, which is not published either: K {induced:g} is our catalogue's nominal; "
        f"with K 0.02 the prediction is {100 * low:+.1f} % off, with K 0.08 {100 * high:+.1f} %. The agreement is one "
        "of two engagements at a value chosen beforehand, not a proof of the missile model."
    )

    def draw(axes):
        for plan, flown in ((FIRST, one), (THIRD, three)):
            (line,) = axes.plot(*zip(*flown.path, strict=True), label=f"ours, {plan.name}")
            axes.plot(
                plan.flight, plan.speed, "o", color=line.get_color(), label=f"ADS6, {plan.name}, at the intercept"
            )
        axes.set_xlabel("time of flight, s")
        axes.set_ylabel("speed, m/s")
        axes.legend(frameon=False, fontsize=8)

    sheet.plot("ads6", "ADS6 missile: speed over time of flight, ours with one fitted drag scale", draw)
