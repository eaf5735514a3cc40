"""Numbers that contradict each other or that nobody can run: bands upside down, too many things, claims of nobody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from shorad import limits
from shorad.catalogue import sources
from shorad.catalogue.bands import upside_down
from shorad.catalogue.read import claims_issue
from shorad.compile.names import hashes
from shorad.compile.values import Parameter, Resolved
from shorad.errors import Issue, ScenarioError
from shorad.spec.quantity import Claim, Quantity


# -- bands ---------------------------------------------------------------------------------------
def bands(resolved: Resolved) -> Iterator[Issue]:
    """Lower ends above their upper ends, as the scenario stands and under each alternative."""
    overlays: list[Mapping[str, Quantity]] = [{}]
    overlays += [b.overlay for h in resolved.hypotheses.values() for b in h.branches.values()]
    told: dict[Issue, None] = {}
    for g, group in resolved.scenario.defence.items():
        for overlay in overlays:
            for issue in _bands(resolved, f"defence.{g}", group.system, overlay):
                told.setdefault(issue)
    yield from told


def _bands(resolved: Resolved, path: str, system: str, overlay: Mapping[str, Quantity]) -> Iterator[Issue]:
    def item(full: str) -> Parameter | None:
        return resolved.parameters.get(f"{path}.set.{full}") or resolved.parameters.get(f"{system}.{full}")

    def value(full: str) -> Quantity | None:
        known = item(full)
        return overlay.get(known.path, known.quantity) if known else None

    for low, high, problem, right in upside_down(value):
        ends = [end for end in (item(low), item(high)) if end]
        yield placed(resolved, ends, problem, right, resolved.systems[system].file)


def placed(resolved: Resolved, ends: list[Parameter], problem: str, right: str, file: str) -> Issue:
    """At the value that the user wrote: with `--set`, in the group; else in the catalogue."""
    for end in ends:
        if end.where.startswith("--set"):
            return Issue(problem, right, end.where, path=end.path)
    for end in ends:
        if resolved.scenario.given(end.path):
            return resolved.scenario.issue(end.path, problem, right)
    return Issue(problem, right, file, path=ends[0].path)


# -- how many ------------------------------------------------------------------------------------
def crowd(resolved: Resolved, units: Mapping[str, int], flying: Mapping[str, int]) -> list[Issue]:
    """More than the engine has rows and random addresses for; sizes by the path of their count, before any row."""
    below, above = sum(units.values()), sum(flying.values())
    largest = max((*units, *flying), key=lambda path: units.get(path, 0) or flying.get(path, 0), default="")
    if max(below, above) > limits.MEMBERS:
        what = f"{above} things in the air" if above >= below else f"{below} fire units"
        return [resolved.scenario.issue(largest, f"{what} in all", f"lower the counts: {limits.MEMBERS} at most")]
    if below * above > limits.PAIRS:
        problem = f"{below} fire units against {above} things in the air"
        right = f"lower the counts: their product may be {limits.PAIRS} at most"
        return [resolved.scenario.issue(largest, problem, right)]
    return []


def addresses(resolved: Resolved, names: list[str]) -> None:
    """Every name has an address of its own for its luck; else the error points at the file."""
    try:
        hashes(dict.fromkeys(names))
    except ScenarioError as error:
        raise error.within(resolved.scenario.origin.file, 1) from None


# -- what a scenario's own numbers lean on ---------------------------------------------------------
def evidence(resolved: Resolved, folders: tuple[str, ...]) -> list[Issue]:
    """Claims of the scenario must name sources that exist, and "sourced" needs a claim, as in the catalogue."""
    s, known = resolved.scenario, sources(folders)
    found: dict[Issue, None] = {}
    for path, quantity, label in _own(resolved):
        if lack := claims_issue(quantity, known):
            place = Issue(lack.problem, lack.right, label, path=path) if label else None
            found.setdefault(place or s.issue(path, lack.problem, lack.right))
    return list(found)


def _own(resolved: Resolved) -> Iterator[tuple[str, Quantity, str]]:
    """(path, value, the `--set` that wrote it) of all that the scenario itself says, its alternatives included."""
    for path, item in resolved.parameters.items():
        if item.where not in ("catalogue", "default") and (item.quantity.basis or item.quantity.claims):
            yield path, item.quantity, item.where if item.where.startswith("--set") else ""
    for h in resolved.hypotheses.values():
        for name, branch in h.branches.items() if h.where == "scenario" else ():
            at = f"{h.path}.alternatives.{name}"
            yield f"{at}.claims", _claimed(branch.claims), ""
            yield from ((f"{at}.set.{path}", q, "") for path, q in branch.overlay.items())


def _claimed(claims: tuple[Claim, ...]) -> Quantity:
    return Quantity(0.0, claims=claims)


def missing_folders(folders: tuple[str, ...]) -> Iterator[tuple[int, str, str]]:
    """(index, problem, right) of folders of one's own systems that are not there."""
    for index, folder in enumerate(folders):
        if not Path(folder).is_dir():
            what = "is a file, not a folder" if Path(folder).exists() else "does not exist"
            yield index, f"the folder {folder} {what}", "name a folder with systems, relative to this file"
