"""What the engine promises whatever the scenario: the same bits, nothing disturbed, no result from a broken number."""

import os
import subprocess
import sys
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from ruamel.yaml import YAML

from shorad import compile as bridge
from shorad import spec
from shorad.engine import run
from shorad.engine.run import EngineError, Outcomes, simulate

pytestmark = pytest.mark.slow
SCENARIOS = sorted((Path(__file__).parents[2] / "scenarios").glob("*.yaml"))
FIRST_LOOK = next(path for path in SCENARIOS if path.stem == "first_look")
SEED = 5
each_scenario = pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)


def build(path, k=0):
    resolved = bridge.resolve(spec.load_scenario(path))
    return bridge.build(resolved, bridge.draw(resolved, SEED, k))


def runs(model, numbers, threads=1, k=0):
    return simulate(model, partial(bridge.new_state, model), SEED, k, numbers, threads)


def joined(parts):
    return Outcomes(*(np.concatenate(tables) for tables in zip(*parts, strict=True)))


def same_bytes(a, b):
    return all(x.tobytes() == y.tobytes() for x, y in zip(a, b, strict=True))


# ---- the same bits ------------------------------------------------------------------------------
@each_scenario
def test_threads_batches_and_order_do_not_matter(path):
    model = build(path).model
    one = runs(model, range(10))
    assert same_bytes(one, joined([runs(model, [r]) for r in range(10)]))
    backwards = runs(model, range(9, -1, -1), threads=2)
    assert same_bytes(one, Outcomes(*(table[::-1] for table in backwards)))
    assert not np.array_equal(one.objects[0], one.objects[1])


@pytest.mark.parametrize("threads", [1, 2])
def test_many_tasks_side_by_side_are_each_as_alone(threads):
    """Models of several draws, with states of two shapes; one task fills rows that it was given."""
    models = [build(path, k).model for path in (FIRST_LOOK, SCENARIOS[1]) for k in range(3)]
    rows = run.empty_outcomes(models[1], 5)
    tasks = [
        run.Task(model, partial(bridge.new_state, model), SEED, k, range(5), bridge.state_shape(model), out)
        for k, (model, out) in enumerate(zip(models, [None, rows, *[None] * 4], strict=True))
    ]
    found = list(run.simulate_all(tasks, threads))
    assert len(found) == len(tasks)
    for k, (model, outcomes) in enumerate(zip(models, found, strict=True)):
        assert same_bytes(outcomes, runs(model, range(5), k=k))
    assert same_bytes(rows, found[1])


@pytest.mark.parametrize("threads", [1, 2])
def test_a_run_that_is_stopped_keeps_what_is_finished(threads):
    model, told, taken = build(FIRST_LOOK).model, [], []

    def tasks():
        for k in range(50):
            taken.append(k)
            yield run.Task(model, partial(bridge.new_state, model), SEED, k, range(8))

    found = list(run.simulate_all(tasks(), threads, told.append, lambda: sum(told) >= 12))
    assert len(found) == len(taken) < 10
    assert sum(len(outcomes.run) for outcomes in found) == sum(told) >= 12
    for k, outcomes in enumerate(found):
        assert same_bytes(outcomes, runs(model, outcomes.run["r"], k=k))


@each_scenario
def test_a_far_away_stranger_changes_nothing(path, tmp_path):
    """An airliner 300 km off, whose name comes first and so shifts the row of every other object."""
    text = YAML(typ="safe").load(path)
    route = [["300 km", "300 km", "9 km"], ["800 km", "300 km", "9 km"]]
    text["neutral"] = {**(text.get("neutral") or {}), "aardvark": {"system": "a320", "route": route}}
    if "file" in text.get("terrain", {}):
        text["terrain"]["file"] = str(path.parent / text["terrain"]["file"])
    other = tmp_path / path.name
    writer = YAML(typ="safe")
    writer.sort_base_mapping_type_on_output = False  # of branches with equal weight the first is the nominal one
    writer.dump(text, other)
    alone, joint = build(path), build(other)
    assert joint.names.objects[0] == "aardvark.1"
    assert joint.names.objects[1:] == alone.names.objects
    before, after = runs(alone.model, range(6)), runs(joint.model, range(6))
    for table in (before.units, before.assets):
        table["killer"] += table["killer"] >= 0
    assert same_bytes((before.objects, before.units, before.assets), (after.objects[:, 1:], after.units, after.assets))
    own = ("neutrals", "steps")  # counts of the stranger himself, and of grid points visited
    assert all(np.array_equal(before.run[f], after.run[f]) for f in before.run.dtype.names if f not in own)


@each_scenario
def test_the_model_is_not_written(path):
    model = build(path).model
    before = [table.tobytes() for table in model]
    runs(model, range(4), threads=2)
    assert [table.tobytes() for table in model] == before


def test_one_compilation_serves_all_scenarios():
    for path in SCENARIOS:
        runs(build(path).model, range(1))
    assert len(run.chunk.codes) == 1


