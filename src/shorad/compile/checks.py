"""What cannot be: names, kinds, weapons without guidance, found before anything runs, with the line of the file."""

from __future__ import annotations

from collections.abc import Iterator

from shorad.catalogue.filter_keys import FILTERS
from shorad.compile import waves
from shorad.compile.limit_checks import bands, crowd, placed
from shorad.compile.names import nearest
from shorad.compile.plan import largest, munition_name, munitions_path
from shorad.compile.values import Resolved
from shorad.errors import Issue, suggest
from shorad.spec import AttackGroup, NeutralGroup, Ring, Scenario
from shorad.spec.flight import place_of
from shorad.spec.quantity import Quantity

SENSORS = ("search_radar", "optics", "rf_sensor", "acoustic")
ATTACKERS = ("one_way", "dropper", "striker")


def before(resolved: Resolved) -> list[Issue]:
    """Errors that would make a plan impossible."""
    found = [*_kinds(resolved)]
    if not found:
        found += [
            *_defence(resolved),
            *_attack(resolved),
            *_posts(resolved),
            *_counts(resolved),
            *_radios(resolved),
            *bands(resolved),
            *crowd(resolved, *_sizes(resolved)),
            *_waits(resolved),
        ]
        found += waves.checks(resolved)
    return found + [*_paths(resolved)]


# -- systems in their places ---------------------------------------------------------------
def word(resolved: Resolved, group_path: str, system: str, full: str) -> str:
    item = resolved.parameters.get(f"{group_path}.set.{full}") or resolved.parameters.get(f"{system}.{full}")
    return str(item.quantity.value) if item else ""


def _kinds(resolved: Resolved) -> Iterator[Issue]:
    s = resolved.scenario
    for section, kind, what in (("defence", "fire_unit", "a fire unit"), ("posts", "command_post", "a command post")):
        for name, group in getattr(s, section).items():
            if resolved.systems[group.system].kind != kind:
                yield _wrong_kind(resolved, f"{section}.{name}.system", group.system, what)
    flying: list[tuple[str, str, str, tuple[str, ...], str]]
    flying = [("attack", g, x.system, ATTACKERS, "an attacker") for g, x in s.attack.items()]
    flying += [("neutral", g, x.system, ("traffic",), "neutral traffic") for g, x in s.neutral.items()]
    for section, name, system, kinds, what in flying:
        if word(resolved, f"{section}.{name}", system, "airframe.kind") not in kinds:
            yield _wrong_kind(resolved, f"{section}.{name}.system", system, what)
    if s.birds and word(resolved, "birds", s.birds.system, "airframe.kind") != "phantom":
        yield _wrong_kind(resolved, "birds.system", s.birds.system, "birds")
    for g in s.attack:
        carried = munition_name(resolved, g)
        if carried and word(resolved, "", carried, "airframe.kind") != "munition":
            path = f"attack.{g}.carries.munition" if s.given(f"attack.{g}.carries.munition") else f"attack.{g}"
            yield _wrong_kind(resolved, path, carried, "a munition")


def _wrong_kind(resolved: Resolved, path: str, name: str, what: str) -> Issue:
    system = resolved.systems[name]
    kind = system.get("airframe.kind")
    is_ = {"fire_unit": "a fire unit", "command_post": "a command post", "battery": "a battery"}.get(
        system.kind, f"{kind.value if kind else ''} (air)"
    )
    return resolved.scenario.issue(path, f"{name} is {is_}, not {what}", "see shorad catalogue for what fits here")


# -- defence -------------------------------------------------------------------------------
def _defence(resolved: Resolved) -> Iterator[Issue]:
    s = resolved.scenario
    for name, group in s.defence.items():
        path, system = f"defence.{name}", resolved.systems[group.system]
        sensor, post = any(system.has(part) for part in SENSORS), group.post
        if not sensor and post is None:
            right = "give the group a post, or a system with a search radar, optics, rf_sensor or acoustic"
            yield s.issue(path, f"{group.system} has no sensor, and no post tells it anything", right)
        if post is not None and post not in s.posts:
            yield s.issue(f"{path}.post", f'there is no post "{post}"', suggest(post, list(s.posts)))
        if post is None and s.given(f"{path}.coordinated"):
            yield s.issue(f"{path}.coordinated", "no post leads this group", "add post:, or leave coordinated out")
        weapons = [weapon for weapon in ("missile", "gun") if system.has(weapon)]
        if weapons and _channels(resolved, path, group.system) == 0:
            right = "it needs a tracking_radar or optics with channels of 1 or more"
            yield s.issue(path, f"nothing on {group.system} can guide its {' or '.join(weapons)}", right)
        if system.has("search_radar") and word(resolved, path, group.system, "optics.filter") not in ("", FILTERS[0]):
            ends = [p for at in (f"{path}.set", group.system) if (p := resolved.parameters.get(f"{at}.optics.filter"))]
            problem = "beside a search radar nobody asks for the filter of the optics"
            right = "set search_radar.filter: its tracks take plots of both"
            yield placed(resolved, ends, problem, right, system.file)
        yield from _positions(resolved, path, int(group.count.number), group.at)


