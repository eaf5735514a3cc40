"""The one module that knows numba: how engine and physics functions are compiled, and how that is kept on disk.

`njit` marks a function of the engine or of physics; `entry` marks one of the few that Python calls. Only entries are
kept on disk, with all that they call compiled in. numba itself looks at the file of the cached function alone: after an
edit in any other file it would go on running the old code. Here an entry is fresh only while the text of *all* engine
and physics sources, numba and numpy are what they were.

With ``NUMBA_DISABLE_JIT=1`` both decorators hand back the plain function.
"""

import hashlib
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

import numba
import numpy as np
from numba.core.caching import FunctionCache
from numba.extending import is_jitted

P = ParamSpec("P")
R = TypeVar("R")

_PACKAGE = Path(__file__).resolve().parent.parent


def njit(function: Callable[P, R]) -> Callable[P, R]:
    """Compile ``function`` for use by other compiled functions. Not kept on disk: its callers carry it.

    No fastmath: the same bits on any number of threads. numpy's error model: division by zero gives inf or NaN, as
    numpy scalars do in plain Python, and the engine asks for finiteness itself.
    """
    return cast(Callable[P, R], numba.njit(error_model="numpy", nogil=True)(function))


def entry(function: Callable[P, R]) -> Callable[P, R]:
    """Compile ``function`` for calls from Python, and keep the result on disk if there is a place to write.

    The place is the ``__pycache__`` beside the source file, or else the user's cache directory, or else nowhere: then
    every process compiles anew and nothing else changes.
    """
    compiled: Any = njit(function)
    disabled = not is_jitted(compiled)
    if not disabled:
        try:
            compiled._cache = _StampedCache(function)
        except RuntimeError:  # numba found no directory that it may write to
            pass
    return cast(Callable[P, R], compiled)


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
