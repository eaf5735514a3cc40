"""A battery of the catalogue written out: the group of vehicles and the command post that its entry stands for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from shorad.catalogue import System, list_systems, load_system, read_setting
from shorad.catalogue.battery import PART
from shorad.errors import ScenarioError
from shorad.spec import DefenceGroup, Hypothesis, Post, Quantity, Ring, Scenario, fixed

PLACES = {"count": "count", "spread": "at.ring", "heading": "at.start", "coordinated": "coordinated"}  # in the group
Stands = tuple[Quantity, str]  # a value, and where it comes from


@dataclass(frozen=True)
class Deployed:
    """A scenario without batteries: each is a group and a post. Empty mappings where it had none."""

    scenario: Scenario
    entries: Mapping[str, System] = field(default_factory=dict)  # by group
    values: Mapping[str, Stands] = field(default_factory=dict)  # of the entries, by the path where they stand now

    def overlays(self, entry: str, hypothesis: Hypothesis) -> dict[str, dict[str, Quantity]]:
        """What each alternative of an entry's hypothesis sets, in all its groups; not where the group says it."""
        groups = [g for g, system in self.entries.items() if system.name == entry]
        out: dict[str, dict[str, Quantity]] = {}
        for name, item in hypothesis.alternatives.items():
            set_ = {f"defence.{g}.{PLACES[key.partition('.')[2]]}": q for g in groups for key, q in item.set.items()}
            out[name] = {path: q for path, q in set_.items() if path in self.values}
        return out


def deploy(scenario: Scenario, folders: tuple[str, ...]) -> Deployed:
    """Every group whose system is a battery as fire units under a post. ScenarioError for what does not fit."""
    known = list_systems(folders)
    asked = {g: group for g, group in scenario.defence.items() if group.system in known}
    found = {g: load_system(group.system, folders) for g, group in asked.items()}
    entries = {g: system for g, system in found.items() if system.kind == PART}
    if not entries:
        return Deployed(scenario)
    values: dict[str, Stands] = {}
    used: set[tuple[str, str]] = set()  # entry, key
    groups, posts, lines = dict(scenario.defence), dict(scenario.posts), dict(scenario.origin.lines)
    for g, entry in entries.items():
        held = {key: (q, entry.name) for key, q in entry.components[PART].items() if isinstance(q, Quantity)}
        held.update(_overrides(scenario, entry.name))
        groups[g], taken = _group(scenario, g, held)
        if "post" in taken:
            name = f"{g}_post"
            lines[f"posts.{name}"] = scenario.place(f"defence.{g}.system")[1:]
            lines.update(_lines(scenario, g, f"posts.{name}.at"))
            posts[name] = _post(groups[g], str(held["post"][0].value))
        if "spread" in taken:
            lines.update(_lines(scenario, g, f"defence.{g}.at.centre"))
        used |= {(entry.name, key) for key in taken}
        values.update({f"defence.{g}.{PLACES[key]}": held[key] for key in taken if key in PLACES})
        values.update({f"{entry.name}.{PART}.{key}": held[key] for key in taken if key not in PLACES})
    _idle(scenario, entries, used)
    made = scenario.model_copy(update={"defence": groups, "posts": posts})
    made._origin = replace(scenario.origin, lines=lines)
    made._overrides = dict(scenario.overrides)
    return Deployed(made, entries, values)


def _lines(scenario: Scenario, g: str, now: str) -> dict[str, tuple[int, int]]:
    """Where the coordinates of a group stand in the file, for the path that they have now."""
    lines, path = scenario.origin.lines, f"defence.{g}.at"
    at = f"{path}.centre" if f"{path}.centre.0" in lines else path
    return {f"{now}.{axis}": lines[f"{at}.{axis}"] for axis in range(3) if f"{at}.{axis}" in lines}


def _overrides(scenario: Scenario, entry: str) -> Iterator[tuple[str, Stands]]:
    """What `--set` says about the entry itself."""
    for path, raw in scenario.overrides.items():
        if path.startswith(f"{entry}.{PART}."):
            label = f"--set {path}={raw}"
            try:
                read = read_setting(path.partition(".")[2], raw)
            except ScenarioError as error:
                raise error.within(label) from None
            yield from ((key.partition(".")[2], (q, label)) for key, q in read.items())


def _group(scenario: Scenario, g: str, held: Mapping[str, Stands]) -> tuple[DefenceGroup, set[str]]:
    """The group in the words of a scenario, and which values of the entry went into it."""
    group, taken = scenario.defence[g], {"member"}
    new: dict[str, object] = {"system": str(held["member"][0].value)}
    at: Any = group.at
    several = isinstance(at, tuple) and isinstance(at[0], tuple)
    if not several and not scenario.given(f"defence.{g}.count"):
        new["count"] = held["count"][0]
        taken.add("count")
    if isinstance(at, tuple) and not several:
        new["at"] = Ring(ring=held["spread"][0], centre=at, start=held["heading"][0])
        taken |= {"spread", "heading"}
    elif isinstance(at, Ring) and not scenario.given(f"defence.{g}.at.start"):
        new["at"] = at.model_copy(update={"start": held["heading"][0]})
        taken.add("heading")
    if not scenario.given(f"defence.{g}.coordinated"):
        new["coordinated"] = bool(held["coordinated"][0].number)
        taken.add("coordinated")
    if group.post is None:
        new["post"] = f"{g}_post"
        taken.add("post")
        _free(scenario, g, f"{g}_post")
    return group.model_copy(update=new), taken


def _free(scenario: Scenario, g: str, name: str) -> None:
    """ScenarioError where something else has the name of the post."""
    for section in ("assets", "posts", "defence", "attack", "neutral", "jammers", "zones"):
        if name in getattr(scenario, section):
            problem = f'two things have the name "{name}": the battery {g} calls its command post so'
            right = f"rename {section}.{name}, or write post: and a post of your own"
            raise scenario.error(f"{section}.{name}", problem, right)


def _post(group: DefenceGroup, system: str) -> Post:
    """The command post, in the middle of the vehicles."""
    at: object = group.at.centre if isinstance(group.at, Ring) else tuple(map(_middle, (0, 1), (group.at, group.at)))
    return Post.model_validate({"system": system, "at": at})


def _middle(axis: int, places: Any) -> Quantity:
    return fixed(sum(place[axis].number for place in places) / len(places), "length")


def _idle(scenario: Scenario, entries: Mapping[str, System], used: set[tuple[str, str]]) -> None:
    """ScenarioError for a `--set` of an entry that no group asks for, because each says so itself."""
    for name in {system.name for system in entries.values()}:
        for key, (_, where) in _overrides(scenario, name):
            if (name, key) not in used:
                g = next(g for g, system in entries.items() if system.name == name)
                path = f"defence.{g}.{PLACES.get(key, key)}"
                raise ScenarioError(f"the scenario says {path} itself, so {name} is not asked", f"set {path}", where)
