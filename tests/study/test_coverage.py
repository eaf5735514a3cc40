"""Coverage maps: against the engine's closed forms of sight, and as files that other programs read."""

import json
import math

import numpy as np
import pytest
import rasterio
from small_scenario import SMALL
from typer.testing import CliRunner

import shorad
from shorad.cli import app
from shorad.errors import ScenarioError
from shorad.physics.geometry import EARTH_RADIUS, K_RADAR
from shorad.spec.load import parse_scenario
from shorad.study.coverage import coverage


@pytest.fixture(scope="module")
def valley():
    return coverage(shorad.load("own_terrain"), 50.0)


def test_on_a_plain_the_map_ends_at_the_horizon_and_the_chance_falls():
    found = coverage(parse_scenario(SMALL, "small.yaml"), 30.0)
    reach = math.sqrt(2.0 * K_RADAR * EARTH_RADIUS) * (math.sqrt(6.0) + math.sqrt(30.0))
    assert found.reach(0, found.visible[0] == 1) == pytest.approx(reach, abs=2.0 * found.spacing)
    assert found.area(found.seen) == pytest.approx(math.pi * (reach / 1e3) ** 2, rel=0.01)
    d = np.hypot(found.x[None] - 800.0, found.y[:, None] - 500.0)
    ring = [float(found.chance[0][(d > r) & (d < r + 500.0)].mean()) for r in (3e3, 8e3, 13e3, 18e3)]
    assert ring == sorted(ring, reverse=True)
    assert not found.chance[0][found.visible[0] == 0].any()


def test_more_units_see_more_and_together_is_the_product(valley):
    one = coverage(shorad.load("own_terrain"), 50.0, unit="hill")
    assert one.units == ("hill.1",)
    assert np.array_equal(one.chance[0], valley.chance[valley.units.index("hill.1")])
    assert np.all(valley.together >= valley.chance.max(axis=0) - 1e-6)
    assert valley.together == pytest.approx(1.0 - (1.0 - valley.chance[0]) * (1.0 - valley.chance[1]), abs=1e-6)


def test_relief_hides_what_height_uncovers(valley):
    assert valley.seen.mean() < coverage(shorad.load("own_terrain"), 400.0).seen.mean()
    sea = coverage(shorad.load("own_terrain"), 50.0, sea=True)
    assert not sea.seen[sea.relief > 50.0].any()  # under the ground


def test_a_target_that_fluctuates_in_its_own_way_is_mapped_so():
    """Far out a steady echo is found more rarely, near it more surely than one that fades."""
    maps = [
        coverage(parse_scenario(SMALL, "small.yaml", {"shahed_136.airframe.rcs_fluctuation": law}), 300.0, points=100)
        for law in ("0", "1")
    ]
    steady, fading = (found.chance[0] for found in maps)
    assert (steady - fading).max() > 0.05
    assert (fading - steady).max() > 0.05


def test_radars_look_behind_an_edge_and_ideal_ones_see_all():
    ridge = SMALL + "terrain: {ridges: {east: {at: [4 km, 0 km], height: 60 m, width: 500 m}}}\n"
    radar = {"pantsir_s1.search_radar.frequency": "1.3 GHz"}
    radar |= {f"shahed_136.airframe.rcs_{side}": "100 m2" for side in ("front", "side", "rear")}
    plain, bent, ideal = (
        coverage(parse_scenario(ridge + more, "small.yaml", radar), 50.0, points=150)
        for more in ("", "propagation: {diffraction: yes}\n", "switches: [detection]\n")
    )
    behind = plain.visible[0] == 0
    assert not plain.chance[0][behind].any()
    assert (bent.chance[0][behind] > 0.1).sum() > 20
    assert set(np.unique(ideal.chance[0])) == {0.0, 1.0}


