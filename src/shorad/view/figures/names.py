"""All figures by name: what each needs, when it is there, how it is drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Any

from shorad.errors import ScenarioError, suggest
from shorad.results.chain import chain
from shorad.view.figures import answer, cover, histograms, paths, timeline, why
from shorad.view.figures import chain as flow
from shorad.view.figures.material import Material
from shorad.view.figures.style import TITLE, Theme, frame, new_figure, png, run_foot, styled

Size = tuple[float, float] | Callable[[Material], tuple[float, float]]  # inches


@dataclass(frozen=True)
class Kind:
    """A figure: its title, when it is there, what is missing when it is not."""

    title: str
    size: Size
    draw: Callable[[Any, Material, Theme], None]
    there: Callable[[Material], bool]
    missing: str
    foot: str = "runs"  # what the foot tells of: runs | replicate | map


def _answered(given: Material) -> bool:
    about = given.results.about
    return bool(about.answer) and about.answer in given.results.measures


def _parts(given: Material) -> bool:
    path = given.results.about.answer
    return any(path in part.results.measures for part in given.results.parts)


def _butfor(given: Material) -> bool:
    return bool(given.results.butfor_tables)


def _recorded(given: Material) -> bool:
    return given.recording is not None


def _mapped(given: Material) -> bool:
    return given.coverage is not None


NO_REPLICATE, NO_MAP = "no replicate can be run again", "nothing can be mapped"
KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "answer": Kind("The answer and its three intervals", (9.0, 2.7), answer.draw_answer, _answered,
                       "nothing of the kind occurred"),
        "draws": Kind("The answer in each draw of what is not known", (9.0, 3.6), answer.draw_draws,
                      lambda g: _answered(g) and len(g.results.draws) > 1, "there is one draw only"),
        "parts": Kind("The answer part by part", lambda g: (9.0, 1.3 + 0.42 * len(answer.parts_of(g.results))),
                      answer.draw_parts, _parts, "its scenario has no split or sweep"),
        "histograms": Kind("How single raids came out", histograms.size, histograms.draw_histograms,
                           lambda g: bool(histograms.shown(g.results)), "nothing occurred"),
        "chain": Kind("Where the chain broke", (9.0, 4.4), flow.draw_chain, lambda g: chain(g.results) is not None,
                      "nothing came"),
        "reasons": Kind("The first broken link behind each", why.reasons_size, why.draw_reasons,
                        lambda g: bool(why.tables(g.results)), "nothing leaked and nothing was lost"),
        "butfor": Kind("But for one link", why.butfor_size, why.draw_butfor, _butfor,
                       "nothing was run again with an ideal link, or nothing went wrong"),
        "timeline": Kind("One raid over time", timeline.size, timeline.draw_timeline, _recorded, NO_REPLICATE,
                         "replicate"),
        "paths": Kind("The same raid from above", paths.size, paths.draw_paths, _recorded, NO_REPLICATE, "replicate"),
        "coverage_map": Kind("Where the defence sees", (9.0, 6.8), cover.draw_map, _mapped, NO_MAP, "map"),
        "coverage_polar": Kind("How far it sees, by bearing", (9.0, 5.5), cover.draw_polar, _mapped, NO_MAP, "map"),
        "coverage_cut": Kind("How far it sees, by height", (9.0, 3.8), cover.draw_cut, _mapped, NO_MAP, "map"),
    }
)  # fmt: skip


def check(names: Sequence[str]) -> None:
    """ScenarioError for a name that there is not."""
    for name in names:
        if name not in KINDS:
            raise ScenarioError(f'there is no figure "{name}"', suggest(name, tuple(KINDS)), "--figure")


def there(given: Material) -> list[str]:
    """The figures that this material gives, in reading order."""
    return [name for name, kind in KINDS.items() if kind.there(given)]


def draw(name: str, given: Material, theme: Theme, titled: bool = True) -> Any:
    """A figure by name (matplotlib Figure), with its title where `titled`. ScenarioError when it is not there."""
    check([name])
    kind = KINDS[name]
    if not kind.there(given):
        why_not = "; ".join(given.notes()) or kind.missing
        raise ScenarioError(f"this result has no figure {name}: {why_not}", f"it has {', '.join(there(given))}")
    width, height = kind.size(given) if callable(kind.size) else kind.size
    with styled(theme):
        figure = new_figure(width, height + TITLE * titled)
        kind.draw(figure, given, theme)
        frame(figure, title(name, given) if titled else "", footing(name, given))
    figure._repr_png_ = partial(png, figure, theme)  # a notebook shows it as it is, without pyplot
    return figure


def title(name: str, given: Material) -> str:
    """The title of a figure, with what it shows of where that varies."""
    kind = KINDS[name]
    if kind.foot == "replicate" and given.recording is not None:
        story = given.recording.story
        return f"{kind.title}: replicate {story.r} of draw {story.k} ({story.chosen})"
    if name == "coverage_map" and given.coverage is not None:
        return f"{kind.title}, {given.coverage.height:g} m above the ground"
    return kind.title


def footing(name: str, given: Material) -> str:
    """What stands in the foot: how many runs, which seed; for one replicate its address; for a map what it leans on."""
    kind, results = KINDS[name], given.results
    if kind.foot == "replicate" and given.recording is not None:
        story = given.recording.story
        again = "run again exactly" if story.reproduced else "NOT the stored replicate: see the note"
        return f"one of {len(results):,} runs (seed {story.seed}, draw {story.k}, replicate {story.r}), {again}"
    if kind.foot == "map" and given.coverage is not None:
        return cover.foot_text(given.coverage)
    text = run_foot(results)
    if name == "butfor" and results.butfor is not None:
        text = (
            f"{results.butfor.rerun:,} of {results.butfor.affected:,} affected runs again per link, equal luck; {text}"
        )
    return text
