"""Compiled code on disk: kept between processes, never older than any source that it came from, run without numba."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from shorad.engine import jit

CALLEE = """
from shorad.engine.jit import njit

@njit
def inner(x):
    return x + 1
"""
CALLER = """
from shorad.engine.jit import entry
from shorad.physics.callee import inner

@entry
def outer(x):
    return inner(x) * 10
"""
ASK = """
import sys
from shorad.engine.caller import outer
from shorad.engine.jit import is_cached
before = is_cached(outer)
answer = outer(1)
loaded = getattr(outer, "loaded", 0)
print(before, answer, loaded, len(getattr(outer, "codes", ())) - loaded, "numba" in sys.modules)
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A package of two files beside a copy of the real compilation."""
    root = tmp_path / "src" / "shorad"
    for folder in (root, root / "engine", root / "physics"):
        folder.mkdir(parents=True)
        (folder / "__init__.py").touch()
    shutil.copytree(Path(jit.__file__).parent / "compiler", root / "engine" / "compiler")
    for name in ("jit.py", "machine_code.py", "handle.py"):
        shutil.copy(Path(jit.__file__).parent / name, root / "engine" / name)
    (root / "physics" / "callee.py").write_text(CALLEE)
    (root / "engine" / "caller.py").write_text(CALLER)
    return root


def ask(package: Path, script: str = ASK, **env: str) -> list[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NUMBA_")}
    environment = kept | {"PYTHONPATH": str(package.parent), "HOME": str(package.parent)} | env
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_second_process_compiles_nothing(package):
    assert ask(package) == ["False", "20", "0", "1", "True"]
    assert ask(package) == ["True", "20", "1", "0", "False"]


def test_edit_of_a_callee_in_another_file_is_seen(package):
    ask(package)
    (package / "physics" / "callee.py").write_text(CALLEE.replace("x + 1", "x + 2"))
    assert ask(package) == ["False", "30", "0", "1", "True"]
    assert ask(package) == ["True", "30", "1", "0", "False"]


def test_edit_of_any_engine_source_counts(package):
    ask(package)
    (package / "engine" / "codes.py").write_text("GRID = 0.1\n")
    assert ask(package)[0] == "False"


def test_what_was_compiled_during_an_edit_is_not_kept(package):
    edit = f"""
from pathlib import Path
import shorad.engine.caller
path = Path({str(package / "physics" / "callee.py")!r})
path.write_text(path.read_text().replace("x + 1", "x + 2"))
"""
    assert ask(package, edit + ASK)[1] == "20"  # this process read the old text
    assert ask(package) == ["False", "30", "0", "1", "True"]


def test_nowhere_to_write(package):
    """A file stands where each cache directory would be made, which stops even root."""
    for folder in ("engine", "physics"):
        (package / folder / "__pycache__").write_text("")
    blocked = package.parent / "blocked"
    blocked.write_text("")
    env = {"HOME": str(blocked), "XDG_CACHE_HOME": str(blocked), "PYTHONDONTWRITEBYTECODE": "1"}
    for _ in range(2):
        assert ask(package, **env)[:3] == ["False", "20", "0"]


def test_user_cache_when_the_package_cannot_be_written(package):
    (package / "engine" / "__pycache__").write_text("")
    env = {"XDG_CACHE_HOME": str(package.parent / "cache"), "PYTHONDONTWRITEBYTECODE": "1"}
    assert ask(package, **env) == ["False", "20", "0", "1", "True"]
    assert ask(package, **env) == ["True", "20", "1", "0", "False"]


def test_damaged_file_costs_a_compilation_only(package):
    ask(package)
    files = list((package / "engine" / "__pycache__").glob("*.shorad"))
    assert files
    flipped = lambda whole: whole[:-9] + bytes([whole[-9] ^ 1]) + whole[-8:]  # noqa: E731
    for spoil in (lambda whole: b"", lambda whole: whole[:-1], flipped):
        for file in files:
            file.write_bytes(spoil(file.read_bytes()))
        assert ask(package) == ["False", "20", "0", "1", "True"]


def test_without_compilation(package):
    assert ask(package, NUMBA_DISABLE_JIT="1") == ["True", "20", "0", "0", "False"]


def test_stamp_is_stable_within_a_checkout():
    assert jit.source_stamp() == jit.source_stamp()


EVERY_KIND = """
import sys
from typing import NamedTuple
import numpy as np
from shorad.engine.jit import entry

class Pair(NamedTuple):
    a: float
    b: float

@entry
def mixed(n, flag, x, pair, plain, table, rows):
    for i in range(np.int64(table.shape[0])):
        for j in range(np.int64(table.shape[1])):
            table[i, j] += x * n
    rows[1].count += n
    return n + 1, flag, pair.a - pair.b + plain[2], table.shape[1]

@entry
def nothing(table):
    table[0] = 1.0

ROW = np.dtype([("count", np.int64), ("size", np.float64)])
"""
CALL_THEM = """
from shorad.engine.caller import ROW, Pair, mixed, nothing
import numpy as np, sys
table, rows = np.ones((2, 3)), np.zeros(2, ROW)
found = mixed(np.int64(4), np.True_, 0.5, Pair(3.0, 1.0), (0.0, 0.0, 0.25), table, rows)
print(found == (5, True, 2.25, 3), [type(each).__name__ for each in found] == ["int", "bool", "float", "int"])
print((table == 3.0).all(), rows["count"].tolist() == [0, 4], nothing(np.zeros(3)) is None, "numba" in sys.modules)
for wrong in (table.T, "text", [1.0]):
    try:
        nothing(wrong)
    except (ValueError, TypeError) as error:
        print(type(error).__name__)
"""


def test_arguments_and_results_of_every_kind(package):
    """The same from fresh code and from the disk, and what entries do not take is refused."""
    (package / "engine" / "caller.py").write_text(EVERY_KIND)
    for with_numba in ("True", "False"):
        found = ask(package, CALL_THEM)
        assert found == [*["True"] * 5, with_numba, "ValueError", "TypeError", "TypeError"]
