"""Results as one JSON document: everything on the page and all that it leaves out, in SI units and unrounded."""

from dataclasses import asdict
from typing import Any

from shorad.results.branches import by_branch, own_hypotheses
from shorad.results.butfor import ButForTable, SwitchShare
from shorad.results.crossing import crossing
from shorad.results.intervals import HIGH, LEVEL, LOW
from shorad.results.measures import Measure
from shorad.results.reasons import ReasonTable
from shorad.results.results import Results

Json = dict[str, Any]


def document(results: Results) -> Json:
    """Plain lists, dicts, numbers and texts; None for an interval that the runs cannot tell."""
    about = asdict(results.about)
    return {
        "question": results.about.question,
        "answer": results.about.answer,
        "replicates": len(results),
        "draws": len(results.draws),
        "interrupted": results.provenance.interrupted,
        "censored": int(results.outcomes.run["censored"].sum()),
        "levels": {"sampling": LEVEL, "chance": HIGH - LOW, "ignorance": HIGH - LOW},
        "measures": {path: _measure(each) for path, each in results.measures.items()},
        "reasons": {table.path: _reasons(table) for table in results.reasons},
        "but_for": {table.kind: _butfor(table) for table in results.butfor_tables},
        "but_for_runs": results.butfor and {"rerun": results.butfor.rerun, "affected": results.butfor.affected},
        "parts": [_part(results, i) for i in range(len(results.parts))],
        "by_hypothesis": {name: _branches(results, name) for name in own_hypotheses(results)},
        "about": {key: about[key] for key in about if key not in ("question", "answer")},
        "provenance": asdict(results.provenance),
    }


def _measure(measure: Measure) -> Json:
    return {"label": measure.label, "unit": measure.unit, **asdict(measure.estimate)}


def _reasons(table: ReasonTable) -> Json:
    shares = [
        {"code": s.code, "label": s.label, "count": s.count, "share": s.estimate.mean, "sampling": s.estimate.sampling}
        for s in table.shares
    ]
    return {"what": table.what, "events": table.events, "shares": shares}


def _butfor(table: ButForTable) -> Json:
    return {
        "events": table.events,
        "switches": {share.switch: _switch(share) for share in table.shares},
        "overlap": table.overlap.tolist(),
        "none_single": table.none_single,
        "none_single_sampling": table.none_sampling,
    }


def _switch(share: SwitchShare) -> Json:
    return {key: value for key, value in asdict(share).items() if key != "switch"}


def _branches(results: Results, hypothesis: str) -> list[Json]:
    path = results.about.answer
    found = by_branch(results, hypothesis, path) if path else ()
    return [{"label": b.label, "draws": b.draws, "answer": b.measure and _measure(b.measure)} for b in found]


def _part(results: Results, i: int) -> Json:
    part, about = results.parts[i], results.about
    found: Json = {"kind": part.kind, "path": part.path, "label": part.label, "weight": part.weight}
    found["measures"] = {path: _measure(each) for path, each in part.results.measures.items()}
    same = [each for each in results.parts if each.kind == part.kind]
    if part.kind == "split" and about.answer and all(about.answer in each.results.measures for each in same):
        flip = crossing(same, about.answer, part.label, about.threshold)
        found |= {"flips_at": flip.weight, "flips_at_sampling": flip.sampling, "flips_for_sure": flip.sure}
    return found
