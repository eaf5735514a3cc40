"""Where a result comes from: enough to repeat it bit for bit, and to say what it leans on."""

import hashlib
import platform
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib import metadata

from shorad.results.fingerprint import fingerprint

LIBRARIES = ("numpy", "numba", "scipy", "duckdb")  # whose version may move a bit


@dataclass(frozen=True)
class Input:
    """A number that nobody has confirmed: its basis is `guess` or `unverified`."""

    path: str
    meaning: str
    value: str  # nominal, with its unit
    spread: str  # "2 m .. 12 m", or ""
    basis: str
    note: str = ""


@dataclass(frozen=True)
class About:
    """What the scenario says of itself and what the compiler found."""

    question: str
    title: str = ""
    answer: str = ""  # path of the measure that answers the question
    threshold: float = 0.5
    until: str = ""  # condition that ends a sweep, such as "assets.town.survival < 0.5"
    documented: tuple[str, ...] = ()
    notional: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    inputs: tuple[Input, ...] = ()  # unverified and guessed
    varied: int = 0  # how many numbers and hypotheses are not known exactly
    sources: tuple[str, ...] = ()  # ids in the catalogue's bibliography


@dataclass(frozen=True)
class Provenance:
    """How this result was made."""

    file: str
    text: str  # of the scenario, as read
    sha256: str  # of that text
    overrides: tuple[str, ...]  # path=value, as given
    seed: int
    draws: int  # asked for
    replicates: int  # per draw, asked for
    version: str  # of shorad
    python: str
    machine: str
    libraries: tuple[tuple[str, str], ...]  # name, version
    command: str
    started: str  # ISO 8601, UTC
    seconds: float = 0.0
    threads: int = 1
    interrupted: bool = False
    files: tuple[tuple[str, str], ...] = ()  # what the scenario reads beside its own text: name, sha256
    reads: tuple[tuple[str, str], ...] = ()  # the same and folders: as the scenario names them, where they lie
    sources: str = ""  # fingerprint of shorad's own sources and data
    stopping: str = ""  # what it ran until, and how that ended
    part: str = ""  # of a split or sweep: "attack.drones.count=20"; "" for the whole

    @property
    def settings(self) -> tuple[str, ...]:
        """What was changed by whoever asked: the overrides without that of a part."""
        return tuple(text for text in self.overrides if text != self.part)

    @property
    def changed(self) -> str:
        """`attack.drones.count=8, weather.visibility=5 km`; "" where the scenario stands as its file has it."""
        return ", ".join(self.settings)


def version() -> str:
    """Version of the installed package, "unknown" when it runs from a bare source tree."""
    try:
        return metadata.version("shorad")
    except metadata.PackageNotFoundError:
        return "unknown"


def provenance(
    file: str, text: str, overrides: tuple[str, ...], seed: int, draws: int, replicates: int, threads: int
) -> Provenance:
    """A provenance that starts now."""
    installed = {item: _version_of(item) for item in LIBRARIES}
    return Provenance(
        file, text, hashlib.sha256(text.encode()).hexdigest(), overrides, seed, draws, replicates, version(),
        platform.python_version(), f"{platform.system()} {platform.machine()}", tuple(installed.items()),
        " ".join(sys.argv), datetime.now(UTC).isoformat(timespec="seconds"), threads=threads,
        sources=fingerprint(),
    )  # fmt: skip


def _version_of(library: str) -> str:
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return "absent"
