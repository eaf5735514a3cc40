"""What the compiler understood: every number by its path, every disputed structure, and where each came from."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from shorad.compile.beside import digests
from shorad.compile.draw import Value, address, draw
from shorad.compile.names import nearest
from shorad.errors import ScenarioError, Warnings, suggest
from shorad.spec.quantity import Claim, Quantity

if TYPE_CHECKING:
    from shorad.catalogue import System
    from shorad.compile.plan import Plan
    from shorad.compile.terrain import Surface
    from shorad.interop.recording import Aircraft
    from shorad.spec import Scenario

Now = Mapping[str, Value]  # path -> number in SI, or word


@dataclass(frozen=True)
class Entity:
    """One thing with a name: which group it belongs to, its number there, what it is."""

    name: str
    group: str  # name of the group
    path: str  # of the group in the scenario
    index: int  # in the group, from 0
    system: str
    carrier: str = ""  # of a munition
    serial: int = -1


@dataclass(frozen=True)
class Parameter:
    """One number or word that the model depends on."""

    path: str
    quantity: Quantity
    meaning: str = ""
    integer: bool = False
    words: tuple[str, ...] = ()  # what may stand here, for an enumeration
    where: str = "scenario"  # catalogue | scenario | default | group set | --set path=value


@dataclass(frozen=True)
class Branch:
    """One alternative of a hypothesis: what it sets, by full path."""

    name: str
    weight: float
    overlay: Mapping[str, Quantity]
    claims: tuple[Claim, ...] = ()
    note: str = ""


@dataclass(frozen=True)
class Hypothesis:
    """A question of structure; its path stands in a draw with the name of the branch taken."""

    path: str
    question: str
    branches: Mapping[str, Branch]
    where: str = "catalogue"


@dataclass
class Resolved:
    """A scenario with all names looked up. `parameters` holds everything, `uncertain` what a draw decides.

    Filled by `resolve`, read by everyone else; `plan` and `base` are what `build` computes once.
    """

    scenario: Scenario
    systems: dict[str, System]
    parameters: dict[str, Parameter]
    hypotheses: dict[str, Hypothesis]
    warnings: Warnings = field(default_factory=Warnings)
    uncertain: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()  # paths with a random number of their own, hypotheses first
    address_words: NDArray[np.uint64] = field(default_factory=lambda: np.zeros((0, 3), dtype=np.uint64))
    nominal: dict[str, Value] = field(default_factory=dict)  # of every path, under the heaviest branches
    untouched: dict[str, Value] = field(default_factory=dict)  # of the paths that branches change, without them
    overlays: dict[tuple[str, str], dict[str, Value]] = field(default_factory=dict)  # by hypothesis and branch
    plan: Plan | None = None
    base: Any = None
    recordings: dict[str, list[Aircraft]] = field(default_factory=dict)  # of groups of neutral traffic
    batteries: Mapping[str, System] = field(default_factory=dict)  # entry of the catalogue, by the group that names it
    surface: Surface | None = None  # the ground, where the scenario has relief

    def settle(self, used: Set[str]) -> None:
        """Keep the hypotheses that touch a used path, list what is uncertain, and fix the nominal values."""
        self.hypotheses = {
            path: h
            for path, h in self.hypotheses.items()
            if any(p in used for branch in h.branches.values() for p in branch.overlay)
        }
        for path, h in self.hypotheses.items():  # what nobody reads is in dispute for nobody
            branches = {
                name: replace(b, overlay={p: q for p, q in b.overlay.items() if p in used})
                for name, b in h.branches.items()
            }
            self.hypotheses[path] = replace(h, branches=branches)
        touched = {p for h in self.hypotheses.values() for branch in h.branches.values() for p in branch.overlay}
        self.untouched = {p: self.parameters[p].quantity.value for p in touched}
        self.overlays = {
            (path, name): {p: q.value for p, q in branch.overlay.items()}
            for path, h in self.hypotheses.items()
            for name, branch in h.branches.items()
        }
        self.uncertain = tuple(
            p for p, item in self.parameters.items() if p in used and (item.quantity.varies or p in touched)
        )
        touched &= used
        self.addresses = (*self.hypotheses, *self.uncertain)
        self.address_words = np.array([address(p) for p in self.addresses], dtype=np.uint64).reshape(-1, 3)
        self.nominal = {path: item.quantity.value for path, item in self.parameters.items()}
        self.nominal.update(draw(self, 0, -1))

    @property
    def files(self) -> tuple[tuple[str, str], ...]:
        """Name and sha256 of what is read beside the scenario: the file of the ground, recordings, own systems."""
        ground = self.surface and self.surface.ground
        name = Path(self.scenario.terrain.file or "").name
        return (*(((name, ground.sha256),) if ground and ground.sha256 else ()), *digests(self.scenario))

    def now(self, values: Now) -> dict[str, Value]:
        """Every path with its value: nominal, then the branches named in `values`, then its numbers."""
        out = dict(self.nominal)
        if any(values.get(path, out[path]) != out[path] for path in self.hypotheses):
            self._branch(out, values)
        for path, value in values.items():
            if path not in out:
                raise ScenarioError(f'there is no value "{path}"', nearest(path, list(out)))
            out[path] = value
        return out

    def _branch(self, out: dict[str, Value], values: Now) -> None:
        """Put the nominal values of the branches that `values` takes into `out`; the others keep their heaviest."""
        out.update(self.untouched)
        for path, h in self.hypotheses.items():
            name = str(values.get(path, self.nominal[path]))
            if name not in h.branches:
                raise ScenarioError(f'{path} has no alternative "{name}"', suggest(name, list(h.branches)))
            out.update(self.overlays[path, name])


def number(now: Now, path: str) -> float:
    """The number at a path; a flag written as a word counts as 1 or 0."""
    value = now[path]
    if isinstance(value, str):
        if value in ("yes", "no"):
            return 1.0 if value == "yes" else 0.0
        raise ScenarioError(f'{path} is "{value}", not a number', "write a number")
    return float(value)
