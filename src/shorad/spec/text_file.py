"""The text of a file that a person named: size, encoding and existence are checked before anything is read."""

from __future__ import annotations

from difflib import get_close_matches
from pathlib import Path

from shorad.errors import ScenarioError

MAX_BYTES = 5_000_000


def read_text(path: str | Path, what: str = "a scenario") -> str:
    """Text of a file; ScenarioError when it is missing, a folder, too large, unreadable or not UTF-8."""
    file = str(path)
    try:
        if Path(file).is_dir():
            raise ScenarioError("this is a folder", f"name {what} file in it{_files_in(Path(file))}", file)
        if not Path(file).exists():
            raise ScenarioError("there is no such file", _near_files(Path(file)), file)
        if not Path(file).is_file():
            raise ScenarioError("this is not an ordinary file", f"name {what} file ending in .yaml", file)
        size = Path(file).stat().st_size
        if size > MAX_BYTES:
            raise _too_large(size, what, file)
        return Path(file).read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ScenarioError("the file is not UTF-8 text", "save it as UTF-8", file, line) from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise ScenarioError(
            f"the file cannot be read: {reason}", f"name {what} file", file.replace("\0", "?")
        ) from None


def _too_large(size: int, what: str, file: str) -> ScenarioError:
    return ScenarioError(
        f"{what} of {size / 1e6:.3g} MB is more than the {MAX_BYTES / 1e6:.0f} MB that are read",
        "describe groups instead of single objects, and put tracks into Parquet",
        file,
    )


def _files_in(folder: Path) -> str:
    names = sorted(p.name for p in folder.glob("*.yaml"))[:5]
    return f": {', '.join(names)}" if names else ""


def _near_files(path: Path) -> str:
    try:
        names = [p.name for p in path.parent.iterdir() if p.suffix in (".yaml", ".yml")] if path.parent.is_dir() else []
    except OSError:
        names = []
    wanted = path.name if path.suffix else f"{path.name}.yaml"
    near = get_close_matches(wanted, names, n=2, cutoff=0.5)
    if near:
        return "did you mean " + " or ".join(f'"{path.parent / name}"' for name in near) + "?"
    return f"{path.parent} has {', '.join(sorted(names)[:5])}" if names else f"{path.parent} has no .yaml file"
