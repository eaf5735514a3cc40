"""How a result or a study comes to stand in its folder: whole or not at all, its note first gone and last there."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

NOTE, STUDY = "provenance.json", "study.json"  # of a result; of a study
UNFINISHED = "unfinished"  # folder of what is kept while the work goes on (`shelf`)
OURS = ("*.parquet", "*.png", "parts", "inputs", STUDY, NOTE)


def holds(folder: Path) -> bool:
    """Whether a finished result or study stands there."""
    return any((folder / note).is_file() for note in (STUDY, NOTE))


def install(fresh: Path, folder: Path) -> None:
    """Move what was written to `fresh`, on the same disk, in place of what stands in `folder`.

    Killed in between, the folder has no note, hence no result, and still the items that it can be made from again.
    """
    for note in (STUDY, NOTE):
        (folder / note).unlink(missing_ok=True)
    below = [path for path in folder.iterdir() if path.is_dir() and path.name != UNFINISHED and holds(path)]
    for old in (*below, *(path for pattern in OURS for path in folder.glob(pattern))):
        shutil.rmtree(old) if old.is_dir() else old.unlink(missing_ok=True)
    for made in sorted(fresh.iterdir(), key=lambda path: path.name in (STUDY, NOTE)):  # notes last
        made.replace(folder / made.name)


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Where to write the file that then stands at `path`, whole or not at all; until then what stood there stays."""
    working = path.with_name(f".{path.stem}.{os.getpid()}{path.suffix}")
    try:
        yield working
        os.replace(working, path)
    finally:
        working.unlink(missing_ok=True)


def reason(error: Exception) -> str:
    """Why something could not be written, in a line. The database wraps what the system said into words of its own."""
    said = re.search(r'"errno":"(\d+)"', str(error))
    if said and not getattr(error, "strerror", None):
        return os.strerror(int(said[1]))
    return str(getattr(error, "strerror", None) or str(error).splitlines()[0])
