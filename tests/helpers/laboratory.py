"""Ideal systems for closed forms: a fire unit and a drone whose every figure is plain, written as catalogue files.

`Laboratory(folder)` writes them; `.scenario(...)` writes a scenario beside them and resolves it. Nothing here leans on
the shipped catalogue. The missile is a heavy dart that keeps about 790 m/s, its fuze works within 20 m, and a burst
inside that kills with probability `kill_p0` whatever the miss. The radar sees without error under the switches `IDEAL`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from ruamel.yaml import YAML

from shorad import compile as bridge
from shorad import spec
from shorad.compile import Built, Resolved
from shorad.engine.run import Outcomes, simulate

# everything but rounds, channels, hits and reach: those are what the closed forms ask about
IDEAL = (
    "ready", "emission", "sight", "coverage", "detection", "track", "identify", "operator", "link", "reaction",
    "guide", "assess",
)  # fmt: skip
CLASSES = ("small_drone", "drone", "munition", "aircraft", "bird")
NOW = ["0 s", "0 s", "0 s"]

RADAR = {
    "ref_range": "20 km", "ref_rcs": "1 m2", "ref_pd": 0.5, "pfa": 1e-6, "fluctuation": 0, "scan_period": "1 s",
    "elevation_min": "-5 deg", "elevation_max": "85 deg", "instrumented_range": "100 km", "gate": "none",
    "gate_speed": "0 m/s", "beamwidth": "0.01 deg", "beamwidth_elevation": "0.01 deg", "range_resolution": "0.1 m",
    "floor_range": "5 m", "floor_angle": "0.2 mrad", "tracks_max": 40, "m_hits": 1, "n_window": 1,
    "accel_psd": "10 m2/s3", "coast_max": "10 s", "gate_probability": 0.999999,
}  # fmt: skip
TRACKER = {
    "ref_range": "100 km", "ref_rcs": "1 m2", "ref_pd": 0.9, "pfa": 1e-6, "fluctuation": 0, "sector": "180 deg",
    "elevation_max": "85 deg", "beamwidth": "0.01 deg", "floor_angle": "0 mrad", "dwell": "0.1 s", "lock_m": 1,
    "lock_n": 1, "lock_timeout": "5 s", "channels": 4,
}  # fmt: skip
MISSILE = {
    "mass_launch": "2000 kg", "mass_burnout": "1900 kg", "mass_dart": "1800 kg", "diameter_boost": "0.1 m",
    "diameter_dart": "0.1 m", "boost_time": "0.5 s", "burnout_speed": "800 m/s", "launch_speed": "780 m/s",
    "speed_range": "10 km", "speed_value": "770 m/s", "speed_is_average": True, "k_induced": 0, "cn_max": 1000,
    "lag": "0 s", "noise_tau": "0.3 s", "beacon_noise": "0 mrad", "load_max": "100 g", "range_min": "0.5 km",
    "range_max": "20 km", "height_min": "0 km", "height_max": "10 km", "target_speed_max": "500 m/s",
    "fuze_radius": "20 m", "fuze_reliability": 1, "launch_reliability": 1, "kill_p0": 0.7, "lethal_b": "1000 km",
    "self_destruct": "60 s", "speed_min": "100 m/s", "guidance_memory": "1 s", "salvo_interval": "0.5 s",
    "guide_frequency": "2 rad/s", "guide_damping": 0.7, "cost": "1 kUSD",
}  # fmt: skip
VEHICLE = {
    "antenna_height": "5 m", "slew_rate": "360 deg/s", "turn_arc": "180 deg", "missiles": 100, "rounds": 0, "loads": 0,
    "price": "1 MUSD", "value": 0, "radius": "5 m", "p_hit_lost": 0, "p_hit_damaged": 0, "p_accumulate": 0,
    "deploy_time": NOW, "reload_time": NOW,
}  # fmt: skip
CREW = {
    "operators": 1, "operator_time": NOW, "operator_hostile_right": 1, "operator_neutral_right": 1,
    "operator_unknown_hostile": 1, "iff": False, "iff_fail": 0, "iff_period": "1 s", "iff_tries": 1,
    "hostile_threshold": 0, "neutral_threshold": -1, "evidence_reply": -5, "evidence_no_reply": 1, "evidence_slow": 0,
    "evidence_speed": "0 m/s", "evidence_corridor": 0, "evidence_closing": 0, "assign_delay": NOW, "reaction": NOW,
    "assess_delay": NOW, "p_kill_seen": 1, "p_miss_called_kill": 0, "reopen_time": "1 s", "crew_return": NOW, "salvo": 1,  # noqa: E501
    "gun_preference": "0 m", "self_defence_time": "10 s", "warmup": "0 s", "silent_timeout": "30 s", "cue_delay": NOW,
    "cue_error": "0 m", "cue_radius": "10 km", "drop_guidance": False,
}  # fmt: skip
AIRFRAME = {
    "kind": "one_way", "size_class": "drone", "speed": "50 m/s", "speed_max": "600 m/s", "load": "5 g", "altitude": "300 m",  # noqa: E501
    "rcs_front": "1 m2", "rcs_side": "1 m2", "rcs_rear": "1 m2", "dimension": "1 m", "contrast": 0.3,
    "contrast_thermal": 0.3, "width": "2 m", "height": "0.5 m", "gate_exempt": False, "iff_state": "absent",
    "reply_probability": 0, "iff_fail": 0, "p_hit_lost": 0, "p_hit_damaged": 0, "p_accumulate": 0, "cost": "1 kUSD",
    "route_jitter": "0 m", "leak_counts": True, "release_range": "0 m",
}  # fmt: skip
WARHEAD = {"reliability": 1, "lethal_b": "1000 m", "impact_sigma": "0 m"}
UNIT = {
    "search_radar": RADAR, "tracking_radar": TRACKER, "missile": MISSILE, "vehicle": VEHICLE, "crew": CREW,
}  # fmt: skip
DRONE = {"airframe": AIRFRAME, "warhead": WARHEAD}

Settings = Mapping[str, Any]


def _value(key: str, raw: Any) -> Any:
    if key == "lethal_b" and not isinstance(raw, dict):
        return {name: _value("", raw) for name in CLASSES}
    return {"chance" if isinstance(raw, list) else "value": raw, "basis": "guess", "note": "an ideal, made for a test"}


class Laboratory:
    """A folder with two systems of one's own, `unit` and `drone`, and the scenarios that use them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "systems").mkdir(parents=True, exist_ok=True)
        self.system("unit", "fire_unit", UNIT)
        self.system("drone", "air", DRONE)

    def system(self, name: str, kind: str, components: Settings) -> None:
        body: dict[str, Any] = {"name": name, "title": name, "kind": kind, "summary": "An ideal, made for a test."}
        for component, keys in components.items():
            body[component] = {key: _value(key, raw) for key, raw in keys.items()}
        if "warhead" in body:
            body["warhead"]["lethal_b"] = _value("", WARHEAD["lethal_b"])
        _write(self.folder / "systems" / f"{name}.yaml", body)

    def scenario(
        self, *, defence: Settings, attack: Settings, switches: tuple[str, ...] = IDEAL, name: str = "scenario",
        **more: Any,
    ) -> Resolved:  # fmt: skip
        """Write a scenario file and resolve it. `defence`: keys of the one unit at the origin."""
        body = {
            "question": "Does the whole obey the closed form?",
            "duration": "20 min",
            "catalogue": ["systems"],
            "assets": {"depot": {"at": ["0 km", "0 km"], "hits_to_lose": 1000}},
            "defence": {"guard": {"system": "unit", "at": ["0 m", "0 m"], **defence}},
            "attack": {key: {"system": "drone", **group} for key, group in attack.items()},
            "switches": list(switches),
        } | more
        path = self.folder / f"{name}.yaml"
        _write(path, body)
        return bridge.resolve(spec.load_scenario(path))


def _write(path: Path, body: Settings) -> None:
    with path.open("w") as file:
        YAML(typ="safe").dump(dict(body), file)


def built(resolved: Resolved) -> Built:
    return bridge.build(resolved, bridge.draw(resolved, 0, -1))


def outcomes(resolved: Resolved, replicates: int, seed: int = 1, threads: int = 2) -> Outcomes:
    """So many replicates of a scenario at its nominal values, through the whole engine."""
    model = built(resolved).model
    return simulate(model, lambda: bridge.new_state(model), seed, -1, range(replicates), threads)


def logged(resolved: Resolved, seed: int = 1, r: int = 0, room: int = 100_000) -> NDArray[np.void]:
    """The events of one replicate (EVENT rows), recorded by the engine."""
    model = built(resolved).model
    state, blank = bridge.new_state(model, log=room), bridge.new_state(model, log=room)
    simulate(model, partial(next, iter((state, blank))), seed, -1, [r], 1)
    found = int(state.n["logged"][0])
    assert found <= room
    return state.log[:found].copy()
