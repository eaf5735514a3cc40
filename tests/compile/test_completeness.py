"""Nothing is forgotten between text and tables: every field, every number, every key of the catalogue."""

import numpy as np
import pytest

from shorad.catalogue import KEYS
from shorad.catalogue.filter_keys import FILTER
from shorad.compile import build
from shorad.engine import codes

BUILT = {  # fields that no row names because build derives them, the routes give them, or no entity here has them
    "radar": {
        "snr_ref",
        "pd_row",
        "pd_by",
        "gate_chi2",
        "wavelength",
        "oxygen",
        "vapour",
        "rain",
        "rain_echo",
        "jam",
    },
    "tracker": {"snr_ref", "pd_row", "pd_by", "wavelength", "oxygen", "vapour", "rain", "rain_echo", "jam"},
    "optics": set(),
    "missile": {"thrust", "drag_scale", "flight_max", "navigation", "glint", "seeker_blind"},  # the last of what homes
    "gun": {"flight_max"},
    "unit": {
        "channel0",
        "channels",
        "radar_channels",
        "soft_channels",
        "track0",
        "tracks",
        "shot0",
        "floor_eye",
        "floor_top",
        "post_hidden",
        "interacting",
    },
    "post": {"track0", "tracks"},
    "obj": {"passes", "seg0", "gnss_time", "wave_hash", "wave_jitter", "wave_shift", "wave_lift"},
    "asset": set(),
    "par": {"wind_x", "wind_y", "rain_light", "gnss_x", "gnss_y", "gnss_radius", "declared_lost", "piloted"},
    "noise": set(),
    "rf": set(), "acoustic": set(), "soft": set(), "zone": set(), "corner": set(),
}  # fmt: skip
UNREAD = {  # paths that a model does not read, and why
    "airframe.altitude": "only where the scenario gives none",
    "airframe.climb_max": "read by a check", "airframe.descent_max": "read by a check",
    "airframe.load_pitch": "read by the routes; a munition has none",
    "carrier.munitions": "only where the group does not say",
    "munition.range": "read by a check",
    "carrier.munition": "read when names are looked up",
    "airframe.kind": "read when names are looked up",
    "after_attack": "home is the only way there is",
    "optics.accel_psd": "of the single filter, and the jammer team has two",
    "vehicle.missiles": "the group says", "vehicle.rounds": "the group says", "vehicle.loads": "the group says",
    "crew.operators": "the group says", "crew.salvo": "the group says",
    "airframe.iff_state": "the group says",
    "airframe.release_range": "a striker's stand-off",
    **{f"{one}.{key}": "read where the filter is not the single one" for one in ("search_radar", "optics")
       for key in FILTER},
    **{f"battery.{key}": "written out as a group and a post before anything is built" for key in KEYS["battery"]},
}  # fmt: skip


def test_every_field_of_every_table_is_filled(soft):
    for name, sheet in soft.plan.sheets.items():
        named = {field for r in sheet.rows for field in r}
        if name == "obj":
            named |= {"base_x", "base_y"}
        assert set(sheet.dtype.names) - named == BUILT[name], name


def test_every_number_of_a_scenario_is_read(soft):
    unread = {p for p in soft.parameters if p not in soft.plan.used}
    left = {p for p in unread if not any(p.endswith(f".{known}") for known in UNREAD)}
    # numbers of components that a kind of object has no row for
    assert left == set()


def test_every_catalogue_key_has_a_field_or_a_reason(full):
    fields = {field for sheet in full.plan.sheets.values() for field in sheet.dtype.names}
    for component, keys in KEYS.items():
        for key in keys:
            assert key in fields or f"{component}.{key}" in UNREAD, f"{component}.{key}"


def test_sound_links_and_falls_are_no_inputs_where_nobody_asks(full):
    parts = ("radio", "sound", "fall", "separation")
    assert not [p for p in full.plan.used if any(f".{part}." in f".{p}." for part in parts)]


def test_zones_arrive_as_written(soft):
    m = build(soft, {}).model
    polygon, circle, sector = m.zone
    assert polygon["form"] == codes.ZONE_POLYGON and (polygon["corner0"], polygon["corners"]) == (0, 3)
    assert (m.corner["x"].tolist(), m.corner["y"].tolist()) == ([0.0, 1e3, 1e3], [0.0, 0.0, 2e3])
    assert (polygon["floor"], polygon["ceiling"], polygon["protected"]) == (10.0, 300.0, 1)
    assert circle["form"] == codes.ZONE_SECTOR and circle["width"] == np.pi and circle["fire"] == codes.FIRE_NONE
    assert (circle["closes"], circle["reopen"], sector["closes"]) == (1, 600.0, 0)
    assert sector["width"] == pytest.approx(np.radians(30.0)) and sector["fire"] == codes.FIRE_TIGHT
    assert (m.par["separation"][0], m.par["separation_height"][0], m.par["wind_speed"][0]) == (610.0, 76.0, 8.0)


def test_a_soft_channel_stands_behind_the_others(soft):
    made = build(soft, {})
    unit = made.model.unit[made.names.units.index("jammers.1")]
    assert unit["soft_channels"] == 1 and unit["channels"] == 1 and unit["soft"] == 0
    assert unit["tracks"] == 4  # the camera's
    assert (made.model.unit["soft"] >= 0).sum() == 1
