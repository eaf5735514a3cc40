"""Writes scenarios/terrain/N00E000.hgt.zip, the elevation tile that scenarios/own_terrain.yaml reads.

A made-up landscape in the form of an SRTM tile (1201 x 1201 heights in whole metres, big-endian, north first): a valley
from south-west to north-east between two chains of hills, about 0.5 N 0.5 E, where in truth there is open sea. Put a
tile of your own in its place: any .hgt, .hgt.zip, GeoTIFF or DTED (the latter two with the extra geo).

    python examples/own_terrain.py [FILE]
"""

import sys
import zipfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

SIDE = 1201
KM_PER_DEGREE = 111.2
HERE = Path(__file__).parents[1] / "scenarios" / "terrain" / "N00E000.hgt.zip"


def landscape(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Height (m) at x km east and y km north of the middle of the tile.

    Along the valley: u; across it: v. Two chains of hills at v = +-4 km whose crests rise and fall, a saddle across the
    valley at u = 11 km, all of it gone 40 km from the middle.
    """
    u, v = (x + y) / np.sqrt(2.0), (y - x) / np.sqrt(2.0)
    crest = 260.0 + 70.0 * np.sin(u / 3.1) + 30.0 * np.sin(u / 1.3 + 1.0)
    chains = crest * (np.exp(-(((v - 4.0) / 1.6) ** 2)) + 0.8 * np.exp(-(((v + 4.0) / 1.8) ** 2)))
    saddle = 90.0 * np.exp(-(((u - 11.0) / 1.5) ** 2) - (v / 4.0) ** 2)
    fade = np.clip((40.0 - np.hypot(x, y)) / 8.0, 0.0, 1.0)
    return (30.0 + chains + saddle) * fade


def tile() -> bytes:
    """The tile: rows from north to south, columns from west to east."""
    degrees = np.arange(SIDE) / (SIDE - 1.0)
    longitude, latitude = np.meshgrid(degrees, 1.0 - degrees)
    heights = landscape((longitude - 0.5) * KM_PER_DEGREE, (latitude - 0.5) * KM_PER_DEGREE)
    return np.round(heights).astype(">i2").tobytes()


def main() -> None:
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    path.parent.mkdir(parents=True, exist_ok=True)
    stamp = zipfile.ZipInfo("N00E000.hgt", (2026, 1, 1, 0, 0, 0))  # the same bytes whenever it is made
    stamp.compress_type = zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(stamp, tile())
    print(f"{path}: {path.stat().st_size / 1e3:.0f} kB")


if __name__ == "__main__":
    main()
