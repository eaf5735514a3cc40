"""An invented flight recording with the column names of the `traffic` library, and the truth behind it."""

import csv
import math
from datetime import UTC, datetime, timedelta

LATITUDE, LONGITUDE = 47.0, 9.0  # an origin that is nobody's airfield
COLUMNS = (
    "timestamp", "icao24", "callsign", "latitude", "longitude", "altitude", "groundspeed", "track", "vertical_rate",
)  # fmt: skip
EARTH = 6378137.0


def invented(every=5.0, lasts=300.0):
    """Rows of two aircraft: one descends straight from the north-east at 140 m/s, one circles at 5 km at 100 m/s."""
    start = datetime(2024, 6, 1, 12, 0, 0, tzinfo=UTC)
    rows = []
    for k in range(int(lasts / every) + 1):
        t = k * every
        when = (start + timedelta(seconds=t)).strftime("%Y-%m-%d %H:%M:%S.%f")
        x = y = 30e3 - 140.0 * t / math.sqrt(2.0)
        rows.append(_row(when, "3c1234", "INV101", x, y, 3000.0 - 5.0 * t, 140.0, 225.0, -5.0))
        if t >= 20.0:
            a = 100.0 / 4000.0 * (t - 20.0)
            x, y = 4000.0 * math.cos(a), 4000.0 * math.sin(a)
            rows.append(_row(when, "4b5678", "INV202", x, y, 5000.0, 100.0, math.degrees(-a) % 360.0, 0.0))
    return rows


def _row(when, icao24, callsign, x, y, z, speed, track, climb):
    """By the radii of curvature of WGS 84: x good to a metre, y to some tens (meridians meet) within 30 km."""
    bend = 1.0 - 0.00669437999 * math.sin(math.radians(LATITUDE)) ** 2
    north = EARTH * (1.0 - 0.00669437999) / bend**1.5
    east = EARTH / math.sqrt(bend) * math.cos(math.radians(LATITUDE) + y / north)
    return {
        "timestamp": when, "icao24": icao24, "callsign": callsign,
        "latitude": f"{LATITUDE + math.degrees(y / north):.7f}",
        "longitude": f"{LONGITUDE + math.degrees(x / east):.7f}", "altitude": f"{z / 0.3048:.1f}",
        "groundspeed": f"{speed / (1852.0 / 3600.0):.2f}", "track": f"{track:.2f}",
        "vertical_rate": f"{climb / 0.3048 * 60.0:.1f}",
    }  # fmt: skip


def write(path, rows, columns=COLUMNS):
    """As CSV, or as Parquet with real timestamps, by the name of the file."""
    file = path.with_suffix(".csv")
    with file.open("w", newline="") as handle:
        writer = csv.DictWriter(handle, columns, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    if path.suffix == ".parquet":
        import duckdb

        duckdb.sql(f"COPY (SELECT * FROM read_csv('{file}')) TO '{path}' (FORMAT parquet)")
    return path
