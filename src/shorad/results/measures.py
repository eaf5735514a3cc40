"""What is measured: one definition per line, each with a path, a label in plain words and a unit."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shorad.results.columns import Cast, Outcomes, lost
from shorad.results.intervals import Estimate, estimate, ratio
from shorad.results.words import DAMAGED, DOWN, LOST, WAITING

Column = Callable[[Outcomes], NDArray[Any]]  # (n,) from n replicates


@dataclass(frozen=True)
class Definition:
    """How a measure is computed: the mean of `top`, or the ratio of the means of `top` and `bottom`."""

    path: str
    label: str
    unit: str  # share, count, s, USD, value, ratio
    top: Column
    bottom: Column | None = None
    upper: float | None = None  # known largest value of a replicate
    yes_no: bool = False  # a replicate gives 0 or 1, nothing between


@dataclass(frozen=True)
class Measure:
    """A measure with its number."""

    path: str
    label: str
    unit: str
    estimate: Estimate
    yes_no: bool = False


def measure(definition: Definition, outcomes: Outcomes) -> Measure | None:
    """None when nothing was there to measure (a share of exposed flights without an exposed flight)."""
    k, top = outcomes.run["k"], definition.top(outcomes)
    bottom = np.ones(len(k)) if definition.bottom is None else definition.bottom(outcomes)
    if (bottom == 1).all():
        found: Estimate | None = estimate(top, k, definition.upper)
    else:
        found = ratio(top, bottom, k, definition.upper)
    return (
        None if found is None else Measure(definition.path, definition.label, definition.unit, found, definition.yes_no)
    )


def measures(outcomes: Outcomes, cast: Cast) -> dict[str, Measure]:
    """Every measure that this cast has, by path, in reading order."""
    found = (measure(definition, outcomes) for definition in definitions(cast))
    return {each.path: each for each in found if each is not None}


def find(cast: Cast, path: str) -> Definition:
    """The definition behind a path; KeyError with the nearest names when there is none."""
    known = {each.path: each for each in definitions(cast)}
    if path not in known:
        near = get_close_matches(path, known, 3, 0.5) or list(known)[:3]
        raise KeyError(f"no measure is called {path!r}; nearest: {', '.join(near)}")
    return known[path]


def definitions(cast: Cast) -> list[Definition]:
    """All measures of a cast. Measures of things that are not in it are left out."""
    return [
        *_assets(cast),
        *_defence(cast),
        *_attack(cast),
        *_strikers(cast),
        *_shots(cast),
        *_cost(),
        *_neutral(cast),
        *_without_shooting(cast),
    ]


# ---- columns -------------------------------------------------------------------------------
def _run(field: str) -> Column:
    return lambda o: o.run[field]


def _spared(table: str, rows: Sequence[int], rung: int) -> Column:
    """Share of the rows that stayed below a rung."""
    return lambda o: (getattr(o, table)["rung"][:, rows] < rung).mean(axis=1)


def _count(table: str, rows: Sequence[int], test: Callable[[Any], NDArray[np.bool_]]) -> Column:
    return lambda o: test(getattr(o, table)[:, rows]).sum(axis=1)


def _leaked(rows: Sequence[int]) -> Column:
    return _count("objects", rows, lambda t: t["leaked"] > 0)


# ---- definitions ---------------------------------------------------------------------------
def _survival(path: str, who: str, table: str, rows: Sequence[int]) -> Iterator[Definition]:
    for name, verb, rung in (("survival", "survives", LOST), ("undamaged", "stays undamaged", DAMAGED)):
        label, column = f"chance that {who} {verb}", _spared(table, rows, rung)
        yield Definition(f"{path}.{name}", label, "share", column, upper=1.0, yes_no=len(rows) == 1)


def _assets(cast: Cast) -> Iterator[Definition]:
    for row, name in enumerate(cast.assets):
        yield from _survival(f"{'posts' if cast.posts[row] else 'assets'}.{name}", name, "assets", [row])
    yield Definition("damage.value", "value of what was lost (asset values)", "value", _run("value_lost"))


def _defence(cast: Cast) -> Iterator[Definition]:
    for group, rows in cast.unit_groups().items():
        path = f"defence.{group}"
        yield from _survival(path, f"a unit of {group}" if len(rows) > 1 else group, "units", rows)
        yield Definition(
            f"{path}.kills", f"shot down by {group}", "count",
            _count("objects", range(len(cast.objects)), _killed_by(rows)), upper=float(len(cast.objects)),
        )  # fmt: skip
        for row in rows if len(rows) > 1 else ():
            yield from _survival(f"defence.{cast.units[row]}", cast.units[row], "units", [row])
    if cast.units:
        yield Definition(
            "exhaustion.share", "chance of running out of rounds", "share", _run("exhausted"), upper=1, yes_no=True
        )
        yield Definition(
            "exhaustion.time", "time until out of rounds (or the end)", "s",
            lambda o: np.where(o.run["exhausted"] > 0, o.run["t_exhausted"], cast.duration), upper=cast.duration,
        )  # fmt: skip
        yield Definition(
            "exhaustion.raid", "raid size that ran the rounds out", "count", _run("raid_exhausted"), _run("exhausted")
        )


def _killed_by(rows: Sequence[int]) -> Callable[[Any], NDArray[np.bool_]]:
    return lambda t: (t["life"] == DOWN) & np.isin(t["killer_unit"], rows)


def _attack(cast: Cast) -> Iterator[Definition]:
    attackers = cast.attackers()
    total = float(sum(map(len, attackers.values())))
    leaking = cast.leak_groups()
    if leaking:
        rows = [row for group in leaking.values() for row in group]
        yield Definition(
            "leakers", "leakers: attackers that got through", "count", _leaked(rows), upper=float(len(rows))
        )
    for group, rows in leaking.items():
        yield Definition(
            f"attack.{group}.leakers", f"leakers of {group}", "count", _leaked(rows), upper=float(len(rows))
        )
    for group, rows in attackers.items():
        down = _count("objects", rows, lambda t: t["life"] == DOWN)
        yield Definition(f"attack.{group}.down", f"{group} shot down", "count", down, upper=float(len(rows)))
    if total:
        yield Definition("attack.down", "attackers shot down", "count", _run("attackers_down"), upper=total)
        yield Definition(
            "warning.time",
            "warning before the expected attack",
            "s",
            _run("warning_sum"),
            _run("warned"),
        )
        rows = [row for group in attackers.values() for row in group]
        unseen = _count("objects", rows, lambda t: (t["life"] != WAITING) & (t["firm"] == 0))
        came = _count("objects", rows, lambda t: t["life"] != WAITING)
        yield Definition("warning.never", "attackers never tracked", "share", unseen, came, upper=1)


def _strikers(cast: Cast) -> Iterator[Definition]:
    strikers, munitions = cast.rows("striker"), cast.rows("munition", side="hostile")
    if strikers:
        yield Definition(
            "strikers.lost", "armed drones or aircraft lost", "count", _run("strikers_lost"), upper=float(len(strikers))
        )
    if munitions:
        most = float(len(munitions))
        yield Definition("munitions.released", "munitions released", "count", _run("released"), upper=most)
        yield Definition("munitions.down", "munitions shot down in flight", "count", _run("munitions_down"), upper=most)
        yield Definition("munitions.spoiled", "munitions spoiled, laser lost", "count", _run("spoiled"), upper=most)


def _shots(cast: Cast) -> Iterator[Definition]:
    if cast.units:
        yield Definition("rounds.missiles", "missiles fired", "count", _run("missiles"))
        yield Definition("rounds.gun", "gun rounds fired", "count", _run("rounds"))
        yield Definition("kills.missile", "kills by missile", "count", _run("kills_missile"))
        yield Definition("kills.gun", "kills by gun", "count", _run("kills_gun"))


def _cost() -> Iterator[Definition]:
    yield Definition("cost.shots", "cost of shots", "USD", _run("cost_shots"))
    yield Definition("cost.defence", "cost of the defence, shots and losses", "USD", _run("cost_defence"))
    yield Definition("cost.attack", "cost of the attack, lost or spent", "USD", _run("cost_attack"))
    yield Definition(
        "cost.exchange",
        "cost exchange: defence per attack",
        "ratio",
        _run("cost_defence"),
        _run("cost_attack"),
    )


def _neutral(cast: Cast) -> Iterator[Definition]:
    if "neutral" in cast.sides:
        exposed = _run("neutral_exposed")
        yield Definition("neutral.exposed", "neutral flights within reach", "count", exposed)
        for field, word in (("engaged", "engaged"), ("hit", "hit"), ("lost", "lost")):
            yield Definition(
                f"neutral.{field}", f"neutral {word}, per exposed flight", "share", _run(f"neutral_{field}"),
                exposed, upper=1,
            )  # fmt: skip
        for group, rows in cast.neutral_groups().items():
            for field, test in (("engaged", _engaged), ("lost", lost)):
                most = float(len(rows))
                yield Definition(
                    f"neutral.{group}.{field}", f"{group}: {field}", "count", _count("objects", rows, test), upper=most
                )
    if "bird" in cast.sides:
        yield Definition("false.engaged", "birds and other phantoms engaged", "count", _run("phantom_engaged"))


def _without_shooting(cast: Cast) -> Iterator[Definition]:
    """Airports, soft kill, zones and what falls into them: each only where the scenario has it."""
    if cast.closes:
        most = cast.duration
        yield Definition("airport.closed", "time the airport is closed", "s", _run("closed_time"), upper=most)
        yield Definition("airport.closures", "closures of the airport", "count", _run("closures"))
        yield Definition("airport.intruders", "drones inside the closing zone", "count", _run("intruders"))
        yield Definition("airport.unnoticed", "of them with the airport open", "count", _run("intruders_unseen"))
    if cast.waits:
        yield Definition("airport.waiting", "waiting of flights, summed", "s", _run("neutral_waited"))
    if cast.keeps_apart and "neutral" in cast.sides:
        flights = _run("neutrals")
        yield Definition(
            "airport.endangered", "flights that a drone came too near", "share", _run("neutral_endangered"),
            flights, upper=1,
        )  # fmt: skip
    if cast.jams:
        yield Definition("kills.soft", "soft kills: attacks ended by jamming", "count", _run("soft_kills"))
        yield Definition("soft.uses", "attempts at jamming", "count", _run("soft_uses"))
        if "neutral" in cast.sides:
            yield Definition("neutral.jammed", "neutral flights jammed by mistake", "count", _run("neutral_jammed"))
    if cast.jams_gnss and "neutral" in cast.sides:
        yield Definition("neutral.gnss", "flights' time in a GNSS jammer's beam", "s", _run("gnss_exposure"))
    if cast.zones:
        yield Definition("zones.held", "moments in which a zone held fire", "count", _run("zone_held"))
        yield Definition("debris.wrecks", "wrecks fallen into protected zones", "count", _run("debris_zone"))
        yield Definition("debris.missiles", "missiles fallen into protected zones", "count", _run("missiles_zone"))
        yield Definition("debris.rounds", "stray rounds into protected zones", "count", _run("rounds_zone"))


def _engaged(table: Any) -> NDArray[np.bool_]:
    return np.asarray(table["engaged"] > 0)


def any_loss(outcomes: Outcomes) -> NDArray[np.bool_]:
    """Replicates (n,) in which something went wrong: a leaker, a loss, a neutral aircraft hit."""
    bad = (outcomes.run["leakers"] > 0) | (outcomes.run["neutral_hit"] > 0)
    return np.asarray(bad | lost(outcomes.units).any(axis=1) | lost(outcomes.assets).any(axis=1))
