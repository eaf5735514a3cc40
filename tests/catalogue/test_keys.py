"""The table of catalogue keys and the tables of the engine say the same."""

from pathlib import Path

import pytest

from shorad.catalogue import COMPONENTS, KEYS
from shorad.catalogue import keys as table
from shorad.compile.rows import WORDS
from shorad.engine import codes, entities, equipment, types
from shorad.spec import defence, scenario, zone
from shorad.spec.neutral import IFF_STATES
from shorad.units import DIMENSIONS

SOURCE = "".join(Path(each.__file__).read_text() for each in (entities, equipment))


def written(name):
    """Fields of a table above its `# built` line, with their shapes."""
    dtype = getattr(types, name)
    block = SOURCE[SOURCE.index(f"\n{name} = table(") :]
    block = block[: block.index("\n)")]
    above = block.partition("# built")[0]
    return {field: dtype[field].shape for field in dtype.names if f'("{field}"' in above}


EQUIPMENT = [
    ("search_radar", "RADAR"),
    ("tracking_radar", "TRACKER"),
    ("optics", "OPTICS"),
    ("missile", "MISSILE_TYPE"),
    ("gun", "GUN_TYPE"),
    ("rf_sensor", "RF_SENSOR"),
    ("acoustic", "ACOUSTIC"),
    ("jammer", "JAMMER"),
]


@pytest.mark.parametrize(("component", "name"), EQUIPMENT)
def test_equipment_has_exactly_the_fields_of_its_table(component, name):
    assert set(KEYS[component]) == set(written(name))


# what a row has besides catalogue values: its place, names, and what the scenario says
OF_THE_SCENARIO = {
    "UNIT": {
        "hash", "group", "group_hash", "x", "y", "z", "radar", "tracker", "optics", "missile", "gun", "mask", "post",
        "rf", "acoustic", "soft",
        "jam_noise_rise", "jam_azimuth", "jam_width", "readiness", "readiness_correlation", "emission", "emission_on",
        "emission_off", "cue_range", "roe", "doctrine", "sector_centre", "sector_width",
    },
    "POST": {"hash", "x", "y", "z", "lost_at"},
    "OBJECT": {
        "hash", "side", "seg0", "segs", "start", "start_jitter", "in_corridor", "target_asset", "target_unit",
        "carrier", "serial", "munition0", "base_x", "base_y", "group", "waits",
        "height_jitter", "wave_hash", "wave_jitter", "wave_shift", "wave_lift", "passes", "gnss_time",
    },
}  # fmt: skip
NOT_IN_A_ROW = {"altitude", "munition", "range", "load_pitch", "climb_max", "descent_max"}  # become routes and rows
ENTITIES = [("fire_unit", "UNIT"), ("command_post", "POST"), ("air", "OBJECT")]


@pytest.mark.parametrize(("kind", "name"), ENTITIES)
def test_entities_are_covered(kind, name):
    equipment = {component for component, _ in EQUIPMENT}
    parts = [part for side in COMPONENTS[kind] for part in side if part not in equipment]
    keys = {key for part in parts for key in KEYS[part]}
    assert keys - NOT_IN_A_ROW == set(written(name)) - OF_THE_SCENARIO[name]


@pytest.mark.parametrize(("kind", "name"), [*EQUIPMENT, ("vehicle", "UNIT"), ("crew", "UNIT"), ("post", "POST")])
def test_shapes_agree(kind, name):
    shapes = written(name)
    for key, entry in KEYS[kind].items():
        want = {"chance": (3,), "classes": (5,)}.get(entry.kind, ())
        assert shapes[key] == want, key


def test_striker_and_airframe_shapes_agree():
    shapes = written("OBJECT")
    for part in ("airframe", "warhead", "munition", "carrier", "striker", "radio", "sound", "fall"):
        for key, entry in KEYS[part].items():
            if key not in NOT_IN_A_ROW:
                assert shapes[key] == ((3,) if entry.kind == "chance" else ()), key


def test_words_are_those_of_the_engine():
    assert table.TARGET_CLASSES == codes.TARGET_CLASSES
    assert scenario.SWITCHES == codes.SWITCHES
    assert defence.READINESS == codes.READINESS
    for part, key, prefix in (
        ("search_radar", "gate", "GATE_"),
        ("munition", "guidance", ""),
        ("airframe", "kind", ""),
        ("radio", "control", "CONTROL_"),
        ("radio", "navigation", ""),
    ):
        for value, word in enumerate(KEYS[part][key].words):
            assert getattr(codes, f"{prefix}{word.upper()}") == value
    assert KEYS["airframe"]["iff_state"].words == IFF_STATES
    assert [int(getattr(codes, f"IFF_{word.upper()}")) for word in IFF_STATES] == [0, 1, 2]
    assert [int(getattr(codes, word.upper())) for word in defence.ROES] == [0, 1, 2]
    assert [int(getattr(codes, word.upper())) for word in defence.DOCTRINES] == [0, 1, 2, 3]


def test_words_of_zones_and_jamming_are_those_of_the_engine():
    assert zone.ZONE_FIRE == codes.ZONE_FIRE == WORDS["fire"]
    assert [int(getattr(codes, f"FIRE_{word.upper()}")) for word in zone.ZONE_FIRE] == [0, 1, 2, 3]
    reactions = KEYS["radio"]["on_link_loss"].words
    assert reactions == codes.SOFT_EFFECTS[:-1] == WORDS["on_link_loss"]
    names = ("NONE", *(word.upper() for word in codes.SOFT_EFFECTS[1:]))
    assert [int(getattr(codes, f"SOFT_{word}")) for word in names] == list(range(6))


def test_every_key_has_a_dimension_and_a_meaning():
    for part, keys in KEYS.items():
        for key, entry in keys.items():
            assert entry.dimension in DIMENSIONS, (part, key)
            assert len(entry.meaning) > 5, (part, key)
            assert entry.low <= entry.high
            assert (entry.kind == "word") == bool(entry.words)
