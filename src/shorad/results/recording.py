"""What happened in one replicate, as columns: `design/replay.md` says what each of them is.

Times in s, lengths in m in the scenario's frame (x east, y north, z above sea level), angles in rad. Row numbers are
those of the `Cast`; -1 means none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from shorad.results.columns import Cast, Outcomes, Table

Floats = NDArray[np.float64]
XYZ = [("x", "f8"), ("y", "f8"), ("z", "f8")]
VELOCITY = [("vx", "f8"), ("vy", "f8"), ("vz", "f8")]
COVARIANCE = [(name, "f8") for name in ("xx", "xy", "xz", "yy", "yz", "zz")]  # m2, of the position
STRAIGHT, TURN, PITCH = 0, 1, 2  # kinds of legs
IN_FLIGHT, FUZED, PASSED, ENDED = 0, 1, 2, 3  # how a missile's flight ended
NOT_YET = -1.0  # a time that did not come


def _columns(text: str) -> list[tuple[str, str]]:
    """`unit:i2 t:f8` as fields of a structured dtype."""
    return [(name, kind) for name, _, kind in (each.partition(":") for each in text.split())]


TABLES: Mapping[str, np.dtype[np.void]] = MappingProxyType(
    {
        "legs": np.dtype([*_columns("object:i4 kind:i1 t0:f8 t1:f8"), *XYZ, *VELOCITY, ("omega", "f8")]),
        "lives": np.dtype(_columns("object:i4 t0:f8 t1:f8 life:i1 rung:i1")),
        "shots": np.dtype(_columns("unit:i4 object:i4 victim:i4 t0:f8 t1:f8 end:i1 miss:f8")),
        "flight": np.dtype([*_columns("shot:i4 t:f8"), *XYZ]),
        "bursts": np.dtype(
            _columns("unit:i4 object:i4 t0:f8 t1:f8 rounds:i4 hits:i4 fx:f8 fy:f8 fz:f8 ax:f8 ay:f8 az:f8")
        ),
        "lasers": np.dtype(_columns("object:i4 munition:i4 t0:f8 t1:f8")),
        "plots": np.dtype(
            [
                *_columns("unit:i4 object:i4 t:f8"),
                *XYZ,
                *_columns("range:f8 azimuth:f8 elevation:f8 sigma_range:f8 sigma_azimuth:f8 sigma_elevation:f8"),
                *_columns("snr:f8 optical:i1 used:i1"),
            ]
        ),
        "tracks": np.dtype(_columns("unit:i4 post:i4 serial:i4 t0:f8 firm:f8 t1:f8 origin:i4 phantom:i1")),
        "states": np.dtype(
            [
                *_columns("track:i4 t:f8"),
                *XYZ,
                *VELOCITY,
                *COVARIANCE,
                *_columns("status:i1 identity:i1 released:i1 optical:i1 engaged:i1 origin:i4"),
            ]
        ),
        "engagements": np.dtype(
            _columns(
                "unit:i4 channel:i4 track:i4 intended:i4 object:i4 weapon:i1 by:i1 "
                "t0:f8 lock:f8 fire:f8 result:f8 t1:f8"
            )
        ),
        "unit_states": np.dtype(
            _columns("unit:i4 t:f8 state:i1 rung:i1 sensor:i1 fire:i1 missiles:i4 rounds:i4 turret:f8")
        ),
        "asset_states": np.dtype(_columns("asset:i4 t:f8 rung:i1 hits:i4")),
        "post_states": np.dtype(_columns("post:i4 t:f8 alive:i1")),
        "phases": np.dtype(_columns("object:i4 t:f8 phase:i1 target:i4")),
        "events": np.dtype(_columns("t:f8 kind:i2 unit:i4 object:i4 other:i4 track:i4 asset:i4 value:f8")),
    }
)


@dataclass(frozen=True)
class RadarFacts:
    """What a page needs to draw a search radar."""

    period: float  # s, of a turn
    phase: float  # s
    range: float  # m, instrumented
    elevation: tuple[float, float]  # rad
    beamwidth: float  # rad
    reference: tuple[float, float]  # m, m2: the range at which this cross section is detected


@dataclass(frozen=True)
class TrackerFacts:
    """A tracking and guidance radar."""

    range: float  # m, reference
    sector: float  # rad, half width about the turret
    elevation: float  # rad, highest


@dataclass(frozen=True)
class EntityType:
    """SISO-REF-010 entity type: kind, domain, country, category, subcategory, specific, extra."""

    numbers: tuple[int, int, int, int, int, int, int]
    guess: bool  # True: nobody has looked it up
    note: str = ""


@dataclass(frozen=True)
class WeaponFacts:
    """How far a missile or a gun reaches."""

    range: tuple[float, float]  # m
    height: tuple[float, float]  # m
    entity: EntityType  # of what it shoots


@dataclass(frozen=True)
class UnitFacts:
    """A fire unit."""

    name: str
    group: str
    system: str
    title: str
    x: float
    y: float
    z: float
    antenna: float  # m above ground
    channels: int
    post: int
    missiles: int
    rounds: int
    radar: RadarFacts | None
    tracker: TrackerFacts | None
    missile: WeaponFacts | None
    gun: WeaponFacts | None
    entity: EntityType


@dataclass(frozen=True)
class ObjectFacts:
    """Something in the air."""

    name: str
    group: str
    system: str
    title: str
    kind: str
    side: str
    size: str  # class of size
    carrier: int
    target_asset: int
    target_unit: int
    entity: EntityType


@dataclass(frozen=True)
class AssetFacts:
    """Something to defend, or the body of a post."""

    name: str
    x: float
    y: float
    z: float
    radius: float
    post: int


@dataclass(frozen=True)
class PostFacts:
    """A command post."""

    name: str
    x: float
    y: float
    z: float
    asset: int


@dataclass(frozen=True, eq=False)
class GroundFacts:
    """Heights of the terrain on a grid."""

    x0: float  # m, of the first column
    y0: float  # m, of the first row
    spacing: float  # m
    heights: Floats  # m, [north, east]


@dataclass(frozen=True, eq=False)
class Scene:
    """What does not change during a replicate."""

    units: tuple[UnitFacts, ...]
    objects: tuple[ObjectFacts, ...]
    assets: tuple[AssetFacts, ...]
    posts: tuple[PostFacts, ...]
    mask: tuple[float, ...] = ()  # rad, terrain mask angle by degree of azimuth
    ground: GroundFacts | None = None  # None: flat, at height 0
    origin: tuple[float, float] | None = None  # latitude, longitude in degrees; None for a notional place


@dataclass(frozen=True)
class Variant:
    """What was changed, in a but-for rerun."""

    label: str
    switches: tuple[str, ...] = ()
    settings: tuple[tuple[str, str], ...] = ()  # path, as written


@dataclass(frozen=True)
class Story:
    """Which replicate this is, and where it comes from."""

    title: str
    question: str
    file: str
    sha256: str
    seed: int
    k: int
    r: int
    version: str  # of shorad that recorded it
    chosen: str = ""  # "median of leakers"
    reproduced: bool = True  # the rerun gave the stored outcome
    note: str = ""  # when it did not: what differs
    variant: Variant | None = None
    terms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # codes of the tables -> words


@dataclass(frozen=True, eq=False, repr=False)
class Recording:
    """One replicate: `recording["plots"]` is a structured table; `outcome` its rows, as a result stores them."""

    story: Story
    scene: Scene
    cast: Cast
    outcome: Outcomes  # of one replicate
    tables: Mapping[str, Table]

    def __getitem__(self, name: str) -> Table:
        return self.tables[name]

    def __repr__(self) -> str:
        s = self.story
        return f"<Recording of {s.file}, seed {s.seed}, draw {s.k}, replicate {s.r}: {len(self['events'])} events>"

    def _repr_html_(self) -> str:
        """For notebooks."""
        import shorad

        return shorad.html(self)

    @property
    def t_end(self) -> float:
        """When the replicate was over (s)."""
        return float(self.outcome.run["t_end"][0])

    def word(self, what: str, code: int) -> str:
        """The word behind a code: `word("life", 2)` is "down"."""
        return self.story.terms[what][code]

    def path(self, row: int, times: Floats) -> tuple[Floats, Floats]:
        """Position (n, 3) and velocity (n, 3) of object `row` at `times` (n), from its legs.

        Before its first leg and after its last one it stays at their ends. Zeros for one that never flew.
        """
        legs = self["legs"][self["legs"]["object"] == row]
        if not len(legs):
            return np.zeros((len(times), 3)), np.zeros((len(times), 3))
        at = np.clip(np.searchsorted(legs["t0"], times, side="right") - 1, 0, len(legs) - 1)
        leg = legs[at]
        return along(leg, np.clip(times, leg["t0"], leg["t1"]) - leg["t0"])


def along(leg: Table, tau: Floats) -> tuple[Floats, Floats]:
    """Position and velocity (n, 3) at tau (n) seconds into legs (n): the engine's closed forms."""
    p = np.stack([leg["x"], leg["y"], leg["z"]], axis=-1)
    v = np.stack([leg["vx"], leg["vy"], leg["vz"]], axis=-1)
    position, velocity = p + v * tau[:, None], v.copy()
    turn, pitch = leg["kind"] == TURN, leg["kind"] == PITCH
    if turn.any():
        position[turn], velocity[turn] = _turning(leg[turn], tau[turn])
    if pitch.any():
        position[pitch], velocity[pitch] = _pitching(leg[pitch], tau[pitch])
    return position, velocity


