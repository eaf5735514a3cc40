"""Relief of a scenario: heights of what stands and flies, files of heights, and all that can be wrong with them."""

import builtins
import io
import zipfile

import numpy as np
import pytest
from small_scenario import SMALL

from shorad import compile as bridge
from shorad.compile.terrain_file import from_earth, to_earth
from shorad.errors import ScenarioError
from shorad.spec.load import parse_scenario

RIDGE = "terrain: {ridges: {east: {at: [6 km, 0 km], height: 250 m, width: 600 m}}}\n"
ORIGIN = "origin: {latitude: 0.5 deg, longitude: 0.5 deg}"


def resolve(terrain, folder="", **change):
    text = SMALL + terrain
    for old, new in change.values():
        assert old in text
        text = text.replace(old, new)
    return bridge.resolve(parse_scenario(text, f"{folder}/small.yaml" if folder else "small.yaml"))


def error(terrain, folder="", **change):
    with pytest.raises(ScenarioError) as caught:
        resolve(terrain, folder, **change)
    return str(caught.value)


def hills(east, north):
    """A formula for test files, m: smooth, so that 90 m between nodes lose little."""
    return 100.0 + 40.0 * np.sin(east / 3000.0) * np.cos(north / 4000.0)


# ---- formulas ------------------------------------------------------------------------------
def test_ridge_and_hill_are_their_formulas():
    made = resolve(RIDGE[:-2] + ", hills: {a: {at: [-2 km, 1 km], height: 80 m, radius: 1 km}}, base: 10 m}\n")
    ground = made.surface.ground
    assert ground.at(6000.0, 123.0) == pytest.approx(260.0, abs=0.01)  # the crest, where the hill is too far to count
    assert ground.at(6300.0, 0.0) == pytest.approx(135.0, abs=0.01)
    assert ground.at(-2000.0, 1000.0) == pytest.approx(90.0, abs=0.01)
    assert ground.at(-1000.0, 1000.0) == pytest.approx(10.0 + 80.0 * np.exp(-0.5), abs=0.01)
    assert ground.heights.dtype == np.float32
    assert "nodes every 50 m" in next(row.value for row in bridge.explain(made) if row.path == "terrain")


def test_what_stands_on_the_ground_has_its_height():
    model = bridge.build(resolve("terrain: {base: 120 m}\n"), {}).model
    assert model.unit["z"] == pytest.approx(120.0)
    assert model.asset["z"] == pytest.approx(120.0)
    assert model.segment["z"][0] == pytest.approx(300.0)  # a height as written counts from the sea
    model = bridge.build(resolve("terrain: {base: 120 m, altitudes: ground}\n"), {}).model
    assert model.segment["z"][0] == pytest.approx(420.0)


def test_a_unit_that_a_draw_moves_gets_a_floor_of_its_own():
    at = "at: [{value: 800 m, range: [0 m, 900 m], basis: guess, note: somewhere}, 500 m]"
    made = resolve(RIDGE, position=("at: [800 m, 500 m]", at))
    nominal, moved, again = (
        bridge.build(made, {"defence.guard.at.0": x} if x else {}).model for x in (None, 100.0, 800.0)
    )
    assert nominal.floor is again.floor  # shared
    assert nominal.ground is moved.ground
    assert (nominal.floor != moved.floor).any()


def test_the_ground_is_no_unknown():
    varied = "terrain: {ridges: {east: {at: [6 km, 0 km], height: {value: 250 m, range: [0 m, 300 m]}}}}\n"
    assert "small.yaml" in error(varied)
    assert "terrain.ridges.east.height: the ground cannot be an unknown; write one number" in error(varied)
    with pytest.raises(ScenarioError, match="which all draws share"):
        bridge.build(resolve(RIDGE), {"terrain.ridges.east.height": 100.0})


def test_a_large_area_gets_a_coarser_grid_and_says_so():
    made = resolve("terrain: {base: 0 m, spacing: 5 m}\n")
    assert made.surface.ground.heights.size <= 4_200_000
    assert any("million nodes" in str(each) for each in made.warnings)