def _channels(resolved: Resolved, path: str, system: str) -> int:
    found = 0
    for full in ("tracking_radar.channels", "optics.channels"):
        for at in (f"{path}.set.{full}", f"{system}.{full}"):
            if at in resolved.parameters:
                found += largest(resolved, at)
                break
    return found


def _positions(resolved: Resolved, path: str, count: int, at: object) -> Iterator[Issue]:
    if isinstance(at, Ring):
        return
    assert isinstance(at, tuple)
    given = 1 if at and isinstance(at[0], Quantity) else len(at)
    if count > 0 and given != count:
        right = f"write {count} positions, or a ring: at: {{ring: 1.5 km}}"
        yield resolved.scenario.issue(f"{path}.at", f"{count} units and {given} positions", right)


def _posts(resolved: Resolved) -> Iterator[Issue]:
    s = resolved.scenario
    for name in s.posts:
        if not any(group.post == name and group.count.number > 0 for group in s.defence.values()):
            yield s.issue(f"posts.{name}", "no group of the defence has this post", f'add "post: {name}" to a group')


def _counts(resolved: Resolved) -> Iterator[Issue]:
    s = resolved.scenario
    for name, group in s.defence.items():
        path = f"defence.{name}.count"
        if largest(resolved, path) != int(group.count.number) or group.count.varies:
            right = "write one number; compare two numbers with --set or a sweep"
            yield s.issue(path, "the number of fire units cannot be an unknown", right)


def _sizes(resolved: Resolved) -> tuple[dict[str, int], dict[str, int]]:
    """How many fire units, and how many in the air with what they carry, by the path of the count."""
    s = resolved.scenario
    units = {path: largest(resolved, path) for path in (f"defence.{g}.count" for g in s.defence)}
    flying = {path: largest(resolved, path) for path in (f"neutral.{g}.count" for g in s.neutral)}
    for g in s.attack:
        load = munitions_path(resolved, g) if munition_name(resolved, g) else ""
        carried = largest(resolved, load) if load in resolved.parameters else 0
        flying[f"attack.{g}.count"] = largest(resolved, f"attack.{g}.count") * (1 + carried)
    if s.birds:
        flying["birds.size"] = largest(resolved, "birds.size")
    return units, flying


def _radios(resolved: Resolved) -> Iterator[Issue]:
    """Steered drones whose link nobody could hear or jam for want of a figure."""
    s = resolved.scenario
    if not any(resolved.systems[group.system].has("jammer") for group in s.defence.values()):
        return
    for name, attackers in s.attack.items():
        path = f"attack.{name}"
        if word(resolved, path, attackers.system, "radio.control") != "remote":
            continue
        for key in ("controller_power", "frequency"):
            if _nominal(resolved, path, attackers.system, f"radio.{key}") <= 0.0:
                problem = f"{attackers.system} is steered by radio with a {key} of zero"
                yield s.issue(path, problem, f"set radio.{key}, or radio.control: none")


def _nominal(resolved: Resolved, group_path: str, system: str, full: str) -> float:
    """The nominal number of a catalogue key for one group; 0 where the system has no such key."""
    item = resolved.parameters.get(f"{group_path}.set.{full}") or resolved.parameters.get(f"{system}.{full}")
    return item.quantity.number if item else 0.0


def _waits(resolved: Resolved) -> Iterator[Issue]:
    s = resolved.scenario
    closing = any(zone.closes for zone in s.zones.values())
    for name, group in s.neutral.items():
        if group.waits and not closing:
            right = "give a zone closes: {reopen: 10 min}, or leave waits out"
            yield s.issue(f"neutral.{name}.waits", "it waits for an airport that nothing closes", right)


