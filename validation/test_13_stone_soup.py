"""13. Against other programs: the tracker and Stone Soup on identical plots; the measures that judge them."""

from functools import cache

import numpy as np
import pytest
from benchmarks import plots
from benchmarks.tracker import picture
from proof import CROSS_CHECKED, VERIFIED, case
from tracks.metrics import Quality, gospa, ospa, quality

SCANS = 60
FIRST = 5  # scans left out at the start, while tracks begin
CUT = 500.0  # m, about three standard deviations of a plot at the far end
MARGIN = 1.10  # ours over theirs, at most
SOUP = "Stone Soup 1.9.1 (Dstl): extended Kalman filter, global nearest neighbour, two plots to start"

# scene, targets, density of the acceleration in both filters (m2/s3), seeds
SCENES = {
    "1 target, straight": (plots.straight, 1, 1.0, range(1, 9)),
    "1 target, weaving at 3 g": (plots.weaving, 1, 50.0, range(1, 9)),
    "12 targets, straight": (plots.straight, 12, 1.0, range(1, 4)),
    "12 targets, crossing in pairs": (plots.crossing, 12, 1.0, range(1, 5)),
    "12 targets, weaving at 3 g": (plots.weaving, 12, 50.0, range(1, 4)),
    "24 targets, straight": (plots.straight, 24, 1.0, range(1, 3)),
    "24 targets, crossing in pairs": (plots.crossing, 24, 1.0, range(1, 4)),
}


@case(
    "7 OSPA", "OSPA and GOSPA", model="validation: tracks.metrics", label=VERIFIED,
    source="Definitions of Schuhmacher et al. 2008 and Rahmathullah et al. 2017 (arXiv 1601.05585), by hand", mark="C",
)  # fmt: skip
def test_ospa(sheet):
    x, y = np.array([[0.0, 0.0], [10.0, 0.0], [0.0, 10.0]]), np.array([[1.0, 0.0], [10.0, 2.0]])
    for c, p, first, second in ((5, 1, 8 / 3, 5.5), (5, 2, 10**0.5, 17.5**0.5), (20, 2, 135**0.5, 205**0.5)):
        sheet.equal(f"OSPA, c = {c}, p = {p}", first, ospa(x, y, c, p), abs_=1e-6)
        sheet.equal(f"GOSPA, c = {c}, p = {p}", second, gospa(x, y, c, p), abs_=1e-6)


@cache
def both(name: str) -> tuple[Quality, Quality]:
    """Mean quality of our pictures and of theirs over the seeds of a scene."""
    soup = pytest.importorskip("benchmarks.stone_soup")
    scene, targets, density, seeds = SCENES[name]
    ours, theirs = [], []
    for seed in seeds:
        paths = scene(targets, SCANS, seed)
        columns = plots.observe(paths, seed)
        ours.append(quality(picture(columns, SCANS, density), paths, CUT, FIRST))
        theirs.append(quality(soup.picture(columns, SCANS, density), paths, CUT, FIRST))
    return Quality(*np.mean(ours, axis=0)), Quality(*np.mean(theirs, axis=0))


@pytest.mark.heavy
@case("13 Stone Soup", "Tracks against Stone Soup", model="engine.track.track", label=CROSS_CHECKED, source=SOUP)
def test_stone_soup(sheet):
    for name in SCENES:
        ours, theirs = both(name)
        note = f"theirs {theirs.rmse:.2f} m"
        sheet.within(f"{name}: RMSE", -np.inf, MARGIN * theirs.rmse, ours.rmse, unit="m", note=note)
        note = f"theirs {theirs.gospa:.2f} m; false tracks {ours.false:.2f} and {theirs.false:.2f} a scan"
        sheet.within(f"{name}: GOSPA", -np.inf, MARGIN * theirs.gospa, ours.gospa, unit="m", note=note)
    sheet.note(
        "Identical plots: 30 m and 5 mrad, detection 0.95, one scan a second for 60 s, a gate of 99 %, the same "
        "process noise, prior speed, start and end of tracks. Theirs linearises the measurement, ours converts it. "
        "At most 10 % above theirs. GOSPA: p = 2, cut-off 500 m, per target, root mean square over scans. Tracks in "
        "one resolution cell are not merged here, since theirs are not."
    )


@pytest.mark.heavy
@case(
    "13 Stone Soup", "Who is who where paths cross", model="engine.track.track", label=CROSS_CHECKED, source=SOUP,
)  # fmt: skip
def test_crossing_switches(sheet):
    for name, (_, targets, _, seeds) in SCENES.items():
        if "crossing" in name:
            ours, theirs = both(name)
            crossings = targets // 2
            text = "{:.2f} changes of track per crossing"
            sheet.holds(
                f"{name}: switches", text.format(theirs.switches / crossings), text.format(ours.switches / crossings),
                ours.switches <= MARGIN * theirs.switches,
                note=f"of {len(seeds) * crossings} crossings; at most 10 % more",
            )  # fmt: skip
