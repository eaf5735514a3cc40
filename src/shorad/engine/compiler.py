"""The one module that knows numba: from functions to machine code, and tables behind one address each.

Imported only when something has to be compiled, or when Python calls an inner function.
"""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, cast

from llvmlite import ir
from numba.core import ir as numba_ir
from numba.core import cgutils, codegen, compiler, event, sigutils, types
from numba.core.base import BaseContext
from numba.core.compiler_lock import global_compiler_lock
from numba.core.compiler_machinery import PassManager
from numba.core.imputils import lower_getattr_generic
from numba.core.registry import CPUDispatcher
from numba.core.typed_passes import InlineOverloads, NopythonRewrites
from numba.core.typing import npydecl
from numba.core.typing.templates import AttributeTemplate
from numba.core.untyped_passes import InlineClosureLikes, WithLifting
from numba.extending import infer_getattr, intrinsic, models, register_model
from numba.np.arrayobj import populate_array
from numba.np.numpy_support import from_dtype

from shorad.engine.handle import WORDS, Handle
from shorad.engine.machine_code import Code, Kinds, load, words_of

# No NRT: no array is created in compiled code, so nothing is counted.
_OPTIONS = {"nopython": True, "error_model": "numpy", "nogil": True, "_nrt": False}
_BARE = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
_WORD = ir.IntType(64)


# ---- one compilation to machine code, at the entry -------------------------------------------
# numba optimises each function with all that it calls, makes machine code of it and wraps it for calls from Python; of
# an inner function all three are thrown away. Measured on one vehicle against two drones: 82 CPU-s become 41, the
# results bit for bit the same, equally fast.
class _Lean(threading.local):
    depth = 0  # > 0 while a function is compiled for a compiled caller


_lean = _Lean()
_SHARED = "linkonce_odr"  # linkage of what may be inlined and left out
_TOGETHER = 24  # modules
_finalize = codegen.JITCodeLibrary.finalize
_pointer = codegen.JITCodeLibrary.get_pointer_to_function
_set_env = codegen.JITCPUCodegen.set_env


def _finalize_lean(library: Any) -> None:
    """An inner function stays alone: linker, optimiser and assembler wait for the entry."""
    if not _lean.depth:
        _gather(library)
        _finalize(library)
        return
    library._raise_if_finalized()
    library._finalize_dynamic_globals()
    library._finalized = library.stays_alone = True


def _gather(library: Any) -> None:
    """Link all that a function calls. By way of middling modules: the linker goes through the whole of its target."""
    own = {each.name for each in library._final_module.functions if not each.is_declaration}
    called = _called_by(library)
    library._linking_libraries = [each for each in called if not hasattr(each, "stays_alone")]
    alone = [each for each in called if hasattr(each, "stays_alone")]
    for i in range(0, len(alone), _TOGETHER):
        middling = alone[i]._final_module.clone()
        for each in alone[i + 1 : i + _TOGETHER]:
            middling.link_in(each._final_module, preserve=True)
        library._final_module.link_in(middling)
    for each in alone:
        library._reload_init.update(each._reload_init)
    for function in library._final_module.functions:
        if not function.is_declaration and function.linkage.name == "external" and function.name not in own:
            function.linkage = _SHARED


def _called_by(library: Any) -> list[Any]:
    """Libraries of all that a function calls, and that those call."""
    found = dict.fromkeys(library._linking_libraries)
    waiting = list(found)
    for each in waiting:
        for called in each._linking_libraries:
            if called not in found:
                found[called] = None
                waiting.append(called)
    return waiting


def _optimize_defined(library: Any, module: Any) -> None:
    """numba makes a pass manager for what is only declared, too."""
    module.data_layout = library._codegen._data_layout
    for function in module.functions:
        if not function.is_declaration:
            passes, builder = library._codegen._function_pass_manager()
            passes.run(function, builder)


def _pointer_lean(library: Any, name: str) -> int:
    if not _lean.depth:
        return cast(int, _pointer(library, name))
    library._ensure_finalized()
    return 0


def _set_env_lean(generator: Any, name: str, env: Any) -> None:
    if not _lean.depth:
        _set_env(generator, name, env)


_library: Any = codegen.JITCodeLibrary
_library_maker: Any = codegen.JITCPUCodegen
_library.finalize = _finalize_lean
_library._optimize_functions = _optimize_defined
_library.get_pointer_to_function = _pointer_lean
_library_maker.set_env = _set_env_lean


# What numba works out anew each time; the size of a type by parsing a module of one variable.
def _abi_size(context: Any, kind: Any) -> int:
    known, text = context.__dict__.setdefault("abi_sizes", {}), str(kind)
    if text not in known:
        known[text] = kind.get_abi_size(context.target_data)
    return int(known[text])


_context: Any = BaseContext
_context.get_abi_sizeof = _abi_size
_ufuncs: Any = npydecl
_loop_of = lru_cache(maxsize=1024)(_ufuncs.ufunc_find_matching_loop)
_ufuncs.ufunc_find_matching_loop = lambda ufunc, kinds: _loop_of(ufunc, tuple(kinds))


# Steps of numba that have nothing to do here: fusing whole-array expressions, unrolling closures, inlining what asks
# for it by a keyword, with-blocks. Code of this program has scalars only and none of these.
_IDLE = (InlineClosureLikes, NopythonRewrites, InlineOverloads, WithLifting)


