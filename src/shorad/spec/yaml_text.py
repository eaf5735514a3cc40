"""A YAML 1.2 file as plain Python values, with the line of every key. Never a traceback, whatever the file holds.

The events of ruamel.yaml are put together here, not by its constructor: that gives each value its position, keeps
keys as text, reports duplicate keys, and bounds depth and the expansion of aliases before they cost anything.
"""

from __future__ import annotations

import gc
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from shorad.errors import Issue, ScenarioError

MAX_DEPTH = 24
MAX_LINE = 20_000  # characters: some scanners of YAML take quadratic time in the length of a line
MAX_VALUES = 100_000
Lines = dict[str, tuple[int, int]]
_MERGE = "<<"
# what ruamel.yaml lets through on damaged input besides its own errors
_PARSER_FAILURES = (
    YAMLError, ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError, RecursionError,
    OverflowError, NotImplementedError,
)  # fmt: skip


@dataclass(slots=True)
class _Node:
    """A value and where it stands; `size` counts the values below, aliases expanded."""

    value: Any  # scalar, list[_Node] or dict[str, _Node]
    line: int
    column: int
    key_at: dict[str, tuple[int, int]] = field(default_factory=dict)
    size: int = 1
    open: bool = False
    text: str = ""  # a scalar as written: keys stay text, whatever they look like


def read_mapping(text: str, file: str, what: str = "a scenario") -> tuple[dict[str, Any], Lines]:
    """The mapping that `text` holds, and (line, column) of each dotted path, 1-based."""
    root = _compose(text, file)
    if root is None:
        raise ScenarioError("the file is empty", f"{what} starts with a key, such as question: or name:", file, 1)
    if not isinstance(root.value, dict):
        raise ScenarioError(f"this is no mapping of keys, {what} is", "write key: value lines", file, root.line)
    lines: Lines = {}
    _collect_lines(root, "", lines)
    mapping: dict[str, Any] = _plain(root)
    return mapping, lines


def read_value(text: str, label: str) -> Any:
    """One value written on a command line, as YAML: `36 km`, `0.3`, `[4 s, 5 s, 6 s]`, `{value: 3, range: [2, 4]}`."""
    if len(text) > 10_000:
        raise ScenarioError("the value is longer than 10,000 characters", "write it in the scenario", label[:60])
    try:
        node = _compose(text, label)
    except ScenarioError as error:
        raise ScenarioError(error.first.problem, error.first.right, label) from None
    if node is None or node.value is None:
        raise ScenarioError("nothing stands after the =", "write path=value", label)
    return _plain(node)


def _collect_lines(node: _Node, path: str, lines: Lines) -> None:
    if isinstance(node.value, dict):
        for key, child in node.value.items():
            here = f"{path}.{key}" if path else key
            lines[here] = node.key_at[key]
            _collect_lines(child, here, lines)
    elif isinstance(node.value, list):
        for index, child in enumerate(node.value):
            lines[f"{path}.{index}"] = (child.line, child.column)
            _collect_lines(child, f"{path}.{index}", lines)


def _plain(node: _Node) -> Any:
    if isinstance(node.value, dict):
        return {key: _plain(child) for key, child in node.value.items()}
    return [_plain(child) for child in node.value] if isinstance(node.value, list) else node.value


def _compose(text: str, file: str) -> _Node | None:
    _check_lines(text, file)
    builder = _Builder(file)
    collecting = gc.isenabled()
    gc.disable()  # thousands of small objects that all stay: the collector's passes over them would take half the time
    try:
        for event in _events(text):
            builder.take(event)
    except ScenarioError:
        raise
    except MarkedYAMLError as error:
        raise _not_yaml(error, file) from None
    except _PARSER_FAILURES as error:
        line = text.count("\n", 0, getattr(error, "position", 0) or 0) + 1
        raise ScenarioError("this is not YAML", _first_line(error), file, line) from None
    finally:
        if collecting:
            gc.enable()
    if builder.issues:
        raise ScenarioError.many(builder.issues)
    return builder.root


def _check_lines(text: str, file: str) -> None:
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > MAX_LINE:
            right = "break it, and put tracks into Parquet"
            raise ScenarioError(f"a line of more than {MAX_LINE} characters", right, file, number)


def _events(text: str) -> Iterator[Any]:
    yaml = YAML(typ="safe", pure=True)
    yield from yaml.parse(text)


def _not_yaml(error: MarkedYAMLError, file: str) -> ScenarioError:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    problem = " ".join(str(part) for part in (error.context, error.problem) if part)
    right = (
        "indent with spaces, not tabs"
        if "\\t" in problem
        else "check the indentation, colons, quotes and brackets near here"
    )
    return ScenarioError(f"this is not YAML: {problem}", right, file, line, column)


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:120]


