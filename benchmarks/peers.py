"""The same work, done by others: B1 to B5, each with what is equal, what is not, and whether the aim is met.

The others' figures stand in `peers.yaml`; their programs are not run here, so a ratio holds for this machine only as
far as it is like theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from textwrap import fill
from typing import Any

import numpy as np
from ruamel.yaml import YAML

from benchmarks.measure import HERE, Timed, nominal, scenario, timed
from benchmarks.shipped import memory
from benchmarks.tracker import tracked

MILLISECOND_STEP = {"engine.step_far": 1e-3, "engine.step_near": 1e-3, "engine.endgame": 0.0}
BY_TABLE = {"engine.table_flight": 1.0}  # missiles arrive when the fly-out table says, and are not flown
NO_REASONS = {"engine.audit_period": 1e5}  # s: what would have been possible is looked at once, at the start

Found = tuple[str, float, str]  # key in peers.yaml, CPU seconds per replicate, what was run


def runs(name: str, replicates: int, values: Mapping[str, float]) -> Timed:
    """Time a benchmark scenario at nominal values but for `values`."""
    return timed(nominal(scenario(name), values), replicates)


def engagements(quick: bool) -> Iterator[Found]:
    """B1 and B2: missile against aircraft, at the peer's step and adaptive."""
    for name in ("b1", "b2"):
        fine, adaptive = (runs(name, 20 if quick else 100, values) for values in (MILLISECOND_STEP, {}))
        yield f"{name}_fine", fine.seconds, counts(fine)
        yield name, adaptive.seconds, f"{counts(adaptive)}; {apart(adaptive, fine)}"


def apart(coarse: Timed, fine: Timed) -> str:
    """Error of the adaptive step against 1 ms with the same draws."""
    a, b = coarse.outcomes, fine.outcomes
    both = np.ones(a.objects.shape, bool)
    for each in (a.objects, b.objects):
        both &= (each["killer_unit"] >= 0) & (each["shots"] == 1)
    late = 1e3 * (a.objects["t_end"] - b.objects["t_end"])[both]
    change = a.run["attackers_down"] - b.run["attackers_down"]
    half = 1.96 * change.std() / len(change) ** 0.5
    return (
        f"against 1 ms with the same draws: intercept {late.mean():+.0f} ms ({np.abs(late).max():.0f} at most), "
        f"aircraft down {change.mean():+.3f} +- {half:.3f}"
    )


def raids(quick: bool) -> Iterator[Found]:
    """B3: four fire units against 24."""
    for name, values in (("b3_circles", {**BY_TABLE, **NO_REASONS}), ("b3", {})):
        run = runs(name, 10 if quick else 40, values)
        yield name, run.seconds, counts(run)


def trackers(quick: bool) -> Iterator[Found]:
    """B4: the tracker alone."""
    t = tracked()
    text = f"{t.firm} firm tracks for {t.targets} targets after the last scan, rms error {t.error:.1f} m"
    yield "b4", t.seconds, f"{text}; {beside(t.seconds) if find_spec('stonesoup') else 'Stone Soup is not installed'}"


def beside(ours: float) -> str:
    """Stone Soup on the same plots in this process."""
    from benchmarks.stone_soup import seconds

    theirs, tracks, off = seconds()
    return f"Stone Soup beside it: {tracks} tracks, {off:.1f} m, {theirs:.2f} s, {theirs / ours:.0f}x"


def guns(quick: bool) -> Iterator[Found]:
    """B5: four guns against fifty drones."""
    run = runs("b5", 10 if quick else 40, NO_REASONS)
    yield "b5", run.seconds, counts(run)


def counts(run: Timed) -> str:
    """What happened, per replicate."""
    fields = {"missiles": "missiles", "bursts": "bursts", "attackers_down": "down", "flight_steps": "flight steps"}
    found = [f"{run.mean(field):.4g} {word}" for field, word in fields.items() if run.mean(field)]
    return f"{run.mean('t_end'):.0f} s simulated, {', '.join(found)}"


def block(found: Found, peers: Mapping[str, Any]) -> str:
    """The lines of one comparison."""
    key, seconds, run = found
    peer = peers[key]
    ratio = peer["seconds"] / seconds
    verdict = "PASS" if ratio >= peer["aim"] else "MISS"
    numbers = f"{1e3 * seconds:9.3f} ms {peer['seconds']:8.2f} s {ratio:8.0f}x {peer['aim']:6}x"
    lines = [f"{peer['title']:22} {numbers}   {verdict}"]
    for word, text in (("peer", peer["peer"]), ("equal", peer["equal"]), ("not equal", peer["differs"]), ("run", run)):
        lines.append(fill(f"{word}: {text}", 118, initial_indent="    ", subsequent_indent="        "))
    return "\n".join(lines)


SETS: tuple[Callable[[bool], Iterator[Found]], ...] = (engagements, raids, trackers, guns)


def report(quick: bool) -> None:
    """Print one block per comparison."""
    peers = YAML(typ="safe", pure=True).load(Path(__file__).with_suffix(".yaml").read_text())
    print("\nLike for like: our CPU ms per replicate, the other's published CPU seconds (2.5 GHz Xeon, one thread; not")
    print("side by side: their programs are not shipped here), ratio, aim")
    for found in (each for lines in SETS for each in lines(quick)):
        print(block(found, peers), flush=True)
    most = (f"{name} {memory(str(HERE / 'scenarios' / f'{name}.yaml')):.0f} MB" for name in ("b1", "b2", "b3", "b5"))
    print(f"memory at most, a fresh process each, 2 draws x 20 replicates: {', '.join(most)}")
