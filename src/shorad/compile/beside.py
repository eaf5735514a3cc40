"""What a scenario reads beside its own text: the file of the ground, recordings, folders of systems."""

from __future__ import annotations

import hashlib
from pathlib import Path

from shorad.spec import Scenario


def reads(scenario: Scenario) -> tuple[tuple[str, str], ...]:
    """Each file and folder as the scenario names it, and where it lies in full."""
    ground = (scenario.terrain.file,) if scenario.terrain.file is not None else ()
    names = dict.fromkeys((*ground, *recordings(scenario), *scenario.catalogue))
    return tuple((name, str(scenario.beside(name).absolute())) for name in names)


def recordings(scenario: Scenario) -> tuple[str, ...]:
    """Files of recorded traffic, as named."""
    return tuple(group.recording.file for group in scenario.neutral.values() if group.recording is not None)


def digests(scenario: Scenario) -> tuple[tuple[str, str], ...]:
    """Name and sha256 of each recording and of each file in folders of systems; that of the ground is known to it."""
    paths = [scenario.beside(name) for name in dict.fromkeys(recordings(scenario))]
    for folder in dict.fromkeys(scenario.catalogue):
        paths += sorted(scenario.beside(folder).glob("*.yaml"))
    return tuple((path.name, _sum(path)) for path in paths)


def _sum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
