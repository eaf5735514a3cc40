"""Machine code of an entry: how Python calls it, and how it is kept on disk and loaded again, without numba.

The code is one C function ``int32 f(int64 *words)``: arguments in, results behind them. An array is its address and
lengths, everything else a word. The status is 0, or the code raised. A file holds one such function as an object file
below a line of JSON that says what it is good for.
"""

import ctypes
import hashlib
import json
import os
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

Kinds = tuple[Any, ...]  # of each argument: int, bool, float, (dtype, dimensions), or (tuple class, length)
NO_CODE_BEHIND = ("NUMBA_CACHE_DIR", "NUMBA_NUM_THREADS")  # settings of numba that do not change the code


# ---- calls -----------------------------------------------------------------------------------
def kinds_of(args: Sequence[Any]) -> Kinds:
    """What decides which machine code serves these arguments. TypeError for what entries do not take."""
    return tuple((arg.dtype, arg.ndim) if isinstance(arg, np.ndarray) else _kind(arg) for arg in args)


def _kind(arg: Any) -> Any:
    if isinstance(arg, bool | np.bool_):
        return bool
    if isinstance(arg, int | np.integer):
        return int
    if isinstance(arg, float | np.floating):
        return float
    if isinstance(arg, tuple) and all(isinstance(each, float) for each in arg):
        return type(arg), len(arg)
    raise TypeError(f"compiled code takes numbers, tuples of floats and arrays, not {type(arg).__name__}")


def words_of(kind: Any) -> int:
    """How many words an argument of this kind takes."""
    if not isinstance(kind, tuple):
        return 1
    return int(kind[1]) if isinstance(kind[0], type) else 1 + int(kind[1])


@dataclass(frozen=True)
class Code:
    """A loaded function. `results`: a letter for each word that it returns (i, b, d); `single`: not a tuple of them."""

    function: Callable[[int], int]
    size: int  # words of the arguments
    results: str
    single: bool
    symbol: str
    image: bytes  # object file
    needs: tuple[str, ...] = ()  # symbols from outside
    owner: Any = field(default=None, repr=False)  # what keeps the code in memory

    def call(self, args: Sequence[Any]) -> Any:
        """Call it with arguments of its kinds. ValueError for an array that is not contiguous."""
        block = np.zeros(self.size + len(self.results), np.int64)
        floats = block.view(np.float64)
        at = 0
        for arg in args:
            if isinstance(arg, np.ndarray):
                if not arg.flags.c_contiguous:
                    raise ValueError("compiled code takes arrays that are contiguous in memory")
                block[at] = arg.ctypes.data
                block[at + 1 : at + 1 + arg.ndim] = arg.shape
                at += 1 + arg.ndim
            elif isinstance(arg, tuple):
                floats[at : at + len(arg)] = arg
                at += len(arg)
            else:
                (floats if isinstance(arg, float | np.floating) else block)[at] = arg
                at += 1
        if self.function(block.ctypes.data):
            raise RuntimeError(f"{self.symbol} raised in compiled code")
        return self._returned(block, floats)

    def _returned(self, block: Any, floats: Any) -> Any:
        last = enumerate(self.results, self.size)
        found = tuple(
            float(floats[i]) if letter == "d" else bool(block[i]) if letter == "b" else int(block[i])
            for i, letter in last
        )
        return (found[0] if found else None) if self.single else found


def load(image: bytes, symbol: str, needs: Sequence[str], size: int, results: str, single: bool) -> Code | None:
    """The function of an object file, ready to be called; None where this process lacks a symbol that it needs."""
    from llvmlite import binding

    machine()
    target = binding.Target.from_triple(binding.get_process_triple()).create_target_machine(jit=True)
    engine = binding.create_mcjit_compiler(binding.parse_assembly(""), target)  # makes symbols of the process known
    if any(binding.address_of_symbol(name) is None for name in needs):
        return None
    engine.add_object_file(binding.ObjectFileRef.from_data(image))
    engine.finalize_object()
    # ctypes lets go of the interpreter lock while the function runs
    function = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p)(engine.get_function_address(symbol))
    return Code(function, size, results, single, symbol, image, tuple(needs), engine)


