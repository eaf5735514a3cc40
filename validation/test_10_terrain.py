"""10. Terrain: the analytic ridge, a real grid, and GDAL's viewshed."""

import numpy as np
import pytest
from gdal_viewshed import library, visible
from proof import CROSS_CHECKED, VERIFIED, case

from shorad.engine.ground import clearances, floor_heights, trace_floors
from shorad.physics.geometry import EARTH_RADIUS, K_OPTICS, K_RADAR
from shorad.physics.terrain import TOUCH, bulge, fresnel_radius

LIGHT = 299_792_458.0
P526 = "ITU-R P.526, propagation by diffraction"
CELL = 90.0  # m, the Jacksboro grid taken as plane
FLAT = 1e12  # effective earth radius factor of a flat earth


def jacksboro():
    """float32[344, 403]: Tennessee, 3 arc seconds, as matplotlib ships it; row 0 taken as the south, x by column."""
    from matplotlib import cbook

    with cbook.get_sample_data("jacksboro_fault_dem.npz") as held:
        return np.ascontiguousarray(held["elevation"].astype(np.float32))


def peak(grid):
    """Row and column of the highest cell."""
    row, column = np.unravel_index(int(grid.argmax()), grid.shape)
    return int(row), int(column)


def line(grid, a, b):
    """One line between (row, column, height above the ground) as `clearances` takes it."""
    return [v for row, column, h in (a, b) for v in (column * CELL, row * CELL, float(grid[row, column]) + h)]


@case(
    "10 Fresnel", "First Fresnel radius", model="physics.terrain.fresnel_radius", label=VERIFIED, source=P526, mark="C"
)
def test_fresnel(sheet):
    found = fresnel_radius(LIGHT / 3e9, 10e3, 10e3, 1.0)
    sheet.equal("3 GHz, 10 + 10 km", 22.353, found, abs_=5e-4, unit="m")


@case("10 bulge", "Bulge of the earth", model="physics.terrain.bulge", label=VERIFIED, source=P526, mark="C")
def test_bulge(sheet):
    sheet.equal("k = 4/3, middle of 20 km", 5.886, bulge(10e3, 20e3, K_RADAR), abs_=5e-4, unit="m")


@case(
    "10 ridge", "Analytic knife ridge", model="physics.terrain.clearance", label=VERIFIED,
    source="h1 + (h2 - h1) d1 / D - d1 (D - d1) / (2 k Re) > H", mark="C",
)  # fmt: skip
def test_ridge(sheet):
    rng, n, crest, height, spacing = np.random.default_rng(1), 20_000, 12_000.0, 250.0, 100.0
    x = np.arange(0.0, 30_001.0, spacing)
    profile = -3000.0 + (height + 3000.0) * np.maximum(0.0, 1.0 - np.abs(x - crest) / spacing)
    grid = np.repeat(profile[None].astype(np.float32), 41, axis=0)
    ax, bx = rng.uniform(0.0, 11_000.0, n), rng.uniform(13_000.0, 30_000.0, n)
    ay, by, az = rng.uniform(-1900.0, 1900.0, n), rng.uniform(-1900.0, 1900.0, n), rng.uniform(0.0, 400.0, n)
    wanted = rng.choice([-1.0, 1.0], n) * 10.0 ** rng.uniform(-4.0, 2.0, n)
    d = np.hypot(bx - ax, by - ay)
    d1 = d * (crest - ax) / (bx - ax)
    bz = az + (height + wanted + d1 * (d - d1) / (2.0 * K_RADAR * EARTH_RADIUS) - az) * d / d1
    ends, there, back = np.stack([ax, ay, az, bx, by, bz], axis=1), np.zeros(n), np.zeros(n)
    clearances(grid, 0.0, -2000.0, spacing, ends, K_RADAR, there)
    clearances(grid, 0.0, -2000.0, spacing, np.ascontiguousarray(ends[:, [3, 4, 5, 0, 1, 2]]), K_RADAR, back)
    sheet.equal(
        "largest error of the clearance, 20 000 lines", 0.0, float(np.abs(there - wanted).max()), abs_=1e-6, unit="m"
    )
    sheet.equal("lines judged otherwise than by the formula", 0, int(((there > 0.0) != (wanted > 0.0)).sum()), abs_=0.0)
    sheet.equal("lines judged otherwise from the other end", 0, int((there != back).sum()), abs_=0.0)


