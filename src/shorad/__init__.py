"""shorad: a simulation laboratory for short-range air defence.

    import shorad
    scenario = shorad.load("first_look")
    results = shorad.run(scenario, draws=20, replicates=50)
    print(shorad.summary(results))
    print(results["assets.depot.survival"].estimate)

Everything is imported at first use: `import shorad` costs nothing, and only `run` needs the engine.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from shorad import catalogue
    from shorad.api import calibrate, cite, explain, figure, hindcast, load, replay, report, scenarios, value
    from shorad.errors import ScenarioError
    from shorad.results.intervals import Estimate
    from shorad.results.measures import Measure
    from shorad.results.provenance import version
    from shorad.results.results import Results
    from shorad.results.store import load_results
    from shorad.spec import Scenario
    from shorad.study import run
    from shorad.study.compare import compare
    from shorad.study.flip import flip
    from shorad.study.place import place
    from shorad.study.replay import record, variant
    from shorad.study.sensitivity import sensitivity
    from shorad.study.sweep import sweep
    from shorad.study.uncertainty import uncertainty
    from shorad.view.document import document
    from shorad.view.notebook import html
    from shorad.view.summary import summary_text as summary

__all__ = [
    "Estimate",
    "Measure",
    "Results",
    "Scenario",
    "ScenarioError",
    "calibrate",
    "catalogue",
    "cite",
    "compare",
    "document",
    "explain",
    "figure",
    "flip",
    "hindcast",
    "html",
    "load",
    "load_results",
    "place",
    "record",
    "replay",
    "report",
    "run",
    "scenarios",
    "sensitivity",
    "summary",
    "sweep",
    "uncertainty",
    "value",
    "variant",
    "version",
]

_HOME = {
    "Estimate": ("results.intervals", "Estimate"),
    "Measure": ("results.measures", "Measure"),
    "Results": ("results.results", "Results"),
    "Scenario": ("spec", "Scenario"),
    "ScenarioError": ("errors", "ScenarioError"),
    "calibrate": ("api", "calibrate"),
    "cite": ("api", "cite"),
    "compare": ("study.compare", "compare"),
    "document": ("view.document", "document"),
    "explain": ("api", "explain"),
    "figure": ("api", "figure"),
    "hindcast": ("api", "hindcast"),
    "html": ("view.notebook", "html"),
    "replay": ("api", "replay"),
    "report": ("api", "report"),
    "flip": ("study.flip", "flip"),
    "load": ("api", "load"),
    "load_results": ("results.store", "load_results"),
    "place": ("study.place", "place"),
    "record": ("study.replay", "record"),
    "run": ("study", "run"),
    "scenarios": ("api", "scenarios"),
    "summary": ("view.summary", "summary_text"),
    "sensitivity": ("study.sensitivity", "sensitivity"),
    "sweep": ("study.sweep", "sweep"),
    "uncertainty": ("study.uncertainty", "uncertainty"),
    "value": ("api", "value"),
    "variant": ("study.replay", "variant"),
    "version": ("results.provenance", "version"),
}


def __getattr__(name: str) -> Any:
    if name == "catalogue":
        return import_module("shorad.catalogue")
    if name not in _HOME:
        raise AttributeError(f"module 'shorad' has no attribute {name!r}")
    module, attribute = _HOME[name]
    return getattr(import_module(f"shorad.{module}"), attribute)


def __dir__() -> list[str]:
    return sorted(__all__)
