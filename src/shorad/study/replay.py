"""A replicate again, by its address: exactly as it was, or with one link made ideal or one number changed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from shorad.compile import Built, Resolved, build, draw, resolve
from shorad.errors import ScenarioError, suggest
from shorad.results.columns import Outcomes, cast_of, take
from shorad.results.pick import Pick, pick
from shorad.results.provenance import version
from shorad.results.recording import Recording, Story, Variant
from shorad.results.results import Results
from shorad.results.words import SWITCHES
from shorad.spec.load import parse_scenario
from shorad.study.observe import Observed, observe
from shorad.study.scene import scene_of, terms

if TYPE_CHECKING:
    from shorad.spec import Scenario

COUNTED = ("events",)  # what a run row counts that only a recording fills


def record(results: Results, which: str | int | tuple[int, int] | Pick = "median") -> Recording:
    """The replicate `which` (see `pick`) run again exactly, and watched.

    Its `story.reproduced` says whether the stored outcome came out again; where it did not, `story.note` says what
    differs. Raises ScenarioError for a scenario or a replicate that is not there, EngineError for a fault.
    """
    chosen = _picked(results, which)
    resolved = resolve(scenario_of(results))
    built = build(resolved, values_of(resolved, results, chosen.k))
    seen = observe(built, results.provenance.seed, chosen.k, chosen.r)
    difference = differences(take(results.outcomes, np.array([chosen.row])), Outcomes(*seen.outcome))
    return recording_of(resolved, built, seen, story_of(results, chosen, difference, None))


def variant(
    results: Results,
    which: str | int | tuple[int, int] | Pick,
    ideal: str = "",
    settings: Mapping[str, str] | None = None,
) -> Recording:
    """The same replicate with the link `ideal` made perfect (one of `SWITCHES`), or with `settings` changed.

    `settings` are written as after `--set`: `{"pantsir_s1.search_radar.scan_period": "4 s"}`, or the path of a
    hypothesis and one of its alternatives. All other draws and all chance stay what they were.
    """
    changed = dict(settings or {})
    if ideal and ideal not in SWITCHES:
        raise ScenarioError(f'there is no link "{ideal}"', suggest(ideal, tuple(SWITCHES)))
    if not ideal and not changed:
        raise ScenarioError("nothing is changed", "name a link to make ideal, or a setting: PATH=VALUE")
    chosen = _picked(results, which)
    resolved = resolve(scenario_of(results, changed))
    built = build(resolved, values_of(resolved, results, chosen.k, changed), (ideal,) if ideal else ())
    seen = observe(built, results.provenance.seed, chosen.k, chosen.r)
    label = ", ".join(
        [SWITCHES[link] for link in (ideal,) if link] + [f"{p} = {value}" for p, value in changed.items()]
    )
    what = Variant(label, (ideal,) if ideal else (), tuple(changed.items()))
    return recording_of(resolved, built, seen, story_of(results, chosen, "", what))


def recording_of(resolved: Resolved, built: Built, seen: Observed, story: Story) -> Recording:
    """What was seen, with what does not change and where it comes from."""
    scene = scene_of(resolved, built, seen.phases)
    return Recording(story, scene, cast_of(built.model, built.names), Outcomes(*seen.outcome), seen.tables)


def differences(stored: Outcomes, found: Outcomes) -> str:
    """What of a stored outcome did not come out again, in a few words; "" when everything did."""
    said = []
    for name, old, new in zip(Outcomes._fields, stored, found, strict=True):
        if old.shape != new.shape:
            return f"{old.shape[-1]} {name} then, {new.shape[-1]} now"
        for field in old.dtype.names or ():
            if field in COUNTED or (field in (new.dtype.names or ()) and np.array_equal(old[field], new[field])):
                continue
            if field not in (new.dtype.names or ()):
                said.append(f"{name}.{field} is no longer counted")
            elif name == "run":
                said.append(f"{field} {old[field][0]} then, {new[field][0]} now")
            else:
                said.append(f"{name}.{field} of {int((old[field] != new[field]).sum())}")
    return "; ".join(said[:4]) + (f"; and {len(said) - 4} more" if len(said) > 4 else "")


def _picked(results: Results, which: str | int | tuple[int, int] | Pick) -> Pick:
    return which if isinstance(which, Pick) else pick(results, which)


def story_of(results: Results, chosen: Pick, difference: str, what: Variant | None) -> Story:
    """Which replicate this is. `difference`: what did not come out again; `what`: what was changed."""
    made, about = results.provenance, results.about
    note = ""
    if difference:
        whose = f"version {made.version}" if made.version != version() else "another state of this version"
        note = f"not the stored replicate: the result was made by {whose} ({difference})"
    why = f"{chosen.why}, part {made.part}" if made.part else chosen.why
    return Story(
        about.title, results.asked, Path(made.file).name, made.sha256, made.seed, chosen.k, chosen.r, version(),
        why, not difference, note, what, terms(),
    )  # fmt: skip


# ---- the scenario as it was ----------------------------------------------------------------
def scenario_of(results: Results, changed: Mapping[str, str] | None = None) -> Scenario:
    """The scenario of a result, from the text that it keeps; `changed` settings come last. ScenarioError."""
    made = results.provenance
    given = dict(text.split("=", 1) for text in made.overrides)
    for name, place in made.reads:
        if not Path(place).exists():
            raise ScenarioError(
                f"the scenario of this result reads {name}, and there is no {place}",
                "put it back there, or run the scenario again",
            )
    try:
        return parse_scenario(made.text, made.file, given | dict(changed or {}), dict(made.reads))
    except ScenarioError as error:
        if changed and any(issue.file.startswith("--set") for issue in error.issues):
            raise
        raise ScenarioError(
            f"the scenario kept in this result cannot be read by shorad {version()}: {error}",
            f"use shorad {made.version}, or run the scenario again",
        ) from error


def values_of(resolved: Resolved, results: Results, k: int, changed: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The values drawn for k, but for those that a change has taken over."""
    if k not in results.draws:
        raise ScenarioError(f"the result has no values of draw {k}", "run the scenario again")
    stored = dict(results.draws[k])
    if not changed:
        return stored
    known = resolved.nominal
    sides = {p: v for p, v in stored.items() if p in resolved.hypotheses and not _touched(p, changed)}
    fresh = draw(resolved, results.provenance.seed, k, sides)  # a part may hold a side that chance did not take
    return fresh | {p: v for p, v in stored.items() if p in known and not _touched(p, changed) and p in fresh}


def _touched(path: str, changed: Mapping[str, str]) -> bool:
    return any(path == each or path.startswith(f"{each}.") for each in changed)