class Pipeline(compiler.Compiler):
    """numba's own, less `_IDLE`."""

    def define_pipelines(self) -> list[Any]:
        manager = compiler.DefaultPassBuilder.define_nopython_pipeline(self.state)
        kept = PassManager(manager.pipeline_name)
        kept.passes.extend(each for each in manager.passes if each[0] not in _IDLE)
        kept.finalize()
        return [kept]


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
        _lean.depth += 1
        try:
            return super().get_call_template(args, kws)
        finally:
            _lean.depth -= 1
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
        depth, _lean.depth = _lean.depth, 0
        try:
            return super().compile(sig)
        finally:
            _lean.depth = depth


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


def _untold(_: Any) -> None:
    """Nobody listens."""


def _place(place: Any, nlines_up: int = 2) -> str:
    return str(place)


@contextmanager
def _rare_collection() -> Iterator[None]:
    """Compilation makes millions of objects that stay: looking for garbage less often saves a tenth of its time.

    numba also tells each of its steps to a timer of every function that is being compiled, and they are nested: nobody
    reads them here, and silence saves a twelfth. Errors that it catches itself come without an excerpt of the source.
    """
    before = gc.get_threshold()
    gc.set_threshold(100_000, 20, 40)
    tell, event.broadcast = event.broadcast, _untold
    show: Any = numba_ir.Loc
    excerpt, show.strformat = show.strformat, _place
    try:
        yield
    finally:
        show.strformat = excerpt
        event.broadcast = tell
        gc.set_threshold(*before)


@global_compiler_lock  # type: ignore[untyped-decorator]
def compile_entry(function: Dispatcher, kinds: Kinds) -> Code:
    """Machine code of a function for arguments of these kinds, behind the one signature of `machine_code`."""
    signature = tuple(_type(kind) for kind in kinds)
    with _rare_collection():
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
    outer = ir.Function(module, ir.FunctionType(ir.IntType(32), [_WORD.as_pointer()]), symbol)
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

    def _next(self, kind: Any = _WORD) -> Any:
        place = self.builder.gep(self.block, [ir.Constant(_WORD, self.at)])
        self.at += 1
        return place if kind is _WORD else self.builder.bitcast(place, kind.as_pointer())

    def take(self, each: Any) -> Any:
        builder = self.builder
        if isinstance(each, types.Array):
            first = self.at
            self.at += 1 + each.ndim
            return table(self.context, builder, each, self.block, first)
        if isinstance(each, types.BaseTuple):
            return self.context.make_tuple(builder, each, [self.take(part) for part in cast(Any, each)])
        if each == types.float64:
            return builder.load(self._next(ir.DoubleType()))
        word = builder.load(self._next())
        return builder.icmp_signed("!=", word, ir.Constant(_WORD, 0)) if each == types.boolean else word

    def put(self, each: Any, value: Any) -> str:
        builder = self.builder
        if each == types.float64:
            builder.store(value, self._next(ir.DoubleType()))
            return "d"
        if each == types.boolean:
            builder.store(builder.zext(value, _WORD), self._next())
            return "b"
        if each != types.int64:
            raise TypeError(f"an entry returns {each}; it may return int, bool, float or a tuple of them")
        builder.store(value, self._next())
        return "i"


# ---- handles ---------------------------------------------------------------------------------
class _HandleType(types.Type):
    """Type of a pointer to a block of table addresses."""

    def __init__(self, handle: Handle) -> None:
        self.place = {name: i for i, name in enumerate(handle.fields)}
        self.arrays = {
            name: types.Array(from_dtype(dtype), ndim, "C", aligned=True)
            for name, (dtype, ndim) in handle.fields.items()
        }
        super().__init__(name=f"Handle({handle.name})")


class _HandleModel(models.PrimitiveModel):
    def __init__(self, dmm: Any, fe_type: _HandleType) -> None:
        super().__init__(dmm, fe_type, _WORD.as_pointer())


register_model(_HandleType)(_HandleModel)


@infer_getattr
class _HandleAttributes(AttributeTemplate):
    key = _HandleType

    def generic_resolve(self, handle: _HandleType, attr: str) -> Any:  # type: ignore[override]
        return handle.arrays.get(attr)


@lower_getattr_generic(_HandleType)  # type: ignore[untyped-decorator]
def _load_table(context: Any, builder: Any, handle: _HandleType, value: Any, attr: str) -> Any:
    return table(context, builder, handle.arrays[attr], value, handle.place[attr] * WORDS)


def table(context: Any, builder: Any, array: Any, block: Any, first: int) -> Any:
    """The structure of an array from its words, address and lengths. It owns nothing: the caller keeps it alive."""

    def read(i: int) -> Any:
        return builder.load(builder.gep(block, [ir.Constant(_WORD, first + i)]))

    made = context.make_array(array)(context, builder)
    size = ir.Constant(_WORD, context.get_abi_sizeof(context.get_data_type(array.dtype)))
    shape = [read(1 + i) for i in range(array.ndim)]
    strides = [size]
    for length in reversed(shape[1:]):
        strides.insert(0, builder.mul(strides[0], length))
    data = builder.inttoptr(read(0), context.get_data_type(array.dtype).as_pointer())
    populate_array(made, data=data, shape=shape, strides=strides, itemsize=size, meminfo=None, parent=None)
    return made._getvalue()


def opener_type(handle: Handle) -> Any:
    """numba's type of the function that turns packed words into a handle."""
    made = _HandleType(handle)

    @intrinsic
    def open_tables(typingctx: Any, words: Any) -> Any:
        def build(context: Any, builder: Any, signature: Any, args: Any) -> Any:
            array = context.make_array(signature.args[0])(context, builder, args[0])
            return array.data

        return made(words), build

    from numba.core.registry import cpu_target

    cpu_target.typing_context.refresh()
    return cpu_target.typing_context.resolve_value_type(open_tables)
