"""From drawn values to the engine's tables, and the empty state that goes with them.

The rows are filled once per scenario at nominal values. A draw copies them and writes only what it changes: a few
hundred numbers, the routes that depend on them, and what is derived from both.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from shorad.compile import derive, gnss, terrain_floor, waves
from shorad.compile.flights import targets
from shorad.compile.names import Names
from shorad.compile.plan import Plan
from shorad.compile.routes import Route
from shorad.compile.rows import copied
from shorad.compile.track import Floats
from shorad.compile.values import Now, Resolved, number
from shorad.engine import codes, types
from shorad.engine.tables import air_rows
from shorad.engine.types import Model, State, Table
from shorad.errors import ScenarioError, suggest

NEVER = 1e6  # s; what a fly-out table says of where the missile does not come
FIT_TOLERANCE = 0.02  # of the quoted speed of a missile


@dataclass(frozen=True)
class Built:
    """What the engine runs, and what its rows are called."""

    model: Model
    names: Names


@dataclass(frozen=True)
class Base:
    """All rows at nominal values, before anything is derived from them."""

    tables: dict[str, Table]
    routes: tuple[tuple[Route, Floats], ...]  # per flight: segments, and bases of the members
    relief: terrain_floor.Relief | None = None  # the ground, and what each unit sees over it


def build(resolved: Resolved, values: Now, switches: Sequence[str] = ()) -> Built:
    """The Model for these values (what `draw` returned, or any paths of `resolved`); the rest is nominal.

    `switches`: links made ideal, beside those that the scenario names. ScenarioError for an unknown path or word, and
    for a count above what the scenario was resolved for.
    """
    plan, base = _prepared(resolved)
    now = resolved.now(values)
    changed = {path for path, value in now.items() if value != resolved.nominal.get(path)}
    terrain_floor.check_fixed(changed)
    tables = {name: copied(table) for name, table in base.tables.items()}
    for path in changed:
        for binding in plan.bindings.get(path, ()):
            binding.write(tables, now)
    absent = _absences(plan, tables, now)
    flown = [
        flight.fly(now, targets(flight, tables))
        if flight.paths & changed or f"{flight.path}.count" in changed
        else known
        for flight, known in zip(plan.flights, base.routes, strict=True)
    ]
    segment = _join_routes(plan, tables["obj"], flown)
    tables["obj"]["start"][absent] = codes.FAR
    if resolved.scenario.gnss_jamming:
        routes = [(flight, route) for flight, (route, _) in zip(plan.flights, flown, strict=True)]
        gnss.denied(tables["obj"], routes, tables["par"][0])
    return Built(_derive(resolved, plan, tables, segment, now, (*resolved.scenario.switches, *switches)), plan.names)


def switched(built: Built, switches: Sequence[str]) -> Built:
    """What `build` gives for these values with more switches, from what it gave without them: tables are shared."""
    m = built.model
    ideal = m.ideal | _ideal(switches)
    if ideal[codes.I_CHANNEL] == m.ideal[codes.I_CHANNEL]:
        return Built(m._replace(ideal=ideal), built.names)
    unit, post = copied(m.unit), copied(m.post)  # the one that changes rows
    derive.offsets(unit, post, m.tracker, m.optics, m.radar, (m.rf, m.acoustic), m.soft, True)
    return Built(m._replace(ideal=ideal, unit=unit, post=post), built.names)


def _prepared(resolved: Resolved) -> tuple[Plan, Base]:
    """The plan and its base, the latter made at the first call."""
    if resolved.plan is None:
        raise TypeError("build needs what resolve returned")
    if resolved.base is None:
        plan, now = resolved.plan, resolved.nominal
        tables = {name: sheet.fill(now) for name, sheet in plan.sheets.items()}
        flown = tuple(flight.fly(now, targets(flight, tables)) for flight in plan.flights)
        resolved.base = Base(tables, flown, terrain_floor.prepare(resolved.surface, tables["unit"]))
    return resolved.plan, resolved.base


def _absences(plan: Plan, tables: dict[str, Table], now: Now) -> NDArray[np.int64]:
    """Rows that this draw leaves out: the members of a group beyond its count, which never start."""
    out: list[int] = []
    for path, rows in plan.rosters.items():
        count = int(number(now, path))
        if not 0 <= count <= len(rows):
            raise ScenarioError(
                f"{path} is {count} and there are rows for {len(rows)}", "set it before the scenario is resolved"
            )
        out.extend(rows[count:])
    carriers = tables["obj"]["munition0"] >= 0
    if (tables["obj"]["munitions"][carriers] < 0).any():
        raise ScenarioError("a negative number of munitions", "write 0 or more")
    return np.array(out, dtype=np.int64)


def _join_routes(plan: Plan, obj: Table, flown: list[tuple[Route, Floats]]) -> Table:
    """One segment table; each object's first row and count go into `obj`, with its base."""
    at = 0
    for flight, (route, base) in zip(plan.flights, flown, strict=True):
        rows = np.array(flight.rows, dtype=np.int64)
        obj["seg0"][rows] = at + np.cumsum(route.counts) - route.counts
        obj["segs"][rows] = route.counts
        obj["base_x"][rows], obj["base_y"][rows] = base[:, 0], base[:, 1]
        at += len(route.rows)
    return np.concatenate([np.zeros(0, dtype=types.SEGMENT), *(route.rows for route, _ in flown)])


