"""Entries: a function and all that it calls, compiled behind the one signature of `machine_code`."""

from typing import Any, cast

from llvmlite import ir
from numba.core import cgutils, sigutils, types
from numba.core.compiler_lock import global_compiler_lock
from numba.core.registry import CPUDispatcher
from numba.np.numpy_support import from_dtype

from shorad.engine.compiler.known import undisturbed
from shorad.engine.compiler.lowering import Pipeline
from shorad.engine.compiler.once import lean
from shorad.engine.compiler.tables import WORD, array_at
from shorad.engine.machine_code import Code, Kinds, load, words_of

# No NRT: no array is created in compiled code, so nothing is counted.
_OPTIONS = {"nopython": True, "error_model": "numpy", "nogil": True, "_nrt": False}
_BARE = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}


class Dispatcher(CPUDispatcher):
    """Called by compiled functions; compiled once more, in full, should Python call it (tests do)."""

    _compiler: Any

    def __init__(self, function: Any) -> None:
        super().__init__(function, {}, dict(_OPTIONS), Pipeline)
        self._for_compiled = False
        self._whole: set[tuple[Any, ...]] = set()

    def get_call_template(self, args: Any, kws: Any) -> Any:
        self._for_compiled = True
        self._compiler.targetoptions |= _BARE
        lean.depth += 1
        try:
            return super().get_call_template(args, kws)
        finally:
            lean.depth -= 1
            self._for_compiled = False
            for name in _BARE:
                del self._compiler.targetoptions[name]

    def add_overload(self, cres: Any) -> None:
        if self._for_compiled:  # known to callers in compiled code, not to Python's dispatch
            self.overloads[tuple(cres.signature.args)] = cres
        else:
            super().add_overload(cres)
            self._whole.add(tuple(cres.signature.args))

    def compile(self, sig: Any) -> Any:
        args = tuple(sigutils.normalize_signature(sig)[0])
        if self._for_compiled:
            return super().compile(sig)
        if args not in self._whole:
            self.overloads.pop(args, None)
        depth, lean.depth = lean.depth, 0
        try:
            return super().compile(sig)
        finally:
            lean.depth = depth


# ---- entries ---------------------------------------------------------------------------------
_SCALARS: dict[Any, Any] = {int: types.int64, bool: types.boolean, float: types.float64}


def _type(kind: Any) -> Any:
    if not isinstance(kind, tuple):
        return _SCALARS[kind]
    first, size = kind
    if not isinstance(first, type):
        return types.Array(from_dtype(first), size, "C", aligned=True)
    named = hasattr(first, "_fields")
    return types.NamedUniTuple(types.float64, size, first) if named else types.UniTuple(types.float64, size)


@global_compiler_lock  # type: ignore[untyped-decorator]
def compile_entry(function: Dispatcher, kinds: Kinds) -> Code:
    """Machine code of a function for arguments of these kinds, behind the one signature of `machine_code`."""
    signature = tuple(_type(kind) for kind in kinds)
    function.targetctx.refresh()
    with undisturbed():
        function.get_call_template(signature, {})
    inner: Any = function.overloads[signature]
    context: Any = function.targetctx
    symbol = f"shorad_{function.py_func.__name__}"
    module = context.create_module(symbol)
    size = sum(words_of(kind) for kind in kinds)
    results, single = _wrap(context, module, symbol, inner, size)
    library = context.codegen().create_library(symbol)
    library.enable_object_caching()
    library.add_ir_module(module)
    library.add_linking_library(inner.library)
    library.finalize()
    library.get_pointer_to_function(symbol)
    needs = [each.name for each in library._final_module.functions if each.is_declaration]
    outside = [name for name in needs if not name.startswith("llvm.")]
    code = load(library._get_compiled_object(), symbol, outside, size, results, single)
    if code is None:
        raise RuntimeError(f"{symbol} needs a symbol that this process does not have: {', '.join(outside)}")
    return code


def _wrap(context: Any, module: Any, symbol: str, inner: Any, size: int) -> tuple[str, bool]:
    """Write ``int32 symbol(int64 *words)`` around a compiled function; the letters of what it returns."""
    returned, taken = inner.fndesc.restype, inner.fndesc.argtypes
    callee = ir.Function(module, context.call_conv.get_function_type(returned, taken), inner.fndesc.llvm_func_name)
    outer = ir.Function(module, ir.FunctionType(ir.IntType(32), [WORD.as_pointer()]), symbol)
    builder = ir.IRBuilder(outer.append_basic_block("entry"))
    words = _Words(context, builder, outer.args[0])
    status, value = context.call_conv.call_function(builder, callee, returned, taken, [words.take(t) for t in taken])
    with builder.if_then(status.is_error, likely=False):
        builder.ret(ir.Constant(ir.IntType(32), 1))
    single = not isinstance(returned, types.BaseTuple)
    parts = (
        []
        if returned == types.none
        else [(returned, value)]
        if single
        else list(zip(returned, cgutils.unpack_tuple(builder, value), strict=True))
    )
    assert words.at == size
    letters = "".join(words.put(each, part) for each, part in parts)
    builder.ret(ir.Constant(ir.IntType(32), 0))
    return letters, single


class _Words:
    """Reads arguments from the block of words one after the other, then writes results behind them."""

    def __init__(self, context: Any, builder: Any, block: Any) -> None:
        self.context, self.builder, self.block, self.at = context, builder, block, 0

    def _next(self, kind: Any = WORD) -> Any:
        place = self.builder.gep(self.block, [ir.Constant(WORD, self.at)])
        self.at += 1
        return place if kind is WORD else self.builder.bitcast(place, kind.as_pointer())

    def take(self, each: Any) -> Any:
        builder = self.builder
        if isinstance(each, types.Array):
            first = self.at
            self.at += 1 + each.ndim
            return array_at(self.context, builder, each, self.block, first)
        if isinstance(each, types.BaseTuple):
            return self.context.make_tuple(builder, each, [self.take(part) for part in cast(Any, each)])
        if each == types.float64:
            return builder.load(self._next(ir.DoubleType()))
        word = builder.load(self._next())
        return builder.icmp_signed("!=", word, ir.Constant(WORD, 0)) if each == types.boolean else word

    def put(self, each: Any, value: Any) -> str:
        builder = self.builder
        if each == types.float64:
            builder.store(value, self._next(ir.DoubleType()))
            return "d"
        if each == types.boolean:
            builder.store(builder.zext(value, WORD), self._next())
            return "b"
        if each != types.int64:
            raise TypeError(f"an entry returns {each}; it may return int, bool, float or a tuple of them")
        builder.store(value, self._next())
        return "i"
