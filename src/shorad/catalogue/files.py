"""The files of the catalogue: which there are, the sources, and one file over what it inherits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from shorad.catalogue.keys import KEYS
from shorad.catalogue.model import Source
from shorad.catalogue.parsed import read_kept
from shorad.errors import ScenarioError, suggest
from shorad.spec.text_file import read_text
from shorad.spec.yaml_text import Lines, read_mapping

HERE = Path(__file__).parent
FOLDERS = (HERE / "systems", HERE / "targets")
MAX_INHERITANCE = 8
Places = dict[str, tuple[str, int, int]]  # dotted path -> (file, line, column)


# ---- finding -----------------------------------------------------------------------------------
def own_files(folders: Sequence[str]) -> dict[str, Path]:
    """Files of systems in folders of one's own, the first folder first."""
    paths = [path for folder in reversed(folders) for path in sorted(Path(folder).glob("*.yaml"))]
    return {path.stem: path for path in paths if path.name != "sources.yaml"}


@lru_cache(maxsize=1)
def built_in_files() -> Mapping[str, Path]:
    return {path.stem: path for folder in FOLDERS for path in sorted(folder.glob("*.yaml"))}


def files(folders: Sequence[str]) -> dict[str, Path]:
    return {**built_in_files(), **own_files(folders)}


def list_systems(folders: Sequence[str] = ()) -> tuple[str, ...]:
    """Names of all systems, sorted; a system in `folders` takes the place of a built-in one of that name."""
    return tuple(sorted(files(folders)))


def sources(folders: Sequence[str] = ()) -> Mapping[str, Source]:
    """All sources by id: those of the built-in catalogue and of `sources.yaml` in `folders`."""
    found = dict(_built_in_sources())
    for path in (Path(folder) / "sources.yaml" for folder in folders):
        if path.exists():
            found.update(_read_sources(path))
    return found


@lru_cache(maxsize=1)
def _built_in_sources() -> Mapping[str, Source]:
    return dict(_read_sources(HERE / "sources.yaml"))


def _read_sources(path: Path) -> Iterator[tuple[str, Source]]:
    file = str(path)
    raw, lines = _read(path, file, "a list of sources")
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


def _read(path: Path, file: str, what: str) -> tuple[dict[str, Any], Lines]:
    text = read_text(path, what)
    return read_kept(text, file, what) if path.is_relative_to(HERE) else read_mapping(text, file, what)


# ---- inheritance -------------------------------------------------------------------------------
def merged(name: str, folders: Sequence[str], children: tuple[str, ...]) -> tuple[dict[str, Any], Places]:
    """The raw mapping of a file over that of what it inherits. A value is replaced whole; `null` takes it away."""
    path = files(folders).get(name)
    if path is None:
        raise ScenarioError(f'unknown system "{name}"', suggest(name, list_systems(folders)))
    file = _shown(path)
    raw, lines = _read(path, file, "a system")
    places: Places = {key: (file, *at) for key, at in lines.items()}
    places[""] = (file, 1, 1)
    parent = raw.get("inherits")
    if parent is None:
        return raw, places
    if name in children or len(children) >= MAX_INHERITANCE:
        raise ScenarioError(f"{name} inherits from itself", "name another system", file, *lines["inherits"], "inherits")
    try:
        base, base_places = merged(str(parent), folders, (*children, name))
    except ScenarioError as error:
        raise error.within(file, *lines["inherits"]) from None
    whole = _overlay({k: v for k, v in base.items() if k not in ("name", "title", "summary")}, raw, "", 0)
    return whole, {**base_places, **places}


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
