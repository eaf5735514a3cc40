"""Elevation files: SRTM .hgt (also zipped) and .npz by hand; GeoTIFF, DTED and what else GDAL reads through rasterio.

A `Raster` maps the scenario's east and north (m, tangent plane at its origin) to fractional rows and columns. Every
error is a ScenarioError that names the file, what is wrong and what would be right; its place is put in by the caller.
"""

from __future__ import annotations

import hashlib
import re
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shorad.errors import ScenarioError, install

Floats = NDArray[np.float64]
Pair = tuple[Floats, Floats]
Origin = tuple[float, float]  # latitude and longitude, rad

DAMAGED = (zipfile.BadZipFile, zlib.error)
VOID = -32768  # no data in .hgt
HGT_SIDES = {1201: "3 arc seconds", 3601: "1 arc second"}
HGT_NAME = re.compile(r"([NS])(\d{2})([EW])(\d{3})", re.IGNORECASE)
METRES = ("", "m", "metre", "meter", "metres", "meters")


@dataclass
class Raster:
    """An open elevation file. Rows and columns count node centres from its first row and column."""

    name: str
    sha256: str
    shape: tuple[int, int]
    spacing: float  # m between nodes, about
    index: Callable[[Floats, Floats], Pair]  # east, north (m) -> row, column
    place: Callable[[Floats, Floats], Pair]  # row, column -> east, north (m)
    read: Callable[[int, int, int, int], Floats]  # rows from, to, columns from, to -> heights, NaN where there are none

    def extent(self) -> tuple[float, float, float, float]:
        """The largest box west, south, east, north (m) that lies inside."""
        rows, columns = self.shape
        r, c = np.linspace(0.0, rows - 1.0, 33), np.linspace(0.0, columns - 1.0, 33)
        left, right = self.place(r, np.zeros(33))[0], self.place(r, np.full(33, columns - 1.0))[0]
        up, down = self.place(np.zeros(33), c)[1], self.place(np.full(33, rows - 1.0), c)[1]
        south, north = sorted(((float(up.min()), float(up.max())), (float(down.min()), float(down.max()))))
        return float(left.max()), south[1], float(right.min()), north[0]

    def sample(self, x: Floats, y: Floats) -> Floats:
        """Heights (m) at points that lie inside, bilinear; NaN where a neighbour has no data."""
        from shorad.compile.terrain import interpolate

        row, column = self.index(x, y)
        r0, c0 = max(int(row.min()) - 1, 0), max(int(column.min()) - 1, 0)
        r1, c1 = min(int(row.max()) + 3, self.shape[0]), min(int(column.max()) + 3, self.shape[1])
        return interpolate(self.read(r0, r1, c0, c1), row - r0, column - c0)


@contextmanager
def open_raster(path: Path, origin: Origin | None) -> Iterator[Raster]:
    """The elevation file at `path`, seen from the scenario's `origin` on the earth."""
    if not path.is_file():
        raise ScenarioError(f"there is no file {path}", "the path is taken from the folder of the scenario file")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    name = path.name.lower()
    if name.endswith(".npz"):
        yield _npz(path, digest, origin)
    elif name.endswith((".hgt", ".hgt.zip")):
        yield _hgt(path, digest, _given(path, origin))
    else:
        with _rasterio(path, digest, origin) as raster:
            yield raster


def _given(path: Path, origin: Origin | None, example: str = "36.5 deg, longitude: -84.2 deg") -> Origin:
    if origin is None:
        right = f"write origin: {{latitude: {example}}} beside file"
        raise ScenarioError(
            f"{path.name} lies somewhere on the earth, and the scenario does not say where its origin is", right
        )
    return origin


# ---- the scenario's plane and the earth ------------------------------------------------------
def to_earth(x: Floats, y: Floats, origin: Origin) -> Pair:
    """Longitude and latitude (deg) of points on the tangent plane at the origin."""
    import pymap3d

    latitude, longitude, _ = pymap3d.enu2geodetic(x, y, 0.0 * x, *np.degrees(origin), 0.0)
    return np.asarray(longitude, dtype=float), np.asarray(latitude, dtype=float)


def from_earth(longitude: Floats, latitude: Floats, origin: Origin) -> Pair:
    """East and north (m) of points on the earth, straight up or down onto the tangent plane."""
    import pymap3d

    x, y, up = pymap3d.geodetic2enu(latitude, longitude, 0.0 * latitude, *np.degrees(origin), 0.0)
    lift = 1.0 - up / 6371.0e3  # a point below the plane is met by its own vertical a little farther out
    return np.asarray(x * lift, dtype=float), np.asarray(y * lift, dtype=float)


