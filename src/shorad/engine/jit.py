"""How engine and physics functions are compiled: the two decorators.

`njit` marks a function of the engine or of physics; `entry` marks one of the few that Python calls. Only entries are
kept on disk, with all that they call compiled in, and they are loaded without numba: importing numba, which
`shorad.engine.compiler` does, takes longer than a small run. An entry is fresh only while the text of *all* engine and
physics sources, numba, numpy and the processor are what they were.

With ``NUMBA_DISABLE_JIT=1`` both decorators hand back the plain function.
"""

import hashlib
import os
import threading
from collections.abc import Callable
from functools import cached_property, update_wrapper
from importlib.metadata import version
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

import numpy as np

from shorad.engine.machine_code import Code, Kinds, Place, kinds_of

P = ParamSpec("P")
R = TypeVar("R")

DISABLED = os.environ.get("NUMBA_DISABLE_JIT", "0") not in ("", "0")
_PACKAGE = Path(__file__).resolve().parent.parent
_lock = threading.RLock()


def njit(function: Callable[P, R]) -> Callable[P, R]:
    """Compile ``function`` for use by other compiled functions. Not kept on disk: its callers carry it.

    No fastmath: the same bits on any number of threads. numpy's error model: division by zero gives inf or NaN, as
    numpy scalars do in plain Python, and the engine asks for finiteness itself.
    """
    return function if DISABLED else cast(Callable[P, R], Compiled(function))


def entry(function: Callable[P, R]) -> Callable[P, R]:
    """Compile ``function`` for calls from Python, and keep the result on disk if there is a place to write.

    Arguments come by position: whole numbers, truth values, floats, tuples of floats, contiguous arrays; so does what
    it returns, without arrays. The place is the ``__pycache__`` beside the source file, or else the user's cache
    directory, or else nowhere: then every process compiles anew and nothing else changes.
    """
    return function if DISABLED else cast(Callable[P, R], Entry(function))


def plain(function: Callable[P, R]) -> Callable[P, R]:
    """The Python function behind a decorated one: for a few calls it is quicker than compiling."""
    return cast(Callable[P, R], getattr(function, "py_func", function))


def is_cached(compiled: Callable[..., Any]) -> bool:
    """Whether calling this entry starts at once. False: the first call compiles (tens of seconds for the engine)."""
    return not isinstance(compiled, Entry) or bool(compiled.codes) or compiled.place.holds()


def source_stamp() -> str:
    """Hash of all that compiled code depends on: engine and physics sources, numba and numpy."""
    versions = (f"{name} {version(name)}" for name in ("numba", "llvmlite"))
    digest = hashlib.sha256(" ".join((*versions, f"numpy {np.__version__}")).encode())
    for folder in ("engine", "physics"):
        for path in sorted((_PACKAGE / folder).rglob("*.py")):
            text = path.read_bytes()
            digest.update(f"{path.relative_to(_PACKAGE).as_posix()} {len(text)}\n".encode())
            digest.update(text)
    return digest.hexdigest()


# Taken once, before the other modules are read; a save compares it with the files as they are by then.
_STAMP = source_stamp()


class Compiled:
    """A function of compiled code. numba is imported when somebody compiles or calls it; it asks for `_numba_type_`."""

    def __init__(self, function: Callable[..., Any]) -> None:
        update_wrapper(self, function)
        self.py_func = function

    @cached_property
    def dispatcher(self) -> Any:
        """What numba knows this function by."""
        from shorad.engine.compiler import Dispatcher

        return Dispatcher(self.py_func)

    @property
    def _numba_type_(self) -> Any:
        return self.dispatcher._numba_type_

    def __call__(self, *args: Any) -> Any:
        return self.dispatcher(*args)


class Entry(Compiled):
    """A function that Python calls: one machine code for each combination of kinds of arguments."""

    def __init__(self, function: Callable[..., Any]) -> None:
        super().__init__(function)
        self.codes: dict[Kinds, Code] = {}
        self.loaded = 0  # how many of them came from the disk
        self.place = Place(function, _PACKAGE, _STAMP)

    def __call__(self, *args: Any) -> Any:
        kinds = kinds_of(args)
        code = self.codes.get(kinds)
        if code is None:
            code = self._obtain(kinds)
        return code.call(args)

    def _obtain(self, kinds: Kinds) -> Code:
        with _lock:
            if kinds in self.codes:
                return self.codes[kinds]
            code = self.place.load(kinds)
            self.loaded += code is not None
            if code is None:
                code = self._compile(kinds)
            self.codes[kinds] = code
            return code

    def _compile(self, kinds: Kinds) -> Code:
        from shorad.engine.compiler import compile_entry

        code = compile_entry(self.dispatcher, kinds)
        if source_stamp() == _STAMP:  # else edited while this process ran: what it compiled is already of the past
            self.place.save(kinds, code)
        return code
