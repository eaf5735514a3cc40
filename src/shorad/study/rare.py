"""Rare events of a scenario: its engine as a process for `splitting`, and what that saves against plain Monte Carlo."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
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
from shorad.results.intervals import wilson
from shorad.results.measures import Definition, definitions
from shorad.results.provenance import Provenance, provenance
from shorad.study.cases import StoppedError
from shorad.study.how import How, interrupted, job_of
from shorad.study.overrides import overrides_of
from shorad.study.sampling import Meter, Progress
from shorad.study.splitting import ROOTS, Plan, interval, pilot, tree
from shorad.study.trees import TOGETHER, Trees

if TYPE_CHECKING:
    from shorad.results.shelf import Shelf
    from shorad.spec import Scenario

ZERO = np.int64(0)
CHECKS = 64  # checkpoints in a run of usual length
PILOT = 60  # roots of the pilot of each draw; their numbers are the last there are
DRAWS, TREES = 1, 500  # of a study where nothing else is asked for
BLOCK = 2000  # plain runs between two looks at Ctrl-C
SEEN = ("x", "y", "vx", "vy", "t0", "life", "leaked")  # of an object, for the height


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


class Check(NamedTuple):
    """Plain runs of the same draws, with luck that no tree has used."""

    runs: int
    hits: int
    low: float  # of chance alone: the draws are the same
    high: float
    seconds: float  # CPU


@dataclass(frozen=True)
class Rare:
    """What was found. `saving`: plain runs' time over this one's, for the same standard error from chance."""

    event: Event
    chance: float
    low: float
    high: float
    levels: tuple[int, ...]  # of each draw
    draws: int
    roots: int  # per draw
    trees: int  # finished: draws x roots, or fewer when somebody stopped it
    hits: int  # trees with the event in them
    heaviest: float  # share of one tree in all that was found
    seed: int
    seconds: float  # CPU, all of it
    saving: float | None  # None where too little was seen to say
    runs: float | None  # plain runs of the same error of chance
    plain: float  # CPU s of a plain replicate
    root: float  # of a tree, the pilot's share included
    check: Check | None = None
    values: tuple[tuple[float, ...], ...] = ()  # what each tree of each draw brings to the chance


@dataclass(frozen=True)
class Found:
    """What `shorad study rare` says: the event's chance, and what it was asked of."""

    question: str
    rare: Rare
    provenance: Provenance
    stopped: str = ""  # what is kept, when somebody stopped it


def event(text: str, known: dict[str, Definition]) -> Event:
    """Read `PATH >= NUMBER`. ScenarioError for what is no comparison, or no measure of a single replicate."""
    found = re.fullmatch(r"\s*([\w.]+)\s*(>=|<=|<|>)\s*([-+.\deE]+)\s*", text)
    if found is None:
        raise ScenarioError(f'"{text}" is no event', 'write a measure and a limit: --event "leakers >= 1"')
    if found[1] not in known:
        raise ScenarioError(f'no measure of a single run is called "{found[1]}"', suggest(found[1], list(known)))
    return Event(found[1], found[2], float(found[3]))