@pytest.mark.parametrize(
    ("terrain", "message"),
    [
        ("{file: a.tif, base: 10 m}", "file together with formulas; write file, or ridges and hills"),
        (f"{{base: 10 m, {ORIGIN}}}", "an origin without a file"),
        ("{spacing: 30 m}", "there is no relief that this could belong to"),
        ("{ridges: {east: {at: [6 km, 0 km]}}}", 'missing "height"'),
        ("{base: 10 m, altitudes: moon}", '"moon" is none of the words allowed here'),
    ],
)
def test_a_ground_that_makes_no_sense(terrain, message):
    found = error(f"terrain: {terrain}\n")
    assert message in found
    assert "small.yaml:15: terrain" in found


# ---- into the ground -----------------------------------------------------------------------
def test_a_route_through_the_ground_is_named():
    found = error(RIDGE, low=("altitude: 300 m", "altitude: 200 m"))
    assert "small.yaml:12: attack.drones.altitude: drones.1 flies into the ground on its way to its target" in found
    assert "it is at 200 m and the ground at 2" in found
    assert "raise it by more than 4" in found
    assert "above sea level" in found
    resolve(RIDGE)  # 300 m clear it


def test_a_waypoint_behind_the_hill_is_named():
    way = (
        "from: {bearing: 90 deg, range: 30 km, width: 20 deg}",
        "route: [[30 km, 9 km, 400 m], [15 km, 5 km, 100 m]]",
    )
    found = error(RIDGE, way=way)
    assert "flies into the ground after point 2 of its route" in found or "on its way to its target" in found
    assert "attack.drones.altitude" in found


def test_the_lowest_altitude_that_is_drawn_counts():
    varied = "altitude: {value: 300 m, range: [150 m, 400 m], basis: guess, note: low}"
    assert "at its lowest altitude of 150 m" in error(RIDGE, low=("altitude: 300 m", varied))


def test_nothing_stands_inside_a_hill():
    found = error("terrain: {base: 80 m}\n", buried=("depot: {at: [0 km, 0 km]}", "depot: {at: [0 km, 0 km, 20 m]}"))
    assert "assets.depot.at: depot stands at 20 m and the ground there is at 80 m; leave its height out" in found


# ---- files -----------------------------------------------------------------------------------
def tile(formula=hills, side=1201):
    """An SRTM tile N00E000 of a formula about its middle, as bytes."""
    degrees = np.arange(side) / (side - 1.0)
    longitude, latitude = np.meshgrid(degrees, 1.0 - degrees)
    east, north = from_earth(longitude, latitude, tuple(np.radians([0.5, 0.5])))
    return np.round(formula(east, north)).astype(">i2").tobytes()


def worst(ground):
    x = np.linspace(-2000.0, 28_000.0, 57)
    east, north = np.meshgrid(x, np.linspace(-3000.0, 3000.0, 31))
    return float(np.abs(ground.at(east, north) - hills(east, north)).max())


def test_earth_and_plane_are_inverse():
    origin = tuple(np.radians([47.0, 11.0]))
    x, y = np.meshgrid(np.linspace(-60e3, 60e3, 7), np.linspace(-60e3, 60e3, 7))
    back = from_earth(*to_earth(x, y, origin), origin)
    assert np.abs(np.array(back) - np.array([x, y])).max() < 0.05


@pytest.mark.parametrize("zipped", [False, True])
def test_an_srtm_tile_is_read_without_rasterio(tmp_path, zipped, monkeypatch):
    real = builtins.__import__
    monkeypatch.setattr(builtins, "__import__", lambda n, *a, **k: _without("rasterio", real, n, *a, **k))
    if zipped:
        with zipfile.ZipFile(tmp_path / "N00E000.hgt.zip", "w") as archive:
            archive.writestr("N00E000.hgt", tile())
    else:
        (tmp_path / "N00E000.hgt").write_bytes(tile())
    made = resolve(f"terrain: {{file: N00E000.hgt{'.zip' * zipped}, {ORIGIN}}}\n", tmp_path)
    ground = made.surface.ground
    assert ground.spacing == 90.0
    assert worst(ground) < 0.7  # whole metres in the file, and two interpolations
    assert len(ground.sha256) == 64


def _without(missing, real, name, *rest, **more):
    if name.partition(".")[0] == missing:
        raise ImportError(name)
    return real(name, *rest, **more)


