"""Rows of the engine's tables, described before they are filled: each field is a constant or a cell.

A cell knows the paths that it depends on and computes its value from them. Fields that carry a catalogue name are
bound to the catalogue key of that name; nothing here knows a particular system.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from shorad.catalogue.filter_keys import FILTERS
from shorad.compile.values import Now, number
from shorad.engine.codes import NO_LONGEST, TARGET_CLASSES
from shorad.engine.types import Table
from shorad.errors import ScenarioError, suggest

if TYPE_CHECKING:
    from shorad.compile.terrain import Surface

# words of enumerations, in the order of their codes
WORDS: dict[str, tuple[str, ...]] = {
    "fluctuation": ("0", "1", "2", "3"),
    "rcs_fluctuation": ("radar", "0", "1", "3"),
    "gate": ("none", "total", "radial"),
    "filter": FILTERS,
    "mti": ("none", "single", "double"),
    "iff_state": ("works", "failed", "absent"),
    "guidance": ("unguided", "laser", "emitter"),
    "size_class": TARGET_CLASSES,
    "roe": ("free", "tight", "hold"),
    "doctrine": ("shoot_look_shoot", "salvo", "external", "concentrate"),
    "emission": ("always", "on_cue", "plan"),
    "control": ("none", "remote"),
    "on_link_loss": ("carry_on", "home", "land", "hover", "drift"),
    "navigation": ("inertial", "gnss"),
    "fire": ("any", "tight", "hold", "none"),
}


class Cell(Protocol):
    """The value of one field of one row, or of many like rows."""

    @property
    def paths(self) -> tuple[str, ...]: ...

    def value(self, now: Now) -> object: ...


@dataclass(frozen=True)
class Linear:
    """A sum of numbers, each with a factor."""

    terms: tuple[tuple[str, float], ...]

    @property
    def paths(self) -> tuple[str, ...]:
        return tuple(path for path, _ in self.terms)

    def value(self, now: Now) -> float:
        return math.fsum(factor * number(now, path) for path, factor in self.terms)


@dataclass(frozen=True)
class One:
    """The number at a path."""

    path: str

    @property
    def paths(self) -> tuple[str, ...]:
        return (self.path,)

    def value(self, now: Now) -> float:
        return number(now, self.path)


@dataclass(frozen=True)
class Coded:
    """A word as its code."""

    path: str
    words: tuple[str, ...]

    @property
    def paths(self) -> tuple[str, ...]:
        return (self.path,)

    def value(self, now: Now) -> int:
        word = str(now[self.path])
        if word not in self.words:
            raise ScenarioError(f'{self.path} cannot be "{word}"', suggest(word, self.words))
        return self.words.index(word)


@dataclass(frozen=True)
class Led:
    """Row of the post that leads a unit, -1 where the flag at a path says that each fights for itself."""

    path: str
    post: int

    @property
    def paths(self) -> tuple[str, ...]:
        return (self.path,)

    def value(self, now: Now) -> int:
        return self.post if number(now, self.path) else -1


@dataclass(frozen=True)
class Spread:
    """Low, mode, high of a spread of chance; the whole spread scales with its mode."""

    path: str
    shape: tuple[float, float, float]

    @property
    def paths(self) -> tuple[str, ...]:
        return (self.path,)

    def value(self, now: Now) -> tuple[float, float, float]:
        mode, (low, middle, high) = number(now, self.path), self.shape
        if math.isinf(high):
            return 0.0, mode, NO_LONGEST
        if mode == middle:
            return self.shape
        if middle == 0.0:
            raise ScenarioError(f"{self.path}: a spread whose mode is zero cannot be scaled", "give it a mode")
        return low / middle * mode, mode, high / middle * mode


@dataclass(frozen=True)
class OnRing:
    """One coordinate of the i-th of n units on a circle, clockwise from `start`."""

    path: str  # of the placement
    turn: float  # i / n
    axis: int

    @property
    def paths(self) -> tuple[str, ...]:
        return (f"{self.path}.ring", f"{self.path}.start", f"{self.path}.centre.{self.axis}")

    def value(self, now: Now) -> float:
        radius, start, centre = (number(now, path) for path in self.paths)
        angle = start + 2.0 * math.pi * self.turn
        return centre + radius * (math.sin(angle) if self.axis == 0 else math.cos(angle))


@dataclass(frozen=True)
class Level:
    """A number that no path changes."""

    number: float

    @property
    def paths(self) -> tuple[str, ...]:
        return ()

    def value(self, now: Now) -> float:
        return self.number


@dataclass(frozen=True, eq=False)
class OnGround:
    """Height above the datum of a place on the ground, or `above` it (None: on it)."""

    surface: Surface
    x: Cell
    y: Cell
    above: Cell | None = None

    @property
    def paths(self) -> tuple[str, ...]:
        return (*self.x.paths, *self.y.paths, *(self.above.paths if self.above else ()))

    def value(self, now: Now) -> float:
        ground = float(self.surface.at(self.x.value(now), self.y.value(now)))  # type: ignore[arg-type]
        return ground + (float(self.above.value(now)) if self.above else 0.0)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Shifted:
    """The number at a path, later by so much, and no less than a floor."""

    path: str
    by: float = 0.0
    floor: float = -math.inf

    @property
    def paths(self) -> tuple[str, ...]:
        return (self.path,)

    def value(self, now: Now) -> float:
        return max(number(now, self.path) + self.by, self.floor)


def one(path: str, factor: float = 1.0) -> Cell:
    """The number at a path, times a factor."""
    return One(path) if factor == 1.0 else Linear(((path, factor),))


Field = float | int | Cell | tuple[Cell, ...]
Row = dict[str, Field]


@dataclass
class Sheet:
    """The rows of one table-to-be."""

    dtype: np.dtype[np.void]
    rows: list[Row] = field(default_factory=list)

    def fill(self, now: Now) -> Table:
        """All rows at these values. Fields that no row names stay zero."""
        table = np.zeros(len(self.rows), dtype=self.dtype)
        for i, row in enumerate(self.rows):
            for name, item in row.items():
                if isinstance(item, tuple):
                    table[name][i] = [cell.value(now) for cell in item]
                else:
                    table[name][i] = item if isinstance(item, float | int) else item.value(now)
        return table


def copied(table: Table) -> Table:
    """A copy of a table, word by word: numpy's own goes field by field, twenty times slower."""
    return table.view(np.int64).copy().view(table.dtype)


