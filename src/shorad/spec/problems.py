"""What pydantic found wrong, said in the words of the file: line, path, what is wrong, what would be right."""

from __future__ import annotations

import types
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, Tag, ValidationError
from pydantic.fields import FieldInfo

from shorad.errors import Issue, nearest, suggest
from shorad.spec.noun import Text, Word
from shorad.spec.quantity import Dim
from shorad.units import DIMENSIONS

Place = Callable[[str], tuple[str, int, int]]  # path -> (file, line, column)
_EXAMPLES = {
    "question": "question: What chance has the depot?",
    "at": "at: [0 km, 0 km]",
    "system": "system: pantsir_s1",
    "target": "target: depot",
    "route": "route: [[0 km, 0 km, 0 km], [20 km, 5 km, 3 km]]",
    "alternatives": "alternatives: {first: {weight: 0.5, set: {}}, second: {weight: 0.5, set: {}}}",
    "values": "values: [10, 20, 40]",
    "path": "path: attack.drones.count",
    "set": "set: {search_radar.gate: radial}",
}
_SHAPES = {
    "model_type": "a mapping of keys",
    "model_attributes_type": "a mapping of keys",
    "dict_type": "a mapping of keys",
    "tuple_type": "a list",
    "list_type": "a list",
    "string_type": "text",
    "bool_type": "yes or no",
}


def issues_of(error: ValidationError, model: type[BaseModel], place: Place) -> list[Issue]:
    """Each problem once, in the order of the file."""
    items = error.errors(include_url=False)
    misspelt = {_intended(item, model) for item in items if item["type"] == "extra_forbidden"}
    found = [_issue(item, model, place) for item in items if item["type"] != "missing" or item["loc"] not in misspelt]
    return sorted(dict.fromkeys(found), key=lambda issue: (issue.line == 0, issue.line, issue.column))


def _issue(item: Any, model: type[BaseModel], place: Place) -> Issue:
    loc: tuple[int | str, ...] = item["loc"]
    kind, context = item["type"], item.get("ctx", {})
    path = _dotted(loc)
    if kind == "shorad":
        path = ".".join(part for part in (path, context["sub"]) if part)
        return Issue(context["problem"], context["right"], *place(path), path)
    if kind == "extra_forbidden":
        return Issue(f'unknown key "{loc[-1]}"', suggest(str(loc[-1]), _keys(model, loc[:-1])), *place(path), path)
    if kind == "missing":
        parent = _dotted(loc[:-1])
        right = f'write "{_example(str(loc[-1]), _model_at(model, loc[:-1]))}"'
        return Issue(f'missing "{loc[-1]}"', right, *place(parent), parent)
    if kind in _SHAPES:
        return Issue(
            f"{_shown(item['input'])} is not {_SHAPES[kind]}", f"write {_SHAPES[kind]} here", *place(path), path
        )
    return Issue(str(item["msg"]), "", *place(path), path)


def _intended(item: Any, model: type[BaseModel]) -> tuple[int | str, ...] | None:
    """Where a key would stand that is probably only misspelt: it is not reported as missing too."""
    loc: tuple[int | str, ...] = item["loc"]
    near = nearest(str(loc[-1]), _keys(model, loc[:-1]))
    return (*loc[:-1], near) if near else None


def _dotted(loc: Sequence[int | str]) -> str:
    """A pydantic location as a path of ours: without union tags (~ring) and without the mark of a key."""
    return ".".join(str(part) for part in loc if not str(part).startswith("~") and part != "[key]")


def _shown(raw: object) -> str:
    if raw is None:
        return "nothing"
    names: dict[type, str] = {dict: "a mapping", list: "a list", tuple: "a list"}
    return names.get(type(raw), f'"{str(raw)[:60]}"')


def _keys(model: type[BaseModel], loc: Sequence[int | str]) -> list[str]:
    found = _model_at(model, loc)
    return [field.alias or name for name, field in found.model_fields.items()] if found else []


def _example(key: str, model: type[BaseModel] | None) -> str:
    if key in _EXAMPLES:
        return _EXAMPLES[key]
    field = _field(model, key) if model else None
    for mark in field.metadata if field else ():
        if isinstance(mark, Dim):
            return f"{key}: {DIMENSIONS[mark.dimension].example}"
        if isinstance(mark, Word):
            return f"{key}: {mark.allowed[0]}"
        if isinstance(mark, Text):
            return f"{key}: ..."
    return f"{key}: ..."


def _field(model: type[BaseModel], key: str) -> FieldInfo | None:
    return next((f for name, f in model.model_fields.items() if key in (name, f.alias)), None)


def _model_at(model: type[BaseModel], loc: Sequence[int | str]) -> type[BaseModel] | None:
    """The model that a location leads to."""
    kind: Any = model
    for part in loc:
        kind = _step(_bare(kind, part), part)
    kind = _bare(kind, "")
    return kind if isinstance(kind, type) and issubclass(kind, BaseModel) else None


def _step(kind: Any, part: int | str) -> Any:
    if isinstance(part, str) and part.startswith("~"):
        return kind
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        field = _field(kind, str(part))
        return field.annotation if field else None
    if get_origin(kind) is dict:
        return get_args(kind)[1]
    if get_origin(kind) is tuple:
        return get_args(kind)[0]
    return None


def _bare(kind: Any, tag: int | str) -> Any:
    """Without Annotated and without None; of a tagged union the branch that `tag` names, or that is a mapping."""
    while get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    if get_origin(kind) not in (Union, types.UnionType):
        return kind
    branches = [b for b in get_args(kind) if b is not type(None)]
    named = [b for b in branches if any(isinstance(m, Tag) and m.tag == tag for m in getattr(b, "__metadata__", ()))]
    return _bare((named or branches)[0], tag)
