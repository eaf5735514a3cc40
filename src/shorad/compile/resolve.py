"""From a scenario as written to all that the model depends on: names looked up, values merged, contradictions found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from shorad import spec
from shorad.catalogue import System, key_of, list_systems, load_system, read_setting
from shorad.catalogue.battery import PART
from shorad.compile import checks, geometry, waves
from shorad.compile.battery import Deployed, deploy
from shorad.compile.entities import ENGINE
from shorad.compile.limit_checks import evidence, missing_folders
from shorad.compile.names import nearest
from shorad.compile.plan import expand
from shorad.compile.terrain import Surface, survey
from shorad.compile.values import Branch, Hypothesis, Parameter, Resolved
from shorad.errors import Issue, ScenarioError, suggest
from shorad.spec import Quantity, Scenario, fixed
from shorad.spec.propagation import AGAINST

WHOLE = ("count", "size", "hits_to_lose", "salvo", "missiles", "rounds", "loads", "operators", "munitions")
WORDS = {
    "defence": ("roe", "doctrine", "emission", "coordinated"),
    "neutral": ("iff", "corridor", "waits"),
    "zones": ("fire", "protected"),
}
ALLOWED = {
    "roe": ("free", "tight", "hold"),
    "doctrine": ("shoot_look_shoot", "salvo", "external", "concentrate"),
    "emission": ("always", "on_cue"),
    "iff": ("works", "failed", "absent"),
    "fire": ("any", "tight", "hold", "none"),
}
SHARED = "all"  # first part of the path of a question that several systems ask together
SKIPPED = ("hypotheses.", "threshold", "sweep.", "run.")


def resolve(scenario: Scenario) -> Resolved:
    """Names, defaults, cross-checks. Raises ScenarioError with all that is wrong; collects warnings."""
    _raise([scenario.issue(f"catalogue.{i}", *words) for i, *words in missing_folders(folders(scenario))])
    deployed = deploy(scenario, folders(scenario))
    scenario = deployed.scenario
    systems = _systems(scenario)
    parameters = dict(_parameters(scenario, systems))
    parameters.update(_deployed(deployed, parameters))
    resolved = Resolved(scenario, systems, parameters, {}, batteries=deployed.entries)
    resolved.hypotheses = {h.path: h for h in _hypotheses(scenario, systems, parameters)}
    resolved.hypotheses.update({h.path: h for h in _battery_hypotheses(deployed)})
    _override(resolved)
    _recordings(resolved)
    _raise(evidence(resolved, folders(scenario)))
    _raise(checks.before(resolved))
    resolved.surface = Surface() if scenario.terrain.relief else None
    resolved.plan = expand(resolved)
    resolved.settle(resolved.plan.used)
    if resolved.surface is not None:
        resolved.surface.ground = survey(resolved, geometry.area(resolved))
    _raise(geometry.after(resolved))
    return resolved


def _recordings(resolved: Resolved) -> None:
    """Read the recorded traffic; it decides how many aircraft a group has."""
    s = resolved.scenario
    for name, group in s.neutral.items():
        if group.recording is None:
            continue
        from shorad.interop.recording import read

        path, given = f"neutral.{name}.recording", group.recording
        if s.given(f"neutral.{name}.count"):
            raise s.error(
                f"neutral.{name}.count", "a count beside a recording", "leave it out: the file has its aircraft"
            )
        origin = given.origin or s.terrain.origin
        if origin is None:
            right = "write origin: {latitude: 50 deg, longitude: 8 deg}, where the scenario's [0 km, 0 km] lies"
            raise s.error(path, "nothing says where the scenario lies on the earth", right)
        try:
            found = read(
                s.beside(given.file), origin.latitude.number, origin.longitude.number,
                dict(given.units), given.max_gap.number, given.only,
            )  # fmt: skip
        except ScenarioError as error:
            raise s.error(f"{path}.file", error.first.problem, error.first.right) from None
        resolved.recordings[name] = found
        at = f"neutral.{name}.count"
        resolved.parameters[at] = replace(
            resolved.parameters[at], quantity=fixed(float(len(found))), where=f"recording {given.file}"
        )


def _raise(issues: list[Issue]) -> None:
    if issues:
        raise ScenarioError.many(sorted(issues, key=lambda issue: (issue.line == 0, issue.line)))


# -- systems -------------------------------------------------------------------------------
def folders(scenario: Scenario) -> tuple[str, ...]:
    """Folders with systems of one's own, relative to the scenario file."""
    return tuple(str(scenario.beside(folder)) for folder in scenario.catalogue)


