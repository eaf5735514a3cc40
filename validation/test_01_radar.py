"""1. Radar: range equation, jamming, horizon, errors."""

import math

import numpy as np
from proof import VERIFIED, case

from shorad.physics import geometry, radar

BARTON = "Barton, Radar System Analysis and Modeling (2005)"


def db(value: float) -> float:
    return 10.0 ** (value / 10.0)


@case(
    "V1.1", "Range equation, single pulse", model="physics.radar.detection_range", label=VERIFIED, mark="R",
    source="MATLAB radareqrng, documentation page (prints 4.1057e4; gain 20 dB is inferred from agreement)",
)  # fmt: skip
def test_range_equation(sheet):
    got = radar.detection_range(1.0e6, 10.0e-6, db(20.0), radar.LIGHT / 10.0e9, 1.0, 290.0, 1.0, db(6.0))
    sheet.equal("10 GHz, 1 MW, 10 us, 20 dB, 1 m2, S 6 dB", 41_056.57, got, rel=1e-3, unit="m")
    sheet.equal("as printed", 4.1057e4, got, abs_=0.5, unit="m")


@case(
    "V1.2", "Range equation, search form", model="physics.radar.search_range", label=VERIFIED, mark="C",
    source="inputs of MATLAB radareqsearchrng; the value computed (its printed result was not seen)",
)  # fmt: skip
def test_search_form(sheet):
    aperture = radar.effective_aperture(db(34.0), radar.LIGHT / 2.5e9)
    solid_angle = 2.0 * math.pi * math.sin(math.radians(40.0))
    got = radar.search_range(2100.0, aperture, 1.0, 60.0 / 12.5, solid_angle, 487.0, db(20.0), db(13.0))
    sheet.equal("2.5 GHz, 2100 W, 34 dB, 360 x 40 deg, 12.5 rpm", 80_767.0, got, rel=1e-3, unit="m")


@case(
    "V1.3", "Range over cross section", model="physics.radar.snr, detection_range", label=VERIFIED, mark="C",
    source="R ~ sigma^(1/4)",
)  # fmt: skip
def test_scaling(sheet):
    def reach(rcs):
        return radar.detection_range(1.0e6, 1.0e-5, 100.0, 0.03, rcs, 290.0, 1.0, 4.0)

    sheet.equal("sigma x 10", 10.0**0.25, reach(10.0) / reach(1.0), rel=1e-6)
    sheet.equal("sigma x 0.01", 0.316228, reach(0.01) / reach(1.0), abs_=1e-6)
    # the engine works from one published point: the same law
    for factor in (10.0, 0.01):
        got = radar.snr(13.0, 36e3, 2.0, 36e3 * factor**0.25, 2.0 * factor, 1.0)
        sheet.equal(f"S from a published point at R and sigma scaled by {factor:g}", 13.0, got, rel=1e-6)


@case(
    "V1.4", "Receiver noise", model="physics.radar.noise_power", label=VERIFIED, mark="R",
    source="MATLAB noisepow, documentation page",
)  # fmt: skip
def test_noise(sheet):
    sheet.equal("10 kHz, 1 dB, 300 K", 5.2144e-17, radar.noise_power(10.0e3, db(1.0), 300.0), rel=1e-4, unit="W")


@case(
    "V1.5", "System temperature, both conventions", model="physics.radar.system_temperature", label=VERIFIED,
    mark="R", source=f"MATLAB systemp, documentation page; {BARTON} for Ta + Tr + Lr Te",
)  # fmt: skip
def test_temperature(sheet):
    sheet.equal("T0 F, 5 dB, 300 K", 948.6833, radar.system_temperature(db(5.0), 300.0), rel=1e-6, unit="K")
    got = radar.system_temperature_barton(300.0, 0.0, 1.0, 300.0 * (db(5.0) - 1.0))
    sheet.equal("Barton's convention, antenna at the reference", 948.6833, got, rel=1e-6, unit="K")


@case(
    "1.6 horizon", "Radar horizon over 4/3 earth", model="physics.geometry.horizon_distance", label=VERIFIED, mark="C",
    source="d = sqrt(2 k Re h1) + sqrt(2 k Re h2), Re 6371 km; the exact arc for comparison",
)  # fmt: skip
def test_horizon(sheet):
    radius = geometry.K_RADAR * geometry.EARTH_RADIUS
    for h1, h2, d in ((10.0, 50.0, 42_179.9), (30.0, 0.0, 22_576.1), (15.0, 1000.0, 146_306.8)):
        got = geometry.horizon_distance(h1, h2, geometry.K_RADAR)
        sheet.equal(f"{h1:g} m and {h2:g} m", d, got, abs_=0.1, unit="m")
        arc = radius * (math.acos(radius / (radius + h1)) + math.acos(radius / (radius + h2)))
        sheet.equal("the exact arc", arc, got, rel=1e-4, unit="m")
    sheet.equal("exact arc of 15 m and 1000 m as tabled", 146_300.4, arc, abs_=0.1, unit="m")


