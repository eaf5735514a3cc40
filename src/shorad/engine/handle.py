"""Model and State as one address each inside compiled code.

A NamedTuple of some twenty tables is passed by numba as some two hundred values in every call: 0.25 s of compilation
per function, and slower calls. A handle is one pointer to a block of words, five per table: address and up to four
lengths. `m.unit` in compiled code then loads one array from it. In Python, and with the JIT switched off, the same
source sees the NamedTuple itself. `design/handle.md` holds the measurement.
"""

from collections.abc import Callable
from typing import Any, cast

import numpy as np
from llvmlite import ir
import numba
from numba.core import types
from numba.core.imputils import lower_getattr_generic
from numba.core.typing.templates import AttributeTemplate
from numba.extending import infer_getattr, intrinsic, models, register_model
from numba.np.arrayobj import populate_array
from numba.np.numpy_support import from_dtype
from numpy.typing import NDArray

_config: Any = numba.config
WORDS = 5  # per table: address, four lengths


class Handle(types.Type):
    """Type of a pointer to a block of table addresses; `fields`: name -> (dtype, dimensions), in order."""

    def __init__(self, name: str, fields: dict[str, tuple[np.dtype[Any], int]]) -> None:
        self.place = {field: i for i, field in enumerate(fields)}
        self.arrays = {
            field: types.Array(from_dtype(dtype), ndim, "C", aligned=True) for field, (dtype, ndim) in fields.items()
        }
        super().__init__(name=f"Handle({name})")


class _HandleModel(models.PrimitiveModel):
    def __init__(self, dmm: Any, fe_type: Handle) -> None:
        super().__init__(dmm, fe_type, ir.IntType(64).as_pointer())


register_model(Handle)(_HandleModel)


@infer_getattr
class _HandleAttributes(AttributeTemplate):
    key = Handle

    def generic_resolve(self, handle: Handle, attr: str) -> Any:  # type: ignore[override]
        return handle.arrays.get(attr)


@lower_getattr_generic(Handle)  # type: ignore[untyped-decorator]
def _load_table(context: Any, builder: Any, handle: Handle, value: Any, attr: str) -> Any:
    """Build the array structure of a table from its five words. It owns nothing: the caller keeps the tables alive."""
    array = handle.arrays[attr]
    word = ir.IntType(64)
    first = handle.place[attr] * WORDS

    def load(i: int) -> Any:
        return builder.load(builder.gep(value, [ir.Constant(word, first + i)]))

    made = context.make_array(array)(context, builder)
    size = ir.Constant(word, context.get_abi_sizeof(context.get_data_type(array.dtype)))
    shape = [load(1 + i) for i in range(array.ndim)]
    strides = [size]
    for length in reversed(shape[1:]):
        strides.insert(0, builder.mul(strides[0], length))
    data = builder.inttoptr(load(0), context.get_data_type(array.dtype).as_pointer())
    populate_array(made, data=data, shape=shape, strides=strides, itemsize=size, meminfo=None, parent=None)
    return made._getvalue()


def opener(handle: Handle) -> Callable[[Any], Any]:
    """What turns the packed words into the handle inside compiled code; without the JIT it hands on what it gets."""
    if _config.DISABLE_JIT:
        return lambda tables: tables

    @intrinsic
    def open_tables(typingctx: Any, words: Any) -> Any:
        def build(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            array = context.make_array(signature.args[0])(context, builder, args[0])
            return array.data

        return handle(words), build

    return cast(Callable[[Any], Any], open_tables)


def readable(table: NDArray[Any]) -> NDArray[Any]:
    """The same table; without the JIT a view whose rows have attributes, as they have in compiled code."""
    if _config.DISABLE_JIT and table.dtype.names:
        return table.view(np.recarray)
    return table


def pack(tables: Any) -> Any:
    """Words of a NamedTuple of arrays, to pass to an `entry`; keep the tables alive as long as they are used.

    Raises ValueError for a table that is not C-contiguous. Without the JIT it is the tuple, of `readable` tables.
    """
    if _config.DISABLE_JIT:
        return tables._make(readable(table) for table in tables)
    words: NDArray[np.int64] = np.zeros((len(tables), WORDS), np.int64)
    for i, table in enumerate(tables):
        if not table.flags.c_contiguous:
            raise ValueError(f"table {tables._fields[i]} is not contiguous in memory")
        words[i, 0] = table.ctypes.data
        words[i, 1 : 1 + table.ndim] = table.shape
    return words.ravel()
