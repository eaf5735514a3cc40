"""2. Electro-optics: task probability, cycles, contrast through haze, search time."""

import math

import numpy as np
import pytest
from laboratory import CREW, IDEAL, UNIT, VEHICLE, Laboratory, outcomes
from proof import BRACKETED, VERIFIED, case

from shorad.catalogue.files import list_systems
from shorad.catalogue.load import load_system
from shorad.physics import optics

DRIGGERS = "Vollmerhausen and Driggers, Analysis of Sampled Imaging Systems (2000)"
JOHNSON = "Johnson 1958, Analysis of image forming systems"


@case(
    "2 Johnson", "Johnson's cycle criteria in use", model="catalogue: optics.n50", label=BRACKETED, mark="M",
    source=f"{JOHNSON}: detect 1.0, orient 1.4, recognise 4.0, identify 6.4 cycles; later revisions 0.75, 3, 6",
)  # fmt: skip
def test_johnson(sheet):
    for name in list_systems():
        n50 = load_system(name).get("optics.n50")
        if n50 is not None:
            sheet.within(f"{name}: nominal, for an even chance of detection", 0.75, 4.0, n50.number, unit="cycles")
            sheet.within(f"{name}: lowest that is drawn", 0.75, 4.0, n50.low, unit="cycles")
            sheet.within(f"{name}: highest that is drawn", 0.75, 4.0, n50.high, unit="cycles")
    sheet.note(
        "From detection by the revised criterion to recognition by the first: what counts as a task is disputed."
    )


@case(
    "2 TTPF", "Target transfer probability", model="physics.optics.ttpf", label=VERIFIED, mark="M",
    source=f"E = 2.7 + 0.7 N/N50; {DRIGGERS}",
)  # fmt: skip
def test_ttpf(sheet):
    table = {0.25: (0.0182, 0.02), 0.5: (0.1077, 0.10), 0.75: (0.2834, 0.30), 1.0: (0.5, 0.50), 2.0: (0.9449, 0.95),
             3.0: (0.9949, 1.0)}  # fmt: skip
    for ratio, (formula, rounded) in table.items():
        got = optics.ttpf(ratio, 1.0)
        sheet.equal(f"N/N50 {ratio:g}, the formula", formula, got, abs_=1e-4)
        sheet.equal(f"N/N50 {ratio:g}, the rounded table", rounded, got, abs_=0.02)


@case(
    "2 TTP", "Targeting task performance", model="physics.optics.ttp", label=VERIFIED, mark="M",
    source=f"E = 1.51 + 0.24 V/V50; {DRIGGERS}",
)  # fmt: skip
def test_ttp(sheet):
    for ratio, value in ((0.5, 0.2442), (1.0, 0.5), (2.0, 0.7989)):
        sheet.equal(f"V/V50 {ratio:g}", value, optics.ttp(ratio, 1.0), abs_=1e-4)


@case(
    "2 cycles", "Cycles on target", model="physics.optics.cycles", label=VERIFIED, mark="C", source="N = h f / (2 p R)"
)
def test_cycles(sheet):
    sheet.equal("1.2 m, f 0.5 m, pitch 15 um, 8 km", 2.5, optics.cycles(1.2, 0.5, 15e-6, 8e3), abs_=1e-12)


@case(
    "2 Koschmieder", "Visibility and contrast range", model="physics.optics.koschmieder, contrast_range",
    label=VERIFIED, mark="C", source="Koschmieder 1924: -ln(threshold) / V; 5 % is the ICAO and WMO threshold",
)  # fmt: skip
def test_koschmieder(sheet):
    beta = optics.koschmieder(10e3, 0.02)
    sheet.equal("V 10 km, 2 %", 0.3912, 1e3 * beta, abs_=1e-4, unit="/km")
    sheet.equal("V 10 km, 5 %", 0.2996, 1e3 * optics.koschmieder(10e3, 0.05), abs_=1e-4, unit="/km")
    for contrast, threshold, value in ((0.5, 0.02, 8.228), (0.5, 0.05, 5.886), (1.0, 0.02, 10.0)):
        got = optics.contrast_range(contrast, threshold, beta) / 1e3
        sheet.equal(f"contrast {contrast:g}, threshold {threshold:g}", value, got, abs_=1e-3, unit="km")


