"""Flight recordings in: CSV or Parquet with the column names of the `traffic` library (historical or invented data).

Columns: `timestamp` (UTC, or seconds since 1970), `icao24`, `latitude`, `longitude` (deg, WGS 84), `altitude` (ft above
sea level; recordings hold pressure altitude, taken as it stands), and, as far as present, `callsign`, `groundspeed`
(kt), `track` (deg), `vertical_rate` (ft/min). Other units are stated by whoever asks. A recording that cannot be flown
is refused: the error names file, row, what is wrong and what would be right. Rows count from 1, without the header.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shorad.errors import ScenarioError, suggest

Floats = NDArray[np.float64]

REQUIRED = ("timestamp", "icao24", "latitude", "longitude", "altitude")
OPTIONAL = ("callsign", "groundspeed", "track", "vertical_rate")
UNITS: dict[str, dict[str, float]] = {  # column -> unit -> SI; the first is what `traffic` writes
    "altitude": {"ft": 0.3048, "m": 1.0},
    "groundspeed": {"kt": 1852.0 / 3600.0, "m/s": 1.0, "km/h": 1.0 / 3.6},
    "vertical_rate": {"ft/min": 0.3048 / 60.0, "m/s": 1.0},
}
FASTEST = 400.0  # m/s over the ground: beyond any airliner with any tail wind
STEEPEST = 150.0  # m/s up or down: beyond any airliner
NEAR = 500e3  # m from the origin: beyond it no sensor of ours sees any flight
FEW = 5  # rows that fly fast enough to tell a unit from another
SLOWEST = {"groundspeed": 20.0, "vertical_rate": 2.0}  # m/s below which a row tells nothing
FACTOR = {"groundspeed": (0.7, 1.4), "vertical_rate": (0.5, 2.0)}  # flown over said: beyond it is another unit
SLACK = 60.0  # m/s that an implied speed may differ from twice the recorded one


@dataclass(frozen=True)
class Aircraft:
    """One aircraft of a recording, in the scenario's east-north frame; times count from the first row of all."""

    name: str  # icao24, with the callsign where there is one
    time: Floats  # (n,) s
    position: Floats  # (n, 3) m: east, north, height above sea level


def read(
    file: str | Path,
    latitude: float,
    longitude: float,
    units: Mapping[str, str] | None = None,
    max_gap: float = 60.0,
    only: tuple[str, ...] = (),
) -> list[Aircraft]:
    """All aircraft, or those whose icao24 or callsign is in `only`, in order of appearance.

    `latitude`, `longitude` (rad): origin of the frame. `max_gap` (s): longest time between two rows of one aircraft.
    Raises ScenarioError.
    """
    table = _Table(Path(file), dict(units or {}))
    rows = table.rows(only)
    if not rows:
        raise table.error(f"none of its aircraft is {', '.join(only)}", f"it has {table.seen()}")
    start = min(float(table.time[index[0]]) for index in rows.values())
    flown = [table.aircraft(name, index, start, latitude, longitude, max_gap) for name, index in rows.items()]
    nearest = min(float(np.hypot(*each.position[:, :2].T).min()) for each in flown)
    if nearest > NEAR:
        raise table.error(
            f"none of its aircraft comes nearer than {nearest / 1e3:.0f} km to the origin at "
            f"{np.degrees(latitude):.3f} deg, {np.degrees(longitude):.3f} deg",
            "give the origin (latitude, longitude) of the place where it was recorded",
        )
    return flown


