"""One value of a catalogue file, read by what its key takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from shorad.catalogue.keys import KEYS, TARGET_CLASSES, Key
from shorad.errors import Issue, ScenarioError, suggest
from shorad.spec.quantity import BASES, Dim, Quantity, fixed, read, read_claims
from shorad.units import DIMENSIONS

_WORD_KEYS = ("value", "basis", "claims", "note")
_FLAGS = {"yes": 1.0, "no": 0.0, "true": 1.0, "false": 0.0}


def key_of(path: str) -> Key:
    """The key that a path below a system names: ``search_radar.gate`` or ``missile.lethal_b.drone``."""
    component, _, rest = path.partition(".")
    name, _, target = rest.partition(".")
    if component not in KEYS:
        raise ScenarioError(f'there is no component "{component}"', suggest(component, list(KEYS)), path=path)
    if name not in KEYS[component]:
        right = suggest(name, list(KEYS[component]))
        raise ScenarioError(f'{component} has no key "{name}"', right, path=path)
    key = KEYS[component][name]
    if target and key.kind != "classes":
        raise ScenarioError(f"{component}.{name} is a single value", "end the path here", path=path)
    if target and target not in TARGET_CLASSES:
        raise ScenarioError(f'there is no target class "{target}"', suggest(target, TARGET_CLASSES), path=path)
    return key


def read_value(key: Key, raw: Any) -> Quantity:
    """`raw` as the value of `key` (of one target class where it has several). ScenarioError has a path below it."""
    if key.kind in ("flag", "word", "name"):
        return _read_word(key, raw)
    return read(raw, dim_of(key))


def dim_of(key: Key) -> Dim:
    """Dimension and bounds of a number."""
    return Dim(key.dimension, key.low, key.high, key.kind == "count", key.positive, key.kind == "chance")


def _read_word(key: Key, raw: Any) -> Quantity:
    if not isinstance(raw, Mapping):
        return _word(key, raw)
    for name in raw:
        if name not in _WORD_KEYS:
            right = f"{suggest(str(name), _WORD_KEYS)}. What is in dispute about a word is a hypothesis"
            raise ScenarioError(f'unknown key "{name}"', right, path=str(name))
    if "value" not in raw:
        raise ScenarioError('missing "value"', f'write "value: {_offer(key)}"')
    try:
        word = _word(key, raw["value"])
    except ScenarioError as error:
        raise error.within("", path="value") from None
    note, basis = str(raw.get("note") or ""), str(raw.get("basis") or "")
    if basis and basis not in BASES:
        raise ScenarioError(f'unknown basis "{basis}"', suggest(basis, BASES), path="basis")
    if basis == "guess" and not note.strip():
        raise ScenarioError("a guess without a note", "say in note: what it leans on")
    return replace(word, basis=basis, claims=read_claims(raw.get("claims")), note=note)


def _word(key: Key, raw: Any) -> Quantity:
    text = ("yes" if raw else "no") if isinstance(raw, bool) else str(raw)
    if isinstance(raw, dict | list) or raw is None:
        raise ScenarioError("this is no word", f"write {_offer(key)}")
    if key.kind == "flag":
        if text.lower() not in _FLAGS:
            raise ScenarioError(f'"{text[:60]}" is neither yes nor no', "write yes or no")
        return fixed(_FLAGS[text.lower()], text="yes" if _FLAGS[text.lower()] else "no")
    if key.kind == "word" and text not in key.words:
        raise ScenarioError(f'"{text[:60]}" is none of the words allowed here', suggest(text, key.words))
    return fixed(text, text=text)


def _offer(key: Key) -> str:
    if key.kind == "flag":
        return "yes or no"
    return " or ".join(key.words) if key.words else "the name of a system"


def read_setting(path: str, raw: Any) -> dict[str, Quantity]:
    """A value that replaces a catalogue value (`set:` of a group or an alternative, `--set`), by full path.

    A path that names no target class sets all of them, or those that the mapping `raw` names. Raises ScenarioError
    whose path starts with `path`.
    """
    key = key_of(path)
    if key.kind == "classes" and path.count(".") == 1:
        by_class = isinstance(raw, Mapping) and all(name in TARGET_CLASSES for name in raw)
        items = raw if by_class else dict.fromkeys(TARGET_CLASSES, raw)
        return {f"{path}.{name}": _placed(key, item, f"{path}.{name}") for name, item in items.items()}
    return {path: _placed(key, raw, path)}


def _placed(key: Key, raw: Any, path: str) -> Quantity:
    try:
        return read_value(key, raw)
    except ScenarioError as error:
        raise error.within("", path=path) from None


def example(key: Key) -> str:
    """What could be written for `key`, for an error about its absence."""
    if key.kind in ("flag", "word", "name"):
        return _offer(key).split(" or ")[0] if key.kind != "name" else "mam_l"
    return "[4 s, 5 s, 6 s]" if key.kind == "chance" else DIMENSIONS[key.dimension].example


def support_issue(value: Quantity, known: Mapping[str, object]) -> Issue | None:
    """What a catalogue value lacks in evidence; None when it is in order."""
    if not value.basis:
        return Issue("the value says no basis", f"add basis: {', '.join(BASES)}")
    return claims_issue(value, known)


def claims_issue(value: Quantity, known: Mapping[str, object]) -> Issue | None:
    """What the claims behind a value lack for its basis; a value without a basis needs none."""
    if value.basis in ("sourced", "repeated") and not value.claims:
        return Issue(f'a value that is "{value.basis}" without a claim', "add claims: [{value: ..., source: ...}]")
    if value.basis == "computed" and not (value.claims or value.note.strip()):
        return Issue("a computed value that does not say from what", "add a note or claims")
    for claim in value.claims:
        if claim.source not in known:
            return Issue(f'unknown source "{claim.source}"', suggest(claim.source, list(known)))
    return None
