"""What cannot be, and what is probably not meant: found before anything runs, with the line of the file."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from shorad.compile import routes
from shorad.compile.flights import Flight
from shorad.compile.plan import largest, munition_name, munitions_path
from shorad.compile.routes import Floats
from shorad.compile.values import Now, Resolved, number
from shorad.errors import Issue, suggest
from shorad.spec import AttackGroup, Ring, Scenario
from shorad.spec.quantity import Quantity

ATTACKERS = ("one_way", "dropper", "striker")


def before(resolved: Resolved) -> list[Issue]:
    """Errors that would make a plan impossible."""
    found = [*_kinds(resolved)]
    if not found:
        found += [*_defence(resolved), *_attack(resolved), *_posts(resolved), *_counts(resolved)]
    return found + [*_paths(resolved)]


def after(resolved: Resolved) -> list[Issue]:
    """Errors of geometry, once it is known who flies where; warnings go to `resolved.warnings`."""
    issues = [*_geometry(resolved), *_birds(resolved)]
    if not issues:
        for issue in (*_unattacked(resolved), *_out_of_reach(resolved), *_late(resolved), *_beyond_munition(resolved)):
            resolved.warnings.add(issue)
    return issues


# -- systems in their places ---------------------------------------------------------------
def _word(resolved: Resolved, group_path: str, system: str, full: str) -> str:
    item = resolved.parameters.get(f"{group_path}.set.{full}") or resolved.parameters.get(f"{system}.{full}")
    return str(item.quantity.value) if item else ""


def _kinds(resolved: Resolved) -> Iterator[Issue]:
    s = resolved.scenario
    for section, kind, what in (("defence", "fire_unit", "a fire unit"), ("posts", "command_post", "a command post")):
        for name, group in getattr(s, section).items():
            if resolved.systems[group.system].kind != kind:
                yield _wrong_kind(resolved, f"{section}.{name}.system", group.system, what)
    flying = [("attack", g, x.system, ATTACKERS, "an attacker") for g, x in s.attack.items()]
    flying += [("neutral", g, x.system, ("traffic",), "neutral traffic") for g, x in s.neutral.items()]
    for section, name, system, kinds, what in flying:
        if _word(resolved, f"{section}.{name}", system, "airframe.kind") not in kinds:
            yield _wrong_kind(resolved, f"{section}.{name}.system", system, what)
    if s.birds and _word(resolved, "birds", s.birds.system, "airframe.kind") != "phantom":
        yield _wrong_kind(resolved, "birds.system", s.birds.system, "birds")
    for g in s.attack:
        carried = munition_name(resolved, g)
        if carried and _word(resolved, "", carried, "airframe.kind") != "munition":
            path = f"attack.{g}.carries.munition" if s.given(f"attack.{g}.carries.munition") else f"attack.{g}"
            yield _wrong_kind(resolved, path, carried, "a munition")


def _wrong_kind(resolved: Resolved, path: str, name: str, what: str) -> Issue:
    system = resolved.systems[name]
    kind = system.get("airframe.kind")
    is_ = {"fire_unit": "a fire unit", "command_post": "a command post"}.get(system.kind, f"{kind.value if kind else ''} (air)")
    return resolved.scenario.issue(path, f"{name} is {is_}, not {what}", "see shorad catalogue for what fits here")


# -- defence -------------------------------------------------------------------------------
def _defence(resolved: Resolved) -> Iterator[Issue]:
    s = resolved.scenario
    for name, group in s.defence.items():
        path, system = f"defence.{name}", resolved.systems[group.system]
        sensor, post = system.has("search_radar") or system.has("optics"), group.post
        if not sensor and post is None:
            right = "give the group a post, or a system with a search radar or optics"
            yield s.issue(path, f"{group.system} has neither a search radar nor optics, and no post tells it anything", right)
        if post is not None and post not in s.posts:
            yield s.issue(f"{path}.post", f'there is no post "{post}"', suggest(post, list(s.posts)))
        weapons = [weapon for weapon in ("missile", "gun") if system.has(weapon)]
        if weapons and _channels(resolved, path, group.system) == 0:
            right = "it needs a tracking_radar or optics with channels of 1 or more"
            yield s.issue(path, f"nothing on {group.system} can guide its {' or '.join(weapons)}", right)
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


# -- attack --------------------------------------------------------------------------------
def _attack(resolved: Resolved) -> Iterator[Issue]:
    s = resolved.scenario
    for name, group in s.attack.items():
        path = f"attack.{name}"
        yield from _target(s, path, group)
        kind = _word(resolved, path, group.system, "airframe.kind")
        if kind in ("dropper", "striker"):
            load = munitions_path(name, group)
            if not munition_name(resolved, name) or load not in resolved.parameters or largest(resolved, load) == 0:
                right = "write carries: {munition: mam_l, munitions: 4}"
                yield s.issue(path, f"{group.system} is a {kind} without munitions", right)
        if kind == "striker" and group.station is None and (group.route is None or len(group.route) < 2):
            right = "write station: {at: [10 km, 5 km]}, or a route that ends there"
            yield s.issue(path, "a striker without a station: where does it start searching?", right)
        if group.altitude is None and f"{group.system}.airframe.altitude" not in resolved.parameters:
            yield s.issue(path, "no altitude, here or in the catalogue", "write altitude: 300 m")
    for name, neutral in s.neutral.items():
        flat = any(len(point) < 3 for point in neutral.route)
        if flat and neutral.altitude is None and f"{neutral.system}.airframe.altitude" not in resolved.parameters:
            yield s.issue(f"neutral.{name}", "no altitude, here or in the catalogue", "write altitude: 3 km")


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
        yield s.issue("split", f'there is no value or hypothesis "{s.split}"', suggest(s.split, known, limit=0))
    if s.sweep and s.sweep.path not in known:
        yield s.issue("sweep.path", f'there is no value or hypothesis "{s.sweep.path}"', suggest(s.sweep.path, known, limit=0))
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


# -- geometry ------------------------------------------------------------------------------
def _spot(resolved: Resolved, flight: Flight, now: Now) -> Floats:
    """Where each member's target stands, from the cells of its row."""
    assert resolved.plan is not None
    out = np.zeros((len(flight.rows), 3))
    sheets = resolved.plan.sheets
    for i, row in enumerate(flight.rows):
        for field, sheet in (("target_asset", "asset"), ("target_unit", "unit")):
            at = sheets["obj"].rows[row][field]
            if isinstance(at, int) and at >= 0:
                cells = [sheets[sheet].rows[at][axis] for axis in "xyz"]
                out[i] = [c if isinstance(c, float | int) else c.value(now) for c in cells]  # type: ignore[union-attr]
    return out