# ---- rounds -------------------------------------------------------------------------------------
@each_scenario
def test_rounds_are_conserved(path):
    """Fired and left is what there was at the start and what was loaded; the sums of the outcome tables agree."""
    model = build(path).model
    for r in range(5):
        state, blank = bridge.new_state(model), bridge.new_state(model)
        out = simulate(model, partial(next, iter((state, blank))), SEED, 0, [r])
        now, start = state.unit, model.unit
        assert np.array_equal(now["fired_missiles"] + now["missiles"], start["missiles"] + now["loaded_missiles"])
        assert np.array_equal(now["fired_rounds"] + now["rounds"], start["rounds"] + now["loaded_rounds"])
        assert np.all(now["loaded_missiles"] <= (start["loads"] - now["loads"]) * start["missiles"])
        assert np.all((now["missiles"] >= 0) & (now["rounds"] >= 0) & (now["reserved"] >= 0))
        assert np.array_equal(out.units["missiles"][0], now["fired_missiles"])
        assert out.run["missiles"][0] == now["fired_missiles"].sum()
        assert out.run["rounds"][0] == now["fired_rounds"].sum()
        assert out.run["kills_missile"][0] <= out.run["missiles"][0]


# ---- no result from a broken number ---------------------------------------------------------------
BROKEN = [
    ("obj", "speed"), ("obj", "start"), ("obj", "rcs_front"), ("segment", "x"), ("segment", "vx"),
    ("segment", "duration"), ("radar", "ref_range"), ("radar", "scan_period"), ("missile", "mass_dart"),
    ("missile", "thrust"), ("missile", "lethal_b"), ("missile", "guide_frequency"), ("gun", "dispersion"),
    ("unit", "x"), ("unit", "reaction"), ("par", "step_far"), ("asset", "x"), ("flyout", ""), ("pd", ""),
]  # fmt: skip


def test_every_float_of_the_model_is_looked_at():
    """The quick look reads rows as words of eight bytes: as many floats as the fields have."""
    for table in build(SCENARIOS[0]).model:
        fields = table.dtype.names or ()
        floats = sum(table[field].size for field in fields if table[field].dtype.kind == "f")
        expected = floats if fields else table.size * (table.dtype.kind == "f")
        assert not table.size or run._floats(table).size == expected


@pytest.mark.parametrize("bad", [np.nan, np.inf])
@pytest.mark.parametrize(("table", "field"), BROKEN)
def test_a_number_that_is_none_stops_the_run(table, field, bad):
    model = build(FIRST_LOOK).model
    broken = getattr(model, table).copy()
    values = broken[field] if field else broken
    values[...] = bad
    with pytest.raises(EngineError, match=f"{table}.*not finite"):
        runs(model._replace(**{table: broken}), range(2))


def test_a_full_table_stops_the_run():
    model = build(FIRST_LOOK).model

    def small_state():
        state = bridge.new_state(model)
        return state._replace(plot=state.plot[:1].copy())

    crowd = model._replace(obj=model.obj.copy())
    crowd.obj["start"], crowd.obj["start_jitter"] = 0.0, 0.0
    with pytest.raises(EngineError, match="plot table full"):
        simulate(crowd, small_state, SEED, 0, range(4))


def test_a_number_that_breaks_in_flight_stops_the_run():
    """All numbers of the Model are finite, and yet the missile has no mass left to divide by."""
    model = build(FIRST_LOOK).model
    light = model.missile.copy()
    light["mass_dart"] = 0.0
    with pytest.raises(EngineError, match="not finite"):
        runs(model._replace(missile=light), range(4))


# ---- without the compiler -------------------------------------------------------------------------
PLAIN = """\
import sys
from functools import partial
import numpy as np
from shorad import compile as bridge, spec
from shorad.engine.run import chunk, simulate
assert not hasattr(chunk, "codes")
resolved = bridge.resolve(spec.load_scenario(sys.argv[1]))
model = bridge.build(resolved, bridge.draw(resolved, int(sys.argv[3]), 0)).model
np.savez(sys.argv[2], *simulate(model, partial(bridge.new_state, model), int(sys.argv[3]), 0, range(2)))
"""


@pytest.mark.parametrize("name", ["first_look"])
def test_plain_python_gives_the_same_rows(name, tmp_path):
    """Two replicates with NUMBA_DISABLE_JIT=1: the same source, read by another machine."""
    path, kept = FIRST_LOOK.with_stem(name), tmp_path / "rows.npz"
    compiled = runs(build(path).model, range(2))
    paths = os.pathsep.join(entry for entry in sys.path if entry)
    environment = os.environ | {"NUMBA_DISABLE_JIT": "1", "PYTHONPATH": paths}
    subprocess.run([sys.executable, "-c", PLAIN, path, kept, str(SEED)], check=True, env=environment, timeout=120)
    assert compiled.run["missiles"].sum() + compiled.run["rounds"].sum() > 0
    with np.load(kept) as plain:
        assert same_bytes(compiled, [plain[name] for name in plain.files])