@case("2 Kruse", "Infrared extinction", model="physics.optics.kruse", label=VERIFIED, mark="C",
      source="Kruse 1962: 3.912 / V (lambda / 0.55 um)^-q")  # fmt: skip
def test_kruse(sheet):
    for micron, value in ((1.06, 0.1667), (4.0, 0.0297), (10.0, 0.0090)):
        sheet.equal(f"V 10 km, {micron:g} um", value, 1e3 * optics.kruse(10e3, micron * 1e-6), abs_=1e-4, unit="/km")
    for km, q in ((60.0, 1.6), (4.0, 0.585 * 4.0 ** (1 / 3))):
        value = 3.912 / km * (4.0 / 0.55) ** -q
        got = 1e3 * optics.kruse(1e3 * km, 4e-6)
        sheet.equal(f"V {km:g} km, 4 um: q {q:.3f}", value, got, abs_=1e-4, unit="/km")
    sheet.note("Aerosol only; too favourable beyond 8 um in humid air.")


WATCH = {
    "thermal": False, "wavelength": "0.55 um", "focal_length": "1 m", "pitch": "15 um", "n50": 1, "threshold": 0.02,
    "search_tau": "15 s", "cued_tau": "5 s", "look_period": "0.5 s", "range_max": "20 km", "elevation_max": "85 deg",
    "floor_angle": "1 mrad", "range_error": 0.001, "channels": 1, "tracks_max": 4, "m_hits": 1, "n_window": 1,
    "accel_psd": "10 m2/s3", "coast_max": "10 s",
}  # fmt: skip
GUN = {
    "rate": "10 /s", "muzzle_velocity": "900 m/s", "mass": "0.4 kg", "calibre": "30 mm", "form_factor": 1,
    "burst_rounds": 10, "burst_interval": "2 s", "range_max": "1 km", "range_min": "0 m", "dispersion": "1 mrad",
    "burst_bias": "1 mrad", "bias_correlation": 0, "pk_hit": 0,
}  # fmt: skip


@pytest.mark.heavy
@case(
    "2 search", "Search time, through the whole engine", model="engine.scan (optical looks)", label=VERIFIED, mark="M",
    source="found by time t with 1 - exp(-t / tau), tau 15 s; a target in plain view 2 km away",
)  # fmt: skip
def test_search_time(sheet, tmp_path):
    made, runs, tau = Laboratory(tmp_path), 4000, 15.0
    unit = {"optics": WATCH, "missile": UNIT["missile"], "tracking_radar": UNIT["tracking_radar"], "vehicle": VEHICLE}
    made.system("watch", "fire_unit", unit | {"crew": CREW})
    drone = {"route": [["2 km", "0 km", "100 m"]], "target": "depot", "set": {"airframe.speed": "1 m/s"}}
    resolved = made.scenario(
        defence={"system": "watch", "doctrine": "external"}, attack={"drone": drone}, duration="60 s",
        switches=tuple(s for s in IDEAL if s != "detection"), assets={"depot": {"at": ["2 km", "5 km"]}},
    )  # fmt: skip
    fate = outcomes(resolved, runs).objects[:, 0]
    # looks fall every half second at an unknown phase; found at a look counts from the first instant
    times = np.where(fate["firm"] == 1, fate["t_firm"], math.inf)
    for t in (5.0, 10.0, 15.0, 30.0, 60.0):
        found = float(np.mean(times < t))
        p = 1.0 - math.exp(-t / tau)
        sheet.chance(f"found within {t:g} s", p, found, math.sqrt(p * (1 - p) / runs))
    grid = np.arange(0.0, 60.1, 0.5)

    def draw(axes):
        axes.plot(grid, 1.0 - np.exp(-grid / tau), label="1 - exp(-t / tau)")
        axes.step(grid, [np.mean(times < t) for t in grid], where="post", label=f"{runs} runs of the engine")
        axes.set_xlabel("time, s")
        axes.set_ylabel("found")
        axes.legend(frameon=False)

    sheet.plot("search", "Time to find a target in plain view", draw)
