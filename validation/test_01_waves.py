"""1.5, 1.6: attenuation, multipath, clutter filters; 3: wind; 10: knife edge; 13: against ITU-Rpy."""

import math
import warnings

import numpy as np
import pytest
from proof import CROSS_CHECKED, VALIDATED, VERIFIED, case
from scipy.special import fresnel

from shorad.engine.jit import plain
from shorad.physics import attenuation, clutter, diffraction, multipath, wind
from shorad.physics.attenuation import GHZ, MM_PER_HOUR

LIGHT = 299_792_458.0
SPHERE = 4.0 / 3.0 * 6371e3  # m, radius of the 4/3 earth
BARTON = "Barton 2005, Radar System Analysis and Modeling"
ITU_SHEET = "ITU-R validation examples (CG-3M3J-13-ValEx) as tabled by ITU-Rpy"


def db(x: float) -> float:
    return 10.0 * math.log10(x)


@case(
    "1.5 gas", "Attenuation by gases, sea level", model="physics.attenuation.gas", label=VALIDATED, mark="R",
    source=f"ITU-R P.676-13; {ITU_SHEET}",
)  # fmt: skip
def test_gas(sheet):
    table = ((1, 0.005440), (3, 0.007539), (5, 0.008714), (10, 0.014199), (15, 0.029058), (22, 0.187337))
    for f, gamma in table:
        sheet.equal(f"{f} GHz", gamma, sum(attenuation.gas(f * GHZ)), rel=0.05, unit="dB/km")
    oxygen, vapour = attenuation.gas(10 * GHZ)
    sheet.equal("oxygen at 10 GHz", 0.008224, oxygen, rel=0.05, unit="dB/km")
    sheet.equal("water vapour at 10 GHz", 0.005974, vapour, rel=0.05, unit="dB/km")
    sheet.note("A table evaluated from the line-by-line sum is shipped, hence 5 %.")


@case(
    "1.5 rain", "Attenuation by rain", model="physics.attenuation.rain", label=VALIDATED, mark="R",
    source=f"ITU-R P.838-3; {ITU_SHEET}",
)  # fmt: skip
def test_rain(sheet):
    for elevation, f, rate, gamma in (
        (31.076991, 14.25, 26.480520, 1.581308), (40.232036, 29.0, 33.936232, 6.278460),
        (22.278335, 14.25, 50.639304, 3.321396),
    ):  # fmt: skip
        got = attenuation.rain(f * GHZ, rate * MM_PER_HOUR, math.radians(elevation), 0.0)
        sheet.equal(f"{f:g} GHz, {rate:.3g} mm/h, {elevation:.3g} deg", gamma, got, abs_=1e-5, unit="dB/km")


@case(
    "1.5 path", "Attenuation by rain on a horizontal path", model="physics.attenuation.rain", label=CROSS_CHECKED,
    mark="C", source="P.838-3 by ITU-Rpy 0.4.0",
)  # fmt: skip
def test_path(sheet):
    for rate, name, tilt, gamma in (
        (10, "H", 0.0, 0.219928), (10, "V", 0.5 * math.pi, 0.185529), (25, "H", 0.0, 0.695872),
    ):  # fmt: skip
        got = attenuation.rain(10 * GHZ, rate * MM_PER_HOUR, 0.0, tilt)
        sheet.equal(f"10 GHz, {rate} mm/h, {name}", gamma, got, abs_=1e-5, unit="dB/km")


def traced(h1, h2, d):
    """Divergence factor: how much two rays that leave end 1 side by side are farther apart at end 2 than off
    a plane."""
    d1 = plain(multipath.reflection_point)(h1, h2, d, SPHERE)
    ends = [np.array([r * math.sin(a / SPHERE), r * math.cos(a / SPHERE) - SPHERE])
            for r, a in ((SPHERE + h1, -d1), (SPHERE + h2, d - d1))]  # fmt: skip
    out, back, there, way = [], [], [], 0.0
    for x in (-1.0, 1.0):  # m along the ground from the mirror point
        normal = np.array([math.sin(x / SPHERE), math.cos(x / SPHERE)])
        hit = SPHERE * normal - np.array([0.0, SPHERE])
        length = float(np.linalg.norm(hit - ends[0]))
        out.append((hit - ends[0]) / length)
        back.append(out[-1] - 2.0 * float(out[-1] @ normal) * normal)
        onward = float((ends[1] - hit) @ back[-1])
        there.append(hit + back[-1] * onward)
        way += 0.5 * (length + onward)
    apart = abs(out[0][0] * out[1][1] - out[0][1] * out[1][0])
    step = there[1] - there[0]
    return math.sqrt(apart * way / abs(back[0][0] * step[1] - back[0][1] * step[0]))


