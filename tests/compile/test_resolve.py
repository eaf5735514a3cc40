"""Names looked up, values merged, mistakes told with their line."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
from small_scenario import SMALL, resolved

from shorad.compile.draw import draw
from shorad.compile.names import hashes, name_hash, order
from shorad.errors import ScenarioError


def wrong(text, **overrides):
    with pytest.raises(ScenarioError) as found:
        resolved(text, **overrides)
    return found.value


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("pantsir_s1", "pantsir_s", 6, ["unknown system", 'did you mean "pantsir_s1"']),
        ("system: pantsir_s1", "system: shahed_136", 6, ["not a fire unit"]),
        ("shahed_136", "tor_m2", 9, ["tor_m2 is a fire unit, not an attacker"]),
        ("shahed_136", "a320", 9, ["not an attacker"]),
        ("shahed_136", "bird", 9, ["not an attacker"]),
        ("target: depot", "target: depott", 13, ["no target", 'did you mean "depot"']),
        ("target: depot", "target: guard.2", 13, ["no target"]),
        ("at: [800 m, 500 m]}", "at: [800 m, 500 m], count: 3}", 6, ["3 units and 1 positions", "ring"]),
        ("at: [800 m, 500 m]}", "at: [800 m, 500 m], post: hq}", 6, ['no post "hq"']),
        ("at: [800 m, 500 m]}", "at: [800 m, 500 m], set: {search_radar.gatee: none}}", 6, ["gatee", '"gate"']),
        ("at: [800 m, 500 m]}", "at: [800 m, 500 m], set: {search_radar.gate: radiall}}", 6, ["radiall"]),
        (
            "at: [800 m, 500 m]}",
            "at: [800 m, 500 m], set: {tracking_radar.channels: 0, optics.channels: 0}}",
            6,
            ["can guide"],
        ),
        ("    altitude: 300 m\n", "    altitude: 300 m\n    carries: {munition: shahed_136}\n", 13, ["not a munition"]),
        (
            "from: {bearing: 90 deg, range: 30 km, width: 20 deg}",
            "route: [[3 km, 0 m], [2 km, 0 m], [2.9 km, 50 m]]",
            11,
            ["too tight"],
        ),
        ("duration: 20 min\n", "duration: 20 min\nsplit: defence.guard.readines\n", 3, ["defence.guard.readiness"]),
        ("duration: 20 min\n", "duration: 20 min\nanswer: assets.depo.survival\n", 3, ['did you mean "depot"']),
        (
            "duration: 20 min\n",
            "duration: 20 min\nsweep: {path: pantsir_s1.search_radar.ref_rang, values: [30 km]}\n",
            3,
            ["pantsir_s1.search_radar.ref_range"],
        ),
        (
            "duration: 20 min\n",
            "duration: 20 min\nposts: {hq: {system: pantsir_s1, at: [0 m, 0 m]}}\n",
            3,
            ["command post"],
        ),
        (
            "duration: 20 min\n",
            "duration: 20 min\nposts: {hq: {system: battery_command_post, at: [0 m, 0 m]}}\n",
            3,
            ["no group of the defence has this post"],
        ),
        ("duration: 20 min\n", "duration: 20 min\nbirds: {rate: 60 /h, radius: 5 km, size: 12}\n", 3, ["slots"]),
        (
            "duration: 20 min\n",
            "duration: 20 min\n"
            "hypotheses: {h: {question: q?, alternatives: {a: {weight: 1, set: {pantsir_s1.optics.n51: 1}}}}}\n",
            3,
            ["n50"],
        ),
    ],
)
def test_a_mistake_is_told_with_its_line(old, new, line, words):
    assert old in SMALL
    error = wrong(SMALL.replace(old, new, 1))
    assert (error.first.file, error.first.line) == ("small.yaml", line)
    for word in words:
        assert word in str(error)


def test_a_striker_needs_munitions_and_a_station():
    text = SMALL.replace("shahed_136", "bayraktar_tb2")
    assert "station" in str(wrong(text))
    armed = text.replace("    target: depot", "    station: {at: [9 km, 0 km]}\n    target: depot")
    assert resolved(armed).plan.names.objects[1] == "drones.1.mam_l.1"
    assert "without munitions" in str(wrong(armed, attack__drones__carries__munitions="0"))


def test_the_number_of_fire_units_cannot_be_an_unknown():
    text = SMALL.replace("at: [800 m, 500 m]}", "at: {ring: 1 km}, count: {value: 2, range: [1, 3]}}")
    assert "cannot be an unknown" in str(wrong(text))


def test_warnings():
    lonely = SMALL.replace("  depot: {at: [0 km, 0 km]}", "  depot: {at: [0 km, 0 km]}\n  town: {at: [3 km, 0 km]}")
    assert [w.line for w in resolved(lonely).warnings] == [5]
    far = SMALL.replace("at: [800 m, 500 m]", "at: [-300 km, 0 m]")
    assert "never comes within the range" in str(resolved(far).warnings)
    assert "ends after" in str(resolved(SMALL.replace("20 min", "5 min")).warnings)
    assert len(resolved().warnings) == 0


# -- overrides -----------------------------------------------------------------------------
def test_a_value_set_by_hand_is_out_of_dispute():
    r = resolved(pantsir_s1__search_radar__ref_range="25 km")
    assert "pantsir_s1.search_radar.ref_range" not in r.uncertain
    assert r.now({})["pantsir_s1.search_radar.ref_range"] == 25e3
    assert r.now(draw(r, 1, 3))["pantsir_s1.search_radar.ref_range"] == 25e3
    assert r.parameters["pantsir_s1.search_radar.ref_range"].where == "--set pantsir_s1.search_radar.ref_range=25 km"


def test_a_hypothesis_can_be_chosen():
    r = resolved(pantsir_s1__search_calibration="20km_at_0p1m2")
    for k in range(-1, 10):
        values = draw(r, 1, k)
        assert values["pantsir_s1.search_calibration"] == "20km_at_0p1m2"
        assert r.now(values)["pantsir_s1.search_radar.ref_rcs"] == pytest.approx(0.1)


@pytest.mark.parametrize(
    "path",
    [
        "pantsir_s1.search_radar.ref_rang",
        "pantsir_s1.search_calibratio",
        "pantsir.search_radar.gate",
        "tor_m2.vehicle.price",
    ],
)
def test_an_override_of_nothing_is_an_error(path):
    error = wrong(SMALL, **{path.replace(".", "__"): "1 km"})
    assert error.first.file == f"--set {path}=1 km"


def test_an_unknown_branch_in_a_draw_is_an_error(small):
    with pytest.raises(ScenarioError, match="no alternative"):
        draw(small, 1, 0, {"pantsir_s1.search_calibration": "nonsense"})
    with pytest.raises(ScenarioError, match="no alternative"):
        small.now({"pantsir_s1.search_calibration": "nonsense"})
    with pytest.raises(ScenarioError, match="did you mean"):
        small.now({"attack.drones.cout": 3.0})


def test_a_branch_replaces_the_whole_of_the_other(small):
    """What the heaviest branch sets and the chosen one does not goes back to the catalogue."""
    for path, h in small.hypotheses.items():
        for name, branch in h.branches.items():
            now = small.now({path: name})
            for p in {p for b in h.branches.values() for p in b.overlay}:
                expected = branch.overlay[p] if p in branch.overlay else small.parameters[p].quantity
                assert now[p] == expected.value


def test_a_scenario_hypothesis_sets_both_kinds_of_path():
    text = SMALL + (
        "hypotheses:\n  place:\n    question: Where?\n    alternatives:\n"
        "      near: {weight: 0.4, set: {attack.drones.from.range: 20 km, pantsir_s1.search_radar.gate: radial}}\n"
        "      tight: {weight: 0.6, set: {defence.guard.roe: tight}}\n"
    )
    r = resolved(text)
    near, tight = draw(r, 1, 0, {"hypotheses.place": "near"}), draw(r, 1, 0, {"hypotheses.place": "tight"})
    assert (near["attack.drones.from.range"], near["pantsir_s1.search_radar.gate"]) == (20e3, "radial")
    assert (tight["attack.drones.from.range"], tight["defence.guard.roe"]) == (30e3, "tight")
    assert near["defence.guard.roe"] == "free"
    same = set(near) - {
        "attack.drones.from.range",
        "pantsir_s1.search_radar.gate",
        "defence.guard.roe",
        "hypotheses.place",
    }
    assert all(near[path] == tight[path] for path in same)  # fixing one branch moves no other draw


# -- draws ---------------------------------------------------------------------------------
def test_draws_do_not_move_when_something_unrelated_is_added(small):
    more = resolved(
        SMALL.replace("neutral", "").replace(
            "attack:\n",
            "neutral:\n  liner: {system: a320, route: [[-20 km, 9 km, 8 km], [20 km, 9 km, 8 km]]}\nattack:\n",
        )
    )
    for k in range(5):
        a, b = draw(small, 7, k), draw(more, 7, k)
        assert set(a) < set(b)
        assert all(b[path] == value for path, value in a.items())


def test_draws_stay_in_their_ranges_and_differ(small):
    seen = [draw(small, 1, k) for k in range(40)]
    assert seen[3] == draw(small, 1, 3)
    assert seen[3] != draw(small, 2, 3)
    for path in small.uncertain:
        q = small.parameters[path].quantity
        if q.varies and not any(path in b.overlay for h in small.hypotheses.values() for b in h.branches.values()):
            values = [d[path] for d in seen]
            assert q.low <= min(values) and max(values) <= q.high
            assert len(set(values)) > 1
    assert draw(small, 1, -1).items() <= small.nominal.items()


def test_a_draw_is_quick(small):
    draw(small, 1, 0)
    best = min(_timed(lambda k=k: draw(small, 1, k), time.perf_counter) for k in range(20))
    print(f"draw of {len(small.addresses)} unknowns: {1e3 * best:.2f} ms")
    assert best < 5e-3


def _timed(act, clock):
    start = clock()
    act()
    return clock() - start


# -- names ---------------------------------------------------------------------------------
def test_names_are_sorted_with_numbers_as_numbers():
    names = ["b.10", "b.2", "b.2.mam_l.10", "b.2.mam_l.9", "a.1", "b.1"]
    assert sorted(names, key=order) == ["a.1", "b.1", "b.2", "b.2.mam_l.9", "b.2.mam_l.10", "b.10"]


def test_a_hash_collision_is_an_error(monkeypatch):
    assert hashes(["a", "b"]) == [name_hash("a"), name_hash("b")]
    monkeypatch.setattr("shorad.compile.names.name_hash", lambda name: 5)
    with pytest.raises(ScenarioError, match="same 32-bit hash"):
        hashes(["a", "b"])


def test_resolving_does_not_load_what_only_building_needs():
    code = (
        "import sys; from small_scenario import resolved; from shorad.compile import draw, explain, sources_used;"
        "r = resolved(); draw(r, 1, 0); explain(r); sources_used(r);"
        "print([m for m in ('shorad.engine.flight', 'shorad.physics.profile', 'scipy.optimize') if m in sys.modules])"
    )
    home = Path(__file__).parents[1] / "helpers"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=home, check=True)
    assert done.stdout.strip() == "[]"


UNIT = "at: [800 m, 500 m]}"
OWN = "at: [800 m, 500 m], set: {"
RADAR = "radius: 30 m, value: {value: 1, "


@pytest.mark.parametrize(
    ("old", "new", "line", "path", "words"),
    [
        (UNIT, f"{OWN}missile.range_min: 30 km}}}}", 6, "defence.guard.set.missile.range_min",
         ["is not below missile.range_max"]),
        (UNIT, f"{OWN}gun.range_min: 9 km}}}}", 6, "defence.guard.set.gun.range_min", ["gun.range_max"]),
        (UNIT, f"{OWN}search_radar.elevation_min: 70 deg}}}}", 6, "defence.guard.set.search_radar.elevation_min",
         ["is not below search_radar.elevation_max 60 deg"]),
        (UNIT, f"{OWN}tracking_radar.lock_m: 9}}}}", 6, "defence.guard.set.tracking_radar.lock_m", ["lock_n 5"]),
        (UNIT, f"{OWN}missile.range_max: {{value: 18 km, range: [1 km, 20 km]}}}}}}", 6,
         "defence.guard.set.missile.range_max", ["with its range"]),
        ("duration: 20 min\n", "duration: 20 min\ncatalogue: [nowhere]\n", 3, "catalogue.0",
         ["nowhere does not exist"]),
        ("depot: {at", "depot: {price: {value: 1 MUSD, claims: [{value: 1, source: nobody}]}, at", 4,
         "assets.depot.price", ['unknown source "nobody"']),
        ("depot: {at", "depot: {price: {value: 1 MUSD, basis: sourced, claims: []}, at", 4, "assets.depot.price",
         ['"sourced" without a claim']),
        (UNIT, f"{OWN}gun.range_max: {{value: 4 km, basis: repeated}}}}}}", 6, "defence.guard.set.gun.range_max",
         ['"repeated" without a claim']),
        (
            "duration: 20 min\n",
            "duration: 20 min\nhypotheses: {h: {question: q?, alternatives: {a: {weight: 1, "
            "set: {assets.depot.radius: 9 m}, claims: [{value: 9, source: nobody}]}}}}\n",
            3, "hypotheses.h.alternatives.a.claims", ["nobody"],
        ),
        ("    count: 2\n", "    count: 4000\n    carries: {munition: mam_l, munitions: 4}\n", 10, "attack.drones.count",
         ["things in the air in all", "10000 at most"]),
        ("at: [800 m, 500 m]}", "at: {ring: 1 km}, count: 900}", 6, "defence.guard.count", []),
    ],
)  # fmt: skip
def test_what_contradicts_itself_or_leans_on_nobody(old, new, line, path, words):
    assert old in SMALL
    text = SMALL.replace(old, new)
    if path == "defence.guard.count":
        text, words = text.replace("count: 2", "count: 2000"), ["900 fire units against 2000 things in the air"]
        line, path = 10, "attack.drones.count"
    found = wrong(text)
    issue = next(i for i in found.issues if not words or words[0] in i.problem)
    assert (issue.file, issue.line, issue.path) == ("small.yaml", line, path)
    assert all(word in str(issue) for word in words)


def test_a_band_turned_by_an_override_names_the_override():
    issue = wrong(SMALL, pantsir_s1__gun__range_min="9 km").issues[0]
    assert issue.file == "--set pantsir_s1.gun.range_min=9 km"


def test_a_system_of_ones_own_upside_down(tmp_path):
    (tmp_path / "mine.yaml").write_text(
        "name: mine\ntitle: Mine\nkind: fire_unit\ninherits: pantsir_s1\ngun:\n"
        "  range_min: {value: 9 km, basis: guess, note: a slip}\n"
    )
    from shorad.catalogue import load_system

    with pytest.raises(ScenarioError, match=r"mine\.yaml:6: gun\.range_min: gun\.range_min 9 km is not below"):
        load_system("mine", [str(tmp_path)])


def test_a_missile_without_a_time_of_flight_is_refused():
    from shorad.compile.build import build

    found = resolved(SMALL)
    with pytest.raises(ScenarioError, match="goes nowhere"):
        build(
            found, {"weather.temperature_offset": -400.0}
        )  # below absolute zero: past the loader, as an unknown would