def _mentions(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """(path, name) of every system that the scenario names itself."""
    for section in ("posts", "defence", "attack", "neutral"):
        for name, group in getattr(scenario, section).items():
            yield f"{section}.{name}.system", group.system
    for name, attackers in scenario.attack.items():
        if attackers.carries and attackers.carries.munition:
            yield f"attack.{name}.carries.munition", attackers.carries.munition
        if "carrier.munition" in attackers.set:
            yield f"attack.{name}.set.carrier.munition", str(attackers.set["carrier.munition"])
    if scenario.birds:
        yield "birds.system", scenario.birds.system


def _systems(scenario: Scenario) -> dict[str, System]:
    """Every system that takes part, munitions included."""
    issues: list[Issue] = []
    found: dict[str, System] = {}
    known = list_systems(folders(scenario))
    for path, name in _mentions(scenario):
        if name not in known:
            issues.append(scenario.issue(path, f'unknown system "{name}"', suggest(name, known)))
        elif name not in found:
            found[name] = load_system(name, folders(scenario))
    for system in list(found.values()):
        carried = system.get("carrier.munition")
        if carried and str(carried.value) not in found and str(carried.value) in known:
            found[str(carried.value)] = load_system(str(carried.value), folders(scenario))
        elif carried and str(carried.value) not in known:
            right = suggest(str(carried.value), known)
            issues.append(Issue(f'unknown system "{carried.value}"', right, system.file, path="carrier.munition"))
    _raise(issues)
    return found


# -- parameters ----------------------------------------------------------------------------
def _parameters(scenario: Scenario, systems: Mapping[str, System]) -> Iterator[tuple[str, Parameter]]:
    for system in systems.values():
        for full, quantity in system.values():
            yield f"{system.name}.{full}", _known(f"{system.name}.{full}", full, quantity, "catalogue")
    for path, quantity in scenario.quantities():
        if not path.startswith(SKIPPED):
            where = _label(scenario, path) or ("scenario" if scenario.given(path) else "default")
            yield path, Parameter(path, quantity, integer=path.rpartition(".")[2] in WHOLE, where=where)
    yield from _words(scenario)
    for section in ("defence", "attack", "neutral", "posts"):
        for name, group in getattr(scenario, section).items():
            yield from _own(scenario, f"{section}.{name}", systems[group.system], group.set)
    for name, jammer in scenario.jammers.items():
        yield f"jammers.{name}.against", _word(scenario, f"jammers.{name}.against", jammer.against, AGAINST)
    for name, attackers in scenario.attack.items():
        if attackers.jammer:
            path = f"attack.{name}.jammer.against"
            yield path, _word(scenario, path, attackers.jammer.against, AGAINST)
    yield from waves.ground(scenario)
    for key, value in ENGINE.items():
        yield (
            f"engine.{key}",
            Parameter(f"engine.{key}", fixed(value), "numerical setting of the engine", where="default"),
        )


def _deployed(deployed: Deployed, parameters: Mapping[str, Parameter]) -> Iterator[tuple[str, Parameter]]:
    """What the entries of batteries say, where it stands now, with what it leans on."""
    for path, (quantity, where) in deployed.values.items():
        if path in parameters:
            yield path, replace(parameters[path], quantity=quantity, where=where)
        else:
            yield path, _known(path, path.partition(".")[2], quantity, where)


def _known(path: str, full: str, quantity: Quantity, where: str) -> Parameter:
    key = key_of(full)
    return Parameter(path, quantity, key.meaning, key.kind == "count", key.words, where)


def _label(scenario: Scenario, path: str) -> str:
    """The `--set` that wrote this path, or part of it, or something it is part of."""
    for written, label in scenario.origin.labels.items():
        if path == written or path.startswith(f"{written}."):
            return label
    return ""


def _words(scenario: Scenario) -> Iterator[tuple[str, Parameter]]:
    for section, keys in WORDS.items():
        for name, group in getattr(scenario, section).items():
            for key in keys:
                value, path = getattr(group, key), f"{section}.{name}.{key}"
                if isinstance(value, str | bool) and not (key == "coordinated" and group.post is None):
                    yield path, _word(scenario, path, value, ALLOWED.get(key, ("yes", "no")))
    yield "weather.night", _word(scenario, "weather.night", scenario.weather.night, ("yes", "no"))


def _word(scenario: Scenario, path: str, value: str | bool, words: tuple[str, ...]) -> Parameter:
    where = _label(scenario, path) or ("scenario" if scenario.given(path) else "default")
    return Parameter(path, _plain(value), words=words, where=where)


def _plain(value: str | bool | Quantity) -> Quantity:
    """A word or flag of a scenario as a Quantity, like those of the catalogue."""
    if isinstance(value, Quantity):
        return value
    if isinstance(value, bool):
        return fixed(float(value), text="yes" if value else "no")
    return fixed(value, text=value)


def _own(scenario: Scenario, path: str, system: System, given: Mapping[str, Any]) -> Iterator[tuple[str, Parameter]]:
    """Catalogue values of one group only. Those of one target class leave the others shared."""
    for full, raw in given.items():
        at = f"{path}.set.{full}"
        for key, quantity in _read(scenario, at, full, raw, system).items():
            where = _label(scenario, at) or "group set"
            yield f"{path}.set.{key}", _known(f"{path}.set.{key}", key, quantity, where)


def _read(scenario: Scenario, at: str, full: str, raw: Any, system: System) -> dict[str, Quantity]:
    """`raw` as the value of a catalogue key of a system that takes part; errors are placed at `at`."""
    component = full.partition(".")[0]
    if not system.has(component):
        raise scenario.error(at, f"{system.name} has no {component}", suggest(component, list(system.components)))
    try:
        return read_setting(full, raw)
    except ScenarioError as error:
        raise ScenarioError.many([scenario.issue(at, issue.problem, issue.right) for issue in error.issues]) from None


# -- hypotheses ----------------------------------------------------------------------------
def _hypotheses(
    scenario: Scenario, systems: Mapping[str, System], parameters: Mapping[str, Parameter]
) -> Iterator[Hypothesis]:
    common: dict[str, Hypothesis] = {}
    for system in systems.values():
        for name, hypothesis in system.hypotheses.items():
            path = f"{SHARED if hypothesis.shared else system.name}.{name}"
            overlays = {
                key: {f"{system.name}.{full}": q for full, q in item.set.items()}
                for key, item in hypothesis.alternatives.items()
            }
            found = _hypothesis(path, hypothesis, overlays, "catalogue")
            if hypothesis.shared:
                common[path] = _joined(common.get(path), found, system)
            else:
                yield found
    yield from common.values()
    yield from waves.hypotheses(scenario)
    for name, hypothesis in scenario.hypotheses.items():
        path = f"hypotheses.{name}"
        overlays = {
            key: _overlay(scenario, f"{path}.alternatives.{key}.set", item.set, systems, parameters)
            for key, item in hypothesis.alternatives.items()
        }
        yield _hypothesis(path, hypothesis, overlays, "scenario")


def _battery_hypotheses(deployed: Deployed) -> Iterator[Hypothesis]:
    for entry in {system.name: system for system in deployed.entries.values()}.values():
        for name, hypothesis in entry.hypotheses.items():
            yield _hypothesis(
                f"{entry.name}.{name}", hypothesis, deployed.overlays(entry.name, hypothesis), "catalogue"
            )


def _hypothesis(
    path: str, hypothesis: spec.Hypothesis, overlays: Mapping[str, Mapping[str, Quantity]], where: str
) -> Hypothesis:
    branches = {
        key: Branch(key, item.weight, overlays[key], item.claims, item.note)
        for key, item in hypothesis.alternatives.items()
    }
    return Hypothesis(path, hypothesis.question, branches, where)


def _joined(before: Hypothesis | None, here: Hypothesis, system: System) -> Hypothesis:
    """One question for several systems: the branches must be the same, what they set adds up."""
    if before is None:
        return here
    weights = [{name: branch.weight for name, branch in h.branches.items()} for h in (before, here)]
    if weights[0] != weights[1]:
        problem = f"another system asks {here.path} with other alternatives or weights"
        path = f"hypotheses.{here.path.partition('.')[2]}"
        raise ScenarioError(problem, "make them the same, or leave shared: out", system.file, path=path)
    branches = {
        name: replace(b, overlay={**b.overlay, **here.branches[name].overlay}) for name, b in before.branches.items()
    }
    return replace(before, branches=branches)


def _overlay(
    scenario: Scenario,
    at: str,
    given: Mapping[str, Any],
    systems: Mapping[str, System],
    parameters: Mapping[str, Parameter],
) -> dict[str, Quantity]:
    """What one alternative of the scenario sets: values of the scenario (read by its loader) and of the catalogue."""
    out: dict[str, Quantity] = {}
    for path, raw in given.items():
        name, _, full = path.partition(".")
        if name in systems:
            read = _read(scenario, f"{at}.{path}", full, raw, systems[name])
            out.update({f"{name}.{key}": quantity for key, quantity in read.items()})
        elif path in parameters and isinstance(raw, Quantity | str | bool):
            out[path] = _plain(raw)
        else:
            right = nearest(path, [*parameters, *systems])
            raise scenario.error(f"{at}.{path}", f'there is no value "{path}" that an alternative could set', right)
    return out


# -- what --set says about the catalogue -------------------------------------------------------
def _override(resolved: Resolved) -> None:
    """Apply overrides of catalogue values and choices of hypotheses; what is set by hand is out of dispute."""
    scenario = resolved.scenario
    batteries = tuple(f"{entry.name}.{PART}." for entry in resolved.batteries.values())
    settled = [path for path, item in resolved.parameters.items() if item.where.startswith("--set")]
    for path, raw in scenario.overrides.items():
        label = f"--set {path}={raw}"
        if path in resolved.hypotheses:
            _choose(resolved, path, str(raw), label)
            continue
        name, _, full = path.partition(".")
        if path.startswith(batteries):
            continue  # the entry of a battery: see `deploy`
        if name not in resolved.systems:
            known = [*resolved.hypotheses, *resolved.parameters]
            raise ScenarioError(f'nothing in this scenario is called "{path}"', nearest(path, known), label)
        try:
            read = read_setting(full, raw)
        except ScenarioError as error:
            raise error.within(label) from None
        for key, quantity in read.items():
            at = f"{name}.{key}"
            if at not in resolved.parameters:
                raise ScenarioError(f"{name} has no {key}", nearest(at, list(resolved.parameters)), label)
            resolved.parameters[at] = replace(resolved.parameters[at], quantity=quantity, where=label)
            settled.append(at)
    gone = set(settled)
    for path, h in resolved.hypotheses.items():
        branches = {
            key: replace(b, overlay={p: q for p, q in b.overlay.items() if p not in gone})
            for key, b in h.branches.items()
        }
        resolved.hypotheses[path] = replace(h, branches=branches)


def _choose(resolved: Resolved, path: str, name: str, label: str) -> None:
    hypothesis = resolved.hypotheses[path]
    if name not in hypothesis.branches:
        raise ScenarioError(f'{path} has no alternative "{name}"', suggest(name, list(hypothesis.branches)), label)
    only = {name: replace(hypothesis.branches[name], weight=1.0)}
    resolved.hypotheses[path] = replace(hypothesis, branches=only, where=label)
