"""Catalogue files into `System`: every value checked for unit, bounds, order, basis and sources, with file and line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from shorad.catalogue.keys import COMPONENTS, KEYS, KINDS_OF_SYSTEM, TARGET_CLASSES, Key
from shorad.catalogue.model import Source, System, Value
from shorad.catalogue.read import example, key_of, read_setting, read_value, support_issue
from shorad.errors import Issue, ScenarioError, suggest
from shorad.spec.hypothesis import Alternative, Hypothesis
from shorad.spec.problems import issues_of
from shorad.spec.quantity import Quantity
from shorad.spec.yaml_text import read_mapping, read_text

HERE = Path(__file__).parent
FOLDERS = (HERE / "systems", HERE / "targets")
HEAD = ("name", "title", "kind", "summary", "inherits", "hypotheses")
MAX_INHERITANCE = 8
Places = dict[str, tuple[str, int, int]]  # dotted path -> (file, line, column)


# ---- finding -----------------------------------------------------------------------------------
@lru_cache(maxsize=64)
def _files(folders: tuple[str, ...]) -> Mapping[str, Path]:
    found: dict[str, Path] = {}
    for folder in (*(Path(f) for f in folders), *FOLDERS):  # a folder of one's own comes first
        for path in sorted(folder.glob("*.yaml")):
            if path.name != "sources.yaml":
                found.setdefault(path.stem, path)
    return found


def list_systems(folders: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Names of all systems, sorted; `folders` are searched before the built-in catalogue."""
    return tuple(sorted(_files(tuple(folders))))


@lru_cache(maxsize=256)
def load_system(name: str, folders: tuple[str, ...] = ()) -> System:
    """The system called `name`. ScenarioError when it is unknown (with the nearest names) or its file is wrong."""
    raw, places = _merged(name, folders, ())
    return _Reader(name, raw, places, sources(folders)).system()


@lru_cache(maxsize=64)
def sources(folders: tuple[str, ...] = ()) -> Mapping[str, Source]:
    """All sources by id: those of the built-in catalogue and of `sources.yaml` in `folders`."""
    found: dict[str, Source] = {}
    for path in (HERE / "sources.yaml", *(Path(f) / "sources.yaml" for f in folders)):
        if path.exists():
            found.update(_read_sources(path))
    return found


def _read_sources(path: Path) -> Iterator[tuple[str, Source]]:
    file = str(path)
    raw, lines = read_mapping(read_text(path, "a list of sources"), file, "a list of sources")
    allowed = tuple(f for f in Source.__dataclass_fields__ if f != "id")
    for key, entry in raw.items():
        if not isinstance(entry, dict) or not entry.get("title"):
            raise ScenarioError(
                "a source without a title", "write id: {title: ..., author: ...}", file, *lines[key], key
            )
        for name in entry:
            if name not in allowed:
                path_ = f"{key}.{name}"
                raise ScenarioError(f'unknown key "{name}"', suggest(name, allowed), file, *lines[path_], path_)
        opened = str(entry.get("opened", "no")).lower() in ("yes", "true")
        texts = {name: "" if value is None else str(value) for name, value in entry.items() if name != "opened"}
        yield key, Source(id=key, opened=opened, **texts)


# ---- inheritance -------------------------------------------------------------------------------
def _merged(name: str, folders: tuple[str, ...], children: tuple[str, ...]) -> tuple[dict[str, Any], Places]:
    """The raw mapping of a file over that of what it inherits. A value is replaced whole; `null` takes it away."""
    path = _files(folders).get(name)
    if path is None:
        raise ScenarioError(f'unknown system "{name}"', suggest(name, list_systems(folders)))
    file = _shown(path)
    raw, lines = read_mapping(read_text(path, "a system"), file, "a system")
    places: Places = {key: (file, *at) for key, at in lines.items()}
    places[""] = (file, 1, 1)
    parent = raw.get("inherits")
    if parent is None:
        return raw, places
    if name in children or len(children) >= MAX_INHERITANCE:
        raise ScenarioError(f"{name} inherits from itself", "name another system", file, *lines["inherits"], "inherits")
    try:
        base, base_places = _merged(str(parent), folders, (*children, name))
    except ScenarioError as error:
        raise error.within(file, *lines["inherits"]) from None
    merged = _overlay({k: v for k, v in base.items() if k not in ("name", "title", "summary")}, raw, "", 0)
    return merged, {**base_places, **places}


