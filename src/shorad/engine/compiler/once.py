"""Machine code once, at the entry.

numba optimises each function with all that it calls, makes machine code of it and wraps it for calls from Python; of
an inner function all three are thrown away. Here an inner function stays text until an entry gathers what it calls.
"""

import threading
from typing import Any, cast

from numba.core import codegen


class Depth(threading.local):
    depth = 0  # > 0 while a function is compiled for a compiled caller


lean = Depth()
_SHARED = "linkonce_odr"  # linkage of what may be inlined and left out
_TOGETHER = 24  # modules
_finalize = codegen.JITCodeLibrary.finalize
_pointer = codegen.JITCodeLibrary.get_pointer_to_function
_set_env = codegen.JITCPUCodegen.set_env


def _finalize_lean(library: Any) -> None:
    """An inner function stays alone: linker, optimiser and assembler wait for the entry."""
    if not lean.depth:
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
    if not lean.depth:
        return cast(int, _pointer(library, name))
    library._ensure_finalized()
    return 0


def _set_env_lean(generator: Any, name: str, env: Any) -> None:
    if not lean.depth:
        _set_env(generator, name, env)


_library: Any = codegen.JITCodeLibrary
_library_maker: Any = codegen.JITCPUCodegen
_library.finalize = _finalize_lean
_library._optimize_functions = _optimize_defined
_library.get_pointer_to_function = _pointer_lean
_library_maker.set_env = _set_env_lean
