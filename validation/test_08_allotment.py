"""8. Who fires at whom: programs that solve it on published instances, and what the engine's crews make of it."""

import os
from math import sqrt
from pathlib import Path

import allotment as solver
import numpy as np
import pytest
from laboratory import IDEAL, Laboratory, outcomes
from proof import VERIFIED, case
from ruamel.yaml import YAML
from scipy.optimize import linear_sum_assignment

from shorad import compile as bridge
from shorad import spec

SOLVERS = "validation: allotment"
FORMULA = (((4, 3, 0), 1.61), ((5, 4, 1), 2.30), ((7, 4, 3), 1.85))
TEXTBOOK = (np.array([5.0, 10.0, 20.0]), np.array([[0.3, 0.2, 0.5]] * 5 + [[0.1, 0.6, 0.5]] * 2 + [[0.4, 0.5, 0.4]]))
PUBLIC = {"wta_50x100x1": (1734.302278, 1801.727), "wta_100x200x1": (2862.302805, 2943.672)}
PILED = (np.array([20.0, 1.0, 1.0]), np.array([0.5, 0.5, 0.5]))  # worth more to fire all at one
RUNS = 2000


@case(
    "8 formula instances", "Assignment: instances by formula", model=SOLVERS, label=VERIFIED, mark="C",
    source="w_j = 1 + (7j + 3k) mod 5, p_ij = (1 + (3i + 5j + 2ij + k) mod 9) / 10; exhaustive search",
)  # fmt: skip
def test_formula_instances(sheet):
    for size, value in FORMULA:
        instance = solver.formula(*size)
        sheet.equal(f"{size}: optimum", value, solver.optimum(*instance), abs_=1e-9)
        sheet.equal(f"{size}: greedy by marginal return", value, solver.greedy(*instance), abs_=1e-9)


@case("8 textbook", "Assignment: the textbook instance", model=SOLVERS, label=VERIFIED, mark="M",
      source="8 weapons of three kinds, targets worth 5, 10 and 20; exhaustive search")  # fmt: skip
def test_textbook(sheet):
    sheet.equal("optimum", 4.95, solver.optimum(*TEXTBOOK), abs_=1e-9)


@pytest.mark.heavy
@case("8 Bracken", "Assignment with weapons that may be divided", model=SOLVERS, label=VERIFIED, mark="R",
      source="Bracken and McCormick 1968, chapter 2; optimum as listed with GAMS's model WEAPONS")  # fmt: skip
def test_bracken(sheet):
    sheet.equal("most damage, 5 kinds of weapon, 20 targets", 1735.5696, solver.bracken(), abs_=1e-3)


@case("8 bounds", "Assignment: bounds and monotony", model=SOLVERS, label=VERIFIED, mark="C",
      source="relaxation <= optimum <= greedy; another weapon never harms; order does not matter")  # fmt: skip
def test_bounds(sheet):
    rng, gaps, harm, moved = np.random.default_rng(8), [], 0.0, 0.0
    for _ in range(20):
        m, n = int(rng.integers(2, 6)), int(rng.integers(2, 5))
        weights, kill = rng.uniform(1.0, 9.0, n), rng.uniform(0.05, 0.95, (m, n))
        best = solver.optimum(weights, kill)
        gaps.append((best - solver.relaxed(weights, kill), solver.greedy(weights, kill) - best))
        harm = max(harm, best - solver.optimum(weights, kill[:-1]))
        rows, columns = rng.permutation(m), rng.permutation(n)
        moved = max(moved, abs(best - solver.optimum(weights[columns], kill[rows][:, columns])))
    low = np.min(gaps, axis=0)
    sheet.within("optimum less relaxation, the least of 20", -1e-6, np.inf, low[0])
    sheet.within("greedy less optimum, the least of 20", -1e-12, np.inf, low[1])
    sheet.within("what another weapon does to the optimum, the most", -np.inf, 1e-12, harm)
    sheet.equal("largest change when weapons and targets are renumbered", 0.0, moved, abs_=1e-12)