def _extreme(resolved: Resolved, path: str, high: bool) -> float:
    """The largest or smallest value that a number may take, over its range and all hypotheses."""
    all_ = [resolved.parameters[path].quantity]
    all_ += [b.overlay[path] for h in resolved.hypotheses.values() for b in h.branches.values() if path in b.overlay]
    return max(max(q.high, q.number) for q in all_) if high else min(min(q.low, q.number) for q in all_)


def _geometry(resolved: Resolved) -> Iterator[Issue]:
    """Turns must fit at the highest speed and the lowest load that a draw may give."""
    assert resolved.plan is not None
    now = resolved.now({})
    for flight in resolved.plan.flights:
        radius = _extreme(resolved, flight.speed, True) ** 2 / _extreme(resolved, flight.load, False)
        shape = flight.shape(now, _spot(resolved, flight, now))
        tight = routes.too_tight(shape, radius) if shape.shape[1] > 1 else None
        if tight is None:
            continue
        path = f"{flight.path}.route"
        if not resolved.scenario.given(path):
            path = f"{flight.path}.from"
        if tight.has < routes.SHORT:
            yield resolved.scenario.issue(path, "two points of the route lie over each other", "move one of them")
        else:
            problem = f"too tight: its turns need {tight.needs / 1e3:.2g} km of a leg of {tight.has / 1e3:.2g} km"
            right = f"its turning radius is up to {radius / 1e3:.2g} km: move point {tight.corner + 1} or open the angle"
            yield resolved.scenario.issue(path, problem, right)