class _Table:
    """The columns in SI, and complaints that name the row."""

    def __init__(self, file: Path, units: dict[str, str]) -> None:
        self.file = file
        raw = _columns(file)
        missing = [name for name in REQUIRED if name not in raw]
        if missing:
            raise self.error(
                f"it has no column {', '.join(missing)}",
                f"name its columns as the traffic library does ({', '.join(REQUIRED)}); it has {', '.join(raw)}",
            )
        if not len(raw["icao24"]):
            raise self.error("it has no row", "record at least two rows of one aircraft")
        self.factor = {column: self._factor(column, units) for column in UNITS}
        for column in units:
            if column not in UNITS:
                raise self.error(f'a unit for "{column}"', suggest(column, list(UNITS)))
        self.who = self._names(raw["icao24"])
        self.callsign = self._names(raw["callsign"]) if "callsign" in raw else np.full(len(self.who), "")
        self.time = self._times(raw["timestamp"])
        self.latitude = self._numbers(raw, "latitude", -90.0, 90.0)
        self.longitude = self._numbers(raw, "longitude", -180.0, 360.0)
        high = 30e3 / self.factor["altitude"]
        self.altitude = self._numbers(raw, "altitude", -500.0 / self.factor["altitude"], high) * self.factor["altitude"]
        self.speed = self._known(raw, "groundspeed", -1.0)
        self.rate = self._known(raw, "vertical_rate", np.nan)
        self._known(raw, "track", np.nan)

    def error(self, problem: str, right: str, row: int = -1) -> ScenarioError:
        where = f"row {row + 1}: " if row >= 0 else ""
        return ScenarioError(f"the recording {self.file}: {where}{problem}", right)

    # -- columns -----------------------------------------------------------------------------
    def _factor(self, column: str, units: Mapping[str, str]) -> float:
        known = UNITS[column]
        unit = units.get(column, next(iter(known)))
        if unit not in known:
            raise self.error(f'{column} in "{unit}", a unit that is not known for it', f"write {' or '.join(known)}")
        return known[unit]

    def _names(self, column: NDArray[Any]) -> NDArray[Any]:
        return np.array([str(item).strip() if item is not None else "" for item in _plain(column)])

    def _times(self, column: NDArray[Any]) -> Floats:
        """Seconds; of a calendar date since 1970."""
        self._whole("timestamp", np.ma.getmaskarray(column))
        data = np.ma.getdata(column)
        if data.dtype.kind == "M":
            return np.asarray(data.astype("datetime64[us]").astype(np.int64) * 1e-6)
        if data.dtype.kind in "iuf":
            return self._finite("timestamp", data.astype(float))
        i = _first_text(data, dates=True)
        raise self.error(
            f"its timestamps are text such as {str(data[i])[:30]!r}",
            "write them as 2024-06-01 12:00:00 or as seconds since 1970",
            i,
        )

    def _numbers(self, raw: Mapping[str, NDArray[Any]], name: str, low: float, high: float) -> Floats:
        data = np.ma.getdata(raw[name])
        self._whole(name, np.ma.getmaskarray(raw[name]))
        if data.dtype.kind not in "iuf":
            i = _first_text(data)
            raise self.error(f"{name} is no number: {str(data[i])[:30]!r}", "write a plain number, without its unit", i)
        values = self._finite(name, data.astype(float))
        bad = np.flatnonzero((values < low) | (values > high))
        if len(bad):
            right = f"it lies between {low:.0f} and {high:.0f}; is its unit another? state it under units:"
            raise self.error(f"{name} is {values[bad[0]]:g}", right, int(bad[0]))
        return values

    def _finite(self, name: str, values: Floats) -> Floats:
        self._whole(name, ~np.isfinite(values))
        return values

    def _whole(self, name: str, missing: NDArray[np.bool_]) -> None:
        bad = np.flatnonzero(missing)
        if len(bad):
            raise self.error(f"it has no {name}", "drop the row, or fill it in from its neighbours", int(bad[0]))

    def _known(self, raw: Mapping[str, NDArray[Any]], name: str, none: float) -> Floats:
        """An optional column in SI; `none` where there is nothing."""
        if name not in raw:
            return np.full(len(self.who), none)
        data = np.ma.getdata(raw[name])
        gone = np.ma.getmaskarray(raw[name])
        if data.dtype.kind not in "iuf" and not gone.all():
            i = _first_text(data)
            right = "write a plain number, or leave the column out"
            raise self.error(f"{name} is no number: {str(data[i])[:30]!r}", right, i)
        column = np.where(gone, np.nan, 0.0) if gone.all() else data.astype(float)
        return np.where(gone | ~np.isfinite(column), none, column * self.factor.get(name, 1.0))

    # -- aircraft ------------------------------------------------------------------------------
    def seen(self) -> str:
        names = list(dict.fromkeys(self.who.tolist()))
        return ", ".join(names[:8]) + (f" and {len(names) - 8} more" if len(names) > 8 else "")

    def rows(self, only: tuple[str, ...]) -> dict[str, NDArray[np.int64]]:
        """Row numbers of each aircraft, in order of appearance."""
        found: dict[str, list[int]] = {}
        for i, name in enumerate(self.who.tolist()):
            if not only or name in only or str(self.callsign[i]) in only:
                found.setdefault(name, []).append(i)
        return {name: np.array(index, dtype=np.int64) for name, index in found.items()}

    def aircraft(
        self, name: str, index: NDArray[np.int64], start: float, latitude: float, longitude: float, max_gap: float
    ) -> Aircraft:
        time = self.time[index]
        self._in_order(name, index, time, max_gap)
        position = self._local(index, latitude, longitude)
        self._plausible(name, index, time, position)
        callsign = next((str(c) for c in self.callsign[index] if c), "")
        return Aircraft(f"{name} ({callsign})" if callsign else name, time - start, position)

    def _in_order(self, name: str, index: NDArray[np.int64], time: Floats, max_gap: float) -> None:
        if len(index) < 2:
            raise self.error(
                f"{name} has this row alone", "leave it out with only:, or record more of it", int(index[0])
            )
        step = np.diff(time)
        back = np.flatnonzero(step <= 0.0)
        if len(back):
            i = int(back[0])
            words = "at the same time as" if step[i] == 0.0 else f"{-step[i]:.1f} s before"
            problem = f"{name} is here {words} its row {index[i] + 1}"
            raise self.error(problem, "sort the rows by timestamp and drop doubles", int(index[i + 1]))
        gap = np.flatnonzero(step > max_gap)
        if len(gap):
            i = int(gap[0])
            problem = f"{name} was not heard for {step[i]:.0f} s since its row {index[i] + 1}"
            right = f"at most {max_gap:.0f} s: fill the gap, cut the flight in two, or raise max_gap"
            raise self.error(problem, right, int(index[i + 1]))

    def _local(self, index: NDArray[np.int64], latitude: float, longitude: float) -> Floats:
        """East and north in the plane that touches the earth at the origin; heights stay those above sea level.

        The engine bends the earth itself (4/3 and 7/6 radius), so the drop of the plane must not be in the height.
        """
        import pymap3d

        east, north, _ = pymap3d.geodetic2enu(
            self.latitude[index], self.longitude[index], 0.0 * self.altitude[index],
            np.degrees(latitude), np.degrees(longitude), 0.0,
        )  # fmt: skip
        return np.column_stack([east, north, self.altitude[index]])

    def _plausible(self, name: str, index: NDArray[np.int64], time: Floats, position: Floats) -> None:
        step, gone = np.diff(time), np.diff(position, axis=0)
        ground = np.linalg.norm(gone[:, :2], axis=1) / step
        known = np.maximum(self.speed[index][:-1], self.speed[index][1:])
        limit = np.where(known >= 0.0, np.minimum(FASTEST, 2.0 * known + SLACK), FASTEST)
        jump = np.flatnonzero((ground > limit) | (np.abs(gone[:, 2]) / step > STEEPEST))
        if len(jump):
            i = int(jump[0])
            problem = (
                f"{name} has moved {np.linalg.norm(gone[i]) / 1e3:.2f} km in {step[i]:.1f} s since its row "
                f"{index[i] + 1}: {ground[i]:.0f} m/s over the ground, {gone[i, 2] / step[i]:.0f} m/s up"
            )
            most = f"{limit[i]:.0f} m/s" if ground[i] > limit[i] else f"{STEEPEST:.0f} m/s up or down"
            right = f"at most {most} is believed here: drop the false position, or state the units"
            raise self.error(problem, right, int(index[i + 1]))
        self._same_units(name, index, "groundspeed", self.speed[index][:-1], ground)
        self._same_units(name, index, "vertical_rate", self.rate[index][:-1], gone[:, 2] / step)

    def _same_units(self, name: str, index: NDArray[np.int64], column: str, said: Floats, flown: Floats) -> None:
        """Speeds that are all wrong by one factor are in another unit, or what they are compared with is."""
        known = np.isfinite(said) & (np.abs(said) > SLOWEST[column]) & (np.abs(flown) > 0.2 * SLOWEST[column])
        if np.count_nonzero(known) < FEW:
            return
        ratio = float(np.median(flown[known] / said[known]))
        if ratio <= 0.0 or FACTOR[column][0] < ratio < FACTOR[column][1]:
            return
        moved = "latitude and longitude" if column == "groundspeed" else "altitude"
        problem = f"{name} has a {column} that its {moved} contradict: they say {ratio:.2g} times as much"
        state = ", ".join(f"{c}: {' or '.join(UNITS[c])}" for c in UNITS if c == column or moved == c)
        raise self.error(problem, f"state the units of the columns under units: ({state})", int(index[0]))


