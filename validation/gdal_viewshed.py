"""GDAL's viewshed, called in the library that rasterio brings along (its Python interface leaves it out)."""

import ctypes
import ctypes.util
from pathlib import Path
from typing import Any

import numpy as np

EDGE, NORMAL = 2, 1  # GVM_Edge, the default of gdal_viewshed; GVOT_NORMAL


def library() -> ctypes.CDLL | None:
    """libgdal of rasterio, or that of the system; None without either."""
    try:
        import rasterio
    except ImportError:
        return None
    home = Path(rasterio.__file__).parent
    found = [*home.parent.glob("rasterio.libs/libgdal*"), *home.glob(".dylibs/libgdal*")]
    name = str(found[0]) if found else ctypes.util.find_library("gdal")
    if name is None:
        return None
    lib = ctypes.CDLL(name)
    return lib if hasattr(lib, "GDALViewshedGenerate") else None


def visible(
    lib: ctypes.CDLL,
    folder: Path,
    heights: Any,
    spacing: float,
    observer: tuple[int, int],
    eye: float,
    target: float,
    curvature: float,
) -> Any:
    """bool[rows, columns]: cells at `target` (m) above the ground that an eye above the cell (row, column) sees.

    `curvature`: GDAL's coefficient, 1 - 1 / refraction: 0 flat, 0.75 for 4/3 earth, 0.857 for 7/6.
    """
    import rasterio
    from rasterio.transform import Affine

    source, result = folder / "heights.tif", folder / "viewshed.tif"
    place = Affine(spacing, 0.0, 500_000.0, 0.0, -spacing, 4_000_000.0)
    rows, columns = heights.shape
    with rasterio.open(
        source, "w", driver="GTiff", dtype="float32", count=1, height=rows, width=columns, crs="EPSG:32617",
        transform=place,
    ) as held:  # fmt: skip
        held.write(heights.astype(np.float32), 1)
    x, y = place @ (observer[1] + 0.5, observer[0] + 0.5)
    for call in ("GDALOpen", "GDALGetRasterBand", "GDALViewshedGenerate"):
        getattr(lib, call).restype = ctypes.c_void_p
    lib.GDALAllRegister()
    data = ctypes.c_void_p(lib.GDALOpen(str(source).encode(), 0))
    band = ctypes.c_void_p(lib.GDALGetRasterBand(data, 1))
    real = ctypes.c_double
    made = lib.GDALViewshedGenerate(
        band, b"GTiff", str(result).encode(), None, real(x), real(y), real(eye), real(target), real(1.0), real(0.0),
        real(0.0), real(-1.0), real(curvature), EDGE, real(0.0), None, None, NORMAL, None,
    )  # fmt: skip
    if not made:
        raise RuntimeError("GDAL made no viewshed")
    lib.GDALClose(ctypes.c_void_p(made))
    lib.GDALClose(data)
    with rasterio.open(result) as held:
        return np.asarray(held.read(1) == 1)
