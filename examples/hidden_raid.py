"""Formations, waves, flight that follows the ground, and neutral traffic from a flight recording, in one scenario.

    python examples/hidden_raid.py record [FILE]     write the made-up recording examples/hidden_raid/traffic.csv
    python examples/hidden_raid.py                   run hidden_raid.yaml, with the raid at several heights above ground

The recording has the column names and units of the `traffic` library, in which recordings of one's own usually come.
"""

import csv
import math
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import shorad

FOLDER = Path(__file__).parent / "hidden_raid"
SCENARIO = FOLDER / "hidden_raid.yaml"
START = datetime(2026, 1, 1, 12, 0, 0, tzinfo=UTC)
EVERY = 10.0  # s between two rows of an aircraft
FOOT, KNOT, METRES_A_DEGREE = 0.3048, 1852.0 / 3600.0, 111.2e3
COLUMNS = (
    "timestamp",
    "icao24",
    "callsign",
    "latitude",
    "longitude",
    "altitude",
    "groundspeed",
    "track",
    "vertical_rate",
)
CLEARANCES = ("40 m", "80 m", "150 m", "300 m")

Place = tuple[float, float, float]  # km east, km north, m above sea level


def landing(t: float) -> Place:
    """From the west, down three degrees at 75 m/s, to an airfield 25 km south of the station."""
    x = -30.0 + 0.075 * t
    return x, -25.0, max(15.0, -x * 1e3 * math.tan(math.radians(3.0)) + 15.0)


def overflight(t: float) -> Place:
    """From the north at 6000 m and 200 m/s, bending east over the valley."""
    turn = math.radians(min(max(0.5 * (t - 100.0), 0.0), 60.0))
    return 2.0 + 0.2 * t * math.sin(turn), 30.0 - 0.2 * t * math.cos(0.5 * turn), 6000.0


def rows(icao24: str, callsign: str, path: Callable[[float], Place], lasts: float) -> Iterator[dict[str, str]]:
    """One aircraft: a row every ten seconds."""
    for k in range(int(lasts / EVERY) + 1):
        x, y, z = path(k * EVERY)
        x1, y1, z1 = path(k * EVERY + 1.0)
        speed = math.hypot(x1 - x, y1 - y) * 1e3
        yield {
            "timestamp": (START + timedelta(seconds=k * EVERY)).strftime("%Y-%m-%d %H:%M:%S"),
            "icao24": icao24,
            "callsign": callsign,
            "latitude": f"{0.5 + y * 1e3 / METRES_A_DEGREE:.6f}",
            "longitude": f"{0.5 + x * 1e3 / METRES_A_DEGREE:.6f}",
            "altitude": f"{z / FOOT:.0f}",
            "groundspeed": f"{speed / KNOT:.1f}",
            "track": f"{math.degrees(math.atan2(x1 - x, y1 - y)) % 360.0:.1f}",
            "vertical_rate": f"{(z1 - z) / FOOT * 60.0:.0f}",
        }


def record(file: Path) -> None:
    """Write the recording, both aircraft one after the other."""
    with file.open("w", newline="", encoding="utf-8") as handle:
        writer = csv.DictWriter(handle, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows("aaa001", "MADEUP1", landing, 380.0))
        writer.writerows(rows("aaa002", "MADEUP2", overflight, 240.0))


def main() -> None:
    print(f"{'above the ground':18}{'station survives':>20}{'warning':>10}{'leakers':>9}{'airliners engaged':>19}")
    for clearance in CLEARANCES:
        scenario = shorad.load(SCENARIO, {"attack.raid.above_ground": clearance})
        found = shorad.run(scenario, draws=12, replicates=25, but_for=False)
        station, engaged = found["assets.station.survival"].estimate, found["neutral.engaged"].estimate
        low, high = station.sampling or (0.0, 1.0)
        warning, leakers = (found[path].estimate.mean for path in ("warning.time", "leakers"))
        survives = f"{station.mean:.0%} ({low:.0%} to {high:.0%})"
        print(f"{clearance:18}{survives:>20}{warning:8.0f} s{leakers:9.1f}{engaged.mean:19.1%}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["record"]:
        record(Path(sys.argv[2]) if len(sys.argv) > 2 else FOLDER / "traffic.csv")
    else:
        main()
