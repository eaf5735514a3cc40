"""One replicate, watched: the engine is paused after each grid point at which it acted, and what has changed is kept.

Watching reads `State` and never writes to it; the stages know nothing of it.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from shorad.compile import Built, new_state
from shorad.engine import codes
from shorad.engine.handle import pack
from shorad.engine.run import EngineError, Outcomes, conclude, empty_outcomes, start
from shorad.engine.types import Model, State, Table
from shorad.results.happenings import ACTORS
from shorad.results.recording import ENDED, FUZED, IN_FLIGHT, NOT_YET, PASSED, TABLES
from shorad.study.recorded import EVENTS, KIND, finished, made
from shorad.study.rows import burst, differing, estimates, order, plots
from shorad.study.steps import Steps

ROOM = 1 << 18  # events at first; a replicate that has more is run again with room for all
LEG = ("kind", "t0", "x", "y", "z", "vx", "vy", "vz", "omega")
TRACK_KEYS = ("t", "status", "class_", "released", "engaged", "optical", "origin")
UNIT_KEYS = ("state", "rung", "sensor_alive", "fire_alive", "missiles", "rounds", "turret")
COMPARED = ("obj", "unit", "post", "asset", "track", "channel", "shot", "plot")  # tables whose changes are kept
TRACK_ROWS = np.array([ACTORS.get(name, "")[:1] == "k" for name in EVENTS])  # kinds whose subject is a row of a track
ENDS = {KIND["burst"]: FUZED, KIND["miss"]: PASSED, KIND["self_destruct"]: ENDED}


class Observed(NamedTuple):
    """What was seen of a replicate."""

    outcome: Outcomes  # of one replicate
    tables: dict[str, Table]
    phases: NDArray[np.float64]  # s, of the search radar of each fire unit: its beam points north then


def observe(built: Built, seed: int, k: int, r: int) -> Observed:
    """Run replicate r of draw k and watch it. EngineError on a fault."""
    room = ROOM
    while True:
        watch = _Watch(built.model, room, (seed, k, r))
        watch.run()
        if int(watch.s.n["logged"][0]) <= room:
            tables = finished(watch.s, watch.everything(), watch.meant())
            return Observed(watch.outcome, tables, watch.s.unit["scan_phase"].copy())
        room = int(watch.s.n["logged"][0])


class _Watch:
    """The state of one replicate and what has been seen of it so far."""

    def __init__(self, model: Model, room: int, address: tuple[int, int, int]) -> None:
        self.m = model
        self.s: State = new_state(model, log=room)
        self.outcome = empty_outcomes(model, 1)
        self.seen: dict[str, list[Table]] = {name: [] for name in TABLES}
        self.event_tracks: list[NDArray[np.int64]] = []
        self.logged = self.named = 0  # events seen; those whose tracks are known
        self.t = 0.0
        self.raw: dict[str, bytes] = {}
        blank = new_state(model)
        self.packed = pack(model), pack(self.s)
        start(*self.packed, pack(blank), *address)
        self.track_id = np.full(len(self.s.track), -1)
        self.shot_id = np.full(len(self.s.shot), -1)
        self.order_id = np.full(len(self.s.channel), -1)
        self.tracks: list[Table] = []
        self.shots: list[Table] = []
        self.orders: list[Table] = []
        self.bursts: list[Table] = []
        self.lasers: dict[int, Table] = {}
        self.channel_unit = np.repeat(np.arange(len(model.unit)), model.unit["channels"])
        of_units = np.repeat(np.arange(len(model.unit)), model.unit["tracks"])
        of_posts = np.repeat(np.arange(len(model.post)), model.post["tracks"])
        self.holder = np.concatenate([of_units, np.full(len(of_posts), -1)])
        self.post = np.concatenate([np.full(len(of_units), -1), of_posts])
        self._keep()
        self._units(np.ones(len(self.s.unit), bool))
        self._assets(np.ones(len(self.s.asset), bool))
        self._posts(np.ones(len(self.s.post), bool))

    def _keep(self) -> None:
        """What there is now, to compare the next grid point with."""
        s = self.s
        self.last = {name: getattr(s, name).copy() for name in COMPARED}

    def run(self) -> None:
        """Step to the end, looking after each grid point that had something to do."""
        b, steps = -1, Steps(*self.packed)
        while True:
            b = max(b + 1, int(self.s.clock.min()))
            over = steps.until(b + 1)
            self.t = float(self.s.n["t"][0])
            self._look()
            if over:
                break
        conclude(*self.packed, self.outcome)
        if fault := int(self.s.n["fault"][0]):
            raise EngineError(f"this replicate has no result: {codes.FAULTS[fault]}")

    # ---- one grid point ------------------------------------------------------------------------
    def _look(self) -> None:
        s, last = self.s, self.last
        if self._touched("plot"):
            self._plots()
        events = self._log()
        if self._touched("obj"):
            self._objects()
        if self._touched("track"):
            self._tracks()
        self._name_tracks()
        if self._touched("channel"):
            self._channels(events)
        if self._touched("shot"):
            self._shots(events)
        if self._touched("unit"):
            self._units(differing(s.unit, last["unit"], UNIT_KEYS))
        if self._touched("asset"):
            self._assets(differing(s.asset, last["asset"], ("rung", "hits")))
        if self._touched("post") and len(s.post):
            self._posts(differing(s.post, last["post"], ("alive",)))
            last["post"][:] = s.post

    def _touched(self, name: str) -> bool:
        """Whether any byte of a table is another than at the last look: at most grid points few tables are."""
        now = getattr(self.s, name).tobytes()
        if now == self.raw.get(name):
            return False
        self.raw[name] = now
        return True

    def _log(self) -> Table:
        """The events of this grid point, with the tracks that are meant by rows."""
        n = min(int(self.s.n["logged"][0]), len(self.s.log))
        events = self.s.log[self.logged : n]
        self.logged = n
        return events

    def _plots(self) -> None:
        """New rows of the plot table: it is filled from the first row anew at each grid point that has plots."""
        now, last = self.s.plot, self.last["plot"]
        if not len(now) or all(now[name][0] == last[name][0] for name in ("t", "unit", "obj", "optical")):
            return
        fresh = differing(now, last, ("t", "unit", "obj", "optical"))
        n = len(fresh) if fresh.all() else int(np.argmin(fresh))
        if not n:
            return
        q = now[:n].copy()
        last[:n] = q
        self.seen["plots"].append(plots(self.m, q))

    def _objects(self) -> None:
        s, last = self.s.obj, self.last["obj"]
        begun = (s["life"] == codes.FLYING) & (last["life"] != codes.FLYING)
        moved = (differing(s, last, LEG) | begun) & (s["life"] != codes.WAITING)
        if moved.any():
            rows = np.flatnonzero(moved)
            values: dict[str, Any] = {name: s[name][rows] for name in LEG} | {"object": rows, "t1": s["t1"][rows]}
            self.seen["legs"].append(made("legs", len(rows), values))
        changed = differing(s, last, ("phase", "target"))
        if changed.any():
            rows = np.flatnonzero(changed & (self.m.obj["kind"] == codes.STRIKER))
            values = {"object": rows, "t": self.t, "phase": s["phase"][rows], "target": s["target"][rows]}
            self.seen["phases"].append(made("phases", len(rows), values))
        self._beams(s)
        last[:] = s

    def _beams(self, s: Table) -> None:
        """Designators: on from the grid point at which one is seen on, to the one at which it is off."""
        for o in np.flatnonzero((s["laser"] == 1) & (s["bomb"] >= 0)).tolist():
            known = self.lasers.get(o)
            if known is not None and known["munition"][0] != s["bomb"][o]:
                self._douse(o)
                known = None
            if known is None:
                values = {"object": o, "munition": s["bomb"][o], "t0": self.t, "t1": NOT_YET}
                self.lasers[o] = made("lasers", 1, values)
        for o in [o for o in self.lasers if s["laser"][o] != 1 or s["life"][o] != codes.FLYING]:
            self._douse(o)

    def _douse(self, o: int) -> None:
        beam = self.lasers.pop(o)
        ended = float(self.s.obj["t_end"][beam["munition"][0]])
        beam["t1"] = min(ended, self.t) if ended > 0.0 else self.t
        self.seen["lasers"].append(beam)

    def _tracks(self) -> None:
        s, last = self.s.track, self.last["track"]
        changed = differing(s, last, (*TRACK_KEYS, "serial"))
        rows = np.flatnonzero(changed)
        for row in rows[(s["serial"][rows] != self._serials(rows)) & (s["status"][rows] != codes.EMPTY)]:
            self._open(int(row))
        gone = rows[s["status"][rows] == codes.EMPTY]
        for row in gone:
            self._close(int(row))
        rows = rows[s["status"][rows] != codes.EMPTY]
        if len(rows):
            self._estimates(rows)
        if changed.any():
            last[changed] = s[changed]

    def _serials(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        return np.array([self.tracks[i]["serial"][0] if i >= 0 else -1 for i in self.track_id[rows]], np.int64)

    def _open(self, row: int) -> None:
        self._close(row)
        tr = self.s.track[row]
        origin = int(tr["origin"])
        phantom = origin < 0 or self.m.obj["kind"][origin] == codes.PHANTOM
        values = {
            "unit": self.holder[row], "post": self.post[row], "serial": tr["serial"], "t0": tr["t_start"],
            "t1": NOT_YET, "firm": NOT_YET, "origin": origin, "phantom": phantom,
        }  # fmt: skip
        self.track_id[row] = len(self.tracks)
        self.tracks.append(made("tracks", 1, values))

    def _close(self, row: int) -> None:
        known = int(self.track_id[row])
        if known >= 0:
            self.tracks[known]["t1"] = self.t
            self.track_id[row] = -1

    def _estimates(self, rows: NDArray[np.int64]) -> None:
        self.seen["states"].append(estimates(self.s, rows, self.track_id[rows]))
        for row in rows[self.s.track["status"][rows] == codes.FIRM]:
            track = self.tracks[self.track_id[row]]
            if track["firm"][0] < 0.0:
                track["firm"] = self.s.track["t"][row]

    def _name_tracks(self) -> None:
        """Which tracks the rows in this grid point's events mean: a row serves many tracks in its time."""
        events = self.s.log[self.named : self.logged]
        self.named = self.logged
        if len(events):
            meant = np.full(len(events), -1)
            by_row = TRACK_ROWS[events["kind"]]
            meant[by_row] = self.track_id[events["subject"][by_row]]
            self.event_tracks.append(meant)

    def _channels(self, events: Table) -> None:
        s, last = self.s.channel, self.last["channel"]
        changed = np.flatnonzero(differing(s, last, ("phase", "t_order", "obj", "t_result", "t_impact", "burst_out")))
        for c in changed:
            self._channel(int(c), s[c], last[c], events)
        if len(changed):
            last[changed] = s[changed]

    def _channel(self, c: int, now: Any, before: Any, events: Table) -> None:
        if now["phase"] == codes.IDLE or now["t_order"] != before["t_order"]:
            self._end_order(c)
        if now["phase"] != codes.IDLE and self.order_id[c] < 0:
            self._order(c, now)
        order = self.orders[self.order_id[c]] if self.order_id[c] >= 0 else None
        if order is not None and now["obj"] >= 0:
            order["object"] = now["obj"]
            mine = events[events["subject"] == -1 - self.channel_unit[c]]
            for name, kinds in (("lock", ("lock",)), ("fire", ("launch", "gun_burst", "launch_fail"))):
                hit = mine[np.isin(mine["kind"], [KIND[each] for each in kinds]) & (mine["object"] == now["obj"])]
                if order[name][0] < 0.0 and len(hit):
                    order[name] = hit["t"][0]
            if now["phase"] == codes.ASSESSING:
                order["result"] = now["t_result"]
        if now["burst_out"] == 1 and (before["burst_out"] == 0 or now["t_impact"] != before["t_impact"]):
            self._burst(c, now, events)

    def _order(self, c: int, now: Any) -> None:
        u = int(self.channel_unit[c])
        self.order_id[c] = len(self.orders)
        number = c - int(self.m.unit["channel0"][u])
        self.orders.append(order(now, u, number, int(self.track_id[now["picture"]])))

    def _end_order(self, c: int) -> None:
        if self.order_id[c] >= 0:
            self.orders[self.order_id[c]]["t1"] = self.t
            self.order_id[c] = -1

    def _burst(self, c: int, now: Any, events: Table) -> None:
        u = int(self.channel_unit[c])
        fired = events[(events["subject"] == -1 - u) & (events["kind"] == KIND["gun_burst"])]
        fired = fired[fired["object"] == now["obj"]]
        self.bursts.append(burst(now, u, float(fired["t"][-1]) if len(fired) else self.t))

    def _shots(self, events: Table) -> None:
        s, last = self.s.shot, self.last["shot"]
        fresh = (s["t_launch"] != last["t_launch"]) & (s["hash"] != 0)
        for row in np.flatnonzero(fresh):
            self._replace_shot(int(row), events)
        moved = np.flatnonzero(differing(s, last, ("t", "alive")) | fresh)
        moved = moved[self.shot_id[moved] >= 0]
        if len(moved):
            q = s[moved]
            values = {name: q[name] for name in ("t", "x", "y", "z")} | {"shot": self.shot_id[moved]}
            self.seen["flight"].append(made("flight", len(moved), values))
            for row in moved[q["alive"] == 0]:
                self._end_shot(int(row), s[row])
            last[moved] = s[moved]

    def _replace_shot(self, row: int, events: Table) -> None:
        """A new missile in this row; one that ended at this very grid point is closed by its event."""
        u = int(self.channel_unit[row * len(self.s.channel) // len(self.s.shot)])
        if self.shot_id[row] >= 0:
            ended = events[(events["subject"] == -1 - u) & np.isin(events["kind"], list(ENDS))]
            if len(ended):
                old = self.shots[self.shot_id[row]]
                old["t1"], old["end"], old["miss"] = ended["t"][0], ENDS[int(ended["kind"][0])], ended["value"][0]
        q = self.s.shot[row]
        locked = self.s.channel["obj"][row * len(self.s.channel) // len(self.s.shot)]
        values = {"unit": u, "object": locked, "victim": -1, "t0": q["t_launch"], "t1": NOT_YET, "end": IN_FLIGHT}
        self.shot_id[row] = len(self.shots)
        self.shots.append(made("shots", 1, values))

    def _end_shot(self, row: int, q: Any) -> None:
        shot = self.shots[self.shot_id[row]]
        shot["t1"], shot["end"] = q["t_burst"], q["burst"]
        shot["miss"] = q["cpa"] if q["burst"] == ENDED else q["miss"]
        shot["victim"] = q["victim"] if q["burst"] == FUZED else -1
        if q["burst"] == FUZED and q["victim"] < 0:
            shot["victim"] = shot["object"]
        self.shot_id[row] = -1

    def _units(self, changed: NDArray[np.bool_]) -> None:
        if changed.any():
            rows, s = np.flatnonzero(changed), self.s.unit
            values = {"unit": rows, "t": self.t, "sensor": s["sensor_alive"][rows], "fire": s["fire_alive"][rows]}
            values |= {name: s[name][rows] for name in ("state", "rung", "missiles", "rounds", "turret")}
            self.seen["unit_states"].append(made("unit_states", len(rows), values))
            self.last["unit"][rows] = s[rows]

    def _assets(self, changed: NDArray[np.bool_]) -> None:
        if changed.any():
            rows, s = np.flatnonzero(changed), self.s.asset
            before = self.last["asset"]
            values = {"asset": rows, "t": self.t, "rung": s["rung"][rows], "hits": s["hits"][rows]}
            self.seen["asset_states"].append(made("asset_states", len(rows), values))
            self._tell("asset_hit", "asset", rows[s["hits"][rows] > before["hits"][rows]])
            lost = (s["rung"][rows] == codes.LOST) & (before["rung"][rows] < codes.LOST)
            self._tell("asset_lost", "asset", rows[lost])
            before[rows] = s[rows]

    def _posts(self, changed: NDArray[np.bool_]) -> None:
        if changed.any():
            rows, s = np.flatnonzero(changed), self.s.post
            values = {"post": rows, "t": self.t, "alive": s["alive"][rows]}
            self.seen["post_states"].append(made("post_states", len(rows), values))
            lost = rows[(s["alive"][rows] == 0) & (self.last["post"]["alive"][rows] == 1)]
            self._tell("post_lost", "asset", self.m.post["asset"][lost])

    def _tell(self, kind: str, actor: str, rows: NDArray[Any]) -> None:
        """An event that the log of the engine does not have."""
        if len(rows):
            none = dict.fromkeys(("unit", "object", "other", "track", "asset"), -1)
            self.seen["events"].append(
                made("events", len(rows), none | {"t": self.t, "kind": KIND[kind], "value": 0.0, actor: rows})
            )

    # ---- at the end ------------------------------------------------------------------------------
    def everything(self) -> dict[str, list[Table]]:
        """The pieces of every table, in the order in which they were seen."""
        for o in list(self.lasers):
            self._douse(o)
        whole = {"tracks": self.tracks, "shots": self.shots, "engagements": self.orders, "bursts": self.bursts}
        return self.seen | whole

    def meant(self) -> NDArray[np.int64]:
        """For each event of the log the track that its subject means, -1 without."""
        return np.concatenate([np.zeros(0, np.int64), *self.event_tracks])