class Raid:
    """A scenario under one draw as a `splitting.Process`.

    The height, or level function, is how near the attackers are that could still bring the event about. Each has a
    progress: 0 where its flight began, towards 1 at the nearest asset, 1 once it has leaked. Of `leakers >= n` the
    height is the mean progress of the n that are furthest, and -1 when fewer than n are left; of any other event that
    of the attacker that is furthest. It knows nothing of shots, magazines or judgements.
    """

    def __init__(self, built: Built, seed: int, k: int, asked: Event, measure: Definition, step: int) -> None:
        self.model, self.seed, self.k, self.step = built.model, seed, k, step
        self.asked, self.measure = asked, measure
        self.empty = new_state(built.model)  # kept as long as its address is used
        self.packed, self.blank = pack(built.model), pack(self.empty)
        self.one, self.none = np.zeros(1, np.int64), [readable(table) for table in empty_outcomes(built.model, 0)]
        self.out, self.free = empty_outcomes(built.model, 1), list[Any]()
        obj, asset = built.model.obj, built.model.asset
        self.rows = np.flatnonzero((obj["side"] == codes.HOSTILE) & (obj["leak_counts"] == 1))
        if not len(self.rows):
            raise ScenarioError("nothing in this scenario can leak: there is nothing whose nearness could be watched",
                                "give the attack something that counts as a leaker, such as shahed_136")  # fmt: skip
        self.places = np.stack([asset["x"], asset["y"]], axis=1)
        first = built.model.segment[obj["seg0"][self.rows]]
        self.far = np.maximum(self._distance(first["x"], first["y"]), 1.0)
        self.pace = self._pace()  # by which the height grows from one checkpoint to the next, at most
        self.counts = asked.path.endswith("leakers") and asked.sign in (">=", ">")
        wanted = int(np.floor(asked.limit)) + 1 if asked.sign == ">" else int(np.ceil(asked.limit))
        self.wanted = min(max(wanted, 1), len(self.rows)) if self.counts else 1

    def _pace(self) -> float:
        """The fastest over the shortest way; without a limit where something is let go near its target."""
        obj = self.model.obj[self.rows]
        if (obj["carrier"] >= 0).any():
            return float("inf")
        return float((obj["speed_max"] / self.far).max()) * self.step * codes.GRID

    def _distance(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
        """To the nearest asset, on the ground."""
        away = np.hypot(x[:, None] - self.places[None, :, 0], y[:, None] - self.places[None, :, 1])
        return np.asarray(away.min(axis=1))

    def _state(self) -> Any:
        if self.free:
            return self.free.pop()
        state = new_state(self.model)
        return [state, pack(state), 0, {name: state.obj[name] for name in SEEN}, 0.0]

    def start(self, number: int) -> Any:
        made = self._state()
        start(self.packed, made[1], self.blank, self.seed, self.k, number)
        made[2], made[4] = 0, 0.0
        return made

    def copy(self, state: Any, number: int) -> Any:
        made = self._state()
        for target, source in zip(made[0], state[0], strict=True):
            target[...] = source
        made[0].addr[2] = number
        made[2], made[4] = state[2], state[4]
        return made

    def advance(self, state: Any, goal: float) -> bool:
        gap = max(min(goal, 1.0) - state[4], 0.0)
        state[2] += self.step * max(1, int(gap / self.pace))
        b = np.int64(state[2])
        return bool(chunk(self.packed, state[1], state[1], ZERO, ZERO, self.one, ADVANCE, b, False, *self.none))

    def height(self, state: Any) -> float:
        state[4] = self._height(state)
        return float(state[4])

    def _height(self, state: Any) -> float:
        s: State = state[0]
        o = {name: column[self.rows] for name, column in state[3].items()}
        late = float(s.n["t"][0]) - o["t0"]
        near = 1.0 - self._distance(o["x"] + o["vx"] * late, o["y"] + o["vy"] * late) / self.far
        flying, leaked = o["life"] == codes.FLYING, o["leaked"] > 0
        if self.counts and (flying | leaked | (o["life"] == codes.WAITING)).sum() < self.wanted:
            return -1.0
        progress = np.maximum(flying * np.minimum(np.maximum(near, 0.0), 0.999), leaked)
        progress.sort()
        return float(progress[-self.wanted :].sum()) / self.wanted

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
    told: Callable[[int], None] | None = None, stopped: Callable[[], bool] = lambda: False, plain_runs: int = 0,
    shelf: Shelf | None = None,
) -> Rare:  # fmt: skip
    """The chance of a rare event by splitting: `roots` trees in each of `draws` draws of what is not known.

    Levels come from a pilot in each draw. `plain_runs`: as many plain runs of each draw, to compare with. `told` hears
    how many more trees are finished. When `stopped` says so, what is finished counts; on a `shelf` it stays, and what
    is there is not run again. ScenarioError for an event that is none; StoppedError when it was stopped before the
    first tree.
    """
    resolved = resolve(scenario)
    first = build(resolved, draw(resolved, seed, 0))
    known = {each.path: each for each in definitions(cast_of(first.model, first.names)) if each.bottom is None}
    asked = event(what, known)
    _plain(first, seed, 1)  # compiled or loaded before the clock starts
    began = process_time()
    plain, typical = _plain(first, seed)
    step = max(1, int(typical / codes.GRID / CHECKS))
    numbers = _fresh(roots, plain_runs)
    trees, values, levels = Trees(shelf, f"{asked} every {step}"), list[NDArray[np.float64]](), list[int]()
    for k in range(draws):
        built = first if k == 0 else build(resolved, draw(resolved, seed, k))
        raid = Raid(built, seed, k, asked, known[asked.path], step)
        plan = trees.plan(k, lambda raid=raid: pilot(raid, range(ROOTS - PILOT, ROOTS)))  # type: ignore[misc]
        values.append(_values(raid, plan, roots, stopped, trees, told))
        levels.append(len(plan.levels))
        if stopped():
            break
    whole = [each for each in values if len(each) == roots] or values  # a draw cut short would weigh as much as a whole
    found = _found(
        asked, whole, levels[: len(whole)], (draws, roots, seed), process_time() - began + trees.spent, plain
    )
    if not numbers:
        return found
    models = (build(resolved, draw(resolved, seed, k)) for k in range(len(whole)))
    return replace(found, check=_check(models, seed, numbers, asked, known[asked.path], stopped))


