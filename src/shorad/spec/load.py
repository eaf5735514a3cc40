"""From a scenario file to a `Scenario`: every mistake found here names file and line."""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from shorad.errors import Issue, ScenarioError, suggest
from shorad.spec.hypothesis import Alternative
from shorad.spec.noun import Noun
from shorad.spec.problems import issues_of
from shorad.spec.quantity import Quantity
from shorad.spec.scenario import Origin, Scenario
from shorad.spec.text_file import read_text
from shorad.spec.yaml_text import read_mapping, read_value

TOP = tuple(Scenario.model_fields)
NAMED = ("assets", "posts", "defence", "attack", "neutral", "jammers", "zones")  # collections whose members have names
Raw = dict[str, Any]


def load_scenario(path: str | Path, overrides: Mapping[str, str] | None = None) -> Scenario:
    """The scenario of a file with `overrides` (`--set path=value`, both text) applied.

    Paths below a key of the scenario change it; any other path is taken for a catalogue path
    (``pantsir_s1.search_radar.ref_range``) and kept, unread, in `Scenario.overrides`. Raises ScenarioError only.
    """
    return parse_scenario(read_text(path), str(path), overrides)


def parse_scenario(
    text: str,
    file: str = "scenario",
    overrides: Mapping[str, str] | None = None,
    places: Mapping[str, str] | None = None,
) -> Scenario:
    """As `load_scenario`, from text. `places`: where files that it names lie, when not beside `file`."""
    raw, lines = read_mapping(text, file)
    kept: Raw = {}
    labels: dict[str, str] = {}
    for path, written in (overrides or {}).items():
        label = f"--set {path}={written}"
        value = read_value(written, label)
        if _is_choice(path) or path.split(".")[0] not in TOP:
            kept[path] = _checked_kept(path, value, raw, label)
        else:
            apply(raw, path, value, label)
            labels[path] = label
    origin = Origin(file, text, hashlib.sha256(text.encode()).hexdigest(), lines, labels, raw, places or {})
    return _build(origin, kept)


def read_at(scenario: Scenario, settings: Mapping[str, Any]) -> dict[str, Any]:
    """What the scenario holds at the given scenario paths once `settings` (path -> as written) are applied together.

    A value is a Quantity, a word, a flag, or whatever else stands there; a setting that is a mapping or a position
    comes back as one entry per number below it. Raises ScenarioError placed at the path.
    """
    raw = copy.deepcopy(dict(scenario.origin.raw))
    for path, value in settings.items():
        apply(raw, path, value, scenario.place(path)[0])
    origin = Origin(scenario.origin.file, lines=scenario.origin.lines, labels=scenario.origin.labels, raw=raw)
    changed = _validate(origin)
    return {path: item for key in settings for path, item in _spread(find(changed, key), key)}


def find(noun: Noun, path: str) -> Any:
    """What stands at a dotted path below `noun`; KeyError without it."""
    item: Any = noun
    for part in path.split("."):
        if isinstance(item, Noun):
            names = {field.alias or name: name for name, field in type(item).model_fields.items()}
            item = getattr(item, names[part])
        elif isinstance(item, tuple):
            item = item[int(part)]
        else:
            item = item[part]
    return item