def _turning(leg: Table, tau: Floats) -> tuple[Floats, Floats]:
    angle = leg["omega"] * tau
    c, d = np.cos(angle), np.sin(angle)
    vx, vy, omega = leg["vx"], leg["vy"], leg["omega"]
    x = leg["x"] + (vx * d - vy * (1.0 - c)) / omega
    y = leg["y"] + (vx * (1.0 - c) + vy * d) / omega
    z = leg["z"] + leg["vz"] * tau
    velocity = np.stack([vx * c - vy * d, vx * d + vy * c, leg["vz"]], axis=-1)
    return np.stack([x, y, z], axis=-1), velocity


def _pitching(leg: Table, tau: Floats) -> tuple[Floats, Floats]:
    """A circle that stands upright in the plane of the velocity."""
    angle = leg["omega"] * tau
    c, d = np.cos(angle), np.sin(angle)
    ground, vz, omega = np.hypot(leg["vx"], leg["vy"]), leg["vz"], leg["omega"]
    east, north = leg["vx"] / ground, leg["vy"] / ground
    ahead = (ground * d - vz * (1.0 - c)) / omega
    now = ground * c - vz * d
    z = leg["z"] + (ground * (1.0 - c) + vz * d) / omega
    velocity = np.stack([east * now, north * now, ground * d + vz * c], axis=-1)
    return np.stack([leg["x"] + east * ahead, leg["y"] + north * ahead, z], axis=-1), velocity
