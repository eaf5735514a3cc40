"""9. Uncoordinated fire: eight units that each pick a target by chance, by orders from outside."""

from math import sqrt

import numpy as np
import pytest
from laboratory import IDEAL, Laboratory
from proof import VERIFIED, case
from ruamel.yaml import YAML

from shorad import compile as bridge
from shorad import spec
from shorad.engine import codes
from shorad.engine.handle import pack
from shorad.engine.run import conclude, empty_outcomes, run_until, start

pytestmark = pytest.mark.heavy
UNITS, TARGETS, P, RUNS = 8, 4, 0.7, 600
SEEN = 50  # grid points, 5 s: by then every unit has a firm track of every target
END = 2400  # grid points


def raid(laboratory):
    """Units of one missile each that wait for orders, and drones that come in fan-wise."""
    defence = {
        f"unit{i}": {
            "system": "unit", "at": [f"{60 * i} m", "0 m"], "doctrine": "external", "missiles": 1,
            "set": {"missile.kill_p0": P, "tracking_radar.channels": 1, "missile.fuze_radius": "20 m"},
        }
        for i in range(UNITS)
    }  # fmt: skip
    fan = {"bearing": "0 deg", "range": "10 km", "width": "60 deg"}
    body = {
        "question": "How many survive fire that nobody shares out?", "duration": "4 min", "catalogue": ["systems"],
        "assets": {"depot": {"at": ["0 km", "0 km"], "hits_to_lose": 1000}}, "defence": defence,
        "attack": {
            "drones": {"system": "drone", "count": TARGETS, "from": fan, "altitude": "300 m", "target": "depot"},
        },
        "switches": list(IDEAL),
    }  # fmt: skip
    path = laboratory.folder / "uncoordinated.yaml"
    with path.open("w") as file:
        YAML(typ="safe").dump(body, file)
    resolved = bridge.resolve(spec.load_scenario(path))
    return bridge.build(resolved, bridge.draw(resolved, 0, -1)).model


def survivors(model, aims):
    """How many drones get through in each run when unit u is ordered at target aims[r, u], and the missiles fired."""
    state, blank = bridge.new_state(model), bridge.new_state(model)
    packed, left, fired = (pack(model), pack(state)), [], []
    for r, aim in enumerate(aims):
        start(*packed, pack(blank), 1, -1, r)
        run_until(*packed, SEEN)
        for u, o in enumerate(aim):
            held = (state.track["status"] == codes.FIRM) & (state.track["origin"] == o)
            first = int(model.unit["track0"][u])
            (row,) = np.flatnonzero(held[first : first + int(model.unit["tracks"][u])]) + first
            for name, value in (("unit", u), ("track", row), ("weapon", codes.MISSILE), ("taken", 0)):
                state.order[name][u] = value
        state.clock[codes.S_ASSIGN] = SEEN
        assert run_until(*packed, END)
        out = empty_outcomes(model, 1)
        conclude(*packed, out)
        left.append(int(out.objects["leaked"].sum()))
        fired.append(int(out.run["missiles"][0]))
    return np.array(left), np.array(fired)


@case(
    "9 uncoordinated", "Uncoordinated and shared-out fire", model="the whole engine, ordered from outside",
    label=VERIFIED, mark="C",
    source=f"N (1 - p / N)^m against N (1 - p)^(m / N); {UNITS} shots of {P:g}, {TARGETS} targets",
)  # fmt: skip
def test_uncoordinated(sheet, tmp_path):
    model = raid(Laboratory(tmp_path))
    chosen = np.random.default_rng(9).integers(0, TARGETS, (RUNS, UNITS))
    shared = np.tile(np.arange(UNITS) % TARGETS, (RUNS, 1))
    for name, aims, value in (("each by chance", chosen, 0.858404), ("shared out, two each", shared, 0.36)):
        left, fired = survivors(model, aims)
        sheet.chance(f"{name}: mean surviving", value, float(left.mean()), float(left.std(ddof=1)) / sqrt(RUNS))
        sheet.same(f"{name}: shots that every unit fired", [UNITS], np.unique(fired).tolist())