# -- attack --------------------------------------------------------------------------------
def _attack(resolved: Resolved) -> Iterator[Issue]:
    s = resolved.scenario
    for name, group in s.attack.items():
        path = f"attack.{name}"
        yield from _target(s, path, group)
        kind = word(resolved, path, group.system, "airframe.kind")
        if kind in ("dropper", "striker"):
            load = munitions_path(resolved, name)
            if not munition_name(resolved, name) or load not in resolved.parameters or largest(resolved, load) == 0:
                right = "write carries: {munition: mam_l, munitions: 4}"
                yield s.issue(path, f"{group.system} is a {kind} without munitions", right)
        if kind == "striker" and group.station is None and (group.route is None or len(group.route) < 2):
            right = "write station: {at: [10 km, 5 km]}, or a route that ends there"
            yield s.issue(path, "a striker without a station: where does it start searching?", right)
        yield from _follows(resolved, path, group)
        if (
            group.above_ground is None
            and group.altitude is None
            and f"{group.system}.airframe.altitude" not in resolved.parameters
        ):
            yield s.issue(path, "no altitude, here or in the catalogue", "write altitude: 300 m")
        for key in ("dive", "pop_up"):
            if getattr(group, key) is not None and kind != "one_way":
                yield s.issue(f"{path}.{key}", f"{group.system} does not dive at its target", f"leave {key} out")
    for name, neutral in s.neutral.items():
        flat = any(len(place_of(point)) < 3 for point in neutral.route or ())
        yield from _follows(resolved, f"neutral.{name}", neutral)
        if neutral.above_ground is not None:
            continue
        if flat and neutral.altitude is None and f"{neutral.system}.airframe.altitude" not in resolved.parameters:
            yield s.issue(f"neutral.{name}", "no altitude, here or in the catalogue", "write altitude: 3 km")


def _follows(resolved: Resolved, path: str, group: AttackGroup | NeutralGroup) -> Iterator[Issue]:
    """Who follows the ground must have limits of climb and descent."""
    for key in ("climb_max", "descent_max") if group.above_ground is not None else ():
        full = f"airframe.{key}"
        if f"{path}.set.{full}" not in resolved.parameters and f"{group.system}.{full}" not in resolved.parameters:
            problem = f"{group.system} has no {full}, and following the ground needs one"
            yield resolved.scenario.issue(f"{path}.above_ground", problem, f"write set: {{{full}: 5 m/s}}")


def _target(s: Scenario, path: str, group: AttackGroup) -> Iterator[Issue]:
    units = [f"{g}.{i + 1}" for g, x in s.defence.items() for i in range(int(x.count.number))]
    allowed = [*s.assets, *s.posts, *s.defence, *units]
    if group.target not in allowed:
        right = suggest(group.target, [*s.assets, *s.posts, *s.defence])
        yield s.issue(f"{path}.target", f'there is no target "{group.target}"', right)
    elif group.target in s.defence and s.defence[group.target].count.number == 0:
        yield s.issue(f"{path}.target", f'the group "{group.target}" has no unit', "raise its count")


# -- paths that other parts of the scenario name ---------------------------------------------
def _paths(resolved: Resolved) -> Iterator[Issue]:
    s = resolved.scenario
    known = [*resolved.parameters, *resolved.hypotheses]
    if s.split and not any(path == s.split or path.startswith(f"{s.split}.") for path in known):
        yield s.issue("split", f'there is no value or hypothesis "{s.split}"', nearest(s.split, known))
    if s.sweep and s.sweep.path not in known:
        yield s.issue("sweep.path", f'there is no value or hypothesis "{s.sweep.path}"', nearest(s.sweep.path, known))
    if s.answer:
        yield from _answer(s, s.answer)


def _answer(s: Scenario, answer: str) -> Iterator[Issue]:
    """The entity that a measure is about; the measure itself is known to the results only."""
    section, _, rest = answer.partition(".")
    if section not in ("assets", "posts", "defence", "attack", "neutral"):
        return
    names = list(getattr(s, section))
    name = rest.partition(".")[0]
    total = section in ("attack", "neutral") and "." not in rest  # such as attack.down: of all groups
    if name not in names and not total:
        yield s.issue("answer", f'{section} has nothing called "{name}"', suggest(name, names))
