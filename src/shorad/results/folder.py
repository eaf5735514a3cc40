"""How a result or a study comes to stand in its folder: whole or not at all, its note first gone and last there."""

from __future__ import annotations

import shutil
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


def reason(error: Exception) -> str:
    """Why something could not be written, in a line."""
    return str(getattr(error, "strerror", None) or str(error).splitlines()[0])
