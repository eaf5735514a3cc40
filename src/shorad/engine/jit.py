"""The one module that knows numba: how engine and physics functions are compiled, and how that is kept on disk.

`njit` marks a function of the engine or of physics; `entry` marks one of the few that Python calls. Only entries are
kept on disk, with all that they call compiled in. numba itself looks at the file of the cached function alone: after an
edit in any other file it would go on running the old code. Here an entry is fresh only while the text of *all* engine
and physics sources, numba and numpy are what they were.

With ``NUMBA_DISABLE_JIT=1`` both decorators hand back the plain function.
"""

import hashlib
import pickle
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

import numba
import numpy as np
from numba.core import codegen, compiler, sigutils
from numba.core.caching import FunctionCache
from numba.core.registry import CPUDispatcher
from numba.extending import is_jitted

P = ParamSpec("P")
R = TypeVar("R")

# No NRT: no array is created in compiled code, so nothing is counted.
_OPTIONS = {"nopython": True, "error_model": "numpy", "nogil": True, "_nrt": False}
_config: Any = numba.config
_BARE = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True}
_PACKAGE = Path(__file__).resolve().parent.parent


def njit(function: Callable[P, R]) -> Callable[P, R]:
    """Compile ``function`` for use by other compiled functions. Not kept on disk: its callers carry it.

    No fastmath: the same bits on any number of threads. numpy's error model: division by zero gives inf or NaN, as
    numpy scalars do in plain Python, and the engine asks for finiteness itself.
    """
    if _config.DISABLE_JIT:
        return function
    return cast(Callable[P, R], _Inner(function, {}, dict(_OPTIONS), compiler.Compiler))


def entry(function: Callable[P, R]) -> Callable[P, R]:
    """Compile ``function`` for calls from Python, and keep the result on disk if there is a place to write.

    The place is the ``__pycache__`` beside the source file, or else the user's cache directory, or else nowhere: then
    every process compiles anew and nothing else changes.
    """
    if _config.DISABLE_JIT:
        return function
    compiled: Any = _Entry(function, {}, dict(_OPTIONS), compiler.Compiler)
    try:
        compiled._cache = _StampedCache(function)
    except RuntimeError:  # numba found no directory that it may write to
        pass
    return cast(Callable[P, R], compiled)


# ---- one compilation to machine code, at the entry -------------------------------------------
# numba optimises each function with all that it calls, makes machine code of it and wraps it for calls from Python; of
# an inner function all three are thrown away. Measured on one vehicle against two drones: 82 CPU-s become 41, the
# results bit for bit the same, equally fast.
class _Lean(threading.local):
    depth = 0  # > 0 while a function is compiled for a compiled caller


_lean = _Lean()
_finalize = codegen.JITCodeLibrary.finalize
_pointer = codegen.JITCodeLibrary.get_pointer_to_function
_set_env = codegen.JITCPUCodegen.set_env


def _finalize_lean(library: Any) -> None:
    """Link what an inner function calls; the optimiser and the assembler wait for the entry."""
    if not _lean.depth:
        _finalize(library)
        return
    library._raise_if_finalized()
    for called in dict.fromkeys(library._linking_libraries):
        library._reload_init.update(called._reload_init)
        library._final_module.link_in(called._get_module_for_linking(), preserve=True)
    library._finalize_dynamic_globals()
    library._finalized = True


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
_library.get_pointer_to_function = _pointer_lean
_library_maker.set_env = _set_env_lean


class _Entry(CPUDispatcher):
    """Called from Python: always compiled in full, even when first met inside another function."""

    def compile(self, sig: Any) -> Any:
        depth, _lean.depth = _lean.depth, 0
        try:
            return super().compile(sig)
        finally:
            _lean.depth = depth


class _Inner(CPUDispatcher):
    """Called by compiled functions; compiled once more, in full, should Python call it (tests do)."""

    _compiler: Any

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
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


def is_cached(compiled: Callable[..., Any]) -> bool:
    """Whether calling this entry starts at once. False: the first call compiles (tens of seconds for the engine)."""
    dispatcher: Any = compiled
    disabled = not is_jitted(dispatcher)
    if disabled or dispatcher.signatures:
        return True
    return isinstance(dispatcher._cache, _StampedCache) and dispatcher._cache.holds(dispatcher)


def source_stamp() -> str:
    """Hash of all that compiled code depends on: engine and physics sources, numba and numpy."""
    digest = hashlib.sha256(f"numba {numba.__version__} numpy {np.__version__}".encode())
    for folder in ("engine", "physics"):
        for path in sorted((_PACKAGE / folder).rglob("*.py")):
            text = path.read_bytes()
            digest.update(f"{path.relative_to(_PACKAGE).as_posix()} {len(text)}\n".encode())
            digest.update(text)
    return digest.hexdigest()


# Taken once, before the other modules are read; a save compares it with the files as they are by then.
_STAMP = source_stamp()


class _StampedCache(FunctionCache):
    """numba's cache of one function, fresh by `source_stamp` instead of by that function's own file."""

    def __init__(self, function: Callable[..., Any]) -> None:
        super().__init__(function)
        self._cache_file._source_stamp = _STAMP

    def holds(self, compiled: Any) -> bool:
        """Whether a compiled version for this processor is on disk."""
        here = compiled.targetctx.codegen().magic_tuple()
        try:
            index = self._cache_file._load_index()
        except (OSError, EOFError, pickle.UnpicklingError):
            return False
        return any(key[1] == here and (Path(self._cache_path) / name).is_file() for key, name in index.items())

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        try:
            return super().load_overload(sig, target_context)
        except (OSError, EOFError, pickle.UnpicklingError):  # a damaged file costs a compilation, not the run
            return None

    def save_overload(self, sig: Any, data: Any) -> None:
        if source_stamp() != _STAMP:  # edited while this process ran: what it compiled is already of the past
            return
        try:
            super().save_overload(sig, data)
        except OSError:  # disk full or no longer writable: go on without
            pass