@case(
    "10 bulge", "Bulge of the earth", model="physics.geometry.sagitta", label=VERIFIED, mark="C",
    source="d1 d2 / (2 k Re)", section=10,
)  # fmt: skip
def test_bulge(sheet):
    sheet.equal("middle of 20 km, k 4/3", 5.886, geometry.sagitta(10e3, geometry.K_RADAR), abs_=1e-3, unit="m")


@case(
    "1.7 burn-through", "Self-screening burn-through", model="physics.radar.burn_through", label=VERIFIED, mark="C",
    source=f"R^2 = Pt G sigma Bj / (4 pi Pj Gj Br S/J); {BARTON}",
)  # fmt: skip
def test_burn_through(sheet):
    def reach(rcs, ratio):
        return radar.burn_through(100e3, db(35.0), rcs, 10.0, db(6.0), 50e6, 1e6, ratio)

    sheet.equal("S/J 10", 2514.17, reach(2.0, 10.0), rel=1e-5, unit="m")
    sheet.equal("S/J 1", 7950.51, reach(2.0, 1.0), rel=1e-5, unit="m")
    sheet.equal("sigma x 4: R x", 2.0, reach(8.0, 1.0) / reach(2.0, 1.0), rel=1e-6)
    sheet.note("Does not depend on wavelength: it is no argument of the function.")


@case(
    "1.8 errors", "Errors of angle and range", model="physics.radar.sigma_angle, sigma_range", label=VERIFIED, mark="C",
    source=f"theta3 / (1.6 sqrt(2 S)), c / (2 B sqrt(2 S)); {BARTON}; Skolnik, Introduction to Radar Systems",
)  # fmt: skip
def test_errors(sheet):
    s, resolution = db(13.0), radar.LIGHT / (2.0 * 5e6)
    angle = math.degrees(radar.sigma_angle(math.radians(1.0), s, 0.0))
    sheet.equal("1 deg, 13 dB", 0.098938, angle, abs_=1e-6, unit="deg")
    range_ = radar.sigma_range(resolution, s, 0.0)
    sheet.equal("5 MHz, 13 dB", 4.7458, range_, abs_=1e-4, unit="m")
    sheet.equal("10 dB less: angle x", 3.162278, radar.sigma_angle(0.02, s / 10, 0.0) / radar.sigma_angle(0.02, s, 0.0),
                rel=1e-6)  # fmt: skip
    sheet.equal("10 dB less: range x", 3.162278, radar.sigma_range(resolution, s / 10, 0.0) / range_, rel=1e-6)
    floor = radar.sigma_range(resolution, s, 3.0)
    sheet.equal("with a floor of 3 m, root sum square", math.hypot(4.7458, 3.0), floor, abs_=1e-4, unit="m")


@case(
    "1.4 M of N", "Hits in a window", model="physics.radar.m_of_n", label=VERIFIED, mark="C", source="binomial law",
)  # fmt: skip
def test_m_of_n(sheet):
    for p, m, n, value in (
        (0.5, 2, 3, 0.5), (0.5, 3, 5, 0.5), (0.5, 2, 4, 0.6875), (0.7, 2, 3, 0.784), (0.7, 3, 5, 0.83692),
        (0.7, 2, 4, 0.9163), (0.9, 2, 3, 0.972), (0.9, 3, 5, 0.99144),
    ):  # fmt: skip
        sheet.equal(f"{m} of {n}, p {p:g}", value, radar.m_of_n(p, np.int64(m), np.int64(n)), abs_=1e-12)


@case(
    "1.4 sliding", "Sliding window, look by look", model="physics.radar.sliding_m_of_n", label=VERIFIED, mark="C",
    source="Markov chain over the last looks",
)  # fmt: skip
def test_sliding(sheet):
    for k, value in enumerate((0.0, 0.25, 0.5, 0.625, 0.71875, 0.796875), 1):
        got = radar.sliding_m_of_n(0.5, np.int64(2), np.int64(3), np.int64(k))
        sheet.equal(f"2 of 3, p 0.5, by look {k}", value, got, abs_=1e-12)


@case(
    "1.4 cumulative", "Cumulative detection", model="physics.radar.m_of_n", label=VERIFIED, mark="C",
    source="1 - prod(1 - p)",
)  # fmt: skip
def test_cumulative(sheet):
    missed = 1.0
    for p in (0.1, 0.2, 0.35, 0.5, 0.7):
        missed *= 1.0 - radar.m_of_n(p, np.int64(1), np.int64(1))
    sheet.equal("p 0.1, 0.2, 0.35, 0.5, 0.7", 0.9298, 1.0 - missed, abs_=1e-12)
    sheet.equal("six looks of 0.4", 1.0 - 0.6**6, radar.m_of_n(0.4, np.int64(1), np.int64(6)), abs_=1e-12)
