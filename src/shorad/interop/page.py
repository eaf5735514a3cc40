"""The data of the replay page, as a file."""

from __future__ import annotations

from pathlib import Path

from shorad.results.payload import to_json
from shorad.results.recording import Recording


def write(recording: Recording, path: Path, origin: tuple[float, float] | None = None) -> Path:
    """Write the document of `design/replay.md` to `path` (*.json). `origin` is not needed: it holds the plane."""
    path.write_text(to_json(recording), encoding="utf-8")
    return path
