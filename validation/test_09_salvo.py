"""9. Hughes' salvo model: each side's salvo as a raid of its own on the whole engine."""

import numpy as np
import pytest
from laboratory import Laboratory, outcomes
from proof import VERIFIED, case

pytestmark = pytest.mark.heavy
STAYING, RUNS = 2, 50
SALVOES = (  # who fires, weapons, who defends, ships, interceptors, loss in ships
    ("A", 3 * 4, "B", 2, 2 * 2, 2.0),
    ("B", 2 * 4, "A", 3, 3 * 2, 1.0),
)


def salvo(laboratory, weapons, ships, interceptors):
    """`weapons` drones, one every 10 s, at `ships` assets that one unit of so many missiles covers."""
    assets = {
        f"ship{i}": {"at": [f"{100 * i} m", "0 m"], "hits_to_lose": STAYING, "value": 1, "keep_out": "0 m"}
        for i in range(ships)
    }
    # the unit stops those that come first; those that leak go for one ship after the other
    leak = weapons - interceptors
    aim = [i % ships for i in range(interceptors)] + [min(i // STAYING, ships - 1) for i in range(leak)]
    attack = {
        f"weapon{i}": {
            "from": {"bearing": "0 deg", "range": "12 km"}, "altitude": f"{200 + 40 * (i % 8)} m",
            "target": f"ship{at}", "start": f"{10 * i} s",
        }
        for i, at in enumerate(aim)
    }  # fmt: skip
    figures = {"missile.kill_p0": 1, "missile.fuze_radius": "5 m", "tracking_radar.channels": 12}
    defence = {"at": ["-200 m", "0 m"], "missiles": interceptors, "set": figures}
    return outcomes(laboratory.scenario(defence=defence, attack=attack, assets=assets), RUNS)


@case(
    "9 Hughes", "Hughes' salvo model", model="the whole engine", label=VERIFIED, mark="C",
    source="Hughes 1995: loss = (offence - defence) / staying power, at most all; 3 ships against 2, each fires 4, "
    "stops 2 and bears 2 hits",
)  # fmt: skip
def test_salvo_model(sheet, tmp_path):
    laboratory = Laboratory(tmp_path)
    for attacker, weapons, defender, ships, interceptors, loss in SALVOES:
        out = salvo(laboratory, weapons, ships, interceptors)
        name = f"{attacker}'s salvo of {weapons} on {defender}'s {ships}"
        stopped, hits = out.run["kills_missile"], out.assets["hits"].sum(axis=1)
        sheet.same(f"{name}: stopped, in each of {RUNS} runs", [interceptors], np.unique(stopped).tolist())
        sheet.same(f"{name}: hits", [weapons - interceptors], np.unique(hits).tolist())
        lost = np.minimum(hits / STAYING, ships)
        sheet.same(f"{name}: loss by hits over staying power", [loss], np.unique(lost).tolist())
        sheet.same(f"{name}: ships lost", [loss], np.unique(out.run["assets_lost"].astype(float)).tolist())
    sheet.note(
        "Both salvoes are in the air at once in Hughes' model, so neither changes the other: two raids, one for each. "
        "Every link ideal, every missile kills; leakers go for one ship after the other, as the formula has it."
    )
