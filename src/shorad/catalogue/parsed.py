"""Files of the built-in catalogue as parsed YAML, kept as Python keeps its bytecode: reading YAML takes far longer.

A kept file holds a hash of the text that it came from and of the parser, so an edit of either is seen at once. It lies
in a `__pycache__` of the package or in the user's cache; where neither can be written the text is parsed each time.
"""

from __future__ import annotations

import hashlib
import marshal
import os
import sys
from pathlib import Path
from typing import Any

import ruamel.yaml

from shorad.spec import yaml_text
from shorad.spec.yaml_text import Lines, read_mapping

HERE = Path(__file__).parent


def read_kept(text: str, file: str, what: str) -> tuple[dict[str, Any], Lines]:
    """What `read_mapping` gives for the text of a built-in file."""
    stamp = _stamp(text)
    name = f"{Path(file).stem}.{sys.implementation.cache_tag}.parsed"
    for folder in _folders():
        kept = _load(folder / name, stamp)
        if kept is not None:
            return kept
    found = read_mapping(text, file, what)
    body = marshal.dumps(found)
    any(_save(folder, name, stamp + _hash(body) + body) for folder in _folders())
    return found


def _stamp(text: str) -> bytes:
    """Of everything that the parsed text follows from: the text, the parser here and the one below it."""
    parser = Path(yaml_text.__file__).read_bytes()
    parts = (text.encode(), parser, ruamel.yaml.__version__.encode())
    return _hash(b"".join(_hash(part) for part in parts))


def _hash(text: bytes) -> bytes:
    return hashlib.sha256(text).digest()


def _load(path: Path, stamp: bytes) -> tuple[dict[str, Any], Lines] | None:
    """None when it is not there, stale or damaged."""
    try:
        kept = path.read_bytes()
    except OSError:
        return None
    body = kept[2 * len(stamp) :]
    return marshal.loads(body) if kept.startswith(stamp + _hash(body)) else None


def _folders() -> tuple[Path, Path]:
    base = os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return HERE / "__pycache__", Path(base) / "shorad" / "catalogue"


def _save(folder: Path, name: str, kept: bytes) -> bool:
    """Whole or not at all, whoever else writes there. False when it cannot be written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        temporary = folder / f"{name}.{os.getpid()}"
        try:
            temporary.write_bytes(kept)
            os.replace(temporary, folder / name)
        finally:
            temporary.unlink(missing_ok=True)
    except OSError:
        return False
    return True