@lru_cache(maxsize=1)
def machine() -> str:
    """What machine code is good for: processor, and settings that numba compiles by."""
    from llvmlite import binding

    binding.initialize_native_target()
    binding.initialize_native_asmprinter()
    features = binding.get_host_cpu_features().flatten()
    set_by_hand = sorted(
        f"{k}={v}" for k, v in os.environ.items() if k.startswith("NUMBA_") and k not in NO_CODE_BEHIND
    )
    return " ".join((binding.get_process_triple(), binding.get_host_cpu_name(), features, *set_by_hand))


# ---- on disk ---------------------------------------------------------------------------------
class Place:
    """Where the machine code of one entry is kept: a file for each combination of kinds and each processor."""

    def __init__(self, function: Callable[..., Any], package: Path, stamp: str) -> None:
        self.source = Path(function.__code__.co_filename)
        self.stem = f"{self.source.stem}.{function.__qualname__}"
        self.package = package
        self.sources = stamp

    @property
    def stamp(self) -> str:
        """Of all that the code was made from; an entry outside the engine adds the file that it stands in."""
        if self.source.is_relative_to(self.package) or not self.source.is_file():
            return self.sources
        return self.sources + hashlib.sha256(self.source.read_bytes()).hexdigest()

    def holds(self) -> bool:
        """Whether there is fresh machine code for this processor, whatever the kinds of arguments."""
        ours = f"{self.stem}-*-{_short(machine())}.shorad"
        return any(self._read(path) for folder in self._folders() for path in folder.glob(ours))

    def load(self, kinds: Kinds) -> Code | None:
        """The machine code for these kinds; None when there is none that is fresh and whole."""
        for folder in self._folders():
            found = self._read(folder / self._name(kinds))
            if found is not None:
                head, image = found
                known = {name: head[name] for name in ("symbol", "needs", "size", "results", "single")}
                return load(image, **known) or _with_numba(image, known)
        return None

    def save(self, kinds: Kinds, code: Code) -> None:
        """Keep it in the first folder that takes it, if there is one."""
        head = {"stamp": self.stamp, "machine": machine(), "check": hashlib.sha256(code.image).hexdigest()}
        head |= {name: getattr(code, name) for name in ("symbol", "needs", "size", "results", "single")}
        text = json.dumps(head).encode() + b"\n" + code.image
        for folder in self._folders():
            if _write(folder, self._name(kinds), text):
                return

    def _name(self, kinds: Kinds) -> str:
        return f"{self.stem}-{_short(repr(kinds))}-{_short(machine())}.shorad"

    def _read(self, path: Path) -> tuple[dict[str, Any], bytes] | None:
        """Header and object file; None when it is not there, stale or damaged."""
        try:
            line, _, image = path.read_bytes().partition(b"\n")
            head = json.loads(line)
            fresh = (head["stamp"], head["machine"]) == (self.stamp, machine())
            whole = head["check"] == hashlib.sha256(image).hexdigest()
        except (OSError, ValueError, TypeError, KeyError):
            return None
        return (head, image) if fresh and whole else None

    def _folders(self) -> list[Path]:
        chosen = os.environ.get("NUMBA_CACHE_DIR")
        mine = f"{self.source.parent.name}-{_short(str(self.source.parent))}"
        if chosen:
            return [Path(chosen) / mine]
        return [self.source.parent / "__pycache__", _user_cache() / mine]


def _with_numba(image: bytes, known: dict[str, Any]) -> Code | None:
    """Some symbols are there only once numba is (not on Linux or macOS, as far as is known)."""
    import shorad.engine.compiler  # noqa: F401

    return load(image, **known)


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _user_cache() -> Path:
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = str(Path.home() / "Library" / "Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "shorad"


def _write(folder: Path, name: str, text: bytes) -> bool:
    """Whole or not at all, whoever else writes there. False when nothing can be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        temporary = folder / f"{name}.{os.getpid()}.{threading.get_ident()}"
        try:
            temporary.write_bytes(text)
            os.replace(temporary, folder / name)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError:
        return False
    return True