@dataclass(frozen=True)
class Binding:
    """Where the value of a cell goes."""

    sheet: str
    field: str
    component: int  # of a field with several numbers, -1: the whole field
    rows: int | slice | NDArray[np.int64]
    cell: Cell

    def write(self, tables: Mapping[str, Table], now: Now) -> None:
        target = tables[self.sheet][self.field]
        if self.component >= 0:
            target = target[:, self.component]
        target[self.rows] = self.cell.value(now)


def bindings(sheets: Mapping[str, Sheet]) -> dict[str, list[Binding]]:
    """By path: what must be written anew when its value changes. Like cells of many rows are one binding."""
    where: dict[tuple[str, str, int, Cell], list[int]] = defaultdict(list)
    for sheet, name, component, row, cell in _cells(sheets):
        where[sheet, name, component, cell].append(row)
    out: dict[str, list[Binding]] = defaultdict(list)
    for (sheet, name, component, cell), rows in where.items():
        binding = Binding(sheet, name, component, _index(rows), cell)
        for path in dict.fromkeys(cell.paths):
            out[path].append(binding)
    return dict(out)


def _index(rows: list[int]) -> int | slice | NDArray[np.int64]:
    """The quickest index that means these rows (ascending)."""
    if len(rows) == 1:
        return rows[0]
    if rows[-1] - rows[0] + 1 == len(rows):
        return slice(rows[0], rows[-1] + 1)
    return np.array(rows, dtype=np.int64)


def _cells(sheets: Mapping[str, Sheet]) -> Iterable[tuple[str, str, int, int, Cell]]:
    for sheet, content in sheets.items():
        for i, row in enumerate(content.rows):
            for name, item in row.items():
                if isinstance(item, tuple):
                    yield from ((sheet, name, j, i, cell) for j, cell in enumerate(item))
                elif not isinstance(item, float | int):
                    yield sheet, name, -1, i, item