def _first_text(column: NDArray[Any], dates: bool = False) -> int:
    """The first row that is no number (and no date, where dates are welcome): what made text of its whole column."""
    for i, item in enumerate(column.tolist()):
        try:
            float(item)
        except (TypeError, ValueError):
            if not (dates and _date(item)):
                return i
    return 0


def _date(item: object) -> bool:
    try:
        datetime.fromisoformat(str(item))
    except ValueError:
        return False
    return True


def _plain(column: NDArray[Any]) -> list[Any]:
    filled = np.ma.filled(column.astype(object), None) if np.ma.isMaskedArray(column) else column
    return list(filled.tolist())


def _columns(file: Path) -> dict[str, NDArray[Any]]:
    """The file's columns by name, through DuckDB; rows in the order of the file."""
    readers = {".csv": "read_csv", ".parquet": "read_parquet"}
    if file.suffix.lower() not in readers:
        raise ScenarioError(f"the recording {file} is neither .csv nor .parquet", "save it as one of them")
    if not file.is_file():
        raise ScenarioError(f"there is no recording {file}", "its path counts from the scenario file")
    import duckdb

    with duckdb.connect() as connection:
        try:
            found = connection.execute(f"SELECT * FROM {readers[file.suffix.lower()]}(?)", [str(file)])
            names = [item[0] for item in found.description or ()]
            table: dict[str, NDArray[Any]] = found.fetchnumpy()
        except duckdb.Error as error:
            words = str(error).splitlines()[0]
            raise ScenarioError(f"the recording {file} cannot be read: {words}", "is it whole?") from None
    return {name: table[name] for name in names}
