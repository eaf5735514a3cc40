"""Elevation files through rasterio: right ones in degrees and metres, and each way in which one can be wrong."""

import numpy as np
import pytest
import rasterio
from rasterio.crs import CRS
from rasterio.transform import Affine
from rasterio.warp import transform
from small_scenario import SMALL

from shorad import compile as bridge
from shorad.compile.terrain_file import from_earth
from shorad.errors import ScenarioError
from shorad.spec.load import parse_scenario

WEST, NORTH, STEP = 14.90, 45.10, 1.0 / 1200.0  # about an origin at 45 N, 15 E
UTM = (33, 480_000.0, 4_995_000.0)  # EPSG:32633: 15 E is its central meridian
ORIGIN = tuple(np.radians([45.0, 15.0]))
pytestmark = pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")


def hills(east, north):
    return 100.0 + 40.0 * np.sin(east / 3000.0) * np.cos(north / 4000.0)


def in_degrees():
    row, column = np.mgrid[0:240, 0:840]
    return hills(*from_earth(WEST + (column + 0.5) * STEP, NORTH - (row + 0.5) * STEP, ORIGIN))


def in_metres():
    row, column = np.mgrid[0:300, 0:720]
    east, north = UTM[1] + 100.0 * (column + 0.5), UTM[2] - 100.0 * (row + 0.5) + 5000.0
    flat = transform("EPSG:32633", "EPSG:4326", east.ravel(), north.ravel())
    return hills(*from_earth(*(np.reshape(axis, east.shape) for axis in flat), ORIGIN))


GEOGRAPHIC = {"crs": CRS.from_epsg(4326), "transform": Affine(STEP, 0, WEST, 0, -STEP, NORTH)}
PROJECTED = {"crs": CRS.from_epsg(32633), "transform": Affine(100, 0, UTM[1], 0, -100, UTM[2] + 5000.0)}


def write(path, heights, **settings):
    bands = heights if heights.ndim == 3 else heights[None]
    profile = {
        "driver": "GTiff",
        "dtype": "float32",
        "count": len(bands),
        "height": bands.shape[1],
        "width": bands.shape[2],
    }
    profile.update(settings)
    unit = profile.pop("unit", None)
    with rasterio.open(path, "w", **profile) as held:
        held.write(bands.astype(profile["dtype"]))
        if unit:
            held.units = (unit,) * len(bands)


def read(folder, origin=", origin: {latitude: 45 deg, longitude: 15 deg}"):
    text = SMALL + f"terrain: {{file: hills.tif{origin}}}\n"
    return bridge.resolve(parse_scenario(text, f"{folder}/small.yaml"))


@pytest.mark.parametrize(
    ("heights", "settings"), [(in_degrees, GEOGRAPHIC), (in_metres, PROJECTED)], ids=["WGS84", "UTM"]
)
def test_heights_stand_where_they_belong(tmp_path, heights, settings):
    """Bilinear interpolation of the formula between nodes 70 to 100 m apart leaves less than 0.1 m."""
    write(tmp_path / "hills.tif", heights(), **settings)
    ground = read(tmp_path).surface.ground
    east, north = np.meshgrid(np.linspace(-2000.0, 28_000.0, 57), np.linspace(-4000.0, 4000.0, 31))
    assert np.abs(ground.at(east, north) - hills(east, north)).max() < 0.1
    assert ground.spacing == pytest.approx(90.0 if settings is GEOGRAPHIC else 100.0)


