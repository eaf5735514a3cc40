"""What stands and flies in a scenario, as a page or an export needs it: read from the compiled model."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shorad.catalogue.entity_types import Known, entity_type, shot_type
from shorad.compile import Built, Resolved
from shorad.engine import codes
from shorad.results.columns import KINDS, SIDES, group_of
from shorad.results.recording import (
    AssetFacts,
    EntityType,
    GroundFacts,
    ObjectFacts,
    PostFacts,
    RadarFacts,
    Scene,
    TrackerFacts,
    UnitFacts,
    WeaponFacts,
)  # fmt: skip
from shorad.results.words import NEUTRAL_CAUSES, REASONS, SORTIE_ENDS
from shorad.study.recorded import EVENTS


def scene_of(resolved: Resolved, built: Built, phases: NDArray[np.float64]) -> Scene:
    """Everything that does not change during a replicate of this model; `phases` (s) are those of the search radars."""
    m, names = built.model, built.names
    return Scene(
        tuple(_unit(resolved, built, u, float(phases[u])) for u in range(len(names.units))),
        tuple(_object(resolved, built, o) for o in range(len(names.objects))),
        tuple(
            AssetFacts(name, *_place(m.asset[a]), float(m.asset["radius"][a]), int(m.asset["post"][a]))
            for a, name in enumerate(names.assets)
        ),
        tuple(PostFacts(name, *_place(m.post[p]), int(m.post["asset"][p])) for p, name in enumerate(names.posts)),
        tuple(float(angle) for angle in m.mask[0]) if len(m.mask) else (),
        _ground(m),
        _origin(resolved),
    )


def terms() -> dict[str, tuple[str, ...]]:
    """Words behind the codes of a recording's tables."""
    return {
        "event": EVENTS,
        "life": ("waiting", "flying", "down", "impacted", "dud", "departed"),
        "rung": ("intact", "hit", "damaged", "lost"),
        "state": ("stowed", "deploying", "no crew", "silent", "radiating", "reloading", "warming up"),
        "class": ("hostile", "unknown", "neutral"),
        "phase": ("transit", "search", "approach", "standoff", "designate", "assess", "home"),
        "kind": KINDS,
        "side": SIDES,
        "weapon": ("missile", "gun"),
        "by": ("radar", "optics"),
        "end": ("in flight", "burst", "passed by", "destroyed itself"),
        "status": ("none", "tentative", "firm"),
        "leg": ("straight", "turn", "pitch"),
        "reason": tuple(REASONS),
        "cause": tuple(NEUTRAL_CAUSES),
        "sortie_end": tuple(SORTIE_ENDS),
    }


def _ground(m: Any) -> GroundFacts | None:
    if not len(m.terrain):
        return None
    g = m.terrain[0]
    return GroundFacts(float(g["x0"]), float(g["y0"]), float(g["spacing"]), np.asarray(m.ground, np.float64))


def _origin(resolved: Resolved) -> tuple[float, float] | None:
    """Where the terrain says that the scenario lies (degrees)."""
    origin = resolved.scenario.terrain.origin
    return (math.degrees(origin.latitude.number), math.degrees(origin.longitude.number)) if origin is not None else None


def _place(row: Any) -> tuple[float, float, float]:
    return float(row["x"]), float(row["y"]), float(row["z"])


def _unit(resolved: Resolved, built: Built, u: int, phase: float) -> UnitFacts:
    m, row = built.model, built.model.unit[u]
    system = built.names.unit_systems[u]
    return UnitFacts(
        built.names.units[u], group_of(built.names.units[u]), system, resolved.systems[system].title, *_place(row),
        float(row["antenna_height"]), int(row["channels"]), int(row["post"]), int(row["missiles"]), int(row["rounds"]),
        _radar(m, row, phase), _tracker(m, row), _missile(m, row), _gun(m, row), _entity(system, "fire_unit"),
    )  # fmt: skip


def _radar(m: Any, unit: Any, phase: float) -> RadarFacts | None:
    if unit["radar"] < 0:
        return None
    g = m.radar[unit["radar"]]
    return RadarFacts(
        float(g["scan_period"]), phase, float(g["instrumented_range"]),
        (float(g["elevation_min"]), float(g["elevation_max"])), float(g["beamwidth"]),
        (float(g["ref_range"]), float(g["ref_rcs"])),
    )  # fmt: skip


def _tracker(m: Any, unit: Any) -> TrackerFacts | None:
    if unit["tracker"] < 0:
        return None
    g = m.tracker[unit["tracker"]]
    return TrackerFacts(float(g["ref_range"]), float(g["sector"]), float(g["elevation_max"]))


def _missile(m: Any, unit: Any) -> WeaponFacts | None:
    if unit["missile"] < 0:
        return None
    g = m.missile[unit["missile"]]
    heights = float(g["height_min"]), float(g["height_max"])
    return WeaponFacts((float(g["range_min"]), float(g["range_max"])), heights, _seven(shot_type("missile")))


def _gun(m: Any, unit: Any) -> WeaponFacts | None:
    if unit["gun"] < 0:
        return None
    g = m.gun[unit["gun"]]
    return WeaponFacts(
        (float(g["range_min"]), float(g["range_max"])), (0.0, float(g["height_max"])), _seven(shot_type("gun"))
    )


def _object(resolved: Resolved, built: Built, o: int) -> ObjectFacts:
    row, name, system = built.model.obj[o], built.names.objects[o], built.names.object_systems[o]
    kind = KINDS[int(row["kind"])]
    return ObjectFacts(
        name, group_of(name), system, resolved.systems[system].title, kind, SIDES[int(row["side"])],
        codes.TARGET_CLASSES[int(row["size_class"])], int(row["carrier"]), int(row["target_asset"]),
        int(row["target_unit"]), _entity(system, kind),
    )  # fmt: skip


def _entity(system: str, kind: str) -> EntityType:
    return _seven(entity_type(system, kind))


def _seven(found: Known) -> EntityType:
    return EntityType(found.numbers, found.guess, found.note)
