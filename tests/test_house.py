"""The house: who may import whom, what compiled code may contain, how long a file may get, what the wheel carries.

The contracts themselves stand in pyproject.toml; CONTRIBUTING.md says why.
"""

import ast
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

ROOT = Path(__file__).parents[1]
SRC = ROOT / "src" / "shorad"
MODULES = sorted(SRC.rglob("*.py"))
EXTRAS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
COMPILED = [path for path in MODULES if path.parent.name in ("engine", "physics")]
# the engine files that work in Python: compilation, machine code on disk, addresses, threads
HOSTS = ("jit.py", "machine_code.py", "handle.py", "run.py")
MAKES_ARRAYS = {"array", "zeros", "empty", "ones", "full", "zeros_like", "empty_like", "arange", "linspace", "copy"}


def name(path: Path) -> str:
    return path.relative_to(SRC).as_posix()


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imported(path: Path) -> set[str]:
    """Top-level names of what a file imports, anywhere in it."""
    found = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef))


def compiled(path: Path) -> Iterator[ast.FunctionDef]:
    for function in functions(path):
        if any(isinstance(d, ast.Name) and d.id in ("njit", "entry") for d in function.decorator_list):
            yield function


def python(script: str) -> str:
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


# -- imports --------------------------------------------------------------------------------
def test_import_contracts():
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


def test_one_package_knows_numba():
    knows = [path for path in MODULES if "numba" in imported(path)]
    assert {path.parent for path in knows} == {SRC / "engine" / "compiler"}


@pytest.mark.parametrize("path", [p for p in COMPILED if p.name not in HOSTS], ids=name)
def test_engine_and_physics_use_numpy_and_math_only(path):
    assert imported(path) <= {"numpy", "math", "typing", "shorad"}


@pytest.mark.parametrize("path", [p for p in MODULES if p.parent.name in ("view", "interop")], ids=name)
def test_what_shows_results_does_not_run(path):
    """Only a learning environment steps the engine itself; running again is handed to the others as a function."""
    if path.name == "gymnasium.py":
        return
    modules = {n.module for n in ast.walk(tree(path)) if isinstance(n, ast.ImportFrom) and n.module}
    modules |= {a.name for n in ast.walk(tree(path)) if isinstance(n, ast.Import) for a in n.names}
    assert not {m for m in modules if m.split(".")[:2] in (["shorad", p] for p in ("compile", "engine", "study"))}


@pytest.mark.parametrize("extra", [e for e in EXTRAS if e not in ("dev", "oracles")])
def test_every_extra_is_for_something(extra):
    """Nobody installs a library that nothing here imports."""
    used = {each.lower() for path in MODULES for each in imported(path)}
    asked = {re.split("[^A-Za-z0-9_]", each)[0].lower() for each in EXTRAS[extra]}
    assert asked <= used | {"dask"}  # which distributed imports by itself


@pytest.mark.parametrize("module", ["shorad", "shorad.cli", "shorad.spec", "shorad.catalogue", "shorad.units"])
def test_light_to_import(module):
    """What answers at once must not wait for the compiler or the database to load."""
    assert python(f"import sys, {module}; print([m for m in ('numba', 'scipy', 'duckdb') if m in sys.modules])") == "[]"


# -- compiled code --------------------------------------------------------------------------
@pytest.mark.parametrize("path", COMPILED, ids=name)
def test_compiled_functions_make_no_array(path):
    for function in compiled(path):
        for node in ast.walk(function):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                called = node.func
                made = isinstance(called.value, ast.Name) and called.value.id == "np" and called.attr in MAKES_ARRAYS
                assert not made, f"{name(path)}:{node.lineno}: {function.name} makes an array"


@pytest.mark.parametrize("path", COMPILED, ids=name)
def test_compiled_functions_have_no_inner_function(path):
    for function in compiled(path):
        inner = [n for n in ast.walk(function) if isinstance(n, ast.FunctionDef | ast.Lambda) and n is not function]
        assert not inner, f"{name(path)}:{function.lineno}: {function.name} holds a function"


@pytest.mark.parametrize("path", COMPILED, ids=name)
def test_loops_start_at_a_typed_integer(path):
    """A bare literal start has its own type in numba, and compiles all that is called in the loop once more."""
    for function in compiled(path):
        for node in ast.walk(function):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "range":
                bare = len(node.args) > 1 and isinstance(node.args[0], ast.Constant)
                assert not bare, f"{name(path)}:{node.lineno}: range starts at a bare literal in {function.name}"


# -- size -----------------------------------------------------------------------------------
@pytest.mark.parametrize("path", MODULES, ids=name)
def test_one_noun_or_one_stage_per_file(path):
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= 400
    for function in functions(path):
        assert function.end_lineno is not None
        assert function.end_lineno - function.lineno < 60, f"{name(path)}:{function.lineno} {function.name}"


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_every_module_says_what_it_is(path):
    assert ast.get_docstring(tree(path)) or not path.read_text(encoding="utf-8").strip()


# -- the wheel ------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    built = next(WheelBuilder(str(ROOT)).build(directory=str(tmp_path_factory.mktemp("wheel")), versions=["standard"]))
    return set(zipfile.ZipFile(built).namelist())


def test_wheel_carries_code_catalogue_and_scenarios(wheel):
    data = [*SRC.rglob("*.yaml"), *MODULES]
    assert {f"shorad/{name(path)}" for path in data} <= wheel
    assert {f"shorad/scenarios/{path.name}" for path in (ROOT / "scenarios").glob("*.yaml")} <= wheel
    assert {"shorad/py.typed", "shorad/catalogue/sources.yaml"} <= wheel
    assert any(part.startswith("shorad/scenarios/") for part in wheel)
