"""What numba works out anew each time, although it knew: kept here, by what it depends on."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from numba.core import base, config, event, ir, types
from numba.core.typing import context as typing_context
from numba.core.typing import npydecl


# ---- types of calls and attributes -----------------------------------------------------------
_Function: Any = types.functions.BaseFunction
_Typing: Any = typing_context.BaseContext
_call_type, _attribute = _Function.get_call_type, _Typing.resolve_getattr


def _known_call(function: Any, context: Any, args: Any, kws: Any) -> Any:
    """Type of a call of a builtin, which numba asks for at inference and again at lowering."""
    if kws:
        return _call_type(function, context, args, kws)
    known, args = function.__dict__.setdefault("known_calls", {}), tuple(args)
    found = known.get(args)
    if found is None:
        found = known[args] = _call_type(function, context, args, kws)
    return found


def _known_attribute(context: Any, kind: Any, name: str) -> Any:
    known = context.__dict__.setdefault("known_attributes", {})
    found = known.get((kind, name))
    if found is None:
        found = _attribute(context, kind, name)
        if found is not None:
            known[kind, name] = found
    return found


_Function.get_call_type = _known_call
_Typing.resolve_getattr = _known_attribute
_ufuncs: Any = npydecl
_loop_of = lru_cache(maxsize=1024)(_ufuncs.ufunc_find_matching_loop)
_ufuncs.ufunc_find_matching_loop = lambda ufunc, kinds: _loop_of(ufunc, tuple(kinds))


# ---- lowering --------------------------------------------------------------------------------
def _abi_size(context: Any, kind: Any) -> int:
    """The size of a type, by parsing a module of one variable."""
    known, text = context.__dict__.setdefault("abi_sizes", {}), str(kind)
    if text not in known:
        known[text] = kind.get_abi_size(context.target_data)
    return int(known[text])


_Target: Any = base.BaseContext
_Target.get_abi_sizeof = _abi_size
_base: Any = base
_base._has_loc = lru_cache(maxsize=4096)(_base._has_loc)


# ---- variables of an instruction -------------------------------------------------------------
def _variables(value: Any) -> list[Any]:
    """Every variable in a value, as `Inst._rec_list_vars` finds them."""
    kind = type(value)
    if kind is ir.Var:
        return [value]
    if kind is ir.Expr:
        return _among(value._kws)
    if kind in _PLAIN:
        return []
    if isinstance(value, ir.Inst):
        return value.list_vars()
    if isinstance(value, list | tuple):
        return [var for each in value for var in _variables(each)]
    return _among(value) if isinstance(value, dict) else []


_PLAIN = frozenset((str, int, bool, type(None), ir.Loc, ir.Const, ir.Global))


def _among(values: dict[str, Any]) -> list[Any]:
    found: list[Any] = []
    for value in values.values():
        kind = type(value)
        if kind is ir.Var:
            found.append(value)
        elif kind not in _PLAIN:
            found += _variables(value)
    return found


_inst: Any = ir
_inst.Inst._rec_list_vars = lambda self, value: _variables(value)
_inst.Stmt.list_vars = lambda self: _among(self.__dict__)
_inst.Expr.list_vars = lambda self: _among(self._kws)


# ---- while something is compiled -------------------------------------------------------------
def _untold(_: Any) -> None:
    """Nobody listens."""


def _place(place: Any, nlines_up: int = 2) -> str:
    return str(place)


def _when_grown(refresh: Callable[[Any], None]) -> Callable[[Any], None]:
    """`refresh` of a context, once more only after something was made known to numba: it goes through all of it."""

    def quick(context: Any) -> None:
        size = _size(context)
        if context.__dict__.get("size_of_known") != size:
            refresh(context)
            context.size_of_known = _size(context)

    return quick


def _size(context: Any) -> int:
    """How many functions, attributes and so on are known to this context and to the one for types that it asks."""
    asked = getattr(context, "typing_context", None)
    return sum(
        len(getattr(registry, items))
        for each in (context, asked)
        if each is not None
        for registry, loader in each._registries.items()
        for items in loader.registry_items
    )


@contextmanager
def undisturbed() -> Iterator[None]:
    """Compilation makes millions of objects that stay: looking for garbage less often saves a tenth of its time.

    numba also tells each of its steps to a timer of every function that is being compiled, and they are nested: nobody
    reads them here, and silence saves a twelfth. Errors that it catches itself come without an excerpt of the source.
    Before each function it looks for a file of settings too.
    """
    before = gc.get_threshold()
    gc.set_threshold(100_000, 20, 40)
    quiet: list[tuple[Any, str, Any]] = [
        (event, "broadcast", _untold),
        (ir.Loc, "strformat", _place),
        (config, "reload_config", lambda: None),
        (_Target, "refresh", _when_grown(_Target.refresh)),
        (_Typing, "refresh", _when_grown(_Typing.refresh)),
    ]
    kept = [(owner, name, getattr(owner, name)) for owner, name, _ in quiet]
    for owner, name, instead in quiet:
        setattr(owner, name, instead)
    try:
        yield
    finally:
        for owner, name, earlier in kept:
            setattr(owner, name, earlier)
        gc.set_threshold(*before)
