"""Model and State as one address each inside compiled code.

A NamedTuple of some twenty tables is passed by numba as some two hundred values in every call: 0.25 s of compilation
per function, and slower calls. A handle is one pointer to a block of words, five per table: address and up to four
lengths. `m.unit` in compiled code is a place in that block, and `m.unit[u]` loads from there. In Python, and with the
JIT switched off, the same source sees the NamedTuple itself. `design/handle.md` holds the measurement; what numba needs
is in `compiler/`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from shorad.engine.jit import DISABLED

WORDS = 5  # per table: address, four lengths
_NO_LENGTHS = tuple((0,) * (WORDS - 1 - ndim) for ndim in range(WORDS))


@dataclass(frozen=True)
class Handle:
    """A block of table addresses; `fields`: name -> (dtype, dimensions), in order."""

    name: str
    fields: dict[str, tuple[np.dtype[Any], int]]


class _Opener:
    """Turns packed words into the handle; only compiled code can call it."""

    def __init__(self, handle: Handle) -> None:
        self.handle = handle

    @cached_property
    def _numba_type_(self) -> Any:
        from shorad.engine.compiler import opener_type

        return opener_type(self.handle)


def opener(handle: Handle) -> Callable[[Any], Any]:
    """What turns the packed words into the handle inside compiled code; without the JIT it hands on what it gets."""
    made: Any = (lambda tables: tables) if DISABLED else _Opener(handle)
    return cast(Callable[[Any], Any], made)


def readable(table: NDArray[Any]) -> NDArray[Any]:
    """The same table; without the JIT a view whose rows have attributes, as they have in compiled code."""
    if DISABLED and table.dtype.names:
        return table.view(np.recarray)
    return table


class Words(np.ndarray[Any, Any]):
    """Addresses of tables, and the tables themselves: as long as somebody has the addresses, they hold."""

    tables: Any = None


def pack(tables: Any) -> Any:
    """Words of a NamedTuple of arrays, to pass to an `entry`; they keep the tables alive.

    Raises ValueError for a table that is not C-contiguous. Without the JIT it is the tuple, of `readable` tables.
    """
    if DISABLED:
        return tables._make(readable(table) for table in tables)
    words: list[int] = []
    for i, table in enumerate(tables):
        if not table.flags.c_contiguous:
            raise ValueError(f"table {tables._fields[i]} is not contiguous in memory")
        words += (table.ctypes.data, *table.shape, *_NO_LENGTHS[table.ndim])
    packed = np.array(words, np.int64).view(Words)
    packed.tables = tables
    return packed