def _shown(path: Path) -> str:
    """Built-in files by their place in the package, others as they are."""
    return str(path.relative_to(HERE.parent)) if path.is_relative_to(HERE) else str(path)


def _overlay(base: dict[str, Any], top: dict[str, Any], path: str, depth: int) -> dict[str, Any]:
    out = dict(base)
    for key, value in top.items():
        here = f"{path}.{key}" if path else key
        if value is None:
            out.pop(key, None)
        elif isinstance(value, dict) and isinstance(out.get(key), dict) and _is_branch(here):
            out[key] = _overlay(out[key], value, here, depth + 1)
        else:
            out[key] = value
    return out


def _is_branch(path: str) -> bool:
    """True where a mapping holds several things: a component, a key by target class, the hypotheses."""
    parts = path.split(".")
    if len(parts) == 1:
        return parts[0] in KEYS or parts[0] == "hypotheses"
    return (
        len(parts) == 2
        and parts[0] in KEYS
        and parts[1] in KEYS[parts[0]]
        and KEYS[parts[0]][parts[1]].kind == "classes"
    )


# ---- one file ----------------------------------------------------------------------------------
class _Reader:
    """Reads one merged mapping and collects everything that is wrong with it."""

    def __init__(self, name: str, raw: dict[str, Any], places: Places, known: Mapping[str, Source]) -> None:
        self.name, self.raw, self.places, self.known = name, raw, places, known
        self.issues: list[Issue] = []

    def place(self, path: str) -> tuple[str, int, int]:
        while path and path not in self.places:
            path = path.rpartition(".")[0]
        return self.places[path]

    def complain(self, path: str, problem: str, right: str = "") -> None:
        self.issues.append(Issue(problem, right, *self.place(path), path))

    def system(self) -> System:
        kind = self._head()
        components = {part: self._component(part) for part in self._components(kind)}
        hypotheses = self._hypotheses(components)
        if self.issues:
            raise ScenarioError.many(sorted(self.issues, key=lambda issue: (issue.file, issue.line)))
        head = {key: str(self.raw.get(key) or "").strip() for key in ("title", "summary", "inherits")}
        return System(
            self.name, kind=kind, components=components, hypotheses=hypotheses, file=self.places[""][0], **head
        )

    def _head(self) -> str:
        if self.raw.get("name") != self.name:
            self.complain("name", f'the name is not that of the file, "{self.name}"', f"write name: {self.name}")
        if not self.raw.get("title"):
            self.complain("title", 'missing "title"', "write title: the usual name")
        kind = self.raw.get("kind")
        if kind in KINDS_OF_SYSTEM:
            return str(kind)
        problem = f'unknown kind "{kind}"' if kind else 'missing "kind"'
        raise ScenarioError(problem, suggest(str(kind or ""), KINDS_OF_SYSTEM), *self.place("kind"), "kind")

    def _components(self, kind: str) -> list[str]:
        needed, optional = COMPONENTS[kind]
        for part in self.raw:
            if part not in (*HEAD, *needed, *optional):
                self.complain(part, f'unknown key "{part}"', suggest(part, (*HEAD, *needed, *optional)))
        for part in needed:
            if part not in self.raw:
                self.complain("", f'missing "{part}"', f"a {kind} needs {', '.join(needed)}")
        found = [part for part in (*needed, *optional) if part in self.raw]
        for part in found:
            if not isinstance(self.raw[part], dict):
                self.complain(part, f"{part} is not a mapping", "write key: {value: ..., basis: ...} below it")
        return [part for part in found if isinstance(self.raw[part], dict)]

    def _component(self, part: str) -> dict[str, Value]:
        keys, given = KEYS[part], self.raw[part]
        for name in given:
            if name not in keys:
                self.complain(f"{part}.{name}", f'unknown key "{name}"', suggest(name, list(keys)))
        missing = [name for name, key in keys.items() if name not in given and not key.optional]
        if missing:
            right = f'write "{missing[0]}: {{value: {example(keys[missing[0]])}, basis: ...}}"'
            self.complain(part, f"missing {', '.join(missing)}", right)
        read = {name: self._value(f"{part}.{name}", key, given[name]) for name, key in keys.items() if name in given}
        return {name: value for name, value in read.items() if value is not None}

    def _value(self, path: str, key: Key, raw: Any) -> Value | None:
        if key.kind != "classes":
            return self._single(path, key, raw)
        if not isinstance(raw, dict):
            self.complain(path, "one value per target class is wanted", f"write {', '.join(TARGET_CLASSES)} below it")
            return None
        for name in raw:
            if name not in TARGET_CLASSES:
                self.complain(f"{path}.{name}", f'there is no target class "{name}"', suggest(name, TARGET_CLASSES))
        missing = [name for name in TARGET_CLASSES if name not in raw]
        if missing:
            self.complain(path, f"missing {', '.join(missing)}", "write a value for each target class")
        read = {name: self._single(f"{path}.{name}", key, raw[name]) for name in TARGET_CLASSES if name in raw}
        return {name: value for name, value in read.items() if value is not None}

    def _single(self, path: str, key: Key, raw: Any) -> Quantity | None:
        try:
            value = read_value(key, raw)
        except ScenarioError as error:
            self._take(error, path)
            return None
        lack = support_issue(value, self.known)
        if lack:
            self.complain(path, lack.problem, lack.right)
        return value

    def _take(self, error: ScenarioError, path: str) -> None:
        for issue in error.issues:
            self.complain(f"{path}.{issue.path}" if issue.path else path, issue.problem, issue.right)

    # -- hypotheses
    def _hypotheses(self, components: Mapping[str, object]) -> dict[str, Hypothesis]:
        raw = self.raw.get("hypotheses") or {}
        if not isinstance(raw, dict):
            self.complain("hypotheses", "hypotheses is not a mapping", "write name: {question: ..., alternatives: ...}")
            return {}
        found: dict[str, Hypothesis] = {}
        for name, item in raw.items():
            path = f"hypotheses.{name}"
            try:
                hypothesis = Hypothesis.model_validate(item)
            except ValidationError as error:
                self._take_shape(error, path)
                continue
            read = {
                k: self._alternative(f"{path}.alternatives.{k}", a, components)
                for k, a in hypothesis.alternatives.items()
            }
            found[name] = hypothesis.model_copy(update={"alternatives": read})
        return found

    def _take_shape(self, error: ValidationError, path: str) -> None:
        for issue in issues_of(error, Hypothesis, lambda below: self.place(_join(path, below))):
            self.issues.append(replace(issue, path=_join(path, issue.path)))

    def _alternative(self, path: str, alternative: Alternative, components: Mapping[str, object]) -> Alternative:
        for index, claim in enumerate(alternative.claims):
            if claim.source not in self.known:
                problem = f'unknown source "{claim.source}"'
                self.complain(f"{path}.claims.{index}", problem, suggest(claim.source, list(self.known)))
        values: dict[str, Quantity] = {}
        for key, raw in alternative.set.items():
            where = f"{path}.set.{key}"
            try:
                key_of(key)
                if key.split(".")[0] not in components:
                    raise ScenarioError(
                        f"{self.name} has no {key.split('.')[0]}", suggest(key, list(components)), path=key
                    )
                read = read_setting(key, raw)
            except ScenarioError as error:
                for issue in error.issues:
                    self.complain(where + issue.path.removeprefix(key), issue.problem, issue.right)
                continue
            values.update({k: self._supported(v, alternative, where) for k, v in read.items()})
        return alternative.model_copy(update={"set": values})

    def _supported(self, value: Quantity, alternative: Alternative, where: str) -> Quantity:
        """A bare value of an alternative leans on the claims of that alternative; without any it is a guess."""
        if not value.basis:
            basis = "guess"
            if alternative.claims:
                opened = any(self.known[c.source].opened for c in alternative.claims if c.source in self.known)
                basis = "sourced" if opened else "repeated"
            note = value.note or alternative.note or "one alternative of a hypothesis"
            return replace(value, basis=basis, claims=alternative.claims, note=note)
        lack = support_issue(value, self.known)
        if lack:
            self.complain(where, lack.problem, lack.right)
        return value


def _join(path: str, below: str) -> str:
    return f"{path}.{below}" if below else path