def grid_file(path, **kept):
    x, y = np.arange(-4000.0, 34_001.0, 100.0), np.arange(-8000.0, 8001.0, 100.0)
    held = {"x": x, "y": y, "heights": hills(*np.meshgrid(x, y)), **kept}
    np.savez(path, **{key: value for key, value in held.items() if value is not None})


def test_own_metres_are_read_from_npz(tmp_path):
    grid_file(tmp_path / "own.npz")
    assert worst(resolve("terrain: {file: own.npz}\n", tmp_path).surface.ground) < 0.1


BAD_NPZ = [
    ({"heights": None}, "cannot be read"),
    ({"heights": np.zeros((3, 3))}, "make no even grid"),
    ({"y": np.arange(8000.0, -8001.0, -100.0)}, "is upside down"),
    ({"heights": np.where(np.arange(381) == 40, np.nan, 100.0) * np.ones((161, 1))}, "no data at"),
    ({"heights": np.full((161, 381), -32767.0)}, "they cannot be metres of ground"),
]


@pytest.mark.parametrize(("wrong", "message"), BAD_NPZ, ids=[message for _, message in BAD_NPZ])
def test_a_wrong_npz_is_named(tmp_path, wrong, message):
    grid_file(tmp_path / "own.npz", **wrong)
    found = error("terrain: {file: own.npz}\n", tmp_path)
    assert "terrain.file: own.npz" in found
    assert "small.yaml:15" in found
    assert message in found


def test_a_damaged_npz_is_named(tmp_path):
    (tmp_path / "own.npz").write_bytes(b"PK\x03\x04 not a zip")
    assert "own.npz cannot be read" in error("terrain: {file: own.npz}\n", tmp_path)


def torn():
    """A zip whose table of contents is right and whose data are not."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("N00E000.hgt", tile())
    content = bytearray(held.getvalue())
    content[500:700] = bytes(200)
    return bytes(content)


BAD_HGT = [
    ("hills.hgt", tile(), "the name hills.hgt does not say where the tile lies; name it after its south-west corner"),
    ("N00E000.hgt", tile()[:-2], "has 2884800 bytes: cut short, or no .hgt; an .hgt has 2884802"),
    ("N00E000.hgt.zip", b"PK damaged", "is no whole zip file"),
    ("N00E000.hgt.zip", torn(), "is no whole zip file: Error -3 while decompressing"),
    ("N05E005.hgt", tile(), "too small: the scenario reaches beyond its"),
    ("N00E000.hgt", tile(lambda e, n: np.where(np.hypot(e - 9e3, n) < 300.0, -32768.0, 50.0)), "no data at"),
]


@pytest.mark.parametrize(("name", "content", "message"), BAD_HGT, ids=[m[:30] for _, _, m in BAD_HGT])
def test_a_wrong_tile_is_named(tmp_path, name, content, message):
    (tmp_path / name).write_bytes(content)
    found = error(f"terrain: {{file: {name}, {ORIGIN}}}\n", tmp_path)
    assert message in found
    assert name in found


def test_where_on_the_earth_and_where_on_the_disk(tmp_path):
    (tmp_path / "N00E000.hgt").write_bytes(tile())
    assert "write origin: {latitude:" in error("terrain: {file: N00E000.hgt}\n", tmp_path)
    assert "there is no file" in error("terrain: {file: lost.tif}\n", tmp_path)
    far = ("range: 30 km", "range: 90 km")
    found = error(f"terrain: {{file: N00E000.hgt, {ORIGIN}}}\n", tmp_path, far=far)
    assert "reaches beyond its eastern edge; it needs 0 to" in found


def test_a_geotiff_without_rasterio_names_the_extra(tmp_path, monkeypatch):
    (tmp_path / "hills.tif").write_bytes(b"II*")
    real = builtins.__import__
    monkeypatch.setattr(builtins, "__import__", lambda n, *a, **k: _without("rasterio", real, n, *a, **k))
    found = error(f"terrain: {{file: hills.tif, {ORIGIN}}}\n", tmp_path)
    assert "reading hills.tif needs rasterio, of the extra geo; " in found and '-m pip install "shorad[geo]"' in found
