"""The commands that give the same result again, and its provenance."""

from __future__ import annotations

import shlex
from pathlib import Path

from shorad.results.results import Results


def again(results: Results) -> list[str]:
    """What to type. The settings are those that the run was given, not those of its parts."""
    made = results.provenance
    file = Path(made.file).name
    words = ["shorad", "run", file, "--seed", str(made.seed), "--draws", str(made.draws),
             "--replicates", str(made.replicates)]  # fmt: skip
    for text in made.settings:
        words += ["--set", text]
    if results.butfor is None and not made.part:
        words.append("--no-butfor")
    folder = f"results/{Path(file).stem}"
    lines = [
        f"# with shorad {made.version}; the scenario file is the text kept below",
        shlex.join([*words, "--out", folder]),
    ]
    if made.part:
        lines.append(shlex.join(["shorad", "report", folder, "--part", made.part]))
    return lines


def provenance_rows(results: Results) -> list[tuple[str, str]]:
    made = results.provenance
    rows = [
        ("shorad", made.version),
        ("scenario", f"{Path(made.file).name}, sha256 {made.sha256}"),
        *(("reads", f"{name}, sha256 {digest}") for name, digest in made.files),
        ("settings", ", ".join(made.overrides) or "none"),
        ("part", made.part),
        ("runs", f"{len(results):,} of {made.draws:,} draws x {made.replicates:,} replicates asked for"),
        ("seed", str(made.seed)),
        ("begun", f"{made.started}, {made.seconds:.1f} s on {made.threads} threads"),
        ("python", f"{made.python}, {made.machine}"),
        ("libraries", ", ".join(f"{name} {version}" for name, version in made.libraries)),
        ("interrupted", "yes: what was finished is counted" if made.interrupted else ""),
    ]
    return [row for row in rows if row[1]]
