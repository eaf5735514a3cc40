"""The whole, with the real engine: from a file to the page, the same bits however it is cut up."""

from pathlib import Path

import numpy as np
import pytest

from shorad import load, load_results, run, summary
from shorad.results.columns import take

pytestmark = pytest.mark.slow  # compiles the engine when nobody has before


def same(a, b) -> bool:
    return all(np.array_equal(x, y) for x, y in zip(a, b, strict=True))


def test_threads_and_batches_do_not_matter() -> None:
    scenario = load("first_look")
    one, two, more = (
        run(scenario, draws=2, replicates=n, threads=threads, but_for=False) for n, threads in ((4, 1), (4, 2), (7, 2))
    )
    assert same(one.outcomes, two.outcomes)
    assert same(one.outcomes, take(more.outcomes, more.outcomes.run["r"] < 4))
    assert one.measures["leakers"] == two.measures["leakers"]


def test_from_file_to_page_and_back(tmp_path: Path) -> None:
    results = run(load("first_look", {"attack.drones.count": "8"}), draws=3, replicates=4)
    text = summary(results)
    assert "Chance that depot survives" in text
    assert results.outcomes.run["attackers"].tolist() == [8] * 12
    back = load_results(results.save(tmp_path / "kept"))
    assert summary(back) == text
    assert same(back.outcomes, results.outcomes)


def test_switches_reach_the_engine() -> None:
    """Perfect guidance and a certain hit: one drone costs one missile and never leaks."""
    scenario = load("first_look", {"attack.drones.count": "1", "switches": "[identify, operator, guide, hit]"})
    results = run(scenario, draws=2, replicates=5, but_for=False)
    assert results["leakers"].estimate.mean == 0.0
    assert results["rounds.missiles"].estimate.mean == 1.0


def test_but_for_reproduces_what_happened() -> None:
    """Every event that the reruns compare with is one of the stored outcomes."""
    results = run(load("first_look", {"attack.drones.count": "10"}), draws=3, replicates=6)
    assert results.butfor is not None
    leaks = results.butfor.events[(results.butfor.events["kind"] == 0) & (results.butfor.events["base"] == 1)]
    rows = {(int(k), int(r)): i for i, (k, r) in enumerate(results.outcomes.run[["k", "r"]])}
    assert len(leaks)
    for event in leaks:
        assert results.outcomes.objects["leaked"][rows[int(event["k"]), int(event["r"])], event["row"]] == 1
