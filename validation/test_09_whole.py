"""8, 9, 1.4. Closed forms asked of the whole engine, from scenario files of ideal systems (tests/helpers)."""

from math import sqrt

import numpy as np
import pytest
from closed_forms import binomial, erlang_loss, evenly_spaced, shares, shoot
from firm_tracks import RUNS as LOOKS
from firm_tracks import SCANS, confirmed, first_firm
from laboratory import IDEAL, Laboratory, logged
from proof import VERIFIED, case

from shorad.engine import codes

pytestmark = pytest.mark.heavy
WHOLE = "the whole engine"


@pytest.fixture(scope="module")
def laboratory(tmp_path_factory: pytest.TempPathFactory) -> Laboratory:
    return Laboratory(tmp_path_factory.mktemp("laboratory"))


def lay(sheet, name, counts, law, of):
    """Every frequency of a whole number, and its mean."""
    rows, mean = shares(counts, law)
    for k, (reference, found, error) in enumerate(rows):
        sheet.chance(f"{name}: P({k} {of})", reference, found, error)
    sheet.chance(f"{name}: mean", mean[0], mean[1], mean[2])


@case("9 salvo", "Salvo", model=WHOLE, label=VERIFIED, mark="C", source="1 - (1 - p)^n; 4000 runs each")
def test_salvo(sheet, laboratory):
    for n, p, value in ((2, 0.7, 0.91), (4, 0.7, 0.9919), (3, 0.6, 0.936)):
        out = shoot(laboratory, 1, p, doctrine="salvo", salvo=n, missiles=n)
        error = sqrt(value * (1 - value) / len(out.run))
        sheet.chance(f"{n} missiles of {p:g}", value, float(out.run["attackers_down"].mean()), error)


@case(
    "9 raid", "Raid, so many shots each", model=WHOLE, label=VERIFIED, mark="C", source="binomial law; 4000 runs each"
)
def test_raid(sheet, laboratory):
    for targets, shots, p, none, mean, one in (
        (4, 2, 0.7, 0.685750, 0.36, 0.957035), (8, 1, 0.8, 0.167772, 1.6, 0.503316),
    ):  # fmt: skip
        out = shoot(laboratory, targets, p, doctrine="salvo", salvo=shots, missiles=targets * shots)
        leaks, n = out.run["leakers"], len(out.run)
        name = f"{targets} targets, {shots} shots of {p:g}"
        sheet.chance(f"{name}: none leaks", none, float(np.mean(leaks == 0)), sqrt(none * (1 - none) / n))
        sheet.chance(f"{name}: at most one", one, float(np.mean(leaks <= 1)), sqrt(one * (1 - one) / n))
        q = (1 - p) ** shots
        sheet.chance(f"{name}: mean", mean, float(leaks.mean()), sqrt(targets * q * (1 - q) / n))
        sheet.same(f"{name}: shots at each", [shots], np.unique(out.objects["shots"]).tolist())


@case("8 SLS", "Shoot-look-shoot", model=WHOLE, label=VERIFIED, mark="C",
      source="min(targets, binomial(missiles, p)); 4000 runs each")  # fmt: skip
def test_shoot_look_shoot(sheet, laboratory):
    out = shoot(laboratory, 1, 0.7, missiles=2)
    lay(sheet, "one target, two missiles of 0.7", out.run["attackers_down"], np.array([0.09, 0.91]), "killed")
    lay(sheet, "missiles spent", out.run["missiles"], np.array([0.0, 0.7, 0.3]), "spent")
    for missiles, targets, p, kills, every in ((8, 4, 0.7, 3.929384, 0.942032), (12, 8, 0.6, 6.869452, 0.438178)):
        down = shoot(laboratory, targets, p, missiles=missiles).run["attackers_down"]
        law = binomial(missiles, p)
        law = np.append(law[:targets], law[targets:].sum())
        spread = sqrt(float((law * (np.arange(targets + 1) - kills) ** 2).sum()) / len(down))
        name = f"{missiles} missiles of {p:g}, {targets} targets"
        sheet.chance(f"{name}: mean killed", kills, float(down.mean()), spread)
        sheet.chance(
            f"{name}: all killed", every, float(np.mean(down == targets)), sqrt(every * (1 - every) / len(down))
        )


