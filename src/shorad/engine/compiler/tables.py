"""Handles and tables in compiled code: a handle is a pointer to words, a table a pointer to its words among them.

To numba a table is an array whose structure is never built: address and lengths are read when an element is asked for.
numba's own array is a structure of at least seven parts, and each element asked of it some fifty instructions, all of
which the optimiser throws away again.
"""

import operator
from typing import Any, cast

from llvmlite import ir
from numba.core import cgutils, types
from numba.core.imputils import lower_builtin, lower_cast, lower_getattr, lower_getattr_generic
from numba.core.typing.templates import AttributeTemplate, signature
from numba.extending import infer_getattr, intrinsic, models, register_model
from numba.np import arrayobj
from numba.np.numpy_support import from_dtype

from shorad.engine.handle import WORDS, Handle

WORD = ir.IntType(64)


class TableType(types.Array):
    """Type of a table of a handle: known to typing as a contiguous array."""

    def __init__(self, dtype: Any, ndim: int) -> None:
        super().__init__(dtype, ndim, "C", aligned=True, name=f"Table({dtype}, {ndim})")

    def plain(self) -> Any:
        return types.Array(self.dtype, self.ndim, "C", aligned=True)


class HandleType(types.Type):
    """Type of a pointer to a block of table addresses."""

    def __init__(self, handle: Handle) -> None:
        self.place = {name: i for i, name in enumerate(handle.fields)}
        self.tables = {name: TableType(from_dtype(dtype), ndim) for name, (dtype, ndim) in handle.fields.items()}
        super().__init__(name=f"Handle({handle.name})")


class _Words(models.PrimitiveModel):
    def __init__(self, dmm: Any, fe_type: Any) -> None:
        super().__init__(dmm, fe_type, WORD.as_pointer())


register_model(HandleType)(_Words)
register_model(TableType)(_Words)


@infer_getattr
class _HandleAttributes(AttributeTemplate):
    key = HandleType

    def generic_resolve(self, handle: HandleType, attr: str) -> Any:  # type: ignore[override]
        return handle.tables.get(attr)


@lower_getattr_generic(HandleType)  # type: ignore[untyped-decorator]
def _table(context: Any, builder: Any, handle: HandleType, value: Any, attr: str) -> Any:
    return builder.gep(value, [ir.Constant(WORD, handle.place[attr] * WORDS)])


# ---- elements --------------------------------------------------------------------------------
def _word(builder: Any, words: Any, i: int) -> Any:
    return builder.load(builder.gep(words, [ir.Constant(WORD, i)]))


def _element(context: Any, builder: Any, table: Any, words: Any, indices: list[Any]) -> Any:
    """Pointer to an element. An index below zero counts from the end."""
    place = None
    for axis, index in enumerate(indices):
        length = _word(builder, words, 1 + axis)
        if not (isinstance(index, ir.Constant) and index.constant >= 0):
            below = builder.icmp_signed("<", index, ir.Constant(WORD, 0))
            index = builder.select(below, builder.add(index, length), index)
        place = index if place is None else builder.add(builder.mul(place, length), index)
    kind = context.get_data_type(table.dtype).as_pointer()
    return builder.gep(builder.inttoptr(_word(builder, words, 0), kind), [place])


def _indices(context: Any, builder: Any, table: Any, kind: Any, index: Any) -> list[Any] | None:
    """Each axis's index as a word; None for what is not one element."""
    if isinstance(kind, types.BaseTuple):
        kinds, each = [*cast(Any, kind)], cgutils.unpack_tuple(builder, index, count=len(kind))
    else:
        kinds, each = [kind], [index]
    if len(kinds) != table.ndim or not all(isinstance(k, types.Integer) for k in kinds):
        return None
    return [context.cast(builder, i, k, types.intp) for i, k in zip(each, kinds, strict=True)]


@lower_builtin(operator.getitem, TableType, types.Integer)  # type: ignore[untyped-decorator]
@lower_builtin(operator.getitem, TableType, types.BaseTuple)  # type: ignore[untyped-decorator]
def _get(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    (table, kind), (words, index) = sig.args, args
    indices = _indices(context, builder, table, kind, index)
    if indices is not None:
        return arrayobj.load_item(context, builder, table, _element(context, builder, table, words, indices))
    whole = table.plain()
    inner = arrayobj.getitem_array_tuple if isinstance(kind, types.BaseTuple) else arrayobj.getitem_arraynd_intp
    return inner(
        context, builder, signature(sig.return_type, whole, kind), (_array(context, builder, whole, words), index)
    )


@lower_builtin(operator.setitem, TableType, types.Any, types.Any)  # type: ignore[untyped-decorator]
def _set(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    (table, kind, given), (words, index, value) = sig.args, args
    indices = _indices(context, builder, table, kind, index)
    if indices is not None:
        place = _element(context, builder, table, words, indices)
        arrayobj.store_item(context, builder, table, context.cast(builder, value, given, table.dtype), place)
        return None
    whole = table.plain()
    plain = signature(sig.return_type, whole, kind, given)
    return arrayobj.setitem_array(context, builder, plain, (_array(context, builder, whole, words), index, value))


@lower_builtin(len, TableType)  # type: ignore[untyped-decorator]
def _length(context: Any, builder: Any, sig: Any, args: Any) -> Any:
    return _word(builder, args[0], 1)


@lower_getattr(TableType, "shape")  # type: ignore[untyped-decorator]
def _shape(context: Any, builder: Any, table: Any, words: Any) -> Any:
    return cgutils.pack_array(builder, [_word(builder, words, 1 + axis) for axis in range(table.ndim)])


# ---- as an array -----------------------------------------------------------------------------
@lower_cast(TableType, types.Array)  # type: ignore[untyped-decorator]
def _as_array(context: Any, builder: Any, table: Any, array: Any, words: Any) -> Any:
    return _array(context, builder, array, words)


def _array(context: Any, builder: Any, array: Any, words: Any) -> Any:
    """The structure of an array from its words, address and lengths. It owns nothing: the caller keeps it alive."""
    made = context.make_array(array)(context, builder)
    size = ir.Constant(WORD, context.get_abi_sizeof(context.get_data_type(array.dtype)))
    shape = [_word(builder, words, 1 + i) for i in range(array.ndim)]
    strides = [size]
    for length in reversed(shape[1:]):
        strides.insert(0, builder.mul(strides[0], length))
    data = builder.inttoptr(_word(builder, words, 0), context.get_data_type(array.dtype).as_pointer())
    arrayobj.populate_array(made, data=data, shape=shape, strides=strides, itemsize=size, meminfo=None, parent=None)
    return made._getvalue()


def array_at(context: Any, builder: Any, array: Any, block: Any, first: int) -> Any:
    """`_array` of the words that begin at `first` of a block."""
    return _array(context, builder, array, builder.gep(block, [ir.Constant(WORD, first)]))


def opener_type(handle: Handle) -> Any:
    """numba's type of the function that turns packed words into a handle."""
    made = HandleType(handle)

    @intrinsic
    def open_tables(typingctx: Any, words: Any) -> Any:
        def build(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            array = context.make_array(signature.args[0])(context, builder, args[0])
            return array.data

        return made(words), build

    from numba.core.registry import cpu_target

    cpu_target.typing_context.refresh()
    return cpu_target.typing_context.resolve_value_type(open_tables)
