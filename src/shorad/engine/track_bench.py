"""The tracker alone: scans of plots in, track estimates out, through the very stage that the engine runs.

For benchmarks against other trackers on identical plots, and for tests. One unit with one search radar at the origin.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from shorad.engine import types
from shorad.engine.calendar import grid
from shorad.engine.codes import EMPTY, NEVER, STAGES, SWITCHES
from shorad.engine.handle import pack
from shorad.engine.jit import entry
from shorad.engine.tables import air_rows, open_model, open_state
from shorad.engine.track import track
from shorad.engine.types import Model, State, Table

ESTIMATE = np.dtype([
    ("scan", "i8"), ("serial", "i8"), ("status", "i8"), ("t", "f8"), ("t_plot", "f8"), ("origin", "i8"),
    ("x", "f8", (6,)), ("p", "f8", (6, 6)),
])  # fmt: skip


class Rules(NamedTuple):
    """What the tracker works by; SI units, names as in `types.RADAR`."""

    scan_period: float
    accel_psd: float
    gate_chi2: float = 11.344866730144373
    m_hits: int = 2
    n_window: int = 3
    coast_max: float = 10.0
    tracks_max: int = 64
    range_resolution: float = 0.0  # m; the cell inside which two tracks may be one target, 0: never
    beamwidth: float = 0.0  # rad
    beamwidth_elevation: float = 0.0  # rad
    filter: int = 0  # 1: two interacting filters, which do not ask for accel_psd
    accel_psd_quiet: float = 0.0
    accel_psd_manoeuvre: float = 0.0
    quiet_time: float = 0.0
    manoeuvre_time: float = 0.0


def track_scans(rules: Rules, plots: Table, scan: NDArray[np.int64], ends: NDArray[np.float64]) -> Table:
    """Run the tracker over plots, scan by scan.

    plots: `types.PLOT` rows (times, range, azimuth, elevation, their errors, obj; unit 0), ordered by scan;
    scan: the scan of each plot, from 0; ends: time (s) at which each scan is complete, increasing. Returns ESTIMATE
    rows: every live track after every scan, at its own time t. Raises ValueError when the inputs do not fit together.
    """
    if len(scan) != len(plots) or np.any(np.diff(scan) < 0) or (len(scan) and not 0 <= scan[0] <= scan[-1] < len(ends)):
        raise ValueError("one scan number per plot, in order, and one end per scan")
    first = np.searchsorted(scan, np.arange(len(ends) + 1)).astype(np.int64)
    objects = int(plots["obj"].max()) + 1 if len(plots) else 1
    most = int(np.max(np.diff(first), initial=1))
    model, state = world(rules, objects, most)
    out = np.zeros(len(ends) * rules.tracks_max, ESTIMATE).view(np.recarray)
    packed = pack(model), pack(state)
    used = run_scans(*packed, plots.view(np.recarray), first, np.asarray(ends, np.float64), out)
    if state.n["fault"][0]:
        raise ArithmeticError("the filter lost its numbers: look at the errors of the plots")
    return out[:used].view(np.ndarray)


@entry
def run_scans(model: Any, state: Any, plots: Any, first: Any, ends: Any, out: Any) -> int:
    """Feed the stage (tables come packed); the number of rows written to out."""
    m, s = open_model(model), open_state(state)
    used = np.int64(0)
    for i in range(np.int64(len(ends))):
        count = first[i + 1] - first[i]
        for k in range(count):
            s.plot[k] = plots[first[i] + k]
        s.n[0].plots = count
        track(m, s, grid(ends[i]))
        for row in range(np.int64(len(s.track))):
            tr = s.track[row]
            if tr.status != EMPTY:
                e = out[used]
                e.scan, e.serial, e.status = i, tr.serial, tr.status
                e.t, e.t_plot, e.origin = tr.t, tr.t_plot, tr.origin
                for a in range(np.int64(6)):
                    e.x[a] = s.track_x[row, a]
                    for c in range(np.int64(6)):
                        e.p[a, c] = s.track_p[row, a, c]
                used += np.int64(1)
    return int(used)


@entry
def take_in(model: Any, state: Any, b: int) -> None:
    """The stage once, at grid point b, on the plots that stand in the state. Tables come packed."""
    track(open_model(model), open_state(state), np.int64(b))


def _tables(kinds: dict[str, tuple[int, np.dtype[np.void]]]) -> dict[str, Any]:
    return {name: np.zeros(size, dtype).view(np.recarray) for name, (size, dtype) in kinds.items()}


def world(rules: Rules, objects: int, plots: int, log: int = 0) -> tuple[Model, State]:
    """A model and a state with nothing in them but one unit, its radar and the tables that the stage writes."""
    tables = _tables({
        "par": (1, types.PARAMETERS), "radar": (1, types.RADAR), "tracker": (0, types.TRACKER),
        "optics": (1, types.OPTICS), "missile": (0, types.MISSILE_TYPE), "gun": (0, types.GUN_TYPE),
        "unit": (1, types.UNIT), "post": (0, types.POST), "obj": (objects, types.OBJECT),
        "segment": (1, types.SEGMENT), "asset": (0, types.ASSET), "pair": (objects, types.PAIR),
        "rf": (0, types.RF_SENSOR), "acoustic": (0, types.ACOUSTIC), "soft": (0, types.JAMMER), "zone": (0, types.ZONE),
        "corner": (0, types.CORNER),
    })  # fmt: skip
    for name, value in rules._asdict().items():
        tables["radar"][name] = value
    for name in ("tracker", "missile", "gun", "mask", "post", "optics", "rf", "acoustic", "soft"):
        tables["unit"][name] = -1
    tables["unit"]["tracks"], tables["unit"]["interacting"] = rules.tracks_max, rules.filter
    empty = np.zeros((0, types.PD_STEPS)), np.zeros((0, 2, types.FLYOUT_ELEVATIONS, types.FLYOUT_RANGES))
    model = Model(
        **tables, ideal=np.zeros(len(SWITCHES), np.int64), pd=empty[0], flyout=empty[1], mask=np.zeros((0, 360))
    )
    return model, _state(rules.tracks_max, objects, plots, log, 2 * rules.tracks_max * rules.filter)


def _state(tracks: int, objects: int, plots: int, log: int, modes: int) -> State:
    tables = _tables({
        "n": (1, types.COUNTERS), "obj": (objects, types.OBJECT_STATE), "unit": (1, types.UNIT_STATE),
        "post": (0, types.POST_STATE), "asset": (0, types.ASSET_STATE), "pair": (objects, types.PAIR_STATE),
        "track": (tracks, types.TRACK), "channel": (0, types.CHANNEL), "shot": (0, types.SHOT),
        "message": (0, types.MESSAGE), "plot": (plots, types.PLOT), "order": (0, types.ORDER),
        "log": (log, types.EVENT),
    })  # fmt: skip
    n = plots + 2 * tracks
    return State(
        **tables, addr=np.zeros(4, np.int64), clock=np.full(len(STAGES), NEVER), track_x=np.zeros((tracks, 6)),
        track_p=np.zeros((tracks, 6, 6)), due=np.zeros((0, 3), np.int64), work=np.zeros((n, n + 2)),
        air=np.zeros((air_rows(objects), types.AIR_COLUMNS), np.int64),
        scratch=np.zeros((n, types.INDEX_COLUMNS), np.int64), mode_x=np.zeros((modes, 6)),
        mode_p=np.zeros((modes, 6, 6)),
    )  # fmt: skip
