"""Where on the globe a scenario lies, and its objects sampled in time: what every format needs.

The engine's plane is flat and its z is height above sea level, so x and y are taken as distances from the origin on the
ellipsoid (WGS 84, tangent plane) and z stays the height: a drone at 300 m is at 300 m on any map.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pymap3d
from numpy.typing import NDArray

from shorad.results.columns import Table
from shorad.results.recording import Recording

Floats = NDArray[np.float64]
NOTIONAL = (0.0, 0.0)  # latitude, longitude in degrees of a scenario that says nothing: in the Gulf of Guinea
START = "2000-01-01T00:00:00Z"  # of every scenario: an instant that nobody takes for an event


@dataclass(frozen=True)
class Place:
    """The origin of a scenario on the globe (degrees)."""

    latitude: float
    longitude: float

    def geodetic(self, points: Floats) -> Floats:
        """Longitude and latitude (degrees) and height above sea level (m) of points (n, 3) of the scenario's frame."""
        x, y, z = np.asarray(points, np.float64).reshape(-1, 3).T
        lat, lon, _ = pymap3d.enu2geodetic(x, y, np.zeros(len(x)), self.latitude, self.longitude, 0.0)
        return np.stack([np.asarray(lon), np.asarray(lat), z], axis=-1)

    def earth_centred(self, points: Floats) -> Floats:
        """Earth-centred, earth-fixed coordinates (n, 3; m) of points of the scenario's frame."""
        lon, lat, height = self.geodetic(points).T
        return np.stack(pymap3d.geodetic2ecef(lat, lon, height), axis=-1)

    def earth_vectors(self, vectors: Floats) -> Floats:
        """Vectors (n, 3) east, north, up turned into the earth-centred frame (at the origin)."""
        east, north, up = np.asarray(vectors, np.float64).reshape(-1, 3).T
        return np.stack(pymap3d.enu2uvw(east, north, up, self.latitude, self.longitude), axis=-1)


def place_of(recording: Recording, origin: tuple[float, float] | None = None) -> Place:
    """The place given, else the scenario's own, else the notional one."""
    return Place(*(origin or recording.scene.origin or NOTIONAL))


# ---- samples -------------------------------------------------------------------------------
@dataclass(frozen=True)
class Flight:
    """Something that moves: when (n; s), where (n, 3; m) and how fast (n, 3; m/s)."""

    t: Floats
    position: Floats
    velocity: Floats


def flight(recording: Recording, row: int, period: float) -> Flight | None:
    """Object `row` every `period` seconds, at each change of leg, and at both ends; None when it never flew."""
    life = recording["lives"][row]
    if life["t1"] < life["t0"]:
        return None
    legs = recording["legs"][recording["legs"]["object"] == row]
    grid = np.arange(np.ceil(life["t0"] / period) * period, life["t1"], period)
    times = np.unique(np.concatenate([[life["t0"], life["t1"]], legs["t0"], grid]))
    times = times[(times >= life["t0"]) & (times <= life["t1"])]
    return Flight(times, *recording.path(row, times))


def missile(recording: Recording, number: int) -> Flight:
    """The path of shot `number`; velocities from the differences of its points."""
    path: Table = recording["flight"][recording["flight"]["shot"] == number]
    points = np.stack([path["x"], path["y"], path["z"]], axis=-1)
    if len(path) < 2:
        return Flight(path["t"], points, np.zeros_like(points))
    step = np.diff(points, axis=0) / np.diff(path["t"])[:, None]
    return Flight(path["t"], points, np.concatenate([step, step[-1:]]))


def burst(row: Table | np.void) -> Flight:
    """The middle of a gun burst, in a straight line from the muzzle to where it was aimed."""
    points = np.array([[row["fx"], row["fy"], row["fz"]], [row["ax"], row["ay"], row["az"]]], np.float64)
    times = np.array([row["t0"], max(row["t1"], row["t0"] + 0.01)], np.float64)
    speed = (points[1] - points[0]) / (times[1] - times[0])
    return Flight(times, points, np.stack([speed, speed]))


def heading(velocity: Floats) -> Floats:
    """Direction of flight (n; degrees clockwise from north) and climb (n; degrees) as (n, 2)."""
    azimuth = np.degrees(np.arctan2(velocity[:, 0], velocity[:, 1])) % 360.0
    climb = np.degrees(np.arctan2(velocity[:, 2], np.hypot(velocity[:, 0], velocity[:, 1])))
    return np.stack([azimuth, climb], axis=-1)
