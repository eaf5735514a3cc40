"""Raids of a result, run again for the replay page: documents as JSON, with what the page says of the whole."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from shorad.compile import resolve
from shorad.compile.beside import reads
from shorad.errors import ScenarioError
from shorad.results.difference import difference
from shorad.results.fit import compared, fit
from shorad.results.measures import any_loss, find
from shorad.results.payload import document, to_json
from shorad.results.pick import Pick, pick, ranking
from shorad.results.recording import Recording
from shorad.results.results import Results
from shorad.results.words import SWITCHES
from shorad.spec.quantity import Quantity
from shorad.study.links import every_link
from shorad.study.replay import record, scenario_of, values_of, variant
from shorad.units import format_si

Json = dict[str, Any]


class Raids:
    """Runs what the page asks for; the last original is kept for what is compared with it."""

    def __init__(self, results: Results, folder: str, measure: str = "") -> None:
        self.results = results
        self.folder = folder
        self.measure = measure
        self._last: tuple[str, Recording] | None = None

    def replicate(self, which: str) -> str:
        return to_json(self._recording(which)[1])

    def butfor(self, which: str, ideal: str, settings: Mapping[str, str]) -> str:
        self._no_other_files(settings)
        chosen, original = self._recording(which)
        changed = variant(self.results, chosen, ideal, settings)
        label = changed.story.variant.label if changed.story.variant else ""
        parted, shown = difference(original, changed), document(original)
        return json.dumps(compared((ideal, label, changed), parted, original, shown, 1.0), allow_nan=False)

    def _no_other_files(self, settings: Mapping[str, str]) -> None:
        """A page asks for numbers and words: what it asks for must not open a file that the scenario does not read."""
        asked, known = reads(scenario_of(self.results, settings)), dict(reads(scenario_of(self.results)))
        for name, _ in asked:
            if name not in known:
                path = next(iter(settings))
                raise ScenarioError(
                    f"{path} names another file: {name}", f"in the terminal: shorad export ... --set {path}=..."
                )

    def paths(self, which: str) -> str:
        """Every path that can be set, its value in that draw as text, and its words where it has some."""
        resolved = resolve(scenario_of(self.results))
        now = resolved.now(values_of(resolved, self.results, pick(self.results, which).k))
        found: list[Json] = [
            {"path": p, "value": str(now[p]), "words": list(h.branches)} for p, h in resolved.hypotheses.items()
        ]
        for path, item in resolved.parameters.items():
            if path not in resolved.hypotheses:
                found.append({"path": path, "value": _said(now[path], item.quantity), "words": list(item.words)})
        return json.dumps(found)

    def facts(self, which: str) -> Json:
        """What the page says of the whole result."""
        outcomes, about, made = self.results.outcomes, self.results.about, self.results.provenance
        _, by = ranking(self.results, self.measure)
        try:
            label = find(self.results.cast, by).label
        except KeyError:
            label = by
        switches = [{"name": name, "label": text} for name, text in SWITCHES.items()]
        return {
            "title": about.title,
            "question": self.results.asked,
            "count": len(self.results),
            "draws": made.draws,
            "measure": by,
            "label": label,
            "leaking": int((outcomes.run["leakers"] > 0).sum()),
            "losing": int(any_loss(outcomes).sum()),
            "switches": switches,
            "folder": self.folder,
            "command": f"shorad replay {self.folder} --replicate {which}"
            + (f" --part {made.part}" if made.part else ""),
        }

    def content(self, which: str) -> Json:
        """What stands in the page of the server: the first raid is asked for when the page is open."""
        return {"mode": "server", "result": self.facts(which), "which": which, "original": None, "variants": []}

    def alone(
        self, which: str, tell: Callable[[str], None], links: Sequence[str] = tuple(SWITCHES), processes: int = 1
    ) -> Callable[[int], Json]:
        """What stands in a page from disk: the raid, and the same luck with each of `links` ideal in turn.

        The answer makes the content in as many bytes, compressed, as are left for it (`results.fit`). `processes`: see
        `every_link`.
        """
        chosen, original = self._recording(which)
        changed = every_link(self.results, chosen, links, tell, processes) if links else []

        runs = [(each.name, SWITCHES[each.name], each.recording) for each in changed]

        def content(room: int) -> Json:
            shown, variants = fit(original, runs, room)
            whole = {"original": shown, "variants": variants}
            return {"mode": "file", "result": self.facts(which), "which": which} | whole

        return content

    def _recording(self, which: str) -> tuple[Pick, Recording]:
        chosen = pick(self.results, which, self.measure)
        key = f"{chosen.k}:{chosen.r}"
        if self._last is None or self._last[0] != key or self._last[1].story.chosen != chosen.why:
            self._last = (key, record(self.results, chosen))
        return chosen, self._last[1]


def _said(value: float | str, quantity: Quantity) -> str:
    """A value of this draw as one would write it after `--set`."""
    if isinstance(value, str) or (not quantity.varies and quantity.text):
        return quantity.text or str(value)
    return format_si(value, quantity.dimension)
