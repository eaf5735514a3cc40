"""What a battery of the catalogue is made of, checked: its members exist, are what they should be, and can shoot."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from shorad.catalogue.files import list_systems, merged
from shorad.catalogue.model import System, Value
from shorad.errors import ScenarioError, suggest
from shorad.spec.quantity import Quantity

PART = "battery"
MEMBERS = {"member": ("fire_unit", "a fire unit"), "post": ("command_post", "a command post")}
DISPUTED = ("spread", "heading", "coordinated")  # what an alternative may set: the others decide who takes part
GUIDES = ("tracking_radar.channels", "optics.channels")
Complaint = tuple[str, str, str]  # path, problem, what would be right


def complaints(
    keys: Mapping[str, Value], folders: Sequence[str], load: Callable[[str, Sequence[str]], System]
) -> Iterator[Complaint]:
    """What is wrong with the members of a battery whose values are `keys`; `load` reads a system by its name."""
    known = list_systems(folders)
    for key, (kind, words) in MEMBERS.items():
        value, path = keys.get(key), f"{PART}.{key}"
        if not isinstance(value, Quantity):
            continue
        name = str(value.value)
        if name not in known:
            yield path, f'unknown system "{name}"', suggest(name, known)
        elif merged(name, folders, ())[0].get("kind") != kind:
            yield path, f"{name} is not {words}", "see shorad catalogue for what fits here"
        elif key == "member" and not can_guide(load(name, folders)):
            right = "name a fire unit with a tracking_radar or optics with channels of 1 or more"
            yield path, f"nothing on {name} can guide its missile or gun, so a battery of it cannot shoot", right
    count = keys.get("count")
    if isinstance(count, Quantity) and count.varies:
        yield f"{PART}.count", "the number of fire units cannot be an unknown", "write one number, without a range"


def can_guide(system: System) -> bool:
    """It has a weapon, and a radar or an eye that can follow a target for it."""
    armed = system.has("missile") or system.has("gun")
    found = (system.get(path) for path in GUIDES)
    return armed and any(q is not None and max(q.number, q.high) >= 1.0 for q in found)


def settable(path: str) -> None:
    """ScenarioError for a key of a battery that no alternative of a hypothesis may set."""
    part, _, key = path.partition(".")
    if part == PART and key not in DISPUTED:
        problem = f"an alternative cannot set {path}: who takes part is no matter of a draw"
        raise ScenarioError(problem, f"set one of {', '.join(f'{PART}.{each}' for each in DISPUTED)}", path=path)