@pytest.mark.heavy
@case("8 public set", "Assignment: public instances", model=SOLVERS, label=VERIFIED, mark="R",
      source="Andersen, Pavlikov, Toffolo 2022 (Annals of Operations Research) and their results.csv")  # fmt: skip
def test_public_instances(sheet):
    folder = os.environ.get("SHORAD_WTA")
    if folder is None:
        pytest.skip("the files are under the GPL and are not shipped: SHORAD_WTA=folder names a copy of them")
    for name, (value, returned) in PUBLIC.items():
        weights, kill = solver.read((Path(folder) / f"{name}.txt").read_text(encoding="utf-8"))
        rows, columns = linear_sum_assignment(-kill * weights)
        aim = tuple(columns[np.argsort(rows)].tolist())
        sheet.equal(f"{name}: one weapon a target", value, solver.surviving(weights, kill, aim), abs_=1e-4)
        sheet.equal(f"{name}: greedy by marginal return", returned, solver.greedy(weights, kill), abs_=1e-2)


def crews(laboratory: Laboratory, weights, chances):
    """Value that gets through: units of one missile each under a command post, drones that each head for their own."""
    assets, attack = {}, {}
    for j, weight in enumerate(weights):
        y = f"{3 * j} km"
        assets[f"asset{j}"] = {"at": ["0 km", y], "value": float(weight), "hits_to_lose": 1, "keep_out": "50 m"}
        attack[f"drone{j}"] = {"system": "drone", "route": [["6 km", y, "300 m"]], "target": f"asset{j}"}
    defence = {
        f"unit{i}": {
            "system": "unit", "at": [f"{-1 - 0.2 * i:.1f} km", "3 km"], "post": "command", "missiles": 1,
            "doctrine": "concentrate",
            "set": {"missile.kill_p0": float(p), "tracking_radar.channels": 1},
        }
        for i, p in enumerate(chances)
    }  # fmt: skip
    body = {
        "question": "Who fires at whom?", "duration": "20 min", "catalogue": ["systems"], "assets": assets,
        "posts": {"command": {"system": "battery_command_post", "at": ["-2 km", "2 km"]}},
        "defence": defence, "attack": attack, "switches": list(IDEAL),
    }  # fmt: skip
    path = laboratory.folder / "crews.yaml"
    with path.open("w") as file:
        YAML(typ="safe").dump(body, file)
    out = outcomes(bridge.resolve(spec.load_scenario(path)), RUNS)
    return (out.objects["leaked"] * np.asarray(weights)).sum(axis=1), out


@pytest.mark.heavy
@case(
    "8 formula instances", "What the engine's crews make of it", model="the whole engine: engine.assign",
    label=VERIFIED, mark="C",
    source="the static optimum by exhaustive search, which crews that see the outcome of each shot should not exceed",
)  # fmt: skip
def test_crews(sheet, tmp_path):
    laboratory = Laboratory(tmp_path)
    for (m, n, k), _ in FORMULA:
        weights, kill = solver.formula(m, n, k)
        chances, name = kill[:, 0], f"{m} missiles, {n} targets, k = {k}"
        best = solver.optimum(weights, np.tile(chances[:, None], (1, n)))
        lay(sheet, name, best, *crews(laboratory, weights, chances))
    name = "3 missiles of 0.5, targets worth 20, 1 and 1"
    lay(sheet, name, solver.optimum(PILED[0], np.tile(PILED[1][:, None], (1, 3))), *crews(laboratory, *PILED))
    sheet.note(
        "The engine's chance is that of unit and weapon at a range, the same for all targets here, so each instance is "
        "asked with the first column of its table. `doctrine: concentrate`: all is shared out once a second, and "
        "several units may join on one target before the verdict. The crews look, and fire again."
    )


def lay(sheet, name, best, lost, out):
    error = float(lost.std()) / sqrt(len(lost))
    shots = float(out.run["missiles"].mean())
    note = f"{shots:.1f} missiles spent"
    sheet.within(name, -np.inf, best + 4.0 * error, float(lost.mean()), note=note)