@case(
    "8 looks", "Number of looks", model=WHOLE, label=VERIFIED, mark="C",
    source="R' = R Vm / (Vm + Vt) after each delay: 18 km, 1.2 km, 200 and 800 m/s, first 6 s, then 4 s",
)  # fmt: skip
def test_looks(sheet, laboratory):
    figures = {
        "search_radar.instrumented_range": "18 km", "search_radar.scan_period": "0.1 s", "missile.kill_p0": 0,
        "missile.mass_launch": "20010 kg", "missile.mass_burnout": "20005 kg", "missile.mass_dart": "20000 kg",
        "missile.launch_speed": "799 m/s", "missile.burnout_speed": "800 m/s", "missile.speed_value": "780 m/s",
        "missile.range_min": "1.2 km", "crew.operator_time": ["4 s"] * 3, "crew.reaction": ["2 s"] * 3,
        "crew.assess_delay": ["2 s"] * 3, "tracking_radar.channels": 1,
    }  # fmt: skip
    drone = {"from": {"bearing": "0 deg", "range": "25 km"}, "altitude": "60 m", "target": "depot"}
    switches = tuple(s for s in IDEAL if s not in ("coverage", "operator", "reaction", "assess"))
    resolved = laboratory.scenario(
        defence={"set": figures}, attack={"drone": drone | {"set": {"airframe.speed": "200 m/s"}}}, switches=switches,
    )  # fmt: skip
    log = logged(resolved)
    bursts = log[np.isin(log["kind"], (codes.V_BURST, codes.V_MISS))]
    found = 25e3 - 200.0 * bursts["t"]
    expected = (13440.0, 10112.0, 7449.6, 5319.7, 3615.7, 2252.6)
    sheet.same("looks", len(expected), len(found))
    for k, (value, ours) in enumerate(zip(expected, found, strict=False), 1):
        # 0.1 s of the grid at each of detection, order and verdict
        sheet.equal(f"range of intercept {k}", value, ours, abs_=60.0 * k, unit="m")
    sheet.note(
        "6 s before the first shot are 4 s of the operator and 2 s of reaction; 4 s between looks are 2 s of "
        "assessment and 2 s of reaction. The tolerance is what the grid of 0.1 s may add: up to 0.3 s, 60 m, in "
        "each look. The missile keeps 800 m/s in level flight; its published speed holds for a climb of 20 degrees."
    )


@case("9 Erlang B", "Loss system", model=WHOLE, label=VERIFIED, mark="C",
      source="Erlang B; Poisson raid of 300, channels as servers, 40 runs each")  # fmt: skip
def test_erlang(sheet, laboratory):
    for channels, load, value in ((1, 1, 0.5), (2, 1, 0.2), (3, 2, 0.210526), (4, 3, 0.206107)):
        found = erlang_loss(laboratory, channels, load)
        error = float(found.lost.std(ddof=1)) / sqrt(len(found.lost))
        sheet.chance(f"{channels} channels, load {load}", value, float(found.lost.mean()), error)


@case("9 evenly", "Evenly spaced arrivals", model=WHOLE, label=VERIFIED, mark="C",
      source="20 targets 2 s apart, 4 channels, each busy until the seventh after")  # fmt: skip
def test_evenly(sheet, laboratory):
    service, served = evenly_spaced(laboratory)
    sheet.within("a channel is busy for", 10.5, 12.0, service, unit="s")
    sheet.same("served in every run", [14], np.unique(served.sum(axis=1)).tolist())


@case(
    ("1.4 sliding", "1.4 M of N"), "First firm track, scan by scan", model=WHOLE, label=VERIFIED, mark="C",
    source="Markov chain over the last looks; 4000 runs each",
)  # fmt: skip
def test_first_firm(sheet, tmp_path):
    curves = []
    for i, (p, m, n, swerling) in enumerate(((0.5, 2, 3, 0), (0.5, 2, 3, 1), (0.7, 3, 5, 1), (0.9, 2, 4, 3))):
        found, expected = first_firm(tmp_path / str(i), p, m, n, swerling), confirmed(p, m, n, SCANS)
        name = f"{m} of {n}, p {p:g}, Swerling {swerling}"
        for k, (value, ours) in enumerate(zip(expected, found, strict=True), 1):
            sheet.chance(f"{name}: firm by scan {k}", value, float(ours), sqrt(value * (1 - value) / LOOKS))
        curves.append((name, found, expected))

    def draw(axes):
        for name, found, expected in curves:
            (line,) = axes.plot(range(1, SCANS + 1), expected, label=name)
            axes.plot(range(1, SCANS + 1), found, "o", color=line.get_color(), ms=4)
        axes.set_xlabel("scan")
        axes.set_ylabel("track is firm")
        axes.legend(frameon=False)

    sheet.plot("firm", "Time to a firm track: Markov chain (lines), 4000 runs of the engine (dots)", draw)