def test_ears_are_mapped_by_what_they_hear():
    """The receiver notices half of its looks where the drone's power by Friis meets its sensitivity."""
    airport = shorad.load("airport_quadcopters")
    found = coverage(airport, 50.0, target="quadcopter", sensor="rf", points=200)
    assert found.units == ("ears.1", "ears.2") and set(found.sensors) == {"rf"}
    mute = coverage(airport, 50.0, target="quadcopter_autonomous", sensor="rf", points=50)
    assert found.chance.max() > 0.9 and not mute.chance.any()
    loud, calm = (
        coverage(shorad.load("airport_quadcopters", {"weather.wind.speed": v}), 30.0, sensor="acoustic", points=100)
        for v in ("8 m/s", "0.5 m/s")
    )
    assert loud.chance.sum() < calm.chance.sum()


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"unit": "x"}, "no fire unit"), ({"target": "x"}, "nothing in this"), ({"sensor": "x"}, 'no sensor "x"'),
        ({"sensor": "rf"}, "no fire unit here has a radio receiver; write one of radar, optics"),
    ],
)  # fmt: skip
def test_names_that_are_not_there(given, message):
    with pytest.raises(ScenarioError, match=message):
        coverage(parse_scenario(SMALL, "small.yaml"), 50.0, **given)


def test_the_command_writes_picture_and_maps(tmp_path, valley):
    done = CliRunner().invoke(app, ["coverage", "own_terrain", "--height", "50m", "--out", str(tmp_path)])
    assert done.exit_code == 0, done.output
    assert "all together" in done.output
    assert (tmp_path / "own_terrain_50m.png").read_bytes()[:4] == b"\x89PNG"
    with rasterio.open(tmp_path / "own_terrain_50m.tif") as held:
        assert held.descriptions[0] == "chance of detection, any unit"
        assert held.transform.e < 0.0
        assert held.read(1)[::-1] == pytest.approx(valley.together, abs=1e-6)
        x, y = held.xy(*held.index(-700.0, 300.0))
        assert (x, y) == pytest.approx((-700.0, 300.0), abs=valley.spacing)
    made = json.loads((tmp_path / "own_terrain_50m.geojson").read_text())
    half = next(f for f in made["features"] if f["properties"].get("at_least") == 0.5)
    assert half["properties"]["area_km2"] == pytest.approx(valley.area(valley.together >= 0.5), rel=1e-3)
    longitudes = [point[0] for part in half["geometry"]["coordinates"] for ring in part for point in ring]
    assert 0.3 < min(longitudes) < 0.5 < max(longitudes) < 0.7


def test_a_scenario_without_a_place_on_earth_is_mapped_in_metres(tmp_path):
    from shorad.view.coverage_files import geojson, geotiff

    found = coverage(parse_scenario(SMALL, "small.yaml"), 30.0)
    geotiff(found, tmp_path / "a.tif")
    geojson(found, tmp_path / "a.geojson")
    with rasterio.open(tmp_path / "a.tif") as held:
        assert not held.crs.is_geographic
        assert "origin of the scenario" in held.crs.to_wkt()
    assert "metres east" in json.loads((tmp_path / "a.geojson").read_text())["about"]["coordinates"]


def test_a_result_names_the_file_that_its_ground_came_from(tmp_path):
    import hashlib

    from shorad.results.store import load_results

    kept = shorad.run(shorad.load("own_terrain"), draws=1, replicates=1, but_for=False)
    kept.save(tmp_path / "kept")
    tile = shorad.scenarios()["own_terrain"].parent / "terrain" / "N00E000.hgt.zip"
    expected = (("N00E000.hgt.zip", hashlib.sha256(tile.read_bytes()).hexdigest()),)
    assert kept.provenance.files == load_results(tmp_path / "kept").provenance.files == expected


def test_a_height_below_the_ground_is_an_error():
    done = CliRunner().invoke(app, ["coverage", "own_terrain", "--height", "-5m"])
    assert done.exit_code != 0
    assert isinstance(done.exception, ScenarioError | SystemExit)
