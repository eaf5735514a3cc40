"""The pages of explain, cite and catalogue show marks for what is not confirmed."""

from dataclasses import dataclass, field
from types import SimpleNamespace

from shorad.spec.quantity import Claim, Quantity
from shorad.view import catalogue, cite, explain
from shorad.view.tables import render


@dataclass
class Row:
    path: str
    value: str = "36 km"
    basis: str = "sourced"
    meaning: str = "range"
    range: str = ""
    distribution: str = ""
    sources: tuple[str, ...] = ("book",)
    where: str = "catalogue"


def test_explain_marks_what_is_not_confirmed() -> None:
    rows = [
        Row("pantsir_s1.search_radar.ref_range", range="32 km .. 36 km", distribution="triangular"),
        Row("pantsir_s1.crew.reaction", basis="unverified"),
        Row("pantsir_s1.crew.cue_error", basis="GUESS", sources=()),
        Row("duration", sources=(), where="--set duration=5 min", basis=""),
    ]
    text = render(explain.explain("What then?", rows, ["nobody attacks depot"]), width=160)
    assert "1 from sources, 0 computed, 1 unverified, 1 guesses; 1 are varied" in text
    line = {key: next(row for row in text.splitlines() if row.startswith(key)) for key in ("reaction", "cue_error")}
    assert "~ unverified" in line["reaction"]
    assert "? guess" in line["cue_error"]
    assert "--set duration=5 min" in text
    assert "warning: nobody attacks depot" in text


def test_cite_puts_the_most_used_first() -> None:
    def entry(name: str, opened: bool, *paths: str) -> SimpleNamespace:
        made = SimpleNamespace(id=name, title=f"About {name}", author="X", year="2001", url="", kind="book",
                               reliability="B", opened=opened, note="")  # fmt: skip
        return SimpleNamespace(source=made, paths=paths)

    text = render(cite.cite("Which?", [entry("a", True, "p"), entry("b", False, "p", "q")]))
    assert text.index("[b]") < text.index("[a]")
    assert "2 sources; 1 were opened" in text
    assert "~ unverified: not opened" in text


@dataclass
class System:
    name: str = "tor"
    title: str = "Tor-M2"
    kind: str = "fire_unit"
    summary: str = "A vehicle."
    hypotheses: dict = field(default_factory=dict)

    def values(self):
        claim = (Claim("25 km", "book", grade="B2"),)
        yield (
            "search_radar.ref_range",
            Quantity(25e3, "length", 2e4, 27e3, "triangular", None, "sourced", claim, "", "25 km"),
        )
        yield "crew.operators", Quantity(2.0, basis="guess", note="leans on photographs", text="2")


def test_catalogue_lists_and_shows() -> None:
    assert "2 values, 1 guesses" in render(catalogue.catalogue([System()]))
    text = render(catalogue.system(System(), {"crew.operators": "people at work"}), width=160)
    assert "20 km .. 27 km triangular" in text
    assert "book B2" in text
    assert "people at work" in text
    assert "? guess" in text
    assert "audited" not in text
    once = catalogue.system(System(), {}, {"search_radar.ref_range": "audited", "crew.operators": "provisional"})
    lines = render(once, width=160).splitlines()
    assert any("ref_range" in line and line.endswith("audited") for line in lines)
    assert any("operators" in line and line.endswith("provisional") for line in lines)