def _spread(item: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(item, Noun):
        yield from item.quantities(path)
    elif isinstance(item, tuple):
        for index, child in enumerate(item):
            yield from _spread(child, f"{path}.{index}")
    else:
        yield path, item


# ---- overrides ---------------------------------------------------------------------------------
def _is_choice(path: str) -> bool:
    """True for `hypotheses.NAME`: the choice of one alternative of the scenario."""
    return path.startswith("hypotheses.") and path.count(".") == 1


def _checked_kept(path: str, value: Any, raw: Raw, label: str) -> Any:
    parts = path.split(".")
    if len(parts) < 2 or not all(parts):
        raise ScenarioError(f'"{path}" is no path of a number', suggest(parts[0], TOP), label)
    if _is_choice(path):
        known = raw.get("hypotheses") or {}
        _known(parts[1], known, label, "hypothesis")
        alternatives = known[parts[1]].get("alternatives") if isinstance(known[parts[1]], dict) else None
        _known(str(value), alternatives or {}, label, "alternative")
        return str(value)
    return value


def _known(name: str, names: object, label: str, what: str) -> None:
    allowed = [str(key) for key in names] if isinstance(names, dict) else []
    if name not in allowed:
        raise ScenarioError(f'there is no {what} "{name}"', suggest(name, allowed), label)


def apply(raw: Raw, path: str, value: Any, label: str) -> None:
    """Put `value` at a scenario path of the raw mapping, making mappings on the way where a key may be new."""
    parts = _parts(path)
    if not all(parts):
        raise ScenarioError(f'"{path}" is no path', "write names joined by points, such as attack.drones.count", label)
    if parts[0] in NAMED and len(parts) < 3:
        raise ScenarioError(f"{path} is not one value", f"name a key below it, such as {path}.count", label)
    if parts[0] in NAMED:
        _known(parts[1], raw.get(parts[0]) or {}, label, f"part of {parts[0]} named")
    here: Any = raw
    for index, part in enumerate(parts[:-1]):
        here = _enter(here, part, ".".join(parts[: index + 1]), label)
    if isinstance(here, list):
        here[_index(here, parts[-1], path, label)] = value
    else:
        here[parts[-1]] = value


def _parts(path: str) -> list[str]:
    """Path parts; what follows `set` is one key, because catalogue paths have points themselves."""
    head, found, tail = path.partition(".set.")
    return [*head.split("."), "set", tail] if found else path.split(".")


def _enter(here: Any, part: str, path: str, label: str) -> Any:
    if isinstance(here, list):
        index = _index(here, part, path, label)
        if not isinstance(here[index], dict | list):
            raise ScenarioError(f"{path} is a single value", "end the path here", label)
        return here[index]
    if here.get(part) is None:
        here[part] = {}
    if not isinstance(here[part], dict | list):
        raise ScenarioError(f"{path} is a single value ({here[part]})", f"write {path}={{...}} to replace it", label)
    return here[part]


def _index(here: list[Any], part: str, path: str, label: str) -> int:
    if part.isdecimal() and len(part) < 9 and int(part) < len(here):
        return int(part)
    raise ScenarioError(f"{path} is not in the list", f"write a place from 0 to {len(here) - 1}", label)


# ---- from the mapping to the model -------------------------------------------------------------
def _validate(origin: Origin) -> Scenario:
    blank = Scenario.model_construct()
    blank._origin = origin

    def place(path: str) -> tuple[str, int, int]:
        below = [label for key, label in origin.labels.items() if key.startswith(f"{path}.")]
        if below:  # a check of the whole mapping that an override has broken
            return below[0], 0, 0
        file, line, column = blank.place(path)
        return file, line or (1 if file == origin.file else 0), column

    try:
        scenario = Scenario.model_validate(origin.raw)
    except ValidationError as error:
        raise ScenarioError.many(issues_of(error, Scenario, place)) from None
    except RecursionError:
        raise ScenarioError("nested too deep", "write it flatter", origin.file) from None
    scenario._origin = origin
    return scenario


def _build(origin: Origin, kept: Raw) -> Scenario:
    scenario = _validate(origin)
    scenario._overrides = kept
    _check_names(scenario)
    _check_sweep(scenario)
    if not scenario.hypotheses:
        return scenario
    read = {name: _read_hypothesis(scenario, name) for name in scenario.hypotheses}
    return scenario.model_copy(update={"hypotheses": read})


def _check_names(scenario: Scenario) -> None:
    seen: dict[str, str] = {}
    issues: list[Issue] = []
    for collection in NAMED:
        for name in getattr(scenario, collection):
            path = f"{collection}.{name}"
            if name in seen:
                line = scenario.place(seen[name])[1]
                right = f"rename one: {seen[name]} is in line {line}"
                issues.append(scenario.issue(path, f'two things have the name "{name}"', right))
            seen.setdefault(name, path)
    if scenario.birds and "birds" in seen:
        issues.append(
            scenario.issue(seen["birds"], 'two things have the name "birds"', "rename it: birds: has it already")
        )
    if issues:
        raise ScenarioError.many(issues)


def _check_sweep(scenario: Scenario) -> None:
    """Each value of a sweep over a scenario path must be a value that the path takes."""
    sweep = scenario.sweep
    if sweep is None:
        return
    if not sweep.values:
        raise scenario.error("sweep.values", "no values to sweep over", "write a list, such as [10, 20, 40]")
    if sweep.path.split(".")[0] in TOP and not _is_choice(sweep.path):
        for index, value in enumerate(sweep.values):
            _read_settings(scenario, {sweep.path: value}, f"sweep.values.{index}")


def _read_settings(scenario: Scenario, settings: Mapping[str, Any], where: str) -> dict[str, Any]:
    """`read_at`, with errors placed at `where` instead of at the path that is set."""
    try:
        return read_at(scenario, settings)
    except ScenarioError as error:
        issues = [
            scenario.issue(where, f"{i.path}: {i.problem}" if i.path else i.problem, i.right) for i in error.issues
        ]
        raise ScenarioError.many(issues) from None


def _read_hypothesis(scenario: Scenario, name: str) -> Any:
    hypothesis = scenario.hypotheses[name]
    read = {}
    for key, alternative in hypothesis.alternatives.items():
        where = f"hypotheses.{name}.alternatives.{key}.set"
        read[key] = alternative.model_copy(update={"set": _read_set(scenario, alternative, where)})
    return hypothesis.model_copy(update={"alternatives": read})


def _read_set(scenario: Scenario, alternative: Alternative, where: str) -> dict[str, Any]:
    """Scenario paths read; catalogue paths (first part no key of a scenario) as written, for `shorad.compile`."""
    own = {path: value for path, value in alternative.set.items() if path.split(".")[0] in TOP}
    other = {path: value for path, value in alternative.set.items() if path not in own}
    return {**(_read_settings(scenario, own, where) if own else {}), **other}


__all__ = ["Quantity", "apply", "find", "load_scenario", "parse_scenario", "read_at"]
