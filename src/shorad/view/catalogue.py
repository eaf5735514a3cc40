"""The catalogue on the screen: the list of systems, and one system with all its values, claims and hypotheses."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from rich.console import Group, RenderableType
from rich.text import Text

from shorad.view.explain import LEGEND
from shorad.view.tables import heading, plain, stack

MARKS = {"guess": "? guess", "repeated": "~ unverified"}
READ_TWICE = "audited: two readings of the figures agree.  disputed: they differ.  provisional: read once."
KINDS = {
    "fire_unit": "what defends",
    "command_post": "what commands",
    "battery": "what stands together",
    "air": "what flies",
}


class System(Protocol):
    """A system as the catalogue holds it (`shorad.catalogue.System`)."""

    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def summary(self) -> str: ...
    @property
    def hypotheses(self) -> Mapping[str, Any]: ...
    def values(self) -> Iterator[tuple[str, Any]]: ...


def catalogue(systems: Iterable[System]) -> Group:
    """The list of systems, by kind."""
    found = list(systems)
    sections: list[Sequence[RenderableType]] = []
    for kind, words in KINDS.items():
        rows = [[s.name, s.title, _tally(s)] for s in found if s.kind == kind]
        if rows:
            sections.append([heading(f"{words} ({kind})"), plain(["", "", ""], rows, [26, 46, 26])])
    return stack([*sections, [Text("One of them: shorad catalogue NAME")]])


def _tally(system: System) -> str:
    bases = [getattr(quantity, "basis", "") for _, quantity in system.values()]
    return f"{len(bases)} values, {bases.count('guess')} guesses"


def system(item: System, meanings: Mapping[str, str], read_twice: Mapping[str, str] | None = None) -> Group:
    """One system whole. `meanings` gives plain words by path (`search_radar.ref_range`).

    `read_twice` says audited, disputed or provisional by path; without it that column stays empty.
    """
    twice = read_twice or {}
    head = [Text(f"{item.title} ({item.name})", style="bold"), Text(item.summary), Text(LEGEND, style="dim")]
    head += [Text(READ_TWICE, style="dim")] * bool(twice)
    sections: list[Sequence[RenderableType]] = [head]
    parts: dict[str, list[list[str]]] = {}
    for path, quantity in item.values():
        component, _, key = path.partition(".")
        cells = [*_cells(quantity), twice.get(path, "")]
        parts.setdefault(component, []).append([key, meanings.get(path, ""), *cells])
    for component, rows in parts.items():
        sections.append([heading(component), plain([""] * 7, rows, [24, 38, 12, 26, 12, 26, 11])])
    sections += [_hypothesis(name, each) for name, each in item.hypotheses.items()]
    return stack(sections)


def _cells(quantity: Any) -> list[str]:
    """Value, spread, basis, sources of a Quantity."""
    from shorad.units import format_si

    spread = ""
    if quantity.distribution != "fixed":
        ends = " .. ".join(format_si(end, quantity.dimension) for end in (quantity.low, quantity.high))
        spread = f"{ends} {quantity.distribution}"
    elif quantity.chance:
        spread = "by chance " + " .. ".join(format_si(quantity.chance[i], quantity.dimension) for i in (0, 2))
        spread = "by chance, exponential" if quantity.exponential else spread
    sources = dict.fromkeys(f"{claim.source} {claim.grade}".strip() for claim in quantity.claims)
    return [quantity.text or str(quantity.value), spread, MARKS.get(quantity.basis, quantity.basis), ", ".join(sources)]


def _hypothesis(name: str, hypothesis: Any) -> Sequence[RenderableType]:
    rows = [
        [
            f"  {label}",
            f"{alternative.weight:g}",
            ", ".join(f"{path} = {_word(value)}" for path, value in alternative.set.items()),
        ]
        for label, alternative in hypothesis.alternatives.items()
    ]
    return [heading(f"in dispute: {name}"), Text(hypothesis.question), plain(["", "", ""], rows, [30, 6, 80])]


def _word(value: Any) -> str:
    return str(getattr(value, "text", "") or getattr(value, "value", value))