def _derive(
    resolved: Resolved, plan: Plan, t: dict[str, Table], segment: Table, now: Now, switches: Sequence[str]
) -> Model:
    ideal = _ideal(switches)
    par = t["par"]
    pd = derive.detection(t["radar"], t["tracker"], t["obj"]["rcs_fluctuation"].tolist())
    derive.gates(t["radar"])
    waves.derive(resolved, t)
    flyout, fits = derive.missiles(t["missile"], float(par["temperature_offset"][0]))
    _check_fits(plan, fits, flyout)
    derive.guns(t["gun"], float(par["temperature_offset"][0]))
    derive.readiness(t["unit"])
    listeners = t["rf"], t["acoustic"]
    unlimited = bool(ideal[codes.I_CHANNEL])
    derive.offsets(t["unit"], t["post"], t["tracker"], t["optics"], t["radar"], listeners, t["soft"], unlimited)
    if resolved.scenario.birds:
        derive.birds(t["obj"], float(par["duration"][0]), number(now, "birds.rate"))
    derive.piloted(t["obj"], par)
    derive.passing(t["obj"], segment, t["unit"], t["missile"], t["gun"], float(par["duration"][0]))
    relief = terrain_floor.tables(resolved.base.relief, t["unit"], t["post"])
    return Model(
        par=par, ideal=ideal, radar=t["radar"], tracker=t["tracker"], optics=t["optics"], missile=t["missile"],
        gun=t["gun"], unit=t["unit"], post=t["post"], obj=t["obj"], segment=segment, asset=t["asset"],
        pair=plan.pair, pd=pd, flyout=flyout, rf=t["rf"], acoustic=t["acoustic"], soft=t["soft"], zone=t["zone"],
        corner=t["corner"], mask=_mask(plan, now), noise=t["noise"], **relief,
    )  # fmt: skip


def _check_fits(plan: Plan, fits: Sequence[derive.Fit], flyout: Floats) -> None:
    """Thrust and drag must meet both published speeds: else the model would fly something else, unseen.

    And the missile must come somewhere: without any time of flight nothing would ever be in reach, without a word.
    """
    for row, fit, table in zip(plan.sheets["missile"].rows, fits, flyout, strict=True):
        if not np.isfinite(table).all() or (table[0, :, 1:] >= NEVER).all():
            path = row["speed_value"].paths[0]  # type: ignore[union-attr]
            raise ScenarioError(
                "with these figures the missile goes nowhere",
                "check its speeds and masses, and the temperature",
                path=path,
            )
        if abs(fit.error) > FIT_TOLERANCE:
            path = row["speed_value"].paths[0]  # type: ignore[union-attr]
            problem = f"no drag meets this speed after that burnout_speed: {fit.error:+.0%} remains"
            raise ScenarioError(problem, "change speed_value, speed_range, burnout_speed or boost_time", path=path)


