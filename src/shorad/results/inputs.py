"""What a scenario reads beside its text, kept with its result: then a raid can be run again from any folder.

`DIR/inputs/0/NAME` is the first file (or folder of systems) that the provenance names. Kept is only what is still what
was read, and what is not too large; for the rest the provenance keeps the place where it was.
"""

import hashlib
import shutil
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from shorad.results.provenance import Provenance

INPUTS = "inputs"
MOST = 64_000_000  # bytes of one file or folder


def keep(made: Provenance, folder: Path) -> Provenance:
    """Copy what was read into `folder`/inputs. The provenance as it is written: without places of what is kept."""
    kept = []
    for i, (name, place) in enumerate(made.reads):
        source = Path(place)
        files = sorted(source.glob("*.yaml")) if source.is_dir() else [source]
        if not _as_read(files, made.files):
            kept.append((name, place))
            continue
        goal = _place(folder, i, name)
        (goal if source.is_dir() else goal.parent).mkdir(parents=True, exist_ok=True)
        for file in files:
            shutil.copyfile(file, goal / file.name if source.is_dir() else goal)
        kept.append((name, ""))
    return replace(made, reads=tuple(kept))


def find(made: Provenance, folder: Path) -> Provenance:
    """The provenance with the places of what `keep` copied to `folder`."""
    here = folder.absolute()
    return replace(
        made, reads=tuple((name, place or str(_place(here, i, name))) for i, (name, place) in enumerate(made.reads))
    )


def _place(folder: Path, i: int, name: str) -> Path:
    return folder / INPUTS / str(i) / Path(name).name  # some files say by their name where they lie


def _as_read(files: Iterable[Path], known: tuple[tuple[str, str], ...]) -> bool:
    """Whether these are the files whose checksums were taken, and not too large together."""
    try:
        if sum(each.stat().st_size for each in files) > MOST:
            return False
        return all((each.name, hashlib.sha256(each.read_bytes()).hexdigest()) in known for each in files)
    except OSError:
        return False
