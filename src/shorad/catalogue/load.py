"""Catalogue files into `System`: every value checked for unit, bounds, order, basis and sources, with file and line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from pydantic import ValidationError

from shorad.catalogue import battery
from shorad.catalogue.bands import upside_down
from shorad.catalogue.files import Places, built_in_files, list_systems, merged, own_files, sources
from shorad.catalogue.keys import COMPONENTS, KEYS, KINDS_OF_SYSTEM, TARGET_CLASSES, Key
from shorad.catalogue.model import Source, System, Value
from shorad.catalogue.read import example, key_of, read_setting, read_value, support_issue
from shorad.errors import Issue, ScenarioError, nearest, suggest
from shorad.spec.hypothesis import Alternative, Hypothesis
from shorad.spec.problems import issues_of
from shorad.spec.quantity import Quantity

HEAD = ("name", "title", "kind", "summary", "inherits", "hypotheses")


def load_system(name: str, folders: Sequence[str] = ()) -> System:
    """The system called `name`. ScenarioError when it is unknown (with the nearest names) or its file is wrong.

    Built-in systems are read once; those in `folders` each time, because somebody may be editing them.
    """
    if name in built_in_files() and name not in own_files(folders):
        return _built_in(name)
    raw, places = merged(name, folders, ())
    return _Reader(name, raw, places, sources(folders), folders).system()


@lru_cache(maxsize=256)
def _built_in(name: str) -> System:
    raw, places = merged(name, (), ())
    return _Reader(name, raw, places, sources()).system()


class _Reader:
    """Reads one merged mapping and collects everything that is wrong with it."""

    def __init__(
        self, name: str, raw: dict[str, Any], places: Places, known: Mapping[str, Source], folders: Sequence[str] = ()
    ) -> None:
        self.name, self.raw, self.places, self.known, self.folders = name, raw, places, known, folders
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
        self._bands(components)
        for complaint in battery.complaints(components.get(battery.PART, {}), self.folders, load_system):
            self.complain(*complaint)
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
        misspelt = {nearest(name, list(keys)) for name in given if name not in keys}
        missing = [
            name for name, key in keys.items() if name not in given and name not in misspelt and not key.optional
        ]
        if missing:
            right = f'write "{missing[0]}: {{value: {example(keys[missing[0]])}, basis: ...}}"'
            self.complain(part, f"missing {', '.join(missing)}", right)
        given = {**{name: _stand_in(key) for name, key in keys.items() if key.default}, **given}
        read = {name: self._value(f"{part}.{name}", key, given[name]) for name, key in keys.items() if name in given}
        return {name: value for name, value in read.items() if value is not None}

    def _bands(self, components: Mapping[str, dict[str, Value]]) -> None:
        def found(path: str) -> Quantity | None:
            component, _, name = path.partition(".")
            value = components.get(component, {}).get(name)
            return value if isinstance(value, Quantity) else None

        for low, _, problem, right in upside_down(found):
            self.complain(low, problem, right)

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
                battery.settable(key)
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


def _stand_in(key: Key) -> dict[str, str]:
    """What a file that does not name this key means by it."""
    return {"value": key.default, "basis": "guess", "note": key.reason}


def _join(path: str, below: str) -> str:
    return f"{path}.{below}" if below else path


__all__ = ["list_systems", "load_system", "sources"]
