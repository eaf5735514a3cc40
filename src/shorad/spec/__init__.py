"""What a person writes: frozen models of a scenario, one noun per file, and the loader."""

from shorad.spec.asset import Asset
from shorad.spec.attack import AttackGroup, Carries, Start, Station
from shorad.spec.birds import Birds
from shorad.spec.defence import DefenceGroup, EmissionPlan, Jamming, Readiness, Sector
from shorad.spec.flight import Formation, Waves, Waypoint
from shorad.spec.hypothesis import Alternative, Hypothesis
from shorad.spec.load import load_scenario, parse_scenario, read_at
from shorad.spec.neutral import NeutralGroup
from shorad.spec.place import Approach, Ring
from shorad.spec.post import Post
from shorad.spec.propagation import NoiseJammer, Propagation, StandOffJammer
from shorad.spec.quantity import Claim, Dim, Quantity, fixed
from shorad.spec.run import Run, Sweep
from shorad.spec.scenario import Origin, Scenario
from shorad.spec.terrain import Terrain
from shorad.spec.weather import Fog, Weather, Wind

__all__ = [
    "Alternative",
    "Approach",
    "Asset",
    "AttackGroup",
    "Birds",
    "Carries",
    "Claim",
    "DefenceGroup",
    "Dim",
    "EmissionPlan",
    "Fog",
    "Formation",
    "Hypothesis",
    "Jamming",
    "NeutralGroup",
    "NoiseJammer",
    "Origin",
    "Post",
    "Propagation",
    "Quantity",
    "Readiness",
    "Ring",
    "Run",
    "Scenario",
    "Sector",
    "StandOffJammer",
    "Start",
    "Station",
    "Sweep",
    "Terrain",
    "Waves",
    "Waypoint",
    "Weather",
    "Wind",
    "fixed",
    "load_scenario",
    "parse_scenario",
    "read_at",
]
