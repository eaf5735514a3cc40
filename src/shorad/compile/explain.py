"""What the compiler understood, number by number, in the user's words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from shorad.compile.values import Hypothesis, Parameter, Resolved
from shorad.spec.quantity import Claim, Quantity
from shorad.units import format_si

MARKS = {"sourced": "sourced", "repeated": "unverified", "computed": "computed", "guess": "GUESS", "": "notional"}
MEANINGS = {  # of the keys of a scenario; those of the catalogue have theirs in catalogue/keys.py
    "duration": "length of the run",
    "visibility": "how far one sees",
    "cloud_base": "height of the cloud base",
    "night": "it is night",
    "temperature_offset": "temperature above the standard atmosphere",
    "rain": "rain at the ground",
    "rain_top": "height up to which it rains",
    "fog": "fog near the ground",
    "wind": "wind: speed, where it comes from, its profile",
    "gamma": "echo of the ground: sigma0 = gamma sin(grazing angle)",
    "roughness": "roughness of the ground",
    "reflection": "voltage that a smooth patch of the ground reflects",
    "edge_distance": "distance of the edge that a terrain mask stands for",
    "power": "effective radiated power",
    "bandwidth": "noise bandwidth",
    "against": "radars that a jammer is set on",
    "gnss_jamming": "area without satellite navigation",
    "declared_lost": "chance that a neutral flight's declared position is absent or wrong there",
    "jammer": "noise jammer that screens its carrier",
    "mask": "angle up to which the ground hides the sky, by azimuth",
    "at": "position: east, north, height",
    "radius": "radius of the thing",
    "value": "worth in the threat evaluation",
    "keep_out": "circle that attackers must not enter",
    "hits_to_lose": "effective hits until it is lost",
    "price": "price",
    "lost_at": "time of its scripted loss",
    "count": "how many",
    "size": "slots kept for birds",
    "rate": "arrivals",
    "readiness": "share of this state at the start",
    "readiness_correlation": "correlation of readiness within the group",
    "emission": "when the radar radiates",
    "cue_range": "range at which a warning net reports attackers",
    "roe": "rules of engagement",
    "coordinated": "fights as one under its post; no: each for itself",
    "doctrine": "how shots follow each other",
    "salvo": "missiles per engagement",
    "sector": "own sector",
    "jamming": "stand-off jamming of the search radar",
    "missiles": "missiles ready to fire",
    "rounds": "gun rounds ready to fire",
    "loads": "reloads at hand",
    "operators": "operators who identify tracks",
    "from": "where they come from, as seen from the target",
    "route": "point of the route",
    "width": "spacing abreast",
    "altitude": "height at which they come",
    "start": "when they start",
    "station": "where the search begins",
    "base": "where they go home to",
    "munitions": "how many each carries",
    "iff": "IFF transponder",
    "corridor": "flies where traffic is expected",
    "centre": "centre of the area",
    "spacing": "spacing of the grid of heights",
    "latitude": "where the scenario's origin lies (WGS 84)",
    "longitude": "where the scenario's origin lies (WGS 84)",
}
FLIGHT = {  # of the way a group flies
    "loiter": "loop at a point of the route",
    "weave": "swings to both sides of a leg of the route",
    "formation": "places of the members of a formation",
    "waves": "the group in waves",
    "jitter": "what chance does to the route: sideways, in height",
    "dive": "angle of the final dive",
    "pop_up": "climb before the dive",
    "above_ground": "clearance that the route keeps above the ground",
}
START = {  # of a group that comes: times, whatever its places are
    "at": "when the first of them starts",
    "every": "time from one start to the next",
    "jitter": "by how much chance delays a start, at most",
}
STANDS = {  # of a group that stands on a circle
    "ring": "radius of the circle on which they stand",
    "start": "bearing of the first of them from the middle",
    "centre": "middle of the circle: east, north, height",
}
WIND = {
    "speed": "speed of the wind",
    "from": "where the wind comes from",
    "height": "height above ground at which it has that speed",
    "exponent": "exponent of its growth with height",
    "roughness": "roughness length of the ground, of its growth with height",
}
RELIEF = {  # of ridges and hills
    "at": "a point of its crest: east, north",
    "bearing": "in which its crest runs",
    "height": "its height above what it stands on",
    "width": "from its crest to its foot",
    "length": "length of its crest",
    "radius": "distance from the top at which it has 61 % of its height",
}


@dataclass(frozen=True)
class Row:
    """One line of `shorad explain`."""

    path: str
    meaning: str
    value: str  # as the user or the catalogue wrote it
    range: str  # "low .. high", or the alternatives of a hypothesis; empty when nothing is varied
    distribution: str  # fixed, triangular, ..., chance (new in each replicate), or hypothesis
    basis: str  # sourced | unverified | computed | GUESS | notional
    sources: tuple[str, ...]
    where: str  # catalogue | scenario | default | group set | --set path=value
    hypotheses: tuple[str, ...] = ()  # that may set it
    note: str = ""


def explain(resolved: Resolved) -> list[Row]:
    """Everything that the model depends on: hypotheses first, then the scenario's numbers, then each system's."""
    assert resolved.plan is not None
    touching: dict[str, list[str]] = {}
    for h in resolved.hypotheses.values():
        for path in dict.fromkeys(p for branch in h.branches.values() for p in branch.overlay):
            touching.setdefault(path, []).append(h.path)
    used = [
        p for p in resolved.parameters.values() if p.path in resolved.plan.used and not p.path.startswith("engine.")
    ]
    mine = [p for p in used if p.path.partition(".")[0] not in resolved.systems]
    theirs = [p for p in used if p.path.partition(".")[0] in resolved.systems]
    rows = [_hypothesis(h) for h in resolved.hypotheses.values()]
    rows += _ground(resolved)
    return rows + [_row(p, tuple(touching.get(p.path, ()))) for p in (*mine, *theirs)]


def _ground(resolved: Resolved) -> list[Row]:
    """The grid that the engine works on, where there is relief."""
    ground = resolved.surface and resolved.surface.ground
    if not ground:
        return []
    note = f"sha256 {ground.sha256}" if ground.sha256 else ""
    words = "the ground as the engine has it"
    return [Row("terrain", words, ground.words, "", "fixed", MARKS["computed"], (), "scenario", note=note)]


def _row(p: Parameter, hypotheses: tuple[str, ...]) -> Row:
    q = p.quantity
    return Row(
        path=p.path,
        meaning=p.meaning or meaning(p.path),
        value=_written(q),
        range=f"{format_si(q.low, q.dimension)} .. {format_si(q.high, q.dimension)}" if q.varies else "",
        distribution=q.distribution if q.varies else "chance" if q.chance else "fixed",
        basis=MARKS[q.basis],
        sources=_sources(q.claims),
        where=p.where,
        hypotheses=hypotheses,
        note=q.note,
    )


def _hypothesis(h: Hypothesis) -> Row:
    heaviest = max(h.branches.values(), key=lambda b: b.weight)
    claims = [c for b in h.branches.values() for c in (*b.claims, *(c for q in b.overlay.values() for c in q.claims))]
    return Row(
        path=h.path,
        meaning=h.question,
        value=heaviest.name,
        range=" | ".join(f"{b.name} {b.weight:.0%}" for b in h.branches.values()),
        distribution="hypothesis",
        basis="sourced" if claims else "GUESS",
        sources=_sources(tuple(claims)),
        where=h.where,
    )


def _written(q: Quantity) -> str:
    if q.chance:
        if q.exponential:
            return f"exponential, mean {format_si(q.number, q.dimension)}"
        return " / ".join(format_si(x, q.dimension) for x in q.chance)
    return q.text or (q.value if isinstance(q.value, str) else format_si(q.value, q.dimension))


def _sources(claims: tuple[Claim, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(claim.source for claim in claims))


def meaning(path: str) -> str:
    """Plain words for a number of a scenario: those of the last part of its path that has any."""
    if path.startswith(("terrain.ridges.", "terrain.hills.")):
        return RELIEF.get(path.split(".")[3], "")
    section, _, rest = path.partition(".")
    if rest.startswith("wind."):
        return WIND.get(rest.split(".")[1], MEANINGS["wind"])
    if section == "defence" and ".at." in path:
        return STANDS.get(path.partition(".at.")[2].split(".")[0], MEANINGS["at"])
    if section in ("attack", "neutral") and ".start." in path:
        return START.get(path.rpartition(".")[2], MEANINGS["start"])
    if section in ("attack", "neutral"):
        for part in rest.split(".")[1:]:
            if part in FLIGHT:
                return FLIGHT[part]
    for part in reversed(path.split(".")):
        if part in MEANINGS:
            return MEANINGS[part]
    return ""


def claims_used(resolved: Resolved) -> Iterator[tuple[str, Claim]]:
    """(path, claim) behind every value and every alternative that this scenario uses."""
    assert resolved.plan is not None
    for p in resolved.parameters.values():
        if p.path in resolved.plan.used:
            yield from ((p.path, claim) for claim in p.quantity.claims)
    for h in resolved.hypotheses.values():
        for branch in h.branches.values():
            yield from ((f"{h.path}={branch.name}", claim) for claim in branch.claims)
            for path, q in branch.overlay.items():
                yield from ((path, claim) for claim in q.claims)


def sources_used(resolved: Resolved) -> tuple[str, ...]:
    """Ids of the sources behind this scenario's numbers, sorted; the entries are in `shorad.catalogue.sources`."""
    return tuple(sorted({claim.source for _, claim in claims_used(resolved)}))
