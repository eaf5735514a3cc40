"""What is shown is what is used, with its marks."""

import pytest
from small_scenario import SMALL, resolved

from shorad.catalogue import sources
from shorad.compile import explain, sources_used
from shorad.compile.explain import meaning
from shorad.spec.load import load_scenario


@pytest.fixture(scope="module")
def rows(small):
    return {row.path: row for row in explain(small)}


def test_everything_used_is_shown_once(small, rows):
    assert len(explain(small)) == len(rows)
    used = {p for p in small.plan.used if not p.startswith("engine.")}
    assert set(rows) == used | set(small.hypotheses)
    assert all(row.meaning for row in rows.values())


def test_a_catalogue_value(small, rows):
    row = rows["pantsir_s1.search_radar.ref_range"]
    assert (row.value, row.basis, row.where) == ("36 km", "sourced", "catalogue")
    assert row.range == "32 km .. 36 km" and row.distribution == "triangular"
    assert "cielo_cerrado" in row.sources
    assert row.hypotheses == ("pantsir_s1.search_calibration",)
    assert rows["pantsir_s1.crew.reaction"].value == "4 s / 5 s / 6 s"


def test_marks(small, rows):
    for path, row in rows.items():
        if path in small.parameters:
            basis = small.parameters[path].quantity.basis
            assert row.basis == {"repeated": "unverified", "guess": "GUESS", "": "notional"}.get(basis, basis)
            assert row.basis != "GUESS" or row.note
    assert rows["attack.drones.from.range"].basis == "notional"


def test_where_a_value_comes_from():
    r = resolved(
        SMALL.replace("at: [800 m, 500 m]", "at: [800 m, 500 m], set: {search_radar.gate: radial}"),
        attack__drones__count="3",
        shahed_136__airframe__speed="50 m/s",
    )
    rows = {row.path: row for row in explain(r)}
    assert rows["attack.drones.count"].where == "--set attack.drones.count=3"
    assert rows["shahed_136.airframe.speed"].where == "--set shahed_136.airframe.speed=50 m/s"
    assert rows["defence.guard.set.search_radar.gate"].where == "group set"
    assert "pantsir_s1.search_radar.gate" not in rows  # nobody is left who uses it
    assert rows["weather.visibility"].where == "default"
    assert rows["duration"].where == "scenario"


def test_hypotheses_come_first_with_their_weights(small, rows):
    row = rows["pantsir_s1.search_calibration"]
    assert row.distribution == "hypothesis" and "36km_at_2m2" in row.range and "%" in row.range
    assert [r.path for r in explain(small)][: len(small.hypotheses)] == list(small.hypotheses)


def test_sources_are_those_of_the_catalogue(small):
    used = sources_used(small)
    assert "cielo_cerrado" in used and list(used) == sorted(used)
    assert set(used) <= set(sources())


def test_the_first_look_is_explained():
    from pathlib import Path

    from shorad.compile import resolve

    path = Path(__file__).parents[2] / "scenarios" / "first_look.yaml"
    rows = explain(resolve(load_scenario(path)))
    assert {"sourced", "GUESS", "notional"} <= {row.basis for row in rows}


def test_the_time_of_a_start_is_no_place():
    found = [meaning(f"attack.drones.start.{key}") for key in ("at", "every", "jitter")]
    assert found == [
        "when the first of them starts", "time from one start to the next", "by how much chance delays a start, at most"
    ]  # fmt: skip
    assert meaning("weather.wind.from") == "where the wind comes from"
    assert meaning("weather.wind.speed") == "speed of the wind"
    assert meaning("assets.depot.at.0") == "position: east, north, height"
