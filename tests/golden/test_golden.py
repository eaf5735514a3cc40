"""Results that must not move by accident: a dozen replicates of each shipped scenario, summed column by column.

`make golden` writes them anew; CONTRIBUTING.md says when that is right.
"""

import json
from functools import partial
from pathlib import Path

import numpy as np
import pytest

SCENARIOS = sorted((Path(__file__).parents[2] / "scenarios").glob("*.yaml"))
KEPT = Path(__file__).parent
SEED, DRAWS, REPLICATES = 1, (-1, 0, 1), (0, 1, 2, 3)


def summary(path: Path) -> dict[str, dict[str, float]]:
    """Sum of every column of the outcome tables, over all draws, replicates and rows."""
    from shorad import compile as compiler  # here, so that collecting tests does not load the compiler
    from shorad import spec
    from shorad.engine.run import simulate

    resolved = compiler.resolve(spec.load_scenario(path))
    total: dict[str, dict[str, float]] = {}
    for k in DRAWS:
        model = compiler.build(resolved, compiler.draw(resolved, SEED, k)).model
        outcomes = simulate(model, partial(compiler.new_state, model), SEED, k, REPLICATES, 1)
        for table in ("run", "objects", "units", "assets"):
            add(total.setdefault(table, {}), getattr(outcomes, table))
    return total


def add(total: dict[str, float], rows: np.ndarray) -> None:
    for column in rows.dtype.names or ():
        whole = rows[column].dtype.kind in "iub"
        found = int(rows[column].sum()) if whole else float(rows[column].sum(dtype=np.float64))
        total[column] = total.get(column, 0) + found


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_results_did_not_move(path, pytestconfig):
    found, kept = summary(path), KEPT / f"{path.stem}.json"
    if pytestconfig.getoption("--write-golden"):
        kept.write_text(json.dumps(found, indent=1) + "\n")
        return
    expected = json.loads(kept.read_text())
    assert found.keys() == expected.keys()
    for table, columns in found.items():
        assert columns.keys() == expected[table].keys(), table
        moved = {
            name: (expected[table][name], value)
            for name, value in columns.items()
            if not same(value, expected[table][name])
        }
        assert not moved, f"{table}: {{column: (kept, found)}} = {moved}"


def same(a: float, b: float) -> bool:
    """Counts exactly; real numbers to nine digits, because the last bits of sin and exp belong to the platform."""
    if isinstance(a, int) and isinstance(b, int):
        return a == b
    return abs(a - b) <= 1e-9 * max(abs(a), abs(b))