def _found(
    asked: Event, values: list[NDArray[np.float64]], levels: list[int], size: tuple[int, int, int], seconds: float,
    plain: float,
) -> Rare:  # fmt: skip
    """Estimate, interval and what it saved, from the values of the trees of each draw."""
    draws, roots, seed = size
    counts = [len(each) for each in values]
    every = np.concatenate(values)
    if not len(every):
        raise StoppedError
    mean, low, high = interval(every, np.repeat(np.arange(len(values)), counts))
    each = seconds / len(every)
    within = float(np.mean([part.var(ddof=1) if len(part) > 1 else 0.0 for part in values]))
    usual = float(np.mean([part.mean() * (1.0 - part.mean()) for part in values]))  # variance of a plain yes or no
    saving = usual * plain / (within * each) if within > 0.0 else None
    runs = usual / within * len(every) if within > 0.0 else None
    hits, heaviest = int((every > 0.0).sum()), float(every.max() / max(every.sum(), 1e-300))
    return Rare(
        asked, mean, low, high, tuple(levels), draws, roots, len(every), hits, heaviest,
        seed, seconds, saving, runs, plain, each, values=tuple(tuple(part.tolist()) for part in values),
    )  # fmt: skip


def _values(
    raid: Raid, plan: Plan, roots: int, stopped: Callable[[], bool], trees: Trees, told: Callable[[int], None] | None
) -> NDArray[np.float64]:
    """Of as many trees as there were until somebody stopped it."""
    found = [np.zeros(0)]
    for first in range(0, roots, TOGETHER):
        block = range(first, min(first + TOGETHER, roots))
        found.append(trees.block(raid.k, block, lambda block=block: _block(raid, plan, block, stopped)))  # type: ignore[misc]
        if told is not None:
            told(len(found[-1]))
        if len(found[-1]) < len(block):
            break
    return np.concatenate(found)


def _block(raid: Raid, plan: Plan, roots: range, stopped: Callable[[], bool]) -> NDArray[np.float64]:
    found = []
    for root in roots:
        if stopped():
            break
        found.append(tree(raid, root, plan).value)
    return np.array(found)


def rare_study(
    scenario: Scenario, what: str, *, plain: int = 0, how: How | None = None,
    progress: Callable[[Progress], None] | None = None, **hows: Any,
) -> Found:  # fmt: skip
    """`rare` as a study: with a folder it keeps what is finished, and goes on from there (`how`, or its fields)."""
    how, meter = how or How(**hows), Meter(progress)
    draws, roots = how.draws or DRAWS, how.replicates or TREES
    if roots < 2:
        raise ScenarioError(f"{roots} trees in a draw say nothing of their spread", "ask for 2 or more", "--replicates")
    made = provenance(
        scenario.origin.file, scenario.origin.text, overrides_of(scenario), how.seed_of(scenario), draws, roots, 1
    )
    with job_of("study rare", made, how, meter) as job:
        meter.start("trees", draws * roots)
        found = rare(scenario, what, draws, roots, made.seed, meter.add, job.stopped, plain, job.shelf)
        stopped = interrupted(job.shelf) if job.stopped() else ""
    return Found(scenario.question, found, replace(made, seconds=meter.seconds), stopped)


def _fresh(roots: int, count: int) -> range:
    """Numbers of replicates that are neither a tree nor the pilot's. ScenarioError when there are not so many."""
    most = ROOTS - PILOT - roots
    if count > most:
        raise ScenarioError(f"{count} plain runs of a draw", f"at most {max(most, 0)} beside {roots} trees", "--plain")
    return range(roots, roots + count)


def _check(
    models: Iterable[Built], seed: int, numbers: range, asked: Event, measure: Definition, stopped: Callable[[], bool]
) -> Check | None:
    """Plain runs of each draw, a block at a time; None when somebody stopped it."""
    began, runs, hits = process_time(), 0, 0
    for k, built in enumerate(models):
        model = built.model
        for at in range(0, len(numbers), BLOCK):
            if stopped():
                return None
            found = Outcomes(*simulate(model, lambda m=model: new_state(m), seed, k, numbers[at : at + BLOCK]))  # type: ignore[misc]
            values = np.asarray(measure.top(found))  # type: ignore[arg-type]
            runs, hits = runs + len(values), hits + sum(map(asked.met, values.tolist()))
    return Check(runs, hits, *wilson(hits / runs, float(runs)), process_time() - began)


def _plain(built: Built, seed: int, n: int = 100) -> tuple[float, float]:
    """CPU seconds of a plain replicate, and how long (s, simulated) the longest of them lasts."""
    began = process_time()
    found = simulate(built.model, lambda: new_state(built.model), seed, 0, range(n))
    return (process_time() - began) / n, float(found.run["t_end"].max())


__all__ = ["Event", "Found", "Raid", "Rare", "event", "rare", "rare_study"]
