"""The files that ship: they load, they say what they lean on, and their numbers do not contradict each other."""

from pathlib import Path

import pytest

from shorad.catalogue.load import list_systems, load_system, sources
from shorad.compile.draw import quantile
from shorad.compile.flyout import solve_drag_scale
from shorad.spec.load import load_scenario

SCENARIOS = sorted((Path(__file__).parents[2] / "scenarios").glob("*.yaml"))
HYPOTHESES = (
    "search_band", "elevation_mode", "slow_target_gate", "search_calibration", "search_reference_pd",
    "target_fluctuation", "tracking_calibration", "tracking_reference_pd",
    "engagements_at_once", "fifty_seven_e6_speed",
)  # fmt: skip


@pytest.mark.parametrize("name", list_systems())
def test_every_value_has_a_basis_and_its_support(name: str) -> None:
    for path, q in load_system(name).values():
        assert q.basis, path
        assert q.claims if q.basis in ("sourced", "repeated") else q.note, path
        assert not (q.basis == "guess" and q.claims), path
        assert {claim.source for claim in q.claims} <= set(sources()), path


@pytest.mark.parametrize("name", list_systems())
def test_cross_sections_vary_in_the_logarithm(name: str) -> None:
    for path, q in load_system(name).values():
        if path in ("airframe.rcs_front", "airframe.rcs_side", "airframe.rcs_rear"):
            assert q.varies and q.distribution.startswith("log_"), path


def test_disputes_of_the_pantsir_are_hypotheses() -> None:
    found = load_system("pantsir_s1").hypotheses
    assert set(HYPOTHESES) == set(found)
    assert all(branch.set for h in found.values() for branch in h.alternatives.values())


def test_alternatives_differ_in_what_they_set() -> None:
    for name in list_systems():
        for key, h in load_system(name).hypotheses.items():
            set_by = [tuple((p, q.value) for p, q in a.set.items()) for a in h.alternatives.values()]
            assert len(set(set_by)) == len(set_by), f"{name}.{key}"


@pytest.mark.parametrize("u", [0.0, 0.25, 0.5, 0.75, 1.0])
def test_quoted_missile_speeds_can_be_met_across_the_ranges(u: float) -> None:
    system = load_system("pantsir_s1")
    for branch in system.hypotheses["fifty_seven_e6_speed"].alternatives.values():
        row = {p.split(".", 1)[1]: q for p, q in system.values() if p.startswith("missile.") and p.count(".") == 1}
        row |= {p.split(".", 1)[1]: q for p, q in branch.set.items()}
        drawn = {key: quantile(q, u) if q.varies else q.value for key, q in row.items()}
        drawn["burnout_speed"] = quantile(row["burnout_speed"], 1.0 - u)  # the two speeds pull against each other
        drawn["speed_is_average"] = float(drawn["speed_is_average"] in (1.0, "yes"))
        assert abs(solve_drag_scale(drawn).error) < 1e-3


def test_guidance_loop_is_stable_at_the_worst_corner() -> None:
    """Third-order loop: frequency < 2 damping / lag (Routh)."""
    for name in ("pantsir_s1", "tor_m2"):
        values = dict(load_system(name).values())
        frequency, damping, lag = (values[f"missile.{k}"] for k in ("guide_frequency", "guide_damping", "lag"))
        assert frequency.high < 2.0 * damping.low / lag.high


def test_shares_of_damage_never_exceed_one() -> None:
    for name in list_systems():
        values = dict(load_system(name).values())
        for part in ("vehicle", "airframe"):
            if f"{part}.p_hit_lost" in values:
                assert values[f"{part}.p_hit_lost"].high + values[f"{part}.p_hit_damaged"].high <= 1.0, name


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda p: p.stem)
def test_scenarios_say_what_is_documented_and_what_is_notional(path: Path) -> None:
    scenario = load_scenario(path)
    assert scenario.documented and scenario.notional and scenario.answer
    assert path.read_text(encoding="utf-8").startswith("#")


def test_first_look_stays_short() -> None:
    path = next(p for p in SCENARIOS if p.stem == "first_look")
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 35


@pytest.mark.parametrize("name", list_systems())
def test_sourced_is_what_somebody_read(name: str) -> None:
    """At least one claim was read in its source, or in an opened collection that the place names."""
    known = sources()
    opened = [source for source, entry in known.items() if entry.opened]
    for path, q in load_system(name).values():
        if q.basis == "sourced":
            read = [c for c in q.claims if c.source in opened or any(source in c.place for source in opened)]
            assert read, f"{path}: every source is known from others only; write basis: repeated"


@pytest.mark.parametrize(
    ("name", "path", "value", "basis"),
    [
        ("pantsir_s1", "search_radar.scan_period", 2.0, "repeated"),
        ("pantsir_s1", "missile.fuze_radius", 9.0, "repeated"),
        ("pantsir_s1", "gun.range_min", 200.0, "repeated"),
        ("bayraktar_tb2", "airframe.cost", 5e6, "repeated"),
        ("mam_c", "munition.range", 8e3, "repeated"),
        ("mam_l", "munition.range", 8e3, "sourced"),
        ("quadcopter", "airframe.rcs_front", 0.01, "computed"),
        ("bayraktar_tb2", "striker.endurance", 90e3, "sourced"),
    ],
)
def test_a_figure_known_from_others_only_is_marked_so(name: str, path: str, value: float, basis: str) -> None:
    q = load_system(name).flat[path]
    assert (q.value, q.basis) == (value, basis)


def test_the_munition_of_the_mam_c_has_no_reach_of_the_mam_l() -> None:
    assert not load_system("mam_c").flat["munition.range"].varies
