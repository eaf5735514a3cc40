"""Sensitivity of functions with known indices, through `ask`: the path that a scenario takes."""

import json
from pathlib import Path

import numpy as np
import pytest
from known_answers import G_FIRST, G_TOTAL, I_FIRST, I_TOTAL, g_function, ishigami, linear, subject

import shorad
from shorad.study.sensitivity import Plan, ask, sensitivity
from shorad.study.subject import Subject
from shorad.study.swing import swings

LINEAR = (9 / 14, 4 / 14, 1 / 14)


@pytest.mark.parametrize(
    ("f", "size", "first", "total"),
    [(ishigami, 3, I_FIRST, I_TOTAL), (g_function, 8, G_FIRST, G_TOTAL), (linear, 3, LINEAR, LINEAR)],
)
def test_references(f, size, first, total) -> None:
    """Reference values to 0.01 at 2^14 points, the tolerance stated for scipy's own estimator."""
    found = ask(subject(size, f), Plan(points=2**14, replicates=1)).sobol
    for index, s1, st in zip(found.indices, first, total, strict=False):
        assert index.first == pytest.approx(s1, abs=0.01), index
        assert index.total == pytest.approx(st, abs=0.01), index


def test_the_same_as_scipy() -> None:
    from scipy.stats import sobol_indices, uniform

    oracle = sobol_indices(
        func=lambda u: ishigami(u.T), n=2**14, dists=[uniform()] * 3, rng=np.random.default_rng(1)
    )  # fmt: skip
    found = ask(subject(3, ishigami), Plan(points=2**14, replicates=1)).sobol
    assert [each.first for each in found.indices] == pytest.approx(list(oracle.first_order), abs=0.01)
    assert [each.total for each in found.indices] == pytest.approx(list(oracle.total_order), abs=0.01)


def test_noisy_ishigami() -> None:
    """Chance of the function's own spread: intervals hold the truth, and given-data indices agree with them."""
    found = ask(subject(3, ishigami, noise=3.7), Plan(points=2**12, replicates=4))
    for index, s1, st in zip(found.sobol.indices, I_FIRST, I_TOTAL, strict=True):
        assert index.first_interval[0] <= s1 <= index.first_interval[1], index
        assert index.total_interval[0] <= st <= index.total_interval[1], index
    given = {each.name: each for each in found.given}
    assert given["x0"].share == pytest.approx(I_FIRST[0], abs=0.03)
    assert given["x1"].share == pytest.approx(I_FIRST[1], abs=0.05)  # twenty classes flatten a sine a little
    assert given["x0"].surely
    assert given["x1"].surely
    assert not given["x2"].stands_out


def test_what_matters_is_found_among_many() -> None:
    """Ishigami's three among thirty, x2 in interactions alone; twice the noise of the function."""
    asked = subject(30, ishigami, noise=3.7)
    found = ask(asked, Plan(points=512, replicates=4, trajectories=20, looks=4, top=6))
    assert {"x0", "x1", "x2"} <= {each.name for each in found.sobol.indices}
    # four levels of a sine squared are all alike: what screening cannot see, plain draws do
    assert {each.name for each in found.screening[:2]} == {"x0", "x2"}
    assert found.draws == 2048
    assert found.swings[0].size >= found.swings[-1].size


def test_shared_luck_steadies_the_screening() -> None:
    """The same noise at all points of a trajectory falls out of the steps."""
    plain = subject(3, ishigami, noise=10.0)

    def alike(points: np.ndarray, first: int, count: int) -> np.ndarray:
        return ishigami(points)[:, None] + 10.0 * np.random.default_rng([first, 7]).standard_normal(count)

    from shorad.study.morris import morris

    shared = Subject(plain.names, plain.evaluate, alike=alike)
    clean = {each.name: each.size for each in morris(subject(3, ishigami), 40, 4)}
    assert {each.name: each.size for each in morris(shared, 40, 4)} == pytest.approx(clean, rel=1e-9)


def test_ends_of_an_unknown() -> None:
    u = np.random.default_rng(2).random((5000, 2))
    cells = (3.0 * u[:, 0] + (u[:, 1] > 0.7))[:, None]
    asked = Subject(("range", "branch"), lambda *_: cells, ((), (0.7, 1.0)), ((), ("no", "yes")))
    first, second = swings(asked.names, u, cells, asked)
    assert (first.name, second.name) == ("range", "branch")
    assert first.high - first.low == pytest.approx(3.0 * 0.8, abs=0.1)
    assert (second.low_label, second.high_label) == ("no", "yes")
    assert second.high - second.low == pytest.approx(1.0, abs=0.15)
    assert abs(second.high - second.low - 1.0) < 1.5 * (second.high_half + second.low_half)


def test_a_scenario_takes_the_path(stand_in) -> None:
    """The stand-in's drones leak by readiness alone, which is no unknown here: nothing may be seen surely."""
    plan = Plan(points=32, replicates=2, trajectories=4, looks=2, top=3)
    found = sensitivity(shorad.load("first_look"), measure="leakers", plan=plan)
    unknowns = len(found.parts.screening)
    assert len(found.parts.given) == unknowns > 100
    assert len(found.parts.sobol.indices) == 3
    assert stand_in.runs == 64 * 2 + 4 * (unknowns + 1) * 2 + 32 * 5 * 2
    assert "pantsir_s1.search_reference_pd" in found.hypotheses
    assert sum(each.surely for each in found.parts.given) <= 1


def test_the_command(stand_in, tmp_path: Path, typed) -> None:
    out = tmp_path / "matters"
    words = ["study", "sensitivity", "first_look", "--points", "32", "--replicates", "2", "--trajectories", "4"]
    code, page, _ = typed(*words, "--top", "2", "-q", "--out", str(out))
    assert code == 0
    assert "Sobol indices" in page
    assert "Screening of all" in page
    assert "seed 1, 32 draws x 2 replicates" in page
    assert max(map(len, page.splitlines())) <= 100
    assert {path.name for path in out.iterdir()} == {
        "given.parquet", "screening.parquet", "sensitivity.png", "sobol.parquet", "study.json", "swings.parquet",
        "tornado.png",
    }  # fmt: skip
    only = "pantsir_s1.tracking_*"
    code, text, _ = typed(*words, "--only", only, "--json", "-q")
    found = json.loads(text)
    assert code == 0
    assert {each["name"] for each in found["sobol"]["indices"]} >= {"pantsir_s1.tracking_calibration"}
    assert not found["screening"]


@pytest.mark.parametrize(
    ("words", "right"),
    [
        (("--points", "16"), "ask for 32 or more"),
        (("--trajectories", "2", "--points", "32"), "ask for 4 or more"),
        (("--looks", "3", "--points", "32"), "even number"),
        (("--replicates", "1"), "ask for 2 or more"),
        (("--only", "pantsir_s1.search_referense_pd"), 'did you mean "pantsir_s1.search_reference_pd"'),
        (("--measure", "assets.depo.survival"), "assets.depot.survival"),
    ],
)
def test_bad_input(stand_in, typed, words, right) -> None:
    code, _, err = typed("study", "sensitivity", "first_look", "-q", *words)
    assert code == 2
    assert right in err


def test_too_few_draws_in_a_result(stand_in, tmp_path: Path, typed) -> None:
    kept = shorad.run(shorad.load("first_look"), draws=6, replicates=2, but_for=False).save(tmp_path / "kept")
    code, _, err = typed("study", "sensitivity", "--from", str(kept), "-q")
    assert code == 2
    assert "6 draws" in err
    assert "--draws 100" in err
