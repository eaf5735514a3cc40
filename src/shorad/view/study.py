"""What the pages of all studies share: numbers of one measure in one unit and rounding, and the last line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich.console import RenderableType
from rich.text import Text

from shorad.results.intervals import Interval
from shorad.results.provenance import Provenance
from shorad.view.numbers import MONEY, decimals, rounded
from shorad.view.tables import WIDTH


@dataclass(frozen=True)
class Scale:
    """How numbers of one measure are printed: divided by `divisor`, at `places` decimals, with `unit` behind."""

    divisor: float
    unit: str
    places: int

    def bare(self, value: float) -> str:
        return rounded(value / self.divisor, self.places)

    def text(self, value: float) -> str:
        """`62 %`, `3.1`, `1.2 M USD`."""
        return f"{self.bare(value)} {self.unit}".strip()

    def plus(self, value: float) -> str:
        """With its sign, as a difference."""
        text = self.text(value)
        return f"+{text}" if value > 0.0 and not text.startswith(("0 ", "-")) and text != "0" else text

    def span(self, ends: Interval | None) -> str:
        """`55 to 69 %`."""
        if ends is None:
            return "-"
        low, high = map(self.bare, ends)
        return f"{low if low == high else f'{low} to {high}'} {self.unit}".strip()


def scale(unit: str, size: float, half: float) -> Scale:
    """For numbers up to `size` whose uncertainty is about `half`, in the unit of a measure."""
    divisor, word = 1.0, ""
    if unit == "share":
        divisor, word = 0.01, "%"
    elif unit == "USD":
        divisor, word = next((pair for pair in MONEY if size >= pair[0]), MONEY[-1])
    elif unit == "s":
        divisor, word = (60.0, "min") if size >= 600.0 else (1.0, "s")
    return Scale(divisor, word, decimals(half / divisor) if half > 0.0 else decimals(max(size, 1e-9) / divisor / 20))


def share_text(share: float) -> str:
    """A share of variance in whole percent."""
    return f"{100.0 * share:.0f} %"


def points(unit: str) -> str:
    """What a difference of this unit is counted in."""
    return "percentage points" if unit == "share" else ""


def last_line(made: Provenance, extra: str = "") -> str:
    """From what it was computed: enough to repeat it."""
    changed = f"Changed: {made.changed}\n" if made.changed else ""
    return (
        f"{changed}shorad {made.version}, scenario {made.sha256[:8]}, seed {made.seed}, {made.draws} draws x "
        f"{made.replicates} replicates{extra}, {made.seconds:.0f} s"
    )


def proposed(steps: Sequence[str]) -> list[RenderableType]:
    """Commands worth typing next, each with its words behind it. A long one goes on behind a backslash."""
    return [Text("Next:  " + "\n       ".join(map(_step, steps)))] if steps else []


def _step(step: str) -> str:
    if len(step) <= WIDTH - 7:
        return step
    command, _, words = step.partition("    ")
    first, *settings = command.split(" --set ")
    typed = " \\\n         --set ".join([first, *settings])
    return f"{typed}\n         ({words})" if words else typed


def head(kind: str, made: Provenance) -> Mapping[str, Any]:
    """The first keys of every document of a study."""
    return {
        "study": kind, "scenario": made.file, "sha256": made.sha256, "overrides": list(made.overrides),
        "seed": made.seed, "draws": made.draws, "replicates": made.replicates, "version": made.version,
        "command": made.command, "started": made.started, "seconds": made.seconds,
    }  # fmt: skip


def nothing_note(found: Any) -> list[RenderableType]:
    """A line where draws had nothing to measure; `found` has `nothing`: such draws, and all."""
    empty, seen = found.nothing
    if not empty:
        return []
    return [
        Text(
            f"In {empty:,} of {seen:,} draws there was nothing to measure: {found.measure} is the ratio of sums over "
            "all draws, in which each counts by what it holds.",
            style="dim",
        )
    ]
