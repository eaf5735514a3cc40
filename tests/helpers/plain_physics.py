"""The physics package without a compiler: the same sources with its decorators handing back the plain function.

Property tests call each function thousands of times with new arguments; compiling a hundred functions for that would
take longer than all of them.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from shorad import physics

_JIT = "def __getattr__(name):\n    return lambda function: function\n"
NAME = "plain_physics_copy"


def load(folder: Path) -> dict[str, ModuleType]:
    """Copies of all physics modules, by name, written below `folder` and imported from there."""
    home = folder / NAME
    home.mkdir()
    (home / "__init__.py").write_text("")
    (home / "plain_jit.py").write_text(_JIT)
    names = [module.name for module in pkgutil.iter_modules(physics.__path__)]
    for name in names:
        text = (Path(physics.__path__[0]) / f"{name}.py").read_text()
        text = text.replace("shorad.engine.jit", f"{NAME}.plain_jit").replace("shorad.physics", NAME)
        (home / f"{name}.py").write_text(text)
    sys.path.insert(0, str(folder))
    try:
        return {name: importlib.import_module(f"{NAME}.{name}") for name in names}
    finally:
        sys.path.remove(str(folder))


def functions(modules: dict[str, ModuleType]) -> dict[str, Callable[..., Any]]:
    """Every public function by `module.name`."""
    return {
        f"{short}.{name}": item
        for short, module in modules.items()
        for name, item in vars(module).items()
        if inspect.isfunction(item) and item.__module__ == module.__name__ and not name.startswith("_")
    }