# ---- by hand ---------------------------------------------------------------------------------
def _npz(path: Path, digest: str, origin: Origin | None) -> Raster:
    if origin is not None:
        raise ScenarioError(f"{path.name} is in the scenario's own metres", "leave the origin out", path="origin")
    try:
        with path.open("rb") as stream, np.load(stream) as held:
            x, y, heights = (np.asarray(held[key], dtype=float) for key in ("x", "y", "heights"))
    except (
        KeyError,
        ValueError,
        OSError,
        EOFError,
        TypeError,
        AttributeError,
        zipfile.BadZipFile,
        zlib.error,
    ) as error:
        right = "np.savez(FILE, x=..., y=..., heights=...): metres east and north of the origin, heights[north, east]"
        why = "it is no file of numpy's" if "allow_pickle" in str(error) else error
        raise ScenarioError(f"{path.name} cannot be read: {why}", right) from None
    even = all(a.ndim == 1 and len(a) > 1 and np.allclose(np.diff(a), a[1] - a[0], rtol=1e-6) for a in (x, y))
    if not even or heights.shape != (len(y), len(x)) or x[1] <= x[0] or abs((y[1] - y[0]) / (x[1] - x[0])) > 1e6:
        problem = f"{path.name}: x {x.shape}, y {y.shape} and heights {heights.shape} make no even grid"
        raise ScenarioError(problem, "x rising and y evenly spaced, heights of shape (len(y), len(x))")
    if y[1] < y[0]:
        raise ScenarioError(
            f"{path.name} is upside down: y falls from {y[0]:g} to {y[-1]:g}", "turn y and the rows round"
        )
    dx, dy = x[1] - x[0], y[1] - y[0]
    return Raster(
        path.name, digest, heights.shape, float(dx),
        lambda east, north: ((north - y[0]) / dy, (east - x[0]) / dx),
        lambda row, column: (x[0] + column * dx, y[0] + row * dy),
        lambda r0, r1, c0, c1: heights[r0:r1, c0:c1],
    )  # fmt: skip


def _hgt(path: Path, digest: str, origin: Origin) -> Raster:
    """An SRTM tile: one degree, named after its south-west corner, big-endian int16 from north to south."""
    corner = HGT_NAME.match(path.name)
    if corner is None:
        right = "name it after its south-west corner, such as N36W085.hgt"
        raise ScenarioError(f"the name {path.name} does not say where the tile lies", right)
    south = int(corner[2]) * (1 if corner[1].upper() == "N" else -1)
    west = int(corner[4]) * (1 if corner[3].upper() == "E" else -1)
    raw = _unzipped(path)
    side = round((len(raw) / 2) ** 0.5)
    if side not in HGT_SIDES or len(raw) != 2 * side * side:
        sizes = " or ".join(f"{2 * n * n} ({n} x {n}, {words})" for n, words in HGT_SIDES.items())
        raise ScenarioError(f"{path.name} has {len(raw)} bytes: cut short, or no .hgt", f"an .hgt has {sizes}")
    heights = np.frombuffer(raw, dtype=">i2").reshape(side, side)
    step = 1.0 / (side - 1)

    def index(x: Floats, y: Floats) -> Pair:
        longitude, latitude = to_earth(x, y, origin)
        return (south + 1.0 - latitude) / step, (longitude - west) / step

    def place(row: Floats, column: Floats) -> Pair:
        return from_earth(west + column * step, south + 1.0 - row * step, origin)

    def read(r0: int, r1: int, c0: int, c1: int) -> Floats:
        found = heights[r0:r1, c0:c1].astype(float)
        return np.where(found == VOID, np.nan, found)

    return Raster(path.name, digest, (side, side), _metres(step), index, place, read)


def _metres(degrees: float) -> float:
    """A spacing in degrees as metres of latitude, to the next 10 m: 3 arc seconds are 90 m."""
    return max(10.0, float(10.0 * round(degrees * 111_195.0 / 10.0)))


def _unzipped(path: Path) -> bytes:
    if not path.name.lower().endswith(".zip"):
        return path.read_bytes()
    try:
        with zipfile.ZipFile(path) as archive:
            inside = [name for name in archive.namelist() if name.lower().endswith(".hgt")]
            if len(inside) != 1:
                raise ScenarioError(f"{path.name} holds {len(inside)} .hgt files", "zip one tile alone")
            return archive.read(inside[0])
    except (*DAMAGED, OSError, EOFError) as error:
        raise ScenarioError(f"{path.name} is no whole zip file: {error}", "fetch or make it again") from None


# ---- through rasterio --------------------------------------------------------------------------
@contextmanager
def _rasterio(path: Path, digest: str, origin: Origin | None) -> Iterator[Raster]:
    try:
        import rasterio
        from rasterio.errors import RasterioError
    except ImportError:
        right = f"{install('geo')}; .hgt, .hgt.zip and .npz are read without it"
        raise ScenarioError(f"reading {path.name} needs rasterio, of the extra geo", right) from None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what they warn of is an error below
            held = rasterio.open(path)
    except RasterioError as error:
        right = "take a GeoTIFF, DTED, .hgt or .npz that gdalinfo can read"
        raise ScenarioError(f"{path.name} cannot be read as a raster: {_short(error).rstrip('.')}", right) from None
    with held:
        _check(path, held)
        yield _projected(path, digest, held, origin)