class _Builder:
    """Events in, one tree of nodes out."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.root: _Node | None = None
        self.stack: list[_Node] = []
        self.keys: list[_Node | None] = []  # for each open mapping the key that waits for its value
        self.anchors: dict[str, _Node] = {}
        self.issues: list[Issue] = []
        self.documents = 0
        self.values = 0

    def take(self, event: Any) -> None:
        if isinstance(event, ScalarEvent):
            self._add(self._scalar(event))
        elif isinstance(event, MappingStartEvent | SequenceStartEvent):
            self._open(event)
        elif isinstance(event, MappingEndEvent | SequenceEndEvent):
            self._close()
        elif isinstance(event, AliasEvent):
            self._add(self._alias(event))
        elif isinstance(event, DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                raise self._error(event, "a second document starts here", "write one document per file, without ---")

    def _error(self, event: Any, problem: str, right: str) -> ScenarioError:
        mark = event.start_mark
        return ScenarioError(problem, right, self.file, mark.line + 1, mark.column + 1)

    def _anchor(self, event: Any, node: _Node) -> _Node:
        if event.anchor is not None:
            self.anchors[event.anchor] = node
        return node

    def _node(self, event: Any, value: Any) -> _Node:
        return self._anchor(event, _Node(value, event.start_mark.line + 1, event.start_mark.column + 1))

    def _scalar(self, event: Any) -> _Node:
        plain = event.style is None or event.style == ""
        self._no_tag(event)
        try:
            value = resolve(event.value) if plain else event.value
        except ValueError:
            raise self._error(event, f"{event.value[:40]} is not a finite number", "write a finite number") from None
        node = self._node(event, value)
        node.text = event.value
        return node

    def _no_tag(self, event: Any) -> None:
        tag = getattr(event, "ctag", None) or getattr(event, "tag", None)
        if tag is not None and str(tag) not in ("None", "!"):
            raise self._error(event, f"the tag {str(tag)[:40]} is not used here", "leave the tag out")

    def _open(self, event: Any) -> None:
        self._no_tag(event)
        if len(self.stack) >= MAX_DEPTH:
            raise self._error(event, f"nested more than {MAX_DEPTH} levels deep", "write it flatter")
        mapping = isinstance(event, MappingStartEvent)
        if mapping and self._waits_for_key():
            raise self._error(event, "a mapping stands where a key is wanted", 'put text in { } into quotes: "..."')
        if self._waits_for_key():
            raise self._error(event, "a list stands where a key is wanted", "write key: value")
        node = self._node(event, {} if mapping else [])
        node.open = True
        self.stack.append(node)
        self.keys.append(None)

    def _close(self) -> None:
        node = self.stack.pop()
        self.keys.pop()
        node.open = False
        self._add(node)

    def _alias(self, event: Any) -> _Node:
        node = self.anchors.get(event.anchor)
        if node is None:
            raise self._error(event, f"the anchor &{event.anchor} is not known", "define it above its first use")
        if node.open:
            raise self._error(event, f"*{event.anchor} stands inside itself", "refer to something that ends above")
        mark = event.start_mark
        return _Node(node.value, mark.line + 1, mark.column + 1, node.key_at, node.size)

    def _waits_for_key(self) -> bool:
        return bool(self.stack) and isinstance(self.stack[-1].value, dict) and self.keys[-1] is None

    def _add(self, node: _Node) -> None:
        self.values += 1
        if self.values + node.size > MAX_VALUES:
            problem = f"more than {MAX_VALUES} values, aliases expanded"
            raise ScenarioError(
                problem, "describe groups, and put tracks into Parquet", self.file, node.line, node.column
            )
        if not self.stack:
            self.root = node
            return
        parent = self.stack[-1]
        if isinstance(parent.value, list):
            parent.size += node.size
            parent.value.append(node)
        elif self.keys[-1] is None:
            self.keys[-1] = self._checked_key(node)
        else:
            parent.size += node.size + 1
            key, self.keys[-1] = self.keys[-1], None
            self._set(parent, key, node)

    def _checked_key(self, node: _Node) -> _Node:
        if isinstance(node.value, dict | list) or node.value is None or node.value == "":
            raise ScenarioError("this is no key", "write key: value", self.file, node.line, node.column)
        return node

    def _set(self, parent: _Node, key: _Node, node: _Node) -> None:
        if key.text == _MERGE:
            raise ScenarioError("merge keys are not used here", "write the keys out", self.file, key.line, key.column)
        if key.text in parent.value:
            problem, first = f'the key "{key.text}" stands twice', parent.key_at[key.text][0]
            right = f"it is already in line {first}; rename or remove one"
            self.issues.append(Issue(problem, right, self.file, key.line, key.column))
        else:
            parent.value[key.text] = node
            parent.key_at[key.text] = (key.line, key.column)


_INT = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_WORDS = {"": None, "~": None, "null": None, "Null": None, "NULL": None, "true": True, "True": True, "TRUE": True}
_WORDS |= {"false": False, "False": False, "FALSE": False}


def resolve(text: str) -> Any:
    """A plain scalar by the core schema of YAML 1.2 (`no` and `12:30` are text). ValueError: not finite."""
    if text in _WORDS:
        return _WORDS[text]
    if _INT.fullmatch(text):
        return _whole(text)
    if _FLOAT.fullmatch(text):
        value = float(text)
        if math.isfinite(value):
            return value
        raise ValueError(text)
    if _NOT_FINITE.fullmatch(text):
        raise ValueError(text)
    return text


def _whole(text: str) -> int:
    if len(text) > 300:
        raise ValueError(text)
    return int(text, 0) if text[:2] in ("0o", "0x") else int(text)
