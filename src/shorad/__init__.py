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
    from shorad.api import (
        calibrate,
        cite,
        coverage,
        explain,
        export,
        figure,
        hindcast,
        load,
        load_study,
        rare,
        replay,
        report,
        scenarios,
        schema,
        value,
        warmup,
    )
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
    "coverage",
    "document",
    "explain",
    "export",
    "figure",
    "flip",
    "hindcast",
    "html",
    "load",
    "load_results",
    "load_study",
    "place",
    "rare",
    "record",
    "replay",
    "report",
    "run",
    "scenarios",
    "schema",
    "sensitivity",
    "summary",
    "sweep",
    "uncertainty",
    "value",
    "variant",
    "version",
    "warmup",
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
    "coverage": ("api", "coverage"),
    "document": ("view.document", "document"),
    "explain": ("api", "explain"),
    "export": ("api", "export"),
    "figure": ("api", "figure"),
    "flip": ("study.flip", "flip"),
    "hindcast": ("api", "hindcast"),
    "html": ("view.notebook", "html"),
    "load": ("api", "load"),
    "load_results": ("results.store", "load_results"),
    "load_study": ("api", "load_study"),
    "place": ("study.place", "place"),
    "rare": ("api", "rare"),
    "record": ("study.replay", "record"),
    "replay": ("api", "replay"),
    "report": ("api", "report"),
    "run": ("study", "run"),
    "scenarios": ("api", "scenarios"),
    "schema": ("api", "schema"),
    "sensitivity": ("study.sensitivity", "sensitivity"),
    "summary": ("view.summary", "summary_text"),
    "sweep": ("study.sweep", "sweep"),
    "uncertainty": ("study.uncertainty", "uncertainty"),
    "value": ("api", "value"),
    "variant": ("study.replay", "variant"),
    "version": ("results.provenance", "version"),
    "warmup": ("api", "warmup"),
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