def _birds(resolved: Resolved) -> Iterator[Issue]:
    s = resolved.scenario
    if s.birds is None:
        return
    expected = _extreme(resolved, "birds.rate", True) * s.duration.number
    if expected > 0.5 * s.birds.size.number:
        right = f"raise size to {int(np.ceil(4 * expected))} or more: birds that find no slot would be lost"
        yield s.issue("birds", f"{expected:.3g} birds are expected and there are {s.birds.size.number:.0f} slots", right)


# -- warnings ------------------------------------------------------------------------------
def _unattacked(resolved: Resolved) -> Iterator[Issue]:
    s = resolved.scenario
    targets = {group.target for group in s.attack.values()}
    for name in s.assets:
        if name not in targets:
            yield s.issue(f"assets.{name}", "nobody attacks this asset", f'an attack group needs "target: {name}"')


def _weapon_reach(resolved: Resolved) -> list[tuple[float, float, float]]:
    """x, y and longest weapon range of each unit, m."""
    assert resolved.plan is not None
    now, out = resolved.now({}), []
    for entity, row in zip(resolved.plan.units, resolved.plan.sheets["unit"].rows, strict=True):
        reach = 0.0
        for full in ("missile.range_max", "gun.range_max"):
            for path in (f"{entity.path}.set.{full}", f"{entity.system}.{full}"):
                if path in resolved.parameters:
                    reach = max(reach, _extreme(resolved, path, True))
                    break
        x, y = (row[axis] if isinstance(row[axis], float | int) else row[axis].value(now) for axis in "xy")  # type: ignore[union-attr]
        out.append((float(x), float(y), reach))  # type: ignore[arg-type]
    return out


def _out_of_reach(resolved: Resolved) -> Iterator[Issue]:
    """Attackers whose whole route stays outside every weapon's range. A striker leaves its route: not judged."""
    assert resolved.plan is not None
    now, units = resolved.now({}), _weapon_reach(resolved)
    if not units:
        return
    for flight in resolved.plan.flights:
        if not flight.path.startswith("attack.") or _word(resolved, flight.path, flight.group.system, "airframe.kind") == "striker":
            continue
        shape = flight.shape(now, _spot(resolved, flight, now))
        if all(_nearest(shape, x, y) > reach for x, y, reach in units):
            right = "no weapon can act on it: check the route and the positions"
            yield resolved.scenario.issue(flight.path, "its route never comes within the range of any weapon", right)


def _nearest(points: Floats, x: float, y: float) -> float:
    """Smallest ground distance of (x, y) from the legs of any member, m."""
    a, b = points[:, :-1, :2], points[:, 1:, :2]
    step, spot = b - a, np.array([x, y])
    length = np.maximum(np.sum(step**2, axis=-1), 1e-12)
    t = np.clip(np.sum((spot - a) * step, axis=-1) / length, 0.0, 1.0)
    return float(np.min(np.linalg.norm(a + t[..., None] * step - spot, axis=-1)))


def _late(resolved: Resolved) -> Iterator[Issue]:
    """Groups of which nobody reaches the goal before the end, at nominal values."""
    assert resolved.plan is not None
    s, now = resolved.scenario, resolved.now({})
    for flight in resolved.plan.flights:
        route, _ = flight.fly(now, _spot(resolved, flight, now))
        end = np.cumsum(route.counts)
        takes = min(float(route.rows["duration"][e - n : e].sum()) for e, n in zip(end, route.counts, strict=True))
        takes += number(now, f"{flight.path}.start.at")
        if flight.path.startswith("attack.") and takes > s.duration.number:
            problem = f"needs {takes / 60:.3g} min and the scenario ends after {s.duration.number / 60:.3g} min"
            yield s.issue(flight.path, problem, "lengthen duration or start nearer")


def _beyond_munition(resolved: Resolved) -> Iterator[Issue]:
    s = resolved.scenario
    for name, group in s.attack.items():
        own = f"attack.{name}.set.striker.standoff"
        standoff = resolved.parameters.get(own) or resolved.parameters.get(f"{group.system}.striker.standoff")
        reach = resolved.parameters.get(f"{munition_name(resolved, name)}.munition.range")
        if standoff and reach and standoff.quantity.number > reach.quantity.high:
            yield s.issue(
                f"attack.{name}", "it stands off farther than its munition flies", "lower striker.standoff with set:"
            )
