"""`shorad sweep`: a measure over grids and Latin hypercubes of any path, all points under the same luck."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np

from shorad.compile import resolve
from shorad.errors import Issue, ScenarioError, suggest
from shorad.results.measures import Measure
from shorad.results.provenance import Provenance
from shorad.spec.yaml_text import read_value
from shorad.study.given import LEAST, Given, given_data
from shorad.study.how import How
from shorad.study.overrides import as_text
from shorad.study.sampling import Progress
from shorad.study.subject import Subject
from shorad.study.variants import Variant, changed, run_each, told_at, whole_ones

if TYPE_CHECKING:
    from shorad.spec import Scenario

NUMBER = re.compile(r"\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*([^\d\s:][^:]*)?\s*")
EXAMPLE = "attack.drones.count=2:10:5, or path=4 km:20 km:9, or path=a,b,c"


@dataclass(frozen=True)
class Axis:
    """A path and the values it takes, as written after `--set path=`. `ends` of a range: low, high (same unit)."""

    path: str
    values: tuple[str, ...]
    ends: tuple[float, float] | None = None
    unit: str = ""
    log: bool = False
    written: Issue | None = None  # where, for errors

    def at(self, u: float) -> float:
        """The number at a share of the range."""
        low, high = self.ends or (0.0, 1.0)
        return float(low * (high / low) ** u) if self.log else low + u * (high - low)

    def text(self, number: float) -> str:
        return f"{number:.6g} {self.unit}".strip()


@dataclass(frozen=True)
class Point:
    """One point: its value on each axis, as text and, where it is one, as a number; and what was measured there."""

    values: tuple[str, ...]
    numbers: tuple[float | None, ...]
    measures: Mapping[str, Measure]


@dataclass(frozen=True)
class Sweep:
    """All points in the order in which they were run; of a grid the last axis changes fastest."""

    question: str
    measure: str
    axes: tuple[Axis, ...]
    points: tuple[Point, ...]
    latin: bool
    shares: tuple[Given, ...]  # of a Latin hypercube of 20 points or more: what moves the measure over it
    provenance: Provenance
    threshold: float | None = None
    stopped: str = ""  # what is kept, when somebody stopped it before the last point

    @property
    def answers(self) -> tuple[Measure | None, ...]:
        return tuple(point.measures.get(self.measure) for point in self.points)

    def _repr_html_(self) -> str:
        """For notebooks."""
        import shorad

        return shorad.html(self)


def read_axis(text: str, option: str = "--over") -> Axis:
    """`PATH=LOW:HIGH:N`, `PATH=LOW:HIGH:N:log`, or `PATH=VALUE,VALUE,...`; for a Latin hypercube N may be left out."""
    path, equals, values = text.partition("=")
    if not equals or not path.strip() or not values.strip():
        raise ScenarioError("no path=values", f"write {option} {EXAMPLE}", f"{option} {text}")
    return axis_of(path.strip(), values.strip(), Issue("", "", f"{option} {text}"))


def axis_of(path: str, values: Any, written: Issue | None = None) -> Axis:
    """An axis from the text of a range or a list of values, and from where it was written."""
    try:
        return replace(_axis(path, values), written=written)
    except ScenarioError as error:
        raise (error.within(written.file, written.line, written.column) if written else error) from None


def _axis(path: str, values: Any) -> Axis:
    if isinstance(values, str) and ":" in values and not values.lstrip().startswith(("[", "{")):
        return _range(path, values)
    listed = read_value(f"[{values}]", path) if isinstance(values, str) else list(values)
    if len(listed) < 2:
        raise ScenarioError("one value is no sweep, and no choice", f"write two or more: {EXAMPLE}", path=path)
    texts = tuple(as_text(value) for value in listed)
    if len(set(texts)) < len(texts):
        raise ScenarioError("a value stands there twice", "leave one of them out", path=path)
    return Axis(path, texts)


def _range(path: str, values: str) -> Axis:
    parts = [part.strip() for part in values.split(":")]
    log = parts[-1] == "log"
    parts = parts[:-1] if log else parts
    found = [NUMBER.fullmatch(part) for part in parts[:2]]
    if len(parts) not in (2, 3) or None in found:
        raise ScenarioError(f'"{values}" is no range', f"write {EXAMPLE}", path=path)
    (low, low_unit), (high, unit) = ((float(each[1]), (each[2] or "").strip()) for each in found if each is not None)
    if low_unit and low_unit != unit:
        raise ScenarioError(f'a range from "{parts[0]}" to "{parts[1]}"', "write both ends in one unit", path=path)
    if low >= high:
        right = f"write {parts[1]}:{parts[0]}" if low > high else "write two different ends"
        raise ScenarioError(f"a range whose low end {low:g} is not below its high end {high:g}", right, path=path)
    if log and low <= 0.0:
        raise ScenarioError("a logarithmic range from zero or below", "write a low end above zero", path=path)
    axis = Axis(path, (), (low, high), unit, log)
    count = _count(parts[2], path) if len(parts) == 3 else 0
    return replace(axis, values=tuple(axis.text(axis.at(i / (count - 1))) for i in range(count)))


def _count(text: str, path: str) -> int:
    if not text.isdecimal() or not 2 <= int(text) <= 10_000:
        raise ScenarioError(f'"{text}" is no number of points', "write a whole number from 2, such as 5", path=path)
    return int(text)


def sweep(
    scenario: Scenario,
    over: Sequence[Axis | str],
    *,
    latin: int | None = None,
    measure: str | None = None,
    how: How | None = None,
    progress: Callable[[Progress], None] | None = None,
    **hows: Any,
) -> Sweep:
    """Run every point of the grid of `over`, or `latin` points of a Latin hypercube between its ends.

    An axis may be given as it is typed: "attack.drones.count=2:10:5", "pantsir_s1.crew.operator_time=1 s,4 s".
    ScenarioError, before anything runs, for a path or a value that the scenario does not take.
    """
    how = how or How(**hows)
    asked_for = [read_axis(each) if isinstance(each, str) else each for each in over]
    with told_at({axis.path: axis.written for axis in asked_for if axis.written}):
        axes = _checked(scenario, asked_for, latin)
        rows, made = _points(scenario, axes, latin, how)
    row_size = 1 if latin else prod(len(axis.values) for axis in axes[1:])
    seen, stopped = whole_ones(
        run_each("sweep", made, how, progress),
        row_size,
        lambda each: (each.about, each.provenance, dict(each.measures)),
    )
    points = [Point(tuple(row), tuple(map(_number, row)), each[2]) for row, each in zip(rows, seen, strict=False)]
    if stopped and not latin:  # whole rows of the grid
        axes = (replace(axes[0], values=axes[0].values[: len(points) // row_size]), *axes[1:])
        points = points[: len(points) // row_size * row_size]
    about, first, _ = seen[0]
    asked = measure or about.answer
    known = sorted({path for point in points for path in point.measures})
    if asked not in known:
        raise ScenarioError(f'no point has a measure "{asked}"', suggest(asked, known), "--measure")
    threshold = None if scenario.threshold is None else scenario.threshold.number
    return Sweep(
        about.question, asked, axes, tuple(points), bool(latin), _shares(axes, points, asked) if latin else (),
        replace(first, seconds=sum(each.seconds for _, each, _ in seen), overrides=_own(first, axes)),
        threshold, stopped,
    )  # fmt: skip


def _own(made: Provenance, axes: Sequence[Axis]) -> tuple[str, ...]:
    """What was changed but for the steps of the sweep."""
    return tuple(text for text in made.overrides if text.partition("=")[0] not in {axis.path for axis in axes})


def _points(
    scenario: Scenario, axes: Sequence[Axis], latin: int | None, how: How
) -> tuple[list[tuple[str, ...]], list[Variant]]:
    """The values of every point, and the scenario with them; each has been resolved, so that nothing fails later."""
    rows = _latin(axes, latin, how.seed_of(scenario)) if latin else list(product(*(axis.values for axis in axes)))
    names = [", ".join(f"{axis.path.rpartition('.')[2]} {value}" for axis, value in zip(axes, row, strict=True))
             for row in rows]  # fmt: skip
    made = [
        Variant(name, changed(scenario, {axis.path: value for axis, value in zip(axes, row, strict=True)}))
        for name, row in zip(names, rows, strict=True)
    ]
    for each in made:
        resolve(each.scenario)
    return rows, made


def _checked(scenario: Scenario, over: Sequence[Axis], latin: int | None) -> tuple[Axis, ...]:
    """Axes whose values the scenario takes; whole numbers where it counts."""
    if not over:
        raise ScenarioError("nothing to sweep over", f"write --over {EXAMPLE}")
    paths = [axis.path for axis in over]
    if len(set(paths)) < len(paths):
        raise ScenarioError("a path stands there twice", "give each its own --over")
    known = resolve(scenario).parameters
    out = []
    for axis in over:
        if not axis.values and not latin:
            right = f"write {axis.text(axis.at(0.0))}:{axis.text(axis.at(1.0))}:5, or --latin 50"
            raise ScenarioError(f"{axis.path}: a range without a number of points", right, "--over")
        whole = axis.path in known and known[axis.path].integer
        values = axis.values
        if axis.ends and whole:
            values = tuple(dict.fromkeys(f"{round(float(value)):d}" for value in values))
        probe = (*values[:1], *values[-1:]) or (axis.text(axis.at(0.0)), axis.text(axis.at(1.0)))
        for value in probe:
            resolve(changed(scenario, {axis.path: f"{round(float(value)):d}" if whole and axis.ends else value}))
        out.append(replace(axis, values=values, unit="whole" if whole and axis.ends else axis.unit))
    return tuple(out)


def _latin(axes: Sequence[Axis], count: int, seed: int) -> list[tuple[str, ...]]:
    """Points of a Latin hypercube, as text."""
    from scipy.stats import qmc  # heavy

    cube = qmc.LatinHypercube(len(axes), rng=np.random.default_rng(seed)).random(count)
    return [tuple(_at(axis, u) for axis, u in zip(axes, row, strict=True)) for row in cube]


def _at(axis: Axis, u: float) -> str:
    if axis.ends is None:
        return axis.values[min(int(u * len(axis.values)), len(axis.values) - 1)]
    return f"{round(axis.at(u)):d}" if axis.unit == "whole" else axis.text(axis.at(u))


def _number(text: str) -> float | None:
    found = NUMBER.fullmatch(text)
    return float(found[1]) if found else None


def _shares(axes: Sequence[Axis], points: Sequence[Point], asked: str) -> tuple[Given, ...]:
    """Given-data indices over the points; nothing below 20, or where one of them measured nothing."""
    found = [point.measures[asked].estimate.mean for point in points if asked in point.measures]
    if len(found) < max(LEAST, len(points)):
        return ()
    columns, ends = [], []
    for i, axis in enumerate(axes):
        if axis.ends is None:
            n = len(axis.values)
            columns.append([(axis.values.index(point.values[i]) + 0.5) / n for point in points])
            ends.append(tuple((j + 1.0) / n for j in range(n)))
        else:
            columns.append([point.numbers[i] or 0.0 for point in points])
            ends.append(())
    names = tuple(axis.path for axis in axes)
    cells = np.array(found)[:, None]
    return given_data(names, np.array(columns).T, cells, Subject(names, lambda *_: cells, tuple(ends)))
