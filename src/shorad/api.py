"""The functions behind the public names of `shorad` that belong to no package below."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shorad.errors import ScenarioError, suggest

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from shorad.catalogue import Entry
    from shorad.compile import Row
    from shorad.results.coverage import Coverage
    from shorad.results.pick import Pick
    from shorad.results.results import Results
    from shorad.spec import Scenario
    from shorad.spec.study import Study
    from shorad.study.calibrate import Posterior
    from shorad.study.decision import Priced
    from shorad.study.rare import Rare
    from shorad.study.score import Hindcast
    from shorad.view.figures.material import Material
    from shorad.view.notebook import Page

_HERE = Path(__file__).parent
_STUDIES = (_HERE / "studies", _HERE.parent.parent / "studies")
_SHIPPED = (_HERE / "scenarios", _HERE.parent.parent / "scenarios")  # in the wheel; in the source tree


def scenarios() -> dict[str, Path]:
    """Scenarios that come with shorad: name -> file."""
    folder = next((each for each in _SHIPPED if each.is_dir()), None)
    return {path.stem: path for path in sorted(folder.glob("*.yaml"))} if folder else {}


def load(scenario: str | Path, settings: Mapping[str, Any] | None = None) -> Scenario:
    """A scenario from a file, or by the bare name of a shipped one. ScenarioError when anything in it is wrong.

    `settings` change single values, as `--set` does: `{"attack.drones.count": 8, "weather.visibility": "5 km"}`.
    """
    from shorad.spec.load import load_scenario

    given = {str(path): _written(value) for path, value in (settings or {}).items()}
    return load_scenario(_found(scenario), given)


def _written(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def load_study(name: str | Path, settings: Mapping[str, str] | None = None) -> tuple[Scenario, Study]:
    """A scenario and the studies written down for it: its own `study:` block, or a study file that names a scenario.

    A `run:` of a study file takes the place of the scenario's.
    """
    from shorad.spec.study import read_study
    from shorad.spec.written import at_its_name

    found = _found(name)
    study = read_study(found) if found.is_file() else None
    if study is None:
        scenario = load(found, settings)
        return scenario, scenario.study.written_at(lambda path: scenario.place(f"study.{path}"))
    beside = found.parent / study.scenario
    base = str(beside if beside.is_file() else study.scenario)
    try:
        scenario = load(base, settings)
    except ScenarioError as error:
        said = study.where("scenario")
        raise at_its_name(error, base, (said.file, said.line, said.column)) from None
    if study.run is not None:
        overrides, origin = scenario._overrides, scenario._origin
        scenario = scenario.model_copy(update={"run": study.run})
        scenario._overrides, scenario._origin = overrides, origin
    return scenario, study


def _found(scenario: str | Path) -> Path:
    path, name = Path(scenario), str(scenario)
    shipped = scenarios()
    if path.exists() or (len(path.parts) > 1 and name not in shipped):
        return path  # the loader says what is wrong with it
    stem = name.removesuffix(".yaml")
    if stem not in shipped:
        raise ScenarioError(f'there is no file and no scenario called "{name}"', suggest(stem, tuple(shipped)))
    return shipped[stem]


def studies() -> dict[str, Path]:
    """Decisions that come with shorad: name -> file."""
    folder = next((each for each in _STUDIES if each.is_dir()), None)
    files = sorted(folder.glob("*.yaml")) if folder else []
    return {path.stem: path for path in files if "\noptions:" in path.read_text(encoding="utf-8")}


def study_file(name: str | Path) -> Path:
    """The file of a decision: as named, or that of a shipped one by its bare name. ScenarioError without it."""
    path, shipped = Path(name), studies()
    if path.exists() or len(path.parts) > 1:
        return path  # the loader says what is wrong with it
    stem = str(name).removesuffix(".yaml")
    if stem not in shipped:
        raise ScenarioError(f'there is no file and no study called "{name}"', suggest(stem, tuple(shipped)))
    return shipped[stem]


def value(decision: str | Path, **settings: Any) -> Priced:
    """What knowing would be worth: `shorad study value`. `settings`: draws, replicates, seed, threads, progress."""
    from shorad.spec.decision import load_decision
    from shorad.study.decision import price

    return price(load_decision(study_file(decision)), load, **settings)


def hindcast(*records: str | Path, **settings: Any) -> Hindcast:
    """Published records beside predictions: `shorad hindcast`. All that ship when none is named.

    `settings`: draws, replicates, seed, threads, progress, executor, out, resume; what is left out as each record says.
    """
    from shorad.study.score import hindcast as run

    return run(records, load, **settings)


def calibrate(*records: str | Path, group: Sequence[str] = ("*",), **settings: Any) -> Posterior:
    """What records tell of the unknowns whose paths match `group`: `shorad calibrate`, with its defaults.

    `settings`: those of `hindcast`.
    """
    from shorad.catalogue.record_files import find_record
    from shorad.study.calibrate import DRAWS, REPLICATES
    from shorad.study.calibrate import calibrate as update
    from shorad.study.evidence import gather_all

    if not records:
        raise ScenarioError("no record is named", "calibrate('hmeimim_2018_07')")
    for name, usual in (("draws", DRAWS), ("replicates", REPLICATES)):
        settings[name] = settings.get(name) or usual
    asked = [find_record(name) for name in dict.fromkeys(records)]
    return update(gather_all("calibrate", asked, load, **settings), list(group))


def overrides(settings: list[str]) -> dict[str, str]:
    """`["path=value", ...]` of the command line as the `settings` of `load`. ScenarioError for one that is none."""
    found: dict[str, str] = {}
    for setting in settings:
        path, equals, value = setting.partition("=")
        if not equals or not path.strip():
            raise ScenarioError("no path=value", "write --set attack.drones.count=8", f"--set {setting}")
        if path.strip() in found:
            raise ScenarioError(f"{path.strip()} is set twice", "leave one of them out", f"--set {setting}")
        found[path.strip()] = value.strip()
    return found


def explain(scenario: Scenario) -> list[Row]:
    """What was understood: a row per number, with value, range, basis and sources."""
    from shorad.compile import explain as rows
    from shorad.compile import resolve

    return rows(resolve(scenario))


def cite(scenario: Scenario) -> list[Entry]:
    """The bibliography of a scenario: each source with the paths of the numbers that lean on it."""
    from shorad.catalogue import bibliography, sources
    from shorad.compile import resolve
    from shorad.compile.explain import claims_used
    from shorad.compile.resolve import folders

    used = ((path, (claim.source,)) for path, claim in claims_used(resolve(scenario)))
    return bibliography(used, sources(folders(scenario)))


def coverage(scenario: Scenario, height: str | float = "100 m", **settings: Any) -> Coverage:
    """Where the fire units see: `shorad coverage`. `height` as text or in m; `settings`: unit, target, sea, points."""
    from shorad.study.coverage import coverage as mapped
    from shorad.units import parse

    return mapped(scenario, parse(height, "length") if isinstance(height, str) else height, **settings)


def rare(
    scenario: Scenario, event: str, *, draws: int = 1, replicates: int = 500, plain: int = 0, seed: int | None = None,
    out: str | Path | None = None, resume: bool = False,
) -> Rare:  # fmt: skip
    """The chance of an event that plain runs hardly ever see: `shorad study rare`.

    `replicates`: trees per draw; `plain`: plain runs per draw, to compare with. With `out` every finished block of
    trees is kept in that folder; with `resume` a study that was killed continues there.
    """
    from shorad.study.how import How
    from shorad.study.rare import rare_study

    return rare_study(scenario, event, plain=plain, how=How(draws, replicates, seed, out=out, resume=resume)).rare


def export(
    results: Results,
    kind: str,
    replicate: str | int | tuple[int, int] = "median",
    out: str | Path | None = None,
    *,
    origin: tuple[float, float] | None = None,
    measure: str = "",
    ideal: str = "",
    settings: Mapping[str, str] | None = None,
) -> Path:
    """One replicate for other programs: `shorad export`. `origin`: latitude and longitude in degrees."""
    from shorad.interop.export import check_format
    from shorad.interop.export import export as write
    from shorad.results.pick import pick
    from shorad.study.replay import record, variant

    check_format(kind)
    chosen = pick(results, replicate, measure)
    shown = variant(results, chosen, ideal, settings or {}) if ideal or settings else record(results, chosen)
    return write(shown, kind, out, origin)


def warmup() -> None:
    """Compile the engine now instead of at the first run: `shorad warmup`."""
    from shorad.study import run

    run(load("first_look"), replicates=1, draws=1, but_for=False)


def schema() -> dict[str, Any]:
    """The JSON Schema of scenario files: `shorad schema`."""
    from shorad.spec import Scenario

    return Scenario.model_json_schema(by_alias=True)


def material(
    results: Results, which: str | int | tuple[int, int] | Pick = "median", height: float | None = None
) -> Material:
    """What figures and reports of a result are made from, each part run when it is first asked for.

    `which` names the replicate that is shown (see `record`), `height` (m above ground) that of the map of coverage.
    """
    from shorad.study.coverage import coverage
    from shorad.study.replay import record, scenario_of
    from shorad.view.figures.material import Material

    return Material(
        results,
        lambda: record(results, which),
        lambda metres, points: coverage(scenario_of(results), metres, points=points),
        height,
    )


def report(
    results: Results,
    path: str | Path,
    which: str | int | tuple[int, int] = "median",
    height: float | None = None,
    pdf: bool = False,
) -> Path:
    """Write a report of a result as one HTML file, and beside it as PDF where `pdf`. Returns the path of the page.

    `which` names the replicate that is shown, `height` (m above ground) that of the map of coverage. ScenarioError for
    a replicate that is not there, a file that cannot be written, or a library that is missing.
    """
    from shorad.study.replay import scenario_of
    from shorad.view.report.write import Drawn, write_html, write_pdf

    drawn, page = Drawn(material(results, which, height)), Path(path)
    try:
        sources, why_none = cite(scenario_of(results)), ""
    except ScenarioError as error:
        sources, why_none = [], str(error)
    written = write_html(page, drawn, sources, why_none)
    if pdf:
        write_pdf(page.with_suffix(".pdf"), drawn, sources, why_none)
    return written


def figure(
    results: Results,
    name: str,
    which: str | int | tuple[int, int] = "median",
    height: float | None = None,
    theme: str = "light",
) -> Figure:
    """One figure of a result by its name (docs/report.md) as a matplotlib Figure. ScenarioError when there is none."""
    from shorad.view.figures.names import draw
    from shorad.view.figures.style import THEMES

    made: Figure = draw(name, material(results, which, height), THEMES[theme])
    return made


def replay(results: Results, which: str = "median") -> Page:
    """One replicate run again as a page that stands by itself, with the same luck under each link made ideal.

    A notebook shows it in a frame; `.save("raid.html")` writes it. ScenarioError where there is no such replicate, or
    where the page was not built at installation.
    """
    from shorad.study.raids import Raids
    from shorad.view.notebook import Page
    from shorad.view.replay_page import bundle, fitted

    bundle()  # before the work, not after it
    title = results.about.title or Path(results.provenance.file).stem
    return Page(fitted(Raids(results, "RESULT").alone(which, lambda label: None), title), title)