@case(
    "1.6 two-ray", "Two-ray multipath and roughness", model="physics.multipath", label=VERIFIED, mark="C",
    source=f"|2 sin(2 pi h1 h2 / (l R))| and exact paths; {BARTON}",
)  # fmt: skip
def test_two_ray(sheet):
    sine, exact, f2 = plain(multipath.two_ray_sine), plain(multipath.two_ray), plain(multipath.factor2)
    sheet.equal("10 GHz, 5 m and 100 m, 8 km", 1.01565, sine(5.0, 100.0, 8e3, LIGHT / 10e9), rel=0.01)
    sheet.equal("the same by exact paths", 1.01389, exact(5.0, 100.0, 8e3, LIGHT / 10e9, 1.0), rel=0.01)
    sheet.equal("a null: 3 GHz, 10 m and 50 m, 10 km", 0.00435, sine(10.0, 50.0, 10e3, LIGHT / 3e9), abs_=1e-5)
    sheet.equal("the same by exact paths", 0.00427, exact(10.0, 50.0, 10e3, LIGHT / 3e9, 1.0), abs_=1e-5)
    f4 = np.array([f2(2.0 * math.pi * i / 3600, 1.0) ** 2 for i in range(3600)])
    sheet.equal("largest F^4", 12.04, db(f4.max()), abs_=0.01, unit="dB")
    sheet.equal("mean of F^4 over a lobe", 6.0, f4.mean(), rel=1e-9)
    sheet.equal("the closed form of it", 6.0, plain(multipath.lobe_average)(1.0), rel=1e-12)
    sigma = 0.03 / (8.0 * math.sin(0.01))
    got = plain(multipath.roughness_factor)(sigma, math.sin(0.01), 0.03)
    sheet.equal("roughness at Rayleigh's limit l / (8 sin psi)", math.exp(-(math.pi**2) / 8.0), got, rel=1e-9)
    for h1, h2, far in ((5.0, 100.0, 15e3), (30.0, 60.0, 25e3), (5.0, 300.0, 60e3)):
        name = f"divergence, {h1:g} m and {h2:g} m, {far / 1e3:g} km: two rays traced off the sphere"
        ours = plain(multipath.over_sphere)(h1, h2, far, SPHERE)[2]
        sheet.equal(name, traced(h1, h2, far), ours, rel=1e-4)
    d = np.linspace(2e3, 40e3, 800)

    def sphere(x: float) -> float:
        delta, _, divergence = plain(multipath.over_sphere)(5.0, 100.0, x, SPHERE)
        return db(max(f2(2.0 * math.pi * delta / 0.1, divergence), 1e-3) ** 2)

    def draw(axes):
        axes.plot(d / 1e3, [2.0 * db(max(exact(5.0, 100.0, x, 0.1, 1.0) ** 2, 1e-3)) for x in d], label="flat mirror")
        axes.plot(d / 1e3, [sphere(float(x)) for x in d], label="4/3 earth, smooth")
        axes.set_xlabel("ground distance, km")
        axes.set_ylabel("F^4, dB")
        axes.legend(frameon=False)

    sheet.plot("two_ray", "Echo over a mirror against free space: 3 GHz, antenna 5 m, target 100 m", draw)


@case(
    "1.6 blind speed", "Blind speeds and canceller response", model="physics.clutter.blind_speed, response",
    label=VERIFIED, mark="C", source=f"n l PRF / 2; 4 sin^2(pi f_d / PRF); {BARTON}",
)  # fmt: skip
def test_blind_speed(sheet):
    blind, response = plain(clutter.blind_speed), plain(clutter.response)
    sheet.equal("10 GHz, 4 kHz", 59.958, blind(1.0, LIGHT / 10e9, 4e3), abs_=1e-3, unit="m/s")
    sheet.equal("3 GHz, 1 kHz", 49.965, blind(1.0, LIGHT / 3e9, 1e3), abs_=1e-3, unit="m/s")
    v = blind(1.0, 0.03, 4e3)
    sheet.equal("half way: 4 sin^2", 4.0, plain(clutter.canceller_gain)(0.5 * v, 0.03, 4e3), rel=1e-9)
    for order in (1.0, 2.0):
        mean = np.mean([response(order, v * (i + 0.5) / 1000, 0.03, 4e3) for i in range(1000)])
        sheet.equal(f"mean response, {order:g} delays, noise gain out", 1.0, mean, rel=1e-9)


