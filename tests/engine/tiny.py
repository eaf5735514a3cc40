"""A world by hand for the flight kernels: one fire unit at the origin, straight-flying objects, one channel."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from shorad.compile.flyout import flyout_table, solve_drag_scale
from shorad.engine import types
from shorad.engine.codes import BY_OPTICS, FAR, FLYING, GRID, SWITCHES
from shorad.engine.flight import fly, launch
from shorad.engine.gunfire import open_fire, resolve_burst
from shorad.engine.handle import pack
from shorad.engine.jit import entry
from shorad.engine.tables import air_rows, open_model, open_state
from shorad.engine.types import Model, State

MISSILE = {
    "mass_launch": 75.0, "mass_burnout": 43.0, "mass_dart": 34.0, "diameter_boost": 0.17, "diameter_dart": 0.09,
    "boost_time": 2.4, "burnout_speed": 1300.0, "launch_speed": 40.0, "speed_range": 12e3, "speed_value": 900.0,
    "speed_is_average": 1, "k_induced": 0.05, "cn_max": 10.0, "lag": 0.2, "noise_tau": 0.3, "beacon_noise": 0.0,
    "load_max": 294.0, "range_min": 1200.0, "range_max": 20e3, "height_max": 10e3, "fuze_radius": 9.0,
    "fuze_reliability": 1.0, "kill_p0": 0.95, "lethal_b": (5.0, 6.0, 3.0, 8.0, 4.0), "self_destruct": 35.0,
    "speed_min": 250.0, "guidance_memory": 0.5, "guide_frequency": 2.0, "guide_damping": 0.7,
}  # fmt: skip
GUN = {
    "rate": 80.0, "muzzle_velocity": 960.0, "mass": 0.389, "calibre": 0.03, "form_factor": 1.0, "burst_rounds": 60,
    "range_max": 4000.0, "dispersion": 2e-3, "burst_bias": 3e-3, "pk_hit": (1.0, 1.0, 1.0, 1.0, 1.0),
}  # fmt: skip
TRACKER = {"ref_range": 24e3, "ref_rcs": 2.0, "beamwidth": 0.03, "floor_angle": 3e-4, "snr_ref": 20.0}
UNIT = {
    "rf": -1,
    "acoustic": -1,
    "soft": -1,
    "hash": 77,
    "antenna_height": 4.0,
    "mask": -1,
    "post": -1,
    "jam_noise_rise": 1.0,
    "rounds": 1400,
}
OBJECT = {
    "size_class": 1, "speed_max": 300.0, "rcs_front": 0.1, "rcs_side": 0.1, "rcs_rear": 0.1, "width": 2.5,
    "height": 0.6,
}  # fmt: skip

ZERO = np.int64(0)

Start = tuple[float, float, float, float, float, float]


def put(row: Any, values: dict[str, Any]) -> None:
    for name, value in values.items():
        row[name] = value


def make(starts: list[Start], missile: dict[str, Any] | None = None, gun: dict[str, Any] | None = None,
         optics_error: float = 0.0, **par: Any) -> tuple[Model, State]:  # fmt: skip
    """Objects at (x, y, z, vx, vy, vz) at time 0, optical channel with angle error `optics_error` (rad)."""
    n = len(starts)
    sizes = {"par": 1, "missile": 1, "gun": 1, "tracker": 1, "optics": 1, "unit": 1, "obj": n, "pair": n}
    dtypes = {
        "par": types.PARAMETERS, "radar": types.RADAR, "tracker": types.TRACKER, "optics": types.OPTICS,
        "missile": types.MISSILE_TYPE, "gun": types.GUN_TYPE, "unit": types.UNIT, "post": types.POST,
        "obj": types.OBJECT, "segment": types.SEGMENT, "asset": types.ASSET, "pair": types.PAIR,
        "rf": types.RF_SENSOR, "acoustic": types.ACOUSTIC, "soft": types.JAMMER, "zone": types.ZONE,
        "corner": types.CORNER,
    }  # fmt: skip
    tables = {name: np.zeros(sizes.get(name, 0), dtype) for name, dtype in dtypes.items()}
    put(tables["par"][0], {"step_far": 0.1, "step_near": 0.01, "endgame": 0.5} | par)
    put(tables["missile"][0], MISSILE | (missile or {}))
    put(tables["gun"][0], GUN | (gun or {}))
    put(tables["tracker"][0], TRACKER)
    tables["optics"]["floor_angle"] = optics_error
    put(tables["unit"][0], UNIT)
    for row in tables["obj"]:
        put(row, OBJECT)
    tables["pair"]["hash"] = np.arange(n) + 1000
    kind = tables["missile"][0]
    kind["thrust"], kind["drag_scale"], _ = solve_drag_scale(kind)
    model = Model(
        **tables, ideal=np.zeros(len(SWITCHES), np.int64), pd=np.zeros((0, types.PD_STEPS)),
        flyout=flyout_table(kind)[None], mask=np.zeros((0, 360)),
    )  # fmt: skip
    return model, new_state(model, starts)


def new_state(m: Model, starts: list[Start]) -> State:
    n = len(starts)
    lengths = {"n": 1, "obj": n, "unit": 1, "pair": n, "track": 1, "channel": 1, "shot": 2}
    dtypes = {
        "n": types.COUNTERS, "obj": types.OBJECT_STATE, "unit": types.UNIT_STATE, "post": types.POST_STATE,
        "asset": types.ASSET_STATE, "pair": types.PAIR_STATE, "track": types.TRACK, "channel": types.CHANNEL,
        "shot": types.SHOT, "message": types.MESSAGE, "plot": types.PLOT, "order": types.ORDER, "log": types.EVENT,
    }  # fmt: skip
    tables = {name: np.zeros(lengths.get(name, 0), dtype) for name, dtype in dtypes.items()}
    for row, start in zip(tables["obj"], starts, strict=True):
        names = ("x", "y", "z", "vx", "vy", "vz")
        alive = {"life": FLYING, "rcs_own": 1.0, "t1": FAR, "next": -1, "at": -1}
        put(row, dict(zip(names, start, strict=True)) | alive)
    tables["channel"]["by"] = BY_OPTICS
    tables["unit"]["rounds"], tables["unit"]["bias_obj"] = m.unit[0]["rounds"], -1
    return State(
        addr=np.array([1, 0, 0, 0]), clock=np.zeros(12, np.int64), track_x=np.zeros((1, 6)),
        track_p=np.zeros((1, 6, 6)), work=np.zeros((0, 2)),
        air=np.zeros((air_rows(n), types.AIR_COLUMNS), np.int64), due=np.zeros((1, 3), np.int64),
        scratch=np.zeros((0, 2), np.int64), **tables,
    )  # fmt: skip


def shoot(m: Model, s: State, t: float, first: int = 0, until: float = 100.0, row: int = 0) -> Any:
    """Launch at `t` in replicate `first` and fly to `until` or to the end; the row of the shot."""
    s.addr[2] = first
    _launch(pack(m), pack(s), row, t)
    _fly(pack(m), pack(s), row, until)
    return s.shot[row]


def fly_on(m: Model, s: State, until: float, row: int = 0) -> Any:
    _fly(pack(m), pack(s), row, until)
    return s.shot[row]


def shoot_many(m: Model, s: State, n: int, t: float = 0.0) -> NDArray[np.float64]:
    """The same shot in replicates 0 .. n; float64[n, 3]: how it ended, miss, time of flight."""
    out = np.zeros((n, 3))
    _shoot_many(pack(m), pack(s), t, out)
    return out


def burst_many(m: Model, s: State, n: int, shift: tuple[float, float, float] = (0.0, 0.0, 0.0)) -> NDArray[np.float64]:
    """The same gun burst, opened at time 0, in replicates 0 .. n; float64[n, 4]: hits, killed, bias (rad).

    `shift` (m) is where the object has moved, unforeseen, by the time the rounds arrive.
    """
    out = np.zeros((n, 4))
    _burst_many(pack(m), pack(s), np.array(shift), out)
    return out


@entry
def _launch(model: Any, state: Any, row: int, t: float) -> None:
    launch(open_model(model), open_state(state), np.int64(row), ZERO, ZERO, t)


@entry
def _fly(model: Any, state: Any, row: int, until: float) -> None:
    m, s = open_model(model), open_state(state)
    shot = s.shot[row]
    b = np.int64(np.floor(shot.t / GRID + 1e-9))
    while shot.burst == 0 and shot.t < until - 1e-9:
        b += np.int64(1)
        fly(m, s, np.int64(row), ZERO, ZERO, min(b * GRID, until))


@entry
def _shoot_many(model: Any, state: Any, t: float, out: Any) -> None:
    m, s = open_model(model), open_state(state)
    for r in range(len(out)):
        s.addr[2] = r
        s.pair[0].shots = ZERO
        launch(m, s, ZERO, ZERO, ZERO, t)
        shot = s.shot[0]
        b = np.int64(np.floor(t / GRID + 1e-9))
        while shot.burst == 0:
            b += np.int64(1)
            fly(m, s, ZERO, ZERO, ZERO, b * GRID)
        out[r, 0], out[r, 1], out[r, 2] = shot.burst, shot.miss, shot.t_burst - t


@entry
def _burst_many(model: Any, state: Any, shift: Any, out: Any) -> None:
    m, s = open_model(model), open_state(state)
    for r in range(len(out)):
        s.addr[2] = r
        s.unit[0].rounds = m.unit[0].rounds
        open_fire(m, s, ZERO, ZERO, 0.0)
        s.obj[0].x, s.obj[0].y, s.obj[0].z = s.obj[0].x + shift[0], s.obj[0].y + shift[1], s.obj[0].z + shift[2]
        hits, killed = resolve_burst(m, s, ZERO, ZERO)
        s.obj[0].x, s.obj[0].y, s.obj[0].z = s.obj[0].x - shift[0], s.obj[0].y - shift[1], s.obj[0].z - shift[2]
        out[r, 0], out[r, 1] = hits, np.float64(killed)
        out[r, 2], out[r, 3] = s.unit[0].bias_x, s.unit[0].bias_y