def test_dted_is_read(tmp_path):
    """Level 0: 30 arc seconds; the driver wants a whole degree and int16."""
    side, step = 121, 1.0 / 120.0
    longitude, latitude = np.meshgrid(14.7 // 1 + np.arange(side) * step + 1, 46.0 - np.arange(side) * step)
    heights = np.round(hills(*from_earth(longitude, latitude, tuple(np.radians([45.5, 15.4])))))
    to = Affine(step, 0, 15.0 - 0.5 * step, 0, -step, 46.0 + 0.5 * step)
    write(tmp_path / "level0.tif", heights, dtype="int16", crs=CRS.from_epsg(4326), transform=to)
    from rasterio.shutil import copy

    copy(tmp_path / "level0.tif", tmp_path / "hills.tif", driver="DTED")  # read by what it is, not by its name
    ground = read(tmp_path, ", origin: {latitude: 45.5 deg, longitude: 15.4 deg}").surface.ground
    assert ground.at(5000.0, 1000.0) == pytest.approx(hills(5000.0, 1000.0), abs=4.0)


def test_stored_numbers_are_heights_only_with_their_scale_and_offset(tmp_path):
    write(tmp_path / "hills.tif", np.round(10.0 * (in_degrees() - 50.0)), dtype="int16", **GEOGRAPHIC)
    with rasterio.open(tmp_path / "hills.tif", "r+") as held:
        held.scales, held.offsets = (0.1,), (50.0,)
    assert read(tmp_path).surface.ground.at(5000.0, 1000.0) == pytest.approx(hills(5000.0, 1000.0), abs=0.2)


def test_longitudes_may_be_a_turn_away(tmp_path):
    far = {**GEOGRAPHIC, "transform": Affine(STEP, 0, WEST - 360.0, 0, -STEP, NORTH)}
    write(tmp_path / "hills.tif", in_degrees(), **far)
    assert read(tmp_path).surface.ground.at(5000.0, 1000.0) == pytest.approx(hills(5000.0, 1000.0), abs=0.1)


def test_degrees_of_another_datum_are_moved_to_its_place(tmp_path):
    """The Paris grad of NTF would be half a world away; degrees of ED50 lie 100 m beside those of WGS 84."""
    write(tmp_path / "hills.tif", in_degrees(), **{**GEOGRAPHIC, "crs": CRS.from_epsg(4230)})
    ground = read(tmp_path).surface.ground
    (longitude,), (latitude,) = transform("EPSG:4326", "EPSG:4230", [15.0], [45.0])
    east, north = from_earth(np.array([longitude]), np.array([latitude]), ORIGIN)
    assert np.hypot(east, north)[0] > 80.0
    x = np.linspace(1000.0, 25_000.0, 40)
    assert np.abs(ground.at(x, 0.0 * x) - hills(x + east, 0.0 * x + north)).max() < 0.15
    assert np.abs(ground.at(x, 0.0 * x) - hills(x, 0.0 * x)).max() > 0.5


def test_cells_too_coarse_to_hide_anything_are_said(tmp_path):
    wide = {**GEOGRAPHIC, "transform": Affine(0.5, 0, 10.0, 0, -0.5, 48.0)}
    write(tmp_path / "hills.tif", np.full((12, 20), 30.0), **wide)
    assert any("km apart, too far" in issue.problem for issue in read(tmp_path).warnings)


def hole():
    heights = in_degrees()
    heights[110:114, 200:204] = -9999.0
    return heights


TURNED = Affine(STEP, STEP / 9, WEST, STEP / 9, -STEP, NORTH)
SOUTH_UP = Affine(STEP, 0, WEST, 0, STEP, NORTH - 240 * STEP)
WRONG = {
    "no CRS": (in_degrees, {**GEOGRAPHIC, "crs": None}, "has no coordinate reference system; write it into the file"),
    "metres called degrees": (in_metres, {**PROJECTED, "crs": GEOGRAPHIC["crs"]}, "says degrees (EPSG:4326), and its"),
    "degrees called metres": (in_degrees, {**GEOGRAPHIC, "crs": PROJECTED["crs"]}, "says metres (EPSG:32633), and its"),
    "south up": (lambda: in_degrees()[::-1], {**GEOGRAPHIC, "transform": SOUTH_UP}, "its rows run from south to north"),
    "rotated": (in_degrees, {**GEOGRAPHIC, "transform": TURNED}, "rotated grid; straighten it"),
    "holes": (hole, {**GEOGRAPHIC, "nodata": -9999.0}, "no data at"),
    "holes not declared": (hole, GEOGRAPHIC, "heights from -9999"),
    "an image": (lambda: np.stack([in_degrees()] * 3), GEOGRAPHIC, "3 bands: an image, not heights"),
    "feet": (in_degrees, {**GEOGRAPHIC, "unit": "ft"}, "heights in ft; convert it to metres"),
    "too small": (lambda: in_degrees()[:, :300], GEOGRAPHIC, "too small: the scenario reaches beyond its eastern edge"),
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_file_is_named(tmp_path, what):
    heights, settings, message = WRONG[what]
    write(tmp_path / "hills.tif", heights(), **settings)
    with pytest.raises(ScenarioError) as caught:
        read(tmp_path)
    assert "small.yaml:15: terrain.file: hills.tif" in str(caught.value)
    assert message in str(caught.value)


@pytest.mark.parametrize("left", [0.0, 0.3, 0.6])
def test_a_damaged_file_is_named(tmp_path, left):
    write(tmp_path / "hills.tif", in_degrees(), **GEOGRAPHIC)
    whole = (tmp_path / "hills.tif").read_bytes()
    (tmp_path / "hills.tif").write_bytes(whole[: int(left * len(whole))])
    with pytest.raises(ScenarioError, match=r"hills\.tif (cannot be read as a raster|is damaged or cut short)"):
        read(tmp_path)


def test_without_an_origin_the_middle_of_the_file_is_proposed(tmp_path):
    write(tmp_path / "hills.tif", in_degrees(), **GEOGRAPHIC)
    with pytest.raises(ScenarioError, match=r"write origin: \{latitude: 45\.000 deg, longitude: 15\.250 deg\}"):
        read(tmp_path, "")