@case(
    "1.6 improvement", "Improvement factor of cancellers", model="physics.clutter.improvement_*", label=VERIFIED,
    mark="C", source=f"Gaussian clutter of 10 Hz, PRF 1 kHz; {BARTON}",
)  # fmt: skip
def test_improvement(sheet):
    sheet.equal("one delay, exact", 27.051, db(plain(clutter.improvement_single)(10.0, 1e3)), abs_=0.01, unit="dB")
    sheet.equal("two delays", 51.083, db(plain(clutter.improvement_double)(10.0, 1e3)), abs_=0.01, unit="dB")


@case(
    "1.6 clutter", "Ground clutter cross section", model="physics.clutter.cell_rcs", label=VERIFIED, mark="M",
    source=f"sigma0 R theta (c tau / 2) sec(psi), sigma0 = gamma sin(psi); {BARTON}",
)  # fmt: skip
def test_clutter(sheet):
    psi = 0.02
    expected = 10**-1.5 * math.sin(psi) * 5e3 * math.radians(2.0) * 75.0 / math.cos(psi)
    s0 = plain(clutter.sigma0)(10**-1.5, math.sin(psi))
    got = plain(clutter.cell_rcs)(s0, 5e3, math.radians(2.0), 75.0, math.cos(psi))
    sheet.equal("-15 dB, 20 mrad, 5 km, 2 deg, 75 m", expected, got, rel=1e-12, unit="m2")
    sheet.note("The law is a wide prior: gamma is drawn from -26 to 0 dB by class of ground, and validated nowhere.")


@case(
    "3 wind", "Wind profiles", model="physics.wind.power_law, log_law", label=VERIFIED, mark="C", section=3,
    source="(z / z_r)^(1/7); ln(z / z0) / ln(z_r / z0), z0 0.03 m; from 10 m to 100 m",
)  # fmt: skip
def test_wind(sheet):
    sheet.equal("power law", 1.38950, plain(wind.power_law)(100.0, 10.0, 1.0 / 7.0), abs_=5e-6)
    sheet.equal("logarithmic law", 1.39637, plain(wind.log_law)(100.0, 10.0, 0.03), abs_=5e-6)


@case(
    "10 knife edge", "Knife-edge diffraction", model="physics.diffraction.knife_edge", label=VERIFIED, mark="C",
    section=10, source="ITU-R P.526, section 4.1; the exact Fresnel integral",
)  # fmt: skip
def test_knife_edge(sheet):
    def exact(v: float) -> float:
        s, c = fresnel(v)
        return -20.0 * math.log10(math.hypot(0.5 - c, 0.5 - s) / math.sqrt(2.0))

    j = plain(diffraction.knife_edge)
    for v, value, integral in (
        (0.0, 6.0329, 6.0206), (1.0, 13.9257, 13.8641), (2.0, 19.0429, 19.0910), (4.0, 24.8813, 25.0030),
    ):  # fmt: skip
        sheet.equal(f"v = {v:g}", value, j(v), abs_=1e-4, unit="dB")
        sheet.equal(f"v = {v:g}, against the exact integral", integral, j(v), abs_=0.13, unit="dB")
    worst = max(abs(j(-0.5 + 0.01 * i) - exact(-0.5 + 0.01 * i)) for i in range(451))
    sheet.within("largest error from -0.5 to 4", 0.0, 0.13, worst, unit="dB")


@pytest.mark.heavy
@case(
    "13 ITU", "Gas and rain against ITU-Rpy", model="physics.attenuation", label=CROSS_CHECKED, mark="C", section=13,
    source="ITU-Rpy 0.4, P.676-13 line by line and P.838-3",
)  # fmt: skip
def test_itu(sheet):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from itur.models import itu676, itu838

        gas, rain = [], []
        for f in np.geomspace(0.3, 40.0, 60):
            whole = sum(float(p(f, 1013.25, 7.5, 288.15).value) for p in (itu676.gamma0_exact, itu676.gammaw_exact))
            gas.append(abs(sum(attenuation.gas(f * GHZ)) / whole - 1.0))
        for f in np.geomspace(1.0, 100.0, 60):
            other = float(itu838.rain_specific_attenuation(12.0, f, 20.0, 45.0).value)
            rain.append(abs(attenuation.rain(f * GHZ, 12.0 * MM_PER_HOUR, math.radians(20.0)) / other - 1.0))
    sheet.within("gas, largest relative error, 0.3 to 40 GHz", 0.0, 0.05, max(gas))
    sheet.within("rain, largest relative error, 1 to 100 GHz", 0.0, 1e-5, max(rain))
