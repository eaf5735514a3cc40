"""The sheet on which one case lays down what it found: rows, notes, plots."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from proof.numbers import difference, number, places_for


class Sheet:
    """Rows of one case. A row that misses is kept; `settle` fails the test when all is laid down."""

    def __init__(self, facts: Mapping[str, Any], folder: Path | None) -> None:
        self.facts = dict(facts)
        self.rows: list[dict[str, Any]] = []
        self.notes: list[str] = []
        self.plots: list[tuple[str, str]] = []
        self.unmet: dict[str, str] = {}
        self._folder = folder

    def equal(
        self, what: str, reference: float, ours: float, *, rel: float = 0.0, abs_: float = 0.0, unit: str = "",
        note: str = "",
    ) -> None:  # fmt: skip
        """A reference value and ours, with a relative or an absolute tolerance (neither: they must be the same)."""
        reference, ours = float(reference), float(ours)
        allowed = max(abs_, rel * abs(reference))
        told = f"{100.0 * rel:.3g} %" if rel >= 1e-4 else f"{rel:.3g} rel."
        if abs_ > 0.0 or rel == 0.0:
            told = f"{abs_:.3g}" if abs_ > 0.0 else "exact"
        self._row(what, reference, ours, allowed, told, unit, note)

    def chance(self, what: str, reference: float, ours: float, error: float, *, unit: str = "", note: str = "") -> None:
        """A Monte Carlo mean: within 4 standard errors `error` of the reference."""
        self._row(what, float(reference), float(ours), 4.0 * error, f"4 s.e. = {4.0 * error:.2g}", unit, note)

    def within(
        self, what: str, low: float, high: float, ours: float, *, unit: str = "", digits: int = 4, note: str = ""
    ) -> None:
        """Ours lies between two values (either may be infinite)."""
        low, high, ours = float(low), float(high), float(ours)
        texts = [f"{x:.{digits}g}" for x in (low, high, ours)]
        if math.isinf(low):
            reference = f"at most {texts[1]}"
        elif math.isinf(high):
            reference = f"at least {texts[0]}"
        else:
            reference = f"{texts[0]} to {texts[1]}"
        self._told(what, _with(reference, unit), _with(texts[2], unit), "", "inside", low <= ours <= high, note)

    def same(self, what: str, reference: object, ours: object, *, note: str = "") -> None:
        """Two things that must be equal: counts, words, tuples."""
        self._told(what, str(reference), str(ours), "", "exact", reference == ours, note)

    def holds(self, what: str, expected: str, found: str, ok: bool, *, note: str = "") -> None:
        """A statement that is true or not, with what was found in words."""
        self._told(what, expected, found, "", "", bool(ok), note)

    def note(self, text: str) -> None:
        self.notes.append(text)

    def plot(self, name: str, caption: str, draw: Callable[[Any], None], **size: float) -> None:
        """Draw a figure (`draw` gets matplotlib axes) into the page's folder; nothing when no page is written."""
        self.plots.append((name, caption))
        if self._folder is not None:
            from proof.plots import save

            save(self._folder / f"{name}.svg", draw, **size)

    def known(self, what: str, reason: str) -> None:
        """A row to come that cannot be met, and why. It stands on the page in red; that it misses fails nothing.

        For what the model does not do, never for a tolerance that is inconvenient. A row so declared that holds after
        all fails the case: the declaration has to go.
        """
        self.unmet[what] = reason

    def settle(self) -> None:
        missed = [row for row in self.rows if not row["ok"] and not row["known"]]
        if not self.rows:
            raise AssertionError("a case without a row")
        late = [row["what"] for row in self.rows if row["ok"] and row["known"]]
        late += sorted(set(self.unmet) - {row["what"] for row in self.rows})
        if late:
            raise AssertionError(f"declared as not met, but they hold or were never laid: {'; '.join(late)}")
        if missed:
            lines = (f"{r['what']}: {r['reference']} expected, {r['ours']} found ({r['tolerance']})" for r in missed)
            raise AssertionError("; ".join(lines))

    def _row(self, what: str, reference: float, ours: float, allowed: float, told: str, unit: str, note: str) -> None:
        gap = ours - reference
        ok = abs(gap) <= allowed  # false for a NaN
        places = places_for(allowed, reference)
        texts = number(reference, places), number(ours, places)
        self._told(what, *(_with(text, unit) for text in texts), difference(gap, allowed), told, ok, note)

    def _told(self, what: str, reference: str, ours: str, gap: str, told: str, ok: bool, note: str) -> None:
        row = {"what": what, "reference": reference, "ours": ours, "difference": gap, "tolerance": told}
        self.rows.append(row | {"ok": ok, "note": note, "known": self.unmet.get(what, "")})


def _with(text: str, unit: str) -> str:
    return f"{text} {unit}" if unit else text