def _short(error: Exception) -> str:
    return str(error).splitlines()[0][:120] if str(error) else type(error).__name__


def _check(path: Path, held: Any) -> None:
    """Everything that would put the ground in a wrong place or at a wrong height."""
    t, name = held.transform, path.name
    if held.crs is None:
        right = (
            "write it into the file: gdal_edit.py -a_srs EPSG:4326 FILE, if it is in degrees of longitude and latitude"
        )
        raise ScenarioError(f"{name} has no coordinate reference system", right)
    if not (held.crs.is_geographic or held.crs.is_projected):
        raise ScenarioError(
            f"{name}: its coordinate reference system is neither geographic nor projected", "gdalwarp it"
        )
    if t.b != 0.0 or t.d != 0.0:
        raise ScenarioError(f"{name} is a rotated grid", "straighten it: gdalwarp FILE NEW")
    if t.e > 0.0 or t.a < 0.0:
        problem = (
            f"{name} is upside down: its rows run from south to north"
            if t.e > 0.0
            else f"{name} runs from east to west"
        )
        raise ScenarioError(problem, "turn it round: gdalwarp FILE NEW")
    within = max(abs(held.bounds.left), abs(held.bounds.right)) <= 361.0 and abs(held.bounds.top) <= 91.0
    if held.crs.is_geographic and not within:
        problem = f"{name} says degrees ({held.crs}), and its western edge is {held.bounds.left:g}"
        raise ScenarioError(
            problem, "give it the projected system that it is in: gdal_edit.py -a_srs EPSG:32617, for instance"
        )
    if held.crs.is_projected and within and t.a < 1.0:
        problem = f"{name} says metres ({held.crs}), and its cells are {t.a:g} wide"
        raise ScenarioError(problem, "give it the geographic system that it is in: gdal_edit.py -a_srs EPSG:4326")
    if held.count != 1:
        raise ScenarioError(
            f"{name} has {held.count} bands: an image, not heights", "take a file with one band of heights"
        )
    if (held.units[0] or "").lower() not in METRES:
        raise ScenarioError(
            f"{name} has heights in {held.units[0]}", "convert it to metres: gdal_calc.py, then set the unit"
        )


def _projected(path: Path, digest: str, held: Any, origin: Origin | None) -> Raster:
    from rasterio.warp import transform

    t, earth = held.transform, "EPSG:4326"
    middle = transform(
        held.crs, earth, [0.5 * (held.bounds.left + held.bounds.right)], [0.5 * (held.bounds.bottom + held.bounds.top)]
    )
    at = _given(path, origin, f"{middle[1][0]:.3f} deg, longitude: {middle[0][0]:.3f} deg")
    geographic = bool(held.crs.is_geographic)
    plain = held.crs.to_epsg() == 4326  # another datum, or another meridian, shifts degrees as well
    turn = 360.0 * round((held.bounds.left - np.degrees(at[1])) / 360.0) if geographic else 0.0  # 0 to 360, -180 to 180

    def index(x: Floats, y: Floats) -> Pair:
        longitude, latitude = to_earth(x, y, at)
        if not plain:
            flat = transform(earth, held.crs, longitude.ravel(), latitude.ravel())
            longitude, latitude = (np.reshape(np.asarray(axis), x.shape) for axis in flat)
        return (latitude - t.f) / t.e - 0.5, (longitude + turn - t.c) / t.a - 0.5

    def place(row: Floats, column: Floats) -> Pair:
        east, north = t.c + (column + 0.5) * t.a - turn, t.f + (row + 0.5) * t.e
        if not plain:
            east, north = (np.asarray(axis) for axis in transform(held.crs, earth, east, north))
        return from_earth(east, north, at)

    def read(r0: int, r1: int, c0: int, c1: int) -> Floats:
        from rasterio.errors import RasterioError
        from rasterio.windows import Window

        try:
            found = held.read(1, window=Window(c0, r0, c1 - c0, r1 - r0), masked=True)
        except RasterioError as error:
            raise ScenarioError(
                f"{path.name} is damaged or cut short: {_short(error)}", "fetch or make it again"
            ) from None
        return np.asarray(np.ma.filled(found.astype(float), np.nan) * held.scales[0] + held.offsets[0])

    spacing = _metres(float(t.a)) if geographic else float(t.a) * float(held.crs.linear_units_factor[1])
    return Raster(path.name, digest, (held.height, held.width), spacing, index, place, read)
