"""What is written reads back equal; nothing foreign is overwritten; what is broken says so."""

from dataclasses import replace
from pathlib import Path

import duckdb
import numpy as np
import pytest

from shorad.errors import ScenarioError
from shorad.results.butfor import collect
from shorad.results.crossing import flip_weight
from shorad.results.provenance import About, Input, provenance
from shorad.results.results import Part, Results, breaking_value, condition
from shorad.results.store import NOTE, load_results


def equal(a: Results, b: Results) -> bool:
    tables = all(x.dtype == y.dtype and np.array_equal(x, y) for x, y in zip(a.outcomes, b.outcomes, strict=True))
    plain = (a.cast, a.draws, a.about, a.provenance) == (b.cast, b.draws, b.about, b.provenance)
    butfor = (a.butfor is None) == (b.butfor is None)
    if a.butfor is not None and b.butfor is not None:
        butfor = np.array_equal(a.butfor.events, b.butfor.events) and a.butfor.switches == b.butfor.switches
    ties = [(p.kind, p.path, p.label, p.weight) for p in a.parts] == [
        (p.kind, p.path, p.label, p.weight) for p in b.parts
    ]
    parts = ties and all(equal(p.results, q.results) for p, q in zip(a.parts, b.parts, strict=True))
    return bool(tables and plain and butfor and parts)


@pytest.fixture
def results(make_lucky, cast) -> Results:
    o = make_lucky(5, 6)
    guess = Input("drone.rcs", "cross section", "0.1 m2", "0.01 m2 .. 1 m2", "guess", "leans on its size")
    about = About("Does the depot survive?", answer="assets.depot.survival", inputs=(guess,), sources=("a", "b"))
    draws = {k: {"drone.rcs": 0.1 * (k + 1), "pantsir_s1.band": "it's"} for k in range(5)}
    made = provenance("x.yaml", "question: Does it?\n", ("a.b=3",), 1, 5, 6, 2)
    return Results(o, cast, draws, about, made, collect(o, {"hit": o}, cast, 9))


def test_reads_back_equal(results, tmp_path: Path) -> None:
    whole = replace(results, parts=(Part("split", "defence.battery.readiness", "silent", 0.3, results),))
    assert equal(load_results(whole.save(tmp_path / "out")), whole)


def test_a_nothing_of_a_kind_reads_back(results, cast, make_blank, tmp_path: Path) -> None:
    o = make_blank(2, 2)
    empty = replace(cast, objects=(), kinds=(), sides=(), carriers=(), counts=())
    bare = Results(o._replace(objects=o.objects[:, :0]), empty, {0: {}, 1: {}}, results.about, results.provenance)
    back = load_results(bare.save(tmp_path / "out"))
    assert equal(back, bare)
    assert back.measures.keys() == bare.measures.keys()


def test_parquet_is_readable_by_name(results, tmp_path: Path) -> None:
    folder = results.save(tmp_path / "out's")
    path = str(folder / "objects.parquet").replace("'", "''")
    with duckdb.connect() as db:
        found = db.execute(f"SELECT sum(leaked) FROM '{path}' WHERE name = 'drones.1'").fetchone()
    assert found[0] == results.outcomes.objects["leaked"][:, 1].sum()


def test_an_older_result_is_replaced_whole(results, tmp_path: Path) -> None:
    folder = results.save(tmp_path / "out")
    (folder / "stray.txt").write_text("x")
    results.save(folder)
    assert not (folder / "stray.txt").exists()
    assert [each.name for each in tmp_path.iterdir()] == ["out"]


def test_a_foreign_folder_is_left_alone(results, tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(ScenarioError, match="not empty"):
        results.save(tmp_path)
    assert (tmp_path / "thesis.txt").read_text() == "years of work"
    with pytest.raises(ScenarioError, match="is a file"):
        results.save(tmp_path / "thesis.txt")


def test_a_failed_write_leaves_nothing(results, tmp_path: Path) -> None:
    results.outcomes.run["cost_shots"][0] = np.nan
    with pytest.raises(ValueError, match="not finite"):
        results.save(tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_broken_folders_say_what_is_wrong(results, tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="holds no shorad result"):
        load_results(tmp_path / "nowhere")
    with pytest.raises(ScenarioError, match="holds no shorad result"):
        load_results(tmp_path)
    folder = results.save(tmp_path / "out")
    (folder / "units.parquet").write_bytes(b"PAR1")
    with pytest.raises(ScenarioError, match="incomplete"):
        load_results(folder)
    (folder / "units.parquet").unlink()
    with pytest.raises(ScenarioError, match="incomplete"):
        load_results(folder)
    note = (folder / NOTE).read_text().replace('"version": 1,', '"version": 99,')
    (folder / NOTE).write_text(note)
    with pytest.raises(ScenarioError, match="format 99"):
        load_results(folder)


def test_answer_and_lookup(results) -> None:
    assert results.answer is not None
    assert results.answer.path == "assets.depot.survival"
    assert 0 < results["leakers"].estimate.mean < 3
    with pytest.raises(KeyError, match="nearest"):
        results["leekers"]


def test_flip_weight_and_breaking_value(results, cast, make_blank) -> None:
    def with_survival(share: float) -> Results:
        o = make_blank(2, 10)
        o.assets["rung"][: round(20 * (1 - share)), 1] = 3
        return replace(results, outcomes=o)

    parts = tuple(
        Part("split", "defence.battery.readiness", label, weight, with_survival(share))
        for label, weight, share in (("radiating", 0.5, 0.9), ("silent", 0.25, 0.4), ("crew_absent", 0.25, 0.0))
    )
    path = "assets.depot.survival"
    # rest = (0.4 + 0) / 2 = 0.2; 0.9 w + 0.2 (1 - w) = 0.5
    assert flip_weight(parts, path, "radiating", 0.5) == pytest.approx(3 / 7)
    # rest = (0.5 * 0.9 + 0.25 * 0) / 0.75 = 0.6; 0.4 w + 0.6 (1 - w) = 0.5
    assert flip_weight(parts, path, "silent", 0.5) == pytest.approx(0.5)
    assert flip_weight(parts, path, "radiating", 0.95) is None
    sweep = tuple(Part("sweep", "attack.drones.count", n, 0.0, with_survival(s)) for n, s in (("10", 0.8), ("20", 0.3)))
    assert breaking_value(sweep, condition(f"{path} < 0.5")) == "20"
    assert breaking_value(sweep, condition(f"{path}<1e-1")) is None
    assert condition("much worse") is None
    assert condition(f"{path} < 0.5.5") is None