@case(
    "10 Jacksboro", "Line of sight on a real grid", model="physics.terrain.clearance", label=CROSS_CHECKED,
    source="SRTM heights (NASA, USGS; public domain), shipped by matplotlib; an independent script", mark="C",
)  # fmt: skip
def test_jacksboro(sheet):
    pytest.importorskip("matplotlib")
    grid = jacksboro()
    sheet.equal("z[0, 0]", 483.0, float(grid[0, 0]), abs_=0.0, unit="m")
    sheet.equal("z[172, 201]", 583.0, float(grid[172, 201]), abs_=0.0, unit="m")
    sheet.same("rows and columns", (344, 403), grid.shape)
    sheet.same("lowest, highest, and where", (236, 1076, (297, 219)), (int(grid.min()), int(grid.max()), peak(grid)))
    sheet.equal("mean height", 531.031, float(grid.mean(dtype=float)), abs_=1e-3, unit="m")
    sheet.equal("standard deviation", 162.456, float(grid.std(dtype=float)), abs_=1e-3, unit="m")
    seen, hidden = line(grid, (172, 201, 10.0), (100, 300, 50.0)), line(grid, (50, 50, 10.0), (60, 350, 300.0))
    sheet.equal(
        "D of (172, 201) to (100, 300)",
        11_017.19,
        float(np.hypot(*(np.subtract(seen[:2], seen[3:5])))),
        abs_=0.01,
        unit="m",
    )
    out = {}
    for name, ends in (("seen", seen), ("hidden", hidden)):
        for k in (FLAT, K_RADAR):
            both = np.zeros(2)
            clearances(grid, 0.0, 0.0, CELL, np.array([ends, ends[3:] + ends[:3]]), k, both)
            out[name, k] = both
    both_ways = [bool(out["seen", k][0] >= TOUCH) for k in (FLAT, K_RADAR)]
    sheet.same("(172, 201, 10 m) sees (100, 300, 50 m), flat and k = 4/3", [True, True], both_ways)
    sheet.equal("least clearance, hidden line, flat", -144.9, float(out["hidden", FLAT][0]), abs_=2.0, unit="m")
    sheet.equal("least clearance, hidden line, k = 4/3", -147.9, float(out["hidden", K_RADAR][0]), abs_=2.0, unit="m")
    sheet.same("lines that differ from the other end", 0, sum(int(both[0] != both[1]) for both in out.values()))


def ours(grid, observer, eye, target, k):
    """bool[rows, columns]: the march from the observer to every cell."""
    rows, columns = np.mgrid[0 : grid.shape[0], 0 : grid.shape[1]]
    ends = np.zeros((grid.size, 6))
    ends[:, 0], ends[:, 1] = observer[1] * CELL, observer[0] * CELL
    ends[:, 2] = grid[observer] + eye
    ends[:, 3], ends[:, 4], ends[:, 5] = columns.ravel() * CELL, rows.ravel() * CELL, grid.ravel() + target
    out = np.zeros(grid.size)
    clearances(grid, 0.0, 0.0, CELL, ends, k, out)
    return (out >= TOUCH).reshape(grid.shape)


def by_floor(grid, observer, eye, target, k):
    """The same from the polar table that a run asks; made for 4/3 earth."""
    rows, columns = np.mgrid[0 : grid.shape[0], 0 : grid.shape[1]]
    height = float(grid[observer]) + eye
    at = np.array([[observer[1] * CELL, observer[0] * CELL, height]])
    floor = np.zeros((1, 1440, 512, 2), np.float32)
    trace_floors(grid, 0.0, 0.0, CELL, at, CELL, floor)
    offsets = np.stack([(columns - observer[1]).ravel() * CELL, (rows - observer[0]).ravel() * CELL], axis=1)
    lowest = np.zeros(grid.size)
    floor_heights(floor[0], CELL, height, k, offsets, height, lowest)
    return (grid.ravel() + target >= lowest).reshape(grid.shape)


SITES = (((172, 201), 10.0, 0.0), ((172, 201), 10.0, 50.0), ((297, 219), 10.0, 0.0), ((60, 320), 20.0, 100.0))


@pytest.mark.heavy
@case(
    ("10 viewshed", "13 GDAL"), "Visible share against GDAL", model="physics.terrain.clearance", label=CROSS_CHECKED,
    source="GDAL's viewshed (the library in rasterio), mode edge, the same curvature", mark="C",
)  # fmt: skip
def test_viewshed(sheet, tmp_path):
    lib = library()
    if lib is None:
        pytest.skip("GDAL is not here: pip install rasterio brings it along")
    grid = jacksboro()
    worst = 0.0
    for observer, eye, target in SITES:
        for words, k, curvature in (("4/3 earth", K_RADAR, 0.75), ("7/6 earth", K_OPTICS, 6.0 / 7.0)):
            theirs = visible(lib, tmp_path, grid, CELL, observer, eye, target, curvature)
            mine = ours(grid, observer, eye, target, k)
            where = f"{observer}, eye {eye:g} m, target {target:g} m, {words}"
            sheet.equal(f"visible share, {where}", float(theirs.mean()), float(mine.mean()), abs_=0.01)
            if target > 0.0:
                table = by_floor(grid, observer, eye, target, k)
                sheet.equal(
                    f"visible share by the floor of a unit, {where}", float(mine.mean()), float(table.mean()), abs_=0.01
                )
                worst = max(worst, float((table != mine).mean()))
    sheet.note(f"Cells that the floor judges otherwise than the march along the line: {worst:.2%} at the most.")
    sheet.plot(
        "viewshed",
        "Seen from (172, 201), 50 m above the ground: green by our judgement, red where GDAL differs",
        _drawing(lib, tmp_path, grid),
    )


def _drawing(lib, folder, grid):
    observer, eye, target = SITES[1]
    theirs = visible(lib, folder, grid, CELL, observer, eye, target, 0.75)
    mine = ours(grid, observer, eye, target, K_RADAR)

    def draw(axes):
        axes.imshow(grid, cmap="gray", origin="lower")
        axes.imshow(np.ma.masked_equal(mine, 0), cmap="winter_r", alpha=0.45, origin="lower")
        axes.plot(*np.argwhere(mine != theirs)[:, ::-1].T, "r.", ms=1)
        axes.plot(observer[1], observer[0], "w^", ms=6)
        axes.set_xlabel("column, 90 m")
        axes.set_ylabel("row, 90 m")

    return draw