def _ideal(switches: Sequence[str]) -> NDArray[np.int64]:
    ideal = np.zeros(len(codes.SWITCHES), dtype=np.int64)
    for switch in switches:
        if switch not in codes.SWITCHES:
            raise ScenarioError(f'there is no switch "{switch}"', suggest(switch, codes.SWITCHES))
        ideal[codes.SWITCHES.index(switch)] = 1
    return ideal


def _mask(plan: Plan, now: Now) -> Floats:
    """Mask angle at every degree of azimuth, linear between the points given and around north."""
    if not plan.mask:
        return np.zeros((0, 360))
    azimuth = np.array([at for at, _ in plan.mask])
    angle = np.array([number(now, path) for _, path in plan.mask])
    return np.asarray(np.interp(np.radians(np.arange(360.0)), azimuth, angle, period=2.0 * np.pi)[None])


def state_shape(model: Model) -> Hashable:
    """Equal for Models whose states have the same tables: `new_state` of one serves the other."""
    unit, post = model.unit, model.post
    sizes = len(unit), len(post), len(model.obj), len(model.asset)
    return *sizes, *(table[field].tobytes() for table, field in (
        (unit, "channels"), (unit, "tracks"), (unit, "salvo"), (unit, "interacting"), (post, "tracks"),
    ))  # fmt: skip


def new_state(model: Model, log: int = 0) -> State:
    """An empty state for any replicate of this model; `log` events are kept, 0 switches recording off."""
    units, objects = len(model.unit), len(model.obj)
    channels, own = int(model.unit["channels"].sum()), int(model.unit["tracks"].sum())
    tracks = own + int(model.post["tracks"].sum())
    messages = types.MESSAGES_PER_TRACK * own * (len(model.post) > 0) + 16
    # one unit may at most see every object by each of its sensors at one grid point
    sensors = 4 if (model.unit["rf"] >= 0).any() or (model.unit["acoustic"] >= 0).any() else 2
    most = max([0, *model.unit["tracks"].tolist(), *model.post["tracks"].tolist()])
    modes = 2 * own if model.unit["interacting"].any() else 0
    widest = 2 * most + sensors * objects + 8
    return State(
        addr=np.zeros(4, dtype=np.int64),
        clock=np.zeros(len(codes.STAGES), dtype=np.int64),
        n=np.zeros(1, dtype=types.COUNTERS),
        obj=np.zeros(objects, dtype=types.OBJECT_STATE),
        unit=np.zeros(units, dtype=types.UNIT_STATE),
        post=np.zeros(len(model.post), dtype=types.POST_STATE),
        asset=np.zeros(len(model.asset), dtype=types.ASSET_STATE),
        pair=np.zeros(units * objects, dtype=types.PAIR_STATE),
        due=np.zeros((units * (objects + -(-objects // types.DUE_BLOCK)), 3), dtype=np.int64),
        track=np.zeros(tracks, dtype=types.TRACK),
        track_x=np.zeros((tracks, 6)),
        track_p=np.zeros((tracks, 6, 6)),
        channel=np.zeros(channels, dtype=types.CHANNEL),
        shot=np.zeros(channels * derive.shots_per_channel(model.unit), dtype=types.SHOT),
        message=np.zeros(messages, dtype=types.MESSAGE),
        plot=np.zeros(64 + sensors * units * objects, dtype=types.PLOT),
        order=np.zeros(4 * units, dtype=types.ORDER),
        air=np.zeros((air_rows(objects), types.AIR_COLUMNS), dtype=np.int64),
        work=np.zeros((widest, widest + 2)),
        scratch=np.zeros((widest, types.INDEX_COLUMNS), dtype=np.int64),
        log=np.zeros(log, dtype=types.EVENT),
        mode_x=np.zeros((modes, 6)),
        mode_p=np.zeros((modes, 6, 6)),
    )
