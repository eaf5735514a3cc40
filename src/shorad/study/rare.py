"""Rare events of a scenario: its engine as a process for `splitting`, and what that saves against plain Monte Carlo."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from time import process_time
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from shorad.compile import Built, build, draw, new_state, resolve
from shorad.engine import codes
from shorad.engine.handle import pack, readable
from shorad.engine.run import ADVANCE, EngineError, Outcomes, chunk, conclude, empty_outcomes, simulate, start
from shorad.engine.types import State
from shorad.errors import ScenarioError, suggest
from shorad.results.columns import cast_of
from shorad.results.measures import Definition, definitions
from shorad.study.splitting import Plan, interval, pilot, tree

if TYPE_CHECKING:
    from shorad.spec import Scenario

ZERO = np.int64(0)
CHECKS = 64  # checkpoints in a run of usual length
PILOT = 60  # roots of the pilot; their numbers are the last there are


class Event(NamedTuple):
    """A measure of one replicate compared with a number: `leakers >= 1`."""

    path: str
    sign: str
    limit: float

    def met(self, value: float) -> bool:
        return {">=": value >= self.limit, ">": value > self.limit, "<": value < self.limit, "<=": value <= self.limit}[
            self.sign
        ]

    def __str__(self) -> str:
        return f"{self.path} {self.sign} {self.limit:g}"


@dataclass(frozen=True)
class Rare:
    """What was found. `saving`: plain runs' time over this one's, for the same standard error from chance."""

    event: Event
    chance: float
    low: float
    high: float
    levels: int
    draws: int
    roots: int  # per draw
    hits: int  # trees with the event in them
    seed: int
    seconds: float  # CPU, all of it
    saving: float | None  # None where too little was seen to say
    plain: float  # CPU s of a plain replicate
    root: float  # of a tree, the pilot's share included


def event(text: str, known: dict[str, Definition]) -> Event:
    """Read `PATH >= NUMBER`. ScenarioError for what is no comparison, or no measure of a single replicate."""
    found = re.fullmatch(r"\s*([\w.]+)\s*(>=|<=|<|>)\s*([-+.\deE]+)\s*", text)
    if found is None:
        raise ScenarioError(f'"{text}" is no event', 'write a measure and a limit: --event "leakers >= 1"')
    if found[1] not in known:
        raise ScenarioError(f'no measure of a single run is called "{found[1]}"', suggest(found[1], list(known)))
    return Event(found[1], found[2], float(found[3]))


class Raid:
    """A scenario under one draw as a `splitting.Process`: nearness of the attackers that are left is the height."""

    def __init__(self, built: Built, seed: int, k: int, asked: Event, measure: Definition, step: int) -> None:
        self.model, self.seed, self.k, self.step = built.model, seed, k, step
        self.asked, self.measure = asked, measure
        self.empty = new_state(built.model)  # kept as long as its address is used
        self.packed, self.blank = pack(built.model), pack(self.empty)
        self.one, self.none = np.zeros(1, np.int64), [readable(table) for table in empty_outcomes(built.model, 0)]
        self.out, self.free = empty_outcomes(built.model, 1), list[Any]()
        obj, asset = built.model.obj, built.model.asset
        self.rows = np.flatnonzero((obj["side"] == codes.HOSTILE) & (obj["leak_counts"] == 1))
        self.places = np.stack([asset["x"], asset["y"]], axis=1)
        first = built.model.segment[obj["seg0"][self.rows]]
        self.far = np.maximum(self._distance(first["x"], first["y"]), 1.0)
        count = asked.path.endswith("leakers") and asked.sign in (">=", ">")
        wanted = int(asked.limit) + (asked.sign == ">") if count else 1
        self.wanted = min(max(wanted, 1), len(self.rows))

    def _distance(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
        """To the nearest asset, on the ground."""
        away = np.hypot(x[:, None] - self.places[None, :, 0], y[:, None] - self.places[None, :, 1])
        return np.asarray(away.min(axis=1))

    def _state(self) -> Any:
        if self.free:
            return self.free.pop()
        state = new_state(self.model)
        return [state, pack(state), 0]

    def start(self, number: int) -> Any:
        made = self._state()
        start(self.packed, made[1], self.blank, self.seed, self.k, number)
        made[2] = 0
        return made

    def copy(self, state: Any, number: int) -> Any:
        made = self._state()
        for target, source in zip(made[0], state[0], strict=True):
            target[...] = source
        made[0].addr[2] = number
        made[2] = state[2]
        return made

    def advance(self, state: Any) -> bool:
        state[2] += self.step
        b = np.int64(state[2])
        return bool(chunk(self.packed, state[1], state[1], ZERO, ZERO, self.one, ADVANCE, b, False, *self.none))

    def height(self, state: Any) -> float:
        s: State = state[0]
        o = s.obj[self.rows]
        late = float(s.n["t"][0]) - o["t0"]
        near = 1.0 - self._distance(o["x"] + o["vx"] * late, o["y"] + o["vy"] * late) / self.far
        progress = np.where(o["life"] == codes.FLYING, np.clip(near, 0.0, 0.999), 0.0)
        progress = np.where(o["leaked"] > 0, 1.0, progress)
        return float(np.sort(progress)[-self.wanted :].mean())

    def hit(self, state: Any) -> bool:
        for table in self.out:
            table[...] = 0
        conclude(self.packed, state[1], Outcomes(*self.out))
        fault = int(self.out.run["fault"][0])
        if fault:
            raise EngineError(f"a path of draw {self.k} has no result: {codes.FAULTS[fault]}")
        self.free.append(state)
        return self.asked.met(float(self.measure.top(self.out)[0]))  # type: ignore[arg-type]


def rare(
    scenario: Scenario, what: str, draws: int = 1, roots: int = 500, seed: int = 1,
    told: Callable[[int, int], None] | None = None,
) -> Rare:  # fmt: skip
    """The chance of a rare event by splitting: `roots` trees in each of `draws` draws of what is not known.

    Levels come from a pilot in the first draw. ScenarioError for an event that is none.
    """
    began = process_time()
    resolved = resolve(scenario)
    first = build(resolved, draw(resolved, seed, 0))
    known = {each.path: each for each in definitions(cast_of(first.model, first.names)) if each.bottom is None}
    asked = event(what, known)
    plain, typical = _plain(first, seed)
    step = max(1, int(typical / codes.GRID / CHECKS))
    measure = known[asked.path]
    plan = pilot(Raid(first, seed, 0, asked, measure, step), range((1 << 16) - PILOT, 1 << 16))
    values, within = np.zeros((draws, roots)), 0.0
    for k in range(draws):
        built = first if k == 0 else build(resolved, draw(resolved, seed, k))
        values[k] = _values(Raid(built, seed, k, asked, measure, step), plan, roots)
        within += float(values[k].var(ddof=1)) / draws if roots > 1 else 0.0
        if told is not None:
            told(k + 1, draws)
    seconds = process_time() - began
    mean, low, high = interval(values.ravel(), np.repeat(np.arange(draws), roots))
    each = seconds / values.size
    usual = float((values.mean(axis=1) * (1.0 - values.mean(axis=1))).mean())  # variance of a plain yes or no
    saving = usual * plain / (within * each) if within > 0.0 else None
    hits = int((values > 0.0).sum())
    return Rare(asked, mean, low, high, len(plan.levels), draws, roots, hits, seed, seconds, saving, plain, each)


def _values(raid: Raid, plan: Plan, roots: int) -> NDArray[np.float64]:
    return np.array([tree(raid, root, plan).value for root in range(roots)])


def _plain(built: Built, seed: int, n: int = 100) -> tuple[float, float]:
    """CPU seconds of a plain replicate, and how long (s, simulated) the longest of them lasts."""
    began = process_time()
    found = simulate(built.model, lambda: new_state(built.model), seed, 0, range(n))
    return (process_time() - began) / n, float(found.run["t_end"].max())


__all__ = ["Event", "Raid", "Rare", "event", "rare"]
